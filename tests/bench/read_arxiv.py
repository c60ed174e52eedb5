"""How long lines of the arXiv snapshot take to read, beside nothing but `json.loads` on each.

    python -m tests.bench.read_arxiv 100000

The data are made up on the spot, of the size and shape of the real ones.
"""

import argparse
import json
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from paperbrowser import formats

_WORDS = [
    "the",
    "of",
    "and",
    "in",
    "we",
    "for",
    "with",
    "that",
    "on",
    "a",
    "field",
    "galaxy",
    "model",
    "boson",
    "lattice",
    "scattering",
    "mass",
    "quantum",
    "spectrum",
    "measurement",
    "theory",
    "phase",
    "transition",
    "observed",
    "data",
    "simulations",
    "coupling",
    "neutrino",
    "dark",
    "matter",
    "energy",
    "$\\alpha$",
    "$M_{\\rm",
    "BH}$",
    "results",
    "symmetry",
    "function",
    "approximation",
    "learning",
    "networks",
    "stars",
]
_RUNS = 5


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("lines", type=int, metavar="LINES")
    chosen = parser.parse_args()
    arxiv_lines(chosen.lines)

    return 0


def arxiv_lines(count: int) -> None:
    """Compare reading lines of the arXiv snapshot with nothing but `json.loads` on each, in turns."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "snapshot.jsonl"
        with path.open("w", encoding="utf-8") as file:
            file.writelines(_snapshot(count))
        size = path.stat().st_size
        print(f"{count:,} lines, {size / 1e6:.0f} MB, {size / count:.0f} bytes a line")
        alone, ours = [], []
        for run in range(_RUNS):
            alone.append(_seconds(_json_alone, path))
            ours.append(_seconds(formats.read, path))
            print(
                f"run {run + 1}: json.loads {alone[-1]:.2f} s, formats.read {ours[-1]:.2f} s, "
                f"ratio {ours[-1] / alone[-1]:.2f}"
            )
        print(f"best of each: ratio {min(ours) / min(alone):.2f}")
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"most memory {peak:.0f} MB")


def _seconds(work: object, path: Path) -> float:
    started = time.process_time()  # of the processor, whatever else the machine is doing
    result = work(path)  # type: ignore[operator]
    seconds = time.process_time() - started
    del result  # what is thrown away takes time that a reader does not spend
    return seconds


def _json_alone(path: Path) -> None:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            json.loads(line)


def _snapshot(count: int) -> Iterator[str]:
    chance = random.Random(1)
    people = [(f"Sur{n:x}name", f"{chr(65 + n % 26)}. {chr(65 + n % 7)}.") for n in range(count)]
    for number in range(count):
        abstract = _wrapped(chance, chance.randint(600, 1500))
        authors = [
            chance.choice(people) for _ in range(chance.choice((1, 2, 2, 3, 3, 4, 5, 8, 12)))
        ]
        published = chance.random() < 0.5
        month = 1 + number % 12
        record = {
            "id": f"{7 + number % 17:02}{month:02}.{number % 100_000:05}",
            "submitter": " ".join(reversed(authors[0])),
            "authors": ", ".join(f"{first} {last}" for last, first in authors),
            "title": _wrapped(chance, chance.randint(40, 110)).strip().replace("\n", "\n  "),
            "comments": "15 pages, 6 figures, submitted",
            "journal-ref": f"Phys.Rev.D{number % 99}:0130{number % 99:02},2007" if published else None,
            "doi": f"10.1103/PhysRevD.{number % 99}.{number}" if published else None,
            "report-no": None,
            "categories": chance.choice(("hep-ph", "astro-ph.CO hep-th", "cs.LG stat.ML", "math.CO")),
            "license": "http://arxiv.org/licenses/nonexclusive-distrib/1.0/",
            "abstract": abstract,
            "versions": [
                {"version": f"v{n + 1}", "created": f"Mon, {1 + number % 28} Apr {2007 + number % 17} 19:18:{n:02} GMT"}
                for n in range(chance.choice((1, 1, 2, 3)))
            ],
            "update_date": "2008-11-26",
            "authors_parsed": [[last, first, ""] for last, first in authors],
        }  # fmt: skip
        yield json.dumps(record, separators=(",", ":")) + "\n"


def _wrapped(chance: random.Random, length: int) -> str:
    """Text of that length in lines of 80 characters, as arXiv has it."""
    lines, line = [], "  "
    while length > 0:
        word = chance.choice(_WORDS)
        length -= len(word) + 1
        if len(line) + len(word) > 78:
            lines.append(line.rstrip())
            line = ""
        line += word + " "
    return "\n".join([*lines, line.rstrip()]) + "\n"


if __name__ == "__main__":
    sys.exit(main())
