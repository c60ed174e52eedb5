"""`paperbrowser get --from FOLDER`: take the texts of papers from the user's own files."""

import argparse
import shlex
from collections.abc import Sequence
from pathlib import Path

from paperbrowser.cli import as_argument
from paperbrowser.cli.output import ProgressLine, counts_line, print_line, say
from paperbrowser.formats.result import ReadError
from paperbrowser.library import stored_texts
from paperbrowser.papers.display import counted
from paperbrowser.papers.model import Paper
from paperbrowser.papers.text import clean_line
from paperbrowser.reading.works import names_of
from paperbrowser.texts import own_files
from paperbrowser.texts.own_files import FileMatch, PaperMatcher

_LISTED = 20  # files that are no text of any paper


def run(papers: Sequence[Paper], where: Path, chosen: argparse.Namespace) -> int:
    """Copy the texts of papers from a file or folder, and say which files were matched with none.

    Args:
        papers: those that the files may be the texts of.
        where: the file or folder.
        chosen: the arguments of `paperbrowser get`.
    """
    where = where.expanduser()
    if where.is_dir():
        files = [*own_files.files_below(where)]
        if not files:
            say(f"{clean_line(str(where))}: no PDFs or web pages in this folder")
            return 1
    elif where.is_file():
        files = [where]
    else:
        say(f"{clean_line(str(where))}: there is no such file or folder")
        return 1
    single = papers[0] if len(papers) == 1 and chosen.paper and not where.is_dir() else None
    line = ProgressLine()
    taking = _Taking(papers, chosen, single)
    stopped = False
    try:
        for number, path in enumerate(files, 1):
            line.show(f"{number:,} of {len(files):,}: {path.name}")
            said = taking.take(path)
            if said:
                line.clear()
                say(f"{clean_line(str(path))}: {said}")
    except KeyboardInterrupt:
        stopped = True
    finally:
        line.clear()
    for path in taking.strange[:_LISTED]:
        say(f"{clean_line(str(path))}: no paper here has its title, DOI or arXiv id")
    if (more := len(taking.strange) - _LISTED) > 0:
        say(f"and {counted(more, 'other file')}")
    print_line(f"stopped; {taking.summary}; the next run goes on" if stopped else taking.summary)
    if stopped:
        return 130
    return 1 if taking.failed or taking.unsure else 0


class _Taking:
    """The files taken by one command.

    Attributes:
        strange: the files that are the text of none of the papers.
        failed: how many files cannot be read.
        unsure: how many files may be the texts of several papers.
    """

    def __init__(
        self, papers: Sequence[Paper], chosen: argparse.Namespace, single: Paper | None
    ) -> None:
        self.strange: list[Path] = []
        self.failed = self.unsure = 0
        self._taken = self._had = 0
        self._single = single
        self._again: bool = chosen.again
        self._profile: str = chosen.profile
        self._matcher = PaperMatcher(papers)
        self._known = {one.origin for one in stored_texts.every() if one.origin}

    @property
    def summary(self) -> str:
        """The result in words."""
        return counts_line(
            (self._taken, "taken"),
            (self._had, "there before"),
            (self.unsure, "unsure"),
            (len(self.strange), "of no paper here"),
            (self.failed, "not readable"),
        )

    def take(self, path: Path) -> str:
        """Take a file; return what is to be said of it."""
        try:
            if (
                not self._again
                and self._single is None
                and own_files.origin_of(path) in self._known
            ):
                self._had += 1
                return ""
            source, data, article = own_files.read(path)
            found = (
                self._matcher.match(path.name, article)
                if self._single is None
                else FileMatch(self._single)
            )
            if found.paper is None:
                if not found.choices:
                    self.strange.append(path)
                    return ""
                self.unsure += 1
                return self._question(path, found)
            paper = found.paper
            if (
                not self._again
                and self._single is None
                and stored_texts.find(names_of(paper)) is not None
            ):
                self._had += 1
                return f"{paper.id} has a text; --again replaces it"
            own_files.copy(paper, path, source, data, article)
        except ReadError as error:
            self.failed += 1
            error.path = None
            return str(error)
        except OSError as error:
            self.failed += 1
            return error.strerror or str(error)
        self._taken += 1
        return f"the text of {paper.id}"

    def _question(self, path: Path, found: FileMatch) -> str:
        ids = " or ".join(paper.id for paper in found.choices)
        profile = shlex.quote(as_argument(clean_line(self._profile)))
        file = shlex.quote(clean_line(str(path)))
        return f"perhaps {ids}; `paperbrowser get {profile} PAPER --from {file}` takes it"
