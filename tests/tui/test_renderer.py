"""The renderer brings the terminal to the picture that Textual painted, and sends only the changes."""

import re

import pyte
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich._palettes import EIGHT_BIT_PALETTE, STANDARD_PALETTE
from rich.color import Color, ColorSystem
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.strip import Strip

from paperbrowser.papers.text import clean
from paperbrowser.tui.terminal.renderer import Renderer

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
    def padded(text):
        return [
            (segment.text, None) for segment in Strip([Segment(clean(text))]).adjust_cell_length(14)
        ]

    lines = [[*padded(text), ("|tail", None)] for text in texts]
    stream_text = Renderer().encode(whole(lines), SIZE, ColorSystem.STANDARD)
    screen, stream = terminal()
    stream.feed(stream_text)
    for row in range(HEIGHT):
        assert "".join(screen.buffer[row][x].data for x in range(14, 19)) == "|tail"


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
