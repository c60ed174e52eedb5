"""ORCID's XML: a record, its works, or one of them.

https://info.orcid.org/documentation/integration-guide/orcid-record/

Works come in groups: what several sources say of one work. The one that the person prefers is read. Versions
2 and 3 are alike in what is read here.
"""

from dataclasses import replace

from paperbrowser.formats.entries import Collected, title_or_key
from paperbrowser.formats.kinds import orcid_kind
from paperbrowser.formats.text import dates, markup
from paperbrowser.formats.xml.nodes import Node
from paperbrowser.papers.identifiers import orcid_of
from paperbrowser.papers.links import links_of
from paperbrowser.papers.model import Paper, Profile
from paperbrowser.papers.names import given_first
from paperbrowser.papers.text import one_line

ENTRIES = frozenset(
    {"group", "work", "work-summary", "orcid-identifier", "name", "employment-summary"}
)

_ROOTS = frozenset(
    {"record", "person", "activities-summary", "works", "group", "work", "work-summary", "bulk"}
)
_NAMESPACE = "orcid.org/ns/"


def fits(root: Node) -> bool:
    """Whether this is one of ORCID's roots."""
    return root.name in _ROOTS and (
        any(_NAMESPACE in value for value in root.attributes.values()) or ":" in root.source
    )


def profile_of(root: Node) -> Profile:
    """Who the path of the root says it is of: "/0000-0002-1825-0097/works"."""
    return Profile(name="", orcid=orcid_of(root.attributes.get("path", "")))


def paper_of(entry: Node, found: Collected) -> Paper | None:
    """The paper of a group or work; what is told of the person goes into the profile."""
    profile = found.profile
    match entry.name:
        case "orcid-identifier":
            said = entry.text_at("path") or entry.text_at("uri")
            found.profile = replace(profile, orcid=profile.orcid or orcid_of(said))
        case "name":
            found.profile = replace(profile, name=profile.name or _name(entry))
        case "employment-summary":
            if entry.find("end-date") is None and profile.affiliation is None:
                where = one_line(entry.text_at("organization", "name")) or None
                found.profile = replace(profile, affiliation=where)
        case "group":
            works = entry.nodes("work-summary", "work")
            if works:  # groups of fundings and peer reviews are called the same
                return _paper(max(works, key=_preference), entry, found)
        case _:
            return _paper(entry, entry, found)
    return None


def _name(node: Node) -> str:
    """The name as the person wants it, or else in its parts."""
    given, family = node.text_at("given-names"), node.text_at("family-name")
    return one_line(node.text_at("credit-name")) or one_line(f"{given} {family}")


def _preference(work: Node) -> int:
    """ORCID numbers the copies of a work; the highest is shown first."""
    said = work.attributes.get("display-index", "")
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 10 else -1


def _paper(work: Node, entry: Node, found: Collected) -> Paper | None:
    title = markup.line_of(work.text_at("title", "title"))
    ids = [
        *work.find_all("external-ids", "external-id"),
        *entry.find_all("external-ids", "external-id"),
    ]
    doi, arxiv = _own_id(ids, "doi"), _own_id(ids, "arxiv")
    if not title and not doi and work.find("type") is None:
        found.remarks.left_out(work.line, "a work without a title")
        return None
    addresses = [
        work.text_at("url"),
        *(one.text_at("external-id-url") for one in ids if _is_own(one)),
    ]
    links = links_of(addresses, doi=doi, arxiv=arxiv)
    parts = (one_line(work.text_at("publication-date", part)) for part in ("year", "month", "day"))
    date = dates.of_parts(*parts)
    people = [
        given_first(one.text_at("credit-name"))
        for one in work.find_all("contributors", "contributor")
        if one_line(one.text_at("contributor-attributes", "contributor-role")) in {"", "author"}
    ]
    return Paper(
        title=title_or_key(title, (links.doi,), found.remarks.at(work.line)),
        authors=tuple(filter(None, people)),
        venue=markup.line_of(work.text_at("journal-title")) or None,
        kind=orcid_kind(one_line(work.text_at("type"))),
        date=date,
        abstract=markup.paragraphs_of(work.text_at("short-description")),
        url=links.url,
        doi=links.doi,
        arxiv=links.arxiv,
    )


def _is_own(id_: Node) -> bool:
    """Whether it names the work itself, and not what it is part of."""
    return one_line(id_.text_at("external-id-relationship")).lower() in {"", "self"}


def _own_id(ids: list[Node], sort: str) -> str:
    return next(
        (
            one_line(one.text_at("external-id-value"))
            for one in ids
            if one_line(one.text_at("external-id-type")).lower() == sort and _is_own(one)
        ),
        "",
    )
