"""Write the full text of a paper as plain text, wrapped to a width or a paragraph a line."""

from collections.abc import Iterator

from paperbrowser.papers.article import EQUATIONS, Article, ArticleBlock
from paperbrowser.papers.text import columns

_INDENT = 4  # columns of what stands apart from the paragraphs
_MOST_LEVELS = 4  # of items that are set in
_LEAST = 20  # columns that are left for a text, however far it is set in


def lines(article: Article, title: str, width: int) -> Iterator[str]:
    """Yield the lines of a text.

    Args:
        article: the text.
        title: of the paper, where the text has none.
        width: columns of a line; 0 for a paragraph a line.
    """
    yield from _wrapped(article.title or title, width)
    if article.authors:
        yield from _wrapped(article.authors, width)
    remarks = [*article.remarks]
    if any(block.kind == "equation" for block in article.blocks):
        remarks.append(EQUATIONS)
    for remark in remarks:
        yield ""
        yield from _wrapped(f"[{remark}]", width)
    page, before = None, ""
    for block in article.blocks:
        if block.page is not None and block.page != page:
            page, before = block.page, ""
            yield from ("", _page(page, width))
        if block.kind == "heading" and block.level <= 1:
            yield ""
        if not (block.kind in {"item", "footnote"} and before == block.kind):
            yield ""
        yield from _of_block(block, width)
        before = block.kind
    if article.references:
        yield from ("", "", "References")
    for one in article.references:
        if one.page is not None and one.page != page:
            page = one.page
            yield from ("", _page(page, width))
        yield ""
        yield from _labelled(one.label, one.text, width, 0)


def _page(number: int, width: int) -> str:
    sign = f"— {number} —"
    return " " * max(0, (width - columns(sign)) // 2) + sign


def _of_block(block: ArticleBlock, width: int) -> Iterator[str]:
    if block.kind == "table":
        for row in block.text.split("\n"):
            yield row.replace("\t", "  ") if width else row
    elif block.kind == "code":
        yield from block.text.split("\n")
    elif block.kind == "equation":
        label = f"  {block.label}" if block.label else ""
        yield from _wrapped(f"{block.text}{label}", width, _INDENT)
    elif block.kind == "item":
        yield from _labelled(
            block.label, block.text, width, 2 * min(max(block.level, 1), _MOST_LEVELS)
        )
    elif block.kind in {"caption", "quote", "footnote"}:
        yield from _labelled(block.label, block.text, width, _INDENT)
    else:
        yield from _labelled(block.label, block.text, width, 0)


def _labelled(label: str, text: str, width: int, indent: int) -> Iterator[str]:
    """Yield a text with a label before it; what follows the first line stands beside the label."""
    if not label:
        yield from _wrapped(text, width, indent)
        return
    hang = columns(label) + 1
    first, *rest = _wrapped(text, width, indent + hang)
    yield " " * (indent if width else 0) + label + " " + first.lstrip()
    yield from rest


def _wrapped(text: str, width: int, indent: int = 0) -> Iterator[str]:
    """Yield a text in lines, broken between words; a word that is too long has a line of its own."""
    if not width:
        yield text
        return
    before, room = " " * indent, max(width - indent, _LEAST)
    line, used = "", 0
    for word in text.split():
        wide = columns(word)
        if line and used + 1 + wide > room:
            yield before + line
            line, used = "", 0
        line, used = (f"{line} {word}", used + 1 + wide) if line else (word, wide)
    yield before + line if line else ""
