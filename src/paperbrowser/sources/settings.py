"""How the sources of profiles are reached: `[sources]` in `config.toml`, and the environment.

    [sources]
    email = "ada@example.org"           # told to the sources, which then answer more willingly
    timeout = 60                        # seconds to wait for an answer; default: 30

    [sources.semanticscholar]
    key = "…"                           # of the reader's account there
    url = "https://mirror.example.org"  # another address that answers like the source

`PAPERBROWSER_EMAIL` and `PAPERBROWSER_SEMANTICSCHOLAR_KEY` (likewise the other sources) come before the
file. Keys are told to their source and to nobody else: no sentence of this program shows one.
"""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from paperbrowser.papers.text import clean_line, is_web_link
from paperbrowser.settings import config
from paperbrowser.system import paths

# Every source by the name the reader types, and where it answers.
BASES = {
    "openalex": "https://api.openalex.org",
    "semanticscholar": "https://api.semanticscholar.org/graph/v1",
    "arxiv": "https://export.arxiv.org",
    "inspire": "https://inspirehep.net/api",
    "dblp": "https://dblp.org",
    "orcid": "https://pub.orcid.org/v3.0",
}
# What it is called in a sentence.
LABELS = {
    "openalex": "OpenAlex",
    "semanticscholar": "Semantic Scholar",
    "arxiv": "arXiv",
    "inspire": "INSPIRE",
    "dblp": "DBLP",
    "orcid": "ORCID",
}
_LARGEST = 1_000_000  # bytes of a file of settings
_LONGEST_TIMEOUT = 600
_EMAIL = re.compile(r"[!-?A-~]{1,64}@[A-Za-z0-9.-]{1,190}")
_KEY = re.compile(r"[!-~]{1,500}")
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}
_Wrong = Callable[[str, str, str], None]  # the table, the key, what is wrong with it


@dataclass(frozen=True, slots=True)
class Access:
    """How one source is reached; `key` is of the reader's account there, if any."""

    url: str
    key: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class SourceSettings:
    """How all are reached.

    Attributes:
        email: whom the sources may write to if something goes wrong.
        timeout: seconds to wait for (more of) an answer.
        access: by source.
    """

    email: str | None = None
    timeout: float = 30.0
    access: Mapping[str, Access] = field(
        default_factory=lambda: {name: Access(url) for name, url in BASES.items()}
    )


def load(path: Path | None = None) -> tuple[SourceSettings, tuple[str, ...]]:
    """The settings, and a sentence for each thing wrong with them. Never raises.

    Args:
        path: the file; by default `config.toml` in the configuration folder. It need not exist.
    """
    path = path or paths.config() / config.FILE_NAME
    text, table, problems = _read(path)
    shown = clean_line(str(path))

    def wrong(head: str, key: str, sentence: str) -> None:
        line = _line_of(head, key, text)
        problems.append(f"{shown}{f', line {line}' if line else ''}: {sentence}")

    settings = SourceSettings()
    sources = table.get("sources", {})
    if isinstance(sources, dict):
        settings = _settings(sources, wrong)
    else:
        wrong("", "sources", "sources is no table; write a line [sources], and keys below it")
    settings, more = _from_environment(settings)
    return settings, (*problems, *more)


def _read(path: Path) -> tuple[str, dict[str, Any], list[str]]:
    import tomllib

    try:
        if not path.exists():
            return "", {}, []
        if path.is_file() and path.stat().st_size <= _LARGEST:
            text = path.read_text(encoding="utf-8-sig")
            return text, tomllib.loads(text), []
    except (OSError, ValueError, RecursionError):
        pass
    return "", {}, [*config.load(path)[1]]  # which tells what is wrong with a file as a whole


def _settings(sources: dict[str, Any], wrong: _Wrong) -> SourceSettings:
    settings = SourceSettings()
    access = dict(settings.access)
    for key, value in sources.items():
        if key == "email":
            if _is_email(value):
                settings = replace(settings, email=value)
            else:
                wrong("sources", key, f"email is {_shown(value)}, no address; it is not used")
        elif key == "timeout":
            if type(value) in {int, float} and 0 < value <= _LONGEST_TIMEOUT:
                settings = replace(settings, timeout=float(value))
            else:
                wrong(
                    "sources",
                    key,
                    f"timeout is {_shown(value)}, no number of seconds up to {_LONGEST_TIMEOUT}; "
                    f"it is taken as {settings.timeout:g}",
                )
        elif key not in BASES:
            known = ", ".join(("email", "timeout", *BASES))
            wrong("sources", key, f"unknown key {_shown(key)} of sources; known are {known}")
        elif isinstance(value, dict):
            access[key] = _access(key, value, wrong)
        else:
            wrong("sources", key, f"{key} is no table; write a line [sources.{key}], keys below it")
    return replace(settings, access=access)


def _access(source: str, table: dict[str, Any], wrong: _Wrong) -> Access:
    head = f"sources.{source}"
    access = Access(BASES[source])
    for key, value in table.items():
        if key == "url":
            if _is_base(value):
                access = replace(access, url=value.rstrip("/"))
            else:
                wrong(
                    head,
                    key,
                    f"url is {_shown(value)}; it must start with https:// (http:// for this machine "
                    f"alone), and is taken as {access.url}",
                )
        elif key == "key":
            if isinstance(value, str) and _KEY.fullmatch(value):
                access = replace(access, key=value)
            else:  # whatever it is, it is a secret
                wrong(head, key, f"the key of {source} has blanks or other signs that no key has")
        else:
            wrong(head, key, f"unknown key {_shown(key)} of {head}; known are url, key")
    return access


def _from_environment(settings: SourceSettings) -> tuple[SourceSettings, tuple[str, ...]]:
    problems = []
    if email := os.environ.get("PAPERBROWSER_EMAIL"):
        if _is_email(email):
            settings = replace(settings, email=email)
        else:
            problems.append(f"PAPERBROWSER_EMAIL is {_shown(email)}, no address; it is not used")
    access = dict(settings.access)
    for source in BASES:
        variable = f"PAPERBROWSER_{source.upper()}_KEY"
        if not (key := os.environ.get(variable)):
            continue
        if _KEY.fullmatch(key):
            access[source] = replace(access[source], key=key)
        else:
            problems.append(f"{variable} has blanks or other signs that no key has; it is not used")
    return replace(settings, access=access), tuple(problems)


def _is_email(value: object) -> bool:
    return isinstance(value, str) and _EMAIL.fullmatch(value) is not None


def _is_base(value: object) -> bool:
    """Whether a source can be asked there: over https, since answers and keys travel; or at home."""
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


def _line_of(head: str, key: str, text: str) -> int | None:
    """Where `key` is set, counted from 1: below the line [head], or else in another way of writing it."""
    table = re.search(rf"^[ \t]*\[[ \t]*{re.escape(head)}[ \t]*\]", text, re.MULTILINE)
    start = table.end() if table and head else 0
    found = re.compile(
        rf"(?:^|[{{,.\n\[])[ \t]*[\"']?{re.escape(key)}[\"']?[ \t]*[\]=.]", re.MULTILINE
    ).search(text, start)
    if found is None:
        return text.count("\n", 0, start) + 1 if table else None
    return text.count("\n", 0, found.start() + (text[found.start()] == "\n")) + 1


def _shown(value: object) -> str:
    """A value as it would be written, short and safe to print."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return f"{value:g}" if abs(value) < 1e12 else "a large number"
    if not isinstance(value, str):
        return "no text"
    written = clean_line(value)
    return f'"{written[:60]}…"' if len(written) > 60 else f'"{written}"'
