"""`paperbrowser text`: print the full text of a paper."""

import shutil
import sys
from collections.abc import Iterator

from paperbrowser.cli import get
from paperbrowser.cli.named_paper import NOTES, one_named
from paperbrowser.cli.output import print_json, print_line, say
from paperbrowser.cli.parser import Parser
from paperbrowser.formats.article import plain
from paperbrowser.formats.result import ReadError
from paperbrowser.library import gather, stored_texts
from paperbrowser.library.locate import locate
from paperbrowser.library.stored_texts import StoredText
from paperbrowser.papers import display
from paperbrowser.papers.article import Article
from paperbrowser.papers.model import Paper
from paperbrowser.reading import corrections
from paperbrowser.reading.works import names_of
from paperbrowser.settings import config
from paperbrowser.texts import own_files
from paperbrowser.texts.addresses import addresses
from paperbrowser.texts.articles import text_of

_NOTES = f"""\
{NOTES}
The text is wrapped to the width of the reader in the browser, or to that of
the terminal if it is narrower; --width 0 prints a paragraph a line, for other
programs. Equations are as the text has them, in one line; — 3 — is where
page 3 begins. --json has sections with their parts, and the references.
"""


def run(arguments: list[str]) -> int:
    """Print the text of the paper that `arguments` name."""
    parser = Parser(
        "paperbrowser text",
        description="Print the text of a paper that `paperbrowser get` or P in the browser fetched.",
        epilog=_NOTES,
    )
    parser.add_argument("profile", metavar="PROFILE", help="the profile or file that has the paper")
    parser.add_argument("paper", nargs="+", metavar="PAPER", help="its id, DOI, arXiv id or words")
    parser.add_argument("--get", action="store_true", help="fetch the text if it is not there")
    parser.add_argument("--width", type=int, metavar="N", help="columns of a line; 0: no breaks")
    parser.add_argument("--json", action="store_true", help="sections and references as JSON")
    chosen = parser.parse_args(arguments)
    if chosen.width is not None and chosen.width < 0:
        parser.error("--width must be 0 or more")
    origin = locate(chosen.profile)
    profile = gather.read(origin, correct=corrections.load()).profile
    paper = one_named(profile, " ".join(chosen.paper), chosen.profile)
    if paper is None:
        return 2
    stored = own_files.text_for(paper, [origin.path.parent])
    if stored is None and chosen.get:
        fetched = get.fetch([paper], origin.path.parent)
        if fetched.stopped or fetched.failed:
            return 130 if fetched.stopped else 1
        stored = stored_texts.find(names_of(paper))
    if stored is None:
        say(_missing(paper))
        return 1
    try:
        article = text_of(stored)
    except ReadError as error:
        error.path = stored.path
        raise
    if chosen.json:
        print_json(_record(paper, stored, article))
        return 0
    for line in plain.lines(article, display.title(paper), _width(chosen.width)):
        print_line(line)
    return 0


def _missing(paper: Paper) -> str:
    places = addresses(paper)
    if not places:
        return f"{paper.id}: no text, and the source gives neither an arXiv id nor a free PDF"
    return f"{paper.id}: no text yet; --get fetches it from {places[0].place}"


def _width(asked: int | None) -> int:
    """Return the columns of a line."""
    if asked is not None:
        return asked
    own = config.load()[0].reader_width
    to_terminal = sys.stdout is not None and sys.stdout.isatty()
    return min(own, shutil.get_terminal_size().columns) if to_terminal else own


def _record(paper: Paper, stored: StoredText, article: Article) -> dict[str, object]:
    return {
        "paper": paper.id,
        "title": article.title or display.title(paper),
        "authors": article.authors or None,
        "source": article.source,
        "url": stored.url or None,
        "fetched": stored.day.isoformat() if stored.day else None,
        "pages": article.pages,
        "remarks": [*article.remarks],
        "sections": [*_sections(article)],
        "references": [
            {
                "label": one.label or None,
                "text": one.text,
                "doi": one.doi,
                "arxiv": one.arxiv,
                "url": one.url,
                "page": one.page,
            }
            for one in article.references
        ],
    }


def _sections(article: Article) -> Iterator[dict[str, object]]:
    """Yield the sections with their parts; the first has no title if the text begins without one."""
    title, level, page, parts = "", 0, None, list[dict[str, object]]()
    for block in article.blocks:
        if block.kind == "heading":
            if title or parts:
                yield {"title": title or None, "level": level, "page": page, "parts": parts}
            title, level, page, parts = block.text, block.level, block.page, []
        else:
            parts.append(
                {
                    "kind": block.kind,
                    "text": block.text,
                    "label": block.label or None,
                    "page": block.page,
                }
            )
    if title or parts:
        yield {"title": title or None, "level": level, "page": page, "parts": parts}
