r"""arXiv's .abs files: what its abstract pages and mails are made of.

    \\
    arXiv:0704.0001
    From: Ada Example <...>
    Date: Fri, 6 Apr 2007 22:28:14 GMT   (68kb)

    Title: On machines that wrap
      their titles
    Authors: Ada Example (1), Bo Other (2) ((1) Here, (2) There)
    Categories: cs.LG stat.ML
    \\
      The abstract.
    \\

Several may follow one another. https://info.arxiv.org/help/prep.html tells of the fields.
"""

import re
from collections.abc import Iterator

from paperbrowser.formats.entries import beginning, gather, reading_of, title_or_key, whole_lines
from paperbrowser.formats.remarks import Remarks, Tell
from paperbrowser.formats.result import Progress, Reading
from paperbrowser.formats.text import arxiv as arxiv_texts
from paperbrowser.formats.text import authors as author_strings
from paperbrowser.formats.text import dates
from paperbrowser.papers import identifiers
from paperbrowser.papers.dates import UNKNOWN, Partial
from paperbrowser.papers.model import Paper, Profile
from paperbrowser.papers.wrapped import lines_of, one_line

NAME = "arXiv .abs file"

_FIELD = re.compile(
    r"([A-Z][A-Za-z]{2,15}(?:-[A-Za-z]{2,12})?)(?: ?\([^()]{1,40}\))?:(?:\s(.*)|$)", re.DOTALL
)
_BAR = "\\\\"
_LAST_BAR = re.compile(
    r"\\\\ ?\( ?https?://[^\s()]{1,200}[^()]{0,40}\)"
)  # in mails, with a link to the paper
_PAPER = re.compile(r"(?:Paper|arXiv)\s?:\s?(\S+)", re.IGNORECASE)
_TITLE = re.compile(r"^Title:", re.MULTILINE)
_AUTHORS = re.compile(r"^Authors?:", re.MULTILINE)
_BEGIN = re.compile(r"[\s\ufeff-]*\\\\[ \t]*[\r\n]")
_DATE = re.compile(r"(\d{1,2}) ([A-Z][a-z]{2}) (\d{4}|9\d)\b")


def sniff(head: str) -> bool:
    """Whether a text begins with a block of fields between bars."""
    start = head[:20_000]
    return bool(_BEGIN.match(start) and _TITLE.search(start) and _AUTHORS.search(start))


def read(text: str, *, progress: Progress | None = None) -> Reading:
    """Read a whole text. The profile has no name: the file has one.

    Raises:
        ReadError: no block is that of a paper (code "no-entries").
    """
    lines = lines_of(text.removeprefix("\ufeff"))
    remarks = Remarks("entry")
    return reading_of(
        Profile(name=""),
        gather(_papers(lines, remarks), len(lines), progress),
        remarks,
        lacking=f"no part of this {NAME} is that of a paper",
        advice="save it again and read that",
        progress=progress,
    )


def preview(head: str) -> Profile | None:
    """The papers of the beginning of a file; the last, which may be cut, may lack some of its abstract."""
    return beginning(read, whole_lines(head))


def _papers(lines: list[str], remarks: Remarks) -> Iterator[tuple[int, Paper]]:
    """A block with a title is a paper's; the block after it is its abstract."""
    blocks = list(_blocks(lines))
    at = 0
    while at < len(blocks):
        line, block = blocks[at]
        at += 1
        fields = _fields(block)
        if not any(key in fields for key in ("title", "authors", "author")):
            continue
        abstract: list[str] = []
        if at < len(blocks) and "title" not in _fields(blocks[at][1][:30]):
            abstract = blocks[at][1]
            at += 1
        yield line, _paper(fields, "\n".join(abstract), remarks.at(line))


def _blocks(lines: list[str]) -> Iterator[tuple[int, list[str]]]:
    """The lines between bars that hold something, and the number of the first."""
    block: list[str] = []
    began = 1
    for number, line in enumerate(lines, 1):
        bare = line.strip()
        if (
            bare != _BAR
            and not _LAST_BAR.fullmatch(bare)
            and not (len(bare) > 20 and not bare.strip("-="))
        ):
            block.append(line)
            continue
        if any(map(str.strip, block)):
            yield began, block
        block, began = [], number + 1
    if any(map(str.strip, block)):
        yield began, block


def _fields(block: list[str]) -> dict[str, str]:
    """Names of fields in lower case, and what they say; the first of each."""
    found: dict[str, list[str]] = {}
    current: list[str] | None = None
    for line in block:
        if paper := _PAPER.match(line):
            found.setdefault("arxiv", [paper[1]])
            current = None
        elif field := _FIELD.match(line):
            key = field[1].lower()
            current = [field[2] or ""]
            found.setdefault(key, current)
        elif not line.strip():
            current = None
        elif current is not None and line[0] in " \t":
            current.append(line)
    return {key: "\n".join(texts) for key, texts in found.items()}


def _paper(fields: dict[str, str], abstract: str, tell: Tell) -> Paper:
    arxiv = identifiers.arxiv_of(fields.get("arxiv", ""))
    authors = fields.get("authors") or fields.get("author") or ""
    venue = one_line(fields.get("journal-ref", "")) or None
    date, precision = _date(fields.get("date", "")) or UNKNOWN
    categories = one_line(fields.get("categories", "") or fields.get("subj-class", "")).split(" ")
    return Paper(
        title=title_or_key(arxiv_texts.line(fields.get("title", "")), (arxiv,), tell),
        authors=author_strings.split(authors),
        et_al=author_strings.is_cut_short(authors),
        category=categories[0] or None,
        venue=venue,
        kind=None if venue else "preprint",
        date=date,
        date_precision=precision,
        abstract=arxiv_texts.abstract(abstract),
        url=identifiers.arxiv_link(arxiv) if arxiv else None,
        doi=identifiers.doi_of(one_line(fields.get("doi", ""))),
        arxiv=arxiv,
    )


def _date(text: str) -> Partial | None:
    """The day of the first version: "Fri, 6 Apr 2007 22:28:14 GMT", in the nineties "4 Nov 92"."""
    found = _DATE.search(one_line(text)[:100])
    if found is None:
        return dates.date_of(one_line(text))
    year = found[3] if len(found[3]) == 4 else f"19{found[3]}"
    return dates.of_parts(year, found[2], found[1])
