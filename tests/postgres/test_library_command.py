"""`paperbrowser library` and `paperbrowser list` with a library, as commands."""

import json
import re

import psycopg
import pytest

from paperbrowser.cli import main
from paperbrowser.library import locate
from paperbrowser.postgres import adding
from paperbrowser.postgres.address import connect, is_address, masked, reason, title_of
from paperbrowser.system import paths
from tests.postgres.test_adding import papers_of

SAMPLE = str(locate.sample().path)


@pytest.fixture
def run(capsys):
    def run(*arguments):
        code = main(arguments)
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


def test_a_library_is_created_filled_searched_and_dropped(run, database):
    assert run("library", "status", database)[0] == 1
    assert run("library", "create", database, "--partitions", "2")[0] == 0
    code, _, said = run("library", "create", database)
    assert code == 1
    assert "has a library already; `paperbrowser library add`" in said
    assert run("library", "add", database, SAMPLE) == (0, "Shirley Ho: 50 papers, 50 new\n", "")
    assert run("library", "add", database, SAMPLE)[1] == "Shirley Ho: 50 papers, 0 new\n"
    code, printed, _ = run("library", "status", database)
    assert printed.startswith("50 papers of 1 source, ")
    assert " in 2 partitions, PostgreSQL " in printed
    code, printed, said = run("list", database, "-q", "turbulnce", "--json")
    assert (code, said) == (0, "")
    assert "Turbulence" in json.loads(printed)["papers"][0]["title_text"]
    code, printed, said = run("list", database, "--limit", "3", "--sort", "date")
    assert len(printed.splitlines()) == 3
    assert run("list", database, "-q", "qqqqqqq")[2].endswith('no paper matches "qqqqqqq"\n')
    code, printed, _ = run("export", database, "-q", "turbulence", "--to", "bibtex")
    assert code == 0
    assert "@" in printed
    assert run("library", "drop", database)[0] == 2  # there is no terminal to ask on
    assert run("library", "drop", database, "--yes")[0] == 0
    assert "has no library" in run("library", "status", database)[2]
    assert run("library", "drop", database, "--yes")[0] == 1


def test_all_papers_of_a_library_are_printed_and_exported(run, library, tmp_path):
    with connect(library) as connection:
        adding.add(connection, library, "one", papers_of(620))
        adding.tidy(connection, 620)
    code, printed, said = run("list", library)
    assert (code, len(printed.splitlines()), said) == (0, 620, "")
    printed = run("list", library, "-q", "dark", "--sort", "title", "--json")[1]
    assert len({one["title"] for one in json.loads(printed)["papers"]}) == 620
    assert len(run("list", library, "--limit", "450")[1].splitlines()) == 450
    _, printed, said = run("list", library, "-q", "dark")
    best = f"the best {len(printed.splitlines())} of about 6\\d\\d papers; --sort date gives all"
    assert re.search(best, said)
    file = tmp_path / "dark.ris"
    code, _, said = run("export", library, "-q", "dark halo 3", "-o", str(file))
    assert file.read_text().count("\nTI  - ") == int(said.split()[1])
    keys = [
        line for line in run("export", library, "--to", "bibtex")[1].splitlines() if line[:1] == "@"
    ]
    assert len({*keys}) == 620
    assert run("export", library, "-q", "qqqqqqq", "-o", str(file), "--force")[0] == 1
    assert file.exists()


def test_a_library_of_three_parts_is_used_like_one_of_one(run, databases):
    parts = databases(3)
    assert run("library", "create", *parts)[0] == 0
    assert run("library", "add", *parts, SAMPLE)[1] == "Shirley Ho: 50 papers, 50 new\n"
    printed = run("library", "status", *reversed(parts))[1].splitlines()
    assert printed[0].startswith("50 papers of 1 source, ")
    assert [line.split(": ")[0] for line in printed[1:]] == parts
    assert sum(int(line.split()[-2]) for line in printed[1:]) == 50
    assert "Turbulence" in run("list", *parts, "-q", "turbulnce", "--limit", "1")[1]
    code, printed, said = run("list", *parts[:2], "-q", "turbulence")
    assert (code, printed) == (1, "")
    assert "part 3 of 3 of this library was not named" in said
    file = paths.config() / "config.toml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"library = {json.dumps(parts)}\n")
    assert run("export", "--to", "bibtex", "--limit", "3")[1].count("\n}\n") == 3
    assert run("library", "update")[0] == 0
    assert run("library", "upgrade")[0] == 0
    for wrong in ([parts[0], "secret"], [1], False):
        file.write_text(f"library = {json.dumps(wrong)}\n")
        assert "library is no address" in run("library", "status")[2]
    assert run("library", "drop", parts[0], "--yes")[0] == 1
    assert run("library", "drop", *parts, "--yes")[0] == 0


def test_profiles_that_changed_are_brought_up_to_date(run, library, tmp_path):
    bib = tmp_path / "ek.bib"
    entry = "@article{{a{0}, title={{Dark matter {0}}}, author={{Ek, Ada}}, year=2020}}\n"
    bib.write_text("".join(map(entry.format, range(3))))
    run("import", str(bib), "--into", "Ada Ek")
    assert run("library", "add", library, "ada-ek")[1] == "Ada Ek: 3 papers, 3 new\n"
    assert run("library", "add", library, str(bib))[0] == 0
    bib.write_text("".join(map(entry.format, range(5))))
    run("import", str(bib), "--into", "Ada Ek")
    code, printed, said = run("library", "update", library)
    assert (code, printed) == (0, "Ada Ek: 5 papers, 2 new\n")
    assert "1 source of it are no profiles here: ek.bib" in said


def test_a_library_of_the_settings_needs_no_address(run, library):
    file = paths.config() / "config.toml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f'library = "{library}"\n')
    assert run("library", "add", "sample")[0] == 0
    assert run("list", "-q", "turbulence")[1]
    file.write_text('library = "secret"\n')
    code, _, said = run("library", "status")
    assert code == 2
    assert "library is no address" in said
    assert "secret" not in said


def test_no_password_is_printed(run):
    for address in (
        "postgresql://ada:sec/r@et@localhost:1/papers",
        "postgresql://ada@localhost:1/papers?password=sec/r@et",
    ):
        for arguments in (("library", "status", address), ("list", address), (address,)):
            code, printed, said = run(*arguments)
            assert code == 2
            assert "~/.pgpass" in said
            assert "et@" not in printed + said.replace("***@localhost", "")
            assert "sec" not in printed + said


@pytest.mark.parametrize(
    ("address", "shown", "title"),
    [
        ("postgresql://a:b@h/d", "postgresql://a:***@h/d", "d at h"),
        ("postgresql://a@h:5/d", "postgresql://a@h:5/d", "d at h"),
        ("postgres:///d?host=/tmp&password=x", "postgres:///d?host=/tmp&password=***", "d"),
        ("postgresql://[", "postgresql://[", "library"),
        ("postgresql://\x1b[31m", "postgresql://", "library"),
    ],
)
def test_addresses_are_shown_without_secrets(address, shown, title):
    assert is_address(address)
    assert masked(address).startswith(shown)
    assert title_of(address) == title


def test_reasons_are_one_line_without_the_password():
    error = ValueError(
        'first line\nconnection failed: FATAL:  password for "ada:tops3cret" wrong\n'
    )
    said = reason(error, "postgresql://ada:tops3cret@h/d")
    assert said == 'password for "ada:***" wrong'
    refused = 'connection to server at "h" (::1), port 1 failed: Connection refused\n\tIs the server running?'
    assert reason(ValueError(refused)) == "Connection refused"
    verified = 'connection to server at "h", port 1 failed: SSL error: certificate verify failed'
    assert reason(ValueError(verified)).startswith("its certificate is not from the authority")
    assert reason(ValueError("Is the server running?")) == "Is the server running?"
    ended = (
        "consuming input failed: server closed the connection unexpectedly\n\tThis probably means the "
        "server terminated abnormally\n\tbefore or while processing the request."
    )
    assert reason(ValueError(ended)) == "server closed the connection unexpectedly"


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["library", "status", "postgresql://ada@localhost:1/papers"], 1, "cannot be reached"),
        (["list", "postgresql://ada@localhost:1/papers"], 1, "cannot be reached"),
        (["list", "postgresql://localhost:port/"], 1, "cannot be reached"),
        (["library", "status"], 2, "which library?"),
        (["library"], 2, "the following arguments are required: action;"),
        (["get", "postgresql://a:secret@h/d", "x"], 1, ": this is an address, not a profile"),
        (["text", "postgresql://a:secret@h/d", "x"], 1, ": this is an address, not a profile"),
        (["library", "add", "postgresql://ada@localhost:1/papers"], 2, "needs profiles or files"),
        (["library", "status", "postgresql://h/d", "ho"], 2, "takes an address and no names"),
        (
            ["library", "add", "postgresql://h/d", "ho", "--readers", "x"],
            2,
            "--readers is for create",
        ),
        (["list", "postgresql://h/d", "ho"], 2, "is opened alone"),
        (["library", "create", "postgresql://h/d", "--partitions", "0"], 2, "a number from 1"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(run, arguments, code, sentence):
    done = run(*arguments)
    assert done[0] == code
    assert sentence in done[2]
    assert len(done[2].splitlines()) == 1
    assert "secret" not in done[2]


def test_without_the_driver_the_command_names_the_extra(run, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "psycopg", None)
    code, _, said = run("library", "status", "postgresql://h/d")
    assert code == 1
    assert "pip install 'paperbrowser[postgres]'" in said


def test_teams_share_tags_from_the_command_line(run, people, library):
    name = psycopg.conninfo.conninfo_to_dict(library)["dbname"]
    ada, ron = people.address(name, "ada"), people.address(name, "ron")
    assert run("library", "add", library, SAMPLE)[0] == 0
    assert run("library", "share", library)[2].startswith("paperbrowser: no team shares")
    assert run("library", "share", library, "lab")[1] == "the members of lab share tags and notes\n"
    assert run("library", "share", library)[1] == "lab\n"
    done = run("library", "tag", ada, "lab", "to read", 'title:"The Well"')
    assert done == (0, "tagged to read for lab: 1 paper\n", "")
    printed = run("library", "tags", ada)[1]
    assert printed.startswith("lab  #to read  ada  ")
    assert "The Well" in printed
    (row,) = json.loads(run("library", "tags", ada, "--json")[1])
    assert (row["team"], row["tag"], row["by"]) == ("lab", "to read", "ada")
    assert "The Well" in run("list", ada, "-q", 'shared:"to read"')[1]
    exported = run("export", ada, "-q", "is:shared", "--to", "bibtex", "--with-marks")[1]
    assert "to read" in exported
    listed = json.loads(run("list", ada, "-q", "is:shared", "--json")[1])
    assert listed["papers"][0]["marks"]["shared_tags"][0]["text"] == "to read"
    code, _, said = run("library", "tag", ada, "lab", "x", "turbulence")
    assert code == 1
    assert "papers match it; nothing was changed" in said
    assert "no member of a team rivals" in run("library", "tag", ada, "rivals", "x", "The Well")[2]
    for role in (ada, people.address(name, "bo")):
        code, _, said = run("library", "share", role, "rivals")
        assert code == 1
        assert "does not allow that" in said
    assert run("library", "tags", ron)[0] == 1  # may not read the library
    assert run("library", "untag", ada, "lab", "To Read", 'title:"The Well"')[0] == 0
    assert run("library", "tags", ada)[2] == "paperbrowser: your teams share no tags here\n"
    assert run("library", "share", library, "lab", "--stop")[0] == 0
    assert "no member of a team lab" in run("library", "tag", ada, "lab", "x", "The Well")[2]
    assert run("library", "tag", ada, "lab")[0] == 2
