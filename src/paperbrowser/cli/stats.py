"""`paperbrowser stats`: print what the papers amount to, or draw a picture of it."""

import csv
import io
from collections.abc import Iterator, Mapping
from pathlib import Path

from paperbrowser.cli import selection
from paperbrowser.cli.output import print_bytes, print_json, print_line, say, shows_blocks
from paperbrowser.cli.parser import Parser
from paperbrowser.insight import charts, statistics
from paperbrowser.papers.display import count_of_papers
from paperbrowser.papers.text import clean_line, columns, cut
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
    selected = selection.select(parser, asked)
    if asked.query and not selected.papers:
        return 1  # `select` has said that nothing matches
    if path is not None:
        return _draw(selected, path)
    tables = _tables(selected)
    if asked.json:
        name = {"profile": selected.profile.name, "papers": len(selected.papers)}
        print_json({**name, **tables})
    elif asked.csv:
        print_bytes(files.encoded(_csv(tables)))
    else:
        _print(selected, tables, ascii_only=asked.ascii or not shows_blocks())
    return 0


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
_BY_TIME = frozenset(("years", "citations", "scores", "code", "reading"))  # the latest are shown


def _tables(selected: selection.Selection) -> dict[str, Mapping[str, int | float]]:
    papers, owner = selected.papers, selected.profile.name
    years = statistics.facts_by_year(papers)
    trends = statistics.trends(papers)
    return {
        "years": statistics.by_year(papers).counts,
        "kinds": statistics.by_kind(papers).counts,
        "categories": statistics.by_category(papers).counts,
        "topics": statistics.by_topic(papers).counts,
        "venues": statistics.by_venue(papers).counts,
        "coauthors": statistics.by_coauthor(papers, owner, selected.heads).counts,
        "affiliations": statistics.by_affiliation(papers).counts,
        "citations": {f"{one.year}": one.citations for one in years if one.counted},
        "scores": {f"{one.year}": one.score for one in years if one.score is not None},
        "code": {f"{one.year}": one.with_code for one in years if one.with_code},
        "tags": statistics.by_tag(selected.marks).counts,
        "reading": _reading(selected),
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
    selected: selection.Selection,
    tables: Mapping[str, Mapping[str, int | float]],
    *,
    ascii_only: bool,
) -> None:
    papers = selected.papers
    heading = f"{selected.profile.name}: {count_of_papers(len(papers))}"
    print_line(clean_line(heading))
    if cut_short := sum(paper.et_al for paper in papers):
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
        rounded = {value: round(count) for value, count in shown}
        for line in charts.bars(rounded, _WIDTH - 2, ascii_only=ascii_only):
            print_line(f"  {line}")
    trends = statistics.trends(papers)
    for title, words in (("rise", trends.rising), ("fall", trends.falling)):
        if words:
            print_line("")
            print_line(
                f"Words of titles that {title}, share of papers before {trends.since} and since"
            )
        for trend in words[:_MOST]:
            word = cut(trend.word, _LONGEST_WORD)
            gap = " " * (_LONGEST_WORD - columns(word))
            print_line(f"  {word}{gap}{trend.share_before:6.1%} {trend.share:6.1%}")


def _draw(selected: selection.Selection, path: Path) -> int:
    papers, owner = selected.papers, selected.profile.name
    kinds = statistics.parts_by_year(papers, "kind")
    categories = statistics.parts_by_year(papers, "category")
    # Many sources know no kinds, or no categories; the better known one parts the bars.
    years = kinds if _unknown(kinds) <= _unknown(categories) else categories
    panels = [
        charts.Panel(_HEADINGS[name], counts)
        for name, counts in (
            ("coauthors", statistics.by_coauthor(papers, owner, selected.heads).counts),
            ("venues", statistics.by_venue(papers).counts),
            ("topics", statistics.by_topic(papers).counts),
            ("categories", statistics.by_category(papers).counts),
            ("kinds", statistics.by_kind(papers).counts),
        )
        if counts
    ]
    title = f"{owner}: {count_of_papers(len(papers))}"
    try:
        files.write(path, files.encoded([charts.svg(title, years, panels)]))
    except OSError as error:
        say(f"{clean_line(str(path))}: {error.strerror or error}; choose another path")
        return 1
    say(f"a picture of {count_of_papers(len(papers))} written to {clean_line(str(path))}")
    return 0


def _unknown(years: statistics.YearParts) -> int:
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
