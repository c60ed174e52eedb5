"""Time the counts of facets, in processor time: `python -m tests.bench.facets [PAPERS]`.

Printed are the counts of all facets, and those of the facets of years, venues and co-authors alone.
"""

import random
import sys
import time

from paperbrowser.insight.counts import FacetTable
from paperbrowser.papers.dates import PartialDate
from paperbrowser.papers.marks import Marks
from paperbrowser.papers.model import Paper


def papers(count: int) -> list[Paper]:
    """Make papers with as many values as those of a large library."""
    chance = random.Random(1)
    people = [f"Given{at} Family{at % 4999}" for at in range(max(10, count // 2))]
    return [
        Paper(
            title="Nets",
            id=f"{at}",
            authors=tuple(chance.sample(people, chance.randint(1, 7))),
            date=PartialDate(chance.randint(1970, 2026)),
            venue=f"Journal of {chance.randint(0, 400)}",
            category=chance.choice(["cs.LG", "astro-ph.CO", "hep-th", "math.AG"]),
            keywords=tuple(f"topic {chance.randint(0, 3000)}" for _ in range(3)),
            affiliations=(f"University {chance.randint(0, 300)}",),
            kind="article",
            citations=chance.randint(0, 2000),
            code=chance.random() < 0.1,
        )
        for at in range(count)
    ]


def main() -> None:
    """Print the times."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    made = papers(count)
    marks = [Marks(tags=("read later",), read=True)] * count
    start = time.process_time()
    table = FacetTable(made, marks, "Nobody Else")
    print(f"{count:,} papers: made in {(time.process_time() - start) * 1000:.0f} ms")
    third = [at for at in range(count) if at % 3 == 0]
    for query in ("", "year:2020"):
        times = []
        for _ in range(9):
            start = time.process_time()
            table.count(query, lambda _text: third)
            times.append((time.process_time() - start) * 1000)
        print(f"  counts under {query!r}: {sorted(times)[4]:.1f} ms")
    for name in ("year", "venue", "coauthor"):
        times = []
        for _ in range(9):
            start = time.process_time()
            table.count("", lambda _text: third, names=[name])
            times.append((time.process_time() - start) * 1000)
        print(f"  {name} alone: {sorted(times)[4]:.1f} ms")


if __name__ == "__main__":
    main()
