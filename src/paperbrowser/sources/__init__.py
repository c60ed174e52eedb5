"""The services that know researchers and their papers, by name, and the ids that each of them gives.

A source is a module of this package like `source.Source` says. It is imported when it is asked and not
before. What it answers is turned into papers by the modules of `formats`.
"""

import re
from importlib import import_module
from typing import cast
from urllib.parse import unquote

from paperbrowser.papers.identifiers import orcid_of
from paperbrowser.sources.protocol import Candidate, Page, Source
from paperbrowser.sources.settings import BASES, LABELS

__all__ = [
    "DEFAULT",
    "LABELS",
    "NAMES",
    "Candidate",
    "Page",
    "Source",
    "identify",
    "no_name",
    "source_named",
]

NAMES = tuple(BASES)
DEFAULT = "openalex"
_MODULES = {"semanticscholar": "semantic_scholar"}
_LONGEST = 300  # characters of what a reader gives as a name, an id or a link

_SITE = r"(?:https?://)?(?:www\.|api\.|export\.|pub\.)?"
_REST = r"(?:[/?#].*)?"
# What names a person, for sure, and at which source. Where these are described: docs.openalex.org,
# api.semanticscholar.org, info.arxiv.org/help/author_identifiers.html, github.com/inspirehep/rest-api-doc,
# dblp.org/faq/1474690.html.
_PATTERNS = (
    ("openalex", rf"(?:{_SITE}openalex\.org/(?:authors/|people/)?)?(a\d{{4,12}}){_REST}"),
    (
        "semanticscholar",
        rf"{_SITE}semanticscholar\.org/(?:graph/v1/)?author/(?:[^/?#]*/)?(\d{{1,12}}){_REST}",
    ),
    (
        "arxiv",
        rf"(?:{_SITE}arxiv\.org/a/)?([a-z-]+(?:_[a-z-]+)*_[a-z]_\d{{1,4}})(?:\.atom2?|\.html)?",
    ),
    ("arxiv", r"(au:.+)"),
    ("inspire", rf"{_SITE}inspirehep\.net/(?:api/)?authors/(\d{{1,12}}){_REST}"),
    ("inspire", r"([^\W\d_][\w'-]*(?:\.[^\W\d_][\w'-]*)*\.\d{1,4})"),
    (
        "dblp",
        rf"{_SITE}dblp(?:\.uni-trier\.de|\.dagstuhl\.de|\.org)/pid/([\w/-]+)(?:\.\w{{1,5}})?{_REST}",
    ),
    ("dblp", r"(\d{1,3}/\d{1,6}(?:-\d{1,4})?|[a-z]/[A-Z][\w-]*)"),
)
_DBLP_ID = re.compile(r"[\w-]{1,100}/[\w-]{1,100}")
_ORCID = re.compile(
    rf"(?:{_SITE}orcid\.org/|{_SITE}(arxiv)\.org/a/|orcid:)?[\dxX-]{{16,19}}/?", re.IGNORECASE
)
# Numbers of these sources look alike: they are ids only of a source that is named.
_NUMBERED = {"semanticscholar", "inspire"}
# Those that find a person by ORCID iD.
_KNOW_ORCID = {"openalex", "orcid", "inspire", "arxiv"}


def source_named(name: str) -> Source:
    """The module of a source."""
    return cast("Source", import_module(f"{__name__}.{_MODULES.get(name, name)}"))


def identify(text: str, source: str | None = None) -> tuple[str, str] | None:
    """Which source `text` names a person at, and by which id; None if it names nobody for sure.

    Args:
        text: an id, or the address of the person's page.
        source: the source that is meant, if that was said. An ORCID iD is asked of that one, and of
            OpenAlex if none was named; a bare number is an id only then.

    >>> identify("https://openalex.org/authors/a5023888391"), identify("S.Ho.1"), identify("Shirley Ho")
    (('openalex', 'A5023888391'), ('inspire', 'S.Ho.1'), None)
    """
    text = unquote(text.strip())
    if len(text) > _LONGEST:
        return None
    if (found := _ORCID.fullmatch(text)) and (orcid := orcid_of(text)):
        return "arxiv" if found[1] else source if source in _KNOW_ORCID else DEFAULT, orcid
    if source in _NUMBERED and re.fullmatch(r"\d{1,12}", text, re.ASCII):
        return source, text
    for name, pattern in _PATTERNS:
        # Only in an id of OpenAlex and in addresses does case not matter.
        if found := re.fullmatch(pattern, text, re.IGNORECASE if _of_any_case(name, text) else 0):
            id_ = found[1].strip("/")
            if name == "dblp" and not _DBLP_ID.fullmatch(id_):
                continue
            return name, id_.upper() if name == "openalex" else id_
    return None


def no_name(text: str) -> str | None:
    """Why `text`, if it names nobody for sure, cannot be somebody's name either; None if it can.

    >>> no_name("0000-0002-1825-0098"), no_name("Shirley Ho")
    ('0000-0002-1825-0098 is no ORCID iD, since its last digit does not fit the others; check it', None)
    """
    text = text.strip()
    if any(identify(text, source) for source in (None, *NAMES)):
        return None
    if "://" in text:
        *most, last = (LABELS[name] for name in NAMES)
        sources = f"{', '.join(most)} or {last}"
        return f"{text} is not the page of a person at {sources}; give an id or the name instead"
    if _ORCID.fullmatch(text) and "-" in text:
        return f"{text} is no ORCID iD, since its last digit does not fit the others; check it"
    return None


def _of_any_case(name: str, text: str) -> bool:
    return name == "openalex" or "://" in text
