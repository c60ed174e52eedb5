"""Characters that a terminal lacks are replaced by others of the same width."""

import re
from pathlib import Path

import pyte
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len, split_graphemes
from rich.color import ColorSystem
from rich.segment import Segment
from textual.geometry import Size
from textual.strip import Strip

import paperbrowser
from paperbrowser.papers.text import clean
from paperbrowser.tui.terminal.charset import likeness, spelled
from paperbrowser.tui.terminal.renderer import Renderer

HERE = Path(paperbrowser.__file__).parent
DRAWN = [
    # The layouts of keyboards are typed and never drawn.
    *(path for path in (HERE / "tui").rglob("*.py") if path.name != "key_layout.py"),
    HERE / "search" / "view.py",
]


def ascii_of(text):
    return "".join(
        likeness(text[start:end], width, "ascii") for start, end, width in split_graphemes(text)[0]
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Müller, Ørsted, Łódź", "Muller, Orsted, Lodz"),
        ("e\u0301", "e"),
        ("Ωₘ = 0.267⁺⁰·⁰³", "Om = 0.267+0-03"),
        ("“cut…”", '"cut~"'),
        ("深層", "????"),
        ("🧪 👩‍🔬", "?? ??"),
        ("↓ ▌ │ ─", "v > | -"),
        ("±", "?"),
    ],
)
def test_replacements(text, expected):
    assert ascii_of(text) == expected
    assert cell_len(ascii_of(text)) == cell_len(text)


def test_characters_of_the_encoding_stay():
    assert likeness("é", 1, "latin-1") == "é"
    assert likeness("e\u0301", 1, "latin-1") == "é"
    assert likeness("深", 2, "euc-jp") == "深"
    assert likeness("…", 1, "latin-1") == "~"


def test_keys_are_named_where_their_signs_are_missing():
    assert spelled("↵ opens · Esc", None) == "↵ opens · Esc"
    assert spelled("↵ opens · j ↓", "latin-1") == "Enter opens · j Down"
    assert spelled("→ l  h ← >", "ascii") == "Right l  h Left >"
    assert spelled("reading x…", "ascii") == "reading x..."


@pytest.mark.parametrize("path", DRAWN, ids=lambda path: path.name)
def test_every_sign_of_the_interface_has_a_replacement(path):
    if path.name == "charset.py":
        return
    signs = set(re.findall(r"[^\x00-\x7f]", path.read_text("utf-8")))
    assert {sign for sign in signs if "?" in likeness(sign, cell_len(sign), "ascii")} == set()


@given(st.text(max_size=30), st.sampled_from(["ascii", "latin-1", "koi8-r", "euc-jp", "cp437"]))
def test_any_text_can_be_encoded_and_keeps_its_columns(text, charset):
    text = clean(text).replace("\n", " ")
    width = 80
    strip = Strip([Segment(text)]).adjust_cell_length(width - 1)
    update = [(0, [(0, Strip([*strip, Segment("|")]))])]
    sent = Renderer(charset=charset).encode(update, Size(width, 1), ColorSystem.STANDARD)
    sent.encode(charset)
    if charset == "ascii":
        screen = pyte.Screen(width, 1)
        pyte.Stream(screen).feed(sent)
        assert screen.display == [ascii_of(text).ljust(width - 1) + "|"]


def test_links_are_ascii_or_left_out():
    from rich.style import Style

    strip = Strip([Segment("x", Style(link="https://x.org/é b"))])
    update = [(0, [(0, strip)])]
    sent = Renderer().encode(update, Size(9, 1), ColorSystem.STANDARD)
    assert "\x1b]8;;https://x.org/%C3%A9%20b\x1b\\" in sent
    assert "\x1b]8" not in Renderer(links=False).encode(update, Size(9, 1), ColorSystem.STANDARD)
