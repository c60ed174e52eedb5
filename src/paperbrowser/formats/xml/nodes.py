"""XML of strangers, read safely: elements with their lines, one entry at a time.

Expat from the standard library reads it. Nothing is fetched, and entities of a document's own are refused.
What files have wrong and expat is strict about is put right before: HTML's entities, bare ampersands, control
characters. Namespaces are left to the dialects, which know their elements by name.
"""

import re
from collections.abc import Iterator
from html import escape
from html.entities import html5
from typing import TYPE_CHECKING, NamedTuple

from paperbrowser.formats.result import ReadError

if TYPE_CHECKING:
    from xml.parsers.expat import XMLParserType

_DEEPEST = 100  # elements in each other
_LONGEST = 20_000_000  # characters of one entry
_CHUNK = 1 << 16
_RESTARTS = 1_000  # damaged places that are passed over
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_AMPERSAND = re.compile(
    r"&(?!(?:amp|lt|gt|quot|apos);)"
    r"(?:(?P<name>[A-Za-z][A-Za-z0-9]{1,31};)|#(?P<code>x[0-9A-Fa-f]{1,6}|[0-9]{1,7});)?"
)
_DECLARATION = re.compile(r"<\?xml\s[^<>]{0,300}\?>")
_NAME = r"[A-Za-z_][\w.-]{0,60}(?::[A-Za-z_][\w.-]{0,60})?"
_ROOT = re.compile(rf"<({_NAME})(?=[\s/>])([^<>]{{0,4000}})")


class Node:
    """An element: its name without prefix, attributes by name without prefix, content, and line.

    `source` is the name as written. `content` holds texts and nodes in their order.
    """

    __slots__ = ("attributes", "content", "line", "name", "source")

    def __init__(self, source: str, attributes: dict[str, str], line: int) -> None:
        self.source = source
        self.name = _local(source)
        self.attributes = {_local(name): value for name, value in attributes.items()}
        self.line = line
        self.content: list[str | Node] = []

    def nodes(self, *names: str) -> list["Node"]:
        """The children of these names, or all."""
        return [
            one
            for one in self.content
            if isinstance(one, Node) and (not names or one.name in names)
        ]

    def find(self, *path: str) -> "Node | None":
        """The first element down this path of names."""
        found: Node | None = self
        for name in path:
            found = next(iter(found.nodes(name)), None) if found is not None else None
        return found

    def find_all(self, *path: str) -> list["Node"]:
        """All elements down this path of names."""
        found = [self]
        for name in path:
            found = [child for one in found for child in one.nodes(name)]
        return found

    def text_at(self, *path: str) -> str:
        """The text of the first element down this path; empty if there is none."""
        found = self.find(*path)
        return found.text if found is not None else ""

    @property
    def text(self) -> str:
        """All text within, that of elements included, without blanks around it."""
        return "".join(self._texts()).strip()

    @property
    def marked_up(self) -> str:
        """What is within as a source of HTML would have it, for `markup`."""
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


class Damage(NamedTuple):
    """Where the XML is not well formed, and why."""

    line: int
    why: str


def root_of(head: str) -> Node | None:
    """The root of a document as its first lines show it, without content; None if this is no XML."""
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


def entries_of(text: str, names: frozenset[str]) -> Iterator[tuple[int, Node | Damage]]:
    """The outermost elements of these names, and damaged places, each with its place in the text.

    After a damaged place reading goes on with the next such element.

    Raises:
        ReadError: the document has entities of its own (code "xml").
    """
    gap = len(text) - len(text.lstrip("\ufeff \t\r\n\x00"))
    line = text.count("\n", 0, gap)
    text = _prepared(text[gap:])
    start, prefix = 0, ""
    opening = re.compile(
        rf"<(?:[\w.-]{{1,60}}:)?(?:{'|'.join(sorted(map(re.escape, names)))})(?=[\s/>])"
    )
    for _ in range(_RESTARTS):
        builder = _Builder(names, line)
        damaged_at = None
        for place, found in _parsed(text, start, prefix, builder):
            if isinstance(found, Damage):
                damaged_at = place
            yield place, found
        if damaged_at is None or (next_one := opening.search(text, damaged_at + 1)) is None:
            return
        line += text.count("\n", start, next_one.start())
        start = next_one.start()
        prefix = "".join(f"<{name}>" for name in builder.around)
    yield len(text), Damage(line + 1, "too many damaged places: all from here on")


def _parsed(
    text: str, start: int, prefix: str, builder: "_Builder"
) -> Iterator[tuple[int, Node | Damage]]:
    """The entries from a place on, and the damage that ends them, with its own place."""
    from xml.parsers import expat

    parser = expat.ParserCreate()
    builder.attach(parser)
    at = start
    try:
        parser.Parse(prefix, False)
        for at in range(start, len(text), _CHUNK):
            parser.Parse(text[at : at + _CHUNK], False)
            yield from ((at, node) for node in builder.taken())
        parser.Parse("", True)
    except expat.ExpatError as error:
        line, column, why = error.lineno, error.offset, expat.ErrorString(error.code)
    except _TooMuchError as error:
        line, column, why = parser.CurrentLineNumber, parser.CurrentColumnNumber, str(error)
    else:
        line, column, why = 0, 0, ""
    yield from ((at, node) for node in builder.taken())
    if why:
        place = _position(text, start, line, column - (len(prefix) if line == 1 else 0))
        yield place, Damage(builder.line + line, why)


class _TooMuchError(Exception):
    """An element is nested too deeply or too long."""


class _Builder:
    """Makes nodes of what expat reports, within the elements that are asked for only."""

    def __init__(self, names: frozenset[str], line: int) -> None:
        self._names = names
        self._stack: list[Node] = []
        self._open: list[str] = []
        self._done: list[Node] = []
        self._length = 0
        self.line = line  # lines of the document before what is parsed
        self.around: list[str] = []  # the elements that the last entry was in

    def attach(self, parser: "XMLParserType") -> None:
        """Have `parser` report to this."""
        self._parser = parser
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.StartDoctypeDeclHandler = self._doctype
        parser.EntityDeclHandler = self._entity

    def taken(self) -> list[Node]:
        """The entries that are whole, once each."""
        done, self._done = self._done, []
        return done

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._open.append(name)
        if len(self._open) > _DEEPEST:
            raise _TooMuchError("nested too deeply")
        if not self._stack and _local(name) not in self._names:
            return
        node = Node(name, attributes, self.line + self._parser.CurrentLineNumber)
        if self._stack:
            self._stack[-1].content.append(node)
        else:
            self.around = self._open[:-1]
            self._length = 0
        self._stack.append(node)

    def _end(self, _name: str) -> None:
        self._open.pop()
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
            line=self.line + self._parser.CurrentLineNumber,
            advice="export it again without a document type",
        )


def _prepared(text: str) -> str:
    """Text that expat takes: what XML forbids is gone, HTML's entities are characters; the lines stay."""
    if _FORBIDDEN.search(text):
        text = _FORBIDDEN.sub("", text)
    if declared := _DECLARATION.match(text):  # its encoding is that of the file, not of the text
        text = "\n" * declared[0].count("\n") + text[declared.end() :]
    if "&" not in text:
        return text
    parts: list[str] = []
    at = 0
    while (section := text.find("<![CDATA[", at)) >= 0 and (end := text.find("]]>", section)) >= 0:
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


def _position(text: str, start: int, line: int, column: int) -> int:
    """The place of a line, counted from 1 at `start`, and so many characters on."""
    at = start
    for _ in range(line - 1):
        at = text.find("\n", at) + 1
        if not at:
            return len(text)
    return min(len(text), at + max(0, column))


def _local(name: str) -> str:
    return name.rpartition(":")[2]
