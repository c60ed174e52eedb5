"""The renderer brings the terminal to the picture that Textual painted, and sends only the changes."""

import re
import unicodedata

import pyte
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich._palettes import EIGHT_BIT_PALETTE, STANDARD_PALETTE
from rich.cells import cell_len
from rich.color import Color, ColorSystem
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.strip import Strip
from wcwidth import wcwidth

from paperbrowser.papers.text import clean
from paperbrowser.tui.terminal.renderer import Renderer
from paperbrowser.tui.widgets.cells import fit

WIDTH, HEIGHT = 24, 5
SIZE = Size(WIDTH, HEIGHT)
STYLES = [
    None,
    Style(),
    Style(bold=True),
    Style(color="red"),
    Style(color="default", bgcolor="default"),
    Style(reverse=True, color="blue"),
    Style(underline=True, bgcolor="green"),
]


def terminal():
    screen = pyte.Screen(WIDTH, HEIGHT)
    return screen, pyte.Stream(screen)


def whole(lines):
    """A repaint of the whole screen: each line a list of (text, style)."""
    strips = [
        Strip([Segment(*piece) for piece in line]).adjust_cell_length(WIDTH) for line in lines
    ]
    return [(y, [(0, strip)]) for y, strip in enumerate(strips)]


def shown(screen):
    return [
        [
            (c.data, c.fg, c.bg, c.bold, c.underscore, c.reverse)
            for c in map(row.__getitem__, range(WIDTH))
        ]
        for row in map(screen.buffer.__getitem__, range(HEIGHT))
    ]


pieces = st.tuples(st.text("ab -", max_size=9), st.sampled_from(STYLES))
frames = st.lists(
    st.lists(st.lists(pieces, max_size=4), min_size=HEIGHT, max_size=HEIGHT), min_size=1, max_size=4
)


@given(frames)
def test_any_sequence_of_frames_ends_in_the_picture_of_the_last(sequence):
    renderer, (screen, stream) = Renderer(), terminal()
    for frame in sequence:
        stream.feed(renderer.encode(whole(frame), SIZE, ColorSystem.STANDARD))
    fresh, fresh_stream = terminal()
    fresh_stream.feed(Renderer().encode(whole(sequence[-1]), SIZE, ColorSystem.STANDARD))
    assert shown(screen) == shown(fresh)
    expected = ["".join(t for t, _ in line)[:WIDTH].ljust(WIDTH) for line in sequence[-1]]
    assert screen.display == expected


@given(st.lists(st.text("a数🧪é́ ‍b", max_size=12), min_size=HEIGHT, max_size=HEIGHT))
def test_text_of_any_width_keeps_what_follows_it_in_its_column(texts):
    lines = [[(fit(clean(text), 14), None), ("|tail", None)] for text in texts]
    stream_text = Renderer().encode(whole(lines), SIZE, ColorSystem.STANDARD)
    screen, stream = terminal()
    stream.feed(stream_text)
    for row in range(HEIGHT):
        assert "".join(screen.buffer[row][x].data for x in range(14, 19)) == "|tail"


SCRIPTS = {
    "Hindi": "हिन्दी में वैज्ञानिक लेख क्षत्रिय",
    "Tamil": "தமிழ் கட்டுரை பற்றிய ஆய்வு",
    "Bengali": "বৈজ্ঞানিক প্রবন্ধ ও গবেষণা",
    "Thai": "น้ำท่วมและการเรียนรู้ของเครื่อง",
    "Korean taken apart": unicodedata.normalize("NFD", "한국어 논문 제목입니다"),
    "Vietnamese taken apart": unicodedata.normalize("NFD", "Học máy cho vật lý thiên văn"),
    "Hebrew with points": "בְּרֵאשִׁית בָּרָא אֱלֹהִים",
    "Khmer": "ការសិក្សាម៉ាស៊ីន",
}


def drawn(sent, width_of):
    """Return the characters that remain on one line of a terminal that gives each character `width_of` it."""
    cells, x = {}, 0
    for part in re.split(r"(\x1b\[[\d;]*[A-Za-z]|\r)", sent):
        if part == "\r":
            x = 0
        elif part.startswith("\x1b["):
            numbers = [int(number or 1) for number in part[2:-1].split(";")]
            if part[-1] == "G":
                x = numbers[0] - 1
            elif part[-1] == "C":
                x += numbers[0]
            elif part[-1] == "H":
                x = [*numbers, 1][1] - 1
            elif part[-1] == "K":
                cells = {at: char for at, char in cells.items() if at < x}
        else:
            for char in part:
                width = width_of(char)
                if width:
                    cells = {at: old for at, old in cells.items() if not x <= at < x + width}
                    cells[x] = char
                elif x - 1 in cells or x - 2 in cells:
                    cells[x - 1 if x - 1 in cells else x - 2] += char
                x += width
    return "".join(cells[at] for at in sorted(cells))


def _spacing(char):
    """As xterm and old tmux do: a spacing mark has a cell."""
    return 1 if unicodedata.category(char) == "Mc" else max(0, wcwidth(char))


def _apart(char):
    """As a terminal that knows of no joining: each vowel of Korean has a cell, each part of an emoji two."""
    return 1 if "\u1160" <= char <= "\u11ff" else _spacing(char)


TERMINALS = {
    "marks take no cell": lambda char: 0 if unicodedata.category(char) == "Mc" else wcwidth(char),
    "spacing marks take a cell": _spacing,
    "nothing is joined": _apart,
    "all marks take a cell": lambda c: 1 if unicodedata.combining(c) else _apart(c),
}


@pytest.mark.parametrize("kind", TERMINALS)
@pytest.mark.parametrize("script", SCRIPTS)
@pytest.mark.parametrize("ground", [None, Style(bgcolor="blue")])
def test_no_letter_is_overwritten(script, kind, ground):
    title = clean(SCRIPTS[script])
    size = Size(100, 1)
    renderer = Renderer()
    for before in ("x" * 100, " " * 100):
        sent = ""
        for text in (before, title):
            line = [Segment("▌ ", ground), Segment(fit(text, 60), ground), Segment("tail", ground)]
            strip = Strip(line).adjust_cell_length(100, ground)
            sent += renderer.encode([(0, [(0, strip)])], size, ColorSystem.STANDARD)
        shown_text = drawn(sent, TERMINALS[kind])
        assert "".join(title.split()) in "".join(shown_text.split()), shown_text
        assert shown_text.rstrip().endswith("tail")


@pytest.mark.parametrize("kind", TERMINALS)
@pytest.mark.parametrize("name", ["रवि शर्मा", "கவிதா தேவி", "রবি ও কাজী নজরুল", "രവി നായർ", "김 민수"])
def test_a_blank_between_words_stays(name, kind):
    strip = Strip([Segment(f" {name}", None)]).adjust_cell_length(40)
    sent = Renderer().encode([(0, [(0, strip)])], Size(40, 1), ColorSystem.STANDARD)
    assert drawn(sent, TERMINALS[kind]).split() == name.split()


@pytest.mark.parametrize("width", range(1, 40))
@pytest.mark.parametrize("script", SCRIPTS)
def test_a_text_is_cut_for_the_terminal_that_gives_it_most_cells(script, width):
    part = fit(clean(SCRIPTS[script]), width)
    assert cell_len(part) == width
    assert sum(map(_apart, part.rstrip())) <= width


def test_a_mark_that_is_cut_off_from_its_letter_is_not_lost():
    line = [[("ह", Style(bold=True)), ("िन", None)], *[[]] * 4]
    sent = Renderer().encode(whole(line), SIZE, ColorSystem.STANDARD)
    assert "हि" in re.sub(r"\x1b\[[\d;]*m", "", sent)


def test_a_repaint_that_changes_nothing_sends_nothing():
    renderer = Renderer()
    frame = whole([[("same", None)]] * HEIGHT)
    assert renderer.encode(frame, SIZE, ColorSystem.STANDARD)
    assert renderer.encode(frame, SIZE, ColorSystem.STANDARD) == ""


def test_a_cursor_mark_costs_two_cells():
    renderer = Renderer()
    rows = [[("  ", None), ("a title of some length", None)]] * HEIGHT
    renderer.encode(whole(rows), SIZE, ColorSystem.STANDARD)
    marked = [*rows]
    marked[2] = [("> ", None), ("a title of some length", None)]
    assert renderer.encode(whole(marked), SIZE, ColorSystem.STANDARD) == "\x1b[3H>"


def test_a_shorter_line_is_erased_instead_of_painted_over():
    renderer = Renderer()
    renderer.encode(whole([[("x" * WIDTH, None)]] * HEIGHT), SIZE, ColorSystem.STANDARD)
    after = whole([[("x" * 4, None)], *[[("x" * WIDTH, None)]] * (HEIGHT - 1)])
    assert renderer.encode(after, SIZE, ColorSystem.STANDARD) == "\x1b[1;5H\x1b[K"


@pytest.mark.parametrize(
    ("style", "erased"),
    [
        (Style(dim=True, color="rgb(9,200,4)"), True),
        (Style(bold=True, color="bright_blue"), True),
        (Style(underline=True), False),
        (Style(reverse=True), False),
        (Style(color="red", bgcolor="color(200)"), False),
        (Style(link="https://a.example"), False),
    ],
    ids=str,
)
def test_blanks_whose_style_does_not_show_are_erased(style, erased):
    renderer = Renderer()
    renderer.encode(whole([[("x" * WIDTH, style)]] * HEIGHT), SIZE, ColorSystem.TRUECOLOR)
    after = whole(
        [[("x" * 4 + " " * (WIDTH - 4), style)], *[[("x" * WIDTH, style)]] * (HEIGHT - 1)]
    )
    assert ("\x1b[K" in renderer.encode(after, SIZE, ColorSystem.TRUECOLOR)) is erased


def test_a_partial_repaint_touches_only_its_span():
    renderer, (screen, stream) = Renderer(), terminal()
    stream.feed(
        renderer.encode(
            whole([[("left", None), (" right", None)]] * HEIGHT), SIZE, ColorSystem.STANDARD
        )
    )
    update = [(1, [(0, Strip([Segment("LEFT")]))])]
    stream.feed(renderer.encode(update, SIZE, ColorSystem.STANDARD))
    assert [line.rstrip() for line in screen.display[:3]] == [
        "left right",
        "LEFT right",
        "left right",
    ]


def test_links_are_opened_and_closed_around_their_text():
    renderer = Renderer()
    linked = Style(link="https://example.org/")
    sent = renderer.encode(
        whole([[("go", linked), ("on", None)], *[[]] * 4]), SIZE, ColorSystem.STANDARD
    )
    assert "\x1b]8;;https://example.org/\x1b\\go\x1b]8;;\x1b\\on" in sent


@pytest.mark.parametrize("change", ["resize", "forget"])
def test_after_a_resize_or_an_unknown_change_everything_is_sent_again(change):
    renderer = Renderer()
    frame = whole([[("text", None)]] * HEIGHT)
    first = renderer.encode(frame, SIZE, ColorSystem.STANDARD)
    size = SIZE
    if change == "resize":
        size = Size(WIDTH, HEIGHT + 1)
    else:
        renderer.forget()
    again = renderer.encode(frame, size, ColorSystem.STANDARD)
    assert again.startswith("\x1b[2J")
    assert len(again) == len(first)


@given(st.data())
def test_scrolled_lines_end_in_the_same_picture_as_a_repaint(data):
    lines = [[(f"{n} {'abcdefghijklmnopqrst'[n % 7 :]}", STYLES[n % 7])] for n in range(30)]
    renderer, (screen, stream) = Renderer(), terminal()
    top = data.draw(st.integers(0, 25))
    stream.feed(renderer.encode(whole(lines[top : top + HEIGHT]), SIZE, ColorSystem.STANDARD))
    for _ in range(data.draw(st.integers(1, 4))):
        top = max(0, min(25, top + data.draw(st.sampled_from([1, -1, 2]))))
        part = lines[top : top + HEIGHT]
        part[data.draw(st.integers(0, HEIGHT - 1))] = [("changed", None)]
        sent = renderer.encode(whole(part), SIZE, ColorSystem.STANDARD)
        stream.feed(sent)
        fresh, fresh_stream = terminal()
        fresh_stream.feed(Renderer().encode(whole(part), SIZE, ColorSystem.STANDARD))
        assert shown(screen) == shown(fresh)


def test_a_scroll_costs_the_line_that_comes_in():
    lines = [[(f"{n} some words of a title", None)] for n in range(12)]
    renderer, (screen, stream) = Renderer(), terminal()
    stream.feed(renderer.encode(whole(lines[:HEIGHT]), SIZE, ColorSystem.STANDARD))
    for top in (1, 2, 1, 0):
        sent = renderer.encode(whole(lines[top : top + HEIGHT]), SIZE, ColorSystem.STANDARD)
        assert len(sent) < 55
        stream.feed(sent)
        assert [line.rstrip() for line in screen.display] == [
            lines[n][0][0][:WIDTH].rstrip() for n in range(top, top + HEIGHT)
        ]


@pytest.mark.parametrize(
    ("wanted", "number"),
    [
        ("#2e3440", 237),
        ("#002b36", 234),
        ("#1a1b26", 234),
        ("#191724", 234),
        ("#000000", 16),
        ("#ff8700", 208),
    ],
)
def test_of_256_colours_the_nearest_is_used(wanted, number):
    line = [[("x", Style(color=wanted, bgcolor=wanted))], *[[]] * 4]
    sent = Renderer().encode(whole(line), SIZE, ColorSystem.EIGHT_BIT)
    assert f"38;5;{number};48;5;{number}m" in sent


@given(st.tuples(*[st.integers(0, 255)] * 3), st.sampled_from(["EIGHT_BIT", "STANDARD"]))
def test_no_colour_of_the_terminal_is_nearer(rgb, system):
    palette = EIGHT_BIT_PALETTE if system == "EIGHT_BIT" else STANDARD_PALETTE
    line = [[("x", Style(bgcolor=Color.from_rgb(*rgb)))], *[[]] * 4]
    sent = Renderer().encode(whole(line), SIZE, ColorSystem[system])
    codes = [int(code) for code in re.search(r"\x1b\[([\d;]+)m", sent)[1].split(";")]
    (first, *_), last = codes, codes[-1]
    chosen = last if system == "EIGHT_BIT" else last - 40 if last < 100 else last - 92

    def distance(number):
        return sum((a - b) ** 2 for a, b in zip(palette[number], rgb, strict=True))

    assert first in (48, last)
    others = range(16, 256) if system == "EIGHT_BIT" else range(16)
    assert distance(chosen) == min(map(distance, others))
