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

_ID = re.compile(r"(?:https?://(?:api\.)?openalex\.org/(?:works/|authors/)?)([AW]\d+)", re.ASCII)
_BARE_ID = re.compile(r"[AW]\d+", re.ASCII)
_MOST_WORDS = 100_000  # of an abstract; larger positions are wrong
# https://docs.openalex.org/api-entities/works/work-object#type
_KINDS: dict[str, Kind] = {
    **CROSSREF_KINDS,  # which older records have
    "article": "article", "review": "article", "letter": "article", "editorial": "article",
    "erratum": "article", "retraction": "article", "preprint": "preprint", "conference-paper": "conference",
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
    if not name:
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
    kinds = (value.get("type"), value.get("type_crossref"))
    kind = next((_KINDS[kind] for kind in kinds if isinstance(kind, str) and kind in _KINDS), None)
    if kind == "article" and value.get("type_crossref") == "proceedings-article":
        kind = "conference"
    return build(
        on_remark,
        title=name,
        keys=(id_,),
        authors=_authors(value),
        et_al=value.get("is_authors_truncated") is True,
        venue=title(source.get("display_name")) or title(location.get("raw_source_name")),
        kind=kind,
        volume=written(biblio.get("volume")),
        number=written(biblio.get("issue")),
        pages=page_range(written(biblio.get("first_page")), written(biblio.get("last_page"))),
        publisher=text(source.get("host_organization_name")) or text(source.get("publisher")),
        date=_date(value),
        citations=count(value.get("cited_by_count")),
        abstract=_abstract(value),
        links=WorkLinks(_url(value, doi, arxiv, id_), doi, arxiv),
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
    names = (
        text(inner(one, "author").get("display_name")) or text(one.get("raw_author_name"))
        for one in objects(value, "authorships")
    )
    return map(given_first, names)


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
