"""Zotero's RDF (bibliontology): articles and books, each naming the journal or book that it is part of.

<rdf:RDF><bib:Article rdf:about="…"><z:itemType>journalArticle</z:itemType>
<dcterms:isPartOf rdf:resource="urn:issn:1234-5678"/>
<bib:authors><rdf:Seq><rdf:li><foaf:Person><foaf:surname>…</foaf:surname>… <dc:title>…</dc:title>
</bib:Article><bib:Journal rdf:about="urn:issn:1234-5678"><dc:title>…</dc:title></bib:Journal></rdf:RDF>
"""

from collections.abc import Callable

from paperbrowser.formats.entries import Collected, build
from paperbrowser.formats.text import dates, markup
from paperbrowser.formats.xml.nodes import Node, XmlDamageError, entries_of
from paperbrowser.papers.links import links_of
from paperbrowser.papers.model import Kind, Paper
from paperbrowser.papers.names import literal, person
from paperbrowser.papers.text import one_line

_ITEMS = frozenset(
    {"Article", "Book", "BookSection", "Thesis", "Report", "Document", "Manuscript", "Patent",
     "Description", "Data", "Recording"}
)  # fmt: skip
_WHOLES = frozenset({"Journal", "Series"})  # that items are part of
ENTRIES = _ITEMS | _WHOLES
_KINDS: dict[str, Kind] = {
    "journalArticle": "article", "magazineArticle": "article", "newspaperArticle": "article",
    "conferencePaper": "conference", "bookSection": "chapter", "encyclopediaArticle": "chapter",
    "book": "book", "thesis": "thesis", "report": "report", "preprint": "preprint", "dataset": "dataset",
    "computerProgram": "software", "patent": "patent", "webpage": "webpage", "blogPost": "webpage",
    "document": "other", "manuscript": "other",
}  # fmt: skip
_NO_PAPERS = frozenset({"attachment", "note"})
_BY_ELEMENT: dict[str, Kind] = {
    "Article": "article", "Book": "book", "BookSection": "chapter", "Thesis": "thesis", "Report": "report",
    "Patent": "patent",
}  # fmt: skip


def fits(root: Node) -> bool:
    """Return whether this is the root of an RDF document."""
    return root.name == "RDF"


def reader(text: str) -> Callable[[Node, Collected], Paper | None]:
    """Return the function that makes papers of the items of a document, which name each other."""
    wholes: dict[str, Node] = {}
    try:
        for _, node in entries_of(text, _WHOLES | {"Book"}):
            if about := node.attributes.get("about"):
                wholes[about] = node
    except XmlDamageError:  # reported when the items are read
        pass

    def paper_of(entry: Node, found: Collected) -> Paper | None:
        type_ = one_line(entry.text_at("itemType"))
        if entry.name in _WHOLES or type_ in _NO_PAPERS or entry.name not in _ITEMS:
            return None
        if not entry.text_at("title") and not _people(entry, "authors"):
            return None
        return _paper(
            entry, _KINDS.get(type_) or _BY_ELEMENT.get(entry.name, "other"), wholes, found
        )

    return paper_of


def _paper(entry: Node, kind: Kind, wholes: dict[str, Node], found: Collected) -> Paper:
    whole = _part_of(entry, wholes) or entry
    within = whole is not entry
    ids = [one_line(one.text) for node in (entry, whole) for one in node.nodes("identifier")]
    by_word = {word: rest for word, _, rest in (one.partition(" ") for one in ids)}
    publisher = entry.find("publisher", "Organization") or whole.find("publisher", "Organization")
    urls = [one.text for one in entry.find_all("identifier", "URI", "value")]
    return build(
        found.remarks.at(entry.line),
        title=markup.line_of(entry.text_at("title")),
        authors=_people(entry, "authors"),
        editors=_people(entry, "editors"),
        translators=_people(entry, "translators"),
        venue=markup.line_of(whole.text_at("title")) if within else None,
        kind=kind,
        volume=one_line(entry.text_at("volume") or whole.text_at("volume")),
        number=one_line(entry.text_at("number") or whole.text_at("number")),
        pages=one_line(entry.text_at("pages")),
        publisher=one_line(publisher.text_at("name")) if publisher is not None else None,
        place=one_line(publisher.text_at("adr", "Address", "locality")) if publisher else None,
        edition=one_line(entry.text_at("edition")),
        isbn=by_word.get("ISBN"),
        issn=by_word.get("ISSN"),
        date=dates.best(one_line(entry.text_at("date"))),
        keywords=tuple(filter(None, (one_line(one.text) for one in entry.nodes("subject")))),
        abstract=markup.paragraphs_of(entry.text_at("abstract")),
        links=links_of(urls, doi=by_word.get("DOI", "")),
    )


def _part_of(entry: Node, wholes: dict[str, Node]) -> Node | None:
    """Return the journal or book that an item is part of, written within it or elsewhere."""
    for part in entry.nodes("isPartOf"):
        inner = next(iter(part.nodes()), None)
        whole = inner or wholes.get(part.attributes.get("resource", ""))
        if whole is not None and whole.name != "Series":
            return whole
    return None


def _people(entry: Node, role: str) -> tuple[str, ...]:
    names = []
    for one in entry.find_all(role, "Seq", "li", "Person"):
        family = one.text_at("surname")
        given = one.text_at("givenName") or one.text_at("givenname")
        names.append(person(family, given) if given else literal(family or one.text_at("name")))
    return tuple(filter(None, names))
