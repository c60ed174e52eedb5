"""Former contents of profiles: put back, or not, and kept within bounds."""

import datetime
from dataclasses import replace
from itertools import pairwise

import pytest

from paperbrowser.library import former, importing, store
from paperbrowser.papers.model import Paper, Profile
from tests.stored import save_profile

BIB = """@article{moss, title={Mosses of the Upper Bog}, author={Example, Ada}, year={2003}}
@article{sedge, title={Sedges and their Kin}, author={Example, Ada}, year={2005}, doi={10.5072/sedge}}
"""


@pytest.fixture
def imported(tmp_path):
    """A profile that an import has changed, and what it was before."""
    papers = (Paper(title="Sedges and their Kin", authors=("Ada Example",), id="sedge"),)
    path = save_profile(Profile(name="Ada Example", papers=papers))
    before = path.read_bytes()
    source = tmp_path / "more.bib"
    source.write_text(BIB)
    done = importing.import_file(source, into="Ada Example", undoable=True)
    assert done.path == path
    assert path.read_bytes() != before
    return path, before, done.change


def test_an_import_is_undone_and_done_again(imported):
    path, before, change = imported
    after = path.read_bytes()
    assert former.put_back(change.file, change.after, change.before) == ""
    assert path.read_bytes() == before
    assert former.put_back(change.file, change.before, change.after) == ""
    assert path.read_bytes() == after
    assert former.put_back(change.file, change.before, change.after) == ""  # it is so already


def test_a_profile_put_back_is_not_taken_for_edited(imported):
    path, _, change = imported
    former.put_back(change.file, change.after, change.before)
    with store.writing():
        assert store.write(path, Profile(name="Ada Example")) is None


def test_a_profile_edited_since_is_left_as_it_is(imported):
    path, _, change = imported
    path.write_bytes(path.read_bytes() + b"# mine\n")
    edited = path.read_bytes()
    assert "changed since" in former.put_back(change.file, change.after, change.before)
    assert path.read_bytes() == edited
    path.unlink()
    assert "gone" in former.put_back(change.file, change.after, change.before)
    assert not path.exists()


@pytest.mark.parametrize("damage", ["gone", "torn"])
def test_a_content_that_is_kept_no_more_is_not_put_back(imported, damage):
    path, _, change = imported
    kept = former._place(change.before.partition(":")[0])
    kept.unlink() if damage == "gone" else kept.write_bytes(b"name = ")
    after = path.read_bytes()
    assert "not kept" in former.put_back(change.file, change.after, change.before)
    assert path.read_bytes() == after


@pytest.mark.parametrize("file", ["../../secret.toml", "/etc/passwd", "x.txt", ""])
def test_only_profiles_are_put_back(imported, file):
    _, _, change = imported
    assert former.put_back(file, change.after, change.before) == "it names no profile"
    assert "names no profile" in former.put_back(change.file, change.after, "../../x")


def test_an_update_without_news_keeps_nothing_and_what_came_before_it_is_undone(imported):
    path, before, change = imported
    after = path.read_bytes()
    kept = [*former._place("").parent.iterdir()]
    profile = store.read(path).profile
    updated = replace(profile, updated=datetime.date(2026, 5, 31), citations=12)
    fetched = replace(updated, papers=updated.papers[:1])
    done = importing.import_fetched(
        fetched, "OpenAlex", path=path, into="Ada Example", undoable=True
    )
    assert path.read_bytes() != after
    assert done.change is None
    assert [*former._place("").parent.iterdir()] == kept
    today = path.read_bytes()
    assert former.put_back(change.file, change.after, change.before) == ""
    undone = store.read(path).profile
    assert undone.papers == toml_papers(before)
    assert (undone.updated, undone.citations) == (updated.updated, 12)
    assert former.put_back(change.file, change.before, change.after) == ""
    assert path.read_bytes() == today
    assert former.put_back(change.file, change.after, change.before) == ""
    assert store.read(path).profile == undone


def toml_papers(content):
    (file := store.folder() / "copy.toml").write_bytes(content)
    return store.read(file).profile.papers


def test_steps_of_an_earlier_version_are_undone_while_the_file_is_the_same(imported):
    path, before, change = imported
    was, now = (one.partition(":")[0] for one in (change.before, change.after))
    with store.writing():
        store.write(path, replace(store.read(path).profile, citations=12))
    assert "changed since" in former.put_back(change.file, now, was)
    with store.writing():
        store.write(path, replace(store.read(path).profile, citations=None))
    assert former.put_back(change.file, now, was) == ""
    assert path.read_bytes() == before


def test_only_the_last_ones_are_kept():
    contents = [b"[[papers]]\ntitle = '%d'\n" % number for number in range(211)]
    changes = [former.change("x.toml", one, other) for one, other in pairwise(contents)]
    names = [one.before.partition(":")[0] for one in changes]
    kept = {path.stem for path in former._place("").parent.glob("*.toml")}
    assert len(kept) == 200
    assert names[-1] in kept
