"""The papers shown, written to a file in a chosen format, beside the screen. Loaded when asked for.

The file goes to the folder that the browser was started in, under the profile's name, and never replaces one.
"""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from paperbrowser import formats
from paperbrowser.library.store import file_name
from paperbrowser.papers.display import count_of_papers
from paperbrowser.search.view import View
from paperbrowser.system import export_files
from paperbrowser.system.terminal import is_served
from paperbrowser.tui.screens.pick import Item, PickScreen
from paperbrowser.tui.work.progress import Stopped, progress

if TYPE_CHECKING:
    from collections.abc import Iterator

    from paperbrowser.tui.app import PaperBrowser

_SLICE = 500  # parts between two looks at whether anybody still waits


def choose_format(app: "PaperBrowser", view: View) -> None:
    """Ask for a format, and write what `view` shows in it."""
    rows = view.rows()
    if is_served():
        app.say("a web page writes no files; `paperbrowser export` in a terminal does", error=True)
        return
    if not rows:
        app.say("there is no paper to export")
        return

    def chosen(form: str | None) -> None:
        if form is not None:
            work = partial(_write, app, view, form, Path.cwd())
            app.run_worker(work, thread=True, exclusive=True, group="export")

    items = [
        Item(form.label, f"{form.ending}, {form.about}", name)
        for name, form in formats.writable().items()
    ]
    title = f"Export {count_of_papers(len(rows))}"
    if len(rows) < len(view.catalogue):
        title += f" of {len(view.catalogue):,}"
    hint = "{choose} writes a file here · {close} closes"
    app.push_screen(PickScreen(title, items, hint=hint), chosen)


def _write(app: "PaperBrowser", view: View, form: str, folder: Path) -> None:
    rows, profile = view.rows(), view.catalogue.profile
    row = formats.writable()[form]
    tell = progress(app, lambda part: app.say(f"writing {row.label}: {part:.0%}"))

    def parts() -> "Iterator[str]":
        chosen = (profile.papers[place] for place in rows)
        for number, part in enumerate(formats.write(form, profile, chosen)):
            if number % _SLICE == 0:
                tell(min(number / len(rows), 1))
            yield part

    try:
        path = export_files.save_beside_others(folder, file_name(profile.name), row.ending, parts())
    except Stopped:
        return
    except OSError as error:
        reason = error.strerror or error
        sentence = f"{folder}: {reason}; start the browser in a folder that takes files"
        app.call_from_thread(app.say, sentence, error=True)
        return
    app.call_from_thread(app.say, f"{path.name}: {count_of_papers(len(rows))}, in {folder}")
