"""XML files of papers: recognise and read them. The root of a document says in which dialect it is.

    feed                              arxiv_atom    answers of arXiv's API
    record:record, activities:works   orcid         an ORCID record, its works or one of them
    OAI-PMH, arXiv, arXivRaw, dc      oai           what archives give to harvesters
    dblp, dblpperson                  dblp          a person's page as XML, or a list of records
    PubmedArticleSet                  pubmed        what PubMed exports
    xml, records                      endnote       EndNote's XML
    rdf:RDF                           zotero_rdf    Zotero's RDF

A broken document is read up to the place where it is broken.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from paperbrowser.formats.entries import Collected, beginning, gather, result_of
from paperbrowser.formats.input import FormatReader, Input
from paperbrowser.formats.result import ReadError, ReadResult, Remark, Remarks
from paperbrowser.formats.xml.nodes import Node, XmlDamageError, entries_of, root_of
from paperbrowser.papers.model import Paper, Profile

_HTML = frozenset(["html", "head", "body", "div", "script", "span", "p"])  # not XML


@dataclass(frozen=True, slots=True)
class XmlDialect:
    """A dialect of XML.

    Attributes:
        fits: whether a document with this root is in the dialect.
        entries: the names of the elements that `paper_of` gets, outermost ones only.
        paper_of: the paper of an element, None if it is none; adds remarks and facts of the person.
        profile_of: the person that the root describes.
        reader: returns a `paper_of` for a whole document, in whose entries others are named.
    """

    fits: Callable[[Node], bool]
    entries: frozenset[str]
    paper_of: Callable[[Node, Collected], Paper | None]
    profile_of: Callable[[Node], Profile] = lambda root: Profile(name="")  # noqa: ARG005
    reader: Callable[[str], Callable[[Node, Collected], Paper | None]] | None = None


@cache
def _dialects() -> tuple[XmlDialect, ...]:
    """Return the dialects; they are imported at the first document in XML, and not for other files."""
    from paperbrowser.formats.xml import arxiv_atom, dblp, endnote, oai, orcid, pubmed, zotero_rdf

    return (
        XmlDialect(arxiv_atom.fits, arxiv_atom.ENTRIES, arxiv_atom.paper_of),
        XmlDialect(orcid.fits, orcid.ENTRIES, orcid.paper_of, orcid.profile_of),
        XmlDialect(oai.fits, oai.ENTRIES, oai.paper_of),
        XmlDialect(dblp.fits, dblp.ENTRIES, dblp.paper_of, dblp.profile_of),
        XmlDialect(pubmed.fits, pubmed.ENTRIES, pubmed.paper_of),
        XmlDialect(endnote.fits, endnote.ENTRIES, endnote.paper_of),
        XmlDialect(zotero_rdf.fits, zotero_rdf.ENTRIES, lambda *_: None, reader=zotero_rdf.reader),
    )


def sniff(head: str) -> bool:
    """Return whether a text is XML of any dialect, and not a web page."""
    if not head[:1000].lstrip("\ufeff \t\r\n\x00").startswith("<"):
        return False
    root = root_of(head)
    if root is None or root.source.lower() in _HTML:
        return False
    return _dialect_of(root) is not None or "<?xml" in head[:1000] or bool(root.attributes)


def read(content: Input) -> ReadResult:
    """Read a whole document.

    Raises:
        ReadError: the document is of no known dialect or defines entities (code "xml"), or nothing in
            it is a paper (code "no-entries").
    """
    text = content.text()
    root = root_of(text[:100_000])
    dialect = _dialect_of(root) if root is not None else None
    if root is None or dialect is None:
        what = f"no known XML (it begins with <{root.source[:40]}>)" if root else "no known XML"
        raise ReadError(
            f"this is {what}: neither an answer of arXiv's API or of OAI-PMH, nor of dblp, ORCID or PubMed, "
            "nor EndNote XML or Zotero RDF",
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
    """Return the papers of the beginning of a document."""
    return beginning(read, head[: head.rfind(">") + 1])


READER = FormatReader(sniff, read, preview)


def _papers(text: str, dialect: XmlDialect, found: Collected) -> Iterator[tuple[int, Paper]]:
    """Return the papers with their places; a remark says where the document is cut off or broken."""
    some = False
    paper_of = dialect.reader(text) if dialect.reader else dialect.paper_of
    try:
        for place, entry in entries_of(text, dialect.entries):
            paper = paper_of(entry, found)
            if paper is not None:
                some = True
                yield place, paper
    except XmlDamageError as error:
        broken = f"the XML is broken here ({error})"
        if error.cut_off:
            message = "the document is cut off here"
            found.remarks.add(Remark("truncated", message, error.line))
        elif some:
            message = f"{broken}; the rest is left out"
            found.remarks.add(Remark("truncated", message, error.line))
        else:
            found.remarks.left_out(error.line, broken)


def _dialect_of(root: Node) -> XmlDialect | None:
    return next((dialect for dialect in _dialects() if dialect.fits(root)), None)
