"""Views of the settings, what is new from everyone, and the unread papers one at a time."""

from typing import Protocol

from paperbrowser.library import store
from paperbrowser.papers.sorting import Order, SortKey
from paperbrowser.settings.config import VIEWS
from paperbrowser.tui.host import Host, PaperScreen
from paperbrowser.tui.screens.triage import TriageScreen
from paperbrowser.tui.work.loading import Loading
from paperbrowser.tui.work.marks import PaperMarks
from paperbrowser.tui.work.search import NEWS


class MarkedPapers(PaperScreen, Protocol):
    """The browser screen, with the user's marks."""

    marks: PaperMarks


def show_view(screen: PaperScreen, query: str) -> None:
    """Show the papers of a query; the queue in its own order."""
    screen.search_for(query)
    if query == VIEWS["queue"]:
        screen.put_view(screen.view.sorted(Order(SortKey.QUEUE)), None)


def show_news(screen: PaperScreen, loading: Loading) -> None:
    """Show what is new from everyone, newest first."""
    from paperbrowser.library import locate

    def show() -> None:
        screen.search_for(NEWS)
        screen.put_view(screen.view.sorted(Order(SortKey.DATE)), None)

    if loading.origin.members or len(store.files()) < 2:
        show()
    else:
        loading.load(locate.everyone(), same=False, said=show)


def begin_triage(host: Host, screen: MarkedPapers) -> None:
    """Let the user decide about the unread papers that are shown, one at a time."""

    def begin(_: object) -> None:
        view = screen.view
        rows = [at for at in view.rows() if not view.catalogue.marks_at(at).read]
        if rows:
            papers = [view.catalogue.papers[at] for at in rows]
            host.push_screen(TriageScreen(papers, screen.marks))
        elif not view.catalogue.whole:
            host.say("the papers are being read; try again in a moment")
        else:
            host.say("no unread paper is shown")

    screen.marks.with_marking(begin)
