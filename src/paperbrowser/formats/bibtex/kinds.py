"""The types of entries of BibTeX and BibLaTeX for each kind of publication, for reader and writer.

They are those of BibTeX's standard styles (btxdoc, 3.1), of the biblatex manual (2.1, "Entry Types", and its
aliases), and what Zotero, JabRef and Mendeley write besides.
"""

from typing import NamedTuple

from paperbrowser.papers.model import Kind


class EntryType(NamedTuple):
    """The type of an entry, and the field in which it names the venue."""

    name: str
    venue: str


MISC = EntryType("misc", "howpublished")

# Of each kind: type and venue in BibTeX, in BibLaTeX, and the other types that are read as it.
_ROWS: tuple[tuple[Kind, EntryType, EntryType, str], ...] = (
    ("article", EntryType("article", "journal"), EntryType("article", "journaltitle"),
        "suppperiodical periodical review shortarticle"),
    ("preprint", MISC, EntryType("online", "organization"), "preprint eprint"),
    ("conference", EntryType("inproceedings", "booktitle"), EntryType("inproceedings", "booktitle"),
        "conference paper presentation"),
    ("chapter", EntryType("incollection", "booktitle"), EntryType("incollection", "booktitle"),
        "inbook bookinbook suppbook suppcollection inreference"),
    ("book", EntryType("book", "series"), EntryType("book", "series"),
        "mvbook collection mvcollection reference mvreference booklet"),
    ("proceedings", EntryType("proceedings", "series"), EntryType("proceedings", "series"), "mvproceedings"),
    ("thesis", EntryType("phdthesis", "school"), EntryType("thesis", "institution"),
        "mastersthesis masterthesis bachelorsthesis bachelorthesis"),
    ("report", EntryType("techreport", "institution"), EntryType("report", "institution"),
        "manual standard whitepaper"),
    ("dataset", MISC, EntryType("dataset", "organization"), "data"),
    ("software", MISC, EntryType("software", "howpublished"),
        "softwareversion softwaremodule codefragment program code"),
    ("patent", MISC, EntryType("patent", "howpublished"), ""),
    ("webpage", MISC, EntryType("online", "organization"), "electronic www webpage website"),
)  # fmt: skip

BIBTEX_TYPES: dict[Kind | None, EntryType] = {kind: type_ for kind, type_, _, _ in _ROWS}
BIBLATEX_TYPES: dict[Kind | None, EntryType] = {kind: type_ for kind, _, type_, _ in _ROWS}

# By the type of an entry. An `@online` of arXiv is a preprint by its other fields.
KINDS: dict[str, Kind] = {
    name: kind
    for kind, bibtex, biblatex, others in _ROWS
    for name in (bibtex.name, biblatex.name, *others.split())
    if name != MISC.name
}
