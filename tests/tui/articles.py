"""An invented text of a paper, and the reader with it."""

from paperbrowser.library.held import held_references
from paperbrowser.papers.article import Article, ArticleBlock, Reference
from paperbrowser.tui.screens.reader import OpenedText, ReaderScreen

NAMES = ("doi:10.5072/kelp.7",)


def article(pages=6):
    """Return a text with all kinds of blocks on each page."""
    blocks = []
    for page in range(1, pages + 1):
        blocks.append(ArticleBlock("heading", f"{page} Chapter of kelp", 1, page))
        blocks += [
            ArticleBlock(
                "paragraph",
                f"Paragraph {number} of page {page} tells of Müller’s gauges. It was wet, i.e. the "
                "kelp swayed in shallow seas, and it did so for longer than one line of a terminal. "
                "Nobody was there to see it.",
                page=page,
            )
            for number in range(4)
        ]
        blocks += [
            ArticleBlock("item", "a gauge, which is read at night", 1, page, "•"),
            ArticleBlock("equation", "h = Σ w x + b", page=page, label=f"({page})"),
            ArticleBlock("caption", f"Figure {page}: the gauges.", page=page),
            ArticleBlock("table", "Gauge\tHeight\nLow\t0.3 m\nHigh\t2.1 m", page=page),
            ArticleBlock("code", "for gauge in gauges:\n    read(gauge)", page=page),
            ArticleBlock("footnote", "Not all were read.", page=page, label="1"),
        ]
    references = (
        Reference("B. Other, Deltas of Silt, J. Mud 3 (2011).", "[1]", doi="10.5072/deltas"),
        Reference(
            "K. Stachenfeld et al., Learned Coarse Models for Efficient Turbulence Simulation.",
            "[2]",
        ),
        Reference("C. Third, Letter to the gauges.", "[3]"),
    )
    return Article(
        "Gauges of Kelp", tuple(blocks), references, pages, "pdf", "https://example.org/kelp.pdf",
        "Ada Example, Bo Other", ("Page 3 is a picture without text.",),
    )  # fmt: skip


def read(app, text=None, **options):
    """Open a text over the browser, as the text of the paper under the cursor."""
    browser = app.screen_stack[0]
    text = text or article()
    first = {app.origin.path: app.profile}
    screen = ReaderScreen(
        app,
        OpenedText(browser.panes.list.paper, text, NAMES),
        browser.marks,
        held=lambda: held_references(text.references, first),
        **options,
    )
    app.push_screen(screen)
    return screen
