"""Tables of papers, of any program: a column of titles is enough to read them."""

import csv
import io
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paperbrowser import formats
from paperbrowser.formats import ReadError
from paperbrowser.formats.csv import formulas
from paperbrowser.formats.csv import read as csv_reader
from paperbrowser.formats.input import Input
from paperbrowser.formats.text import authors
from paperbrowser.formats.text.authors import split
from paperbrowser.papers.model import KINDS, Paper, Profile

SCHOLAR = (
    "\ufeffAuthors,Title,Publication,Volume,Number,Pages,Year,Publisher\n"
    '"Example, Ada; Other, B; ",On Machines,Journal of Machines,12,3,45-67,2017,Printers\n'
    '"Example, Ada; ","On ""quoted"",\nwrapped titles",,,,,,\n'
)


def read(text):
    data = text.encode()
    assert formats.read_bytes(data) == formats.read_bytes(data, form="csv")  # it is recognised
    reading = formats.read_bytes(data)
    return reading.profile.papers, [str(remark) for remark in reading.remarks]


def table(header, *rows, separator=","):
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator)
    writer.writerow(header.split(","))
    writer.writerows(rows)
    return out.getvalue()


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_that_is_written_is_read(kind):
    (one,), _ = read(table("Title,Type", ["T", kind]))
    assert one.kind == kind


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_google_scholar(ending):
    (one, two), remarks = read(SCHOLAR.replace("\n", ending))
    assert one.title == "On Machines"
    assert one.authors == ("Ada Example", "B Other")
    assert (one.venue, one.volume, one.number, one.pages) == (
        "Journal of Machines",
        "12",
        "3",
        "45-67",
    )
    assert (one.date_text, one.publisher, one.kind, one.et_al) == ("2017", "Printers", None, False)
    assert (two.title, two.date, two.venue) == ('On "quoted", wrapped titles', None, None)
    assert not remarks


def test_scopus():
    (one,), _ = read(
        table(
            "Authors,Author full names,Title,Year,Source title,Art. No.,Page start,Page end,Cited by,DOI,Link,Abstract,Document Type,EID,Source",
            ["Example A., De Other B.C.", "Example, Ada (57189200000); De Other, Bo C. (57189200001)", "On Machines", "2017", "Journal of Machines",
             "17", "45", "67", "12", "10.1000/XYZ", "https://www.scopus.example/1", "[No abstract available]", "Conference paper", "2-s2.0-1", "Scopus"],
        )
    )  # fmt: skip
    assert one.authors == ("Ada Example", "Bo C. De Other")
    assert (one.venue, one.pages, one.citations) == ("Journal of Machines", "45-67", 12)
    assert (one.doi, one.url) == ("10.1000/XYZ", "https://www.scopus.example/1")
    assert (one.abstract, one.kind, one.id) == ("", "conference", "2-s2.0-1")


def test_an_older_scopus_has_initials_last():
    (one,), _ = read('Authors,Title\n"Example A., De Other B.C.",On Machines\n')
    assert one.authors == ("A. Example", "B.C. De Other")


def test_zotero_and_a_table_of_semicolons():
    (one,), _ = read(
        table(
            "Key,Item Type,Publication Year,Author,Title,Publication Title,DOI,Url,Abstract Note,Date",
            ["ABCD", "journalArticle", "2017", "Example, Ada; Other, Bo", "On Machines", "J", "", "http://dx.doi.org/10.1000/a", "We\nnote.", "2017-03"],
            separator=";",
        )
    )  # fmt: skip
    assert (one.id, one.kind, one.date_text) == ("ABCD", "article", "2017-03")
    assert (one.doi, one.abstract, one.venue) == ("10.1000/a", "We note.", "J")


def test_dimensions_begins_with_a_line_about_itself():
    (one,), _ = read(
        '"About the data: Exported on Sep 02, 2021. Criteria: none",,,,\n'
        + table(
            "Rank\tx,Title,Authors,PubYear,Times cited".replace("\tx", ""),
            ["1", "On Machines", "Example, Ada; Other, Bo", "2017", "5"],
        )
    )
    assert (one.title, one.authors, one.citations) == (
        "On Machines",
        ("Ada Example", "Bo Other"),
        5,
    )


def test_pubmed_writes_initials_last_and_a_full_stop():
    (one, two), _ = read(
        table(
            "PMID,Title,Authors,Journal/Book,Publication Year",
            ["1", "On Machines", "Example AB, Abd-Other C.", "J Mach", "2022"],
            ["2", "On More", "De Vries JCL.", "J Mach", "2021"],
        )
    )
    assert one.authors == ("AB Example", "C Abd-Other")
    assert (two.authors, two.id, two.venue) == (("JCL De Vries",), "2", "J Mach")


def test_springerlink_names_its_columns_items():
    ((one,), _) = read(
        table(
            "Item Title,Publication Title,Journal Volume,Journal Issue,Item DOI,Authors,Content Type",
            [
                "On Machines",
                "Machines",
                "17",
                "3",
                "10.1000/1",
                "Ada ExampleJörg McOther",
                "Article",
            ],
        )
    )
    assert (one.title, one.venue, one.volume, one.number) == ("On Machines", "Machines", "17", "3")
    assert (one.doi, one.kind) == ("10.1000/1", "article")
    assert one.authors == ("Ada Example", "Jörg McOther")


def test_zeros_of_publish_or_perish_are_unknown_values():
    ((one,), _) = read(
        table(
            "Cites,Authors,Title,Year,Source,Volume,Issue,StartPage,EndPage",
            [
                "10",
                "A Example, B Other, ...",
                "On Machines",
                "2001",
                "Machines",
                "0",
                "0",
                "0",
                "0",
            ],
        )
    )
    assert (one.volume, one.number, one.pages, one.citations) == (None, None, None, 10)
    assert (one.authors, one.et_al) == (("A Example", "B Other"), True)


def test_a_table_that_scholarly_wrote():
    ((one,), _) = read(
        table(
            "title,author,pub_year,venue,num_citations",
            ["On Machines", "Ada Example and Bo Other", "2001", "Machines", "5"],
        )
    )
    assert (one.authors, one.date_text, one.citations) == (("Ada Example", "Bo Other"), "2001", 5)


def test_tabs_any_order_and_any_case():
    (one,), _ = read("YEAR\ttitle\tDoi\n2017\tOn Machines, and men\t10.1000/a\n")
    assert (one.title, one.date_text, one.doi) == ("On Machines, and men", "2017", "10.1000/a")


def test_commas_are_within_names_if_semicolons_are_between_them():
    papers, _ = read('Author,Title\n"van Other, Bo",A\n"Example, Ada; Other, Bo",B\n')
    assert papers[0].authors == ("Bo van Other",)
    papers, _ = read('Author,Title\n"Bo van Other, Ada Example",A\n')
    assert papers[0].authors == ("Bo van Other", "Ada Example")


def test_rows_that_are_short_long_or_empty():
    papers, remarks = read("Title,Year,DOI\nA\n\n,,\nB,2017,10.1000/a,more\n,2017,\n")
    assert [one.title for one in papers] == ["A", "B"]
    assert remarks == [
        "line 6: a row without title, authors and DOI, left out",
        "line 5: a row with more cells than columns, whose values may be in wrong columns",
    ]


@pytest.mark.parametrize("separator", [",", "\t"])
def test_the_empty_columns_of_a_whole_spreadsheet_are_left_out(separator):
    empty = separator * 16_382
    table = f"Title{separator}Year{empty}\r\nOn Looms{separator}2001{empty}\r\n"
    (paper,) = formats.read_bytes(table.encode()).profile.papers
    assert (paper.title, paper.date_text) == ("On Looms", "2001")


def test_a_quote_that_is_never_closed_takes_one_row_with_it():
    papers, remarks = read('Title,Year\nA,2001\n"B,2002\nC,2003\nD,2004\n')
    assert [one.title for one in papers] == ["A", "C", "D"]
    assert remarks == ["line 3: a quote is not closed, left out"]


def test_cells_longer_than_python_takes_and_nul():
    papers, _ = read("Title,Year\nA\0,2001\n" + "x" * 200_000 + ",2002\nC,2003\n")
    assert [one.title for one in papers] == ["A", "x" * 200_000, "C"]


@pytest.mark.parametrize(
    "text",
    [
        "Title\nA\n",
        "A Title, and more\nof this letter\n",
        "Subtitle,Year\nA,2001\n",
        "Dear colleague, this is Title\n",
        "Name,Year\nTitle,2001\n",
    ],
)
def test_other_texts_are_not_taken_for_tables(text):
    assert not csv_reader.sniff(text)
    with pytest.raises(ReadError, match="no column of this table is called Title"):
        csv_reader.read(Input.of_text(text))


def test_a_table_without_rows_is_refused():
    with pytest.raises(ReadError, match="no row of this table is a paper"):
        formats.read_bytes(b"Title,Year\n,\n")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ada Example, Bo Other and Cy Third", ("Ada Example", "Bo Other", "Cy Third")),
        ("Ada Example, Bo Other, and Cy Third", ("Ada Example", "Bo Other", "Cy Third")),
        ("A. One (1), B. Two (2,3), C. Three (1 and 2) ((1) Here, (2) There (far), (3) No)", ("A. One", "B. Two", "C. Three")),
        ("The X Collaboration: A. One, B. Two, (750 additional authors not shown)", ("The X Collaboration", "A. One", "B. Two")),
        ("R. Downey, Jr., S. Two", ("R. Downey Jr.", "S. Two")),
        ('K. G\\"odel & M. Bj{\\o}rn', ("K. Gödel", "M. Bjørn")),
        ("Example, Ada; Other, Bo; ", ("Ada Example", "Bo Other")),
        ("Example, A., De Other, B.C.", ("A. Example", "B.C. De Other")),
        ("Ramesh K., A. Two", ("Ramesh K.", "A. Two")),
        ("Lovelace, Ada", ("Ada Lovelace",)),
        ("Sandy Anders", ("Sandy Anders",)),
        ("A. One, B. Two, et al.", ("A. One", "B. Two")),
        ("A. One (unclosed", ("A. One",)),
        ("", ()),
        (" , and , ", ()),
        ("A. One; B. Two; and C. Three", ("A. One", "B. Two", "C. Three")),
    ],
)  # fmt: skip
def test_authors_in_one_text(text, names):
    assert split(text) == names


def test_a_list_of_authors_that_is_cut_short():
    assert authors.is_cut_short("A. One et al.")
    assert authors.is_cut_short("A. One, (750 additional authors not shown)")
    assert not authors.is_cut_short("E. Talbot, A. Others")


@given(st.one_of(st.text(), st.text(alphabet="(),;:& Aa.\\{}\"'")))
def test_any_text_has_authors_or_none(text):
    assert all(name == name.strip() and name for name in split(text))


def test_deep_parentheses_and_long_lists_take_linear_time():
    split("(" * 100_000)
    split("A. B, " * 20_000 + "(" * 20_000 + ")" * 20_000)
    split("a (" * 30_000)
    split(", " * 50_000 + "x")
    split(",;.... et al" * 20_000 + "x")
    authors.is_cut_short(" and " * 20_000)


TOKENS = [
    "Title",
    "Authors",
    "Year",
    ",",
    ",",
    ";",
    "\t",
    '"',
    '""',
    "\n",
    "\n",
    "\r",
    "\x00",
    "sep=;",
    "About the data",
    "A",
    "2001",
    "10.1000/a",
    " ",
]


@given(
    st.one_of(
        st.text(),
        st.lists(st.sampled_from(TOKENS)).map("".join),
        st.lists(st.sampled_from(TOKENS)).map(lambda some: "Title,Year\n" + "".join(some)),
    )
)
@settings(max_examples=3 * settings.default.max_examples)
def test_any_text_is_read_or_refused(text):
    csv_reader.sniff(text)
    csv_reader.preview(text)
    try:
        reading = csv_reader.read(Input.of_text(text))
    except ReadError:
        return
    assert all(one.title and one.id for one in reading.profile.papers)


@pytest.mark.slow
def test_a_file_of_nothing_but_quotes_takes_linear_time():
    for row in ('"\n', '",\n', '"A,2001\n', '"A,"2001\n'):
        csv_reader.preview("Title,Year\nA,1\n" + row * 20_000)


# Formulas

STARTS = [
    "=",
    "+",
    "-",
    "@",
    " =",
    '"=',
    "'=",
    " ' \" @",
    "\t",
    "\r",
    "\n",
    "＝",
    "＋",
    "－",
    "＠",
    "\u200b=",
    "\xa0-",
    "“+",
]


def written(*, raw=False, **facts):
    paper = Paper(id="a", **{"title": "T", **facts})
    profile = Profile(name="A", papers=(paper,))
    text = "".join(formats.write("csv", profile, [paper], raw=raw))
    (row,) = csv.DictReader(io.StringIO(text, newline=""))
    return text, row


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize(
    ("field", "column"),
    [("volume", "Volume"), ("pages", "Pages"), ("doi", "DOI"), ("number", "Number")],
)
def test_no_cell_begins_like_a_formula(start, field, column):
    _, row = written(**{field: f"{start}SUM(1+1)"})
    assert row[column][0] == "'"


@pytest.mark.parametrize("sign", "=+-@＝＋－＠")
def test_what_a_spreadsheet_would_run_is_defused_and_read_as_it_was(sign):
    title, venue, author = (f"{sign}HYPERLINK(1)", f"{sign}SUM(1+1)", f"Jo {sign}Example")
    text, row = written(title=title, venue=venue, authors=(author, f"{sign}Ho"), abstract=title)
    assert [row[name][0] for name in ("Title", "Publication", "Authors", "Abstract")] == ["'"] * 4
    # With semicolons between cells, the second author begins one.
    assert row["Authors"].count(f"'{sign}") + row["Authors"].count(f"' {sign}") == 2
    (paper,) = formats.read_bytes(text.encode()).profile.papers
    assert (paper.title, paper.venue, paper.authors) == (title, venue, (author, f"{sign}Ho"))
    _, row = written(title=title, venue=venue, raw=True)
    assert (row["Title"], row["Publication"]) == (title, venue)


def test_an_apostrophe_in_the_tables_of_others_is_text():
    (paper,), _ = read(table("Title,Year", ["'-Omics' for all", "2001"]))
    assert paper.title == "'-Omics' for all"


def test_negative_numbers_of_ours_are_numbers():
    _, row = written(score=-0.5)
    assert row["Score"] == "-0.5"


@given(st.text(alphabet="=+-@;'\" \t\n\rax＝“\u200b"))
def test_a_defused_cell_is_restored(text):
    safe = formulas.defused(text)
    assert formulas.restored(safe) == text
    for cell in re.split("[;\t\n\r]", safe):
        assert not re.match('[ "“\u200b]*[=+@＝-]', cell)


def test_a_cell_of_a_large_collaboration_is_read_whole():
    people = "; ".join(f"Brook, I{number}., Institute of Tides" for number in range(9_000))
    table = f'Authors,Title,Authors with affiliations,Year\n"Brook, Ida",Tides,"{people}",2011\n'
    (paper,), _ = read(table)
    assert (paper.title, paper.date_text) == ("Tides", "2011")


def test_what_few_papers_have_goes_out_and_comes_back():
    book = Paper(
        title="Deep Water", authors=("Ana Lem",), editors=("Ben Otto", "Rosa Lind"), translators=("Wen Li",),
        series="Seas", edition="2", place="Oslo", isbn="978-1", keywords=("sea", "tides"), note="Read this",
        pdf="https://example.org/a.pdf", retracted="withdrawn", kind="book", id="a",
    )  # fmt: skip
    plain = Paper(title="Plain", issn="1234-5678", retracted="retracted", kind="article", id="b")
    text = "".join(formats.write("csv", Profile(name="P"), [book, plain]))
    again = formats.read_bytes(text.encode()).profile.papers
    for name in ("editors", "translators", "series", "edition", "place", "isbn", "issn", "keywords", "note",
                 "pdf", "retracted"):  # fmt: skip
        assert [getattr(one, name) for one in again] == [
            getattr(one, name) for one in (book, plain)
        ]
    assert "Editors" not in "".join(formats.write("csv", Profile(name="P"), [plain]))
