"""[sources] of config.toml, and the environment."""

from paperbrowser.settings import config
from paperbrowser.sources import SOURCES
from paperbrowser.sources import settings as source_settings
from paperbrowser.sources.settings import Access, load
from paperbrowser.system import paths


def written(text):
    path = paths.config() / config.FILE_NAME
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_without_a_file_each_source_has_its_own_address():
    settings, problems = load()
    assert problems == ()
    assert settings.email is None
    assert settings.access == {info.name: Access(info.base) for info in SOURCES.values()}


def test_settings_are_read():
    written(
        '[sources]\nemail = "ada@example.org"\ntimeout = 60\n\n'
        '[sources.openalex]\nurl = "http://127.0.0.1:8000/"\nkey = "k1"\n'
    )
    settings, problems = load()
    assert problems == ()
    assert (settings.email, settings.timeout) == ("ada@example.org", 60.0)
    assert settings.access["openalex"] == Access("http://127.0.0.1:8000", "k1")
    assert config.load()[1] == ()  # which knows that there is such a table


def test_the_environment_overrides_the_file(monkeypatch):
    written('[sources]\nemail = "ada@example.org"\nopenalex.key = "k1"\n')
    monkeypatch.setenv("PAPERBROWSER_EMAIL", "grace@example.org")
    monkeypatch.setenv("PAPERBROWSER_OPENALEX_KEY", "k2")
    settings, problems = load()
    assert problems == ()
    assert settings.email == "grace@example.org"
    assert settings.access["openalex"].key == "k2"


def test_wrong_settings_are_reported_with_their_lines_and_left_out(monkeypatch):
    path = written(
        'theme = "nord"\n[sources]\nemail = "nobody"\ntimeout = 0\ncolour = 1\ninspire = 3\n'
        '[sources.openalex]\nurl = "http://example.org"\nkey = "sec ret"\nname = 2\n'
        '[sources.dblp]\nurl = "ftp://x"\n'
    )
    settings, problems = load()
    assert [problem.removeprefix(f"{path}, ").partition(":")[0] for problem in problems] == [
        "line 3", "line 4", "line 5", "line 6", "line 8", "line 9", "line 10", "line 12",
    ]  # fmt: skip
    assert settings == source_settings.SourceSettings()
    assert "sec ret" not in " ".join(problems)
    assert 'email is "nobody", not an address' in problems[0]
    assert "must start with https://" in problems[4]
    monkeypatch.setenv("PAPERBROWSER_OPENALEX_KEY", "sec ret\n")
    monkeypatch.setenv("PAPERBROWSER_EMAIL", "x")
    *_, email, key = load()[1]
    assert email.startswith("PAPERBROWSER_EMAIL is")
    assert "sec ret" not in key


def test_an_unreadable_file_is_reported_once():
    path = written("[sources\n")
    settings, problems = load()
    assert settings == source_settings.SourceSettings()
    assert len(problems) == 1
    assert problems[0].startswith(f"{path}, line 1: not TOML")
    path.unlink()
    path.mkdir()
    assert len(load()[1]) == 1
    written_elsewhere = path / "x.toml"
    written_elsewhere.write_text("sources = 3\n")
    (problem,) = load(written_elsewhere)[1]
    assert "line 1: sources is 3; write a line [sources]" in problem


def test_keys_are_not_part_of_a_repr():
    assert "k1" not in repr(Access("https://example.org", "k1"))
