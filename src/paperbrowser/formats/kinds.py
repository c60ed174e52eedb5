"""The kinds of publications by the names that RIS, PubMed and ORCID have for them.

Two modules use each table: a reader and a writer, or the readers of two formats of a service.
"""

from collections.abc import Iterable

from paperbrowser.papers.model import Kind

# Kinds whose number is an ISBN; that of others is an ISSN.
BOOKS: frozenset[Kind | None] = frozenset(["book", "chapter", "thesis", "report", "proceedings"])

# By `TY` of RIS (https://en.wikipedia.org/wiki/RIS_(file_format)#Type_of_reference).
RIS_KINDS: dict[str, Kind] = {
    "JOUR": "article", "JFULL": "article", "EJOUR": "article", "MGZN": "article", "NEWS": "article",
    "INPR": "article", "ABST": "article", "CPAPER": "conference", "CONF": "conference",
    "CHAP": "chapter", "ECHAP": "chapter", "ENCYC": "chapter", "DICT": "chapter",
    "BOOK": "book", "EBOOK": "book", "EDBOOK": "book", "WHOLE": "book", "SER": "book",
    "THES": "thesis", "RPRT": "report", "DATA": "dataset", "DBASE": "dataset", "COMP": "software",
    "PAT": "patent", "ELEC": "webpage", "BLOG": "webpage", "WEB": "webpage",
    "UNPB": "preprint", "PRPR": "preprint",
}  # fmt: skip
# The first type of each kind; CONF is for proceedings, though most write it for a paper in them.
RIS_TYPES: dict[Kind | None, str] = {
    **{kind: type_ for type_, kind in reversed(RIS_KINDS.items())},
    "proceedings": "CONF",
}

# Words in PubMed's types (https://www.nlm.nih.gov/mesh/pubtypes.html), the stronger first.
_PUBMED_KINDS: tuple[tuple[str, Kind], ...] = (
    ("preprint", "preprint"), ("dataset", "dataset"), ("book", "book"), ("journal article", "article"),
    ("review", "article"), ("letter", "article"), ("editorial", "article"),
)  # fmt: skip

# https://info.orcid.org/documentation/integration-guide/work-types/ and older types.
_ORCID_KINDS: dict[str, Kind] = {
    "journal-article": "article", "magazine-article": "article", "newspaper-article": "article",
    "newsletter-article": "article", "book-review": "article", "review": "article", "preprint": "preprint",
    "working-paper": "report", "conference-paper": "conference", "conference-abstract": "conference",
    "conference-poster": "conference", "conference-output": "conference",
    "conference-presentation": "conference", "conference-proceedings": "proceedings", "book": "book",
    "edited-book": "book", "book-chapter": "chapter", "dictionary-entry": "chapter",
    "encyclopedia-entry": "chapter", "dissertation": "thesis", "dissertation-thesis": "thesis",
    "supervised-student-publication": "thesis", "report": "report", "research-technique": "report",
    "technical-report": "report", "technical-standard": "report", "standards-and-policy": "report",
    "data-set": "dataset", "software": "software", "patent": "patent", "website": "webpage",
    "blog-post": "webpage", "online-resource": "webpage",
}  # fmt: skip


def pubmed_kind(types: Iterable[str]) -> Kind | None:
    """Return the kind of a publication by its types in PubMed, which may be several."""
    stated = "; ".join(types).lower()
    return next((kind for words, kind in _PUBMED_KINDS if words in stated), None)


def orcid_kind(type_: str) -> Kind | None:
    """Return the kind of a work by its type in ORCID: "journal-article", in older records JOURNAL_ARTICLE."""
    return _ORCID_KINDS.get(type_.lower().replace("_", "-"), "other") if type_ else None
