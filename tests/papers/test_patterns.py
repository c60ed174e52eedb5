"""Regular expressions that are compiled late behave as those that are compiled at once."""

import re

import pytest

from paperbrowser.papers.patterns import pattern


def test_finds_what_a_compiled_expression_finds():
    late, at_once = pattern(r"(\w+)@(\w+)", re.ASCII), re.compile(r"(\w+)@(\w+)", re.ASCII)
    text = "ada@example and alan@example"
    for _ in range(2):  # the first use compiles
        assert late.findall(text) == at_once.findall(text)
        assert late.sub(r"\2", text) == at_once.sub(r"\2", text)
        assert [m.span() for m in late.finditer(text)] == [m.span() for m in at_once.finditer(text)]
        assert late.fullmatch("ada@example")
    assert late.flags == at_once.flags
    assert pattern(rb"\d").search(b"a1")


def test_a_wrong_expression_is_an_error_when_it_is_used():
    late = pattern("(")
    with pytest.raises(re.error):
        late.match("x")
