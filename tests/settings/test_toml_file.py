"""Finding the line of a key in a settings file."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperbrowser.settings.toml_file import line_of

FILE = """\
theme = "x"
keys = { "sort.score" = "t" }
[sources]
email = "a@b.c"
openalex.key = "k1"
[ sources . "inspire" ]
url = "https://x"
[[other]]
"""


@pytest.mark.parametrize(
    ("keys", "line"),
    [
        (("theme",), 1),
        (("keys",), 2),
        (("keys", "sort.score"), 2),
        (("sources",), 3),
        (("sources", "email"), 4),
        (("sources", "openalex"), 5),
        (("sources", "openalex", "key"), 5),
        (("sources", "inspire"), 6),
        (("sources", "inspire", "url"), 7),
        (("sources", "inspire", "missing"), 6),
        (("sources", "missing"), 3),
        (("other",), 8),
        (("missing",), None),
    ],
)
def test_a_key_is_found_in_each_way_of_writing_it(keys, line):
    tomllib.loads(FILE)
    assert line_of(FILE, *keys) == line


@given(st.text(), st.lists(st.text(max_size=200), min_size=1, max_size=3))
def test_any_text_and_any_keys_give_a_line_of_the_text_or_none(text, keys):
    line = line_of(text, *keys)
    assert line is None or 1 <= line <= text.count("\n") + 1
