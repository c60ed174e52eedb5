"""Tests of sources ask a site on this machine only, and none waits."""

from dataclasses import replace

import pytest

from paperbrowser.sources import SOURCES, http
from paperbrowser.sources.http import Client, Limits
from paperbrowser.sources.settings import Access, SourceSettings
from paperbrowser.system import paths
from tests.sources.site import Site


@pytest.fixture(autouse=True)
def own_environment(monkeypatch):
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "SSL_CERT_FILE", "PAPERBROWSER_EMAIL"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    for info in SOURCES.values():
        monkeypatch.delenv(info.key_variable, raising=False)


@pytest.fixture
def site():
    site = Site()
    yield site
    site.close()


class Clock:
    """Time that passes only by waiting."""

    def __init__(self):
        self.now = 1000.0
        self.waits = []

    def __call__(self):
        return self.now

    def wait(self, seconds):
        self.waits.append(round(seconds, 3))
        self.now += seconds


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def settings(site):
    return SourceSettings(
        "ada@example.org", 0.5, {name: Access(site.url, "secret-key") for name in SOURCES}
    )


@pytest.fixture
def client(settings, clock):
    with Client(settings, wait=clock.wait, clock=clock, chance=lambda: 0.0) as client:
        yield client


@pytest.fixture
def configured(site, monkeypatch):
    """The command line asks the site, at any pace."""
    for name, info in SOURCES.items():
        monkeypatch.setitem(SOURCES, name, replace(info, interval=0.0))
    monkeypatch.setattr(http, "LIMITS", Limits(first_pause=0.0, busy_pause=0.0))
    folder = paths.config()
    folder.mkdir(parents=True)
    lines = [f'[sources.{name}]\nurl = "{site.url}"\n' for name in SOURCES]
    (folder / "config.toml").write_text("".join(lines), encoding="utf-8")
    return site
