"""Ids of papers within their profile, readable and stable: `mccabe2023-multiple-physics-pretraining`.

An id is made of first author, year and title, which rarely change, so that it still names the same paper
after the profile was read again.
"""

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from paperbrowser.papers.model import Paper, with_fields
from paperbrowser.papers.names import GROUP_WORDS, SUFFIX_WORDS
from paperbrowser.papers.patterns import pattern

_TITLE_WORDS = 3
_WORD_LENGTH = 24
_TITLE_SCANNED = 300  # characters; an id has three words, and a title may be of any length
_COMMAND = pattern(r"\\[A-Za-z]+")
_ESCAPED_ACCENT = pattern(r"\\[^A-Za-z\s]\{?")  # comes before its letter: G\"odel
_WORD = pattern(r"[^\W_]+")
_ACCENT = pattern("[\u0300-\u036f]+")
_NO_DECOMPOSITION = str.maketrans("łøđıħ", "lodih")
_STOP_WORDS = frozenset(("a", "an", "and", "for", "from", "in", "of", "on", "the", "to", "with"))
_NOT_SURNAMES = SUFFIX_WORDS | GROUP_WORDS - {"group"}


def with_ids(papers: Iterable[Paper]) -> tuple[Paper, ...]:
    """Return the papers in the same order, each with an id that no other of them has.

    Ids that are given are kept; of equal ones the first. Papers that would get the same id are numbered from
    the oldest on (`-2`, `-3`), so that neither another order nor a newer paper changes an id.

    >>> [paper.id for paper in with_ids([Paper(title="On Machines", authors=("Ada Ho",))] * 2)]
    ['ho-machines', 'ho-machines-2']
    """
    listed = list(papers)
    if len(given := {paper.id for paper in listed}) == len(listed) and "" not in given:
        return tuple(listed)
    taken: set[str] = set()
    wanted: dict[str, list[int]] = {}
    ids: list[str] = []
    for index, paper in enumerate(listed):
        if paper.id and paper.id not in taken:
            taken.add(paper.id)
            ids.append(paper.id)
        else:
            ids.append("")
            wanted.setdefault(paper.id or _base_id(paper), []).append(index)
    for base, places in wanted.items():
        if len(places) > 1:
            places.sort(key=lambda index: _age(listed[index]))
        number = 1
        for index in places:
            name = base if number == 1 else f"{base}-{number}"
            while name in taken or (name != base and name in wanted):
                number += 1
                name = f"{base}-{number}"
            taken.add(name)
            ids[index] = name
            number += 1
    return tuple(
        paper if paper.id == name else with_fields(paper, id=name)
        for paper, name in zip(listed, ids, strict=True)
    )


def is_made_id(paper: Paper) -> bool:
    """Return whether the paper's id is one that `with_ids` makes, with a number or without."""
    base = _base_id(paper)
    if not paper.id.startswith(base):
        return False
    rest = paper.id[len(base) :]
    return not rest or (rest[0] == "-" and rest[1:].isdecimal())


def _base_id(paper: Paper) -> str:
    author = _surname(paper.authors[0]) if paper.authors else ""
    year = str(paper.date.year) if paper.date is not None else ""
    title = paper.title[:_TITLE_SCANNED]
    if "\\" in title:
        title = _COMMAND.sub(" ", title)
    words = _WORD.findall(_fold(title))
    chosen = [word for word in words if word not in _STOP_WORDS] or words
    parts = [author + year, *(word[:_WORD_LENGTH] for word in chosen[:_TITLE_WORDS])]
    return "-".join(part for part in parts if part) or "paper"


@lru_cache(maxsize=4096)  # the same people write many of a profile's papers
def _surname(name: str) -> str:
    words = _fold(name[:_TITLE_SCANNED]).split()
    folded = ["".join(_WORD.findall(word)) for word in words]
    for word in reversed(folded):
        if word and word not in _NOT_SURNAMES:
            return word[:_WORD_LENGTH]
    return ""


def _fold(text: str) -> str:
    """Return lower case, with Latin letters without accents and letters of other scripts as they are."""
    if "\\" in text:
        text = _ESCAPED_ACCENT.sub("", text)
    if text.isascii():
        return text.lower()
    # Only the accents of European scripts go: in others, marks are part of the letter.
    bare = _ACCENT.sub("", unicodedata.normalize("NFKD", text))
    return unicodedata.normalize("NFC", bare).casefold().translate(_NO_DECOMPOSITION)


def _age(paper: Paper) -> tuple[bool, int, str]:
    date = paper.date
    return (date is None, date.first_day.toordinal() if date is not None else 0, paper.title)
