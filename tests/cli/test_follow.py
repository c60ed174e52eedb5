"""The commands follow and unfollow, against a site on this machine."""

import json

import pytest

from paperbrowser import cli
from paperbrowser.formats import toml
from paperbrowser.formats.input import Input
from paperbrowser.formats.json.own import facts_of, profile_of
from paperbrowser.library import store
from paperbrowser.papers.model import Profile
from paperbrowser.system import paths
from tests.sources.site import as_json, author, works
from tests.stored import save_profile

BETTY = "A5000000007"


@pytest.fixture
def betty(configured):
    known = author(BETTY, "Betty Loomis", 3) | {"orcid": "https://orcid.org/0000-0001-5109-3700"}
    configured.on[f"/authors/{BETTY}"] = as_json(known)
    configured.on["/authors"] = as_json(
        {"results": [known, author("A5000000008", "Betty Loomis", 1)]}
    )
    configured.on["/works"] = works(range(3))
    return configured


def followed(capsys):
    capsys.readouterr()
    cli.main(["profiles", "--json"])
    return {row["profile"]: row["followed"] for row in json.loads(capsys.readouterr().out)}


def test_a_person_is_followed_left_and_followed_again(betty, capsys):
    # Two people have the name: nobody is followed before it is clear who.
    assert cli.main(["follow", "Betty Loomis"]) == 2
    assert f"  paperbrowser follow {BETTY}  # Betty Loomis, " in capsys.readouterr().err
    assert followed(capsys) == {}
    assert cli.main(["follow", BETTY]) == 0
    assert followed(capsys) == {"betty-loomis": True}
    path = paths.data() / "profiles" / "betty-loomis.toml"
    assert "followed" not in path.read_text()

    assert cli.main(["unfollow", "betty-loomis"]) == 0
    assert (
        "betty-loomis: not followed any more; `paperbrowser follow betty-loomis`"
        in capsys.readouterr().out
    )
    assert followed(capsys) == {"betty-loomis": False}
    asked = len(betty.asked)
    cli.main(["update", "--all"])
    assert len(betty.asked) == asked
    assert len(store.read(path).profile.papers) == 3
    # Brought up to date, and fetched again, it stays as the user wants it.
    assert cli.main(["update", "betty-loomis"]) == 0
    assert cli.main(["fetch", BETTY]) == 0
    assert "betty-loomis: not followed; `paperbrowser follow" in capsys.readouterr().err
    assert followed(capsys) == {"betty-loomis": False}

    asked = len(betty.asked)
    for again in ("betty-loomis", BETTY, "0000-0001-5109-3700"):
        assert cli.main(["follow", again]) == 0
        assert followed(capsys) == {"betty-loomis": True}
        assert cli.main(["unfollow", again]) == 0
    assert len(betty.asked) == asked
    # The name alone asks, whoever is in the library.
    assert cli.main(["follow", "Betty Loomis"]) == 2


def test_nobody_is_unfollowed_by_a_file_the_sample_or_a_profile_of_files(capsys, tmp_path):
    save_profile(Profile(name="Reading list"))
    file = tmp_path / "looms.bib"
    file.write_text("@misc{a, title = {Looms}}")
    for name, why in (
        ("reading-list", "made of files"),
        (str(file), "not a profile of the library"),
        ("sample", "not a profile of the library"),
        ("nobody-here", "no such profile"),
    ):
        assert cli.main(["unfollow", name]) == 1
        assert why in capsys.readouterr().err


@pytest.mark.parametrize("on", [True, False])
def test_our_own_formats_say_only_that_somebody_is_not_followed(on):
    profile = Profile(name="Betty Loomis", source="openalex", source_id=BETTY, followed=on)
    text = toml.dumps(profile)
    assert ("followed" in text) is not on
    assert toml.read(Input.of_text(text)).profile == profile
    facts = facts_of(profile)
    assert ("followed" in facts) is not on
    assert profile_of({"profile": facts}).followed is on
    assert profile_of({"profile": facts | {"followed": "perhaps"}}).followed
