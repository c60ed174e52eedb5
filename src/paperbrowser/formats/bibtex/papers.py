"""The fields of a BibTeX or biblatex entry as a `Paper`.

Fields are those of BibTeX's standard styles and of the biblatex manual (2.2, "Entry Fields"), and others that
ADS, Google Scholar, dblp, Zotero, JabRef and BibDesk write. Values are LaTeX, by names in lower case.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from paperbrowser.formats.bibtex.dates import date_of
from paperbrowser.formats.bibtex.journals import JOURNALS
from paperbrowser.formats.bibtex.kept import ARTICLE_NUMBERS, kept
from paperbrowser.formats.bibtex.kinds import KINDS
from paperbrowser.formats.bibtex.names import names_of
from paperbrowser.formats.entries import build
from paperbrowser.formats.result import OnRemark
from paperbrowser.papers import identifiers
from paperbrowser.papers.dates import PartialDate
from paperbrowser.papers.latex import field_to_prose, to_text
from paperbrowser.papers.links import WorkLinks, is_web_link
from paperbrowser.papers.model import Kind, Paper
from paperbrowser.papers.names import GROUP_WORD, literal
from paperbrowser.papers.text import one_line, paragraphs

EntryFields = Mapping[str, str]

_PARTS: frozenset[Kind | None] = frozenset(["conference", "chapter"])
_MAY_BE_PREPRINT: frozenset[Kind | None] = frozenset(["other", "webpage"])
_ARTICLE_VENUES: tuple[str, ...] = ("journaltitle", "journal", "booktitle")
_PART_VENUES: tuple[str, ...] = ("booktitle", "journaltitle", "journal", "eventtitle", "maintitle")
_BOOK_VENUES: tuple[str, ...] = ("journaltitle", "journal")
_OTHER_VENUES: tuple[str, ...] = (
    "journaltitle", "journal", "school", "institution", "booktitle", "howpublished", "eventtitle",
    "organization",
)  # fmt: skip
_MAY_NAME_ARXIV = (
    "journal",
    "journaltitle",
    "doi",
    "url",
    "note",
    "howpublished",
    "number",
    "pages",
)
_PEOPLE = frozenset(["editor", "translator"])
_RARE = {
    "editor": "editors", "translator": "translators", "address": "place", "location": "place",
    "series": "series", "edition": "edition", "isbn": "isbn", "issn": "issn", "keywords": "keywords",
}  # fmt: skip
_KEYWORDS = re.compile(r"[,;]")
_CITED = re.compile(r"\W*cited\s+by\s*:?\s*(\d{1,9})\W*", re.IGNORECASE)  # Scopus
_GROUP = re.compile(GROUP_WORD, re.IGNORECASE)
_SHORT = 40  # characters
_ARXIV_JOURNAL = re.compile(r"\W*(?:arxiv\b|corr\b|ar\{?xiv)", re.IGNORECASE)
_ARXIV_WORD = re.compile(r"arxiv", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"\[([a-z-]{2,12}(?:\.[A-Za-z-]{2,10})?)\]")
_CATEGORY = re.compile(r"[a-z-]{2,12}(?:\.[A-Za-z-]{2,10})?")
_LINK = re.compile(r"https?://[^\s{}\"<>\\|,;]+", re.IGNORECASE)
_VERBATIM = re.compile(
    r"\\(?:url|path|nolinkurl)\b|\\([%_#&$~{}:/-])|[{}]|\\textasciitilde\b|\$\\sim\$"
    r"|\$([<>])\$|\$?\\text(less|greater)\b ?\$?"
)
_HREF = re.compile(r"\\href\s{0,9}\{([^{}]{1,500})\}\s{0,9}(?=\{)")
_SORTED = re.compile(r"\\(?:noopsort|SortNoop)\s*\{[^{}]*\}", re.IGNORECASE)
_PAGE_WORD = re.compile(r"(?:pp?|pages?|S)\.?\s+(?=\d)", re.IGNORECASE)
_DASHES = re.compile(r"\s*[-\u2010-\u2015]+\s*")


def paper_of(type_: str, key: str, fields: EntryFields, on_remark: OnRemark) -> Paper:
    """Return the paper that an entry describes.

    Args:
        type_: the type of the entry, in lower case.
        key: the key of the entry, empty if it has none.
        fields: the LaTeX of each field, by its name in lower case.
        on_remark: called with a sentence for each value that cannot be.

    Returns:
        The paper, with the key as its id.
    """
    get = fields.get
    title = _line(_HREF.sub("", get("title", "")))
    subtitle = _line(get("subtitle"))
    if subtitle and title and subtitle.lower() not in title.lower():
        title += (" " if title[-1] in ":?!.–—-" else ". ") + subtitle
    key = one_line(key)
    kind = KINDS.get(type_, "other")
    authors, cut_short, as_bibtex = names_of(get("author", ""))
    collaboration = _plain(get("collaboration"))
    if collaboration and not authors:
        whole = _GROUP.search(collaboration) is not None
        authors = (literal(collaboration if whole else f"{collaboration} Collaboration"),)
    arxiv = _arxiv(fields)
    date = _date(fields)
    if date is None and (get("date") or get("year")):
        on_remark("no date can be read from date or year")
    pages = _PAGE_WORD.sub("", _line(get("pages") or _article_number(fields)))
    note, citations = _note(fields)
    more: dict[str, Any] = {}
    if not _RARE.keys().isdisjoint(fields):
        for name, attribute in _RARE.items():
            if value := get(name):
                if name in _PEOPLE:
                    more[attribute], some, so = names_of(value)
                    as_bibtex = as_bibtex and so and not some
                elif name == "keywords":
                    words = _KEYWORDS.split(_plain(value))
                    more[attribute] = tuple(filter(None, map(one_line, words)))
                else:
                    more.setdefault(attribute, _plain(value))
    paper = build(
        on_remark,
        title=title,
        keys=(subtitle, key),
        authors=authors,
        et_al=cut_short,
        category=_category(fields, arxiv) if arxiv else None,
        venue=_venue(fields, kind),
        kind="preprint" if arxiv and _is_preprint(fields, kind) else kind,
        volume=_plain(get("volume")),
        number=_plain(get("number") or get("issue")),
        collaboration=collaboration,
        note=note,
        citations=citations,
        pages=_DASHES.sub("-", pages),
        publisher=_plain(get("publisher")),
        date=date,
        abstract=paragraphs(field_to_prose(get("abstract", ""))),
        links=WorkLinks(_url(fields), _doi(fields), arxiv),
        id_=key,
        **more,
    )
    # A frozen class is filled a second time sooner than it is copied.
    object.__setattr__(paper, "bibtex", kept(type_, fields, paper, as_bibtex=as_bibtex))
    return paper


def _article_number(fields: EntryFields) -> str | None:
    return next((value for name in ARTICLE_NUMBERS if (value := fields.get(name))), None)


def _note(fields: EntryFields) -> tuple[str, int | None]:
    """Return the note, and the number of citations that Scopus and Web of Science give."""
    note = _plain(fields.get("note"))
    counted = _CITED.fullmatch(note) if note else None
    if counted is not None:
        return "", int(counted[1])
    times = fields.get("times-cited", "").strip()
    return note, int(times) if times.isascii() and times.isdigit() and len(times) < 10 else None


@lru_cache(maxsize=1 << 12)
def _short_line(source: str) -> str:
    return one_line(field_to_prose(source))


def _line(source: str | None) -> str:
    """Return a value on one line."""
    if not source:
        return ""
    # Volumes, journals and publishers are the same in many entries.
    return _short_line(source) if len(source) < _SHORT else one_line(field_to_prose(source))


def _plain(source: str | None) -> str:
    """Return a value on one line with formulas as text; only titles and abstracts keep them as LaTeX."""
    line = _line(source)
    return one_line(to_text(line)) if "$" in line else line


@lru_cache(maxsize=1 << 12)
def _verbatim(source: str) -> str:
    """Return a link or an identifier, some characters of which LaTeX has escaped."""
    if "\\" in source or "{" in source or "}" in source or "$" in source:
        source = _VERBATIM.sub(_unescaped, source)
    return one_line(source)


def _unescaped(found: re.Match[str]) -> str:
    """Return the character that an escaped one in a link stands for; empty for a command without one."""
    if found[1] or found[2]:
        return found[1] or found[2]
    if found[3]:
        return "<" if found[3] == "less" else ">"
    return "~" if found[0][-1] in "e$" else ""


def _date(fields: EntryFields) -> PartialDate | None:
    get = fields.get
    year = get("year", "")
    if not year.isdigit():  # a command may run into it: {\noopsort{1973a}}{\switchargs{--90}{1968}}
        year = f"{_line(year)} {_SORTED.sub('', year)}"
    return date_of(_line(get("date")), year, _line(get("month")), _line(get("day")))


def _venue(fields: EntryFields, kind: Kind) -> str | None:
    names = _OTHER_VENUES
    if kind in _PARTS:
        names = _PART_VENUES
    elif kind == "article":
        names = _ARTICLE_VENUES
    elif kind in {"book", "proceedings"}:
        names = _BOOK_VENUES
    for name in names:
        value = fields.get(name)
        if value and (journal := JOURNALS.get(value.strip("{} \n"))):
            return journal
        venue = _plain(value)
        if venue and _LINK.search(venue) is None:
            return venue
    return None


def _is_preprint(fields: EntryFields, kind: Kind) -> bool:
    if kind in _MAY_BE_PREPRINT:
        return True
    journal = fields.get("journaltitle") or fields.get("journal") or ""
    return kind == "article" and (not journal or _ARXIV_JOURNAL.match(journal) is not None)


# Identifiers and links


def _values(fields: EntryFields, *names: str) -> list[str]:
    """Return the values of these fields that are not empty, in this order."""
    return [value for name in names if (value := fields.get(name))]


def _doi(fields: EntryFields) -> str | None:
    for value in _values(
        fields, "doi", "url", "ee", "bdsk-url-1", "eprint", "note", "howpublished"
    ):
        doi = identifiers.doi_of(_verbatim(value)) if "10." in value or "10/" in value else None
        if doi:
            return doi
    return None


def _arxiv(fields: EntryFields) -> str | None:
    get = fields.get
    origin = (get("archiveprefix") or get("eprinttype") or "arxiv").strip("{} ").lower()
    texts: list[str] = []
    if origin == "arxiv":
        texts += _values(fields, "eprint", "arxiv", "arxivid")
        texts += [value for value in _values(fields, "eid") if "rxiv" in value]
    texts += filter(_ARXIV_WORD.search, _values(fields, *_MAY_NAME_ARXIV))
    volume = get("volume", "")  # dblp: journal = {CoRR}, volume = {abs/1706.03762}
    if volume.startswith("abs/"):
        texts.append(volume[4:])
    return next(filter(None, map(_arxiv_in, texts)), None)


def _arxiv_in(value: str) -> str | None:
    return identifiers.arxiv_of(_verbatim(value))


def _category(fields: EntryFields, arxiv: str) -> str | None:
    stated = _verbatim(fields.get("primaryclass") or fields.get("eprintclass") or "")
    if _CATEGORY.fullmatch(stated):
        return stated
    for value in _values(fields, "eprint", "note", "journal", "howpublished"):
        found = _IN_BRACKETS.search(value) if arxiv in value else None
        if found:
            return found[1]
    return None


def _url(fields: EntryFields) -> str | None:
    for value in _values(fields, "url", "link", "ee", "bdsk-url-1", "adsurl"):
        link = _verbatim(value)
        found = link if is_web_link(link) else _link_in(link)
        if found:
            return found
    found = _link_in(_verbatim(fields.get("howpublished", "")))
    linked = _HREF.search(fields.get("title", ""))
    if found or not linked:
        return found
    link = _verbatim(linked[1])
    return link if is_web_link(link) else _link_in(link)


def _link_in(text: str) -> str | None:
    """Return the first link in a text."""
    found = _LINK.search(text)
    return found[0] if found is not None and is_web_link(found[0]) else None
