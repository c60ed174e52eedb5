"""Records of arXiv's metadata dump: JSON lines of nearly three million papers.

    {"id": "0704.0001", "title": "…", "abstract": "…", "categories": "hep-ph hep-th", "doi": null,
     "authors_parsed": [["Doe", "Jo", "", "MIT"]], "versions": [{"created": "Mon, 2 Apr 2007 19:18:42 GMT"}]}

JsonObject: https://www.kaggle.com/datasets/Cornell-University/arxiv. For the sake of speed there are
few calls for each paper, and values that repeat are read once.
"""

import re
from dataclasses import fields
from functools import lru_cache
from typing import Any

from paperbrowser.formats.entries import title_or_key
from paperbrowser.formats.json.values import JsonObject, date, text
from paperbrowser.formats.result import OnRemark
from paperbrowser.formats.text.authors import split
from paperbrowser.papers import identifiers
from paperbrowser.papers.dates import MONTH_NUMBERS, PartialDate
from paperbrowser.papers.latex import to_text
from paperbrowser.papers.model import Paper
from paperbrowser.papers.text import one_line, paragraphs

_NEW_ID = re.compile(r"\d\d(?:0[1-9]|1[0-2])\.\d{4,5}", re.ASCII).fullmatch
_CREATED = re.compile(r"(?:[A-Z][a-z]{2}, ?)?(\d{1,2}) ([A-Z][a-z]{2}) (\d{4})\b", re.ASCII)
_PLAIN_DOI = re.compile(r"10\.\d{4,9}/[\w.()/:-]*[\w/]", re.ASCII).fullmatch
_PARAGRAPH = re.compile(r"\n\s").search  # a line behind an empty one, or one that is indented
_SPACES = bytes.maketrans(b"\t\n\v\f", b"    ")
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f")) + b"\x7f"


def fits(value: JsonObject) -> bool:
    """Whether an object is a record of the dump."""
    return "authors_parsed" in value or (
        "categories" in value and ("versions" in value or "submitter" in value)
    )


def paper_of(value: JsonObject, on_remark: OnRemark) -> Paper | None:
    """Return the paper of a record, or None if it has neither title nor id."""
    get = value.get
    title, abstract, id_ = get("title"), get("abstract"), get("id")
    title = _line(title) if isinstance(title, str) else ""
    if not isinstance(id_, str):
        arxiv, id_ = None, ""
    elif _NEW_ID(id_):
        arxiv = id_
    else:
        arxiv, id_ = identifiers.arxiv_of(id_), one_line(id_)
    if not title and not (title := title_or_key(title, (id_,), on_remark, last="")):
        return None
    day = _created(value)
    doi, journal = get("doi"), get("journal-ref")
    parsed = get("authors_parsed")
    categories = get("categories")
    # The same as Paper(...), in a fifth of the time: a frozen class takes long to fill, field by field.
    filled: Any = _Unfrozen()
    for name, unset in _UNSET:
        setattr(filled, name, unset)
    filled.title = title
    filled.authors = _names(parsed) if parsed else split(text(get("authors")))
    filled.category = _category(categories) if isinstance(categories, str) else _first(categories)
    filled.venue = (_line(journal) if isinstance(journal, str) else "") or None
    filled.kind = None if journal else "preprint"
    filled.date = day
    filled.abstract = _unwrapped(abstract) if isinstance(abstract, str) else ""
    filled.url = f"https://arxiv.org/abs/{arxiv}" if arxiv else None
    filled.doi = _doi(doi) if doi and isinstance(doi, str) else None
    filled.arxiv = arxiv
    filled.id = id_
    filled.__class__ = Paper
    paper: Paper = filled
    return paper


_FILLED = frozenset(
    ("title", "authors", "category", "venue", "kind", "date", "abstract", "url", "doi",
     "arxiv", "id")
)  # fmt: skip
_UNSET = tuple((field.name, field.default) for field in fields(Paper) if field.name not in _FILLED)


class _Unfrozen:
    """A paper whose fields are being filled in, with the slots of `Paper`: it can become one."""

    __slots__ = Paper.__slots__


def _line(source: str) -> str:
    """Return the same as `one_line`, faster."""
    line = source.replace("\n  ", " ")  # as arXiv wraps them
    return line if _is_clean(line) else one_line(source)


def _is_clean(line: str) -> bool:
    """Whether `one_line` would not change a line."""
    return line.isprintable() and "  " not in line and line == line.strip()


def _doi(source: str) -> str | None:
    return source if _PLAIN_DOI(source) else identifiers.doi_of(source)


def _unwrapped(abstract: str) -> str:
    """Return an abstract in paragraphs: a line that is indented or follows an empty one begins another."""
    one = abstract.strip()
    if not one.isascii() or "\r" in one or _PARAGRAPH(one):
        return paragraphs(one.replace("\n  ", "\n\n"))
    # Nearly all are: the same as `paragraphs`, in a third of the time.
    return one.encode().translate(_SPACES, _CONTROLS).decode()


@lru_cache(maxsize=1 << 10)
def _category(categories: str) -> str | None:
    """Return the first category, which is the main one."""
    return next(iter(one_line(categories).split()), None)


def _first(categories: Any) -> str | None:
    """Return the first category of a list: some copies have ["hep-ph hep-th"]."""
    first = categories[0] if isinstance(categories, list) and categories else None
    return _category(first) if isinstance(first, str) else None


def _names(parsed: Any) -> tuple[str, ...]:
    try:
        # Nearly all are lists of three texts, without blanks at the ends or anything to be cleaned.
        names = [
            first + " " + last + " " + suffix if suffix else first + " " + last
            for last, first, suffix in parsed
        ]
    except (TypeError, ValueError):
        names = []
    all_names = " ".join(names)  # a blank at the end of one is now beside another
    if names and _is_clean(all_names) and "\\" not in all_names and "{" not in all_names:
        return tuple(names)
    found = []
    for one in parsed if isinstance(parsed, list) else ():
        if isinstance(one, list):
            parts = [part if isinstance(part, str) else "" for part in [*one[:3], "", "", ""]]
            found.append(_name(*parts[:3]))
    return tuple(filter(None, found))


@lru_cache(maxsize=1 << 16)  # the same people write many papers
def _name(last: str, first: str, suffix: str) -> str:
    name = one_line(f"{first} {last} {suffix}")
    return one_line(to_text(name)) if "\\" in name or "{" in name else name


def _created(value: JsonObject) -> PartialDate | None:
    """Return the day of the first version, or else that of the last change."""
    versions: Any = value.get("versions")
    try:
        # "Mon, 2 Apr 2007 19:18:42 GMT": only the day repeats.
        found = _day(versions[0]["created"][:16])
    except (TypeError, IndexError, KeyError, AttributeError):
        found = None
    return found or date(value.get("update_date"))


@lru_cache(maxsize=1 << 15)
def _day(created: str) -> PartialDate | None:
    found = _CREATED.match(created)
    month = MONTH_NUMBERS.get(found[2].lower()) if found is not None else None
    if found is None or month is None:
        return date(created[:10])
    try:
        return PartialDate(int(found[3]), month, int(found[1]))
    except ValueError:
        return None
