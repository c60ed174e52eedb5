"""The pictures of the papers shown. Imported when first opened."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial

from textual.worker import get_current_worker

from paperbrowser.formats.result import ReadError
from paperbrowser.insight import statistics
from paperbrowser.insight.choices import filtered, toggled
from paperbrowser.insight.summary import SummaryOfPapers
from paperbrowser.papers.display import count_of_papers, counted
from paperbrowser.papers.marks import Marks
from paperbrowser.papers.model import Paper
from paperbrowser.reading.journal import Operation
from paperbrowser.search.engine import Engine
from paperbrowser.search.query import parse
from paperbrowser.search.summary import Summary, YearParts
from paperbrowser.tui.host import Host, PaperScreen
from paperbrowser.tui.screens.pictures import Bar, Picture, PictureScreen

_AT_ONCE = 2_000  # papers; the pictures of more take longer than a tenth of a second
_MOST = 40  # bars of a picture that are not years
_MOST_PARTS = 3  # of a bar, beside the others


def show_pictures(
    host: Host,
    screen: PaperScreen,
    place: list[int],
    operations: Callable[[], Iterable[Operation]],
) -> None:
    """Show pictures of the papers shown: the first at once, the others when a thread has made them.

    Args:
        host: shows them.
        screen: has the papers, and takes the query of a bar that is chosen.
        place: number of the picture and of the bar to begin with, kept up to date.
        operations: returns what the user did to marks, for their reading by month.
    """
    catalogue, query = screen.view.catalogue, screen.search_text
    made, waits = _asked(screen, operations)

    every: list[Picture] = []  # when they are made

    def chosen(of_bar: str) -> None:
        screen.search_for(of_bar)
        screen.leads_back(of_bar, come_back)

    def come_back() -> None:
        screen.search_for(query)
        if every and screen.view.catalogue is catalogue:
            host.push_screen(PictureScreen(every, chosen, place))

    def show(pictures: Sequence[Picture]) -> None:
        every[:] = pictures
        if not pictures:
            host.say("no paper is shown that a picture could be made of")
        elif screen.view.catalogue is catalogue and screen.search_text == query:
            host.push_screen(PictureScreen(pictures, chosen, place))

    def work() -> None:
        try:
            pictures = list(made)
        except ReadError as error:
            host.call_from_thread(partial(host.say, str(error), error=True))
            return
        if not get_current_worker().is_cancelled:
            host.call_from_thread(show, pictures)

    def add(first: Picture, others: Sequence[Picture]) -> None:
        every[:] = [first, *others]
        opened.add(others)

    def add_others() -> None:
        others = list(made)
        if not get_current_worker().is_cancelled:
            host.call_from_thread(add, first, others)

    if waits:
        host.say(waits)
        host.run_worker(work, group="pictures", exclusive=True, thread=True)
    elif place[0] or (first := next(made, None)) is None:
        show(list(made))
    else:
        opened = PictureScreen([first], chosen, place, whole=False)
        host.push_screen(opened)
        host.run_worker(add_others, group="pictures", exclusive=True, thread=True)


def _asked(
    screen: PaperScreen, operations: Callable[[], Iterable[Operation]]
) -> tuple[Iterator[Picture], str]:
    """Return the pictures that the user asks for, and what to say while they are made; empty if at once."""
    catalogue, query = screen.view.catalogue, screen.search_text
    if (engine := catalogue.engine) is not None:
        return _on_server(engine, query), "the library counts its papers…"
    rows = screen.view.rows()
    papers = [catalogue.papers[at] for at in rows]
    marks = [catalogue.marks_at(at) for at in rows]
    done = operations() if any(one.read for one in marks) else ()
    summary = SummaryOfPapers(papers, catalogue.profile.name, catalogue.heads)
    waits = ""
    if len(papers) > _AT_ONCE:
        waits = f"making pictures of {count_of_papers(len(papers))}…"
    return _of_papers(papers, summary, query, marks, done), waits


def pictures_of(
    papers: Sequence[Paper],
    owner: str,
    query: str,
    marks: Sequence[Marks] = (),
    operations: Iterable[Operation] = (),
    *,
    heads: Mapping[str, str] | None = None,
) -> list[Picture]:
    """Return the pictures of papers, those without bars left out.

    Args:
        papers: those that the list shows.
        owner: the researcher whose papers they are.
        query: the text of the search line; the query of a bar adds its value to it.
        marks: those of each paper; empty for none.
        operations: those of the journal, for the months of reading.
        heads: by each name of a co-author who has several the one that they go by.
    """
    return list(_of_papers(papers, SummaryOfPapers(papers, owner, heads), query, marks, operations))


def _on_server(engine: Engine, query: str) -> Iterator[Picture]:
    """Yield the pictures of the papers that a server has, which is asked when the first is wanted."""
    yield from _of_numbers(engine.summary(parse(query)), query)


def _of_papers(
    papers: Sequence[Paper],
    summary: Summary,
    query: str,
    marks: Sequence[Marks],
    operations: Iterable[Operation],
) -> Iterator[Picture]:
    """Yield the pictures with bars of papers, each when it is asked for."""
    yield from _of_numbers(summary, query)
    if (reading := _of_reading(papers, marks, operations, query)).bars:
        yield reading


def _of_numbers(summary: Summary, query: str) -> Iterator[Picture]:
    """Yield the pictures with bars of what papers amount to, each when it is asked for."""
    for one in _by_year(summary, query):
        if one.bars:
            yield one
    others = (*_by_value(summary, query), *_of_words(summary, query))
    yield from (one for one in others if one.bars)


def _by_year(summary: Summary, query: str) -> Iterator[Picture]:
    years = summary.years
    known = {one.year: one for one in years}
    span = range(min(known, default=0), max(known, default=-1) + 1)

    def bar(year: int, value: float, words: str) -> Bar:
        return Bar(f"{year}", value, words, toggled(query, "year", f"{year:04}"))

    counts = {year: known[year].papers if year in known else 0 for year in span}
    remark = summary.estimates.get("years", "")
    yield Picture(
        "Papers a year",
        [bar(year, count, count_of_papers(count)) for year, count in counts.items()],
        upright=True,
        remark=remark,
    )
    yield from _in_parts(summary.kinds_by_year, query, "Papers a year, by kind", remark)
    yield from _in_parts(summary.categories_by_year, query, "Papers a year, by category", remark)
    if any(one.counted for one in years):
        cited = {year: known[year].citations if year in known else 0 for year in span}
        yield Picture(
            "Citations by year of publication",
            [bar(year, count, counted(count, "citation")) for year, count in cited.items()],
            upright=True,
            remark=remark,
        )
    if any(one.scored for one in years):
        scored = [(year, known.get(year)) for year in span]
        yield Picture(
            "Score, median of each year",
            [
                bar(
                    year,
                    facts.score,
                    f"median {facts.score:.1f} of {count_of_papers(facts.scored)} with a score",
                )
                if facts is not None and facts.score is not None
                else bar(year, 0, "no paper with a score")
                for year, facts in scored
            ],
            upright=True,
            remark=summary.estimates.get("scores", ""),
        )
    if any(one.with_code for one in years):
        yield Picture(
            "With code, percent of the papers of each year",
            [
                Bar(
                    f"{year}",
                    100 * facts.with_code / facts.papers if facts else 0,
                    f"{facts.with_code} of {count_of_papers(facts.papers)} with code"
                    if facts
                    else "no papers",
                    toggled(toggled(query, "year", f"{year:04}"), "code", "code"),
                )
                for year in span
                for facts in [known.get(year)]
            ],
            upright=True,
            remark=remark,
        )


def _in_parts(found: YearParts, query: str, title: str, remark: str) -> Iterator[Picture]:
    """Yield the papers a year in the most frequent parts, if there are two or more."""
    named = [at for at, name in enumerate(found.parts) if name]
    if len(named) < 2:
        return
    most = named[:_MOST_PARTS]
    rest = [at for at in range(len(found.parts)) if at not in most]
    names = [*(found.parts[at] for at in most), *(["others"] if rest else [])]
    bars = []
    for at, year in enumerate(found.years):
        shares = [found.counts[one][at] for one in most]
        if rest:
            shares.append(sum(found.counts[one][at] for one in rest))
        each = ", ".join(
            f"{share} {name}" for name, share in zip(names, shares, strict=True) if share
        )
        count = count_of_papers(sum(shares))
        bars.append(
            Bar(
                f"{year}",
                sum(shares),
                f"{count}: {each}" if each else count,
                toggled(query, "year", f"{year:04}"),
                tuple(shares),
            )
        )
    yield Picture(title, bars, upright=True, parts=tuple(names), remark=remark)


def _by_value(summary: Summary, query: str) -> Iterator[Picture]:
    for title, facet, number, counts in (
        ("Categories", "category", "categories", summary.categories),
        ("Kinds of publication", "kind", "kinds", summary.kinds),
        ("Venues", "venue", "venues", summary.venues),
        ("Co-authors, by papers together", "coauthor", "coauthors", summary.coauthors),
    ):
        yield Picture(
            title,
            [
                Bar(label, count, count_of_papers(count), toggled(query, facet, label))
                for label, count in [*counts.items()][:_MOST]
            ],
            remark=summary.estimates.get(number, ""),
        )


def _of_words(summary: Summary, query: str) -> Iterator[Picture]:
    trends = summary.trends
    for title, words, when in (
        ("rising", trends.rising, "since"),
        ("falling", trends.falling, "before"),
    ):
        yield Picture(
            f"Words of titles {title}, percent of the papers {when} {trends.since}",
            [
                Bar(
                    one.word,
                    100 * (one.share if when == "since" else one.share_before),
                    f"{one.share:.0%} of the papers since {trends.since} ({one.recent}), "
                    f"{one.share_before:.0%} of those before ({one.before})",
                    filtered(query, f"title:{one.word}"),
                )
                for one in words
            ],
            remark=summary.estimates.get("trends", ""),
        )


def _of_reading(
    papers: Sequence[Paper],
    marks: Sequence[Marks],
    operations: Iterable[Operation],
    query: str,
) -> Picture:
    """Return the papers read by month; a bar leads to all that were read, as no query has the month."""
    found = statistics.read_by_month(papers, marks, operations).counts if marks else {}
    read = toggled(query, "state", "read")
    return Picture(
        "Read by you, by month",
        [
            Bar(month, count, f"{count_of_papers(count)} marked as read", read)
            for month, count in reversed([*found.items()][-_MOST:])
        ],
    )
