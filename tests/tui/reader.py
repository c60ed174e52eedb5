"""What a reader does and sees, for tests that drive the app."""

from paperbrowser.tui.paper_list import PaperList


def shown(app):
    """What is on the screen, as text."""
    return "\n".join(strip.text.rstrip() for strip in app.screen._compositor.render_strips())


def line_with(app, text):
    return next(line for line in shown(app).split("\n") if text in line)


def selected(app):
    return app.query_one(PaperList).paper.title


async def press(pilot, *presses):
    await pilot.press(*presses)
    while not pilot.app._typed_ahead.idle:
        await pilot.pause(0.01)
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()
    while pilot.app._browser._resting:  # the detail follows when a held key rests
        await pilot.pause(0.01)
