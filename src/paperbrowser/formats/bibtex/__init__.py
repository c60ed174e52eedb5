"""BibTeX and biblatex files: recognise and read them, abbreviations and inherited fields included.

    @article{ho2017, author = {Ho, Shirley and others}, title = {On {M}achines}, year = 2017, month = may}

An entry inherits the fields that it lacks from the one that it names in `crossref`, or from those in `xdata`.
"""

import re
from dataclasses import replace

from paperbrowser.formats.bibtex.kept import GROUP_OF
from paperbrowser.formats.bibtex.papers import paper_of
from paperbrowser.formats.bibtex.parse import LINE_START, Block, parse
from paperbrowser.formats.bibtex.values import BibValues
from paperbrowser.formats.entries import beginning, identified, no_entries
from paperbrowser.formats.input import FormatReader, Input
from paperbrowser.formats.result import ReadResult, Remarks
from paperbrowser.papers.model import Paper, Profile
from paperbrowser.papers.text import newlines

_FieldTexts = dict[str, str]

_FIRST = re.compile(r"^[ \t\ufeff]*@([A-Za-z]{2,30})[ \t]*[{(]", re.MULTILINE)
_KEY_AND_FIELD = re.compile(
    r"\s*+(?:(?:[^\s,={}\"()][^,={}\"\n]{0,2000})?\s*+,)?\s*+(?:%[^\n]*+\s++)?[\w-]{2,40}+\s*+="
)
_NO_ENTRY = frozenset(["string", "comment", "preamble"])
_SNIFFED = 50  # places where an entry may begin
_SLICE = 500  # entries between two reports of progress
_PARSING = 0.3  # share of the time that this takes
_NAMING = 0.97  # share that is done when ids are given
_DEEPEST = 3  # entries that inherit from one another
# Fields that belong to an entry alone, and not to its parts.
_NOT_INHERITED = frozenset(
    ["abstract", "doi", "url", "ee", "eprint", "archiveprefix", "eprinttype", "eid", "pages", "key",
     "crossref", "xdata", "ids", "note", "howpublished", "link", "adsurl", "title", "subtitle", "bdsk-url-1"]
)  # fmt: skip
_OF_PARTS = frozenset(
    ["inproceedings", "conference", "incollection", "inreference", "suppcollection"]
)


def sniff(head: str) -> bool:
    """Return whether an entry, an abbreviation or a comment of BibTeX begins one of the lines of a text."""
    head = newlines(head)
    for number, found in enumerate(_FIRST.finditer(head)):
        if found[1].lower() in _NO_ENTRY or _KEY_AND_FIELD.match(head, found.end()):
            return True
        if number > _SNIFFED:
            break
    return False


def read(content: Input) -> ReadResult:
    """Read a whole file. The profile has no name: the file has one.

    Raises:
        ReadError: there is no entry in it (code "no-entries").
    """
    progress = content.progress
    text = newlines(content.text()).removeprefix("\ufeff")
    remarks = Remarks("entry")
    blocks = parse(
        text,
        left_out=remarks.left_out,
        on_remark=lambda line, sentence: remarks.at(line)(sentence),
        progress=lambda share: progress(_PARSING * share),
    )
    entries = _InheritedFields(blocks.entries, BibValues(blocks.abbreviations, len(text)))
    papers: list[Paper] = []
    count = len(blocks.entries)
    for number, block in enumerate(blocks.entries):
        if number % _SLICE == 0:
            progress(_PARSING + (_NAMING - _PARSING) * number / count)
        if block.type != "xdata":
            fields = entries.fields(block)
            papers.append(paper_of(block.type, block.key, fields, remarks.at(block.line)))
    if not papers:
        raise no_entries(
            "there is no whole entry in this file",
            remarks.first_left_out,
            advice="entries should be like @article{key, title = {…}, author = {…}, year = 2024}",
        )
    named = identified(papers, remarks, thing="an entry", by="key")
    if any(one is not other for one, other in zip(named, papers, strict=True)):
        named = tuple(
            one if one.id == other.id or not other.id else replace(one, key=other.id)
            for one, other in zip(named, papers, strict=True)
        )
    progress(1.0)
    return ReadResult(Profile(name="", papers=named), remarks.all(), curated=True)


def preview(head: str) -> Profile | None:
    """Return the papers of the beginning of a file without its last entry, which may be cut."""
    last = 0
    for found in LINE_START.finditer(head):
        last = found.start()
    return beginning(read, head[:last])


READER = FormatReader(sniff, read, preview)


class _InheritedFields:
    """The fields of entries, with those that they inherit from others."""

    def __init__(self, blocks: list[Block], values: BibValues) -> None:
        self._values = values
        self._parents: dict[str, Block] = {}
        wanted = {
            name.strip().lower()
            for block in blocks
            for field, raw in block.values
            if field in {"crossref", "xdata"}
            for name in values.text(raw).split(",")
        }
        if wanted:
            for block in blocks:
                if (key := block.key.lower()) in wanted:
                    self._parents.setdefault(key, block)

    def fields(self, block: Block, depth: int = 0) -> _FieldTexts:
        """Return the LaTeX of each field; of two equal names the first with a value, the longer abstract."""
        fields: _FieldTexts = {}
        spelt_out = self._values.text
        for name, raw in block.values:
            value = spelt_out(raw)
            if name not in fields:
                fields[name] = value
            elif name == "author" and value and value not in fields[name]:
                fields[name] = f"{fields[name]} and {value}" if fields[name] else value
            elif not fields[name] or (name == "abstract" and len(value) > len(fields[name])):
                fields[name] = value
        if self._parents and depth < _DEEPEST:
            self._inherit(block, fields, depth)
        return fields

    def _inherit(self, block: Block, fields: _FieldTexts, depth: int) -> None:
        for name in fields.get("xdata", "").split(","):
            parent = self._parent(name, block)
            if parent is not None:
                for field, value in self.fields(parent, depth + 1).items():
                    fields.setdefault(field, value)
        parent = self._parent(fields.get("crossref", ""), block)
        if parent is None:
            return
        given = self.fields(parent, depth + 1)
        book = given.get("booktitle") or given.get("title", "")
        if block.type.startswith("in") or block.type in _OF_PARTS:
            fields.setdefault("booktitle", book)
        if not fields.get("title"):
            fields["title"] = given.get("title") or book
            fields.setdefault("subtitle", given.get("subtitle", ""))
        dated = fields.get("date") or fields.get("year")
        for field, value in given.items():
            if field in _NOT_INHERITED or field not in GROUP_OF or fields.get(field):
                continue
            if field == "author" and block.type in _OF_PARTS:
                continue
            if dated and field in {"date", "year", "month", "day"}:
                continue
            fields[field] = value

    def _parent(self, key: str, block: Block) -> Block | None:
        parent = self._parents.get(key.strip().lower()) if key else None
        return None if parent is block else parent
