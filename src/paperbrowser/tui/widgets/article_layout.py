"""The text of a paper as parts, and the lines of a part at a width. Pure functions.

A line is given by pieces: the column that each begins in, and the characters of the part's text that it
shows. So a place in the text is known by its part and character, whatever the width.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from paperbrowser.papers.article import EQUATIONS, Article, ArticleBlock, BlockKind, Reference
from paperbrowser.tui.terminal.widths import widest
from paperbrowser.tui.widgets.cells import wrap

Piece = tuple[int, int, int]  # column; first and last character, within `TextPart.shown`
TextLine = tuple[Piece, ...]  # none for an empty line

HAVE_IT = "  ✓ have it"
_INDENT = 4  # cells of what stands apart from the paragraphs
_MOST_LEVELS = 4  # of items and headings that are shown
_LONGEST_LABEL = 8  # cells; after a longer one the text goes on below the label
_LEAST_CELL = 6  # cells of a column of a table


@dataclass(frozen=True, slots=True)
class TextPart:
    """A part of the text that is laid out by itself.

    Attributes:
        kind: that of its block; or "title", "authors", "remark", "page" (the sign where one begins) or
            "reference".
        text: what is searched, quoted and highlighted; it begins with the label.
        label: number of characters of the label, and the blank after it.
        level: of a heading, from 1 on; of an item how deep its list is.
        page: the page it begins on, if that is known.
        at: the place of its block in the article; references are counted on after the blocks. None for a
            part that is no block.
        close: whether it follows the part before without an empty line.
        added: what is shown behind the text.
    """

    kind: BlockKind | Literal["title", "authors", "remark", "page", "reference"]
    text: str
    label: int = 0
    level: int = 0
    page: int | None = None
    at: int | None = None
    close: bool = False
    added: str = ""

    @property
    def shown(self) -> str:
        """The text with what is shown behind it."""
        return self.text + self.added


def parts_of(article: Article, title: str, held: Collection[int] = ()) -> list[TextPart]:
    """Return the parts of an article.

    Args:
        article: the text.
        title: of the paper, shown where the text has none.
        held: the places, within the references, of works that the reader has.
    """
    return [*_parts(article, title, frozenset(held))]


def _parts(article: Article, title: str, held: frozenset[int]) -> Iterator[TextPart]:
    yield TextPart("title", article.title or title)
    if article.authors:
        yield TextPart("authors", article.authors, close=True)
    remarks = [*article.remarks]
    if any(block.kind == "equation" for block in article.blocks):
        remarks.append(EQUATIONS)
    for at, remark in enumerate(remarks):
        yield TextPart("remark", remark, close=at > 0)
    page, before = None, ""
    for at, block in enumerate(article.blocks):
        if block.page is not None and block.page != page:
            page, before = block.page, ""
            yield _page(page)
        yield _of_block(at, block, follows=before)
        before = block.kind
    if article.references:
        yield TextPart("heading", "References", level=1, page=article.references[0].page)
    for at, reference in enumerate(article.references):
        if reference.page is not None and reference.page != page:
            page = reference.page
            yield _page(page)
        yield _of_reference(len(article.blocks) + at, reference, held=at in held)


def _page(number: int) -> TextPart:
    return TextPart("page", f"— {number} —", page=number)


def _of_block(at: int, block: ArticleBlock, *, follows: str) -> TextPart:
    text, label = block.text, 0
    if block.label and block.kind == "equation":
        text = f"{text}  {block.label}"
    elif block.label:
        text, label = f"{block.label} {text}", len(block.label) + 1
    close = block.kind in {"item", "footnote"} and follows == block.kind
    return TextPart(block.kind, text, label, block.level, block.page, at, close)


def _of_reference(at: int, reference: Reference, *, held: bool) -> TextPart:
    label = f"{reference.label} " if reference.label else ""
    text, added = f"{label}{reference.text}", HAVE_IT if held else ""
    return TextPart("reference", text, len(label), 0, reference.page, at, added=added)


def lines_of(part: TextPart, width: int, *, first: bool = False) -> list[TextLine]:
    """Return the lines of a part.

    Args:
        part: the part.
        width: of a line, in cells.
        first: whether it is the first of all, without an empty line before it.
    """
    lines: list[TextLine] = [] if first or part.close else [()]
    if part.kind == "heading" and part.level <= 1 and not first:
        lines.append(())
    layout = _LAYOUTS.get(part.kind, _running)
    lines += layout(part, max(width, 8))
    return lines


def _running(part: TextPart, width: int) -> list[TextLine]:
    """Lay out running text; what follows a label stands beside it."""
    indent = _indent(part, width)
    text = part.shown
    hang = widest(text[: part.label])
    if hang > _LONGEST_LABEL or hang > width // 3:
        hang = 2
        spans = wrap(text, width - indent - hang)
    else:
        spans = [
            (start + part.label, end + part.label)
            for start, end in wrap(text[part.label :], width - indent - hang)
        ]
        if part.label:
            label: TextLine = ((indent, 0, part.label), (indent + hang, *spans[0]))
            rest: list[TextLine] = [((indent + hang, *span),) for span in spans[1:]]
            return [label, *rest]
        return [((indent, *span),) for span in spans]
    return [((indent + (hang if at else 0), *span),) for at, span in enumerate(spans)]


def _indent(part: TextPart, width: int) -> int:
    if part.kind == "item":
        return min(2 * min(max(part.level, 1), _MOST_LEVELS), width // 4)
    return min(_INDENT, width // 8) if part.kind in _SET_IN else 0


_SET_IN = frozenset({"caption", "equation", "quote", "footnote"})


def _centred(part: TextPart, width: int) -> list[TextLine]:
    return [((max(0, (width - widest(part.shown)) // 2), 0, len(part.shown)),)]


def _code(part: TextPart, width: int) -> list[TextLine]:
    """Lay out lines with the blanks that they have; those that are too long go on in the next."""
    indent = min(2, width // 8)
    lines: list[TextLine] = []
    at = 0
    for line in part.text.split("\n"):
        for start, end in _chopped(line, width - indent):
            lines.append(((indent, at + start, at + end),))
        at += len(line) + 1
    return lines


def _chopped(line: str, width: int) -> Iterator[tuple[int, int]]:
    """Yield the parts of a line that fit into a width, broken anywhere."""
    if line.isascii():
        for start in range(0, len(line), width):
            yield start, min(start + width, len(line))
    else:
        blanks = len(line) - len(line.lstrip())
        spans = wrap(line, width)
        if blanks and spans:
            spans[0] = max(0, spans[0][0] - min(blanks, width // 2)), spans[0][1]
        yield from spans
    if not line:
        yield 0, 0


def _table(part: TextPart, width: int) -> list[TextLine]:
    """Lay out the cells of a table in columns; of a cell that is too long the text goes on below."""
    rows: list[list[tuple[int, int]]] = []
    at = 0
    for line in part.text.split("\n"):
        row = []
        for cell in line.split("\t"):
            row.append((at, at + len(cell)))
            at += len(cell) + 1
        rows.append(row)
    count = max(map(len, rows))
    indent = min(2, width // 8)
    room = width - indent - 2 * (count - 1)
    if room < count * _LEAST_CELL:  # too many for columns
        return _running_rows(part, rows, width)
    needed = [
        max(
            (widest(part.text[slice(*row[column])]) for row in rows if column < len(row)), default=0
        )
        for column in range(count)
    ]
    widths = _shared(needed, room)
    lines: list[TextLine] = []
    for row in rows:
        column_at = indent
        cells: list[list[Piece]] = []
        for (start, end), cell_width in zip(row, widths, strict=False):
            spans = wrap(part.text[start:end], max(cell_width, 2))
            cells.append([(column_at, start + first, start + last) for first, last in spans])
            column_at += cell_width + 2
        lines += [
            tuple(cell[depth] for cell in cells if depth < len(cell))
            for depth in range(max(map(len, cells)))
        ]
    return lines


def _running_rows(
    part: TextPart, rows: Sequence[Sequence[tuple[int, int]]], width: int
) -> list[TextLine]:
    """Lay out the rows of a table as running text, its cells with the tab between them as one blank."""
    lines: list[TextLine] = []
    for row in rows:
        start, end = row[0][0], row[-1][1]
        spans = wrap(part.text[start:end], width - 4)
        lines += [((4 if at else 2, start + a, start + b),) for at, (a, b) in enumerate(spans)]
    return lines


def _shared(needed: Sequence[int], room: int) -> list[int]:
    """Return the widths of columns: what each needs, as long as there is room; else the widest are cut."""
    if sum(needed) <= room:
        return [*needed]
    left, open_ = room, sorted(range(len(needed)), key=lambda column: needed[column])
    widths = [0] * len(needed)
    for done, column in enumerate(open_):
        widths[column] = min(needed[column], left // (len(open_) - done))
        left -= widths[column]
    return widths


_LAYOUTS: dict[str, Callable[[TextPart, int], list[TextLine]]] = {
    "page": _centred,
    "code": _code,
    "table": _table,
}
