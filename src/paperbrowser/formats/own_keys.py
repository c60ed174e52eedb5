"""The keys of our own formats, TOML and JSON: the fields of `Paper` and `Profile`.

A key is called like the field, but for `papers` of a profile: that is the number of papers that the source
claims, `Profile.claimed`. The papers themselves stand beside the profile, and the precision of a date within
the date.
"""

from collections.abc import Sequence
from dataclasses import fields

from paperbrowser.papers.model import Paper, Profile, WorkVersion

_ELSEWHERE = {"papers"}
# Fields whose texts are names of people.
NAMES = ("authors", "editors", "translators")


def keys_of(
    model: type[Paper | Profile | WorkVersion],
    *,
    first: Sequence[str] = (),
    last: Sequence[str] = (),
) -> dict[str, object]:
    """Return the type of each field by its key, in the order in which a format writes them.

    Args:
        model: the class.
        first: keys that come first, in this order.
        last: keys that come last; all others stand between, in the order of the class.

    Returns:
        The annotation of each field, such as `str | None`.
    """
    types = {
        _key(field.name): field.type for field in fields(model) if field.name not in _ELSEWHERE
    }
    middle = [key for key in types if key not in {*first, *last}]
    return {key: types[key] for key in (*first, *middle, *last)}


def field_of(key: str) -> str:
    """Return the name of a key's field."""
    return "claimed" if key == "papers" else key


def _key(field: str) -> str:
    return "papers" if field == "claimed" else field
