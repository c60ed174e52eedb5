"""What a reader does and sees, for tests that drive the app."""

from time import monotonic

from textual import events

from paperbrowser.tui.widgets.paper_list import PaperList


def shown(app):
    """What is on the screen, as text."""
    return "\n".join(strip.text.rstrip() for strip in app.screen._compositor.render_strips())


def line_with(app, text):
    return next(line for line in shown(app).split("\n") if text in line)


def selected(app):
    return app.query_one(PaperList).paper.title


async def press(pilot, *presses):
    await pilot.press(*presses)
    while not pilot.app.keys_handled:
        await pilot.pause(0.01)
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()
    while pilot.app._browser._resting:  # the detail follows when a held key rests
        await pilot.pause(0.01)


async def until(pilot, true, limit=10.0):
    """Wait until something is `true` of the app, work beside the screen going on."""
    end = monotonic() + limit
    while not true():
        assert monotonic() < end, shown(pilot.app)
        await pilot.pause(0.01)


async def until_shown(pilot, text):
    await until(pilot, lambda: text in shown(pilot.app))


async def keys(pilot, *presses):
    """Press keys without waiting for work beside the screen."""
    await pilot.press(*presses)
    await until(pilot, lambda: pilot.app.keys_handled)
    await pilot.pause()


async def type_in(pilot, text):
    """Paste `text` where the cursor is, as a terminal does with a file that is dropped onto it."""
    pilot.app.post_message(events.Paste(text))
    await pilot.pause()
    await keys(pilot)
