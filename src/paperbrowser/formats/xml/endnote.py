"""EndNote's XML, which Zotero, JabRef and tools for reviews write too: each `record` is a paper.

    <xml><records><record><ref-type name="Journal Article">17</ref-type>
      <contributors><authors><author><style>Example, Ada</style></author></authors></contributors>
      <titles><title>…</title><secondary-title>…</secondary-title></titles> … </record></records></xml>

Texts may be in pieces of one `style` each.
"""

from paperbrowser.formats.entries import Collected, build, standard_numbers
from paperbrowser.formats.kinds import BOOKS
from paperbrowser.formats.tagged.endnote import KINDS
from paperbrowser.formats.text import dates, markup
from paperbrowser.formats.xml.nodes import Node
from paperbrowser.papers.links import links_of
from paperbrowser.papers.model import Paper
from paperbrowser.papers.names import given_first
from paperbrowser.papers.text import newlines, one_line

ENTRIES = frozenset({"record"})


def fits(root: Node) -> bool:
    """Return whether this is the root of a list of records."""
    return root.source in {"xml", "records"}


def paper_of(entry: Node, found: Collected) -> Paper | None:
    """Return the paper of a record; None for one without title, authors and DOI."""
    type_ = entry.find("ref-type")
    name = type_.attributes.get("name", "") if type_ is not None else ""
    kind = KINDS.get(name.lower(), "other") if name else None
    doi = one_line(entry.text_at("electronic-resource-num"))
    numbers = map(one_line, newlines(entry.text_at("isbn")).split("\n"))
    title = _text(entry, "titles", "title")
    authors = _people(entry, "authors")
    if not (title or authors or doi):
        found.remarks.left_out(entry.line, "a record without the fields of a paper")
        return None
    urls = [one.text for one in entry.find_all("urls", "related-urls", "url")]
    year = one_line(entry.text_at("dates", "year"))
    day = one_line(entry.text_at("dates", "pub-dates", "date"))
    second = _text(entry, "titles", "secondary-title") or _text(entry, "periodical", "full-title")
    third = _text(entry, "titles", "tertiary-title")
    isbn, issn = standard_numbers(numbers, book=kind in BOOKS)
    is_book = kind in BOOKS and kind != "chapter"
    return build(
        found.remarks.at(entry.line),
        title=title,
        keys=(one_line(entry.text_at("label")), doi),
        authors=authors,
        editors=_people(entry, "secondary-authors") if kind != "article" else (),
        translators=_people(entry, "translated-authors"),
        venue=None if is_book else second,
        series=second if is_book else third,
        kind=kind,
        volume=_line(entry, "volume"),
        number=_line(entry, "number"),
        pages=_line(entry, "pages") or _line(entry, "electronic-article-number"),
        publisher=_line(entry, "publisher"),
        place=_line(entry, "pub-location"),
        edition=_line(entry, "edition"),
        isbn=isbn,
        issn=issn,
        date=dates.best(day, f"{day} {year}" if day and year else "", year),
        keywords=tuple(
            filter(None, (one_line(one.text) for one in entry.find_all("keywords", "keyword")))
        ),
        note=_line(entry, "notes"),
        abstract=markup.paragraphs_of(entry.text_at("abstract")),
        links=links_of(urls, doi=doi),
        id_=one_line(entry.text_at("label")),
    )


def _text(entry: Node, *path: str) -> str:
    return markup.line_of(entry.text_at(*path))


def _line(entry: Node, name: str) -> str | None:
    return one_line(entry.text_at(name)) or None


def _people(entry: Node, role: str) -> tuple[str, ...]:
    names = (one_line(one.text) for one in entry.find_all("contributors", role, "author"))
    return tuple(given_first(name) for name in names if name)
