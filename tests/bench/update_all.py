"""How much is asked to update many people: python -m tests.bench.update_all [PEOPLE] [NEW]

An OpenAlex on this machine has 30 papers of each person over three years, in files of their own, and since
yesterday some new ones. One run, two cores, Python 3.11:

      people  new papers  requests  seconds
          20           5         2      1.1
         200           5         4      7.6
"""

import contextlib
import datetime
import io
import os
import random
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path


def main(people=200, new=5):
    with tempfile.TemporaryDirectory() as home:
        for kind in ("DATA", "CACHE", "CONFIG", "STATE"):
            os.environ[f"XDG_{kind}_HOME"] = str(Path(home) / kind.lower())
        requests, seconds, found = measured(people, new)
    print(f"  {people:8}  {new:10}  {requests:8}  {seconds:7.1f}  ({found} found)")


def measured(people, new):
    """Return the requests and seconds of an update, and the new papers that it found."""
    from paperbrowser import cli
    from paperbrowser.library import store
    from paperbrowser.papers.dates import PartialDate
    from paperbrowser.papers.model import Paper, Profile
    from paperbrowser.sources import SOURCES
    from paperbrowser.system import paths
    from tests.sources.people import OpenAlex, id_of, name_of
    from tests.sources.site import Site
    from tests.stored import save_profile

    today = datetime.date.today()
    yesterday = today - datetime.timedelta(days=1)
    rnd = random.Random(7)
    site = Site()
    openalex = OpenAlex(site)
    for person in range(people):
        openalex.add_person(person)
        papers = []
        for number in range(30):
            day = yesterday - datetime.timedelta(days=rnd.randrange(1100))
            work = openalex.add_work(f"Paper {number} of {person}", day, [person])
            papers.append(
                Paper(
                    title=work["title"],
                    doi=work["doi"][16:],
                    date=PartialDate.of(day),
                    id=f"p{number}",
                )
            )
        facts = {"source": "openalex", "source_id": id_of(person), "updated": yesterday}
        save_profile(Profile(name=name_of(person), papers=tuple(papers), **facts))
    for number in range(new):
        openalex.add_work(f"News {number}", today, [rnd.randrange(people)])
    SOURCES["openalex"] = replace(SOURCES["openalex"], interval=0.0)
    paths.config().mkdir(parents=True)
    (paths.config() / "config.toml").write_text(f'[sources.openalex]\nurl = "{site.url}"\n')
    began = time.perf_counter()
    with contextlib.redirect_stdout(io.StringIO()):
        code = cli.main(["update", "--all", "--quiet"])
    seconds = time.perf_counter() - began
    found = sum(
        paper.added == today for path in store.files() for paper in store.read(path).profile.papers
    )
    assert code == 0
    site.close()
    return len(site.asked), seconds, found


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
