"""How far the user has read the text of each paper. Kept in `text-places.json` in the state folder.

The file has all texts, the one read last at its end. It is read anew and written whole, under a lock, so that
two sessions lose nothing of each other; in one text the place of the later one is kept. A file that does not
read is never replaced.
"""

import contextlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from paperbrowser.papers.text import clean_line
from paperbrowser.system import files, locks, paths

_VERSION = 1
_KEPT = 2_000  # texts
_LARGEST = 2_000_000  # bytes of the file
_LONGEST = 300  # characters of a name
_LONGEST_WORDS = 60  # characters
_MOST = 10**9  # blocks and characters


@dataclass(frozen=True, slots=True)
class ReadingPlace:
    """A place in a text.

    Attributes:
        block: the number of a part of the text.
        char: a character of it.
        words: the text there, by which the place is found again where the text was read anew.
        part: how much of the text is before it, from 0 to 1.
    """

    block: int = 0
    char: int = 0
    words: str = ""
    part: float = 0.0


def place_in(names: Iterable[str]) -> ReadingPlace | None:
    """Return the place in the text of a work, given the names it is known by; None without one."""
    with contextlib.suppress(OSError, ValueError):
        texts = _read()
        for name in names:
            if (found := _place(texts.get(name[:_LONGEST]))) is not None:
                return found
    return None


def save(name: str, place: ReadingPlace, patience: float = 0.2) -> None:
    """Store the place in a text; do nothing if that fails.

    Args:
        name: of the work.
        place: the place.
        patience: seconds to wait for another session to release the lock.
    """
    path = file()
    with contextlib.suppress(OSError, ValueError), locks.locked(path, patience):
        texts = _read()
        texts.pop(name[:_LONGEST], None)
        texts[name[:_LONGEST]] = asdict(place)
        table = {"version": _VERSION, "texts": dict([*texts.items()][-_KEPT:])}
        files.write(path, f"{json.dumps(table, ensure_ascii=True, indent=1)}\n".encode())


def file() -> Path:
    """Return the path of the file."""
    return paths.state() / "text-places.json"


def _read() -> dict[str, Any]:
    """Return the places by the names of works.

    Raises:
        OSError: the file cannot be read.
        ValueError: its content is damaged, or of another version.
    """
    try:
        with file().open("rb") as source:
            table = json.loads(source.read(_LARGEST + 1))
    except FileNotFoundError:
        return {}
    except RecursionError:
        raise ValueError from None
    texts = table.get("texts") if isinstance(table, dict) else None
    if not isinstance(texts, dict) or table.get("version") != _VERSION:
        raise ValueError
    return texts


def _place(table: object) -> ReadingPlace | None:
    if not isinstance(table, dict):
        return None

    def number(name: str) -> int:
        value = table.get(name)
        return value if type(value) is int and 0 <= value < _MOST else 0

    words, part = table.get("words"), table.get("part")
    return ReadingPlace(
        number("block"),
        number("char"),
        clean_line(words)[:_LONGEST_WORDS] if isinstance(words, str) else "",
        min(1.0, max(0.0, part)) if isinstance(part, float) else 0.0,
    )
