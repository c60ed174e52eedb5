"""Names of keys: as users write them, as Textual names them, as the screen shows them.

known("^D") == known("Ctrl+d") == "ctrl+d"     known("?") == "question_mark"
written("question_mark") == "?"                shown("ctrl+d") == "^D"
"""

import unicodedata
from collections.abc import Iterable
from functools import cache

_NAMED = {  # by Textual's name: how the screen shows them
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
_OTHER_NAMES = {  # that users write, with Textual's name
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
# Keys for which a terminal sends the same as for another.
_SAME = {
    "ctrl+i": "tab",
    "ctrl+m": "enter",
    "ctrl+left_square_bracket": "escape",
    "ctrl+h": "backspace",
    "ctrl+at": "ctrl+space",
}
_LONGEST = 60
_SHORTER = {  # where Textual's name is not the character's name in Unicode
    "solidus": "slash",
    "reverse_solidus": "backslash",
    "commercial_at": "at",
    "hyphen_minus": "minus",
    "plus_sign": "plus",
    "low_line": "underscore",
}


class UnknownKeyError(ValueError):
    """A text that names no usable key; `str()` continues a sentence that begins with the text."""


def known(text: str) -> str:
    """Return Textual's name of the key that a user wrote as `text`.

    Raises:
        UnknownKeyError: there is no such key, or terminals send another key for it.
    """
    modifiers, name = _parts(text)
    if not name or (name.lower() in _MODIFIERS and len(name) > 1):
        raise UnknownKeyError("is a modifier, not a key; add a key, as in ctrl+x")
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
        raise UnknownKeyError("differs between keyboards; write the character that it types")
    key = "+".join([*sorted(modifiers), base])
    if key in _SAME:
        raise UnknownKeyError(f"is the same key as {_SAME[key]} in a terminal; write {_SAME[key]}")
    return key


def _parts(text: str) -> tuple[set[str], str]:
    """Return the modifiers of a key, and the key without them."""
    text = text if text == " " else text.strip()
    if len(text) > _LONGEST:
        raise UnknownKeyError("is not a key")
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
                raise UnknownKeyError(f"is not a key; {_near(before, _MODIFIERS.values())}")
            return modifiers, text
        modifiers.add(modifier)
        text = text[min(cuts) + 1 :].strip()


def _base(name: str) -> str:
    if len(name) == 1:
        if name in _OTHER_NAMES:
            return _OTHER_NAMES[name]
        if not name.isprintable() or unicodedata.category(name).startswith("M"):
            raise UnknownKeyError("is not a character that a key types")
        return _of_character(name)
    plain = name.lower().replace(" ", "_")
    plain = _OTHER_NAMES.get(plain, plain)
    if plain in _NAMED or plain == "shift+tab" or plain in _punctuation():
        return plain
    near = _near(plain, [*_NAMED, *_OTHER_NAMES, *_punctuation()])
    raise UnknownKeyError(f"is not a key; {near}")


def _near(name: str, names: Iterable[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, [*names], n=1)
    return f"did you mean {near[0]}?" if near else "write keys as in t, ctrl+t, f5, space, pgdn"


def _of_character(character: str) -> str:
    if character.isalnum():
        return character
    name = unicodedata.name(character, "")
    if not name:
        raise UnknownKeyError("is not a character that a key types")
    name = name.lower().replace("-", "_").replace(" ", "_")
    return _SHORTER.get(name, name)


@cache
def _punctuation() -> dict[str, str]:
    """Return ASCII characters that are neither letter nor digit, by their names."""
    return {_of_character(char): char for char in map(chr, range(33, 127)) if not char.isalnum()}


def types(key: str) -> bool:
    """Return whether the key types a character in a text field."""
    return key == "space" or not ("+" in key or key in _NAMED)


def written(key: str) -> str:
    """Return the key as a user can write it in config.toml, also in a list with commas."""
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
    """Return the key as the screen shows it, without blanks."""
    *modifiers, base = key.split("+")
    base = _NAMED.get(base) or ("," if base == "comma" else written(base))
    if "ctrl" in modifiers:
        modifiers.remove("ctrl")
        base = f"^{base.upper() if len(base) == 1 else base}"
    return "+".join([*modifiers, base])
