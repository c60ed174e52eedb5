"""The names of keys: as people write them, as the interface knows them, as the screen shows them.

known("^D") == known("Ctrl+d") == "ctrl+d"     known("?") == "question_mark"
written("question_mark") == "?"                shown("ctrl+d") == "^D"
"""

import unicodedata
from collections.abc import Iterable
from functools import cache

_NAMED = {  # as the interface knows them, and how the screen shows them
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "home": "Home",
    "end": "End",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "insert": "Ins",
    "delete": "Del",
    "backspace": "Backspace",
    "tab": "Tab",
    "enter": "↵",
    "escape": "Esc",
    "space": "Space",
    **{f"f{number}": f"F{number}" for number in range(1, 25)},
}
_OTHERWISE = {
    "esc": "escape",
    "return": "enter",
    "ret": "enter",
    "cr": "enter",
    "pgup": "pageup",
    "page_up": "pageup",
    "pgdn": "pagedown",
    "pgdown": "pagedown",
    "page_down": "pagedown",
    "ins": "insert",
    "del": "delete",
    "bs": "backspace",
    "bksp": "backspace",
    "spacebar": "space",
    "backtab": "shift+tab",
    "hyphen": "minus",
    "dash": "minus",
    "dot": "full_stop",
    "period": "full_stop",
    "↵": "enter",
    "⏎": "enter",
    "↑": "up",
    "↓": "down",
    "←": "left",
    "→": "right",
}
_MODIFIERS = {
    **{name: name for name in ("alt", "ctrl", "hyper", "meta", "shift", "super")},
    "control": "ctrl",
    "ctl": "ctrl",
    "c": "ctrl",
    "option": "alt",
    "opt": "alt",
    "cmd": "super",
    "command": "super",
}
# A terminal sends the same for both.
_SAME = {
    "ctrl+i": "tab",
    "ctrl+m": "enter",
    "ctrl+left_square_bracket": "escape",
    "ctrl+h": "backspace",
    "ctrl+at": "ctrl+space",
}
_LONGEST = 60
_SHORTER = {  # where the interface does not go by the character's name in Unicode
    "solidus": "slash",
    "reverse_solidus": "backslash",
    "commercial_at": "at",
    "hyphen_minus": "minus",
    "plus_sign": "plus",
    "low_line": "underscore",
}


class UnknownKeyError(ValueError):
    """Says what is wrong with a key, in words that fit after a comma."""


def known(text: str) -> str:
    """The key that someone wrote as `text`, by its name in the interface.

    Raises:
        UnknownKeyError: there is no such key, or none that a terminal can tell.
    """
    modifiers, name = _parts(text)
    if not name or (name.lower() in _MODIFIERS and len(name) > 1):
        raise UnknownKeyError("which is no key of its own; add one, as in ctrl+x")
    base = _base(name)
    if "+" in base:
        modifier, base = base.split("+")
        modifiers.add(modifier)
    if len(base) == 1 and modifiers:
        base, capital = base.lower(), base.isupper()
        if modifiers == {"shift"} and base.upper() != base:
            return base.upper()
        if capital and "ctrl" not in modifiers:
            modifiers.add("shift")
    if modifiers == {"shift"} and base not in _NAMED:
        raise UnknownKeyError("which differs between keyboards; write the character that it types")
    key = "+".join([*sorted(modifiers), base])
    if key in _SAME:
        raise UnknownKeyError(f"which a terminal does not tell from {_SAME[key]}; write that")
    return key


def _parts(text: str) -> tuple[set[str], str]:
    """The modifiers of a key, and the key itself."""
    text = text if text == " " else text.strip()
    if len(text) > _LONGEST:
        raise UnknownKeyError("which is no key")
    modifiers: set[str] = set()
    if len(text) > 1 and text[0] == "^":
        return {"ctrl"}, text[1:]
    while True:
        cuts = [at for at in (text.find("+", 1), text.find("-", 1)) if at > 0]
        if not cuts:
            return modifiers, text
        before = text[: min(cuts)].strip().lower()
        modifier = _MODIFIERS.get(before)
        if modifier is None:
            if text[min(cuts)] == "+":
                raise UnknownKeyError(f"which is no key; {_near(before, _MODIFIERS.values())}")
            return modifiers, text
        modifiers.add(modifier)
        text = text[min(cuts) + 1 :].strip()


def _base(name: str) -> str:
    if len(name) == 1:
        if name in _OTHERWISE:
            return _OTHERWISE[name]
        if not name.isprintable() or unicodedata.category(name).startswith("M"):
            raise UnknownKeyError("which is no character that a key types")
        return _of_character(name)
    plain = name.lower().replace(" ", "_")
    plain = _OTHERWISE.get(plain, plain)
    if plain in _NAMED or plain == "shift+tab" or plain in _punctuation():
        return plain
    near = _near(plain, [*_NAMED, *_OTHERWISE, *_punctuation()])
    raise UnknownKeyError(f"which is no key; {near}")


def _near(name: str, names: Iterable[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, [*names], n=1)
    return f"did you mean {near[0]}?" if near else "write keys as in t, ctrl+t, f5, space, pgdn"


def _of_character(character: str) -> str:
    if character.isalnum():
        return character
    name = unicodedata.name(character, "")
    if not name:
        raise UnknownKeyError("which is no character that a key types")
    name = name.lower().replace("-", "_").replace(" ", "_")
    return _SHORTER.get(name, name)


@cache
def _punctuation() -> dict[str, str]:
    """The names of the characters in ASCII that are neither letter nor digit."""
    return {_of_character(char): char for char in map(chr, range(33, 127)) if not char.isalnum()}


def types(key: str) -> bool:
    """Whether the key writes a character, where something can be written."""
    return key == "space" or not ("+" in key or key in _NAMED)


def written(key: str) -> str:
    """The key as it can be written in the settings, in a list with commas too."""
    *modifiers, base = key.split("+")
    if base not in _NAMED and base != "comma" and len(base) > 1:
        base = _punctuation().get(base) or _looked_up(base)
    return "+".join([*modifiers, base])


def _looked_up(name: str) -> str:
    try:
        return unicodedata.lookup(name.replace("_", " "))
    except KeyError:  # a name with a hyphen
        return name


def shown(key: str) -> str:
    """The key as the screen shows it; without blanks."""
    *modifiers, base = key.split("+")
    base = _NAMED.get(base) or ("," if base == "comma" else written(base))
    if "ctrl" in modifiers:
        modifiers.remove("ctrl")
        base = f"^{base.upper() if len(base) == 1 else base}"
    return "+".join([*modifiers, base])
