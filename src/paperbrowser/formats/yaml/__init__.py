"""YAML of pandoc (CSL), CITATION.cff, hayagriva (Typst) and papis: read.

    references:                              brook2011:
    - id: brook2011                            type: article
      type: article-journal                    title: Tides
      title: Tides                             author: ["Brook, Ida"]
      issued: 2011-04                          date: 2011-04

https://pandoc.org/MANUAL.html#citations, https://citation-file-format.github.io,
https://github.com/typst/hayagriva/blob/main/docs/file-format.md, https://papis.readthedocs.io. Several
documents may follow each other, as papis exports them. What stands before a syntax error is read.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from paperbrowser.formats.entries import beginning, whole_lines
from paperbrowser.formats.input import FormatReader, Input
from paperbrowser.formats.json.records import Records
from paperbrowser.formats.result import ReadError, ReadResult, Remark
from paperbrowser.formats.yaml import citation_file, hayagriva
from paperbrowser.formats.yaml.load import YamlMapping, load
from paperbrowser.papers.display import count_of_papers
from paperbrowser.papers.model import Profile

_SNIFFED = 60  # lines
_QUOTED = r"\"[^\"\n]{1,80}\"|'[^'\n]{1,80}'"
_KEY = rf"(?:{_QUOTED}|[^\s\"'#:{{}}\[\],&*?|>%@`=<-][^\s#{{}}\[\]=<>\"]{{0,80}})[ ]?:(?:\s|$)"
# Lines that may stand at the left edge: keys, items of a list, comments, ends of documents.
_EDGE = re.compile(rf"(?:{_KEY}|-(?:\s|$)|#|%YAML|\.\.\.$|---)")
_TITLE = re.compile(r"^[ ]{0,12}(?:-[ ]{1,4})?[\"']?title[\"']?[ ]?:(?:\s|$)")
# Pandoc's markup in titles: [NASA]{.nocase}, *Felis catus*, H~2~O.
_SPAN = re.compile(
    r"\[(?P<span>[^][\n]{1,300})\]\{[.=\w -]{1,60}\}"
    r"|(?<![\w*])(?P<stars>\*\*?)(?P<strong>[^*\n]{1,300})(?P=stars)(?!\*)"
    r"|(?P<raised>[~^])(?P<script>\w{1,10})(?P=raised)"
)
_PROSE = ("title", "container-title", "collection-title")
_LISTS = ("references", "bibliography", "items", "entries", "papers")


def sniff(head: str) -> bool:
    """Whether the first lines are keys and items of YAML, among them a title."""
    titled = begun = False
    for line in head.removeprefix("\ufeff").split("\n", _SNIFFED)[:_SNIFFED]:
        bare = line.rstrip()
        if bare == "---" and begun:
            break  # what follows may be the text that this is the metadata of
        if bare and not bare[0].isspace():
            if not _EDGE.match(bare):
                return False
            begun = begun or not bare.startswith(("#", "%", "---"))
        titled = titled or _TITLE.match(bare) is not None
    return titled


def read(content: Input) -> ReadResult:
    """Read a whole text. The profile has no name: the file has one.

    Raises:
        ReadError: nothing in it is a paper (code "no-entries"), or it is nested or referred to too deeply.
    """
    loaded = load(content.text(), content.progress)
    records = Records("entry")
    for document in loaded.documents:
        _take(document, records)
    damage = loaded.damage
    if not records.any:
        first = records.remarks.first_left_out
        reason = damage.message if damage else first.message if first else ""
        raise ReadError(
            "no entry in this YAML is a paper" + (f": {reason}" if reason else ""),
            code="no-entries",
            line=damage.line if damage else first.line if first else None,
            advice="read CSL of pandoc, a CITATION.cff, or entries of hayagriva or papis",
        )
    if damage is not None:
        count = count_of_papers(len(records.papers))
        what = f"the file is cut off or damaged here ({damage.message}); {count} before it"
        records.remarks.add(Remark("truncated", f"{what}, the rest is left out", damage.line))
    result = replace(records.result(), curated=True)
    content.progress(1.0)
    return result


def preview(head: str) -> Profile | None:
    """Return the papers of the beginning of a file without its last line, which may be cut."""
    return beginning(read, whole_lines(head))


READER = FormatReader(sniff, read, preview)


def _take(document: Any, records: Records) -> None:
    """Give the entries of a document to `records`."""
    for entry, line in _entries(document):
        for key in _PROSE if isinstance(entry, dict) else ():
            if isinstance(entry.get(key), str):
                entry[key] = _SPAN.sub(_unmarked, entry[key])
        records.take(entry, line)


def _unmarked(span: re.Match[str]) -> str:
    return span["span"] or span["strong"] or span["script"]


def _entries(document: Any) -> Iterator[tuple[Any, int]]:
    if isinstance(document, list):
        for one in document:
            yield one, _line(one)
        return
    if not isinstance(document, YamlMapping):
        if document is not None:
            yield document, 1
        return
    listed = next((document[key] for key in _LISTS if isinstance(document.get(key), list)), None)
    if citation_file.fits(document):
        yield from ((one, _line(one)) for one in citation_file.entries_of(document))
    elif listed is not None and not document.get("author"):
        yield from _entries(listed)
    elif hayagriva.fits(document):
        yield from ((one, _line(one)) for one in hayagriva.entries_of(document))
    else:
        yield document, document.line


def _line(value: Any) -> int:
    return value.line if isinstance(value, YamlMapping) else 1
