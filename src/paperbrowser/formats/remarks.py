"""What is to be told of a file of many entries: a thousand damaged ones take a few sentences."""

from collections.abc import Callable

from paperbrowser.formats.result import Remark
from paperbrowser.papers.display import counted

# Told in a sentence what of an entry is not as it should be; the line is known to whoever made it.
Tell = Callable[[str], None]

_TOLD = 10  # entries that do not read, told one by one


class Remarks:
    """Collects remarks: the first entries that do not read each, the rest and wrong fields summed up.

    Args:
        thing: what an entry is called: "line", "entry".
    """

    def __init__(self, thing: str) -> None:
        self._thing = thing
        self.count_left_out = 0
        self._lines: list[Remark] = []
        self._more: list[int | None] = []
        self._at: dict[tuple[str, str], list[int | None]] = {}
        self._others: list[Remark] = []

    @property
    def first_left_out(self) -> Remark | None:
        """The first entry that does not read."""
        return self._lines[0] if self._lines else None

    def left_out(self, line: int | None, message: str) -> None:
        """Say why an entry is left out."""
        self.count_left_out += 1
        if len(self._lines) < _TOLD:
            self._lines.append(Remark("bad-entry", message, line))
        elif not self._more:
            self._more.append(line)

    def at(self, line: int | None, code: str = "bad-entry") -> Tell:
        """What takes a remark on something in that line."""
        return lambda message: self._at.setdefault((code, message), []).append(line)

    def add(self, remark: Remark) -> None:
        """Add one on the whole."""
        self._others.append(remark)

    def all(self) -> tuple[Remark, ...]:
        """All of them, lines left out first."""
        lines = [Remark(one.code, f"{one.message}, left out", one.line) for one in self._lines]
        more = self.count_left_out - len(lines)
        rest = [
            Remark("bad-entry", self._count(more) + " left out too", line) for line in self._more
        ]
        fields = [
            Remark(
                code,
                message + (f" (and {self._more_of(len(at) - 1)})" if len(at) > 1 else ""),
                at[0],
            )
            for (code, message), at in self._at.items()
        ]
        return (*lines, *rest, *fields, *self._others)

    def _more_of(self, number: int) -> str:
        """So many further ones: "2 more entries"."""
        count, _, thing = self._count(number).partition(" ")
        return f"{count} more {thing}"

    def _count(self, number: int) -> str:
        return counted(number, self._thing)
