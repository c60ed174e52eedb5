"""JSON of programs and services that is read by the names of its fields."""

import json
from pathlib import Path
from typing import Any

import pytest

from paperbrowser.formats import read

_ZOTERO = {
    "itemType": "journalArticle", "title": "Tides", "publicationTitle": "Journal of Seas", "date": "2011-04-02",
    "creators": [{"creatorType": "author", "firstName": "Ida", "lastName": "Brook"}], "DOI": "10.5072/t.1",
}  # fmt: skip


@pytest.mark.parametrize(
    "document",
    [
        {"config": {}, "items": [_ZOTERO]},
        [{"key": "K", "data": _ZOTERO}],
        {"data": {"id": "1", "attributes": {
            "titles": [{"title": "Tides"}], "creators": [{"givenName": "Ida", "familyName": "Brook"}],
            "publicationYear": 2011}}},
        [{"metadata": {"title": "Tides", "creators": [{"name": "Brook, Ida"}], "publication_date": "2011"}}],
        {"response": {"docs": [
            {"bibcode": "b", "title": ["Tides"], "author": ["Brook, Ida"], "pubdate": "2011-04-00"}]}},
        [{"title": "Tides", "author": "Brook, Ida", "journal": "Journal of Seas", "year": "2011"}],
        [{"title": "Tides", "authors": ["Ida Brook"], "DOI": "10.5072/t.1", "year": 2011}],
        [{"title": "Tides", "authors": [{"first_name": "Ida", "last_name": "Brook"}], "pub_year": "2011"}],
    ],
)  # fmt: skip
def test_the_authors_and_the_year_are_read(document: Any, tmp_path: Path) -> None:
    path = tmp_path / "papers.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    (paper,) = read(path).profile.papers
    assert (paper.title, paper.authors) == ("Tides", ("Ida Brook",))
    assert paper.date is not None
    assert paper.date.year == 2011
