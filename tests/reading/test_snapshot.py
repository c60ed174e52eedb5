"""The snapshot of a large journal: as good as reading it, whatever happened to the files since."""

import json
import os
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paperbrowser.papers.model import Paper
from paperbrowser.reading import journal, snapshot
from paperbrowser.reading.fold import State
from paperbrowser.reading.journal import Journal, Operation, encoded
from paperbrowser.reading.marking import Marking

FIELDS = [
    ("star", True), ("star", False), ("read", True), ("hide", True), ("rating", 2), ("queue", 3.0),
    ("tag", "Kelp/Brown"), ("tag", "kelp"), ("untag", "kelp"), ("note", "See table 4."),
    ("highlight", {"quote": "Kelp drifts.", "note": "", "page": 2, "section": ""}), ("highlight", None),
]  # fmt: skip


def paper(number):
    return Paper(title="", doi=f"10.5072/kelp.{number}")


def lines(seed, count, device="ship-00000a", start=1_000):
    rnd = random.Random(seed)
    for number in range(1, count + 1):
        work = rnd.randrange(40)
        names = (f"doi:10.5072/kelp.{work}",) * (rnd.random() < 0.9) + (f"arxiv:2001.{work:05}",)
        field, value = rnd.choice(FIELDS)
        if rnd.random() < 0.05:
            undone = rnd.randrange(number)
            field, value = "undo", [f"{device}:{undone}:{start + undone}"]
        if rnd.random() < 0.05:
            change = (), "rename-tag", rnd.choice(["algae", "kelp/x", ""]), "kelp"
        else:
            change = (names,), field, value, [] if field == "note" else None
        yield encoded(Operation(start + number, device, number, *change))


def same(one, other):
    works = sorted((sorted(names), marks) for names, marks in one.works())
    assert works == sorted((sorted(names), marks) for names, marks in other.works())


@pytest.fixture
def few(monkeypatch):
    monkeypatch.setattr(snapshot, "LEAST", 20)
    monkeypatch.setattr(snapshot, "_LEAST_BYTES", 0)


@pytest.fixture
def kept(tmp_path, few):
    """A journal with a snapshot."""
    (tmp_path / "ship-00000a.jsonl").write_bytes(b"".join(lines(7, 60)))
    opened(tmp_path).save_snapshot()
    return tmp_path


def opened(folder, device="desk-00000b"):
    return Marking(Journal(folder, device))


def is_read_from_snapshot(marks):
    return marks._journal.is_deferred


def fresh(folder):
    """The state that the files alone amount to."""
    whole = Journal(folder, "nobody-000000")
    whole.refresh()
    return State(whole.operations)


def test_a_session_starts_from_the_snapshot(kept):
    marks = opened(kept)
    assert is_read_from_snapshot(marks)
    same(marks.state, fresh(kept))
    marks.star([paper(99)], on=True)
    assert is_read_from_snapshot(marks)
    next_day = opened(kept)
    assert is_read_from_snapshot(next_day)
    assert next_day.marks_of(paper(99)).starred
    assert next_day.undo() == "no star again: 1 paper"
    assert not next_day.marks_of(paper(99)).starred
    assert len(next_day.operations) == 62
    same(next_day.state, fresh(kept))
    assert marks.refresh()
    same(marks.state, fresh(kept))


def test_what_only_a_running_session_remembers_is_not_in_the_snapshot(kept):
    marks = opened(kept)
    assert len(marks.operations) == 60
    path = kept / "ship-00000a.jsonl"
    path.write_bytes(path.read_bytes()[:-2_000])
    marks.refresh()
    marks.save_snapshot()
    same(opened(kept).state, fresh(kept))


def test_small_journals_have_none(tmp_path):
    marks = opened(tmp_path)
    marks.star([paper(1)], on=True)
    marks.save_snapshot()
    assert not snapshot._FILES.path(tmp_path).exists()


@pytest.mark.parametrize("damage", ["torn", "bit", "empty", "foreign", "newer", "text"])
def test_a_damaged_or_foreign_snapshot_is_ignored(kept, damage):
    place = snapshot._FILES.path(kept)
    data = place.read_bytes()
    place.write_bytes(
        {
            "torn": data[:-9],
            "bit": data[:-9] + bytes([data[-9] ^ 4]) + data[-8:],
            "empty": b"",
            "foreign": data.replace(b"cpython", b"othered", 1),
            "newer": data.replace(b"marks %d" % snapshot._FILES.version, b"marks 9", 1),
            "text": b"Dear diary,\n",
        }[damage]
    )
    marks = opened(kept)
    assert not is_read_from_snapshot(marks)
    same(marks.state, fresh(kept))
    marks.save_snapshot()
    assert is_read_from_snapshot(opened(kept))


def _edited(path):
    data = path.read_bytes()
    at = data.index(b"kelp.")
    path.write_bytes(data[:at] + b"weed." + data[at + 5 :])


def _edited_and_longer(path):
    _edited(path)
    with path.open("ab") as file:
        file.writelines(lines(8, 3, "else-00000c", 9_000))


def _replaced_by_longer(path):
    data = path.read_bytes()
    path.unlink()
    path.write_bytes(data + b"".join(lines(9, 5, "ship-00000a", 20_000)))


def _older_lines_beside(path):
    path.with_name("old-00000d.jsonl").write_bytes(b"".join(lines(10, 30, "old-00000d", 900)))


def _copied_beside(path):
    path.with_name("ship-00000a.sync-conflict-20300101.jsonl").write_bytes(path.read_bytes()[:-70])


def _torn(path):
    with path.open("ab") as file:
        file.write(b'{"t": 99999, "d": "ship-0')


@pytest.mark.parametrize(
    "happen",
    [
        os.unlink, os.utime, _edited, _edited_and_longer, _replaced_by_longer, _older_lines_beside,
        _copied_beside, _torn, lambda path: os.truncate(path, 1_500), lambda path: os.truncate(path, 0),
    ],
)  # fmt: skip
@pytest.mark.parametrize("running", [False, True])
def test_whatever_happens_to_the_files_the_marks_are_those_of_the_files(kept, happen, running):
    marks = opened(kept) if running else None
    before = {op.id for op in opened(kept).operations}
    happen(kept / "ship-00000a.jsonl")
    if marks is None:
        marks = opened(kept)
        same(marks.state, fresh(kept))
        return
    marks.refresh()
    marks.star([paper(98)], on=True)
    after = {op.id for op in marks.operations}
    same(marks.state, State(marks.operations))
    there = {one.id for path in kept.glob("*.jsonl") for one in journal.decoded(path.read_bytes())}
    assert there <= after <= there | before


@settings(deadline=None)
@given(st.integers(0, 10**6), st.integers(0, 60), st.lists(st.integers(0, 60), max_size=4))
def test_the_snapshot_equals_the_fold(seed, count, later):
    import marshal

    operations = [*journal.decoded(b"".join(lines(seed, count)))]
    state = State(operations)
    restored = State.restored(marshal.loads(marshal.dumps(state.packed())))
    assert restored.packed() == state.packed()
    for number, at in enumerate(later):
        operation = Operation(
            5_000 + number, "desk-1", number, ((f"doi:10.5072/kelp.{at}",),), "tag", "reef"
        )
        operations.append(operation)
        if not restored.take(operation):
            restored = State(operations)
    same(restored, State(operations))
    for names, marks in State(operations).works():
        assert restored.marks_of(names) == marks


def test_a_line_with_half_a_character_is_kept(tmp_path):
    line = json.dumps(
        {"t": 5, "d": "z", "n": 1, "p": [["doi:10.5072/k"]], "f": "tag", "v": "reef \ud83d"}
    )
    marks = opened(tmp_path)
    assert marks.take_in(journal.decoded(line.encode())) == 1
    assert opened(tmp_path).tags() == marks.tags()


def test_it_has_what_another_session_wrote_before_a_mark_that_failed(few, tmp_path, monkeypatch):
    one, other = (Marking(Journal(tmp_path, "desk-000001")) for _ in range(2))
    for number in range(snapshot.LEAST + 2):
        one.star([paper(number)], on=True)
    one.undo()  # folds all anew, so that a snapshot is due
    other.read([paper(0)], on=True)

    def full(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(journal, "_write_all", full)
        with pytest.raises(OSError, match="No space"):
            one.hide([paper(1)], on=True)
    one.save_snapshot()
    again = Marking(Journal(tmp_path, "desk-000001"))
    assert again._journal.is_deferred
    assert again.marks_of(paper(0)).read
