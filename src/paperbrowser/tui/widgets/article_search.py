"""Words within the parts of a text: found without differences of case, accents and hyphens. Pure."""

import unicodedata
from collections.abc import Iterator, Sequence

TextSpan = tuple[int, int, int]  # a part; its first and last character

_LIKE = {
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"),
    **dict.fromkeys("\u2018\u2019\u02bc\u2032", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u00ab\u00bb", '"'),
}
_MOST = 100_000  # matches


class _Plain(dict[int, str]):
    """A table of characters and the one that each is compared as, so that places stay."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        plain = _LIKE.get(char) or (" " if char.isspace() else "")
        if not plain:
            base = unicodedata.normalize("NFKD", char)[0].lower()
            plain = base if len(base) == 1 and not base.isspace() else char
        self[code] = plain
        return plain


_PLAIN = _Plain()


def plain(text: str) -> str:
    r"""Return a text as it is compared, of the same length.

    >>> plain("Régaldo’s\nLoom")
    "regaldo's loom"
    """
    if text.isascii():
        return text.lower().replace("\n", " ").replace("\t", " ")
    return text.translate(_PLAIN)


class TextFinder:
    """Finds words in texts that stay the same."""

    def __init__(self, texts: Sequence[str]) -> None:
        """Find words in `texts`."""
        self._texts = texts
        self._plain: list[str] | None = None
        self._squeezed: tuple[list[str], str] | None = None  # without blanks: the parts, and all

    def _all(self) -> list[str]:
        if self._plain is None:
            self._plain = [plain(text) for text in self._texts]
        return self._plain

    def find(self, words: str) -> list[TextSpan]:
        """Return where the words stand, one behind the other, in order; none for no words."""
        wanted = " ".join(plain(words).split())
        found = [*self._find(wanted)] if wanted else []
        return found[:_MOST]

    def _find(self, wanted: str) -> Iterator[TextSpan]:
        for part, text in enumerate(self._all()):
            at = text.find(wanted)
            while at >= 0:
                yield part, at, at + len(wanted)
                at = text.find(wanted, at + len(wanted))

    def passage(self, quote: str) -> list[TextSpan]:
        """Return where a quoted passage stands, which may go over several parts; nothing if it is not there.

        Differences in blanks count for nothing, so that a text that was read anew has its highlights.
        """
        wanted = "".join(plain(quote).split())
        if not wanted:
            return []
        texts = self._all()
        if self._squeezed is None:
            parts = ["".join(text.split()) for text in texts]
            self._squeezed = parts, "".join(parts)
        squeezed, whole = self._squeezed
        at = whole.find(wanted)
        if at < 0:
            return []
        end, spans = at + len(wanted), []
        for part, text in enumerate(squeezed):
            if at < len(text) and end > 0:
                first, last = max(at, 0), min(end, len(text))
                spans.append((part, *_with_blanks(texts[part], first, last)))
            at, end = at - len(text), end - len(text)
            if end <= 0:
                break
        return spans


def _with_blanks(text: str, first: int, last: int) -> tuple[int, int]:
    """Return the span of a text whose letters are the `first` to `last` without blanks."""
    count, start = 0, 0
    for at, char in enumerate(text):
        if char.isspace():
            continue
        if count == first:
            start = at
        count += 1
        if count == last:
            return start, at + 1
    return start, len(text)
