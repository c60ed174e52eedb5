"""The address of a paper's code, in its abstract or the remarks of its authors. Pure functions."""

import re
from collections.abc import Iterable

from paperbrowser.papers.links import is_web_link

_HOST = (
    r"(?:www\.)?(?:github\.com|gitlab\.[a-z]+(?:\.[a-z]+)*|bitbucket\.org|codeberg\.org|git\.sr\.ht|sourceforge\.net"
    r"|huggingface\.co|ascl\.net|pypi\.org)"
)
_PATH = r"/[^\s<>{}\"'\\^`|,;]{1,200}"
# A place where code is kept, with or without https://.
_KEPT = re.compile(rf"(?<![\w.@/-])(?:https?://)?{_HOST}{_PATH}", re.IGNORECASE)
_PAGES = re.compile(
    r"(?<![\w.@/-])https?://[\w-]{1,60}\.github\.io(?:/[^\s<>{}\"'\\^`|,;]{0,200})?", re.IGNORECASE
)
# Any address that is said to be that of the code.
_SAID = re.compile(
    r"\b(?:source\s+)?(?:codes?|software|implementations?)\b[^.;:]{0,60}?"
    r"(?:\b(?:at|from|on|in|here|via|see|online)\b\s*:?|:)\s*[(<]?(https?://[^\s<>{}\"'\\^`|,;]{4,200})",
    re.IGNORECASE,
)
_LONGEST = 20_000  # characters that are looked at


def address(*texts: str) -> str | None:
    """Return the address of the code that the first of `texts` names, or None.

    >>> address("12 pages", "We loop. The code is at github.com/ada/engine.")
    'https://github.com/ada/engine'
    """
    for text in texts:
        if "/" not in text:
            continue
        head = text[:_LONGEST]
        found = _KEPT.search(head)
        url = found[0] if found else ""
        if not url and (said := _SAID.search(head)):
            url = said[1]
        elif not url and (page := _PAGES.search(head)) and "code" in head.lower():
            url = page[0]
        url = _trimmed(url)
        if url and "://" not in url:
            url = f"https://{url}"
        if url and is_web_link(url):
            return url
    return None


def kept(urls: Iterable[str]) -> str | None:
    """Return the first address of a place where code is kept."""
    return next((url for url in urls if _KEPT.fullmatch(url) and is_web_link(url)), None)


def _trimmed(url: str) -> str:
    """Return an address without what ends the sentence."""
    url = url.rstrip(".:!?*_~$")
    while url.endswith((")", "]")) and url.count("(") + url.count("[") < url.count(")") + url.count(
        "]"
    ):
        url = url[:-1].rstrip(".:!?")
    return url
