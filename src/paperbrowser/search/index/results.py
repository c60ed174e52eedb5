"""What a search gives back: which papers, in which order, and why each of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

from paperbrowser.search.highlight import Highlighter, Span

TEXTS = ("title", "author", "abstract")
Texts = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Hit:
    """A paper that was found.

    Attributes:
        position: its place in the sequence that was indexed.
        score: how well it matches; higher is better, comparable within one search.
    """

    position: int
    score: float
    _found: "Found" = field(repr=False, compare=False)

    @property
    def spans(self) -> Mapping[str, list[Span]]:
        """Characters (start, end) that match in the text as shown, by field: title, author, abstract."""
        found = self._found
        every = {
            name: found.highlighter.spans(text, name)
            for name, text in zip(TEXTS, found.texts(self.position), strict=True)
        }
        return {name: spans for name, spans in every.items() if spans}

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that hold something of what was searched for."""
        return tuple(self.spans)

    @property
    def reason(self) -> str:
        """Why the paper was found, in a few words: "title; “emulater” as emulator"."""
        return _reason(self._found, self.position)


class Found:
    """The papers that a query found.

    Attributes:
        positions: of the papers, best first; int64.
        scores: of the papers; float32.
        ranked: whether the query has words to rank by; without, positions are in the papers' own order.
    """

    def __init__(
        self,
        positions: npt.NDArray[np.int64],
        scores: npt.NDArray[np.float32],
        texts: Callable[[int], Texts],
        highlight: Callable[[], Highlighter],
        *,
        ranked: bool = True,
        whole: int | None = None,
    ) -> None:
        """`whole` is the paper whose whole title was asked for."""
        self.positions = positions
        self.scores = scores
        self.texts = texts
        self.ranked = ranked
        self.whole = whole
        self._highlight = highlight

    def __len__(self) -> int:
        return len(self.positions)

    @cached_property
    def highlighter(self) -> Highlighter:
        """Finds what was searched for in any text."""
        return self._highlight()

    def hits(self, limit: int | None = None) -> list[Hit]:
        """The best so many papers."""
        found = zip(self.positions[:limit].tolist(), self.scores[:limit].tolist(), strict=True)
        return [Hit(position, score, self) for position, score in found]


def _reason(found: Found, position: int) -> str:
    if position == found.whole:
        return "the whole title"
    named = dict(zip(TEXTS, found.texts(position), strict=True))
    highlighter = found.highlighter
    by_field = {name: highlighter.matches(text, name) for name, text in named.items()}
    held = [name for name in TEXTS if highlighter.spans(named[name], name)]
    remarks = []
    for at, wanted in enumerate(highlighter.wanted):
        matches = [match for name in TEXTS for match in by_field[name][at]]
        kinds = {match.kind for match in matches}
        if wanted.common or kinds & {"exact", "beginning"}:
            continue
        if not matches:
            remarks.append(f"without “{wanted.typed}”")
        elif matches[0].kind == "initials":
            remarks.append(f"“{wanted.typed}” as initials")
        else:
            remarks.append(f"“{wanted.typed}” as {matches[0].text}")
    places = {"title": "title", "author": "authors", "abstract": "abstract"}
    return "; ".join([", ".join(places[name] for name in held), *remarks]).removeprefix("; ")
