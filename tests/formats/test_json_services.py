"""Records of each service: their fields fill those of a paper or an author."""

from dataclasses import FrozenInstanceError, replace

import pytest
from hypothesis import given, settings

from paperbrowser.formats.json import arxiv_dump, csl, inspire, openalex, orcid, semantic_scholar
from paperbrowser.formats.json.records import KINDS
from paperbrowser.papers.model import Paper, Profile
from tests.formats.test_json_document import values


def paper(kind, record):
    assert kind.fits(record)
    return kind.paper_of(record, lambda message: None)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.paper_of.__module__)
@settings(deadline=None)
@given(value=values)
def test_any_object_is_a_paper_or_none(kind, value):
    record = value if isinstance(value, dict) else {"title": "T", "id": value, "name": value}
    kind.fits(record)
    assert isinstance(kind.paper_of(record, lambda message: None), Paper | None)
    assert isinstance(kind.profile_of(record), Profile | None)


# OpenAlex


OPENALEX = {
    "id": "https://openalex.org/W12",
    "doi": "https://doi.org/10.1234/ABC",
    "title": "On <i>Machines</i> &amp; H<sub>2</sub>O",
    "publication_date": "2018-02-13",
    "publication_year": 2018,
    "type": "book-chapter",
    "cited_by_count": 0,
    "biblio": {"volume": "6", "issue": "2", "first_page": "1", "last_page": "14"},
    "primary_location": {
        "landing_page_url": "https://publisher.example/1",
        "source": {"display_name": "Journal", "host_organization_name": "Publisher"},
    },
    "locations": [{"landing_page_url": "https://arxiv.org/abs/1605.08386"}],
    "authorships": [
        {"author": {"display_name": "Ada Example"}},
        {"author": {"display_name": None}, "raw_author_name": "Other, Bo"},
    ],
    "abstract_inverted_index": {"again": [1, 3], "We": [0], "and": [2]},
}


def test_openalex_work():
    one = paper(openalex, OPENALEX)
    assert (one.title, one.authors) == (
        "On Machines & H$_{2}$O",
        ("Ada Example", "Bo Other"),
    )
    assert (one.doi, one.arxiv, one.url) == (
        "10.1234/ABC",
        "1605.08386",
        "https://publisher.example/1",
    )
    assert (one.date_text, one.kind, one.citations) == ("2018-02-13", "chapter", 0)
    assert (one.venue, one.volume, one.number, one.pages) == ("Journal", "6", "2", "1-14")
    assert (one.publisher, one.abstract) == ("Publisher", "We again and again")


@pytest.mark.parametrize(
    ("fields", "known"),
    [
        ({"publication_date": "2018-01-01"}, "2018"),
        ({"publication_date": "2018-02-01"}, "2018-02-01"),
        ({"publication_date": "2018"}, "2018"),
        ({"publication_date": None, "publication_year": 2018}, "2018"),
        ({"publication_date": None, "publication_year": None}, ""),
    ],
)
def test_openalex_knows_the_day_unless_it_is_the_first_of_the_year(fields, known):
    assert paper(openalex, OPENALEX | fields).date_text == known


def test_openalex_page_is_linked_only_where_there_is_no_other():
    bare = {"id": "https://openalex.org/W12", "title": "T"}
    assert paper(openalex, bare).url == "https://openalex.org/W12"
    assert paper(openalex, bare | {"doi": "10.1234/x"}).url == "https://doi.org/10.1234/x"


def test_openalex_tells_of_retraction_pdf_institutions_and_topics():
    place = [{"display_name": "Institute of Looms"}, {"display_name": None}]
    one = paper(
        openalex,
        OPENALEX
        | {
            "is_retracted": True,
            "best_oa_location": {"pdf_url": "https://repository.example/1.pdf"},
            "authorships": [{"author": {"display_name": "Ada Example"}, "institutions": place}] * 2,
            "primary_topic": {"display_name": "Weaving"},
            "keywords": [{"display_name": "Looms"}, {"display_name": "Weaving"}, 3],
        },
    )
    assert one.retracted == "retracted"
    assert one.pdf == "https://repository.example/1.pdf"
    assert one.affiliations == ("Institute of Looms",)
    assert one.keywords == ("Weaving", "Looms")
    one = paper(openalex, OPENALEX | {"is_retracted": False, "best_oa_location": None})
    assert (one.retracted, one.pdf, one.keywords) == (None, None, ())


@pytest.mark.parametrize(("many", "et_al"), [(99, False), (100, True)])
def test_openalex_lists_no_more_than_a_hundred_authors(many, et_al):
    people = [{"author": {"display_name": f"Ada Example {at}"}} for at in range(many)]
    assert paper(openalex, OPENALEX | {"authorships": people}).et_al is et_al


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"type": "article", "primary_location": {"raw_type": "proceedings-article"}}, "conference"),
        ({"type": "article", "primary_location": {"source": {"type": "conference"}}}, "conference"),
        ({"type": "article", "primary_location": {"source": {"type": "journal"}}}, "article"),
        ({"type": "preprint", "primary_location": {"source": {"type": "conference"}}}, "preprint"),
        ({"type": "conference-abstract"}, "conference"), ({"type": "book-review"}, "article"),
        ({"type": "data-paper"}, "article"), ({"type": "software-paper"}, "article"),
        ({"type": "retraction"}, "article"), ({"type": "never-heard"}, None),
    ],
)  # fmt: skip
def test_openalex_kinds(fields, kind):
    assert paper(openalex, OPENALEX | fields).kind == kind


def test_openalex_nobody():
    deleted = {"id": "https://openalex.org/A5317838346", "display_name": "Deleted Author"}
    assert openalex.profile_of(deleted | {"works_count": 0}) is None
    work = OPENALEX | {"authorships": [{"author": deleted, "raw_author_name": "Bo Other"}]}
    assert paper(openalex, work).authors == ("Bo Other",)


def test_openalex_author():
    author = {
        "id": "https://openalex.org/A5",
        "display_name": "Ada Example",
        "orcid": "https://orcid.org/0000-0002-1825-0097",
        "works_count": 62,
        "cited_by_count": 3890,
        "summary_stats": {"h_index": 17},
        "last_known_institutions": [{"display_name": "Somewhere"}],
    }
    profile = openalex.profile_of(author)
    assert (profile.name, profile.claimed, profile.citations, profile.h_index) == (
        "Ada Example",
        62,
        3890,
        17,
    )
    assert (profile.orcid, profile.affiliation) == ("0000-0002-1825-0097", "Somewhere")
    assert (profile.source, profile.source_id) == ("openalex", "A5")
    older = author | {
        "last_known_institutions": None,
        "last_known_institution": {"display_name": "Elsewhere"},
    }
    assert openalex.profile_of(older).affiliation == "Elsewhere"
    assert openalex.paper_of(author, print) is None
    journal = author | {"id": "https://openalex.org/S5"}
    assert openalex.profile_of(journal) is openalex.paper_of(journal, print) is None


# Semantic Scholar


def test_semantic_scholar_paper():
    record = {
        "paperId": "ab12",
        "externalIds": {"DOI": "10.1093/MIND/LIX.236.433", "ArXiv": "1605.08386", "CorpusId": 7},
        "title": "On Engines",
        "venue": "Proceedings",
        "journal": {"name": "Mind", "volume": "LIX", "pages": "433-460"},
        "year": 1950,
        "publicationDate": "1950-10-01",
        "publicationTypes": ["Review", "JournalArticle"],
        "citationCount": 9,
        "authors": [{"authorId": "1", "name": "A. Lovelace"}],
        "url": "https://www.semanticscholar.org/paper/ab12",
    }
    one = paper(semantic_scholar, record)
    assert (one.doi, one.arxiv) == ("10.1093/MIND/LIX.236.433", "1605.08386")
    assert (one.venue, one.volume, one.pages, one.kind) == ("Mind", "LIX", "433-460", "article")
    assert (one.date_text, one.citations, one.authors) == ("1950-10-01", 9, ("A. Lovelace",))
    assert one.url == "https://doi.org/10.1093/MIND/LIX.236.433"
    assert paper(semantic_scholar, record | {"externalIds": None}).url == record["url"]
    assert paper(semantic_scholar, {"contexts": [], "citingPaper": record}) == one
    dataset = {key.lower(): value for key, value in record.items()} | {"corpusid": 7}
    assert paper(semantic_scholar, dataset) == one
    preprint = record | {"journal": {"name": "ArXiv", "volume": "abs/1"}}
    assert (paper(semantic_scholar, preprint).venue, paper(semantic_scholar, preprint).volume) == (
        "Proceedings",
        None,
    )


def test_semantic_scholar_author():
    profile = semantic_scholar.profile_of(
        {"authorId": "22", "name": "A. Turing", "hIndex": 23, "citationCount": 5, "paperCount": 60, "affiliations": ["Cambridge"]}
    )  # fmt: skip
    assert (profile.h_index, profile.citations, profile.claimed) == (23, 5, 60)
    assert (profile.affiliation, profile.source_id) == ("Cambridge", "22")


# INSPIRE


HEP = {
    "titles": [
        {"title": "On fields &amp; $e^+$", "source": "Publisher"},
        {"title": "On Fields", "source": "arXiv"},
    ],
    "abstracts": [
        {"value": "Short.", "source": "arXiv"},
        {"value": "<p>We note at great length.</p>", "source": "Publisher"},
    ],
    "authors": [{"full_name": "Example, Ada"}, {"full_name": "King, M.L., Jr."}],
    "arxiv_eprints": [{"value": "hep-th/9901001", "categories": ["hep-th", "gr-qc"]}],
    "dois": [{"value": "10.1/err", "material": "erratum"}, {"value": "10.1103/PhysRevD.1.2"}],
    "publication_info": [
        {"journal_title": "Phys.Rev.D", "journal_volume": "1", "artid": "012", "year": 1999}
    ],
    "document_type": ["conference paper"],
    "preprint_date": "1999-01",
    "citation_count": 12,
    "control_number": 77,
}


@pytest.mark.parametrize("record", [HEP, {"id": "77", "metadata": HEP}, {"_id": 1, "_source": HEP}])
def test_inspire_paper(record):
    one = paper(inspire, record)
    assert (one.title, one.abstract) == ("On Fields", "We note at great length.")
    assert one.authors == ("Ada Example", "M.L. King Jr.")
    assert (one.arxiv, one.category, one.doi) == (
        "hep-th/9901001",
        "hep-th",
        "10.1103/PhysRevD.1.2",
    )
    assert (one.venue, one.volume, one.pages, one.kind) == ("Phys.Rev.D", "1", "012", "conference")
    assert (one.date_text, one.citations) == ("1999-01", 12)


def test_inspire_collaboration_is_the_author_of_a_paper_without_people():
    record = HEP | {"authors": [], "collaborations": [{"value": "ATLAS"}]}
    assert paper(inspire, record).authors == ("ATLAS Collaboration",)


THESIS = {
    "titles": [{"title": "Looms of the Future"}],
    "authors": [
        {"full_name": "Example, Ada", "affiliations": [{"value": "Turin U."}]},
        {"full_name": "Elder, Eve", "inspire_roles": ["supervisor"]},
    ],
    "document_type": ["thesis"],
    "thesis_info": {
        "date": "2023",
        "degree_type": "Master",
        "institutions": [
            {"name": "University of Turin"},
            {"name": "Turin U.", "record": {"$ref": "x"}},
        ],
    },
    "imprints": [{"date": "2023-06-30"}],
    "texkeys": ["Example:2023abc", "Example:2023old"],
    "inspire_categories": [{"term": "Computing"}, {"term": "Computing"}],
    "keywords": [{"value": "loom: analytical"}, {"value": "12.60", "schema": "PACS"}],
    "documents": [
        {"url": "/api/files/slides"},
        {"url": "/api/files/hidden", "fulltext": True, "hidden": True},
        {"url": "/api/files/thesis", "fulltext": True},
    ],
    "public_notes": [{"value": "120 pages"}, {"value": "code: https://codeberg.org/ada/loom"}],
    "control_number": 78,
}


def test_inspire_thesis():
    one = paper(inspire, THESIS)
    assert (one.kind, one.publisher, one.venue) == ("thesis", "Turin U.", "Turin U.")
    assert (one.date_text, one.key) == ("2023-06-30", "Example:2023abc")
    assert (one.authors, one.affiliations) == (("Ada Example",), ("Turin U.",))
    assert one.keywords == ("Computing", "loom: analytical")
    assert one.pdf == "https://inspirehep.net/api/files/thesis"
    assert (one.code, one.code_url) == (True, "https://codeberg.org/ada/loom")
    assert one.note == "120 pages; code: https://codeberg.org/ada/loom"
    assert one.bibtex == (("entrytype", "mastersthesis"),)
    doctoral = THESIS | {"thesis_info": {"date": "2022", "degree_type": "PhD"}}
    one = paper(inspire, doctoral)
    assert (one.bibtex, one.date_text, one.publisher) == ((), "2022", None)


def test_inspire_withdrawn_paper_and_editors():
    one = paper(inspire, HEP | {"withdrawn": True, "documents": [{"url": "https://x.org/1.pdf"}]})
    assert (one.retracted, one.pdf) == ("withdrawn", None)
    edited = HEP | {"authors": [{"full_name": "Example, Ada", "inspire_roles": ["editor"]}]}
    one = paper(inspire, edited)
    assert (one.authors, one.editors) == ((), ("Ada Example",))
    one = paper(inspire, HEP | {"collaborations": [{"value": "LOOM"}]})
    assert one.collaboration == "LOOM"


def test_inspire_erratum_is_noted():
    erratum = {
        "material": "erratum",
        "journal_title": "J.Loom.",
        "journal_volume": "3",
        "year": 2020,
    }
    record = HEP | {
        "publication_info": [*HEP["publication_info"], erratum, {"material": "erratum"}]
    }
    assert paper(inspire, record).note == "Erratum: J.Loom. 3 (2020)"
    assert paper(inspire, record).venue == "Phys.Rev.D"


def test_inspire_author():
    author = {
        "metadata": {
            "name": {"value": "Example, Ada", "preferred_name": "Ada Example"},
            "ids": [{"schema": "ORCID", "value": "0000-0002-1825-0097"}],
            "positions": [{"institution": "Then"}, {"institution": "Now", "current": True}],
            "control_number": 5,
        }
    }
    assert inspire.fits(author)
    profile = inspire.profile_of(author)
    assert (profile.name, profile.affiliation, profile.orcid) == (
        "Ada Example",
        "Now",
        "0000-0002-1825-0097",
    )
    assert (profile.source, profile.source_id) == ("inspire", "5")
    assert inspire.paper_of(author, print) is None


# CSL-JSON and Crossref


@pytest.mark.parametrize(
    ("issued", "known"),
    [
        ({"date-parts": [[1999, 5, 3]]}, "1999-05-03"),
        ({"date-parts": [["1999", "5"]]}, "1999-05"),
        ({"date-parts": [[1999, 5, 3], [2000, 1, 1]]}, "1999-05-03"),
        ({"date-parts": [[1999]], "season": 2, "circa": True}, "1999"),
        ({"date-parts": [[1999, 0, 0]]}, "1999"),
        ({"date-parts": [[1999, 13]]}, "1999"),
        ({"date-parts": [[None]]}, ""),
        ({"date-parts": [["-0333"]]}, ""),
        ({"date-parts": []}, ""),
        ({"raw": "1999-05"}, "1999-05"),
        ({"raw": "1999-05-03/2000-01-01"}, "1999-05-03"),
        ({"literal": "circa 1999"}, "1999"),
        ({"literal": "in press"}, ""),
        ("1999", "1999"),
        (None, ""),
    ],
)
def test_csl_dates(issued, known):
    record = {"id": "k", "type": "book", "title": "T", "issued": issued}
    assert paper(csl, record).date_text == known


def test_csl_item():
    record = {
        "id": "doe99",
        "type": "article-journal",
        "title": "On <i>Names</i>",
        "author": [
            {"family": "Cruz", "given": "Juan", "non-dropping-particle": "de la"},
            {"family": "King", "given": "Martin", "suffix": "Jr."},
            {"literal": "Society, The"},
        ],
        "container-title": "Journal",
        "volume": 5,
        "issue": "2",
        "page": "1-14",
        "DOI": "10.1234/ABC",
        "issued": {"date-parts": [[1999]]},
    }
    one = paper(csl, record)
    assert one.authors == ("Juan de la Cruz", "Martin King Jr.", "Society, The")
    assert (one.id, one.title, one.kind) == ("doe99", "On Names", "article")
    assert (one.venue, one.volume, one.number, one.pages) == ("Journal", "5", "2", "1-14")
    assert (one.doi, one.url) == ("10.1234/ABC", "https://doi.org/10.1234/ABC")


def test_crossref_work():
    record = {
        "DOI": "10.1234/ABC",
        "type": "proceedings-article",
        "title": ["On Lists"],
        "container-title": ["Proceedings", "Series"],
        "author": [{"given": "Ada", "family": "Example", "sequence": "first"}],
        "issued": {"date-parts": [[2020, 2]]},
        "abstract": "<jats:title>Abstract</jats:title><jats:p>We note.</jats:p>",
        "is-referenced-by-count": 4,
        "publisher": "Publisher",
        "URL": "http://dx.doi.org/10.1234/abc",
    }
    one = paper(csl, record)
    assert (one.title, one.venue, one.kind) == ("On Lists", "Proceedings", "conference")
    assert (one.abstract, one.citations, one.publisher) == ("We note.", 4, "Publisher")


# The snapshot of arXiv


SNAPSHOT = {
    "id": "0704.0001",
    "title": "On Photons at\n  LHC energies",
    "abstract": "  We note\nat length.\n  And more.\n",
    "categories": "hep-ph hep-th",
    "authors_parsed": [["Doe", "Jo", ""], ["King", "M. L.", "Jr"], ["Three", "A", "", "MIT"]],
    "versions": [{"version": "v1", "created": "Mon, 2 Apr 2007 19:18:42 GMT"}],
    "update_date": "2008-11-26",
    "doi": "10.1103/PhysRevD.76.013009",
    "journal-ref": "Phys.Rev.D76:013009,2007",
}


def test_arxiv_record():
    one = paper(arxiv_dump, SNAPSHOT)
    assert (one.title, one.abstract) == (
        "On Photons at LHC energies",
        "We note at length.\n\nAnd more.",
    )
    assert one.authors == ("Jo Doe", "M. L. King Jr", "A Three")
    assert (one.category, one.date_text, one.kind) == ("hep-ph", "2007-04-02", None)
    assert (one.arxiv, one.id, one.url) == (
        "0704.0001",
        "0704.0001",
        "https://arxiv.org/abs/0704.0001",
    )
    assert (one.doi, one.venue) == ("10.1103/PhysRevD.76.013009", "Phys.Rev.D76:013009,2007")


def test_arxiv_record_is_a_paper_like_all_others():
    one = paper(arxiv_dump, SNAPSHOT)
    assert type(one) is Paper
    assert one == replace(one)
    assert hash(one) == hash(replace(one))
    with pytest.raises(FrozenInstanceError):
        one.title = "Another"


def test_arxiv_record_with_less():
    bare = SNAPSHOT | {"doi": None, "journal-ref": None, "versions": [], "id": "hep-th/9901001"}
    one = paper(arxiv_dump, bare)
    assert (one.doi, one.venue, one.kind, one.date_text) == (None, None, "preprint", "2008-11-26")
    assert one.arxiv == "hep-th/9901001"
    texts = SNAPSHOT | {"authors_parsed": None, "authors": "C. Doe (MIT), E. Two and F. Three"}
    assert paper(arxiv_dump, texts).authors == ("C. Doe", "E. Two", "F. Three")


@pytest.mark.parametrize(
    ("parsed", "names"),
    [
        ([["Doe", " Jo", ""]], ("Jo Doe",)),
        ([["Doe", "", ""], ["", "", ""]], ("Doe",)),
        ([["Doe\x1b", "Jo", ""]], ("Jo Doe",)),
        ([['G\\"odel', "K.", ""]], ("K. Gödel",)),
        ([["Doe", None, ""], 7, ["Two"]], ("Doe", "Two")),
        ([["A; B", "C", ""]], ("C A; B",)),
        ([["Doe", "", ""], ["Two", "B.", ""]], ("Doe", "B. Two")),
        ([["de  Vries", "A.", ""]], ("A. de Vries",)),
        ("Doe", ()),
    ],
)
def test_arxiv_names(parsed, names):
    assert paper(arxiv_dump, SNAPSHOT | {"authors_parsed": parsed}).authors == names


# ORCID


def work(number, **fields):
    return {
        "put-code": number,
        "title": {"title": {"value": "On Records"}, "subtitle": None},
        "type": "journal-article",
        "journal-title": {"value": "Journal"},
        "publication-date": {"year": {"value": "2012"}, "month": None, "day": None},
        "external-ids": {
            "external-id": [
                {"external-id-type": "doi", "external-id-value": "https://doi.org/10.1234/ABC"},
                {"external-id-type": "arxiv", "external-id-value": "arXiv:1605.08386v2"},
            ]
        },
        **fields,
    }


def test_orcid_group_is_one_paper():
    later = work(
        2,
        **{"publication-date": {"year": {"value": "2012"}, "month": {"value": "03"}, "day": None}},
    )
    one = paper(orcid, {"work-summary": [work(1), later]})
    assert (one.title, one.venue, one.kind) == ("On Records", "Journal", "article")
    assert (one.doi, one.arxiv, one.date_text) == ("10.1234/ABC", "1605.08386", "2012-03")
    assert paper(orcid, work(1)).date_text == "2012"
    assert paper(orcid, {"work": work(1)}).title == "On Records"


def test_orcid_person():
    record = {
        "orcid-identifier": {"path": "0000-0002-1825-0097"},
        "person": {
            "name": {"given-names": {"value": "Ada"}, "family-name": {"value": "Example"}, "credit-name": None}
        },
        "activities-summary": {
            "employments": {
                "affiliation-group": [
                    {"summaries": [{"employment-summary": {"organization": {"name": "Now"}}}]}
                ]
            }
        },
    }  # fmt: skip
    assert orcid.fits(record)
    profile = orcid.profile_of(record)
    assert (profile.name, profile.orcid, profile.affiliation) == (
        "Ada Example",
        "0000-0002-1825-0097",
        "Now",
    )
