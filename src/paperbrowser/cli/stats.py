"""`paperbrowser stats`: print what the papers amount to, or draw a picture of it."""

import argparse
import csv
import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from paperbrowser.cli import library_papers, selection
from paperbrowser.cli.output import print_bytes, print_json, print_line, say, shows_blocks
from paperbrowser.cli.parser import Parser
from paperbrowser.insight import charts, statistics
from paperbrowser.insight.summary import SummaryOfPapers
from paperbrowser.papers.display import count_of_papers
from paperbrowser.papers.text import clean_line, columns, cut
from paperbrowser.search.summary import Summary, YearParts
from paperbrowser.system import files

_WIDTH = 80
_MOST = 10  # values of each kind in the text
_LONGEST_WORD = 24  # columns
_NOTES = """
The text has the first values of each; JSON and CSV have all. Papers without a
fact are left out of its counts. Co-authors are counted by name, without the
researcher; lists that the source cut short with "et al." count too few.
"""


def run(arguments: list[str]) -> int:
    """Print statistics of the papers that `arguments` select."""
    parser = _parser()
    asked = parser.parse_args(arguments)
    path: Path | None = asked.svg
    if path is not None and path.exists() and not path.is_file():
        say(f"{path}: not a regular file; choose another path")
        return 1
    if path is not None and not asked.force and (path.exists() or path.is_symlink()):
        say(f"{path}: file exists; use --force to replace it")
        return 1
    subject = _subject(parser, asked)
    summary = subject.summary
    if asked.query and not summary.papers:
        return 1  # it has been said that nothing matches
    if path is not None:
        return _draw(subject, path)
    tables = _tables(subject)
    if asked.json:
        facts: dict[str, object] = {"profile": subject.name, "papers": summary.papers}
        if summary.estimates:
            facts["estimates"] = {**summary.estimates}
        print_json({**facts, **tables})
    elif asked.csv:
        print_bytes(files.encoded(_csv(tables)))
    else:
        _print(subject, tables, ascii_only=asked.ascii or not shows_blocks())
    return 0


class _Subject(NamedTuple):
    """Papers of a profile or library: its name, their numbers, and their marks if they are known."""

    name: str
    summary: Summary
    tags: Mapping[str, int]
    reading: Mapping[str, int]


def _subject(parser: Parser, asked: argparse.Namespace) -> _Subject:
    """Count the papers that the arguments select; those of a library are counted by its server."""
    counted = None if asked.limit else library_papers.summary(parser, asked)
    if counted is not None:
        return _Subject(*counted, {}, {})
    selected = selection.select(parser, asked)
    summary = SummaryOfPapers(selected.papers, selected.profile.name, selected.heads)
    tags = statistics.by_tag(selected.marks).counts
    return _Subject(selected.profile.name, summary, tags, _reading(selected))


# The tables that the text shows, with their headings; JSON and CSV have all.
_HEADINGS = {
    "years": "Papers a year",
    "kinds": "Kinds",
    "categories": "Categories",
    "topics": "Topics",
    "venues": "Venues",
    "coauthors": "Co-authors",
    "affiliations": "Affiliations",
    "citations": "Citations, by year of publication",
    "scores": "Median score by year",
    "code": "Papers with code, by year",
    "tags": "Your tags",
    "reading": "Read by you, by month",
}
_COUNTED_WITH = {"citations": "years", "code": "years"}  # tables that come of others
_BY_TIME = frozenset(("years", "citations", "scores", "code", "reading"))  # the latest are shown


def _tables(subject: _Subject) -> dict[str, Mapping[str, int | float]]:
    summary = subject.summary
    years, trends = summary.years, summary.trends
    return {
        "years": {f"{one.year}": one.papers for one in years},
        "kinds": summary.kinds,
        "categories": summary.categories,
        "topics": summary.topics,
        "venues": summary.venues,
        "coauthors": summary.coauthors,
        "affiliations": summary.affiliations,
        "citations": {f"{one.year}": one.citations for one in years if one.counted},
        "scores": {f"{one.year}": one.score for one in years if one.score is not None},
        "code": {f"{one.year}": one.with_code for one in years if one.with_code},
        "tags": subject.tags,
        "reading": subject.reading,
        "rising": {trend.word: trend.recent for trend in trends.rising},
        "falling": {trend.word: trend.before for trend in trends.falling},
    }


def _reading(selected: selection.Selection) -> Mapping[str, int]:
    if not any(marks.read for marks in selected.marks):
        return {}
    from paperbrowser.reading.marking import Marking

    operations = Marking().operations
    return statistics.read_by_month(selected.papers, selected.marks, operations).counts


def _csv(tables: Mapping[str, Mapping[str, int | float]]) -> Iterator[str]:
    from paperbrowser.formats.csv.formulas import defused

    out = io.StringIO()
    write = csv.writer(out, lineterminator="\n").writerow
    write(("facet", "value", "count"))
    for facet, counts in tables.items():
        for value, count in counts.items():
            write((facet, defused(clean_line(value)), count))
    yield out.getvalue()


def _print(
    subject: _Subject,
    tables: Mapping[str, Mapping[str, int | float]],
    *,
    ascii_only: bool,
) -> None:
    summary = subject.summary
    print_line(clean_line(_heading(subject)))
    if cut_short := summary.cut_short:
        print_line(f'{count_of_papers(cut_short)} with authors cut short ("et al."): counts of')
        print_line("co-authors and affiliations are too small.")
    for name, title in _HEADINGS.items():
        counts = tables[name]
        if not counts:
            continue
        shown = [*counts.items()][-2 * _MOST :] if name in _BY_TIME else [*counts.items()][:_MOST]
        print_line("")
        note = f", {len(shown)} of {len(counts):,}" if len(shown) < len(counts) else ""
        print_line(f"{title}{note}")
        if remark := summary.estimates.get(_COUNTED_WITH.get(name, name)):
            print_line(f"  {remark}")
        rounded = {value: round(count) for value, count in shown}
        for line in charts.bars(rounded, _WIDTH - 2, ascii_only=ascii_only):
            print_line(f"  {line}")
    trends = summary.trends
    for title, words in (("rise", trends.rising), ("fall", trends.falling)):
        if words:
            print_line("")
            print_line(
                f"Words of titles that {title}, share of papers before {trends.since} and since"
            )
            if remark := summary.estimates.get("trends"):
                print_line(f"  {remark}")
        for trend in words[:_MOST]:
            word = cut(trend.word, _LONGEST_WORD)
            gap = " " * (_LONGEST_WORD - columns(word))
            print_line(f"  {word}{gap}{trend.share_before:6.1%} {trend.share:6.1%}")


def _heading(subject: _Subject) -> str:
    summary = subject.summary
    about = "" if summary.exact else "about "
    return f"{subject.name}: {about}{count_of_papers(summary.papers)}"


def _draw(subject: _Subject, path: Path) -> int:
    summary = subject.summary
    kinds, categories = summary.kinds_by_year, summary.categories_by_year
    # Many sources know no kinds, or no categories; the better known one parts the bars.
    years = kinds if _unknown(kinds) <= _unknown(categories) else categories
    panels = [
        charts.Panel(_HEADINGS[name], counts)
        for name, counts in (
            ("coauthors", summary.coauthors),
            ("venues", summary.venues),
            ("topics", summary.topics),
            ("categories", summary.categories),
            ("kinds", summary.kinds),
        )
        if counts
    ]
    title = _heading(subject)
    try:
        files.write(path, files.encoded([charts.svg(title, years, panels)]))
    except OSError as error:
        say(f"{clean_line(str(path))}: {error.strerror or error}; choose another path")
        return 1
    say(f"a picture of {count_of_papers(summary.papers)} written to {clean_line(str(path))}")
    return 0


def _unknown(years: YearParts) -> int:
    each = zip(years.parts, years.counts, strict=True)
    return sum(sum(counts) for part, counts in each if not part)


def _parser() -> Parser:
    parser = Parser(
        "paperbrowser stats",
        description="Print papers by year, kind, venue and co-author, citations and more.",
        epilog=_NOTES,
    )
    selection.add_arguments(parser)
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="all counts, for other programs")
    form.add_argument("--csv", action="store_true", help="all counts as facet,value,count")
    form.add_argument("--svg", type=Path, metavar="FILE", help="draw a picture for slides")
    parser.add_argument("--ascii", action="store_true", help="draw with ASCII characters only")
    parser.add_argument("--force", action="store_true", help="replace FILE if it exists")
    return parser
