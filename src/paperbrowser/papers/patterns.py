"""Regular expressions that are compiled when they are first used.

Compiling those of all modules that the first picture imports takes longer than drawing it, and most of them
are not used until later.
"""

import re
from typing import Any, AnyStr, cast

_METHODS = (
    "search",
    "match",
    "fullmatch",
    "split",
    "findall",
    "finditer",
    "sub",
    "subn",
    "pattern",
)


class _Uncompiled:
    """A stand-in that compiles its expression when a method of it is first asked for."""

    def __init__(self, expression: Any, flags: int) -> None:
        self._arguments = (expression, flags)

    def __getattr__(self, name: str) -> Any:
        compiled = re.compile(*self._arguments)
        # From now on its attributes are found in this object, without a detour.
        for each in (
            "search",
            "match",
            "fullmatch",
            "split",
            "findall",
            "finditer",
            "sub",
            "subn",
            "pattern",
        ):
            setattr(self, each, getattr(compiled, each))
        return getattr(compiled, name)


def pattern(expression: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return a regular expression that is compiled when it is first used.

    Args:
        expression: as for `re.compile`.
        flags: the same.
    """
    return cast("re.Pattern[AnyStr]", _Uncompiled(expression, flags))
