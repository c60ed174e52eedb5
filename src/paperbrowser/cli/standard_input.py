"""Open what comes on standard input like a file, for an argument `-`; read keys from the terminal then."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from paperbrowser.formats.input import LARGEST
from paperbrowser.formats.result import ReadError

ARGUMENT = "-"
NAME = "standard input"


@contextmanager
def as_file() -> Iterator[Path]:
    """Return a file of all that comes on standard input, which is there within the block.

    Raises:
        ReadError: nothing comes, or too much.
    """
    from tempfile import TemporaryDirectory

    with TemporaryDirectory(prefix="paperbrowser-") as folder:
        path = Path(folder) / NAME
        with path.open("wb") as file:
            if sys.stdin is not None:
                descriptor = sys.stdin.fileno()
                while file.tell() <= LARGEST and (data := os.read(descriptor, 1 << 20)):
                    file.write(data)
            size = file.tell()
        if not size:
            raise _error("nothing came", "empty", "check the command before the pipe")
        if size > LARGEST:
            raise _error("it is larger than 1 GiB", "too-large", "send less")
        try:
            yield path
        except ReadError as error:
            if error.path == path:
                error.path = Path(NAME)
            raise


def _error(what: str, code: str, advice: str) -> ReadError:
    return ReadError(what, code=code, advice=advice, path=Path(NAME))


def read_keys_from_terminal() -> str:
    """Make the terminal the standard input; return why that is impossible, "" once it is done."""
    try:
        terminal = os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY)
    except OSError:
        return "there is no terminal to read keys from"
    os.dup2(terminal, 0)
    os.close(terminal)
    return ""
