"""The papers of a library that are in memory: some hundred; the least recently used are forgotten."""

from collections import OrderedDict, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import overload

from paperbrowser.papers.model import Paper, with_fields

MOST = 1_500  # papers
_AT_ONCE = 400  # papers that are forgotten together


class KeptPapers(Sequence[Paper]):
    """Papers by position. A position is of one paper until that is forgotten; then it may be of another.

    One thread at a time may take papers; others may read them.

    Attributes:
        in_use: returns the positions of papers that must not be forgotten.
        new: positions of papers that were taken, for another thread to take out.
    """

    def __init__(self, most: int = MOST) -> None:
        """Keep no paper yet.

        Args:
            most: papers to keep beside those in use.
        """
        self.in_use: Callable[[], Iterable[int]] = tuple
        self.new: deque[int] = deque()
        self._most = most
        self._papers: list[Paper] = []
        self._ids: list[str] = []  # of the works
        self._works: OrderedDict[str, int] = (
            OrderedDict()
        )  # positions, the least recently used first
        self._names: dict[
            str, int
        ] = {}  # positions by the papers' own ids, of which none is there twice
        self._free: list[int] = []
        self._old: set[str] = set()  # works that are to be read anew
        self._asked: frozenset[str] = frozenset()  # works of the answer that is taken in

    def __len__(self) -> int:
        return len(self._papers)

    @overload
    def __getitem__(self, position: int) -> Paper: ...
    @overload
    def __getitem__(self, position: slice) -> Sequence[Paper]: ...
    def __getitem__(self, position: int | slice) -> Paper | Sequence[Paper]:
        return self._papers[position]

    def __iter__(self) -> Iterator[Paper]:
        return iter([*self._papers])

    def position(self, paper_id: str) -> int | None:
        """Return the position of the paper with this id, its own or the work's; None if it is not here."""
        return self._names.get(paper_id, self._works.get(paper_id))

    def missing(self, works: Iterable[str]) -> list[str]:
        """Return the ids of those works that are not here; the others count as used now."""
        wanted, found = [*works], []
        self._asked = frozenset(wanted)
        for work in wanted:
            if work in self._works:
                self._works.move_to_end(work)
            if work not in self._works or work in self._old:
                found.append(work)
        return found

    def renew(self) -> None:
        """Let all papers be missing, so that they are read anew; until then they stay as they are."""
        self._old = {*self._works}

    def found(self, works: Iterable[str]) -> dict[str, int]:
        """Return the positions of works by their ids, in the same order; of those that are here."""
        return {work: at for work in works if (at := self._works.get(work)) is not None}

    def work(self, position: int) -> str:
        """Return the id of the work at a position."""
        return self._ids[position]

    def take(self, work: str, paper: Paper) -> int:
        """Keep a paper that is missing, under an id that no other has; return its position."""
        self._old.discard(work)
        if (position := self._works.get(work)) is not None:
            self._papers[position] = with_fields(paper, id=self._papers[position].id)
            self.new.append(position)
            return position
        usual = paper.id or work
        name, number = usual, 1
        while name in self._names:
            number += 1
            name = f"{usual}-{number}"
        if paper.id != name:
            paper = with_fields(paper, id=name)
        if len(self._works) >= self._most and not self._free:
            self._forget()
        if self._free:
            position = self._free.pop()
            self._papers[position], self._ids[position] = paper, work
        else:
            position = len(self._papers)
            self._papers.append(paper)
            self._ids.append(work)
        self._works[work] = self._names[name] = position
        self.new.append(position)
        return position

    def _forget(self) -> None:
        """Forget the papers that were not used for longest."""
        kept = {*self.in_use()}
        old = (
            work
            for work, position in self._works.items()
            if position not in kept and work not in self._asked
        )
        for work in [work for work, _ in zip(old, range(_AT_ONCE), strict=False)]:
            position = self._works.pop(work)
            self._old.discard(work)
            del self._names[self._papers[position].id]
            self._free.append(position)
