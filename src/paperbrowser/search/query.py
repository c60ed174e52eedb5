"""The query language: the text of a query as words, phrases, exclusions, filters, and problems.

    dark matter          words in any order; the last one may be unfinished
    "dark matter"        words side by side, exactly
    -lensing -"dark matter" !author:ho NOT cat:CO     left out
    halos OR voids, (halos | voids) year:2020    either
    (Ho et al., 2019), D. Jamieson, 2022, ho19, 10.1093/mind/lix.236.433    see `search.citations`
    author:cranmer title:"dark matter" year:2020..2023 cat:CO,LG has:code     see `search.fields`

Every text is a query: a part that is not understood is searched as words or named in a problem. Pure
functions that never raise and take time linear in the text.
"""

import datetime
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from paperbrowser.papers import words
from paperbrowser.papers.text import clean, cut
from paperbrowser.search import citations
from paperbrowser.search.conditions import ET_AL, QUOTES, Bounds, OneOf, added_after
from paperbrowser.search.either import branches
from paperbrowser.search.fields import (
    ANY_TEXT,
    FIELDS,
    TEXT,
    Filter,
    SearchField,
    field_named,
    near_name,
)
from paperbrowser.search.tokens import Token

_LIKE_A_VALUE = re.compile(rf"[^\W_]|[<>={QUOTES}]")
_IDENTIFIERS = frozenset(("bibcode", "isbn", "issn", "mailto", "pmid"))
_LONGEST_QUOTED = 24  # columns of the user's text within a problem


@dataclass(frozen=True, slots=True)
class Term:
    """A word to find.

    Attributes:
        word: as `words.split` returns it: folded, whole if hyphenated ("n-body").
        field: the one of TEXT_FIELDS to look in; None for all.
        unfinished: the user is still typing it, so it may be the beginning of a word.
    """

    word: str
    field: str | None = None
    unfinished: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words to find side by side, exactly; or a single word to find exactly.

    Attributes:
        words: folded, hyphenated words in their parts: "n-body" and "n body" are the same phrase.
        field: the one of TEXT_FIELDS to look in; None for all.
        unfinished: the user is still typing the last word.
        open: its quote is not closed, as while it is typed. If it finds nothing, see `Query.unquoted`.
    """

    words: tuple[str, ...]
    field: str | None = None
    unfinished: bool = False
    open: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """The parts of a query.

    Attributes:
        text: as typed.
        terms: words, each of which the paper has.
        phrases: phrases, each of which the paper has.
        excluded_terms: words, none of which the paper has: exactly these, not longer or similar ones.
            Never unfinished. A hyphenated one ("n-body") means its parts side by side, or joined.
        excluded_phrases: phrases, none of which the paper has. Never unfinished.
        filters: conditions, each of which the paper meets.
        problems: sentences on what was not understood, each on one line.
        unread: those of them about a filter without a value that can be read, such as "year:abc".
        alternatives: of a query with OR, of which a paper meets any; the other parts are empty then.
        cited: the query read as a citation, in each way that it can be. The papers of the first way
            that finds any come first, then those found by the words.
        titled: phrases of titles, which the papers found by the words must have if `cited` finds any.
        begun: the query as it will be when the year at its end is typed, for when it finds nothing.
    """

    text: str = ""
    terms: tuple[Term, ...] = ()
    phrases: tuple[Phrase, ...] = ()
    excluded_terms: tuple[Term, ...] = ()
    excluded_phrases: tuple[Phrase, ...] = ()
    filters: tuple[Filter, ...] = ()
    problems: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    alternatives: tuple["Query", ...] = ()
    cited: tuple["Query", ...] = ()
    titled: tuple[Phrase, ...] = ()
    begun: "Query | None" = None

    @property
    def ranks(self) -> bool:
        """Whether the query has words to rank papers by, not filters only."""
        if self.alternatives:
            return any(one.ranks for one in self.alternatives)
        if self.cited:
            return any(one.ranks for one in self.cited)
        return bool(self.terms or self.phrases)

    @property
    def narrows(self) -> bool:
        """Whether the query leaves out papers that its words would find."""
        return bool(
            self.excluded_terms
            or self.excluded_phrases
            or self.filters
            or any(one.narrows for one in self.alternatives)
        )

    @property
    def shows_hidden(self) -> bool:
        """Whether the query asks for papers that the user has hidden."""
        asked = any(
            one.field == "is" and one.condition == OneOf(("hidden",)) and not one.negated
            for one in self.filters
        )
        return asked or any(one.shows_hidden for one in self.alternatives)

    @property
    def asks_texts(self) -> bool:
        """Whether the query asks for words of full texts."""
        own = any(one.about_texts for one in self.filters)
        return own or any(one.asks_texts for one in (*self.alternatives, *self.cited))

    def unquoted(self) -> "Query":
        """Return the query with the words of an open quote as words, for when the phrase finds nothing."""
        opened = next((phrase for phrase in self.phrases if phrase.open), None)
        if opened is None:
            return self
        *rest, last = opened.words
        terms = tuple(Term(word, opened.field) for word in rest)
        terms += (Term(last, opened.field, opened.unfinished),)
        return replace(
            self,
            terms=self.terms + terms if opened.unfinished else terms + self.terms,
            phrases=tuple(phrase for phrase in self.phrases if phrase is not opened),
            problems=(*self.problems, "the quote is open; its words are searched on their own"),
        )


def parse(text: str, since: datetime.date | None = None, owner: str = "") -> Query:
    """Read a query. Never raises.

    Args:
        text: as typed.
        since: the day that `is:new` counts from, see `Profile.since`; None: no paper is new.
        owner: the researcher whose papers are searched. They are an author of those whose list of authors
            was cut short.
    """
    readable = _readable(text)
    readable, alternatives = branches(readable)
    read = [_read(pieces, readable, text, since, owner) for pieces in alternatives]
    if len(read) == 1:
        return read[0]
    problems = dict.fromkeys(problem for one in read for problem in one.problems)
    unread = dict.fromkeys(problem for one in read for problem in one.unread)
    return Query(
        text,
        problems=tuple(problems),
        unread=tuple(unread),
        alternatives=tuple(replace(one, text="", problems=(), unread=()) for one in read),
    )


def _read(
    pieces: Sequence[Token],
    readable: str,
    text: str,
    since: datetime.date | None,
    owner: str,
) -> Query:
    """Read the pieces of a query without OR.

    Args:
        pieces: of `readable`, in order.
        readable: the text without LaTeX.
        text: as typed.
        since: see `parse`.
        owner: see `parse`.
    """
    citation = citations.read(pieces, readable)
    reader = _QueryReader(readable, since)
    for piece in citation.words:
        reader.take(piece)
    reader.filters += [*citation.identifiers, *citation.left_out]
    query = reader.query(text)
    if citation.cites or citation.identifiers or citation.years_to_be is not None:
        return _with_citation(query, citation, readable, since, owner)
    return query


def _with_citation(
    query: Query,
    citation: citations.Citation,
    readable: str,
    since: datetime.date | None,
    owner: str,
) -> Query:
    """Return a query with the ways in which it can be read as a citation.

    Args:
        query: of all pieces as words.
        citation: the same pieces.
        readable: see `_read`.
        since: see `parse`.
        owner: see `parse`.
    """
    reader = _QueryReader(readable, since)
    for at, piece in enumerate(citation.rest):
        if at in citation.people:
            reader.take(piece._replace(name="author", value=piece.value.rstrip(".,;:")))
        else:
            reader.take(piece)
    rest = reader.query("")
    filters = (*query.filters, *citation.initials)
    cited: list[Query] = []
    if citation.identifiers and (query.terms or query.phrases):
        cited.append(Query(filters=query.filters, excluded_terms=query.excluded_terms))
    if citation.keys:
        cited.append(_in_years(rest, (*filters, citation.key_filter()), citation.years))
        if (made := citation.of_key()) is not None:
            author, year, word = made
            phrases = (*rest.phrases, Phrase((author,), "author"))
            dated = (*filters, Filter("year", year))
            if word:
                terms = (*rest.terms, Term(word, "title", unfinished=True))
                cited.append(replace(rest, terms=terms, phrases=phrases, filters=dated))
            cited.append(replace(rest, phrases=phrases, filters=dated))
    elif citation.cites:
        cited.append(_in_years(rest, filters, citation.years))
        surname = words.split(words.fold(owner))[-1:]
        others = tuple(term for term in rest.terms if [term.word] != surname)
        if surname and len(others) < len(rest.terms):
            initials = [one for one in citation.initials if not one.about(surname[0])]
            filters = (*query.filters, *initials, Filter("author", OneOf((ET_AL,))))
            cited.append(_in_years(replace(rest, terms=others), filters, citation.years))
    begun = None
    if citation.years_to_be is not None:
        filters = (*query.filters, *citation.initials)
        year_to_be = Filter("year", citation.years_to_be)
        begun = replace(rest, filters=(*filters, year_to_be))
    titled = tuple(Phrase((word,), "title") for word in dict.fromkeys(citation.titled))
    return replace(query, cited=tuple(cited), titled=titled, begun=begun)


def _in_years(rest: Query, filters: Iterable[Filter], years: Sequence[Bounds]) -> Query:
    """Return a query of words and filters, in any of some years."""
    each = [replace(rest, filters=(*filters, Filter("year", year))) for year in years]
    if len(each) > 1:
        return Query(alternatives=tuple(each))
    return each[0] if each else replace(rest, filters=tuple(filters))


def syntax() -> list[tuple[str, str]]:
    """Return examples of everything that can be written, each with what it finds."""
    return [
        (
            "dark matter",
            "both words, in any order; the last may be unfinished, each may be misspelt",
        ),
        ('"dark matter"', "the words side by side, exactly"),
        ("-lensing", 'leaves out; also !lensing, NOT lensing, -"two words", -cat:CO'),
        ("halos OR voids", "papers with either; also halos | voids, (halos OR voids) year:2020"),
        (
            "Ho et al. 2019",
            "as papers cite: authors and year; also (Ho & Cranmer, 2019), D. Jamieson",
        ),
        ("10.1093/mind/lix.236.433", "a DOI, an arXiv id, their addresses, a citation key"),
        *((example, field.about) for field in FIELDS.values() for example in field.examples),
    ]


def _readable(text: str) -> str:
    """Return the text as papers are indexed: clean, without LaTeX."""
    if "\\" not in text and "$" not in text:
        return clean(text)
    from paperbrowser.papers.latex import to_text

    converted = to_text(text)
    return converted + " " if text[-1:].isspace() else converted


class _QueryReader:
    """Sorts the pieces of a query into the parts of `Query`."""

    def __init__(self, text: str, since: datetime.date | None) -> None:
        self.text = text
        self.since = since
        self.terms: list[Term] = []
        self.phrases: list[Phrase] = []
        self.excluded_terms: list[Term] = []
        self.excluded_phrases: list[Phrase] = []
        self.filters: list[Filter] = []
        self.problems: list[str] = []
        self.unread: list[str] = []

    def query(self, text: str) -> Query:
        """Return the query of all pieces taken."""
        return Query(
            text,
            tuple(self.terms),
            tuple(self.phrases),
            tuple(self.excluded_terms),
            tuple(self.excluded_phrases),
            tuple(self.filters),
            tuple(dict.fromkeys(self.problems)),
            tuple(dict.fromkeys(self.unread)),
        )

    def take(self, token: Token) -> None:
        """Add a piece."""
        named = field_named(token.name)
        if named is None:
            self._take_unnamed(token)
        elif named.read is not None:
            self._take_filter(token, named)
        elif not self._take_text(token, named.name):
            self._leave_unread(f"{named.name}: needs {named.needs}")

    def _take_unnamed(self, token: Token) -> None:
        if not token.name:
            self._take_text(token, None)
            return
        near = near_name(token.name)
        if (
            len(token.name) > 1  # "C:O" is a ratio
            and token.name.lower() not in _IDENTIFIERS
            # "yaer:2022" has the form of a citation key, as "ho:2022" has
            and (near == "year" or not citations.is_key(f"{token.name}:{token.value}"))
            and (token.quoted or _LIKE_A_VALUE.match(token.value))  # "https://", "std::vector"
        ):
            what = "left out" if token.negated else "searched"
            meant = f"{near}:? " if near else "it is "
            self.problems.append(
                f"there is no field “{_clipped(token.name)}”; {meant}{what} as words"
            )
        if token.quoted and not token.negated:
            before = Token(token.start, token.start + len(token.name), False, "", token.name)
            self._take_text(before, None)
            self._take_text(token, None)
        else:
            self._take_text(token._replace(value=f"{token.name}:{token.value}"), None)

    def _take_text(self, token: Token, within: str | None) -> bool:
        """Take the value as words or a phrase; return whether it has any word."""
        value = citations.without_et_al(token.value) if token.quoted else token.value
        folded = words.fold(value)
        found = words.split(folded)
        if not found:
            return False
        # "self-" is on its way to "self-supervised".
        unfinished = (
            token.end == len(self.text)
            and (not token.quoted or token.open)
            and not token.negated
            and folded.rstrip("-'").endswith(found[-1])
        )
        if token.quoted or (token.negated and len(found) > 1):
            pieces = tuple(part for word in found for part in words.parts(word))
            phrase = Phrase(pieces, within, unfinished, token.open and not token.negated)
            (self.excluded_phrases if token.negated else self.phrases).append(phrase)
        elif token.negated:
            self.excluded_terms.append(Term(found[0], within))
        else:
            self.terms += [Term(word, within) for word in found[:-1]]
            self.terms.append(Term(found[-1], within, unfinished))
        if token.open and token.end < len(self.text.rstrip()):
            following = self.text[token.end :].split(maxsplit=1)[0]
            self.problems.append(
                f"the quote is open; it is taken to end before {_clipped(following)}"
            )
        return True

    def _take_filter(self, token: Token, named: SearchField) -> None:
        value = words.fold(token.value).strip(QUOTES + " \t\n;")
        typing = token.end == len(self.text) and (not token.quoted or token.open)
        if not typing:
            value = value.rstrip(",")  # "cat:CO, year:2022"
        # An exclusion is not completed: "-cat:C" may become "-cat:CO", and hides nothing before.
        begun = typing and not token.negated
        condition = named.read(value, begun) if named.read is not None and value else None
        if condition is not None:
            name = named.name
            if name == "is" and condition == OneOf(("new",)) and self.since is not None:
                condition = added_after(self.since)
            elif name == "is" and condition == OneOf(("retracted",)):
                name = "has"
            elif name == "has" and condition == OneOf((TEXT,)):
                name, condition = TEXT, ANY_TEXT
            sign = "-" if token.negated else ""
            quote = '"' if token.quoted else ""
            text = f"{sign}{named.name}:{quote}{' '.join(token.value.split())}{quote}"
            self.filters.append(Filter(name, condition, token.negated, text))
            return
        problem = f"{named.name}: needs {named.needs}"
        if value and not (typing and named.may_become(value)):
            problem += f", not “{_clipped(token.value)}”"
        self._leave_unread(problem)

    def _leave_unread(self, problem: str) -> None:
        self.problems.append(problem)
        self.unread.append(problem)


def _clipped(text: str) -> str:
    return cut(" ".join(text.split()), _LONGEST_QUOTED)
