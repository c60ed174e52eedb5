"""What the fields of a BibTeX or biblatex entry mean: a `Paper` from an entry.

Fields are those of BibTeX's standard styles and of the biblatex manual (2.2, "Entry Fields"), and what ADS,
Google Scholar, dblp, Zotero, JabRef and BibDesk write besides. Values come as LaTeX, by lower-case names.
"""

import re
from collections.abc import Mapping
from functools import lru_cache

from paperbrowser.formats.bibtex.dates import date_of
from paperbrowser.formats.bibtex.journals import JOURNALS
from paperbrowser.formats.bibtex.kinds import KINDS
from paperbrowser.formats.bibtex.names import names_of
from paperbrowser.formats.result import OnRemark
from paperbrowser.papers import identifiers
from paperbrowser.papers.dates import PartialDate
from paperbrowser.papers.latex import field_to_prose, to_text
from paperbrowser.papers.links import is_web_link
from paperbrowser.papers.model import Kind, Paper
from paperbrowser.papers.text import one_line, paragraphs

Fields = Mapping[str, str]

_PARTS: frozenset[Kind | None] = frozenset(["conference", "chapter"])
_MAY_BE_PREPRINT: frozenset[Kind | None] = frozenset(["other", "webpage"])
_ARTICLE_VENUES: tuple[str, ...] = ("journaltitle", "journal", "booktitle")
_PART_VENUES: tuple[str, ...] = ("booktitle", "journaltitle", "journal", "eventtitle", "maintitle")
_BOOK_VENUES: tuple[str, ...] = ("journaltitle", "journal")
_OTHER_VENUES: tuple[str, ...] = (
    "journaltitle", "journal", "school", "institution", "booktitle", "howpublished", "eventtitle",
    "organization",
)  # fmt: skip
_SHORT = 40  # characters
_ARXIV_JOURNAL = re.compile(r"\W*(?:arxiv\b|corr\b|ar\{?xiv)", re.IGNORECASE)
_ARXIV_SAID = re.compile(r"arxiv", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"\[([a-z-]{2,12}(?:\.[A-Za-z-]{2,10})?)\]")
_CATEGORY = re.compile(r"[a-z-]{2,12}(?:\.[A-Za-z-]{2,10})?")
_LINK = re.compile(r"https?://[^\s{}\"<>\\|,;]+", re.IGNORECASE)
_VERBATIM = re.compile(
    r"\\(?:url|path|nolinkurl)\b|\\([%_#&$~{}:/-])|[{}]|\\textasciitilde\b|\$\\sim\$"
    r"|\$([<>])\$|\$?\\text(less|greater)\b ?\$?"
)
_HREF = re.compile(r"\\href\s{0,9}\{([^{}]{1,500})\}\s{0,9}(?=\{)")
_SORTED = re.compile(r"\\(?:noopsort|SortNoop)\s*\{[^{}]*\}", re.IGNORECASE)
_PAGES_SAID = re.compile(r"(?:pp?|pages?|S)\.?\s+(?=\d)", re.IGNORECASE)
_DASHES = re.compile(r"\s*[-\u2010-\u2015]+\s*")


def paper_of(type_: str, key: str, fields: Fields, tell: OnRemark) -> Paper:
    """The paper that an entry describes.

    Args:
        type_: of the entry, in lower case.
        key: by which texts cite it; empty if it has none.
        fields: their LaTeX.
        tell: called with a sentence for each value that cannot be.
    """
    get = fields.get
    title = _line(_HREF.sub("", get("title", "")))
    subtitle = _line(get("subtitle"))
    if subtitle and title and subtitle.lower() not in title.lower():
        title += (" " if title[-1] in ":?!.–—-" else ". ") + subtitle
    key = one_line(key)
    if not title:
        title = subtitle or key or "(untitled)"
        tell(f"an entry without a title is listed {'under its key' if key else 'as (untitled)'}")
    kind = KINDS.get(type_, "other")
    authors, cut_short = names_of(get("author", ""))
    arxiv = _arxiv(fields)
    date = get("date", "")
    found = _date(fields)
    if found is None and (date or get("year")):
        tell("no date can be read from date or year")
    pages = _PAGES_SAID.sub("", _line(get("pages") or get("eid")))
    return Paper(
        title=title,
        authors=authors,
        et_al=cut_short,
        category=_category(fields, arxiv) if arxiv else None,
        venue=_venue(fields, kind),
        kind="preprint" if arxiv and _is_preprint(fields, kind) else kind,
        volume=_plain(get("volume")) or None,
        number=_plain(get("number") or get("issue")) or None,
        pages=_DASHES.sub("-", pages) or None,
        publisher=_plain(get("publisher")) or None,
        date=found,
        abstract=paragraphs(field_to_prose(abstract)) if (abstract := get("abstract")) else "",
        url=_url(fields),
        doi=_doi(fields),
        arxiv=arxiv,
        id=key,
    )


@lru_cache(maxsize=1 << 12)
def _short_line(source: str) -> str:
    return one_line(field_to_prose(source))


def _line(source: str | None) -> str:
    """A value on one line."""
    if not source:
        return ""
    # Volumes, journals and publishers are the same in many entries.
    return _short_line(source) if len(source) < _SHORT else one_line(field_to_prose(source))


def _plain(source: str | None) -> str:
    """A value on one line in which formulas are text too: all but titles and abstracts."""
    line = _line(source)
    return one_line(to_text(line)) if "$" in line else line


@lru_cache(maxsize=1 << 12)
def _verbatim(source: str) -> str:
    """A link or an identifier, of which LaTeX needs some signs escaped."""
    if "\\" in source or "{" in source or "}" in source or "$" in source:
        source = _VERBATIM.sub(_meant, source)
    return one_line(source)


def _meant(found: re.Match[str]) -> str:
    """The sign that an escaped one in a link stands for; a command with none is gone."""
    if sign := found[1] or found[2]:
        return sign
    if found[3]:
        return "<" if found[3] == "less" else ">"
    return "~" if found[0][-1] in "e$" else ""


def _date(fields: Fields) -> PartialDate | None:
    get = fields.get
    year = get("year", "")
    if not year.isdigit():  # a command may run into it: {\noopsort{1973a}}{\switchargs{--90}{1968}}
        year = f"{_line(year)} {_SORTED.sub('', year)}"
    return date_of(_line(get("date")), year, _line(get("month")), _line(get("day")))


def _venue(fields: Fields, kind: Kind) -> str | None:
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
        if (venue := _plain(value)) and _LINK.search(venue) is None:
            return venue
    return None


def _is_preprint(fields: Fields, kind: Kind) -> bool:
    if kind in _MAY_BE_PREPRINT:
        return True
    journal = fields.get("journaltitle") or fields.get("journal") or ""
    return kind == "article" and (not journal or _ARXIV_JOURNAL.match(journal) is not None)


# Identifiers and links


def _doi(fields: Fields) -> str | None:
    for name in ("doi", "url", "ee", "bdsk-url-1", "eprint", "note", "howpublished"):
        value = fields.get(name)
        if value and "10." in value and (doi := identifiers.doi_of(_verbatim(value))):
            return doi
    return None


def _arxiv(fields: Fields) -> str | None:
    get = fields.get
    origin = (get("archiveprefix") or get("eprinttype") or "arxiv").strip("{} ").lower()
    if origin == "arxiv":
        for name in ("eprint", "arxiv", "arxivid", "eid"):
            value = get(name)
            if value and (name != "eid" or "rxiv" in value) and (found := _arxiv_in(value)):
                return found
    for name in (
        "journal",
        "journaltitle",
        "doi",
        "url",
        "note",
        "howpublished",
        "number",
        "pages",
    ):
        value = get(name)
        if value and _ARXIV_SAID.search(value) and (found := _arxiv_in(value)):
            return found
    volume = get("volume")  # dblp: journal = {CoRR}, volume = {abs/1706.03762}
    return _arxiv_in(volume[4:]) if volume and volume.startswith("abs/") else None


def _arxiv_in(value: str) -> str | None:
    return identifiers.arxiv_of(_verbatim(value))


def _category(fields: Fields, arxiv: str) -> str | None:
    stated = _verbatim(fields.get("primaryclass") or fields.get("eprintclass") or "")
    if _CATEGORY.fullmatch(stated):
        return stated
    for name in ("eprint", "note", "journal", "howpublished"):
        value = fields.get(name, "")
        if arxiv in value and (found := _IN_BRACKETS.search(value)):
            return found[1]
    return None


def _url(fields: Fields) -> str | None:
    for name in ("url", "link", "ee", "bdsk-url-1", "adsurl", "howpublished"):
        value = fields.get(name)
        if value and (found := _first_link(_verbatim(value), whole=name != "howpublished")):
            return found
    linked = _HREF.search(fields.get("title", ""))
    return _first_link(_verbatim(linked[1]), whole=True) if linked else None


def _first_link(text: str, *, whole: bool) -> str | None:
    if whole and is_web_link(text):
        return text
    found = _LINK.search(text)
    return found[0] if found is not None and is_web_link(found[0]) else None
