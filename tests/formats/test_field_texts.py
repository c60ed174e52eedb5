"""Texts of fields as services write them: names, wrapped lines, tags."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperbrowser.formats.text import markup
from paperbrowser.papers import names
from paperbrowser.papers.text import clean, one_line, paragraphs


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Ho, Shirley", "Shirley Ho"),
        ("Shirley Ho", "Shirley Ho"),
        ("de la Cruz,  Juan", "Juan de la Cruz"),
        ("von Hicks, III, Michael", "Michael von Hicks III"),
        ("King, Martin Luther, Jr.", "Martin Luther King Jr."),
        ("Martin Luther King, Jr.", "Martin Luther King Jr."),
        ("Wei Wang 0001", "Wei Wang"),
        ("Ho,", "Ho"),
        ("Planck Collaboration", "Planck Collaboration"),
        (
            "National Aeronautics, Space, and Administration",
            "National Aeronautics, Space, and Administration",
        ),
        ("", ""),
    ],
)
def test_names_have_the_given_names_first(written, read):
    assert names.given_first(written) == read


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("Growth of <i>E. coli</i> in H<sub>2</sub>O", "Growth of E. coli in H$_{2}$O"),
        ("p < 0.05 and q > 1", "p < 0.05 and q > 1"),
        ("R&amp;D in A&lt;B", "R&D in A<B"),
        ("A &lt;b&gt;bold&lt;/b&gt; claim &amp;amp; more", "A bold claim & more"),
        ("<jats:title>On\n  Trees</jats:title>", "On Trees"),
        (
            "The <mml:math><mml:mi>z</mml:mi><mml:mo>=</mml:mo><mml:mn>2</mml:mn></mml:math> sky",
            "The z=2 sky",
        ),
        ("At <inline-formula><tex-math>$z=2$</tex-math></inline-formula>", "At $z=2$"),
        ("10<sup>−3</sup> &#x3bc;m", "10$^{−3}$ μm"),
        ("a<br/>b", "a b"),
        ("List<Paper> and Map<i>", "List<Paper> and Map<i>"),
    ],
)
def test_tags_are_removed_and_their_text_stays(source, line):
    assert markup.line_of(source) == line


def test_an_abstract_keeps_its_paragraphs():
    source = "<jats:title>Abstract</jats:title><jats:p>One\nand a half.</jats:p><jats:p>Two &gt; one.</jats:p>"
    assert markup.paragraphs_of(source) == "One and a half.\n\nTwo > one."
    assert paragraphs("  One\r\n half.\r\n\r\n\r\n Two. \n") == "One half.\n\nTwo."


@given(st.text() | st.text("<>/&;jats:pisubmml lt", max_size=60))
def test_any_text_comes_out_clean(text):
    for read in (
        markup.line_of,
        markup.paragraphs_of,
        one_line,
        paragraphs,
        names.given_first,
    ):
        assert clean(read(text)) == read(text)
    assert "\n" not in markup.line_of(text)
