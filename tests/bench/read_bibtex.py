"""The time that a large BibTeX file takes to read, beside that of bibtexparser for splitting it.

    python -m tests.bench.read_bibtex 100000

Entries are generated, of ordinary size and with what slows a reader down (accents, formulas, protective
braces); printed are seconds, and what the whole process took of memory at most.
"""

import argparse
import logging
import resource
import sys
import time

_WORDS = [
    "spectra",
    "of",
    "turbulent",
    "galaxies",
    "learned",
    "from",
    "simulations",
    "with",
    "noise",
    "and",
    "lensing",
    "maps",
    "at",
    "high",
    "redshift",
    "deep",
    "fields",
    "cosmic",
    "dawn",
    "emulators",
    "neural",
    "networks",
    "power",
    "statistics",
    "inference",
    "halo",
    "mass",
    "function",
]
_NAMES = (
    'M{\\"u}ller, Hans', "Ho, Shirley", "Garc{\\'i}a, Jos{\\'e}", "de la Cruz, Juan", "{Planck Collaboration}", "Ada Example",
    "King, Jr., Martin", "{\\L}ukasz, Jan", "Erd{\\H o}s, Paul", "Smith, John A.",
)  # fmt: skip


def bibtex(count: int) -> str:
    """Return a BibTeX file of so many entries."""
    words = len(_WORDS)
    entries = []
    for number in range(count):
        title = " ".join(_WORDS[(number * 7 + at * at) % words] for at in range(9))
        abstract = " ".join(_WORDS[(number * 5 + at * 3 + at * at) % words] for at in range(70))
        # A third of the surnames is met once.
        people = [_NAMES[(number + at) % len(_NAMES)] for at in range(3)] + [f"Person{number}, P."]
        entries.append(
            f"@article{{key{number},\n  author = {{{' and '.join(people)}}},\n"
            f"  title = {{A {{Study}} of {title} at $z={number % 9}$}},\n"
            f"  journal = {{Journal of {_WORDS[number % words].title()}}},\n  year = {{{1950 + number % 75}}},\n"
            f"  month = {('jan', 'may', 'oct')[number % 3]},\n"
            f"  volume = {{{number % 400}}},\n  pages = {{{number % 90}--{number % 90 + 9}}},\n"
            f"  doi = {{10.1000/xyz.{number}}},\n  abstract = {{We study {abstract}, 10\\% of it.}},\n}}\n\n"
        )
    return "".join(entries)


def bibtex_alone(text: str) -> None:
    """Split a text with bibtexparser."""
    from bibtexparser.splitter import Splitter

    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)
    Splitter(text).split()


def read(text: str) -> int:
    """Read a text as the program does, and count the papers."""
    from paperbrowser import formats

    reading = formats.read_bytes(text.encode(), form="bibtex", progress=lambda share: None)
    return len(reading.profile.papers)


def measure(count: int) -> None:
    """Print the seconds of computing that reading takes, and those that bibtexparser takes."""
    read(bibtex(10))  # what is loaded once
    text = bibtex(count)
    started = time.process_time()
    found = read(text)
    ours = time.process_time() - started
    if found != count:
        raise SystemExit(f"{found} papers of {count} entries")
    # Read first, so that the peak is that of reading.
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    started = time.process_time()
    bibtex_alone(text)
    theirs = time.process_time() - started
    print(
        f"{count:,} entries, {len(text) / 1e6:.0f} MB: {ours:.1f} s, bibtexparser {theirs:.1f} s, "
        f"{ours / theirs:.2f} times; {peak:.0f} MB of memory"
    )


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("entries", type=int, metavar="ENTRIES")
    measure(parser.parse_args().entries)
    return 0


if __name__ == "__main__":
    sys.exit(main())
