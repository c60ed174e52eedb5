"""RIS and other tagged lines, as programs write them, are read to the last entry."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paperbrowser import formats
from paperbrowser.formats import ReadError
from paperbrowser.formats.input import Input
from paperbrowser.formats.tagged import endnote as endnote_tagged
from paperbrowser.formats.tagged import medline as medline_tagged
from paperbrowser.formats.tagged import ris
from paperbrowser.formats.tagged import wos as wos_tagged

FULL = """\
TY  - JOUR
ID  - example1998
TI  - On <i>Machines</i> &amp; Men
AU  - Example, Ada
AU  - Other, Jr., Bo
A2  - Editor, Cy
JO  - J. Mach.
T2  - Journal of Machines
PY  - 1998
DA  - 1998/03//
AB  - Short.
N2  - The longer one, over
two lines.
VL  - 12
IS  - 3
SP  - 2486
EP  - 2497
PB  - Printers
DO  - https://doi.org/10.1000/XYZ.1
UR  - file:///home/ada/paper.pdf
UR  - https://example.org/1
N1  - Cited By :10
ER  -
"""


def read(text, form="ris"):
    data = text if isinstance(text, bytes) else text.encode()
    assert formats.read_bytes(data) == formats.read_bytes(data, form=form)  # it is recognised
    reading = formats.read_bytes(data)
    return reading.profile.papers, [str(remark) for remark in reading.remarks]


def paper(text, form="ris"):
    ((one,), _) = read(text, form)
    return one


def test_every_field_has_its_place():
    one = paper(FULL)
    assert one.id == "example1998"
    assert one.title == "On Machines & Men"
    assert one.authors == ("Ada Example", "Bo Other Jr.")
    assert (one.venue, one.kind, one.publisher) == ("Journal of Machines", "article", "Printers")
    assert (one.volume, one.number, one.pages) == ("12", "3", "2486-2497")
    assert one.date_text == "1998-03"
    assert one.abstract == "The longer one, over two lines."
    assert (one.doi, one.url, one.citations) == ("10.1000/XYZ.1", "https://example.org/1", 10)
    assert (one.score, one.arxiv, one.et_al) == (None, None, False)


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("blanks", [" - ", "  - ", "   - ", "- ", "\t- ", "  -"])
def test_line_ends_and_blanks_as_they_come(ending, blanks):
    text = "\ufeff" + FULL.replace("  - ", blanks).replace("\n", ending)
    assert paper(text) == paper(FULL)


def test_entries_of_scopus_have_an_end_and_no_type():
    papers, remarks = read(
        "TI  - First\nAU  - De Bakker P.I.W.\nER  - \n\nTI  - Second\nER  - \n\nT2  - Somewhere\nER  - \n\nN1  - Note\nER  - \n"
    )
    assert [one.title for one in papers] == ["First", "Second", "(untitled)", "(untitled)"]
    assert papers[0].authors == ("P.I.W. De Bakker",)
    assert papers[0].kind is None
    one = paper("TI  - First\nAU  - Example, A.B., ada@example.org\nER  - \n")
    assert one.authors == ("A.B. Example",)
    assert remarks == [
        "line 8: a paper without a title is listed by its key, or as (untitled) (and 1 more entry)"
    ]


def test_the_last_entry_need_not_be_ended_and_text_between_entries_is_passed_over():
    papers, remarks = read(
        "1.\nTY  - JOUR\nTI  - A\nER  -\n\n2. \nTY  - BOOK\nTI  - B\nTY  - CHAP\nTI  - C"
    )
    assert [(one.title, one.kind) for one in papers] == [
        ("A", "article"),
        ("B", "book"),
        ("C", "chapter"),
    ]
    assert not remarks


def test_an_entry_without_title_has_its_key_for_one():
    papers, _ = read("TY  - JOUR\nID  - key1\nER  -\nTY  - JOUR\nDO  - 10.1000/a\nER  -\n")
    assert [one.title for one in papers] == ["key1", "10.1000/a"]


def test_separators_that_unicode_knows_do_not_break_a_line():
    assert (
        paper("TY  - JOUR\nTI  - Left\u2028right\x85and\x0bon\nER  - \n").title
        == "Left right and on"
    )


def test_an_abstract_may_have_lines_that_look_like_tags():
    one = paper("TY  - JOUR\nTI  - A\nAB  - Seen in the\nUV - visible range.\n\nNext.\nER  - \n")
    assert one.abstract == "Seen in the UV - visible range.\n\nNext."


@pytest.mark.parametrize(
    ("lines", "date"),
    [
        ("PY  - 2001/05/06/spring", "2001-05-06"),
        ("Y1  - 1900/01/01\nDA  - 1950/01/01", "1950-01-01"),
        ("PY  - 2014\nDA  - Mar 5", "2014-03-05"),
        ("PY  - 2014\nDA  - 2014/06/01", "2014-06-01"),
        ("Y1  - 2014//", "2014"),
        ("PY  - Start date: 20170812", "2017-08-12"),
        ("PY  - no. 12345678, 2001", "2001"),
        ("PY  - 0000", ""),
        ("PY  - soon", ""),
    ],
)
def test_dates(lines, date):
    assert paper(f"TY  - JOUR\nTI  - A\n{lines}\nER  - \n").date_text == date


def test_preprints_and_links():
    one = paper(
        "TY  - JOUR\nTI  - A\nT2  - arXiv:1704.00371 [cond-mat]\nUR  - http://arxiv.org/abs/1704.00371\nL1  - http://arxiv.org/pdf/1704.00371\nER  - "
    )
    assert (one.arxiv, one.kind, one.url) == (
        "1704.00371",
        "preprint",
        "http://arxiv.org/abs/1704.00371",
    )
    two = paper(
        "TY  - JOUR\nTI  - A\nUR  - http://a.example/x\nUR  - http://dx.doi.org/10.1000/B\nER  - "
    )
    assert (two.doi, two.url) == ("10.1000/B", "http://dx.doi.org/10.1000/B")


def test_pages_of_a_book_are_how_many_it_has():
    assert paper("TY  - BOOK\nTI  - A\nSP  - 827\nER  - ").pages is None
    assert paper("TY  - JOUR\nTI  - A\nSP  - e0815\nER  - ").pages == "e0815"


def test_a_degree_stands_behind_the_name():
    one = paper("TY  - JOUR\nTI  - T\nAU  - Example, Ada K., Ph.D.\nAU  - Other, Bo, MD\nER  - \n")
    assert one.authors == ("Ada K. Example Ph.D.", "Bo Other MD")


def test_tags_in_small_letters_and_several_links_on_a_line():
    small = "\n".join(line[:2].lower() + line[2:] for line in FULL.split("\n") if "- " in line)
    assert paper(small).title == paper(FULL).title
    assert paper(small).kind == "article"
    one = paper("TY  - JOUR\nTI  - T\nUR  - http://a.org/1;https://doi.org/10.1000/1\nER  - \n")
    assert (one.url, one.doi) == ("https://doi.org/10.1000/1", "10.1000/1")


def test_pages_may_be_called_pages():
    for said in ("SP  - pp 37-64", "SP  - p. 37\nEP  - 64"):
        assert paper(f"TY  - JOUR\nTI  - T\n{said}\nER  - \n").pages == "37-64"


def test_equal_keys_are_remarked():
    papers, remarks = read(
        "TY  - JOUR\nID  - 1\nTI  - A\nER  - \nTY  - JOUR\nID  - 1\nTI  - B\nER  - \n"
    )
    assert [one.id for one in papers] == ["1", "1-2"]
    assert remarks == ["a paper has the id of another, and got a new one"]


WOS = """\
FN Clarivate Analytics Web of Science
VR 1.0
PT J
AU Example, AB
   Other, B
AF Example, Ada B.
   Other, Bo
CA Machine Collaboration
TI On machines that wrap
   their titles
SO JOURNAL OF MACHINES
DT Article; Proceedings Paper
AB We note.
C1 [Example, Ada B.] Univ Somewhere, Nowhere.
TC 215
PU PRINTERS
PD MAR 5
PY 2001
VL 12
IS 3
AR e123
DI 10.1000/xyz
UT WOS:000000001
ER

PT C
AU [Anonymous]
TI On nothing
PD MAR-APR
PY 2002
BP S1
EP S9
ER

EF
"""


def test_web_of_science():
    (one, two), remarks = read(WOS, "wos")
    assert one.title == "On machines that wrap their titles"
    assert one.authors == ("Ada B. Example", "Bo Other", "Machine Collaboration")
    assert (one.venue, one.kind, one.publisher) == ("JOURNAL OF MACHINES", "article", "PRINTERS")
    assert (one.date_text, one.citations, one.pages) == ("2001-03-05", 215, "e123")
    assert (one.doi, one.id, one.abstract) == ("10.1000/xyz", "WOS:000000001", "We note.")
    assert (two.authors, two.kind, two.date_text, two.pages) == (
        (),
        "conference",
        "2002-03",
        "S1-S9",
    )
    assert not remarks
    assert read(WOS.split("VR 1.0\n")[1].replace("\n", "\r\n"), "wos")[0] == (one, two)


def test_web_of_science_may_have_all_authors_on_one_line():
    one = paper("PT J\nTI On machines\nAU Example, Ada; Other, Bo;\n   Third, C\nER\n", "wos")
    assert one.authors == ("Ada Example", "Bo Other", "C Third")


MEDLINE = """\

PMID- 17170002
DP  - 2007 Jan 5
TI  - On machines that wrap their
      titles.
PG  - 10-5
LID - 10.1000/xyz [doi]
AB  - We note that
      lines wrap.
FAU - Example, Ada
AU  - Example A
CN  - Machine Group
PT  - Journal Article
JT  - Journal of machines
VI  - 12
IP  - 3

PMID- 17170003
TI  - On short names.
AU  - Van Other BC
DP  - 2008 Mar-Apr
"""


def test_pubmed():
    (one, two), remarks = read(MEDLINE, "nbib")
    assert one.title == "On machines that wrap their titles"
    assert one.authors == ("Ada Example", "Machine Group")
    assert (one.venue, one.volume, one.number, one.pages) == (
        "Journal of machines",
        "12",
        "3",
        "10-5",
    )
    assert (one.date_text, one.doi, one.kind) == ("2007-01-05", "10.1000/xyz", "article")
    assert (one.abstract, one.id) == ("We note that lines wrap.", "pmid:17170002")
    assert (two.authors, two.date_text) == (("BC Van Other",), "2008-03")
    assert not remarks


def test_pubmed_wraps_lines_behind_hyphens():
    one = paper(
        "PMID- 1\nTI  - Strategies for school re-\n      opening, pre-\n      and post-war -\n      a review.\n",
        "nbib",
    )
    assert one.title == "Strategies for school re-opening, pre- and post-war - a review"


def test_eric_writes_as_pubmed_does_with_numbers_of_its_own():
    (one, two), remarks = read(
        "\nOWN - ERIC\nTI  - On Schools\nAU  - Example, Ada\nAID - http://dx.doi.org/10.1000/XYZ\nOID - EJ1\n"
        "LID - http://eric.ed.gov/?id=EJ1\nDP  - 2000\n\nOWN - ERIC\nTI  - On More\nOID - ED2\n",
        "nbib",
    )
    assert (one.title, one.authors, one.id) == ("On Schools", ("Ada Example",), "EJ1")
    assert (one.doi, one.url, one.date_text) == (
        "10.1000/XYZ",
        "http://eric.ed.gov/?id=EJ1",
        "2000",
    )
    assert (two.title, two.id) == ("On More", "ED2")
    assert not remarks


ENDNOTE = """\
%0 Journal Article
%A Example, Ada
%A Other, Bo
%E Editor, Cy
%T On Machines
%J Journal of Machines
%D 2017
%8 March 5
%V 12
%N 3
%P 45-67
%R doi:10.1000/xyz
%U https://example.org/1
%X We note.
100% of them.
%F example2017

%0 Conference Paper
%T On Talks
%B Proceedings of Talks
"""


def test_endnote():
    (one, two), remarks = read(ENDNOTE, "enw")
    assert (one.title, one.authors) == ("On Machines", ("Ada Example", "Bo Other"))
    assert (one.venue, one.date_text, one.pages) == ("Journal of Machines", "2017-03-05", "45-67")
    assert (one.doi, one.url, one.id) == ("10.1000/xyz", "https://example.org/1", "example2017")
    assert one.abstract == "We note. 100% of them."
    assert (two.kind, two.venue, two.date) == ("conference", "Proceedings of Talks", None)
    assert not remarks


@pytest.mark.parametrize("form", ["ris", "wos", "nbib", "enw"])
def test_text_without_an_entry_is_refused_in_one_sentence(form):
    with pytest.raises(ReadError, match="no entry of this") as caught:
        formats.read_bytes(b"Dear colleague,\nthis is a letter.\n", form=form)
    assert caught.value.code == "no-entries"


def test_other_texts_are_not_taken_for_these():
    for text in (
        "A - B\nC - D\n",
        "An essay - of sorts\n",
        '{"TY  - ": 1}',
        "TY\n",
        "%PDF",
        "PT boats\n",
    ):
        for module in (ris, wos_tagged, medline_tagged, endnote_tagged):
            assert not module.sniff(text), (module, text)


def test_a_preview_leaves_the_cut_line_out():
    assert ris.READER.preview(FULL + "TY  - JOUR\nTI  - Cut in the mid").papers[0].authors == (
        "Ada Example",
        "Bo Other Jr.",
    )
    assert ris.READER.preview("no entry") is None


def test_progress_and_time_of_a_long_file():
    told = []
    text = FULL * 3000
    reading = ris.READER.read(Input.of_text(text, progress=told.append))
    assert len(reading.profile.papers) == 3000
    assert told == sorted(told)
    assert told[-1] == 1.0


TOKENS = ["TY  - JOUR", "TY - X", "ER  - ", "TI  - A", "T1  -", "AU  - A, B; C", "PY  - 2001/13/99", "DA  - 99", "UR  - http://[", "DO  - 10.",
          "SP  - -", "EP  - 9", "PT J", "AU ", "   ", "FN x", "VR 1", "EF", "TC x", "PMID- 1", "LID - [doi]", "FAU - ,", "      x", "%0 Book", "%A ,",
          "%D 20", "%", "\u2028", "\ufeff", "\x00", "\ud800", "<sub>", "$", "ID  - ", "N1  - Cited By :999999999", "\r", "\n", "\n", "\n"]  # fmt: skip


@pytest.mark.parametrize("form", ["ris", "wos", "nbib", "enw"])
@given(
    text=st.one_of(
        st.text(),
        st.lists(st.sampled_from(TOKENS)).map("".join),
        st.lists(st.sampled_from(TOKENS)).map("\n".join),
    )
)
@settings(max_examples=2 * settings.default.max_examples)
def test_any_text_is_read_or_refused(form, text):
    module = {"ris": ris, "wos": wos_tagged, "nbib": medline_tagged, "enw": endnote_tagged}[form]
    module.sniff(text)
    module.READER.preview(text)
    try:
        reading = module.READER.read(Input.of_text(text))
    except ReadError:
        return
    assert all(one.title and one.id for one in reading.profile.papers)


def test_numbers_are_told_apart_by_their_looks():
    ris = "TY  - {}\nTI  - Tides\nSN  - 0302-9743\nSN  - 978-3-16-148410-0\nER  - \n"
    for kind in ("CHAP", "JOUR", "CPAPER"):
        (paper,) = formats.read_bytes(ris.format(kind).encode()).profile.papers
        assert (paper.isbn, paper.issn) == ("978-3-16-148410-0", "0302-9743")
