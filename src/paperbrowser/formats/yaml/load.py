"""Documents of YAML as texts, whole numbers, lists and mappings, within bounds.

PyYAML's parser gives the events; the values are made here, without recursion and without any tag acting:
dates and decimal numbers stay texts, an alias is the value it names. A file is refused that nests too deeply
or whose aliases multiply ("billion laughs").
"""

import re
from dataclasses import dataclass
from typing import Any

from paperbrowser.formats.result import ReadError
from paperbrowser.system.progress import Progress

_LARGEST = 100_000_000  # characters
_DEEPEST = 100  # values within each other
_MOST_BY_ALIAS = 200_000  # values that stand in a file by aliases
_LONGEST_KEY = 1_000
_SLICE = 4_000  # events between two reports of progress
_READ = 0.9
_MERGE = "<<"
_NULLS = frozenset(("", "~", "null", "Null", "NULL"))
_BOOLEANS = {
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
}
_WHOLE = re.compile(r"-?(?:0|[1-9]\d{0,17})", re.ASCII)
# What YAML does not allow.
_CONTROL = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class YamlMapping(dict[str, Any]):
    """A mapping, with the line where it begins."""

    line: int = 1


@dataclass(frozen=True, slots=True)
class YamlDamage:
    """A syntax error.

    Attributes:
        message: what is wrong.
        line: counted from 1.
    """

    message: str
    line: int


@dataclass(frozen=True, slots=True)
class YamlLoad:
    """The documents of a text.

    Attributes:
        documents: their values, up to the damage.
        damage: the first syntax error, None if there is none.
    """

    documents: list[Any]
    damage: YamlDamage | None


def load(text: str, progress: Progress) -> YamlLoad:
    """Return the documents of a text.

    Args:
        text: the whole text.
        progress: called now and then with the share that is done.

    Returns:
        The documents; of a damaged one, what is complete before the damage.

    Raises:
        ReadError: it is too large (code "too-large"), or nested or referred to too deeply (code "yaml").
    """
    import yaml

    if len(text) > _LARGEST:
        raise ReadError(
            f"the YAML file is longer than {_LARGEST // 1_000_000} MB",
            code="too-large",
            advice="cut it into several files",
        )
    text = _CONTROL.sub("", text.removeprefix("\ufeff"))
    builder = _NodeBuilder()
    size = len(text) or 1
    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    damage = None
    try:
        for number, event in enumerate(yaml.parse(text, Loader=loader)):
            if number % _SLICE == 0 and event.start_mark is not None:
                progress(min(_READ, _READ * event.start_mark.index / size))
            builder.take(event)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        what = str(getattr(error, "problem", None) or "not YAML")
        damage = YamlDamage(what[:200], mark.line + 1 if mark is not None else 1)
        builder.break_off()
    return YamlLoad(builder.documents, damage)


class _OpenCollection:
    """A list or mapping whose end has not come."""

    __slots__ = ("anchor", "key", "merged", "size", "value")

    def __init__(self, value: list[Any] | YamlMapping, anchor: str | None) -> None:
        self.value = value
        self.anchor = anchor
        self.key: str | None = None  # of a mapping: the one whose value is next
        self.merged: list[Any] = []
        self.size = 1

    def add(self, value: Any) -> None:
        if isinstance(self.value, list):
            self.value.append(value)
        elif self.key is None:
            self.key = value[:_LONGEST_KEY] if isinstance(value, str) else str(value)[:_LONGEST_KEY]
        else:
            if self.key == _MERGE:
                self.merged += value if isinstance(value, list) else [value]
            else:
                self.value[self.key] = value
            self.key = None

    def close(self) -> None:
        if isinstance(self.value, YamlMapping):
            for one in self.merged:
                for key, value in one.items() if isinstance(one, dict) else ():
                    self.value.setdefault(key, value)


class _NodeBuilder:
    """Makes values of the events of a parser."""

    def __init__(self) -> None:
        self.documents: list[Any] = []
        self._open: list[_OpenCollection] = []
        self._named: dict[str, tuple[Any, int]] = {}  # by anchor: the value and how many are in it
        self._by_alias = 0

    def take(self, event: Any) -> None:
        """Take the next event."""
        kind = type(event).__name__
        if kind == "ScalarEvent":
            self._add(_scalar(event), 1, event.anchor)
        elif kind in {"SequenceStartEvent", "MappingStartEvent"}:
            value: list[Any] | YamlMapping = [] if kind == "SequenceStartEvent" else YamlMapping()
            if isinstance(value, YamlMapping):
                value.line = event.start_mark.line + 1
            if len(self._open) >= _DEEPEST:
                raise _refused("is nested too deeply", event.start_mark.line + 1)
            self._open.append(_OpenCollection(value, event.anchor))
        elif kind in {"SequenceEndEvent", "MappingEndEvent"}:
            done = self._open.pop()
            done.close()
            self._add(done.value, done.size, done.anchor)
        elif kind == "AliasEvent":
            self._refer(event)
        elif kind == "DocumentStartEvent":
            self._named.clear()

    def _refer(self, event: Any) -> None:
        line = event.start_mark.line + 1
        # What is not complete before it, or not there, is nothing.
        value, size = self._named.get(event.anchor, (None, 1))
        self._by_alias += size
        if self._by_alias > _MOST_BY_ALIAS:
            raise _refused("refers to the same values too often", line)
        self._add(value, size, None)

    def _add(self, value: Any, size: int, anchor: str | None) -> None:
        if anchor is not None:
            self._named[anchor] = value, size
        if not self._open:
            self.documents.append(value)
            return
        self._open[-1].size += size
        self._open[-1].add(value)

    def break_off(self) -> None:
        """Keep what is complete: the outermost value, and the lists that are directly within it."""
        kept = self._open[:1]
        for one in self._open[1:]:
            if not isinstance(one.value, list):
                break
            kept.append(one)
        for inner, outer in zip(reversed(kept[1:]), reversed(kept[:-1]), strict=True):
            outer.add(inner.value)
        if kept:
            kept[0].close()
            self.documents.append(kept[0].value)
        self._open.clear()


def _scalar(event: Any) -> Any:
    """Return the value of a scalar: a text, but for plain whole numbers, true, false and nothing."""
    text: str = event.value
    if event.style is not None and event.style != "":
        return text
    if event.tag is not None and event.tag != "!":
        return text
    if text in _NULLS:
        return None
    if text in _BOOLEANS:
        return _BOOLEANS[text]
    return int(text) if _WHOLE.fullmatch(text) else text


def _refused(what: str, line: int) -> ReadError:
    return ReadError(
        f"this YAML {what}", code="yaml", line=line, advice="check where the file is from"
    )
