"""Write papers as BibTeX (http://www.bibtex.org/Format) or BibLaTeX (https://ctan.org/pkg/biblatex).

    @article{example2017-machines,
      title = {{On Machines}},
      author = {Example, Ada and others},
      journal = {Journal of Machines},
      year = {2017},
      month = mar,
      day = {5},
      eprint = {1703.01234},
      archivePrefix = {arXiv},
      primaryClass = {cs.LG},
    }

An arXiv id is `eprint`, as arXiv itself gives it. The day of a date is `day`, which styles pass over.
`others` stands for further authors. An inferred year has a comment above the entry.

BibLaTeX has more types of entries, `date = {2017-03}` with as much of the date as is known, and `eprinttype`
and `eprintclass` for arXiv.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from paperbrowser.formats.bibtex import escape as tex
from paperbrowser.formats.bibtex.kept import ENTRY_TYPE, FIELD_NAME, GROUP_OF
from paperbrowser.formats.bibtex.kinds import BIBLATEX_TYPES, BIBTEX_TYPES, KINDS, MISC, EntryType
from paperbrowser.formats.bibtex.papers import paper_of
from paperbrowser.formats.text import reference
from paperbrowser.papers import categories
from paperbrowser.papers.dates import SHORT_MONTHS
from paperbrowser.papers.links import own_link
from paperbrowser.papers.model import Kind, Paper, Profile
from paperbrowser.papers.names import written

_Value = tuple[str, str]  # the name of a field, and its value with braces

_INFERRED = "% The year is inferred: the source names month and day only.\n"
_TYPE_FIELDS = {"thesis": "Thesis", "report": "Report"}  # BibLaTeX requires `type` in these

_TYPE = re.compile(r"[a-z]{2,30}")
_SHORT_MONTH = re.compile(
    r"(?<![^\W\d_])(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)(?![^\W\d_])"
)
# Papers on arXiv are read as preprints whatever the type of their entry.
_PREPRINTS = {("preprint", read_as) for read_as in ("article", "other", "webpage")}
_ALSO_VENUES = frozenset(
    ["school", "institution", "howpublished", "organization", "eventtitle", "maintitle"]
)
_VERBATIM = frozenset(["doi", "arxiv", "url"])


class TexDialect(NamedTuple):
    """The differences between BibTeX and BibLaTeX.

    Attributes:
        types: the type of entry for each kind of publication; `misc` for all others.
        date: returns the fields of a date.
        eprint: the names of the fields for arXiv and for its category.
        place: the name of the field for the place of the publisher.
        names: what fields of the other dialect are called in this one, where it does not know them.
    """

    types: Mapping[Kind | None, EntryType]
    date: Callable[[Paper], Iterator[_Value]]
    eprint: tuple[str, str]
    place: str
    names: Mapping[str, str]


def _braced(text: str) -> str:
    return f"{{{text}}}"


def _year_month_day(paper: Paper) -> Iterator[_Value]:
    if paper.date is None:
        return
    yield "year", _braced(f"{paper.date.year:04}")
    if paper.date.month is not None:
        yield "month", SHORT_MONTHS[paper.date.month - 1].lower()
    if paper.date.day is not None:
        yield "day", _braced(str(paper.date.day))


def _iso_date(paper: Paper) -> Iterator[_Value]:
    if paper.date is not None:
        yield "date", _braced(paper.date_text)


BIBTEX = TexDialect(
    BIBTEX_TYPES,
    _year_month_day,
    ("archivePrefix", "primaryClass"),
    "address",
    {
        "journaltitle": "journal",
        "location": "address",
        "eprinttype": "archivePrefix",
        "eprintclass": "primaryClass",
    },
)
BIBLATEX = TexDialect(BIBLATEX_TYPES, _iso_date, ("eprinttype", "eprintclass"), "location", {})


def write_bibtex(profile: Profile, papers: Iterable[Paper]) -> Iterator[str]:
    """Return the entry of each paper in BibTeX."""
    return _entries(profile, papers, BIBTEX)


def write_biblatex(profile: Profile, papers: Iterable[Paper]) -> Iterator[str]:
    """Return the entry of each paper in BibLaTeX."""
    return _entries(profile, papers, BIBLATEX)


def _entries(profile: Profile, papers: Iterable[Paper], dialect: TexDialect) -> Iterator[str]:
    """Return the entries with an empty line between two; keys are unique within the profile."""
    papers = list(papers)
    keys = tex.keys_of((*profile.papers, *papers))
    others = {(paper.key or paper.id).lower(): "" for paper in profile.papers}
    others.update(((paper.key or paper.id).lower(), keys[paper.id]) for paper in papers)
    parents = {parent for paper in papers if others.get(parent := _crossref(paper))}
    if parents:  # BibTeX wants them behind those that inherit from them
        papers.sort(key=lambda paper: (paper.key or paper.id).lower() in parents)
    for number, paper in enumerate(papers):
        yield "\n" * (number > 0) + entry(paper, keys[paper.id], dialect, others)


def _crossref(paper: Paper) -> str:
    """Return the key of the entry that a paper inherits from, folded; empty if there is none."""
    return next((value for name, value in paper.bibtex if name == "crossref"), "").strip().lower()


def entry(
    paper: Paper,
    key: str | None = None,
    dialect: TexDialect = BIBTEX,
    others: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """Return a paper's entry, ready to paste.

    Args:
        paper: the paper.
        key: the key to cite it by; by default it is made of the paper's id.
        dialect: BibTeX or BibLaTeX.
        others: the keys of the profile's entries, by the keys of their files, folded; empty for those that
            are not written with it.

    Returns:
        The entry, with a newline at its end.
    """
    raw = dict(paper.bibtex)
    type_ = _type(paper, raw.pop(ENTRY_TYPE, ""), dialect)
    if (parent := raw.get("crossref", "").strip().lower()) in others:
        key_of_parent = others[parent]
        if not key_of_parent:
            del raw["crossref"]
        elif key_of_parent.lower() != parent:
            raw["crossref"] = key_of_parent
    if paper.bibtex:
        values = _stated(paper, type_, dialect, raw)
    else:
        values = (value for _, group in _fields(paper, type_, dialect) for value in group)
    fields = "".join(f"  {name} = {value},\n" for name, value in values)
    inferred = paper.date is not None and paper.year_inferred
    start = _INFERRED if inferred else ""
    return f"{start}@{type_.name}{{{key or tex.key(paper)},\n{fields}}}\n"


def _type(paper: Paper, stated: str, dialect: TexDialect) -> EntryType:
    """Return the type of an entry: that of the paper's file, if the paper is of that kind still."""
    kind = reference.kind(paper)
    usual = dialect.types.get(kind, MISC)
    read_as = KINDS.get(stated, "other")
    if not _TYPE.fullmatch(stated) or (kind != read_as and (kind, read_as) not in _PREPRINTS):
        return usual
    if dialect is BIBTEX and stated in {"thesis", "report"}:  # which its styles do not know
        return usual
    of_kind = dialect.types.get(read_as, MISC)
    return EntryType(stated, of_kind.venue)


def _fields(
    paper: Paper, type_: EntryType, dialect: TexDialect
) -> Iterator[tuple[str, list[_Value]]]:
    """Return the fields that say what the paper says, in groups named as in `GROUPS`, empty ones too."""
    # The second pair of braces keeps the capitals of the title.
    yield "title", [("title", _braced(_braced(tex.escaped(paper.title) or "Untitled")))]
    yield "authors", _people("author", paper.authors, et_al=paper.et_al)
    yield "editors", _people("editor", paper.editors)
    yield "translators", _people("translator", paper.translators)
    yield "collaboration", _text("collaboration", paper.collaboration)
    yield "date", [*dialect.date(paper)]
    venue = "" if type_.venue == "series" and paper.series else paper.venue
    yield "venue", _text(type_.venue, venue)
    yield "type", _text("type", _TYPE_FIELDS.get(type_.name))
    yield "volume", _text("volume", paper.volume)
    yield "number", _text("number", paper.number)
    yield "series", _text("series", paper.series)
    yield "edition", _text("edition", paper.edition)
    yield "publisher", _text("publisher", paper.publisher)
    yield "place", _text(dialect.place, paper.place)
    yield "pages", [("pages", _braced(tex.pages(paper.pages)))] if paper.pages else []
    yield "isbn", _text("isbn", paper.isbn)
    yield "issn", _text("issn", paper.issn)
    yield "doi", [("doi", _braced(tex.verbatim(paper.doi)))] if paper.doi else []
    yield "arxiv", [*_eprint(paper, dialect)]
    url = own_link(paper)
    yield "url", [("url", _braced(tex.verbatim(url)))] if url else []
    yield "keywords", _text("keywords", ", ".join(paper.keywords))
    yield "note", _text("note", reference.note(paper))
    abstract = tex.escaped_paragraphs(paper.abstract)
    yield "abstract", [("abstract", _braced(abstract))] if abstract else []


def _text(name: str, text: str | None) -> list[_Value]:
    return [(name, _braced(tex.escaped(text)))] if text else []


def _people(name: str, names: tuple[str, ...], *, et_al: bool = False) -> list[_Value]:
    written = [tex.name(one) for one in names if one.strip()]
    if not written:
        return []
    return [(name, _braced(" and ".join([*written, *["others"] * et_al])))]


def _eprint(paper: Paper, dialect: TexDialect) -> Iterator[_Value]:
    if paper.arxiv:
        archive, category = dialect.eprint
        yield "eprint", _braced(tex.verbatim(paper.arxiv))
        yield archive, _braced("arXiv")
        if paper.category and categories.is_whole(paper.category):
            yield category, _braced(paper.category.strip())


# Papers that have fields as they were written


def _stated(
    paper: Paper, type_: EntryType, dialect: TexDialect, raw: dict[str, str]
) -> Iterator[_Value]:
    """Return the fields of a paper: those as they were written, as long as they say the same."""
    groups: dict[str, dict[str, str]] = {}
    for name, value in raw.items():
        groups.setdefault(GROUP_OF.get(name, ""), {})[name] = value
    others = groups.pop("", {})
    said = paper_of(type_.name, "", raw, _ignore)
    out: dict[str, str] = {}
    left: list[tuple[str, list[_Value]]] = []
    for group, values in _fields(paper, type_, dialect):
        fields = groups.get(group)
        if fields is None:
            out.update(_without_braces(group, values) if group != "type" else ())
            out.update(values if group == "type" and "type" not in others else ())
        elif not any(fields.values()):
            left.append((group, values))
        elif _same(said, paper, group, fields, dialect):
            out.update(_as_written(paper, group, fields, dialect))
        else:
            also = {name: one for name, one in fields.items() if name in _ALSO_VENUES}
            out.update({**dict(_as_written(paper, group, also, dialect)), **dict(values)})
    for name, value in others.items():
        if FIELD_NAME.fullmatch(name):
            out.setdefault(name, _braced(tex.defused(value)))
    if left:
        plain = {name.lower(): value[1:-1] for name, value in out.items()}
        told = paper_of(type_.name, "", plain, _ignore)
        for group, values in left:
            if getattr(told, group) != getattr(paper, group):
                out.update(values)
    yield from out.items()


def _without_braces(group: str, values: list[_Value]) -> list[_Value]:
    """Return a title without its second braces: it would have been kept if it had some."""
    return [(name, value[1:-1]) for name, value in values] if group == "title" else values


def _ignore(_remark: str) -> None:
    pass


def _same(
    said: Paper, paper: Paper, group: str, fields: Mapping[str, str], dialect: TexDialect
) -> bool:
    """Return whether fields that were read before say what the paper says."""
    one, other = getattr(said, group), getattr(paper, group)
    if group == "title":
        return bool(one == other)
    if group in {"authors", "editors", "translators"}:
        if dialect is BIBTEX and any("=" in value for value in fields.values()):
            return False  # biblatex: given=Jean
        return (group != "authors" or said.et_al == paper.et_al) and [*map(written, one)] == [
            *map(written, other)
        ]
    return bool(one == other)


def _as_written(
    paper: Paper, group: str, fields: Mapping[str, str], dialect: TexDialect
) -> Iterator[_Value]:
    if group == "date" and dialect is BIBTEX and "date" in fields and paper.date is not None:
        yield from (value for value in dialect.date(paper) if value[0] not in fields)
        yield from _as_written(
            paper, group, {name: one for name, one in fields.items() if name != "date"}, dialect
        )
        if len(fields) > 1 or fields["date"].strip("{} ") != paper.date_text:
            yield "date", _braced(tex.escaped(fields["date"]))
        return
    for name, value in fields.items():
        called = dialect.names.get(name, name)
        if called.lower() in fields:
            called = name
        if name == "month":
            yield called, _month(value)
        elif group in _VERBATIM:
            yield called, _braced(tex.defused(value))
        else:
            yield called, _braced(tex.escaped(value))


def _month(text: str) -> str:
    """Return a month in which short names are abbreviations, which styles spell out: `"1~" # jan`."""
    parts = [part for part in _SHORT_MONTH.split(text) if part]
    if text.count("{") != text.count("}") or not _SHORT_MONTH.search(text):
        return _braced(tex.escaped(text))
    return " # ".join(
        part if _SHORT_MONTH.fullmatch(part) else _braced(tex.escaped(f"x{part}x")[1:-1])
        for part in parts
    )
