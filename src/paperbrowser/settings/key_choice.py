"""The keys that a reader chose in `[keys]` of the settings: which can be had, what is wrong with the rest.

An entry that is wrong leaves its action with the default keys; the others count.
"""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from paperbrowser.settings.key_names import UnknownKeyError, known, types, written
from paperbrowser.settings.keys import BY_ID, EVERYWHERE, TYPING, in_force

_DEPTH = 3  # tables within each other; no id has more parts
_EDITING = frozenset({"left", "right", "home", "end", "backspace", "delete"})

Keys = tuple[str, ...]


def read(table: Mapping[str, Any]) -> tuple[dict[str, Keys], list[tuple[str, str]]]:
    """What `[keys]` gives: keys by id, and for each entry that cannot be had its id and a sentence."""
    wanted: dict[str, Keys] = {}
    problems: list[tuple[str, str]] = []
    entries = dict(_entries(table))
    for id_, value in entries.items():
        try:
            wanted[id_] = _keys(id_, value)
        except _WrongEntryError as error:
            problems.append((id_, str(error)))
    problems += _without_clashes(wanted)
    order = {id_: at for at, id_ in enumerate(entries)}
    problems.sort(key=lambda problem: order[problem[0]])
    return wanted, problems


class _WrongEntryError(Exception):
    """Says what is wrong with an entry, and what to do."""


def _entries(
    table: Mapping[str, Any], before: str = "", depth: int = 1
) -> Iterator[tuple[str, Any]]:
    """The entries of the table; `sort.score = …` without quotes is one in a table of its own."""
    for name, value in table.items():
        if isinstance(value, dict) and value and depth < _DEPTH:
            yield from _entries(value, f"{before}{name}.", depth + 1)
        else:
            yield f"{before}{name}", value


def _keys(id_: str, value: object) -> Keys:
    if id_ not in BY_ID:
        near = get_close_matches(id_[:60].lower(), BY_ID, n=1)
        advice = f'did you mean "{near[0]}"?' if near else "`paperbrowser keys` lists them"
        raise _WrongEntryError(f"there is no such key to change; {advice}")
    keys: dict[str, None] = {}  # in their order, each once
    for text in _texts(value):
        try:
            key = known(text)
        except UnknownKeyError as error:
            raise _WrongEntryError(f'"{_cut(text)}" is given, {error}{_kept(id_)}') from None
        if BY_ID[id_].place in TYPING and (types(key) or key in _EDITING):
            what = "is needed for writing where this works"
            raise _WrongEntryError(
                f'"{_cut(text)}" {what}; choose one such as ctrl+x or f5{_kept(id_)}'
            )
        keys[key] = None
    if not keys:
        raise _WrongEntryError(
            f'no key is given; write one, as in "{written(BY_ID[id_].keys[0])}"{_kept(id_)}'
        )
    return tuple(keys)


def _texts(value: object) -> Iterator[str]:
    for one in value if isinstance(value, list) else [value]:
        if not isinstance(one, str):
            raise _WrongEntryError('this is no key; write it in quotes, as in "t" or ["t", "f5"]')
        if one in {",", " "}:
            yield one
        else:
            yield from (part for part in one.split(",") if part.strip())


def _without_clashes(wanted: dict[str, Keys]) -> list[tuple[str, str]]:
    """Take out of `wanted` what clashes; an entry taken out may bring its defaults into a clash."""
    problems = []
    while clashing := next(_clashes(wanted), None):
        id_, sentence = clashing
        del wanted[id_]
        problems.append((id_, sentence))
    return problems


def _clashes(wanted: Mapping[str, Keys]) -> Iterator[tuple[str, str]]:
    order = list(wanted)
    for at, id_ in enumerate(order):
        for other in BY_ID:
            first = (
                other in wanted and order.index(other) >= at
            )  # it comes later and has to give way
            if other == id_ or first or not BY_ID[id_].meets(BY_ID[other]):
                continue
            for key in wanted[id_]:
                if key in in_force(other, wanted):
                    yield id_, _clash(id_, key, other)


def _clash(id_: str, key: str, other: str) -> str:
    place = " everywhere" if BY_ID[other].place == EVERYWHERE else ""
    return (
        f'"{written(key)}" is{place} the key of {other} ({BY_ID[other].word}); '
        f"choose another key, or give {other} another{_kept(id_)}"
    )


def _kept(id_: str) -> str:
    return f" (until then: {', '.join(map(written, BY_ID[id_].keys))})"


def _cut(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"
