"""Numbers of papers counted by the server: of all papers of a query, or estimates from a sample of them.

Of the library as a whole the numbers by year, kind and category and those of labels are kept as papers are
added. Of a query up to `EXACT` papers are counted one by one; of more a sample is.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from paperbrowser.insight.facets import FACETS
from paperbrowser.papers.dates import PartialDate
from paperbrowser.papers.marks import NO_MARKS
from paperbrowser.papers.metrics import Metrics
from paperbrowser.papers.model import KINDS, Paper
from paperbrowser.papers.text import clean_line
from paperbrowser.postgres.tokens import BETWEEN, LABEL, label, lexeme
from paperbrowser.postgres.totals import FACTS, WITH_CODE

if TYPE_CHECKING:
    import psycopg

    from paperbrowser.postgres.servers import Servers

EXACT = 20_000  # papers that are counted one by one
_SAMPLE = 20_000  # papers found that a sample has
_READ = 400_000  # papers that are read for it at most
_LABELS = 1_000  # of a facet, the most frequent
_MOST_CITED = 5_000  # papers of which the h-index is computed
_WRITTEN = 20  # papers that say how a label is written

_BY_LABELS = ("topic", "venue", "coauthor", "affiliation", "code", "pdf", "retracted")
_BY_TOTALS = ("year", "decade", "category", "kind")

_FOUND = f"""
WITH found AS MATERIALIZED (
    SELECT w.year, w.category, w.score, w.citations, w.title, w.facets, facts.kind,
        {WITH_CODE} AS code, facts.et_al
    FROM paperbrowser.works AS w {{sample}}, {FACTS.format("w")} WHERE {{condition}} LIMIT %s
)
SELECT 1, year, coalesce(kind, ''), coalesce(category, ''), count(*), count(*) FILTER (WHERE code),
    count(citations), coalesce(sum(citations), 0)::bigint, count(*) FILTER (WHERE et_al), NULL::real
FROM found GROUP BY 2, 3, 4
UNION ALL
SELECT 2, NULL, value, NULL, count(*), 0, 0, 0, 0, NULL FROM found, unnest(facets) AS value GROUP BY value
"""  # noqa: S608 - constants
_TITLES = "UNION ALL SELECT 3, year, title, NULL, 1, 0, 0, 0, 0, score FROM found"


class Cell(NamedTuple):
    """Sums of the papers of a year, kind and category."""

    papers: int
    with_code: int
    counted: int  # papers whose citations are known
    citations: int
    cut_short: int

    def plus(self, other: "Cell") -> "Cell":
        """Return the sums of both."""
        return Cell(*map(sum, zip(self, other, strict=True)))

    def times(self, factor: float) -> "Cell":
        """Return the sums of so many times the papers."""
        return self if factor == 1 else Cell(*(round(one * factor) for one in self))


@dataclass(slots=True)
class Counted:
    """The numbers of papers.

    Attributes:
        papers: how many there are.
        sampled: how many were counted, where these are a sample; 0 where all were.
        exact: names of the facets that are counted though the others are estimates.
        cells: by year, kind and category; "" for none.
        values: by facet and value the number of papers.
        shown: by facet and value the ways of writing it.
        titles: year, score and title of each paper that was counted.
    """

    papers: int = 0
    sampled: int = 0
    exact: frozenset[str] = frozenset()
    cells: dict[tuple[int | None, str, str], Cell] = field(default_factory=dict)
    values: dict[str, Counter[str]] = field(default_factory=dict)
    shown: dict[str, dict[str, Counter[str]]] = field(default_factory=dict)
    titles: list[tuple[int | None, float | None, str]] = field(default_factory=list)

    def is_exact(self, facet: str) -> bool:
        """Return whether the values of a facet are counted."""
        return not self.sampled or facet in self.exact

    def take_cell(self, key: tuple[int | None, str, str], cell: Cell) -> None:
        """Add the papers of a year, kind and category."""
        known = self.cells.get(key)
        self.cells[key] = cell if known is None else known.plus(cell)

    def take_value(self, value: str, papers: int) -> None:
        """Add the papers that have a value as the database has it."""
        name, *rest = value.split(BETWEEN, 2)
        if name in FACETS and len(rest) == 2:  # any writer of the library may have put others there
            text, shown = map(clean_line, rest)
            self.values.setdefault(name, Counter())[text] += papers
            self.shown.setdefault(name, {}).setdefault(text, Counter())[shown] += papers

    def written(self, facet: str, text: str) -> str:
        """Return a value of a facet as most papers write it."""
        ways = self.shown.get(facet, {}).get(text)
        return max(ways.items(), key=lambda one: (one[1], one[0]))[0] if ways else text


def _joined(parts: Sequence[Counted]) -> Counted:
    """Return the numbers of papers that are in several parts."""
    if len(parts) == 1:
        return parts[0]
    whole = Counted(
        sum(one.papers for one in parts),
        # What was counted as a whole in one part is so many papers of the sample.
        sum(one.sampled or one.papers for one in parts) if any(one.sampled for one in parts) else 0,
        frozenset.intersection(*(one.exact or _EVERY for one in parts)),
    )
    for one in parts:
        for key, cell in one.cells.items():
            whole.take_cell(key, cell)
        for name, values in one.values.items():
            whole.values.setdefault(name, Counter()).update(values)
        for name, shown in one.shown.items():
            for text, ways in shown.items():
                whole.shown.setdefault(name, {}).setdefault(text, Counter()).update(ways)
        whole.titles += one.titles
    return whole


_EVERY = frozenset(FACETS)


@dataclass(frozen=True, slots=True)
class Overview:
    """The numbers of a library that its header and its information show.

    Attributes:
        years: papers by year.
        metrics: of all papers.
        often: papers that are cited ten times or more; None where too few citations are known.
    """

    years: Mapping[int, int]
    metrics: Metrics
    often: int | None


def overview(servers: "Servers") -> Overview:
    """Return the numbers of a library, from the sums that are kept."""
    years: Counter[int] = Counter()
    papers = counted = citations = often = 0
    for rows in servers.each(
        "SELECT year, sum(works)::bigint, sum(counted)::bigint, sum(citations)::bigint, sum(often)::bigint "
        "FROM paperbrowser.totals GROUP BY year"
    ):
        for year, *sums in rows:
            if year is not None and sums[0] > 0:
                years[year] += sums[0]
            papers, counted = papers + sums[0], counted + sums[1]
            citations, often = citations + sums[2], often + sums[3]
    if not counted or 2 * counted < papers:
        return Overview(years, Metrics(papers, None, None), None)
    most = servers.each(
        "SELECT citations FROM paperbrowser.works WHERE citations IS NOT NULL "
        "ORDER BY citations DESC NULLS LAST LIMIT %s",
        (_MOST_CITED,),
    )
    cited = sorted((one for rows in most for (one,) in rows), reverse=True)
    h_index = sum(count >= rank for rank, count in enumerate(cited, 1))
    return Overview(years, Metrics(papers, citations, h_index), often)


def found(
    servers: "Servers", condition: str, values: Sequence[object], *, titles: bool = False
) -> Counted:
    """Count the papers that meet a condition.

    Args:
        servers: of the library.
        condition: in SQL, with a placeholder for each value.
        values: of the placeholders.
        titles: take the titles as well.
    """

    def count(connection: "psycopg.Connection", _at: int) -> Counted:
        counted = _count(connection, condition, values, titles=titles)
        if counted.papers <= EXACT:
            return counted
        about = max(EXACT, _estimated(connection, condition, values))
        share = min(1.0, _SAMPLE / about, _READ / max(1, _size(connection)))
        return _count(connection, condition, values, titles=titles, share=share, about=about)

    return _joined(servers.run(count))


def estimated(servers: "Servers", condition: str, values: Sequence[object]) -> list[int]:
    """Return about how many papers of each part meet a condition, as the servers guess."""
    return servers.run(lambda connection, _at: _estimated(connection, condition, values))


def _estimated(connection: "psycopg.Connection", condition: str, values: Sequence[object]) -> int:
    plan = connection.execute(
        f"EXPLAIN (FORMAT JSON) SELECT FROM paperbrowser.works WHERE {condition}",
        values,
    ).fetchone()
    return int(plan[0][0]["Plan"]["Plan Rows"]) if plan else 0


def _size(connection: "psycopg.Connection") -> int:
    row = connection.execute("SELECT works FROM paperbrowser.library").fetchone()
    return int(row[0]) if row else 0


def _count(
    connection: "psycopg.Connection",
    condition: str,
    values: Sequence[object],
    *,
    titles: bool,
    share: float = 1.0,
    about: int = 0,
) -> Counted:
    """Count the papers that meet a condition, of all or of a share, as if they were `about` so many."""
    sample = "TABLESAMPLE SYSTEM (%s) REPEATABLE (1)" if share < 1 else ""
    statement = _FOUND.format(sample=sample, condition=condition) + (_TITLES if titles else "")
    given = ([100 * share] if sample else []) + [*values]
    rows = connection.execute(statement, [*given, (EXACT if not sample else _READ) + 1]).fetchall()
    papers = sum(row[4] for row in rows if row[0] == 1)
    factor = about / papers if sample and papers else 1.0
    whole = Counted(about if sample else papers, papers if sample else 0)
    for kind, year, text, more, *sums, score in rows:
        if kind == 1:
            whole.take_cell((year, clean_line(text), clean_line(more)), Cell(*sums).times(factor))
        elif kind == 2:
            whole.take_value(text, round(sums[0] * factor))
        else:
            whole.titles.append((year, score, clean_line(text)))
    return whole


# The library as a whole


def whole(servers: "Servers") -> Counted:
    """Count the papers of a library."""
    return _joined(servers.run(lambda connection, _at: _whole(connection)))


def _whole(connection: "psycopg.Connection") -> Counted:
    size = _size(connection)
    if size <= EXACT:
        return _count(connection, "true", (), titles=True)
    counted = _count(
        connection, "true", (), titles=True, share=min(1.0, _SAMPLE / size), about=size
    )
    counted.exact = frozenset((*_BY_TOTALS, *_BY_LABELS))
    counted.cells = {}
    for name in _BY_TOTALS:
        counted.values.pop(name, None)
        counted.shown.pop(name, None)
    for year, kind, category, *sums in connection.execute(
        "SELECT year, kind, category, works, with_code, counted, citations, cut_short "
        "FROM paperbrowser.totals WHERE works > 0"
    ):
        counted.take_cell((year, clean_line(kind), clean_line(category)), Cell(*sums))
    _by_cells(counted)
    _by_labels(connection, counted)
    return counted


def _by_cells(counted: Counted) -> None:
    """Take the values of facets that the sums by year, kind and category tell."""
    for (year, kind, category), cell in counted.cells.items():
        like = Paper(
            title="",
            date=None if year is None else PartialDate(year),
            kind=next((one for one in KINDS if one == kind), None),
            category=category or None,
        )
        for name in _BY_TOTALS:
            for one in FACETS[name].values(like, NO_MARKS, ""):
                counted.take_value(BETWEEN.join((name, one.text, one.shown)), cell.papers)


def _by_labels(connection: "psycopg.Connection", counted: Counted) -> None:
    """Take the values of facets whose labels are counted with the words of the library."""
    fields = {name: FACETS[name].field for name in _BY_LABELS}
    rows = connection.execute(
        """
        SELECT word, works FROM (
            SELECT word, works, row_number() OVER (
                PARTITION BY split_part(word, ':', 1) ORDER BY works DESC, word
            ) AS place
            FROM (
                SELECT word, sum(works)::bigint AS works FROM paperbrowser.words
                WHERE left(word, 1) = %s AND split_part(word, ':', 1) = ANY(%s)
                GROUP BY word HAVING sum(works) > 0
            ) AS labels
        ) AS placed WHERE place <= %s
        """,
        (LABEL, [LABEL + one for one in {*fields.values()}], _LABELS),
    ).fetchall()
    papers: dict[str, int] = dict(rows)
    unknown: list[tuple[str, str]] = []
    for name, field_ in fields.items():
        prefix = label(field_, "")
        owned = FACETS[name].owned
        sampled = counted.shown.get(name, {})
        counted.values[name] = Counter()
        for word, works in papers.items():
            text = word.removeprefix(prefix)
            if not word.startswith(prefix) or (owned and text not in owned):
                continue
            if text in sampled:
                counted.values[name][text] = works
            else:
                unknown.append((name, word))
    _look_up(connection, counted, unknown, papers)


def _look_up(
    connection: "psycopg.Connection",
    counted: Counted,
    unknown: Iterable[tuple[str, str]],
    papers: dict[str, int],
) -> None:
    """Take values whose writing is not known: it is looked up in some papers; initials of venues are none.

    Args:
        connection: to the library.
        counted: takes them.
        unknown: facets and labels.
        papers: how many papers have a label.
    """
    asked = {(name, word.partition(":")[2]): word for name, word in unknown}
    rows = connection.execute(
        """
        SELECT asked.name, asked.text, value, count(*)
        FROM unnest(%s::text[], %s::text[], %s::text[]) AS asked(name, text, token),
            LATERAL (SELECT facets FROM paperbrowser.works WHERE tokens @@ asked.token::tsquery LIMIT %s)
                AS few,
            unnest(few.facets) AS value
        WHERE starts_with(value, asked.name || %s || asked.text || %s)
        GROUP BY 1, 2, 3
        """,
        (
            [name for name, _ in asked],
            [value for _, value in asked],
            [lexeme(word) for word in asked.values()],
            _WRITTEN,
            BETWEEN,
            BETWEEN,
        ),
    )
    for name, value, written, ways in rows:
        shown = clean_line(written.split(BETWEEN, 2)[2])
        counted.values[name][value] = papers[asked[name, value]]
        counted.shown.setdefault(name, {}).setdefault(value, Counter())[shown] += ways
