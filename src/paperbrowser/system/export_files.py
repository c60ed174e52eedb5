"""Puts an export on disk: never over another file unless that is asked for."""

from collections.abc import Iterable
from pathlib import Path

from paperbrowser.system import files


def encoded(parts: Iterable[str]) -> Iterable[bytes]:
    """The bytes of a text: UTF-8, line ends as they are."""
    return (part.encode("utf-8", "replace") for part in parts)


def save(path: Path, parts: Iterable[str]) -> None:
    """Write a text to `path`, whole or not at all.

    Raises:
        OSError: as any writing.
    """
    files.write(path, encoded(parts))


def save_beside_others(folder: Path, stem: str, ending: str, parts: Iterable[str]) -> Path:
    """Write a text to a file of `folder` that was not there: STEM, STEM-2, STEM-3 and so on.

    Raises:
        OSError: as any writing; no file is left.
    """
    number = 1
    while True:
        path = folder / (f"{stem}{ending}" if number == 1 else f"{stem}-{number}{ending}")
        try:
            path.open("xb").close()  # takes the name, so that nobody else does
            break
        except FileExistsError:
            number += 1
    try:
        save(path, parts)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path
