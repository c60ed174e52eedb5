"""XML of unknown origin, read safely: its root, and its entries one at a time, as nodes with their lines.

Expat of the standard library reads it. Nothing is fetched, and entities that a document defines are refused.
Common faults that expat does not accept are put right before: entities of HTML, bare ampersands, control
characters. Namespaces are dropped: readers know elements by name.
"""

import re
from collections.abc import Iterator
from html import escape
from html.entities import html5
from typing import TYPE_CHECKING

from paperbrowser.formats.result import ReadError

if TYPE_CHECKING:
    from xml.parsers.expat import XMLParserType

_DEEPEST = 100  # elements within each other
_LONGEST = 20_000_000  # characters of one entry
_CHUNK = 1 << 16
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_AMPERSAND = re.compile(
    r"&(?!(?:amp|lt|gt|quot|apos);)"
    r"(?:(?P<name>[A-Za-z][A-Za-z0-9]{1,31};)|#(?P<code>x[0-9A-Fa-f]{1,6}|[0-9]{1,7});)?"
)
_DECLARATION = re.compile(r"<\?xml\s[^<>]{0,300}\?>")
_NAME = r"[A-Za-z_][\w.-]{0,60}(?::[A-Za-z_][\w.-]{0,60})?"
_ROOT = re.compile(rf"<({_NAME})(?=[\s/>])([^<>]{{0,4000}})")


class Node:
    """An element.

    Attributes:
        source: its name as written.
        name: the same without a prefix.
        attributes: by their names without a prefix.
        line: where it begins, counted from 1.
        content: texts and nodes, in their order.
    """

    __slots__ = ("attributes", "content", "line", "name", "source")

    def __init__(self, source: str, attributes: dict[str, str], line: int) -> None:
        self.source = source
        self.name = _local(source)
        self.attributes = {_local(name): value for name, value in attributes.items()}
        self.line = line
        self.content: list[str | Node] = []

    def nodes(self, *names: str) -> list["Node"]:
        """Return the children of these names, or all."""
        return [
            one
            for one in self.content
            if isinstance(one, Node) and (not names or one.name in names)
        ]

    def find(self, *path: str) -> "Node | None":
        """Return the first element down this path of names."""
        found: Node | None = self
        for name in path:
            if found is None:
                return None
            found = next(iter(found.nodes(name)), None)
        return found

    def find_all(self, *path: str) -> list["Node"]:
        """Return all elements down this path of names."""
        found = [self]
        for name in path:
            found = [child for one in found for child in one.nodes(name)]
        return found

    def text_at(self, *path: str) -> str:
        """Return the text of the first element down this path; empty if there is none."""
        found = self.find(*path)
        return found.text if found is not None else ""

    @property
    def text(self) -> str:
        """All text inside, that of elements included, without blanks around it."""
        return "".join(self._texts()).strip()

    @property
    def marked_up(self) -> str:
        """The content as source text of HTML, for `markup`."""
        return "".join(
            escape(one, quote=False)
            if isinstance(one, str)
            else f"<{one.name}>{one.marked_up}</{one.name}>"
            for one in self.content
        ).strip()

    def _texts(self) -> Iterator[str]:
        for one in self.content:
            if isinstance(one, str):
                yield one
            else:
                yield from one._texts()


class XmlDamageError(Exception):
    """A document that is not well formed.

    Attributes:
        line: where it is broken, counted from 1.
        cut_off: nothing follows.
    """

    def __init__(self, why: str, line: int, *, cut_off: bool = False) -> None:
        super().__init__(why)
        self.line = line
        self.cut_off = cut_off


def root_of(head: str) -> Node | None:
    """Return the root of a document without its content, from the first lines; None if this is no XML."""
    at = 0
    while True:
        while at < len(head) and head[at] in "\ufeff \t\r\n\x00":
            at += 1
        if head.startswith("<?", at):
            end, length = head.find("?>", at), 2
        elif head.startswith("<!--", at):
            end, length = head.find("-->", at), 3
        elif head.startswith("<!DOCTYPE", at):
            closing = "]>" if "[" in head[at : head.find(">", at) + 1] else ">"
            end, length = head.find(closing, at), len(closing)
        else:
            break
        if end < 0:
            return None
        at = end + length
    found = _ROOT.match(head, at)
    if found is None:
        return None
    attributes = dict(
        re.findall(rf"({_NAME})\s{{0,9}}=\s{{0,9}}[\"']([^\"'<>]{{0,500}})", found[2])
    )
    return Node(found[1], attributes, head.count("\n", 0, at) + 1)


def entries_of(text: str, names: frozenset[str]) -> Iterator[tuple[int, Node]]:
    """Return the outermost elements of these names, each with its place in the text, more or less.

    Args:
        text: the document.
        names: names without prefixes.

    Returns:
        Places and elements, each parsed when it is asked for.

    Raises:
        XmlDamageError: the document is broken; all entries before that place were returned.
        ReadError: the document defines entities (code "xml").
    """
    from xml.parsers import expat

    gap = len(text) - len(text.lstrip("\ufeff \t\r\n\x00"))
    before = text.count("\n", 0, gap)
    text = _prepared(text[gap:])
    parser = expat.ParserCreate()
    builder = _Builder(names, before, parser)
    damage = None
    at = 0
    try:
        for at in range(0, len(text), _CHUNK):
            parser.Parse(text[at : at + _CHUNK], False)
            yield from ((at, node) for node in builder.taken())
        parser.Parse("", True)
    except expat.ExpatError as error:
        why = expat.ErrorString(error.code)
        damage = XmlDamageError(
            why, before + error.lineno, cut_off=why.startswith(("no element", "unclosed"))
        )
    except _TooMuchError as error:
        damage = XmlDamageError(str(error), before + parser.CurrentLineNumber)
    yield from ((at, node) for node in builder.taken())
    if damage is not None:
        raise damage


class _TooMuchError(Exception):
    """An element is nested too deeply or too long."""


class _Builder:
    """The maker of nodes from the reports of expat, for the elements that are asked for.

    Args:
        names: of these elements.
        before: lines of the document before the text that is parsed.
        parser: reports to this.
    """

    def __init__(self, names: frozenset[str], before: int, parser: "XMLParserType") -> None:
        self._names = names
        self._before = before
        self._parser = parser
        self._stack: list[Node] = []
        self._depth = 0
        self._done: list[Node] = []
        self._length = 0
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.StartDoctypeDeclHandler = self._doctype
        parser.EntityDeclHandler = self._entity

    def taken(self) -> list[Node]:
        """Return the entries that became whole since the last call."""
        done, self._done = self._done, []
        return done

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise _TooMuchError("nested too deeply")
        if not self._stack and _local(name) not in self._names:
            return
        node = Node(name, attributes, self._before + self._parser.CurrentLineNumber)
        if self._stack:
            self._stack[-1].content.append(node)
        else:
            self._length = 0
        self._stack.append(node)

    def _end(self, _name: str) -> None:
        self._depth -= 1
        if self._stack:
            node = self._stack.pop()
            if not self._stack:
                self._done.append(node)

    def _characters(self, text: str) -> None:
        if self._stack:
            self._length += len(text)
            if self._length > _LONGEST:
                raise _TooMuchError("an element is too long")
            self._stack[-1].content.append(text)

    def _doctype(self, _name: str, _system: str | None, _public: str | None, subset: bool) -> None:
        if subset:
            self._refuse()

    def _entity(self, *_: object) -> None:
        self._refuse()

    def _refuse(self) -> None:
        raise ReadError(
            "this XML defines entities of its own, which are not read",
            code="xml",
            line=self._before + self._parser.CurrentLineNumber,
            advice="export it again without a document type",
        )


def _prepared(text: str) -> str:
    """Return text that expat accepts, with the same lines: no forbidden characters, no entities of HTML."""
    if _FORBIDDEN.search(text):
        text = _FORBIDDEN.sub("", text)
    if declared := _DECLARATION.match(text):  # its encoding is that of the file, not of the text
        text = "\n" * declared[0].count("\n") + text[declared.end() :]
    if "&" not in text:
        return text
    parts: list[str] = []
    at = 0
    while True:
        section = text.find("<![CDATA[", at)
        end = text.find("]]>", section) if section >= 0 else -1
        if end < 0:
            break
        parts += _AMPERSAND.sub(_entity, text[at:section]), text[section : end + 3]
        at = end + 3
    parts.append(_AMPERSAND.sub(_entity, text[at:]))
    return "".join(parts)


def _entity(found: re.Match[str]) -> str:
    whole = found[0]
    if code := found["code"]:
        number = int(code[1:], 16) if code[0] == "x" else int(code)
        allowed = number in {9, 10, 13} or 32 <= number < 0xD800 or 0xE000 <= number < 0x110000
        return whole if allowed and number not in {0xFFFE, 0xFFFF} else ""
    if (name := found["name"]) and name in html5:
        return escape(html5[name])
    return f"&amp;{name or ''}"


def _local(name: str) -> str:
    return name.rpartition(":")[2]
