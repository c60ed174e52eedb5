"""The entries of a profile page: where each begins, and what its lines hold.

    97.0FLU-DYNMay 31, 2025Code
    Title

    First Author, Second Author, Third Author et al. · affiliation, affiliation

    Abstract, which may have paragraphs.

The first line is the header: score, category, date and the mark of published code, glued together;
the score, the year and the mark are often missing. An entry begins at a header that follows a blank
line and is followed by a title. The text must be clean, its lines ending with a newline.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from paperbrowser.formats.page.lines import filled_lines
from paperbrowser.papers.dates import MONTH_NUMBERS
from paperbrowser.papers.names import is_suffix
from paperbrowser.system.progress import Progress

# As pages write them: with a capital letter.
MONTHS = {name.capitalize(): number for name, number in MONTH_NUMBERS.items()}

# Blanks within the header, and one line's end: some browsers put each part on a line of its own.
_GAP = r"[^\S\n]*+(?:\n[^\S\n]*+)?+"
_SCORE = rf"(?:(?P<score>\d{{1,3}}(?:\.\d{{1,4}})?){_GAP})?"
# Everything is bounded or possessive, so that a line of any length is refused in a few steps.
_HEADER = re.compile(
    rf"""
    \n(?=[^\n]{{2}})[^\S\n]*+
    {_SCORE}
    (?:
        (?P<category>[^\W\d_](?:[\w.&/+-]|\ (?=[^\W\d_])){{0,39}}?)??
        (?P<gap>{_GAP})
        (?P<month>[A-Z][a-z]{{2,8}})\.?[^\S\n]{{0,9}}
        (?P<day>\d{{1,4}})
        (?:[^\S\n]{{0,9}},[^\S\n]{{0,9}}(?P<year>\d{{1,6}}))?
      |
        (?P<bare>[A-Z]{{1,9}}(?:[.-][A-Z]{{1,9}}){{0,3}}?|[a-z]{{1,9}}(?:-[a-z]{{1,9}})?\.[A-Za-z-]{{1,12}}?)
        (?P<junk>[^\S\n]?[^\w\s][^\n]{{0,24}}?|[^\S\n]?\d[^\n]{{0,24}}?)?
    )
    (?P<code>[^\S\n]{{0,9}}Code|{_GAP}Code(?=[^\S\n]*+\n[^\S\n]*+\S))?
    [^\S\n]*+(?=\n|\Z)
    """,
    re.VERBOSE,
)
# The rest of a header at which a file was cut off.
_TORN_HEADER = re.compile(
    r"(?:\d{1,3}(?:\.\d{0,4})?)?(?:[A-Z]{1,9}(?:-[A-Z]{0,9})?)?"
    r"(?:(?P<month>[A-Z][a-z]{0,8})(?:[ ]\d{0,2}(?:,(?:[ ]\d{0,4})?)?)?)?(?:C(?:od?)?)?"
)
# Buttons and notices that follow the last entry on the page.
_FOOTER = re.compile(
    r"(?:load|show|view|see) (?:more|all)(?: papers)?(?: \(?\d+\)?)?|next(?: page)?|page \d+ of \d+"
    r"|back to top|(?:©|\(c\) ?\d{4}|copyright ?[©\d])[^\n]{0,120}",
    re.IGNORECASE,
)
_AFFILIATIONS = re.compile(r"(?:^|\s)[·•∙⋅](?=\s|$)")
_COMMA = re.compile("[,，、،]")
_ET_AL = re.compile(r"[\s,]et\.?\s?al\.?[\s,]{0,9}$")
_LONGEST_NAME = 120  # characters
_NAME_WORDS = 8
_SHORT_LINE = 200  # characters; a longer line that does not look like names is an abstract
_NARROWEST, _WIDEST = 40, 132  # columns that a text may have been wrapped to
_BULLET = re.compile(r"[-*•–—] |\(?\w{1,2}[.)] ")
_MOST_GUESSES = 10_000  # lines without a date that are looked at closely; each costs time
_PROGRESS_STEP = 256  # entries


class EntryHeader(NamedTuple):
    """A header line.

    Attributes:
        start: place of its first character in the text.
        end: place behind it.
        score: None when it has none.
        category: None when it has none.
        month: name of a month, or a word in its place; None when there is no date.
        day: as written, of any size.
        year: as written; None when there is none.
        code: it ends with the mark.
        sure: only a header looks like this; another line is one only if authors follow.
    """

    start: int
    end: int
    score: float | None
    category: str | None
    month: str | None
    day: int
    year: str | None
    code: bool
    sure: bool


class PageEntry(NamedTuple):
    """An entry: its header, and the fields below it."""

    header: EntryHeader
    title: str
    authors: tuple[str, ...]
    et_al: bool
    affiliations: tuple[str, ...]
    abstract: str


class PageEntries(NamedTuple):
    """The entries of a text.

    Attributes:
        entries: in the order of the page.
        head_end: place in the text where the first entry begins, or the end.
        torn_at: place where the page is cut off within a header, which is left out.
        evident: some line, in whatever place, can only be a header.
    """

    entries: list[PageEntry]
    head_end: int
    torn_at: int | None
    evident: bool


def find_entries(text: str, progress: Progress | None = None) -> PageEntries:
    """Return all entries of the text, which starts with a newline; `progress` gets numbers up to 1."""
    headers: list[EntryHeader] = []
    torn_at = None
    evident = False
    guesses = 0
    for found in _HEADER.finditer(text):
        inside = found.start() > 0 and not text[found.start() - 1].isspace()
        if (inside and evident) or (found["bare"] and (inside or guesses > _MOST_GUESSES)):
            continue
        header = _header(found)
        evident = evident or header.sure
        guesses += not header.sure
        if header.sure and _nothing_follows(text, header.end):
            torn_at = header.start
        elif _begins_entry(text, header):
            headers.append(header)
    ends = [header.start for header in headers[1:]]
    ends.append(len(text) if torn_at is None else torn_at)
    entries: list[PageEntry] = []
    for header, end in zip(headers, ends, strict=False):
        if progress is not None and len(entries) % _PROGRESS_STEP == 0:
            progress(header.start / len(text))
        entries.append(_entry(header, text[header.end : end]))
    if entries:
        entries[-1] = _without_footer(entries[-1])
        if torn_at is None and not text.endswith("\n"):
            entries[-1], torn_at = _without_torn_header(entries[-1], text)
    return PageEntries(
        entries,
        headers[0].start if headers else len(text),
        torn_at,
        evident,
    )


def has_header(text: str) -> bool:
    """Return whether any line, in whatever place, can only be a header."""
    return any(header.sure for header in _headers(text))


def evenly_spaced(text: str) -> str:
    """Return the text with blank lines where the page has them.

    For pages that were saved with all blank lines lost, or with one after every line. The first two
    lines after a header are then its title and its authors.
    """
    paragraphs = "\n\n" if "\n\n" in text.strip("\n") else "\n"
    squeezed = "\n" + "\n".join(line.text for line in filled_lines(text))
    parts: list[str] = []
    start = 0
    headers = [header for header in _headers(squeezed) if header.sure]
    for header, following in zip(headers, [*headers[1:], None], strict=True):
        if header.start < start:
            continue
        parts.append(squeezed[start : header.start].strip("\n"))
        end = len(squeezed) if following is None else following.start
        lines = squeezed[header.end : end].strip("\n").split("\n")
        head = squeezed[header.start : header.end].strip("\n")
        parts.append(f"{head}\n{lines[0]}")
        parts.extend(lines[1:2])
        parts.append(paragraphs.join(lines[2:]))
        start = end
    return "\n" + "\n\n".join(part for part in parts if part)


def _headers(text: str) -> Iterator[EntryHeader]:
    return map(_header, _HEADER.finditer(text))


def _header(found: re.Match[str]) -> EntryHeader:
    category, month, bare = found["category"], found["month"], found["bare"]
    score = float(found["score"]) if found["score"] else None
    return EntryHeader(
        start=found.start() + 1,
        end=found.end(),
        score=score,
        category=category or bare,
        month=month,
        day=int(found["day"] or 0),
        year=found["year"],
        code=found["code"] is not None,
        sure=month in MONTHS
        and category is not None
        and (score is not None or _stands_apart(category, found["gap"])),
    )


def _stands_apart(category: str, gap: str) -> bool:
    """Return whether category and month cannot be a place and a date, "Paris May 5"."""
    return not gap or category.isupper() or "." in category or "-" in category


def _nothing_follows(text: str, end: int) -> bool:
    return next(filled_lines(text, end), None) is None


def _begins_entry(text: str, header: EntryHeader) -> bool:
    previous = text.rfind("\n", 0, header.start - 1)
    if text[previous + 1 : header.start - 1].strip():
        return False
    lines = filled_lines(text, header.end + 1)
    title = next(lines, None)
    if title is None:
        return False
    if title.after_blank and "\n" in text[header.end + 1 : title.start]:
        # Without a title it is an entry if there are authors; an abstract may quote a header.
        return header.sure and _surely_names(title.text)
    if header.sure and not title.text[0].islower():
        return True
    following = next((line for line in lines if line.after_blank), None)
    if following is None:
        return header.sure
    if header.month is None and "," not in following.text:
        return _surely_names(following.text)
    return _seems_names(following.text)


def _entry(header: EntryHeader, body: str) -> PageEntry:
    paragraphs = _paragraphs(body)
    title = ""
    names = ""
    if paragraphs and not _is_untitled(body, paragraphs[0][0]):
        first = paragraphs.pop(0)
        # The blank line between title and authors may be lost.
        cut = next((i for i, line in enumerate(first) if i and _surely_names(line)), len(first))
        title = " ".join(first[:cut])
        if cut < len(first):
            paragraphs.insert(0, first[cut:])
    if paragraphs:
        count = _lines_of_names(paragraphs[0])
        names = " ".join(paragraphs[0][:count])
        paragraphs[0] = paragraphs[0][count:]
    authors, et_al, affiliations = _people(names)
    abstract = "\n\n".join(_unwrapped(lines) for lines in paragraphs if lines)
    return PageEntry(header, title, authors, et_al, affiliations, abstract)


def _is_untitled(body: str, first: str) -> bool:
    return not body.split("\n", 2)[1].strip() and _surely_names(first)


def _paragraphs(body: str) -> list[list[str]]:
    paragraphs: list[list[str]] = []
    for line in filled_lines(body):
        if line.after_blank:
            paragraphs.append([line.text])
        else:
            paragraphs[-1].append(line.text)
    return paragraphs


def _unwrapped(lines: list[str]) -> str:
    """Return the paragraph without the line ends that only fit it to a width."""
    if len(lines) == 1:
        return lines[0]
    width = max(map(len, lines))
    if not _NARROWEST <= width <= _WIDEST:
        return "\n".join(lines)
    parts = lines[:1]
    for before, line in pairwise(lines):
        word = line.split(maxsplit=1)[0]
        wrapped = len(before) + 1 + len(word) > width and _BULLET.match(line) is None
        parts.append(f" {line}" if wrapped else f"\n{line}")
    return "".join(parts)


def _lines_of_names(lines: list[str]) -> int:
    """Return how many lines at the start of a paragraph are authors and affiliations."""
    first = lines[0]
    if not _seems_names(first):
        marked = _AFFILIATIONS.search(first) is not None or _ET_AL.search(first) is not None
        if len(first) > _SHORT_LINE or not (marked or first[-1] not in ".!?"):
            return 0
    count = 1
    while count < len(lines) and lines[count - 1].endswith((",", "·")):
        count += 1
    if count < len(lines) and all(_seems_names(line) for line in lines):
        return len(lines)
    return count


def _surely_names(line: str) -> bool:
    names = _AFFILIATIONS.split(line, maxsplit=1)
    if len(names) > 1:
        return _seems_names(names[0])
    return _ET_AL.search(names[0]) is not None and _seems_names(names[0])


def _seems_names(line: str) -> bool:
    """Return whether a line looks like a list of names: short parts, no common word at the end."""
    names = _AFFILIATIONS.split(line, maxsplit=1)[0]
    for name in _COMMA.split(_without_et_al(names)[0]):
        words = name.split()
        if len(name) > _LONGEST_NAME or len(words) > _NAME_WORDS:
            return False
        if words and (words[-1][0].islower() or words[-1][0].isdigit()):
            return False
    return True


def _without_et_al(names: str) -> tuple[str, bool]:
    shorter, cut = _ET_AL.subn("", names)
    return shorter, cut > 0


def _people(line: str) -> tuple[tuple[str, ...], bool, tuple[str, ...]]:
    """Return authors, whether more are left out, and affiliations of a line `A, B et al. · x, y`."""
    names, *places = _AFFILIATIONS.split(" ".join(line.split()))
    names, et_al = _without_et_al(names)
    authors: list[str] = []
    for part in _COMMA.split(names):
        name = part.strip().removeprefix("and ").strip()
        if authors and is_suffix(name):
            authors[-1] = f"{authors[-1]}, {name}"
        elif name:
            authors.append(name)
    affiliations = (part.strip() for place in places for part in _COMMA.split(place))
    return tuple(authors), et_al, tuple(part for part in affiliations if part)


def _without_footer(entry: PageEntry) -> PageEntry:
    paragraphs = entry.abstract.split("\n\n")
    while len(paragraphs) > 1 and _FOOTER.fullmatch(paragraphs[-1]) is not None:
        paragraphs.pop()
    return entry._replace(abstract="\n\n".join(paragraphs))


def _without_torn_header(entry: PageEntry, text: str) -> tuple[PageEntry, int | None]:
    rest, gap, last = entry.abstract.rpartition("\n\n")
    torn = _TORN_HEADER.fullmatch(last) if gap else None
    if torn is None:
        return entry, None
    month = torn["month"]
    if month is not None and not any(name.startswith(month) for name in MONTHS):
        return entry, None
    return entry._replace(abstract=rest), text.rindex(last)
