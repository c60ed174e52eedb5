"""The head of a profile page: name, field and metrics before the first paper.

    Shirley Ho

    CO
    h-index77
    54papers
    2,693citations
    Novelty51%
    AI Score59

    54 Papers

Each part may be missing, the metrics come in any order and spacing, and the menus of the site may
stand before the name.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from paperbrowser.formats.page.lines import PageLine
from paperbrowser.papers.model import Number

_LONGEST = 120  # characters; longer lines are prose
_NUMBER = (
    r"\d{1,3}(?:[,.'’\u00a0\u2009\u202f]\d{2,3}){1,4}(?!\d)(?:\.\d{1,3})?[kKM]?"
    r"|\d{1,12}(?:[.,]\d{1,3})?[kKM]?"
)
_LABEL = r"h[-‐‑– ]?index|papers?|citations?|novelty|AI[ -]?score"
_METRIC = re.compile(
    rf"(?:(?<!\w)(?P<before>{_NUMBER})\s?%?\s{{0,3}}(?P<label>{_LABEL}))"
    rf"|(?:(?P<label_first>{_LABEL})\s{{0,3}}:?\s{{0,3}}(?P<after>{_NUMBER})\s?%?)",
    re.IGNORECASE,
)
_SPACED_NUMBER = re.compile(r"\d{1,3}(?: \d{3}){1,4}(?=\s?(?:papers|citations)$)", re.IGNORECASE)
_BARE_LABEL = re.compile(rf"({_LABEL})\s?:?", re.IGNORECASE)
_BARE_NUMBER = re.compile(rf"(?:{_NUMBER})\s?%?")
# A label with a dash or a word in place of its number is still a metric line.
_NO_NUMBER = re.compile(rf"(?:{_LABEL})\s?:?\s?(?:[-–—?]|N/?A|none)%?", re.IGNORECASE)
_BETWEEN = re.compile(r"[\s|·•,;/]*")
_FIELD = re.compile(r"[A-Z]+(?:-[A-Z]+)*(?:\.[A-Z][A-Z-]*)?|[a-z]+(?:-[a-z]+)*[.-][A-Za-z-]+")
_LONGEST_NAME = 80
_LONGEST_FIELD = 40


class PageHead(NamedTuple):
    """The fields of the head; those that it lacks are None, and the name is empty."""

    name: str = ""
    field: str | None = None
    h_index: int | None = None
    claimed: int | None = None
    citations: int | None = None
    novelty: Number | None = None
    ai_score: Number | None = None
    claimed_at: int | None = None  # place in the text

    @property
    def metrics(self) -> int:
        """The number of metrics that are there, of five."""
        stated = (self.h_index, self.claimed, self.citations, self.novelty, self.ai_score)
        return sum(metric is not None for metric in stated)


def read_head(lines: Iterable[PageLine]) -> PageHead:
    """Return the head in the lines before the first paper."""
    stated: dict[str, str] = {}
    claimed_at = None
    before: list[PageLine] = []
    first_metric = None
    for line in _joined(lines):
        metrics = _metrics(line.text)
        if metrics is None:
            if first_metric is None:
                before.append(line)
            continue
        first_metric = first_metric or line
        for label, number in metrics:
            stated.setdefault(label, number)
            if label == "papers" and claimed_at is None:
                claimed_at = line.start
    name, field = _name_and_field(before, first_metric)
    return PageHead(
        name=name,
        field=field,
        h_index=_count(stated.get("h-index")),
        claimed=_count(stated.get("papers")),
        citations=_count(stated.get("citations")),
        novelty=_percent(stated.get("novelty")),
        ai_score=_percent(stated.get("ai score")),
        claimed_at=claimed_at,
    )


def _joined(lines: Iterable[PageLine]) -> list[PageLine]:
    """Return the lines with labels and numbers joined that are on lines of their own."""
    joined: list[PageLine] = []
    for line in lines:
        last = joined[-1] if joined else None
        if (
            last is not None
            and len(line.text) <= _LONGEST
            and len(last.text) <= _LONGEST
            and _belong_together(last.text, line.text)
        ):
            joined[-1] = last._replace(text=f"{last.text} {line.text}")
        else:
            joined.append(line)
    return joined


def _belong_together(first: str, second: str) -> bool:
    parts = (_BARE_LABEL, _BARE_NUMBER)
    return any(
        one.fullmatch(first) is not None and other.fullmatch(second) is not None
        for one, other in (parts, parts[::-1])
    )


def _metrics(text: str) -> list[tuple[str, str]] | None:
    """Return the metrics that a line consists of, or None if it is another line."""
    if len(text) > _LONGEST:
        return None
    if _NO_NUMBER.fullmatch(text) or _BARE_LABEL.fullmatch(text):
        return []
    text = _SPACED_NUMBER.sub(lambda number: number[0].replace(" ", ""), text)
    found: list[tuple[str, str]] = []
    end = 0
    for metric in _METRIC.finditer(text):
        if _BETWEEN.fullmatch(text, end, metric.start()) is None:
            return None
        label = metric["label"] or metric["label_first"]
        found.append((_plain_label(label), metric["before"] or metric["after"]))
        end = metric.end()
    if not found or _BETWEEN.fullmatch(text, end) is None:
        return None
    return found


def _plain_label(label: str) -> str:
    label = label.lower()
    if label.startswith("h"):
        return "h-index"
    if label.startswith("ai"):
        return "ai score"
    return label if label == "novelty" else label.removesuffix("s") + "s"


def _name_and_field(
    before: list[PageLine], first_metric: PageLine | None
) -> tuple[str, str | None]:
    """Return name and field: the name begins the paragraph before the field and the metrics."""
    before = [line for line in before if len(line.text) <= _LONGEST_NAME]
    if not before:
        return "", None
    if first_metric is None:
        return before[0].text, None
    field = None
    last = before[-1]
    if len(before) > 1:
        shares_paragraph = last.after_blank and not first_metric.after_blank
        if _FIELD.fullmatch(last.text) or (shares_paragraph and len(last.text) <= _LONGEST_FIELD):
            field = before.pop().text
    name = next(line for line in reversed(before) if line.after_blank or line is before[0])
    return name.text, field


def _count(number: str | None) -> int | None:
    """Return a whole number written as 2,693 or 2.693 or 1.2k or 3M."""
    if number is None:
        return None
    factor = {"k": 1_000, "m": 1_000_000}.get(number[-1].lower(), 1)
    if factor > 1:
        return round(float(number[:-1].replace(",", ".")) * factor) if _is_decimal(number) else None
    groups = re.split(r"\D", number)
    if len(groups) > 1 and len(groups[-1]) != 3:
        return int("".join(groups[:-1]))
    return int("".join(groups))


def _is_decimal(number: str) -> bool:
    return len(re.split(r"\D", number[:-1])) <= 2


def _percent(number: str | None) -> Number | None:
    """Return a number from 0 to 100, an int if it is written without decimals."""
    if number is None or not number[-1].isdigit():
        return None
    parts = re.split(r"\D", number)
    if len(parts) > 2:
        return None
    value = float(".".join(parts)) if len(parts) == 2 else int(parts[0])
    return value if 0 <= value <= 100 else None
