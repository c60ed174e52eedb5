"""Ask for the references of a paper, or for the papers citing it: one service after the other.

The first service that lists any is the one whose list is shown. Nothing here prints. It may run in a thread
of its own, reports its progress and can be cancelled; the next time goes on from the last page.
"""

import datetime
import threading
from collections.abc import Callable
from dataclasses import replace

from paperbrowser.papers.model import Paper
from paperbrowser.sources import SOURCES, errors
from paperbrowser.sources.citations import kept
from paperbrowser.sources.citations.answer import (
    AskedWork,
    CitationAnswer,
    CitationSource,
    Direction,
    KnownWork,
    LinkedWork,
    Outcome,
    ServiceReport,
)
from paperbrowser.sources.errors import FetchError
from paperbrowser.sources.http import Client

# Called with the number of papers so far, the total if known, and a sentence about the progress.
CitationProgress = Callable[[int, int | None, str], None]

STEP = 400  # papers that are asked for at a time
_IDLE_PAGES = 3  # in a row without a new paper: the service repeats itself


def ask(
    asked: AskedWork,
    direction: Direction,
    *,
    client: Client,
    limit: int = STEP,
    again: bool = False,
    progress: CitationProgress | None = None,
    cancelled: threading.Event | None = None,
    today: datetime.date | None = None,
) -> CitationAnswer:
    """Return the references of a paper or the papers citing it, from the cache if they are there.

    Args:
        asked: the paper.
        direction: which of the two.
        client: asks the services.
        limit: how many are asked for; a page may have some more.
        again: ask anew even if an answer is kept.
        progress: is called after each page, and before each wait.
        cancelled: ends it, with StoppedError, when it is set; the pages until then are kept.
        today: the day of the answer; by default the current one.

    Returns:
        what the services have. A service that fails raises nothing: the answer says so.

    Raises:
        StoppedError: `cancelled` was set.
    """
    today = today or datetime.date.today()
    answer = None if again else kept.load(asked, direction, today)
    if answer is not None and (answer.complete or len(answer.works) >= limit):
        return answer
    asking = _Asking(
        asked,
        answer or CitationAnswer(direction=direction, day=today),
        client,
        limit,
        progress,
    )
    with client.watched(cancelled, asking.waiting):
        client.check()
        return asking.anew() if answer is None else asking.going_on()


class _Asking:
    """One question, and what has been answered so far."""

    def __init__(
        self,
        asked: AskedWork,
        answer: CitationAnswer,
        client: Client,
        limit: int,
        progress: CitationProgress | None,
    ) -> None:
        self._asked = asked
        self._client = client
        self._limit = limit
        self._progress = progress
        self._answer = answer
        self._withheld = False

    def waiting(self, sentence: str) -> None:
        if self._progress is not None:
            self._progress(len(self._answer.works), self._answer.total, sentence)

    def anew(self) -> CitationAnswer:
        """Ask one service after the other, until one lists papers."""
        for info in SOURCES.values():
            if not info.knows_citations:
                continue
            self.waiting(f"asking {info.label}")
            module = source_of_citations(info.name)
            try:
                known = module.look_up(self._client, self._asked)
            except FetchError as error:
                self._report(ServiceReport.of_error(info.name, error))
                continue
            if known is None:
                self._report(ServiceReport(info.name, "unknown"))
                continue
            if self._listed(info.name, module, known):
                break
        kept.keep(self._asked, self._answer)
        return self._answer

    def going_on(self) -> CitationAnswer:
        """Ask the service that has listed papers for the next ones."""
        answer = self._answer
        others = tuple(one for one in answer.reports if one.source != answer.source)
        self._answer = replace(answer, reports=others)
        if answer.known is None or answer.source not in SOURCES:
            return self.anew()
        module = source_of_citations(answer.source)
        self._listed(answer.source, module, answer.known)
        kept.keep(self._asked, self._answer)
        return self._answer

    def _listed(self, source: str, module: CitationSource, known: KnownWork) -> bool:
        """Take pages of a service until there are enough; return whether it has listed any paper."""
        before, self._withheld = self._answer, False
        report = ServiceReport(source, "listed")
        try:
            self._take(source, module, known)
        except FetchError as error:
            report = ServiceReport.of_error(source, error)
            if error.code == "not-found" and not self._answer.works:
                report = ServiceReport(source, "unknown")
        except BaseException:
            # Stopped by the user: what has come is kept, to go on from there.
            if self._answer.works:
                self._report(report)
                kept.keep(self._asked, self._answer)
            raise
        answer = self._answer
        if not answer.works:
            self._answer = before
            if report.outcome == "listed":
                held_back = self._withheld or bool(answer.total)
                outcome: Outcome = "withheld" if held_back else "none"
                report = ServiceReport(source, outcome, total=answer.total)
        self._report(report)
        return bool(answer.works)

    def _take(self, source: str, module: CitationSource, known: KnownWork) -> None:
        answer = self._answer
        works = {_key(work): work for work in answer.works}
        cursors = {answer.cursor}
        idle = 0
        for page in module.pages(self._client, known, answer.direction, answer.cursor):
            had = len(works)
            self._withheld = self._withheld or page.withheld
            for work in page.works:
                works.setdefault(_key(work), work)
            total = page.total if page.total is not None else answer.total
            self._answer = answer = replace(
                answer,
                source=source,
                works=tuple(works.values()),
                total=total,
                missing=answer.missing + page.missing,
                known=known,
                cursor=page.cursor,
            )
            self.waiting(f"{SOURCES[source].label}: {answer.count}")
            idle = 0 if len(works) > had or page.missing else idle + 1
            if page.cursor is None or len(works) >= self._limit:
                return
            if page.cursor in cursors or idle >= _IDLE_PAGES:
                if total is not None and len(works) >= total:
                    self._answer = replace(answer, cursor=None)
                    return
                raise errors.endless(source)
            cursors.add(page.cursor)

    def _report(self, report: ServiceReport) -> None:
        self._answer = replace(self._answer, reports=(*self._answer.reports, report))


def source_of_citations(name: str) -> CitationSource:
    """Import the module of a service that knows citations."""
    if name == "openalex":
        from paperbrowser.sources.citations import openalex

        return openalex
    from paperbrowser.sources.citations import semantic_scholar

    return semantic_scholar


def _key(work: LinkedWork) -> str | Paper:
    return work.id or work.paper
