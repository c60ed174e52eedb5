"""Headings, paragraphs, captions and references of the lines of a PDF. Pure functions."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby, pairwise, takewhile
from statistics import median

from paperbrowser.formats.article import references
from paperbrowser.formats.article.layout import PdfLine
from paperbrowser.papers.article import ArticleBlock, Reference
from paperbrowser.papers.text import one_line

_NUMBERED = re.compile(
    r"(?:(?P<digits>\d{1,2}(?:\.\d{1,2}){0,4})\.?|(?P<roman>[IVX]{1,5})\.|(?P<letter>[A-Z](?:\.\d{1,2}){0,3})\.?"
    r"|Appendix\s+[A-Z1-9]\b[.:]?)\s+(?=[\"“‘(]?[A-Z0-9])"
)
_KNOWN = re.compile(
    r"abstract|summary|(?:general |related )?(?:introduction|background|works?)|(?:materials? and )?methods?"
    r"|results(?: and discussion)?|discussion(?: and conclusions?)?|conclusions?(?: and .{3,30})?"
    r"|acknowledge?ments?|appendix|appendices|keywords|experiments?|evaluation|(?:experimental )?results"
    r"|future work|limitations|supplementary (?:material|information)|data availability|funding",
    re.IGNORECASE,
)
_CAPTION = re.compile(
    r"(?:(?:supplementary |extended data )?(?:figure|fig\.|table|algorithm|scheme|listing|plate|box|chart))"
    r"\s{0,2}(?:[A-Z]?\d{1,3}|[IVX]{1,5})(?:\.\d{1,3})?\s?(?:[.:|–—]|$|\s(?=[A-Z]))",
    re.IGNORECASE,
)
_ITEM = re.compile(r"(?P<label>[•◦▪–∗·‣]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})\)|\d{1,2}\.)\s+(?=\S)")
_NOTE = re.compile(r"(?P<label>\d{1,2}|[*†‡§¶∗])\s?(?=[A-Za-z\"“])")
_EQUATION_NUMBER = re.compile(r"\s*\(((?:[A-Z]\.?)?\d{1,3}(?:\.\d{1,3})?[a-z]?)\)$")
_MATH = re.compile(r"[=≤≥≈∑∏∫∈→←∂∇√∞±×⊂⊆∪∩∀∃θλμσφψαβγδεωΣΩ|^_{}+−]")
_WORD = re.compile(r"[^\W\d_]{3,}")
_TOKEN = re.compile(r"[^\W\d_]+(?:[-‐‑][^\W\d_]+)*")
_PARTS = re.compile("[-‐‑]")
_ENTRY = re.compile(r"(?:\[[^\[\]]{1,30}\]|\(\d{1,3}\)|\d{1,3}\.)\s{0,3}(?=\S)")
_YEAR = re.compile(r"\b(?:19|20)\d\d[a-z]?\b")
_LOOKED_AT = 40  # lines behind the heading of references
_ENDS = (".", "!", "?", ":", ".”", '."', ".’", ".)", ";")
_SENTENCE = re.compile(r"[a-z)]\. \W?[A-Z]")
_LONGEST_HEADING = 130
_LONGEST_KNOWN = 70  # characters of a heading that many papers have
_HYPHENS = "-‐‑\ufffe"
# What is often the second part of a word with a hyphen.
_SECOND = {
    "associated", "aware", "based", "bound", "dependent", "derived", "free", "fold", "induced", "like",
    "linked", "mediated", "related", "resistant", "rich", "specific", "treated", "type", "wide",
}  # fmt: skip


class _UsualText:
    """The usual font, size of letters, width and distance of lines, and the words of a document.

    Args:
        pages: the lines of each page.
        end: the line from which on it is not the text: the heading of the references.
    """

    def __init__(self, pages: Sequence[Sequence[PdfLine]], end: PdfLine | None) -> None:
        sizes: Counter[float] = Counter()
        gaps: Counter[float] = Counter()
        self.words: Counter[str] = Counter()
        self.firsts: Counter[str] = Counter()  # before a hyphen within a line
        self.seconds: Counter[str] = Counter()  # behind one
        fonts: Counter[str] = Counter()
        widths: Counter[float] = Counter()
        is_text = True
        for lines in pages:
            for one in lines:
                is_text = is_text and one is not end
                if is_text:
                    sizes[round(one.size * 2) / 2] += len(one.text)
                    fonts[one.font] += len(one.text)
                    widths[round(one.right - one.left, -1)] += len(one.text)
                # What is divided at the end of a line is no word.
                found = _TOKEN.findall(one.text.rstrip(_HYPHENS).lower())
                self.words.update(found)
                for compound in filter(_PARTS.search, found):
                    first, *_, second = _PARTS.split(compound)
                    self.firsts[first] += 1
                    self.seconds[second] += 1
        self.size = sizes.most_common(1)[0][0] if sizes else 10.0
        self.font = fonts.most_common(1)[0][0] if fonts else ""
        self.width = widths.most_common(1)[0][0] if widths else 0.0
        for lines in pages:
            for one, other in pairwise(lines):
                gap = one.base - other.base
                if one.column == other.column and 0 < gap < 4 * self.size:
                    gaps[round(gap * 2) / 2] += 1
        self.gap = gaps.most_common(1)[0][0] if gaps else 1.2 * self.size

    def _is_second(self, word: str) -> bool:
        """Return whether a word is the second part of others."""
        return word in _SECOND or self.seconds[word] > 1

    def joined(self, text: str, line: str) -> str:
        """Return a paragraph with its next line; a divided word is put together."""
        if not text:
            return line
        if text[-1] not in _HYPHENS:
            return f"{text} {line}"
        if len(text) < 2 or not text[-2].isalpha() or not line[:1].isalpha():
            return f"{text} {line}" if text[-1] != "\ufffe" else f"{text[:-1]}-{line}"
        before = re.split(r"[\s(\[“\"'—/]", text[:-1])[-1]
        after = re.split(r"[\s,.;:)\]”\"'—/]", line, maxsplit=1)[0]
        first, second = _PARTS.split(before)[-1].lower(), _PARTS.split(after)[0].lower()
        known = self.words[first + second]
        keeps = self.words[f"{first}-{second}"] > known or (
            not known
            and (
                _PARTS.search(before) is not None
                or _PARTS.search(after) is not None
                or line[0].isupper()
                or before[-2:].isupper()
                or self.firsts[first] > 1
                or (self.words[first] > 0 and self._is_second(second))
            )
        )
        return f"{text[:-1]}-{line}" if keeps else f"{text[:-1]}{line}"


class ProseReader:
    """Reads the lines of a document, in reading order, into blocks.

    Args:
        pages: the lines of each page.

    Attributes:
        blocks: headings, paragraphs and the like.
        references: of the list at the end.
        title: by its size on the first page.
        authors: the lines between title and abstract.
    """

    def __init__(self, pages: Sequence[Sequence[PdfLine]]) -> None:
        self.blocks: list[ArticleBlock] = []
        self.references: list[Reference] = []
        self.title = ""
        self.authors = ""
        self._list = _heading_of_references(pages)
        self._body = _UsualText(pages, self._list)
        self._open: int | None = None  # the place of a paragraph that may go on
        self._entries: list[PdfLine] = []  # of the list of references
        self._in_references = False
        self._margins: dict[int, tuple[float, float]] = {}  # of the columns of a page
        self._cut: tuple[int, int] | None = None  # where the open paragraph fills the last line
        self._lone: set[PdfLine] = set()  # the headings of a page that only their font tells
        self._read([list(lines) for lines in pages])

    def _read(self, pages: list[list[PdfLine]]) -> None:
        if pages:
            pages[0] = self._front(pages[0])
        for lines in pages:
            for group in self._groups(lines):
                self._group(group)
        self._end_references()

    # The head of the paper

    def _front(self, lines: list[PdfLine]) -> list[PdfLine]:
        """Find title and authors at the beginning of the first page; return the rest of it."""
        upper = [one for one in lines[:40] if len(one.text) > 5 and not _is_start(one)]
        largest = max((one.size for one in upper), default=0.0)
        if largest < 1.12 * self._body.size or not upper:
            return lines
        large = [one for one in upper if largest - one.size < 0.6]
        # The kind of the paper may stand above it as large as it: "Review Article".
        length: Counter[str] = Counter()
        for one in large:
            length[one.font] += len(one.text)
        of_title = [one for one in large if one.font == max(length, key=length.__getitem__)]
        title = one_line(self._text(of_title))
        if _NUMBERED.match(title) or _is_known(title):
            return lines  # a section: the page is not the first of the paper
        self.title = title
        rest = [one for one in lines if one not in of_title]
        low, high = self._usual_start(rest), of_title[-1].base
        if low is None:
            return rest
        # Names stand between the title and the first heading, in columns of their own.
        between = [one for one in rest if low < one.base < high][:40]
        names = list(takewhile(lambda one: not _is_prose(one.text), between))
        self.authors = one_line(", ".join(self._text([one]) for one in names))[:2000]
        return [one for one in rest if one not in names]

    def _usual_start(self, lines: list[PdfLine]) -> float | None:
        """Return above what height the abstract or the introduction cannot be; None if there is none."""
        starts = [one.base for one in lines if _is_start(one)]
        return max(starts) + 1.5 * self._body.size if starts else None

    # Groups of lines that belong together

    def _groups(self, lines: list[PdfLine]) -> Iterable[list[PdfLine]]:
        """Yield the lines of one page as paragraphs, headings and so on."""
        group: list[PdfLine] = []
        lefts = self._margins = _margins(lines)
        self._lone = self._lone_headings(lines)
        for one in lines:
            if group and self._begins(group, one, lefts):
                yield group
                group = []
            group.append(one)
        if group:
            yield group

    def _lone_headings(self, lines: list[PdfLine]) -> set[PdfLine]:
        """Return the lines between two paragraphs that are in another font than the text."""
        found: set[PdfLine] = set()
        before: PdfLine | None = None
        for (font, column, _), run in groupby(lines, lambda one: (one.font, one.column, one.size)):
            same = list(run)
            text = " ".join(one.text for one in same)
            ended = (
                before is None
                or before.column != column
                or before.text.endswith(_ENDS)
                or before.right - before.left < 0.85 * self._body.width
                or self._is_heading(before, alone=True)
            )
            if (
                ended
                and self._body.font not in {font, same[-1].last}
                and font
                and len(text) <= _LONGEST_HEADING
                and same[-1].right - same[-1].left < 0.85 * self._body.width
                and self._is_title(text)
                and same[0].size > 0.9 * self._body.size
            ):
                found.update(same)
            before = same[-1]
        return found

    def _begins(
        self, group: list[PdfLine], one: PdfLine, lefts: dict[int, tuple[float, float]]
    ) -> bool:
        """Return whether a line begins something new."""
        last, size = group[-1], self._body.size
        if one.column != last.column or one.base > last.base:
            return True
        gap = last.base - one.base
        if (one in self._lone) != (last in self._lone):
            return True
        if one in self._lone:
            return one.font != last.font or gap > 1.45 * self._body.gap
        if abs(one.size - last.size) > 0.09 * size and not (
            abs(one.size - size) < 0.1 and gap < 0.9 * self._body.gap
        ):
            return True
        was_heading = self._is_heading(last, alone=True)
        alike = one.bold == last.bold and abs(one.size - last.size) < 0.3
        marked = one.bold or one.size > 1.08 * size
        if was_heading and alike and marked and gap < 1.6 * self._body.gap:
            return _NUMBERED.match(one.text) is not None or _is_known(last.text)
        if was_heading and (not alike or _is_known(last.text)):
            return True
        if self._is_heading(one, alone=gap > 1.1 * self._body.gap):
            return not (was_heading and not _NUMBERED.match(one.text) and one.bold == last.bold)
        if gap > 1.45 * self._body.gap and gap > 1.3 * _usual_gap(group):
            return True
        if _CAPTION.match(one.text) and gap > 1.15 * self._body.gap:
            return True
        if self._in_references:
            return False
        left, right = lefts[one.column]
        if _ITEM.match(one.text) and (last.text.endswith(_ENDS) or last.right < right - 2 * size):
            return True
        is_indented = left + 0.7 * size < one.left < left + 4.5 * size
        follows_indented = last.left > left + 0.7 * size
        ends_short = last.right < right - 1.2 * size
        if is_indented and not follows_indented and (last.text.endswith(_ENDS) or ends_short):
            return True
        return ends_short and last.right < right - 5 * size and last.text.endswith(_ENDS)

    def _is_heading(self, one: PdfLine, *, alone: bool) -> bool:
        if one in self._lone:
            return True
        text = one.text.strip()
        if not 2 < len(text) <= _LONGEST_HEADING or text[0].islower():
            return False
        if text.endswith((",", ";", "-", "\ufffe")) or not _WORD.search(text):
            return False
        if sum(map(str.isdigit, text)) * 5 > len(text) + 10:
            return False  # the row of a table
        large = one.size > 1.08 * self._body.size
        capitals = text.isupper() and len(_WORD.findall(text)) > 0
        number = _NUMBERED.match(text)
        if _is_known(text):
            return alone or one.bold or large or capitals
        if number is not None:
            return (
                (one.bold or large or capitals or (alone and len(text) < 60))
                and not text.endswith(".")
            ) or (one.bold and large)
        if one.size < 0.95 * self._body.size or not self._is_title(text):
            return False
        return alone and (large or one.bold) and len(text) < 100

    def _is_marked(self, one: PdfLine) -> bool:
        """Return whether its letters alone set a line apart from the text."""
        return one in self._lone or one.bold or one.size > 1.08 * self._body.size

    def _is_title(self, text: str) -> bool:
        """Return whether a text can be a heading without a number, by its letters alone."""
        return (
            bool(_WORD.search(text))
            and text[0].isalpha()
            and not text[0].islower()
            and not text.endswith((".", ",", ";", ":", "-", "\ufffe"))
            and not _CAPTION.match(text)
            and not _SENTENCE.search(text)
            and sum(map(str.isdigit, text)) * 5 <= len(text) + 10
        )

    def _text(self, lines: Iterable[PdfLine]) -> str:
        text = ""
        for one in lines:
            text = self._body.joined(text, one.text)
        return text.replace("\ufffe", "-")

    # What a group is

    def _group(self, group: list[PdfLine]) -> None:
        first = group[0]
        text = one_line(self._text(group))
        if not text:
            return
        is_heading = all(self._is_heading(one, alone=True) for one in group)
        if self._in_references and not (
            _is_known(text) or (self._is_marked(first) and not _YEAR.search(text))
        ):
            is_heading = False  # initials of an author look like the number of a section
        if is_heading or (_NUMBERED.match(text) and _is_known(text)):
            self._heading(text, first)
            return
        is_caption = _CAPTION.match(text) is not None
        if self._in_references and not is_caption:
            self._entries += group
            return
        if is_caption and len(text) < 1500:
            self._add(ArticleBlock("caption", text, page=first.page))
            return
        small = first.size < 0.93 * self._body.size
        if small and (note := _NOTE.match(text)) and len(text) > 12:
            label = note["label"]
            self._add(ArticleBlock("footnote", text[note.end() :], page=first.page, label=label))
            return
        if (item := _ITEM.match(text)) is not None:
            label = item["label"]
            self._add(ArticleBlock("item", text[item.end() :], 1, first.page, label))
            self._open = None if text.endswith(_ENDS) else len(self.blocks) - 1
            return
        if _is_equation(text):
            number = _EQUATION_NUMBER.search(text)
            label = f"({number[1]})" if number else ""
            shown = text[: number.start()] if number and number.start() else text
            self._add(ArticleBlock("equation", shown, page=first.page, label=label))
            return
        self._paragraph(text, group)

    def _add(self, block: ArticleBlock) -> None:
        self.blocks.append(block)

    def _heading(self, text: str, line: PdfLine) -> None:
        self._open = None
        if references.is_heading(text) and line is self._list:
            self._in_references = True
            return
        if self._in_references:
            self._end_references()
        number = _NUMBERED.match(text)
        level = 1
        if number is not None and (counted := number["digits"] or number["letter"]):
            level = counted.count(".") + 1
        elif number is None and not _KNOWN.fullmatch(text.strip(" .:")):
            level = 2 if line.size <= 1.08 * self._body.size else 1
        self._add(ArticleBlock("heading", text, level, line.page))

    def _paragraph(self, text: str, group: list[PdfLine]) -> None:
        """Add a paragraph, or go on with one that a page, a column or a figure cut in two."""
        first = group[0]
        same = abs(first.size - self._body.size) < 0.6
        if self._open is not None and same:
            known = self.blocks[self._open]
            if text[0].islower() or known.text[-1] in _HYPHENS or self._goes_on(first):
                text = one_line(self._body.joined(known.text, text))
                self.blocks[self._open] = replace(known, text=text)
                self._leave_open(text, group[-1])
                return
        self._add(ArticleBlock("paragraph", text, page=first.page))
        if same:
            self._open = len(self.blocks) - 1
            self._leave_open(text, group[-1])

    def _leave_open(self, text: str, last: PdfLine) -> None:
        """Note whether a paragraph may go on in the next column or page."""
        if text.endswith(_ENDS):
            self._open = None
        _, right = self._margins[last.column]
        fills = last.right > right - 1.2 * last.size
        self._cut = (last.page, last.column) if fills else None

    def _goes_on(self, first: PdfLine) -> bool:
        """Return whether a line without an indent begins a column after a full line."""
        left, _ = self._margins[first.column]
        return self._cut not in {None, (first.page, first.column)} and abs(first.left - left) < 3

    # References

    def _end_references(self) -> None:
        lines, self._entries, self._in_references = self._entries, [], False
        if not lines:
            return
        labelled = sum(_ENTRY.match(one.text) is not None for one in lines)
        by_label = labelled >= 2 and labelled * 12 > len(lines)
        margins = _margins_of_columns(lines)
        hanging = sum(one.left > margins[one.page, one.column] + 4 for one in lines) > 0.2 * len(
            lines
        )
        entries: list[list[PdfLine]] = []
        for one in lines:
            if by_label:
                begins = _ENTRY.match(one.text) is not None
            elif hanging:
                begins = one.left <= margins[one.page, one.column] + 4
            else:
                last = entries[-1][-1] if entries else one
                begins = last.column == one.column and last.base - one.base > 1.2 * self._body.gap
                begins = begins or (
                    last.text.rstrip().endswith(".") and last.right < one.right - 20
                )
            if begins or not entries:
                entries.append([one])
            else:
                entries[-1].append(one)
        self.references += [
            references.reference(text, page=entry[0].page)
            for entry in entries
            if (text := one_line(self._text(entry)))
        ]


def _heading_of_references(pages: Sequence[Sequence[PdfLine]]) -> PdfLine | None:
    """Return the heading that references follow; a column of a table may have such a heading too."""
    lines = [one for page in pages for one in page]
    signs: dict[PdfLine, int] = {}
    heading, left = None, 0
    for one in lines:
        if references.is_heading(one.text):
            heading, left = one, _LOOKED_AT
            signs[one] = 0
        elif heading is not None and left > 0:
            left -= 1
            signs[heading] += bool(_YEAR.search(one.text) or _ENTRY.match(one.text))
    most = max(signs.values(), default=0)
    return next((one for one, count in signs.items() if count and count >= 0.7 * most), None)


def _is_start(one: PdfLine) -> bool:
    """Return whether a line begins the abstract or the introduction."""
    number = _NUMBERED.match(one.text)
    bare = (one.text[number.end() :] if number else one.text).strip(" .:—-").lower()
    return bare.startswith("introduction") or bare[:9].replace(" ", "").startswith(
        ("abstract", "summary")
    )


def _is_prose(text: str) -> bool:
    """Return whether a line is of a sentence, and not names or an address."""
    long = [one for one in text.split() if len(one) > 3]
    return len(long) > 5 and sum(one[0].islower() for one in long) > 0.6 * len(long)


def _is_known(text: str) -> bool:
    """Return whether a line is a heading that many papers have."""
    if len(text) > _LONGEST_KNOWN:
        return False
    number = _NUMBERED.match(text)
    bare = text[number.end() :] if number else text
    return _KNOWN.fullmatch(bare.strip(" .:")) is not None or references.is_heading(text)


def _is_equation(text: str) -> bool:
    """Return whether a line is a formula that stands alone."""
    if len(text) > 200 or ("=" not in text and _EQUATION_NUMBER.search(text) is None):
        return False
    letters = sum(len(word) for word in re.findall(r"[a-zA-Z]{4,}", text))
    return bool(_MATH.search(text)) and letters < 0.35 * len(text)


def _usual_gap(group: list[PdfLine]) -> float:
    gaps = [one.base - other.base for one, other in pairwise(group)]
    return median(gaps) if gaps else 0.0


def _margins(lines: Iterable[PdfLine]) -> dict[int, tuple[float, float]]:
    """Return where the text of each column begins and ends."""
    found: dict[int, tuple[list[float], list[float]]] = {}
    for one in lines:
        lefts, rights = found.setdefault(one.column, ([], []))
        lefts.append(one.left)
        rights.append(one.right)
    return {
        column: (_usual(lefts, low=True), _usual(rights, low=False))
        for column, (lefts, rights) in found.items()
    }


def _usual(places: list[float], *, low: bool) -> float:
    """Return the margin that many lines share, nearest to the outside."""
    counts = Counter(round(one / 2) * 2 for one in places)
    often = [one for one, count in counts.items() if count >= max(2, len(places) // 8)]
    if not often:
        return min(places) if low else max(places)
    return float(min(often) if low else max(often))


def _margins_of_columns(lines: Iterable[PdfLine]) -> dict[tuple[int, int], float]:
    found: dict[tuple[int, int], float] = {}
    for one in lines:
        key = one.page, one.column
        found[key] = min(found.get(key, one.left), one.left)
    return found
