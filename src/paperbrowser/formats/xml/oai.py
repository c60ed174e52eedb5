"""Records that archives give to harvesters (OAI-PMH): arXiv's own formats, and Dublin Core of any archive.

https://info.arxiv.org/help/oa/index.html; a record has a header, which may say that it was deleted, and its
metadata as `arXiv`, `arXivRaw`, `arXivOld` or `oai_dc:dc`.
"""

import re

from paperbrowser.formats.entries import Collected, build
from paperbrowser.formats.result import Remark
from paperbrowser.formats.text import arxiv as arxiv_texts
from paperbrowser.formats.text import authors as author_lists
from paperbrowser.formats.text import dates, markup
from paperbrowser.formats.xml.nodes import Node
from paperbrowser.papers import identifiers
from paperbrowser.papers.links import WorkLinks, links_of
from paperbrowser.papers.model import Kind, Paper
from paperbrowser.papers.names import given_first
from paperbrowser.papers.text import one_line

ENTRIES = frozenset({"record", "arXiv", "arXivRaw", "arXivOld", "dc", "error"})

_COMMENT = re.compile(r"Comments?:", re.IGNORECASE)
_KINDS: dict[str, Kind] = {
    "article": "article", "preprint": "preprint", "conferenceobject": "conference",
    "conference paper": "conference", "bookpart": "chapter", "book chapter": "chapter", "book": "book",
    "doctoralthesis": "thesis", "masterthesis": "thesis", "thesis": "thesis", "report": "report",
    "dataset": "dataset", "software": "software", "patent": "patent",
}  # fmt: skip
_ARXIV = frozenset(["arXiv", "arXivRaw", "arXivOld"])


def fits(root: Node) -> bool:
    """Return whether this is the root of an answer, or of a record taken from one."""
    return root.name in {"OAI-PMH", "ListRecords", "GetRecord", "record", "dc", *_ARXIV}


def paper_of(entry: Node, found: Collected) -> Paper | None:
    """Return the paper of a record; None if it was deleted or its metadata is in another format."""
    if entry.name == "error":
        why = one_line(entry.text)[:200] or one_line(entry.attributes.get("code", ""))
        found.remarks.add(
            Remark("bad-entry", f"the archive answered with an error: {why}", entry.line)
        )
        return None
    if entry.name != "record":
        return _of_metadata(entry, entry, found)
    header = entry.find("header")
    if header is not None and header.attributes.get("status") == "deleted":
        found.remarks.at(entry.line)("a record that the archive deleted, left out")
        return None
    metadata = entry.find("metadata")
    for one in metadata.nodes() if metadata is not None else []:
        if (paper := _of_metadata(one, entry, found)) is not None:
            return paper
    found.remarks.left_out(entry.line, "a record without metadata of arXiv or Dublin Core")
    return None


def _of_metadata(metadata: Node, entry: Node, found: Collected) -> Paper | None:
    if metadata.name in _ARXIV:
        return _of_arxiv(metadata, entry, found)
    return _of_dublin_core(metadata, entry, found) if metadata.name == "dc" else None


def _of_arxiv(node: Node, entry: Node, found: Collected) -> Paper:
    arxiv = identifiers.arxiv_of(one_line(node.text_at("id")))
    if node.name == "arXiv":
        authors = tuple(map(_name, node.find_all("authors", "author")))
        cut_short = False
    else:  # one text for all authors
        written = node.text_at("authors")
        authors, cut_short = author_lists.split(written), author_lists.is_cut_short(written)
    venue = one_line(node.text_at("journal-ref"))
    places = [one_line(one.text) for one in node.find_all("authors", "author", "affiliation")]
    return build(
        found.remarks.at(entry.line),
        title=arxiv_texts.line(node.text_at("title")),
        keys=(arxiv,),
        authors=authors,
        et_al=cut_short,
        affiliations=dict.fromkeys(filter(None, places)),
        category=one_line(node.text_at("categories")).partition(" ")[0],
        venue=venue,
        kind=None if venue else "preprint",
        date=dates.date_of(one_line(node.text_at("version", "date") or node.text_at("created"))),
        abstract=arxiv_texts.abstract(node.text_at("abstract")),
        links=WorkLinks(
            identifiers.arxiv_link(arxiv) if arxiv else None,
            identifiers.doi_of(one_line(node.text_at("doi"))),
            arxiv,
        ),
    )


def _name(author: Node) -> str:
    """Return given names, family name and suffix; empty for the colon between a group and its people."""
    parts = (author.text_at(part) for part in ("forenames", "keyname", "suffix"))
    name = arxiv_texts.line(" ".join(filter(None, parts)))
    return name if any(map(str.isalpha, name)) else ""


def _of_dublin_core(node: Node, entry: Node, found: Collected) -> Paper | None:
    addresses = [one.text for one in node.nodes("identifier")]
    title = node.text_at("title")
    creators = [given_first(one.text) for one in node.nodes("creator")]
    if not title and not creators:
        return None
    where = " ".join(map(one_line, addresses))
    record_id = one_line(entry.text_at("header", "identifier"))
    links = links_of(addresses, doi=where, arxiv=record_id.rpartition(":")[2])
    texts = [one.text for one in node.nodes("description") if not _COMMENT.match(one.text)]
    if "arxiv" in f"{where} {record_id}".lower():
        title = arxiv_texts.line(title)
        abstracts = map(arxiv_texts.abstract, texts)
        kind: Kind | None = "preprint"
    else:
        title = markup.line_of(title)
        abstracts = map(markup.paragraphs_of, texts)
        types = (one_line(one.text).rpartition("/")[2].lower() for one in node.nodes("type"))
        kind = next(filter(None, map(_KINDS.get, types)), None)
        links = links._replace(arxiv=None)
    return build(
        found.remarks.at(entry.line),
        title=title,
        keys=(links.doi,),
        authors=creators,
        kind=kind,
        publisher=one_line(node.text_at("publisher")),
        date=dates.best(*(one_line(one.text)[:10] for one in node.nodes("date"))),
        abstract=max(abstracts, key=len, default=""),
        links=links,
    )
