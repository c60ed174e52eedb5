"""What archives give to harvesters (OAI-PMH): arXiv's own formats, and Dublin Core of any archive.

https://info.arxiv.org/help/oa/index.html; a record has a header, which may say that it was deleted, and its
metadata as `arXiv`, `arXivRaw`, `arXivOld` or `oai_dc:dc`.
"""

import re

from paperbrowser.formats.entries import Collected, title_or_key
from paperbrowser.formats.result import Remark
from paperbrowser.formats.text import arxiv as arxiv_texts
from paperbrowser.formats.text import authors as author_strings
from paperbrowser.formats.text import dates, markup
from paperbrowser.formats.xml.nodes import Node
from paperbrowser.papers import identifiers
from paperbrowser.papers.links import links_of
from paperbrowser.papers.model import Kind, Paper
from paperbrowser.papers.names import given_first
from paperbrowser.papers.text import one_line

ENTRIES = frozenset({"record", "arXiv", "arXivRaw", "arXivOld", "dc", "error"})

_COMMENT = re.compile(r"Comments?:", re.IGNORECASE)
_KINDS: dict[str, Kind] = {
    "article": "article",
    "preprint": "preprint",
    "conferenceobject": "conference",
    "conference paper": "conference",
    "bookpart": "chapter",
    "book chapter": "chapter",
    "book": "book",
    "doctoralthesis": "thesis",
    "masterthesis": "thesis",
    "thesis": "thesis",
    "report": "report",
    "dataset": "dataset",
    "software": "software",
    "patent": "patent",
}


def fits(root: Node) -> bool:
    """Whether this is the root of an answer, or of a record taken from one."""
    return root.name in {
        "OAI-PMH",
        "ListRecords",
        "GetRecord",
        "record",
        "arXiv",
        "arXivRaw",
        "arXivOld",
        "dc",
    }


def paper_of(entry: Node, found: Collected) -> Paper | None:
    """The paper of a record; None if it was deleted or has no metadata that is known."""
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
    if metadata.name in {"arXiv", "arXivRaw", "arXivOld"}:
        return _of_arxiv(metadata, entry, found)
    return _of_dublin_core(metadata, entry, found) if metadata.name == "dc" else None


def _of_arxiv(node: Node, entry: Node, found: Collected) -> Paper:
    arxiv = identifiers.arxiv_of(one_line(node.text_at("id")))
    raw = node.name != "arXiv"  # one text for all authors
    written = node.text_at("authors") if raw else ""
    date = dates.date_of(one_line(node.text_at("version", "date") or node.text_at("created")))
    venue = one_line(node.text_at("journal-ref")) or None
    places = [one_line(one.text) for one in node.find_all("authors", "author", "affiliation")]
    return Paper(
        title=title_or_key(
            arxiv_texts.line(node.text_at("title")), (arxiv,), found.remarks.at(entry.line)
        ),
        authors=author_strings.split(written)
        if raw
        else tuple(filter(None, map(_name, node.find_all("authors", "author")))),
        et_al=raw and author_strings.is_cut_short(written),
        affiliations=tuple(dict.fromkeys(filter(None, places))),
        category=one_line(node.text_at("categories")).partition(" ")[0] or None,
        venue=venue,
        kind=None if venue else "preprint",
        date=date,
        abstract=arxiv_texts.abstract(node.text_at("abstract")),
        url=identifiers.arxiv_link(arxiv) if arxiv else None,
        doi=identifiers.doi_of(one_line(node.text_at("doi"))),
        arxiv=arxiv,
    )


def _name(author: Node) -> str:
    """Given names, family name and what follows it: "Jr"."""
    parts = (author.text_at(part) for part in ("forenames", "keyname", "suffix"))
    name = arxiv_texts.line(" ".join(filter(None, parts)))
    return name if any(map(str.isalpha, name)) else ""  # "LHCb Collaboration", ":", and people


def _of_dublin_core(node: Node, entry: Node, found: Collected) -> Paper | None:
    addresses = [one.text for one in node.nodes("identifier")]
    title = node.text_at("title")
    creators = [given_first(one.text) for one in node.nodes("creator")]
    if not title and not creators:
        return None
    where = " ".join(one_line(address) for address in addresses)
    links = links_of(
        addresses,
        doi=where,
        arxiv=one_line(entry.text_at("header", "identifier")).rpartition(":")[2],
    )
    own = "arxiv" in (where + entry.text_at("header", "identifier")).lower()
    date = dates.best(*(one_line(one.text)[:10] for one in node.nodes("date")))
    texts = [one.text for one in node.nodes("description") if not _COMMENT.match(one.text)]
    kinds = (one_line(one.text).rpartition("/")[2].lower() for one in node.nodes("type"))
    return Paper(
        title=title_or_key(
            arxiv_texts.line(title) if own else markup.line_of(title),
            (links.doi,),
            found.remarks.at(entry.line),
        ),
        authors=tuple(filter(None, creators)),
        kind="preprint" if own else next(filter(None, map(_KINDS.get, kinds)), None),
        publisher=one_line(node.text_at("publisher")) or None,
        date=date,
        abstract=max(
            (arxiv_texts.abstract(text) if own else markup.paragraphs_of(text) for text in texts),
            key=len,
            default="",
        ),
        url=links.url,
        doi=links.doi,
        arxiv=links.arxiv if own else None,
    )
