"""What reading BibTeX files and exporting them again changes, as bibtexparser sees it.

    python -m tests.bench.round_trip FILES

Printed are changed names, changed keys, lost and changed fields and types. White space, accents and braces do
not count, nor do the names that BibTeX has for fields of biblatex (`journaltitle` is `journal`). Entries that
bibtexparser does not read are left out.
"""

import logging
import re
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import bibtexparser
from bibtexparser.exceptions import BlockAbortedException
from bibtexparser.middlewares import (
    RemoveEnclosingMiddleware,
    ResolveStringReferencesMiddleware,
)
from bibtexparser.middlewares.names import (
    InvalidNameError,
    parse_single_name_into_parts,
    split_multiple_persons_names,
)

from paperbrowser import formats
from paperbrowser.formats.bibtex.write import write_bibtex
from paperbrowser.papers.latex import field_to_prose, to_text

_PEOPLE = ("author", "editor", "translator")
_CALLED = {"journaltitle": "journal", "location": "address", "eprinttype": "archiveprefix", "eprintclass": "primaryclass"}  # fmt: skip
_SAME_TYPES = {"thesis": {"phdthesis", "mastersthesis"}, "report": {"techreport"}}
_REFUSED = re.compile(r"[\s,{}#%~\\\"()=]")
_INLINED = frozenset(["xdata"])  # its fields are the entry's own, once it is written
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MACROS = "".join(f"@string{{{month} = {{{month}}}}}\n" for month in _MONTHS)

Entries = dict[str, tuple[str, dict[str, str]]]


def changes(text: str) -> Iterator[tuple[str, str]]:
    """Return what is changed in a file: the sort of change and a line that tells it."""
    reading = formats.read_bytes(text.encode(), form="bibtex")
    papers = reading.profile.papers
    back = "".join(write_bibtex(reading.profile, papers))
    before, after = _entries(text), _entries(back)
    for key, (type_, fields) in before.items():
        if key not in after:
            if type_ not in {"xdata", "set", "control"} and not _REFUSED.search(key):
                yield "keys", f"{key!r} is gone"
            continue
        new_type, new = after[key]
        if type_ != new_type and new_type not in _SAME_TYPES.get(type_, ()):
            yield "types", f"{key}: {type_} -> {new_type}"
        yield from ((sort, f"{key}: {line}") for sort, line in _compared(fields, new))


def _entries(text: str) -> Entries:
    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)
    stack = [ResolveStringReferencesMiddleware(), RemoveEnclosingMiddleware()]
    library = bibtexparser.parse_string(_MACROS + text, parse_stack=stack)
    strings = {one.key.lower(): str(one.value) for one in library.strings}
    found: Entries = {}
    for entry in library.entries:
        fields: dict[str, str] = {}
        for field in entry.fields:
            fields.setdefault(field.key.lower(), _joined(str(field.value), strings))
        found.setdefault(entry.key, (entry.entry_type.lower(), fields))
    return found


def _joined(value: str, strings: dict[str, str]) -> str:
    """Return parts with `#` between as one text, which bibtexparser does not do."""
    parts = re.split(r"\s#\s", value)
    if len(parts) == 1 or not any(re.fullmatch(r'".*"|\{.*\}', part, re.DOTALL) for part in parts):
        return value
    return "".join(
        part[1:-1] if part[0] in '"{' else strings.get(part.lower(), part)
        for part in map(str.strip, parts)
    )


def _compared(fields: dict[str, str], new: dict[str, str]) -> Iterator[tuple[str, str]]:
    for name, value in fields.items():
        if not value.strip("{} \n") or name in _INLINED:
            continue
        there = new.get(name, new.get(_CALLED.get(name, name)))
        if there is None:
            if name == "date" and value.strip("{} ") == _date(new):
                continue
            yield "lost", f"{name} = {value[:150]!r}"
        elif name in _PEOPLE:
            if "family=" in value:
                continue  # BibTeX has no such names; they are written as it reads them
            if (one := _names(value)) != (two := _names(there)):
                yield "names", f"{name} {value[:300]!r} -> {there[:300]!r}\n        {one} {two}"
        elif _plain(value) != _plain(there):
            yield "values", f"{name} = {value[:200]!r} -> {there[:200]!r}"


def _date(fields: dict[str, str]) -> str:
    month = fields.get("month", "")
    number = f"{_MONTHS.index(month) + 1:02}" if month in _MONTHS else ""
    day = fields.get("day", "").zfill(2) if "day" in fields else ""
    return "-".join(filter(None, (fields.get("year", ""), number, day)))


def _names(value: str) -> list[tuple[str, ...]] | str:
    try:
        people = [
            parse_single_name_into_parts(one)
            for one in split_multiple_persons_names(" ".join(value.split()))
        ]
    except (BlockAbortedException, InvalidNameError):  # names that BibTeX refuses
        return _plain(value)
    return [
        tuple(_plain(" ".join(part)) for part in (who.first, who.von, who.last, who.jr))
        for who in people
    ]


def _plain(value: str) -> str:
    value = re.sub(r"-{2,}", "-", value)
    text = to_text(field_to_prose(value)).replace("{", "").replace("}", "")
    text = text.replace("\\", "").replace("–", "-").replace("--", "-")
    return unicodedata.normalize("NFC", "".join(text.split()))


def main(files: list[str]) -> int:
    """Print the changes in files, and how many there are of each sort."""
    counts: dict[str, int] = {}
    for name in files:
        data = Path(name).read_bytes()
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("gb18030" if "gbk" in name else "latin-1")
        for sort, line in changes(text):
            counts[sort] = counts.get(sort, 0) + 1
            print(f"{Path(name).name}: {sort}: {line}")
    print(counts)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
