"""Records of dblp.org: a person's publications (https://dblp.org/pid/NUMBER.xml), or a list of records.

    <dblpperson name="Ada Example" n="2">
      <r><article key="journals/x/Example17" mdate="2020-01-01"><author>Ada Example 0001</author>…

https://dblp.org/faq/How+to+parse+dblp+xml.html; `mdate` is the day on which dblp changed the record.
"""

from dataclasses import replace

from paperbrowser.formats.entries import Collected, build
from paperbrowser.formats.text import dates, markup
from paperbrowser.formats.xml.nodes import Node
from paperbrowser.papers.identifiers import arxiv_of, orcid_of
from paperbrowser.papers.links import links_of
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


def fits(root: Node) -> bool:
    """Return whether this is the root of a person's page, of a list of records, or a record with its key."""
    return root.name in {"dblp", "dblpperson", "r"} or (
        root.name in ENTRIES and "mdate" in root.attributes
    )


def profile_of(root: Node) -> Profile:
    """Return the person, and the number of publications, if the root has it."""
    count = root.attributes.get("n", "")
    known = count.isascii() and count.isdecimal() and len(count) < 10
    return Profile(
        name=given_first(root.attributes.get("name", "")), claimed=int(count) if known else None
    )


def paper_of(entry: Node, found: Collected) -> Paper | None:
    """Return the paper of a record; None for a home page or the person, whose facts the profile gets."""
    if entry.name == "homonyms":
        return None
    if entry.name == "person":
        found.profile = _described(found.profile, entry)
        return None
    key = one_line(entry.attributes.get("key", ""))
    if entry.name == "www" and (key.startswith("homepages/") or not entry.text_at("title")):
        return None
    venue = one_line(entry.text_at("journal") or entry.text_at("booktitle"))
    volume = one_line(entry.text_at("volume"))
    corr = venue == "CoRR"  # arXiv, with the id as the volume: abs/1706.03762
    eprint = volume.removeprefix("abs/") if corr else ""
    return build(
        found.remarks.at(entry.line),
        title=_title(entry.find("title")),
        keys=(key,),
        authors=(given_first(one.text) for one in entry.nodes("author")),
        venue=venue,
        kind=_kind(entry, corr=corr),
        volume="" if arxiv_of(eprint) else volume,
        number=one_line(entry.text_at("number")),
        pages=one_line(entry.text_at("pages")),
        publisher=one_line(entry.text_at("publisher") or entry.text_at("school")),
        date=dates.of_parts(
            one_line(entry.text_at("year"))[:4], one_line(entry.text_at("month")).partition(" ")[0]
        ),
        links=links_of([one.text for one in entry.nodes("ee")], arxiv=eprint),
        id_=key,
    )


def _described(profile: Profile, person: Node) -> Profile:
    """Return the profile with the person's affiliation and ORCID iD, if it has none yet."""
    places = (
        one_line(note.text)
        for note in person.nodes("note")
        if note.attributes.get("type") == "affiliation" and note.attributes.get("label") != "former"
    )
    ids = (orcid_of(url.text) for url in person.nodes("url") if "orcid.org/" in url.text)
    return replace(
        profile,
        affiliation=profile.affiliation or next(filter(None, places), None),
        orcid=profile.orcid or next(filter(None, ids), None),
    )


def _title(node: Node | None) -> str:
    """Return the title without the full stop that all titles of dblp have."""
    title = markup.line_of(node.marked_up) if node is not None else ""
    return title if title.endswith("..") else title.removesuffix(".")


def _kind(entry: Node, *, corr: bool) -> Kind | None:
    if corr:
        return "preprint"
    for word in entry.attributes.get("publtype", "").split(" "):
        if word in _KINDS_BY_TYPE:
            return _KINDS_BY_TYPE[word]
    return _KINDS.get(entry.name, "webpage")
