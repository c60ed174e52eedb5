"""File paths in text that was typed, pasted or dropped.

A file dropped onto a terminal arrives as text: in quotes (GNOME Terminal, Windows Terminal), with
backslashes before blanks (Terminal.app, iTerm2, kitty) or as `file://` with %20 (other terminals).
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
_LONGEST = 20_000  # characters; a longer paste is text, not paths
_MOST_ENTRIES = 2_000  # of a folder that are compared, to keep typing quick in a huge one


_NAMED_LIKE_FILES = re.compile(
    r"\S\.(?:bib|cff|csv|enw|html?|jsonl?|nbib|ris|toml|tsv|txt|xml|ya?ml)(?:\.gz)?$", re.IGNORECASE
)


class PathCompletion(NamedTuple):
    """A file or folder whose path begins with the typed text.

    Attributes:
        text: its path as the user would type it.
        path: the same, resolved.
        is_folder: whether it is a folder.
    """

    text: str
    path: Path
    is_folder: bool


def files_in(text: str) -> tuple[Path, ...]:
    """Return the files that `text` names; none if it contains anything else or a file does not exist.

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
    """Return `paths` in one line that `files_in` reads."""
    texts = [str(path) for path in paths]
    return texts[0] if len(texts) == 1 else " ".join(map(_quoted, texts))


def is_path(text: str) -> bool:
    """Whether `text` has the form of a path; no such file need exist."""
    text = text.strip()
    if _NAMED_LIKE_FILES.search(text) and "://" not in text:
        return True
    return text.startswith(("/", "~", "./", "../", "'", '"', "file:", f".{os.sep}")) or (
        os.name == "nt" and text[1:3] in {":\\", ":/"}
    )


def completions(text: str, most: int) -> list[PathCompletion]:
    """Return up to `most` files and folders whose path begins with `text`, by name.

    Hidden ones are among them if the name in `text` begins with a dot.
    """
    cut = max(text.rfind("/"), text.rfind(os.sep)) + 1
    before, start = text[:cut], text[cut:].casefold()
    found = []
    try:
        with os.scandir(_path(before) if before else Path()) as entries:
            for entry in islice(entries, _MOST_ENTRIES):
                name = entry.name.casefold()
                if name.startswith(start) and (start or not name.startswith(".")):
                    path = Path(entry.path)
                    found.append(PathCompletion(before + entry.name, path, entry.is_dir()))
    except (OSError, ValueError):  # no such folder, or a name that is not allowed
        return []
    return sorted(found, key=lambda one: one.text.casefold())[:most]


def _words(text: str) -> list[str]:
    """Split a command line into words."""
    try:
        if os.name == "nt":
            return [word.strip("\"'") for word in shlex.split(text, posix=False)]
        return shlex.split(text)
    except ValueError:  # an open quotation: the user is still typing
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
    except (OSError, ValueError):  # a name that is not allowed
        return False
