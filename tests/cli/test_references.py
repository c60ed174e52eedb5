"""The commands references and citing, against a site on this machine."""

import json

import pytest

from paperbrowser import cli
from paperbrowser.papers.model import Paper, Profile
from tests.sources.site import Reply, as_json
from tests.sources.test_citations import LOOM, OpenAlexWorks
from tests.stored import save_profile


@pytest.fixture
def ida(configured):
    own = (LOOM, Paper(title="Looms and their songs", authors=("Ida Weaver",)))
    save_profile(Profile(name="Ida Weaver", papers=own))
    save_profile(
        Profile(name="Bo Spinner", papers=(Paper(title="Cloth no. 3", doi="10.5072/cloth.3"),))
    )
    return configured


def test_references_are_printed_with_whose_profile_has_them(ida, capsys):
    OpenAlexWorks(ida, references=[2, 3])
    assert cli.main(["references", "ida-weaver", "10.5072/LOOM.1"]) == 0
    out, err = capsys.readouterr()
    assert [line.split() for line in out.splitlines()] == [
        ["1992", "2", "Spinner2", "Cloth", "number", "2", "and", "its", "threads"],
        ["1993", "3", "bo-spinner", "Spinner3", "Cloth", "number", "3", "and", "its", "threads"],
    ]
    assert err == "paperbrowser: 2 references, from OpenAlex\n"


def test_json_has_everything(ida, capsys):
    OpenAlexWorks(ida, citing=[3])
    assert cli.main(["citing", "ida-weaver", "remember", "cloth", "--json"]) == 0
    table = json.loads(capsys.readouterr().out)
    assert (table["paper"], table["source"], table["complete"], table["total"]) == (
        "weaver2020-looms-that-remember",
        "openalex",
        True,
        1,
    )
    (one,) = table["citing"]
    assert one["doi"] == "10.5072/cloth.3"
    assert one["source_id"] == "W3"
    assert one["have"]["profile"] == "bo-spinner"
    assert one["abstract"] == "Threads cross"


def test_words_that_several_papers_have_name_none(ida, capsys):
    assert cli.main(["references", "ida-weaver", "looms"]) == 2
    err = capsys.readouterr().err
    assert "may be 2 papers; give the id of one" in err
    assert "weaver2020-looms-that-remember: Looms that remember their cloth\n" in err
    assert cli.main(["references", "ida-weaver", "quilts"]) == 2
    assert 'no paper of ida-weaver has "quilts"' in capsys.readouterr().err
    assert not ida.asked


def test_a_list_that_is_cut_has_a_status_unless_that_was_asked_for(ida, capsys):
    OpenAlexWorks(ida, citing=range(1, 1200))
    name = ["citing", "ida-weaver", "10.5072/loom.1"]
    assert cli.main(name) == 1
    out, err = capsys.readouterr()
    assert len(out.splitlines()) == 400
    assert "400 of 1,199 citing papers, from OpenAlex" in err
    assert "--limit N asks for more" in err
    assert cli.main([*name, "--limit", "150"]) == 0
    out, err = capsys.readouterr()
    assert len(out.splitlines()) == 150
    assert "150 of 1,199 citing papers, from OpenAlex" in err
    assert cli.main([*name, "--limit", "5000"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 1199


@pytest.mark.parametrize("as_what", [[], ["--json"]])
def test_a_failure_is_no_empty_list(ida, capsys, as_what):
    ida.on["/works"] = Reply(status=429, headers={"Retry-After": "90000"})
    ida.on["/paper/DOI:10.5072/loom.1"] = Reply(status=500)
    assert cli.main(["references", "ida-weaver", "10.5072/loom.1", *as_what]) == 1
    out, err = capsys.readouterr()
    assert "OpenAlex asks to wait 25 hours" in err
    assert "Semantic Scholar has a server error (500)" in err
    if as_what:
        assert json.loads(out)["complete"] is False


def test_that_there_are_none_is_said(ida, capsys):
    ida.on["/works"] = as_json({"results": []})
    assert cli.main(["references", "ida-weaver", "10.5072/loom.1"]) == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert "OpenAlex does not have this paper" in err


def test_titles_from_the_network_bring_nothing_to_the_terminal(ida, capsys):
    some = OpenAlexWorks(ida, references=[2])
    some.by_id["W2"]["title"] = "Red \x1b[31m thread\x07\r\n"
    some.by_id["W2"]["authorships"] = [{"author": {"display_name": "Eve\x1b]0;x\x07"}}]
    assert cli.main(["references", "ida-weaver", "10.5072/loom.1"]) == 0
    assert not {"\x1b", "\x07", "\r"} & {*capsys.readouterr().out}
