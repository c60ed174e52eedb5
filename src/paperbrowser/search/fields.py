"""The search fields, `author:`, `year:`, `cat:`: a table, and the filters made by it.

A further field is a further row of `FIELDS`: the query and its messages, the help, the completion and the
index read the table. Pure functions.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from paperbrowser.papers import display, identifiers, words
from paperbrowser.papers.marks import Marks
from paperbrowser.papers.model import KINDS, Paper
from paperbrowser.search import venues
from paperbrowser.search.conditions import (
    ET_AL,
    AnyBounds,
    Bounds,
    Condition,
    OneOf,
    Reader,
    bounds,
    choice,
    equal,
    equal_or_begun,
    identifier,
    identifier_label,
    names_cited,
    read_year,
    same_category,
    some,
    within_or_begun,
)
from paperbrowser.search.values import (
    Count,
    FieldValues,
    count_authors,
    count_categories,
    count_extent,
    count_labels,
    count_mark_labels,
    count_new,
    count_venues,
    count_years,
)

TEXT = "text"  # the field of words in full texts
ANY_TEXT = OneOf(
    ("",)
)  # the condition of that field for papers that have a text, whatever its words


class SearchField(NamedTuple):
    """A name that may stand before a colon.

    Attributes:
        name: as it is written, lower case.
        about: what it finds, in a few words.
        examples: how it is written.
        needs: what is missing when its value is none: "a year, as in year:2022".
        aliases: other names for it: those of arXiv's own search, and those that users try.
        read: reads its value. None for fields of text, whose value is words to search for.
        number: a paper's number, for fields read as `Bounds`.
        labels: a paper's labels, for conditions that are `OneOf`.
        mark_number: a number of the user's marks on a paper, for fields read as `Bounds`.
        mark_labels: labels that the marks give a paper, for conditions that are `OneOf`.
        same: whether a value (which may be begun) means a label.
        choices: all values there are, when they are few and fixed.
        values: counts the values in a profile, to complete a query with; None for no completions.
        mark_values: the same for values that the marks have.
    """

    name: str
    about: str
    examples: tuple[str, ...]
    needs: str
    aliases: tuple[str, ...] = ()
    read: Reader | None = None
    number: Callable[[Paper], float | None] | None = None
    labels: Callable[[Paper], Iterable[str]] | None = None
    mark_number: Callable[[Marks], float | None] | None = None
    mark_labels: Callable[[Marks], Iterable[str]] | None = None
    same: Callable[[str, str, bool], bool] = equal
    choices: tuple[str, ...] = ()
    values: Count | None = None
    mark_values: Callable[[Sequence[Marks]], FieldValues] | None = None

    def may_become(self, value: str) -> bool:
        """Return whether `value`, which is not a value, is the beginning of one: "20" of a year."""
        if self.choices:
            last = value.rpartition(",")[2]
            return any(choice.startswith(last) for choice in self.choices)
        return not any(char.isalpha() for char in value)


@dataclass(frozen=True, slots=True)
class Filter:
    """A condition that each paper meets or not.

    Attributes:
        field: a name in `FIELDS`.
        condition: the condition.
        negated: the condition must not be met. A paper without a value does not meet it.
        text: as it was typed: "-year:>2021".
    """

    field: str
    condition: Condition
    negated: bool = False
    text: str = ""

    def about(self, surname: str) -> bool:
        """Return whether the filter is one of an author's initials with this surname."""
        condition = self.condition
        return isinstance(condition, OneOf) and condition.values[0].endswith(f" {surname}")

    @property
    def about_texts(self) -> bool:
        """Whether the full text of a paper decides."""
        return self.field == TEXT

    @property
    def about_marks(self) -> bool:
        """Whether the user's marks decide, not the paper."""
        field = FIELDS[self.field]
        if field.mark_number is not None:
            return True
        return field.mark_labels is not None and isinstance(self.condition, OneOf)

    def accepts_marks(self, marks: Marks) -> bool:
        """Return whether a filter that is about marks accepts a paper with these."""
        field = FIELDS[self.field]
        if field.mark_number is not None:
            number = field.mark_number(marks)
            limits = self.condition
            met = (
                number is not None
                and isinstance(limits, AnyBounds | Bounds)
                and limits.holds(number)
            )
        else:
            met = any(map(self.means, field.mark_labels(marks) if field.mark_labels else ()))
        return met is not self.negated

    def means(self, label: str) -> bool:
        """Return whether the condition, without a minus, is met by this label of the field."""
        if not isinstance(self.condition, OneOf):
            return False
        same = FIELDS[self.field].same
        *whole, last = self.condition.values
        return same(last, label, self.condition.begun) or any(
            same(value, label, False) for value in whole
        )


_PRESENT: dict[str, Callable[[Paper], object]] = {
    "code": lambda paper: paper.code,
    "score": lambda paper: paper.score is not None,
    "abstract": lambda paper: paper.abstract,
    "link": lambda paper: paper.url or paper.doi or paper.arxiv,
    "date": lambda paper: paper.date,
    "cites": lambda paper: paper.citations is not None,
    "doi": lambda paper: paper.doi,
    "arxiv": lambda paper: paper.arxiv,
    "pdf": lambda paper: paper.pdf,
    TEXT: lambda _: False,  # the text that is stored: `query.parse` asks for it by TEXT
    "retracted": display.is_retracted,
}
_KNOWN = [name for name in _PRESENT if name != "retracted"]
_STATES = (
    "unread",
    "read",
    "starred",
    "queued",
    "tagged",
    "noted",
    "highlighted",
    "shared",
    "hidden",
    "new",
    "retracted",
)
_OF_PAPERS = {"new", "retracted"}  # the others are of marks
_PRESENT_AS = {"url": "link", "links": "link", "year": "date", "citations": "cites"}


def _read_present(value: str, begun: bool) -> Condition | None:
    """Read what papers have; the text stands alone, as it is not in the paper."""
    condition = choice(_PRESENT, _PRESENT_AS)(value, begun)
    if isinstance(condition, OneOf) and len(condition.values) > 1:
        return None if TEXT in condition.values else condition
    return condition


def _present(paper: Paper) -> list[str]:
    return [name for name, present in _PRESENT.items() if present(paper)]


def _states(marks: Marks) -> list[str]:
    """Return the states that the user's marks give a paper."""
    states = ["read" if marks.read else "unread"]
    states += ["starred"] if marks.starred else []
    states += ["queued"] if marks.queued is not None else []
    states += ["tagged"] if marks.tags else []
    states += ["noted"] if marks.notes else []
    states += ["highlighted"] if marks.highlights else []
    states += ["shared"] if marks.shared_tags or marks.shared_notes else []
    states += ["hidden"] if marks.hidden else []
    return states


def _tags(marks: Marks) -> list[str]:
    """Return the tags of the user and of the user's teams; one that both have counts once."""
    by_key = {words.fold(one.text): one.text for one in marks.shared_tags}
    return [*({**by_key, **{words.fold(tag): tag for tag in marks.tags}}).values()]


def _shared_tags(marks: Marks) -> set[str]:
    return {one.text for one in marks.shared_tags}


def _teams(marks: Marks) -> set[str]:
    return {one.team for one in (*marks.shared_tags, *marks.shared_notes)}


def _notes(marks: Marks) -> Iterator[str]:
    """Return the notes of the user and of the user's teams, and highlighted passages, folded."""
    for note in (*marks.notes, *(one.text for one in marks.shared_notes)):
        yield words.fold(note)
    for highlight in marks.highlights:
        yield words.fold(f"{highlight.quote}\n{highlight.note}")


def _read_state(value: str, begun: bool) -> Condition | None:
    """Read states; those of papers stand alone."""
    condition = choice(_STATES, {"queue": "queued", "star": "starred"})(value, begun)
    if isinstance(condition, OneOf) and len(condition.values) > 1:
        return None if _OF_PAPERS.intersection(condition.values) else condition
    return condition


def _in_text(value: str, label: str, begun: bool) -> bool:
    """Return whether a text holds a value."""
    return value in label


def _of_name(value: str, label: str, begun: bool) -> bool:
    """Return whether a name has the words of a value, the last of them perhaps begun."""
    has, asked = label.split(), value.split()
    *whole, last = asked or [""]
    found = any(word.startswith(last) if begun else word == last for word in has)
    return found and set(whole) <= {*has}


def _plain_words(value: str) -> str:
    """Return the words of a value in parts, with blanks between them."""
    return words.title_key(value)


def _kinds(paper: Paper) -> tuple[str, ...]:
    return (paper.kind,) if paper.kind else ()


def _authors_cited(paper: Paper) -> list[str]:
    cited = [label for name in display.credited(paper) for label in names_cited(name)]
    return [*cited, ET_AL] if paper.et_al else cited


def _authors_whole(paper: Paper) -> set[str]:
    return {label for name in display.credited(paper) if (label := venues.plain(name))}


def _topics(paper: Paper) -> set[str]:
    return {label for topic in paper.keywords if (label := venues.plain(display.line(topic)))}


def _affiliations(paper: Paper) -> set[str]:
    return {label for one in paper.affiliations if (label := venues.plain(one))}


def _doi_key(text: str) -> str | None:
    doi = identifiers.doi_of(text)
    return identifiers.doi_key(doi) if doi else None


def _dois(paper: Paper) -> tuple[str, ...]:
    return (identifier_label(identifiers.doi_key(paper.doi)),) if paper.doi else ()


def _keys(paper: Paper) -> set[str]:
    return {identifier_label(words.fold(one)) for one in (paper.id, paper.key) if one}


def _arxiv_ids(paper: Paper) -> set[str]:
    known = (paper.arxiv, identifiers.arxiv_of_doi(paper.doi))
    return {identifier_label(one) for one in known if one}


FIELDS: dict[str, SearchField] = {
    field.name: field
    for field in (
        SearchField(
            name="title",
            aliases=("ti",),
            about="words of the title",
            examples=("title:turbulence", 'title:"dark matter"'),
            needs="a word, as in title:turbulence",
        ),
        SearchField(
            name="author",
            aliases=("au", "authors"),
            about="names of authors",
            examples=("author:cranmer", 'author:"miles cranmer"'),
            needs="a name, as in author:cranmer",
            # For initials in citations; the field itself is read as words.
            labels=_authors_cited,
            same=equal_or_begun,
            values=count_authors,
        ),
        SearchField(
            name="coauthor",
            aliases=("with", "coauthors"),
            about="whole names of authors, any of several",
            examples=('coauthor:"miles cranmer,shirley ho"',),
            needs='a whole name, as in coauthor:"miles cranmer"',
            read=some(venues.plain),
            labels=_authors_whole,
            same=equal_or_begun,
            values=count_authors,
        ),
        SearchField(
            name="abstract",
            aliases=("abs",),
            about="words of the abstract",
            examples=("abstract:emulator",),
            needs="a word, as in abstract:emulator",
        ),
        SearchField(
            name=TEXT,
            aliases=("fulltext", "body"),
            about="words of the paper's text, if you have fetched it, exactly",
            examples=("text:emulator", 'text:"initial conditions"'),
            needs="a word, as in text:emulator",
            read=some(_plain_words),
        ),
        SearchField(
            name="cat",
            aliases=("category", "categories"),
            about="arXiv category, its archive, or a word of its name",
            examples=("cat:CO", "cat:astro-ph", "cat:CO,LG", "cat:cosmology"),
            needs="a category, as in cat:CO or cat:astro-ph",
            read=some(str.strip),
            labels=lambda paper: (paper.category,) if paper.category else (),
            same=same_category,
            values=count_categories,
        ),
        SearchField(
            name="year",
            about="year of publication",
            examples=("year:2022", "year:2020..2023", "year:>2021", "year:2019,2022"),
            needs="a year, as in year:2022 or year:2020..2023",
            read=read_year,
            number=lambda paper: paper.date.year if paper.date else None,
            values=count_years,
        ),
        SearchField(
            name="score",
            about="the source's score, 0 to 100",
            examples=("score:>80", "score:70..90"),
            needs="a number, as in score:>80 or score:70..90",
            read=bounds(r"[0-9]{1,9}(?:\.[0-9]{1,9})?"),
            number=lambda paper: paper.score,
            values=count_extent(lambda paper: paper.score, "scores here go from {:g} to {:g}"),
        ),
        SearchField(
            name="cites",
            aliases=("citations", "cited"),
            about="how often it is cited",
            examples=("cites:>100", "cites:10..50"),
            needs="a number, as in cites:>100",
            read=bounds("[0-9]{1,9}"),
            number=lambda paper: paper.citations,
            values=count_extent(
                lambda paper: paper.citations, "papers here are cited {:,} to {:,} times"
            ),
        ),
        SearchField(
            name="venue",
            aliases=("journal",),
            about="words or initials of the journal, conference, book",
            examples=("venue:mnras", 'venue:"monthly notices"'),
            needs="a name, as in venue:mnras",
            read=some(venues.plain),
            labels=lambda paper: venues.labels(paper.venue) if paper.venue else (),
            same=venues.same,
            values=count_venues,
        ),
        SearchField(
            name="topic",
            aliases=("keyword", "keywords", "topics"),
            about="a keyword or topic of the paper, whole",
            examples=("topic:cosmology", 'topic:"weak lensing,halos"'),
            needs="a keyword, as in topic:cosmology",
            read=some(venues.plain),
            labels=_topics,
            same=equal_or_begun,
            values=count_labels(_topics),
        ),
        SearchField(
            name="affiliation",
            aliases=("affiliations", "institution"),
            about="words of an author's affiliation",
            examples=("affiliation:cambridge",),
            needs="a word, as in affiliation:cambridge",
            read=some(venues.plain),
            labels=_affiliations,
            same=venues.same,
            values=count_labels(_affiliations),
        ),
        SearchField(
            name="kind",
            aliases=("type",),
            about="sort of publication",
            examples=("kind:article", "-kind:preprint"),
            needs=f"{', '.join(KINDS[:-1])} or {KINDS[-1]}",
            read=choice(KINDS),
            labels=_kinds,
            choices=KINDS,
            values=count_labels(_kinds),
        ),
        SearchField(
            name="doi",
            about="the paper with this DOI",
            examples=("doi:10.1093/mind/lix.236.433",),
            needs="a DOI, as in doi:10.1093/mind/lix.236.433",
            read=identifier(_doi_key),
            labels=_dois,
        ),
        SearchField(
            name="arxiv",
            aliases=("eprint",),
            about="the paper with this arXiv id",
            examples=("arxiv:1605.08386",),
            needs="an arXiv id, as in arxiv:1605.08386",
            read=identifier(identifiers.arxiv_of),
            labels=_arxiv_ids,
        ),
        SearchField(
            name="id",
            aliases=("key", "citekey"),
            about="the paper with this citation key",
            examples=("id:ho19",),
            needs="a citation key, as in id:ho19",
            read=some(identifier_label),
            labels=_keys,
        ),
        SearchField(
            name="is",
            about="papers with your marks, new ones, retracted ones",
            examples=(
                "is:unread",
                "is:starred",
                "is:queued",
                "is:new",
                "is:retracted",
                "is:hidden",
            ),
            needs="a state, as in is:unread or is:new",
            # `query.parse` puts `added_after` in place of "new" where a day is known, and reads
            # "retracted" as a value of `has`.
            read=_read_state,
            number=lambda paper: paper.added.toordinal() if paper.added else None,
            mark_labels=_states,
            choices=_STATES,
            values=count_new,
            mark_values=count_mark_labels(_states),
        ),
        SearchField(
            name="tag",
            aliases=("tags",),
            about="papers with this tag, or one within it, your own or shared",
            examples=("tag:method", "tag:method/inference"),
            needs="a tag, as in tag:method",
            read=some(str.strip),
            mark_labels=lambda marks: map(words.fold, _tags(marks)),
            same=within_or_begun,
            mark_values=count_mark_labels(_tags),
        ),
        SearchField(
            name="shared",
            about="papers with this tag of a team of yours, in a library",
            examples=("shared:method",),
            needs="a tag, as in shared:method",
            read=some(str.strip),
            mark_labels=lambda marks: map(words.fold, _shared_tags(marks)),
            same=within_or_begun,
            mark_values=count_mark_labels(_shared_tags),
        ),
        SearchField(
            name="team",
            about="papers with a tag or note of this team, in a library",
            examples=("team:lab",),
            needs="the name of a team, as in team:lab",
            read=some(str.strip),
            mark_labels=lambda marks: map(words.fold, _teams(marks)),
            same=equal_or_begun,
            mark_values=count_mark_labels(_teams),
        ),
        SearchField(
            name="of",
            aliases=("person",),
            about="papers of one of several people who are open as one",
            examples=("of:ho", 'of:"shirley ho"'),
            needs="a name, as in of:ho",
            read=some(str.strip),
            labels=lambda paper: map(words.fold, paper.people),
            same=_of_name,
            values=count_labels(lambda paper: map(words.fold, paper.people)),
        ),
        SearchField(
            name="rating",
            about="your rating, 1 to 5",
            examples=("rating:>3", "rating:5"),
            needs="a number, as in rating:>3",
            read=bounds("[0-9]"),
            mark_number=lambda marks: marks.rating,
        ),
        SearchField(
            name="note",
            about="papers with this in your note, a shared one, or a passage that you highlighted",
            examples=("note:method",),
            needs="a word, as in note:method",
            read=some(str.strip),
            mark_labels=_notes,
            same=_in_text,
        ),
        SearchField(
            name="has",
            about=f"papers with {', '.join(_KNOWN[:-1])} or {_KNOWN[-1]}",
            examples=("has:code", "-has:abstract"),
            needs=f"{', '.join(_KNOWN[:-1])} or {_KNOWN[-1]}",
            read=_read_present,
            labels=_present,
            choices=tuple(_PRESENT),
            values=count_labels(_present),
        ),
    )
}
TEXT_FIELDS = tuple(name for name, field in FIELDS.items() if field.read is None)
_LONGEST_NAME = 20  # characters of what may be a field's name, misspelt
_BY_NAME = FIELDS | {alias: field for field in FIELDS.values() for alias in field.aliases}
NAMES = tuple(_BY_NAME)  # aliases included


def field_named(name: str) -> SearchField | None:
    """Return the field with this name or alias, in any case; None when there is none."""
    return _BY_NAME.get(name.lower())


def near_name(name: str) -> str:
    """Return the name of the field that may have been meant: "year" for "yaer"; "" if none is like it."""
    from difflib import get_close_matches

    near = get_close_matches(name.lower()[:_LONGEST_NAME], NAMES, 1, 0.7)
    return _BY_NAME[near[0]].name if near else ""
