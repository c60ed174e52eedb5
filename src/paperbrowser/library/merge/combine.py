"""Make one paper of two that are the same work: the fields of the new one replace, the others stay.

Of a preprint and its published version, whichever comes first, the published one gives venue and date; both
identifiers stay. Wording that only differs (a title's case, initials for names) stays as it was, so that two
sources imported in turn do not undo each other.
"""

from dataclasses import replace
from typing import Any

from paperbrowser.library.merge.authors import compare
from paperbrowser.library.merge.versions import (
    all_versions,
    own_version,
    precedes,
    same_version,
    stated_key,
)
from paperbrowser.library.merge.work import (
    CONTENT,
    arxiv_in,
    doi_in,
    is_preprint_doi,
    is_published,
    loose_title_key,
)
from paperbrowser.papers.dates import PartialDate
from paperbrowser.papers.identifiers import doi_key
from paperbrowser.papers.links import is_web_link
from paperbrowser.papers.model import FACTS, Paper, Profile

_MUCH_SHORTER = 0.7  # of an abstract: the rest was cut off
# Fields of which the value that is there stays, and those that the newer list replaces.
_KEPT = ("translators", "collaboration", "affiliations", "keywords", "note")
_RENEWED = ("retracted", "code_url", "summary")
_CUT = ("…", "...")


def combined(old: Paper, new: Paper, *, fills: bool = False) -> Paper:
    """Make one paper of two.

    Args:
        old: the paper as it is.
        new: another one of the same work.
        fills: both are of one list: the fields of `old` stay, `new` fills those that are empty.

    Returns:
        `old` with fields of `new`; its id and the day it was added are those of `old`.
    """
    older, newer = is_published(old), is_published(new)
    apart = not same_version(own_version(old), own_version(new))
    replaces = newer > older or (newer == older and not fills)
    if apart and older == newer:
        replaces = not precedes(old, new)
    lead, other = (new, old) if replaces else (old, new)
    facts = _place(lead, other)
    first, then = (old, new) if fills else (new, old)
    if apart or older != newer:
        # A preprint's server and volume are not those of the journal, nor a talk's pages.
        facts = {name: getattr(lead, name) for name in facts}
    authors, et_al = _authors(old, new)
    date, inferred = _date(old, new, replaces)
    url = new.url if new.url and (not old.url or newer > older) else old.url
    # Also from the link, which may have been replaced by that of the published version.
    doi = _doi(doi_in(then), doi_in(first))
    if apart and older == newer:
        known = own_version(other)  # whose url and DOI are not those of the preprint of both
        url = lead.url or (None if known.url else other.url)
        doi = lead.doi or (None if known.doi else other.doi)
        date, inferred = (lead.date, lead.year_inferred) if lead.date else (date, inferred)
    made = replace(
        old,
        versions=(),
        title=_title(old, new, replaces),
        authors=authors,
        et_al=et_al,
        **{name: getattr(then, name) or getattr(first, name) for name in _KEPT},
        **{name: getattr(first, name) or getattr(then, name) for name in _RENEWED},
        # A file that the user named stays, whatever address a source gives.
        pdf=old.pdf if old.pdf and not is_web_link(old.pdf) else first.pdf or then.pdf,
        # Such as the type of the entry, which is not that of the talk.
        bibtex=lead.bibtex if apart else tuple({**dict(then.bibtex), **dict(first.bibtex)}.items()),
        category=_category(old.category, new.category),
        **facts,
        date=date,
        year_inferred=inferred,
        score=then.score if first.score is None else first.score,
        citations=then.citations if first.citations is None else first.citations,
        code=old.code or new.code,
        abstract=_abstract(then.abstract, first.abstract),
        url=url,
        doi=doi,
        arxiv=arxiv_in(then) or arxiv_in(first),
        editors=lead.editors if apart else then.editors or first.editors,
        key=_key(old, lead if apart else old, other if apart else new),
    )
    return all_versions(made, old, new, fills=fills)


def changed_fields(before: Paper, after: Paper) -> tuple[str, ...]:
    """Return the names of the fields that differ; the parts of a date count as the date."""
    differing = [name for name in CONTENT if getattr(before, name) != getattr(after, name)]
    names = ["date" if name == "year_inferred" else name for name in differing]
    return tuple(dict.fromkeys("authors" if name == "et_al" else name for name in names))


def combined_facts(old: Profile, new: Profile) -> Profile:
    """Return `old` with the facts of `new` on the person; the name, the papers and `followed` stay.

    If `new` was fetched on a later day, the day of the fetch before becomes `since`.
    """
    facts = {
        name: getattr(new, name)
        for name in FACTS
        if name not in {"name", "since", "updated", "followed"} and getattr(new, name) is not None
    }
    if new.updated is not None and (old.updated is None or new.updated > old.updated):
        facts |= {"updated": new.updated, "since": old.updated or old.since or new.since}
    return replace(old, **facts)


def _key(old: Paper, lead: Paper, other: Paper) -> str | None:
    """Return the key of the version that gives the facts; None if the id, which stays, is that key."""
    key = stated_key(lead) or (stated_key(other) if stated_key(old) is None else None)
    return None if key == old.id else key


def _place(first: Paper, then: Paper) -> dict[str, Any]:
    """Return venue, volume, pages and kind of `first`, or where it has none of `then`."""
    names = (
        *("venue", "volume", "number", "pages", "publisher"),
        *("place", "series", "edition", "isbn", "issn"),
    )
    facts = {name: getattr(first, name) or getattr(then, name) for name in names}
    vague = first.kind in {None, "other"} and then.kind is not None
    return {**facts, "kind": then.kind if vague else first.kind}


def _title(old: Paper, new: Paper, replaces: bool) -> str:
    before, after = loose_title_key(old.title), loose_title_key(new.title)
    if before == after or not after or before.startswith(after):
        return old.title
    return new.title if replaces or after.startswith(before) else old.title


def _authors(old: Paper, new: Paper) -> tuple[tuple[str, ...], bool]:
    """Return the better list of authors: the complete one, the longer one, the one with full names."""
    before, after = (old.authors, old.et_al), (new.authors, new.et_al)
    if not new.authors or before == after:
        return before
    if not old.authors:
        return after
    if old.et_al != new.et_al:
        whole, cut = (before, after) if new.et_al else (after, before)
        return whole if len(whole[0]) >= len(cut[0]) else cut
    if len(old.authors) != len(new.authors):
        # A shorter list only replaces a longer one if it has other names.
        fit = compare(old, new) == "agree"
        return before if len(old.authors) > len(new.authors) and fit else after
    if compare(old, new) != "agree":
        return after
    return after if _letters(new.authors) > _letters(old.authors) else before


def _letters(names: tuple[str, ...]) -> int:
    return sum(char.isalpha() for name in names for char in name)


def _category(old: str | None, new: str | None) -> str | None:
    """Return the old category, unless the new one adds its archive: "CO", "astro-ph.CO"."""
    if old is None or new is None:
        return old or new
    return new if new.endswith(f".{old}") else old


def _date(
    old: Paper,
    new: Paper,
    replaces: bool,
) -> tuple[PartialDate | None, bool]:
    """Return the date of the published version or else the newer one.

    The other date is returned if it is the same but more precise, or if only the year of this one is a guess.
    """
    first, then = (new, old) if replaces and new.date is not None else (old, new)
    if (first.date is None and then.date is not None) or (
        then.date is not None
        and (
            (then.date_text.startswith(first.date_text) and not then.year_inferred)
            or (first.year_inferred and not then.year_inferred)
        )
    ):
        first = then
    return first.date, first.year_inferred


def _abstract(old: str, new: str) -> str:
    if not new or not old or old == new:
        return old or new
    if len(new) < _MUCH_SHORTER * len(old) or (new.endswith(_CUT) and len(new) < len(old)):
        return old
    return old if loose_title_key(old) == loose_title_key(new) else new


def _doi(old: str | None, new: str | None) -> str | None:
    """Return the DOI of the published version, if only one is; of two spellings that with capitals."""
    if old is None or new is None or old == new:
        return old or new
    if doi_key(old) == doi_key(new):
        return new if old.islower() else old
    return old if is_preprint_doi(new) else new
