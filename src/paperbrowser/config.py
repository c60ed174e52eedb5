"""The reader's settings: `config.toml` in the configuration folder, read and never written.

    theme = "nord"      # any theme of the palette; default: the terminal's own colours
    sort = "score"      # how a profile opens: "score", "date" (default), "title" or "page"
    reverse = true      # low, oldest or Z first; default: false
    mouse = "off"       # "on", "off" or "auto" (default): off over SSH, where it selects text
    restore = false     # open as if for the first time; default: true, where you left

Whatever is wrong in the file is told in a sentence, and the default is used for it.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast

from paperbrowser import folders
from paperbrowser.text import clean_line
from paperbrowser.view import Order, SortKey

Mouse = Literal["auto", "on", "off"]

FILE_NAME = "config.toml"
_LARGEST = 1_000_000  # bytes; nobody wrote such a file as settings
_SORTS = tuple(key.value for key in SortKey if key is not SortKey.RELEVANCE)
_MICE = ("auto", "on", "off")
_KEYS = ("theme", "sort", "reverse", "mouse", "restore")
_NEWEST_FIRST = Order(SortKey.DATE)


@dataclass(frozen=True, slots=True)
class Config:
    """The settings.

    Attributes:
        theme: name of a theme; the app knows which there are.
        sort: the order in which a profile opens.
        mouse: whether the app takes the mouse; "auto" leaves it to the app.
        restore: whether it remembers where the reader was, and comes back to it.
    """

    theme: str | None = None
    sort: Order = _NEWEST_FIRST
    mouse: Mouse = "auto"
    restore: bool = True


def load(path: Path | None = None) -> tuple[Config, tuple[str, ...]]:
    """The settings, and a sentence for each thing wrong with them. Never raises.

    Args:
        path: the file; by default `config.toml` in the configuration folder. It need not exist.
    """
    path = path or folders.config() / FILE_NAME
    shown = clean_line(str(path))
    try:
        if not path.exists():
            return Config(), ()
        if not path.is_file() or path.stat().st_size > _LARGEST:
            return Config(), (f"{shown}: not a settings file; remove it or write a new one",)
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        return Config(), (f"{shown}: not UTF-8; save the file as UTF-8",)
    except (OSError, ValueError) as error:  # ValueError: a path with a null character
        reason = getattr(error, "strerror", None) or str(error)
        return Config(), (f"{shown}: cannot be read ({clean_line(reason)}); check its permissions",)
    return _parsed(text, shown)


def _parsed(text: str, shown: str) -> tuple[Config, tuple[str, ...]]:
    import tomllib  # noqa: PLC0415 - 3 ms that only someone with a settings file pays

    try:
        table = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        return Config(), (_broken(error, text, shown),)

    problems: list[str] = []

    def wrong(key: str, sentence: str) -> None:
        line = _line_of(key, text)
        place = shown if line is None else f"{shown}, line {line}"
        problems.append(f"{place}: {sentence}")

    def choice(key: str, choices: tuple[str, ...], default: str) -> str:
        value = table.get(key, default)
        if value in choices:
            return cast("str", value)
        listed = ", ".join(f'"{one}"' for one in choices)
        wrong(key, f'{key} is {_shown(value)}; it can be {listed}, and is taken as "{default}"')
        return default

    for key in table:
        if key not in _KEYS:
            wrong(key, f"unknown key {_shown(key)}; {_advice(key)}")
    theme = table.get("theme")
    if theme is not None and not (isinstance(theme, str) and clean_line(theme)):
        wrong("theme", f'theme is {_shown(theme)}; write the name of a theme, as in theme = "nord"')
        theme = None

    def switch(key: str, *, default: bool) -> bool:
        value = table.get(key, default)
        if isinstance(value, bool):
            return value
        wrong(key, f"{key} is {_shown(value)}; it can be true or false, without quotes")
        return default

    reverse = switch("reverse", default=False)
    config = Config(
        theme=clean_line(theme) if theme else None,
        sort=Order(SortKey(choice("sort", _SORTS, "date")), reverse=reverse),
        mouse=cast("Mouse", choice("mouse", _MICE, "auto")),
        restore=switch("restore", default=True),
    )
    return config, tuple(problems)


def _broken(error: Exception, text: str, shown: str) -> str:
    reason = clean_line(str(error))
    place = shown
    found = re.fullmatch(r"(.*) \(at (?:line (\d+), column \d+|end of document)\)", reason)
    if found:
        reason = found[1]
        place += f", line {found[2] or text.rstrip().count(chr(10)) + 1}"
    return f"{place}: not TOML ({reason}); correct it, until then the defaults are used"


def _line_of(key: str, text: str) -> int | None:
    """Where `key` is set, counted from 1."""
    found = re.search(
        rf"^[ \t]*(?:\[+[ \t]*)?[\"']?{re.escape(key)}[\"']?[ \t]*[=.\]]", text, re.MULTILINE
    )
    return text.count("\n", 0, found.start()) + 1 if found else None


def _advice(key: str) -> str:
    from difflib import get_close_matches  # noqa: PLC0415 - only a misspelt key needs it

    near = get_close_matches(key.lower(), _KEYS, n=1)
    return f'did you mean "{near[0]}"?' if near else f"known are {', '.join(_KEYS)}"


def _shown(value: Any) -> str:  # noqa: ANN401 - whatever TOML can hold
    """A value as it would be written, short and safe to print."""
    written = f'"{value}"' if isinstance(value, str) else str(value)
    if isinstance(value, bool):
        written = written.lower()
    written = clean_line(written)
    return written if len(written) <= 40 else f"{written[:39]}…"
