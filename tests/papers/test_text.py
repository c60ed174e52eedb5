"""Text from any source is safe for a terminal."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from paperbrowser.papers.links import is_web_link
from paperbrowser.papers.text import (
    clean,
    clean_line,
    cut,
    has_controls,
    joined_lines,
    one_line,
)

anything = st.text(st.characters(codec=None, categories=None), max_size=60) | st.text(
    "a é数\x1b\x9b\u202e\u2066\u200d\ufe0f\U0001f9ea\ud800\r\n\t\u2028", max_size=30
)


@given(anything)
def test_clean_text_has_nothing_that_moves_hides_or_reorders(text):
    cleaned = clean(text)
    assert all(
        char == "\n" or unicodedata.category(char) not in ("Cc", "Cs", "Zl", "Zp")
        for char in cleaned
    )
    assert not set(cleaned) & set(
        "\u061c\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2069\ufeff"
    )
    assert clean(cleaned) == cleaned
    assert not has_controls(cleaned)
    cleaned.encode("utf-8")
    assert "\n" not in clean_line(text)


@given(
    st.text(st.characters(categories=["L", "N", "P", "S", "Zs", "M"], exclude_characters="\u200d"))
)
def test_printable_text_stays_as_it_is(text):
    assert clean(text) == text


@pytest.mark.parametrize(
    ("hostile", "inert"),
    [
        ("\x1b[2Jgone", "[2Jgone"),
        ("\x1b]52;c;cm0gLXJm\x07copied", "]52;c;cm0gLXJmcopied"),
        ("\x9b31mred", "31mred"),
        ("gnp\u202eexe.\u202c", "gnpexe."),
        ("nul\x00 bell\x07", "nul bell"),
        ("half \ud800 a pair", "half \ufffd a pair"),
        ("[red]markup[/] stays[/close]", "[red]markup[/] stays[/close]"),
        ("family 👩\u200d👧 stays", "family 👩\u200d👧 stays"),
        ("loose\u200d joiner", "loose joiner"),
    ],
)
def test_escape_sequences_become_text(hostile, inert):
    assert clean(hostile) == inert


@pytest.mark.parametrize("url", ["https://arxiv.org/abs/1", "HTTP://example.org/?q=a%20b#c"])
def test_web_links_are_recognised(url):
    assert is_web_link(url)


@pytest.mark.parametrize(
    "url",
    ["", "file:///etc/passwd", "javascript:alert(1)", "https://", "https:///x", "https://a b",
     "https://a\n", "https://a\x1b[m", " https://a", "ftp://a", "https://a\u202eb"],
)  # fmt: skip
def test_other_links_are_not_opened(url):
    assert not is_web_link(url)


@pytest.mark.parametrize(
    ("text", "room", "short"),
    [
        ("abc", 3, "abc"),
        ("abcd", 3, "ab…"),
        ("字字", 3, "字…"),
        ("字字", 2, "…"),
        ("e\u0301e", 2, "e\u0301e"),
    ],
)
def test_text_is_cut_by_columns(text, room, short):
    assert cut(text, room) == short


@pytest.mark.parametrize("hyphen", ["-", "\u2010", "\xad"])
def test_a_word_divided_at_a_lines_end_is_put_together(hyphen):
    assert (
        joined_lines(f"Glacier{hyphen}\n bed rough{hyphen}\r\nness, 3") == "Glacierbed roughness, 3"
    )
    assert joined_lines("3-\nmanifolds") == "3- manifolds"
    assert joined_lines("Navier\u2010\nStokes") == "Navier\u2010Stokes"


@given(anything)
@example("a \x00 b")
@example("a \u200d\u061c b")
def test_one_line_has_single_blanks(text):
    line = one_line(text)
    assert (line.split(" ") if line else []) == line.split()
    assert one_line(line) == line
