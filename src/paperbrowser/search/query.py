"""The query language: the text of a query as words, phrases, exclusions, filters, and problems.

    dark matter          words in any order; the last one may be unfinished
    "dark matter"        words side by side, exactly
    -lensing -"dark matter" -author:ho -cat:CO     left out
    author:cranmer title:"dark matter" year:2020..2023 cat:CO,LG has:code     see `search.fields`

Every text is a query: a part that is not understood is searched as words or named in a problem. Pure
functions that never raise and take time linear in the text.
"""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from paperbrowser.papers import words
from paperbrowser.papers.text import clean, cut
from paperbrowser.search.conditions import QUOTES, added_after
from paperbrowser.search.fields import FIELDS, NAMES, Filter, SearchField, field_named

_BLANKS = re.compile(r"\s*")
_HEAD = re.compile(r"(-(?=[^\s-]))?(?:([^\W\d_]++):)?")
# A quote opens where a word could start; after a letter ('10" mirror') or before a blank it is punctuation.
_BARE = re.compile(rf"(?:[^\s{QUOTES}]|(?<=[^\W_])[{QUOTES}]|[{QUOTES}](?!\S))+")
_QUOTE = re.compile(f"[{QUOTES}]")
_NEXT_FIELD = re.compile(rf"\s(?=-?(?:{'|'.join(NAMES)}):\S)", re.IGNORECASE)
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
    """

    text: str = ""
    terms: tuple[Term, ...] = ()
    phrases: tuple[Phrase, ...] = ()
    excluded_terms: tuple[Term, ...] = ()
    excluded_phrases: tuple[Phrase, ...] = ()
    filters: tuple[Filter, ...] = ()
    problems: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()

    @property
    def narrows(self) -> bool:
        """Whether the query leaves out papers that its words would find."""
        return bool(self.excluded_terms or self.excluded_phrases or self.filters)

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


class Token(NamedTuple):
    """A piece of the text, `-name:"value"`. All but the value may be missing.

    Attributes:
        start: characters of the text before it and its minus.
        end: characters of the text up to its end.
        negated: it starts with a minus.
        name: the text before the colon, as written; empty without a colon.
        value: the text after the colon, without quotes.
        quoted: the value stands within quotes.
        open: the closing quote is missing.
    """

    start: int
    end: int
    negated: bool
    name: str
    value: str
    quoted: bool = False
    open: bool = False


def tokens(text: str) -> Iterator[Token]:
    """Yield the pieces of `text` in order.

    Minus and name count at the start of a piece that follows a blank. An open quote reaches to the end
    of the text or to the next known field, whichever comes first.
    """
    at, size = 0, len(text)
    while True:
        at = _end(_BLANKS, text, at)
        if at == size:
            return
        start, negated, name = at, False, ""
        if at == 0 or text[at - 1].isspace():
            head = _HEAD.match(text, at)
            if head is not None:
                negated, name, at = head[1] is not None, head[2] or "", head.end()
                start += negated
        bare = _end(_BARE, text, at)
        if bare > at or at == size or text[at].isspace():
            yield Token(start, bare, negated, name, text[at:bare])
            at = bare
            continue
        named = field_named(name)
        opening, closing = at + 1, _QUOTE.search(text, at + 1)
        if closing is not None:
            at = closing.end()
            value = text[opening : closing.start()]
            yield Token(start, at, negated, name, value, quoted=True)
        elif named is not None and named.read is not None:
            # A filter's value is one word, unless quotes say otherwise.
            at = _end(_BARE, text, opening)
            yield Token(start, at, negated, name, text[opening:at], quoted=True, open=True)
        else:
            following = _NEXT_FIELD.search(text, opening)
            at = size if following is None else following.start()
            yield Token(start, at, negated, name, text[opening:at], quoted=True, open=True)


def _end(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return at if found is None else found.end()


def parse(text: str, since: datetime.date | None = None) -> Query:
    """Read a query. Never raises.

    Args:
        text: as typed.
        since: the day that `is:new` counts from, see `Profile.since`; None: no paper is new.
    """
    readable = _readable(text)
    reader = _QueryReader(readable, since)
    for token in tokens(readable):
        reader.take(token)
    return Query(
        text,
        tuple(reader.terms),
        tuple(reader.phrases),
        tuple(reader.excluded_terms),
        tuple(reader.excluded_phrases),
        tuple(reader.filters),
        tuple(dict.fromkeys(reader.problems)),
        tuple(dict.fromkeys(reader.unread)),
    )


def syntax() -> list[tuple[str, str]]:
    """Return examples of everything that can be written, each with what it finds."""
    return [
        (
            "dark matter",
            "both words, in any order; the last may be unfinished, each may be misspelt",
        ),
        ('"dark matter"', "the words side by side, exactly"),
        ("-lensing", 'leaves out; also -"two words", -cat:CO'),
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

    def take(self, token: Token) -> None:
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
        if (
            len(token.name) > 1  # "C:O" is a ratio
            and token.name.lower() not in _IDENTIFIERS
            and (token.quoted or _LIKE_A_VALUE.match(token.value))  # "https://", "std::vector"
        ):
            what = "left out" if token.negated else "searched"
            self.problems.append(
                f"there is no field “{_clipped(token.name)}”; it is {what} as words"
            )
        if token.quoted and not token.negated:
            before = Token(token.start, token.start + len(token.name), False, "", token.name)
            self._take_text(before, None)
            self._take_text(token, None)
        else:
            self._take_text(token._replace(value=f"{token.name}:{token.value}"), None)

    def _take_text(self, token: Token, within: str | None) -> bool:
        """Take the value as words or a phrase; return whether it has any word."""
        folded = words.fold(token.value)
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
            if named.name == "is" and self.since is not None:
                condition = added_after(self.since)
            sign = "-" if token.negated else ""
            quote = '"' if token.quoted else ""
            text = f"{sign}{named.name}:{quote}{' '.join(token.value.split())}{quote}"
            self.filters.append(Filter(named.name, condition, token.negated, text))
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
