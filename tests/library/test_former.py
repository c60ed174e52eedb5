"""Former contents of profiles: put back, or not, and kept within bounds."""

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
    kept = former._place(change.before)
    kept.unlink() if damage == "gone" else kept.write_bytes(b"name = ")
    after = path.read_bytes()
    assert "not kept" in former.put_back(change.file, change.after, change.before)
    assert path.read_bytes() == after


@pytest.mark.parametrize("file", ["../../secret.toml", "/etc/passwd", "x.txt", ""])
def test_only_profiles_are_put_back(imported, file):
    _, _, change = imported
    assert former.put_back(file, change.after, change.before) == "it names no profile"
    assert "names no profile" in former.put_back(change.file, change.after, "../../x")


def test_only_the_last_ones_are_kept():
    names = [former.keep(b"%d" % number) for number in range(210)]
    kept = {path.stem for path in former._place("").parent.glob("*.toml")}
    assert len(kept) == 200
    assert names[-1] in kept
