"""Sort keys and orders of lists of papers, and their names. Pure."""

import enum
from dataclasses import dataclass


class SortKey(enum.StrEnum):
    """Key that papers can be sorted by."""

    SCORE = "score"
    DATE = "date"
    CITATIONS = "citations"
    TITLE = "title"
    PAGE = "page"
    RELEVANCE = "relevance"
    QUEUE = "queue"


_DIRECTIONS = {  # as it starts, reversed
    SortKey.SCORE: ("high first", "low first"),
    SortKey.CITATIONS: ("most cited first", "least cited first"),
    SortKey.DATE: ("newest first", "oldest first"),
    SortKey.TITLE: ("A to Z", "Z to A"),
    SortKey.PAGE: ("page order", "page order, last first"),
    SortKey.RELEVANCE: ("best match first", "best match last"),
    SortKey.QUEUE: ("next first", "next last"),
}


@dataclass(frozen=True, slots=True)
class Order:
    """Sort key with its direction.

    Attributes:
        key: what papers are sorted by.
        reverse: the other direction than the key's usual one: high scores, newest papers and A come first.
    """

    key: SortKey = SortKey.DATE
    reverse: bool = False

    @property
    def direction(self) -> str:
        """The direction in words: "newest first"."""
        return _DIRECTIONS[self.key][self.reverse]

    @property
    def words(self) -> str:
        """Key and direction in words: "date, newest first"."""
        if self.key is SortKey.PAGE:
            return self.direction
        return f"{self.key}, {self.direction}"

    def chosen(self, key: SortKey) -> "Order":
        """Return the order after the user chose `key`: the same key again turns the direction round."""
        return Order(key, reverse=not self.reverse) if key is self.key else Order(key)

    def reversed(self) -> "Order":
        """Return the same key in the other direction."""
        return Order(self.key, reverse=not self.reverse)
