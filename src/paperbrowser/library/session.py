"""Where the reader was in each profile, to come back to: `session.json` in the state folder.

One file for all profiles, the one open last at its end. Written whole, under a lock, so that of two
sessions in the same profile the later one is remembered. A file that does not read is never replaced.
"""

import contextlib
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from paperbrowser.library.locate import Origin, locate, sample
from paperbrowser.papers.sorting import Order, SortKey
from paperbrowser.papers.text import clean_line
from paperbrowser.system import files, paths

_VERSION = 1
_KEPT = 200  # profiles
_LONGEST = 1_000  # characters of a query, or of a paper's id
_LARGEST = 1_000_000  # bytes; no session of ours is that long


@dataclass(frozen=True, slots=True)
class Place:
    """Where the reader was in a profile.

    Attributes:
        query: what stood in the search line.
        order: of the whole profile, if it is not the one it opens in.
        search_order: of the results, if another was chosen than the one they come in.
        paper: id of the paper under the cursor; "" is none.
        line: on which line of the list it stood.
        scrolled: by how many lines the paper's text was scrolled.
        zoomed: whether one pane was shown alone.
        in_detail: whether the paper had the focus, not the list.
    """

    query: str = ""
    order: Order | None = None
    search_order: Order | None = None
    paper: str = ""
    line: int = 0
    scrolled: int = 0
    zoomed: bool = False
    in_detail: bool = False


class UnreadableError(Exception):
    """The file does not read. `str()` says in one sentence which, why, and what to do."""


def origin_of(argument: str | None) -> Origin:
    """What to open for `argument`; for None the profile that was open last, or was imported since.

    Raises:
        ReadError: see `library.locate`.
    """
    origin = locate(argument)
    if argument is not None:
        return origin
    try:
        known = last()
    except UnreadableError:  # whoever opens it will find out, too
        return origin
    if known is None or known == sample().path.resolve():
        return origin
    if origin.kind == "library" and origin.path.stat().st_mtime > _saved_at():
        return origin
    # Opened like one of the library, wherever it lies: if it does not read, the others can be reached.
    return Origin(known, "library")


def place_in(profile: Path) -> Place | None:
    """Where the reader was in `profile`; None if it was never open.

    Raises:
        UnreadableError: nothing is known.
    """
    return _place(_read().get(_key(profile)))


def last() -> Path | None:
    """The profile that was open last, if its file is still there.

    Raises:
        UnreadableError: nothing is known.
    """
    profiles = _read()
    if not profiles:
        return None
    path = Path(next(reversed(profiles)))
    try:
        return path if path.is_file() else None
    except (OSError, ValueError):  # a name that no file can have
        return None


def save(profile: Path, place: Place, patience: float = 10.0) -> None:
    """Remember `place` as the one open last. Does nothing where that is not possible."""
    if not profile.is_file():  # a pipe, which nobody can come back to
        return
    path = file()
    with contextlib.suppress(OSError, UnreadableError), files.locked(path, patience):
        # Read within the lock, since another session may have been in another profile.
        profiles = _read()
        key = _key(profile)
        profiles.pop(key, None)
        profiles[key] = asdict(place)
        kept = dict(list(profiles.items())[-_KEPT:])
        table = {"version": _VERSION, "profiles": kept}
        import json

        text = json.dumps(table, ensure_ascii=True, indent=1)
        files.write(path, f"{text}\n".encode())


def file() -> Path:
    """The file itself."""
    return paths.state() / "session.json"


def _saved_at() -> float:
    """When the file was last written, as files tell time; 0 if it never was."""
    try:
        return file().stat().st_mtime
    except OSError:
        return 0


def _key(profile: Path) -> str:
    return str(profile.resolve())


def _read() -> dict[str, Any]:
    path = file()
    try:
        with path.open("rb") as source:
            import json

            table = json.loads(source.read(_LARGEST + 1))
        if table["version"] != _VERSION:
            raise _unreadable("it is of another version")
        profiles = table["profiles"]
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise _unreadable(error.strerror or str(error)) from None
    except (ValueError, KeyError, TypeError, RecursionError):
        raise _unreadable("its content is damaged") from None
    if not isinstance(profiles, dict):
        raise _unreadable("its content is damaged")
    return profiles


def _unreadable(reason: str) -> UnreadableError:
    return UnreadableError(
        f"{clean_line(str(file()))}: not read ({clean_line(reason)}), so nothing is restored or "
        "remembered; move the file away"
    )


def _place(table: object) -> Place | None:
    """What can be used of `table`: a line of it that is no good counts as never written."""
    if not isinstance(table, dict):
        return None

    def text(name: str) -> str:
        value = table.get(name)
        return clean_line(value)[:_LONGEST] if isinstance(value, str) else ""

    def number(name: str) -> int:
        value = table.get(name)
        return value if type(value) is int and 0 <= value < 10**9 else 0

    return Place(
        query=text("query"),
        order=_order(table.get("order")),
        search_order=_order(table.get("search_order")),
        paper=text("paper"),
        line=number("line"),
        scrolled=number("scrolled"),
        zoomed=table.get("zoomed") is True,
        in_detail=table.get("in_detail") is True,
    )


def _order(table: object) -> Order | None:
    try:
        return Order(SortKey(table["key"]), reverse=table["reverse"] is True)  # type: ignore[index]
    except (KeyError, TypeError, ValueError):
        return None
