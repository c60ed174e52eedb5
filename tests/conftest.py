"""Every test has folders of its own, and a terminal like any other."""

import pytest
from hypothesis import settings

# The same examples in every run, so that a change is what breaks a test; a deadline depends on the machine.
# New ones are tried with `pytest --hypothesis-profile=random`.
settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("quick", settings.get_profile("same"), max_examples=25)
settings.register_profile("random", deadline=None)


def pytest_configure(config):
    """Try the same examples of each property in every run, fewer in the quick one, unless asked otherwise."""
    if not config.getoption("--hypothesis-profile", None):
        settings.load_profile("quick" if config.option.markexpr == "not slow" else "same")


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
