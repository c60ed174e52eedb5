"""Export of the papers shown to a file, in a thread. Imported when first used.

The file goes to the folder that the browser was started in, under the profile's name, unless the
user types another name or folder; an existing file is never replaced.
"""

from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from paperbrowser import formats
from paperbrowser.formats.result import ReadError, StoppedError
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

    from paperbrowser.search.engine import ListEngine

_MOST_NAMES = 1_000
MOST_OF_LIBRARY = 20_000  # papers; a format may need all of them at once
_SLICE = 500  # parts between two reports of the progress


class _Export(NamedTuple):
    """The papers of a profile to write to a file in a format, and about how many they are."""

    profile: Profile
    papers: Iterable[Paper]
    size: int
    form: formats.Format
    path: Path


def _papers(view: View, selected: Sequence[Paper]) -> tuple[Iterable[Paper], int, str]:
    """Return the papers to write, about how many they are, and that in words.

    Those of a library that are not in the list are asked for while they are written.
    """
    window, engine = view.listed, view.catalogue.engine
    if selected or window is None or window.whole or engine is None:
        papers = selected or [view.catalogue.papers[at] for at in view.rows()]
        words = count_of_papers(len(papers))
        if view.matching and not selected:
            return papers, len(papers), f"the best {words} of {view.matching}"
        if len(papers) < view.catalogue.total:
            words += f" of {view.catalogue.total:,}"
        return papers, len(papers), words
    shown = (
        paper
        for page in engine.walk(window, MOST_OF_LIBRARY)
        for paper in (page if view.shows_hidden else _not_hidden(engine, page))
    )
    if window.total > MOST_OF_LIBRARY:
        of = f"{MOST_OF_LIBRARY:,} of {window.total_in_words} papers, {window.order.direction}"
        return shown, MOST_OF_LIBRARY, f"the first {of}"
    return shown, window.total, f"{window.total_in_words} papers"


def _not_hidden(engine: "ListEngine", page: Sequence[Paper]) -> Sequence[Paper]:
    marks = engine.marks_of(page) if engine.marks_of is not None else ()
    return [paper for at, paper in enumerate(page) if not (marks and marks[at].hidden)]


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
    papers, count, words = _papers(view, selected)
    if is_served():
        host.say(
            "files cannot be written from the web page; use `paperbrowser export` in a terminal",
            error=True,
        )
        return
    if not count:
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
        export = _Export(profile, papers, count, formats.writable()[name], path)
        work = partial(_write, host, task, export)
        host.run_worker(work, thread=True, group="export")

    items = [
        Item(form.label, f"{form.ending}, {form.about}", name)
        for name, form in formats.writable().items()
    ]
    title = f"Export {words}"
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
    path, written = export.path, 0
    label = export.form.label
    report = progress(host, lambda part: host.say(f"writing {label}: {part:.0%}"))

    def papers() -> "Iterator[Paper]":
        nonlocal written
        for paper in export.papers:
            if written % _SLICE == 0:
                report(min(written / export.size, 1))
            written += 1
            yield paper

    def parts() -> "Iterator[str]":
        for number, part in enumerate(formats.write(export.form.name, export.profile, papers())):
            if number % _SLICE == 0:
                report(min(written / export.size, 1))
            yield part

    failed = True
    try:
        file = files.write_beside_others(
            path.parent, path.stem, path.suffix, files.encoded(parts())
        )
    except StoppedError:
        return
    except ReadError as error:
        task.outcome = f"nothing written: {error}"
    except OSError as error:
        reason = error.strerror or error
        task.outcome = f"{clean_line(str(path.parent))}: {reason}; choose another folder"
    else:
        failed = False
        where = clean_line(str(file.parent))
        task.outcome = f"{clean_line(file.name)}: {count_of_papers(written)}, in {where}"

    def finish() -> None:
        host.end_task(task)
        host.say(task.outcome, error=failed)

    host.call_from_thread(finish)
