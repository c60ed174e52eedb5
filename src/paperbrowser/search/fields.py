"""What can be asked for by name, `author:`, `year:`, `cat:`: the table of fields, and the filters they make.

Pure. A further field is a further row of `FIELDS`: the query, its complaints, the help and the completion
read the table.
"""

import datetime
import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from paperbrowser.papers import categories, identifiers, words
from paperbrowser.papers.model import KINDS, Paper
from paperbrowser.search import venues


class Bounds(NamedTuple):
    """From `low` to `high`; whether the ends themselves count."""

    low: float = -math.inf
    high: float = math.inf
    low_counts: bool = True
    high_counts: bool = True

    def holds(self, number: float) -> bool:
        """Whether `number` lies within."""
        return (number >= self.low if self.low_counts else number > self.low) and (
            number <= self.high if self.high_counts else number < self.high
        )


class OneOf(NamedTuple):
    """Any of `values`, folded. The last one is still being typed when `begun`: more may follow it."""

    values: tuple[str, ...]
    begun: bool = False


Condition = Bounds | OneOf


def equal(value: str, label: str, _begun: bool) -> bool:
    """Whether a value means a label where it must be that label."""
    return value == label


class Field(NamedTuple):
    """What may stand before a colon.

    Attributes:
        name: as it is written, lower case.
        aliases: other names for it: what arXiv's own search calls it, what people try.
        about: what it finds, in a few words.
        examples: how it is written.
        wants: what is missing when its value is none: "a year, as in year:2022".
        read: its value, folded, as a condition; None when it is not a value. Told whether the value is
            still being typed. Fields of text, whose value is words to search for, have none.
        number: what a paper has of it, for fields read as `Bounds`.
        labels: what a paper has of it, for fields read as `OneOf`.
        same: whether a value (begun or not) means a label; equality by default.
        choices: all values there are, when they are few and fixed.
    """

    name: str
    about: str
    examples: tuple[str, ...]
    wants: str
    aliases: tuple[str, ...] = ()
    read: Callable[[str, bool], Condition | None] | None = None
    number: Callable[[Paper], float | None] | None = None
    labels: Callable[[Paper], Iterable[str]] | None = None
    same: Callable[[str, str, bool], bool] = equal
    choices: tuple[str, ...] = ()

    def may_become(self, value: str) -> bool:
        """Whether `value`, which is none, is the beginning of one: "20" of a year, "cod" of "code"."""
        if self.choices:
            last = value.rpartition(",")[2]
            return any(choice.startswith(last) for choice in self.choices)
        return not any(char.isalpha() for char in value)


@dataclass(frozen=True, slots=True)
class Filter:
    """A condition that papers meet or not, with nothing in between.

    Attributes:
        field: a name in `FIELDS`.
        condition: what is asked of it.
        negated: the condition must not be met; what a paper does not tell, it does not meet.
        text: as it was typed: "-year:>2021".
    """

    field: str
    condition: Condition
    negated: bool = False
    text: str = ""

    def accepts(self, paper: Paper) -> bool:
        """Whether `paper` may be shown."""
        field = FIELDS[self.field]
        if field.number is not None:
            return self.accepts_number(field.number(paper))
        return self.accepts_labels(field.labels(paper) if field.labels is not None else ())

    def accepts_number(self, number: float | None) -> bool:
        """Whether a paper with this number (of the field) may be shown; None when it has none."""
        condition = self.condition
        met = number is not None and isinstance(condition, Bounds) and condition.holds(number)
        return met is not self.negated

    def accepts_labels(self, labels: Iterable[str]) -> bool:
        """Whether a paper with these labels (of the field) may be shown."""
        return any(self._means(label) for label in labels) is not self.negated

    def _means(self, label: str) -> bool:
        if not isinstance(self.condition, OneOf):
            return False
        same = FIELDS[self.field].same
        *whole, last = self.condition.values
        return same(last, label, self.condition.begun) or any(
            same(value, label, False) for value in whole
        )


_LONGEST_IDENTIFIER = 250  # characters that count
_SIGNS = {">": (1, False), ">=": (1, True), "=>": (1, True), "≥": (1, True),
          "<": (-1, False), "<=": (-1, True), "=<": (-1, True), "≤": (-1, True)}  # fmt: skip


def _bounds(number: str) -> Callable[[str, bool], Bounds | None]:
    """How a field of numbers, each written as the pattern `number`, reads its value."""
    compared = f"([<>≤≥=]{{0,2}})({number})"
    between = rf"({number})?\.{{2,3}}({number})?|({number})-({number})"
    begun_range = rf"({number})(?:\.{{1,3}}|-)[0-9]{{0,3}}"

    def read(value: str, begun: bool) -> Bounds | None:
        # Compiled when first used (and kept by `re`): few sessions ask for each field.
        if found := re.fullmatch(compared, value):
            return _compared(found[1], float(found[2]))
        if found := re.fullmatch(between, value):
            return _between(found[1] or found[3] or "", found[2] or found[4] or "", begun)
        if begun and (found := re.fullmatch(begun_range, value)):
            return Bounds(float(found[1]))
        return None

    return read


def _compared(sign: str, edge: float) -> Bounds | None:
    if sign in {"", "="}:
        return Bounds(edge, edge)
    if sign not in _SIGNS:
        return None
    side, counts = _SIGNS[sign]
    return (
        Bounds(low=edge, low_counts=counts) if side > 0 else Bounds(high=edge, high_counts=counts)
    )


def _between(low: str, high: str, begun: bool) -> Bounds | None:
    if not low and not high:
        return None
    ends = Bounds(float(low or "-inf"), float(high or "inf"))
    if ends.low <= ends.high:
        return ends
    if begun and len(high) < len(low):
        return Bounds(ends.low)  # "80..9" is on its way to "80..90"
    return Bounds(ends.high, ends.low)  # written the other way round


def _read_categories(value: str, begun: bool) -> OneOf | None:
    values = tuple(code for part in value.split(",") if (code := part.strip()))
    return OneOf(values, begun and not value.endswith(",")) if values else None


@lru_cache(maxsize=4096)  # a profile has few categories, and each key asks for all of them
def _same_category(value: str, label: str, begun: bool) -> bool:
    """Whether `value` names the category `label`, or its archive, or a word of what it is called.

    A code without archive, in the value or in the source, stands for that code in any archive.
    """
    label = label.strip().lower()
    code = categories.short(label)
    if value in {label, code} or (code == label == categories.short(value)):
        return True
    called = categories.name(label)
    if categories.name(value) is not None:  # a code or an archive: it means that and nothing else
        within = categories.name(f"{value}.{label}")
        return label.startswith(f"{value}.") or (within is not None and within == called)
    if label.startswith(f"{value}-") or (
        begun and (label.startswith(value) or code.startswith(value))
    ):
        return True  # "hep" is no archive; hep-th and hep-ph are
    asked = words.split(value)
    if not called or not asked:
        return False
    has = words.split(words.fold(called))
    *whole, last = asked
    return all(word in has for word in whole) and (
        any(word.startswith(last) for word in has) if begun else last in has
    )


_PRESENT: dict[str, Callable[[Paper], object]] = {
    "code": lambda paper: paper.code,
    "score": lambda paper: paper.score is not None,
    "abstract": lambda paper: paper.abstract,
    "link": lambda paper: paper.url or paper.doi or paper.arxiv,
    "date": lambda paper: paper.date,
    "cites": lambda paper: paper.citations is not None,
    "doi": lambda paper: paper.doi,
    "arxiv": lambda paper: paper.arxiv,
}
_PRESENT_AS = {"url": "link", "links": "link", "year": "date", "citations": "cites"}


def _choice(
    choices: Iterable[str], other_names: Mapping[str, str] | None = None
) -> Callable[[str, bool], OneOf | None]:
    """How a field reads its value that must be some of `choices`, by these names or others."""
    known, others = frozenset(choices), other_names or {}

    def read(value: str, _begun: bool) -> OneOf | None:
        values = tuple(others.get(part, part) for part in value.split(",") if part)
        return OneOf(values) if values and known.issuperset(values) else None

    return read


def _read_venue(value: str, begun: bool) -> OneOf | None:
    values = tuple(name for part in value.split(",") if (name := venues.plain(part)))
    return OneOf(values, begun and not value.endswith(",")) if values else None


def _identifier(of: Callable[[str], str | None]) -> Callable[[str, bool], OneOf | None]:
    """How a field reads its value that is an identifier, in any spelling that `of` knows."""

    def read(value: str, _begun: bool) -> OneOf | None:
        known = of(value)
        return None if known is None else OneOf((known[:_LONGEST_IDENTIFIER],))

    return read


def added_after(since: datetime.date) -> Bounds:
    """What "new" is asked for as, where the profile was fetched before on the day `since`."""
    return Bounds(low=since.toordinal(), low_counts=False)


FIELDS: dict[str, Field] = {
    field.name: field
    for field in (
        Field(
            name="title",
            aliases=("ti",),
            about="words of the title",
            examples=("title:turbulence", 'title:"dark matter"'),
            wants="a word, as in title:turbulence",
        ),
        Field(
            name="author",
            aliases=("au", "authors"),
            about="names of authors",
            examples=("author:cranmer", 'author:"miles cranmer"'),
            wants="a name, as in author:cranmer",
        ),
        Field(
            name="abstract",
            aliases=("abs",),
            about="words of the abstract",
            examples=("abstract:emulator",),
            wants="a word, as in abstract:emulator",
        ),
        Field(
            name="cat",
            aliases=("category", "categories"),
            about="arXiv category, its archive, or a word of its name",
            examples=("cat:CO", "cat:astro-ph", "cat:CO,LG", "cat:cosmology"),
            wants="a category, as in cat:CO or cat:astro-ph",
            read=_read_categories,
            labels=lambda paper: (paper.category,) if paper.category else (),
            same=_same_category,
        ),
        Field(
            name="year",
            about="year of publication",
            examples=("year:2022", "year:2020..2023", "year:>2021"),
            wants="a year, as in year:2022 or year:2020..2023",
            read=_bounds("[0-9]{4}"),
            number=lambda paper: paper.date.year if paper.date else None,
        ),
        Field(
            name="score",
            about="the source's score, 0 to 100",
            examples=("score:>80", "score:70..90"),
            wants="a number, as in score:>80 or score:70..90",
            read=_bounds(r"[0-9]{1,9}(?:\.[0-9]{1,9})?"),
            number=lambda paper: paper.score,
        ),
        Field(
            name="cites",
            aliases=("citations", "cited"),
            about="how often it is cited",
            examples=("cites:>100", "cites:10..50"),
            wants="a number, as in cites:>100",
            read=_bounds("[0-9]{1,9}"),
            number=lambda paper: paper.citations,
        ),
        Field(
            name="venue",
            aliases=("journal",),
            about="words or initials of the journal, conference, book",
            examples=("venue:mnras", 'venue:"monthly notices"'),
            wants="a name, as in venue:mnras",
            read=_read_venue,
            labels=lambda paper: venues.labels(paper.venue) if paper.venue else (),
            same=venues.same,
        ),
        Field(
            name="kind",
            aliases=("type",),
            about="sort of publication",
            examples=("kind:article", "-kind:preprint"),
            wants=f"{', '.join(KINDS[:-1])} or {KINDS[-1]}",
            read=_choice(KINDS),
            labels=lambda paper: (paper.kind,) if paper.kind else (),
            choices=KINDS,
        ),
        Field(
            name="doi",
            about="the paper with this DOI",
            examples=("doi:10.1093/mind/lix.236.433",),
            wants="a DOI, as in doi:10.1093/mind/lix.236.433",
            read=_identifier(identifiers.doi_of),
            labels=lambda paper: (paper.doi[:_LONGEST_IDENTIFIER],) if paper.doi else (),
        ),
        Field(
            name="arxiv",
            aliases=("eprint",),
            about="the paper with this arXiv id",
            examples=("arxiv:1605.08386",),
            wants="an arXiv id, as in arxiv:1605.08386",
            read=_identifier(identifiers.arxiv_of),
            labels=lambda paper: (paper.arxiv[:_LONGEST_IDENTIFIER],) if paper.arxiv else (),
        ),
        Field(
            name="is",
            about="papers that came when the profile was fetched last",
            examples=("is:new",),
            wants="new",
            # Since when, `parse` is told; else nothing is new.
            read=_choice(("new",)),
            number=lambda paper: paper.added.toordinal() if paper.added else None,
            choices=("new",),
        ),
        Field(
            name="has",
            about="papers with code, score, abstract, link, date, cites, doi or arxiv",
            examples=("has:code", "-has:abstract"),
            wants="code, score, abstract, link, date, cites, doi or arxiv",
            read=_choice(_PRESENT, _PRESENT_AS),
            labels=lambda paper: [name for name, present in _PRESENT.items() if present(paper)],
            choices=tuple(_PRESENT),
        ),
    )
}
TEXT_FIELDS = tuple(name for name, field in FIELDS.items() if field.read is None)
_BY_NAME = FIELDS | {alias: field for field in FIELDS.values() for alias in field.aliases}
NAMES = tuple(_BY_NAME)  # aliases included


def field_named(name: str) -> Field | None:
    """The field that is written `name`, in any case."""
    return _BY_NAME.get(name.lower())
