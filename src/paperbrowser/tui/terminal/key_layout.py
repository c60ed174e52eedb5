"""Keys as they were meant: Esc and a letter that came together, newline for Enter, other alphabets.

A key is only read in another way where it has no meaning of its own, so that every key can be bound.
"""

import unicodedata
from collections.abc import Container

from textual import events

# The keys of a keyboard from left to right, row by row, with Latin letters and with those of others.
_LATIN = "qwertyuiop[]asdfghjkl;'zxcvbnm,."
_LAYOUTS = (
    "йцукенгшщзхъфывапролджэячсмитьбю",  # Russian
    "йцукенгшщзхїфівапролджєячсмитьбю",  # Ukrainian
    "явертъуиопшщасдфгхйкл;'зьцжбнм,.",  # Bulgarian, phonetic
    "љњертзуиопшђасдфгхјклчћжџцвбнм,.",  # Serbian and Macedonian
    ";ςερτυθιοπ[]ασδφγηξκλ΄'ζχψωβνμ,.",  # Greek
    "/'קראטוןםפ][שדגכעיחלךף,זסבהנמצתץ",  # Hebrew
)
_PLACES = {
    char: latin
    for layout in reversed(_LAYOUTS)  # of two that differ in a letter, the first counts
    for char, latin in zip(layout, _LATIN, strict=True)
    if not char.isascii()
}
_NAMES = {  # Textual's names of keys that are no letters
    "[": "left_square_bracket", "]": "right_square_bracket", ";": "semicolon", "'": "apostrophe",
    ",": "comma", ".": "full_stop",
}  # fmt: skip
_NEWLINE = "ctrl+j"
_MOVES = frozenset({"up", "down", "left", "right", "home", "end", "pageup", "pagedown"})
# What Alt and a letter do in a line of text. Without the keyboard protocol of newer terminals they arrive
# under these names; with it, as Alt and the letter.
_IN_TEXT = {
    "alt+b": "ctrl+left", "alt+f": "ctrl+right", "alt+left": "ctrl+left", "alt+right": "ctrl+right",
}  # fmt: skip
# Signs of the number pad, as newer terminals report them, and the same signs of the other keys.
_PAD = {
    "divide": "slash", "multiply": "asterisk", "subtract": "minus", "add": "plus", "decimal": "full_stop",
    "equal": "equals_sign", "separator": "comma",
}  # fmt: skip


def latin(char: str) -> str | None:
    """Return the character that the key of `char` has on a Latin keyboard; None if that is not known.

    >>> latin("й"), latin("Й"), latin("σ"), latin("é"), latin("ｊ")
    ('q', 'Q', 's', None, 'j')
    """
    wide = unicodedata.normalize("NFKC", char)
    if len(wide) == 1 and wide.isascii() and wide.isalpha() and not char.isascii():
        return wide  # of an input method, twice as wide as the letter
    place = _PLACES.get(char.lower())
    if place is None:
        return None
    return place.upper() if char != char.lower() else place


def is_unusual(event: events.Key) -> bool:
    """Return whether a key may stand for others; the actions of the rest need not be looked up."""
    key = event.key
    return (
        key == _NEWLINE
        or key in _PAD
        or key.startswith("alt+")
        or not (key.isascii() and (event.character or "").isascii())
    )


def as_meant(event: events.Key, bound: Container[str], *, typing: bool) -> list[events.Key]:
    """Return the keys that a key stands for, mostly itself.

    Args:
        event: the key.
        bound: the keys that have an action where the focus is.
        typing: whether letters are typed into a field there.
    """
    key = event.key
    if key in bound:
        # Esc and a letter has that letter as its text, which a field would take before the action.
        return [events.Key(key, None)] if typing and key.startswith("alt+") else [event]
    if key in _PAD:
        return [events.Key(_PAD[key], event.character)]
    if key == _NEWLINE:  # a terminal sends it for Enter until the app has taken over the line
        return [events.Key("enter", "\r")]
    prefix, _, last = key.rpartition("+")
    if typing and key.lower() in _IN_TEXT:
        return [events.Key(_IN_TEXT[key.lower()], None)]
    if prefix == "alt" and last in _MOVES:
        return [events.Key("escape", "\x1b"), events.Key(last, None)]
    char = event.character or (last if len(last) == 1 else "")
    if prefix in {"alt", "alt+shift"} and char:  # Esc and a key, quickly one after the other
        return [events.Key("escape", "\x1b"), events.Key(char if char.isalnum() else last, char)]
    if prefix in {"ctrl", "ctrl+shift"} and (place := latin(last)) is not None:
        return [events.Key(f"ctrl+{_NAMES.get(place, place.lower())}", None)]
    if not typing and event.character and (place := latin(event.character)) is not None:
        return [events.Key(_NAMES.get(place, place), place)]
    return [event]
