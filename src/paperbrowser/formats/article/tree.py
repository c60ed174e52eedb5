"""HTML of unknown origin as a tree of elements, in linear time and of bounded depth.

Not by `html.parser`: up to Python 3.11.13 and 3.13.5 it takes quadratic time on broken markup
(CVE-2025-6069). Here one pattern finds each tag, and every character is looked at a few times at most.
"""

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape

_DEEPEST = 150  # elements within each other; those further in are taken as their parent's text
_MOST = 400_000  # elements

_TOKEN = re.compile(
    r"<!--.*?(?:--!?>|\Z)"
    r"|<(?P<end>/?)(?P<name>[A-Za-z][\w:.-]{0,60})(?P<attributes>(?:[^<>\"']|\"[^\"]*+\"|'[^']*+')*+)>"
    r"|<!\[CDATA\[(?P<data>.*?)(?:\]\]>|\Z)"
    r"|<[!?][^>]*+>?",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(
    r"""([^\s"'<>/=]{1,100}+)(?:\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'<>`]++)))?"""
)
_KEPT = frozenset(
    ["class", "id", "href", "role", "alttext", "encoding", "hidden", "aria-hidden", "itemprop", "name",
     "content", "display", "rel", "style", "start", "type", "property", "colspan"]
)  # fmt: skip
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
     "mspace", "mprescripts"]
)  # fmt: skip
# Their content is no markup.
_RAW = {
    name: re.compile(rf"</{name}(?=[\s/>])[^>]*+>?", re.IGNORECASE)
    for name in ("script", "style", "textarea", "title", "xmp", "iframe", "noembed")
}
_ENDS_P = frozenset(
    ["address", "article", "aside", "blockquote", "details", "div", "dl", "fieldset", "figcaption", "figure",
     "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "main", "nav", "ol", "p", "pre",
     "section", "table", "ul"]
)  # fmt: skip
_SCOPE = frozenset(["table", "td", "th", "caption", "button", "figure", "body", "html"])
# An opening tag that ends the open element of these names, up to one of those.
_ENDED_BY: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "li": (frozenset(["li"]), frozenset(["ul", "ol", "menu"])),
    "dt": (frozenset(["dt", "dd"]), frozenset(["dl"])),
    "dd": (frozenset(["dt", "dd"]), frozenset(["dl"])),
    "td": (frozenset(["td", "th"]), frozenset(["tr", "table"])),
    "th": (frozenset(["td", "th"]), frozenset(["tr", "table"])),
    "tr": (frozenset(["tr"]), frozenset(["tbody", "thead", "tfoot", "table"])),
    "tbody": (frozenset(["tbody", "thead", "tfoot"]), frozenset(["table"])),
}


class Element:
    """An element: its name, some attributes, and what it holds.

    Attributes:
        name: in lower case.
        attributes: those that are of use here, by name in lower case.
        children: elements and texts, in order.
    """

    __slots__ = ("attributes", "children", "name")

    def __init__(self, name: str, attributes: dict[str, str]) -> None:
        self.name = name
        self.attributes = attributes
        self.children: list[Element | str] = []

    @property
    def classes(self) -> frozenset[str]:
        """The classes of the element."""
        return frozenset(self.attributes.get("class", "").split())

    def get(self, name: str) -> str:
        """Return an attribute; empty if it is not there."""
        return self.attributes.get(name, "")

    def elements(self) -> "Iterator[Element]":
        """Return this element and all within it, in the order of the page."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            yield element
            waiting.extend(
                child for child in reversed(element.children) if isinstance(child, Element)
            )

    def text(self) -> str:
        """Return all text within the element, as it stands there."""
        parts: list[str] = []
        waiting: list[Element | str] = [self]
        while waiting:
            one = waiting.pop()
            if isinstance(one, str):
                parts.append(one)
            else:
                waiting.extend(reversed(one.children))
        return "".join(parts)


def parse(html: str) -> Element:
    """Return the root of a page. Never raises; what is no markup is text."""
    root = Element("#page", {})
    tree = _OpenElements(root)
    at = 0
    while True:
        found = _TOKEN.search(html, at)
        if found is None:
            tree.text(html[at:])
            return root
        tree.text(html[at : found.start()])
        at = found.end()
        if found["data"] is not None:
            tree.text(found["data"])
            continue
        if found["name"] is None:
            continue
        name = found["name"].lower().rpartition(":")[2]
        if found["end"]:
            tree.end(name)
            continue
        tree.start(name, found["attributes"])
        if name in _RAW:
            end = _RAW[name].search(html, at)
            stop = end.start() if end else len(html)
            if name == "title" or (name == "script" and "math/tex" in found["attributes"]):
                tree.text(html[at:stop])
            at = end.end() if end else len(html)
            tree.end(name)


class _OpenElements:
    """The elements that are open while a page is read."""

    def __init__(self, root: Element) -> None:
        self._open = [root]
        self._names: Counter[str] = Counter()
        self._left_out: Counter[str] = Counter()  # too deep, or too many: their ends close nothing
        self._count = 0

    def text(self, text: str) -> None:
        if text:
            self._open[-1].children.append(unescape(text) if "&" in text else text)

    def start(self, name: str, attributes: str) -> None:
        if name in _ENDS_P and self._names["p"]:
            self._end_within(frozenset(["p"]), _SCOPE)
        if (rule := _ENDED_BY.get(name)) is not None:
            self._end_within(*rule)
        self._count += 1
        if self._count > _MOST or (len(self._open) > _DEEPEST and name not in _VOID):
            if name not in _VOID and not attributes.endswith("/"):
                self._left_out[name] += 1
            return
        element = Element(name, _attributes(attributes))
        self._open[-1].children.append(element)
        # XML's empty elements, as MathML has them; HTML knows none of its own.
        closed = attributes.endswith("/") and (self._names["math"] or self._names["svg"])
        if name not in _VOID and not closed:
            self._open.append(element)
            self._names[name] += 1

    def end(self, name: str) -> None:
        if self._left_out[name]:
            self._left_out[name] -= 1
        elif self._names[name]:
            while self._pop() != name:
                pass

    def _end_within(self, names: frozenset[str], stops: frozenset[str]) -> None:
        """End the innermost element of these names, unless one of `stops` is further in."""
        for element in reversed(self._open):
            if element.name in names:
                while self._pop() != element.name:
                    pass
                return
            if element.name in stops:
                return

    def _pop(self) -> str:
        element = self._open.pop()
        self._names[element.name] -= 1
        return element.name


def _attributes(source: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for written, double, single, bare in _ATTRIBUTE.findall(source):
        name = written.lower()
        if name in _KEPT and name not in found:
            value = double or single or bare
            found[name] = unescape(value) if "&" in value else value
    return found
