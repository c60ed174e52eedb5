"""Export of the papers shown to a file, in a thread. Imported when first used.

The file goes to the folder that the browser was started in, under the profile's name; an
existing file is never replaced.
"""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from paperbrowser import formats
from paperbrowser.formats.result import StoppedError
from paperbrowser.library.locate import file_name
from paperbrowser.papers.display import count_of_papers
from paperbrowser.search.view import View
from paperbrowser.system import files
from paperbrowser.system.terminal import is_served
from paperbrowser.tui.host import Host
from paperbrowser.tui.screens.pick import Item, PickScreen
from paperbrowser.tui.work.progress import progress

if TYPE_CHECKING:
    from collections.abc import Iterator

_SLICE = 500  # parts between two reports of the progress


def choose_format(host: Host, view: View) -> None:
    """Let the user choose a format, and write the papers of `view` in it."""
    if view.pending:
        host.say("the search is not finished: export when its results are shown")
        return
    rows = view.rows()
    if is_served():
        host.say(
            "files cannot be written from the web page; use `paperbrowser export` in a terminal",
            error=True,
        )
        return
    if not rows:
        host.say("there is no paper to export")
        return

    def chosen(form: str | None) -> None:
        if form is not None:
            try:
                folder = Path.cwd()
            except OSError:
                host.say(
                    "the folder that you started in is gone; `paperbrowser export -o FILE` writes elsewhere",
                    error=True,
                )
                return
            work = partial(_write, host, view, form, folder)
            host.run_worker(work, thread=True, exclusive=True, group="export")

    items = [
        Item(form.label, f"{form.ending}, {form.about}", name)
        for name, form in formats.writable().items()
    ]
    title = f"Export {count_of_papers(len(rows))}"
    if len(rows) < len(view.catalogue):
        title += f" of {len(view.catalogue):,}"
    hint = "{choose} writes a file here · {close} closes"
    host.push_screen(PickScreen(title, items, hint=hint), chosen)


def _write(host: Host, view: View, form: str, folder: Path) -> None:
    rows, profile = view.rows(), view.catalogue.profile
    row = formats.writable()[form]
    report = progress(host, lambda part: host.say(f"writing {row.label}: {part:.0%}"))

    def parts() -> "Iterator[str]":
        chosen = (profile.papers[place] for place in rows)
        for number, part in enumerate(formats.write(form, profile, chosen)):
            if number % _SLICE == 0:
                report(min(number / len(rows), 1))
            yield part

    try:
        path = files.write_beside_others(
            folder, file_name(profile.name), row.ending, files.encoded(parts())
        )
    except StoppedError:
        return
    except OSError as error:
        reason = error.strerror or error
        sentence = f"{folder}: {reason}; start the browser in a folder with write access"
        host.call_from_thread(partial(host.say, sentence, error=True))
        return
    host.call_from_thread(host.say, f"{path.name}: {count_of_papers(len(rows))}, in {folder}")
