"""Tables as databases and programs export them: each fact of theirs is read, what is not is told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperbrowser import formats
from paperbrowser.formats.csv import people
from paperbrowser.papers.names import parts_of
from tests.formats.test_csv import read, table


def test_pubmed_with_juniors_groups_and_single_names():
    (one, two, three), _ = read(
        table(
            "PMID,Title,Authors,Citation,First Author,Journal/Book,Publication Year",
            ["1", "On Bees", "Hill AB, van der Berg C.", "", "Hill AB", "J Bees", "2019"],
            ["2", "On Sons", "Stone RF Jr, Wood WC 4th, Novak IuM, El-Amin el-A.", "", "", "J Bees", "2020"],
            ["3", "On Groups", "Bee Trial Group; Sari, Hill AB, et al; Hive Centre, North; Ito K.", "", "", "J", "2021"],
        )
    )  # fmt: skip
    assert one.authors == ("AB Hill", "C van der Berg")
    assert two.authors == ("RF Stone Jr", "WC Wood 4th", "IuM Novak", "el-A El-Amin")
    assert parts_of(two.authors[0])[:3] == ("RF", "Stone", "Jr")
    assert three.authors == ("Bee Trial Group", "Sari", "AB Hill", "Hive Centre, North", "K Ito")


OPENALEX = [
    (
        "id,title,Author,publication year,type",
        ["https://openalex.org/W9", "On Bees", "Ann Hill|Bob van Wood", "2019", "article"],
    ),
    (
        "id,display_name,authorships.author.display_name,publication_year,type",
        ["https://openalex.org/W9", "On Bees", "Ann Hill|Bob van Wood", "2019", "article"],
    ),
    (
        "ID,DISPLAY NAME,author_names,publication-year,TYPE",
        ["https://openalex.org/W9", "On Bees", "Ann Hill|Bob van Wood", "2019.0", "article"],
    ),
]


@pytest.mark.parametrize(("header", "row"), OPENALEX)
def test_openalex_in_each_of_its_styles(header, row):
    (one,), remarks = read(table(header, row))
    assert (one.title, one.authors) == ("On Bees", ("Ann Hill", "Bob van Wood"))
    assert (one.date_text, one.kind, one.id) == ("2019", "article", "W9")
    assert not remarks


def test_openalex_venue_pages_citations_retraction():
    (one,), _ = read(
        table(
            "display_name,publication_date,is_retracted,cited_by_count,primary_location.source.display_name,"
            "primary_location.source.issn_l,biblio.volume,biblio.issue,biblio.first_page,biblio.last_page,"
            "best_oa_location.pdf_url,primary_location.landing_page_url",
            ["On Bees", "2019-05-04", "True", "8", "Bee Letters", "1234-5678", "3", "4", "5", "9",
             "https://bees.example/a.pdf", "https://bees.example/a"],
        )
    )  # fmt: skip
    assert (one.date_text, one.retracted, one.citations) == ("2019-05-04", "retracted", 8)
    assert (one.venue, one.issn, one.volume, one.number) == ("Bee Letters", "1234-5678", "3", "4")
    assert (one.pages, one.pdf, one.url) == (
        "5-9",
        "https://bees.example/a.pdf",
        "https://bees.example/a",
    )


def test_a_table_of_people_is_none_of_papers():
    text = table(
        "id,display_name,works_count,cited_by_count",
        ["https://openalex.org/A1", "Ann Hill", "7", "8"],
    )
    with pytest.raises(formats.ReadError):
        formats.read_bytes(text.encode(), form="csv")


WOS = (
    "PT\tAU\tAF\tCA\tTI\tSO\tDT\tDE\tSN\tTC\tPD\tPY\tVL\tBP\tEP\tAR\tDI\tUT\n"
    "J\tHill, A; Wood, B\tHill, Ann; Martin Lopez, Bob\tHive Group\t\"Bees\" and more\tBEE LETTERS\t"
    "Article\thives; honey\t1234-5678\t8\tMAY 4\t2019\t3\t\t\t117\t10.5072/b.1\tWOS:1\t\n"
    "C\tHill, A\t\t\tA Talk of Bees\tBEE MEETING\tProceedings Paper\t\t\t0\t\t2018\t\t1\t9\t\t\tWOS:2\t\n"
)  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_web_of_science_with_tabs(encoding, ending):
    data = WOS.replace("\n", ending).encode(encoding)
    one, two = formats.read_bytes(data).profile.papers
    assert one.title == '"Bees" and more'
    assert one.authors == ("Ann Hill", "Bob Martin Lopez", "Hive Group")
    assert parts_of(one.authors[1]).family == "Martin Lopez"
    assert (one.date_text, one.pages, one.citations, one.id) == ("2019-05-04", "117", 8, "WOS:1")
    assert (one.keywords, one.issn, one.venue) == (("hives", "honey"), "1234-5678", "BEE LETTERS")
    assert (two.kind, two.pages, two.authors) == ("conference", "1-9", ("A Hill",))


def test_web_of_science_day_beside_the_year():
    (one,), _ = read(
        table("Article Title,Authors,Publication Date,Publication Year,Publication Type",
              ["On Bees", "Hill, A", "MAY 4", "2019", "J"])
    )  # fmt: skip
    assert (one.date_text, one.kind) == ("2019-05-04", "article")


def test_lens():
    (one,), _ = read(
        table(
            "Lens ID,Title,Date Published,Publication Year,Publication Type,Source Title,Author/s,Source URLs,PMID,Citing Works Count",
            ["001-002", "On Bees", "2019-05-04", "2019", "journal article", "Bee Letters", "Ann Hill; Bob Wood",
             "https://a.example/1; https://b.example/2", "77", "8"],
        )
    )  # fmt: skip
    assert (one.id, one.authors, one.citations) == ("001-002", ("Ann Hill", "Bob Wood"), 8)
    assert (one.url, one.date_text) == ("https://a.example/1", "2019-05-04")


@pytest.mark.parametrize(
    ("column", "stated", "kind"),
    [
        ("Document Identifier", "IEEE Conferences", "conference"),
        ("Document Identifier", "IET Magazines", "article"),
        ("Document Identifier", "Press eBook Chapters", "chapter"),
        ("Type", "journal-article", "article"),
        ("Type", "book-chapter", "chapter"),
        ("type", "posted-content", "preprint"),
        ("Item Type", "bookSection", "chapter"),
        ("BibliographyType", "6", "conference"),
        ("Type", "HTML", None),
    ],
)
def test_kinds_by_the_names_of_many(column, stated, kind):
    (one,), _ = read(table(f"Title,Authors,{column}", ["On Bees", "Hill, Ann", stated]))
    assert one.kind == kind


def test_scopus_books_have_no_database_as_venue():
    (one, two), remarks = read(
        table(
            "Authors,Title,Year,Source title,Publisher,ISBN,Document Type,Source",
            ["Hill A.", "Bees", "2019", "", "Hive Press", "978-3", "Book", "Scopus"],
            ["Hill A.", "Shifted", "2019", "J", "a", "b", "c", "Scopus", "2-s2.0-1"],
        )
    )
    assert (one.venue, one.kind, one.isbn) == (None, "book", "978-3")
    assert two.title == "Shifted"
    assert remarks == [
        "line 3: a row with more cells than columns, whose values may be in wrong columns"
    ]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("['Ann Hill', 'Bob Wood']", ("Ann Hill", "Bob Wood")),
        ("['Hill, Ann', \"O'Wood, Bob\"]", ("Ann Hill", "Bob O'Wood")),
        ('["Hill, Ann", "Wood, B\\u00f6b"]', ("Ann Hill", "Böb Wood")),
        ("['Ann Hill' 'Bob Wood']", ("Ann Hill", "Bob Wood")),
        ("[{'authorId': '1', 'name': 'Ann Hill'}, {'authorId': None, 'name': 'Bob Wood'}]", ("Ann Hill", "Bob Wood")),
        ('[{"family": "van Hill", "given": "Ann", "affiliation": {"name": "Uni"}}]', ("Ann van Hill",)),
        ("[arxiv.Result.Author('Ann Hill'), arxiv.Result.Author('Bob Wood')]", ("Ann Hill", "Bob Wood")),
        ("['Ann Hill', 'et al.']", ("Ann Hill",)),
        ("[Ann Hill, Bob Wood]", ("Ann Hill", "Bob Wood")),
        ("[]", ()),
        ("[No author name available]", ()),
        ("Hill, Ann; Wood, Bob; Stone, Cy & Reed, Di", ("Ann Hill", "Bob Wood", "Cy Stone", "Di Reed")),
        ("Hill, Ann & Wood, Bob", ("Ann Hill", "Bob Wood")),
        ("Ann Hill|Wood, Bob", ("Ann Hill", "Bob Wood")),
        ("Hill, Ann; others", ("Ann Hill",)),
    ],
)  # fmt: skip
def test_lists_of_authors(text, names):
    assert people.listed(text, family_first=False) == names


@pytest.mark.parametrize("text", ["Hill, Ann; others", "['Ann Hill', 'et al.']", "Ann Hill|..."])
def test_lists_that_are_cut_short(text):
    (one,), _ = read(table("Title,Authors,Year", ["On Bees", text, "2019"]))
    assert (one.authors, one.et_al) == (("Ann Hill",), True)


@given(st.text(alphabet="[]{}()'\",:;|\\ Aaname", max_size=200))
def test_any_list_has_names_or_none(text):
    for names in (people.listed(text, family_first=True), people.medline(text)):
        assert all(names)
    people.is_medline([text])
    people.is_cut_short(text)


def test_long_lists_take_linear_time():
    for part in ("'\\", "['", "{", "a|", "A B, ", "; ", "'a': ", "& "):
        people.listed("[" + part * 50_000, family_first=False)
        people.medline(part * 50_000)


def test_pandas_writes_nan_for_nothing():
    (one,), _ = read(
        table("title,authors,year,journal,volume,doi", ["nan", "['Ann Hill']", "2019.0", "nan", "3.0", "NaN"])
    )  # fmt: skip
    assert (one.title, one.date_text, one.venue, one.volume, one.doi) == (
        "nan",
        "2019",
        None,
        "3",
        None,
    )


@pytest.mark.parametrize("column", ["id", "entry_id", "pdf_url", "URL"])
def test_addresses_of_arxiv(column):
    (one,), _ = read(
        table(f"title,authors,published,{column}", ["On Bees", "['Ann Hill']", "2019-05-04", "http://arxiv.org/abs/1905.01234v2"])
    )  # fmt: skip
    assert (one.arxiv, one.date_text) == ("1905.01234", "2019-05-04")
    assert one.url == "http://arxiv.org/abs/1905.01234v2"


def test_kaggle_arxiv():
    (one,), _ = read(
        table("id,authors,title,categories,update_date", ["0905.0123", "Ann Hill, Bob Wood", "On Bees", "cs.LG stat.ML", "2009-05-04"])
    )  # fmt: skip
    assert (one.arxiv, one.category, one.date_text) == ("0905.0123", "cs.LG", "2009-05-04")


def test_academicpages():
    (one,), _ = read(
        table(
            "pub_date,title,venue,excerpt,citation,url_slug,paper_url",
            ["2019-05-04", "On Bees", "Bee Letters", "", "", "bees", "https://bees.example/1"],
            separator="\t",
        )
    )
    assert (one.date_text, one.url, one.venue) == (
        "2019-05-04",
        "https://bees.example/1",
        "Bee Letters",
    )


def test_zotero_talks_editors_and_isbn():
    (one,), _ = read(
        table(
            "Key,Item Type,Publication Year,Author,Title,Publication Title,ISBN,Editor,Place,Series,Conference Name",
            ["AB12", "conferencePaper", "2019", "Hill, Ann", "Bees", "", "978-3", "Reed, Di; Stone, Cy", "Ulm", "LNB", "BeeConf"],
        )
    )  # fmt: skip
    assert (one.venue, one.kind, one.editors) == ("BeeConf", "conference", ("Di Reed", "Cy Stone"))
    assert (one.isbn, one.place, one.series) == ("978-3", "Ulm", "LNB")


def test_jabref_writes_latex():
    (one,), _ = read(
        table(
            "BibliographyType,Identifier,Author,Title,Journal,Pages,Year,Publisher",
            ["7", "hill19", "H{\\'\\i}ll, Ann & Wood, Bob", "On B{\\'e}es", "Bee Letters", "21--24", "2019", "Soci\\'{e}t\\'{e}"],
        )
    )  # fmt: skip
    assert (one.title, one.authors, one.publisher) == (
        "On Bées",
        ("Ann Híll", "Bob Wood"),
        "Société",
    )
    assert (one.pages, one.kind, one.id) == ("21-24", "article", "hill19")


@pytest.mark.parametrize(
    ("source", "facts"),
    [
        ("Bee Letters (2019) 54:3 (83-86). Date of Publication: 4 May 2019", ("Bee Letters", "54", "3", "83-86", "2019-05-04")),
        ("Bee Letters (Ulm) (2019) 54 (83-86)", ("Bee Letters (Ulm)", "54", None, "83-86", "2019")),
        ("Bee Letters (2019) 54:3 Article Number: 117. Date of Publication: 2019", ("Bee Letters", "54", "3", "117", "2019")),
        ("Meeting on Bees (2019)", ("Meeting on Bees (2019)", None, None, None, None)),
    ],
)  # fmt: skip
def test_embase_has_its_citation_in_one_cell(source, facts):
    (one,), _ = read(table("TITLE,AUTHOR NAMES,SOURCE", ["On Bees", "Hill A., Wood B.C.", source]))
    assert (one.venue, one.volume, one.number, one.pages, one.date_text or None) == facts
    assert one.authors == ("A. Hill", "B.C. Wood")


def test_lines_before_the_names():
    report = (
        '"Data set","Bees at Ulm"\n"Date exported","4 May 2019"\n\n"Title filter","all"\n'
        + "\n" * 9
    )
    (one,), _ = read(report + table("Title,Authors,Year,Scopus Source title,Citations", ["Bees", "Hill, A.", "2019", "J", "8"]))  # fmt: skip
    assert (one.title, one.authors, one.date_text) == ("Bees", ("A. Hill",), "2019")


def test_names_of_columns_in_other_languages():
    (one,), _ = read(table("Titel;Autor;Jahr;Zeitschrift".replace(";", ","), ["Bienen", "Hill, Ann", "2019", "Z"], separator=";"))  # fmt: skip
    assert (one.title, one.authors, one.date_text, one.venue) == (
        "Bienen",
        ("Ann Hill",),
        "2019",
        "Z",
    )


def test_what_was_not_understood_is_told():
    papers, remarks = read(
        table("Title,Researchers involved,When,DOI", *[[f"On Bees {n}", "Ann", "then", ""] for n in range(3)])
    )  # fmt: skip
    assert len(papers) == 3
    assert remarks == [
        "line 2: a paper without authors and date; it has Researchers involved, When (and 2 more rows)"
    ]
