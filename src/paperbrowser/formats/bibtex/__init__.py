"""Bibliographies in BibTeX's format, with the types and fields of BibTeX and of biblatex.

    @article{ho2017, author = {Ho, Shirley and others}, title = {On {M}achines}, year = 2017, month = may}

Abbreviations are spelt out, and what an entry lacks it inherits from the one that it names in `crossref`, or
from those in `xdata`. The rest is others' business: where entries begin and end (`blocks`), what a
value stands for (`values`), what a field means (`fields`).
"""

import re

from paperbrowser.formats.bibtex import blocks as bibtex_blocks
from paperbrowser.formats.bibtex import papers as bibtex_fields
from paperbrowser.formats.bibtex.blocks import Block
from paperbrowser.formats.bibtex.values import Values
from paperbrowser.formats.entries import beginning, identified, no_entries
from paperbrowser.formats.input import FormatReader, Input
from paperbrowser.formats.result import ReadResult, Remarks
from paperbrowser.papers.model import Paper, Profile
from paperbrowser.papers.text import newlines

_Fields = dict[str, str]

_FIRST = re.compile(r"^[ \t\ufeff]*@([A-Za-z]{2,30})[ \t]*[{(]", re.MULTILINE)
_KEY_AND_FIELD = re.compile(
    r"\s*(?:(?:[^\s,={}\"()][^,={}\"\n]{0,200})?,)?\s*(?:%[^\n]*\s+)?[\w-]{2,40}\s*="
)
_NO_ENTRY = frozenset(["string", "comment", "preamble"])
_SNIFFED = 50  # places where an entry may begin
_SLICE = 500  # entries between two reports of progress
_SPLITTING = 0.5  # share of the time that this takes
_NAMING = 0.97
_DEEPEST = 3  # entries that inherit from one another
# What belongs to an entry alone, and not to the parts that it has.
_NOT_INHERITED = frozenset(
    ["abstract", "doi", "url", "ee", "eprint", "archiveprefix", "eprinttype", "eid", "pages", "key",
     "crossref", "xdata", "ids", "note", "howpublished", "link", "adsurl", "title", "subtitle", "bdsk-url-1"]
)  # fmt: skip
_OF_PARTS = frozenset(
    ["inproceedings", "conference", "incollection", "inreference", "suppcollection"]
)


def sniff(head: str) -> bool:
    """Whether a text begins with, or after some words of its own has, an entry or what goes before one."""
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
    told = content.progress
    text = newlines(content.text()).removeprefix("\ufeff")
    remarks = Remarks("entry")
    blocks = bibtex_blocks.split(
        text,
        left_out=remarks.left_out,
        tell=lambda line, sentence: remarks.at(line)(sentence),
        progress=lambda share: told(_SPLITTING * share),
    )
    entries = _Entries(blocks.entries, Values(blocks.strings, len(text)))
    papers: list[Paper] = []
    count = len(blocks.entries)
    for number, block in enumerate(blocks.entries):
        if number % _SLICE == 0:
            told(_SPLITTING + (_NAMING - _SPLITTING) * number / count)
        if block.type != "xdata":
            fields = entries.fields(block)
            tell = remarks.at(block.line)
            papers.append(bibtex_fields.paper_of(block.type, block.key, fields, tell))
    if not papers:
        raise no_entries(
            "there is no whole entry in this file",
            remarks.first_left_out,
            advice="entries should be like @article{key, title = {…}, author = {…}, year = 2024}",
        )
    named = identified(papers, remarks, thing="an entry", by="key")
    told(1.0)
    return ReadResult(Profile(name="", papers=named), remarks.all(), curated=True)


def preview(head: str) -> Profile | None:
    """The papers of the beginning of a file; its last entry, which may be cut, is left out."""
    last = 0
    for found in bibtex_blocks.LINE_START.finditer(head):
        last = found.start()
    return beginning(read, head[:last])


READER = FormatReader(sniff, read, preview)


class _Entries:
    """The fields of entries, those that they inherit among them."""

    def __init__(self, blocks: list[Block], values: Values) -> None:
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

    def fields(self, block: Block, depth: int = 0) -> _Fields:
        """The LaTeX of each field; of two with a name the first that is not empty, the longer abstract."""
        fields: _Fields = {}
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

    def _inherit(self, block: Block, fields: _Fields, depth: int) -> None:
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
            if field in _NOT_INHERITED or fields.get(field):
                continue
            if field == "author" and block.type in _OF_PARTS:
                continue
            if dated and field in {"date", "year", "month", "day"}:
                continue
            fields[field] = value

    def _parent(self, key: str, block: Block) -> Block | None:
        parent = self._parents.get(key.strip().lower()) if key else None
        return None if parent is block else parent
