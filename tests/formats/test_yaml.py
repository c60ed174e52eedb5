"""YAML of pandoc, CITATION.cff, hayagriva and papis."""

import contextlib
import textwrap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paperbrowser.formats import ReadError, preview, read, read_bytes
from paperbrowser.papers.names import parts_of

CSL = """
---
title: A Talk
references:
- id: brook2011
  type: article-journal
  title: 'Tides of [NASA]{.nocase}, **Mare**~2~ and *Felis catus*'
  author:
  - family: Berg
    given: Ida
    non-dropping-particle: van den
  - literal: Board of Seas and Lakes
  issued: 2011-04-02
  container-title: Journal of Seas
  volume: 4
  issue: 2
  page: 5-9
  DOI: 10.5072/t.1
- id: lake
  type: book
  title: Waves
  author: {family: Lake, given: Bo}
  editor: [{family: Pond, given: Eva}]
  issued:
  - year: 2012
    month: 5
  publisher: Sea Press
  collection-title: Lectures
  collection-number: 33
  abstract: |
    We swim.

    We dive.
---

# The talk: with [a link](x) and "text" {that} is no YAML: - [
"""
CFF = """
cff-version: 1.2.0
message: Please cite it.
title: Tides in Python
type: software
version: 1.10
date-released: 2012-01-31
repository-code: https://code.example/tides
doi: 10.5072/zen.1
keywords: [sea, tide]
authors:
  - family-names: Brook
    given-names: Ida
    name-particle: van
    orcid: https://orcid.org/0000-0000-0000-0000
  - name: Board of Seas and Lakes
preferred-citation:
  type: article
  title: "Tides: A Study"
  authors: [{family-names: Brook, given-names: Ida, name-particle: van, name-suffix: Jr.}]
  journal: Journal of Seas
  volume: 4
  issue: 2
  start: 5
  end: 9
  year: 2011
  month: 4
  identifiers: [{type: doi, value: 10.5072/t.1}]
references:
  - type: conference-paper
    title: Waves
    authors: [{family-names: Lake, given-names: Bo}]
    conference: {name: Sea Days}
    year: 2009
"""
HAYAGRIVA = """
tides:
  type: Article
  title: Tides
  author: ["van Brook, Ida", "Board of Seas and Lakes"]
  date: 2011-04-02
  page-range: 5-9
  serial-number: {doi: 10.5072/t.1}
  parent:
    type: Periodical
    title: Journal of Seas
    volume: 4
    issue: 2
talk:
  type: article
  title: {value: Waves, short: W}
  author: {name: Lake, given-name: Bo, prefix: von}
  parent:
    - type: proceedings
      title: Sea Days
      date: 2012
      editor: "Pond, Eva"
      publisher: {name: Sea Press, location: Ulm}
      parent: {type: anthology, title: Lectures on Seas}
preprint:
  type: article
  title: Foam
  author: Lake, Bo
  date: 2013
  serial-number: {arxiv: "1304.01234"}
"""
PAPIS = """
abstract: We swim.
author: Brook Lake, Ida and Pond, Eva
author_list:
- affiliation: []
  family: Brook Lake
  given: Ida
- family: Pond
  given: Eva
doi: 10.5072/t.1
files: [tides.pdf]
journal: Journal of Seas
month: 4
papis_id: 0a1b
pages: 5--9
ref: BrookTides
title: Tides
type: article
volume: '4'
year: 2011
tags: [sea]
"""


def _papers(text, form=None):
    return read_bytes(text.encode(), form=form).profile.papers


def test_csl_of_pandoc():
    first, second = _papers(CSL)
    assert first.title == "Tides of NASA, Mare2 and Felis catus"
    assert first.authors == ("Ida van den Berg", "Board of Seas and Lakes")
    assert (first.venue, first.volume, first.number, first.pages) == (
        "Journal of Seas",
        "4",
        "2",
        "5-9",
    )
    assert (first.date_text, first.doi, first.kind, first.id) == (
        "2011-04-02",
        "10.5072/t.1",
        "article",
        "brook2011",
    )
    assert (second.authors, second.editors, second.date_text) == (
        ("Bo Lake",),
        ("Eva Pond",),
        "2012-05",
    )
    assert (second.series, second.number) == ("Lectures", "33")
    assert (second.publisher, second.abstract) == ("Sea Press", "We swim.\n\nWe dive.")


def test_csl_as_a_mere_list():
    listed = textwrap.dedent(CSL.split("references:\n")[1].split("---\n", maxsplit=1)[0])
    assert _papers(listed) == _papers(CSL)


def test_a_citation_file_begins_with_what_it_prefers():
    article, software, talk = _papers(CFF)
    assert (article.title, article.venue, article.pages, article.date_text) == (
        "Tides: A Study", "Journal of Seas", "5-9", "2011-04",
    )  # fmt: skip
    assert (article.kind, article.doi, article.authors) == (
        "article",
        "10.5072/t.1",
        ("Ida van Brook Jr.",),
    )
    assert (software.kind, software.edition, software.date_text) == (
        "software",
        "1.10",
        "2012-01-31",
    )
    assert software.authors == ("Ida van Brook", "Board of Seas and Lakes")
    assert (software.keywords, software.url) == (("sea", "tide"), "https://code.example/tides")
    assert (talk.kind, talk.venue, talk.date_text) == ("conference", "Sea Days", "2009")


def test_hayagriva():
    tides, talk, preprint = _papers(HAYAGRIVA)
    assert (tides.id, tides.kind, tides.authors) == (
        "tides",
        "article",
        ("Ida van Brook", "Board of Seas and Lakes"),
    )
    assert (tides.venue, tides.volume, tides.number, tides.pages, tides.doi) == (
        "Journal of Seas", "4", "2", "5-9", "10.5072/t.1",
    )  # fmt: skip
    assert (talk.title, talk.kind, talk.authors, talk.editors) == (
        "Waves",
        "conference",
        ("Bo von Lake",),
        ("Eva Pond",),
    )
    assert (talk.venue, talk.date_text, talk.publisher, talk.place) == (
        "Sea Days",
        "2012",
        "Sea Press",
        "Ulm",
    )
    assert talk.series == "Lectures on Seas"
    assert (preprint.kind, preprint.arxiv) == ("preprint", "1304.01234")


def test_hayagriva_on_servers_pages_and_within_books():
    listed = _papers(
        "server:\n  type: Article\n  title: '{Foam} and Sea'\n  serial-number: 1304.01234\n  date: ~2013-04\n"
        "  parent: {type: Repository, title: arXiv}\n"
        "page:\n  type: Article\n  title: Sand\n  author: Ida\n  parent: {type: Blog, title: '{By} the Sea'}\n"
        "within:\n  type: Chapter\n  page-range: 1-2\n  parent: {type: Book, title: Shells, author: 'Lake, Bo', date: 2001}\n"
    )
    assert [
        (paper.title, paper.kind, paper.venue, paper.authors, paper.date_text) for paper in listed
    ] == [
        ("Foam and Sea", "preprint", "arXiv", (), "2013-04"),
        ("Sand", "webpage", "By the Sea", ("Ida",), ""),
        ("within", "chapter", "Shells", ("Bo Lake",), "2001"),
    ]
    assert listed[0].arxiv == "1304.01234"


def test_papis():
    (paper,) = _papers(PAPIS)
    assert paper.authors == ("Ida Brook Lake", "Eva Pond")
    assert parts_of(paper.authors[0]).family == "Brook Lake"
    assert (paper.venue, paper.pages, paper.date_text, paper.id) == (
        "Journal of Seas",
        "5-9",
        "2011-04",
        "BrookTides",
    )
    assert len(_papers(f"{PAPIS}---{PAPIS.replace('BrookTides', 'Other')}")) == 2


@pytest.mark.parametrize("text", [CSL, CFF, HAYAGRIVA, PAPIS])
def test_a_file_is_recognised_named_and_shown_beforehand(text, tmp_path):
    path = tmp_path / "sea.txt"
    path.write_text(text, encoding="utf-8")
    assert read(path).profile.papers == _papers(text, "yaml")
    assert read(path).profile.name == "sea"
    assert preview(path) is not None


def test_dates_and_decimal_numbers_stay_as_they_are_written():
    (paper,) = _papers(
        "- title: Tides\n  volume: 1.10\n  issue: 007\n  year: 2011\n  author: [{family: No, given: 'Yes'}]\n"
    )
    assert (paper.volume, paper.number, paper.date_text, paper.authors) == (
        "1.10",
        "007",
        "2011",
        ("Yes No",),
    )


def test_anchors_and_merged_keys():
    (one, two) = _papers(
        "references:\n- &base\n  title: Tides\n  year: 2011\n  author: &who [{family: Brook, given: Ida}]\n"
        "- <<: *base\n  title: Waves\n  editor: *who\n"
    )
    assert (one.title, two.title, two.date_text) == ("Tides", "Waves", "2011")
    assert one.authors == two.authors == two.editors == ("Ida Brook",)


def test_what_stands_before_a_damage_is_read():
    text = "- title: Tides\n  year: 2011\n- title: Waves\n  year: 2012\n- title: Foam\n  author: [Ida\n\x00- title: 'x\n"
    result = read_bytes(text.encode(), form="yaml")
    assert [paper.title for paper in result.profile.papers] == ["Tides", "Waves"]
    (remark,) = result.remarks
    assert (remark.code, "2 papers before it" in remark.message) == ("truncated", True)
    assert remark.line in {7, 8}


BOMB = "title: Tides\na: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{two}: &{two} [{', '.join([f'*{one}'] * 9)}]\n"
    for one, two in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (BOMB, "refers to the same values too often"),
        ("title: Tides\nx: " + "[" * 120 + "]" * 120, "nested too deeply"),
        ("title: Tides\nx: " + "{a: " * 100_000, "nested too deeply"),
        ("title: Tides\nx:\n  " + "- " * 50_000, "nested too deeply"),
        ("- just: words\n- title\n", "no entry in this YAML is a paper"),
        ("title:\n", "no entry in this YAML is a paper"),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(text, message):
    with pytest.raises(ReadError, match=message):
        _papers(text, "yaml")


@pytest.mark.parametrize("value", ["&a [*a]", "&a {b: *a}", "*nowhere", "[*a, &a 1]"])
def test_an_alias_of_what_is_not_there_is_nothing(value):
    (paper,) = _papers(f"title: Tides\nauthor: {value}\nyear: 2011\n", "yaml")
    assert (paper.title, paper.authors, paper.date_text) == ("Tides", (), "2011")


def test_what_nests_deeper_than_the_parser_allows_is_a_damage():
    result = read_bytes(("- title: Tides\n- x: " + "[" * 100_000).encode(), form="yaml")
    assert [paper.title for paper in result.profile.papers] == ["Tides"]
    assert "nesting" in result.remarks[-1].message or "nested" in result.remarks[-1].message


def test_tags_do_nothing():
    (paper,) = _papers(
        "title: !!python/object/apply:os.system ['exit 3']\nauthor: !!python/name:os.system ''\nref: !x Tides\n",
        "yaml",
    )
    assert (paper.title, paper.authors) == ("exit 3", ())


@pytest.mark.parametrize(
    "text",
    [
        "title: Tides\nA sentence about it\n",
        "Title: Tides\nAuthors: Ida Brook\n",
        "TI  - Tides\n",
        "@article{x,\n title: Tides\n}",
        "title = 'Tides'\n",
        "key: value\nother: value\n",
        "title,authors\nTides: a study,Ida Brook\n",
    ],
)
def test_other_texts_are_not_taken_for_yaml(text):
    from paperbrowser.formats.yaml import READER

    assert not READER.sniff(text)


_WORDS = st.sampled_from(
    ["title", "author", "references", "cff-version", "parent", "type", "issued", "family", "x", "&a", "*a", "<<", "!t", "|", ">",
     "? ", "---", "...", "%YAML 9", "[", "]", "{", "}", ",", ": ", "- ", "\n", "\n  ", "\n- ", "\n    ", '"', "'", "#", "2011-04", "\t",
     "preferred-citation", "authors", "serial-number", "page-range", "publisher", "0x1F", "\x00", "\ufeff", "\ud800"]
)  # fmt: skip


@settings(deadline=None)
@given(st.lists(_WORDS | st.text(max_size=4), max_size=60).map("".join) | st.text(max_size=200))
def test_any_text_is_read_or_refused(text):
    from paperbrowser.formats.input import Input
    from paperbrowser.formats.yaml import READER

    READER.sniff(text)
    READER.preview(text)
    for begun in (text, f"- title: Tides\n{text}"):
        try:
            result = READER.read(Input.of_text(begun))
        except ReadError:
            continue
        assert result.profile.papers


_KEYS = st.sampled_from(
    ["title", "author", "authors", "type", "parent", "date", "issued", "url", "publisher", "serial-number", "value", "name", "doi",
     "family", "family-names", "affiliated", "references", "preferred-citation", "conference", "cff-version", "identifiers", "pages", "year"]
)  # fmt: skip
_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEYS, inner, max_size=4),
    max_leaves=10,
)


@settings(deadline=None)
@given(
    st.dictionaries(_KEYS, _VALUES, max_size=6),
    st.sampled_from(["", "cff-version: 1\n", "x:\n  title: T\n  type: article\n"]),
)
def test_any_values_are_read_or_refused(document, before):
    import json

    # JSON within YAML.
    lines = "".join(f"{key}: {json.dumps(value)}\n" for key, value in document.items())
    with contextlib.suppress(ReadError):
        assert _papers(before + lines, "yaml")
