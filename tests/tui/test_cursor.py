"""The terminal's own cursor is where braille, speech and input methods look for it; the screen can be redrawn."""

import os
import re
import sys

import pytest

from tests.slow import first_quick
from tests.terminal import Terminal

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")

COMMAND = [sys.executable, "-m", "paperbrowser"]


def ready(terminal):
    terminal.wait_for("1 of 50")
    terminal.settle()
    return terminal


def place(terminal):
    return terminal.screen.cursor.x, terminal.screen.cursor.y


def line(terminal):
    """Return the line of the screen that the cursor is in."""
    return terminal.text.split("\n")[place(terminal)[1]]


@pytest.mark.parametrize("size", first_quick([(80, 24), (120, 36), (40, 12)], single=True))
def test_the_cursor_is_on_the_selected_row(size):
    with ready(Terminal(COMMAND, size)) as terminal:
        for keys in ("", "j", "j", "G", "k", "g", "\x1b[6~", "s", "r", "z", "j"):
            if keys:
                terminal.press(keys)
            assert line(terminal).startswith("▌"), keys
            assert place(terminal)[0] == 0
            assert terminal.screen.cursor.hidden


def before_cursor(terminal):
    return line(terminal)[: place(terminal)[0]]


def types(terminal, keys, before):
    """Press keys, and wait until what stands before the cursor ends in `before`."""
    terminal.send(keys)
    terminal.wait_for(lambda t: before_cursor(t).endswith(before), 10)


def back_in_the_list(terminal, keys):
    terminal.send(keys)
    terminal.wait_for(lambda t: line(t).startswith("▌"), 10)


@pytest.mark.slow
def test_the_cursor_is_at_the_caret_of_a_field():
    with ready(Terminal(COMMAND)) as terminal:
        types(terminal, "/", " / ")
        types(terminal, "dark", " / dark")
        types(terminal, "\x1b[D", " / dar")
        types(terminal, "\x1b[C", " / dark")
        back_in_the_list(terminal, "\r")
        for opening, typed in (("?", "sort"), ("p", "ab"), (":", "clear")):
            terminal.press(opening, 0.4)
            types(terminal, typed, typed)
            terminal.press("\x1b[B")
            assert before_cursor(terminal).endswith(typed)
            back_in_the_list(terminal, "\x1b")


@pytest.mark.slow
def test_the_cursor_is_in_the_text_that_is_read_or_in_the_question():
    with ready(Terminal(COMMAND)) as terminal:
        title = "Emergent Transfer"
        terminal.press("l", 0.4)
        assert title in line(terminal)
        assert not line(terminal).startswith("▌")
        terminal.press("y", 0.4)
        assert line(terminal).split()[0] == "copy"
        terminal.press("\x1b")


def test_the_cursor_costs_a_step_few_bytes():
    with ready(Terminal(COMMAND)) as terminal:
        terminal.press("z")
        step = terminal.press("j")
        assert step.bytes < 60


BROADCAST = "\r\n*** reboot at 18:00 ***\r\n\x0e\x1b(0\x1b[3;9r"


@pytest.mark.parametrize("opening", first_quick(["", "/", "?", ":", "p", "y", "l"]))
def test_a_redraw_repairs_what_something_else_wrote(opening):
    with ready(Terminal(COMMAND, (90, 24))) as terminal:
        if opening:
            terminal.press(opening, 0.4)
        before = terminal.screen.display[:]
        terminal.show(BROADCAST.encode())
        assert terminal.screen.display != before
        terminal.press("\x0c")
        assert terminal.screen.display == before
        terminal.send("\x03")
        assert terminal.end() == 0


def test_the_redraw_is_in_the_help():
    with ready(Terminal(COMMAND, (90, 24))) as terminal:
        terminal.press("?")
        terminal.send("paint")
        terminal.wait_for("^L")


def after_leaving(terminal):
    """Return what a terminal without a second screen shows of the last line, and the cursor's place in it."""
    return line(terminal), place(terminal)


@pytest.mark.parametrize("keys", first_quick(["q", "Q", "\x03", "term"]))
def test_a_terminal_without_a_second_screen_gets_a_clean_last_line(keys):
    with ready(Terminal(COMMAND, (80, 20))) as terminal:
        terminal.press("j")
        if keys == "term":
            terminal.kill(15)
        else:
            terminal.send(keys)
        terminal.end()
        # pyte has no second screen.
        assert after_leaving(terminal) == ("", (0, 19))


def test_suspending_leaves_a_clean_last_line():
    shell = ["sh", "-mc", f"{' '.join(COMMAND)}; echo suspended; sleep 0.2; fg"]
    with ready(Terminal(shell, (80, 20))) as terminal:
        terminal.send("\x1a")
        terminal.wait_for(lambda t: b"suspended" in t.output)
        seen = re.search(rb"\x1b\[999H\x1b\[K\x1b\[\?1049l", bytes(terminal.output))
        assert seen
        terminal.wait_for("Shirley Ho")
        terminal.settle()
        assert line(terminal).startswith("▌")
        terminal.send("Q")
        terminal.end()


@pytest.mark.parametrize(("value", "coloured"), [("", True), ("1", False)])
def test_an_empty_no_color_is_none(value, coloured):
    with ready(Terminal([*COMMAND, "--theme", "nord"], env={"NO_COLOR": value})) as terminal:
        assert bool(re.search(rb"\x1b\[[\d;]*38;", bytes(terminal.output))) == coloured
