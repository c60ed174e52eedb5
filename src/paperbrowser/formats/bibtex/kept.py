"""Fields of an entry that are kept as they are written, because `Paper` does not say all of it.

A field is not kept if the writer makes the same of what was read: `volume = {12}`. Kept are titles with
braces for their capitals, names with commands for their accents, and fields that `Paper` has no place for.
When the paper is written, a kept value counts as long as reading it gives what the paper says.
"""

import re
from collections.abc import Mapping

from paperbrowser.formats.bibtex.kinds import BIBTEX_TYPES, KINDS, MISC
from paperbrowser.papers.latex.modes import in_one_mode
from paperbrowser.papers.model import Paper
from paperbrowser.papers.text import clean, clean_line, one_line, paragraphs

FIELD_NAME = re.compile(r"[^\W\d][\w.:+/-]{0,60}")  # of the fields that are written again
ENTRY_TYPE = "entrytype"  # stands for the type of the entry among its fields

# The fields that say the same, by the field of `Paper` that they are read as, the usual one first.
GROUPS: dict[str, tuple[str, ...]] = {
    "title": ("title", "subtitle"),
    "authors": ("author",),
    "editors": ("editor",),
    "translators": ("translator",),
    "collaboration": ("collaboration",),
    "date": ("year", "month", "day", "date"),
    "venue": ("journal", "journaltitle", "booktitle", "school", "institution", "howpublished", "eventtitle",
        "maintitle", "organization"),
    "volume": ("volume",),
    "number": ("number", "issue"),
    "pages": ("pages", "eid", "article-number", "articleno", "art_number", "elocation-id", "article_number",
        "articlenumber", "artnum"),
    "publisher": ("publisher",),
    "place": ("address", "location"),
    "series": ("series",),
    "edition": ("edition",),
    "isbn": ("isbn",),
    "issn": ("issn",),
    "keywords": ("keywords",),
    "note": ("note",),
    "doi": ("doi",),
    "arxiv": ("eprint", "archiveprefix", "primaryclass", "eprinttype", "eprintclass", "arxivid", "arxiv"),
    "url": ("url", "link", "ee", "bdsk-url-1", "adsurl"),
    "abstract": ("abstract",),
}  # fmt: skip
GROUP_OF = {name: group for group, names in GROUPS.items() for name in names}
ARTICLE_NUMBERS = GROUPS["pages"][1:]
# The fields whose text is that of a field of `Paper`.
_SAME = {
    names[0]: group
    for group, names in GROUPS.items()
    if group not in {"authors", "editors", "translators", "date", "venue", "arxiv", "keywords"}
}
_PEOPLE = frozenset(["author", "editor", "translator"])
_SEVERAL = frozenset(
    name for names in GROUPS.values() if len(names) > 1 and "title" not in names for name in names
)
_VENUES = frozenset(GROUPS["venue"])
_DATES = frozenset(GROUPS["date"])
_ARXIV = GROUPS["arxiv"]
# The fields of which the writer makes the same, if names are as BibTeX reads them, if the date is plain.
_SAID = {
    (names, date): frozenset([*(_PEOPLE if names else ()), *(_DATES if date else ()), "xdata"])
    for names in (True, False)
    for date in (True, False)
}
_MONTHS = frozenset(
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
)
_OTHERS = frozenset([*_VENUES, *_ARXIV, "keywords"])


def kept(
    type_: str, fields: Mapping[str, str], paper: Paper, *, as_bibtex: bool
) -> tuple[tuple[str, str], ...]:
    """Return the type of an entry, and the fields that are kept as they are written.

    Args:
        type_: the type, in lower case.
        fields: the LaTeX of each field, by its name in lower case.
        paper: what was read of them.
        as_bibtex: writing the names of the paper gives those of the fields.

    Returns:
        Pairs of names and values. An empty one says that the entry has no such field: others tell it.
    """
    found = [(ENTRY_TYPE, clean_line(type_))]
    several = False
    said = _SAID[as_bibtex, _is_plain_date(fields, paper)]
    for name, value in fields.items():
        attribute = _SAME.get(name)
        if attribute is not None:
            same = getattr(paper, attribute)
            if value == same or not value or name == "abstract":
                continue
            if name == "pages" and value.replace("--", "-") == same:
                continue
            if "\n" in value and one_line(value) == same:
                continue
        elif name in said or (name in _OTHERS and _is_said(name, type_, fields, paper)):
            continue
        if FIELD_NAME.fullmatch(name) is None:
            continue  # which is never written
        if name == "year" and "\\" in value and paper.date is not None:
            found.append(
                (name, f"{paper.date.year:04}")
            )  # commands that sort may be unknown elsewhere
        elif text := paragraphs(value) if "\n" in value else clean(value).strip():
            found.append((name, in_one_mode(text) if "\\ifmmode" in text else text))
            several = several or name in _SEVERAL
    if paper.doi and "doi" not in fields:
        found.append(("doi", ""))
    if paper.url and "url" not in fields and "adsurl" not in fields:
        found.append(("url", ""))
    if paper.arxiv and "eprint" not in fields:
        found.append(("eprint", ""))
    return _with_others(found, fields) if several else tuple(found)


def _is_said(name: str, type_: str, fields: Mapping[str, str], paper: Paper) -> bool:
    """Return whether the writer makes the same of what was read of a field; see `kept` for the parameters."""
    value = fields[name]
    if name in _VENUES:
        return value == paper.venue and name == _venue_field(type_)
    if name in _ARXIV:
        return _is_plain_eprint(fields, paper)
    return value == ", ".join(paper.keywords)


def _with_others(
    found: list[tuple[str, str]], fields: Mapping[str, str]
) -> tuple[tuple[str, str], ...]:
    """Return the fields that are kept, with those that say the same as one of them."""
    names = {name for name, _ in found}
    for group in {GROUP_OF[name]: None for name, _ in found if name in _SEVERAL}:
        found.extend(
            (other, value)
            for other in GROUPS[group]
            if other in fields and other not in names and (value := one_line(fields[other]))
        )
    return tuple(found)


def _venue_field(type_: str) -> str:
    """Return the field in which the writer names the venue."""
    return BIBTEX_TYPES.get(KINDS.get(type_), MISC).venue


def _is_plain_date(fields: Mapping[str, str], paper: Paper) -> bool:
    """Return whether the date is a year and a short month."""
    if paper.date is None or "date" in fields:
        return False
    month, day = fields.get("month"), fields.get("day")
    return (
        (not month or month in _MONTHS)
        and (not day or day.isdigit())
        and fields.get("year", "").isdigit()
    )


def _is_plain_eprint(fields: Mapping[str, str], paper: Paper) -> bool:
    """Return whether these are the fields that the writer makes for an arXiv id."""
    expected = {"eprint": paper.arxiv, "archiveprefix": "arXiv", "primaryclass": paper.category}
    names = [name for name in _ARXIV if name in fields]
    return names[:2] == ["eprint", "archiveprefix"] and all(
        fields[name] == expected.get(name) for name in names
    )
