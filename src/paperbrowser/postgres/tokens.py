"""Papers as rows of the server's table: identity, values to filter and sort by, and tokens to find them by.

The tokens are those of the search index, so that both find alike. A sign before a token is its kind:

    word        a word, at its place: A in the title, B in an author's name, C in the abstract
    ^word       the same word, if it is of the title
    +darkmatter two neighbours of the title run together
    *slam       initials of the title
    =cat:co     a label, by which filters choose
    #9f86…      the whole title
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import pairwise
from typing import TYPE_CHECKING

from paperbrowser.formats.json.own import fields_of
from paperbrowser.insight.facets import FACETS
from paperbrowser.papers import display
from paperbrowser.papers.marks import NO_MARKS
from paperbrowser.papers.model import Paper
from paperbrowser.reading.works import names_of
from paperbrowser.search.fields import FIELDS

if TYPE_CHECKING:
    from paperbrowser.search.index.arrays import IndexArrays
    from paperbrowser.search.index.lexicon import Lexicon

IN_TITLE, PAIR, INITIALS, LABEL, WHOLE_TITLE = "^", "+", "*", "=", "#"
KINDS = IN_TITLE + PAIR + INITIALS + LABEL + WHOLE_TITLE
BETWEEN = "\t"  # the parts of a facet's value
_LONGEST = 200  # characters of a label
_MOST_PLACES = 3  # of a word in an abstract
_LAST_PLACE = 16_383  # that a tsvector holds
_OWN = frozenset(("of", "is"))  # fields of which papers have other values in a library


@dataclass(frozen=True, slots=True)
class WorkRow:
    """A paper as a row of the table of works; see `schema`."""

    id: str
    title: str
    authors: list[str]
    year: int | None
    date: str | None
    category: str | None
    score: float | None
    citations: int | None
    abstract: int
    record: str
    tokens: str
    facets: list[str]


def identity(paper: Paper) -> str:
    """Return the id of a work in a library: its surest name, or one made of what it says."""
    name = plain(names_of(paper)[0])
    if not name.startswith("id:"):
        return name
    # Ids are of one profile only.
    said = (paper.title, *paper.authors, paper.date_text, paper.venue or "", paper.abstract)
    text = plain("\n".join(said))
    return f"said:{blake2b(text.encode(), digest_size=16).hexdigest()}"


def plain(text: str) -> str:
    """Return a text that the database takes."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()


def lexeme(text: str) -> str:
    """Return a token as a tsvector or a tsquery has it."""
    return "'" + plain(text).replace("\\", "\\\\").replace("'", "''") + "'"


def label(field: str, value: str) -> str:
    """Return the token of a label of a field."""
    return f"{LABEL}{field}:{value[:_LONGEST]}"


def whole_title(number: int) -> str:
    """Return the token of a title, by its `title_number`."""
    return f"{WHOLE_TITLE}{number:016x}"


def rows_of(papers: Sequence[Paper]) -> list[WorkRow]:
    """Return papers as rows, one for each."""
    from paperbrowser.search.index.build import build

    arrays = build(papers)
    tokens = _tokens(arrays)
    return [_row(paper, at, tokens[at], arrays) for at, paper in enumerate(papers)]


def _row(paper: Paper, at: int, tokens: list[str], arrays: "IndexArrays") -> WorkRow:
    from paperbrowser.search.index.titles import title_number

    tokens += [lexeme(one) for one in _labels(paper)]
    number = title_number(display.title(paper))
    if number is not None:
        tokens.append(lexeme(whole_title(number)))
    return WorkRow(
        id=identity(paper),
        title=plain(display.title(paper)),
        authors=[plain(name) for name in display.credited(paper)],
        year=paper.date.year if paper.date else None,
        date=paper.date.first_day.isoformat() if paper.date else None,
        category=plain(paper.category) if paper.category else None,
        score=paper.score,
        citations=paper.citations,
        abstract=int(arrays.abstracts.lengths[at]),
        record=record_of(paper),
        tokens=" ".join(tokens),
        facets=list(dict.fromkeys(_facets(paper))),
    )


def record_of(paper: Paper) -> str:
    """Return a paper as JSON, without what it is in a profile alone."""
    fields = {key: value for key, value in fields_of(paper).items() if value is not None}
    for key in ("added", "people", "published"):
        fields.pop(key, None)
    # The database takes \u0000 in no text, and single surrogates in none.
    text = json.dumps(fields, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return plain(text).replace("\\u0000", "")


def digest_of(papers: Iterable[Paper], source: str) -> str:
    """Return a key that only these papers of this source have."""
    hashed = blake2b(plain(source).encode(), digest_size=20)
    for paper in papers:
        hashed.update(f"\0{identity(paper)}\0{record_of(paper)}".encode())
    return hashed.hexdigest()


def _labels(paper: Paper) -> Iterator[str]:
    for name, field in FIELDS.items():
        if field.labels is not None and name not in _OWN:
            for one in {*field.labels(paper)}:
                yield label(name, one)


def _facets(paper: Paper) -> Iterator[str]:
    for name, facet in FACETS.items():
        if not facet.marked and facet.field not in _OWN:
            for one in facet.values(paper, NO_MARKS, ""):
                yield plain(BETWEEN.join((name, one.text[:_LONGEST], one.shown[:_LONGEST])))


def _tokens(arrays: "IndexArrays") -> list[list[str]]:
    """Return the tokens of each paper, as a tsvector has them."""
    from paperbrowser.search.index.ranking import ABSTRACT, AUTHOR, FIELDS_SHIFT, TITLE

    words = arrays.words
    spellings = [raw.decode(errors="replace") for raw in words.spellings.tolist()]
    titles, abstracts = _places(arrays, "title", "A"), _places(arrays, "abstract", "C")
    out: list[list[str]] = [[] for _ in range(arrays.size)]
    starts = words.starts.tolist()
    papers, evidence = words.papers.tolist(), words.evidence.tolist()
    for id_, spelling in enumerate(spellings):
        word, titled = lexeme(spelling), lexeme(IN_TITLE + spelling)
        for at in range(starts[id_], starts[id_ + 1]):
            paper, fields = papers[at], evidence[at] >> FIELDS_SHIFT
            marks: list[str] = []
            if fields & TITLE:
                out[paper].append(f"{titled}:1A")
                marks += titles[paper].get(id_) or ["1A"]
            if fields & AUTHOR:
                marks.append("1B")
            if fields & ABSTRACT:
                marks += abstracts[paper].get(id_) or ["1C"]
            out[paper].append(f"{word}:{','.join(marks)}")
    _add(out, arrays.pairs, PAIR)
    _add(out, arrays.initials, INITIALS)
    return out


def _places(arrays: "IndexArrays", name: str, weight: str) -> list[dict[int, list[str]]]:
    """Return for each paper the first places of the words of a field, by the ids of the words."""
    stream = arrays.streams[name]
    starts, words = stream.starts.tolist(), stream.words.tolist()
    every: list[dict[int, list[str]]] = []
    for first, last in pairwise(starts):
        found: dict[int, list[str]] = {}
        for place, id_ in enumerate(words[first : min(last - 1, first + _LAST_PLACE)], 1):
            known = found.get(id_)
            if known is None:
                found[id_] = [f"{place}{weight}"]
            elif len(known) < _MOST_PLACES:
                known.append(f"{place}{weight}")
        every.append(found)
    return every


def _add(out: list[list[str]], lexicon: "Lexicon", kind: str) -> None:
    starts, papers = lexicon.starts.tolist(), lexicon.papers.tolist()
    for id_, raw in enumerate(lexicon.spellings.tolist()):
        token = lexeme(kind + raw.decode(errors="replace"))
        for paper in {*papers[starts[id_] : starts[id_ + 1]]}:
            out[paper].append(f"{token}:1A")
