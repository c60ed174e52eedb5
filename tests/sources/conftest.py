"""No test asks anybody but this machine, and none waits."""

import pytest

from paperbrowser.sources import http
from paperbrowser.sources.http import Client
from paperbrowser.sources.settings import BASES, Access, SourceSettings
from paperbrowser.system import paths
from tests.sources.site import Site


@pytest.fixture(autouse=True)
def own_environment(monkeypatch):
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "SSL_CERT_FILE", "PAPERBROWSER_EMAIL"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    for source in BASES:
        monkeypatch.delenv(f"PAPERBROWSER_{source.upper()}_KEY", raising=False)


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
        "ada@example.org", 0.5, {name: Access(site.url, "secret-key") for name in BASES}
    )


@pytest.fixture
def client(settings, clock):
    with Client(settings, wait=clock.wait, clock=clock, chance=lambda: 0.0) as client:
        yield client


@pytest.fixture
def configured(site, monkeypatch):
    """The command line asks the site, at any pace."""
    monkeypatch.setattr(http, "_INTERVALS", dict.fromkeys(BASES, 0.0))
    monkeypatch.setattr(http, "_FIRST_PAUSE", 0.0)
    monkeypatch.setattr(http, "_LEAST_WHEN_BUSY", 0.0)
    folder = paths.config()
    folder.mkdir(parents=True)
    lines = [f'[sources.{name}]\nurl = "{site.url}"\n' for name in BASES]
    (folder / "config.toml").write_text("".join(lines), encoding="utf-8")
    return site
