"""Marks: set, undone, kept in a journal, and put together from the journals of several devices."""

import json
import os
import random
import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paperbrowser.papers.dates import PartialDate
from paperbrowser.papers.marks import NO_MARKS, Highlight, Marks
from paperbrowser.papers.model import Paper, WorkVersion
from paperbrowser.reading import journal
from paperbrowser.reading.fold import State
from paperbrowser.reading.journal import Change, Journal, Operation, decoded, encoded
from paperbrowser.reading.marking import Marking
from paperbrowser.reading.works import names_of
from tests.reading.model import compare

TIDES = Paper(
    title="Tides of Shallow Seas",
    authors=("Ada Example",),
    date=PartialDate(2019),
    doi="10.5072/tides.1",
    id="tides",
)
DUNES = Paper(
    title="Dunes in a Wind Tunnel", authors=("Bo Other",), date=PartialDate(2020), id="dunes"
)
REEFS = Paper(title="Reefs, Mapped", arxiv="2101.00001", id="reefs")


def marking(folder, device="desk-000001"):
    return Marking(Journal(folder, device))


def test_marks_are_there_the_next_day_and_in_another_profile(tmp_path):
    today = marking(tmp_path)
    assert today.star([TIDES], on=True) == "starred: 1 paper"
    assert today.read([TIDES, DUNES], on=True) == "read: 2 papers"
    assert today.tag([TIDES], " Coast / North Sea ", on=True) == "tagged Coast/North Sea: 1 paper"
    assert today.rate([DUNES], 4) == "rated 4: 1 paper"

    tomorrow = marking(tmp_path)
    assert tomorrow.marks_of(TIDES) == Marks(starred=True, read=True, tags=("Coast/North Sea",))
    assert tomorrow.marks_of(DUNES) == Marks(read=True, rating=4)
    assert tomorrow.marks_of(REEFS) == NO_MARKS
    elsewhere = Paper(title="TIDES of shallow seas.", doi="10.5072/TIDES.1", id="other-id")
    assert tomorrow.marks_of(elsewhere).starred
    by_title = replace(DUNES, doi="10.5072/dunes", id="x", title="Dunes in a wind tunnel")
    assert tomorrow.marks_of(by_title).rating == 4


def test_marks_of_preprint_and_publication_are_one_when_the_papers_are(tmp_path):
    marks = marking(tmp_path)
    preprint = Paper(title="Reefs (draft)", arxiv="2101.00001", id="p")
    published = Paper(title="Reefs from above", doi="10.5072/reefs", id="q")
    marks.star([preprint], on=True)
    marks.tag([published], "coral", on=True)
    assert not marks.marks_of(published).starred
    work = replace(published, versions=(WorkVersion(arxiv="2101.00001"),))
    assert marks.marks_of(work) == Marks(starred=True, tags=("coral",))
    marks.read([work], on=True)
    assert marks.marks_of(preprint) == Marks(starred=True, read=True, tags=("coral",))
    assert marking(tmp_path).marks_of(published) == marks.marks_of(preprint)


def test_two_works_of_one_title_are_not_taken_for_one(tmp_path):
    marks = marking(tmp_path)
    other = replace(TIDES, doi="10.5072/tides.2")
    marks.star([TIDES], on=True)
    assert not marks.marks_of(other).starred
    generic = Paper(title="Preface", date=PartialDate(2001), id="a")
    marks.star([generic], on=True)
    assert not marks.marks_of(replace(generic, id="b")).starred


def test_undo_and_redo_say_what_they_did_over_quitting(tmp_path):
    marks = marking(tmp_path)
    papers = [
        replace(DUNES, title=f"Dunes, volume {number} of many", id=str(number))
        for number in range(12)
    ]
    marks.read(papers, on=True)
    marks.star([TIDES], on=True)
    marks = marking(tmp_path)
    assert marks.undo() == "no star again: 1 paper"
    assert marks.undo() == "unread again: 12 papers"
    assert marks.undo() is None
    assert all(marks.marks_of(paper) == NO_MARKS for paper in papers)
    marks = marking(tmp_path)
    assert marks.redo() == "read: 12 papers"
    marks.hide([REEFS], on=True)
    assert marks.redo() is None
    assert marks.marks_of(papers[3]).read
    assert not marks.marks_of(TIDES).starred


def test_a_renamed_tag_renames_what_arrives_later(tmp_path):
    desk, laptop = marking(tmp_path / "a", "desk-000001"), marking(tmp_path / "b", "lap-000002")
    laptop.tag([TIDES], "ML/Vision", on=True)
    desk.tag([DUNES], "ml", on=True)
    assert desk.rename_tag("ML", "learning") == "renamed ML to learning: 1 paper"
    laptop.tag([REEFS], "ml", on=True)  # after the rename: the tag is wanted
    _copy(laptop, desk)
    desk.refresh()
    assert desk.marks_of(TIDES).tags == ("learning/Vision",)
    assert desk.marks_of(DUNES).tags == ("learning",)
    assert desk.marks_of(REEFS).tags == ("ml",)
    assert desk.tags() == {"learning": 1, "learning/Vision": 1, "ml": 1}
    desk.undo()
    assert desk.marks_of(TIDES).tags == ("ML/Vision",)


def test_a_tag_renamed_into_itself_keeps_those_within_apart(tmp_path):
    marks = marking(tmp_path)
    for tag in ("sea", "sea/north"):
        marks.tag([TIDES], tag, on=True)
    marks.tag([DUNES], "sea/north", on=True)
    marks.tag([DUNES], "sea", on=True)
    marks.rename_tag("sea", "sea/north")
    for paper in (TIDES, DUNES):
        assert marks.marks_of(paper).tags == ("sea/north", "sea/north/north")


def test_a_highlighted_passage_is_kept_gets_a_note_and_is_undone(tmp_path):
    marks = marking(tmp_path)
    passage = Highlight("Springs lag\nneaps by a day.", page=3, section="2 Tides")
    assert marks.highlight(TIDES, passage) == "highlighted: 1 paper"
    (id_,) = marks.highlights_of(TIDES)
    noted = replace(passage, note="Compare 1967")
    assert marks.highlight(TIDES, noted, [id_]) == "note on the highlight written: 1 paper"
    kept = Highlight("Springs lag neaps by a day.", "Compare 1967", 3, "2 Tides")
    assert marking(tmp_path).marks_of(TIDES) == Marks(highlights=(kept,))
    assert marks.undo() == "highlight as before: 1 paper"
    assert marks.marks_of(TIDES).highlights[0].note == ""
    (id_,) = marks.highlights_of(TIDES)
    assert marks.highlight(TIDES, None, [id_]) == "highlight taken off: 1 paper"
    assert marks.marks_of(TIDES) == NO_MARKS
    assert marks.undo() == "highlighted again: 1 paper"
    assert [one.place for one in marks.marks_of(TIDES).highlights] == ["page 3"]


def test_highlights_of_two_devices_are_both_kept_and_damaged_ones_pass(tmp_path):
    desk, ship = marking(tmp_path, "desk-000001"), marking(tmp_path, "ship-000002")
    desk.highlight(TIDES, Highlight("Seas are shallow."))
    ship.highlight(TIDES, Highlight("Tides are \x1b[31mlong.", section="Waves"))
    for value in (
        3,
        "x",
        {},
        {"quote": 4},
        {"quote": " \n"},
        {"quote": "Q", "page": True, "note": 1},
    ):
        ship._append(Change((names_of(TIDES),), "highlight", value))
    found = marking(tmp_path).marks_of(TIDES).highlights
    assert [one.quote for one in found] == ["Seas are shallow.", "Tides are [31mlong.", "Q"]
    assert found[2] == Highlight("Q")


def test_two_notes_written_apart_are_both_kept(tmp_path):
    desk, laptop = marking(tmp_path / "a", "desk-000001"), marking(tmp_path / "b", "lap-000002")
    desk.note(TIDES, "Read section 3.", [])
    laptop.note(TIDES, "Ask Bo about figure 2.", [])
    _copy(laptop, desk)
    desk.refresh()
    assert set(desk.marks_of(TIDES).notes) == {"Read section 3.", "Ask Bo about figure 2."}
    desk.note(TIDES, "Section 3, figure 2.", desk.notes_of(TIDES))
    assert desk.marks_of(TIDES).notes == ("Section 3, figure 2.",)
    desk.undo()
    assert len(desk.marks_of(TIDES).notes) == 2


def test_the_queue_has_an_order(tmp_path):
    marks = marking(tmp_path)
    marks.queue([TIDES, DUNES], on=True)
    marks.queue([REEFS], on=True)
    places = [marks.marks_of(paper).queued for paper in (TIDES, DUNES, REEFS)]
    assert places == sorted(places)
    marks.queue([DUNES], on=False)
    assert marks.marks_of(DUNES).queued is None


def test_a_torn_line_costs_that_line(tmp_path):
    marks = marking(tmp_path)
    marks.star([TIDES], on=True)
    with (tmp_path / "desk-000001.jsonl").open("ab") as file:
        file.write(b'{"t": 1, "d": "desk-0')
    marks = marking(tmp_path)
    marks.read([TIDES], on=True)
    assert marking(tmp_path).marks_of(TIDES) == Marks(starred=True, read=True)


def test_lines_of_strangers_and_of_later_versions_are_passed_over(tmp_path):
    names = [list(names_of(TIDES))]
    lines = [
        b"[]", b"7", b"{}", b"\xff\xfe", b'{"t": "x"}', b"[" * 100_000,
        *(json.dumps({"t": 5, "d": "z", "n": number, "p": names, "f": field, "v": value}).encode()
          for number, (field, value) in enumerate([
              ("mood", "good"), ("star", 1), ("rating", 9), ("queue", "first"), ("tag", None),
              ("read", True), ("undo", "z:1"), ("note", 5), ("tag", "  \x1b[31m evil\u202e"),
          ])),
    ]  # fmt: skip
    tmp_path.joinpath("other.jsonl").write_bytes(b"\n".join(lines) + b"\n")
    found = marking(tmp_path).marks_of(TIDES)
    assert found.read
    assert not found.starred
    assert all(char.isprintable() for tag in found.tags for char in tag)


def test_a_file_that_cannot_be_read_is_named(tmp_path):
    (tmp_path / "gone-000009.jsonl").symlink_to(tmp_path / "nowhere")
    (tmp_path / "folder-00000a.jsonl").mkdir()
    marks = marking(tmp_path)
    assert len(marks.problems) == 2
    marks.star([TIDES], on=True)
    assert marks.marks_of(TIDES).starred


def test_nothing_is_marked_when_nothing_can_be_written(tmp_path, monkeypatch):
    marks = marking(tmp_path)
    marks.star([TIDES], on=True)
    size = marks._journal.own.stat().st_size

    def torn(handle, data):
        os.write(handle, data[: len(data) // 2])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(journal, "_write_all", torn)
    with pytest.raises(OSError, match="No space"):
        marks.read([TIDES], on=True)
    assert marks.marks_of(TIDES) == Marks(starred=True)
    assert marks._journal.own.stat().st_size == size
    monkeypatch.undo()
    marks.hide([TIDES], on=True)
    assert marking(tmp_path).marks_of(TIDES) == Marks(starred=True, hidden=True)


def test_what_another_session_wrote_shows_after_a_mark_that_failed(tmp_path, monkeypatch):
    one, other = marking(tmp_path), marking(tmp_path)
    other.star([DUNES], on=True)

    def full(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(journal, "_write_all", full)
        with pytest.raises(OSError, match="No space"):
            one.read([TIDES], on=True)
    one.read([TIDES], on=True)
    assert one.marks_of(DUNES).starred


def test_undo_knows_what_another_session_has_undone(tmp_path):
    one, other = marking(tmp_path), marking(tmp_path)
    one.star([TIDES], on=True)
    one.read([TIDES], on=True)
    other.refresh()
    assert one.undo() == "unread again: 1 paper"
    assert other.undo() == "no star again: 1 paper"
    assert one.redo() == "starred: 1 paper"


def test_a_mark_counts_although_another_device_has_a_clock_of_the_far_future(tmp_path):
    names = names_of(TIDES)
    future = Operation(200_000_000_000_000, "warped-00000f", 1, (names,), "star", True)
    (tmp_path / "warped-00000f.jsonl").write_bytes(encoded(future))
    marks = marking(tmp_path)
    assert marks.marks_of(TIDES).starred
    marks.star([TIDES], on=False)
    assert not marks.marks_of(TIDES).starred
    assert not marking(tmp_path).marks_of(TIDES).starred
    assert marks.undo() == "starred again: 1 paper"
    assert marking(tmp_path).marks_of(TIDES).starred


def test_a_file_rewritten_in_its_place_is_read_anew(tmp_path):
    def line(number, paper):
        names = names_of(paper)
        return encoded(Operation(number, "ship-00000a", number, (names,), "star", True))

    path = tmp_path / "ship-00000a.jsonl"
    path.write_bytes(line(3, TIDES))
    marks = marking(tmp_path)
    path.write_bytes(line(1, DUNES) + line(2, REEFS) + line(3, TIDES))
    assert marks.refresh()
    assert all(marks.marks_of(paper).starred for paper in (TIDES, DUNES, REEFS))


def test_a_device_keeps_its_name_until_the_machine_has_another(monkeypatch):
    first = journal.device()
    assert journal.device() == first
    uname = os.uname()
    other = os.uname_result((uname.sysname, "Other.Machine", *uname[2:]))
    monkeypatch.setattr(os, "uname", lambda: other)
    assert journal.device().startswith("other-machine-")


def _copy(source, target):
    data = source._journal.own.read_bytes()
    target._journal.folder.joinpath(source._journal.own.name).write_bytes(data)


# Any history equals the model, whatever was synced when

FIELDS = st.sampled_from([
    ("star", True), ("star", False), ("read", True), ("read", False), ("hide", True), ("rating", 3),
    ("rating", None), ("queue", 1.0), ("queue", None), ("tag", "a"), ("tag", "A/b"), ("tag", "b"),
    ("untag", "a"), ("untag", "a/B"),
])  # fmt: skip
WORKS = st.sampled_from([
    ("doi:1", "title:one"), ("doi:1", "arxiv:1"), ("arxiv:1",), ("doi:2", "title:two"), ("arxiv:2",),
    ("doi:2", "arxiv:2"), ("title:three",), ("doi:3",),
])  # fmt: skip
STEPS = st.one_of(
    st.tuples(st.just("set"), st.lists(WORKS, min_size=1, max_size=3), FIELDS),
    st.tuples(
        st.just("rename"), st.sampled_from(["a", "b", "c"]), st.sampled_from(["a", "b", "c", "a/x"])
    ),
    st.tuples(st.just("note"), WORKS, st.sampled_from(["x", "y", ""])),
    st.tuples(st.sampled_from(["undo", "redo", "sync"])),
)


@settings(deadline=None)
@given(history=st.lists(st.tuples(st.integers(0, 2), STEPS), max_size=40), seed=st.integers(0, 99))
def test_any_history_of_three_devices_equals_the_model(history, seed, tmp_path_factory):
    folder = tmp_path_factory.mktemp("devices")
    devices = [Journal(folder / str(number), f"dev-00000{number}") for number in range(3)]
    states = [State() for _ in devices]
    clock = 1_000
    for at, step in history:
        own, clock = devices[at], clock + 1
        match step:
            case ("sync",):
                for other in devices:
                    if other is not own and other.own.exists():
                        own.folder.mkdir(exist_ok=True)
                        (own.folder / other.own.name).write_bytes(other.own.read_bytes())
                if own.refresh():
                    states[at] = State(own.operations)
                continue
            case ("set", works, (field, value)):
                change = Change(tuple(works), field, value)
            case ("note", names, text):
                change = Change((names,), "note", text, [*states[at].notes_of(names)])
            case ("rename", old, new):
                change = Change((), "rename-tag", new, old)
            case (field,):
                mine = [one for one in own.operations if one.device == own.device]
                known = [one for one in mine if one.field not in {"undo", "redo"}]
                if not known:
                    continue
                change = Change((), field, [known[seed % len(known)].id])
        (operation,) = own.append([change], clock - 7 * at)  # clocks differ
        if not states[at].take(operation):
            states[at] = State(own.operations)
    for own, state in zip(devices, states, strict=True):
        compare(state, own.operations)
    every = [one for own in devices for one in own.operations]
    random.Random(seed).shuffle(every)
    compare(State(every), every)


@given(st.lists(st.binary(max_size=60), max_size=8))
def test_any_bytes_are_read(lines):
    for operation in decoded(b"\n".join(lines)):
        assert isinstance(operation.time, int)


@given(
    st.builds(
        Operation,
        st.integers(0, 10**14), st.text(max_size=9), st.integers(0, 10**9),
        st.lists(st.lists(st.text(min_size=1, max_size=9), min_size=1, max_size=3).map(tuple), max_size=3).map(tuple),
        st.text(max_size=9), st.none() | st.booleans() | st.integers() | st.text(),
        st.none() | st.text() | st.lists(st.text()),
    )
)  # fmt: skip
def test_an_operation_reads_back(operation):
    line = encoded(operation)
    assert line.count(b"\n") == 1
    assert [*decoded(line)] == [operation]


WRITER = """
import sys
from pathlib import Path
from paperbrowser.papers.model import Paper
from paperbrowser.reading.journal import Journal
from paperbrowser.reading.marking import Marking
marks = Marking(Journal(Path(sys.argv[1]), "desk-000001"))
for number in range(int(sys.argv[3])):
    marks.star([Paper(title="", doi=f"10.5072/{sys.argv[2]}.{number}")], on=True)
    print(number, flush=True)
"""


def test_two_sessions_lose_nothing_and_neither_does_one_that_is_killed(tmp_path):
    def start(name, count):
        command = [sys.executable, "-c", WRITER, str(tmp_path), name, str(count)]
        return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)

    steady, killed = start("steady", 60), start("killed", 10**6)
    acknowledged = [killed.stdout.readline() for _ in range(30)]
    killed.kill()
    acknowledged += killed.stdout.readlines()
    assert steady.communicate()[0].split() == [str(number) for number in range(60)]
    killed.wait()
    marks = marking(tmp_path)
    killed.stdout.close()
    whole = [line for line in acknowledged if line.endswith("\n")]
    for name, count in (("steady", 60), ("killed", len(whole))):
        for number in range(count):
            assert marks.marks_of(Paper(title="", doi=f"10.5072/{name}.{number}")).starred
