"""The cost of marks: ``python -m tests.bench.marks [--runs 10] [--before CHECKOUT]``.

Prints the CPU seconds in which 2,000 and 100,000 marks are loaded, with and without a snapshot; the bytes and
milliseconds of a mark in a real terminal; and, with the checkout of a version before there were marks, the
ratios of the seconds to the first picture, pair by pair, without marks and with 2,000.
"""

import argparse
import compileall
import os
import random
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import paperbrowser
from paperbrowser.library import locate
from paperbrowser.papers.model import Paper
from paperbrowser.reading.journal import Operation, encoded
from paperbrowser.reading.works import names_of
from tests.bench.terminal import LOW, OURS, WIDE, first_paint, percentile
from tests.terminal import Terminal

LOAD = """
import time
from paperbrowser.reading.marking import Marking
import paperbrowser.reading.snapshot, hashlib
start = time.process_time()
marks = Marking()
print(time.process_time() - start)
marks.save_snapshot()
"""
FIELDS = [
    ("star", True), ("read", True), ("read", False), ("tag", "rivers/Elbe"), ("rating", 3), ("hide", True),
    ("queue", 7.0), ("note", "Compare table 2."),
]  # fmt: skip
KINDS = ("DATA", "CACHE", "CONFIG", "STATE")


def folders(place):
    """The surroundings of a user of one's own."""
    env = {f"XDG_{kind}_HOME": f"{place}/{kind}" for kind in KINDS}
    return {**env, "PYTHONPATH": os.getcwd()}


def write_marks(env, count, papers):
    """Write a journal of `count` marks, on `papers` over and over."""
    rnd = random.Random(1)
    folder = Path(env["XDG_DATA_HOME"], "paperbrowser", "marks")
    folder.mkdir(parents=True, exist_ok=True)
    names = [names_of(paper) for paper in papers]
    with (folder / "river-00000a.jsonl").open("wb") as file:
        for number in range(1, count + 1):
            field, value = rnd.choice(FIELDS)
            work = (rnd.choice(names),)
            time = 1_700_000_000_000 + number
            file.write(encoded(Operation(time, "river-00000a", number, work, field, value, None)))


def invented(count):
    return [
        Paper(title=f"Rivers and their Banks, part {number}", doi=f"10.5072/river.{number}")
        for number in range(count)
    ]


def loading(count, runs):
    with tempfile.TemporaryDirectory() as place:
        env = folders(place)
        write_marks(env, count, invented(count // 2))

        def load():
            command = [sys.executable, "-c", LOAD]
            done = subprocess.run(
                command, env={**os.environ, **env}, check=True, capture_output=True, text=True
            )
            return float(done.stdout)

        first = load()
        rest = [load() for _ in range(runs)]
        print(
            f"{count:,} marks: {first * 1000:.0f} ms CPU at first,"
            f" then {statistics.median(rest) * 1000:.0f} ({min(rest) * 1000:.0f} at best)"
        )


def marking(size):
    with tempfile.TemporaryDirectory() as place, Terminal(OURS, size, folders(place)) as terminal:
        terminal.wait_for("Emergent Transfer")
        terminal.settle(1)
        for name, key in (("star", "*"), ("read", "m"), ("undo", "u")):
            terminal.press(key)
            done = []
            for _ in range(20):
                terminal.press("j")
                done.append(terminal.press(key))
            sent = [step.bytes for step in done]
            first, last = ([getattr(s, at) for s in done] for at in ("first_ms", "last_ms"))
            print(
                f"{name}, {size[0]}x{size[1]}: {statistics.median(sent):.0f} B ({max(sent)} at most), first byte after"
                f" {percentile(first, 0.5):.1f} ms (p95 {percentile(first, 0.95):.1f}), last {percentile(last, 0.5):.1f}"
            )


def painting(before, size, runs, marks):
    """Print the ratio of our first picture to that of another checkout, pair by pair."""
    with tempfile.TemporaryDirectory() as place, tempfile.TemporaryDirectory() as other:
        ours, theirs = folders(place), {**folders(other), "PYTHONPATH": f"{before}/src"}
        if marks:
            sample = locate.sample().path
            from paperbrowser import formats

            papers = formats.read(sample).profile.papers
            write_marks(ours, marks, [*papers, *invented(1_000)])
        ratios, seconds = [], []
        for run in range(runs + 1):
            pair = {}
            for env in (ours, theirs) if run % 2 else (theirs, ours):
                pair[id(env)] = first_paint(OURS, "Emergent Transfer", env, size)[0]
            if run:  # the first fills the caches
                seconds.append((pair[id(ours)], pair[id(theirs)]))
                ratios.append(pair[id(ours)] / pair[id(theirs)])
        mine, other_one = (statistics.median(column) for column in zip(*seconds, strict=True))
        print(
            f"first picture, {size[0]}x{size[1]}, {marks:,} marks: {mine:.3f} s against {other_one:.3f} s,"
            f" ratio {statistics.median(ratios):.3f} ({min(ratios):.2f} to {max(ratios):.2f})"
        )


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=10)
    parser.add_argument("--before", type=Path, help="a checkout of a version without marks")
    options = parser.parse_args()
    compileall.compile_dir(Path(paperbrowser.__file__).parent, quiet=1)
    for count in (2_000, 100_000):
        loading(count, options.runs)
    for size in (LOW, WIDE):
        marking(size)
    if options.before:
        compileall.compile_dir(options.before / "src", quiet=1)
        for marks in (0, 2_000):
            painting(options.before, LOW, options.runs, marks)


if __name__ == "__main__":
    main()
