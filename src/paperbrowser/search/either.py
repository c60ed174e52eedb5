"""OR, NOT and brackets of a query, worked out into alternatives that have neither. Pure functions.

OR binds weaker than words side by side: `dark matter OR dark energy` is one or the other. Brackets count
in queries with OR only; elsewhere they are punctuation.
"""

import re
from collections.abc import Sequence

from paperbrowser.search.tokens import Token, tokens

Branch = list[Token]

_MOST = 16  # alternatives; a query with more is cut
_DEEPEST = 8  # brackets within each other
_OR = frozenset(("OR", "|", "||"))
_CITED = re.compile(r"\(?(?:1[5-9]|20)[0-9]{2}[a-z]?\)?;")  # the end of the first of two citations
_MAY_BE_EITHER = re.compile(rf"(?<!\S)OR(?!\S)|\||{_CITED.pattern}")
_OPENING = re.compile(r"(?<!\S)([-!]?\(+)")
_PIECE = re.compile(r"\S+")
_CLOSING = re.compile(r"\)+$")
_ONE_OF_TWO = re.compile(r"\w{2,}(?:\|\w{2,})+")  # "halos|voids"


def branches(text: str) -> tuple[str, list[Branch]]:
    """Work out OR, NOT and brackets.

    Args:
        text: a query without LaTeX.

    Returns:
        The text that the pieces are of, with blanks around brackets that count; and the alternatives,
        one at least, each of pieces in order of which a paper meets all.
    """
    if _MAY_BE_EITHER.search(text) is None:
        pieces = list(tokens(text))
        return text, [_without_not(pieces)]
    spaced = _spaced(text)
    pieces = [part for piece in tokens(spaced) for part in _alternatives_within(piece)]
    if not any(map(_is_or, pieces)):
        return text, [_without_not(list(tokens(text)))]
    found = [one for one in _Reader(pieces).either() if one]
    return spaced, found[:_MOST] or [_plain(pieces)]


def _spaced(text: str) -> str:
    """Return the text with blanks around brackets at the ends of words."""

    def closed(found: re.Match[str]) -> str:
        piece = found[0]
        extra = piece.count(")") - piece.count("(")
        if extra <= 0 or not piece.endswith(")"):
            return piece
        bare = piece.rstrip(")")
        size = min(extra, len(piece) - len(bare))
        return piece[: len(piece) - size] + " )" * size

    opened = _OPENING.sub(
        lambda found: " ".join(found[1]).replace("- ", "-").replace("! ", "!") + " ", text
    )
    return _PIECE.sub(closed, opened)


def _alternatives_within(piece: Token) -> Branch:
    """Return "halos|voids" as a bracket with two alternatives, any other piece as it is."""
    if _CITED.fullmatch(_bare(piece)):
        return [piece, _sign(piece, "|")._replace(negated=False)]
    if piece.quoted or _ONE_OF_TWO.fullmatch(piece.value) is None:
        return [piece]
    out = [_sign(piece, "(")]
    values = piece.value.split("|")
    for value in values:
        if value is not values[0]:
            out.append(_sign(piece, "|"))
        out.append(piece._replace(value=value, negated=False))
    return [*out, _sign(piece, ")")._replace(negated=False)]


def _sign(piece: Token, sign: str) -> Token:
    return Token(piece.start, piece.end, piece.negated and sign == "(", "", sign)


def _bare(piece: Token) -> str:
    return "" if piece.quoted or piece.name else piece.value


def _is_or(piece: Token) -> bool:
    return _bare(piece) in _OR and not piece.negated


def _is_not(pieces: Sequence[Token], at: int) -> bool:
    return _bare(pieces[at]) == "NOT" and not pieces[at].negated and at + 1 < len(pieces)


def _turned(piece: Token) -> Token:
    return piece._replace(negated=not piece.negated)


def _without_not(pieces: Sequence[Token]) -> Branch:
    """Return the pieces with "NOT halos" as "-halos"."""
    out: Branch = []
    turn = False
    for at, piece in enumerate(pieces):
        if _is_not(pieces, at):
            turn = True
            continue
        out.append(_turned(piece) if turn else piece)
        turn = False
    return out


def _plain(pieces: Sequence[Token]) -> Branch:
    """Return the pieces as words, where there is nothing but operators."""
    return [piece for piece in pieces if _bare(piece) not in {"(", ")"}]


class _Reader:
    """Reads pieces from the left to the right into alternatives."""

    def __init__(self, pieces: Sequence[Token]) -> None:
        self.pieces = pieces
        self.at = 0
        self.depth = 0

    def either(self) -> list[Branch]:
        """Read alternatives up to the end or to a closing bracket."""
        every: list[Branch] = []
        current: list[Branch] = [[]]
        turn = False
        while self.at < len(self.pieces):
            piece, sign = self.pieces[self.at], _bare(self.pieces[self.at])
            if sign == ")":
                self.at += 1
                if self.depth:
                    break
                continue
            if _is_or(piece):
                every += current[: _MOST - len(every)]
                current, turn = [[]], False
            elif _is_not(self.pieces, self.at):
                turn = not turn
            elif sign == "(" and self.depth < _DEEPEST:
                self.at += 1
                self.depth += 1
                inner = [one for one in self.either() if one]
                self.depth -= 1
                if turn is not piece.negated:
                    inner = _none_of(inner)
                current, turn = _both(current, inner), False
                continue
            elif sign != "(":
                for one in current:
                    one.append(_turned(piece) if turn else piece)
                turn = False
            self.at += 1
        return every + current[: max(1, _MOST - len(every))]


def _both(left: list[Branch], right: list[Branch]) -> list[Branch]:
    """Return the alternatives of which a paper meets one of each list; the first ones, if they are many."""
    if not right:
        return left
    if len(right) == 1 or len(left) * len(right) > _MOST:
        for one in left:
            one.extend(right[0])
        return left
    return [[*one, *other] for one in left for other in right]


def _none_of(alternatives: list[Branch]) -> list[Branch]:
    """Return the alternatives that meet none of the given ones."""
    out: list[Branch] = [[]]
    for one in alternatives:
        out = _both(out, [[_turned(piece)] for piece in one])
    return [one for one in out if one]
