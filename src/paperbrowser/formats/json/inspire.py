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
from paperbrowser.formats.text import arxiv as arxiv_texts
from paperbrowser.formats.text import code
from paperbrowser.papers import identifiers
from paperbrowser.papers.dates import PartialDate
from paperbrowser.papers.links import WorkLinks, identifier_links
from paperbrowser.papers.model import Kind, Paper, Profile
from paperbrowser.papers.names import given_first, literal

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
_OWN_SITE = "https://inspirehep.net"
# Theses that are not doctoral, as entries of BibTeX; its styles name two kinds only.
_DEGREES: dict[str, tuple[tuple[str, str], ...]] = {
    "master": (("entrytype", "mastersthesis"),),
    "bachelor": (("entrytype", "mastersthesis"), ("type", "Bachelor's thesis")),
    "diploma": (("entrytype", "mastersthesis"), ("type", "Diploma thesis")),
    "laurea": (("entrytype", "mastersthesis"), ("type", "Laurea thesis")),
    "habilitation": (("entrytype", "phdthesis"), ("type", "Habilitation thesis")),
}


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
    imprint = next(objects(record, "imprints"), _NOTHING)
    school = _school(record)
    people = [one for one in objects(record, "authors") if not _has_role(one, "supervisor")]
    editors = _names(one for one in people if _has_role(one, "editor"))
    authors = _names(one for one in people if not _has_role(one, "editor"))
    groups = [text(one.get("value")) for one in objects(record, "collaborations")]
    notes = (title(one.get("value")) for one in objects(record, "public_notes"))
    remark = "; ".join(filter(None, (*notes, *_errata(record))))
    abstract = _abstract(record)
    code_url = _code(record, remark, abstract)
    withdrawn = record.get("withdrawn") is True or arxiv_texts.is_withdrawn(remark, abstract)
    return build(
        on_remark,
        title=name,
        keys=(number,),
        authors=authors or (() if editors else _bodies(record, groups)),
        editors=editors,
        collaboration=", ".join(filter(None, groups)) if authors else None,
        affiliations=_affiliations(people),
        category=next(filter(None, map(text, categories)), None),
        venue=_venue(published) or school,
        kind=_kind(record),
        volume=written(published.get("journal_volume")),
        number=written(published.get("journal_issue")),
        pages=page_range(written(published.get("page_start")), written(published.get("page_end")))
        or written(published.get("artid")),
        publisher=text(imprint.get("publisher")) or school,
        place=text(imprint.get("place")),
        isbn=", ".join(filter(None, (text(one.get("value")) for one in objects(record, "isbns")))),
        date=_date(record, published),
        citations=count(record.get("citation_count")),
        abstract=abstract,
        links=WorkLinks(
            link(
                *identifier_links(doi, arxiv),
                *(one.get("value") for one in objects(record, "urls")),
                f"https://inspirehep.net/literature/{number}" if number else None,
            ),
            doi,
            arxiv,
        ),
        retracted="withdrawn" if withdrawn else None,
        code=code_url is not None,
        code_url=code_url,
        keywords=_keywords(record),
        note=remark,
        pdf=None if withdrawn else _pdf(record),
        key=next(filter(None, map(text, listed(record, "texkeys"))), None),
        bibtex=_DEGREES.get(text(inner(record, "thesis_info").get("degree_type")).lower(), ()),
    )


def _errata(record: JsonObject) -> Iterator[str]:
    """Return where errata appeared: "Erratum: Eur.Phys.J.A 57 (2021) 306"."""
    for one in objects(record, "publication_info"):
        if one.get("material") == "erratum":
            volume, year_ = written(one.get("journal_volume")), written(one.get("year"))
            page = written(one.get("page_start")) or written(one.get("artid"))
            place = (title(one.get("journal_title")), volume, year_ and f"({year_})", page)
            if where := " ".join(filter(None, place)):
                yield f"Erratum: {where}"


def _has_role(author: JsonObject, role: str) -> bool:
    return role in listed(author, "inspire_roles")


def _names(people: Iterable[JsonObject]) -> tuple[str, ...]:
    names = (given_first(text(one.get("full_name"))) for one in people)
    return tuple(filter(None, names))


def _affiliations(people: Iterable[JsonObject]) -> Iterator[str]:
    """Return the institutions of all authors, each once."""
    names = (text(one.get("value")) for author in people for one in objects(author, "affiliations"))
    return iter(dict.fromkeys(filter(None, names)))


def _school(record: JsonObject) -> str:
    """Return the university of a thesis, or several with "and" between them.

    Those that INSPIRE's curators linked are taken if there are any: others name the same in other words.
    """
    found = list(objects(inner(record, "thesis_info"), "institutions"))
    found = [one for one in found if inner(one, "record")] or found[:1]
    return " and ".join(dict.fromkeys(filter(None, (text(one.get("name")) for one in found))))


def _keywords(record: JsonObject) -> tuple[str, ...]:
    fields = (title(one.get("term")) for one in objects(record, "inspire_categories"))
    words = (
        title(one.get("value"))
        for one in objects(record, "keywords")
        if one.get("schema") != "PACS"
    )
    return tuple(dict.fromkeys(filter(None, (*fields, *words))))


def _pdf(record: JsonObject) -> str | None:
    """Return the address of a full text, at INSPIRE itself or elsewhere."""
    documents = [one for one in objects(record, "documents") if one.get("hidden") is not True]
    documents.sort(key=lambda one: one.get("fulltext") is not True)
    here = (text(one.get("url")) for one in documents)
    found = [f"{_OWN_SITE}{url}" if url.startswith("/") else url for url in here]
    elsewhere = (text(one.get("value")) for one in objects(record, "urls"))
    return link(*found, *(url for url in elsewhere if url.lower().endswith(".pdf")))


def _code(record: JsonObject, remark: str, abstract: str) -> str | None:
    urls = list(objects(record, "urls"))
    said = (
        text(one.get("value")) for one in urls if "code" in text(one.get("description")).lower()
    )
    return (
        code.kept(text(one.get("value")) for one in urls)
        or link(*said)
        or code.address(remark, abstract)
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


def _bodies(record: JsonObject, groups: Iterable[str]) -> tuple[str, ...]:
    """Return the bodies and collaborations that are the authors of a paper without people."""
    bodies = [text(one) for one in listed(record, "corporate_author")]
    written_by = [f"{one} Collaboration" if "ollab" not in one else one for one in groups if one]
    return tuple(filter(None, map(literal, [*bodies, *written_by])))


def _venue(published: JsonObject) -> str | None:
    for key in ("journal_title", "pubinfo_freetext"):
        if found := title(published.get(key)):
            return found
    return None


def _date(record: JsonObject, published: JsonObject) -> PartialDate | None:
    """Return the earliest date, as INSPIRE sorts: the preprint's day, or as much as is known."""
    if found := date(record.get("preprint_date")):
        return found
    thesis = inner(record, "thesis_info")
    given = [thesis.get("date"), *(one.get("date") for one in objects(record, "imprints"))]
    given += [record.get("earliest_date"), thesis.get("defense_date")]
    dates = [one for one in map(date, given) if one is not None]
    if not dates:
        return year(published.get("year"))
    # Of a thesis, the first may be the year alone, and the next its day.
    exact = (one for one in dates if str(one).startswith(str(dates[0])))
    return max(exact, key=lambda one: len(str(one)))


def _kind(record: JsonObject) -> Kind | None:
    types = [one for one in listed(record, "document_type") if isinstance(one, str)]
    found = next((_KINDS[one] for one in types if one in _KINDS), None)
    if found == "article" and "arxiv_eprints" in record and not listed(record, "publication_info"):
        return "preprint"  # INSPIRE calls every paper of no other sort an article
    return found
