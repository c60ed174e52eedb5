"""Exported files, read by the strictest parsers of each format: every field comes out."""

import csv
import json
import logging
import re
from io import StringIO

import pytest
from hypothesis import given, settings

from paperbrowser import formats
from paperbrowser.formats.bibtex import escape
from paperbrowser.formats.csv import formulas
from paperbrowser.papers import display
from paperbrowser.papers.links import is_web_link
from paperbrowser.papers.model import Paper
from paperbrowser.papers.names import family_first
from paperbrowser.papers.text import clean, one_line
from tests.formats.papers import FULL, PAPERS, PROFILE, PROFILES, written

bibtexparser = pytest.importorskip("bibtexparser")
FEW = settings(
    deadline=None, max_examples=settings.default.max_examples // 2
)  # parsers of others are slow
LATEX = pytest.mark.parametrize("form", ["bibtex", "biblatex"])


# BibTeX


def entries(text):
    logging.disable()
    library = bibtexparser.parse_string(text)
    logging.disable(logging.NOTSET)
    assert not library.failed_blocks
    return [
        (entry.key, entry.entry_type, {field.key: field.value for field in entry.fields})
        for entry in library.entries
    ]


def braces_pair(value):
    """Whether each brace has a partner; BibTeX counts escaped ones as well."""
    depth = 0
    for sign in value:
        depth += {"{": 1, "}": -1}.get(sign, 0)
        if depth < 0:
            return False
    return depth == 0


def test_every_field_of_bibtex():
    ((key, kind, fields),) = entries(written("bibtex", FULL))
    assert (key, kind) == (FULL.id, "article")
    assert fields == {
        "title": r"{The $\Lambda_b$ \& 95\% of {\sc Machines}: <i>C\#</i>, *stars* and [links]}",
        "author": "van Beethoven, Ludwig and King, Jr., Martin Luther and {Planck Collaboration}"
        " and Öberg, Åsa and others",
        "year": "2017",
        "month": "mar",
        "day": "5",
        "journal": r"Journal of Machines \& Men",
        "volume": "12",
        "number": "3",
        "publisher": r"Example\_Press",
        "pages": "45--67",
        "doi": "10.1234/mach_(17)3#45",
        "eprint": "1703.01234",
        "archivePrefix": "arXiv",
        "primaryClass": "astro-ph.CO",
        "url": "https://example.org/a_b?c=%20d&e=%7Bf%7D#g",
        "abstract": 'We find $x_1 < 3$, 5\\% more.\n\n{}@article{x, is how\n\nER - of it; "quoted", \\#1.'.replace(
            "{x", r"\textbraceleft{}x"
        ),
    }


def test_biblatex_has_more_types_and_exact_dates():
    ((_, kind, fields),) = entries(written("biblatex", FULL))
    assert kind == "article"
    assert fields["date"] == "2017-03-05"
    assert fields["journaltitle"] == r"Journal of Machines \& Men"
    assert (fields["eprinttype"], fields["eprintclass"]) == ("arXiv", "astro-ph.CO")
    assert not {"year", "month", "journal", "archivePrefix"} & set(fields)


@LATEX
@FEW
@given(profile=PROFILES)
def test_no_paper_breaks_bibtex(form, profile):
    text = written(form, profile=profile)
    found = entries(text)
    keys = [key.lower() for key, _, _ in found]
    assert len(set(keys)) == len(keys) == len(profile.papers)
    for (key, _, fields), paper in zip(found, profile.papers, strict=True):
        assert not re.search(r"[\s,{}#%~\\\"()=]|\^\^", key)
        assert fields["title"] == "{" + (escape.escaped(paper.title) or "Untitled") + "}"
        assert fields.get("abstract", "") == escape.escaped_paragraphs(paper.abstract)
        assert ("url" in fields) == (paper.url is not None and is_web_link(paper.url))
        for value in fields.values():
            assert braces_pair(value)


@LATEX
@FEW
@given(profile=PROFILES)
def test_pybtex_reads_it_strictly(form, profile):
    pybtex = pytest.importorskip("pybtex.database.input.bibtex")
    parsed = pybtex.Parser().parse_string(written(form, profile=profile))  # raises on any error
    assert len(parsed.entries) == len(profile.papers)
    for entry, paper in zip(parsed.entries.values(), profile.papers, strict=True):
        names = [name for name in paper.authors if name.strip()]
        people = entry.persons.get("author", [])
        assert len(people) == len(names) + (paper.et_al and bool(names))


# RIS


def test_every_field_of_ris():
    rispy = pytest.importorskip("rispy")
    text = written("ris", FULL)
    assert text.count("\r\n") == text.count("\n")
    (entry,) = rispy.loads(text.replace("\r\n", "\n"))
    assert entry == {
        "type_of_reference": "JOUR",
        "id": FULL.id,
        "title": display.title(FULL),
        "authors": [
            "van Beethoven, Ludwig",
            "King, Martin Luther, Jr.",
            "Planck Collaboration",
            "Öberg, Åsa",
            "et al.",
        ],
        "author_address": "cambridge",
        "secondary_title": FULL.venue,
        "year": "2017",
        "date": "2017/03/05/",
        "volume": "12",
        "number": "3",
        "start_page": "45",
        "end_page": "67",
        "publisher": FULL.publisher,
        "doi": FULL.doi,
        "name_of_database": "arXiv",
        "accession_number": "arXiv:1703.01234",
        "urls": [FULL.url],
        "keywords": ["astro-ph.CO"],
        "notes": ["Cited By: 1234"],
        "abstract": one_line(display.abstract(FULL)),
    }


@FEW
@given(profile=PROFILES)
def test_no_paper_breaks_ris(profile):
    rispy = pytest.importorskip("rispy")
    found = rispy.loads(written("ris", profile=profile).replace("\r\n", "\n"))
    assert len(found) == len(profile.papers)
    for entry, paper in zip(found, profile.papers, strict=True):
        assert entry["title"] == display.title(paper)
        assert entry["id"] == paper.id
        assert entry.get("abstract", "") == one_line(display.abstract(paper))
        assert entry["type_of_reference"] in rispy.TYPE_OF_REFERENCE_MAPPING


# CSL JSON

_CSL_TEXTS = {
    *(
        "id",
        "type",
        "title",
        "container-title",
        "publisher",
        "volume",
        "issue",
        "number",
        "page",
        "DOI",
        "URL",
    ),
    *("archive", "archive_location", "abstract"),
}


def check_csl(item):
    """Check an item by https://resource.citationstyles.org/schema/latest/input/json/csl-data.json."""
    for name in _CSL_TEXTS & set(item):
        assert isinstance(item.pop(name), str)
    assert all(isinstance(one, str) for one in item.pop("categories", []))
    for name in item.pop("author", []):
        assert set(name) <= {"family", "given", "suffix", "literal", "non-dropping-particle"}
        assert name.get("family") or name.get("literal")
        assert all(isinstance(text, str) for text in name.values())
    if issued := item.pop("issued", None):
        ((*parts,),) = issued.pop("date-parts")
        assert all(isinstance(part, int) for part in parts)
        assert 1 <= len(parts) <= 3
        assert not issued
    assert not item


def test_every_field_of_csl():
    (item,) = json.loads(written("csl", FULL))
    assert item == {
        "id": FULL.id,
        "type": "article-journal",
        "title": display.title(FULL),
        "author": [
            {"family": "Beethoven", "given": "Ludwig", "non-dropping-particle": "van"},
            {"family": "King", "given": "Martin Luther", "suffix": "Jr."},
            {"literal": "Planck Collaboration"},
            {"family": "Öberg", "given": "Åsa"},
            {"literal": "others"},
        ],
        "issued": {"date-parts": [[2017, 3, 5]]},
        "container-title": FULL.venue,
        "publisher": FULL.publisher,
        "volume": "12",
        "issue": "3",
        "page": "45-67",
        "DOI": FULL.doi,
        "archive": "arXiv",
        "archive_location": "1703.01234",
        "URL": FULL.url,
        "categories": ["astro-ph.CO"],
        "abstract": display.abstract(FULL),
    }


@FEW
@given(profile=PROFILES)
def test_no_paper_breaks_csl(profile):
    items = json.loads(written("csl", profile=profile))
    assert [item["id"] for item in items] == [paper.id for paper in profile.papers]
    for item in items:
        check_csl(item)


# CSV


def rows(text):
    """The rows with the formulas of spreadsheets as they were before they were defused."""
    found = csv.DictReader(StringIO(text, newline=""), strict=True)
    return [{name: formulas.restored(cell) for name, cell in row.items()} for row in found]


def test_every_field_of_csv():
    text = written("csv", FULL)
    assert text.startswith("Authors,Title,Publication,Volume,Number,Pages,Year,Publisher,")
    (row,) = rows(text)
    assert row == {
        "Authors": "van Beethoven, Ludwig; King, Martin Luther, Jr.; Planck Collaboration; Öberg, Åsa; et al.",
        "Title": display.title(FULL),
        "Publication": FULL.venue,
        "Volume": "12",
        "Number": "3",
        "Pages": "45-67",
        "Year": "2017",
        "Publisher": FULL.publisher,
        "Date": "2017-03-05",
        "DOI": FULL.doi,
        "arXiv": "1703.01234",
        "URL": FULL.url,
        "Abstract": display.abstract(FULL),
        "Type": "article",
        "Citations": "1234",
        "Score": "97.5",
        "Category": "astro-ph.CO",
        "Affiliations": "cambridge; Bonn & Köln",
        "Code": "yes",
        "ID": FULL.id,
    }


@FEW
@given(profile=PROFILES)
def test_no_paper_breaks_csv(profile):
    text = written("csv", profile=profile)
    assert "\n" not in re.sub(r'"[^"]*"', "", text).replace("\r\n", "")
    for row, paper in zip(rows(text), profile.papers, strict=True):
        assert row["Title"] == display.title(paper)
        assert row["Abstract"] == display.abstract(paper)
        assert row["Authors"].count("; ") >= len([*filter(None, map(display.line, paper.authors))])


# Markdown


def test_a_reading_list():
    text = written("markdown", profile=PROFILE)
    assert text.startswith("# Ada \\<Example\\>\n\nR\\&D, 1 paper\n\n## The Λ")
    assert (
        "Journal of Machines \\& Men 12(3), 45-67 · 2017-03-05 · astro-ph\\.CO · 1,234 citations"
        in text
    )
    assert "[arXiv:1703.01234](https://arxiv.org/abs/1703.01234)" in text


@FEW
@given(PAPERS)
def test_nothing_of_a_paper_becomes_markup(paper):
    markdown_it = pytest.importorskip("markdown_it")
    parser = markdown_it.MarkdownIt("gfm-like", {"html": True}).enable(["linkify", "table"])
    tokens = parser.parse(written("markdown", paper))
    title = tokens[next(at for at, one in enumerate(tokens) if one.tag == "h2") + 1]
    assert {child.type for child in title.children} <= {"text"}
    assert one_line(
        title.content and "".join(child.content for child in title.children)
    ) == one_line(display.title(paper))
    kinds = {token.type for token in tokens}
    assert kinds <= {
        *("heading_open", "heading_close", "paragraph_open", "paragraph_close", "inline")
    }
    inside = {child.type for token in tokens if token.type == "inline" for child in token.children}
    assert inside <= {"text", "link_open", "link_close"}
    targets = [
        child.attrs["href"]
        for token in tokens
        if token.type == "inline"
        for child in token.children
        if child.type == "link_open"
    ]
    assert len(targets) == sum(
        map(bool, (paper.doi, paper.arxiv, paper.url and is_web_link(paper.url)))
    )
    paragraphs = [one_line(part) for part in display.abstract(paper).split("\n") if one_line(part)]
    texts = [
        one_line("".join(child.content for child in token.children))
        for token in tokens
        if token.type == "inline"
    ]
    assert texts[len(texts) - len(paragraphs) :] == paragraphs


# HTML


def page(text):
    html5lib = pytest.importorskip("html5lib")
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    return parser.parse(text)


def test_a_page():
    text = written("html", profile=PROFILE)
    document = page(text)
    assert document.findtext(".//h1") == "Ada <Example>"
    assert document.findtext(".//h2") == display.title(FULL)
    links = document.findall(".//a")
    assert [link.get("href") for link in links] == [
        "https://doi.org/10.1234/mach_(17)3%2345",
        "https://arxiv.org/abs/1703.01234",
        FULL.url,
    ]
    assert {link.get("rel") for link in links} == {"noopener"}
    assert len(document.findall(".//details/p")) == 3
    assert "<script" not in text


@FEW
@given(PAPERS)
def test_no_paper_breaks_the_page(paper):
    document = page(written("html", paper))
    assert {element.tag for element in document.iter() if isinstance(element.tag, str)} <= {
        *("html", "head", "meta", "title", "style", "body", "header", "h1", "p", "main", "article"),
        *("h2", "a", "details", "summary"),
    }
    assert document.findtext(".//h2") == display.title(paper)


@pytest.mark.parametrize("form", formats.writable())
def test_code_points_that_are_no_characters_are_left_out(form):
    text = written(form, Paper(title="A\ufffe \U0001ffffB", abstract="\ufdd0", id="a"))
    assert not set("\ufffe\U0001ffff\ufdd0") & set(text)
    assert "\ufffd" in text


def test_every_format_writes_something_that_is_clean():
    for form in formats.writable():
        text = written(form, profile=PROFILE)
        assert clean(text.replace("\r\n", "\n")) == text.replace("\r\n", "\n")
        assert text.endswith("\n")
        assert (
            family_first("Ludwig van Beethoven") in text
            or "Ludwig van Beethoven" in text
            or form == "csl"
        )
        assert isinstance(written(form), str)
