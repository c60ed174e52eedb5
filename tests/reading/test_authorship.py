"""Whose a paper is, as the reader says it: kept, carried out on profiles, taken back, merged, undone."""

import json
import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paperbrowser.papers.dates import PartialDate
from paperbrowser.papers.model import Paper, Profile, WorkVersion
from paperbrowser.reading import corrections, journal, snapshot
from paperbrowser.reading.authorship import Corrections, profile_names
from paperbrowser.reading.fold import State
from paperbrowser.reading.journal import Journal, Operation, decoded
from paperbrowser.reading.marking import Marking

MOSSES = Paper(
    title="Mosses of Upland Bogs",
    authors=("Ada Example", "Bo Other"),
    date=PartialDate(2019),
    doi="10.5072/mosses",
    abstract="They hold water.",
    id="mosses",
)
FERNS = Paper(title="Ferns after a Forest Fire", arxiv="2101.00001", id="ferns")
SEDGES = Paper(
    title="Sedges at the Waterline", authors=("Ada Example",), date=PartialDate(2021), id="sedges"
)
ADA = Profile(name="Ada Example", source="openalex", source_id="A1", papers=(MOSSES, FERNS, SEDGES))
BO = Profile(name="Bo Other", source="openalex", source_id="A2", papers=(MOSSES,))


def marking(folder=None, device="desk-000001"):
    return Marking(Journal(folder or journal.folder(), device))


def judge(marks, papers, theirs, profile=ADA, path=None):
    return marks.judge(papers, profile_names(profile, path), profile.name, theirs=theirs)


def titles(marks, profile):
    return [paper.title for paper in marks.corrections(profile, None)[0].papers]


def test_a_paper_that_is_not_theirs_leaves_that_profile_only():
    marks = marking()
    assert judge(marks, [MOSSES], False) == "not by Ada Example: 1 paper"
    for one in (marks, marking()):
        assert titles(one, ADA) == [FERNS.title, SEDGES.title]
        assert titles(one, BO) == [MOSSES.title]
    fetched_since = replace(ADA, papers=(replace(MOSSES, id="other", citations=7), *ADA.papers))
    assert titles(marks, fetched_since) == [FERNS.title, SEDGES.title]
    assert marks.undo() == "by Ada Example again: 1 paper"
    assert titles(marks, ADA) == [MOSSES.title, FERNS.title, SEDGES.title]
    assert marks.redo() == "not by Ada Example: 1 paper"
    assert judge(marks, [MOSSES], None) == "taken back for Ada Example: 1 paper"
    assert marks.corrections(ADA, None)[0].papers == ADA.papers


def test_a_paper_that_is_theirs_too_joins_with_all_that_is_known_of_it():
    marks = marking()
    versions = (WorkVersion(arxiv="1901.00007", venue="arXiv"),)
    theirs = replace(MOSSES, versions=versions, people=("Ada Example",), added=None, score=3.5)
    bare = replace(BO, papers=())
    assert judge(marks, [theirs], True, bare) == "by Bo Other too: 1 paper"
    (paper,) = marking().corrections(bare, None)[0].papers
    assert paper == replace(theirs, people=())
    fetched_since = replace(bare, papers=(replace(MOSSES, doi=None, arxiv="1901.00007", id="a"),))
    assert titles(marks, fetched_since) == [MOSSES.title]
    assert titles(marks, ADA) == [paper.title for paper in ADA.papers]
    judge(marks, [theirs], False, bare)
    assert titles(marks, bare) == titles(marks, fetched_since) == []


def test_ids_within_the_profile_stay_unique():
    marks = marking()
    judge(marks, [replace(SEDGES, title="Sedges of another Waterline", doi="10.5072/s")], True)
    shown = marks.corrections(ADA, None)[0]
    assert len({paper.id for paper in shown.papers}) == 4
    assert [paper.id for paper in shown.papers[:3]] == ["mosses", "ferns", "sedges"]


@pytest.mark.parametrize(
    ("changed", "counts"),
    [
        ({"name": "A. Example"}, True),
        ({"name": "A. Example", "source_id": "A9"}, False),  # somebody else
        ({"source": None, "source_id": None}, True),
        ({"source_id": "A9"}, False),  # of the same name
        ({"source": "dblp", "source_id": "12/3"}, True),
    ],
)
def test_it_is_of_the_person_and_not_of_a_namesake(changed, counts):
    marks = marking()
    judge(marks, [MOSSES], False)
    assert (MOSSES.title not in titles(marks, replace(ADA, **changed))) is counts


def test_the_file_of_the_library_stands_for_the_person_where_name_or_id_changed(tmp_path):
    from paperbrowser.library import store

    path = store.folder() / "ada-example.toml"
    marks = marking()
    judge(marks, [MOSSES], False, path=path)
    collection = Profile(name="Field notes", papers=(FERNS,))
    judge(marks, [FERNS], False, collection, store.folder() / "notes.toml")
    corrected = marks.corrections
    assert len(corrected(replace(ADA, source_id="A9"), path)[0].papers) == 2
    assert len(corrected(replace(ADA, orcid="0000-0002-1825-0097"), path)[0].papers) == 2
    renamed = replace(collection, name="Notes of the field")
    assert not corrected(renamed, store.folder() / "notes.toml")[0].papers
    assert corrected(renamed, tmp_path / "notes.toml")[0].papers


def test_a_title_says_it_where_nothing_surer_does():
    marks = marking()
    judge(marks, [SEDGES], False)
    other = replace(SEDGES, doi="10.5072/sedges", title="SEDGES at the waterline.", id="s")
    assert marks.corrections.on(ADA, None, other) is False
    assert marks.corrections.on(ADA, None, replace(other, date=PartialDate(2005))) is None
    judge(marks, [MOSSES], False)
    assert marks.corrections.on(ADA, None, replace(MOSSES, doi="10.5072/another")) is None


def test_what_was_said_is_listed_until_it_is_taken_back():
    marks = marking()
    judge(marks, [MOSSES, FERNS], False)
    judge(marks, [SEDGES], True, BO)
    sentences = {(one.paper.title, one.sentence) for one in marks.corrections.every}
    assert sentences == {
        (MOSSES.title, "not by Ada Example"),
        (FERNS.title, "not by Ada Example"),
        (SEDGES.title, "by Bo Other too"),
    }
    first = marks.corrections.said_of(ADA, None)[0]
    assert marks.take_back(first) == "taken back for Ada Example: 1 paper"
    assert [one.paper.title for one in marks.corrections.said_of(ADA, None)] == [MOSSES.title]
    assert len(marking().corrections.every) == 2


def test_damaged_words_are_passed_over_and_texts_are_made_safe(tmp_path):
    good = {"of": ["name:ada example"], "name": "Ada\x1b[31m Example", "theirs": True}
    paper = {"title": "Peat\u202e\x1b[2J", "url": "javascript:alert(1)", "authors": 7, "date": "x"}
    values = [
        None, [], {}, {**good, "of": []}, {**good, "of": 3}, {**good, "theirs": "yes"},
        {**good, "name": None}, {**good, "papers": [paper]}, {**good, "papers": [7, {}, paper]},
    ]  # fmt: skip
    lines = [
        json.dumps({"t": at, "d": "x", "n": at, "p": [["doi:1"]], "f": "authorship", "v": value})
        for at, value in enumerate(values)
    ]
    (tmp_path / "x.jsonl").write_text("\n".join([*lines, ""]))
    marks = marking(tmp_path)
    assert len(marks.judgements) == 2
    (added,) = Corrections(marks.judgements[:1])(ADA, None)[0].papers[3:]
    assert (added.title, added.url, added.authors) == ("Peat[2J", None, ())
    assert "\x1b" not in marks.corrections.every[0].sentence
    assert all("authorship" in journal.encoded(one).decode() for one in marks.operations)


def test_words_are_read_without_the_rest_of_the_journal():
    assert corrections.load() is corrections.unchanged
    marks = marking()
    marks.star([MOSSES], on=True)
    assert corrections.load() is corrections.unchanged
    judge(marks, [MOSSES], False)
    assert len(corrections.load()(ADA, None)[0].papers) == 2
    marks.tag([FERNS], 'f":"authorship', on=True)
    judge(marks, [FERNS], False)
    marks.undo()
    assert len(corrections.load()(ADA, None)[0].papers) == 2
    marks.undo()
    marks.undo()
    assert corrections.load()(ADA, None) == (ADA, "")


def test_a_snapshot_keeps_them(monkeypatch):
    monkeypatch.setattr(snapshot, "LEAST", 1)
    monkeypatch.setattr(snapshot, "_LEAST_BYTES", 0)
    marks = marking()
    judge(marks, [MOSSES], False)
    judge(marks, [SEDGES], True, BO)
    marks.save_snapshot()
    again = marking()
    assert again._journal.is_deferred
    assert again.judgements == marks.judgements
    assert titles(again, ADA) == [FERNS.title, SEDGES.title]


WORKS = [
    Paper(title="", doi=f"10.5072/w.{number}", id=f"w{number}") for number in range(3)
] + [Paper(title="", arxiv="1901.00001", id="a"), Paper(title="", doi="10.5072/w.0", arxiv="1901.00001", id="b")]  # fmt: skip
STEPS = st.tuples(
    st.integers(0, 2),  # the device
    st.sampled_from(["judge", "judge", "judge", "undo", "redo", "copy"]),
    st.integers(0, len(WORKS) - 1),
    st.sampled_from([True, False, None]),
    st.sampled_from([ADA, BO]),
)


@settings(deadline=None)
@given(history=st.lists(STEPS, max_size=25), seed=st.integers(0, 99))
def test_any_history_of_three_devices_equals_the_model(history, seed, tmp_path_factory):
    folder = tmp_path_factory.mktemp("devices")
    devices = [marking(folder / f"{at}", f"d-00000{at}") for at in range(3)]
    for number, what, work, theirs, profile in history:
        device = devices[number]
        match what:
            case "judge":
                judge(device, [WORKS[work]], theirs, profile)
            case "copy":
                for path in (folder / f"{number}").glob("*.jsonl"):
                    (folder / f"{(number + 1) % 3}").mkdir(exist_ok=True)
                    (folder / f"{(number + 1) % 3}" / path.name).write_bytes(path.read_bytes())
                devices[(number + 1) % 3].refresh()
            case _:
                getattr(device, what)()
    lines = [
        line for path in folder.glob("*/*.jsonl") for line in path.read_bytes().splitlines(True)
    ]
    lines *= 2
    random.Random(seed).shuffle(lines)
    operations = [*decoded(b"".join(lines))]
    state = State(operations)
    assert State.restored(state.packed()).judgements == state.judgements
    empty = {profile.name: replace(profile, papers=()) for profile in (ADA, BO)}
    for profile in (ADA, BO):
        full = replace(profile, papers=tuple(WORKS))
        for one in WORKS:
            expected = _model(operations, profile, one)
            correct = Corrections(state.judgements)
            assert correct.on(profile, None, one) is expected
            assert (one in correct(full, None)[0].papers) is (expected is not False)
        shown = correct(empty[profile.name], None)[0].papers
        for one in shown:
            assert _model(operations, profile, one) is True
    for device in devices:  # a session knows what its files say
        assert device.judgements == marking(device._journal.folder).judgements


def _model(operations, profile, paper):
    """Return the last word on a paper and a person, found the slow and plain way."""
    ordered = sorted({one[:3]: one for one in operations}.values(), key=lambda one: one[:3])
    off: dict[str, bool] = {}
    for one in ordered:
        if one.field in {"undo", "redo"}:
            off.update(dict.fromkeys(one.value, one.field == "undo"))
    found = None
    for one in ordered:
        if one.field == "authorship" and not off.get(one.id) and one.value["name"] == profile.name:
            names = {paper.doi and f"doi:{paper.doi}", paper.arxiv and f"arxiv:{paper.arxiv}"}
            if names & {*one.works[0]}:
                found = one.value["theirs"]
    return found


def test_operations_of_one_word_name_the_papers_for_other_programs():
    marks = marking()
    judge(marks, [MOSSES], False)
    (one,) = marks.operations
    assert isinstance(one, Operation)
    assert one.value["papers"] == [
        {"title": MOSSES.title, "authors": [*MOSSES.authors], "date": "2019", "et_al": False}
    ]
