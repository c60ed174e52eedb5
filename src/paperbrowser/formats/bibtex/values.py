"""Values in a BibTeX file as text: without braces and quotes, abbreviations spelt out, parts joined."""

import re

from paperbrowser.papers.dates import SHORT_MONTHS

_TOKEN = re.compile(r"\\.|[{}\"#]|[^\\{}\"#\s]+|\s+", re.DOTALL)
_ENDS = re.compile(r"\s*+(?:#|\Z)")
_MONTHS = frozenset(map(str.lower, SHORT_MONTHS))
_LONGEST = 2_000  # characters that an abbreviation may stand for
_DEEPEST = 10  # abbreviations of abbreviations


class BibValues:
    """The values of a file.

    The text that abbreviations add is limited: a few lines can define ones that grow without end.

    Args:
        abbreviations: values as they are written, by names in lower case.
        size: characters of the file.
    """

    def __init__(self, abbreviations: dict[str, str], size: int) -> None:
        self._abbreviations = abbreviations
        self._left = 1_000_000 + 2 * size
        self._known: dict[str, str] = {}

    def text(self, written: str) -> str:
        """Return the LaTeX of a value."""
        first = written[:1]
        if first == "{":
            inner = written[1:-1]
            # A brace inside may close another part: {a} # {b}.
            if written[-1] == "}" and ("#" not in inner or _is_one(inner)):
                return inner
        elif first == '"':
            inner = written[1:-1]
            if len(written) > 1 and written[-1] == '"' and '"' not in inner:
                return inner
        elif "#" not in written:
            return written if written.isdigit() else self._word(written, 0)
        return self._joined(written, 0)

    def _joined(self, written: str, depth: int) -> str:
        """Return parts with `#` between as one text."""
        out: list[str] = []
        opened = 0  # braces
        quoted = False
        for found in _TOKEN.finditer(written):
            sign = found[0]
            inside = opened or quoted
            if sign == "{":
                if inside:
                    out.append(sign)
                opened += 1
            elif sign == "}":
                opened = max(0, opened - 1)
                if opened or quoted:
                    out.append(sign)
            elif sign == '"' and opened == 0:
                # Within a quoted part another quote is text, unless the part ends with it.
                if quoted and not _ENDS.match(written, found.end()):
                    out.append(sign)
                else:
                    quoted = not quoted
            elif inside:
                out.append(sign)
            elif sign != "#" and not sign.isspace():
                out.append(sign if sign.isdigit() else self._word(sign, depth))
        return "".join(out)

    def _word(self, name: str, depth: int) -> str:
        """Return the text that an abbreviation stands for; the name itself if it is not defined."""
        key = name.strip().lower()
        known = self._known.get(key)
        if known is None:
            raw = self._abbreviations.get(key)
            if raw is None:
                return key if key in _MONTHS else name
            if depth > _DEEPEST:
                return name
            self._known[key] = name  # in case it is defined by itself
            known = self._joined(raw, depth + 1)
            self._known[key] = known = known if len(known) <= _LONGEST else name
        self._left -= len(known)
        return known if self._left > 0 else name


def _is_one(inner: str) -> bool:
    """Return whether the braces around `inner` are a pair."""
    depth = 0
    at = 0
    while True:
        closing = inner.find("}", at)
        if closing < 0:
            return True
        depth += inner.count("{", at, closing) - 1
        if depth < 0:
            # An escaped brace does not count.
            if inner[closing - 1 : closing] != "\\":
                return False
            depth = 0
        at = closing + 1
