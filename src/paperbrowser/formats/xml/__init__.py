"""XML with papers in it: which dialect a document is in, its root tells; what it says, the dialect's module.

    feed                              arxiv_atom    what arXiv's API answers
    OAI-PMH, arXiv, arXivRaw, dc      arxiv_oai     what archives give to harvesters
    dblp, dblpperson                  dblp          a person's page as XML, or a list of records
    record:record, activities:works   orcid         an ORCID record, its works or one of them
    PubmedArticleSet                  pubmed        what PubMed exports

A dialect is a module with `takes`, `ENTRIES` and `profile_of`. A damaged entry is left out, the rest is read.
"""

from collections.abc import Iterator
from importlib import import_module
from typing import Protocol, cast

from paperbrowser.formats.entries import Collected, beginning, gather, result_of
from paperbrowser.formats.input import FormatReader, Input
from paperbrowser.formats.result import ReadError, ReadResult, Remark, Remarks
from paperbrowser.formats.xml.nodes import Damage, Node, entries_of, root_of
from paperbrowser.papers.model import Paper, Profile

_DIALECTS = ("arxiv_atom", "orcid", "oai", "dblp", "pubmed")
_PAGES = frozenset(["html", "head", "body", "div", "script", "span", "p"])  # HTML's, not XML's


class _Dialect(Protocol):
    """What the module of a dialect has.

    `ENTRIES` are the names of the elements that `paper_of` gets, outermost ones only. It returns None for
    what is no paper, having told if that matters.
    """

    ENTRIES: frozenset[str]

    def takes(self, root: Node) -> bool: ...

    def profile_of(self, root: Node) -> Profile: ...

    def paper_of(self, entry: Node, found: Collected) -> Paper | None: ...


def sniff(head: str) -> bool:
    """Whether a text is XML, of whatever sort, and not a web page."""
    if not head[:1000].lstrip("\ufeff \t\r\n\x00").startswith("<"):
        return False
    root = root_of(head)
    if root is None or root.source.lower() in _PAGES:
        return False
    return _dialect_of(root) is not None or "<?xml" in head[:1000] or bool(root.attributes)


def read(content: Input) -> ReadResult:
    """Read a whole document.

    Raises:
        ReadError: the document is of no known dialect or has entities of its own (code "xml"), or
            nothing in it is a paper (code "no-entries").
    """
    text = content.text()
    root = root_of(text[:100_000])
    dialect = _dialect_of(root) if root is not None else None
    if root is None or dialect is None:
        what = f"no known XML (it begins with <{root.source[:40]}>)" if root else "no known XML"
        raise ReadError(
            f"this is {what}: neither an answer of arXiv's API or of OAI-PMH, nor of dblp, ORCID or PubMed",
            code="xml",
            line=root.line if root is not None else 1,
            advice="export BibTeX or RIS instead",
        )
    found = Collected(dialect.profile_of(root), Remarks("entry"))
    papers = list(gather(_papers(text, dialect, found), len(text), content.progress))
    return result_of(
        found.profile,
        papers,
        found.remarks,
        lacking=f"nothing in this <{root.source[:40]}> is a paper",
        advice="check what was asked for, and fetch it again",
        progress=content.progress,
    )


def preview(head: str) -> Profile | None:
    """The papers of the beginning of a document."""
    return beginning(read, head[: head.rfind(">") + 1])


READER = FormatReader(sniff, read, preview)


def _papers(text: str, dialect: _Dialect, found: Collected) -> Iterator[tuple[int, Paper]]:
    for place, entry in entries_of(text, dialect.ENTRIES):
        if isinstance(entry, Damage):
            if entry.why.startswith(("no element", "unclosed")):
                found.remarks.add(Remark("truncated", "the document is cut off here", entry.line))
            else:
                found.remarks.left_out(entry.line, f"the XML is broken here ({entry.why})")
        elif (paper := dialect.paper_of(entry, found)) is not None:
            yield place, paper


def _dialect_of(root: Node) -> _Dialect | None:
    for name in _DIALECTS:
        dialect = cast("_Dialect", import_module(f"{__name__}.{name}"))
        if dialect.takes(root):
            return dialect
    return None
