"""Names of keys, and `[keys]` of the settings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperbrowser.settings.key_names import UnknownKeyError, known, shown, written
from paperbrowser.settings.keys import BY_ID, KEYS, in_force, read_keys


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("t", "t"),
        ("G", "G"),
        ("shift+g", "G"),
        ("/", "slash"),
        ("?", "question_mark"),
        (":", "colon"),
        (",", "comma"),
        ("+", "plus"),
        ("-", "minus"),
        ("^", "circumflex_accent"),
        (" ", "space"),
        ("Space", "space"),
        ("slash", "slash"),
        ("question mark", "question_mark"),
        ("ctrl+d", "ctrl+d"),
        ("Ctrl-D", "ctrl+d"),
        ("C-d", "ctrl+d"),
        ("^D", "ctrl+d"),
        ("^d", "ctrl+d"),
        ("control + d", "ctrl+d"),
        ("ctrl++", "ctrl+plus"),
        ("ctrl+-", "ctrl+minus"),
        ("shift+ctrl+left", "ctrl+shift+left"),
        ("alt+G", "alt+shift+g"),
        ("cmd+k", "super+k"),
        ("enter", "enter"),
        ("Return", "enter"),
        ("↵", "enter"),
        ("esc", "escape"),
        ("PgDn", "pagedown"),
        ("page up", "pageup"),
        ("Del", "delete"),
        ("F5", "f5"),
        ("shift+tab", "shift+tab"),
        ("backtab", "shift+tab"),
        ("ä", "ä"),
    ],
)
def test_keys_are_read_as_people_write_them(text, key):
    assert known(text) == key


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "is a modifier, not a key"),
        ("ctrl", "is a modifier, not a key"),
        ("Shift", "is a modifier, not a key"),
        ("ctrl+", "is a modifier, not a key"),
        ("ctrl+shift", "is a modifier, not a key"),
        ("crtl+x", "did you mean ctrl?"),
        ("pgdwn", "did you mean pgdown?"),
        ("f25", "did you mean f"),
        ("jj", "write keys as in t"),
        ("<c-x>", "write keys as in t"),
        ("shift+1", "write the character"),
        ("ctrl+i", "same key as tab"),
        ("ctrl+@", "same key as ctrl+space"),
        ("^[", "same key as escape"),
        ("^M", "same key as enter"),
        ("\x1b", "not a character"),
        ("\u0301", "not a character"),
        ("x" * 1000, "not a key"),
    ],
)
def test_an_unknown_key_is_refused_with_a_reason(text, sentence):
    with pytest.raises(UnknownKeyError) as caught:
        known(text)
    assert sentence in str(caught.value)


@pytest.mark.parametrize(
    ("key", "on_screen", "in_settings"),
    [
        ("ctrl+d", "^D", "ctrl+d"),
        ("question_mark", "?", "?"),
        ("comma", ",", "comma"),
        ("enter", "↵", "enter"),
        ("shift+tab", "shift+Tab", "shift+tab"),
        ("ctrl+shift+left", "shift+^←", "ctrl+shift+left"),
        ("G", "G", "G"),
    ],
)
def test_keys_are_shown_briefly_and_written_as_they_can_be_read(key, on_screen, in_settings):
    assert shown(key) == on_screen
    assert written(key) == in_settings
    assert known(in_settings) == key


def test_a_list_a_string_with_commas_and_names_without_quotes():
    table = {
        "move.down": ["j", "n", "n"],
        "move.up": "k, f3",
        "sort": {"score": "t"},
        "app": {"help": ["?", ","]},
    }
    chosen, problems = read_keys(table)
    assert problems == []
    assert chosen == {
        "move.down": ("j", "n"),
        "move.up": ("k", "f3"),
        "sort.score": ("t",),
        "app.help": ("question_mark", "comma"),
    }


def test_the_key_of_another_action_is_refused():
    chosen, ((id_, sentence),) = read_keys({"sort.score": "d", "read.open": "f6"})
    assert chosen == {"read.open": ("f6",)}
    assert id_ == "sort.score"
    assert sentence == (
        '"d" is the key of sort.date (date); choose another key, '
        "or give sort.date another (until then: s)"
    )


def test_of_two_actions_with_the_same_key_the_first_gets_it():
    chosen, ((id_, sentence),) = read_keys({"sort.score": "t", "sort.date": ["f5", "t"]})
    assert chosen == {"sort.score": ("t",)}
    assert id_ == "sort.date"
    assert '"t" is the key of sort.score' in sentence


def test_a_key_given_up_is_free_for_another():
    assert read_keys({"sort.score": "d", "sort.date": "t"})[1] == []
    assert read_keys({"sort.score": "d", "sort.date": "s"})[1] == []


def test_an_action_that_does_not_get_a_key_takes_its_default_back():
    chosen, problems = read_keys({"sort.score": "d", "sort.date": "nonsense"})
    assert chosen == {}
    assert [id_ for id_, _ in problems] == ["sort.score", "sort.date"]


def test_the_same_key_in_another_place_is_no_clash():
    table = {"search.keep": "ctrl+d", "text.close": "j", "pick.down": "ctrl+u"}
    assert read_keys(table) == (
        {"search.keep": ("ctrl+d",), "text.close": ("j",), "pick.down": ("ctrl+u",)},
        [],
    )


def test_an_action_of_a_later_version_gives_way_to_a_chosen_key():
    chosen, problems = read_keys({"move.down": ["n", "j"], "text.close": "j", "app.help": "space"})
    assert problems == []
    assert in_force("search.next-match", chosen) == ()
    assert in_force("text.down", chosen) == ("down",)
    assert in_force("select.one", chosen) == ()
    assert in_force("text.page-down", chosen) == ("space", "pagedown", "ctrl+f")  # elsewhere
    assert in_force("search.previous-match", chosen) == ("N",)


def test_the_key_that_quits_everywhere_clashes_with_every_place():
    _, ((_, sentence),) = read_keys({"text.close": "ctrl+c"})
    assert '"ctrl+c" is everywhere the key of app.quit-now' in sentence
    _, ((_, sentence),) = read_keys({"app.quit-now": "ctrl+g"})
    assert "search.cancel" in sentence


@pytest.mark.parametrize("id_", ["search.keep", "pick.close", "app.quit-now"])
@pytest.mark.parametrize("key", ["x", "?", "space", "backspace", "left"])
def test_a_key_needed_for_typing_is_refused_where_text_is_typed(id_, key):
    chosen, ((_, sentence),) = read_keys({id_: key})
    assert chosen == {}
    assert "needed for typing" in sentence


@pytest.mark.parametrize("value", [1, True, None, [], [1], "", ",,", ["t", 2], {}, [["t"]]])
def test_a_value_that_is_not_a_key_is_refused(value):
    chosen, ((id_, sentence),) = read_keys({"sort.score": value})
    assert chosen == {}
    assert id_ == "sort.score"
    assert "key" in sentence


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12)
    | st.sampled_from([key for one in KEYS for key in one.keys]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
)  # fmt: skip
NAMES = st.sampled_from(sorted(BY_ID)) | st.text(max_size=12)


@given(st.dictionaries(NAMES, VALUES, max_size=12))
def test_any_table_is_read_without_an_error_or_a_clash(table):
    chosen, problems = read_keys(table)
    assert set(chosen) <= set(BY_ID)
    assert not set(chosen) & {id_ for id_, _ in problems}
    for at, one in enumerate(KEYS):
        for other in KEYS[at + 1 :]:
            if one.meets(other):
                assert not set(in_force(one.id, chosen)) & set(in_force(other.id, chosen))
