"""A page of a paper, read from its beginning to its end into blocks and references.

What LaTeXML writes (arXiv's pages, ar5iv) is known by its classes, `ltx_…`; pages of publishers by HTML's
own elements, by roles, and by classes that many of them share.
"""

import re
from dataclasses import dataclass, replace

from paperbrowser.formats.article import formulas, references
from paperbrowser.formats.article.tree import Element
from paperbrowser.papers.article import ArticleBlock, BlockKind, Reference
from paperbrowser.papers.text import clean, one_line

_SKIPPED = frozenset(
    ["style", "nav", "footer", "form", "button", "select", "iframe", "noscript", "svg", "template", "head",
     "textarea", "audio", "video", "canvas", "object", "dialog", "menu", "title"]
)  # fmt: skip
_SKIPPED_CLASSES = frozenset(
    ["ltx_page_header", "ltx_page_footer", "ltx_page_navbar", "ltx_TOC", "ltx_rdf", "ltx_pagination",
     "ltx_dates", "ltx_authors", "ltx_title_document", "ltx_keywords", "ltx_classification", "ltx_subtitle",
     "ltx_listing_data", "ltx_role_thanks", "ltx_tag_bibitem", "ltx_bib_cited", "package-alerts",
     "ltx_acknowledgements_none", "sr-only", "visually-hidden", "katex-html", "MathJax_Preview",
     "MathJax_CHTML", "mwe-math-fallback-image-inline", "breadcrumb", "breadcrumbs", "toc", "share",
     "social", "cookie-banner", "ltx_runhead", "c-article-references__links", "article-metrics"]
)  # fmt: skip
_SKIPPED_ROLES = frozenset(
    ["navigation", "search", "banner", "contentinfo", "toolbar", "menu", "dialog"]
)
_BLOCKS = frozenset(
    ["address", "article", "aside", "blockquote", "body", "center", "dd", "details", "div", "dl", "dt",
     "fieldset", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li",
     "main", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr",
     "ul", "caption"]
)  # fmt: skip
_BLOCK_CLASSES = frozenset(
    ["ltx_block", "ltx_p", "ltx_para", "ltx_equation", "ltx_equationgroup", "ltx_tabular", "ltx_listing",
     "ltx_inline-block", "ltx_minipage", "ltx_caption", "ltx_itemize", "ltx_enumerate", "ltx_bibitem",
     "ltx_figure", "ltx_theorem"]
)  # fmt: skip
_LTX_LEVELS = {
    f"ltx_title_{name}": level
    for level, names in enumerate(
        (("part",), ("chapter",), ("section", "appendix", "bibliography", "acknowledgements", "glossary",
         "index"), ("subsection",), ("subsubsection",), ("paragraph",), ("subparagraph",)), 1
    )
    for name in names
}  # fmt: skip
_FIXED = 0  # of a heading that is a section whatever else there is
_RUN_IN = frozenset(["ltx_title_theorem", "ltx_title_proof", "ltx_runin"])
_EQUATIONS = frozenset(
    ["ltx_equation", "ltx_equationgroup", "ltx_eqn_table", "disp-formula", "display-formula", "equation",
     "display-equation", "c-article-equation", "mathjax-block", "display_math"]
)  # fmt: skip
_CAPTIONS = frozenset(
    ["ltx_caption", "caption", "figure-caption", "fig-caption", "table-caption", "wp-caption-text",
     "figure__caption", "c-article-section__figure-description"]
)  # fmt: skip
_REFERENCE_LISTS = frozenset(
    ["ltx_biblist", "references", "ref-list", "reference-list", "references-list", "citation-list",
     "c-article-references", "bibliography", "csl-bib-body", "references_list", "ref-lists"]
)  # fmt: skip
_REFERENCE_ENTRIES = frozenset(
    ["ltx_bibitem", "c-article-references__item", "csl-entry", "reference-item"]
)
# Links beside an entry that say only where they lead.
_LINK_NAMES = re.compile(
    r"[\[(]?\s*(?:google scholar|crossref|cross ref|pubmed(?: central)?|pmc|pub med|web of science|scopus|cas"
    r"|ads|mathscinet|math|view(?: article| in article)?|article|full text|doi|link|external link|download"
    r"(?: citation| references)?|open in new tab|search ads|zbmath|worldcat|preprint|pdf|↩︎?|\^|return to \w+"
    r"|go to (?:citation|footnote)|free (?:full text|article)|digital library|chemport|inspire)\s*[\])]?",
    re.IGNORECASE,
)
_NUMBER_AT_END = re.compile(r"[\s.,]{0,3}\(((?:[A-Z]\.?)?\d{1,3}(?:\.\d{1,3})?[a-z]?)\)$")
_RAISED = str.maketrans("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ")
_LOWERED = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
_BLANK_BEFORE = re.compile(
    r" (?=[.,](?: |$))"
)  # of a page whose elements stand on lines of their own
_LONGEST = 100_000  # characters of a block
_DEEPEST = 9  # of a list within lists


@dataclass(frozen=True, slots=True)
class _BlocksPlace:
    """The kind of block that the text belongs to.

    Attributes:
        kind: of the blocks that are made there.
        level: how deep the list is.
    """

    kind: BlockKind = "paragraph"
    level: int = 0


_TEXT = _BlocksPlace()


class PageReader:
    """Reads a page into blocks.

    Attributes:
        blocks: so far; levels of headings are those of the page, see `ranked`.
        references: so far.
        failed: commands of LaTeX that the maker of the page could not convert.
    """

    def __init__(self) -> None:
        self.blocks: list[ArticleBlock] = []
        self.references: list[Reference] = []
        self.failed: list[str] = []
        self._parts: list[str] = []
        self._label = ""
        self._run_in = ""  # the title of a theorem, which begins its first paragraph
        self._notes: list[ArticleBlock] = []
        self._links: list[str] | None = None  # while an entry of the references is read
        self._in_references: int | None = None  # the level of their heading
        self._place = _TEXT

    def read(self, root: Element) -> None:
        """Read an element with all within it."""
        self._walk(root)
        self._flush()

    def line(self, element: Element) -> str:
        """Return the text of an element on one line, without its footnotes."""
        text = self._text_of(element)
        for note in self._notes:
            if note.label:
                text = text.replace(_raised(note.label), "")
        return one_line(text)

    # Blocks

    def _flush(self) -> None:
        """End the block of running text, if there is one."""
        text = _BLANK_BEFORE.sub("", one_line("".join(self._parts)))[:_LONGEST]
        self._parts.clear()
        if text:
            text, self._run_in = self._run_in + text, ""
        if text and (self._in_references is None or self._place.kind != "paragraph"):
            self._add(self._place.kind, text, level=self._place.level)
        elif text:
            self._refer(text, ())
        if self._notes and self._links is None:
            self.blocks += self._notes
            self._notes.clear()

    def _add(self, kind: BlockKind, text: str, *, level: int = 0, label: str = "") -> None:
        if text:
            label = label or (self._label if kind != "equation" else "")
            if kind != "equation":
                self._label = ""
            self.blocks.append(ArticleBlock(kind, text, level, label=label))

    def _refer(self, text: str, links: tuple[str, ...], label: str = "") -> None:
        if text and any(char.isalnum() for char in text):
            self.references.append(references.reference(text, label=label, links=links))

    def _within(self, element: Element, place: _BlocksPlace) -> None:
        """Read what is within an element as blocks of another kind."""
        self._flush()
        before, self._place = self._place, place
        for child in element.children:
            self._child(child)
        self._flush()
        self._place = before

    def _child(self, child: Element | str) -> None:
        if isinstance(child, str):
            self._parts.append(child)
        else:
            self._walk(child)

    def _walk(self, element: Element) -> None:
        classes = element.classes
        name = element.name
        if _is_skipped(element, classes):
            return
        if self._special(element, name, classes):
            return
        if self._links is None and (name in _BLOCKS or classes & _BLOCK_CLASSES):
            self._flush()
            for child in element.children:
                self._child(child)
            self._flush()
            return
        self._inline(element, name, classes)

    def _special(self, element: Element, name: str, classes: frozenset[str]) -> bool:
        """Read an element that has a meaning of its own; return whether it had."""
        if name in {"math", "script"}:
            self._formula(element)
        elif "ltx_note" in classes:
            self._note(element, classes)
        elif self._links is not None:
            return False  # an entry of the references is one text, whatever is within
        elif (level := _heading_level(element, name, classes)) is not None:
            self._heading(element, level)
        else:
            return self._block(element, name, classes)
        return True

    def _block(self, element: Element, name: str, classes: frozenset[str]) -> bool:
        """Read an element that is a block other than a paragraph; return whether it was."""
        if classes & _RUN_IN and "ltx_title" in classes:
            self._flush()
            title = one_line(self._text_of(element))
            self._run_in = title + (" " if title.endswith((".", ":")) else ". ")
        elif classes & _EQUATIONS:
            self._flush()
            self._equations(element)
        elif name in {"figcaption", "caption"} or classes & _CAPTIONS:
            self._caption(element)
        elif name == "table" or "ltx_tabular" in classes:
            self._table(element)
        elif name == "pre" or classes & {"ltx_listing", "ltx_verbatim"}:
            self._code(element)
        elif name == "blockquote" or "ltx_quote" in classes:
            self._within(element, _BlocksPlace("quote"))
        elif self._is_entry(element, name, classes):
            self._entry(element)
        elif name in {"ul", "ol", "dl"} or classes & {"ltx_itemize", "ltx_enumerate"}:
            self._list(element, name, classes)
        else:
            return False
        return True

    # Headings, captions, notes

    def _heading(self, element: Element, level: int) -> None:
        self._flush()
        text = one_line(self._text_of(element))
        if not text:
            return
        if references.is_heading(text):
            self._in_references = level
            return
        if self._in_references is not None and self.references:
            if level > self._in_references > _FIXED and len(text) < 40 and "ppendi" not in text:
                return  # a part of the list
            self._in_references = None
        elif self._in_references is not None:
            self._in_references = None
        self.blocks.append(ArticleBlock("heading", text[:_LONGEST], level))

    def _caption(self, element: Element) -> None:
        self._flush()
        before, notes = self._in_references, len(self._notes)
        self._in_references = None
        text = one_line(self._text_of(element))
        if text and not (self.blocks and self.blocks[-1].text == text):
            self._add("caption", text[:_LONGEST])
        self.blocks += self._notes[notes:]
        del self._notes[notes:]
        self._in_references = before

    def _note(self, element: Element, classes: frozenset[str]) -> None:
        """Read a footnote, which LaTeXML keeps where its sign is."""
        if "ltx_role_footnotemark" in classes:
            for one in element.elements():
                if "ltx_note_mark" in one.classes:
                    self._parts.append(_raised(one_line(one.text())))
                    return
            return
        content = next(
            (one for one in element.elements() if "ltx_note_content" in one.classes), None
        )
        if content is None:
            return
        mark, text = "", PageReader()
        text._links = []
        for child in content.children:
            if isinstance(child, Element) and child.classes & {"ltx_note_mark", "ltx_tag_note"}:
                mark = mark or one_line(child.text())
            elif not (isinstance(child, Element) and "ltx_note_type" in child.classes):
                text._child(child)
        written = one_line("".join(text._parts))
        self._notes += text._notes
        if written:
            self._parts.append(_raised(mark))
            self._notes.append(ArticleBlock("footnote", written[:_LONGEST], label=mark))

    # Lists

    def _list(self, element: Element, name: str, classes: frozenset[str]) -> None:
        if self._in_references is None and (
            classes & _REFERENCE_LISTS or element.get("role") == "doc-bibliography"
        ):
            self._in_references = _FIXED
            self._list(element, name, classes)
            self._in_references = None
            return
        self._flush()
        level = min(self._place.level + 1, _DEEPEST) if self._place.kind == "item" else 1
        start = element.get("start")
        number = int(start) if start.isascii() and start.isdigit() and len(start) < 6 else 1
        for child in element.children:
            if not isinstance(child, Element):
                continue
            if child.name in {"li", "dd"} or "ltx_item" in child.classes:
                if self._in_references is not None:
                    self._entry(child)
                    continue
                label = "" if child.name == "dd" else f"{number}." if name == "ol" else "•"
                self._item(child, level, label)
                number += 1
            elif child.name == "dt":
                self._label = ""
                self._within(child, _BlocksPlace("item", level))
            else:
                self._walk(child)
        self._label = ""

    def _item(self, element: Element, level: int, label: str) -> None:
        self._flush()
        for tag in element.children:
            if isinstance(tag, Element) and "ltx_tag_item" in tag.classes:
                label = one_line(self._text_of(tag)) or label
                tag.attributes["hidden"] = "hidden"
        self._label = label
        self._within(element, _BlocksPlace("item", level))

    # References

    def _is_entry(self, element: Element, name: str, classes: frozenset[str]) -> bool:
        if classes & _REFERENCE_ENTRIES or element.get("role") == "doc-biblioentry":
            return True
        return self._in_references is not None and name in {"li", "p", "dd", "tr"}

    def _entry(self, element: Element) -> None:
        self._flush()
        label = ""
        for tag in element.elements():
            if "ltx_tag_bibitem" in tag.classes:
                label = one_line(tag.text())
                break
        self._links = []
        for child in element.children:
            self._child(child)
        text = one_line("".join(self._parts))
        self._parts.clear()
        links, self._links = tuple(self._links), None
        self._notes.clear()
        self._refer(text, links, label)

    # Formulas, tables, code

    def _formula(self, element: Element) -> None:
        if element.name == "script":
            if "math/tex" not in element.get("type"):
                return
            text = formulas.of_latex(element.text())
            display = "mode=display" in element.get("type")
        else:
            text = formulas.of_math(element)
            display = element.get("display") == "block"
        if display and self._links is None:
            self._flush()
            self._add_equation(text)
        else:
            self._parts.append(text)

    def _equations(self, element: Element) -> None:
        """Read equations that stand alone: one block a row, or one if there are no rows."""
        rows = [
            one for one in element.elements() if one.name == "tr" or one.classes & {"ltx_eqn_row"}
        ]
        for row in rows or [element]:
            label = ""
            parts = []
            for cell in (
                [one for one in row.children if isinstance(one, Element)] if rows else [row]
            ):
                if "ltx_eqn_eqno" in cell.classes or "ltx_tag_equation" in cell.classes:
                    label = label or one_line(cell.text())
                else:
                    parts.append(self._text_of(cell))
            text = one_line(" ".join(parts))
            if rows and text:
                self._add_equation(text, label)
            elif text:
                self._add_equation(text)

    def _add_equation(self, text: str, label: str = "") -> None:
        if not label and (number := _NUMBER_AT_END.search(text)) is not None and number.start():
            text, label = text[: number.start()], f"({number[1]})"
        text = formulas.of_delimited(text) or text
        self._add("equation", text.strip(" ;")[:_LONGEST], label=label)

    def _table(self, element: Element) -> None:
        rows: list[list[str]] = []
        inner = False
        waiting = [one for one in reversed(element.children) if isinstance(one, Element)]
        captions = []
        while waiting:
            one = waiting.pop()
            if one.name in {"caption", "figcaption"}:
                captions.append(one)
            elif one.name == "tr" or "ltx_tr" in one.classes:
                cells = [cell for cell in one.children if isinstance(cell, Element)]
                inner = inner or any(_is_layout(cell) for cell in cells)
                rows.append([one_line(self._text_of(cell)) for cell in cells])
            else:
                waiting += [child for child in reversed(one.children) if isinstance(child, Element)]
        if inner or element.get("role") == "presentation" or self._in_references is not None:
            self._flush()
            for child in element.children:
                self._child(child)
            self._flush()
            return
        self._flush()
        for caption in captions:
            self._caption(caption)
        if all(len(row) < 2 for row in rows):
            for row in rows:
                for text in row:
                    self._add(self._place.kind, text, level=self._place.level)
            return
        lines = ["\t".join(row).rstrip("\t") for row in rows]
        self._add("table", "\n".join(line for line in lines if line.strip())[:_LONGEST])

    def _code(self, element: Element) -> None:
        self._flush()
        listed = [one for one in element.elements() if "ltx_listingline" in one.classes]
        if listed:
            lines = [one_line(self._text_of(one)) for one in listed]
        else:
            lines = [clean(line.expandtabs(4)).rstrip() for line in element.text().split("\n")]
        while lines and not lines[0].strip():
            del lines[0]
        self._add("code", "\n".join(lines).rstrip()[:_LONGEST])

    # Running text

    def _text_of(self, element: Element) -> str:
        """Return the text of an element as running text, whatever is within."""
        before = self._parts, self._links
        self._parts, self._links = [], []
        for child in element.children:
            self._child(child)
        text = "".join(self._parts)
        self._parts, self._links = before
        return text

    def _inline(self, element: Element, name: str, classes: frozenset[str]) -> None:
        if (formula := formulas.tex_of(element)) is not None:
            self._parts.append(formula)
            return
        if "ltx_ERROR" in classes:
            self.failed.append(one_line(element.text())[:60])
            return
        if name == "a" and self._links is not None:
            if href := element.get("href"):
                self._links.append(href[:1000])
            if _LINK_NAMES.fullmatch(one_line(element.text())):
                return
        if name in {"sup", "sub"}:
            text = one_line(self._text_of(element))
            self._parts.append(_raised(text) if name == "sup" else _lowered(text))
            return
        if name in {"br", "hr"} or "ltx_break" in classes:
            self._parts.append(" ")
            return
        apart = name in _BLOCKS or classes & _BLOCK_CLASSES or "ltx_bibblock" in classes
        if apart or "ltx_tag" in classes:
            self._parts.append(" " if apart else "")
        for child in element.children:
            self._child(child)
        if apart:
            self._parts.append(" ")


def ranked(blocks: list[ArticleBlock]) -> tuple[ArticleBlock, ...]:
    """Return blocks whose headings have the levels 1, 2, 3, whichever the page uses."""
    used = sorted({one.level for one in blocks if one.kind == "heading" and one.level != _FIXED})
    ranks = {level: rank for rank, level in enumerate(used, 1)} | {_FIXED: 1}
    return tuple(
        replace(one, level=ranks[one.level]) if one.kind == "heading" else one for one in blocks
    )


def _is_skipped(element: Element, classes: frozenset[str]) -> bool:
    if element.name in _SKIPPED or classes & _SKIPPED_CLASSES or "hidden" in element.attributes:
        return True
    style = element.get("style").replace(" ", "").lower()
    return (
        element.get("role") in _SKIPPED_ROLES
        or element.get("aria-hidden") == "true"
        or "display:none" in style
    )


def _heading_level(element: Element, name: str, classes: frozenset[str]) -> int | None:
    """Return the level of a heading on its page; None for what is none."""
    if "ltx_title" in classes:
        if classes & {"ltx_title_abstract", "ltx_title_acknowledgements"}:
            return _FIXED
        return next((_LTX_LEVELS[one] for one in classes if one in _LTX_LEVELS), None)
    if len(name) == 2 and name[0] == "h" and name[1] in "123456":
        return int(name[1])
    if element.get("role") == "heading":
        return 3
    return None


def _is_layout(cell: Element) -> bool:
    """Return whether a cell holds parts of a page rather than a value."""
    return any(
        one.name in {"table", "h1", "h2", "h3", "ul", "ol"} and "ltx_tabular" not in one.classes
        for one in cell.elements()
    )


def _raised(text: str) -> str:
    raised = text.translate(_RAISED)
    return text if any(char.isalnum() and char.isascii() for char in raised) else raised


def _lowered(text: str) -> str:
    lowered = text.translate(_LOWERED)
    return text if any(char.isalnum() and char.isascii() for char in lowered) else lowered
