"""JSON of programs and services that is read by the names of its fields."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paperbrowser.formats import read_bytes
from paperbrowser.formats.json import fields, foreign, people
from paperbrowser.papers.model import Paper
from paperbrowser.papers.names import parts_of

IDA = ("Ida Brook",)
BOTH = ("Ida Brook", "Bo Lake")


def _papers(document: Any) -> tuple[Paper, ...]:
    return read_bytes(json.dumps(document).encode()).profile.papers


def _remarks(document: Any) -> list[str]:
    return [one.message for one in read_bytes(json.dumps(document).encode()).remarks]


ZOTERO = {
    "itemType": "bookSection", "title": "Tides", "bookTitle": "Seas", "date": "April 2, 2011", "place": "Rome",
    "creators": [
        {"creatorType": "author", "firstName": "Ida", "lastName": "Brook"},
        {"creatorType": "editor", "name": "Board of Seas and Lakes"},
    ],
    "DOI": "10.5072/t.1", "ISBN": "1", "tags": [{"tag": "sea"}], "abstractNote": "We swim.",
    "extra": "arXiv: 1104.01234 [physics]\nCitation Key: brook2011",
}  # fmt: skip
OF_ZOTERO: dict[str, Any] = {
    "authors": IDA, "editors": ("Board of Seas and Lakes",), "venue": "Seas", "kind": "chapter", "date_text": "2011-04-02",
    "doi": "10.5072/t.1", "isbn": "1", "keywords": ("sea",), "abstract": "We swim.", "place": "Rome",
    "id": "brook2011", "arxiv": "1104.01234",
}  # fmt: skip
ARTICLE: dict[str, Any] = {
    "venue": "Journal of Seas", "volume": "4", "number": "2", "pages": "5-9", "doi": "10.5072/t.1",
}  # fmt: skip

SERVICES: list[tuple[str, Any, dict[str, Any]]] = [
    ("Better BibTeX", {"config": {}, "items": [ZOTERO]}, OF_ZOTERO),
    ("Zotero's web", [{"key": "ABCD", "library": {}, "data": {"key": "ABCD", **ZOTERO}}], OF_ZOTERO | {"key": None}),
    ("DataCite", {"data": {"id": "1", "attributes": {
        "titles": [{"title": "Tides"}], "publicationYear": 2011, "types": {"resourceTypeGeneral": "Dataset"},
        "creators": [{"name": "Brook, Ida", "nameType": "Personal", "givenName": "Ida", "familyName": "Brook"},
                     {"name": "Lakes, Seas and Bays", "nameType": "Organizational"}],
        "dates": [{"date": "2012", "dateType": "Updated"}, {"date": "2011-04-02", "dateType": "Issued"}],
        "descriptions": [{"description": "By ship", "descriptionType": "Methods"},
                         {"description": "We swim.", "descriptionType": "Abstract"}]}}},
     {"authors": (*IDA, "Lakes, Seas and Bays"), "date_text": "2011-04-02", "kind": "dataset", "abstract": "We swim."}),
    ("Zenodo", {"hits": {"hits": [{
        "id": 1, "title": "Tides", "created": "2020-01-01", "links": {"self_html": "https://zen.example/1"},
        "metadata": {"title": "Tides", "publication_date": "2011-04-02", "creators": [{"name": "Brook, Ida"}],
                     "doi": "10.5072/t.1", "resource_type": {"type": "publication", "subtype": "article"},
                     "journal": {"title": "Journal of Seas", "volume": "4", "issue": "2", "pages": "5-9"}}}]}},
     ARTICLE | {"authors": IDA, "kind": "article", "date_text": "2011-04-02", "url": "https://zen.example/1"}),
    ("NASA ADS", {"response": {"docs": [{
        "bibcode": "2011JSeas...4....5B", "title": ["Tides"], "author": ["Brook, Ida", "Lake, Bo"], "issue": "2",
        "pub": "Journal of Seas", "pubdate": "2011-04-00", "volume": "4", "page": ["5-9"], "doi": ["10.5072/t.1"],
        "identifier": ["arXiv:1104.01234"], "citation_count": 7}]}},
     ARTICLE | {"authors": BOTH, "date_text": "2011-04", "arxiv": "1104.01234", "citations": 7, "id": "2011JSeas...4....5B"}),
    ("dblp", {"result": {"hits": {"@total": "1", "hit": [{"@score": "1", "info": {
        "authors": {"author": [{"@pid": "1", "text": "Ida Brook 0002"}, {"@pid": "2", "text": "Bo Lake"}]},
        "title": "Tides.", "venue": "ICSEA", "pages": "5-9", "year": "2011", "doi": "10.5072/t.1",
        "type": "Conference and Workshop Papers", "ee": "https://doi.org/10.5072/t.1"}}]}}},
     {"authors": BOTH, "venue": "ICSEA", "kind": "conference", "date_text": "2011", "doi": "10.5072/t.1"}),
    ("dblp, one author", {"result": {"hits": {"hit": [{"info": {
        "authors": {"author": {"@pid": "1", "text": "Ida Brook"}}, "title": "Tides.", "year": "2011",
        "ee": "http://arxiv.org/abs/1104.01234", "type": "Informal and Other Publications"}}]}}},
     {"authors": IDA, "kind": "preprint", "arxiv": "1104.01234"}),
    ("Europe PMC", {"resultList": {"result": [{
        "id": "1", "source": "MED", "title": "Tides.", "authorString": "Brook I, Lake BC, van Pond D.", "doi": "10.5072/t.1",
        "journalTitle": "Journal of Seas", "issue": "2", "journalVolume": "4", "pubYear": "2011", "pageInfo": "5-9",
        "citedByCount": 7, "pubType": "journal article"}]}},
     ARTICLE | {"authors": ("I Brook", "BC Lake", "D van Pond"), "citations": 7, "kind": "article"}),
    ("Europe PMC, core", {"resultList": {"result": [{
        "title": "Tides.", "authorString": "Brook I.", "pageInfo": "5-9", "abstractText": "We swim.", "doi": "10.5072/t.1",
        "authorList": {"author": [{"fullName": "Brook I", "firstName": "Ida", "lastName": "Brook", "initials": "I"}]},
        "journalInfo": {"issue": "2", "volume": "4", "yearOfPublication": 2011, "journal": {"title": "Journal of Seas"}},
        "keywordList": {"keyword": ["sea"]}}]}},
     ARTICLE | {"authors": IDA, "keywords": ("sea",), "abstract": "We swim.", "date_text": "2011"}),
    ("HAL", {"response": {"docs": [{
        "title_s": ["Tides"], "authFullName_s": ["Ida Brook", "Bo Lake"], "docType_s": "ART", "doiId_s": "10.5072/t.1",
        "journalTitle_s": "Journal of Seas", "producedDate_s": "2011-04-02", "volume_s": "4", "issue_s": ["2"],
        "page_s": "5-9", "uri_s": "https://hal.example/1", "arxivId_s": "1104.01234"}]}},
     ARTICLE | {"authors": BOTH, "kind": "article", "url": "https://hal.example/1", "date_text": "2011-04-02"}),
    ("Lens", {"data": [{
        "title": "Tides", "publication_type": "journal article", "year_published": 2011, "volume": "4", "issue": "2",
        "date_published": "2011-04-02T00:00:00", "start_page": "5", "end_page": "9", "scholarly_citations_count": 7,
        "authors": [{"first_name": "Ida", "last_name": "Brook", "initials": "I"}], "source": {"title": "Journal of Seas"},
        "external_ids": [{"type": "pmid", "value": "9"}, {"type": "doi", "value": "10.5072/t.1"}]}]},
     ARTICLE | {"authors": IDA, "citations": 7, "date_text": "2011-04-02", "kind": "article"}),
    ("Scopus", {"search-results": {"entry": [{
        "dc:title": "Tides", "dc:creator": "Brook I.", "prism:publicationName": "Journal of Seas", "prism:volume": "4",
        "prism:issueIdentifier": "2", "prism:pageRange": "5-9", "prism:coverDate": "2011-04-02", "citedby-count": "7",
        "prism:doi": "10.5072/t.1", "prism:url": "https://api.elsevier.com/1", "subtypeDescription": "Article"}]}},
     ARTICLE | {"authors": ("I. Brook",), "et_al": True, "citations": 7, "kind": "article",
                "url": "https://doi.org/10.5072/t.1"}),
    ("IEEE Xplore", {"articles": [{
        "title": "Tides", "authors": {"authors": [{"full_name": "Ida Brook", "author_order": 1}]}, "publication_year": 2011,
        "publication_title": "Conference on Seas", "publication_date": "21-23 May 2011", "content_type": "Conferences",
        "start_page": "5", "end_page": "9", "doi": "10.5072/t.1", "citing_paper_count": 7,
        "index_terms": {"ieee_terms": {"terms": ["Sea"]}}}]},
     {"authors": IDA, "venue": "Conference on Seas", "kind": "conference", "pages": "5-9", "citations": 7, "keywords": ("Sea",)}),
    ("Springer", {"records": [{
        "title": "Tides", "creators": [{"creator": "Brook, Ida"}, {"creator": "Lake, Bo"}], "contentType": "Article",
        "publicationName": "Journal of Seas", "publicationDate": "2011-04-02", "volume": "4", "number": "2",
        "startingPage": "5", "endingPage": "9", "doi": "10.5072/t.1", "url": [{"value": "https://springer.example/1"}]}]},
     ARTICLE | {"authors": BOTH, "kind": "article", "url": "https://springer.example/1"}),
    ("ISTEX", {"hits": [{
        "title": "Tides", "author": [{"name": "Ida Brook", "affiliations": ["Uni"]}], "publicationDate": "2011",
        "host": {"title": "Journal of Seas", "volume": "4", "issue": "2", "pages": {"first": "5", "last": "9"}},
        "doi": ["10.5072/t.1"], "genre": ["research-article"], "score": 8.3}]},
     ARTICLE | {"authors": IDA, "kind": "article", "date_text": "2011", "score": None}),
    ("OpenReview", {"notes": [{"id": "AbC", "forum": "AbC", "invitations": ["x"], "pdate": 1301702400000, "content": {
        "title": {"value": "Tides"}, "authors": {"value": ["Ida Brook"]}, "venue": {"value": "ICSEA 2011 poster"},
        "pdf": {"value": "/pdf/1.pdf"}}}]},
     {"authors": IDA, "venue": "ICSEA 2011 poster", "date_text": "2011-04-02", "url": "https://openreview.net/forum?id=AbC"}),
    ("scholarly", [{"container_type": "Publication", "num_citations": 7, "pub_url": "https://sea.example/1", "bib": {
        "title": "Tides", "author": "Ida Brook and Bo Lake", "pub_year": "2011", "citation": "Journal of Seas 4 (2), 5-9"}}],
     {"authors": BOTH, "citations": 7, "date_text": "2011", "url": "https://sea.example/1", "venue": "Journal of Seas"}),
    ("PubMed's summaries", {"result": {"uids": ["1"], "1": {
        "uid": "1", "pubdate": "2011 Apr 2", "source": "J Seas", "fulljournalname": "Journal of Seas", "volume": "4",
        "authors": [{"name": "Brook I", "authtype": "Author"}, {"name": "Sea Group", "authtype": "CollectiveName"}],
        "title": "Tides.", "issue": "2", "pages": "5-9", "articleids": [{"idtype": "doi", "value": "10.5072/t.1"}]}}},
     ARTICLE | {"authors": ("I Brook", "Sea Group"), "date_text": "2011-04-02"}),
    ("DOAJ", {"results": [{"id": "1", "bibjson": {
        "title": "Tides", "author": [{"name": "Ida Brook"}], "year": "2011", "month": "4", "start_page": "5", "end_page": "9",
        "journal": {"title": "Journal of Seas", "volume": "4", "number": "2"},
        "identifier": [{"type": "doi", "id": "10.5072/t.1"}]}}]},
     ARTICLE | {"authors": IDA, "date_text": "2011-04"}),
    ("bioRxiv", {"collection": [{"title": "Tides", "authors": "Brook, I.; Lake, B.", "date": "2011-04-02"}]},
     {"authors": ("I. Brook", "B. Lake"), "date_text": "2011-04-02"}),
    ("arxiv.py", [{"entry_id": "http://arxiv.org/abs/1104.01234v1", "title": "Tides", "authors": [{"name": "Ida Brook"}],
                   "summary": "We swim.", "published": "2011-04-02T00:00:00Z"}],
     {"authors": IDA, "arxiv": "1104.01234", "date_text": "2011-04-02", "abstract": "We swim.", "summary": None}),
    ("CORD-19", {"metadata": {"title": "Tides", "authors": [{"first": "Ida", "middle": ["M."], "last": "Brook"}]},
                 "abstract": [{"text": "We swim."}, {"text": "We dive."}]},
     {"authors": ("Ida M. Brook",), "abstract": "We swim.\n\nWe dive."}),
    ("bibtexparser", [{"ENTRYTYPE": "inproceedings", "ID": "brook", "title": "Tides", "year": "2011", "month": "apr",
                       "author": "Brook, Ida and {Seas and Lakes} and Lake, Bo", "booktitle": "Proc. Seas", "pages": "5--9"}],
     {"authors": ("Ida Brook", "Seas and Lakes", "Bo Lake"), "venue": "Proc. Seas", "kind": "conference", "pages": "5-9",
      "date_text": "2011-04", "id": "brook"}),
    ("a spreadsheet's", [{"Title": "Tides", "Authors": "Ida Brook; Bo Lake", "Year": 2011, "Journal": "Journal of Seas",
                          "Volume": 4, "Issue": 2, "Pages": "5-9", "DOI": "10.5072/t.1"}],
     ARTICLE | {"authors": BOTH, "date_text": "2011"}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("document", "facts"), [one[1:] for one in SERVICES], ids=[one[0] for one in SERVICES]
)
def test_records_of_services_are_read(document: Any, facts: dict[str, Any]) -> None:
    (paper,) = _papers(document)
    assert paper.title == "Tides"
    assert {name: getattr(paper, name) for name in facts} == facts


@pytest.mark.parametrize(
    "authors",
    [
        [{"first": "Ida", "last": "Brook"}, {"first": "Bo", "last": "Lake"}],
        [{"given": "Ida", "family": "Brook"}, {"given": "Bo", "family": "Lake"}],
        [{"first_name": "Ida", "last_name": "Brook"}, {"first_name": "Bo", "last_name": "Lake"}],
        [{"full_name": "Ida Brook"}, {"full_name": "Lake, Bo"}],
        ["Brook, Ida", "Bo Lake"],
        "Brook, Ida and Lake, Bo",
        "Ida Brook, Bo Lake",
        "Ida Brook and Bo Lake",
        "Ida Brook; Bo Lake",
    ],
)
@pytest.mark.parametrize("year", ["publication_year", "pub_year", "published", "year"])
@pytest.mark.parametrize("more", [{}, {"DOI": "10.5072/t.1"}, {"arxiv_id": "1104.01234"}])
def test_authors_and_year_by_any_name(authors: Any, year: str, more: dict[str, str]) -> None:
    (paper,) = _papers([{"title": "Tides", "authors": authors, year: 2011, **more}])
    assert (paper.authors, paper.date_text) == (BOTH, "2011")
    assert paper.doi or paper.arxiv or not more


@pytest.mark.parametrize(
    "name",
    ["Board of Seas and Lakes", "Panel on Seas and the Coast", "Office for Seas, Lakes, and Bays"],
)
def test_an_organisation_with_and_in_its_name_stays_whole(name: str) -> None:
    for document in ({"author": name}, {"authors": name}, {"authors": [name]}):
        for more in ({}, {"journal": "J"}):
            (paper,) = _papers([{"title": "Tides", **document, **more}])
            assert paper.authors == (name,)


def test_stated_parts_of_names_are_kept() -> None:
    (paper,) = _papers(
        [{"title": "Tides", "authors": [{"first": "Ida María", "last": "Brook Lake"}]}]
    )
    assert parts_of(paper.authors[0])[:2] == ("Ida María", "Brook Lake")


OURS = {
    "title": "Tides", "authors": ["Sea, Lake", "Ida Brook"], "et_al": True, "year_inferred": False, "date": "2011-04-02",
    "score": 80, "summary": "Short.", "added": "2020-01-01", "note": "n", "doi": "10.5072/t.1", "kind": "report",
}  # fmt: skip


@pytest.mark.parametrize(
    "more", [{}, {"journal": "Journal of Seas"}, {"DOI": "10.5072/t.2", "creators": []}]
)
@pytest.mark.parametrize(
    "around", [lambda one: {"profile": {"name": "Ida"}, "papers": [one]}, lambda one: one]
)
def test_what_we_wrote_wins_over_what_was_added(more: dict[str, Any], around: Any) -> None:
    (paper,) = _papers(around(OURS | more))
    assert paper.authors == ("Sea, Lake", "Ida Brook")
    assert (paper.et_al, paper.score, paper.summary, paper.note) == (True, 80, "Short.", "n")
    assert (paper.doi, paper.kind, paper.abstract) == ("10.5072/t.1", "report", "")
    assert str(paper.added) == "2020-01-01"
    assert paper.venue == more.get("journal")


def test_attachments_of_zotero_are_no_papers_and_its_own_addresses_no_links() -> None:
    item = {
        "itemType": "book",
        "title": "Tides",
        "date": "2011",
        "uri": "http://zotero.org/users/local/x/items/Y",
        "extra": "bibtex: tides11",
    }
    attached = {
        "itemType": "attachment",
        "title": "Full Text PDF",
        "parentItem": "Y",
        "url": "https://sea.example/1.pdf",
    }
    for document in ({"items": [item, attached]}, [{"data": item}, {"data": attached}]):
        (paper,) = _papers(document)
        assert (paper.title, paper.url, paper.id) == ("Tides", None, "tides11")


def test_own_fields_beside_those_of_others_are_kept() -> None:
    (paper,) = _papers(
        [
            {
                "title": "Tides",
                "journal": "Seas",
                "authors": ["Brook, Ida"],
                "DOI": "10.5072/t",
                "score": 3,
                "note": "n",
            }
        ]
    )
    assert (paper.authors, paper.venue, paper.doi, paper.score, paper.note) == (
        IDA,
        "Seas",
        "10.5072/t",
        3,
        "n",
    )


def test_a_record_of_which_nothing_is_understood_is_named_with_its_fields() -> None:
    for record in (
        {"title": "Tides", "wer": "Ida", "wann": "2011"},
        {"title": "Tides", "DOI": "10.5072/t.1", "type": "article-journal", "wer": "Ida"},
        {"data": {"title": "Tides", "wer": "Ida"}},
    ):
        (remark,) = _remarks([record])
        assert remark.startswith("a paper without authors and date; it has")
        assert "wer" in remark
    assert not _remarks([{"id": 1, "title": "Tides"}])


_KEYS = st.sampled_from(
    sorted(
        {
            *fields._NAMES,
            *foreign._KEYS,
            "title",
            "authors",
            "author",
            "date",
            "year",
            "DOI",
            "data",
            "info",
            "host",
            "hits",
        }
    )
)
_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=12)
    | st.sampled_from(["Brook, I and", "{", "1301702400000"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            _KEYS | st.sampled_from(people._FAMILY + people._WHOLE), inner, max_size=4
        )
    ),
    max_leaves=12,
)


@settings(deadline=None)
@given(st.dictionaries(_KEYS, _VALUES, max_size=8), st.text(max_size=5))
def test_any_record_is_a_paper_or_none(record: dict[str, Any], title: str) -> None:
    for one in (record, {"title": title, **record}):
        paper = foreign.paper_of(one, lambda message: None)
        assert paper is None or paper.title
