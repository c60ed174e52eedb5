"""The number that is typed before a key: 5 j goes five lines down."""

_LARGEST = 999_999


class KeyCount:
    """Digits typed so far, and the count of the key that is handled."""

    def __init__(self) -> None:
        self._count = 0  # typed before the key that is handled
        self._typed = 0  # so far

    def take(self, char: str, *, counts: bool) -> int:
        """Take a key; call it for each.

        Args:
            char: the character of the key, or nothing.
            counts: whether a digit is a count now, and no key of its own.

        Returns:
            the count so far, if the key is a digit of it; else 0.
        """
        first = self._typed == 0
        self._count, self._typed = self._typed, 0
        if counts and char.isdecimal() and char.isascii() and not (first and char == "0"):
            self._typed = min(self._count * 10 + int(char), _LARGEST)
        return self._typed

    def __bool__(self) -> bool:
        """Whether a count was typed before the key that is handled."""
        return bool(self._count)

    def times(self) -> int:
        """Return the count typed before the key, once; 1 without one."""
        times, self._count = self._count or 1, 0
        return times
