"""A file that is refused changes no byte of the library, and what is said of it has nothing of a terminal's."""

import pytest

from paperbrowser.formats.result import ReadError, Remark
from paperbrowser.library import importing, store
from paperbrowser.papers.model import Paper, Profile
from tests.stored import save_profile

BROKEN = {
    "key.bib": "@article{k\x1b[31my, ti\x1b]0;x\x07tle = {Ropes",
    "open.bib": "@misc{toll, a\x9b31mb = {never closed",
    "cut.json": '[{"title": "Ropes", "author": [{"family": "\x1b[2J',
    "cut.toml": 'name = "Mira Toll"\n[[papers]]\ntitle = "Ro\x1b[5mpes',
    "tag.xml": "<feed><entry><ti\x1b[1mtle>Ropes</entry></feed>",
    "list.yaml": "references:\n- title: [Ropes\n  \x1b[7m",
    "noise.bin": "\x00\x01\x02\x1b[31m" * 50,
}


def content():
    return {path: path.read_bytes() for path in store.folder().parent.rglob("*") if path.is_file()}


@pytest.mark.parametrize("name", BROKEN)
def test_a_refused_file_changes_nothing(name, tmp_path):
    save_profile(Profile(name="Mira Toll", papers=(Paper(title="Ropes", authors=("Mira Toll",)),)))
    before = content()
    file = tmp_path / name
    file.write_text(BROKEN[name], encoding="utf-8")
    with pytest.raises(ReadError) as refused:
        importing.import_file(file, undoable=True)
    assert content() == before
    assert str(refused.value).isprintable()


def test_a_sentence_that_quotes_a_file_is_clean():
    assert str(ReadError("a \x1b[31mb\nc", code="x", advice="d\x9b1m")).isprintable()
    assert str(Remark("x", "a \x1b[31mb\nc", 3)).isprintable()
