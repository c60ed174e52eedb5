"""Reasons why a search found nothing: words that no paper has, filters that leave no paper."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from paperbrowser.search.engine import Engine
from paperbrowser.search.query import Query, Term

_SUGGESTED = 3


@dataclass(frozen=True, slots=True)
class NoResults:
    """Advice on a query that found nothing.

    Attributes:
        nearest: words that no paper has, each with similar spellings that papers have.
        without: filters and exclusions as typed, each with the number of papers found without it.
    """

    nearest: Sequence[tuple[str, Sequence[str]]] = ()
    without: Sequence[tuple[str, int]] = ()


def explain(engine: Engine, query: Query) -> NoResults:
    """Return advice on a query that finds nothing."""
    without = []
    for asked in query.filters:
        rest = tuple(other for other in query.filters if other is not asked)
        without.append((asked.text, engine.find(replace(query, filters=rest, cited=()), 1).total))
    if query.excluded_terms or query.excluded_phrases:
        whole = replace(query, excluded_terms=(), excluded_phrases=(), cited=())
        left_out = [f"-{term.word}" for term in query.excluded_terms]
        left_out += [f'-"{" ".join(phrase.words)}"' for phrase in query.excluded_phrases]
        without.append((" ".join(left_out), engine.find(whole, 1).total))
    nearest = []
    words: list[tuple[str, str | None]] = []
    for one in query.alternatives or (query,):
        words += [(term.word, term.field) for term in one.terms]
        words += [(word, phrase.field) for phrase in one.phrases for word in phrase.words]
    for word, field in words:
        if not engine.find(Query(word, terms=(Term(word, field),)), 1).total:
            spellings = engine.near_words(word, _SUGGESTED)
            if spellings:
                nearest.append((word, spellings))
    return NoResults(nearest, [(text, count) for text, count in without if count])
