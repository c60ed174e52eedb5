"""Words and titles as they are compared."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperbrowser.papers.words import LONGEST, fold, parts, spellings, split, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dark MATTER", ["dark", "matter"]),
        ("Régaldo-Saint Łódź Øster", ["regaldo-saint", "lodz", "oster"]),
        ("n‑body N—body x−ray cm⁻²", ["n-body", "n-body", "x-ray", "cm-2"]),
        ("- a -b c- --d", ["a", "b", "c", "d"]),
        ("ΛCDM αβ H\u03b1 σ8", ["lambda-cdm", "alpha-beta", "h-alpha", "sigma-8"]),
        ("Ελλάδα", ["ελλαδα"]),  # a Greek word is no row of symbols
        ("galaxy’s 'quoted' O'Neill", ["galaxy's", "quoted", "o'neill"]),
        ("ﬁeld straße Æther", ["field", "strasse", "aether"]),
        ("Foo™ 5 ℃ № 7 x″", ["foo", "5", "7", "x"]),
        ("暗物质x 宇宙・論 ⽇𠀋𠀋", [*"暗物质", "x", *"宇宙論日𠀋𠀋"]),
        ("3.5 10^5 a_b C++", ["3", "5", "10", "5", "a", "b", "c"]),
        ("… — '", []),
    ],
)
def test_words_of_a_text(text, expected):
    assert split(fold(text)) == expected
    assert [word.text for word in words(text)] == expected


def test_places_are_those_in_the_original_text():
    text = "L’étude: Re\u0301galdo’s ΛCDM, ﬁeld"
    assert [(word.text, text[word.start : word.end]) for word in words(text)] == [
        ("l'etude", "L’étude"),
        ("regaldo's", "Re\u0301galdo’s"),
        ("lambda-cdm", "ΛCDM"),
        ("field", "ﬁeld"),
    ]


def test_a_hyphenated_word_is_found_in_parts_and_joined():
    assert parts("n-body") == ["n", "body"]
    assert spellings("n-body") == ("n", "body", "nbody")
    assert spellings("star-by-star") == ("star", "by", "starbystar", "starby", "bystar")
    assert parts("galaxy's") == ["galaxy"]
    assert spellings("galaxy's") == ("galaxy", "galaxys")
    assert parts("o'neill") == ["o", "neill"]
    assert spellings("o'neill") == ("o", "neill", "oneill")
    assert parts("x" * 90) == list(spellings("x" * 90)) == ["x" * LONGEST]


# A lone combining iota is a letter once it is folded and none before.
ordinary = st.text(st.characters(exclude_characters="\u0345"), max_size=30) | st.text(
    "aé-'’ΛαΩ 暗ガが한n̂5½²ﬁ", max_size=12
)


@given(ordinary)
def test_words_in_place_are_the_words_of_the_folded_text(text):
    found = list(words(text))
    assert [word.text for word in found] == [one for one in split(fold(text)) if one != "\0"]
    assert all(0 <= word.start < word.end <= len(text) for word in found)
    for left, right in pairwise(found):
        assert left.end <= right.start or left[1:] == right[1:]  # "½" is two words


@given(st.text(max_size=30))
def test_folding_twice_changes_no_word(text):
    assert split(fold(fold(text))) == split(fold(text))


@given(st.text(max_size=60) | st.text("ab-'", max_size=99))
def test_a_word_has_parts_and_spellings_that_are_words(text):
    for word in split(fold(text)):
        assert parts(word)
        assert set(parts(word)) <= set(spellings(word)) <= {s[:LONGEST] for s in spellings(word)}
        assert all(one and not set(one) & {"-", "'"} for one in spellings(word))
        assert len(set(spellings(word))) == len(spellings(word)) or len(parts(word)) == 1
