"""CITATION.cff, in which a program or dataset says how to cite it: its entries as items of CSL.

    cff-version: 1.2.0
    title: Tides in Python
    authors: [{family-names: Brook, given-names: Ida, name-particle: van}]
    preferred-citation: {type: article, title: Tides, …}

https://github.com/citation-file-format/citation-file-format/blob/main/schema-guide.md
"""

from collections.abc import Iterator
from typing import Any

from paperbrowser.formats.json.values import inner, listed, objects, text, written
from paperbrowser.formats.yaml.load import YamlMapping

_TYPES = {
    "article": "article-journal", "magazine-article": "article-magazine",
    "newspaper-article": "article-newspaper",
    "conference-paper": "paper-conference", "conference": "paper-conference", "proceedings": "proceedings",
    "book": "book", "edited-work": "book", "dictionary": "book", "encyclopedia": "book", "manual": "book",
    "report": "report", "government-document": "report", "thesis": "thesis", "unpublished": "article",
    "data": "dataset", "database": "dataset", "dataset": "dataset", "patent": "patent", "blog": "post-weblog",
    "website": "webpage", "standard": "standard",
}  # fmt: skip
_SAME = {
    "title": "title", "abstract": "abstract", "journal": "container-title", "volume": "volume",
    "issue": "issue", "number": "number", "edition": "edition", "isbn": "ISBN", "issn": "ISSN",
    "volume-title": "volume-title", "notes": "note", "url": "URL",
}  # fmt: skip
_ROLES = {"authors": "author", "editors": "editor", "translators": "translator"}


def fits(document: YamlMapping) -> bool:
    """Whether a document is a CITATION.cff."""
    return "cff-version" in document


def entries_of(document: YamlMapping) -> Iterator[YamlMapping]:
    """Return what is to be cited as items of CSL: the preferred citation, the work itself, its references."""
    preferred = document.get("preferred-citation")
    itself = _item(document, "software")
    if isinstance(preferred, YamlMapping):
        first = _item(preferred, "article-journal")
        yield first
        same = ("title", "DOI", "type")
        if all(first.get(key) == itself.get(key) for key in same):
            itself = YamlMapping()
    if itself:
        yield itself
    for one in objects(document, "references"):
        if isinstance(one, YamlMapping):
            yield _item(one, "document")


def _item(entry: YamlMapping, type_: str) -> YamlMapping:
    """Return an entry as an item of CSL."""
    item = YamlMapping({csl: entry[name] for name, csl in _SAME.items() if name in entry})
    item.line = entry.line
    stated = text(entry.get("type"))
    is_software = stated.startswith("software")
    item["type"] = (
        "software" if is_software else _TYPES.get(stated, "document") if stated else type_
    )
    for role, csl in _ROLES.items():
        item[csl] = [_person(one) for one in objects(entry, role)]
    item["issued"] = _date(entry)
    item["DOI"] = _doi(entry)
    item["keyword"] = ", ".join(filter(None, map(text, listed(entry, "keywords"))))
    item["page"] = _pages(entry)
    item["URL"] = (
        text(entry.get("url"))
        or text(entry.get("repository-code"))
        or text(entry.get("repository"))
    )
    conference, publisher = inner(entry, "conference"), inner(entry, "publisher")
    institution = inner(entry, "institution")
    item["event-title"] = text(conference.get("name"))
    item["collection-title"] = "" if "journal" in entry else text(entry.get("collection-title"))
    if item["type"] in {"paper-conference", "chapter"} and "container-title" not in item:
        item["container-title"] = item.pop("collection-title")
    item["publisher"] = text(publisher.get("name")) or text(institution.get("name"))
    item["publisher-place"] = text(publisher.get("city")) or text(institution.get("city"))
    if version := written(entry.get("version")):
        item.setdefault("edition", version)
    return item


def _person(one: dict[str, Any]) -> dict[str, str]:
    """Return a person or an entity as a name of CSL."""
    family, given = text(one.get("family-names")), text(one.get("given-names"))
    if not family:
        return {"literal": text(one.get("name")) or given or text(one.get("alias"))}
    return {
        "family": family,
        "given": given,
        "non-dropping-particle": text(one.get("name-particle")),
        "suffix": text(one.get("name-suffix")),
    }


def _date(entry: YamlMapping) -> str:
    """Return the day of publication or release, else the year with its month."""
    for key in ("date-published", "date-released", "issue-date"):
        if day := written(entry.get(key)):
            return day
    year, month = written(entry.get("year")) or "", written(entry.get("month")) or ""
    return f"{year}-{month:0>2}" if year and month.isdecimal() and len(month) < 3 else year


def _doi(entry: YamlMapping) -> str:
    dois = (
        text(one.get("value")) for one in objects(entry, "identifiers") if one.get("type") == "doi"
    )
    return text(entry.get("doi")) or next(dois, "")


def _pages(entry: YamlMapping) -> str:
    """Return the pages; `pages` alone is how many there are, but for a text with a dash."""
    start, end = written(entry.get("start")) or "", written(entry.get("end")) or ""
    if start:
        return f"{start}-{end}" if end and end != start else start
    pages = text(entry.get("pages"))
    return pages if "-" in pages or "–" in pages else ""
