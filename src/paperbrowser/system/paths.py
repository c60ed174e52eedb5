"""The data, cache, config and state folders of the program. None is created before a file is written."""

import os
from collections.abc import Callable
from pathlib import Path

_APP = "paperbrowser"


class NoHomeError(Exception):
    """There is no home folder to keep things in. `str()` says in one sentence why, and what to do."""


def data() -> Path:
    """Return the folder of the user's profiles."""
    import platformdirs

    return _checked(platformdirs.user_data_path, "XDG_DATA_HOME")


def cache() -> Path:
    """Return the folder of files that can be made again at any time."""
    import platformdirs

    return _checked(platformdirs.user_cache_path, "XDG_CACHE_HOME")


def config() -> Path:
    """Return the folder of the user's settings."""
    import platformdirs

    return _checked(platformdirs.user_config_path, "XDG_CONFIG_HOME")


def state() -> Path:
    """Return the folder of session, history and locks."""
    import platformdirs

    return _checked(platformdirs.user_state_path, "XDG_STATE_HOME")


def _checked(path_of: Callable[..., Path], variable: str) -> Path:
    """Return a folder of the user, wherever the program is started.

    Args:
        path_of: the function of platformdirs.
        variable: the one of the environment that names the folder, else `HOME` does.

    Raises:
        NoHomeError: the folder is not known, or depends on the current one.
    """
    home, own = os.environ.get("HOME"), os.environ.get(variable, "").strip()
    try:
        path = path_of(_APP, appauthor=False)
    except (RuntimeError, KeyError):  # a user without an entry in the list of users
        path = None
    if path is not None and (os.name != "posix" or (path.is_absolute() and (own or home != ""))):
        return path
    wrong = f'{variable} is "{own}"' if path is not None and own else f'HOME is "{home}"'
    why = (
        "HOME is not set" if home is None and not own else f"{wrong}, which is not an absolute path"
    )
    raise NoHomeError(
        f"{why}; set HOME (or all of XDG_DATA_HOME, _CONFIG_, _STATE_ and _CACHE_HOME)"
    )
