"""Open a file in the user's editor, in the terminal that the browser leaves for that time."""

import contextlib
import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from paperbrowser.papers.text import clean, clean_line
from paperbrowser.system import files, paths
from paperbrowser.system.terminal import is_served
from paperbrowser.tui import keys
from paperbrowser.tui.host import Host

if TYPE_CHECKING:
    from paperbrowser.tui.work.loading import Loading

_USUAL = ("editor", "nano", "vi", "notepad")


class SuspendingApp(Protocol):
    """The app, which leaves the terminal to another program."""

    def suspend(self) -> AbstractContextManager[None]:
        """Leave the terminal to another program within the block."""


class EditingHost(Host, SuspendingApp, Protocol):
    """The app, which leaves the terminal to an editor and shows messages."""


class EditorError(Exception):
    """The editor could not be run, or failed. `str()` says why in one sentence."""


def edit(app: SuspendingApp, path: Path) -> None:
    """Let the user edit a file, and wait for the end of the editor.

    Raises:
        EditorError: there is no editor, or it failed.
    """
    command = _command()
    name = clean_line(Path(command[0]).name)
    failed = ""
    with (
        app.suspend(),
        _signals_for_editor(),
    ):  # not left by an exception, which would not resume the app
        try:
            status = subprocess.run([*command, str(path)], check=False).returncode  # noqa: S603
            if status:
                failed = f"{name} ended with status {status}"
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or error
            failed = f"{name}: {reason}; set EDITOR to your editor"
    if failed:
        raise EditorError(failed)


def edit_profile(host: EditingHost, loading: "Loading") -> None:
    """Let the user edit the file of the open profile, and read it again.

    Args:
        host: the app.
        loading: reads the file.
    """
    from textual.app import SuspendNotSupported

    failed = ""
    if is_served():
        host.say("no editor opens on the web page: edit the file in a terminal", error=True)
        return
    if loading.origin.members:
        host.say("several profiles are open: open one of them to edit its file")
        return
    if loading.origin.kind == "server":
        host.say("papers of a library on a server are not edited here")
        return
    if loading.origin.kind == "sample":
        key = keys.named(host, "read.import")
        host.say(f"the sample cannot be edited; {key} imports a file of yours")
        return
    try:
        edit(host, loading.origin.path)
    except SuspendNotSupported:
        host.say("an editor needs a terminal of its own: edit the file there", error=True)
        return
    except EditorError as error:
        failed = str(error)

    def say() -> None:
        host.say(failed, error=True)

    loading.load(loading.origin, same=True, said=say if failed else None)


def edit_text(app: SuspendingApp, text: str, title: str) -> str:
    """Let the user edit a text, and return it.

    Args:
        app: leaves the terminal meanwhile.
        text: the text.
        title: shown in a comment above it, which is not part of it.

    Raises:
        EditorError: there is no editor, it failed, or the file cannot be written or read.
    """
    path = paths.state() / "note.md"
    comment = f"<!-- {clean_line(title).replace('--', '-')} -->"
    try:
        files.write(path, f"{comment}\n\n{text}\n".encode())
        edit(app, path)
        written = path.read_text("utf-8", "replace")
    except OSError as error:
        raise EditorError(f"the note cannot be edited: {error.strerror or error}") from None
    lines = written.split("\n")
    return clean("\n".join(lines[1:] if lines[0].startswith("<!--") else lines)).strip()


def _command() -> list[str]:
    import shlex

    chosen = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""
    try:
        command = shlex.split(chosen, posix=os.name == "posix")
    except ValueError:
        command = [chosen]
    if command:
        return command
    usual = next(filter(shutil.which, _USUAL), None)
    if usual is None:
        raise EditorError("no editor found; set EDITOR to yours")
    return [usual]


@contextlib.contextmanager
def _signals_for_editor() -> Iterator[None]:
    """Leave Ctrl+C within the block to the editor: the event loop hears of no signal."""
    wakeup = signal.set_wakeup_fd(-1)
    try:
        yield
    finally:
        signal.set_wakeup_fd(wakeup)
