"""Reports of keys and of the terminal that make no sense are ignored; those that do are keys."""

import os
import random
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events

from tests.terminal import Terminal

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")
if os.name == "posix":
    from paperbrowser.tui.terminal.driver import KeyParser

COMMAND = [sys.executable, "-m", "paperbrowser"]
SENSELESS = [
    "\x1b[97;1:3u", "\x1b[97:65;2;65u", "\x1b[1086::106;;1086u", "\x1b[1;1:3B", "\x1b[99999999;5u",
    "\x1b[97;;1114112u", "\x1b[55296u", "\x1b[97;;55296u", "\x1b[113:81u", "\x1b[113;:u", "\x1b[5;1:3~",
    "\x1b[1:2:3;4:5;6:7u", "\x1b[;;;u", "\x1b[1114112;1u", "\x1b[?62;22c", "\x1b[0n", "\x1b[113;1;2;3;4u",
    "\x1b[>0;276;0c", "\x1b[200;1:1z", "\x1b[48;0;0;0;0t", "\x1b[48;99999999;99999999;1;1t",
    "\x1b]11;rgb:1c1c/1c1c/1c1c\x07", "\x1b]4;7;rgb:aa/aa/aa\x1b\\", "\x1b]52;c;cXVpdA==\x07",
    "\x1b]lmy shell\x1b\\", "\x1bP>|foot(1.16)\x1b\\", "\x1bP1+r544e=666f6f74\x1b\\",
    "\x1b_Gi=7;EINVAL:q\x1b\\", "\x1bP!|7E565445\x1b\\", f"\x1b[{'8' * 70}u", f"\x1b[{'1;' * 50}q",
]  # fmt: skip


def parsed(text):
    """Return the names of the keys in what a terminal sent."""
    parser = KeyParser()
    tokens = [*parser.feed(text), *parser.feed("")]
    return [token.key for token in tokens if isinstance(token, events.Key)]


@pytest.mark.parametrize("report", SENSELESS)
def test_a_report_that_makes_no_sense_is_no_key(report):
    assert parsed(report + "j") == ["j"]


@pytest.mark.parametrize(
    ("report", "key"),
    [
        ("\x1b[A", "up"),
        ("\x1b[1;5B", "ctrl+down"),
        ("\x1b[99;5u", "ctrl+c"),
        ("\x1b[97;2;65u", "A"),
        ("\x1b[3~", "delete"),
        ("\x1b[[A", "f1"),
        ("\x1bOB", "down"),
        ("\x1b[27u", "escape"),
    ],
)
def test_keys_are_read_as_before(report, key):
    assert parsed(report) == [key]


def test_an_answer_in_pieces_is_no_key_and_one_that_does_not_end_is_dropped(monkeypatch):
    parser = KeyParser()
    pieces = ["k\x1b]11;rgb:1c", "1c/1c1c", "/1c1c\x1b", "\\j", "\x1b]11;rgb:q"]
    assert [key.key for piece in pieces for key in parser.feed(piece)] == ["k", "j"]
    monkeypatch.setattr("paperbrowser.tui.terminal.driver._UNENDED", -1.0)
    assert [*parser.tick()] == []
    assert [key.key for key in parser.feed("Q")] == ["Q"]


def read(parser, *pieces):
    """Return the keys and the texts of pastes in pieces of input, and in what the time decides."""
    tokens = [token for piece in pieces for token in parser.feed(piece)] + [*parser.tick()]
    return [token.text if isinstance(token, events.Paste) else token.key for token in tokens]


def test_a_paste_whose_end_is_lost_ends_after_a_pause(monkeypatch):
    parser = KeyParser()
    assert read(parser, "\x1b[20", "0~dark", " matter\r", "jj") == []
    monkeypatch.setattr("paperbrowser.tui.terminal.driver._PASTE_PAUSE", -1.0)
    assert read(parser) == ["dark matter\rjj"]
    assert read(parser, "j") == ["j"]
    assert read(parser, "\x1b[200~a\x1b[201~k") == ["a", "k"]


@pytest.mark.parametrize(("sent", "key"), [("\x03", "ctrl+c"), ("\x1b[99;5u", "ctrl+c")])
def test_ctrl_and_a_letter_end_a_paste_whose_end_is_lost(sent, key):
    assert read(KeyParser(), "\x1b[200~dark", sent, "j") == ["dark", key, "j"]


def test_a_paste_that_does_not_end_is_bounded(monkeypatch):
    monkeypatch.setattr("paperbrowser.tui.terminal.driver._LONGEST_PASTE", 100)
    parser = KeyParser()
    assert read(parser, "\x1b[200~", *["x" * 60] * 50, "\x1b[20") == []
    assert read(parser, "1~j", "\x1b[200~y\x1b[201~") == ["x" * 120, "j", "y"]


@pytest.mark.parametrize("typed", ["\x1bP", "\x1b]", "\x1b_", "\x1b^j"])
def test_escape_and_a_sign_that_begins_answers_are_keys(typed):
    assert parsed(typed)


@pytest.mark.parametrize("sign", [chr(code) for code in range(33, 127)])
@pytest.mark.parametrize(
    ("then", "key"), [("\x1b[B", "down"), ("\x1bOA", "up"), ("\x1b[27u", "escape")]
)
def test_escape_a_sign_and_another_key_in_one_packet_are_these_keys(sign, then, key):
    """Textual types "^" for an Esc whose sequence is cut off by another one."""
    first, *signs, last = parsed(f"\x1b{sign}{then}")
    assert last == key
    if first == "escape":
        assert len(signs) == 1
    else:  # Alt and a letter; the browser takes one that it does not know for Esc and the letter
        assert sign.isalpha()
        assert first in {"ctrl+left", "ctrl+right"} or first.startswith("alt+")


def test_escape_and_typed_words_before_another_key_are_keys():
    assert parsed("\x1bktl\r\x1b[6~") == ["alt+k", "t", "l", "enter", "pagedown"]


def test_a_text_of_several_characters_arrives():
    assert parsed("\x1b[0;;104:105u") == ["h", "i"]


@given(st.text("0123456789:;?<>=$ M~ARtuy[", max_size=24), st.sampled_from("uABMmRnct~y"))
def test_no_control_sequence_ends_the_parser(body, final):
    parsed(f"\x1b[{body}{final}j")


@given(st.text(max_size=40))
def test_no_text_ends_the_parser(text):
    parsed(f"\x1b{text}")


@pytest.mark.slow
def test_senseless_reports_do_not_end_the_program():
    rnd = random.Random(3)
    noise = [
        f"\x1b[{''.join(rnd.choices('0123456789:;', k=rnd.randint(1, 20)))}{rnd.choice('uABRMt~nc')}"
        for _ in range(200)
    ]
    with Terminal(COMMAND) as terminal:
        terminal.wait_for("1 of 50")
        terminal.settle()
        for report in [*SENSELESS, *noise]:
            terminal.send(report)
            terminal.take_in()
        terminal.settle()
        terminal.press("\x1b")
        terminal.press("\x1b")
        terminal.press("g")
        assert "Traceback" not in terminal.text
        terminal.send("j")
        terminal.wait_for("2 of 50")
        terminal.send("Q")
        assert terminal.end() == 0
        assert terminal.left_on() == []


BROKEN = """
import sys
from textual.drivers.linux_driver import LinuxDriver
from paperbrowser.__main__ import main

def broken(self):
    {how}

{where}
sys.exit(main([]))
"""


@pytest.mark.parametrize(
    ("how", "where"),
    [
        ("raise ValueError('no key')", "LinuxDriver.run_input_thread = broken"),
        (
            "self.call_later(self.panic, 'no key')",
            "from paperbrowser.tui.app import PaperBrowser\nPaperBrowser.on_profile_opened = broken",
        ),
    ],
    ids=["thread of keys", "panic"],
)
def test_a_panic_ends_with_status_1_and_one_sentence(how, where):
    command = [sys.executable, "-c", BROKEN.format(how=how, where=where)]
    with Terminal(command, (200, 30)) as terminal:
        assert terminal.end(10) == 1
        assert terminal.left_on() == []
        assert "paperbrowser crashed" in terminal.text
        assert "no key" in terminal.text
        assert "Traceback" not in terminal.text


@pytest.mark.parametrize("sign", list("*/+'0123456789{}?: \r\t"))
def test_esc_and_a_sign_that_come_together_are_two_keys(sign):
    parser = KeyParser()
    keys = [event for event in parser.feed(f"\x1b{sign}") if isinstance(event, events.Key)]
    alone = [event for event in KeyParser().feed(sign) if isinstance(event, events.Key)]
    assert [(event.key, event.character) for event in keys] == [
        ("escape", "\x1b"),
        *((event.key, event.character) for event in alone),
    ]
