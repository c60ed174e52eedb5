"""Measure similar papers: `python -m tests.bench.similar FILE [QUERIES]`.

FILE has papers with abstracts and authors, in any format. A near paper is right if it shares an author; authors
are no part of the text used, and names in more than 25 papers are left out.
"""

import random
import sys
import time
from collections import Counter
from pathlib import Path

from paperbrowser.insight.similar import Neighbours
from paperbrowser.library import store
from paperbrowser.search import SearchIndex

_COMMON = 25


def main() -> None:
    """Print the share of right papers among the ten nearest, and the time."""
    papers = store.read(Path(sys.argv[1])).profile.papers
    queries = int(sys.argv[2]) if len(sys.argv) > 2 else 2000
    counts = Counter(name for paper in papers for name in set(paper.authors))
    people = [{name for name in paper.authors if counts[name] <= _COMMON} for paper in papers]
    askable = [at for at, names in enumerate(people) if any(counts[name] > 1 for name in names)]
    asked = random.Random(1).sample(askable, min(queries, len(askable)))
    near = Neighbours(papers, SearchIndex.build(papers), authors=False)
    right = hit = 0
    start = time.process_time()
    for at in asked:
        found = [bool(people[at] & people[one.position]) for one in near.near(at)]
        right += sum(found)
        hit += any(found)
    took = (time.process_time() - start) * 1000 / len(asked)
    print(
        f"{len(papers):,} papers, {len(asked):,} queries: P@10 {right / 10 / len(asked):.4f}, ",
        end="",
    )
    print(f"hit@10 {hit / len(asked):.3f}, {took:.1f} ms a query")


if __name__ == "__main__":
    main()
