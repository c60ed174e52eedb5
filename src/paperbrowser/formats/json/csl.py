"""CSL-JSON of reference managers, and Crossref's records, which are nearly the same: read.

    {"id": "doe99", "type": "article-journal", "title": "…", "author": [{"family": "Doe", "given": "Jo"}],
     "issued": {"date-parts": [[1999, 5]]}, "container-title": "…", "DOI": "…"}

https://docs.citationstyles.org/en/stable/specification.html and https://api.crossref.org/swagger-ui.
Crossref has some texts in lists. A date may also be free text (`raw`, `literal`); of a range, it is the
beginning.
"""

import re
from collections.abc import Iterator
from typing import Any

from paperbrowser.formats.entries import build
from paperbrowser.formats.json.values import (
    JsonObject,
    count,
    date,
    first_text,
    inner,
    link,
    listed,
    objects,
    parts_of_date,
    prose,
    text,
    title,
    written,
)
from paperbrowser.formats.result import OnRemark
from paperbrowser.papers import categories, identifiers
from paperbrowser.papers.dates import PartialDate
from paperbrowser.papers.links import WorkLinks, identifier_links
from paperbrowser.papers.model import Kind, Paper
from paperbrowser.papers.names import given_first, literal, person

# https://api.crossref.org/types
CROSSREF_KINDS: dict[str, Kind] = {
    "journal-article": "article", "proceedings-article": "conference", "posted-content": "preprint",
    "book-chapter": "chapter", "book-section": "chapter", "book-part": "chapter", "book-track": "chapter",
    "reference-entry": "chapter", "monograph": "book", "edited-book": "book", "reference-book": "book",
    "book-set": "book", "book-series": "book", "proceedings": "proceedings",
    "proceedings-series": "proceedings", "dissertation": "thesis", "report-component": "report",
    "report-series": "report", "peer-review": "other", "journal": "other", "journal-issue": "other",
    "journal-volume": "other", "component": "other", "grant": "other", "database": "dataset",
    "other": "other",
}  # fmt: skip
# https://docs.citationstyles.org; papers of a kind are written as the first type of it.
CSL_KINDS: dict[str, Kind] = {
    "article-journal": "article", "article-magazine": "article", "article-newspaper": "article",
    "review": "article", "review-book": "article", "periodical": "other", "article": "preprint",
    "paper-conference": "conference", "chapter": "chapter", "entry": "chapter",
    "entry-dictionary": "chapter", "entry-encyclopedia": "chapter", "book": "book", "classic": "book",
    "collection": "other", "thesis": "thesis", "report": "report", "manuscript": "other",
    "dataset": "dataset", "software": "software", "patent": "patent", "webpage": "webpage",
    "post": "webpage", "post-weblog": "webpage", "standard": "other", "document": "other", "bill": "other",
    "broadcast": "other", "event": "other", "figure": "other", "graphic": "other", "hearing": "other",
    "interview": "other", "legal_case": "other", "legislation": "other", "map": "other",
    "motion_picture": "other", "musical_score": "other", "pamphlet": "other", "performance": "other",
    "personal_communication": "other", "regulation": "other", "song": "other", "speech": "other",
    "treaty": "other",
}  # fmt: skip
_KINDS = CSL_KINDS | CROSSREF_KINDS
_SURE = ("issued", "container-title", "date-parts")
_LIKELY = ("citation-key", "DOI", "title-short")
# Fields of other programs whose records have a DOI too.
_OTHER = (
    "itemType",
    "creators",
    "authors",
    "journal",
    "booktitle",
    "year",
    "publicationTitle",
    "ENTRYTYPE",
    "Title",
    "Authors",
    "Author",
)
_PARTS = ("family", "given", "literal", "sequence")
_OTHERS = "others"  # as pandoc calls authors that are not named
_YEAR = re.compile(r"(?<!\d)(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?!\d)", re.ASCII)
_FIELD = re.compile(
    r"\s*(?:[A-Za-z-]{3,20}(?: [A-Za-z]{2,10})?: ?\S+(?: \[[\w., -]+\])?|\{:[^}]*\})\s*$"
)
_DATES = ("issued", "published", "published-print", "published-online", "posted", "submitted")


def fits(value: JsonObject) -> bool:
    """Whether an object is an item of CSL-JSON or a work of Crossref."""
    if any(key in value for key in _SURE):
        return True
    if any(key in value for key in _OTHER) or isinstance(value.get("author"), str):
        return False
    people = value.get("author")
    if isinstance(people, list) and people and isinstance(people[0], dict):
        return any(key in people[0] for key in _PARTS)
    if any(key in value for key in _LIKELY):
        return True
    kind = value.get("type")
    return isinstance(kind, str) and kind in _KINDS and "title" in value and "authors" not in value


def paper_of(value: JsonObject, on_remark: OnRemark) -> Paper | None:
    """Return the paper of an item, or None if it has neither title nor id."""
    key = written(value.get("id")) or written(value.get("citation-key")) or ""
    doi = identifiers.doi_of(text(value.get("DOI")))
    name = _title(value)
    if not (name or key or doi):
        return None
    number, url = value.get("number"), value.get("URL")
    arxiv = _arxiv(value, doi)
    kind = value.get("type")
    authors = _names(value, "author")
    et_al = authors[-1:] == (_OTHERS,)
    return build(
        on_remark,
        title=name,
        keys=(key, doi),
        authors=authors[:-1] if et_al else authors,
        et_al=et_al,
        editors=_names(value, "editor", "collection-editor"),
        translators=_names(value, "translator"),
        series=title(value.get("collection-title")),
        edition=written(value.get("edition")),
        place=first_text(value.get("publisher-place")),
        isbn=first_text(value.get("ISBN")),
        issn=first_text(value.get("ISSN")),
        keywords=tuple(_keywords(value)),
        note=_note(value),
        category=next(filter(categories.is_whole, map(text, listed(value, "categories"))), None),
        venue=title(value.get("container-title")) or title(value.get("container-title-short"))
        or title(value.get("event-title")) or title(value.get("event"))
        or title(inner(value, "event").get("name")),
        kind=_KINDS.get(kind) if isinstance(kind, str) else None,
        volume=written(value.get("volume")),
        number=written(value.get("issue")) or written(number) or written(value.get("collection-number")),
        pages=written(value.get("page")) or written(value.get("article-number")),
        publisher=first_text(value.get("publisher")),
        date=_date(value),
        citations=count(value.get("is-referenced-by-count")),
        abstract=prose(value.get("abstract")),
        links=WorkLinks(link(
            url,
            inner(value, "resource", "primary").get("URL"),
            *identifier_links(doi, arxiv),
        ), doi, arxiv),
        id_=key,
    )  # fmt: skip


def _title(value: JsonObject) -> str:
    name = title(value.get("title")) or title(value.get("title-short"))
    more = title(value.get("subtitle"))
    return f"{name}: {more}" if name and more and more not in name else name


def _keywords(value: JsonObject) -> Iterator[str]:
    """Return the keywords, which CSL has in one text and Crossref as a list of subjects."""
    stated = value.get("keyword") or value.get("subject")
    if isinstance(stated, str):
        stated = list(stated.split(";" if ";" in stated else ","))
    given = map(title, stated) if isinstance(stated, list) else ()
    return iter(dict.fromkeys(filter(None, given)))


def _note(value: JsonObject) -> str | None:
    """Return the note but for what reference managers keep in it: "Citation Key: …", "arXiv: …"."""
    stated = value.get("note")
    lines = stated.splitlines() if isinstance(stated, str) else ()
    return text(" ".join(line for line in lines if not _FIELD.match(line))) or None


def _names(value: JsonObject, *roles: str) -> tuple[str, ...]:
    """Return the people of the first role that has any."""
    for role in roles:
        one = value.get(role)
        listed_ = one if isinstance(one, list) else [one]
        names = tuple(filter(None, map(_name, listed_)))
        if names:
            return names
    return ()


def _name(one: Any) -> str:
    if isinstance(one, str):
        return given_first(one)
    if not isinstance(one, dict):
        return ""
    family = text(one.get("family"))
    if not family:
        # The commas in the name of an organisation belong to it.
        whole = text(one.get("literal")) or text(one.get("name"))
        return literal(whole or text(one.get("given")))
    keys = ("dropping-particle", "non-dropping-particle")
    for particle in filter(None, (text(one.get(key)) for key in reversed(keys))):
        family = particle + family if particle[-1] in "'’-" else f"{particle} {family}"
    return person(family, text(one.get("given")), text(one.get("suffix")))


def _date(value: JsonObject) -> PartialDate | None:
    for key in _DATES:
        if (found := _of_date(value.get(key))) is not None:
            return found
    return None


def _of_date(value: Any) -> PartialDate | None:
    if isinstance(value, str | int):  # not as specified, but seen
        return _free(str(value)) if not isinstance(value, bool) and count(value) != 0 else None
    if isinstance(value, list):  # as pandoc has it in YAML: the beginning, and the end
        value = value[0] if value else None
    if not isinstance(value, dict):
        return None
    if "year" in value:
        return parts_of_date(*(value.get(key) for key in ("year", "month", "day")))
    parts = listed(value, "date-parts")
    first = parts[0] if parts else None
    if isinstance(first, list) and (found := parts_of_date(*first)) is not None:
        return found
    if isinstance(first, int | str) and (found := parts_of_date(*parts)) is not None:
        return found
    for key in ("date-time", "raw", "literal"):
        if (found := _free(text(value.get(key)))) is not None:
            return found
    return None


def _free(written_out: str) -> PartialDate | None:
    """Return a date in ISO 8601, or the one year in free text: "circa 1999", "1999/2000", "May 1999"."""
    if (found := date(written_out[:30])) is not None:
        return found
    match = _YEAR.search(written_out[:200])
    return parts_of_date(*match.groups()) if match is not None else None


def _arxiv(value: JsonObject, doi: str | None) -> str | None:
    """Return the arXiv id, for which CSL has no field of its own."""
    if found := identifiers.arxiv_of_doi(doi):
        return found
    is_there = text(value.get("archive")).lower() == "arxiv"
    for key in ("URL", "number", "note", "archive_location"):
        given = text(value.get(key))
        named = "arxiv" in given.lower() or (key == "archive_location" and is_there)
        if named and (found := identifiers.arxiv_of(given)):
            return found
    for alternative in objects(inner(value, "relation"), "has-preprint"):
        if found := identifiers.arxiv_of(text(alternative.get("id"))):
            return found
    return None
