"""The command marks: prints, carries marks to another machine, renames tags."""

import json
import subprocess

import pytest

from paperbrowser import cli
from paperbrowser.library import locate, session, store
from paperbrowser.papers import display
from paperbrowser.papers.model import Paper, Profile
from paperbrowser.reading import journal
from paperbrowser.reading.journal import Journal
from paperbrowser.reading.marking import Marking
from tests.stored import save_profile

TIDES = Paper(title="Tides of shallow seas", doi="10.5072/tides", id="tides")
DUNES = Paper(title="Dunes in a wind tunnel", arxiv="2101.00001", id="dunes")


@pytest.fixture
def marked():
    save_profile(Profile(name="Ada Example", papers=(TIDES, DUNES)))
    marking = Marking()
    marking.star([TIDES], on=True)
    marking.tag([TIDES, DUNES], "Coast/North", on=True)
    marking.queue([DUNES], on=True)
    marking.note(TIDES, "Cite in section 2.", [])


def test_marks_are_printed_with_the_titles_of_the_library(marked, capsys):
    assert cli.main(["marks"]) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert first.split("  ")[0] == "queued, #Coast/North"
    assert first.endswith(DUNES.title)
    assert second.startswith("starred, #Coast/North, note")
    assert cli.main(["marks", "--json"]) == 0
    (_, tides) = json.loads(capsys.readouterr().out)
    assert tides["title"] == TIDES.title
    assert tides["notes"] == ["Cite in section 2."]


def test_marks_on_the_sample_and_on_files_have_their_titles_too(tmp_path, capsys):
    sample = store.read(locate.sample().path).profile.papers[0]
    file = tmp_path / "works.bib"
    file.write_text("@article{w, title={Wolves of the Lusatia}, author={Beispiel, Bea}, year=2011}")
    wolves = store.read(file).profile.papers[0]
    Marking().star([sample, wolves], on=True)
    session.save(file, session.SessionPlace())
    assert cli.main(["marks"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert sorted(line.split("  ", 1)[1].strip() for line in lines) == sorted(
        [
            f"{sample.date.year}  {display.first_author(sample)}  {display.title(sample)}",
            f"2011  {display.first_author(wolves):{len(display.first_author(sample))}}  {wolves.title}",
        ]
    )
    file.unlink()
    assert cli.main(["marks"]) == 0
    assert "title:wolves" in capsys.readouterr().out.replace(" ", "")


def test_no_marks_yet(capsys):
    assert cli.main(["marks"]) == 0
    assert "no marks yet" in capsys.readouterr().err


def test_marks_go_to_another_machine_and_count_once(marked, capsys, tmp_path):
    assert cli.main(["marks", "--export"]) == 0
    exported = tmp_path / "marks.jsonl"
    exported.write_text(capsys.readouterr().out)
    other = Marking(Journal(tmp_path / "other", "lap-000002"))
    assert other.take_in(journal.decoded(exported.read_bytes())) == 4
    assert other.marks_of(TIDES).starred
    assert Marking(Journal(tmp_path / "other", "lap-000002")).marks_of(DUNES).tags == (
        "Coast/North",
    )
    assert cli.main(["marks", "--import", str(exported)]) == 0
    assert "0 operations of 4 were new" in capsys.readouterr().err


def test_a_file_without_marks_is_refused(tmp_path, capsys):
    wrong = tmp_path / "x.jsonl"
    wrong.write_text("{}\n")
    assert cli.main(["marks", "--import", str(wrong)]) == 1
    assert cli.main(["marks", "--import", str(tmp_path / "none")]) == 1
    assert "No such file" in capsys.readouterr().err


def test_a_tag_is_renamed_everywhere(marked, capsys):
    assert cli.main(["marks", "--rename-tag", "coast", "Shore"]) == 0
    assert "renamed coast to Shore: 2 papers" in capsys.readouterr().err
    assert Marking().tags() == {"Shore/North": 2}
    assert cli.main(["marks", "--rename-tag", "nothing", "x"]) == 1
    assert "there is no tag nothing; there are Shore/North" in capsys.readouterr().err


def test_list_and_export_know_the_marks(marked, capsys):
    assert cli.main(["list", "-q", "is:starred", "--json"]) == 0
    (paper,) = json.loads(capsys.readouterr().out)["papers"]
    assert paper["marks"]["tags"] == ["Coast/North"]
    assert cli.main(["export", "--to", "jsonl", "--with-marks", "-q", "tides"]) == 0
    exported = json.loads(capsys.readouterr().out)
    assert exported["keywords"] == ["Coast/North"]
    assert exported["note"] == "Cite in section 2."
    assert cli.main(["export", "--to", "markdown", "--with-marks", "-q", "tides"]) == 0
    assert "\n> Cite in section 2.\n" in capsys.readouterr().out
    assert cli.main(["export", "--to", "html", "--with-marks", "-q", "tides"]) == 0
    assert (
        '<blockquote><p dir="auto">Cite in section 2.</p></blockquote>' in capsys.readouterr().out
    )


def test_git_carries_the_marks_of_two_machines(tmp_path):
    def git(folder, *arguments):
        who = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org"]
        done = subprocess.run(
            ["git", *who, *arguments], cwd=folder, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr

    origin, desk, lap = (tmp_path / name for name in ("origin.git", "desk", "lap"))
    for folder in (origin, desk, lap):
        folder.mkdir()
    git(origin, "init", "-q", "--bare", "-b", "main")
    at_desk = Marking(Journal(desk, "desk-000001"))
    at_desk.star([TIDES], on=True)
    git(desk, "init", "-q", "-b", "main")
    (desk / ".gitattributes").write_text("*.jsonl merge=union\n")
    for command in (["add", "-A"], ["commit", "-qm", "marks"], ["remote", "add", "origin", str(origin)],
                    ["push", "-qu", "origin", "main"]):  # fmt: skip
        git(desk, *command)
    git(lap, "init", "-q", "-b", "main")
    git(lap, "remote", "add", "origin", str(origin))
    git(lap, "pull", "-q", "origin", "main")
    git(lap, "branch", "-u", "origin/main")
    at_lap = Marking(Journal(lap, "lap-000002"))
    at_lap.read([TIDES], on=True)
    at_desk.tag([TIDES], "sea", on=True)
    for folder in (desk, lap, desk):
        git(folder, "add", "-A")
        git(folder, "commit", "-q", "--allow-empty", "-m", "marks")
        git(folder, "pull", "-q", "--rebase")
        git(folder, "push", "-q")
    at_desk.refresh()
    assert at_desk.marks_of(TIDES).read
    assert Marking(Journal(lap, "lap-000002")).marks_of(TIDES).tags == ("sea",)
