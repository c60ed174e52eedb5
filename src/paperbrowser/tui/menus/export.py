"""Export of the papers shown to a file, in a thread. Imported when first used.

The file goes to the folder that the browser was started in, under the profile's name, unless the
user types another name or folder; an existing file is never replaced.
"""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from paperbrowser import formats
from paperbrowser.formats.result import StoppedError
from paperbrowser.library.locate import file_name
from paperbrowser.papers.display import count_of_papers
from paperbrowser.papers.model import Paper, Profile
from paperbrowser.papers.text import clean_line
from paperbrowser.search.view import View
from paperbrowser.system import files
from paperbrowser.system.terminal import is_served
from paperbrowser.tui.host import Host
from paperbrowser.tui.screens.pick import Item, PickScreen
from paperbrowser.tui.work.progress import Writing, progress

if TYPE_CHECKING:
    from collections.abc import Iterator

_MOST_NAMES = 1_000
_SLICE = 500  # parts between two reports of the progress


class _Export(NamedTuple):
    """The papers of a profile to write to a file in a format."""

    profile: Profile
    papers: Sequence[Paper]
    form: formats.Format
    path: Path


def choose_format(host: Host, view: View, selected: Sequence[Paper] = ()) -> None:
    """Let the user choose a format and a file, and write papers.

    Args:
        host: shows the lists and runs the thread.
        view: the papers shown, which are written where none is selected.
        selected: the selected papers.
    """
    if view.pending and not selected:
        host.say("the search is not finished: export when its results are shown")
        return
    papers = selected or [view.catalogue.papers[at] for at in view.rows()]
    if is_served():
        host.say(
            "files cannot be written from the web page; use `paperbrowser export` in a terminal",
            error=True,
        )
        return
    if not papers:
        host.say("there is no paper to export")
        return

    try:
        folder, gone = Path.cwd(), False
    except OSError:
        folder, gone = Path.home(), True
    profile = view.catalogue.profile
    usual = file_name(profile.name)
    typed_paths: dict[str, tuple[Path, str]] = {}

    def offers(typed: str) -> list[Item]:
        typed_paths.clear()
        for form in formats.writable().values():
            path = _path(typed, folder, f"{usual}{form.ending}")
            if path is not None and path.name.lower().endswith(form.ending):
                free = beside_others(path)
                about = form.label if free == path else f"{form.label}; {path.name} stays"
                typed_paths[f"{form.name}:{free}"] = (free, form.name)
                return [Item(f"Write {free}", about, f"{form.name}:{free}")]
        return []

    def chosen(value: str | None) -> None:
        if value is None:
            return
        form = formats.writable().get(value)
        if form and gone:
            host.say(
                "the folder that you started in is gone; type a path, or use `paperbrowser export -o FILE`",
                error=True,
            )
            return
        path, name = (folder / f"{usual}{form.ending}", value) if form else typed_paths[value]
        task = Writing(f"writing {clean_line(path.name)}")
        host.begin_task(task)
        export = _Export(profile, papers, formats.writable()[name], path)
        work = partial(_write, host, task, export)
        host.run_worker(work, thread=True, group="export")

    items = [
        Item(form.label, f"{form.ending}, {form.about}", name)
        for name, form in formats.writable().items()
    ]
    title = f"Export {count_of_papers(len(papers))}"
    if len(papers) < len(view.catalogue):
        title += f" of {len(view.catalogue):,}"
    hint = "{choose} writes a file here, or the one that you type · {close} closes"
    about = "type to search, or a file such as refs/papers.bib"
    screen = PickScreen(title, items, hint=hint, offers=offers, about_typing=about)
    host.push_screen(screen, chosen)


def _path(typed: str, folder: Path, usual: str) -> Path | None:
    """Return the path that a text means, from `folder` on; in a folder the file has the usual name."""
    text = typed.strip()
    if "/" not in text and "." not in text:
        return None
    try:
        path = folder / Path(text).expanduser()
        return path / usual if text.endswith("/") or path.is_dir() else path
    except (OSError, ValueError, RuntimeError):
        return None


def beside_others(path: Path) -> Path:
    """Return a path with a name that no file has: NAME, NAME-2 and so on."""
    free, number = path, 1
    while number < _MOST_NAMES and free.exists():
        number += 1
        free = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return free


def _write(host: Host, task: Writing, export: _Export) -> None:
    papers, path = export.papers, export.path
    label = export.form.label
    report = progress(host, lambda part: host.say(f"writing {label}: {part:.0%}"))

    def parts() -> "Iterator[str]":
        for number, part in enumerate(formats.write(export.form.name, export.profile, papers)):
            if number % _SLICE == 0:
                report(min(number / len(papers), 1))
            yield part

    try:
        written = files.write_beside_others(
            path.parent, path.stem, path.suffix, files.encoded(parts())
        )
    except StoppedError:
        return
    except OSError as error:
        failed = True
        reason = error.strerror or error
        task.outcome = f"{clean_line(str(path.parent))}: {reason}; choose another folder"
    else:
        failed = False
        where = clean_line(str(written.parent))
        count = count_of_papers(len(papers))
        task.outcome = f"{clean_line(written.name)}: {count}, in {where}"

    def finish() -> None:
        host.end_task(task)
        host.say(task.outcome, error=failed)

    host.call_from_thread(finish)
