"""Records and works of ORCID, as its API gives them in JSON.

    {"orcid-identifier": {…}, "person": {"name": {…}}, "activities-summary": {"works": {"group": […]}}}

Each text is in an object: {"value": "…"}. A group holds the same work from several sources and is one paper.
Tutorials: https://info.orcid.org/documentation/api-tutorials.
"""

import contextlib
from collections.abc import Iterator, Mapping
from typing import Any

from paperbrowser.formats import bibtex
from paperbrowser.formats.entries import build
from paperbrowser.formats.input import Input
from paperbrowser.formats.json.values import (
    Json,
    JsonObject,
    count,
    inner,
    link,
    objects,
    parts_of_date,
    text,
    title,
    written,
)
from paperbrowser.formats.kinds import orcid_kind
from paperbrowser.formats.result import OnRemark, ReadError
from paperbrowser.formats.text.markup import line_of
from paperbrowser.papers import identifiers
from paperbrowser.papers.dates import PartialDate
from paperbrowser.papers.links import WorkLinks, identifier_links
from paperbrowser.papers.model import Paper, Profile
from paperbrowser.papers.names import given_first
from paperbrowser.papers.names import person as person_name

SOURCE = "orcid"
_NOT_CITED = Paper(title="")
_LONGEST = 50_000  # characters of a citation


def fits(value: JsonObject) -> bool:
    """Whether an object is a record, a group of works or a work of ORCID."""
    return (
        "work-summary" in value
        or "orcid-identifier" in value
        or "activities-summary" in value
        or "put-code" in value
        or "title" in inner(value, "title")
        or "put-code" in inner(value, "work")
    )


def profile_of(value: JsonObject) -> Profile | None:
    """Return the person of a record, without papers, or None if the object is no record."""
    person = inner(value, "person") or value
    names = inner(person, "name")
    credit = _value(names.get("credit-name"))
    plain = person_name(_value(names.get("family-name")), _value(names.get("given-names")))
    name = given_first(credit) if credit else plain
    orcid = id_of(value) or identifiers.orcid_of(text(names.get("path")))
    if not name or not (names and ("orcid-identifier" in value or "person" in value or orcid)):
        return None
    return Profile(
        name=name,
        affiliation=_affiliation(inner(value, "activities-summary", "employments")),
        orcid=orcid,
        source=SOURCE,
        source_id=orcid,
    )


def id_of(value: JsonObject) -> str | None:
    """Return the ORCID iD of a record."""
    return identifiers.orcid_of(text(inner(value, "orcid-identifier").get("path")))


def put_codes(group: JsonObject) -> list[str]:
    """Return the numbers of the versions of a work, for asking for all that they say."""
    codes = (count(one.get("put-code")) for one in objects(group, "work-summary"))
    return [str(code) for code in codes if code is not None]


def completed(group: JsonObject, works: Mapping[str, JsonObject]) -> JsonObject:
    """Return a group whose summaries are replaced by whole works.

    Args:
        group: as in the list of works.
        works: those that are known, by their numbers.
    """
    versions: list[Json] = []
    for one in objects(group, "work-summary"):
        whole = works.get(written(one.get("put-code")) or "", {})
        versions.append(
            {**one, **{key: value for key, value in whole.items() if value is not None}}
        )
    return {**group, "work-summary": versions}


def paper_of(value: JsonObject, on_remark: OnRemark) -> Paper | None:
    """Return the paper of a group, a summary or a work, or None if it has neither title nor number."""
    versions: list[JsonObject] = [*objects(value, "work-summary")] or [
        inner(value, "work") or value
    ]
    versions.sort(key=_rank)
    best = versions[0]
    name, number = _title(best), written(best.get("put-code"))
    if not (name or number):
        return None
    ids = [one for holder in (*versions, value) for one in _ids(holder)]
    doi = _identifier(ids, "doi", identifiers.doi_of)
    arxiv = _identifier(ids, "arxiv", identifiers.arxiv_of) or identifiers.arxiv_of_doi(doi)
    dates = [day for one in versions if (day := _date(one)) is not None]
    dates.sort(key=lambda day: ("day", "month", "year").index(day.precision))
    urls = (_value(one.get("url")) for one in versions)
    people = next(filter(None, map(_contributors, versions)), {})
    cited = next(filter(None, map(_cited, versions)), _NOT_CITED)
    authors = people.get(False, ())
    return build(
        on_remark,
        title=name,
        keys=(number,),
        authors=authors or cited.authors,
        et_al=cited.et_al and not authors,
        editors=people.get(True, ()),
        venue=next(filter(None, (title(_value(one.get("journal-title"))) for one in versions)), None),
        kind=orcid_kind(text(best.get("type"))),
        volume=cited.volume,
        number=cited.number,
        pages=cited.pages,
        publisher=cited.publisher,
        date=next(iter(dates), None),
        summary=next(filter(None, (line_of(text(one.get("short-description"))) for one in versions)), None),
        links=WorkLinks(link(
            *identifier_links(doi, arxiv),
            *urls,
            *(_value(one.get("external-id-url")) for one in ids),
        ), doi, arxiv),
    )  # fmt: skip


def _value(holder: Any) -> str:
    """Return the text that an object holds as its `value`, or that stands in its place."""
    return text(holder.get("value")) if isinstance(holder, dict) else text(holder)


def _rank(work: JsonObject) -> tuple[bool, int]:
    """Return the sort key of versions of a work: the one that the person prefers comes first."""
    index = text(work.get("display-index"))
    return not _title(work), -int(index) if index.isascii() and index.isdecimal() and len(
        index
    ) < 9 else 0


def _title(work: JsonObject) -> str:
    holder = inner(work, "title")
    name, subtitle = title(_value(holder.get("title"))), title(_value(holder.get("subtitle")))
    return f"{name}: {subtitle}" if name and subtitle else name


def _ids(work: JsonObject) -> Iterator[JsonObject]:
    """Return the identifiers of the work itself, not those of the book or journal that it is part of."""
    for one in objects(inner(work, "external-ids"), "external-id"):
        if text(one.get("external-id-relationship")).lower().replace("_", "-") != "part-of":
            yield one


def _identifier(ids: list[JsonObject], kind: str, read: Any) -> str | None:
    for one in ids:
        if text(one.get("external-id-type")).lower() == kind:
            for given in (one.get("external-id-normalized"), one.get("external-id-value")):
                if isinstance(found := read(_value(given)), str):
                    return found
    return None


def _contributors(work: JsonObject) -> dict[bool, tuple[str, ...]]:
    """Return the authors under False and the editors under True; summaries leave both out.

    Who did several things is there several times.
    """
    found: dict[bool, dict[str, None]] = {}
    for one in objects(inner(work, "contributors"), "contributor"):
        role = text(inner(one, "contributor-attributes").get("contributor-role")).upper()
        if name := given_first(_value(one.get("credit-name"))):
            found.setdefault("EDITOR" in role, {})[name] = None
    return {role: tuple(names) for role, names in found.items()}


def _cited(work: JsonObject) -> Paper | None:
    """Return the paper of the citation that a work has in BibTeX, which alone tells volume and pages."""
    citation = inner(work, "citation")
    entry = citation.get("citation-value")
    if text(citation.get("citation-type")).lower() != "bibtex" or not isinstance(entry, str):
        return None
    with contextlib.suppress(ReadError):
        return bibtex.read(Input.of_text(entry[:_LONGEST])).profile.papers[0]
    return None


def _date(work: JsonObject) -> PartialDate | None:
    given = inner(work, "publication-date")
    return parts_of_date(*(_value(given.get(part)) for part in ("year", "month", "day")))


def _affiliation(employments: JsonObject) -> str | None:
    """Return the present employer; the newest entry stands first."""
    jobs: list[JsonObject] = list(objects(employments, "employment-summary"))
    for group in objects(employments, "affiliation-group"):
        jobs += [inner(one, "employment-summary") for one in objects(group, "summaries")]
    jobs.sort(key=lambda job: bool(job.get("end-date")))
    names = (text(inner(job, "organization").get("name")) for job in jobs)
    return next(filter(None, names), None)
