"""Hayagriva's entries, which Typst has its bibliographies in: as items of CSL.

    brook2011:
      type: article
      title: Tides
      author: ["Brook, Ida"]
      parent: {type: periodical, title: Journal of Seas, volume: 4}

https://github.com/typst/hayagriva/blob/main/docs/file-format.md
"""

from collections.abc import Iterator
from typing import Any

from paperbrowser.formats.json.values import Json, inner, text, written
from paperbrowser.formats.yaml.load import YamlMapping
from paperbrowser.papers.identifiers import arxiv_of
from paperbrowser.papers.names import given_first, parts_of

_TYPES = {
    "article": "article-journal", "chapter": "chapter", "anthos": "chapter", "entry": "entry",
    "report": "report",
    "thesis": "thesis", "web": "webpage", "blog": "post-weblog", "post": "post", "thread": "post",
    "patent": "patent",
    "newspaper": "article-newspaper", "manuscript": "manuscript", "book": "book", "anthology": "book",
    "reference": "book", "proceedings": "proceedings", "conference": "proceedings", "repository": "software",
    "periodical": "periodical",
}  # fmt: skip
_TALKS = frozenset(("proceedings", "conference"))
_PAGES = frozenset(("blog", "web", "post", "thread"))
_PREPRINTS = ("arxiv", "biorxiv", "medrxiv")
# What an entry may leave to the one it is part of.
_SAME = {
    "volume": "volume", "issue": "issue", "page-range": "page", "edition": "edition", "abstract": "abstract",
    "note": "note", "annotation": "note",
}  # fmt: skip
_SERIAL = ("doi", "isbn", "issn")


def fits(document: YamlMapping) -> bool:
    """Whether a document has an entry under each key."""
    entries = [one for one in document.values() if isinstance(one, dict)]
    known = sum(
        "title" in one and ("type" in one or "author" in one or "parent" in one) for one in entries
    )
    return bool(known) and known * 2 >= len(document) and not text(document.get("title"))


def entries_of(document: YamlMapping) -> Iterator[YamlMapping]:
    """Return the entries as items of CSL."""
    for key, entry in document.items():
        if isinstance(entry, YamlMapping):
            yield _item(key, entry)


def _item(key: str, entry: YamlMapping) -> YamlMapping:
    parents = [one for one in _listed(entry.get("parent")) if isinstance(one, dict)]
    own_type = text(entry.get("type")).lower()
    types = [text(one.get("type")).lower() for one in parents]
    place = next(iter(parents), {})
    item = YamlMapping({"id": key, "title": _title(entry.get("title"))})
    item.line = entry.line
    item["type"] = _TYPES.get(own_type, "document")
    if item["type"] in {"article-journal", "document"} and _TALKS.intersection(types):
        item["type"] = "paper-conference"
    if item["type"] == "article-journal" and _PAGES.intersection(types):
        item["type"] = "post-weblog"
    # The nearest first: the entry itself, what it is part of, what that is part of.
    chain: list[dict[str, Any]] = [entry, *parents, *(inner(one, "parent") for one in parents)]  # type: ignore[list-item]
    for name, csl in _SAME.items():
        found = next(filter(None, (_text(one.get(name)) for one in chain)), "")
        item.setdefault(csl, found)
    # A chapter without a title is one of its book.
    wrote = chain if not item["title"] else chain[:1]
    item["author"] = next(filter(None, (_people(one.get("author")) for one in wrote)), [])
    item["editor"] = next(filter(None, (_people(one.get("editor")) for one in chain)), [])
    item["translator"] = [
        name
        for one in _listed(entry.get("affiliated"))
        if isinstance(one, dict) and text(one.get("role")) == "translator"
        for name in _people(one.get("names"))
    ]
    item["issued"] = next(filter(None, (_text(one.get("date")) for one in chain)), "")
    item["container-title"] = _title(place.get("title"))
    if len(chain) > 1 + len(parents):
        item["collection-title"] = _title(inner(place, "parent").get("title"))
    item["URL"] = _text(entry.get("url"))
    publisher = next((one["publisher"] for one in chain if one.get("publisher")), None)
    item["publisher"] = text(publisher) or _text(inner({"of": publisher}, "of").get("name"))
    item["publisher"] = item["publisher"] or _text(entry.get("organization"))
    item["publisher-place"] = _text(inner({"of": publisher}, "of").get("location")) or _text(
        entry.get("location")
    )
    for name in _SERIAL:
        item[name.upper()] = next(filter(None, (_serial(one, name) for one in chain)), "")
    on_server = item["container-title"].lower() in _PREPRINTS
    arxiv = _serial(entry, "arxiv")
    if on_server and not arxiv:
        arxiv = arxiv_of(_text(entry.get("serial-number"))) or ""
    if arxiv:
        item["archive"], item["archive_location"] = "arXiv", arxiv
    if on_server or (arxiv and not parents):
        item["type"] = "article"
    return item


def _serial(entry: dict[str, Any], name: str) -> str:
    """Return a number of an entry: within `serial-number`, or beside it as in older files."""
    return _text(inner(entry, "serial-number").get(name)) or _text(entry.get(name))


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _text(value: Json) -> str:
    """Return a text, or the `value` of an object: `{value: Tides, short: T.}`."""
    if isinstance(value, dict):
        value = value.get("value")
    return written(value) or ""


def _title(value: Json) -> str:
    """Return a title without the braces that keep its case."""
    return _text(value).replace("{", "").replace("}", "")


def _people(value: Any) -> list[dict[str, str]]:
    """Return people, "Brook, Ida" or an object of parts each, as names of CSL."""
    return [name for name in map(_person, _listed(value)) if any(name.values())]


def _person(one: Any) -> dict[str, str]:
    if isinstance(one, dict):
        family, given = text(one.get("name")), text(one.get("given-name"))
        particle, suffix = text(one.get("prefix")), text(one.get("suffix"))
        return {
            "family": family,
            "given": given,
            "non-dropping-particle": particle,
            "suffix": suffix,
        }
    name = written(one) or ""
    if "," not in name:  # a text without a comma is a whole name
        return {"literal": name}
    parts = parts_of(given_first(name))
    return {"family": parts.family, "given": parts.given, "suffix": parts.suffix}
