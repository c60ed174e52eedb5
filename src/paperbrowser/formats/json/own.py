"""One paper from a JSON object: which of its fields are known, and what they may look like.

The names are those of `Paper`, as `written` writes them, and `year`. Fields of other names are passed over; a
known one with a value that cannot be is left unset and told.
"""

import datetime
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from paperbrowser.formats.entries import title_or_key
from paperbrowser.formats.json.values import Fields, count, inner, text, written
from paperbrowser.formats.result import OnRemark
from paperbrowser.papers import dates, identifiers
from paperbrowser.papers.dates import EARLIEST_YEAR, UNKNOWN, Partial
from paperbrowser.papers.model import KINDS, Kind, Number, Paper, Profile
from paperbrowser.papers.person_names import in_order, says_more
from paperbrowser.papers.text import is_web_link
from paperbrowser.papers.wrapped import paragraphs

_AND = re.compile(r",? (?:and|&) ")
_CUT_SHORT_AFTER = re.compile(r" et al\.?$")
_KEYS_OF_A_PAPER = ("title", "abstract", "authors")


def profile_of(value: Fields) -> Profile | None:
    """The profile that `paperbrowser list --json` writes with its papers, or a name beside `papers`."""
    fields = inner(value, "profile")
    if not fields and not isinstance(value.get("papers"), list):
        return None
    name = text((fields or value).get("name"))
    if not name:
        return None
    orcid = identifiers.orcid_of(text(fields.get("orcid")))
    return Profile(
        name=name,
        field=text(fields.get("field")) or None,
        claimed=count(fields.get("papers")),
        h_index=count(fields.get("h_index")),
        citations=count(fields.get("citations")),
        novelty=_finite(fields.get("novelty")),
        ai_score=_finite(fields.get("ai_score")),
        affiliation=text(fields.get("affiliation")) or None,
        orcid=orcid,
        source=text(fields.get("source")) or None,
        source_id=text(fields.get("source_id")) or None,
        updated=_day(fields.get("updated")),
        since=_day(fields.get("since")),
    )


def paper_of(fields: Fields, tell: OnRemark) -> Paper | None:
    """The paper that `fields` tell of, or None if they tell of something else.

    Args:
        fields: the object, as parsed.
        tell: called with a sentence for each value that cannot be.
    """
    title = text(fields.get("title"))
    id_ = text(fields.get("id"))
    if not title:
        if not any(isinstance(fields.get(key), str | list) for key in _KEYS_OF_A_PAPER):
            return None
        title = title_or_key(title, (id_,), tell)
    authors, cut_short = _authors(fields.get("authors"))
    date, precision = _date(fields, tell) or UNKNOWN
    return Paper(
        title=title,
        authors=authors,
        et_al=cut_short or fields.get("et_al") is True,
        affiliations=tuple(_names(fields.get("affiliations"))),
        category=_first(fields.get("category")) or None,
        venue=text(fields.get("venue")) or None,
        kind=_kind(fields.get("kind")),
        volume=written(fields.get("volume")),
        number=written(fields.get("number")),
        pages=written(fields.get("pages")),
        publisher=text(fields.get("publisher")) or None,
        date=date,
        date_precision=precision,
        year_inferred=fields.get("year_inferred") is True,
        score=_score(fields.get("score"), tell),
        citations=count(fields.get("citations")),
        code=_code(fields.get("code")),
        abstract=_paragraphs(fields.get("abstract")),
        url=_url(fields.get("url"), tell),
        doi=identifiers.doi_of(text(fields.get("doi"))),
        arxiv=identifiers.arxiv_of(text(fields.get("arxiv"))),
        added=_day(fields.get("added")),
        id=id_,
    )


def _first(value: Any) -> str:
    """A text, or the first of a list of texts."""
    return text(value[0] if isinstance(value, list) and value else value)


def _paragraphs(value: Any) -> str:
    return paragraphs(value) if isinstance(value, str) else ""


# Names


def _authors(value: Any) -> tuple[tuple[str, ...], bool]:
    """The names, and whether the list says that it is cut short."""
    names = list(_names(value))
    cut_short = False
    while names and says_more(names[-1]):
        names.pop()
        cut_short = True
    if names and (found := _CUT_SHORT_AFTER.search(names[-1])):
        names[-1] = names[-1][: found.start()]
        cut_short = True
    return tuple(filter(None, names)), cut_short


def _names(value: Any) -> Iterator[str]:
    """Names in a list, as texts or as objects with a `name`, or in one text."""
    if isinstance(value, list):
        for one in value:
            name = one.get("name") if isinstance(one, dict) else one
            if isinstance(name, str) and (name := _name(name)):
                yield name
    elif names := text(value):
        yield from filter(None, _split(names))


@lru_cache(maxsize=1 << 16)  # the same people write many papers
def _name(name: str) -> str:
    return text(name)


def _split(text: str) -> list[str]:
    """The names in a text: between semicolons, or else `and`, or else commas.

    "Ho, Shirley and Villar, Ashley" has its commas within the names.
    """
    if ";" in text:
        return [in_order(part) for part in text.split(";")]
    parts = _AND.split(text)
    if all(part.count(",") == 1 for part in parts) and (len(parts) > 1 or _is_one_name(text)):
        return [in_order(part) for part in parts]
    return [name.strip() for part in parts for name in part.split(",")]


def _is_one_name(text: str) -> bool:
    last, _, first = text.partition(",")
    return " " not in last.strip() and " " not in first.strip()


# Facts


def _date(fields: Fields, tell: OnRemark) -> Partial | None:
    for key in ("date", "year"):
        value = fields.get(key)
        if value is None or value == "":
            continue
        found = _parsed(value) if isinstance(value, str | int | float) else None
        if found is not None and found[0].year >= EARLIEST_YEAR:
            return found
        tell(f"{key} is not a {key} such as {'2024-05-31' if key == 'date' else '2024'}")
    return None


@lru_cache(maxsize=1 << 12)
def _parsed(value: str | float) -> Partial | None:
    if isinstance(value, str):
        text = value.strip()
        # Of a time, the day: 2024-05-31T10:00:00Z.
        return dates.parse(text[:10] if text[10:11] in {"T", " "} else text)
    return dates.parse(f"{int(value):04}") if 0 < value < 10_000 and value == int(value) else None


def _score(value: Any, tell: OnRemark) -> float | None:
    if value is None:
        return None
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if number and 0 <= value <= 100:
        return float(value)
    tell("score is not a number from 0 to 100")
    return None


def _finite(value: Any) -> Number | None:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return value if number and 0 <= value <= 100 else None


def _kind(value: Any) -> Kind | None:
    return value if isinstance(value, str) and value in KINDS else None


def _day(value: Any) -> datetime.date | None:
    found = _parsed(value) if isinstance(value, str) else None
    return found[0] if found is not None and found[1] == "day" else None


def _code(value: Any) -> bool:
    """Whether there is code: said so, or by a link to it."""
    return value is True or (isinstance(value, str) and is_web_link(value.strip()))


def _url(value: Any, tell: OnRemark) -> str | None:
    if value is None or value == "":
        return None
    url = text(value)
    if is_web_link(url):
        return url
    tell("url is not a link that starts with http")
    return None


# Writing


def facts_of(profile: Profile) -> dict[str, Any]:
    """What `profile_of` makes the same profile of again, but for its papers, ready for JSON."""
    return {
        "name": profile.name,
        "field": profile.field,
        "h_index": profile.h_index,
        "papers": profile.claimed,
        "citations": profile.citations,
        "novelty": profile.novelty,
        "ai_score": profile.ai_score,
        "affiliation": profile.affiliation,
        "orcid": profile.orcid,
        "source": profile.source,
        "source_id": profile.source_id,
        "updated": profile.updated.isoformat() if profile.updated else None,
        "since": profile.since.isoformat() if profile.since else None,
    }


def fields_of(paper: Paper) -> dict[str, Any]:
    """What `paper_of` makes the same paper of again, ready for JSON; what is unset is None."""
    return {
        "title": paper.title,
        "authors": list(paper.authors),
        "et_al": paper.et_al,
        "affiliations": list(paper.affiliations),
        "date": paper.date_text or None,
        "year_inferred": paper.year_inferred,
        "score": paper.score,
        "citations": paper.citations,
        "category": paper.category,
        "venue": paper.venue,
        "kind": paper.kind,
        "volume": paper.volume,
        "number": paper.number,
        "pages": paper.pages,
        "publisher": paper.publisher,
        "code": paper.code,
        "url": paper.url,
        "doi": paper.doi,
        "arxiv": paper.arxiv,
        "added": paper.added.isoformat() if paper.added else None,
        "id": paper.id,
        "abstract": paper.abstract,
    }


def write(profile: Profile, papers: Iterable[Paper]) -> Iterator[str]:
    """Return JSON lines: an object for each paper."""
    import json

    for paper in papers:
        yield json.dumps(fields_of(paper), ensure_ascii=False, allow_nan=False) + "\n"
