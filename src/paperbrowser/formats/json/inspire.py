"""Records of INSPIRE, the literature of high-energy physics: from its API, its harvests and its index.

    {"metadata": {"titles": [{"title": "…"}], "authors": [{"full_name": "Doe, Jo"}], "arxiv_eprints": […]}}

The record may stand alone, or within `metadata` (API) or `_source` (index). Schemas:
https://inspire-schemas.readthedocs.io (hep, authors).
"""

import re
from collections.abc import Iterable, Iterator

from paperbrowser.formats.entries import build, page_range
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
)
from paperbrowser.formats.result import OnRemark
from paperbrowser.papers import identifiers
from paperbrowser.papers.dates import PartialDate
from paperbrowser.papers.links import WorkLinks, identifier_links
from paperbrowser.papers.model import Kind, Paper, Profile
from paperbrowser.papers.names import given_first

SOURCE = "inspire"

_SCHEMA = re.compile(r".{0,200}/schemas/records/(?:hep|authors)\.json")
# Sources whose title and abstract are taken, of several.
_PREFERRED = ("arxiv", "submitter")
_NOTHING: JsonObject = {}
_SHORT = 0.5  # of the longest abstract: a cut one, or a remark
_KINDS: dict[str, Kind] = {
    "article": "article", "conference paper": "conference", "proceedings": "proceedings", "book": "book",
    "book chapter": "chapter", "thesis": "thesis", "report": "report", "note": "report",
    "activity report": "report",
}  # fmt: skip


def fits(value: JsonObject) -> bool:
    """Whether an object is a record of INSPIRE."""
    return _is_record(_record(value))


def _is_record(record: JsonObject) -> bool:
    schema = record.get("$schema")
    if isinstance(schema, str) and _SCHEMA.match(schema):
        return True
    titles = listed(record, "titles")
    if titles and isinstance(titles[0], dict):
        return True
    if "arxiv_eprints" in record or "preferred_name" in inner(record, "name"):
        return True
    return "control_number" in record and ("authors" in record or "name" in record)


def _record(value: JsonObject) -> JsonObject:
    return inner(value, "metadata") or inner(value, "_source") or value


def profile_of(value: JsonObject) -> Profile | None:
    """Return the author that a record describes, without papers, or None if it describes none."""
    record = _record(value)
    if "titles" in record:
        return None
    names = inner(record, "name")
    name = text(names.get("preferred_name")) or given_first(text(names.get("value")))
    if not name:
        return None
    positions = sorted(objects(record, "positions"), key=lambda one: one.get("current") is not True)
    places = (text(one.get("institution")) or text(one.get("name")) for one in positions)
    ids = (text(one.get("value")) for one in objects(record, "ids") if one.get("schema") == "ORCID")
    return Profile(
        name=name,
        affiliation=next(filter(None, places), None),
        orcid=next(filter(None, map(identifiers.orcid_of, ids)), None),
        source=SOURCE,
        source_id=written(record.get("control_number")) or written(value.get("id")),
    )


def paper_of(value: JsonObject, on_remark: OnRemark) -> Paper | None:
    """Return the paper of a record, or None if the object is none or has neither title nor number."""
    record = _record(value)
    if "name" in record and "titles" not in record:
        return None
    number = written(record.get("control_number")) or ""
    name = _title(record)
    if not (name or number):
        return None
    eprint = next(objects(record, "arxiv_eprints"), {})
    arxiv = identifiers.arxiv_of(text(eprint.get("value")))
    categories = listed(eprint, "categories") or listed(record, "primary_arxiv_category")
    dois = (text(one.get("value")) for one in _published_first(objects(record, "dois")))
    doi = next(filter(None, map(identifiers.doi_of, dois)), None)
    published = next(_published_first(objects(record, "publication_info")), _NOTHING)
    return build(
        on_remark,
        title=name,
        keys=(number,),
        authors=_authors(record),
        category=next(filter(None, map(text, categories)), None),
        venue=_venue(published),
        kind=_kind(record),
        volume=written(published.get("journal_volume")),
        number=written(published.get("journal_issue")),
        pages=page_range(written(published.get("page_start")), written(published.get("page_end")))
        or written(published.get("artid")),
        publisher=text(next(objects(record, "imprints"), {}).get("publisher")),
        date=_date(record, published),
        citations=count(record.get("citation_count")),
        abstract=_abstract(record),
        links=WorkLinks(
            link(
                *identifier_links(doi, arxiv),
                *(one.get("value") for one in objects(record, "urls")),
                f"https://inspirehep.net/literature/{number}" if number else None,
            ),
            doi,
            arxiv,
        ),
    )


def _published_first(several: Iterable[JsonObject]) -> Iterator[JsonObject]:
    """Return values of the paper itself before those of an erratum, a translation and the like."""
    return iter(
        sorted(several, key=lambda one: one.get("material", "publication") != "publication")
    )


def _title(record: JsonObject) -> str:
    """Return arXiv's title, since that one has its formulas as LaTeX, or else the first."""
    titles = list(objects(record, "titles"))
    titles.sort(key=lambda one: text(one.get("source")).lower() not in _PREFERRED)
    for one in titles:
        if found := title(one.get("title")):
            subtitle = title(one.get("subtitle"))
            return f"{found}: {subtitle}" if subtitle else found
    return ""


def _abstract(record: JsonObject) -> str:
    """Return arXiv's abstract, or the longest if that is much longer or the only one."""
    found = [
        (text(one.get("source")).lower() in _PREFERRED, prose(one.get("value")))
        for one in objects(record, "abstracts")
    ]
    longest = max((abstract for _, abstract in found), key=len, default="")
    return next(
        (abstract for preferred, abstract in found if preferred and len(abstract) > _SHORT * len(longest)),
        longest,
    )  # fmt: skip


def _authors(record: JsonObject) -> tuple[str, ...]:
    """Return the names of people; of a paper without people, those of bodies and collaborations."""
    people = [given_first(text(one.get("full_name"))) for one in objects(record, "authors")]
    groups = [text(one.get("value")) for one in objects(record, "collaborations")]
    bodies = [text(one) for one in listed(record, "corporate_author")]
    written_by = [f"{one} Collaboration" if "ollab" not in one else one for one in groups if one]
    return tuple(filter(None, people)) or tuple(filter(None, [*bodies, *written_by]))


def _venue(published: JsonObject) -> str | None:
    for key in ("journal_title", "pubinfo_freetext"):
        if found := title(published.get(key)):
            return found
    return None


def _date(record: JsonObject, published: JsonObject) -> PartialDate | None:
    """Return the earliest date, as INSPIRE sorts: the preprint's day, or as much as is known."""
    return (
        date(record.get("preprint_date"))
        or date(inner(record, "thesis_info").get("date"))
        or date(next(objects(record, "imprints"), {}).get("date"))
        or date(record.get("earliest_date"))
        or year(published.get("year"))
    )


def _kind(record: JsonObject) -> Kind | None:
    types = [one for one in listed(record, "document_type") if isinstance(one, str)]
    found = next((_KINDS[one] for one in types if one in _KINDS), None)
    if found == "article" and "arxiv_eprints" in record and not listed(record, "publication_info"):
        return "preprint"  # INSPIRE calls every paper of no other sort an article
    return found
