r"""Letters that are written twice, for formulas and for prose, are shown once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperbrowser.papers.latex import field_to_prose, to_text
from paperbrowser.papers.latex.modes import in_one_mode


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        (r"Ko\ifmmode \acute{s}\else \'{s}\fi{}cielny", "Kościelny"),
        (r"Kr\ifmmode \check{s}\else \v{s}\fi{}ka and R\ifmmode\mbox{\r{u}}\else\r{u}\fi{}t", "Krška and Růt"),
        (r"\ifmmode \mbox{\O}\else \O\fi{}stby", "Østby"),
        (r"spin $S=\ifmmode\frac12\else half\fi$ chains", "spin S=1/2 chains"),
        (r"in\ifmmode a\fi{} two", "in two"),
        (r"left \ifmmode as it is", r"left \ifmmode as it is"),
        (r"a \ifmmode b\else \ifmmode c\else d\fi{}\fi{} e", "a d e"),
    ],
)  # fmt: skip
def test_of_two_parts_the_one_for_its_place_is_shown(source, shown):
    assert to_text(source) == shown
    assert to_text(field_to_prose(source)) == shown


@given(
    st.lists(
        st.sampled_from(["\\ifmmode", "\\else ", "\\fi{}", "$", "a", "{", "}", " ", "\\(", "\\)"])
    )
)
def test_any_order_of_the_commands_is_read(parts):
    text = "".join(parts)
    assert len(in_one_mode(text)) <= len(text) + 2 * text.count("\\fi")
    to_text(text)
    field_to_prose(text)


@pytest.mark.parametrize("source", ["where a<b and c>d", "0 < p and i > 1", "x<i, y>j"])
def test_relations_are_no_tags(source):
    assert to_text(source) == source
    assert (
        to_text(field_to_prose(source.replace("<", r"\textless{}").replace(">", r"{\textgreater}")))
        == source
    )
