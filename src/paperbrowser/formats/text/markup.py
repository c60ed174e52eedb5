"""HTML and JATS in titles and abstracts of services, as prose with LaTeX formulas. Linear time; never raises.

Only known tags are removed: `p < 0.05 and q > 1` has none.
"""

import re
from html import unescape

from paperbrowser.papers.text import one_line, paragraphs

_NAMES = (
    "p|br|div|sec|title|abstract|list|list-item|ul|ol|li|h[1-6]|label|"
    "i|b|it|em|strong|u|span|sub|sup|inf|scp|sc|tt|code|small|italic|bold|roman|underline|monospace|font|a|"
    "ext-link|xref|named-content|styled-content|inline-formula|disp-formula|alternatives|tex-math|"
    "math|semantics|annotation|annotation-xml|mrow|mi|mn|mo|ms|mtext|mspace|mstyle|mfrac|msub|msup|msubsup|msqrt|"
    "mroot|mover|munder|munderover|mfenced|mtable|mtr|mtd|mphantom|mpadded|menclose|mmultiscripts|mprescripts|none"
)
_ATTRIBUTE = (
    r"""\s++[\w:.-]{1,60}\s*+(?:=\s*+(?:"[^"<>]{0,500}"|'[^'<>]{0,500}'|[^\s"'<>=/]{1,500}))"""
)
# A letter that is a tag's name begins none in `a<b and c>d`: a tag has attributes, or nothing.
_TAG = re.compile(
    rf"<(?:/(?:jats:|mml:|m:)?({_NAMES})\s*+|(?:jats:|mml:|m:)?({_NAMES})(?:{_ATTRIBUTE})*+\s*+/?)>",
    re.IGNORECASE,
)
_MAY_BE_TEXT = frozenset("aibup")  # an opening one without its end, as in `a<b>c`
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
        source = _without_tags(source, gap)
    return unescape(source) if "&" in source else source


def _without_tags(source: str, gap: str) -> str:
    """Return a text without tags, and with a gap where one breaks the line."""
    closed = {name.lower() for name, _ in _TAG.findall(source) if name}

    def replaced(found: re.Match[str]) -> str:
        name = (found[1] or found[2]).lower()
        if found[2] and name in _MAY_BE_TEXT and name != "p" and name not in closed:
            return found[0]
        return gap if name in _BREAKS else ""

    return _TAG.sub(replaced, source)


def _formula(found: re.Match[str]) -> str:
    body = found["body"].strip()
    return body if body.startswith(("$", "\\(", "\\begin")) else f"${body}$"


def _script(found: re.Match[str]) -> str:
    body = found["body"].strip()
    return "$" + _SCRIPTS[found["name"].lower()] + "{" + body + "}$" if body else ""
