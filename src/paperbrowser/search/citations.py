"""Citations in a query: people, years, identifiers and keys as papers cite them, "(Ho et al., 2019)".

Pure functions over the pieces of a query (`search.tokens`), in time linear in the text.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from paperbrowser.papers import identifiers, words
from paperbrowser.search.conditions import Bounds, OneOf, identifier_label, read_year
from paperbrowser.search.fields import FIELDS, Filter, field_named
from paperbrowser.search.tokens import Token, tokens

_AROUND = "()[]{}<>,;&@'\u2018\u2019`"
_YEAR = r"(?:1[5-9]|20)[0-9]{2}"
_YEARS = re.compile(rf"({_YEAR})[a-z]?(?:(?:-|\.{{2,3}}|/)({_YEAR}|[0-9]{{2}}))?")
_SHORT_YEAR = re.compile(r"['\u2018\u2019\u02bc]([0-9]{2})\b")
_BEGUN_YEAR = re.compile(r"1[5-9]?[0-9]?|20?[0-9]?")
_DASH = frozenset("-\u2010\u2011\u2012\u2013\u2014")
_ET_AL = re.compile(r"[\s,(]*\bet\.?\s*al\b\.?", re.IGNORECASE)
_INITIALS = re.compile(r"(?:[^\W\d_]\.-?)+")
_GLUED = re.compile(r"[(\[]*(?:[^\W\d_]\.-?)+(?=[^\W\d_]{2})")  # "S.Ho"
_NAME = re.compile(r"[^\W\d_][\w'\u2019\u2010-]+", re.UNICODE)
_CITE = re.compile(r"\\?cite[a-z]*\*?\{")
_KEY = re.compile(rf"([^\W\d_]{{2,}})[-_:+.]?({_YEAR}|[0-9]{{2}})[-_:]?([a-z]*)[\w-]*")
_SUBJECT = re.compile(r"\[[a-z]+(?:-[a-z]+)?(?:\.[a-z-]+)?\]", re.IGNORECASE)  # "[astro-ph.CO]"
_NAMES_OF_IDENTIFIERS = frozenset(("arxiv", "doi", "eprint"))
_POINTERS = frozenset(("see", "also", "cf", "e.g", "eg", "viz", "compare"))
_MOST_INITIALS = 5  # of a name
_MOST = 8  # years, and words that titles must have
_TITLE_WORD = 3  # letters of a key after its year that may be of a word of the title


@dataclass(slots=True)
class Citation:
    """The parts of a query that cite.

    Attributes:
        words: pieces to search as words, whatever else they may mean.
        rest: pieces that are words only.
        people: the `rest` that are authors' names, by their index there.
        years: any of these years.
        years_to_be: the year that is being typed.
        initials: conditions on authors.
        identifiers: conditions that the one paper meets.
        left_out: conditions that no paper may meet.
        keys: citation keys as they are written.
        titled: words that a title must have if they are no citation: of years, initials, people, keys.
    """

    words: list[Token] = field(default_factory=list)
    rest: list[Token] = field(default_factory=list)
    people: set[int] = field(default_factory=set)
    years: list[Bounds] = field(default_factory=list)
    years_to_be: Bounds | None = None
    initials: list[Filter] = field(default_factory=list)
    identifiers: list[Filter] = field(default_factory=list)
    left_out: list[Filter] = field(default_factory=list)
    keys: tuple[str, ...] = ()
    titled: list[str] = field(default_factory=list)

    @property
    def cites(self) -> bool:
        """Whether anything in the query reads as a part of a citation."""
        return bool(self.people or self.years or self.initials or self.keys)

    def key_filter(self) -> Filter:
        """Return the condition that a paper has one of the keys."""
        return Filter("id", OneOf(tuple(identifier_label(words.fold(key)) for key in self.keys)))

    def of_key(self) -> tuple[str, Bounds, str] | None:
        """Return the author, year and word of the title that a key is made of; None if it is not."""
        found = _KEY.fullmatch(words.fold(self.keys[0])) if len(self.keys) == 1 else None
        if found is None:
            return None
        word = found[3] if len(found[3]) >= _TITLE_WORD else ""
        return found[1], _one_year(found[2]), word


def without_et_al(value: str) -> str:
    """Return the text of a quoted value without "et al."."""
    return _ET_AL.sub(" ", value) if "al" in value.lower() else value


def is_key(text: str) -> bool:
    """Return whether a text is a key made of an author and a year: "Witten:1999ab"."""
    return _KEY.fullmatch(text.lower()) is not None


def read(pieces: Sequence[Token], text: str) -> Citation:
    """Find the citations among the pieces of a query.

    Args:
        pieces: in order.
        text: that they are of.

    Returns:
        The citation. Every piece is in its `words`, but for "et al.", "see" and identifiers.
    """
    found = Citation()
    reader = _CitationReader(_taken_apart(_without_pointers(pieces)), text, found)
    reader.read()
    return found


def _without_pointers(pieces: Sequence[Token]) -> Sequence[Token]:
    """Return the pieces without the words that point at a citation: "see also Ho et al., 2019"."""
    first = 0
    while first < len(pieces) and _plain(pieces[first]) and _pointer(pieces[first].value):
        first += 1
    cited = [piece.value.strip(_AROUND) for piece in pieces[first:]]
    if not first or not cited or not cited[0][:1].isupper():  # "see" may be a word of a title
        return pieces
    dated = any(_YEARS.fullmatch(one.rstrip(".")) for one in cited[1:])
    return pieces[first:] if dated or _ET_AL.search(" ".join(cited)) else pieces


def _pointer(value: str) -> bool:
    return value.lower().strip(_AROUND + ".") in _POINTERS


def _taken_apart(pieces: Sequence[Token]) -> list[Token]:
    """Return the pieces with initials and names that are written as one ("S.Ho") apart."""
    apart: list[Token] = []
    for piece in (one for each in pieces for one in _unquoted(each)):
        glued = _GLUED.match(piece.value) if _plain(piece) and "." in piece.value else None
        if glued is None:
            apart.append(piece)
            continue
        size = glued.end()
        apart.append(piece._replace(end=piece.start + size, value=piece.value[:size]))
        apart.append(piece._replace(start=piece.start + size, value=piece.value[size:]))
    return apart


def _unquoted(piece: Token) -> list[Token]:
    """Return the pieces of a citation or an identifier within quotes; any other piece as it is."""
    value = piece.value
    if not piece.quoted or piece.name or piece.negated:
        return [piece]
    if not (_ET_AL.search(value) or identifiers.doi_of(value) or identifiers.arxiv_of(value)):
        return [piece]
    before = piece.end - len(value) - (not piece.open)
    return [one._replace(start=one.start + before, end=one.end + before) for one in tokens(value)]


def _plain(piece: Token) -> bool:
    """Return whether a piece is a word without quotes, field and minus."""
    return not (piece.name or piece.quoted or piece.negated)


class _CitationReader:
    """Goes through the pieces and sorts them into a `Citation`."""

    def __init__(self, pieces: Sequence[Token], text: str, found: Citation) -> None:
        self.pieces = pieces
        self.text = text
        self.found = found
        self.at = 0
        self.rest_of: dict[int, int] = {}  # index in `pieces`: index in `Citation.rest`
        self.partners: set[int] = set()

    def read(self) -> None:
        pieces, found = self.pieces, self.found
        parts = (self._et_al, self._identifier, self._subject, self._year, self._initials)
        while self.at < len(pieces):
            piece = pieces[self.at]
            taken = any(part() for part in parts)
            if not taken:
                self.rest_of[self.at] = len(found.rest)
                found.rest.append(piece)
                found.words.append(piece)
                self.at += 1
        self._key()
        del found.years[_MOST:], found.titled[_MOST:]

    def _bare(self, at: int) -> str:
        """Return the piece at an index without punctuation around it; empty if it is not plain."""
        if at >= len(self.pieces) or not _plain(self.pieces[at]):
            return ""
        return self.pieces[at].value.strip(_AROUND)

    def _et_al(self) -> bool:
        at = self.at
        first = self._bare(at).lower().rstrip(".")
        if not at or first not in {"et", "et.al", "etal"}:
            return False
        size = 1
        if first == "et":
            following = self._bare(at + 1).lower().rstrip(".:")
            begun = following == "a" and self.pieces[at + 1].end == len(self.text)
            if following not in {"al", "alii"} and not begun:
                return False
            size = 2
        before = self.rest_of.get(at - 1)
        if before is not None and _plain(self.pieces[at - 1]):
            self.found.people.add(before)
            self.found.titled += words.split(words.fold(self.pieces[at - 1].value))
        self.at += size
        return True

    def _identifier(self) -> bool:
        if self._names_the_next():
            self.at += 1
            return True
        one = self._identified(self.at)
        if one is None:
            return False
        if one.negated:
            self.found.left_out.append(one)
        else:
            self._join(one)
        self.at += 1
        return True

    def _subject(self) -> bool:
        """Leave out the subject after an arXiv id: "[astro-ph.CO]"."""
        at = self.at
        if not at or _SUBJECT.fullmatch(self.pieces[at].value) is None:
            return False
        named, one = field_named(self.pieces[at - 1].name), self._identified(at - 1)
        is_id = named.name == "arxiv" if named is not None else one is not None
        self.at += is_id
        return is_id

    def _names_the_next(self) -> bool:
        """Return whether the piece is "arXiv" or "DOI:" and the next one such an identifier."""
        piece = self.pieces[self.at]
        named = field_named(piece.name) if piece.name else None
        name = self._bare(self.at).lower()
        if named is not None and not piece.value:
            name = named.name
        return name in _NAMES_OF_IDENTIFIERS and self._identified(self.at + 1) is not None

    def _identified(self, at: int) -> Filter | None:
        if at >= len(self.pieces):
            return None
        piece = self.pieces[at]
        if piece.quoted or field_named(piece.name) is not None:
            return None
        raw = self.text[piece.start : piece.end].lstrip("!")
        if not any(map(str.isdigit, raw)):
            return None
        doi = identifiers.doi_of(raw)
        bare = raw.strip(_AROUND).rstrip(".:")
        arxiv = identifiers.arxiv_of_doi(doi) if doi else identifiers.arxiv_of(bare)
        name, value = (
            ("arxiv", arxiv) if arxiv else ("doi", identifiers.doi_key(doi) if doi else None)
        )
        if value is None:
            return None
        sign = "-" if piece.negated else ""
        one = OneOf((identifier_label(value),))
        return Filter(name, one, piece.negated, f"{sign}{name}:{value}")

    def _join(self, one: Filter) -> None:
        """Add an identifier; of several of a kind, a paper has one."""
        every = self.found.identifiers
        for at, other in enumerate(every):
            if other.field == one.field and isinstance(other.condition, OneOf):
                values = other.condition.values + one.condition.values  # type: ignore[union-attr]
                text = f"{other.text},{one.text.partition(':')[2]}"
                every[at] = Filter(one.field, OneOf(values), text=text)
                return
        every.append(one)

    def _year(self) -> bool:
        piece, at = self.pieces[self.at], self.at
        if piece.name or piece.quoted:
            return False
        typing = piece.end == len(self.text)
        short = _SHORT_YEAR.match(piece.value)
        value = words.fold(piece.value.strip(_AROUND + '.:"')) if short is None else ""
        bounds = _one_year(short[1]) if short is not None else _years(value, begun=typing)
        if bounds is None:
            if typing and at and not piece.negated and _BEGUN_YEAR.fullmatch(value):
                self.found.years_to_be = Bounds(int(value.ljust(4, "0")), int(value.ljust(4, "9")))
                self.found.words.append(piece)
                self.at += 1
                return True
            return False
        if piece.negated:
            about = FIELDS["year"].name
            self.found.left_out.append(Filter("year", bounds, True, f"-{about}:{value}"))
            self.found.words.append(piece)
            self.at += 1
            return True
        size = 1
        if self._dash(at + 1) and _years(self._bare(at + 2), begun=False) is not None:
            last = _years(self._bare(at + 2), begun=False)
            if last is not None:
                bounds = Bounds(min(bounds.low, last.low), max(bounds.high, last.high))
                size = 3
        self.found.years.append(bounds)
        for one in self.pieces[at : at + size]:
            self.found.words.append(one)
            self.found.titled += words.split(words.fold(one.value))
        self.at += size
        return True

    def _dash(self, at: int) -> bool:
        return at < len(self.pieces) and (
            self.pieces[at].value in _DASH or self.pieces[at].value.lower() == "to"
        )

    def _letters(self, at: int) -> str:
        """Return the initials that a piece is, folded; empty if it is none."""
        bare = self._bare(at)
        if not bare or not (_INITIALS.fullmatch(bare) or (len(bare) == 1 and bare.isupper())):
            return ""
        return "".join(char for char in words.fold(bare) if char.isalpha())

    def _name(self, at: int) -> str:
        """Return the name that a piece may be; empty if it can be none."""
        bare = self._bare(at).rstrip(".:") if 0 <= at < len(self.pieces) else ""
        return bare if _NAME.fullmatch(bare) and bare.lower() not in words.STOP_WORDS else ""

    def _initials(self) -> bool:
        start, end, letters = self.at, self.at, ""
        dotted = True
        while end < min(len(self.pieces), start + _MOST_INITIALS) and (more := self._letters(end)):
            letters += more
            dotted = dotted and "." in self.pieces[end].value
            end += 1
            if self.pieces[end - 1].value.rstrip(")]").endswith((",", ";")):
                break
        if not letters:
            return False
        before, after = self._name(start - 1), self._name(end)
        if start - 1 in self.partners:
            before = ""
        comma = bool(before) and self.pieces[start - 1].value.endswith(",")
        closed = self.pieces[end - 1].value.endswith((",", ";"))
        if not (after and not comma and not closed):
            after = ""
        name, partner = (after, end) if after else (before, start - 1)
        if not name or not (dotted or name[0].isupper()):
            return False
        self.partners.add(partner)
        surname = words.split(words.fold(name))
        if not surname:
            return False
        typing = self.pieces[partner].end == len(self.text)
        value = identifier_label(f"{letters} {surname[-1]}")
        self.found.initials.append(Filter("author", OneOf((value,), begun=typing)))
        for one in self.pieces[start:end]:
            self.found.words.append(one)
        self.found.titled += [*letters, *surname]
        self.at = end
        if after:
            self.rest_of[end] = len(self.found.rest)
            self.found.rest.append(self.pieces[end])
            self.found.words.append(self.pieces[end])
            self.at += 1
        self.found.people.add(self.rest_of[partner])
        return True

    def _key(self) -> None:
        """Take a piece with letters and digits for the key of a paper."""
        found = self.found
        if found.identifiers:
            return
        for at, piece in enumerate(found.rest):
            raw = self.text[piece.start : piece.end]
            may_be = not (piece.quoted or piece.negated or field_named(piece.name) is not None)
            if not may_be or at in found.people:
                continue
            if any(map(str.isdigit, raw)) and any(map(str.isalpha, raw)):
                each = (one.strip(_AROUND + ".\\") for one in _CITE.sub("", raw).split(","))
                found.keys = tuple(filter(None, each))
                found.titled += words.split(words.fold(piece.value))
                del found.rest[at]
                found.people = {one - (one > at) for one in found.people}
                return


def _years(value: str, *, begun: bool) -> Bounds | None:
    found = _YEARS.fullmatch(value.rstrip("-") if begun else value)
    if found is None:
        if begun and re.fullmatch(rf"{_YEAR}-[0-9]{{0,3}}", value):
            read = read_year(value, True)
            return read if isinstance(read, Bounds) else None
        return None
    first, last = int(found[1]), int(found[1])
    if found[2]:
        last = int(found[2]) if len(found[2]) == 4 else first // 100 * 100 + int(found[2])
    return Bounds(min(first, last), max(first, last))


def _one_year(digits: str) -> Bounds:
    """Return a year of two digits or four; "19" is 2019, "87" is 1987."""
    year = int(digits)
    if len(digits) == 2:
        year += 2000 if year < 50 else 1900
    return Bounds(year, year)
