"""Papers and authors of Semantic Scholar, as its Graph API and its datasets give them.

    {"paperId": "2d56…", "title": "…", "authors": [{"name": "…"}], "externalIds": {"DOI": "…", "ArXiv": "…"}}
    {"authorId": "2262347", "name": "…", "hIndex": 23, "papers": [{…}]}

JsonObject: https://api.semanticscholar.org/api-docs/graph. The datasets have the same ones in lower case.
"""

import re
from collections.abc import Iterator

from paperbrowser.formats.entries import build, page_range
from paperbrowser.formats.json.values import (
    JsonObject,
    count,
    date,
    first_text,
    inner,
    link,
    listed,
    objects,
    prose,
    text,
    title,
    written,
    year,
)
from paperbrowser.formats.result import OnRemark
from paperbrowser.papers import identifiers
from paperbrowser.papers.links import WorkLinks, identifier_links
from paperbrowser.papers.model import Kind, Paper, Profile
from paperbrowser.papers.names import given_first

SOURCE = "semanticscholar"

_TELLING = ("paperId", "authorId", "corpusId", "corpusid", "authorid", "citingPaper", "citedPaper")
_RANGE = re.compile(r"([^\s–—-]+)\s*[–—-]+\s*([^\s–—-]+)")
_SERVERS = frozenset(("arxiv", "arxiv.org", "biorxiv", "medrxiv", "corr"))
_KINDS: dict[str, Kind] = {
    "conference": "conference", "journalarticle": "article", "booksection": "chapter", "book": "book",
    "dataset": "dataset",
    # These describe the content rather than the form, and count when there is no other type.
    "review": "article", "clinicaltrial": "article", "metaanalysis": "article", "study": "article",
    "casereport": "article", "editorial": "article", "lettersandcomments": "article", "news": "article",
}  # fmt: skip


def fits(value: JsonObject) -> bool:
    """Whether an object is a paper or an author of Semantic Scholar."""
    return any(key in value for key in _TELLING) or (
        "externalIds" in value and ("title" in value or "name" in value)
    )


def profile_of(value: JsonObject) -> Profile | None:
    """Return the author that an object describes, without papers, or None if it describes none."""
    fields = _folded(value)
    name = given_first(text(fields.get("name")))
    if not name or "authorid" not in fields or "paperid" in fields:
        return None
    affiliation = next(filter(None, map(text, listed(fields, "affiliations"))), None)
    return Profile(
        name=name,
        claimed=count(fields.get("papercount")),
        h_index=count(fields.get("hindex")),
        citations=count(fields.get("citationcount")),
        affiliation=affiliation,
        orcid=orcid_in(value),
        source=SOURCE,
        source_id=written(fields.get("authorid")),
    )


def orcid_in(value: JsonObject) -> str | None:
    """Return the ORCID iD of an author."""
    ids = inner(_folded(value), "externalids")
    given = next((one for key, one in ids.items() if key.upper() == "ORCID"), None)
    return identifiers.orcid_of(first_text(given))


def paper_of(value: JsonObject, on_remark: OnRemark) -> Paper | None:
    """Return the paper of a record, or None if the object is none or has neither title nor id."""
    cited = inner(value, "citingPaper") or inner(value, "citedPaper")
    fields = _folded(cited or value)
    if "authorid" in fields and "paperid" not in fields:
        return None
    id_ = text(fields.get("paperid")) or written(fields.get("corpusid")) or ""
    name = title(fields.get("title"))
    if not (name or id_):
        return None
    ids = {key.lower(): text(one) for key, one in inner(fields, "externalids").items()}
    doi = identifiers.doi_of(ids.get("doi", ""))
    arxiv = identifiers.arxiv_of(ids.get("arxiv", "")) or identifiers.arxiv_of_doi(doi)
    venue = title(fields.get("venue")) or title(inner(fields, "publicationvenue").get("name"))
    journal = inner(fields, "journal")
    if venue and title(journal.get("name")).lower() in _SERVERS:
        journal = {}  # of the preprint, where the paper has been published since
    venue = title(journal.get("name")) or venue
    names = (text(one.get("name")) for one in objects(fields, "authors"))
    return build(
        on_remark,
        title=name,
        keys=(id_,),
        authors=map(given_first, names),
        venue=venue,
        kind=_kind(fields, venue),
        volume=written(journal.get("volume")),
        pages=_pages(written(journal.get("pages")) or ""),
        date=date(fields.get("publicationdate")) or year(fields.get("year")),
        citations=count(fields.get("citationcount")),
        abstract=prose(fields.get("abstract")),
        links=WorkLinks(link(
            *identifier_links(doi, arxiv),
            fields.get("url"),
            f"https://www.semanticscholar.org/paper/{id_}" if fields.get("paperid") else None,
        ), doi, arxiv),
        keywords=tuple(dict.fromkeys(filter(None, _topics(fields)))),
        summary=title(inner(fields, "tldr").get("text")),
        pdf=link(inner(fields, "openaccesspdf").get("url")),
    )  # fmt: skip


def _folded(value: JsonObject) -> JsonObject:
    """Return the fields under their names in lower case, as the datasets have them."""
    return {key.lower(): one for key, one in value.items()}


def _topics(fields: JsonObject) -> Iterator[str]:
    """Return the fields of study; those of the service's own classification say more than the older ones."""
    classified = [title(one.get("category")) for one in objects(fields, "s2fieldsofstudy")]
    yield from classified or map(title, listed(fields, "fieldsofstudy"))


def _pages(given: str) -> str | None:
    """Return pages, which are written as "82 - 86", also of a single one: "164 - 164"."""
    found = _RANGE.fullmatch(given)
    return page_range(found[1], found[2]) if found else given or None


def _kind(fields: JsonObject, venue: str) -> Kind | None:
    said = [one.lower() for one in listed(fields, "publicationtypes") if isinstance(one, str)]
    found = next((kind for key, kind in _KINDS.items() if key in said), None)
    if (found is None or found == "article") and venue.lower() in _SERVERS:
        return "preprint"
    return found
