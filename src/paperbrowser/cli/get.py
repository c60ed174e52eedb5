"""`paperbrowser get`: fetch the open text of papers and keep it."""

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from paperbrowser.cli import selection
from paperbrowser.cli.fetch import configured_client
from paperbrowser.cli.named_paper import NOTES, one_named
from paperbrowser.cli.output import ProgressLine, counts_line, print_line, say
from paperbrowser.cli.parser import Parser
from paperbrowser.formats.result import ReadError
from paperbrowser.library import gather, stored_texts
from paperbrowser.library.locate import locate
from paperbrowser.papers import display
from paperbrowser.papers.model import Paper
from paperbrowser.papers.text import cut
from paperbrowser.reading import corrections
from paperbrowser.reading.works import names_of
from paperbrowser.sources import settings as source_settings
from paperbrowser.sources.download import DOWNLOAD_LIMITS, Downloader, OnReceived
from paperbrowser.sources.errors import FetchError
from paperbrowser.sources.settings import SourceSettings
from paperbrowser.texts.addresses import addresses
from paperbrowser.texts.fetching import TextFetcher
from paperbrowser.texts.own_files import own_file

_LARGEST = DOWNLOAD_LIMITS.largest // 1_000_000
_LONGEST_TITLE = 60  # columns

_NOTES = f"""\
{NOTES}
arXiv's web page of a paper, arXiv's PDF, and the free PDF that the source of
the profile names are tried in this order, and nothing else. PDFs need an extra
of the installation: pip install 'paperbrowser[pdf]'.

--from takes the PDFs and web pages of a folder, or one file: each that is the
text of one of the papers is copied to where texts are stored. They are matched
by DOI, arXiv id and title, read from their first page and their name; where
this is not sure, the papers are named, and `get PROFILE PAPER --from FILE`
takes the file for that paper. A file that the profile names (pdf = "a.pdf",
relative to the profile's folder) is a text without being fetched.

Texts that are there are not fetched again, so that a run that was stopped goes
on with the next one, in the middle of a file where the site allows it. The
status is 1 where a text could not be fetched, or where a paper that was named
has no open text. A text that is printed by `paperbrowser text` opens in the
browser with P.
"""


def run(arguments: list[str]) -> int:
    """Fetch the texts of the papers that `arguments` name."""
    parser = _parser()
    chosen = parser.parse_args(arguments)
    ways = [bool(chosen.paper), chosen.query is not None, chosen.all]
    if sum(ways) > 1 or (not any(ways) and chosen.files is None):
        parser.error("name papers, or -q WORDS, or --all")
    folder = locate(chosen.profile).path.parent
    papers = _papers(parser, chosen)
    if papers is None:
        return 2
    if chosen.files is not None:
        from paperbrowser.cli import get_files

        return get_files.run(papers, chosen.files, chosen)
    named = bool(chosen.paper)
    run_ = fetch(papers, folder, again=chosen.again, largest=chosen.largest, named=named)
    print_line(run_.summary)
    if run_.stopped:
        return 130
    return 1 if run_.failed or (named and run_.nowhere) else 0


def _papers(parser: Parser, chosen: argparse.Namespace) -> Sequence[Paper] | None:
    """Return the papers that are meant; None, with a message, where one of them is not clear."""
    if not chosen.paper:
        asked = argparse.Namespace(
            source=[chosen.profile],
            all=False,
            as_of=None,
            query=chosen.query,
            sort=None,
            reverse=False,
            limit=chosen.limit,
        )
        return selection.select(parser, asked).papers
    profile = gather.read(locate(chosen.profile), correct=corrections.load()).profile
    found = [one_named(profile, wanted, chosen.profile) for wanted in chosen.paper]
    papers = [paper for paper in found if paper is not None]
    return papers[: chosen.limit] if len(papers) == len(found) else None


def fetch(
    papers: Sequence[Paper],
    folder: Path,
    *,
    again: bool = False,
    largest: int = _LARGEST,
    named: bool = False,
) -> "TextRun":
    """Fetch the texts of papers, show the progress, and say what is wrong; Ctrl+C ends it.

    Args:
        papers: the papers.
        folder: of the profile, for the files that it names.
        again: also texts that are there.
        largest: megabytes of a file.
        named: the user named each paper; that one has no open text is said.
    """
    line = ProgressLine()
    run = TextRun(line, folder, again=again, named=named)
    limits = replace(DOWNLOAD_LIMITS, largest=largest * 1_000_000)
    settings, _ = source_settings.load()
    try:
        with configured_client() as client, client.watched(None, line.waiting):
            fetcher = TextFetcher(Downloader(client, limits))
            for number, paper in enumerate(papers, 1):
                of_all = f"{number:,} of {len(papers):,}: " if len(papers) > 1 else ""
                run.get(fetcher, paper, settings, of_all)
    except KeyboardInterrupt:
        run.stopped = True
    finally:
        line.clear()
    return run


class TextRun:
    """The texts fetched by one command.

    Attributes:
        fetched: how many were fetched.
        had: how many were there before.
        nowhere: how many papers have no open text that is known.
        failed: how many could not be fetched.
        stopped: whether Ctrl+C ended it.
    """

    def __init__(self, line: ProgressLine, folder: Path, *, again: bool, named: bool) -> None:
        self.fetched = self.had = self.nowhere = self.failed = 0
        self.stopped = False
        self._line = line
        self._folder = folder
        self._again = again
        self._named = named

    @property
    def summary(self) -> str:
        """The result in words."""
        counts = counts_line(
            (self.fetched, "fetched"),
            (self.had, "there before"),
            (self.nowhere, "without an open text"),
            (self.failed, "failed"),
        )
        return f"stopped; {counts}; the next run goes on" if self.stopped else counts

    def get(
        self, fetcher: TextFetcher, paper: Paper, settings: SourceSettings, of_all: str
    ) -> None:
        """Fetch the text of a paper, unless it is there; say what is wrong."""
        try:
            own = own_file(paper, [self._folder])
        except ReadError as error:
            self._fail(paper, error)
            return
        if own or (not self._again and stored_texts.find(names_of(paper)) is not None):
            self.had += 1
            return
        places = addresses(paper, settings)
        if not places:
            self.nowhere += 1
            if self._named:
                self._line.clear()
                say(f"{paper.id}: neither an arXiv id nor a free PDF is known")
            return
        title = cut(display.title(paper), _LONGEST_TITLE)
        self._line.show(f"{of_all}{title}")
        try:
            stored, _ = fetcher.fetch(paper, places, self._progress(f"{of_all}{title}"))
        except (FetchError, ReadError, OSError) as error:
            self._fail(paper, error)
        else:
            self.fetched += 1
            self._line.clear()
            say(f"{paper.id}: {stored.url}")

    def _fail(self, paper: Paper, error: Exception) -> None:
        self.failed += 1
        self._line.clear()
        say(f"{paper.id}: {error}")

    def _progress(self, what: str) -> OnReceived:
        def show(came: int, total: int | None) -> None:
            self._line.show(f"{what} ({display.received(came, total)})")

        return show


def _parser() -> Parser:
    parser = Parser(
        "paperbrowser get",
        description="Fetch the open text of papers, and keep it for reading without a network.",
        epilog=_NOTES,
    )
    parser.add_argument(
        "profile", metavar="PROFILE", help="the profile or file that has the papers"
    )
    parser.add_argument(
        "paper",
        nargs="*",
        default=[],
        metavar="PAPER",
        help="its id, DOI, arXiv id or words, in quotes",
    )
    parser.add_argument("-q", "--query", help="papers with these words, best first")
    parser.add_argument("--all", action="store_true", help="all papers of the profile")
    parser.add_argument(
        "--from",
        dest="files",
        type=Path,
        metavar="FOLDER",
        help="take the texts from a folder of PDFs, or a file",
    )
    parser.add_argument("--limit", type=selection.positive, metavar="N", help="at most N papers")
    parser.add_argument("--again", action="store_true", help="also texts that are there")
    parser.add_argument(
        "--largest",
        type=selection.positive,
        metavar="MB",
        default=_LARGEST,
        help=f"the largest file, default: {_LARGEST} MB",
    )
    return parser
