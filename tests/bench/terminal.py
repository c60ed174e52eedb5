"""What a terminal feels, beside its peers: ``python -m tests.bench.terminal [--papers N] [--soak SECONDS]``.

Runs all in turn in real pseudo-terminals and prints: seconds to the first picture (ratio to a minimal Textual
app, pair by pair), bytes of the start, peak memory; for one step to another abstract the bytes, the changed
cells and the milliseconds from key to last byte, for us and for the peers that are installed (see `peers`); for
a step in the list alone, while a key is held, steps and pages in the text of a paper, an idle minute, and
over a slow link. With ``--papers N`` also for a profile of N made-up papers, with ``--soak`` random use for
so long (see `soak`).
"""

import argparse
import compileall
import json
import os
import random
import select
import statistics
import sys
import tempfile
from collections import deque
from pathlib import Path
from time import monotonic

import paperbrowser
from tests.bench.peers import peers
from tests.bench.soak import Soak
from tests.terminal import Terminal

WIDE, LOW = (120, 36), (80, 24)
SLOW = 2_400  # bytes a second
DELAY = 0.2  # seconds for a key and what it does, to and fro
MINIMAL = [sys.executable, "-m", "tests.bench.minimal_app"]
READER = [sys.executable, "-m", "tests.tui.reader_app"]
OURS = [sys.executable, "-m", "paperbrowser"]


def unread(env):
    """The surroundings of a new reader: without a place to come back to."""
    return {**env, "XDG_STATE_HOME": tempfile.mkdtemp(dir=Path(env["XDG_CACHE_HOME"]).parent)}


def first_paint(command, wanted, env, size):
    with Terminal(command, size, unread(env)) as terminal:
        seconds = terminal.wait_for(wanted)
        terminal.settle()
        return seconds, len(terminal.output), terminal.peak_memory()


def percentile(values, part):
    return sorted(values)[min(len(values) - 1, int(len(values) * part))]


def steps(command, wanted, env, size, keys):
    with Terminal(command, size, unread(env)) as terminal:
        terminal.wait_for(wanted)
        terminal.settle(0.5)
        return [terminal.press(key) for key in keys]


def describe(name, done):
    cells = [s.bytes / s.cells for s in done if s.cells] or [0]
    last = [s.last_ms for s in done]
    print(
        f"{name:38} {statistics.median(s.bytes for s in done):6.0f} B {statistics.median(s.cells for s in done):5.0f} cells"
        f"  {statistics.median(cells):5.2f} B/cell (worst {max(cells):.2f})"
        f"  last byte p50 {percentile(last, 0.5):5.1f} p95 {percentile(last, 0.95):5.1f} ms"
    )


def peer_steps(peer, env, size):
    with Terminal(peer.command, size, env) as terminal:
        terminal.wait_for(peer.wanted)
        terminal.settle(0.5)
        for keys in filter(None, peer.before.split("|")):
            terminal.press(keys, 0.5)
        return [terminal.press(peer.step) for _ in range(20)]


def list_alone(env, size):
    """A step with the detail closed, and what a step costs while its key is held."""
    with Terminal(OURS, size, unread(env)) as terminal:
        terminal.wait_for("Emergent Transfer")
        terminal.settle(0.5)
        terminal.press("z")
        alone = [terminal.press("j") for _ in range(8)]
        terminal.press("z")
        terminal.press("g")
        sent = len(terminal.output)
        held = []
        for _ in range(8):  # the first shows its paper; so does the last one, when the key rests
            terminal.send("j")
            end = monotonic() + 0.033
            while monotonic() < end:
                terminal.read(max(0, end - monotonic()))
            held.append(len(terminal.output) - sent)
            sent = len(terminal.output)
        terminal.settle()
        return alone, held[1:]


def pictures(env, size):
    """Print what each picture costs, and the steps of its selected bar; then the facets beside the list."""
    with Terminal(OURS, size, unread(env)) as terminal:
        terminal.wait_for("Emergent Transfer")
        terminal.settle(0.5)
        number = 0
        drawn = terminal.press("v", 0.5)
        while number == 0 or "(1 of" not in terminal.text:
            number += 1
            done = [terminal.press(key) for key in "kkkkjjjkk"]
            print(
                f"picture {number}, {size[0]}x{size[1]}: {drawn.bytes} B, last byte {drawn.last_ms:.0f} ms;"
                f" a step {statistics.median(step.bytes for step in done):.0f} B,"
                f" {max(step.bytes for step in done)} B at most"
            )
            drawn = terminal.press("\t", 0.5)
        terminal.press("q", 0.5)
        opened = terminal.press("f", 1)
        step = terminal.press("j")
        chosen = terminal.press("\r", 1)
        print(f"facets: {opened.bytes} B, a step {step.bytes} B, a choice {chosen.bytes} B")


def reader(env, size):
    """Steps and pages in the text of a paper, of 30 pages."""
    with Terminal(READER, size, unread(env)) as terminal:
        terminal.wait_for("Gauges of Kelp")
        terminal.settle(0.5)
        return [terminal.press("j") for _ in range(20)], [terminal.press(" ") for _ in range(12)]


def idle(env):
    with Terminal(OURS, LOW, unread(env)) as terminal:
        terminal.wait_for("Emergent Transfer")
        terminal.settle(1)
        sent = len(terminal.output)
        terminal.settle(60)
        return len(terminal.output) - sent


def slow_link(env, keys, wanted):
    """Seconds from `keys` until `wanted` is on the screen at the other end of a slow link."""
    with Terminal(OURS, LOW, unread(env)) as terminal:
        terminal.wait_for("Emergent Transfer")
        terminal.settle(1)
        start, arriving = monotonic(), deque()
        sent = False
        taken = 0.0
        while not wanted(terminal) and monotonic() - start < 20:
            now = monotonic() - start
            if not sent and now > DELAY / 2:
                terminal.send(keys)
                sent = True
            room = int((now - taken) * SLOW)
            if room > 0 and select.select([terminal.fd], [], [], 0)[0]:
                data = os.read(terminal.fd, room)
                taken = max(taken, now - 0.01) + len(data) / SLOW
                arriving.append((now + DELAY / 2, data))
            elif room > 0:
                taken = now
            while arriving and arriving[0][0] <= monotonic() - start:
                terminal.show(arriving.popleft()[1])
            select.select([], [], [], 0.002)
        return monotonic() - start


def pairs(title, ours, wanted, env, size, runs, peer=MINIMAL, peer_wanted="Paper number 0"):
    ratios, rows = [], []
    for _ in range(runs):
        mine = first_paint(ours, wanted, env, size)
        other = first_paint(peer, peer_wanted, env, size)
        ratios.append(mine[0] / other[0])
        rows.append((mine, other))
    mine = [statistics.median(row[0][i] for row in rows) for i in range(3)]
    other = [statistics.median(row[1][i] for row in rows) for i in range(3)]
    print(
        f"{title:38} {mine[0]:.3f} s against {other[0]:.3f} s: ratio {statistics.median(ratios):.2f}"
        f" ({min(ratios):.2f} to {max(ratios):.2f}); start {mine[1]:.0f} B against {other[1]:.0f} B;"
        f" memory {mine[2]:.0f} MB against {other[2]:.0f} MB"
    )


def made_up(count, folder, corpus):
    """A page of `count` papers: those of `corpus` (JSON lines, gzipped or not) over and over, or invented."""
    rnd = random.Random(1)
    if corpus:
        import gzip

        opener = gzip.open if corpus.endswith(".gz") else open
        with opener(corpus, "rt", encoding="utf-8") as lines:
            known = [json.loads(line) for line in lines]
    else:
        words = [
            ("".join(rnd.choice("abcdefghijklmnop") for _ in range(rnd.randint(3, 11))))
            for _ in range(9000)
        ]

        def text(length):
            return " ".join(rnd.choice(words) for _ in range(length))

        known = [
            {"title": text(9), "authors": [text(2)], "abstract": text(180)} for _ in range(2000)
        ]
    path = Path(folder) / f"page-{count}.txt"
    months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    with path.open("w", encoding="utf-8") as page:
        page.write(
            f"Many Papers\n\nCO\nh-index77\n{count}papers\n2,693citations\nNovelty51%\nAI Score59\n\n{count} Papers\n"
        )
        for n in range(count):
            paper = known[n % len(known)]
            score = f"{rnd.random() * 100:.1f}" if n % 3 == 0 else ""
            day = f"{months[n % 12]} {1 + n % 28}, {2000 + n % 26}"
            title, abstract = (" ".join(paper[k].split()) for k in ("title", "abstract"))
            authors = ", ".join(paper["authors"][:3]) or "Nobody Known"
            page.write(f"\n{score}CO{day}\n{title} ({n})\n\n{authors} et al.\n\n{abstract}\n")
    return path


def loaded(terminal, papers):
    return f"· {papers:,} papers" in terminal.text


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=10)
    parser.add_argument("--papers", type=int, default=0)
    parser.add_argument("--soak", type=int, default=0)
    parser.add_argument("--quick", action="store_true", help="without the idle minute")
    parser.add_argument(
        "--corpus", help="JSON lines of papers (title, authors, abstract) to repeat"
    )
    options = parser.parse_args()
    # As an installed package is; a checkout run with PYTHONDONTWRITEBYTECODE compiles at every start.
    compileall.compile_dir(Path(paperbrowser.__file__).parent, quiet=1)
    with tempfile.TemporaryDirectory() as folder:
        env = {
            f"XDG_{kind}_HOME": f"{folder}/{kind}" for kind in ("DATA", "CACHE", "CONFIG", "STATE")
        }
        env["PYTHONPATH"] = os.getcwd()
        for size in (LOW, WIDE):
            name = f"{size[0]}x{size[1]}"
            pairs(f"first paint, {name}", OURS, "Emergent Transfer", env, size, options.runs)
            describe(f"step, {name}", steps(OURS, "Emergent Transfer", env, size, "j" * 40))
            for what, done in zip(("step", "page"), reader(env, size), strict=True):
                describe(f"{what} in the text of a paper, {name}", done)
            for peer in peers(folder):
                describe(f"  {peer.name}", peer_steps(peer, env, size))
            alone, held = list_alone(env, size)
            print(
                f"step in the list alone, {name}: {max(step.bytes for step in alone)} B at most;"
                f" while a key is held {statistics.median(held):.0f} B, {max(held)} B at most"
            )
            pictures(env, size)
        if not options.quick:
            print(f"an idle minute: {idle(env)} B")
        for keys, place in (("j", "2 of 50"), ("j" * 10, "11 of 50")):
            name = "a step" if len(keys) == 1 else f"{len(keys)} steps at once"
            seconds = slow_link(env, keys, lambda t, place=place: place in t.text)
            print(
                f"over {SLOW} B/s with {DELAY * 1000:.0f} ms: {name} on screen after {seconds:.2f} s"
            )
        if options.soak:
            Soak(tempfile.mkdtemp(dir=folder), 1).run(options.soak)
        if options.papers:
            page = made_up(options.papers, folder, options.corpus)
            large = [*OURS, str(page)]
            small = [*OURS]
            for what in ("not read before", "read before"):
                pairs(
                    f"first paint, {options.papers:,} papers, {what}",
                    large,
                    "Many Papers",
                    env,
                    (80, 24),
                    1 if what.startswith("not") else options.runs,
                    small,
                    "Emergent Transfer",
                )
                with Terminal(large, (80, 24), env) as terminal:
                    terminal.wait_for("Many Papers")
                    seconds = terminal.wait_for(lambda t: loaded(t, options.papers), 300)
                    print(f"  all loaded after {seconds:.1f} s")
            with Terminal(large, (80, 24), env) as terminal:
                terminal.wait_for(lambda t: loaded(t, options.papers), 300)
                terminal.settle(3)
                for keys, words in (
                    ("j" * 20, "cursor"),
                    ("\x1b[6~" * 1, "page"),
                    ("s", "score"),
                    ("s", "score again"),
                    ("d", "date"),
                    ("G", "last"),
                    ("r", "reverse"),
                ):
                    done = [
                        terminal.press(k) for k in ([keys] if len(set(keys)) > 1 else list(keys))
                    ]
                    describe(f"{words}, {options.papers:,} papers", done)


if __name__ == "__main__":
    main()
