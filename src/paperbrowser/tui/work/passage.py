"""A passage of a text, selected by whole sentences."""

from collections.abc import Sequence
from typing import NamedTuple

from paperbrowser.papers.sentences import sentences
from paperbrowser.tui.widgets.article_layout import TextPart
from paperbrowser.tui.widgets.article_text import TextPlace

_PASSED_OVER = frozenset({"page", "remark"})


class _At(NamedTuple):
    """A sentence: the number of its part, and its own within it."""

    part: int
    sentence: int


class PassageSelection:
    """From one sentence to another."""

    def __init__(self, parts: Sequence[TextPart], place: TextPlace) -> None:
        """Select the sentence at a place, or the next one."""
        self._parts = parts
        self._known: dict[int, list[tuple[int, int]]] = {}
        self._first = self._last = self._at(place)

    def __bool__(self) -> bool:
        """Whether there is any sentence."""
        return bool(self._spans(self._first.part))

    @property
    def start(self) -> TextPlace:
        """The place where it begins."""
        part, sentence = self._first
        return TextPlace(part, self._spans(part)[sentence][0])

    @property
    def end(self) -> TextPlace:
        """The place where it ends."""
        part, sentence = self._last
        return TextPlace(part, self._spans(part)[sentence][1])

    @property
    def text(self) -> str:
        """The passage on one line."""
        start, end = self.start, self.end
        texts = []
        for number in range(start.part, end.part + 1):
            part = self._parts[number]
            if part.kind not in _PASSED_OVER:
                first = start.char if number == start.part else 0
                last = end.char if number == end.part else len(part.text)
                texts.append(" ".join(part.text[first:last].split()))
        return " ".join(texts)

    def move_end(self, count: int) -> None:
        """Add sentences at the end, or take some away, down to one."""
        self._last = max(self._first, self._moved(self._last, count))

    def move_start(self, count: int) -> None:
        """Begin a number of sentences later, or earlier (negative)."""
        self._first = min(self._last, self._moved(self._first, count))

    def extend_to(self, place: TextPlace) -> None:
        """Let the sentence at a place be the last."""
        self._last = max(self._first, self._at(place))

    def _moved(self, at: _At, count: int) -> _At:
        step = 1 if count > 0 else -1
        for _ in range(abs(count)):
            part, sentence = at.part, at.sentence + step
            while not 0 <= sentence < len(self._spans(part)):
                part += step
                if not 0 <= part < len(self._parts):
                    return at
                sentence = 0 if step > 0 else len(self._spans(part)) - 1
            at = _At(part, sentence)
        return at

    def _at(self, place: TextPlace) -> _At:
        for part in range(place.part, len(self._parts)):
            char = place.char if part == place.part else 0
            for sentence, (_, end) in enumerate(self._spans(part)):
                if end > char:
                    return _At(part, sentence)
        for part in range(min(place.part, len(self._parts) - 1), -1, -1):
            if spans := self._spans(part):
                return _At(part, len(spans) - 1)
        return _At(0, 0)

    def _spans(self, part: int) -> list[tuple[int, int]]:
        if part not in self._known:
            one = self._parts[part] if part < len(self._parts) else None
            is_text = one is not None and one.kind not in _PASSED_OVER
            self._known[part] = sentences(one.text) if one is not None and is_text else []
        return self._known[part]
