"""The versions of one work: which are the same, which of two comes first, and where the other is kept.

A journal article comes before the talk on it, and a publication before its preprint, in whatever order they
are imported, so that the work is the same. What a paper's own fields do not hold stays in `Paper.versions`.
"""

from dataclasses import fields, replace
from typing import Any

from paperbrowser.library.merge.work import (
    arxiv_in,
    is_conference,
    is_preprint_doi,
    is_published,
    loose_title_key,
    preprint_server,
)
from paperbrowser.papers.dates import PartialDate
from paperbrowser.papers.identifiers import doi_key
from paperbrowser.papers.ids import is_made_id
from paperbrowser.papers.model import Paper, WorkVersion

_RANKS = {
    "article": 6,
    "book": 5,
    "proceedings": 5,
    None: 4,
    "conference": 4,
    "thesis": 3,
    "report": 2,
}
_FACTS = tuple(field.name for field in fields(WorkVersion) if field.name not in {"key", "date"})


def own_version(paper: Paper) -> WorkVersion:
    """Return what the fields of a paper say of one version: the published one if there is one."""
    published = is_published(paper)
    facts: dict[str, Any] = {name: getattr(paper, name) for name in _FACTS}
    if published:
        # These are of the preprint, and of the work as a whole.
        facts["arxiv"] = None
        if paper.doi and is_preprint_doi(paper.doi):
            facts["doi"] = None
        if paper.url and "arxiv.org/" in paper.url:
            facts["url"] = None
    else:
        facts["arxiv"] = arxiv_in(paper)
    date = paper.date
    if published and date is not None and date in {one.date for one in paper.versions}:
        date = PartialDate(date.year)  # the day is that of the preprint, of the same year
    return WorkVersion(**facts, date=date, key=stated_key(paper))


def stated_key(paper: Paper) -> str | None:
    """Return the key that a source gave a paper, in its field or as its id."""
    return paper.key or (None if not paper.id or is_made_id(paper) else paper.id)


def same_version(one: WorkVersion, other: WorkVersion) -> bool:
    """Whether two descriptions of one work are of the same version, as far as can be known."""
    if _is_key(one) or _is_key(other):
        return one.key is not None and one.key == other.key
    if one.doi and other.doi:
        if doi_key(one.doi) == doi_key(other.doi):
            return True
        preprints = is_preprint_doi(one.doi), is_preprint_doi(other.doi)
        return all(preprints) and one.doi.partition("/")[0] == other.doi.partition("/")[0]
    published = is_published(one), is_published(other)
    if published == (False, False):
        servers = preprint_server(one), preprint_server(other)
        return (not all(servers) or servers[0] == servers[1]) and _agree(one.arxiv, other.arxiv)
    if not all(published):
        return _says_nothing(other if published[0] else one)
    venues = [loose_title_key(version.venue or "") for version in (one, other)]
    if venues[0] and venues[0] == venues[1]:
        return True
    if one.volume and one.pages and (one.volume, one.pages) == (other.volume, other.pages):
        return True
    groups = _group(one), _group(other)
    if all(groups) and groups[0] != groups[1]:
        return False
    years = [version.date.year if version.date else None for version in (one, other)]
    return not all(venues) or _agree(one.pages, other.pages) or _agree(*years)


def is_known(paper: Paper, of: Paper) -> bool:
    """Whether a paper is one of the versions that another paper of its work has."""
    one = own_version(paper)
    return any(same_version(one, other) for other in (own_version(of), *of.versions))


def precedes(one: Paper, other: Paper) -> bool:
    """Whether of two versions of a work the first gives the facts of the paper."""
    return _precedence(one) >= _precedence(other)


def all_versions(lead: Paper, old: Paper, new: Paper, *, fills: bool) -> Paper:
    """Return a paper with the versions that two papers of the work have and it has not itself.

    Args:
        lead: the paper made of the two, without versions.
        old: the paper that was there.
        new: the other one.
        fills: the facts of `new` only fill those that are empty.
    """
    main = own_version(lead)
    kept: list[WorkVersion] = []
    for version in old.versions:
        _collect(version, kept, fills=True)
    for version in (own_version(old), own_version(new), *new.versions):
        _collect(version, kept, fills=fills or version not in (own_version(new), *new.versions))
    known = {lead.key or lead.id}
    others: list[WorkVersion] = []
    for version in kept:
        rest = version
        if same_version(main, version):
            if not (_is_key(version) or _says_nothing(version)):
                empty = {name: value for name in _FACTS
                         if getattr(lead, name) is None and (value := getattr(version, name))}  # fmt: skip
                lead = replace(lead, **empty)
            rest = WorkVersion(key=version.key)
        if rest.key in known:
            rest = replace(rest, key=None)
        elif rest.key:
            known.add(rest.key)
        if rest != WorkVersion():
            others.append(rest)
    # In an order of their own, so that it does not matter which was there first.
    return replace(lead, versions=tuple(sorted(others, key=_order)))


def _collect(version: WorkVersion, kept: list[WorkVersion], *, fills: bool) -> None:
    """Add a version to a list of versions, or to that version of the list that is the same."""
    if version == WorkVersion() or version in kept:
        return
    if _says_nothing(version):
        if version.key and all(version.key != one.key for one in kept):
            kept.append(WorkVersion(key=version.key))
        return
    at = next((at for at, one in enumerate(kept) if same_version(one, version)), None)
    if at is None:
        kept.append(version)
        return
    before = kept[at]
    first, then = (before, version) if fills else (version, before)
    facts = {name: getattr(first, name) or getattr(then, name) for name in _FACTS}
    kept[at] = WorkVersion(
        **facts, date=_date(first.date, then.date), key=before.key or version.key
    )
    if before.key and version.key and before.key != version.key:
        kept.append(WorkVersion(key=version.key))


def _date(first: PartialDate | None, then: PartialDate | None) -> PartialDate | None:
    if first is None or then is None:
        return first or then
    return then if str(then).startswith(str(first)) else first


def _agree(one: object, other: object) -> bool:
    return one is None or other is None or one == other


def _is_key(version: WorkVersion) -> bool:
    """Whether a version is only another key of the paper."""
    return version == WorkVersion(key=version.key)


def _says_nothing(version: WorkVersion) -> bool:
    """Whether a version has no place of publication, so that it may be any."""
    names = ("venue", "volume", "number", "pages", "doi", "arxiv")
    return version.kind != "preprint" and not any(getattr(version, name) for name in names)


def _group(version: Paper | WorkVersion) -> str | None:
    """Return the kind as far as services agree on it: some call a talk an article or a chapter."""
    if is_conference(version):
        return "conference"
    return None if version.kind in {"other", "webpage"} else version.kind


def _precedence(paper: Paper) -> tuple[Any, ...]:
    rank = _RANKS.get(_group(paper), 3)
    return (
        is_published(paper),
        rank,
        paper.date_text,
        paper.doi or "",
        paper.venue or "",
        paper.pages or "",
    )


def _order(version: WorkVersion) -> tuple[Any, ...]:
    date = "~" if version.date is None else str(version.date)
    return (
        _is_key(version),
        date,
        *(getattr(version, name) or "" for name in _FACTS),
        version.key or "",
    )
