"""A researcher's profile page, copied from the browser as text: recognise and read it.

The page is a head (`head`) and entries (`entries`). This module cleans the text, infers the years of dates,
makes the profile and remarks what the page lacks.
"""

import datetime
from itertools import islice

from paperbrowser.formats.input import FormatReader, Input
from paperbrowser.formats.page.entries import (
    MONTHS,
    PageEntries,
    PageEntry,
    evenly_spaced,
    find_entries,
    has_header,
)
from paperbrowser.formats.page.head import PageHead, read_head
from paperbrowser.formats.page.lines import filled_lines, number_of
from paperbrowser.formats.result import ReadError, ReadResult, Remark
from paperbrowser.papers.dates import EARLIEST_YEAR, PartialDate
from paperbrowser.papers.ids import with_ids
from paperbrowser.papers.model import Paper, Profile
from paperbrowser.papers.text import clean, has_controls
from paperbrowser.system.progress import Progress

_HEAD_LINES = 1_000
_CHUNK = 1 << 20  # characters cleaned between two reports of progress
_CLEANING = 0.3  # share of the time that cleaning takes
_UNNAMED = "Unnamed profile"
# Metrics by which a page without papers is recognised; a letter may give a number of papers.
_ENOUGH_METRICS = 2
_SENTENCE_ENDS = tuple(".!?…)]}$\"'”’»。！？")


def sniff(head: str) -> bool:
    """Return whether the beginning of a text looks like a profile page."""
    text = "\n" + clean(_plain(head))
    return has_header(text) or _read_head(text, len(text)).metrics >= _ENOUGH_METRICS


def read(content: Input) -> ReadResult:
    """Read a whole page.

    A date without a year gets the year in which the page was saved: that of `as_of`, else the one
    after the newest year on the page, else that of `file_date`.

    Raises:
        ReadError: the text is no profile page (code "no-entries").
    """
    text, report = content.text(), content.progress
    as_of, file_date = content.as_of, content.file_date
    page, dropped_at = _cleaned(text, report)
    found = find_entries(page, lambda share: report(_CLEANING + (0.9 - _CLEANING) * share))
    if not found.entries and found.evident:
        # Lines are then those of another layout, so that remarks name none.
        relaid = evenly_spaced(page)
        found = find_entries(relaid)
        head = _read_head(relaid, found.head_end)
        page = ""
    else:
        head = _read_head(page, found.head_end)
    if head.metrics < _metrics_needed(found):
        raise _no_entries(head)
    years = _Years(found.entries, as_of=as_of, file_date=file_date)
    profile = _profile(head, found.entries, years)
    remarks = _PageRemarks(page)
    _remark_head(remarks, head, found)
    _remark_entries(remarks, found, profile.papers, known_day=as_of, file_date=file_date)
    _remark_end(remarks, found, head, whole_last_line=text.endswith(("\n", "\r")))
    if dropped_at is not None:
        message = "control characters were dropped from the text"
        remarks.add("control-chars", message, dropped_at)
    report(1.0)
    return ReadResult(profile, remarks.all())


def preview(head: str) -> Profile | None:
    """Return the profile in the first part of a long page, without the last entry, which may be cut."""
    page, _ = _cleaned(head, lambda _: None)
    found = find_entries(page)
    entries = found.entries[:-1]
    top = _read_head(page, found.head_end)
    if not entries and (not found.evident or top.metrics == 0):
        return None
    return _profile(top, entries, _Years(found.entries))


READER = FormatReader(sniff, read, preview)


def _metrics_needed(found: PageEntries) -> int:
    """Return how many metrics the head must have, besides the entries, for the text to be a page."""
    if not found.entries:
        return _ENOUGH_METRICS
    return 0 if found.evident else 1


def _plain(text: str) -> str:
    # No-break spaces are of the page's layout and not of the texts.
    text = text.replace("\u00a0", " ")
    if "\r" not in text:
        return text
    return text.replace("\r\r\n", "\n").replace("\r\n", "\n").replace("\r", "\n")


def _cleaned(text: str, report: Progress) -> tuple[str, int | None]:
    """Return a newline and the clean text, and the first line in which a control character was dropped."""
    text = _plain(text)
    parts = ["\n"]
    dropped_at = None
    for start in range(0, len(text), _CHUNK):
        report(_CLEANING * start / len(text))
        part = text[start : start + _CHUNK]
        parts.append(clean(part))
        if dropped_at is None and parts[-1] is not part and has_controls(part):
            before = number_of(text, start) - 1
            dropped_at = before + _first_line_with_controls(part)
    return "".join(parts), dropped_at


def _first_line_with_controls(text: str) -> int:
    return next(number for number, line in enumerate(text.split("\n"), 1) if has_controls(line))


def _read_head(page: str, end: int) -> PageHead:
    return read_head(islice(filled_lines(page, 0, end), _HEAD_LINES))


def _no_entries(head: PageHead) -> ReadError:
    what = "no papers were found"
    if head.name:
        what += ": no line is like 'LGOct 4, 2023' (category and date) with a title below it"
    return ReadError(
        what,
        code="no-entries",
        line=1,
        advice="open the profile in a browser, select all, copy, and save that as a text file",
    )


class _Years:
    """The years of dates without a year, by the year in which the page was saved.

    Args:
        entries: all entries of the page.
        as_of: the day on which the page was saved, if known.
        file_date: the day on which the file was last changed, if known.
    """

    def __init__(
        self,
        entries: list[PageEntry],
        *,
        as_of: datetime.date | None = None,
        file_date: datetime.date | None = None,
    ) -> None:
        self._saved = as_of
        self._year = as_of.year if as_of is not None else None
        if as_of is None:
            named = [date.year for entry in entries if (date := _named_date(entry)) is not None]
            if named:
                self._year = max(named) + 1
            elif file_date is not None:
                self._saved = file_date
                self._year = file_date.year

    def date(self, entry: PageEntry) -> PartialDate | None:
        """Return the entry's date, or None if it has no valid date."""
        header = entry.header
        if header.year is not None:
            return _named_date(entry)
        if header.month not in MONTHS or self._year is None:
            return None
        month, year = MONTHS[header.month], self._year
        # A later day than that on which the page was saved is in the year before.
        if self._saved is not None and (month, header.day) > (self._saved.month, self._saved.day):
            year -= 1
        return _date(year, month, header.day)


def _named_date(entry: PageEntry) -> PartialDate | None:
    header = entry.header
    if header.year is None or header.month not in MONTHS or int(header.year) < EARLIEST_YEAR:
        return None
    return _date(int(header.year), MONTHS[header.month], header.day)


def _date(year: int, month: int, day: int) -> PartialDate | None:
    try:
        return PartialDate(year, month, day)
    except ValueError:
        return None


def _profile(head: PageHead, entries: list[PageEntry], years: _Years) -> Profile:
    return Profile(
        name=head.name or _UNNAMED,
        field=head.field,
        claimed=head.claimed,
        h_index=head.h_index,
        citations=head.citations,
        novelty=head.novelty,
        ai_score=head.ai_score,
        papers=with_ids(_paper(entry, years) for entry in entries),
    )


def _paper(entry: PageEntry, years: _Years) -> Paper:
    header = entry.header
    date = years.date(entry)
    return Paper(
        title=" ".join(entry.title.split()),
        authors=entry.authors,
        et_al=entry.et_al,
        affiliations=entry.affiliations,
        category=header.category,
        date=date,
        year_inferred=date is not None and header.year is None,
        score=header.score if header.score is None or header.score <= 100 else None,
        code=header.code,
        abstract=entry.abstract,
    )


class _PageRemarks:
    """Collector of remarks, one of each sort for the whole page, which may have 100,000 entries."""

    def __init__(self, page: str) -> None:
        self._page = page
        self._remarks: list[Remark] = []

    def add(self, code: str, message: str, line: int | None = None) -> None:
        """Add a remark; the arguments are those of `Remark`."""
        self._remarks.append(Remark(code, message, line))

    def add_at(self, code: str, message: str, place: int | None) -> None:
        """Add a remark with the line of a place in the page, if both are known."""
        line = None
        if place and self._page:
            line = number_of(self._page, place) - 1  # the page begins with a newline of ours
        self.add(code, message, line)

    def add_entries(self, code: str, one: str, many: str, entries: list[PageEntry]) -> None:
        """Add one for all these entries, with the line of the first, if there are any.

        Args:
            code: as in `Remark`.
            one: the message for one entry.
            many: the message for several, with {} for their number.
            entries: the entries.
        """
        if entries:
            message = one if len(entries) == 1 else many.format(len(entries))
            self.add_at(code, message, entries[0].header.start)

    def all(self) -> tuple[Remark, ...]:
        """Return all remarks, in their order."""
        return tuple(self._remarks)


def _remark_head(remarks: _PageRemarks, head: PageHead, found: PageEntries) -> None:
    listed = len(found.entries)
    if head.claimed is not None and head.claimed != listed:
        message = f"the page says {head.claimed} papers and lists {listed}"
        remarks.add_at("count-mismatch", message, head.claimed_at)
    metrics = (
        ("h-index", head.h_index),
        ("number of papers", head.claimed),
        ("citations", head.citations),
        ("novelty", head.novelty),
        ("AI score", head.ai_score),
    )
    missing = [name for name, value in metrics if value is None]
    if not head.name:
        missing.insert(0, "name")
    if missing:
        remarks.add("missing-stat", f"the page does not have: {', '.join(missing)}")


def _remark_entries(
    remarks: _PageRemarks,
    found: PageEntries,
    papers: tuple[Paper, ...],
    *,
    known_day: datetime.date | None,
    file_date: datetime.date | None,
) -> None:
    pairs = list(zip(found.entries, papers, strict=True))
    remarks.add_entries(
        "bad-date",
        "a paper has no valid date",
        "{} papers have no valid date",
        [entry for entry, paper in pairs if paper.date is None],
    )
    last_day = known_day or file_date
    if last_day is not None:
        # Without a known day the year of some dates is a guess, which proves nothing.
        late = [
            entry
            for entry, paper in pairs
            if paper.date is not None
            and paper.date.first_day > last_day
            and (known_day is not None or not paper.year_inferred)
        ]
        one, many = "a paper is dated after {}", "{{}} papers are dated after {}"
        remarks.add_entries("future-date", one.format(last_day), many.format(last_day), late)
    remarks.add_entries(
        "duplicate",
        "a paper is listed again with the same title and date",
        "{} papers are listed again with the same title and date",
        _repeated(pairs),
    )
    remarks.add_entries(
        "missing-abstract",
        "a paper has no abstract",
        "{} papers have no abstract",
        [entry for entry in found.entries if not entry.abstract],
    )
    remarks.add_entries(
        "bad-entry",
        "a paper lacks its title or authors, or has a score above 100",
        "{} papers lack their title or authors, or have a score above 100",
        [
            entry
            for entry in found.entries
            if not entry.title or not entry.authors or (entry.header.score or 0) > 100
        ],
    )


def _repeated(pairs: list[tuple[PageEntry, Paper]]) -> list[PageEntry]:
    seen: set[tuple[str, PartialDate | None]] = set()
    repeated: list[PageEntry] = []
    for entry, paper in pairs:
        known_by = (entry.title.casefold(), paper.date)
        if entry.title and known_by in seen:
            repeated.append(entry)
        seen.add(known_by)
    return repeated


def _remark_end(
    remarks: _PageRemarks, found: PageEntries, head: PageHead, *, whole_last_line: bool
) -> None:
    """Remark whether the page seems to be cut off, and where."""
    if found.torn_at is not None:
        message = "the page is cut off within the first line of an entry, which was left out"
        remarks.add_at("truncated", message, found.torn_at)
        return
    if not found.entries:
        return
    last = found.entries[-1]
    if not last.authors and not last.abstract:
        message = "the page is cut off after a title: the last paper has no authors and no abstract"
        remarks.add_at("truncated", message, last.header.start)
        return
    # A page with as many papers as it claims, or with a newline at its end, is not cut off.
    complete = head.claimed is not None and len(found.entries) >= head.claimed
    if whole_last_line or complete:
        return
    if not last.abstract:
        message = "the page seems to be cut off: the last paper has no abstract"
    elif not last.abstract.endswith(_SENTENCE_ENDS):
        message = "the page seems to be cut off within the last abstract"
    else:
        return
    remarks.add_at("truncated", message, last.header.start)
