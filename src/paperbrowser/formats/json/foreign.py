"""JSON of services and programs without a reader of their own, by the names of its fields: read.

    {"itemType": "journalArticle", "title": "…", "creators": [{"firstName": "Ada", "lastName": "Example"}]}

Zotero, DataCite, Zenodo, NASA ADS, dblp, Europe PMC, HAL, Lens, Scopus, IEEE, Springer, ISTEX, OpenReview,
scholarly, papis, bibtexparser, and dumps of one's own. What our own JSON says of a paper comes first in a
record that is ours, and last in all others.
"""

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import fields, replace
from typing import Any

from paperbrowser.formats.csv import columns
from paperbrowser.formats.entries import build, page_range
from paperbrowser.formats.json import own, people
from paperbrowser.formats.json.csl import CROSSREF_KINDS, CSL_KINDS
from paperbrowser.formats.json.fields import fields_of, is_empty, record_of
from paperbrowser.formats.json.values import (
    Json,
    JsonObject,
    count,
    link,
    parts_of_date,
    prose,
    text,
    title,
    written,
)
from paperbrowser.formats.result import OnRemark
from paperbrowser.formats.text import dates
from paperbrowser.papers import identifiers
from paperbrowser.papers.dates import EARLIEST_YEAR, PartialDate
from paperbrowser.papers.links import WorkLinks, identifier_links
from paperbrowser.papers.model import Kind, Paper
from paperbrowser.papers.text import one_line

_KEYS = ("citationKey", "citation-key", "citekey", "cite_key", "ID", "ref", "bibcode")
_IDENTIFIERS = (
    "identifier", "identifiers", "external_ids", "externalIds", "articleids", "ids", "publication_ids",
)  # fmt: skip
_TYPE = ("type", "idtype", "identifierType", "scheme")
_VALUE = ("value", "id", "identifier")
_TEXTS = (
    "value",
    "title",
    "description",
    "text",
    "tag",
    "name",
    "subject",
    "display_name",
    "term",
    "$",
    "#text",
)
_KINDS: dict[str, Kind] = {
    **CSL_KINDS, **CROSSREF_KINDS,
    "informal and other publications": "preprint", "informal or other publication": "preprint",
    "books and theses": "book", "parts in books or collections": "chapter", "editorship": "proceedings",
    "comm": "conference", "poster": "conference", "couv": "chapter", "ouv": "book", "these": "thesis",
    "hdr": "thesis", "undefined": "preprint", "art": "article", "douv": "proceedings",
    "conferencepaper": "conference", "article": "article", "journal": "article",
    "eprint": "preprint", "inproceedings": "conference", "mastersthesis": "thesis", "phdthesis": "thesis",
    "research-article": "article", "research article": "article", "computerprogram": "software",
}  # fmt: skip
_DATABASES = frozenset(("MED", "PPR", "PMC", "AGR", "CBA", "CTX", "ETH", "HIR", "PAT", "NBK"))
# Of dblp, PubMed and Europe PMC, which end titles with a full stop.
_WITH_STOP = frozenset(("ee", "pmid", "uid", "authorString"))
_TOLD = frozenset(("title", "titles", "Title", "id", "key"))
_PLACES = ("id", "entry_id", "extra", "archiveID", "note")  # where an arXiv id may stand
_ARXIV = re.compile(r"\barxiv(?::\s?|\.org/)[\w./-]+", re.IGNORECASE)
_KEY = re.compile(
    r"^(?:Citation Key|bibtex): *(\S+)", re.MULTILINE | re.IGNORECASE
)  # in Zotero's "extra"
_CITED = re.compile(r"[^\d,(]{3,200}")  # "Journal of Seas 4 (2), 5-9, 2011"
# Addresses that show nobody the paper.
_FOR_PROGRAMS = re.compile(
    r"https?://(?:api\.elsevier\.com|(?:www\.|api\.)?zotero\.org/(?:users|groups))/"
)
# Items of Zotero that belong to another.
_PARTS = frozenset(("attachment", "note", "annotation"))
_MILLISECONDS = 10**11  # since 1970: dates of OpenReview
_OF_OPENREVIEW = ("pdate", "odate", "cdate", "tcdate")
_PREPRINT_OF = "https://openreview.net/forum?id="


def paper_of(value: JsonObject, on_remark: OnRemark) -> Paper | None:
    """Return the paper of a record, or None if it has nothing of a paper."""
    if text(record_of(value).get("itemType")) in _PARTS:
        return None
    is_ours = own.fits(value)
    remarks: list[str] = []
    ours = own.paper_of(value, remarks.append)
    whole = is_ours and ours is not None and own.is_whole(value, ours)
    theirs = None if whole else _paper(value)
    first, second = (ours, theirs) if is_ours else (theirs, ours)
    paper = _filled(first, second, value) if first and second else first or second
    for remark in remarks if paper is not None and (is_ours or theirs is None) else ():
        if not (remark.startswith(("date ", "year ")) and paper is not None and paper.date):
            on_remark(remark)
    return paper


def names_of(value: JsonObject) -> list[str]:
    """Return the names of the fields of a record that have something but its title or its id."""
    record = record_of(value)
    return [one_line(key) for key, one in record.items() if key not in _TOLD and not is_empty(one)]


def _filled(first: Paper, second: Paper, value: JsonObject) -> Paper:
    """Return a paper with what is unset in it and set in the other reading of the record."""
    more: dict[str, Any] = {
        field.name: found
        for field in fields(Paper)
        if field.name not in {"title", "et_al"}
        and not getattr(first, field.name)
        and getattr(first, field.name) != 0
        and not is_empty(found := getattr(second, field.name))
    }
    if "authors" in more:
        more["et_al"] = second.et_al
    if "authors" not in value:
        more.pop("score", None)  # how well the record fits a question
    if "itemType" in value:
        more.pop("key", None)  # a number within the library
    if first.summary and one_abstract(first.summary, second.abstract):
        more.pop("abstract", None)
    if isinstance(value.get("year"), int | float):
        more.pop("date", None)  # it cannot be
    if more.get("summary") and one_abstract(more["summary"], first.abstract):
        del more["summary"]
    return replace(first, **more) if more else first


def one_abstract(summary: str, abstract: str) -> bool:
    """Whether the summary of a record is its abstract, as in arXiv's."""
    return bool(abstract) and "".join(summary.split())[:60] == "".join(abstract.split())[:60]


def _paper(value: JsonObject) -> Paper | None:
    record = record_of(value)
    found = fields_of(record)
    name = next(filter(None, map(title, map(_plain, found.get("title", [])))), "")
    if not name:
        return None
    if subtitle := title(_plain(record.get("subtitle"))):
        name = name if subtitle in name else f"{name}: {subtitle}"

    def one(field: str) -> str | None:
        return next(filter(None, map(_text, found.get(field, []))), None)

    persons, et_al = people.by_role(found.get("authors", []))
    groups, _ = people.by_role(found.get("groups", []))
    editors, _ = people.by_role(found.get("editors", []))
    translators, _ = people.by_role(found.get("translators", []))
    links = _links(record, found)
    extra = record.get("extra")
    key = _KEY.search(extra[:10_000]) if isinstance(extra, str) else None
    cited = map(_plain, found.get("citations", []))
    return build(
        lambda message: None,  # noqa: ARG005 - it has a title
        title=name.removesuffix(".") if _WITH_STOP & record.keys() else name,
        authors=persons.get("author", ()),
        et_al=et_al or ("dc:creator" in record and not isinstance(record.get("author"), list)),
        editors=persons.get("editor", ()) or editors.get("editor", ()) or editors.get("author", ()),
        translators=persons.get("translator", ()) or translators.get("author", ()),
        collaboration=next(iter(groups.get("author", ())), None),
        venue=_venue(record, found),
        kind=_kind(found, record),
        volume=one("volume"),
        number=one("number"),
        pages=page_range(one("first page"), one("last page"), (one("pages") or "").replace("--", "-")),
        publisher=one("publisher"),
        place=one("place"),
        series=one("series"),
        edition=one("edition"),
        isbn=", ".join(_items(found.get("isbn", []))),
        issn=", ".join(_items(found.get("issn", []))),
        date=_date(record, found),
        citations=next((n for n in map(count, cited) if n is not None), None),
        keywords=tuple(_items(found.get("keywords", []))),
        abstract=next(filter(None, map(_prose, found.get("abstract", []))), ""),
        retracted="retracted" if True in found.get("retracted", []) else None,
        links=links,
        pdf=link(*map(_plain, found.get("pdf", []))),
        id_=next(filter(None, (written(record.get(key)) for key in _KEYS)), key[1] if key else ""),
    )  # fmt: skip


def _plain(value: Json) -> Json:
    """Return the text in lists and objects around it: `[{"title": "…"}]`, `{"value": "…"}`."""
    for _ in range(4):
        if isinstance(value, list):
            value = next((one for one in value if not is_empty(one)), None)
        elif isinstance(value, dict):
            value = next((value[key] for key in _TEXTS if not is_empty(value.get(key))), None)
    return value


def _text(value: Json) -> str | None:
    return written(_plain(value))


def _items(values: Sequence[Json]) -> Iterator[str]:
    """Return the texts of the first value with any, each once."""
    for value in values:
        if isinstance(value, str):
            sign = next((sign for sign in "|;\n" if sign in value), ",")
            parts: Sequence[Json] = value.split(sign)
        else:
            parts = value if isinstance(value, list) else [value]
        if items := tuple(dict.fromkeys(filter(None, (title(_text(part)) for part in parts)))):
            yield from items
            return


def _prose(value: Json) -> str:
    """Return an abstract; one of several paragraphs is a list of objects, and so are several abstracts."""
    if isinstance(value, list) and len(value) > 1:
        objects = [one for one in value if isinstance(one, dict)]
        stated: list[Json] = [
            one for one in objects if text(one.get("descriptionType")) == "Abstract"
        ]
        if stated:
            return prose(_plain(stated[:1]))
        if objects and all("text" in one for one in objects):
            return "\n\n".join(filter(None, (prose(one["text"]) for one in objects)))
    return prose(_plain(value))


def _venue(record: JsonObject, found: dict[str, list[Json]]) -> str | None:
    names = (title(_text(value)) for value in found.get("venue", []))
    cited = _CITED.match(text(record.get("citation")))
    stated = next((name for name in names if name and name not in _DATABASES), None)
    return stated or (cited[0].strip() if cited else None)


def _kind(found: dict[str, list[Json]], record: JsonObject) -> Kind | None:
    stated: list[str] = []
    for value in (*found.get("kind", []), record.get("kind")):
        stated += filter(None, map(_text, value if isinstance(value, list) else [value]))
    exact = (_KINDS.get(one.lower()) for one in stated)
    return next(filter(None, exact), None) or columns.kind_of(stated)


def _date(record: JsonObject, found: dict[str, list[Json]]) -> PartialDate | None:
    texts = [date for value in found.get("date", []) for date in _dates(value)]
    years = [year for value in found.get("year", []) for year in _dates(value)]
    month, day = (_text(record.get(key)) or "" for key in ("month", "day"))
    known = dates.of_parts(years[0][:4], month, day) if years and month else None
    best = dates.best(*texts, *([str(known)] if known else []), *years)
    if best is None and "forum" in record:
        moments = (_moment(record.get(key)) for key in _OF_OPENREVIEW)
        best = next(filter(None, moments), None)
    return best if best is not None and best.year >= EARLIEST_YEAR else None


def _dates(value: Json) -> Iterator[str]:
    """Return the dates of a value as texts; of a list of DataCite that of its publication first."""
    if isinstance(value, list) and value and isinstance(value[0], dict):
        issued = [one for one in value if isinstance(one, dict) and one.get("dateType") == "Issued"]
        for one in (issued or value)[:3]:
            yield _text(one.get("date")) or "" if isinstance(one, dict) else ""
    elif isinstance(value, dict):
        year, month, day = (_text(value.get(key)) or "" for key in ("year", "month", "day"))
        parts = dates.of_parts(year, month, day) or _of_parts(value.get("date-parts"))
        yield str(parts) if parts else _text(value) or ""
    elif (moment := _moment(value)) is not None:
        yield str(moment)
    else:
        yield (_text(value) or "")[:100]


def _of_parts(value: Json) -> PartialDate | None:
    first = value[0] if isinstance(value, list) and value else None
    return parts_of_date(*first) if isinstance(first, list) else None


def _moment(value: Json) -> PartialDate | None:
    """Return the day of a number of milliseconds since 1970."""
    if (
        isinstance(value, bool)
        or not isinstance(value, int)
        or not 0 < value - _MILLISECONDS < 10**14
    ):
        return None
    try:
        return PartialDate.of(datetime.datetime.fromtimestamp(value / 1000, datetime.UTC).date())
    except (ValueError, OverflowError, OSError):
        return None


def _links(record: JsonObject, found: dict[str, list[Json]]) -> WorkLinks:
    ids = list(_ids(record))
    urls = [text(_plain(one)) for value in found.get("url", []) for one in _each(value)]
    dois = [
        *(_text(one) or "" for one in found.get("doi", [])),
        *(of for kind, of in ids if kind == "doi"),
    ]
    doi = next(filter(None, map(identifiers.doi_of, dois)), None)
    doi = doi or next((identifiers.doi_of(url) for url in urls if "doi.org/" in url), None)
    named = [_text(one) or "" for one in found.get("arxiv", [])]
    named += [of for kind, of in ids if kind == "arxiv"]
    places = (*urls, *(text(record.get(key)) for key in _PLACES))
    named += ["".join(at[0].split()) for one in places if (at := _ARXIV.search(one[:2000]))]
    arxiv = identifiers.arxiv_of_doi(doi) or next(
        filter(None, map(identifiers.arxiv_of, named)), None
    )
    forum = text(record.get("forum"))
    if forum and "invitation" in " ".join(record):
        urls.append(_PREPRINT_OF + forum)
    pages = [url for url in urls if not _FOR_PROGRAMS.match(url)]
    return WorkLinks(link(*pages, *identifier_links(doi, arxiv)), doi, arxiv)


def _each(value: Json) -> Sequence[Json]:
    return value if isinstance(value, list) else [value]


def _ids(record: JsonObject) -> Iterator[tuple[str, str]]:
    """Return the identifiers in lists, each with its kind: `[{"type": "doi", "value": "…"}]`."""
    for key in _IDENTIFIERS:
        for one in _each(record.get(key)):
            if isinstance(one, str):
                kind, _, rest = one.partition(":")
                yield kind.lower(), rest if kind.lower() == "doi" else one
            elif isinstance(one, dict):
                stated = next((text(one[key]) for key in _TYPE if key in one), "")
                yield (
                    stated.lower(),
                    next((_text(one[key]) or "" for key in _VALUE if key in one), ""),
                )
