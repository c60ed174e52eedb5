"""HTML and JATS in titles and abstracts of services, as prose with LaTeX formulas. Linear time; never raises.

Only known tags are removed: `p < 0.05 and q > 1` has none.
"""

import re
from html import unescape

from paperbrowser.papers.text import one_line, paragraphs

_NAMES = (
    "p|br|div|sec|title|abstract|list|list-item|ul|ol|li|h[1-6]|label|"
    "i|b|em|strong|u|span|sub|sup|inf|scp|sc|tt|code|small|italic|bold|roman|underline|monospace|font|a|"
    "ext-link|xref|named-content|styled-content|inline-formula|disp-formula|alternatives|tex-math|"
    "math|semantics|annotation|annotation-xml|mrow|mi|mn|mo|ms|mtext|mspace|mstyle|mfrac|msub|msup|msubsup|msqrt|"
    "mroot|mover|munder|munderover|mfenced|mtable|mtr|mtd|mphantom|mpadded|menclose|mmultiscripts|mprescripts|none"
)
_TAG = re.compile(rf"<(/?)(?:jats:|mml:|m:)?({_NAMES})(?=[\s/>])([^<>]{{0,2000}})>", re.IGNORECASE)
_ESCAPED_TAG = re.compile(
    rf"&lt;/?(?:jats:|mml:|m:)?(?:{_NAMES})(?:\s[^<>&]{{0,200}})?/?&gt;", re.IGNORECASE
)
_BREAKS = frozenset(
    ["p", "br", "div", "sec", "title", "abstract", "list", "list-item", "ul", "ol", "li", "h1", "h2", "h3",
     "h4", "h5", "h6"]
)  # fmt: skip
_SCRIPTS = {"sub": "_", "inf": "_", "sup": "^"}
_SCRIPT = re.compile(
    r"<(?P<tag>(?:jats:)?(?P<name>sub|sup|inf))(?:\s[^<>]{0,200})?>(?P<body>[^<>$]{0,200})</(?P=tag)\s*>",
    re.IGNORECASE,
)
_TEX = re.compile(
    r"<(?P<tag>(?:jats:|mml:)?(?:tex-math|annotation))(?:\s[^<>]{0,200})?>(?P<body>[^<>]{0,2000})</(?P=tag)\s*>",
    re.IGNORECASE,
)
_HEADING = re.compile(r"^(?:abstract|summary)\s*[.:]?\s*(?:\n|$)", re.IGNORECASE)


def line_of(source: str) -> str:
    """Return `source` on one line, without tags and entities; sub- and superscripts as LaTeX."""
    return one_line(_plain(source, " ") if "<" in source or "&" in source else source)


def paragraphs_of(source: str) -> str:
    """Return `source` in paragraphs (see `text.paragraphs`), without tags and entities."""
    if "<" in source or "&" in source:
        source = _plain(source, "\n\n")
    return _HEADING.sub("", paragraphs(source)).strip()


def _plain(source: str, gap: str) -> str:
    if _ESCAPED_TAG.search(source):
        source = unescape(source)
    if "<" in source:
        source = _TEX.sub(_formula, source)
        source = _SCRIPT.sub(_script, source)
        source = _TAG.sub(lambda found: gap if found[2].lower() in _BREAKS else "", source)
    return unescape(source) if "&" in source else source


def _formula(found: re.Match[str]) -> str:
    body = found["body"].strip()
    return body if body.startswith(("$", "\\(", "\\begin")) else f"${body}$"


def _script(found: re.Match[str]) -> str:
    body = found["body"].strip()
    return "$" + _SCRIPTS[found["name"].lower()] + "{" + body + "}$" if body else ""
