"""Files named in what was typed or pasted: paths as shells and terminals write them.

A file dropped onto a terminal arrives as text: in quotes (GNOME Terminal, Windows Terminal), with
backslashes before blanks (Terminal.app, iTerm2, kitty) or as `file://` with %20 (some of the others).
"""

import os
import re
import shlex
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

_URL = re.compile(r"file:(?://[^/]*)?(/.*)")  # the host, if one is named, is this machine
_LONGEST = 20_000  # characters in which paths are looked for
_MOST_ENTRIES = 2_000  # of a folder, that are looked at for those that go on from what is typed


class Begun(NamedTuple):
    """Something in a folder that goes on from what is typed: what to write for it, and its path."""

    written: str
    path: Path
    is_folder: bool


def files_in(text: str) -> tuple[Path, ...]:
    """The files that `text` names, if it names nothing else; each must exist.

    >>> files_in("'no such file.txt'")
    ()
    """
    text = text.strip()
    if not text or len(text) > _LONGEST:
        return ()
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    for words in ([text], lines, _words(text)):
        if words and all(map(_is_file, paths := [_path(word) for word in words])):
            return tuple(dict.fromkeys(paths))
    return ()


def written(paths: Sequence[Path]) -> str:
    """`paths` in one line, so that `files_in` finds them in it."""
    texts = [str(path) for path in paths]
    return texts[0] if len(texts) == 1 else " ".join(map(_quoted, texts))


def is_path(text: str) -> bool:
    """Whether `text` can only be meant as a path, although no file may be there yet."""
    text = text.lstrip()
    return text.startswith(("/", "~", "./", "../", "'", '"', "file:", f".{os.sep}")) or (
        os.name == "nt" and text[1:3] in {":\\", ":/"}
    )


def begun(text: str, most: int) -> list[Begun]:
    """Up to `most` files and folders whose path begins with `text`, by name; hidden ones if that says so."""
    cut = max(text.rfind("/"), text.rfind(os.sep)) + 1
    before, start = text[:cut], text[cut:].casefold()
    found = []
    try:
        with os.scandir(_path(before) if before else Path()) as entries:
            for entry in islice(entries, _MOST_ENTRIES):
                name = entry.name.casefold()
                if name.startswith(start) and (start or not name.startswith(".")):
                    found.append(Begun(before + entry.name, Path(entry.path), entry.is_dir()))
    except (OSError, ValueError):  # no such folder, or a name that none can have
        return []
    return sorted(found, key=lambda one: one.written.casefold())[:most]


def _words(text: str) -> list[str]:
    """The words of a command line."""
    try:
        if os.name == "nt":
            return [word.strip("\"'") for word in shlex.split(text, posix=False)]
        return shlex.split(text)
    except ValueError:  # a quotation without end: it is still being typed
        return []


def _quoted(text: str) -> str:
    return f'"{text}"' if os.name == "nt" else shlex.quote(text)


def _path(word: str) -> Path:
    if (found := _URL.fullmatch(word)) is not None:
        word = unquote(found[1]).lstrip("/" if os.name == "nt" else "")
    return Path(os.path.expanduser(word))  # noqa: PTH111 - Path's own raises where there is no home


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # a name that no file can have
        return False
