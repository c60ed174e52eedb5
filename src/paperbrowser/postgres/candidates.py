"""Papers that may match a query, found by each server in one statement, the likeliest first.

Of a question that very many papers match, the first that come are ordered and the others estimated: the
partitions hold papers by the hashes of their ids, so one is a sample of all.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, islice

from paperbrowser.postgres import counting
from paperbrowser.postgres.asking import Question, where, where_any
from paperbrowser.postgres.servers import Rows, Servers

USUAL = 40  # papers of a question that are worth ranking
MOST_MATCHED = 400  # papers of a question that a server orders and counts, if no more are asked for
_IMPORTANCE = "{0.05, 0.3, 0.3, 1.0}"  # of no field, abstract, author, title
_PARTITIONS = "(SELECT count(*) FROM pg_inherits WHERE inhparent = 'paperbrowser.works'::regclass)"

# What a row of the answer says.
_PAPER, _MATCHED_IN, _MATCHED, _LEFT_OUT = 0, 1, 2, 3


@dataclass(frozen=True, slots=True)
class Candidates:
    """Papers that may match any of some questions.

    Attributes:
        ids: of the works.
        titled: some match by their titles alone.
        cut: there are more.
        matched: how many match.
        exact: whether these are counted; else it is an estimate.
    """

    ids: list[str]
    titled: bool
    cut: bool
    matched: int
    exact: bool


def find(
    servers: Servers,
    asked: Sequence[Question],
    limit: int = USUAL,
    enough: int | None = None,
) -> Candidates:
    """Return papers that may match any of some questions.

    Args:
        servers: of the library.
        asked: the questions, one at least.
        limit: papers of a question.
        enough: papers that match by their titles, so that none are looked for that match otherwise; None
            for as many as a server orders.
    """
    most = max(limit, MOST_MATCHED)
    statement, values = _statement(asked, limit, enough or most, most)
    answers = servers.each(statement, values)
    papers = [row for rows in answers for row in rows if row[0] == _PAPER]
    # Of the ways to ask, the one with titles alone comes first.
    papers.sort(key=lambda row: (row[1], -row[4], row[3]))
    best = [row for _, same in groupby(papers, lambda row: row[1]) for row in islice(same, limit)]
    each = Counter(row[1] for row in papers)
    matched, exact, vast = 0, True, False
    for rows in answers:
        here = _matched(rows, most)
        exact &= here.exact
        vast |= here.vast
        matched += here.count
    if vast:
        estimated = counting.estimated(servers, *where_any(asked))
        matched = max(matched, sum(map(int, estimated)))
    return Candidates(
        list(dict.fromkeys(row[3] for row in best)),
        any(row[2] for row in papers),
        max(each.values(), default=0) >= limit,
        matched,
        exact,
    )


def _statement(
    asked: Sequence[Question], limit: int, enough: int, most: int
) -> tuple[str, list[object]]:
    """Return the statement that finds papers, and the values of its placeholders.

    Its rows are: what the row says; the number of the way to ask; whether that is by titles alone; an id or a
    partition; a rank or a number of papers.
    """
    ways: list[str] = []
    selects: list[str] = []
    values: list[object] = []

    def ask(question: Question, tokens: str, *, titled: bool, unless: str = "") -> str:
        name = f"way{len(ways)}"
        condition, its = where(question, tokens)
        if unless:  # those of titles come first
            condition = f"(SELECT count(*) < {enough} FROM {unless}) AND ({condition})"  # noqa: S608
        rank = "ts_rank(%s::real[], tokens, %s::tsquery)" if tokens else "0::real"
        values.extend((_IMPORTANCE, tokens) if tokens else ())
        values.extend(its)
        selects.append(
            f"(SELECT {_PAPER}, {len(ways)}, {titled}, id, rank FROM {name} "  # noqa: S608
            f"ORDER BY rank DESC, id LIMIT {limit})"
        )
        ways.append(
            f"{name} AS MATERIALIZED (SELECT id, part, {rank} AS rank FROM ("  # noqa: S608 - values are parameters
            f"SELECT id, tableoid AS part, tokens FROM paperbrowser.works WHERE {condition} "
            f"LIMIT {most}) AS matched)"
        )
        return name

    whole: list[str] = []
    for question in asked:
        unless = ask(question, question.titled, titled=True) if question.titled else ""
        way = ask(question, question.tokens, titled=False, unless=unless)
        whole += (unless, way) if unless else (way,)
        if unless:
            selects.append(
                f"(SELECT {_LEFT_OUT}, {len(ways)}, false, '', {enough >= most:d}::real "  # noqa: S608
                f"WHERE (SELECT count(*) >= {enough} FROM {unless}))"
            )
        selects.append(
            f"(SELECT {_MATCHED_IN}, {len(ways)}, false, part::text, count(*)::real "  # noqa: S608
            f"FROM {way} GROUP BY part)"
        )
    every = " UNION ".join(f"SELECT id FROM {way}" for way in whole)  # noqa: S608
    selects.append(
        f"(SELECT {_MATCHED}, 0, false, {_PARTITIONS}::text, count(*)::real FROM ({every}) AS every)"  # noqa: S608
    )
    return f"WITH {', '.join(ways)} {' UNION ALL '.join(selects)}", values


@dataclass(frozen=True, slots=True)
class _Count:
    """How many papers of a server match.

    Attributes:
        count: the number.
        exact: whether they are counted.
        vast: there are so many that these are no sample.
    """

    count: int
    exact: bool
    vast: bool = False


def _matched(rows: Rows, looked_at: int) -> _Count:
    """Return how many papers of a server match, by the rows of its answer.

    Args:
        rows: of the answer.
        looked_at: papers of a question, at most.
    """
    by_question: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    counted, partitions = 0, 1
    for what, number, _, name, count in rows:
        if what == _MATCHED_IN:
            by_question[number].append((int(name), int(count)))
        elif what == _MATCHED:
            counted, partitions = int(count), int(name)
    left_out = [row for row in rows if row[0] == _LEFT_OUT]
    most = _Count(counted, exact=not left_out, vast=any(row[4] for row in left_out))
    for its in by_question.values():
        if sum(count for _, count in its) < looked_at:
            continue
        *whole, last = [count for _, count in sorted(its)]  # partitions are read in their order
        each = sum(whole) / len(whole) if whole else last
        count = max(round(each * partitions), counted)
        if count >= most.count:
            most = _Count(count, exact=False, vast=most.vast or not whole)
    return most
