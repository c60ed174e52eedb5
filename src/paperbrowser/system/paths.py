"""The data, cache, config and state folders of the program. None is created before a file is written."""

from pathlib import Path

_APP = "paperbrowser"


def data() -> Path:
    """Return the folder of the user's profiles."""
    import platformdirs

    return platformdirs.user_data_path(_APP, appauthor=False)


def cache() -> Path:
    """Return the folder of files that can be made again at any time."""
    import platformdirs

    return platformdirs.user_cache_path(_APP, appauthor=False)


def config() -> Path:
    """Return the folder of the user's settings."""
    import platformdirs

    return platformdirs.user_config_path(_APP, appauthor=False)


def state() -> Path:
    """Return the folder of session, history and locks."""
    import platformdirs

    return platformdirs.user_state_path(_APP, appauthor=False)
