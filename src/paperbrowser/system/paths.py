"""Where things are kept on this system. Nothing is created before something is written."""

from pathlib import Path

_APP = "paperbrowser"


def data() -> Path:
    """The reader's profiles are below."""
    import platformdirs

    return platformdirs.user_data_path(_APP, appauthor=False)


def cache() -> Path:
    """What can be made anew at any time."""
    import platformdirs

    return platformdirs.user_cache_path(_APP, appauthor=False)


def config() -> Path:
    """The reader's settings."""
    import platformdirs

    return platformdirs.user_config_path(_APP, appauthor=False)


def state() -> Path:
    """What the program remembers."""
    import platformdirs

    return platformdirs.user_state_path(_APP, appauthor=False)
