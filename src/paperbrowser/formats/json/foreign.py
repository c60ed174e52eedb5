"""JSON of services and programs without a reader of their own, by the names of its fields: read.

    {"itemType": "journalArticle", "title": "…", "creators": [{"firstName": "Ada", "lastName": "Example"}]}

Zotero (web API and Better BibTeX), DataCite, Zenodo, NASA ADS, papis, bibtexparser, and dumps of one's own.
The names of fields are those of tables, `csv.columns`; those that only JSON has are in `_NAMES`.
"""

import re
from collections.abc import Iterator, Sequence

from paperbrowser.formats.csv.columns import folded, kind_of, places_of
from paperbrowser.formats.entries import build
from paperbrowser.formats.json.values import (
    Json,
    JsonObject,
    count,
    date,
    first_text,
    inner,
    link,
    prose,
    title,
    written,
)
from paperbrowser.formats.result import OnRemark
from paperbrowser.papers import identifiers
from paperbrowser.papers.dates import PartialDate
from paperbrowser.papers.links import WorkLinks, identifier_links
from paperbrowser.papers.model import Paper
from paperbrowser.papers.names import given_first, literal, person

# Objects around the fields of a record: Zotero, DataCite, Zenodo, scholarly, dblp, OpenReview.
_AROUND = ("data", "attributes", "metadata", "bib", "info", "content")
_NAMES = {
    "pub": "journal", "creators": "authors", "creator": "authors", "author": "authors", "titles": "title",
    "descriptions": "abstract", "description": "abstract", "page": "pages", "pubdate": "date",
    "bibcode": "key", "publicationtitle": "journal", "proceedingstitle": "journal", "booktitle": "journal",
    "journaltitle": "journal", "authorstring": "authors", "citedbycount": "citations", "pubyear": "year",
}  # fmt: skip
_TELLING = frozenset(
    ("itemtype", "creators", "creator", "bibcode", "publicationyear", "pubyear", "arxivid", "journal",
     "booktitle", "publicationtitle", "pubdate", "yearpublished", "datepublished", "authorstring")
)  # fmt: skip
_CSL = ("issued", "container-title", "date-parts")
_FAMILY = ("familyname", "lastname", "family", "last", "surname")
_GIVEN = ("givenname", "firstname", "given", "first", "forename")
_WHOLE = ("fullname", "displayname", "name", "literal", "text", "value")
_YEAR = re.compile(r"(?<!\d)(\d{4})(?!\d)", re.ASCII)
_NO_DAY = re.compile(r"(?:-00)+$")
_PARTS = re.compile(r"\s+and\s+|\s*;\s*")
_OTHERS = "others"


def fits(value: JsonObject) -> bool:
    """Whether an object is a record whose fields tell what they are, and not an item of CSL-JSON."""
    record = _record(value)
    if any(key in record for key in _CSL):
        return False
    keys = {folded(key) for key in record}
    if not keys & {"title", "titles"}:
        return False
    several = isinstance(record.get("authors"), list) and "DOI" in record
    capitals = "Title" in record
    return bool(keys & _TELLING) or several or capitals or isinstance(record.get("author"), str)


def paper_of(value: JsonObject, on_remark: OnRemark) -> Paper | None:
    """Return the paper of a record, or None if it has no title."""
    record = _record(value)
    names = [_NAMES.get(folded(key), key) for key in record]
    values = list(record.values())
    found = {field: [values[at] for at in ats] for field, ats in places_of(names).items()}
    name = next(filter(None, (title(_plain(one)) for one in found.get("title", []))), "")
    if not name:
        return None
    people = _by_role(found.get("authors", []))
    authors, editors, translators = (
        people.get(role, ()) for role in ("author", "editor", "translator")
    )
    day = _date([*found.get("date", []), record.get("dates"), *found.get("year", [])])
    if not (authors or editors or day) and len(record) > 1:
        fields = ", ".join(sorted(folded(key) for key in record)[:8])
        on_remark(f"neither authors nor date were found in a record with the fields {fields}")
    doi = next(
        filter(None, (identifiers.doi_of(_text(one) or "") for one in found.get("doi", []))), None
    )
    arxiv = identifiers.arxiv_of_doi(doi) or next(
        filter(None, (identifiers.arxiv_of(_text(one) or "") for one in found.get("arxiv", []))),
        None,
    )

    def one(field: str) -> str | None:
        return next(filter(None, map(_text, found.get(field, []))), None)

    et_al = authors[-1:] == (_OTHERS,)
    return build(
        on_remark,
        title=name,
        authors=authors[:-1] if et_al else authors,
        et_al=et_al,
        editors=editors,
        translators=translators,
        venue=title(one("venue")),
        kind=kind_of([text for text in map(_text, [*found.get("kind", []), record.get("itemType")]) if text]),
        volume=one("volume"),
        number=one("number"),
        pages=one("pages"),
        publisher=one("publisher"),
        place=one("place"),
        series=one("series"),
        edition=one("edition"),
        isbn=one("isbn"),
        issn=one("issn"),
        date=day,
        citations=next((n for n in map(count, found.get("citations", [])) if n is not None), None),
        abstract=next(filter(None, (prose(_plain(text)) for text in found.get("abstract", []))), ""),
        links=WorkLinks(link(*map(_text, found.get("url", [])), *identifier_links(doi, arxiv)), doi, arxiv),
        id_=written(record.get("citationKey")) or "",
    )  # fmt: skip


def _record(value: JsonObject) -> JsonObject:
    """Return the object with the fields, which may stand within others."""
    for key in _AROUND:
        within = inner(value, key)
        if {"title", "titles"} & within.keys():
            return {**{name: one for name, one in value.items() if name != key}, **within}
    return value


def _plain(value: Json) -> Json:
    """Return the text in lists and objects around it: `[{"title": "…"}]`, `{"value": "…"}`."""
    for _ in range(4):
        if isinstance(value, list):
            value = value[0] if value else None
        elif isinstance(value, dict):
            keys = ("title", "description", "value", "name", "text")
            value = next((value[key] for key in keys if key in value), None)
    return value


def _text(value: Json) -> str | None:
    return written(_plain(value))


def _by_role(values: Sequence[Json]) -> dict[str, tuple[str, ...]]:
    """Return the people of the first value with any, by what they did."""
    for value in values:
        people: dict[str, list[str]] = {}
        for role, name in _people(value):
            people.setdefault(role, []).append(name)
        if people:
            return {role: tuple(names) for role, names in people.items()}
    return {}


def _people(value: Json) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        within = value.get("value", value.get("author"))
        value = within if isinstance(within, list) else [value]
    if isinstance(value, str):
        value = list(_PARTS.split(value))
    for one in value if isinstance(value, list) else ():
        if isinstance(one, str):
            role, name = "author", given_first(one)
        elif isinstance(one, dict):
            role, name = _person(one)
        else:
            continue
        if name:
            yield role, name


def _person(value: JsonObject) -> tuple[str, str]:
    """Return what a person did, and the name."""
    parts = {folded(key): first_text(one) for key, one in value.items()}
    role = parts.get("creatortype", "author").casefold()
    family = next(filter(None, map(parts.get, _FAMILY)), "")
    given = next(filter(None, map(parts.get, _GIVEN)), "")
    if family:
        return role, person(family, given, parts.get("suffix", ""))
    whole = next(filter(None, map(parts.get, _WHOLE)), "") or given
    single = parts.get("nametype") == "Organizational" or "creatortype" in parts
    return role, literal(whole) if single else given_first(whole)


def _date(values: Sequence[Json]) -> PartialDate | None:
    """Return the first date, else the first year in a text."""
    texts = []
    for value in values:
        if isinstance(value, list):
            texts += [
                written(one.get("date")) if isinstance(one, dict) else written(one) for one in value
            ]
        else:
            texts.append(_text(value))
    known = [_NO_DAY.sub("", text[:100]).replace("/", "-") for text in texts if text]
    exact = next(filter(None, map(date, known)), None)
    years = (date(match[1]) for match in map(_YEAR.search, known) if match)
    return exact or next(filter(None, years), None)
