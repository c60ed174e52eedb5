"""Person names: the family name first, given names first, groups."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperbrowser.papers.names import (
    family_first,
    from_written,
    given_first,
    literal,
    parts_of,
    person,
    written,
)


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Shirley Ho", "Ho, Shirley"),
        ("J. R. R. Tolkien", "Tolkien, J. R. R."),
        ("Ludwig van Beethoven", "van Beethoven, Ludwig"),
        ("Vincent Van Gogh", "Van Gogh, Vincent"),
        ("Juan de la Cruz", "de la Cruz, Juan"),
        ("Robert De Niro", "De Niro, Robert"),
        ("Johannes Diderik van der Waals", "van der Waals, Johannes Diderik"),
        ("Gerard 't Hooft", "'t Hooft, Gerard"),
        ("Abdullah ibn Saud", "ibn Saud, Abdullah"),
        ("Santiago Ramón y Cajal", "Ramón y Cajal, Santiago"),
        ("Jean-Paul Sartre", "Sartre, Jean-Paul"),
        ("Martin Luther King Jr.", "King, Martin Luther, Jr."),
        ("Henry Gates III", "Gates, Henry, III"),
        ("Malcolm X", "X, Malcolm"),
        ("King Jr.", "Jr., King"),
        ("Al Gore", "Gore, Al"),
        ("Aristotle", "Aristotle"),
        ("王小明", "王小明"),
        ("김 철수", "김 철수"),
        ("Ho, Shirley", "Ho, Shirley"),
        ("King, Jr., Martin Luther", "King, Martin Luther, Jr."),
        ("Martin Luther King, Jr.", "King, Martin Luther, Jr."),
        ("  Shirley   Ho ", "Ho, Shirley"),
        ("", ""),
    ],
)
def test_the_family_name_comes_first(name, written):
    assert family_first(name) == written


@pytest.mark.parametrize(
    "name",
    [
        "Planck Collaboration",
        "LIGO Scientific Collaboration",
        "The Virgo Collaboration and others",
        "Event Horizon Telescope Consortium",
        "Gemini Team",
        "Sloan and Planck",
        "AT&T",
        "The Astropy Project",
        "One, Two, Three, Four",
    ],
)
def test_a_group_stays_in_one_piece(name):
    assert parts_of(name) == ("", name, "", False)


_WORDS = st.sampled_from(
    ["Ada", "van", "de", "la", "Ho", "Jr.", "III", "y", "O'Neil", "J.", "Müller-Lüdenscheidt"]
)


@pytest.mark.parametrize("name", ["Xi Chen", "I. Newton", "V. Vapnik", "Vi Hart"])
def test_a_short_given_name_is_no_suffix(name):
    assert given_first(family_first(name)) == name


@given(st.lists(_WORDS, min_size=3, max_size=6).map(" ".join))
def test_the_parts_make_the_same_name_again(name):
    parts = parts_of(name)
    assert " ".join(filter(None, (parts.given, parts.family, parts.suffix))) == name
    if parts.given not in {"Jr.", "III"}:  # "Ho, III" is a name and its suffix
        assert given_first(family_first(name)) == name


@given(st.text(alphabet=st.sampled_from("ab,{} @JrI.1st山é"), max_size=20))
def test_names_of_profile_files_read_back(text):
    for name in (from_written(text.strip()), given_first(text)):
        again = from_written(written(name))
        assert again == name
        assert parts_of(again) == parts_of(name)


def test_the_parts_of_a_name_stay_in_profile_files():
    for name in (
        person("Martínez López", "Clara"), person("山田", "太郎"), literal("World Health Press"),
        person("King", "Martin Luther", "Jr."), person("Lab, Inc", "A, B"), literal("Shinta"),
        person("de la Cruz Ruiz", "Ana"), person("White", "JR"), literal("Press, Books and Co"),
    ):  # fmt: skip
        again = from_written(written(name))
        assert (again, parts_of(again)) == (name, parts_of(name))
    assert person("山田", "太郎") == "山田 太郎"
    assert from_written("Ada Example") == "Ada Example"
    assert parts_of(from_written("{European Commission}")).person is False


def test_braces_between_words_leave_one_space():
    assert given_first("Ivo { } {Moss}") == "Ivo Moss"
    assert given_first("Ivo\n{Moss} {\n} Hale") == "Ivo Moss Hale"
