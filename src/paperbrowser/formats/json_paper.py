"""One paper from a JSON object: which of its fields are known, and what they may look like.

The names are those of `Paper`, and `year`. Fields of other names are passed over; a known one with a
value that cannot be is left unset and told.
"""

import datetime
import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from paperbrowser import dates
from paperbrowser.model import Paper
from paperbrowser.text import clean, clean_line, is_web_link

Tell = Callable[[str], None]
_Fields = Mapping[str, Any]
_Date = tuple[datetime.date, dates.Precision]

_EARLIEST_YEAR = 1000
_AND = re.compile(r",? (?:and|&) ")
_CUT_SHORT = re.compile(r"(?:and )?(?:et al\.?|others)", re.IGNORECASE)
_CUT_SHORT_AFTER = re.compile(r" et al\.?$")
_KEYS_OF_A_PAPER = ("title", "abstract", "authors")


def paper_of(fields: _Fields, tell: Tell) -> Paper | None:
    """The paper that `fields` tell of, or None if they tell of something else.

    Args:
        fields: the object, as parsed.
        tell: called with a sentence for each value that cannot be.
    """
    title = _line(fields.get("title"))
    id_ = _line(fields.get("id"))
    if not title:
        if not any(isinstance(fields.get(key), str | list) for key in _KEYS_OF_A_PAPER):
            return None
        tell("a paper without a title")
        title = id_ or "(untitled)"
    authors, cut_short = _authors(fields.get("authors"))
    date, precision = _date(fields, tell) or (None, "day")
    return Paper(
        title=title,
        authors=authors,
        et_al=cut_short or fields.get("et_al") is True,
        affiliations=tuple(_names(fields.get("affiliations"))),
        category=_first(fields.get("category")) or None,
        venue=_line(fields.get("venue")) or None,
        date=date,
        date_precision=precision,
        year_inferred=fields.get("year_inferred") is True,
        score=_score(fields.get("score"), tell),
        code=_code(fields.get("code")),
        abstract=_paragraphs(fields.get("abstract")),
        url=_url(fields.get("url"), tell),
        id=id_,
    )


def _line(value: Any) -> str:  # noqa: ANN401 - whatever JSON holds, here and below
    """A text on one line, with single blanks; empty for anything else."""
    # Cleaned last, since a joiner may join nothing any more once a blank beside it is another.
    return clean_line(" ".join(value.split())) if isinstance(value, str) else ""


def _first(value: Any) -> str:  # noqa: ANN401
    """A text, or the first of a list of texts."""
    return _line(value[0] if isinstance(value, list) and value else value)


def _paragraphs(value: Any) -> str:  # noqa: ANN401
    """A text of which only empty lines end a paragraph, for abstracts come in lines of any length."""
    if not isinstance(value, str):
        return ""
    text = value.strip()
    if "\n" not in text:
        return clean(text)
    paragraphs: list[list[str]] = [[]]
    for line in text.split("\n"):
        if words := line.strip():
            paragraphs[-1].append(words)
        elif paragraphs[-1]:
            paragraphs.append([])
    return clean("\n\n".join(" ".join(lines) for lines in paragraphs if lines))


# Names


def _authors(value: Any) -> tuple[tuple[str, ...], bool]:  # noqa: ANN401
    """The names, and whether the list says that it is cut short."""
    names = list(_names(value))
    cut_short = False
    while names and _CUT_SHORT.fullmatch(names[-1]):
        names.pop()
        cut_short = True
    if names and (found := _CUT_SHORT_AFTER.search(names[-1])):
        names[-1] = names[-1][: found.start()]
        cut_short = True
    return tuple(filter(None, names)), cut_short


def _names(value: Any) -> Iterator[str]:  # noqa: ANN401
    """Names in a list, as texts or as objects with a `name`, or in one text."""
    if isinstance(value, list):
        for one in value:
            name = one.get("name") if isinstance(one, dict) else one
            if isinstance(name, str) and (name := _name(name)):
                yield name
    elif text := _line(value):
        yield from filter(None, _split(text))


@lru_cache(maxsize=1 << 16)  # the same people write many papers
def _name(text: str) -> str:
    return _line(text)


def _split(text: str) -> list[str]:
    """The names in a text: between semicolons, or else `and`, or else commas.

    "Ho, Shirley and Villar, Ashley" has its commas within the names.
    """
    if ";" in text:
        return [_in_order(part) for part in text.split(";")]
    parts = _AND.split(text)
    if all(part.count(",") == 1 for part in parts) and (len(parts) > 1 or _is_one_name(text)):
        return [_in_order(part) for part in parts]
    return [name.strip() for part in parts for name in part.split(",")]


def _is_one_name(text: str) -> bool:
    last, _, first = text.partition(",")
    return " " not in last.strip() and " " not in first.strip()


def _in_order(name: str) -> str:
    """The first name first."""
    last, comma, first = name.strip().partition(",")
    return f"{first.strip()} {last.strip()}".strip() if comma else last


# Facts


def _date(fields: _Fields, tell: Tell) -> _Date | None:
    for key in ("date", "year"):
        value = fields.get(key)
        if value is None or value == "":
            continue
        found = _parsed(value) if isinstance(value, str | int | float) else None
        if found is not None and found[0].year >= _EARLIEST_YEAR:
            return found
        tell(f"{key} is not a {key} such as {'2024-05-31' if key == 'date' else '2024'}")
    return None


@lru_cache(maxsize=1 << 12)
def _parsed(value: str | float) -> _Date | None:
    if isinstance(value, str):
        text = value.strip()
        # Of a time, the day: 2024-05-31T10:00:00Z.
        return dates.parse(text[:10] if text[10:11] in {"T", " "} else text)
    return dates.parse(f"{int(value):04}") if 0 < value < 10_000 and value == int(value) else None


def _score(value: Any, tell: Tell) -> float | None:  # noqa: ANN401
    if value is None:
        return None
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if number and 0 <= value <= 100:
        return float(value)
    tell("score is not a number from 0 to 100")
    return None


def _code(value: Any) -> bool:  # noqa: ANN401
    """Whether there is code: said so, or by a link to it."""
    return value is True or (isinstance(value, str) and is_web_link(value.strip()))


def _url(value: Any, tell: Tell) -> str | None:  # noqa: ANN401
    if value is None or value == "":
        return None
    url = _line(value)
    if is_web_link(url):
        return url
    tell("url is not a link that starts with http")
    return None
