"""The interface of what finds words in the full texts of papers, for `text:` and the search within texts."""

from collections.abc import Mapping, Sequence
from typing import Protocol


class TextWords(Protocol):
    """Finds the papers whose texts have some words."""

    def having(self, words: Sequence[str], *, begun: bool = False) -> Mapping[int, float]:
        """Return the papers whose texts have words side by side, exactly.

        Args:
            words: folded, hyphenated ones in their parts; without any, each paper with a text has them.
            begun: whether the last one may be the beginning of a word.

        Returns:
            How well each text matches, the higher the better, by the positions of the papers.
        """
