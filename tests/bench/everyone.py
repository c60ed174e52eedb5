"""Profiles that are open as one, against one profile with the same papers: python -m tests.bench.everyone CORPUS

CORPUS has a paper a line as JSON (title, abstract, authors), gzipped or not. Printed are seconds of processor
time and ratios, in pairs that are measured in turn: opening; the first search; and where one of the profiles was
changed before, the first search too. Of keys the 95th percentile, in milliseconds.
"""

import os
import random
import statistics
import sys
import tempfile
import time
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path

PROFILES, EACH = 50, 400
ROUNDS = 7
TYPED = 40  # titles


def cost(action):
    """Return seconds of processor time that an action takes, and its result."""
    start = time.process_time()
    result = action()
    return time.process_time() - start, result


def key_cost(index, titles):
    """The 95th percentile of what a key costs, in milliseconds."""
    typed = (" ".join(title.split()[1:4]) for title in titles)
    keys = [text[:end] for text in typed for end in range(1, len(text) + 1)]
    every = [1_000 * cost(lambda: index.search(key, 20))[0] for key in keys]  # noqa: B023
    return statistics.quantiles(every, n=20)[-1]


def main(corpus):
    from paperbrowser.library import gather, locate, store
    from paperbrowser.papers.dates import PartialDate
    from paperbrowser.papers.ids import with_ids
    from paperbrowser.papers.model import Profile
    from paperbrowser.search import cache
    from paperbrowser.search.view import Catalogue
    from paperbrowser.system.gc import no_gc
    from tests.bench.search import load

    chance = random.Random(1)
    papers = [
        replace(paper, date=PartialDate(2000 + chance.randrange(25)), doi=doi)
        for at, paper in enumerate(islice(cycle(load(corpus)), PROFILES * EACH))
        for doi in [f"10.5072/{at}" if at % 4 else None]
    ]
    single = store.folder().parent / "single.toml"
    with store.writing():
        store.write(single, Profile(name="Single", papers=with_ids(papers)))
        for number in range(PROFILES):
            some = with_ids(papers[number * EACH : (number + 1) * EACH])
            store.write(
                store.folder() / f"{number:03}.toml",
                Profile(name=f"Person {number}", papers=some),
            )
    store.make_snapshot(single, store.read(single))
    one, all_ = locate.Origin(single, "file"), locate.everyone()

    def opened(origin):
        with no_gc():
            reading = gather.read(origin)
            catalogue = Catalogue(reading.profile, members=reading.members)
            catalogue.prepare()
        return catalogue

    left = []

    def indexed(origin, catalogue):
        return cache.index_for(
            catalogue.papers, origin.path, members=catalogue.members, later=left.append
        )

    def searched(origin, catalogue):
        return indexed(origin, catalogue).search("galaxy clust", 20)

    def finish():  # as the app does once the answer is shown
        while left:
            left.pop()()

    def change(number):
        path = all_.members[number]
        profile = store.read(path).profile
        first = replace(profile.papers[0], title=f"{profile.papers[0].title} again")
        with store.writing():
            store.write(path, replace(profile, papers=(first, *profile.papers[1:])))

    for origin in (one, all_):
        built, _ = cost(lambda: searched(origin, opened(origin)))  # noqa: B023
        finish()
        print(f"{origin.path.name:12} first search of all  {built:6.2f} s")
    pairs = {"open": [], "search": [], "key p95": []}
    changed, kept = [], []
    titles = [paper.title for paper in chance.sample(papers, TYPED)]
    for number in range(ROUNDS):
        (first, single_), (second, several) = cost(lambda: opened(one)), cost(lambda: opened(all_))
        pairs["open"].append((first, second))
        first, second = (
            cost(lambda: searched(one, single_))[0],  # noqa: B023
            cost(lambda: searched(all_, several))[0],  # noqa: B023
        )
        pairs["search"].append((first, second))
        pairs["key p95"].append(
            (key_cost(indexed(one, single_), titles), key_cost(indexed(all_, several), titles))
        )
        change(number)
        several = opened(all_)
        changed.append(cost(lambda: searched(all_, several))[0])  # noqa: B023
        kept.append(cost(finish)[0])
    for name, every in pairs.items():
        print(f"\n{name}:     one     {PROFILES} profiles     ratio")
        for first, second in every:
            print(f"{'':10}{first:8.3f}  {second:8.3f}  {second / first:8.2f}")
        print(f"{'':10}median ratio {statistics.median(b / a for a, b in every):.2f}")
    print("\nfirst search after one changed:", *(f"{one:.3f}" for one in changed), "s")
    print("to keep what was joined, afterwards:", *(f"{one:.3f}" for one in kept), "s")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        for name in ("DATA", "CACHE", "STATE", "CONFIG"):
            os.environ[f"XDG_{name}_HOME"] = str(Path(folder) / name.lower())
        main(Path(sys.argv[1]))
