"""Sort keys and orders: what papers can be sorted by, and how an order is called. Pure."""

import enum
from dataclasses import dataclass


class SortKey(enum.StrEnum):
    """What papers can be sorted by."""

    SCORE = "score"
    DATE = "date"
    CITATIONS = "citations"
    TITLE = "title"
    PAGE = "page"
    RELEVANCE = "relevance"


_DIRECTIONS = {  # as it starts, reversed
    SortKey.SCORE: ("high first", "low first"),
    SortKey.CITATIONS: ("most cited first", "least cited first"),
    SortKey.DATE: ("newest first", "oldest first"),
    SortKey.TITLE: ("A to Z", "Z to A"),
    SortKey.PAGE: ("page order", "page order, last first"),
    SortKey.RELEVANCE: ("best match first", "best match last"),
}


@dataclass(frozen=True, slots=True)
class Order:
    """A sort key and its direction; `reverse` is relative to how that key starts (high, newest, A)."""

    key: SortKey = SortKey.DATE
    reverse: bool = False

    @property
    def direction(self) -> str:
        """In words: "newest first"."""
        return _DIRECTIONS[self.key][self.reverse]

    @property
    def words(self) -> str:
        """Key and direction: "date, newest first"."""
        if self.key is SortKey.PAGE:
            return self.direction
        return f"{self.key}, {self.direction}"

    def chosen(self, key: SortKey) -> "Order":
        """The order after the user asked for `key`: the same key again turns the direction round."""
        return Order(key, reverse=not self.reverse) if key is self.key else Order(key)

    def reversed(self) -> "Order":
        """The same key, the other way round."""
        return Order(self.key, reverse=not self.reverse)
