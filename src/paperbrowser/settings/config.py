"""The reader's settings: `config.toml` in the configuration folder, read and never written.

    theme = "nord"      # any theme of the palette; default: the terminal's own colours
    sort = "score"      # how a profile opens: "score", "citations", "date" (default), "title" or "page"
    reverse = true      # low, oldest or Z first; default: false
    mouse = "off"       # "on", "off" or "auto" (default): off over SSH, where it selects text
    restore = false     # open as if for the first time; default: true, where you left
    ascii = "on"        # "on", "off" or "auto" (default): where the terminal lacks other signs

    [keys]              # `paperbrowser keys` lists the names, and which keys they have
    "sort.score" = "t"
    "move.down" = ["n", "down"]

    [sources]           # how OpenAlex and others are asked, see `source_settings`

Whatever is wrong in the file is told in a sentence, and the default is used for it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, cast

from paperbrowser.papers.sorting import Order, SortKey
from paperbrowser.papers.text import clean_line
from paperbrowser.system import paths

Switch = Literal["auto", "on", "off"]

FILE_NAME = "config.toml"
_LARGEST = 1_000_000  # bytes; nobody wrote such a file as settings
_SORTS = tuple(key.value for key in SortKey if key is not SortKey.RELEVANCE)
_SWITCH = ("auto", "on", "off")
_KEYS = ("theme", "sort", "reverse", "mouse", "ascii", "restore", "keys", "sources")
_MOST = 20  # sentences about keys; who gets more has mistaken the file
_NEWEST_FIRST = Order(SortKey.DATE)


@dataclass(frozen=True, slots=True)
class Config:
    """The settings.

    Attributes:
        theme: name of a theme; the app knows which there are.
        sort: the order in which a profile opens.
        mouse: whether the app takes the mouse; "auto" leaves it to the app.
        ascii: whether only ASCII is drawn; "auto" leaves it to the app.
        keys: the keys of actions that have others than by default, by id (see `key_table`).
        restore: whether it remembers where the reader was, and comes back to it.
    """

    theme: str | None = None
    sort: Order = _NEWEST_FIRST
    mouse: Switch = "auto"
    ascii: Switch = "auto"
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    restore: bool = True


def load(path: Path | None = None) -> tuple[Config, tuple[str, ...]]:
    """The settings, and a sentence for each thing wrong with them. Never raises.

    Args:
        path: the file; by default `config.toml` in the configuration folder. It need not exist.
    """
    path = path or paths.config() / FILE_NAME
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
    import tomllib

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
    chosen: Mapping[str, tuple[str, ...]] = {}
    if not isinstance(table.get("keys", {}), dict):
        wrong("keys", f"keys is {_shown(table['keys'])}; write a line [keys], and keys below it")
    elif "keys" in table:
        chosen, told = _keys(table["keys"], text, shown)
        problems += told
    config = Config(
        theme=clean_line(theme) if theme else None,
        sort=Order(SortKey(choice("sort", _SORTS, "date")), reverse=reverse),
        mouse=cast("Switch", choice("mouse", _SWITCH, "auto")),
        ascii=cast("Switch", choice("ascii", _SWITCH, "auto")),
        keys=chosen,
        restore=switch("restore", default=True),
    )
    return config, tuple(problems)


def _keys(
    table: dict[str, Any], text: str, shown: str
) -> tuple[Mapping[str, tuple[str, ...]], list[str]]:
    from paperbrowser.settings.keys import read_keys

    chosen, problems = read_keys(table)
    told = [
        f"{shown}, line {_line_of_key(id_, text)}: {_shown(id_)}: {sentence}"
        for id_, sentence in problems[:_MOST]
    ]
    if len(problems) > _MOST:
        told.append(f"{shown}: {len(problems) - _MOST} more keys are wrong; correct these first")
    return chosen, list(map(clean_line, told))


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


def _line_of_key(id_: str, text: str) -> int:
    """Where the keys of `id_` are set, counted from 1: as a whole, in a table of its own, or anywhere."""
    head = re.search(r"""^[ \t]*\[?[ \t]*["']?keys\b""", text, re.MULTILINE)
    start = head.start() if head else 0
    parts = [re.escape(part) for part in id_[:100].split(".")]
    whole = r"""["']?[ \t]*\.[ \t]*["']?""".join(parts)
    for name in (whole, parts[-1]):
        pattern = re.compile(rf"""(?:^|[{{,.\n])[ \t]*(["']?{name}["']?)[ \t]*[=.]""")
        if found := pattern.search(text, start):
            return text.count("\n", 0, found.start(1)) + 1
    return text.count("\n", 0, start) + 1


def _advice(key: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(key.lower(), _KEYS, n=1)
    return f'did you mean "{near[0]}"?' if near else f"known are {', '.join(_KEYS)}"


def _shown(value: Any) -> str:
    """A value as it would be written, short and safe to print."""
    try:
        written = f'"{value}"' if isinstance(value, str) else str(value)
    except (RecursionError, ValueError):  # tables without end; a number of thousands of digits
        written = f"a {'number' if isinstance(value, int) else 'table'} beyond reason"
    if isinstance(value, bool):
        written = written.lower()
    written = clean_line(written)
    return written if len(written) <= 40 else f"{written[:39]}…"
