"""The names that tables of papers have for their columns, and for kinds of publications. Pure functions.

A name counts by its letters and digits alone: "Author(s)", "authors" and "AUTHOR_S" are one.
"""

from paperbrowser.papers.model import Kind

# The names of each field's columns, the better first.
_COLUMNS: dict[str, tuple[str, ...]] = {
    "title": (
        "title", "article title", "document title", "paper title", "item title", "work title", "titles",
        "publication title (work)", "title display", "display name", "titel", "titre", "título",
        "titulo", "titolo",
        "tytuł", "название", "заглавие", "标题", "题名", "篇名", "論文標題", "タイトル", "論文名", "제목",
    ),
    "authors": (
        "author full names", "author full name", "full author names", "authors", "author", "author names",
        "authorships author display name", "authorships raw author name", "author list", "authors list",
        "creators", "creator", "book authors", "author name", "autor", "autoren", "autor(en)", "autor/in",
        "verfasser", "auteur", "auteurs", "autores", "autor(es)", "autore", "autori", "autorzy", "автор",
        "авторы", "作者", "著者", "저자",
    ),
    "groups": ("group authors", "corporate authors", "collective author"),
    "editors": (
        "editors", "editor", "book editors", "herausgeber", "éditeurs scientifiques", "redaktor",
    ),
    "translators": ("translators", "translator"),
    "venue": (
        "publication", "source title", "source title/anthology title", "anthology title", "journal/book",
        "publication title", "journal", "journal title", "journal name", "publication name",
        "primary location source display name", "host venue display name", "locations source display name",
        "venue", "venue name", "publication venue", "conference title", "conference name",
        "proceedings title",
        "meeting name", "book title", "container title", "journals", "journal ref", "journal reference",
        "so", "conference", "journal abbreviation", "zeitschrift", "revue", "revista", "rivista",
        "czasopismo",
        "журнал", "期刊", "刊名", "来源", "掲載誌", "source",
    ),
    "volume": (
        "volume", "vol", "journal volume", "biblio volume", "band", "jahrgang", "tome", "volumen",
        "том", "卷", "巻",
    ),
    "number": (
        "number", "issue", "issue number", "no", "journal issue", "biblio issue", "journal number",
        "heft", "numéro",
        "número", "numero", "期", "号",
    ),
    "pages": (
        "pages", "page range", "page numbers", "pagination", "article number", "art no", "article no",
        "elocation id", "eid number", "seiten", "páginas", "paginas", "pagine", "strony", "页码", "ページ",
    ),
    "first page": ("page start", "start page", "first page", "beginning page", "biblio first page"),
    "last page": ("page end", "end page", "last page", "ending page", "biblio last page"),
    "year": (
        "year", "publication year", "pub year", "published year", "year published", "year of publication",
        "py", "jahr", "erscheinungsjahr", "année", "annee", "año", "ano", "anno", "rok", "год", "年",
        "年份",
        "出版年", "発行年", "연도",
    ),
    "date": (
        "date", "publication date", "pub date", "date published", "date of publication", "published",
        "published date", "published at", "published on", "publication date (print)", "cover date",
        "issue date",
        "release date", "datum", "fecha", "data di pubblicazione", "发表时间", "update date",
    ),
    "publisher": (
        "publisher", "publishers", "publisher name", "host organization name",
        "primary location source host organization name", "verlag", "editora", "editore", "出版社",
        "institution",
        "school", "university",
    ),
    "place": ("publisher city", "place", "place of publication", "publisher location", "address"),
    "series": ("book series title", "series title", "series"),
    "edition": ("edition",),
    "note": ("note",),
    "isbn": ("isbn", "isbns", "isbn13", "print isbn", "isbn 13"),
    "issn": (
        "issn", "issns", "issn l", "print issn", "eissn", "electronic issn", "primary location source issn",
        "primary location source issn l",
    ),
    "citations": (
        "cited by", "times cited", "citations", "citation count", "citations count", "cites",
        "num citations",
        "number of citations", "no of citations", "total citations", "n citation", "cited by count",
        "citing works count", "article citation count", "times cited, all databases",
        "times cited, wos core",
        "cited by counts", "zitationen", "被引",
    ),
    "doi": ("doi", "item doi", "dois", "doi link", "ids doi", "doi url", "digital object identifier"),
    "url": (
        "url", "urls", "link", "links", "article url", "paper url", "item url", "fulltext url",
        "source linkout",
        "source url", "source urls", "primary location landing page url", "landing page url",
        "dimensions url",
        "doi link", "doi url", "external url", "entry id", "abs url", "abstract url", "openalex url",
        "pdf link",
        "download url", "lens url", "open access oa url",
    ),
    "pdf": (
        "pdf", "pdf url", "best oa location pdf url", "primary location pdf url", "open access pdf",
        "oa pdf",
    ),
    "arxiv": ("arxiv", "arxiv id", "eprint", "arxiv number", "arxiv identifier"),
    "abstract": (
        "abstract", "abstract note", "abstract text", "abstracts", "summary", "summaries",
        "zusammenfassung",
        "résumé", "resume", "resumen", "resumo", "riassunto", "аннотация", "摘要", "要旨", "抄録",
    ),
    "kind": (
        "document type", "item type", "content type", "publication type", "entry type", "bibliography type",
        "type crossref", "document identifier", "pub type", "reference type", "type", "dokumenttyp",
    ),
    "keywords": (
        "author keywords", "keywords", "keyword", "keywords display name", "index keywords",
        "keywords plus",
        "ieee terms", "mesh terms", "fields of study", "topics", "topics display name", "manual tags",
        "schlagwörter", "mots clés", "palabras clave", "关键词",
    ),
    "affiliations": (
        "affiliations", "affiliation", "author affiliations", "author institution names", "addresses",
        "authorships institutions display name", "institutions",
    ),
    "retracted": ("is retracted", "retracted"),
    "id": (
        "key", "lens id", "id", "eid", "publication id", "ut (unique wos id)", "unique id", "ids openalex",
        "openalex id", "accession number", "pmid", "pubmed id", "citation key", "citekey",
        "bibtex key", "identifier",
        "core id", "corpus id", "paper id",
    ),
    "category": ("category", "primary category", "categories"),
}  # fmt: skip
# Web of Science's two letters (https://images.webofknowledge.com/images/help/WOS/hs_wos_fieldtags.html).
_TAGS: dict[str, tuple[str, ...]] = {
    "title": ("TI",), "authors": ("AF", "AU", "BF", "BA"), "groups": ("CA", "GP"), "editors": ("BE", "ED"),
    "venue": ("SO", "JI", "J9", "CT"), "volume": ("VL",), "number": ("IS",), "pages": ("AR",),
    "first page": ("BP",), "last page": ("EP",), "year": ("PY",), "date": ("PD",), "publisher": ("PU",),
    "place": ("PI",), "series": ("SE",), "isbn": ("BN",), "issn": ("SN", "EI"), "citations": ("TC", "Z9"),
    "doi": ("DI",), "abstract": ("AB",), "kind": ("DT", "PT"), "keywords": ("DE", "ID"),
    "affiliations": ("C3",),
    "id": ("UT",),
}  # fmt: skip
# The names of `model.Kind`, which we write, and those of Scopus, Zotero, Dimensions, Crossref and others.
_KINDS: dict[str, Kind] = {
    "journal article": "article", "review": "article", "letter": "article", "editorial": "article",
    "note": "article", "short survey": "article", "data paper": "article", "book review": "article",
    "magazine article": "article", "newspaper article": "article", "retracted": "article",
    "conference paper": "conference", "proceedings paper": "conference", "proceeding": "conference",
    "proceedings article": "conference", "inproceedings": "conference", "book section": "chapter",
    "book chapter": "chapter", "incollection": "chapter", "inbook": "chapter", "edited book": "book",
    "monograph": "book", "reference entry": "chapter", "conference review": "proceedings",
    "posted content": "preprint",
    "dissertation": "thesis", "phdthesis": "thesis", "mastersthesis": "thesis", "techreport": "report",
    "data set": "dataset", "computer program": "software", "web page": "webpage", "blog post": "webpage",
    "misc": "other",
    "j": "article", "b": "book", "s": "chapter", "p": "patent", "c": "conference",
    # OpenOffice's table of literature, which JabRef writes.
    "0": "article", "1": "book", "3": "conference", "4": "chapter", "5": "chapter", "6": "conference",
    "7": "article", "9": "thesis", "11": "thesis", "12": "proceedings", "13": "report", "16": "webpage",
    **{kind: kind for kind in (
        "article", "preprint", "conference", "chapter", "book", "proceedings", "thesis", "report",
        "dataset",
        "software", "patent", "webpage", "other",
    )},
}  # fmt: skip
# By words in other kinds, such as "IEEE Conferences", "Wiley-IEEE Press eBook Chapters"; the stronger first.
_WORDS: tuple[tuple[str, Kind], ...] = (
    ("preprint", "preprint"), ("chapter", "chapter"), ("bookreview", "article"),
    ("conference", "conference"),
    ("proceedings", "conference"), ("meetingabstract", "conference"), ("thesis", "thesis"),
    ("dissertation", "thesis"),
    ("report", "report"), ("dataset", "dataset"), ("patent", "patent"), ("book", "book"),
    ("article", "article"),
    ("journal", "article"), ("magazine", "article"),
)  # fmt: skip


def folded(name: str) -> str:
    """Return the letters and digits of a name, without case.

    >>> folded("Author(s)"), folded("primary_location.source.display_name")
    ('authors', 'primarylocationsourcedisplayname')
    """
    return "".join(char for char in name.casefold() if char.isalnum())


_FOLDED = {field: tuple(map(folded, names)) for field, names in _COLUMNS.items()}
_FOLDED_KINDS = {folded(name): kind for name, kind in _KINDS.items()}
_COUNTED = frozenset(("workscount", "hindex"))  # tables of authors or institutions


def places_of(names: list[str]) -> dict[str, tuple[int, ...]]:
    """Return the numbers of the columns of each field that is there, the better first.

    Args:
        names: of the columns, in their order.

    Returns:
        Nothing if no column has titles.
    """
    if is_tagged(names):
        keys, known = names, _TAGS
    else:
        keys, known = list(map(folded, names)), _FOLDED
    first = {key: at for at, key in reversed(list(enumerate(keys)))}
    found = {
        field: tuple(dict.fromkeys(first[name] for name in names_ if name in first))
        for field, names_ in known.items()
    }
    venues = found["venue"]
    # The database that a row is from, where the venue has a column of its own.
    if len(venues) > 1 and "source" in first and first["source"] == venues[-1]:
        found["venue"] = venues[:-1]
    if not found["title"] or _COUNTED.intersection(first):
        return {}
    return {field: ats for field, ats in found.items() if ats}


def is_tagged(names: list[str]) -> bool:
    """Return whether the names are those of Web of Science's tab-delimited files: "PT", "AU", "TI"."""
    return "TI" in names and "AU" in names and sum(len(name) == 2 for name in names) > 4


def kind_of(texts: list[str]) -> Kind | None:
    """Return the kind that the cells about it state; None if none is known."""
    stated = [(folded(text), folded(text.partition(";")[0])) for text in texts]
    known = (_FOLDED_KINDS.get(name) for names in stated for name in names)
    within = (kind for name, _ in stated for word, kind in _WORDS if word in name)
    return next(filter(None, known), None) or next(within, None)
