"""The user's last place in each profile: search, order, paper. Kept in `session.json` in the state folder.

The file has all profiles, the one open last at its end. It is written whole, under a lock: of two sessions in
one profile the place of the later one is kept. A file that does not read is never replaced.
"""

import contextlib
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from paperbrowser.library import store
from paperbrowser.library.locate import Origin, locate, sample
from paperbrowser.papers.sorting import Order, SortKey
from paperbrowser.papers.text import clean_line
from paperbrowser.system import files, locks, paths

_VERSION = 1
_KEPT = 200  # profiles
_LONGEST = 1_000  # characters of a query, or of a paper's id
_LARGEST = 1_000_000  # bytes of the file


@dataclass(frozen=True, slots=True)
class SessionPlace:
    """A place in a profile.

    Attributes:
        query: text of the search line.
        order: of the whole profile, if it is not the one it opens in.
        search_order: of the results, if the user chose another than the one they come in.
        paper: id of the paper under the cursor; "" is none.
        line: line of the list that it was on, from 0.
        scrolled: lines by which the paper's text was scrolled.
        zoomed: whether one pane was shown alone.
        in_detail: whether the paper had the focus, not the list.
        facets: whether facets were shown beside the list.
    """

    query: str = ""
    order: Order | None = None
    search_order: Order | None = None
    paper: str = ""
    line: int = 0
    scrolled: int = 0
    zoomed: bool = False
    in_detail: bool = False
    facets: bool = False


class UnreadableError(Exception):
    """The session file does not read. `str()` says in one sentence which, why, and what to do."""


def origin_of(argument: str | None) -> Origin:
    """Return the profile or file to open; for None the one open last, or imported since.

    Args:
        argument: of the command line, see `locate.locate`.

    Raises:
        ReadError: see `locate.locate`.
    """
    origin = locate(argument)
    if argument is not None:
        return origin
    try:
        known = last()
    except UnreadableError:  # reported when the profile is opened
        return origin
    if known is None or known == sample().path.resolve():
        return origin
    if origin.kind == "library" and origin.path.stat().st_mtime > _saved_at():
        return origin
    # Of the kind "library" wherever it is: if it does not read, the browser still opens and has the others.
    return Origin(known, "library")


def place_in(profile: Path) -> SessionPlace | None:
    """Return the last place in the profile of this file; None if it was never open.

    Raises:
        UnreadableError: the session file does not read.
    """
    return _place(_read().get(_key(profile)))


def last() -> Path | None:
    """Return the file of the profile that was open last, if it still exists.

    Raises:
        UnreadableError: the session file does not read.
    """
    profiles = _read()
    if not profiles:
        return None
    path = Path(next(reversed(profiles)))
    try:
        return path if path.is_file() else None
    except (OSError, ValueError):  # a name that no file can have
        return None


def known() -> list[Path]:
    """Return the files that were open, the last one first; none if the session file does not read."""
    try:
        return [Path(name) for name in reversed(_read())]
    except UnreadableError:
        return []


def save(profile: Path, place: SessionPlace, patience: float = 0.2) -> None:
    """Store the place in a profile, and that this profile was open last; do nothing if that fails.

    Of a group's library, which has no file, only the place is stored.

    Args:
        profile: its file.
        place: the place.
        patience: seconds to wait for another session to release the lock.
    """
    on_server = profile.parent == store.folder() and not profile.exists()
    if not (on_server or profile.is_file()):  # a pipe cannot be opened again
        return
    path = file()
    with contextlib.suppress(OSError, UnreadableError), locks.locked(path, patience):
        # Read within the lock, since another session may have been in another profile.
        profiles = _read()
        key = _key(profile)
        profiles.pop(key, None)
        profiles = (
            {key: asdict(place), **profiles} if on_server else {**profiles, key: asdict(place)}
        )
        kept = dict(list(profiles.items())[-_KEPT:])
        table = {"version": _VERSION, "profiles": kept}
        import json

        text = json.dumps(table, ensure_ascii=True, indent=1)
        files.write(path, f"{text}\n".encode())


def file() -> Path:
    """Return the path of the session file."""
    return paths.state() / "session.json"


def _saved_at() -> float:
    """Return the time of change of the session file; 0 if there is none."""
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


def _place(table: object) -> SessionPlace | None:
    """Return the place that a table describes; wrong values count as missing ones."""
    if not isinstance(table, dict):
        return None

    def text(name: str) -> str:
        value = table.get(name)
        return clean_line(value)[:_LONGEST] if isinstance(value, str) else ""

    def number(name: str) -> int:
        value = table.get(name)
        return value if type(value) is int and 0 <= value < 10**9 else 0

    return SessionPlace(
        query=text("query"),
        order=_order(table.get("order")),
        search_order=_order(table.get("search_order")),
        paper=text("paper"),
        line=number("line"),
        scrolled=number("scrolled"),
        zoomed=table.get("zoomed") is True,
        in_detail=table.get("in_detail") is True,
        facets=table.get("facets") is True,
    )


def _order(table: object) -> Order | None:
    try:
        return Order(SortKey(table["key"]), reverse=table["reverse"] is True)  # type: ignore[index]
    except (KeyError, TypeError, ValueError):
        return None
