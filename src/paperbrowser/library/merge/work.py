"""The title key, identifiers and year by which two papers are compared.

A title's key is its letters and digits without case, accents, LaTeX, punctuation and "the"; two numbers side
by side stay apart ("1.2" is not "12"). Computed once for each paper of an import, so speed matters.
"""

import re
from dataclasses import fields
from operator import attrgetter
from typing import NamedTuple

from paperbrowser.papers import display, words
from paperbrowser.papers.identifiers import arxiv_of, arxiv_of_doi, doi_key, doi_of
from paperbrowser.papers.model import Paper, WorkVersion

# Registrants that hand out DOIs for preprints: arXiv, bioRxiv and medRxiv, Research Square, Preprints.org,
# ChemRxiv, SSRN, Authorea, EarthArXiv, OSF, TechRxiv, JMIR Preprints, engrXiv, AfricArXiv, Qeios, SciELO.
# Zenodo and figshare hold anything, preprints among it.
_PREPRINT_DOIS = (
    "10.48550/", "10.1101/", "10.64898/", "10.21203/", "10.20944/", "10.26434/", "10.2139/", "10.22541/",
    "10.31223/", "10.31219/", "10.31234/", "10.31235/", "10.36227/", "10.2196/preprints", "10.31224/",
    "10.32388/", "10.1590/scielopreprints", "10.5281/zenodo", "10.6084/m9.figshare",
)  # fmt: skip
_PREPRINT_VENUES = (
    "arxiv", "biorxiv", "medrxiv", "ssrn", "researchsquare", "preprintsorg", "chemrxiv", "techrxiv",
    "eartharxiv", "psyarxiv", "zenodo", "authorea",
)  # fmt: skip
_CONFERENCE = re.compile(
    r"\b(?:proceedings of|proc\. |conference|symposium|workshop|neurips|nips|icml|iclr|aistats)",
    re.IGNORECASE,
)
_VAGUE = (None, "article", "other")  # kinds that services also give to preprints
# Titles that thousands of works have.
_GENERIC = frozenset(
    (  # noqa: SIM905 - a list of words is read as a sentence
        "introduction preface foreword editorial discussion conclusion conclusions contents tableofcontents "
        "index frontmatter backmatter abstract abstracts appendix bibliography references acknowledgments "
        "acknowledgements erratum errata corrigendum corrigenda correction corrections retraction reply "
        "comment comments response letter letters lettertoeditor news bookreview bookreviews review reviews "
        "untitled title summary overview background motivation results methods notes note obituary "
        "inmemoriam guesteditorial editorsnote editorsintroduction welcome message program programme "
        "announcement addendum commentary perspective perspectives viewpoint outlook afterword epilogue "
        "prologue glossary masthead issueinformation editorialboard titlepage copyright poster lecture "
        "lecturenotes talk interview briefcommunication generaldiscussion concludingremarks closingremarks "
        "openingremarks introductoryremarks supplement supplementarymaterial supplementaryinformation"
    ).split()
)
# A title with such a word is of a notice on a work, not of that work.
NOTICES = frozenset(
    (  # noqa: SIM905
        "erratum errata corrigendum corrigenda correction corrections corrected retraction retracted "
        "withdrawn withdrawal addendum addenda reply response comment comments commentary rebuttal "
        "supplement supplementary supplemental review update"
    ).split()
)
_SIGNS = re.compile(r"[+*#<>=±≤≥≠×]")
_PARTS = re.compile(r"[-']+")
_SUBTITLE = re.compile(r"[:?!.] | [-\u2013\u2014] |\u2014")
_NUMERAL = re.compile(r"[ivxlc]+|[a-z]|.*\d.*", re.DOTALL)

# The fields that come from a source, and the function that returns their values.
CONTENT = tuple(
    field.name
    for field in fields(Paper)
    if field.name not in {"id", "added", "published", "people"}
)
content_key = attrgetter(*CONTENT)


class Work(NamedTuple):
    """A paper with the keys to compare it by.

    Attributes:
        paper: the paper.
        title: the key of its title; empty for a title without letters.
        tokens: the words that the key is made of.
        main: the key of the title without its subtitle; empty if it has none.
        signs: the signs of the title by which formulas differ: "+" of "B+".
        doi: the key of the DOI in its field or its link.
        arxiv: from its field, DOI or link.
        year: of its date.
        dois: the keys of its DOI and of those of its other versions.
        arxivs: likewise its arXiv ids.
        years: likewise.
    """

    paper: Paper
    title: str
    tokens: tuple[str, ...]
    main: str
    signs: str
    doi: str | None
    arxiv: str | None
    year: int | None
    dois: tuple[str, ...]
    arxivs: tuple[str, ...]
    years: tuple[int, ...]

    @property
    def generic(self) -> bool:
        """Whether many works have this title."""
        return self.title in _GENERIC or len(self.title) < 4

    @property
    def content_words(self) -> list[str]:
        """The words of the title that are not stop words."""
        return [token for token in self.tokens if token not in words.STOP_WORDS]


def work_of(paper: Paper) -> Work:
    """Return `paper` with the keys to compare it by."""
    text = display.title(paper)
    folded = words.fold(text)
    tokens = _tokens(folded)
    found = _SUBTITLE.search(folded, 1)
    main = _joined(_tokens(folded[: found.start()])) if found else ""
    title = _joined(tokens)
    doi = doi_key(found_doi) if (found_doi := doi_in(paper)) else None
    arxiv = arxiv_in(paper)
    year = paper.date.year if paper.date else None
    dois: tuple[str | None, ...] = (doi,)
    arxivs: tuple[str | None, ...] = (arxiv,)
    years: tuple[int | None, ...] = (year,)
    if paper.versions:
        others = paper.versions
        dois += tuple(doi_key(one.doi) if one.doi else None for one in others)
        arxivs += tuple(arxiv_in(one) for one in others)
        years += tuple(one.date.year if one.date else None for one in others)
    return Work(
        paper,
        title,
        tokens,
        "" if main == title else main,
        "".join(_SIGNS.findall(folded.rstrip(" *"))),
        doi,
        arxiv,
        year,
        tuple(filter(None, dois)),
        tuple(filter(None, arxivs)),
        tuple(filter(None, years)),
    )


def arxiv_in(paper: Paper | WorkVersion) -> str | None:
    """Return the arXiv id of a paper, from its field or else from its DOI or link."""
    if paper.arxiv:
        return paper.arxiv
    if arxiv := arxiv_of_doi(doi_in(paper)):
        return arxiv
    return arxiv_of(paper.url) if paper.url and "arxiv.org/" in paper.url else None


def doi_in(paper: Paper | WorkVersion) -> str | None:
    """Return the DOI of a paper, from its field or else from its link."""
    if paper.doi:
        return paper.doi
    return doi_of(paper.url) if paper.url and "doi.org/" in paper.url else None


def is_preprint_doi(doi: str) -> bool:
    """Whether a DOI is that of a preprint, so that the published version may have another."""
    return doi_key(doi).startswith(_PREPRINT_DOIS)


def is_published(paper: Paper | WorkVersion) -> bool:
    """Whether a paper is described as published, not as a preprint."""
    if paper.doi and not is_preprint_doi(paper.doi):
        return True
    if paper.kind == "preprint":
        return False
    venue = loose_title_key(paper.venue) if paper.venue else ""
    if paper.kind not in _VAGUE:
        return True
    if venue == "corr" or venue.startswith(_PREPRINT_VENUES):  # DBLP calls arXiv CoRR
        return False
    return bool(venue or paper.volume or paper.pages)


def is_preprint(paper: Paper) -> bool:
    """Whether a paper is described as a preprint; one of which nothing is known is not."""
    if is_published(paper):
        return False
    return bool(paper.kind == "preprint" or paper.venue or paper.doi or arxiv_in(paper))


def is_conference(paper: Paper | WorkVersion) -> bool:
    """Whether a paper is of the proceedings of a conference; some services call it article or chapter."""
    if paper.kind in {"conference", "chapter"}:
        return True
    return paper.kind in _VAGUE and _CONFERENCE.search(paper.venue or "") is not None


def preprint_server(paper: Paper | WorkVersion) -> str:
    """Return the key of the server that a preprint is on; empty if that is unknown."""
    venue = loose_title_key(paper.venue) if paper.venue else ""
    if venue == "corr" or (arxiv_in(paper) and not venue):
        return "arxiv"
    return next((name for name in _PREPRINT_VENUES if venue.startswith(name)), venue)


def numerals(tokens: tuple[str, ...]) -> list[str]:
    """Return the words that may number a work in a series: "2015", "xiii", "b"."""
    return sorted(token for token in tokens if _NUMERAL.fullmatch(token))


def notices(tokens: tuple[str, ...]) -> frozenset[str]:
    """Return the words of a title that say it is a notice on another work: "erratum"."""
    return NOTICES.intersection(tokens)


def loose_title_key(text: str) -> str:
    """Return the letters of a title or venue, without articles, blanks and hyphens, to compare it by."""
    return _joined(_tokens(words.fold(display.line(text))))


def _tokens(folded: str) -> tuple[str, ...]:
    found = words.split(folded)
    if "-" in folded or "'" in folded:
        found = [part for word in found for part in _PARTS.split(word) if part]
    if found and found[0] in {"a", "an"} and len(found) > 1:
        del found[0]
    return tuple(word for word in found if word != "the")


def _joined(tokens: tuple[str, ...]) -> str:
    key = "".join(tokens)
    if key.isalpha():
        return key
    parts: list[str] = []
    last = ""
    for token in tokens:
        if last[-1:].isdigit() and token[0].isdigit():
            parts.append(" ")
        parts.append(token)
        last = token
    return "".join(parts)
