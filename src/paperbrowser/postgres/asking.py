"""A query as questions to the server: which papers may match, as a tsquery and conditions on columns.

A question finds more than the query: the index ranks what comes back and leaves out what does not match.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import NamedTuple

from paperbrowser.papers import display
from paperbrowser.papers.marks import NO_MARKS, Marks
from paperbrowser.papers.words import LONGEST, STOP_WORDS, fold, parts
from paperbrowser.postgres import shared, tokens
from paperbrowser.postgres.tokens import lexeme, plain
from paperbrowser.postgres.words import Words
from paperbrowser.search.conditions import (
    AnyBounds,
    Bounds,
    OneOf,
    equal,
    equal_or_begun,
    identifier_label,
)
from paperbrowser.search.fields import FIELDS, Filter
from paperbrowser.search.index import weights
from paperbrowser.search.index.matches import AskedWord, matches_longer, near_spellings
from paperbrowser.search.index.ranking import ANYWHERE, BITS, TITLE
from paperbrowser.search.index.run_together import ways_of
from paperbrowser.search.index.titles import title_number
from paperbrowser.search.query import Phrase, Query, Term


class Marked(NamedTuple):
    """The marks that filters choose by.

    Attributes:
        works: the names of each work that the user has marked, and its marks.
        teams: of the user, whose marks the server has.
    """

    works: Sequence[tuple[Sequence[str], Marks]] = ()
    teams: Sequence[str] = ()


NOTHING_MARKED = Marked()

_MOST_WORDS = 12  # of a query that are looked for, the rarest
_MOST_NEAR = 30  # misspellings of a word
_COMMONEST = 40  # words that begin with one or two letters
_SHORT = 3  # letters; words that begin with so few are looked for in titles
_MANY = 20_000  # papers; of words that begin alike and that more have, the commonest are looked for
_MOST_LABELS = 500  # of a field that a filter may mean
_WEIGHTS = {"title": "A", "author": "B", "abstract": "C"}
_COLUMNS = {
    "year": "year",
    "score": "score",
    "cites": "citations",
    "is": "(added - date '0001-01-01') + 1",
}


@dataclass(frozen=True, slots=True)
class Question:
    """A question to the server.

    Attributes:
        tokens: a tsquery; empty for all papers.
        conditions: on columns, with a placeholder for each value.
        values: of the placeholders.
        titled: the same tokens, looked for in titles alone; empty if that makes no difference.
    """

    tokens: str = ""
    conditions: tuple[str, ...] = ()
    values: tuple[object, ...] = ()
    titled: str = ""


@dataclass(slots=True)
class _Meanings:
    """The tokens that may stand for a word of a query.

    Attributes:
        anywhere: alternatives.
        titled: those that are of titles.
        papers: about how many papers have the word.
    """

    anywhere: list[str] = field(default_factory=list)
    titled: list[str] = field(default_factory=list)
    papers: int = 0


def questions(
    query: Query, words: Words, *, lenient: bool, marked: Marked = NOTHING_MARKED
) -> list[Question]:
    """Return the questions of a query, and of all the ways in which it can be read.

    Args:
        query: the query.
        words: of the library.
        lenient: misspelt words count, and papers that lack some of the words.
        marked: the marks that filters choose by.
    """
    asked: dict[Question, None] = {}
    for one in _readings(query):
        asked[_question(one, words, marked, lenient=lenient)] = None
    exact = _exactly(query.text)
    if exact:
        asked[Question(exact)] = None
    return [*asked]


def where(question: Question, tokens: str) -> tuple[str, list[object]]:
    """Return the condition of a question in SQL, and the values of its placeholders."""
    conditions = [*question.conditions]
    values = [list(one) if isinstance(one, tuple) else one for one in question.values]
    if tokens:
        conditions.insert(0, "tokens @@ %s::tsquery")
        values.insert(0, tokens)
    return " AND ".join(conditions) or "true", values


def where_any(asked: Sequence[Question]) -> tuple[str, list[object]]:
    """Return the condition that any of some questions is met, in SQL, and the values of its placeholders."""
    conditions: list[str] = []
    values: list[object] = []
    for question in asked:
        condition, its = where(question, question.tokens)
        conditions.append(f"({condition})")
        values += its
    return " OR ".join(conditions), values


def _readings(query: Query) -> Iterable[Query]:
    for one in (*query.alternatives, *query.cited):
        yield from _readings(one)
    if query.alternatives:
        return
    yield query
    if (unquoted := query.unquoted()) is not query:
        yield unquoted
    if query.begun is not None:
        yield from _readings(query.begun)


def _exactly(text: str) -> str:
    """Return the tsquery of papers whose title or key is the text of a query."""
    text = text.strip()
    written = dict.fromkeys((text, display.line(text)))
    found = [
        lexeme(tokens.whole_title(number))
        for one in written
        if (number := title_number(one)) is not None
    ]
    if text and not any(map(str.isspace, text)):
        found.append(lexeme(tokens.label("id", identifier_label(fold(text)))))
    return " | ".join(found)


def _question(query: Query, words: Words, marked: Marked, *, lenient: bool) -> Question:
    content = [term for term in query.terms if term.word not in STOP_WORDS or term.field]
    terms = content or list(query.terms)
    alone = len(terms) == 1 and not query.phrases
    groups = [
        _group(asked, words) for asked in _asked(terms, alone=alone, leniency=2 if lenient else 0)
    ]
    missing = max(1, len(groups) // 3) if lenient and len(groups) >= 3 else 0
    always = [_phrase(phrase) for phrase in query.phrases]
    always += [
        f"!{_word(_joined(term.word), term.field)}"
        for term in query.excluded_terms
        if len(parts(term.word)) == 1
    ]
    conditions: list[str] = []
    values: list[object] = []
    for one in query.filters:
        if one.about_marks:
            _take_marks(one, marked, conditions, values)
        if one.about_texts:
            _take_texts(one, conditions, values)
        _take_filter(one, words, always, conditions, values)
    groups = sorted(groups, key=lambda group: group.papers)[:_MOST_WORDS]
    anywhere = _most_of(groups, missing)
    titled = _most_of(groups, missing, titled=True) if all(one.titled for one in groups) else ""
    return Question(
        " & ".join(filter(None, [anywhere, *always])),
        tuple(conditions),
        tuple(values),
        " & ".join([titled, *always]) if titled else "",
    )


def _most_of(groups: Sequence[_Meanings], missing: int, *, titled: bool = False) -> str:
    """Return a tsquery of papers with all of the groups but so many; the rarest come first.

    A paper that lacks `missing` of them has at least two of any `missing` + 2. Without the rarest word that
    the library has, the others must be in the title: there are many such papers, and they are the last.
    """
    each = [_either(group.titled if titled else group.anywhere) for group in groups]
    if not missing or missing + 2 > len(groups):
        return " & ".join(each)
    in_titles = [_either(group.titled) if group.titled else "" for group in groups]
    rarest = next((at for at, group in enumerate(groups) if group.papers), 0)
    found = []
    for one, other in combinations(range(missing + 2), 2):
        strict = rarest not in {one, other} and in_titles[one] and in_titles[other]
        those = in_titles if strict else each
        found.append(f"({those[one]} & {those[other]})")
    return "(" + " | ".join(found) + ")"


def _either(alternatives: Sequence[str]) -> str:
    return "(" + " | ".join(dict.fromkeys(alternatives)) + ")"


def _joined(word: str) -> str:
    return "".join(parts(word))[:LONGEST]


def _asked(terms: Sequence[Term], *, alone: bool, leniency: int) -> list[AskedWord]:
    spelled = [_joined(term.word) for term in terms]
    asked = []
    for at, term in enumerate(terms):
        neighbours = []
        if at and terms[at - 1].field == term.field:
            neighbours.append(spelled[at - 1] + spelled[at])
        if at + 1 < len(terms) and terms[at + 1].field == term.field:
            neighbours.append(spelled[at] + spelled[at + 1])
        pieces = tuple(parts(term.word))
        asked.append(
            AskedWord(
                spelled[at],
                unfinished=term.unfinished,
                alone=alone,
                leniency=leniency,
                fields=BITS.get(term.field, 0) if term.field else ANYWHERE,
                neighbours=tuple(neighbours),
                pieces=pieces if len(pieces) > 1 else (),
            )
        )
    return asked


def _word(word: str, within: str | None = None, *, begun: bool = False) -> str:
    """Return a word as a tsquery, of any field or of one, perhaps the beginning of others."""
    signs = ("*" if begun else "") + (_WEIGHTS[within] if within else "")
    return lexeme(word) + (f":{signs}" if signs else "")


def _group(asked: AskedWord, words: Words) -> _Meanings:
    """Return the tokens that may stand for a word; see `search.index.matches` for the rules."""
    word, lexicon = asked.word, words.words
    id_ = lexicon.find(word)
    frequency = 0 if id_ is None else lexicon.frequency(id_)
    known = frequency >= weights.KNOWN
    within = next((name for name, bit in BITS.items() if bit == asked.fields), None)
    group = _Meanings()

    def take(text: str, *, begun: bool = False, everywhere: bool = True) -> None:
        if everywhere:
            group.anywhere.append(_word(text, within, begun=begun))
        titled = lexeme(tokens.IN_TITLE + text) + (":*" if begun else "")
        if asked.fields & TITLE:
            group.titled.append(titled)
            if not everywhere:
                group.anywhere.append(titled)

    take(word)
    first, last = lexicon.beginning(word)
    group.papers = int(lexicon.starts[last] - lexicon.starts[first])
    if matches_longer(word, unfinished=asked.unfinished):
        short = len(word) < _SHORT
        if short or group.papers > _MANY:
            # By a beginning the server reads the papers of all its words; of words it skips most.
            counts = lexicon.starts[first + 1 : last + 1] - lexicon.starts[first:last]
            everywhere = within not in {None, "title"} if short else _everywhere(word, within)
            for at in (first + (-counts).argsort(kind="stable")[:_COMMONEST]).tolist():
                take(lexicon.spelling(at), everywhere=everywhere)
        else:
            take(word, begun=True, everywhere=_everywhere(word, within))
    for joined in asked.neighbours:
        take(joined)
    if asked.pieces:
        pieces = [_word(one, within) for one in asked.pieces]
        if asked.unfinished:
            ending = asked.pieces[-1]  # a letter or two begin too many words
            pieces[-1:] = [_word(ending, within, begun=True)] if len(ending) >= _SHORT else []
        group.anywhere.append("(" + " & ".join(pieces) + ")")
    if asked.leniency:
        damping = weights.EDIT_OF_KNOWN if known else 1.0
        counted = lambda ids: lexicon.starts[ids + 1] - lexicon.starts[ids]  # noqa: E731
        many = words.size > weights.MANY_PAPERS
        ids, worth = near_spellings(lexicon, asked, damping, counted if many else None)
        best = (-worth).argsort(kind="stable")[:_MOST_NEAR]
        for at in ids[best].tolist():
            take(lexicon.spelling(at))
            group.papers += lexicon.frequency(at)
    if asked.fields & TITLE:
        _take_apart(group, asked, words, exists=frequency > 0, known=known)
    return group


def _everywhere(word: str, within: str | None) -> bool:
    """Return whether words that begin with a word are looked for in all fields, and not in titles alone."""
    return len(word) > _SHORT or within is not None


def _take_apart(
    group: _Meanings, asked: AskedWord, words: Words, *, exists: bool, known: bool
) -> None:
    """Add titles with the word as two neighbours, as a run of words, or as their initials."""
    word = asked.word
    found: list[str] = []
    if len(word) >= weights.PAIR_FROM:
        found.append(lexeme(tokens.PAIR + word))
        if len(word) >= weights.PAIR_BEGINNING_FROM and asked.unfinished:
            found[-1] += ":*"
        if asked.leniency and not exists and len(word) >= weights.PAIR_EDIT_FROM:
            found += _near_pairs(word, words)
        if not exists and len(word) >= weights.RUN_FROM:
            for way in ways_of(word, words.words, words.words, unfinished=asked.unfinished):
                pieces = [lexeme(tokens.IN_TITLE + piece) for piece in way]
                if asked.unfinished and len(way[-1]) >= _SHORT:
                    pieces[-1] += ":*"
                found.append("(" + " & ".join(pieces) + ")")
    initial = weights.FEWEST_INITIALS <= len(word) <= weights.MOST_INITIALS_ASKED
    if initial and not known and word.isalpha():
        found.append(lexeme(tokens.INITIALS + word) + ":*")
    group.anywhere += found
    group.titled += found


def _near_pairs(word: str, words: Words) -> list[str]:
    """Return pairs of words that run together are one edit away from a word.

    One half is a word of the library, the other is a misspelling of one.
    """
    lexicon, found = words.words, []
    for at in range(3, len(word) - 2):
        left, right = word[:at], word[at:]
        for whole, other, before in ((left, right, True), (right, left, False)):
            id_ = lexicon.find(whole)
            if id_ is None or lexicon.frequency(id_) < weights.WIDELY_KNOWN:
                continue
            for near in lexicon.near(other, 1, same_initial=before is False).ids.tolist():
                if lexicon.frequency(near) >= weights.KNOWN:
                    text = lexicon.spelling(near)
                    joined = whole + text if before else text + whole
                    found.append((lexicon.frequency(near), joined))
    found.sort(reverse=True)
    return [lexeme(tokens.PAIR + joined) for _, joined in found[:_MOST_NEAR]]


def _phrase(phrase: Phrase) -> str:
    *whole, last = phrase.words
    pieces = [_word(word, phrase.field) for word in whole]
    pieces.append(_word(last, phrase.field, begun=phrase.unfinished))
    return "(" + " & ".join(pieces) + ")"


# Filters


def _take_marks(one: Filter, marked: Marked, conditions: list[str], values: list[object]) -> None:
    """Add a filter about marks to the conditions: works are known by names, of which one is the id."""
    met = replace(one, negated=False)
    without = met.accepts_marks(NO_MARKS)  # most papers have none
    differ = [
        plain(name)
        for names, its in marked.works
        if met.accepts_marks(its) != without
        for name in names
    ]
    condition = "id <> ALL(%s)" if without else "id = ANY(%s)"
    values.append(tuple(differ))
    if marked.teams and (of_teams := _shared(met, marked.teams)) is not None:
        condition = f"({condition} OR {of_teams[0]})"
        values += of_teams[1]
    conditions.append(f"NOT {condition}" if one.negated else condition)


def _shared(one: Filter, teams: Sequence[str]) -> tuple[str, list[object]] | None:
    """Return the condition that what teams share meets a filter, with its values; None if it never does."""
    condition = one.condition
    if not isinstance(condition, OneOf):
        return None
    folded = [*map(plain, condition.values)]
    match one.field:
        case "tag" | "shared":
            return shared.sql_works_tagged(folded, begun=condition.begun)
        case "note":
            return shared.sql_works_noted(folded)
        case "team":
            return shared.sql_works_of([team for team in teams if one.means(fold(team))])
        case "is" if "shared" in folded:
            return shared.sql_works_of(teams)
        case _:
            return None


def _take_texts(one: Filter, conditions: list[str], values: list[object]) -> None:
    """Add a filter about texts to the conditions: those on this disk, by the names of their works."""
    from paperbrowser.texts import index

    condition = one.condition
    found: set[str] = set()
    if not isinstance(condition, OneOf):
        return
    try:
        for value in condition.values:
            begun = condition.begun and value == condition.values[-1]
            found.update(index.search(value.split(), begun=begun) if value else index.names())
    except index.TextIndexError:
        found = set()  # where they were brought up to date it was said why
    conditions.append("id <> ALL(%s)" if one.negated else "id = ANY(%s)")
    values.append(tuple(sorted(map(plain, found))))


def _take_filter(
    one: Filter, words: Words, always: list[str], conditions: list[str], values: list[object]
) -> None:
    """Add a filter to a tsquery or to the conditions, unless it is about marks or texts."""
    if one.about_marks or one.about_texts:
        return
    condition = one.condition
    if isinstance(condition, Bounds | AnyBounds):
        column = _COLUMNS.get(one.field)
        if column is None:
            return
        ranges = condition.ranges if isinstance(condition, AnyBounds) else (condition,)
        met = []
        for bounds in ranges:
            limits = [f"{column} IS NOT NULL"]
            for sign, edge, counts in (
                (">", bounds.low, bounds.low_counts),
                ("<", bounds.high, bounds.high_counts),
            ):
                if math.isfinite(edge):
                    limits.append(f"{column} {sign}{'=' if counts else ''} %s")
                    values.append(edge)
            met.append(f"({' AND '.join(limits)})")
        either = " OR ".join(met)
        conditions.append(f"({either}) IS NOT TRUE" if one.negated else f"({either})")
    elif isinstance(condition, OneOf):
        meant = _meant(one, condition, words)
        if meant is None:
            return
        if meant:
            always.append(("!" if one.negated else "") + _either(meant))
        elif not one.negated:
            always.append(lexeme(tokens.label(one.field, "\1")))  # no paper has it


def _meant(one: Filter, condition: OneOf, words: Words) -> list[str] | None:
    """Return the labels that a filter means, as a tsquery each; None where only the index knows."""
    same = FIELDS[one.field].same
    if same in {equal, equal_or_begun}:
        found = [lexeme(tokens.label(one.field, value)) for value in condition.values]
        if condition.begun and same is equal_or_begun:
            found[-1] += ":*"
        return found
    labels = words.labels.get(one.field)
    if labels is None:
        return None
    meant = [label for label in labels if one.means(label)]
    return [lexeme(tokens.label(one.field, label)) for label in meant[:_MOST_LABELS]]
