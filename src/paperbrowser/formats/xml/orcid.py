"""ORCID's XML: a record, its works, or one of them.

https://info.orcid.org/documentation/integration-guide/orcid-record/

Works come in groups: the same work from several sources, of which the one that the person prefers is read.
Versions 2 and 3 of the format are alike in all that is read here.
"""

from dataclasses import replace

from paperbrowser.formats.entries import Collected, build
from paperbrowser.formats.kinds import orcid_kind
from paperbrowser.formats.text import dates, markup
from paperbrowser.formats.xml.nodes import Node
from paperbrowser.papers.identifiers import orcid_of
from paperbrowser.papers.links import links_of
from paperbrowser.papers.model import Paper, Profile
from paperbrowser.papers.names import given_first, person
from paperbrowser.papers.text import one_line

ENTRIES = frozenset(
    {"group", "work", "work-summary", "orcid-identifier", "name", "employment-summary"}
)

_ROOTS = frozenset(
    {"record", "person", "activities-summary", "works", "group", "work", "work-summary", "bulk"}
)
_NAMESPACE = "orcid.org/ns/"


def fits(root: Node) -> bool:
    """Return whether this is one of ORCID's roots."""
    return root.name in _ROOTS and (
        any(_NAMESPACE in value for value in root.attributes.values()) or ":" in root.source
    )


def profile_of(root: Node) -> Profile:
    """Return the person whose ORCID iD is in the path of the root: "/0000-0002-1825-0097/works"."""
    return Profile(name="", orcid=orcid_of(root.attributes.get("path", "")))


def paper_of(entry: Node, found: Collected) -> Paper | None:
    """Return the paper of a group or work; facts of the person go into the profile."""
    profile = found.profile
    match entry.name:
        case "orcid-identifier":
            stated = entry.text_at("path") or entry.text_at("uri")
            found.profile = replace(profile, orcid=profile.orcid or orcid_of(stated))
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
    """Return the name that the person chose, or else the parts of their name."""
    given, family = node.text_at("given-names"), node.text_at("family-name")
    return given_first(node.text_at("credit-name")) or person(family, given)


def _preference(work: Node) -> int:
    """Return the number that ORCID gives a copy of a work; the copy with the highest is shown first."""
    index = work.attributes.get("display-index", "")
    return int(index) if index.isascii() and index.isdecimal() and len(index) < 10 else -1


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
    parts = (one_line(work.text_at("publication-date", part)) for part in ("year", "month", "day"))
    people = [
        given_first(one.text_at("credit-name"))
        for one in work.find_all("contributors", "contributor")
        if one_line(one.text_at("contributor-attributes", "contributor-role")) in {"", "author"}
    ]
    links = links_of(addresses, doi=doi, arxiv=arxiv)
    return build(
        found.remarks.at(work.line),
        title=title,
        keys=(links.doi,),
        authors=people,
        venue=markup.line_of(work.text_at("journal-title")),
        kind=orcid_kind(one_line(work.text_at("type"))),
        date=dates.of_parts(*parts),
        summary=markup.line_of(work.text_at("short-description")),
        links=links,
    )


def _is_own(id_: Node) -> bool:
    """Return whether an identifier is of the work itself, and not of a book or series that it is part of."""
    return one_line(id_.text_at("external-id-relationship")).lower() in {"", "self"}


def _own_id(ids: list[Node], type_: str) -> str:
    return next(
        (
            one_line(one.text_at("external-id-value"))
            for one in ids
            if one_line(one.text_at("external-id-type")).lower() == type_ and _is_own(one)
        ),
        "",
    )
