"""The commands fetch and update, against a site on this machine."""

import datetime
import io
import json
import sys

import pytest

from paperbrowser import cli
from paperbrowser.library import store
from paperbrowser.sources import fetch
from paperbrowser.system import paths
from tests.sources.site import Reply, as_json, author, work, works

ADA = "A5000000001"


@pytest.fixture
def ada(configured):
    configured.on[f"/authors/{ADA}"] = as_json(author())
    configured.on["/authors"] = as_json(
        {"results": [author(), author("A2000", "Ada B. Example", 1, None)]}
    )
    configured.on["/works"] = works(range(5))
    return configured


@pytest.mark.parametrize(
    ("person", "why"),
    [
        ("https://example.org/ho", "is not the page of a person at OpenAlex, "),
        ("0000-0002-1825-0098", "is not a valid ORCID iD (wrong check digit)"),
    ],
)
def test_a_text_that_cannot_be_a_name_is_not_looked_for(ada, capsys, person, why):
    assert cli.main(["fetch", person]) == 2
    assert why in capsys.readouterr().err
    assert not ada.asked


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_fetch_by_name_and_id_then_update_with_three_new_papers(ada, capsys, monkeypatch):
    # There are two of that name, and nobody to ask.
    assert cli.main(["fetch", "Ada Example"]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.splitlines() == [
        "paperbrowser: 2 people named “Ada Example” at OpenAlex; fetch one of them:",
        "  paperbrowser fetch A5000000001  # Ada Example, Institute of Examples, 5 papers, ORCID 0000-0002-1825-0097",
        "  paperbrowser fetch A2000  # Ada B. Example, 1 paper",
    ]
    # As it said:
    assert cli.main(["fetch", ADA]) == 0
    captured = capsys.readouterr()
    path = paths.data() / "profiles" / "ada-example.toml"
    assert captured.out.splitlines() == [
        f"ada-example: 5 papers -> {path}", "Open it with: paperbrowser ada-example",
    ]  # fmt: skip
    assert captured.err == ""
    # A month later.
    path.write_text(path.read_text().replace(str(datetime.date.today()), "2024-10-12", 1))
    assert cli.main(["update"]) == 0
    assert capsys.readouterr().out == "ada-example: nothing new since 12 Oct 2024\n"
    # A day of this year needs no year.
    january = f"{datetime.date.today().year}-01-01"
    path.write_text(path.read_text().replace(str(datetime.date.today()), january, 1))
    assert cli.main(["update"]) == 0
    assert capsys.readouterr().out == "ada-example: nothing new since 1 Jan\n"
    path.write_text(path.read_text().replace(str(datetime.date.today()), "2024-10-12", 1))
    ada.on["/works"] = works(range(-3, 5))
    assert cli.main(["update", "ada-example"]) == 0
    assert capsys.readouterr().out == "ada-example: 3 new since 12 Oct 2024\n"
    # Everything there, what is new first and marked.
    assert cli.main(["list", "ada-example", "--json", "--sort", "date"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert [paper["added"] for paper in listed["papers"]] == [
        *[str(datetime.date.today())] * 3,
        *[None] * 5,
    ]
    assert listed["profile"]["since"] == "2024-10-12"
    assert listed["profile"]["source_id"] == ADA
    # With the counts of citations, if asked.
    ada.on["/works"] = works(range(-3, 5), cited=44)
    assert cli.main(["update", "--full", "--all"]) == 0
    assert capsys.readouterr().out == f"ada-example: 0 added, 8 updated, 0 unchanged -> {path}\n"


def test_at_a_terminal_the_user_chooses_a_person(ada, capsys, monkeypatch):
    monkeypatch.setattr(sys, "stdin", Terminal("x\n7\n2\n"))
    shown = Terminal()
    monkeypatch.setattr(sys, "stderr", shown)
    ada.on["/authors/A2000"] = as_json(author("A2000", "Ada B. Example", 1))
    ada.on["/works"] = works([0])
    assert cli.main(["fetch", "Ada", "Example"]) == 0
    assert capsys.readouterr().out.startswith("ada-b-example: 1 paper -> ")
    lines = shown.getvalue().split("\n")
    assert (
        lines[1] == "   1  Ada Example, Institute of Examples, 5 papers, ORCID 0000-0002-1825-0097"
    )
    assert shown.getvalue().count("Which one (1 to 2, q to quit)? ") == 3
    assert "\rAda B. Example: 1 of 1 paper" in shown.getvalue()
    assert shown.getvalue().endswith("\r")


@pytest.mark.parametrize("typed", ["q\n", ""])
def test_the_choice_can_be_left(ada, capsys, monkeypatch, typed):
    monkeypatch.setattr(sys, "stdin", Terminal(typed))
    monkeypatch.setattr(sys, "stderr", Terminal())
    assert cli.main(["fetch", "Ada Example"]) == 0
    assert ada.count("/works") == 0


def test_with_yes_nothing_is_asked_at_a_terminal(ada, monkeypatch):
    monkeypatch.setattr(sys, "stdin", Terminal("1\n"))
    monkeypatch.setattr(sys, "stderr", Terminal())
    assert cli.main(["fetch", "Ada Example", "--yes"]) == 2


def test_the_only_one_of_a_name_is_fetched(ada, capsys):
    ada.on["/authors"] = as_json({"results": [author()]})
    assert cli.main(["fetch", "Ada Example"]) == 0
    assert "5 papers" in capsys.readouterr().out


def test_the_printed_command_names_another_source(ada, capsys):
    people = [{"authorId": id_, "name": "Ada; rm -rf"} for id_ in ("205", "206")]
    ada.on["/author/search"] = as_json({"data": people})
    assert cli.main(["fetch", "Ada", "--source", "semanticscholar"]) == 2
    assert (
        "  paperbrowser fetch 205 --source semanticscholar  # Ada; rm -rf\n"
        in capsys.readouterr().err
    )


def test_contradicting_arguments_are_refused(ada, capsys):
    for arguments, part in (
        (["fetch", "12345"], "12345 is an id at more than one source; add --source"),
        (["fetch", ADA, "--source", "dblp"], f"{ADA} is an id of OpenAlex, not of DBLP"),
        (["fetch", " "], "the name is empty"),
        (["fetch"], "NAME|ID|URL"),
        (["fetch", "Ada", "--source", "scopus"], '"scopus" is not one of openalex'),
        (["update", "ada", "--all"], "--all updates every profile"),
    ):
        assert cli.main(arguments) == 2
        assert part in capsys.readouterr().err
    assert ada.asked == []


def test_a_name_that_no_author_has(ada, capsys):
    ada.on["/authors"] = as_json({"results": []})
    assert cli.main(["fetch", "Adda Exampel"]) == 1
    assert (
        "no author named Adda Exampel at OpenAlex; check the spelling, or use another source "
        "(--source NAME)\n" in capsys.readouterr().err
    )
    assert cli.main(["fetch", "A5999999999"]) == 1
    assert (
        "no author A5999999999 at OpenAlex; check the id, or search by name"
        in capsys.readouterr().err
    )


def test_a_failure_is_one_sentence(ada, capsys, monkeypatch):
    monkeypatch.setenv("PAPERBROWSER_OPENALEX_KEY", "top-secret")
    ada.on["/works"] = Reply(status=403)
    assert cli.main(["fetch", ADA]) == 1
    error = capsys.readouterr().err
    assert error.startswith("paperbrowser: OpenAlex refuses to answer (403); check the key")
    assert error.count("\n") == 1
    assert "top-secret" not in error
    assert ada.asked[-1].query["api_key"] == "top-secret"
    assert store.profiles() == []


def test_wrong_settings_are_reported(ada, capsys):
    path = paths.config() / "config.toml"
    path.write_text(
        path.read_text() + '\n[sources]\nemail = "x"\n'.replace("[sources]", "[sources.arxiv2]")
    )
    assert cli.main(["fetch", ADA]) == 0
    assert "unknown key" in capsys.readouterr().err


def test_an_interrupted_fetch_says_how_much_is_kept_and_goes_on_there(ada, capsys, monkeypatch):
    class InterruptedTerminal(Terminal):
        """A terminal at which Ctrl+C is pressed after the second page."""

        def write(self, text):
            if "4 of 5 papers" in text:
                raise KeyboardInterrupt
            return super().write(text)

    shown = InterruptedTerminal()
    monkeypatch.setattr(sys, "stderr", shown)
    assert cli.main(["fetch", ADA]) == 130
    assert shown.getvalue().endswith(
        "paperbrowser: stopped; 4 papers are kept to go on from, the profile is unchanged\n"
    )
    assert store.profiles() == []
    monkeypatch.setattr(sys, "stderr", Terminal())
    ada.asked.clear()
    assert cli.main(["fetch", ADA]) == 0
    assert [asked.query.get("cursor") for asked in ada.asked] == ["c4"]


def test_a_fetch_that_is_interrupted_at_once_says_so(ada, capsys, monkeypatch):
    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(fetch, "fetch", interrupted)
    assert cli.main(["fetch", ADA]) == 130
    assert capsys.readouterr().err == "paperbrowser: stopped; the profile is unchanged\n"


def test_update_of_a_profile_without_a_source_gives_advice(ada, capsys, tmp_path):
    page = tmp_path / "papers.jsonl"
    page.write_text('{"title": "One"}\n')
    cli.main(["import", str(page)])
    capsys.readouterr()
    assert cli.main(["update", "papers"]) == 1
    assert capsys.readouterr().err == (
        "paperbrowser: papers: made of files; `paperbrowser import FILE --into papers` adds what is new "
        "in a file, `paperbrowser fetch papers` asks a source\n"
    )
    assert cli.main(["update", "--all"]) == 0
    assert "nobody is followed; `paperbrowser follow NAME`" in capsys.readouterr().err


def test_without_any_profile_there_is_nothing_to_update(ada, capsys):
    assert cli.main(["update"]) == 1
    assert "no profile yet; `paperbrowser fetch NAME` gets a profile" in capsys.readouterr().err
    assert cli.main(["update", "sample"]) == 1
    assert "the sample is not updated; `paperbrowser fetch NAME`" in capsys.readouterr().err


def test_update_of_a_file_says_how_to_keep_it(ada, capsys, tmp_path):
    path = tmp_path / "weave.jsonl"
    path.write_text('{"title": "Weaves"}\n')
    assert cli.main(["update", str(path)]) == 1
    said = capsys.readouterr().err
    assert f"{path}: a file, which has no source to be updated from" in said
    assert "`paperbrowser import FILE`" in said


def test_update_all_goes_on_after_a_failure(ada, capsys):
    cli.main(["fetch", ADA])
    ada.on["/authors/A2000"] = as_json(author("A2000", "Ada B. Example", 1))
    cli.main(["fetch", "A2000"])
    path = paths.data() / "profiles" / "odd.toml"
    path.write_text('[profile]\nname = "Odd"\nsource = "scopus"\nsource_id = "1"\n')
    path.with_name("broken.toml").write_text("[x")
    capsys.readouterr()
    assert cli.main(["update", "--all"]) == 1
    captured = capsys.readouterr()
    assert "ada-b-example: nothing new since " in captured.out
    for part in (
        "broken.toml, line 1",
        "odd: its source “scopus” is not one of openalex",
    ):
        assert part in captured.err


def test_the_help_names_fetch_and_update(capsys):
    cli.main(["--help"])
    text = capsys.readouterr().out
    assert "fetch NAME|ID|URL" in text
    assert "update [PROFILE]" in text
    assert work(0)["title"]


def test_all_openalex_ids_of_one_orcid_are_one_profile(ada, capsys):
    orcid = "0000-0002-1825-0097"
    ada.on[f"/authors/orcid:{orcid}"] = as_json(author(works=2))
    assert cli.main(["fetch", f"https://orcid.org/{orcid}?lang=en"]) == 0
    assert ada.asked[-1].query["filter"] == f"authorships.author.orcid:{orcid}"
    second = author("A5000000009", "A. Example", 3) | {"orcid": f"https://orcid.org/{orcid}"}
    ada.on["/authors/A5000000009"] = as_json(second)
    assert cli.main(["fetch", "A5000000009"]) == 0
    (kept,) = store.profiles()
    assert (kept.name, kept.profile.claimed, len(kept.profile.papers)) == ("Ada Example", 5, 5)


def test_an_orcid_that_openalex_does_not_have(ada, capsys):
    assert cli.main(["fetch", "0000-0002-1694-233X"]) == 1
    error = capsys.readouterr().err
    assert (
        "no author 0000-0002-1694-233X at OpenAlex; fetch it from ORCID (--source orcid)" in error
    )


@pytest.mark.parametrize("nobody", ["A5317838346", "A9999999999"])
def test_a_deleted_author_becomes_no_profile(ada, capsys, nobody):
    ada.on[f"/authors/{nobody}"] = as_json(author(nobody, "Deleted Author", 0))
    assert cli.main(["fetch", nobody]) == 1
    assert f"no author {nobody} at OpenAlex" in capsys.readouterr().err
    assert store.profiles() == []


def test_a_mistyped_id_of_inspire_becomes_no_profile(ada, capsys):
    nothing = as_json({"hits": {"total": 0, "hits": []}})
    ada.on |= {"/authors": nothing, "/literature": nothing}
    assert cli.main(["fetch", "A.Exmaple.1"]) == 1
    assert "no author A.Exmaple.1 at INSPIRE" in capsys.readouterr().err
    assert store.profiles() == []


def test_of_many_people_the_exact_name_comes_first(ada, capsys):
    people = [
        author("A6001", "Adam Example"),
        author("A6002", "Éxample, Ada"),
        author("A5317838346"),
    ]
    ada.on["/authors"] = as_json({"meta": {"count": 1059}, "results": people})
    assert cli.main(["fetch", "Ada Example"]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert "the first 2 of 1,059 people named “Ada Example” at OpenAlex" in lines[0]
    assert "A6002" in lines[1]
    assert len(lines) == 3


def test_an_address_that_searches_is_asked_at_its_service(ada, capsys):
    ada.on["/search/author/api"] = as_json({"result": {"hits": {"@total": "0"}}})
    assert cli.main(["fetch", "https://dblp.org/search/author?q=Ada+Example"]) == 1
    assert "no author named Ada Example at DBLP" in capsys.readouterr().err
    assert ada.asked[-1].query["q"] == "Ada Example"


def test_works_that_lack_the_orcid_are_found_by_the_id(ada, capsys):
    listed = works(range(5))

    def by_id_only(asked):
        found = asked.query["filter"].startswith("author.id:")
        return listed(asked) if found else as_json({"meta": {"count": 0}, "results": []})

    ada.on["/works"] = by_id_only
    assert cli.main(["fetch", ADA]) == 0
    assert capsys.readouterr().out.startswith("ada-example: 5 papers -> ")


def test_the_papers_of_a_second_id_join_the_profile(ada, capsys):
    assert cli.main(["fetch", ADA]) == 0
    second = author("A2000", "A. B. Example", 7, "Elsewhere")
    ada.on["/authors/A2000"] = as_json(second)
    ada.on["/works"] = works(range(4, 7))
    capsys.readouterr()
    assert cli.main(["fetch", "A2000", "--into", "ada-example"]) == 0
    assert capsys.readouterr().out.startswith("ada-example: 2 added, 0 updated, 5 unchanged -> ")
    (path,) = store.files()
    profile = store.read(path).profile
    assert (profile.name, profile.source_id, profile.claimed) == ("Ada Example", ADA, 5)
    assert (profile.affiliation, len(profile.papers)) == ("Institute of Examples", 7)


def test_a_profile_of_files_gets_the_id_of_the_person_who_joins_it(ada, capsys, tmp_path):
    file = tmp_path / "looms.bib"
    file.write_text(
        "@article{a, title={On Silk}, author={Example, Ada}, year=2001}", encoding="utf-8"
    )
    assert cli.main(["import", str(file)]) == 0
    assert cli.main(["fetch", ADA, "--into", "looms"]) == 0
    (path,) = store.files()
    profile = store.read(path).profile
    assert (path.stem, profile.source_id, len(profile.papers)) == ("looms", ADA, 6)


def test_commands_for_people_of_one_name_keep_the_profile(ada, capsys):
    assert cli.main(["fetch", "Ada Example", "--into", "Ada E."]) == 2
    assert "  paperbrowser fetch A2000 --into 'Ada E.'  # Ada B. Example" in capsys.readouterr().err
