"""Queries for people with several names: a filter by one name finds the papers under all of them."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import islice, product

from paperbrowser.search.conditions import OneOf
from paperbrowser.search.fields import Filter
from paperbrowser.search.query import Phrase, Query

_MOST = 32  # ways to combine the names of several people


def with_all_names(query: Query, heads: Mapping[str, str]) -> Query:
    """Return a query whose whole names of authors stand for all names of their persons.

    These are `coauthor:` and `author:` with a name in quotes.

    Args:
        query: as it was read.
        heads: for each name (as `venues.plain`) of somebody who has several the one that they go by.
    """
    if not heads:
        return query
    names: dict[str, list[str]] = {}
    for name, head in heads.items():
        names.setdefault(head, []).append(name)
    return _Widened({name: names[head] for name, head in heads.items()}).query(query)


class _Widened:
    """Puts all names of a person in place of one."""

    def __init__(self, names: Mapping[str, list[str]]) -> None:
        self._names = names

    def query(self, query: Query) -> Query:
        """Return a query with all names."""
        excluded = query.excluded_phrases
        query = replace(
            query,
            filters=tuple(map(self._filter, query.filters)),
            excluded_phrases=tuple(
                dict.fromkeys(one for each in excluded for one in self._ways(each))
            ),
            alternatives=tuple(map(self.query, query.alternatives)),
            cited=tuple(map(self.query, query.cited)),
            begun=query.begun and self.query(query.begun),
        )
        ways = [[*self._ways(phrase)] for phrase in query.phrases]
        if all(len(each) == 1 for each in ways):
            return query
        each = (
            replace(query, text="", phrases=phrases, problems=(), unread=())
            for phrases in islice(product(*ways), _MOST)
        )
        return Query(
            query.text, problems=query.problems, unread=query.unread, alternatives=tuple(each)
        )

    def _filter(self, one: Filter) -> Filter:
        condition = one.condition
        if one.field != "coauthor" or not isinstance(condition, OneOf):
            return one
        *whole, last = condition.values
        # The last value stays the last: it may be the beginning of a longer one.
        others = (name for value in condition.values for name in self._names.get(value, ()))
        values = dict.fromkeys(name for name in (*others, *whole) if name != last)
        return replace(one, condition=OneOf((*values, last), begun=condition.begun))

    def _ways(self, phrase: Phrase) -> Iterator[Phrase]:
        """Yield a phrase, and of a person's name the others."""
        yield phrase
        if phrase.field == "author" and not phrase.unfinished:
            name = " ".join(phrase.words)
            for other in self._names.get(name, ()):
                if other != name:
                    yield replace(phrase, words=tuple(other.split()))
