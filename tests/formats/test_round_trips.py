"""Exported files read again have all fields that the format has."""

from dataclasses import fields, replace

import pytest
from hypothesis import given, settings

from paperbrowser import formats
from paperbrowser.papers import display
from paperbrowser.papers.dates import PartialDate
from paperbrowser.papers.model import Paper, Profile
from paperbrowser.papers.names import literal, parts_of, person
from paperbrowser.papers.names import written as written_name
from paperbrowser.papers.text import one_line, paragraphs
from tests.formats.papers import FULL, PROFILES, written

EVERYTHING = {field.name for field in fields(Paper)}
_TEXT = {
    "title",
    "authors",
    "et_al",
    "venue",
    "volume",
    "number",
    "publisher",
    "doi",
    "arxiv",
    "id",
}
# The fields that each format has.
HAS = {
    "jsonl": EVERYTHING,
    "toml": EVERYTHING,
    "bibtex": _TEXT | {"kind", "pages", "date", "url", "abstract"},
    "ris": _TEXT | {"category", "kind", "pages", "date", "url", "citations"},
    "csl": _TEXT | {"category", "kind", "pages", "date", "url", "abstract"},
    "csv": _TEXT | {"category", "kind", "pages", "date", "url", "abstract", "citations"},
}
READABLE = [form for form in HAS if form in formats.names()]
WHOLE = [form for form in READABLE if HAS[form] == EVERYTHING]


def imported(form, profile):
    return formats.read_bytes(written(form, profile=profile).encode(), form=form).profile.papers


@pytest.mark.parametrize("form", WHOLE)
@settings(deadline=None, max_examples=settings.default.max_examples // 2)
@given(profile=PROFILES.filter(lambda profile: profile.papers))
def test_our_own_formats_lose_nothing(form, profile):
    # A reader cleans what it reads, so it is read twice.
    papers = imported(form, profile)
    assert imported(form, replace(profile, papers=papers)) == papers
    assert [paper.id for paper in papers] == [paper.id for paper in profile.papers]


# Plain enough for every format: what is beyond it is tried with their parsers.
PLAIN = replace(
    FULL,
    title=r"The $\Lambda_b$ & 95% of Machines: C#",
    authors=("Ludwig van Beethoven", "Martin Luther King Jr.", "Planck Collaboration", "Åsa Öberg"),
    abstract="We find 5% more & less.\n\nSecond paragraph: “quoted”.",
    url="https://example.org/a_b?c=%20d",
    doi="10.1234/mach_17",
)
CHANGES = {
    "whole": {},
    "cut": {"et_al": False, "date": PartialDate(2017, 3)},
    "year": {"date": PartialDate(2017), "pages": "e123"},
    "preprint": {"kind": "preprint", "doi": None, "venue": "arXiv", "publisher": None,
                 "url": "https://arxiv.org/abs/1703.01234", "volume": None, "number": None, "pages": None},
    "conference": {"kind": "conference", "number": None, "arxiv": None},
    "chapter": {"kind": "chapter", "arxiv": None},
    "book": {"kind": "book", "pages": None, "venue": None, "number": None, "arxiv": None},
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("form", READABLE)
def test_a_paper_comes_back(form, change):
    paper = replace(PLAIN, **CHANGES[change])
    (back,) = imported(form, Profile(name="Ada Example", papers=(paper,)))
    for name in HAS[form]:
        if form == "bibtex" and name == "kind" and change == "preprint":
            continue  # @misc; its eprint tells
        assert told(back, name) == told(paper, name), name


@pytest.mark.parametrize("form", ["bibtex", "biblatex", "ris", "csl"])
def test_a_paper_of_unknown_kind_with_a_volume_is_exported_as_an_article(form):
    # As in tables of Google Scholar, which name no sorts.
    paper = Paper(title="On Machines", venue="Journal of Machines", volume="12", id="a")
    (back,) = imported(form, Profile(name="Ada Example", papers=(paper,)))
    assert (back.kind, back.venue, back.volume) == ("article", "Journal of Machines", "12")


def told(paper, name):
    """Return a field as the user sees it."""
    match name:
        case "title":
            return display.title(paper)
        case "abstract":
            return paragraphs(display.abstract(paper))
        case "pages":
            return (paper.pages or "").replace("--", "-")
        case "venue":
            return one_line(paper.venue or "")
    return getattr(paper, name)


def test_every_format_is_named_by_its_ending():
    for key, form in formats.writable().items():
        named = formats.format_for_file(f"Papers{form.ending.upper()}")
        assert named is not None
        assert named.name == ("bibtex" if key == "biblatex" else key)
    assert formats.format_for_file("papers.docx") is None


@pytest.mark.parametrize("form", ["toml", "jsonl"])
def test_the_parts_of_all_names_come_back(form):
    people = (
        person("Dumas", "Alexandre", "père"),
        person("Aubignac", "François Hédelin", "abbé d'"),
        person("Martínez López", "Clara"),
        person("Holt, of the North", "Ida", "of Kent, 2nd"),
        literal("Tide Press"),
        literal("Shinta"),
    )
    paper = Paper(title="A", authors=people, editors=people, translators=people, id="a")
    (back,) = imported(form, Profile(name="Ada Example", papers=(paper,)))
    for role in ("authors", "editors", "translators"):
        assert [written_name(one) for one in getattr(back, role)] == [*map(written_name, people)]
        assert [*map(parts_of, getattr(back, role))] == [*map(parts_of, people)]


@pytest.mark.parametrize("form", ["toml", "jsonl"])
def test_paragraphs_of_a_note_and_lines_of_an_abstract_come_back(form):
    paper = Paper(
        title="",
        note="Retracted.\n\nSee the editors.",
        abstract="Steps:\n- one\n- two\n\nEnd.",
        id="a",
    )
    (back,) = imported(form, Profile(name="Ada Example", papers=(paper,)))
    assert back == paper


@pytest.mark.parametrize("form", ["toml", "jsonl", "bibtex", "biblatex"])
def test_names_of_fields_carry_no_controls(form):
    bib = "@misc{a, title = {A}, ab\x1b[31mc = {x}, d\ufeffe\x07 = {y}, usera = {z}}"
    (paper,) = formats.read_bytes(bib.encode(), form="bibtex").profile.papers
    text = written(form, paper)
    assert "usera" in text
    assert not set(text) & {"\x1b", "\x07", "\ufeff"}
    assert formats.read_bytes(text.encode()).profile.papers[0].bibtex == paper.bibtex


@pytest.mark.parametrize("form", ["bibtex", "biblatex", "ris", "csl"])
@pytest.mark.parametrize("kind", ["article", "book", "chapter", "conference", "report"])
def test_what_a_reference_manager_keeps_comes_back(form, kind):
    people = (
        person("Martínez López", "Clara"),
        person("King", "Martin", "Jr."),
        literal("Tide Press"),
    )
    paper = Paper(
        title="A", authors=people, editors=people, translators=people[:2], kind=kind, isbn="978-0-306-40615-7",
        issn="1234-5678", keywords=("sea", "moon"), note="Best paper.", retracted="withdrawn", place="Kent",
        edition="2", date=PartialDate(2011), id="a",
    )  # fmt: skip
    (back,) = imported(form, Profile(name="Ada Example", papers=(paper,)))
    for role in ("authors", "editors", "translators"):
        assert [*map(parts_of, getattr(back, role))] == [*map(parts_of, getattr(paper, role))], role
    for field in ("isbn", "issn", "keywords", "note", "retracted", "place", "edition"):
        assert getattr(back, field) == getattr(paper, field), field


def test_a_comma_within_a_part_of_a_name_stays_in_bibtex():
    people = (person("Holt, of the North", "Ida"), person("Brook", "Ida and"), person("Lake", "Bo"))
    paper = Paper(title="A", authors=people, id="a")
    (back,) = imported("bibtex", Profile(name="Ada Example", papers=(paper,)))
    assert [*map(parts_of, back.authors)] == [*map(parts_of, people)]


def test_a_key_of_any_length_and_a_name_in_braces_come_back():
    ris = f"TY  - BOOK\nID  - {'a' * 6000}\nTI  - Ropes\nAU  - {{Example, Ada\nER  -\n"
    tsv = 'Title\tAuthors\nRopes\t{"name": "x"}\n'
    for text in (ris, tsv):
        profile = replace(formats.read_bytes(text.encode()).profile, name="Ada")
        for form in READABLE:
            back = formats.read_bytes(
                "".join(formats.write(form, profile, profile.papers)).encode()
            )
            assert back.profile.papers[0].title == "Ropes"
            if form in WHOLE:
                assert back.profile.papers[0] == profile.papers[0]
