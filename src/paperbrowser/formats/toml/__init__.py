"""Profile files in TOML, the format of the library, which users may edit: read, write, preview.

    version = 1
    [profile]
    name = "Ada Example"
    h_index = 12
    papers = 54           # as claimed; below are those listed
    [[papers]]
    title = "On Machines"
    date = 2024-05-31

Keys are named like the fields of `Paper` and `Profile` (`papers` is `Profile.claimed`); unset ones are
left out. Of a date, `date = 2024` is the year alone and `date = "2024-05"` the month. A wrong value is
reported with its line and left unset; only broken TOML is refused.
"""

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from json.encoder import encode_basestring as quoted
from typing import Any, NamedTuple

from paperbrowser.formats.input import FormatReader, Input
from paperbrowser.formats.own_keys import NAMES, field_of
from paperbrowser.formats.result import ReadError, ReadResult, Remark
from paperbrowser.formats.toml.values import PAPER_KEYS, PROFILE_KEYS, VERSION_KEYS, Value
from paperbrowser.papers.dates import PartialDate
from paperbrowser.papers.ids import with_ids
from paperbrowser.papers.links import is_web_link
from paperbrowser.papers.model import Paper, Profile
from paperbrowser.papers.names import written
from paperbrowser.papers.text import clean_line
from paperbrowser.system.progress import Progress

_Table = Mapping[str, Any]

_VERSION = 1
HEADING = """\
# A profile of paperbrowser. Edit it as you like; R in the browser reads it again.
# Dates are written 2024-05-31, or "2024-05", or 2024; what is not known is left out.
"""
# Blanks of one line only: over runs of blank lines `\s*` would take quadratic time. A line that ends with a
# comma, or stands in braces, is a field of a BibTeX entry; a version in quotes is an attribute of XML.
_SNIFF = re.compile(
    r"^[ \t]*(?:version[ \t]*=[ \t]*\d{1,9}[ \t]*(?:#[^\n]*)?\r?$(?!\n[ \t]*\})|\[profile\]|\[\[papers\]\])",
    re.MULTILINE,
)
# What the first line that says something may be: a key, a table, a comment.
_FIRST = re.compile(r"[\s\ufeff]*(?:#|\[|[\w\"'][\w\"'. -]{0,80}=|\Z)")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_PAPERS = re.compile(r"^\[\[papers\]\][ \t]*\r?$", re.MULTILINE)
_AT_LINE = re.compile(r"^(.*?)\s*\(at line (\d+), column (\d+)\)$", re.DOTALL)
_MOST_PARTS = 200  # of a key
# A key of too many parts; or what it cannot stand in: strings and comments.
_PART = r"""(?:[\w-]++|"(?:[^"\\\n]|\\.)*+"|'[^'\n]*+')"""
_KEY = re.compile(
    r"""\"{3}(?:[^\\"]|\\.|"{1,2}(?!"))*+"{0,3}|'{3}(?:[^']|'{1,2}(?!'))*+'{0,3}|\#[^\n]*+"""
    rf"|(?P<key>{_PART}(?:[ \t]*+\.[ \t]*+{_PART}){{{_MOST_PARTS}}})|{_PART}",
    re.DOTALL,
)


def sniff(head: str) -> bool:
    """Whether a text begins like a profile file."""
    return "=" in head and _FIRST.match(head) is not None and _SNIFF.search(head) is not None


def read(content: Input) -> ReadResult:
    """Read a whole file.

    Raises:
        ReadError: "toml" for broken TOML, "version" for a file of a later version; with the line.
    """
    text = content.text()
    remarks: list[Remark] = []
    top: dict[str, Any] = {}
    papers: list[Paper] = []
    for table, entries in _parts(text, content.progress):
        top.update(table)
        papers.extend(_paper(entry, place, remarks) for entry, place in entries)
    version = top.pop("version", _VERSION)
    if not isinstance(version, int) or version > _VERSION:
        raise ReadError(
            f"the file is of version {clean_line(str(version))}, this program reads version {_VERSION}",
            code="version",
            advice="update paperbrowser",
            line=_line_of(text, "version"),
        )
    table = top.pop("profile", {})
    remarks.extend(
        Remark("bad-entry", f"unknown key “{clean_line(key)}”", _line_of(text, key)) for key in top
    )
    if not isinstance(table, Mapping):
        raise ReadError(
            "“profile” is not a table", code="toml", advice="write [profile] above its keys"
        )
    head = _line_of(text, r"\[profile\]")
    below = "\n".join(text.split("\n", 50)[(head or 1) - 1 :])
    facts = _facts(table, PROFILE_KEYS, _Place(head, below), remarks)
    if not facts.get("name"):
        remarks.append(Remark("bad-entry", "the profile has no name", head))
        facts["name"] = "Unnamed profile"
    profile = Profile(
        **{field_of(key): fact for key, fact in facts.items()}, papers=with_ids(papers)
    )
    return ReadResult(profile, tuple(remarks), curated=True)


def preview(head: str) -> Profile | None:
    """Return the profile with the whole papers of the beginning of a file, None if that does not read."""
    starts = [found.start() for found in _PAPERS.finditer(head)]
    try:
        return read(Input.of_text(head[: starts[-1]] if starts else head)).profile
    except ReadError:
        return None


READER = FormatReader(sniff, read, preview)


def write(profile: Profile, papers: Iterable[Paper]) -> Iterator[str]:
    """Return the profile with these papers as TOML, in one part; `read` gives the same back."""
    yield dumps(replace(profile, papers=tuple(papers)))


def dumps(profile: Profile) -> str:
    """Return the profile as TOML; `read` gives the same profile back."""
    import tomli_w

    facts = {key: getattr(profile, field_of(key)) for key in PROFILE_KEYS}
    if profile.followed:  # as most are
        del facts["followed"]
    head = {"version": _VERSION, "profile": {k: v for k, v in facts.items() if v is not None}}
    parts = [HEADING, tomli_w.dumps(head)]
    for paper in profile.papers:
        parts += _lines(paper)
    return "".join(parts)


_UNSET = {key: getattr(Paper(title=""), key) for key in PAPER_KEYS}


def _written(paper: Paper) -> Iterator[tuple[str, Any]]:
    for key, unset in _UNSET.items():
        value = getattr(paper, key)
        if (value is not unset and value != unset) or key == "title":
            yield key, value


def _lines(paper: Paper) -> Iterator[str]:
    """Return the lines of a paper; tables stand below its other keys."""
    from paperbrowser.formats.toml.fast_write import line

    yield "\n[[papers]]\n"
    for key, value in _written(paper):
        if key == "date":
            yield line(key, _written_date(value))
        elif key in NAMES:
            yield line(key, tuple(map(written, value)))
        elif key == "bibtex":
            yield "[papers.bibtex]\n"
            for name, one in value:
                yield line(name if _BARE.fullmatch(name) else quoted(name), one)
        elif key == "versions":
            for version in value:
                yield "[[papers.versions]]\n"
                for name in VERSION_KEYS:
                    one = getattr(version, name)
                    if one is not None:
                        yield line(name, _written_date(one) if name == "date" else one)
        else:
            yield line(key, value)


def _written_date(date: PartialDate) -> datetime.date | str | int | None:
    """Return the date as people write it: a number for a year, since TOML has whole dates only."""
    match date.precision:
        case "day":
            return date.first_day
        case "month":
            return str(date)
        case "year":
            return date.year


# Reading: TOML tables, each with its place


class _Place(NamedTuple):
    """The first line of a table, if known, and the text from there on."""

    line: int | None = None
    text: str = ""

    def line_of(self, key: str) -> int | None:
        """Return the line of a key of the table, or else that of the table."""
        within = _line_of(self.text, key)
        return self.line if self.line is None or within is None else self.line + within - 1


def _parts(text: str, progress: Progress) -> Iterator[tuple[_Table, list[tuple[_Table, _Place]]]]:
    """Return (top-level keys, papers) of each part of the file.

    Every paper is parsed alone, because the parser of the standard library is slow and silent while it works.
    A file that cannot be taken apart so is parsed whole, which also finds where it is broken.
    """
    starts = [found.start() for found in _PAPERS.finditer(text)]
    ends = [*starts[1:], len(text)]
    line = text.count("\n", 0, starts[0]) + 1 if starts else 1
    parts: list[tuple[_Table, list[tuple[_Table, _Place]]]] = []
    try:
        parts.append((_loads(text[: starts[0]] if starts else text), []))
        for done, (start, end) in enumerate(zip(starts, ends, strict=True)):
            part = text[start:end]
            table = _loads(part)
            if set(table) != {"papers"} or len(table["papers"]) != 1:
                raise ValueError("more than a paper")
            parts.append(({}, [(table["papers"][0], _Place(line, part))]))
            line += part.count("\n")
            if done % 200 == 0:
                progress(done / len(starts))
        if starts and "papers" in parts[0][0]:
            raise ValueError("papers above the papers")
    except (ValueError, RecursionError):
        parts = [_whole(text)]
    yield from parts


def _whole(text: str) -> tuple[_Table, list[tuple[_Table, _Place]]]:
    try:
        table = _loads(text)
    except (ValueError, RecursionError) as error:
        found = _AT_LINE.match(str(error))
        what, line = (found[1], int(found[2])) if found else (str(error), text.count("\n") + 1)
        raise ReadError(
            f"this is not valid TOML: {clean_line(what)}",
            code="toml",
            line=line,
            advice="correct that line, then read the file again",
        ) from None
    papers = table.pop("papers", [])
    if not isinstance(papers, list) or not all(isinstance(paper, Mapping) for paper in papers):
        raise ReadError(
            "“papers” is not a list of tables", code="toml", advice="write [[papers]] above each"
        )
    return table, [(paper, _Place()) for paper in papers]


def _loads(text: str) -> dict[str, Any]:
    import tomllib

    _refuse_endless_keys(text)
    return tomllib.loads(text)


def _refuse_endless_keys(text: str) -> None:
    """Raise ValueError for a key of very many parts: Python's parser needs the square of their number."""
    if all(line.count(".") < _MOST_PARTS for line in text.split("\n")):
        return
    for found in _KEY.finditer(text):
        if found["key"]:
            line = text.count("\n", 0, found.start()) + 1
            raise ValueError(f"a key has more than {_MOST_PARTS} parts (at line {line}, column 1)")


def _line_of(text: str, key: str) -> int | None:
    pattern = key if key.startswith(r"\[") else re.escape(key)
    found = re.search(rf"^[ \t]*[\[\"']*{pattern}", text, re.MULTILINE)
    return text.count("\n", 0, found.start()) + 1 if found else None


# Reading: values


def _paper(table: _Table, place: _Place, remarks: list[Remark]) -> Paper:
    facts = _facts(table, PAPER_KEYS, place, remarks)
    if not facts.get("title"):
        facts["title"] = "" if "title" in table else "(untitled)"
        if "title" not in table:
            remarks.append(Remark("bad-entry", "a paper without a title", place.line))
    url = facts.get("url")
    if url is not None and not is_web_link(url):
        remarks.append(
            Remark("bad-entry", "url is not a link that starts with http", place.line_of("url"))
        )
        del facts["url"]
    return Paper(**facts)


def _facts(
    table: _Table, keys: Mapping[str, Value], place: _Place, remarks: list[Remark]
) -> dict[str, Any]:
    """Return the valid values of a table by field, clean, and remark on each of the others.

    Args:
        table: a table of the file.
        keys: the keys that it may have.
        place: the place of the table, for the lines of the remarks.
        remarks: takes the remarks.
    """
    facts: dict[str, Any] = {}
    for key, value in table.items():
        if key not in keys:
            from difflib import get_close_matches

            near = get_close_matches(key, keys, 1)
            hint = f"; did you mean “{near[0]}”?" if near else ""
            what = f"unknown key “{clean_line(key)}”{hint}"
            remarks.append(Remark("bad-entry", what, place.line_of(key)))
            continue
        fact = keys[key].read(value)
        if fact is None:
            what = f"{key} is not {keys[key].expected}"
            remarks.append(Remark("bad-entry", what, place.line_of(key)))
        else:
            facts[key] = fact
    return facts
