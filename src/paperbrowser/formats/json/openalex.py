"""Works and authors of OpenAlex, as its API and its snapshot give them (https://docs.openalex.org).

    {"id": "https://openalex.org/W1", "title": "…", "authorships": [{"author": {"display_name": "…"}}]}
    {"id": "https://openalex.org/A1", "display_name": "…", "works_count": 62}

Any field may be absent, since a query may `select` some.
"""

import re
from collections.abc import Iterator

from paperbrowser.formats.entries import build, page_range
from paperbrowser.formats.json.csl import CROSSREF_KINDS
from paperbrowser.formats.json.values import (
    JsonObject,
    count,
    date,
    inner,
    link,
    listed,
    objects,
    prose,
    text,
    title,
    written,
    year,
    year_alone,
)
from paperbrowser.formats.result import OnRemark
from paperbrowser.papers import identifiers
from paperbrowser.papers.dates import PartialDate
from paperbrowser.papers.links import WorkLinks, identifier_links
from paperbrowser.papers.model import Kind, Paper, Profile
from paperbrowser.papers.names import given_first

SOURCE = "openalex"
# Ids that works keep of authors who were deleted, or never known.
NOBODY = frozenset(("A5317838346", "A9999999999"))

_ID = re.compile(r"(?:https?://(?:api\.)?openalex\.org/(?:works/|authors/)?)([AW]\d+)", re.ASCII)
_PDF = re.compile(r"\.pdf(?:[?#]|$)|/pdf(?:/|$)", re.IGNORECASE)
_BARE_ID = re.compile(r"[AW]\d+", re.ASCII)
_MOST_AUTHORS = 100  # of a work: OpenAlex lists no more, and does not say that there are more
_MOST_WORDS = 100_000  # of an abstract; larger positions are wrong
# https://docs.openalex.org/api-entities/works/work-object#type
_KINDS: dict[str, Kind] = {
    **CROSSREF_KINDS,  # which older records have
    "article": "article", "review": "article", "letter": "article", "editorial": "article",
    "erratum": "article", "retraction": "article", "book-review": "article", "data-paper": "article",
    "software-paper": "article", "preprint": "preprint", "conference-paper": "conference",
    "conference-abstract": "conference",
    "book": "book", "software": "software", "report": "report", "dataset": "dataset", "paratext": "other",
    "standard": "other", "supplementary-materials": "other", "libguides": "webpage",
}  # fmt: skip


def fits(value: JsonObject) -> bool:
    """Whether an object is a work or an author of OpenAlex."""
    id_ = value.get("id")
    if isinstance(id_, str) and _ID.match(id_):
        return True
    if "abstract_inverted_index" in value or "authorships" in value:
        return True
    return "works_count" in value and "display_name" in value


def profile_of(value: JsonObject) -> Profile | None:
    """Return the author that an object describes, without papers, or None if it describes none."""
    id_ = _id(value)
    # Institutions and journals have counts and names too, and ids of their own.
    if not (id_.startswith("A") or (not text(value.get("id")) and "works_count" in value)):
        return None
    name = given_first(text(value.get("display_name")))
    if not name or id_ in NOBODY:
        return None
    institution = next(objects(value, "last_known_institutions"), None)
    affiliation = inner({"one": institution}, "one") or inner(value, "last_known_institution")
    orcid = text(value.get("orcid")) or text(inner(value, "ids").get("orcid"))
    return Profile(
        name=name,
        claimed=count(value.get("works_count")),
        h_index=count(inner(value, "summary_stats").get("h_index")),
        citations=count(value.get("cited_by_count")),
        affiliation=text(affiliation.get("display_name")) or None,
        orcid=identifiers.orcid_of(orcid),
        source=SOURCE,
        source_id=id_ or None,
    )


def paper_of(value: JsonObject, on_remark: OnRemark) -> Paper | None:
    """Return the paper of a work, or None if the object is none or has neither title nor id."""
    id_ = _id(value)
    if id_.startswith("A") or "works_count" in value:
        return None
    name = title(value.get("title")) or title(value.get("display_name"))
    if not (name or id_):
        return None
    ids, biblio, location = (
        inner(value, "ids"),
        inner(value, "biblio"),
        inner(value, "primary_location"),
    )
    doi = identifiers.doi_of(text(value.get("doi")) or text(ids.get("doi")))
    arxiv = _arxiv(value, doi)
    source = inner(location, "source") or inner(value, "host_venue")
    topics = [inner(value, "primary_topic"), *objects(value, "keywords")]
    return build(
        on_remark,
        title=name,
        keys=(id_,),
        authors=_authors(value),
        et_al=value.get("is_authors_truncated") is True or len(listed(value, "authorships")) >= _MOST_AUTHORS,
        affiliations=_affiliations(value),
        venue=title(source.get("display_name")) or title(location.get("raw_source_name")),
        kind=_kind(value, location, source),
        volume=written(biblio.get("volume")),
        number=written(biblio.get("issue")),
        pages=page_range(written(biblio.get("first_page")), written(biblio.get("last_page"))),
        publisher=text(source.get("host_organization_name")) or text(source.get("publisher")),
        date=_date(value),
        citations=count(value.get("cited_by_count")),
        abstract=_abstract(value),
        links=WorkLinks(_url(value, doi, arxiv, id_), doi, arxiv),
        retracted="retracted" if value.get("is_retracted") is True else None,
        keywords=tuple(dict.fromkeys(filter(None, (title(one.get("display_name")) for one in topics)))),
        pdf=_pdf(value),
    )  # fmt: skip


def _id(value: JsonObject) -> str:
    """Return the id without its address: "W2741809807", "A5023888391"; empty if there is none."""
    for given in (value.get("id"), inner(value, "ids").get("openalex")):
        if isinstance(given, str):
            if (found := _ID.match(given)) is not None:
                return found[1]
            if _BARE_ID.fullmatch(given):
                return given
    return ""


def _authors(value: JsonObject) -> Iterator[str]:
    for one in objects(value, "authorships"):
        author = inner(one, "author")
        as_written = text(one.get("raw_author_name"))
        name = text(author.get("display_name"))
        yield given_first(as_written or name if _id(author) in NOBODY else name or as_written)


def _affiliations(value: JsonObject) -> Iterator[str]:
    """Return the institutions of all authors, each once."""
    names = (
        title(place.get("display_name"))
        for one in objects(value, "authorships")
        for place in objects(one, "institutions")
    )
    return iter(dict.fromkeys(filter(None, names)))


def _kind(value: JsonObject, location: JsonObject, source: JsonObject) -> Kind | None:
    """Return the kind; papers of proceedings may still be called articles."""
    kinds = (value.get("type"), value.get("type_crossref"), location.get("raw_type"))
    known = [_KINDS[kind] for kind in kinds if isinstance(kind, str) and kind in _KINDS]
    kind = known[0] if known else None
    in_proceedings = "proceedings-article" in kinds[1:] or source.get("type") == "conference"
    if in_proceedings and (kind is None or value.get("type") == "article"):
        return "conference"
    return kind


def _pdf(value: JsonObject) -> str | None:
    """Return the address of a PDF that anyone may read; the best one first."""
    open_ones = [one for one in objects(value, "locations") if one.get("is_oa") is True]
    best = [inner(value, "best_oa_location"), *open_ones]
    address = text(inner(value, "open_access").get("oa_url"))
    if not _PDF.search(address):  # it may be a page
        address = ""
    return link(*(one.get("pdf_url") for one in best), address)


def _date(value: JsonObject) -> PartialDate | None:
    # OpenAlex writes January 1st when it knows the year only.
    return year_alone(date(value.get("publication_date"))) or year(value.get("publication_year"))


def _abstract(value: JsonObject) -> str:
    """Return the abstract; OpenAlex gives the places of each word."""
    if plain := prose(value.get("abstract")):
        return plain
    index = inner(value, "abstract_inverted_index")
    index = inner(index, "InvertedIndex") or index  # as the snapshot of 2021 has it
    placed = [
        (place, word)
        for word, places in index.items()
        if isinstance(places, list)
        for place in places
        if isinstance(place, int) and 0 <= place < _MOST_WORDS
    ]
    placed.sort()
    return prose(" ".join(word for _, word in placed[:_MOST_WORDS]))


def _arxiv(value: JsonObject, doi: str | None) -> str | None:
    if found := identifiers.arxiv_of_doi(doi):
        return found
    for location in (inner(value, "primary_location"), *objects(value, "locations")):
        for key in ("landing_page_url", "pdf_url"):
            page = text(location.get(key))
            if "arxiv" in page.lower() and (found := identifiers.arxiv_of(page)):
                return found
    return None


def _url(value: JsonObject, doi: str | None, arxiv: str | None, id_: str) -> str | None:
    """Return the publisher's page, or else another; OpenAlex's own last."""
    pages = [inner(value, "primary_location").get("landing_page_url")]
    pages += identifier_links(doi, arxiv)
    pages.append(inner(value, "best_oa_location").get("landing_page_url"))
    pages += [one.get("landing_page_url") for one in objects(value, "locations")]
    pages += [inner(value, "open_access").get("oa_url"), inner(value, "host_venue").get("url")]
    elsewhere = [page for page in pages if not _ID.match(text(page))]
    return link(*elsewhere, f"https://openalex.org/{id_}" if id_ else None)
