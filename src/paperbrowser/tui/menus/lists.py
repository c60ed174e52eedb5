"""Lists of the keys, of a paper's authors and of the metrics' meanings. Imported when first opened."""

from collections.abc import Awaitable, Callable, Iterator, Sequence

from textual.binding import Binding

from paperbrowser.papers import display
from paperbrowser.papers.metrics import Metrics
from paperbrowser.papers.model import Paper, Profile
from paperbrowser.search.query import syntax
from paperbrowser.search.view import Catalogue
from paperbrowser.tui import keys
from paperbrowser.tui.host import Host
from paperbrowser.tui.screens.pick import Item, PickScreen
from paperbrowser.tui.widgets.profile_header import papers_count

_SCORE = (
    "the source's own number for one paper, 0 to 100; blank where it gives none; it does not "
    "publish how it is computed or what it means"
)
_CITES = "how often one paper is cited, as the source counts; blank where it does not"
# Given by one source only; the header leaves them out for the others.
_ESTIMATES = (
    (
        "novelty",
        "the source's own number, in percent; it does not publish how it is computed or what it means",
    ),
    (
        "AI score",
        "the source's own number, 0 to 100; it does not publish how it is computed or what it means",
    ),
)


def list_keys(host: Host, do: Callable[[str], Awaitable[object]]) -> None:
    """List the keys and the syntax of a query.

    Args:
        host: shows the list.
        do: runs the action of the line that is chosen.
    """
    items = [
        Item(host.get_key_display(binding), binding.tooltip, action, group)
        for group, bindings in (keys.GROUPS | keys.ELSEWHERE).items()
        for binding in bindings
        for action in [binding.action if group in keys.GROUPS else None]
    ]
    items += [Item(written, about, None, "Search syntax") for written, about in syntax()]

    async def chosen(action: str | None) -> None:
        if action is not None:
            await do(action)

    hint = "type to search · {choose} does it · {close} closes"
    host.push_screen(PickScreen("Keys", items, hint=hint, reading=True), chosen)


def list_keys_of(
    host: Host, bindings: Sequence[Binding], do: Callable[[str], Awaitable[object]]
) -> None:
    """List the keys of one screen.

    Args:
        host: shows the list.
        bindings: those of the screen.
        do: runs the action of the line that is chosen.
    """
    items = [Item(host.get_key_display(one), one.tooltip, one.action) for one in bindings]

    async def chosen(action: str | None) -> None:
        if action is not None:
            await do(action)

    hint = "type to search · {choose} does it · {close} closes"
    host.push_screen(PickScreen("Keys", items, hint=hint, reading=True), chosen)


def pick_author(host: Host, paper: Paper, search_for: Callable[[str], None]) -> None:
    """List a paper's authors.

    Args:
        host: shows the list.
        paper: the paper.
        search_for: takes the name that is chosen.
    """
    names = display.credited(paper)
    if not names:
        host.say("the source names no authors")
        return
    items = [Item(author, "", author) for author in names]
    hint = "{choose} finds this author's papers · {close} closes"
    if paper.et_al:
        hint += " · the source cut the list short"

    def chosen(author: str | None) -> None:
        if author is not None:
            search_for(author)

    host.push_screen(PickScreen("Authors", items, hint=hint), chosen)


def explain_metrics(host: Host, catalogue: Catalogue) -> None:
    """Show the meaning of each number in the header."""
    if catalogue.served:
        rows = explanations_of_library(catalogue.metrics, catalogue.often)
    else:
        rows = explanations(catalogue.profile, catalogue.metrics, catalogue.often)
    items = [Item(name, about) for name, about in rows]
    host.push_screen(
        PickScreen("What the metrics mean", items, hint="{close} closes", reading=True)
    )


def explanations_of_library(metrics: Metrics | None, often: int | None) -> list[tuple[str, str]]:
    """Return a name and a sentence for each number of a library on a server.

    Args:
        metrics: of all its papers.
        often: the papers with 10 citations or more.
    """
    papers, h_index, citations = metrics and metrics.papers, None, None
    if metrics is not None:
        h_index, citations = metrics.h_index, metrics.citations
    few = "not computed, for too few of the papers have citations"
    return [
        ("papers", f"{papers or 0:,}, all that the library has; each work once, whoever added it"),
        (
            "citations",
            f"of all the papers together: {citations:,}" if citations is not None else few,
        ),
        ("h-index", f"of all the papers together: {h_index:,}" if h_index is not None else few),
        *_i10(often),
        ("score", _SCORE),
        ("cites", _CITES),
        ("as of", "the day on which each paper was added or updated; the library asks no service"),
    ]


def explanations(
    profile: Profile, counted: Metrics | None, often: int | None = None
) -> list[tuple[str, str]]:
    """Return a name and a sentence for each metric of the header and each number of a paper.

    Args:
        profile: the profile, with the metrics as its source states them.
        counted: the metrics computed from its papers, if they can be.
        often: the papers with 10 citations or more, if enough citations are known.
    """
    return [
        (
            "h-index",
            "the largest h such that h papers have h citations or more, "
            + _origin(profile.h_index, counted.h_index if counted else None),
        ),
        ("papers", _papers(profile)),
        (
            "citations",
            "of all the papers together, "
            + _origin(profile.citations, counted.citations if counted else None),
        ),
        *_i10(often),
        *(_ESTIMATES if (profile.novelty, profile.ai_score) != (None, None) else ()),
        ("score", _SCORE),
        ("cites", _CITES),
        ("as of", _as_of(profile)),
    ]


def _i10(often: int | None) -> Iterator[tuple[str, str]]:
    """Yield the i10-index, which no source states for a profile, if it can be computed."""
    if often is not None:
        text = f"papers with 10 citations or more, computed from the papers listed: {often:,}"
        yield "i10-index", text


def _as_of(profile: Profile) -> str:
    """Return the source of the numbers and their day."""
    where = ""
    if profile.source is not None:
        from paperbrowser.sources import SOURCES

        known = SOURCES.get(profile.source)
        where = f" from {known.label if known is not None else profile.source}"
    if profile.updated is not None:
        return f"{profile.updated.isoformat()}, the day they were fetched{where}"
    if where:
        return f"an unknown day; they came{where}"
    return "the day the file was saved, which it does not tell; no service was asked"


def _papers(profile: Profile) -> str:
    listed, claimed = papers_count(profile), profile.claimed
    if claimed is not None and claimed > len(profile.papers):
        return f"{listed}: the source lists the first number, and claims the second"
    if claimed is not None and claimed < len(profile.papers):
        return f"{listed} are listed; the source claims {claimed:,}"
    return f"{listed}, all that the source lists"


def _origin(stated: int | None, computed: int | None) -> str:
    if stated is None and computed is not None:
        return (
            f"computed from the papers listed, marked so or with *: {computed:,}; "
            "the source states none"
        )
    if stated is None:
        return "which the source does not state; too few of its papers have citations to compute it"
    if computed is None:
        return (
            f"as the source states it: {stated:,}; not computed, for too few of the papers listed "
            "have citations"
        )
    if computed == stated:
        return f"as the source states it: {stated:,}; computed from the papers listed, the same"
    return f"as the source states it: {stated:,}; computed from the papers listed: {computed:,}"
