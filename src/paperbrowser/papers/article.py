"""The full text of a paper: headings, paragraphs, captions, equations and references in reading order.

All text is clean (see `paperbrowser.papers.text.clean`) and, but for rows of tables and preformatted text, on
one line. Formulas are Unicode text as on the rest of the screen.
"""

from dataclasses import dataclass
from typing import Literal, get_args

BlockKind = Literal[
    "heading", "paragraph", "item", "caption", "equation", "table", "code", "quote", "footnote",
]  # fmt: skip
BLOCK_KINDS: tuple[BlockKind, ...] = get_args(BlockKind)
ArticleSource = Literal["html", "pdf"]
ARTICLE_SOURCES: tuple[ArticleSource, ...] = get_args(ArticleSource)
EQUATIONS = "Equations are shown as the text has them, in one line."


@dataclass(frozen=True, slots=True)
class ArticleBlock:
    """A part of a text that is shown as one.

    Attributes:
        kind: "heading"; "paragraph"; "item" of a list; "caption" of a figure or table, "Figure 2: …"
            included; "equation" that stands alone; "table", its rows as lines with tabs between cells;
            "code", preformatted lines; "quote"; "footnote".
        text: on one line; of "table" and "code" several lines.
        level: of a heading from 1 (a section) on; of an item how deep its list is, from 1 on; else 0.
        page: the page it begins on, from 1 on; None where the text has no pages.
        label: the sign before an item or footnote ("•", "2."), the number after an equation ("(3)"); not
            part of `text`.
    """

    kind: BlockKind
    text: str
    level: int = 0
    page: int | None = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """An entry of the list of references.

    Attributes:
        text: as the paper has it, on one line.
        label: the sign before it, "[12]"; may be empty. Not part of `text`.
        doi: as `identifiers.doi_of` gives it.
        arxiv: as `identifiers.arxiv_of` gives it.
        url: its first link that is neither of them.
        page: the page it begins on.
    """

    text: str
    label: str = ""
    doi: str | None = None
    arxiv: str | None = None
    url: str | None = None
    page: int | None = None


@dataclass(frozen=True, slots=True)
class ArticleSection:
    """A heading within the outline.

    Attributes:
        at: the place of its block in `Article.blocks`.
        level: 1 for a section, 2 for a subsection.
        title: its text.
        page: the page it stands on; None where the text has no pages.
    """

    at: int
    level: int
    title: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """The full text of a paper.

    Attributes:
        title: as the text gives it; may be empty.
        blocks: in reading order, without the title and the references.
        references: in the order of the list.
        pages: how many there are; None where the text has none.
        source: "html" for a web page, "pdf" for a PDF.
        url: where it was fetched; empty for a file.
        authors: the line of authors, where the text marks one; may be empty.
        remarks: sentences on what is missing or doubtful: "page 3 is a picture without text".
    """

    title: str
    blocks: tuple[ArticleBlock, ...] = ()
    references: tuple[Reference, ...] = ()
    pages: int | None = None
    source: ArticleSource = "html"
    url: str = ""
    authors: str = ""
    remarks: tuple[str, ...] = ()

    @property
    def outline(self) -> tuple[ArticleSection, ...]:
        """The headings, in order."""
        return tuple(
            ArticleSection(at, block.level, block.text, block.page)
            for at, block in enumerate(self.blocks)
            if block.kind == "heading"
        )

    @property
    def words(self) -> int:
        """The number of words without the references."""
        return sum(len(block.text.split()) for block in self.blocks)
