"""The commands get and text, against a site on this machine."""

import json

import pytest

from paperbrowser import cli
from paperbrowser.library import stored_texts
from paperbrowser.papers.model import Paper, Profile
from paperbrowser.sources import download
from paperbrowser.sources.download import DownloadLimits
from tests.sources.site import Reply
from tests.sources.test_download import in_ranges
from tests.stored import save_profile
from tests.texts.papers import LOGIN, MUD, REEFS, page_reply, pdf_of, pdf_reply


@pytest.fixture
def ada(configured, monkeypatch):
    monkeypatch.setattr("paperbrowser.cli.get.DOWNLOAD_LIMITS", DownloadLimits(interval=0, tries=1))
    dunes = Paper(title="Dunes by Day", pdf=f"{configured.url}/dunes.pdf", id="dunes")
    save_profile(Profile(name="Ada Example", papers=(MUD, REEFS, dunes)))
    configured.on["/html/2101.00007"] = page_reply()
    configured.on["/dunes.pdf"] = pdf_reply(pdf_of("where the pebbles sing", pages=2))
    return configured


def test_all_texts_are_fetched_once(ada, capsys):
    assert cli.main(["get", "ada-example", "--all"]) == 0
    out, err = capsys.readouterr()
    assert out == "2 fetched, 1 without an open text\n"
    assert "paperbrowser: mud: https://arxiv.org/html/2101.00007\n" in err
    ada.on.clear()
    assert cli.main(["get", "ada-example", "--all"]) == 0
    assert capsys.readouterr().out.startswith("0 fetched, 2 there before, 1 without")
    assert len(ada.asked) == 2


def test_a_failure_has_a_sentence_and_a_status(ada, capsys):
    ada.on["/dunes.pdf"] = pdf_reply(LOGIN)
    assert cli.main(["get", "ada-example", "-q", "dunes OR mud"]) == 1
    out, err = capsys.readouterr()
    assert "1 fetched, 1 failed\n" in out
    assert "dunes: " in err
    assert "a page to log in came in place of the paper" in err
    assert len([*stored_texts.folder().glob("*.pdf")]) == 0


def test_named_papers_without_a_text_are_a_failure(ada, capsys):
    assert cli.main(["get", "ada-example", "reefs", "mud"]) == 1
    out, err = capsys.readouterr()
    assert out == "1 fetched, 1 without an open text\n"
    assert "paperbrowser: reefs: neither an arXiv id nor a free PDF is known\n" in err
    assert cli.main(["get", "ada-example", "squid"]) == 2
    assert cli.main(["get", "ada-example"]) == 2
    assert cli.main(["get", "ada-example", "mud", "--all"]) == 2


def test_again_fetches_anew_and_the_size_is_bounded(ada, capsys):
    assert cli.main(["get", "ada-example", "mud"]) == 0
    assert cli.main(["get", "ada-example", "mud", "--again"]) == 0
    assert ada.count("/html/2101.00007") == 2
    ada.on["/dunes.pdf"] = pdf_reply(b"%PDF-1.7" + bytes(1_100_000))
    assert cli.main(["get", "ada-example", "dunes", "--largest", "1"]) == 1
    assert "more than 1 MB; `paperbrowser get --largest MB` allows more" in capsys.readouterr().err


def test_ctrl_c_ends_cleanly_and_the_next_run_goes_on(ada, capsys, monkeypatch):
    data = pdf_of("where the pebbles sing", pages=30)

    def cut(asked):
        return Reply(data[:5000], headers={"ETag": '"one"'}, missing=len(data) - 5000)

    ada.on["/dunes.pdf"] = cut
    check = download.Client.check

    def interrupted(client):
        if any(
            one.stat().st_size > 5000 for one in download._PARTS.named("").parent.glob("*.part")
        ):
            raise KeyboardInterrupt
        check(client)

    monkeypatch.setattr(download.Client, "check", interrupted)
    assert cli.main(["get", "ada-example", "--all"]) == 130
    out = capsys.readouterr().out
    assert out == "stopped; 0 fetched; the next run goes on\n"
    monkeypatch.setattr(download.Client, "check", check)
    ada.on["/dunes.pdf"] = in_ranges(data)
    assert cli.main(["get", "ada-example", "--all"]) == 0
    assert capsys.readouterr().out.startswith("2 fetched")
    begun_at = ada.asked[1].headers["range"]
    assert begun_at == "bytes=5000-"


def test_a_text_is_printed_wrapped_or_whole_or_as_json(ada, capsys):
    assert cli.main(["text", "ada-example", "dunes"]) == 1
    assert "dunes: no text yet; --get fetches it from 127.0.0.1" in capsys.readouterr().err
    assert cli.main(["text", "ada-example", "reefs"]) == 1
    assert "neither an arXiv id nor a free PDF" in capsys.readouterr().err
    assert cli.main(["text", "ada-example", "dunes", "--get", "--width", "40"]) == 0
    out, _ = capsys.readouterr()
    assert "1 Grains" in out
    assert "— 2 —" in out
    assert all(len(line) <= 40 for line in out.splitlines())
    assert cli.main(["text", "ada-example", "mud", "--get", "--width", "0"]) == 0
    out, _ = capsys.readouterr()
    assert max(map(len, out.splitlines())) > 500
    assert cli.main(["text", "ada-example", "dunes", "--json"]) == 0
    table = json.loads(capsys.readouterr().out)
    assert (table["paper"], table["source"], table["pages"]) == ("dunes", "pdf", 2)
    parts = [part for section in table["sections"] for part in section["parts"]]
    assert any("where the pebbles sing" in part["text"] for part in parts)


def test_a_folder_of_files_is_matched_and_copied(ada, capsys, tmp_path):
    (tmp_path / "2101.00007v1.pdf").write_bytes(pdf_of("of mud", title="Mud in Motion"))
    (tmp_path / "dunes.pdf").write_bytes(pdf_of("of dunes", title="Dunes by Days"))
    (tmp_path / "squid.pdf").write_bytes(pdf_of("of squid"))
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7")
    (tmp_path / "empty").mkdir()
    assert cli.main(["get", "ada-example", "--from", str(tmp_path / "empty")]) == 1
    assert "empty: no PDFs or web pages in this folder" in capsys.readouterr().err
    command = ["get", "ada-example", "--from", str(tmp_path)]
    assert cli.main(command) == 1
    out, err = capsys.readouterr()
    assert out == "1 taken, 1 unsure, 1 of no paper here, 1 not readable\n"
    assert "2101.00007v1.pdf: the text of mud" in err
    assert "dunes.pdf: perhaps dunes; `paperbrowser get ada-example PAPER --from" in err
    assert "squid.pdf: no paper here has its title, DOI or arXiv id" in err
    assert "broken.pdf: the PDF is damaged" in err
    assert cli.main(command) == 1
    assert capsys.readouterr().out.startswith("0 taken, 1 there before")
    one = ["get", "ada-example", "dunes", "--from", str(tmp_path / "dunes.pdf")]
    assert cli.main(one) == 0
    assert cli.main(["text", "ada-example", "dunes"]) == 0
    assert "of dunes" in capsys.readouterr().out
    assert cli.main(["get", "ada-example", "--from", str(tmp_path / "none")]) == 1
    assert not ada.asked


def test_a_file_that_the_profile_names_is_its_text(ada, capsys, tmp_path):
    (tmp_path / "mud.pdf").write_bytes(pdf_of("where the pebbles sing"))
    profile = tmp_path / "own.toml"
    profile.write_text(
        'name = "Ada"\n[[papers]]\ntitle = "Mud"\npdf = "mud.pdf"\nid = "mud"\n'
        '[[papers]]\ntitle = "Sand"\npdf = "sand.pdf"\nid = "sand"\n'
    )
    assert cli.main(["text", str(profile), "mud"]) == 0
    assert "where the pebbles sing" in capsys.readouterr().out
    assert cli.main(["get", str(profile), "--all"]) == 1
    out, err = capsys.readouterr()
    assert out.startswith("0 fetched, 1 there before")
    assert "sand: pdf = sand.pdf: there is no such file; correct it in the profile" in err


def test_words_of_texts_are_searched_for_on_the_command_line(ada, capsys):
    assert cli.main(["get", "ada-example", "--all"]) == 0
    assert cli.main(["list", "ada-example", "-q", 'text:"pebbles sing"']) == 0
    assert "Dunes by Day" in capsys.readouterr().out
    assert cli.main(["list", "ada-example", "-q", "text:squid"]) == 0
    assert 'no paper matches "text:squid"' in capsys.readouterr().err
