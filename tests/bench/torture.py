"""Marks under torture: ``python -m tests.bench.torture [--cycles 10000] [--seed 1]``.

Three devices, the first with two sessions, mark, tag, rename, write notes, say whose papers are, undo and redo. Meanwhile processes
that write are killed, disks are full, files are copied whole, torn, older, twice, shuffled, and clocks are
wrong. All along each session shows what a plain model makes of the lines, and no acknowledged line is lost.
"""

import argparse
import os
import random
import resource
import shutil
import signal
import tempfile
from collections import Counter
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep, time_ns
from types import SimpleNamespace

from paperbrowser.papers.model import Paper, Profile, WorkVersion
from paperbrowser.reading import journal, marking, snapshot
from paperbrowser.reading.authorship import profile_names
from paperbrowser.reading.fold import State
from paperbrowser.reading.journal import Journal
from paperbrowser.reading.marking import Marking
from tests.reading.model import compare

EPOCH = 400  # cycles until all begin anew
YEAR = 31_557_600 * 10**9  # nanoseconds
PAPERS = [
    *(Paper(title="", doi=f"10.5072/bog.{number}") for number in range(8)),
    *(Paper(title="", arxiv=f"1901.{number:05}") for number in range(4)),
    *(Paper(title=f"A title of bogs and fens {number}", id=f"t{number}") for number in range(3)),
    Paper(title="", doi="10.5072/bog.1", arxiv="1901.00001"),
    Paper(title="", doi="10.5072/bog.2", versions=(WorkVersion(arxiv="1901.00002"),)),
    Paper(title="", doi="10.5072/bog.2", versions=(WorkVersion(doi="10.5072/bog.3"),)),
]
PEOPLE = [Profile(name=name, source="openalex", source_id=name[:2]) for name in ("A1 Ada", "A2 Bo")]
TAGS = ["bog", "Bog/Moss", "fen", "fen/reed"]


class Recorded(Marking):
    """Marks that keep a list of what was acknowledged."""

    def __init__(self, kept, acknowledged):
        super().__init__(kept, patience=60.0)  # for a machine that is busy
        self.acknowledged = acknowledged

    def _append(self, change):
        operation = super()._append(change)
        self.acknowledged(operation)
        return operation


class Device:
    """A folder of marks with its sessions."""

    def __init__(self, folder, name, sessions, skew):
        self.folder, self.name, self.skew = folder, name, skew
        self.acknowledged = []
        self.sessions = [self.session() for _ in range(sessions)]

    @property
    def own(self):
        return self.folder / f"{self.name}.jsonl"

    def session(self, acknowledged=None):
        return Recorded(Journal(self.folder, self.name), acknowledged or self.acknowledged.append)

    def files(self):
        return sorted(self.folder.glob("*.jsonl"))

    def lines(self):
        """Return the operations of the files, by their ids."""
        found = {}
        for path in self.files():
            data = path.read_bytes()
            whole = data[: data.rfind(b"\n") + 1]
            found.update({one.id: one for one in journal.decoded(whole)})
        return found


def step(rnd, marks):
    """Do what a user does; return its name."""
    papers = rnd.sample(PAPERS, rnd.choice([1, 1, 1, 2, 9]))
    on = rnd.random() < 0.6
    name = rnd.choice(
        [
            "star",
            "read",
            "hide",
            "queue",
            "rate",
            "tag",
            "tag",
            "note",
            "rename",
            "whose",
            "whose",
            "undo",
            "undo",
            "redo",
        ]
    )
    match name:
        case "star" | "read" | "hide" | "queue":
            getattr(marks, name)(papers, on=on)
        case "rate":
            marks.rate(papers, rnd.choice([None, 1, 5]))
        case "tag":
            marks.tag(papers, rnd.choice(TAGS), on=on)
        case "note":
            seen = marks.notes_of(papers[0])
            marks.note(papers[0], rnd.choice(["Peat, p. 3", "ask Ada", ""]), seen if on else [])
        case "whose":
            one = rnd.choice(PEOPLE)
            theirs = rnd.choice([True, False, False, None])
            marks.judge(papers, profile_names(one, None), one.name, theirs=theirs)
        case "rename":
            marks.rename_tag(*rnd.sample([*TAGS, "mire"], 2))
        case _:
            getattr(marks, name)()
    return name


def killed(rnd, device):
    """A process writes and is killed, while a session of this process writes as well."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            marks = device.session(lambda one: os.write(writing, f"{one.id}\n".encode()))
            while True:
                step(rnd, marks)
                sleep(0.001)  # else others hardly get at the lock
        finally:
            os._exit(1)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        rest = b""
        for _ in range(rnd.randrange(6)):
            rest += pipe.readline()
            if rnd.random() < 0.5:
                step(rnd, rnd.choice(device.sessions))
        os.kill(pid, signal.SIGKILL)
        rest += pipe.read()
    os.waitpid(pid, 0)
    ids = [line.decode() for line in rest.split(b"\n")[:-1]]
    device.acknowledged += [SimpleNamespace(id=id_) for id_ in ids]


@contextmanager
def full_disk(size):
    """Let no file grow beyond `size` bytes."""
    former = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, former[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, former)


def full(rnd, device):
    """A mark on a disk that is full after a few bytes; nothing of it counts."""
    marks = rnd.choice(device.sessions)
    size = device.own.stat().st_size if device.own.exists() else 0
    before = len(device.acknowledged)
    try:
        with full_disk(size + rnd.randrange(300)):
            step(rnd, marks)
    except OSError:
        assert len(device.acknowledged) == before
        data = device.own.read_bytes() if device.own.exists() else b""
        assert len(data) <= size, "half a line stayed"


def copied(rnd, source, target):
    """Carry a file of one device to another, as tools do and as they should not."""
    path = rnd.choice(source.files() or [source.own])
    if not path.exists():
        return
    data, place = path.read_bytes(), target.folder / path.name
    how = rnd.choice(["whole", "whole", "in place", "torn", "older", "beside", "shuffled"])
    if path.name.startswith(target.name):
        how = "beside"  # no tool writes over it without keeping what was there
    match how:
        case "whole":
            fresh = place.with_suffix(".tmp")
            fresh.write_bytes(data)
            fresh.replace(place)
        case "in place":
            place.write_bytes(data)
        case "torn":
            place.write_bytes(data[: rnd.randrange(len(data) + 1)])
        case "older":
            fresh = place.with_suffix(".tmp")
            fresh.write_bytes(data[: data.rfind(b"\n", 0, rnd.randrange(len(data) + 1)) + 1])
            fresh.replace(place)
        case "beside":
            place.with_suffix(f".sync-conflict-{rnd.randrange(4)}.jsonl").write_bytes(data)
        case "shuffled":
            lines = [line for line in data.split(b"\n") if line] * 2
            rnd.shuffle(lines)
            place.with_suffix(".again.jsonl").write_bytes(b"\n".join(lines))


def conflict(rnd, device):
    """A tool puts an older version in the place of the own file, and keeps the newer one beside it."""
    if not device.own.exists():
        return
    data = device.own.read_bytes()
    kept = device.own.with_suffix(f".sync-conflict-own-{rnd.randrange(10**6)}.jsonl")
    device.own.replace(kept)
    device.own.write_bytes(data[: data.rfind(b"\n", 0, rnd.randrange(len(data) + 1)) + 1])


def check(device):
    """Compare each session of a device, and a new one, with the model."""
    there = device.lines()
    fresh = Recorded(Journal(device.folder, device.name), device.acknowledged.append)
    compare(fresh.state, there.values())
    fresh.save_snapshot()
    for marks in device.sessions:
        marks.refresh()
        if marks._journal.is_deferred:
            continue
        known = {one.id: one for one in marks.operations}
        assert known.keys() >= there.keys()
        compare(marks.state, known.values())
    lost = {one.id for one in device.acknowledged} - there.keys()
    assert not lost, f"{len(lost)} acknowledged operations were lost"


def epoch(rnd, folder, cycles, count):
    """Torture three devices for some cycles."""
    skews = [0, -3 * YEAR // 365, rnd.choice([0, 2 * YEAR, 5_000 * YEAR])]
    places = [folder / name for name in ("desk", "lap", "ship")]
    devices = []
    for number, (place, skew) in enumerate(zip(places, skews, strict=True)):
        place.mkdir(parents=True)
        devices.append(Device(place, f"{place.name}-00000{number}", 1 + (number == 0), skew))
    for cycle in range(cycles):
        device = rnd.choice(devices)
        marking.time = SimpleNamespace(time_ns=lambda skew=device.skew: time_ns() + skew)
        what = rnd.random()
        if what < 0.75:
            name = step(rnd, rnd.choice(device.sessions))
        elif what < 0.87:
            name = "copy"
            copied(rnd, device, rnd.choice([one for one in devices if one is not device]))
        elif what < 0.89:
            name = "kill"
            killed(rnd, device)
        elif what < 0.92:
            name = "full"
            full(rnd, device)
        elif what < 0.93:
            name = "conflict"
            conflict(rnd, device)
        else:
            name = "restart"
            at = rnd.randrange(len(device.sessions))
            device.sessions[at].save_snapshot()
            device.sessions[at] = device.session()
        count[name] += 1
        if cycle % 40 == 39:
            check(device)
    for source in devices:
        for target in devices:
            if source is not target:
                for path in source.files():
                    shutil.copy(path, target.folder / f"from-{source.name}-{path.name}")
    for device in devices:
        check(device)
    (every,) = {frozenset(device.lines()) for device in devices}
    states = [State(device.lines().values()) for device in devices]
    first = sorted((sorted(names), marks) for names, marks in states[0].works())
    for state in states[1:]:
        assert state.judgements == states[0].judgements
        assert first == sorted((sorted(names), marks) for names, marks in state.works())
    return len(every), sum(len(device.acknowledged) for device in devices)


def torture(folder, cycles, seed):
    """Torture for `cycles`; return lines, acknowledged ones and the number of each thing that happened."""
    rnd, count = random.Random(seed), Counter()
    least, snapshot.LEAST, least_bytes, snapshot._LEAST_BYTES = (
        *(snapshot.LEAST, 25),
        *(snapshot._LEAST_BYTES, 0),
    )
    clock = marking.time
    written = acknowledged = 0
    try:
        for at in range(0, cycles, EPOCH):
            lines, known = epoch(rnd, Path(folder) / str(at), min(EPOCH, cycles - at), count)
            written, acknowledged = written + lines, acknowledged + known
    finally:
        snapshot.LEAST, snapshot._LEAST_BYTES, marking.time = least, least_bytes, clock
    return written, acknowledged, count


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cycles", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for kind in ("DATA", "CACHE", "CONFIG", "STATE"):
            os.environ[f"XDG_{kind}_HOME"] = f"{folder}/{kind}"
        start = monotonic()
        lines, acknowledged, count = torture(folder, options.cycles, options.seed)
        what = ", ".join(f"{number:,} {name}" for name, number in count.most_common())
        print(f"{options.cycles:,} cycles in {monotonic() - start:.0f} s: {what}")
        print(f"{lines:,} lines, {acknowledged:,} acknowledged, none lost; all equal to the model")


if __name__ == "__main__":
    main()
