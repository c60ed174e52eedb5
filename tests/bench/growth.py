"""Find what takes time that grows faster than its input.

    python -m tests.bench.growth [SUBJECT ...] [--place TEXT] [--all] [--seconds N] [--seed N]

A subject is a reader, the converter of LaTeX, the query parser, merging, or a writer. In each of its fields and
places a token is repeated until it fills 16,000, 64,000 and 256,000 characters. Printed is what grows faster than
linear, or takes more than a second for 100,000 characters: subject, place, text before the token, token,
seconds of processor time for the three sizes (stopped after 8), and the ratio of the last two.

The probes of a subject come in random order, and end after so many seconds of processor time; how many were
tried is printed. Another seed tries others.
"""

import argparse
import json
import random
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

from paperbrowser import formats
from paperbrowser.formats.csv import people
from paperbrowser.formats.result import ReadError
from paperbrowser.formats.text import authors, dates, markup
from paperbrowser.library.merge import merge
from paperbrowser.papers import display, names
from paperbrowser.papers.dates import PartialDate
from paperbrowser.papers.ids import with_ids
from paperbrowser.papers.latex import field_to_prose, to_text
from paperbrowser.papers.links import links_of
from paperbrowser.papers.model import Paper, Profile
from paperbrowser.reading import journal
from paperbrowser.reading.fold import State, clean_tag
from paperbrowser.search import query

SIZES = (16_000, 64_000, 256_000)  # characters
PER_100_KB = 1.0  # seconds
_STOP = 8.0  # seconds
_FAST = 0.25  # seconds for the largest size, below which the ratio says nothing
# Seconds for the middle size: the largest takes less than _FAST then, were it to grow with the square.
_SURELY_FAST = _FAST / (SIZES[2] / SIZES[1]) ** 2
_RATIO = 9.0  # of the times for two sizes, one four times the other

TOKENS = (
    *"{}[]()\"'\\@,;:=%#$<>&-_^~`./|+*!? \t\n\r",
    "\n\n", "\n \n", "\r\n", " ,", ", ", " and ", "a and ", "and", " {", "{a}", "{{", "}{", "\\{", "\\}", "\\\\", "\\a",
    "\\a{", "\\a ", "\\'", "\\'{", "\\\"o", "\\text{", "\\text{a}", "$\\text{", "\\frac", "\\frac{", "\\frac{a}{b}",
    "\\sqrt[", "\\left(", "\\begin{math}", "\\end{math}", "\\begin{a}", "\\cite[", "\\cite{a}", "\\(", "\\)", "\\[",
    "\\href{", "\\url{", "\\over", "\\textcolor{", "\\mathrm ", "\\ensuremath{", "\\,", "\\$", "$a", "$a$", "a$", "$$", "$1 ",
    "x^", "x_", "x^{", "x_{a}", "^{", "_{", "a^2", "``", "''", "``a''", "<p>", "<p", "</p>", "<jats:p>", "<jats:p", "<sub>",
    "<sup>a", "<a ", "<!--", "<!", "<?", "<![CDATA[", "]]>", "&amp;", "&lt;", "&lt;p&gt;", "&#", "&a", "<br/>", "<tex-math>",
    "@a{", "@article{a,", "a={", "a=b,", "a = \"b\" # ", "# a ", "% a\n", "a, b ", "a,b;", "a;", "A. ", "A.B. ", "A. B. ",
    "Jr. ", "Jr., ", "von ", "et al. ", "et al", "10.", "10.1/", "10.1000/a", "arXiv:", "arxiv ", "2001.00001", "http://",
    "http://a", "www.", "a@b", "a@b.", "vol. ", "pp. ", "pp 1", "1-", "1", "12", "2001", "2001-", "2001 ", "1/", "May ", "a", "a ",
    "Ab ", "a-", "a_", "a.", "a:", "a: ", "title:", "title:\"", "-a", "-\"", "a\"", "\"a\"", "\",\"", "\"\"", "é", "e\u0301",
    "\u0301", "数", "\u200d", "\u200b", "\xa0", "\u2028", "ﬀ", "ß", "[[papers]]\n", "[a]\n", "a = 1\n", "ER  - \n", "TY  - JOUR\n",
    "AU  - a\n", "AU  - ", "%A a\n", "%\n", "PT J\n", "ER\n", "Abstract\n", "Title\n", "a\n", "  a\n", "a\n\n", "PMID- 1\n",
    "{}", "[]", "[{", "{\"a\":", "{}\n", "1,", "null,", "- ", "-- ", "--", "...", "…", "(1) ", "((", "(a)", "[1] ", "• ",
    "Cited by 1\n", "2 authors\n", "Submitted", "PDF\n",
    # Entries without anything in them, and lists within lists.
    "@misc{}\n", "@misc{a,}\n", "{},", "[],", "- {}\n", "- \n", "a: {}\n", "a:\n  - b:\n", "? ", "&a ", "*a ", "a: &b [*b]\n",
    "TY  - JOUR\nER  - \n", "RT Book\n\n", "%0 Book\n\n", "PT J\nER\n\n", "<a/>", "<article/>", "<record></record>", ",,,\n",
    "[[papers]]\n\n", "A and (", "(A, B) and ", "{A} and ", "1980-1990, ", "2001-01-01/", "99999999999",
)  # fmt: skip
_BEFORE = ("", "x")


class _StoppedError(BaseException):
    """Raised by the alarm; nothing that handles errors takes it for one."""


@dataclass(frozen=True)
class Subject:
    """What is measured.

    Attributes:
        name: of the subject.
        run: does the work for the text of a place.
        places: what is around the repeated tokens, by name, as a function.
    """

    name: str
    run: Callable[[str], object]
    places: dict[str, Callable[[str], str]]


def _read(form: str, text: str) -> None:
    with suppress(ReadError):
        formats.read_bytes(text.encode("utf-8", "replace"), form=form)


def _between(template: str) -> Callable[[str], str]:
    start, _, end = template.partition("•")
    return lambda text: f"{start}{text}{end}"


def _json(template: str) -> Callable[[str], str]:
    return lambda text: template.replace('"•"', json.dumps(text))


_BIB = "@article{ho1, title = {A b}, author = {Ho, S.}, year = 2001, "
_BIB_FIELDS = (
    "title", "subtitle", "author", "abstract", "pages", "doi", "url", "date", "year", "month", "journal", "note",
    "howpublished", "eprint", "volume", "number", "publisher", "crossref", "xdata", "archiveprefix", "primaryclass",
)  # fmt: skip
_BIB_PLACES = {
    **{field: f"@misc{{ho1, {field} = {{•}}}}" for field in _BIB_FIELDS},
    "quoted": '@misc{ho1, title = "•"}',
    "number without quotes": "@misc{ho1, title = •, year = 2001}",
    "key": "@misc{•, title = {A b}}",
    "name of a field": "@misc{ho1, • = {A b}}",
    "string": "@string{a = {•}}\n@misc{ho1, title = a}",
    "comment": "@comment{•}\n@misc{ho1, title = {A b}}",
    "between": f"{_BIB}}}\n•\n@misc{{ho2, title = {{A b}}}}",
    "gap": f"{_BIB}•, note = {{A}}}}",
    "open": f"{_BIB} note = {{•",
    "entries": "@misc{ho1, title = {A b}}\n•",
}
_CSL = ("title", "DOI", "URL", "abstract", "page", "container-title", "volume", "note", "id")
_JSON_PLACES = {
    **{f"csl {name}": _json(f'[{{"type": "article", "title": "a", "author": [], "{name}": "•"}}]') for name in _CSL},
    "csl author": _json('[{"type": "article", "title": "a", "author": [{"literal": "•"}]}]'),
    "csl family": _json('[{"type": "article", "title": "a", "author": [{"family": "•", "given": "•"}]}]'),
    "csl date": _json('[{"type": "article", "title": "a", "issued": {"raw": "•"}}]'),
    "openalex title": _json(
        '{"results": [{"id": "https://openalex.org/W1", "display_name": "•", "title": "•", "authorships": '
        '[{"author": {"display_name": "•"}}]}]}'
    ),
    "semantic scholar": _json(
        '{"data": [{"paperId": "a", "title": "•", "abstract": "•", "authors": [{"name": "•"}], "venue": "•"}]}'
    ),
    "inspire": _json(
        '{"hits": {"hits": [{"metadata": {"titles": [{"title": "•"}], "authors": [{"full_name": "•"}], '
        '"abstracts": [{"value": "•"}]}}]}}'
    ),
    "raw": _between("•"),
    "list": _between("[•]"),
    "within": _between('[{"title": "a"}, •]'),
}  # fmt: skip
_XML_FIELDS = {
    "atom": '<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>http://arxiv.org/abs/2001.00001</id><title>T</title>%s'
    "</entry></feed>",
    "dblp": '<dblp><article key="a/b"><title>T</title>%s</article></dblp>',
    "pubmed": "<PubmedArticleSet><PubmedArticle><MedlineCitation><Article><ArticleTitle>T</ArticleTitle>%s</Article>"
    "</MedlineCitation></PubmedArticle></PubmedArticleSet>",
}
_XML_NAMES = {
    "atom": ("title", "summary", "author><name", "published", "id"),
    "dblp": ("title", "author", "journal", "ee", "pages", "year"),
    "pubmed": (
        "ArticleTitle",
        "Abstract><AbstractText",
        "Journal><Title",
        "Pagination><MedlinePgn",
    ),
}


def _xml_places() -> dict[str, Callable[[str], str]]:
    places: dict[str, Callable[[str], str]] = {"raw": _between("•")}
    for kind, around in _XML_FIELDS.items():
        for name in _XML_NAMES[kind]:
            closing = "></".join(reversed(name.split("><")))
            wrapped = around.replace("%s", f"<{name}>•</{closing}>")
            places[f"{kind} {name}, markup"] = _between(wrapped)
            places[f"{kind} {name}"] = partial(
                lambda around, text: around(text.replace("&", "&amp;").replace("<", "&lt;")),
                _between(wrapped),
            )
    return places


_ENDNOTE_XML = "<xml><records><record><titles><title>T</title></titles>%s</record></records></xml>"
_ENDNOTE_NAMES = (
    "titles><title", "contributors><authors><author", "contributors><authors><author><style", "abstract", "isbn", "pages",
    "urls><related-urls><url", "electronic-resource-num", "dates><year", "dates><pub-dates><date", "keywords><keyword", "notes",
)  # fmt: skip
_ZOTERO_RDF = "<RDF><Article><title>T</title>%s</Article></RDF>"
_ZOTERO_NAMES = (
    "title", "authors><Seq><li><Person><surname", "abstract", "date", "pages", "identifier", "identifier><URI><value", "subject",
    "isPartOf><Journal><title",
)  # fmt: skip
_PUBMED = "1. J Mach. 2017 Mar 5;12(3):45-67. doi: 10.5072/pa.1.\n\nOn machines.\n\nExample A(1), Other B.\n\nWe.\n\nPMID: 1\n"
_PUBMED_PLACES = {
    "raw": _between("•"),
    "citation": _between(_PUBMED.replace("J Mach", "•")),
    "title": _between(_PUBMED.replace("On machines", "•")),
    "authors": _between(_PUBMED.replace("Example A", "•")),
    "abstract": _between(_PUBMED.replace("We.", "•")),
    "doi": _between(_PUBMED.replace("10.5072/pa.1", "•")),
}


def _listed_places(around: str, names: tuple[str, ...]) -> dict[str, Callable[[str], str]]:
    places: dict[str, Callable[[str], str]] = {}
    for name in names:
        closing = "></".join(reversed(name.split("><")))
        wrapped = _between(around.replace("%s", f"<{name}>•</{closing}>"))
        places[f"{name}, markup"] = wrapped
        places[name] = partial(
            lambda wrapped, text: wrapped(text.replace("&", "&amp;").replace("<", "&lt;")), wrapped
        )
    return places


def _yaml(template: str) -> Callable[[str], str]:
    return lambda text: template.replace("•", json.dumps(text))


_CFF = "cff-version: 1.2.0\ntitle: T\nauthors:\n  - family-names: Moss\n    given-names: Ivo\n"
_HAYAGRIVA = 'moss2001:\n  type: article\n  title: T\n  author: ["Moss, Ivo"]\n'
_PAPIS = "ref: moss2001\ntitle: T\nauthor: Moss, Ivo\n"
_PANDOC = "references:\n- id: moss2001\n  type: book\n  title: T\n"
_YAML_PLACES = {
    "raw": _between("•"),
    "list": _between("- •"),
    "flow": _between(f"{_PANDOC}  author: [•]\n"),
    "entries": _between(f"{_PANDOC}•\n"),
    "plain": _between(f"{_PANDOC}  abstract: •\n"),
    "block": _between(f"{_PANDOC}  abstract: |\n    •\n"),
    **{
        f"pandoc {name}": _yaml(f"{_PANDOC}  {name}: •\n")
        for name in ("abstract", "issued", "DOI", "URL", "page", "container-title", "note")
    },
    "pandoc author": _yaml(f"{_PANDOC}  author:\n  - literal: •\n  - family: •\n    given: •\n"),
    **{
        f"cff {name}": _yaml(f"{_CFF}{name}: •\n")
        for name in ("abstract", "doi", "date-released", "repository-code", "message", "keywords")
    },
    "cff author": _yaml(f"{_CFF}  - family-names: •\n    given-names: •\n  - name: •\n"),
    **{
        f"hayagriva {name}": _yaml(f"{_HAYAGRIVA}  {name}: •\n")
        for name in ("date", "url", "page-range", "serial-number", "abstract", "parent", "editor")
    },
    "hayagriva author": _yaml("moss2001:\n  type: article\n  title: •\n  author: [•]\n"),
    **{
        f"papis {name}": _yaml(f"{_PAPIS}{name}: •\n")
        for name in ("abstract", "year", "doi", "url", "journal", "pages", "tags", "files")
    },
    "papis author": _yaml("ref: a\ntitle: •\nauthor: •\n"),
    "papis authors": _yaml("ref: a\ntitle: T\nauthor_list:\n- family: •\n  given: •\n"),
}


def _marked(text: str) -> None:
    """Read a journal that has a text in its lines, as a note and as tags."""
    lines = [
        {"t": 1, "d": "a", "n": 1, "p": [["title:a"]], "f": "note", "v": text},
        {"t": 2, "d": "a", "n": 2, "p": [["title:a"]], "f": "tag", "v": text},
        {"t": 3, "d": "a", "n": 3, "p": [["title:a"]], "f": "rename-tag", "v": "b", "was": text},
    ]
    data = text.encode() + b"\n" + "\n".join(map(json.dumps, lines)).encode()
    state = State(sorted(journal.decoded(data)))
    clean_tag(text)
    [*state.works()]


def _tagged(line: str, tags: tuple[str, ...], around: str) -> dict[str, Callable[[str], str]]:
    places = {tag: _between(around.replace("%s", line % tag + "•\n")) for tag in tags}
    return {**places, "raw": _between("•"), "between": _between(around.replace("%s", "•\n"))}


_CSV_HEAD = (
    "Authors,Title,Publication,Volume,Number,Pages,Year,Publisher,Date,DOI,arXiv,URL,Abstract"
)
_CSV_COLUMNS = tuple(_CSV_HEAD.split(","))


def _csv_places() -> dict[str, Callable[[str], str]]:
    def cell(column: int, text: str) -> str:
        cells = ["a"] * len(_CSV_COLUMNS)
        cells[column] = '"' + text.replace('"', '""') + '"'
        return f"{_CSV_HEAD}\n{','.join(cells)}\n"

    return {
        **{name: partial(cell, number) for number, name in enumerate(_CSV_COLUMNS)},
        "rows": _between(f"{_CSV_HEAD}\n•"),
        "open quote": _between(f'{_CSV_HEAD}\nx,"•'),
        "header": _between("Title,Authors,•\na,b,c\n"),
        "raw": _between("•"),
    }


_TOML_HEAD = 'name = "A"\n\n[[papers]]\ntitle = "A b"\n'
_TOML_PLACES = {
    **{
        key: partial(lambda key, text: f"[[papers]]\nid = 'a'\n{key} = {json.dumps(text)}\n", key)
        for key in ("title", "abstract", "venue", "doi", "url", "arxiv", "pages", "note", "date")
    },
    "authors": lambda text: f'[[papers]]\ntitle = "a"\nauthors = [{json.dumps(text)}]\n',
    "multi-line": _between(f'{_TOML_HEAD}abstract = """•"""\n'),
    "papers": _between(f"{_TOML_HEAD}•"),
    "raw": _between("•"),
}  # fmt: skip
_PAGE_HEAD = "Shirley Ho\n2 papers\n\nOn Machines\nS. Ho, A. Example\nJournal of Machines 12 (3), 45-67\n17 2017\n"
_PAPER = Paper(title="On Machines", authors=("Ada Example",), date=PartialDate(2001), id="a")


def _merged(change: Callable[[str], dict[str, object]], text: str) -> None:
    def profile(id_: str, text: str) -> Profile:
        facts = {"title": _PAPER.title, "authors": _PAPER.authors, "date": _PAPER.date, "id": id_}
        facts.update(change(text))
        return Profile(name="A", papers=with_ids([Paper(**facts)]))  # type: ignore[arg-type]

    merge(profile("a", text), profile("b", text + "b"), day=None)


def _many(title: Callable[[str, int], str], text: str) -> None:
    """Merge papers whose titles and authors are all alike, 40 characters of the text for each."""
    count = len(text) // 40
    start = text[:40]
    for curated in (False, True):
        papers = with_ids(
            [Paper(title=title(start, n), authors=("A B",), id=f"{n}") for n in range(count)]
        )
        others = with_ids(
            [Paper(title=title(start, -n), authors=("A B",), id=f"x{n}") for n in range(count)]
        )
        merge(Profile("A", papers=papers), Profile("A", papers=others), day=None, curated=curated)


def _written(form: str, field: str, text: str) -> None:
    value: object = (text,) if field == "authors" else text
    paper = Paper(**{"title": "A", "id": "a", field: value})  # type: ignore[arg-type]
    "".join(formats.write(form, Profile(name="A", papers=(paper,)), [paper]))


def _same(text: str) -> str:
    return text


def subjects() -> Iterator[Subject]:
    """Return all that is measured."""
    bib = {name: _between(around) for name, around in _BIB_PLACES.items()}
    yield Subject("bibtex", partial(_read, "bibtex"), bib)
    for name, function in (
        ("latex", to_text),
        ("field", field_to_prose),
        ("display", lambda text: (display.line(text), display.abstract(Paper(title="", abstract=text)))),
        ("names", lambda text: (names.given_first(text), names.parts_of(text), names.family_first(text))),
        ("authors", lambda text: (authors.split(text), authors.is_cut_short(text), people.medline(text), people.listed(text, family_first=True), people.strings(text))),
        ("markup", lambda text: (markup.line_of(text), markup.paragraphs_of(text))),
        ("dates", dates.date_of),
        ("links", lambda text: links_of([text], doi=text, arxiv=text)),
        ("query", query.parse),
    ):  # fmt: skip
        places = {"whole": _same, "in a formula": _between("$•$"), "in a group": _between("{•}")}
        yield Subject(name, function, places if name in {"latex", "field"} else {"whole": _same})
    yield Subject("csv", partial(_read, "csv"), _csv_places())
    yield Subject("toml", partial(_read, "toml"), dict(_TOML_PLACES))
    yield Subject("json", partial(_read, "json"), dict(_JSON_PLACES))
    own = _json('{"title": "a", "authors": ["•"], "abstract": "•", "venue": "•"}')
    lines = {"raw": _between("•"), "authors": own, "lines": _between('{"title": "a"}\n•')}
    yield Subject("jsonl", partial(_read, "jsonl"), lines)
    yield Subject("xml", partial(_read, "xml"), _xml_places())
    ris = ("TI", "AU", "AB", "PY", "DA", "DO", "UR", "SP", "JO", "ID", "N1")
    yield Subject(
        "ris", partial(_read, "ris"), _tagged("%s  - ", ris, "TY  - JOUR\nTI  - A\n%sER  - \n")
    )
    medline = ("TI  ", "FAU ", "AU  ", "AB  ", "DP  ", "LID ", "PG  ", "JT  ", "PMID")
    around = "PMID- 1\nTI  - A\n%s\n"
    yield Subject("nbib", partial(_read, "nbib"), _tagged("%s- ", medline, around))
    endnote = ("%%T ", "%%A ", "%%X ", "%%D ", "%%R ", "%%U ", "%%P ", "%%J ")
    enw = {tag: _between(f"%0 Journal Article\n%T A\n{tag[1:]}•\n") for tag in endnote}
    yield Subject("enw", partial(_read, "enw"), {**enw, "raw": _between("•")})
    wos = ("TI", "AU", "AF", "AB", "PY", "PD", "DI", "SO", "BP", "UT")
    around = "FN Clarivate\nVR 1.0\nPT J\nTI A\n%sER\n\nEF\n"
    yield Subject("wos", partial(_read, "wos"), _tagged("%s ", wos, around))
    refworks = ("T1", "A1", "AB", "YR", "FD", "DO", "LK", "SP", "JF", "K1", "NO")
    around = "RT Journal Article\nT1 A\n%s\n"
    yield Subject("refworks", partial(_read, "refworks"), _tagged("%s ", refworks, around))
    yield Subject("yaml", partial(_read, "yaml"), dict(_YAML_PLACES))
    yield Subject("pubmed", partial(_read, "pubmed"), _PUBMED_PLACES)
    yield Subject(
        "endnote xml", partial(_read, "xml"), _listed_places(_ENDNOTE_XML, _ENDNOTE_NAMES)
    )
    yield Subject("zotero rdf", partial(_read, "xml"), _listed_places(_ZOTERO_RDF, _ZOTERO_NAMES))
    yield Subject("marks", _marked, {"line": _between("•"), "value": _same, "tag": _same})
    page = {
        "raw": _between("•"),
        "below": _between(f"{_PAGE_HEAD}•"),
        "above": _between(f"•\n{_PAGE_HEAD}"),
        "title": _between(f"{_PAGE_HEAD}•\nS. Ho\nJournal, 2001\n3 2001\n"),
        "authors": _between(f"{_PAGE_HEAD}On a\n•\nJournal, 2001\n3 2001\n"),
        "venue": _between(f"{_PAGE_HEAD}On a\nS. Ho\n•\n3 2001\n"),
    }
    yield Subject("page", partial(_read, "page"), page)
    for field in ("title", "authors", "abstract", "venue", "doi", "arxiv"):

        def change(text: str, field: str = field) -> dict[str, object]:
            return {field: (text,) if field == "authors" else text}

        yield Subject(f"merge {field}", partial(_merged, change), {"whole": _same})
    for name, title in (
        ("alike", lambda start, _: start),
        ("numbered", lambda start, n: f"{start} {n}"),
        ("in front", lambda start, n: f"{n} {start}"),
    ):
        yield Subject(f"merge many {name}", partial(_many, title), {"whole": _same})
    for form in formats.writable():
        for field in ("title", "authors", "abstract", "venue", "pages"):
            yield Subject(f"write {form} {field}", partial(_written, form, field), {"whole": _same})


def _alarm(*_: object) -> None:
    raise _StoppedError


def seconds(work: Callable[[], object]) -> float:
    """Return the processor time of a call, at most `_STOP`."""
    started = time.process_time()
    try:
        signal.setitimer(signal.ITIMER_PROF, _STOP)
        work()
    except _StoppedError:
        return _STOP
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return time.process_time() - started


def times(
    run: Callable[[str], object], place: Callable[[str], str], token: str, before: str
) -> list[float]:
    """Return the seconds for each of `SIZES`, or fewer if the largest is fast, or is sure to be."""

    def measured(size: int) -> float:
        text = before + token * (size // len(token))
        return seconds(lambda: run(place(text)))

    middle = measured(SIZES[1])
    if middle < _SURELY_FAST:
        return [middle]
    last = measured(SIZES[-1])
    return [middle, last] if last < _FAST else [measured(SIZES[0]), middle, last]


def grows(taken: list[float]) -> bool:
    """Return whether times are those of a work that is not linear, or too slow."""
    if len(taken) < len(SIZES):
        return False
    allowed = (max(1.0, PER_100_KB * size / 100_000) for size in SIZES)
    too_slow = any(one > most for one, most in zip(taken, allowed, strict=True))
    return too_slow or taken[-1] > _RATIO * max(taken[-2], _FAST / 4)


def _measured(subject: Subject, chosen: argparse.Namespace) -> int:
    """Print what grows of a subject; return how many probes that are."""
    probes = [
        (name, place, token, before)
        for name, place in subject.places.items()
        if chosen.place in name
        for token in TOKENS
        for before in _BEFORE
    ]
    random.Random(chosen.seed).shuffle(probes)
    started = time.process_time()
    tried = flagged = 0
    for name, place, token, before in probes:
        if time.process_time() > started + chosen.seconds:
            break
        taken = times(subject.run, place, token, before)
        tried += 1
        bad = grows(taken)
        flagged += bad
        if bad or (chosen.all and len(taken) == len(SIZES)):
            shown = "  ".join(f"{one:6.2f}" for one in taken)
            ratio = taken[-1] / max(taken[-2], 0.001)
            print(
                f"{subject.name:22} {name:22} {before!r:4} {token!r:16} {shown}  x{ratio:.0f}",
                flush=True,
            )
    print(f"{subject.name}: {tried:,} of {len(probes):,} probes, {flagged} flagged", flush=True)
    return flagged


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument(
        "subjects", nargs="*", metavar="SUBJECT", help="by the beginning of the name"
    )
    parser.add_argument("--place", default="", help="only places with this in their names")
    parser.add_argument("--all", action="store_true", help="print all that takes long")
    parser.add_argument("--seconds", type=float, default=60, help="of processor time, for each")
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    signal.signal(signal.SIGPROF, _alarm)
    wanted = tuple(chosen.subjects)
    flagged = 0
    for subject in subjects():
        if not wanted or subject.name.startswith(wanted):
            flagged += _measured(subject, chosen)
    print(f"{flagged} flagged")
    return 1 if flagged else 0


if __name__ == "__main__":
    sys.exit(main())
