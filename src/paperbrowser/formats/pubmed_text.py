"""PubMed's "Abstract (text)": a numbered citation, then title, authors, abstract and numbers in paragraphs.

1. J Mach. 2017 Mar 5;12(3):45-67. doi: 10.5072/pa.1.

On machines.

Example A(1), Other B(2).

We study machines.

PMID: 12345678
"""

import re
from collections.abc import Iterator

from paperbrowser.formats.csv.people import medline
from paperbrowser.formats.entries import beginning, build, gather, result_of
from paperbrowser.formats.input import FormatReader, Input
from paperbrowser.formats.result import OnRemark, ReadResult, Remarks
from paperbrowser.formats.text import dates
from paperbrowser.papers.links import links_of
from paperbrowser.papers.model import Paper, Profile
from paperbrowser.papers.text import newlines, one_line

_ENTRY = re.compile(r"(?:^|(?<=\n\n))\d{1,6}\. (?=[^\n]{1,300}\b\d{4}\b)", re.MULTILINE)
_START = re.compile(r"[\s\ufeff]*1\. [^\n]{1,300}\b(?:19|20)\d\d\b")
_NUMBER = re.compile(r"^PMID: (\d{1,9})", re.MULTILINE)
_DOI = re.compile(r"\bdoi: (10\.\S{1,250})|^DOI: (10\.\S{1,250})", re.IGNORECASE | re.MULTILINE)
_CITATION = re.compile(
    r"(?P<journal>[^\n]{1,300}?)\. (?P<date>\d{4}(?: [A-Z][a-z]{2}(?:-[A-Z][a-z]{2})?(?: \d{1,2})?)?)"
    r"(?:;(?P<volume>[^(:.;]{0,40})(?:\((?P<number>[^)]{0,40})\))?(?::(?P<pages>[^.;]{1,60}))?)?[.;]"
)
_GAP = re.compile(r"\n[ \t]*\n")
_MARKER = re.compile(r"\((?:\d{1,3}|#)\)")  # of an affiliation
_OTHER = re.compile(
    r"(?:author information|collaborators|comment in|comment on|erratum in|erratum for|update of|update in"
    r"|retraction in|conflict of interest|declaration of|copyright|©|doi:|pmcid:|pmid:|publication types)",
    re.IGNORECASE,
)
_LACKING = "there is no citation of PubMed in this text"
_ADVICE = "save the search as “Abstract (text)” or “PubMed” and read that"


def sniff(head: str) -> bool:
    """Return whether a text begins with a citation, and an entry ends with its number in PubMed."""
    return _START.match(newlines(head)) is not None and _NUMBER.search(newlines(head)) is not None


def read(content: Input) -> ReadResult:
    """Read a whole text.

    Raises:
        ReadError: there is no citation in it (code "no-entries").
    """
    text = newlines(content.text()).removeprefix("\ufeff")
    remarks = Remarks("entry")
    return result_of(
        Profile(name=""),
        gather(_papers(text, remarks), len(text), content.progress),
        remarks,
        lacking=_LACKING,
        advice=_ADVICE,
        progress=content.progress,
    )


def preview(head: str) -> Profile | None:
    """Return the papers of the beginning of a file, without the last, which may be cut."""
    head = newlines(head)
    starts = [found.start() for found in _ENTRY.finditer(head)]
    return beginning(read, head[: starts[-1]]) if starts else None


READER = FormatReader(sniff, read, preview)


def _papers(text: str, remarks: Remarks) -> Iterator[tuple[int, Paper]]:
    starts = [*_ENTRY.finditer(text)]
    line, counted = 1, 0
    ends = [*(found.start() for found in starts[1:]), len(text)]
    for found, end in zip(starts, ends, strict=False):
        line += text.count("\n", counted, found.start())
        counted = found.start()
        entry = text[found.end() : end]
        if (paper := _paper(entry, remarks.at(line))) is not None:
            yield found.start(), paper
        else:
            remarks.left_out(line, "a citation without a title")


def _paper(entry: str, on_remark: OnRemark) -> Paper | None:
    citation, *blocks = [one_line(block) for block in _GAP.split(entry) if block.strip()]
    if not blocks:
        return None
    found = _CITATION.match(citation)
    facts = found.groupdict() if found is not None else {}
    number, doi = _NUMBER.search(entry), _DOI.search(entry)
    names: tuple[str, ...] = ()
    body = [block for block in blocks[1:] if not _OTHER.match(block)]
    if body and len(blocks) > 1 and body[0] == blocks[1]:
        names = medline(_MARKER.sub("", body.pop(0)))
    id_ = f"pmid:{number[1]}" if number else ""
    return build(
        on_remark,
        title=blocks[0].strip("[]").removesuffix(".").strip("[]"),
        keys=(id_,),
        authors=names,
        venue=facts.get("journal"),
        kind="article",
        volume=facts.get("volume"),
        number=facts.get("number"),
        pages=facts.get("pages"),
        date=dates.date_of(facts.get("date") or ""),
        abstract="\n\n".join(body),
        links=links_of([], doi=next(filter(None, doi.groups()), "").rstrip(".") if doi else ""),
        id_=id_,
    )
