"""The commands list, profiles, paths, keys, and opening the browser."""

import datetime
import io
import json
import os
import re
import shutil
import subprocess
import sys
import types

import pytest

from paperbrowser import __version__, cli, formats, sources
from paperbrowser.formats.result import ReadError, ReadResult, Remark
from paperbrowser.library import locate, store
from paperbrowser.library.locate import Origin
from paperbrowser.papers.dates import PartialDate
from paperbrowser.papers.model import Paper, Profile
from paperbrowser.papers.text import columns
from paperbrowser.settings import config
from paperbrowser.settings.keys import BY_ID
from paperbrowser.system import paths, replaced
from tests.dates import DATES
from tests.stored import save_profile

PAGE = """\
Ada Lovelace

CO
h-index7
3papers
12citations
Novelty51%
AI Score59

3 Papers

97.0FLU-DYNMay 31, 2024Code
Turbulence & $\\alpha$ in 100% of the {\\sc Engine}

Ada Lovelace, Charles Babbage et al. · cambridge

We compute turbulence.

LGOct 4, 2023
Notes upon the Memoir

Ada Lovelace

We write notes.
"""

PAPERS = (
    Paper(
        title="Middle $\\alpha$",
        authors=("Ada Lovelace", "Charles Babbage"),
        et_al=True,
        category="astro-ph.CO",
        date=PartialDate(2021, 1, 1),
        code=True,
        abstract="One.\n\nTwo $x$.",
        url="https://example.org/m",
        id="m",
    ),
    Paper(title="Newest 字字字", score=97.0, date=PartialDate(2024, 5, 31), id="n"),
    Paper(title="A dateless one", score=8.25, category="FLU-DYN", id="d"),
)
PROFILE = Profile(name="Ada Lovelace", field="CO", claimed=5, h_index=7, novelty=51, papers=PAPERS)
REMARKS = (Remark("count-mismatch", "5 claimed, 3 listed"), Remark("bad-date", "no date", 9))


def run(*arguments, **options):
    """The real program, in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "paperbrowser", *map(str, arguments)],
        capture_output=True,
        check=False,
        timeout=30,
        stdin=subprocess.DEVNULL,
        **{"text": True, "encoding": "utf-8", **options},
    )


@pytest.fixture
def ada(monkeypatch, tmp_path):
    """A library that holds Ada's profile, whatever is asked for."""
    path = tmp_path / "ada.toml"
    monkeypatch.setattr(locate, "locate", lambda _: Origin(path, "library"))
    monkeypatch.setattr(store, "read", lambda *_, **__: ReadResult(PROFILE))
    return path


@pytest.fixture
def page(tmp_path):
    path = tmp_path / "ada page.txt"
    path.write_text(PAGE, encoding="utf-8")
    return path


# Stories, as a shell sees them


def test_import_then_list_then_profiles(page):
    imported = run("import", page)
    assert imported.returncode == 0, imported.stderr
    first, then = imported.stdout.splitlines()
    assert first.startswith(f"ada-lovelace: 2 papers (3 claimed) -> {paths.data()}")
    assert first.endswith("ada-lovelace.toml")
    assert then == "Open it with: paperbrowser ada-lovelace"
    assert all(line.startswith("paperbrowser: ") for line in imported.stderr.splitlines())

    listed = run("list", "ada-lovelace")
    assert listed.returncode == 0
    assert listed.stdout.splitlines() == [
        " 97.0  2024-05-31  FLU-DYN  code  Turbulence & α in 100% of the Engine",
        "       2023-10-04  LG             Notes upon the Memoir",
    ]

    profiles = run("profiles")
    assert profiles.returncode == 0
    assert profiles.stdout.startswith("ada-lovelace  Ada Lovelace, 2 papers  ")


def test_an_empty_library_lists_the_sample_and_says_so():
    listed = run("list")
    assert listed.returncode == 0
    assert len(listed.stdout.splitlines()) == 50
    assert "sample" in listed.stderr.splitlines()[0]
    assert "paperbrowser import FILE" in listed.stderr


def test_a_file_is_listed_without_being_kept(page):
    listed = run("list", page, "-q", "turbulence", "--json")
    assert listed.returncode == 0
    record = json.loads(listed.stdout)
    assert [paper["title"] for paper in record["papers"]] == [
        "Turbulence & $\\alpha$ in 100% of the {\\sc Engine}"
    ]
    assert record["papers"][0]["title_text"] == "Turbulence & α in 100% of the Engine"
    assert store.profiles() == []


def test_import_goes_on_after_a_file_that_fails(page, tmp_path):
    done = run("import", tmp_path / "none.txt", page)
    assert done.returncode == 1
    assert done.stdout.startswith("ada-lovelace: ")
    assert f"paperbrowser: {tmp_path / 'none.txt'}" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_broken_profile_is_named_with_its_line(page):
    run("import", page)
    (entry,) = store.profiles()
    entry.path.write_text("[broken\n", encoding="utf-8")
    done = run("profiles")
    assert done.returncode == 1
    assert "broken: " in done.stdout
    assert "line 1" in done.stdout
    assert run("list", "ada-lovelace").returncode == 1


def test_an_unknown_profile_is_one_sentence():
    done = run("list", "no\x1bbody")
    assert done.returncode == 1
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert line.startswith("paperbrowser: ")
    assert line.isprintable()


@pytest.mark.skipif(os.name != "posix", reason="pipes of a POSIX shell")
def test_a_closed_pipe_ends_the_command_silently():
    read_end, write_end = os.pipe()
    os.close(read_end)
    done = subprocess.run(
        [sys.executable, "-m", "paperbrowser", "list", "--json"],
        stdout=write_end,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(write_end)
    assert done.returncode == 141
    assert "rror" not in done.stderr


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")  # noqa: PTH110
def test_a_full_disk_is_reported():
    with open("/dev/full", "w") as full:  # noqa: PTH123
        done = subprocess.run(
            [sys.executable, "-m", "paperbrowser", "list"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert "No space left" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(os.name != "posix", reason="closes a file descriptor in a shell")
def test_a_closed_standard_output_is_no_error():
    done = subprocess.run(
        ["sh", "-c", f'"{sys.executable}" -m paperbrowser list >&-'],
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    assert done.returncode == 0
    assert "Traceback" not in done.stderr


def test_json_is_utf8_and_text_does_not_fail_in_an_old_locale(page):
    old = {**os.environ, "PYTHONIOENCODING": "latin-1", "PYTHONUTF8": "0"}
    assert "α" in json.loads(run("list", page, "--json", env=old).stdout)["papers"][0]["title_text"]
    plain = run("list", page, env=old, encoding="latin-1")
    assert plain.returncode == 0
    assert "Turbulence & ? in" in plain.stdout


def test_the_browser_does_not_open_without_a_terminal():
    done = run(env={**os.environ, "TERM": "xterm-256color"})
    assert done.returncode == 2
    assert done.stdout == ""
    assert "not a terminal" in done.stderr
    assert "`paperbrowser list`" in done.stderr


@pytest.mark.parametrize("term", ["dumb", "", None])
def test_the_browser_does_not_open_where_it_cannot_be_drawn(term):
    environment = {name: value for name, value in os.environ.items() if name != "TERM"}
    done = run(env=environment if term is None else {**environment, "TERM": term})
    assert done.returncode == 2
    assert "TERM is" in done.stderr


def test_keys_prints_what_is_in_force_and_what_is_wrong():
    paths.config().mkdir(parents=True, exist_ok=True)
    path = paths.config() / config.FILE_NAME
    path.write_text('[keys]\n"sort.score" = ["t", "^T"]\n"sort.dat" = "x"\n')
    done = run("keys")
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    assert "Move" in lines
    (line,) = [line for line in lines if line.startswith("  sort.score ")]
    assert line.split(maxsplit=3)[1:3] == ["t,", "ctrl+t"]
    assert line.endswith("Sort by score; again turns it round (by default s)")
    assert done.stderr == (
        f'paperbrowser: {path}, line 3: "sort.dat": no such action; did you mean "sort.date"?\n'
    )


def test_keys_for_other_programs():
    rows = json.loads(run("keys", "--json").stdout)
    by_id = {row["id"]: row for row in rows}
    assert len(by_id) == len(rows) == len(BY_ID)
    assert by_id["app.palette"] == {
        "id": "app.palette",
        "keys": [":", "ctrl+p"],
        "default": [":", "ctrl+p"],
        "group": "App",
        "does": "Every command by name",
    }
    assert {"move.down", "search.keep", "pick.choose", "text.close"} <= set(by_id)


@pytest.mark.parametrize("command", [[], *([name] for name in cli.COMMANDS)])
def test_help_fits_a_terminal(command, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    assert cli.main([*command, "--help"]) == 0
    assert max(map(len, capsys.readouterr().out.split("\n"))) <= 80


def test_the_help_lists_commands_in_columns(capsys):
    assert cli.main(["--help"]) == 0
    listed = capsys.readouterr().out
    for command in cli.COMMANDS.values():
        assert f"{command.name} {command.arguments}".rstrip() + "  " in listed


@pytest.mark.parametrize(
    ("command", "names"),
    [("import", formats.names()), ("export", formats.writable()), ("fetch", sources.SOURCES)],
)
def test_help_explains_each_choice(command, names, capsys):
    assert cli.main([command, "--help"]) == 0
    said = capsys.readouterr().out.rpartition("options:")[2]
    assert [name for name in names if not re.search(rf"\b{name}\b", said)] == []


def test_help_names_every_command():
    done = run("--help")
    assert done.returncode == 0
    for command in cli.COMMANDS:
        assert f"\n  {command} " in done.stdout


def test_version():
    assert run("--version").stdout == f"paperbrowser {__version__}\n"


# Details, in this process


@pytest.mark.parametrize(
    "arguments",
    [
        ["list", "--limit", "0"],
        ["list", "--limit", "-1"],
        ["list", "--limit", "many"],
        ["list", "--sort", "fame"],
        ["list", "--sort", "relevance"],
        ["list", "--as-of", "yesterday"],
        ["list", "a", "--all"],
        ["list", "--lim", "3"],
        ["import"],
        ["import", "x", "--as-of", "2026-13-01"],
        ["paths", "x"],
        ["--no\x1bsuch"],
        ["a", "--no-such"],
    ],
)
def test_a_wrong_command_line_is_one_sentence(arguments, capsys):
    assert cli.main(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    (line,) = err.splitlines()
    assert line.startswith("paperbrowser: ")
    assert line.isprintable()
    assert line.endswith("--help`")


@pytest.mark.parametrize(
    "query",
    [
        "year:abc",
        "score:>",
        "has:nosuch",
        "is:old",
        "author:",
        "dark year:",
        "-year:x ho",
        'title:""',
    ],
)
@pytest.mark.parametrize("command", ["list", "export"])
def test_a_filter_that_cannot_be_read_selects_nothing(command, query, tmp_path, capsys):
    output = ["-o", str(tmp_path / "out.bib")] if command == "export" else []
    assert cli.main([command, f"--query={query}", *output]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    (line,) = err.splitlines()
    assert "needs" in line
    assert not list(tmp_path.glob("out*"))


def test_help_and_version_by_their_other_names(capsys):
    assert cli.main(["help"]) == 0
    assert "paperbrowser COMMAND --help" in capsys.readouterr().out
    for command in cli.COMMANDS:
        assert cli.main(["help", command]) == 0
        assert f"usage: paperbrowser {command}" in capsys.readouterr().out
    assert cli.main(["help", "lst"]) == 2
    assert "did you mean `paperbrowser list`?" in capsys.readouterr().err
    assert cli.main(["-V"]) == 0
    assert __version__ in capsys.readouterr().out


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (["lists"], "list"),
        (["exprt", "-q", "x", "--to", "bibtex"], "export"),
        (["improt", "works.bib"], "import"),
        (["Doctor"], "doctor"),
        (["--", "lists"], None),
        (["update-all"], "update"),
    ],
)
def test_a_misspelt_command_is_suggested(typed, meant, capsys):
    assert cli.main(typed) == 2
    assert (f"did you mean `paperbrowser {meant}`?" in capsys.readouterr().err) == (
        meant is not None
    )


def test_a_profile_named_much_like_a_command_opens(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "lists").write_text("no papers")
    cli.main(["lists"])
    assert "did you mean" not in capsys.readouterr().err


def test_an_invalid_date_is_refused_with_the_right_form(capsys):
    cli.main(["list", "--as-of", "31.1.2026"])
    assert '"31.1.2026" is not a date (YYYY-MM-DD)' in capsys.readouterr().err


def _listed(capsys, *arguments):
    assert cli.main(["list", *arguments]) == 0
    return [line.split("  ")[-1].strip() for line in capsys.readouterr().out.splitlines()]


def test_columns_are_aligned_and_what_is_unknown_is_blank(ada, capsys):
    assert cli.main(["list"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        " 97.0  2024-05-31                 Newest 字字字",
        "       2021-01-01  CO       code  Middle α",
        "  8.2              FLU-DYN        A dateless one",
    ]


@pytest.mark.parametrize(
    ("arguments", "titles"),
    [
        ([], ["Newest 字字字", "Middle α", "A dateless one"]),
        (["--reverse"], ["Middle α", "Newest 字字字", "A dateless one"]),
        (["--sort", "score"], ["Newest 字字字", "A dateless one", "Middle α"]),
        (["--sort", "title"], ["A dateless one", "Middle α", "Newest 字字字"]),
        (["--sort", "title", "--reverse"], ["Newest 字字字", "Middle α", "A dateless one"]),
        (["--sort", "page"], ["Middle α", "Newest 字字字", "A dateless one"]),
        (["--limit", "1"], ["Newest 字字字"]),
        (["--limit", "99"], ["Newest 字字字", "Middle α", "A dateless one"]),
        (["-q", "dateless"], ["A dateless one"]),
        (["-q", ""], ["Newest 字字字", "Middle α", "A dateless one"]),
    ],
)
def test_orders_searches_and_limits(ada, capsys, arguments, titles):
    assert _listed(capsys, *arguments) == titles


def test_the_settings_choose_the_order(ada, capsys):
    paths.config().mkdir(parents=True, exist_ok=True)
    settings = paths.config() / config.FILE_NAME
    settings.write_text('sort = "title"\nreverse = true\nthem = "x"')
    assert cli.main(["list"]) == 0
    out, err = capsys.readouterr()
    assert out.splitlines()[0].endswith("Newest 字字字")
    assert err.startswith(f"paperbrowser: {settings}, line 3: unknown key")
    assert _listed(capsys, "--reverse")[0] == "A dateless one"
    assert _listed(capsys, "--sort", "date")[0] == "Newest 字字字"


def test_a_search_without_result_says_so(ada, capsys):
    assert cli.main(["list", "-q", "zzzzzzzz\x1b"]) == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert err == 'paperbrowser: no paper matches "zzzzzzzz"\n'
    assert cli.main(["list", "-q", "zzzzzzzz", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["papers"] == []


def test_json_holds_everything_raw(ada, capsys):
    assert cli.main(["list", "--json", "--sort", "page", "--limit", "1"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "profile": {
            "name": "Ada Lovelace",
            "field": "CO",
            "h_index": 7,
            "papers": 5,
            "citations": None,
            "novelty": 51,
            "ai_score": None,
            "affiliation": None,
            "orcid": None,
            "source": None,
            "source_id": None,
            "updated": None,
            "since": None,
            "listed": 3,
            "computed": {"papers": 3, "citations": None, "h_index": None},
        },
        "papers": [
            {
                "title": "Middle $\\alpha$",
                "title_text": "Middle α",
                "authors": ["Ada Lovelace", "Charles Babbage"],
                "et_al": True,
                "affiliations": [],
                "date": "2021-01-01",
                "year_inferred": False,
                "score": None,
                "citations": None,
                "category": "astro-ph.CO",
                "venue": None,
                "kind": None,
                "volume": None,
                "number": None,
                "pages": None,
                "publisher": None,
                "code": True,
                "url": "https://example.org/m",
                "doi": None,
                "arxiv": None,
                "added": None,
                "abstract": "One.\n\nTwo $x$.",
                "id": "m",
            }
        ],
    }


@pytest.mark.parametrize(
    ("precision", "text"), [("year", "2017"), ("month", "2017-06"), ("day", "2017-06-05")]
)
def test_no_more_of_a_date_is_printed_than_is_known(capsys, monkeypatch, precision, text):
    paper = Paper(title="T", date=DATES[precision], id="t")
    reading = ReadResult(Profile(name="A", papers=(paper,)))
    monkeypatch.setattr(store, "read", lambda *_, **__: reading)
    assert cli.main(["list"]) == 0
    assert f"  {text}  " in capsys.readouterr().out
    assert cli.main(["list", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["papers"][0]["date"] == text


def test_remarks_name_file_and_line(ada, capsys, monkeypatch):
    monkeypatch.setattr(store, "read", lambda *_, **__: ReadResult(PROFILE, REMARKS))
    assert cli.main(["list"]) == 0
    assert capsys.readouterr().err.splitlines() == [
        f"paperbrowser: {ada}: 5 claimed, 3 listed",
        f"paperbrowser: {ada}, line 9: no date",
    ]


def test_the_day_a_file_was_saved_is_passed_to_the_reader(ada, monkeypatch, capsys):
    asked = []
    monkeypatch.setattr(
        store, "read", lambda _, **options: asked.append(options["as_of"]) or ReadResult(PROFILE)
    )
    cli.main(["list", "--as-of", "2025-02-03"])
    assert asked == [datetime.date(2025, 2, 3)]


class _Terminal(io.StringIO):
    def isatty(self):
        return True


def test_only_a_terminal_gets_lines_cut_to_its_width(ada, monkeypatch):
    monkeypatch.setenv("COLUMNS", "44")
    terminal = _Terminal()
    monkeypatch.setattr(sys, "stdout", terminal)
    assert cli.main(["list"]) == 0
    lines = terminal.getvalue().splitlines()
    assert lines[0] == " 97.0  2024-05-31                 Newest 字…"
    assert all(columns(line) <= 44 for line in lines)


def test_ctrl_c_is_silent(ada, monkeypatch, capsys):
    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(store, "read", interrupted)
    assert cli.main(["list"]) == 130
    assert capsys.readouterr() == ("", "")


def test_paths_are_one_a_line(capsys):
    assert cli.main(["paths"]) == 0
    lines = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    assert [name for name, _ in lines] == ["data", "cache", "config", "state", "settings"]
    assert dict(lines)["data"] == str(paths.data())


def test_profiles_of_an_empty_library(capsys):
    assert cli.main(["profiles"]) == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert "paperbrowser import FILE" in err
    assert cli.main(["profiles", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []


def test_profiles_as_json(page, capsys):
    assert cli.main(["import", str(page)]) == 0
    (entry,) = store.profiles()
    (entry.path.parent / "bad.toml").write_text("[", encoding="utf-8")
    capsys.readouterr()
    assert cli.main(["profiles", "--json"]) == 1
    records = {record["profile"]: record for record in json.loads(capsys.readouterr().out)}
    assert records["ada-lovelace"] == {
        "profile": "ada-lovelace",
        "name": "Ada Lovelace",
        "papers": 2,
        "source": None,
        "source_id": None,
        "followed": False,
        "path": str(entry.path),
        "error": None,
    }
    assert "bad.toml" in records["bad"]["error"]


def test_a_profile_named_like_a_command_opens_with_a_dot(page, capsys):
    page.write_text(PAGE.replace("Ada Lovelace\n\nCO", "List\n\nCO", 1), encoding="utf-8")
    assert cli.main(["import", str(page)]) == 0
    assert capsys.readouterr().out.endswith("Open it with: paperbrowser ./list\n")
    assert cli.main(["list", "./list"]) == 0
    assert "Notes upon the Memoir" in capsys.readouterr().out


def test_importing_twice_keeps_one_profile(page, capsys):
    assert cli.main(["import", str(page), str(page)]) == 0
    assert capsys.readouterr().out.count("Open it with") == 1
    assert len(store.profiles()) == 1


def test_importing_another_version_keeps_the_first_beside_it(page, capsys):
    assert cli.main(["import", str(page)]) == 0
    page.write_text(PAGE.replace("Notes upon", "Remarks upon"), encoding="utf-8")
    assert cli.main(["import", str(page)]) == 0
    assert "kept in" not in capsys.readouterr().err
    (path,) = (paths.data() / "profiles").glob("*.toml.bak")
    assert "Notes upon" in path.read_text()


# Opening the browser, with a stand-in for it


@pytest.fixture
def opened(monkeypatch):
    """What the browser was opened with; a terminal is pretended."""
    calls = []

    def run(origin, settings, warnings, *, as_of=None):
        calls.append((origin, settings, warnings, as_of))
        return 7, ""

    app = types.ModuleType("paperbrowser.tui.launch")
    app.run = run
    monkeypatch.setitem(sys.modules, "paperbrowser.tui.launch", app)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys, "stdin", _Terminal())
    monkeypatch.setattr(sys, "__stderr__", _Terminal())
    return calls


def test_the_browser_opens_and_its_exit_code_is_ours(opened, page):
    assert cli.main([str(page), "--theme", "nord", "--as-of", "2025-02-03"]) == 7
    ((origin, settings, warnings, as_of),) = opened
    assert (origin.path, origin.kind) == (page, "file")
    assert settings.theme == "nord"
    assert warnings == ()
    assert as_of == datetime.date(2025, 2, 3)


def test_without_arguments_the_browser_opens_the_sample_at_first(opened):
    assert cli.main([]) == 7
    assert opened[0][0].kind == "sample"


@pytest.mark.parametrize("name", ["shirley-ho", "Shirley Ho", "sample"])
def test_the_sample_opens_by_its_name_whatever_the_library_has(opened, name):
    path = save_profile(Profile(name="Ada Lovelace", papers=(Paper(title="Notes", id="notes"),)))
    assert cli.main([name]) == 7
    assert opened[-1][0] == locate.sample()
    own = save_profile(Profile(name=name, papers=(Paper(title="Mine", id="mine"),)))
    assert cli.main([name]) == 7
    assert opened[-1][0] == Origin(own, "library")
    assert cli.main(["ada-lovelace"]) == 7
    assert opened[-1][0] == Origin(path, "library")


def test_a_program_that_was_replaced_meanwhile_says_so_in_one_sentence(opened, monkeypatch, capsys):
    def fails(*_, **__):
        raise ImportError("cannot import name 'launch'")

    monkeypatch.setattr(sys.modules["paperbrowser.tui.launch"], "run", fails)
    with pytest.raises(ImportError):  # a fault of the program's own
        cli.main([])
    monkeypatch.setattr(replaced, "_AT_START", (0, 0))
    assert cli.main([]) == 1
    said = capsys.readouterr().err
    assert said.startswith("paperbrowser: the program was replaced while it ran")
    assert said.count("\n") == 1


def test_an_unknown_profile_opens_nothing(opened, capsys):
    assert cli.main(["nobody-here"]) == 1
    assert opened == []
    assert capsys.readouterr().err.startswith("paperbrowser: ")


def test_a_file_that_the_browser_cannot_read_is_one_sentence(opened, monkeypatch, capsys):
    def fails(*_, **__):
        raise ReadError("nothing in it", code="empty", advice="try another")

    monkeypatch.setattr(sys.modules["paperbrowser.tui.launch"], "run", fails)
    assert cli.main([]) == 1
    assert capsys.readouterr().err == "paperbrowser: nothing in it; try another\n"


def test_the_command_is_installed_with_the_package():
    program = shutil.which("paperbrowser", path=os.path.dirname(sys.executable))  # noqa: PTH120
    if program is None:
        pytest.skip("not installed")
    done = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    assert done.stdout == f"paperbrowser {__version__}\n"
