"""Press keys and read the screen, for tests that drive the app."""

import asyncio
import contextlib
import unicodedata
from time import monotonic

from textual import events
from textual.keys import KEY_NAME_REPLACEMENTS, KEY_TO_UNICODE_NAME
from textual.worker import WorkerCancelled

from paperbrowser.tui.widgets.paper_detail import PaperDetail
from paperbrowser.tui.widgets.paper_list import PaperList

_UNICODE_NAMES = {short: name for name, short in KEY_NAME_REPLACEMENTS.items()}


def strips(app):
    """Return the lines of the screen with their styles (Textual has no public name for them)."""
    return app.screen._compositor.render_strips()


def shown(app):
    """Return the text of the screen."""
    return "\n".join(strip.text.rstrip() for strip in strips(app))


def line_with(app, text):
    return next(line for line in shown(app).split("\n") if text in line)


def selected(app):
    return app.query_one(PaperList).paper.title


def listed(app):
    """Return the papers of the list, from the top."""
    return [app.profile.papers[row] for row in app.query_one(PaperList).rows]


def event_of(key):
    """Return the event of a key, as a terminal's driver makes it; `key` is its name or character."""
    if len(key) == 1:
        if not key.isalnum():
            name = unicodedata.name(key).lower().replace(" ", "_").replace("-", "_")
            return events.Key(KEY_NAME_REPLACEMENTS.get(name, name), key)
        return events.Key(key, key)
    name = _UNICODE_NAMES.get(key, key)
    try:
        return events.Key(
            key, unicodedata.lookup(KEY_TO_UNICODE_NAME.get(key, name.replace("_", " ")))
        )
    except KeyError:  # a key without a character, as "enter"
        return events.Key(key, None)


async def until(pilot, true, limit=20.0):
    """Wait until `true` of the app, while its threads go on."""
    end = monotonic() + limit
    while not true():
        assert monotonic() < end, shown(pilot.app)
        await pilot.pause(0.01)


async def until_shown(pilot, text):
    await until(pilot, lambda: text in shown(pilot.app))


async def keys(pilot, *presses):
    """Press keys, each when the one before is handled, and do not wait for threads."""
    await pilot.pause(0)
    app = pilot.app
    for key in presses:
        before = app.keys_pressed
        app.post_message(event_of(key))
        while app.is_running and (app.keys_pressed == before or not app.keys_handled):
            await asyncio.sleep(0.001)
    await pilot.pause(0)


async def press(pilot, *presses):
    """Press keys, and wait for all threads and for the detail."""
    await keys(pilot, *presses)
    while not all(worker.is_finished for worker in pilot.app.workers):
        with contextlib.suppress(WorkerCancelled):  # another took its place
            await pilot.app.workers.wait_for_complete()
        await pilot.pause(0)
    await pilot.pause()
    papers, detail = (
        pilot.app.screen_stack[0].query_one(kind) for kind in (PaperList, PaperDetail)
    )
    await until(pilot, lambda: detail.paper is papers.paper)  # it follows when a held key rests


async def type_in(pilot, text):
    """Paste `text` where the cursor is, as a terminal does with a file that is dropped onto it."""
    pilot.app.post_message(events.Paste(text))
    await pilot.pause()
    await keys(pilot)
