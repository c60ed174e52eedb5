"""The fields of a JSON record by the names that tables have for them, wherever the record keeps them.

    {"host": {"title": "Journal of Machines", "volume": "12"}}     venue, volume
    {"prism:doi": "…", "journalTitle_s": "…", "pub_year": 2017}     doi, venue, year

A name counts by its letters and digits; those of objects within each other are joined. What the names of
`csv.columns` lack is here. Pure functions.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from paperbrowser.formats.csv.columns import folded, places_of
from paperbrowser.formats.json.values import Json, JsonObject, inner

# Objects around the fields of a record: Zotero, DataCite, Zenodo, scholarly, dblp, OpenReview, DOAJ.
_AROUND = (
    "data",
    "attributes",
    "metadata",
    "bib",
    "info",
    "content",
    "bibjson",
    "_source",
    "fields",
)
_TITLES = frozenset(("title", "titles", "Title"))
_DEEPEST = 4  # objects within each other
_MOST = 400  # fields of a record
_PREFIX = re.compile(r"^(?:dc|dcterms|prism|bibo|schema):")  # namespaces, as in Scopus
_OF_SOLR = re.compile(r"(?<=[a-zA-Z])_(?:s|t|i|ss|dt|tdate|txt|fs|display)$")  # types, as in HAL
# Objects that are what the paper appeared in, and their fields.
_HOSTS = frozenset(
    ("host", "journal", "journalinfo", "journalinfojournal", "container", "source", "biblio", "conference",
     "book", "bookinfo", "publication", "publicationinfo", "venue", "publicationvenue", "meeting", "parent",
     "ispartof", "periodical", "partof", "bookinformation", "hostdocument", "journals", "imprint")
)  # fmt: skip
_OF_HOST = {
    "title": "journal", "name": "journal", "fulltitle": "journal", "volume": "volume", "issue": "issue",
    "number": "number", "issuenumber": "issue", "pages": "pages", "page": "pages", "issn": "issn",
    "isbn": "isbn",
    "issns": "issn", "isbns": "isbn", "essn": "eissn", "eissn": "eissn",
    "pagesfirst": "first page", "pageslast": "last page", "firstpage": "first page",
    "lastpage": "last page",
    "pagestart": "first page", "pageend": "last page", "pagesstart": "first page", "pagesend": "last page",
    "publisher": "publisher", "publishername": "publisher", "doi": "", "editor": "editors",
    "editors": "editors",
    "dateofpublication": "date published", "printpublicationdate": "publication date (print)",
    "yearofpublication": "year published", "place": "place", "articleno": "article no",
}  # fmt: skip
# Names that only JSON has: the name of a column that means the same.
_NAMES = {
    # titles and people
    "titles": "titles", "titledisplay": "title display", "fulltitle": "title", "papertitle": "paper title",
    "author": "author", "authorlist": "author full names", "authorlistauthor": "author full names",
    "authorsauthor": "authors", "authorsauthors": "authors", "authorsname": "authors",
    "authfullname": "authors",
    "authorstring": "creator", "authordisplay": "authors", "zauthors": "authors",
    "creatorscreator": "creators",
    "authornames": "author names", "authorname": "author name", "editorlist": "editors",
    "editorseditor": "editors",
    "collectivename": "group authors", "collaboration": "group authors", "collaborations": "group authors",
    # where it appeared
    "pub": "journal", "fulljournalname": "journal", "publicationname": "publication name",
    "proceedings": "proceedings title", "proceeding": "journal abbreviation",
    "conferencetitle": "conference title",
    "eventtitle": "conference", "event": "conference", "eventname": "conference",
    "meetingtitle": "meeting name",
    "websitetitle": "container title", "blogtitle": "container title", "encyclopediatitle": "book title",
    "dictionarytitle": "book title", "programtitle": "container title", "maintitle": "container title",
    "booktitle": "book title", "journaltitle": "journal title", "containertitle": "container title",
    "hosttitle": "journal", "publishedin": "journal", "archivetitle": "container title",
    "journalvolume": "volume", "volumenumber": "volume", "issueidentifier": "issue",
    "reportnumber": "issue",
    "patentnumber": "issue", "issuenum": "issue", "page": "pages", "pageinfo": "pages",
    "pagerange": "page range",
    "articlenumber": "article number", "elocationid": "elocation id", "startingpage": "first page",
    "endingpage": "last page", "firstpage": "first page", "lastpage": "last page",
    "pagefirst": "first page",
    "pagelast": "last page", "startpage": "page start", "endpage": "page end",
    "journalissn": "issn", "eissn": "eissn", "printisbn": "print isbn",
    "publisherlocation": "publisher location",
    "publicationplace": "place", "location": "place", "seriestitle": "series", "booksection": "",
    "imprintpublisher": "publisher", "university": "university",
    # when
    "pubdate": "pub date", "publisheddate": "published date", "coverdate": "cover date",
    "produceddate": "date", "publicationdate": "publication date",
    "publicationdatey": "year", "produceddatey": "year", "pubyear": "pub year", "dates": "published on",
    "firstpublicationdate": "published at", "epubdate": "published on", "dateissued": "date published",
    "issued": "date published", "copyrightdate": "year of publication", "onlinedate": "published at",
    "sortpubdate": "published at", "date": "date", "updated": "", "modified": "", "created": "",
    # numbers and addresses
    "citedbycount": "cited by count", "numcitations": "num citations",
    "citingpapercount": "citations count",
    "scholarlycitationscount": "citing works count", "numcitedby": "cited by", "pmcrefcount": "",
    "citationcount": "citation count", "citedby": "cited by", "statscitations": "citations",
    "doiid": "doi", "identifiersdoi": "ids doi", "externalidsdoi": "ids doi", "arxivid": "arxiv id",
    "identifiersarxiv": "arxiv id", "eprint": "eprint", "externalidsarxiv": "arxiv id",
    "ee": "link", "puburl": "article url", "uri": "item url", "htmlurl": "landing page url",
    "urlabs": "abs url",
    "abstracturl": "abstract url", "urlpublichtml": "item url", "linkshtml": "source url",
    "linksselfhtml": "source url",
    "urlpdf": "pdf url", "eprinturl": "pdf url", "fulltexturl": "fulltext url", "urladdress": "url",
    # what it is about
    "abstract": "abstract", "abstractnote": "abstract note", "descriptions": "abstracts",
    "description": "abstract text", "abstracttext": "abstract text", "summary": "summary",
    "abstractdisplay": "abstract text",
    "itemtype": "item type", "doctype": "document type", "subtypedescription": "publication type",
    "publicationtype": "publication type", "publicationtypes": "publication type", "pubtype": "pub type",
    "contenttype": "content type", "genre": "document type", "entrytype": "entry type",
    "aggregationtype": "",
    "typesciteproc": "item type", "typesresourcetypegeneral": "document type",
    "typesbibtex": "", "resourcetypesubtype": "item type", "resourcetypetype": "document type",
    "resourcetypetitle": "publication type", "resourcetype": "document type",
    "definedtypename": "document type",
    "pubtypelistpubtype": "pub type", "documenttype": "document type", "uploadtype": "document type",
    "tags": "manual tags", "subjects": "keywords", "keywordlistkeyword": "keywords",
    "authkeywords": "author keywords",
    "indextermsauthortermsterms": "author keywords", "indextermsieeetermsterms": "ieee terms",
    "keyword": "keyword", "keywords": "keywords",
    # keys to cite by
    "citationkey": "citation key", "bibcode": "bibtex key", "ref": "citekey",
}  # fmt: skip


def record_of(value: JsonObject) -> JsonObject:
    """Return the object with the fields, which may stand within others."""
    for _ in range(2):
        for key in _AROUND:
            if key not in value:
                continue
            within = inner(value, key)
            if _TITLES & within.keys():
                value = {**{name: one for name, one in value.items() if name != key}, **within}
                break
        else:
            break
    return value


def fields_of(record: JsonObject) -> dict[str, list[Json]]:
    """Return the values of each known field that are not empty, the better first."""
    flat = dict(_flat(record, "", 0))
    names: dict[str, Json] = {}
    for path, value in flat.items():
        if name := _column(path):
            names.setdefault(name, value)
    values = list(names.values())
    return {field: [values[at] for at in ats] for field, ats in _places(tuple(names)).items()}


def is_empty(value: Json) -> bool:
    """Whether a value says nothing."""
    return value is None or value in ("", [], {})


def _flat(record: JsonObject, before: str, depth: int) -> Iterator[tuple[str, Json]]:
    """Return the values that are no objects by their joined names."""
    for key, value in list(record.items())[:_MOST]:
        if is_empty(value):
            continue
        name = _OF_SOLR.sub("", _PREFIX.sub("", key))
        path = f"{before} {name}" if before else name
        if isinstance(value, dict):
            if set(value) <= {"value", "readers", "$", "#text", "@lang", "lang"}:
                yield path, value
            elif depth < _DEEPEST and not _is_person(value):
                yield from _flat(value, path, depth + 1)
                yield path, value
            else:
                yield path, value
        else:
            yield path, value


def _is_person(value: JsonObject) -> bool:
    keys = set(map(folded, value))
    return bool(
        keys & {"familyname", "lastname", "family", "surname", "fullname", "given", "firstname"}
    )


@lru_cache(maxsize=1 << 10)  # the records of a file have the same fields
def _places(names: tuple[str, ...]) -> dict[str, tuple[int, ...]]:
    return places_of(list(names))


@lru_cache(maxsize=1 << 12)
def _column(path: str) -> str:
    """Return the name of the column that means the same; empty for none."""
    key = folded(path)
    if key in _NAMES:
        return _NAMES[key]
    words = path.split(" ")
    for at in range(1, len(words)):
        if folded(" ".join(words[:at])) in _HOSTS:
            found = _OF_HOST.get(folded(" ".join(words[at:])))
            if found is not None:
                return found
    return path if len(words) == 1 or places_of(["title", path]).keys() - {"title"} else ""
