"""Records and works of ORCID, as its API gives them in JSON.

    {"orcid-identifier": {…}, "person": {"name": {…}}, "activities-summary": {"works": {"group": […]}}}

Each text is in an object: {"value": "…"}. A group holds the same work from several sources and is one paper.
Tutorials: https://info.orcid.org/documentation/api-tutorials.
"""

from collections.abc import Iterator
from typing import Any

from paperbrowser.formats.entries import build
from paperbrowser.formats.json.values import (
    JsonObject,
    inner,
    link,
    objects,
    parts_of_date,
    prose,
    text,
    title,
    written,
)
from paperbrowser.formats.kinds import orcid_kind
from paperbrowser.formats.result import OnRemark
from paperbrowser.papers import identifiers
from paperbrowser.papers.dates import PartialDate
from paperbrowser.papers.links import WorkLinks, identifier_links
from paperbrowser.papers.model import Paper, Profile
from paperbrowser.papers.names import given_first

SOURCE = "orcid"


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
    plain = f"{_value(names.get('given-names'))} {_value(names.get('family-name'))}".strip()
    name = given_first(credit) if credit else plain
    path = text(inner(value, "orcid-identifier").get("path")) or text(names.get("path"))
    orcid = identifiers.orcid_of(path)
    if not name or not (names and ("orcid-identifier" in value or "person" in value or orcid)):
        return None
    return Profile(
        name=name,
        affiliation=_affiliation(inner(value, "activities-summary", "employments")),
        orcid=orcid,
        source=SOURCE,
        source_id=orcid,
    )


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
    kind = best.get("type")
    return build(
        on_remark,
        title=name,
        keys=(number,),
        authors=_authors(best),
        venue=next(filter(None, (title(_value(one.get("journal-title"))) for one in versions)), None),
        kind=orcid_kind(text(kind)),
        date=next(iter(dates), None),
        abstract=prose(best.get("short-description")),
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


def _authors(work: JsonObject) -> Iterator[str]:
    """Return the contributors but editors; summaries leave them out."""
    return (
        given_first(_value(one.get("credit-name")))
        for one in objects(inner(work, "contributors"), "contributor")
        if "EDITOR"
        not in text(inner(one, "contributor-attributes").get("contributor-role")).upper()
    )


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
