"""What a value in a BibTeX file stands for: no braces and quotes, abbreviations spelt out, parts joined."""

import re

from paperbrowser.papers.dates import SHORT_MONTHS

_TOKEN = re.compile(r"\\.|[{}\"#]|[^\\{}\"#\s]+|\s+", re.DOTALL)
_ENDS = re.compile(r"\s*+(?:#|\Z)")
_MONTHS = frozenset(map(str.lower, SHORT_MONTHS))
_LONGEST = 2_000  # characters that an abbreviation may stand for
_DEEPEST = 10  # abbreviations of abbreviations


class Values:
    """Spells out values; `strings` are the file's abbreviations, as they are written.

    All that abbreviations add is limited, for a file may have them grow without end.
    """

    def __init__(self, strings: dict[str, str], size: int) -> None:
        self._strings = strings
        self._left = 1_000_000 + 2 * size
        self._known: dict[str, str] = {}

    def text(self, written: str) -> str:
        """The LaTeX of a value."""
        first = written[:1]
        if first == "{":
            inner = written[1:-1]
            # A brace within may be of another part: {a} # {b}.
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
        """Parts with `#` between, put together."""
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
        """What an abbreviation stands for, or itself if nothing says so."""
        key = name.strip().lower()
        known = self._known.get(key)
        if known is None:
            raw = self._strings.get(key)
            if raw is None:
                return key if key in _MONTHS else name
            if depth > _DEEPEST:
                return name
            self._known[key] = name  # one that stands for itself
            known = self._joined(raw, depth + 1)
            self._known[key] = known = known if len(known) <= _LONGEST else name
        self._left -= len(known)
        return known if self._left > 0 else name


def _is_one(inner: str) -> bool:
    """Whether the braces around `inner` belong together."""
    depth = 0
    at = 0
    while True:
        closing = inner.find("}", at)
        if closing < 0:
            return True
        depth += inner.count("{", at, closing) - 1
        if depth < 0:
            # An escaped brace counts for nothing.
            if inner[closing - 1 : closing] != "\\":
                return False
            depth = 0
        at = closing + 1
