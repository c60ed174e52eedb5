"""Settings of the web services: `[sources]` in `config.toml`, and the environment.

    [sources]
    email = "ada@example.org"           # sent to the services, so that they can write to you
    timeout = 60                        # seconds to wait for an answer; default: 30

    [sources.semanticscholar]
    key = "…"                           # of the user's account there
    url = "https://mirror.example.org"  # a mirror of the service

`PAPERBROWSER_EMAIL` and `PAPERBROWSER_SEMANTICSCHOLAR_KEY` (likewise for the other services) override the
file. A key is sent to its service only, and shown in no message.
"""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from paperbrowser.papers.links import is_web_link
from paperbrowser.settings import toml_file
from paperbrowser.settings.config import FILE_NAME
from paperbrowser.settings.toml_file import shown
from paperbrowser.sources import SOURCES
from paperbrowser.system import paths

_LONGEST_TIMEOUT = 600
_EMAIL = re.compile(r"[!-?A-~]{1,64}@[A-Za-z0-9.-]{1,190}")
_KEY = re.compile(r"[!-~]{1,500}")
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}
_Wrong = Callable[[tuple[str, ...], str], None]  # the tables and the key, what is wrong with it
_INVALID_KEY = "contains spaces or other invalid characters; copy it again, it is not used"


@dataclass(frozen=True, slots=True)
class Access:
    """How one service is reached.

    Attributes:
        url: the address, without "/" at its end.
        key: of the user's account there, if any.
    """

    url: str
    key: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class SourceSettings:
    """How all services are reached.

    Attributes:
        email: an address that the services may write to about problems.
        timeout: seconds to wait for (more of) an answer.
        access: by name of the service.
    """

    email: str | None = None
    timeout: float = 30.0
    access: Mapping[str, Access] = field(
        default_factory=lambda: {info.name: Access(info.base) for info in SOURCES.values()}
    )

    def access_to(self, source: str) -> Access:
        """Return the address and key of a service; those of other packages have no settings."""
        return self.access.get(source) or Access(SOURCES[source].base)


def load(path: Path | None = None) -> tuple[SourceSettings, tuple[str, ...]]:
    """Return the settings, and a sentence for each thing wrong with them. Never raises.

    Args:
        path: the file; by default `config.toml` in the configuration folder. It need not exist.
    """
    file = toml_file.read(path or paths.config() / FILE_NAME)
    problems = [file.problem] if file.problem is not None else []

    def wrong(keys: tuple[str, ...], sentence: str) -> None:
        problems.append(file.problem_at(keys, sentence))

    settings = SourceSettings()
    sources = file.table.get("sources", {})
    if isinstance(sources, dict):
        settings = _settings(sources, wrong)
    else:
        advice = "write a line [sources], and keys below it"
        wrong(("sources",), f"sources is {shown(sources)}; {advice}")
    settings, more = _from_environment(settings)
    return settings, (*problems, *more)


def _settings(sources: dict[str, Any], wrong: _Wrong) -> SourceSettings:
    settings = SourceSettings()
    access = dict(settings.access)
    for key, value in sources.items():
        keys = ("sources", key)
        if key == "email":
            if _is_email(value):
                settings = replace(settings, email=value)
            else:
                wrong(keys, f"email is {shown(value)}, not an address; correct it, it is not used")
        elif key == "timeout":
            if type(value) in {int, float} and 0 < value <= _LONGEST_TIMEOUT:
                settings = replace(settings, timeout=float(value))
            else:
                advice = f"use seconds, up to {_LONGEST_TIMEOUT} (until then: {settings.timeout:g})"
                wrong(keys, f"timeout is {shown(value)}; {advice}")
        elif key not in SOURCES:
            known = ", ".join(("email", "timeout", *SOURCES))
            wrong(keys, f"unknown key {shown(key)} of sources; known are {known}")
        elif isinstance(value, dict):
            access[key] = _access(key, value, wrong)
        else:
            advice = f"write a line [sources.{key}], and keys below it"
            wrong(keys, f"{key} is {shown(value)}; {advice}")
    return replace(settings, access=access)


def _access(source: str, table: dict[str, Any], wrong: _Wrong) -> Access:
    access = Access(SOURCES[source].base)
    for key, value in table.items():
        keys = ("sources", source, key)
        if key == "url":
            if _is_base(value):
                access = replace(access, url=value.rstrip("/"))
            else:
                wrong(
                    keys,
                    f"url is {shown(value)}; it must start with https:// (http:// for this machine "
                    f"only); until then: {access.url}",
                )
        elif key == "key":
            if isinstance(value, str) and _KEY.fullmatch(value):
                access = replace(access, key=value)
            else:  # not shown: it may be a secret
                wrong(keys, f"the key of {source} {_INVALID_KEY}")
        else:
            wrong(keys, f"unknown key {shown(key)} of sources.{source}; known are url, key")
    return access


def _from_environment(settings: SourceSettings) -> tuple[SourceSettings, tuple[str, ...]]:
    problems = []
    if email := os.environ.get("PAPERBROWSER_EMAIL"):
        if _is_email(email):
            settings = replace(settings, email=email)
        else:
            advice = "correct it, it is not used"
            problems.append(f"PAPERBROWSER_EMAIL is {shown(email)}, not an address; {advice}")
    access = dict(settings.access)
    for info in SOURCES.values():
        if not (key := os.environ.get(info.key_variable)):
            continue
        if _KEY.fullmatch(key):
            access[info.name] = replace(access[info.name], key=key)
        else:
            problems.append(f"{info.key_variable} {_INVALID_KEY}")
    return replace(settings, access=access), tuple(problems)


def _is_email(value: object) -> bool:
    return isinstance(value, str) and _EMAIL.fullmatch(value) is not None


def _is_base(value: object) -> bool:
    """Return whether a service can be asked there: over https, or on this machine."""
    if not (isinstance(value, str) and is_web_link(value)):
        return False
    try:
        parts = urlsplit(value)
        port_fits = parts.port is None or parts.port > 0
    except ValueError:
        return False
    if parts.query or parts.fragment or parts.username or not port_fits:
        return False
    return parts.scheme.lower() == "https" or parts.hostname in _LOOPBACK
