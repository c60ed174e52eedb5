"""Answers of arXiv's API: an Atom feed, an entry a paper (https://info.arxiv.org/help/api/user-manual.html).

The answer to a wrong question is a feed too, of one entry whose title is "Error".
"""

import re

from paperbrowser.formats.entries import Collected, build
from paperbrowser.formats.result import Remark
from paperbrowser.formats.text import arxiv as arxiv_texts
from paperbrowser.formats.text import code, dates
from paperbrowser.formats.xml.nodes import Node
from paperbrowser.papers import identifiers
from paperbrowser.papers.links import is_web_link, links_of
from paperbrowser.papers.model import Paper
from paperbrowser.papers.names import given_first
from paperbrowser.papers.text import one_line

_VERSION = re.compile(r"v\d{1,3}(?=$|\.pdf$)")
ENTRIES = frozenset({"entry", "totalResults"})


def fits(root: Node) -> bool:
    """Return whether this is the root of a feed, or of an entry alone."""
    return root.name in {"feed", "entry"}


def paper_of(entry: Node, found: Collected) -> Paper | None:
    """Return the paper of an entry; None for an error or an entry without content."""
    if entry.name == "totalResults":
        return None
    title, where = entry.text_at("title"), one_line(entry.text_at("id"))
    if "/api/errors" in where or (title == "Error" and not identifiers.arxiv_of(where)):
        why = one_line(entry.text_at("summary"))[:200]
        found.remarks.add(Remark("bad-entry", f"arXiv answered with an error: {why}", entry.line))
        return None
    if not title and not where:
        return None
    addresses = [
        link.attributes.get("href", "")
        for link in entry.nodes("link")
        if link.attributes.get("rel", "alternate") == "alternate"
    ]
    links = links_of([*addresses, where], doi=entry.text_at("doi"), arxiv=where)
    primary = entry.find("primary_category")
    category = primary or entry.find("category")
    terms = [one_line(one.attributes.get("term", "")) for one in entry.nodes("category")]
    comment, summary = one_line(entry.text_at("comment")), entry.text_at("summary")
    withdrawn = arxiv_texts.is_withdrawn(comment, summary)
    code_url = code.address(comment, one_line(summary))
    if links.arxiv is None and primary is None:
        found.remarks.left_out(entry.line, "an entry that is not arXiv's")
        return None
    venue = one_line(entry.text_at("journal_ref"))
    names = [one_line(given_first(author.text_at("name"))) for author in entry.nodes("author")]
    affiliations = [one_line(one.text) for one in entry.find_all("author", "affiliation")]
    if links.arxiv and links.url and identifiers.arxiv_of(links.url) == links.arxiv:
        links = links._replace(url=identifiers.arxiv_link(links.arxiv))  # of any version
    return build(
        found.remarks.at(entry.line),
        title=arxiv_texts.line(title),
        keys=(links.arxiv,),
        authors=(name.rstrip(":") for name in names if name.strip(":")),
        affiliations=dict.fromkeys(filter(None, affiliations)),
        category=one_line(category.attributes.get("term", "")) if category else None,
        venue=venue,
        kind=None if venue else "preprint",
        date=dates.date_of(one_line(entry.text_at("published"))[:10]),
        abstract=arxiv_texts.abstract(summary),
        links=links,
        # The first is `category`, which may be the only one.
        keywords=tuple(dict.fromkeys(filter(None, terms))) if len(set(terms)) > 1 else (),
        note=arxiv_texts.line(comment),
        retracted="withdrawn" if withdrawn else None,
        code=code_url is not None,
        code_url=code_url,
        pdf=None if withdrawn else _pdf(entry),
    )


def _pdf(entry: Node) -> str | None:
    """Return the address of the PDF, of the newest version."""
    for link in entry.nodes("link"):
        if "pdf" in {link.attributes.get("title"), link.attributes.get("type", "")[-3:]}:
            url = one_line(link.attributes.get("href", ""))
            if is_web_link(url):
                return _VERSION.sub("", url)
    return None
