"""The user's settings: `config.toml` in the configuration folder, read and never written.

    theme = "nord"      # any theme of the palette; default: the terminal's own colours
    sort = "score"      # how a profile opens: "score", "citations", "date" (default), "title" or "page"
    reverse = true      # low, oldest or Z first; default: false
    mouse = "off"       # "on", "off" or "auto" (default): off over SSH, so that text can be selected
    restore = false     # start afresh; default: true, return to the last search, order and paper
    ascii = "on"        # "on", "off" or "auto" (default): on where the terminal lacks other characters
    library = "postgresql://ada@db/papers"  # a group's library, opened where no profile is named
    reader_width = 80   # columns of the text of a paper, 24 to 200; default: 72
    search_texts = true # search the full texts of papers as well; default: false
    renderer = "textual"  # draw with Textual's own renderer; default: "own"

    [keys]              # `paperbrowser keys` lists the names of actions and their keys
    "sort.score" = "t"
    "move.down" = ["n", "down"]

    [groups]            # profiles to open as one: `paperbrowser turbulence`
    turbulence = ["shirley-ho", "miles-cranmer"]

    [views]             # searches by name, on ' and their first letter
    inference = "tag:method is:unread"

    [sources]           # how web services are reached: see `sources.settings`

Each thing that is wrong in the file is reported in a sentence, and the default is used for it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, cast

from paperbrowser.papers.sorting import Order, SortKey
from paperbrowser.papers.text import clean_line
from paperbrowser.settings import toml_file
from paperbrowser.settings.toml_file import SettingsFile, shown
from paperbrowser.system import paths

Switch = Literal["auto", "on", "off"]
Renderer = Literal["own", "textual"]

FILE_NAME = "config.toml"
READER_WIDTH = 72  # columns; longer lines are hard to read
NARROWEST, WIDEST = 24, 200  # columns of the text of a paper
_SORTS = tuple(key.value for key in SortKey if key not in {SortKey.RELEVANCE, SortKey.QUEUE})
# The views that are there without settings.
VIEWS = {"unread": "is:unread", "queue": "is:queued", "starred": "is:starred"}
LIBRARY_SCHEMES = ("postgresql://", "postgres://")
_SWITCH = ("auto", "on", "off")
_RENDERERS = ("own", "textual")
_KEYS = (
    "theme",
    "sort",
    "reverse",
    "mouse",
    "ascii",
    "restore",
    "renderer",
    "reader_width",
    "search_texts",
    "keys",
    "groups",
    "views",
    "sources",
    "library",
)
_MOST = 20  # sentences about [keys]
_NEWEST_FIRST = Order(SortKey.DATE)


@dataclass(frozen=True, slots=True)
class Config:
    """The settings.

    Attributes:
        theme: name of a theme, which need not exist; None for the terminal's own colours.
        sort: the order in which a profile opens.
        mouse: whether the app uses the mouse; "auto" lets the app decide.
        ascii: whether only ASCII is drawn; "auto" lets the app decide.
        keys: keys of the actions that the user gave other keys, by id (see `settings.keys`).
        restore: whether to return to the last search, order and paper.
        renderer: the program's own renderer, or that of Textual.
        reader_width: columns of the text of a paper.
        search_texts: whether a plain search looks in the full texts of papers as well.
        groups: names of profiles, by the name under which they open as one.
        views: queries by their names; those of `VIEWS` are among them.
        library: the addresses of a group's library, one for each of its parts; none if there is none.
    """

    theme: str | None = None
    sort: Order = _NEWEST_FIRST
    mouse: Switch = "auto"
    ascii: Switch = "auto"
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    restore: bool = True
    renderer: Renderer = "own"
    reader_width: int = READER_WIDTH
    search_texts: bool = False
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    views: Mapping[str, str] = field(default_factory=lambda: VIEWS)
    library: tuple[str, ...] = ()


def load(path: Path | None = None) -> tuple[Config, tuple[str, ...]]:
    """Return the settings, and a sentence for each thing wrong with them. Never raises.

    Args:
        path: the file; by default `config.toml` in the configuration folder. It need not exist.
    """
    file = toml_file.read(path or paths.config() / FILE_NAME)
    if file.problem is not None:
        return Config(), (file.problem,)
    if not file.table:
        return Config(), ()
    values = _Values(file)
    for key in file.table:
        if key not in _KEYS:
            values.wrong(key, f"unknown key {shown(key)}; {_advice(key)}")
    config = Config(
        theme=values.theme(),
        sort=Order(
            SortKey(values.choice("sort", _SORTS, "date")), reverse=values.flag("reverse", False)
        ),
        mouse=cast("Switch", values.choice("mouse", _SWITCH, "auto")),
        ascii=cast("Switch", values.choice("ascii", _SWITCH, "auto")),
        restore=values.flag("restore", True),
        renderer=cast("Renderer", values.choice("renderer", _RENDERERS, "own")),
        search_texts=values.flag("search_texts", False),
        reader_width=values.number("reader_width", NARROWEST, WIDEST, READER_WIDTH),
        keys=values.keys(),
        groups=values.groups(),
        views=values.views(),
        library=values.library(),
    )
    return config, tuple(values.problems)


class _Values:
    """Takes the values out of a file, and collects a sentence for each that is wrong."""

    def __init__(self, file: SettingsFile) -> None:
        self.problems: list[str] = []
        self._file = file
        self._table = file.table

    def wrong(self, key: str, sentence: str) -> None:
        self.problems.append(self._file.problem_at((key,), sentence))

    def choice(self, key: str, choices: tuple[str, ...], default: str) -> str:
        value = self._table.get(key, default)
        if value in choices:
            return cast("str", value)
        *most, last = (f'"{one}"' for one in choices)
        advice = f'use {", ".join(most)} or {last} (until then: "{default}")'
        self.wrong(key, f"{key} is {shown(value)}; {advice}")
        return default

    def number(self, key: str, least: int, most: int, default: int) -> int:
        value = self._table.get(key, default)
        if type(value) is int and least <= value <= most:
            return value
        advice = f"use a number from {least} to {most} (until then: {default})"
        self.wrong(key, f"{key} is {shown(value)}; {advice}")
        return default

    def flag(self, key: str, default: bool) -> bool:
        value = self._table.get(key, default)
        if isinstance(value, bool):
            return value
        self.wrong(key, f"{key} is {shown(value)}; use true or false, without quotes")
        return default

    def theme(self) -> str | None:
        theme = self._table.get("theme")
        if theme is None or (isinstance(theme, str) and clean_line(theme)):
            return clean_line(theme) if theme else None
        advice = 'write the name of a theme, as in theme = "nord"'
        self.wrong("theme", f"theme is {shown(theme)}; {advice}")
        return None

    def library(self) -> tuple[str, ...]:
        given: Any = self._table.get("library", "")
        addresses = given if isinstance(given, list) else [given] if given != "" else []
        if all(map(_is_address, addresses)):
            return tuple(addresses)
        # The value may hold a password, so it is not shown.
        self.wrong(
            "library",
            'library is no address; write it as "postgresql://USER@HOST/DATABASE", and several in [ ]',
        )
        return ()

    def groups(self) -> Mapping[str, tuple[str, ...]]:
        table: Any = self._table.get("groups", {})
        if not isinstance(table, dict):
            self.wrong(
                "groups", f"groups is {shown(table)}; write a line [groups], and groups below it"
            )
            return {}
        found = {}
        for name, members in table.items():
            if isinstance(members, list) and members and all(map(_is_name, members)):
                found[clean_line(name)] = tuple(members)
            else:
                advice = f'list profiles, as in {shown(name)} = ["shirley-ho"]'
                sentence = f"{shown(name)} is {shown(members)}; {advice}"
                self.problems.append(self._file.problem_at(("groups", name), sentence))
        return found

    def views(self) -> Mapping[str, str]:
        table: Any = self._table.get("views", {})
        if not isinstance(table, dict):
            self.wrong(
                "views", f"views is {shown(table)}; write a line [views], and views below it"
            )
            return VIEWS
        found = dict(VIEWS)
        for name, query in table.items():
            if isinstance(query, str) and clean_line(name):
                found.pop(clean_line(name), None)
                if query.strip():  # an empty one takes a view away
                    found[clean_line(name)] = clean_line(query)
            else:
                advice = f'write a search, as in {shown(name)} = "is:unread"'
                sentence = f"{shown(name)} is {shown(query)}; {advice}"
                self.problems.append(self._file.problem_at(("views", name), sentence))
        return found

    def keys(self) -> Mapping[str, tuple[str, ...]]:
        table: Any = self._table.get("keys")
        if table is None:
            return {}
        if not isinstance(table, dict):
            self.wrong("keys", f"keys is {shown(table)}; write a line [keys], and keys below it")
            return {}
        from paperbrowser.settings.keys import read_keys

        chosen, problems = read_keys(table)
        self.problems += [
            self._file.problem_at(("keys", id_), f"{shown(id_)}: {sentence}")
            for id_, sentence in problems[:_MOST]
        ]
        if len(problems) > _MOST:
            more = len(problems) - _MOST
            self.problems.append(
                f"{self._file.path}: {more} more keys are wrong; correct these first"
            )
        return chosen


def _is_address(value: object) -> bool:
    return isinstance(value, str) and value.startswith(LIBRARY_SCHEMES)


def _is_name(value: object) -> bool:
    return isinstance(value, str) and bool(clean_line(value))


def _advice(key: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(key.lower(), _KEYS, n=1)
    return f'did you mean "{near[0]}"?' if near else f"known are {', '.join(_KEYS)}"
