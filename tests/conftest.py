"""Every test has folders of its own, and a terminal like any other."""

import pytest
from hypothesis import settings

settings.register_profile("quick", max_examples=25)


def pytest_configure(config):
    """The quick run tries fewer examples of each property."""
    if config.option.markexpr == "not slow":
        settings.load_profile("quick")


@pytest.fixture(autouse=True)
def own_folders(tmp_path_factory, monkeypatch):
    """Nothing is read from or written to the folders of whoever runs the tests."""
    home = tmp_path_factory.mktemp("home")
    for kind in ("DATA", "CACHE", "CONFIG", "STATE"):
        monkeypatch.setenv(f"XDG_{kind}_HOME", str(home / kind.lower()))
    for name in (
        *("SSH_CONNECTION", "SSH_TTY", "TMUX", "STY", "NO_COLOR", "COLORTERM"),
        *("DISPLAY", "WAYLAND_DISPLAY"),
    ):
        monkeypatch.delenv(name, raising=False)
    return home
