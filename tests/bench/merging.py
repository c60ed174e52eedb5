"""How long importing takes: python -m tests.bench.merging [PAPERS ...]

Papers made of random words (nine in a title, four authors, abstracts of 1,000 characters), in seconds of
processor time. One run, two cores, Python 3.11:

    papers      write  twice?  itself  others  changed
    10,000        0.14    0.12    0.03    0.55    0.89
    100,000       1.32    1.25    0.41    5.92    9.48
"""

import random
import sys
import time
from dataclasses import replace

from paperbrowser.formats import toml
from paperbrowser.library.merge import deduplicate, merge
from paperbrowser.papers.dates import PartialDate
from paperbrowser.papers.model import Paper, Profile


def made(count, seed):
    """A profile of so many papers."""
    rnd = random.Random(7)
    letters = "abcdefghijklmnopqrstuvwxyz"
    words = ["".join(rnd.choices(letters, k=rnd.randint(3, 10))) for _ in range(5000)]
    rnd = random.Random(seed)
    return Profile(
        name="Made",
        papers=tuple(
            Paper(
                title=" ".join(rnd.choices(words, k=9)).capitalize(),
                authors=tuple(" ".join(rnd.choices(words, k=2)).title() for _ in range(4)),
                date=PartialDate(2000 + rnd.randrange(25), 1 + rnd.randrange(12), 3),
                abstract=" ".join(rnd.choices(words, k=160))[:1000],
                id=f"{seed}-{number}",
            )
            for number in range(count)
        ),
    )


def seconds(work):
    """Processor time of a call."""
    started = time.process_time()
    work()
    return time.process_time() - started


def main():
    """Print a row for each number of papers."""
    print("papers      write  twice?  itself  others  changed")
    for count in map(int, sys.argv[1:] or ["10000", "100000"]):
        one, other = made(count, 1), made(count, 2)
        changed = replace(
            one,
            papers=tuple(
                replace(paper, title=paper.title.upper(), citations=3) for paper in one.papers
            ),
        )
        times = [
            seconds(lambda one=one: toml.dumps(one)),
            seconds(lambda one=one: deduplicate(one)),
            seconds(lambda one=one: merge(one, one, day=None)),
            seconds(lambda one=one, other=other: merge(one, other, day=None)),
            seconds(lambda one=one, changed=changed: merge(one, changed, day=None)),
        ]
        print(f"{count:<10,}" + "".join(f"{took:8.2f}" for took in times))


if __name__ == "__main__":
    main()
