"""Records of dblp.org: a person's publications (https://dblp.org/pid/NUMBER.xml), or a list of records.

    <dblpperson name="Ada Example" n="2">
      <r><article key="journals/x/Example17" mdate="2020-01-01"><author>Ada Example 0001</author>…

https://dblp.org/faq/How+to+parse+dblp+xml.html; `mdate` is the day on which dblp changed the record.
"""

import contextlib
import re
from dataclasses import dataclass, replace

from paperbrowser.formats.entries import Collected, build
from paperbrowser.formats.result import ReadError, Remark
from paperbrowser.formats.text import dates, markup
from paperbrowser.formats.xml.nodes import Node, XmlDamageError, entries_of, root_of
from paperbrowser.papers.identifiers import arxiv_of, orcid_of
from paperbrowser.papers.links import is_web_link, links_of
from paperbrowser.papers.model import Kind, Paper, Profile
from paperbrowser.papers.names import given_first
from paperbrowser.papers.text import one_line

_KINDS: dict[str, Kind] = {
    "article": "article", "inproceedings": "conference", "proceedings": "proceedings", "book": "book",
    "incollection": "chapter", "phdthesis": "thesis", "mastersthesis": "thesis", "data": "dataset",
}  # fmt: skip
# A page also has elements about the person, and about others of that name.
ENTRIES = frozenset({*_KINDS, "www", "person", "homonyms"})
_KINDS_BY_TYPE: dict[str, Kind] = {
    "data": "dataset", "software": "software", "informal": "preprint",
}  # fmt: skip


SOURCE = "dblp"
_OF_SEVERAL = (
    "the page of several people of one name; its papers are those that dblp gives to none of them"
)
_PID = re.compile(r"[\w-]{1,100}/[\w-]{1,100}")
_PDF = re.compile(r"\.pdf(?:[?#]|$)|/pdf(?:[/?]|$)", re.IGNORECASE)


def fits(root: Node) -> bool:
    """Return whether this is the root of a person's page, of a list of records, or a record with its key."""
    return root.name in {"dblp", "dblpperson", "r"} or (
        root.name in ENTRIES and "mdate" in root.attributes
    )


def profile_of(root: Node) -> Profile:
    """Return the person, with their id and the number of publications, if the root has them."""
    count = root.attributes.get("n", "")
    known = count.isascii() and count.isdecimal() and len(count) < 10
    pid = one_line(root.attributes.get("pid", ""))
    has_id = _PID.fullmatch(pid) is not None
    return Profile(
        name=given_first(root.attributes.get("name", "")),
        claimed=int(count) if known else None,
        source=SOURCE if has_id else None,
        source_id=pid if has_id else None,
    )


def is_of_several(person: Node) -> bool:
    """Return whether a `person` stands for all of a name; its papers are those that nobody is known of."""
    return "disambiguation" in person.attributes.get("publtype", "").split()


@dataclass(frozen=True, slots=True)
class DblpPage:
    """The facts on a person's page beside the papers.

    Attributes:
        person: the person, without papers.
        of_several: see `is_of_several`.
        namesakes: the others of that name: their id, their name there, and where they work.
    """

    person: Profile
    of_several: bool
    namesakes: tuple[tuple[str, str, str | None], ...]


def page_of(text: str) -> DblpPage:
    """Return what a page says beside the papers, as far as it is readable."""
    root = root_of(text[:100_000])
    person = profile_of(root) if root is not None else Profile(name="")
    of_several, namesakes = False, []
    with contextlib.suppress(XmlDamageError, ReadError):
        for _, entry in entries_of(text, ENTRIES):
            if entry.name == "person":
                of_several = of_several or is_of_several(entry)
                person = _described(person, entry)
            for one in entry.find_all("h", "person") if entry.name == "homonyms" else ():
                author = one.find("author")
                pid = one_line(author.attributes.get("pid", "")) if author is not None else ""
                pid = pid or one_line(one.attributes.get("key", "")).removeprefix("homepages/")
                if author is not None and _PID.fullmatch(pid) and not is_of_several(one):
                    namesakes.append((pid, one_line(author.text), affiliation_of(one)))
    return DblpPage(person, of_several, tuple(namesakes))


def affiliation_of(person: Node) -> str | None:
    """Return where a person works, former places left out."""
    places = (
        one_line(note.text)
        for note in person.nodes("note")
        if note.attributes.get("type") == "affiliation" and note.attributes.get("label") != "former"
    )
    return next(filter(None, places), None)


def paper_of(entry: Node, found: Collected) -> Paper | None:
    """Return the paper of a record; None for a home page or the person, whose facts the profile gets."""
    if entry.name == "homonyms":
        return None
    if entry.name == "person":
        if is_of_several(entry):
            found.remarks.add(Remark("ambiguous", _OF_SEVERAL, entry.line))
        found.profile = _described(found.profile, entry)
        return None
    key = one_line(entry.attributes.get("key", ""))
    if entry.name == "www" and (key.startswith("homepages/") or not entry.text_at("title")):
        return None
    venue = one_line(entry.text_at("journal") or entry.text_at("booktitle"))
    volume = one_line(entry.text_at("volume"))
    corr = venue == "CoRR"  # arXiv, with the id as the volume: abs/1706.03762
    eprint = volume.removeprefix("abs/") if corr else ""
    kind = _kind(entry, corr=corr)
    links = links_of([one.text for one in entry.nodes("ee")], arxiv=eprint)
    return build(
        found.remarks.at(entry.line),
        title=_title(entry.find("title")),
        keys=(key,),
        authors=(given_first(one.text) for one in entry.nodes("author")),
        venue=venue,
        editors=tuple(filter(None, (given_first(one.text) for one in entry.nodes("editor")))),
        kind=kind,
        volume="" if arxiv_of(eprint) else volume,
        number=one_line(entry.text_at("number")),
        pages=one_line(entry.text_at("pages")),
        publisher=one_line(entry.text_at("publisher") or entry.text_at("school")),
        date=dates.of_parts(
            one_line(entry.text_at("year"))[:4], one_line(entry.text_at("month")).partition(" ")[0]
        ),
        series=one_line(entry.text_at("series")),
        isbn=", ".join(filter(None, (one_line(one.text) for one in entry.nodes("isbn")))),
        retracted="withdrawn" if "withdrawn" in _publication_types(entry) else None,
        code=kind == "software",
        code_url=links.url if kind == "software" else None,
        pdf=_pdf(entry),
        links=links,
        id_=key,
    )


def _described(profile: Profile, person: Node) -> Profile:
    """Return the profile with the person's affiliation and ORCID iD, if it has none yet."""
    ids = (orcid_of(url.text) for url in person.nodes("url") if "orcid.org/" in url.text)
    return replace(
        profile,
        affiliation=profile.affiliation or affiliation_of(person),
        orcid=profile.orcid or next(filter(None, ids), None),
    )


def _title(node: Node | None) -> str:
    """Return the title without the full stop that all titles of dblp have."""
    title = markup.line_of(node.marked_up) if node is not None else ""
    return title if title.endswith("..") else title.removesuffix(".")


def _pdf(entry: Node) -> str | None:
    """Return the address that anyone may read the paper at; that of a PDF before that of a page."""
    free = [one_line(one.text) for one in entry.nodes("ee") if one.attributes.get("type") == "oa"]
    free = sorted(filter(is_web_link, free), key=lambda url: _PDF.search(url) is None)
    return next(iter(free), None)


def _publication_types(entry: Node) -> list[str]:
    return entry.attributes.get("publtype", "").split()


def _kind(entry: Node, *, corr: bool) -> Kind | None:
    if corr:
        return "preprint"
    for word in _publication_types(entry):
        if word in _KINDS_BY_TYPE:
            return _KINDS_BY_TYPE[word]
    return _KINDS.get(entry.name, "webpage")
