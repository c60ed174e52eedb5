"""What a paper's editors, retraction, edition, versions and further links look like in words."""

from paperbrowser.formats import citation
from paperbrowser.papers import display
from paperbrowser.papers.dates import PartialDate
from paperbrowser.papers.links import links, version_link
from paperbrowser.papers.model import Paper, WorkVersion
from paperbrowser.tui.widgets.paper_detail import facts

BOOK = Paper(
    title="A Handbook of Knots", editors=("Rosa Lind", "Emeka Obi"), kind="book", publisher="Tide Press",
    place="Bergen", series="Ropes", edition="3", isbn="978-0-00-000000-2", date=PartialDate(2011),
    pdf="https://tide.example/knots.pdf", code_url="https://code.example/knots",
)  # fmt: skip


def test_editors_or_a_group_stand_in_for_authors_and_only_then():
    assert display.authors(BOOK) == "Rosa Lind, Emeka Obi (eds.)"
    assert display.authors(Paper(title="", editors=("Rosa Lind",))) == "Rosa Lind (ed.)"
    assert display.authors(Paper(title="", collaboration="The Knot Group")) == "The Knot Group"
    assert display.authors(Paper(title="", authors=("Wen Li",), editors=("Rosa Lind",))) == "Wen Li"
    assert citation.citation(BOOK).startswith("Rosa Lind, Emeka Obi (eds.) (2011).")


def test_the_facts_of_a_book_are_in_its_line():
    assert {"Ropes", "Bergen", "3rd edition", "ISBN 978-0-00-000000-2"} <= set(facts(BOOK))


def test_what_the_source_says_was_withdrawn_is_so_without_a_word_in_the_title():
    assert display.retraction(Paper(title="On Rope", retracted="withdrawn")) == "withdrawn"
    assert display.is_retracted(Paper(title="On Rope", retracted="retracted"))
    assert not display.is_retracted(Paper(title="Retracted claws of cats"))


def test_pdf_and_code_are_among_the_links():
    assert links(BOOK) == (BOOK.pdf, BOOK.code_url)
    assert links(Paper(title="", pdf="javascript:alert(1)")) == ()


def test_another_version_is_said_in_a_line_and_leads_to_its_page():
    talk = WorkVersion(
        kind="conference", venue="Knots", pages="7-9", date=PartialDate(2009), doi="10.5072/k"
    )
    assert display.version(talk) == "Knots, 7-9, 2009"
    assert version_link(talk) == "https://doi.org/10.5072/k"
    assert display.version(WorkVersion(key="obi09")) == ""
