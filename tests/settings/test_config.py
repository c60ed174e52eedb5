"""Reading config.toml."""

import subprocess
import sys
from pathlib import Path

import pytest
import tomli_w
from hypothesis import given
from hypothesis import strategies as st

from paperbrowser.papers.sorting import Order, SortKey
from paperbrowser.papers.text import clean_line
from paperbrowser.settings.config import Config, load
from paperbrowser.settings.keys import BY_ID
from paperbrowser.system import paths


@pytest.fixture
def settings(tmp_path):
    path = tmp_path / "config.toml"

    def write(text):
        path.write_text(text, encoding="utf-8")
        return load(path)

    return write


def test_without_a_file_the_defaults_are_used(tmp_path):
    assert load(tmp_path / "none.toml") == (Config(), ())
    assert Config() == Config(theme=None, sort=Order(SortKey.DATE), mouse="auto")


def test_the_file_lies_in_the_configuration_folder():
    paths.config().mkdir(parents=True, exist_ok=True)
    (paths.config() / "config.toml").write_text('theme = "nord"')
    assert load() == (Config(theme="nord"), ())


def test_everything_set(settings):
    assert settings(
        'theme = "nord"\nsort = "score"\nreverse = true\nmouse = "off"\nascii = "on"\n'
        'restore = false\nrenderer = "textual"\nreader_width = 90\n'
    ) == (
        Config(
            theme="nord",
            sort=Order(SortKey.SCORE, reverse=True),
            mouse="off",
            ascii="on",
            restore=False,
            renderer="textual",
            reader_width=90,
        ),
        (),
    )


def test_a_byte_order_mark_is_ignored(settings):
    assert settings('\ufefftheme = "nord"') == (Config(theme="nord"), ())


@pytest.mark.parametrize("key", ["score", "date", "citations", "title", "page"])
def test_every_order_can_be_the_first(settings, key):
    assert settings(f'sort = "{key}"') == (Config(sort=Order(SortKey(key))), ())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('# x\nthemes = "nord"', 'line 2: unknown key "themes"; did you mean "theme"?'),
        (
            "[colours]\nx = 1",
            'line 1: unknown key "colours"; known are theme, sort, reverse, mouse, ascii, restore, renderer, '
            "reader_width, search_texts, keys",
        ),
        ("theme = 3", 'line 1: theme is 3; write the name of a theme, as in theme = "nord"'),
        ('theme = ""', 'line 1: theme is ""; write the name of a theme, as in theme = "nord"'),
        (
            'sort = "relevance"',
            'line 1: sort is "relevance"; use "score", "date", "citations", "title" or "page" '
            '(until then: "date")',
        ),
        ("\nsort = []", 'line 2: sort is []; use "score", "date"'),
        ('reverse = "yes"', 'line 1: reverse is "yes"; use true or false, without quotes'),
        ("mouse = true", 'line 1: mouse is true; use "auto", "on" or "off" (until then: "auto")'),
        ('"mouse" = "of"', 'line 1: mouse is "of"; use "auto", "on" or "off"'),
        (
            "reader_width = 7",
            "line 1: reader_width is 7; use a number from 24 to 200 (until then: 72)",
        ),
        ("reader_width = true", "line 1: reader_width is true; use a number from 24 to 200"),
        ("renderer = 1", 'line 1: renderer is 1; use "own" or "textual" (until then: "own")'),
        ("ascii = true", 'line 1: ascii is true; use "auto", "on" or "off"'),
        ("[mouse]\nx = 1", "line 1: mouse is {'x': 1}; use \"auto\""),
        ("theme.a" + ".a" * 150 + " = 1", "line 1: theme is a table nested too deeply; write"),
        ("theme = " + "[" * 90 + "]" * 90, "line 1: theme is a table nested too deeply; write"),
        (
            "\nsort.b" + ' . "b"' * 90_000 + " = 1",
            "line 2: a key of more than 200 parts; correct it",
        ),
        ("[" + "k." * 90_000 + "k]", "line 1: a key of more than 200 parts; correct it"),
        ("theme = 0x" + "f" * 9000, "line 1: theme is a number out of range; write"),
        ("\nkeys = 3", "line 2: keys is 3; write a line [keys], and keys below it"),
        ('[keys]\n\n"sort.score" = "d"', 'line 3: "sort.score": "d" is the key of sort.date'),
        ('[keys]\nsort.dat = "t"', 'line 2: "sort.dat": no such action; did you'),
        ('[keys.sort]\nscore = "pgdwn"', 'line 2: "sort.score": "pgdwn" is not a key'),
        ('keys = { "sort.score" = 3 }', 'line 1: "sort.score": not a key; write keys in quotes'),
        ('keys.read.open = "ctrl"', 'line 1: "read.open": "ctrl" is a modifier, not a key'),
        ('[keys]\nquit = "x"', 'line 2: "quit": no such action; did you mean'),
        ('[keys]\n"\\u001b" = "x"', 'line 1: "'),
        ("theme =", "line 1: not TOML (Invalid value"),
        ('sort = "date"\nsort = "date"', "line 2: not TOML (Cannot overwrite a value"),
    ],
)
def test_a_problem_is_reported_with_its_line_and_the_default_used(
    settings, tmp_path, text, expected
):
    config, problems = settings(text)
    assert config == Config()
    (problem,) = problems
    assert problem.startswith(f"{tmp_path / 'config.toml'}, {expected}")


def test_valid_settings_count_beside_wrong_ones(settings):
    config, problems = settings('theme = "nord"\nsort = 1\nmuose = "on"\nmouse = "on"')
    assert config == Config(theme="nord", mouse="on")
    assert len(problems) == 2


@pytest.mark.parametrize(
    "raw",
    [
        b"\xff\xfe",
        b"x = '\x00'",
        b"a = " + b"[" * 100_000,
        b"a = " + b"9" * 10_000,
        b"#" * 2_000_000,
    ],
    ids=["encoding", "null", "deep", "number", "huge"],
)
def test_any_file_is_read_without_an_exception(tmp_path, raw):
    path = tmp_path / "config.toml"
    path.write_bytes(raw)
    config, problems = load(path)
    assert config == Config()
    (problem,) = problems
    assert str(path) in problem
    assert problem.isprintable()


def test_a_folder_in_place_of_the_file_is_reported(tmp_path):
    config, (problem,) = load(tmp_path)
    assert config == Config()
    assert problem == f"{tmp_path}: not a settings file; remove it or write a new one"


def test_a_hostile_value_is_shown_safe_and_short(settings):
    config, (problem,) = settings(r'sort = "\u001b[31m' + "x" * 1000 + '"')
    assert config == Config()
    assert problem.isprintable()
    assert len(problem) < 300


def test_without_a_file_nothing_is_parsed(tmp_path):
    script = (
        "import sys; from paperbrowser.settings.config import load; load();"
        "sys.exit(bool({'tomllib', 'difflib', 'paperbrowser.settings.keys'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], check=False)
    assert done.returncode == 0


def test_chosen_keys_are_read_beside_wrong_ones(settings):
    config, problems = settings(
        'sort = "date"\n[keys]\n# mine\n"sort.score" = "t"\nsort.date = "t"\n"move.down" = ["n", "PgDn"]\n'
        '"move.page-down" = "space"\n'
    )
    assert config.keys == {
        "sort.score": ("t",),
        "move.down": ("n", "pagedown"),
        "move.page-down": ("space",),
    }
    (problem,) = problems
    assert ", line 5: " in problem


def test_many_wrong_keys_are_reported_briefly(settings):
    config, problems = settings("[keys]\n" + "".join(f"x{n} = 1\n" for n in range(2_000)))
    assert config == Config()
    assert len(problems) == 21
    assert problems[-1].endswith("1980 more keys are wrong; correct these first")


@given(
    st.dictionaries(
        st.sampled_from(sorted(BY_ID)) | st.text(max_size=9),
        st.text(max_size=9) | st.integers() | st.lists(st.text(max_size=4), max_size=3),
        max_size=9,
    )
)
def test_any_keys_are_read_without_an_exception(tmp_path_factory, table):
    path = tmp_path_factory.mktemp("settings") / "config.toml"
    path.write_text(tomli_w.dumps({"keys": table}), encoding="utf-8")
    config, problems = load(path)
    assert set(config.keys) <= set(table)
    assert len(config.keys) + len(problems) == len(table)
    assert all(
        f"{path}, line " in problem and clean_line(problem) == problem for problem in problems
    )


def test_the_settings_of_version_0_4_0_are_read():
    path = Path(__file__).parent.parent / "fixtures" / "0.4.0" / "config.toml"
    assert load(path) == (
        Config(
            theme="nord",
            sort=Order(SortKey.CITATIONS),
            mouse="off",
            ascii="on",
            keys={"read.export": ("X", "ctrl+e")},
        ),
        (),
    )
