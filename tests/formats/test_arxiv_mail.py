"""arXiv's .abs files: wrapped fields, authors with their affiliations, several in one file."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paperbrowser import formats
from paperbrowser.formats import ReadError, arxiv_mail

BAR = "-" * 78
ONE = (
    BAR
    + r"""
\\
arXiv:0704.0001
From: Ada Example <ada@example.org>
Date: Fri, 6 Apr 2007 22:28:14 GMT   (68kb)
Date (revised v2): Mon, 22 Feb 2021 10:40:20 GMT   (171kb)

Title: On Schr\"odinger's machines that wrap
  their $x^2$ titles
Authors: A. Example (1), B. Other (2,3), C.
  Third (2) ((1) Here, (2) There (far), (3)
  Nowhere)
Categories: cs.LG stat.ML
Comments: 12 pages, Title: none
Journal-ref: J. Mach.
  12 (2007) 3
DOI: 10.1000/XYZ
\\
  The abstract
wraps: so it goes.
  A second paragraph.
\\
"""
)
OLD = r"""\\
Paper: hep-th/9211001
From: B@EXAMPLE.BITNET
Date: Wed, 4 Nov 92 18:14:23 +0000

Title: Old
Author: B. Other
\\
  Once.
\\
"""


def read(text):
    reading = formats.read_bytes(text.encode())
    assert formats.read_bytes(text.encode(), form="abs") == reading  # it is recognised
    return reading.profile.papers, [str(remark) for remark in reading.remarks]


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_a_file(ending):
    (one,), remarks = read(ONE.replace("\n", ending))
    assert one.title == "On Schrödinger's machines that wrap their $x^2$ titles"
    assert one.authors == ("A. Example", "B. Other", "C. Third")
    assert (one.category, one.venue, one.kind) == ("cs.LG", "J. Mach. 12 (2007) 3", None)
    assert (one.date_text, one.arxiv, one.doi) == ("2007-04-06", "0704.0001", "10.1000/xyz")
    assert one.url == "https://arxiv.org/abs/0704.0001"
    assert one.abstract == "The abstract wraps: so it goes.\n\nA second paragraph."
    assert not remarks


def test_several_files_in_one():
    papers, _ = read(
        ONE + OLD + ONE.replace("0704.0001", "0704.0002").replace("Journal-ref", "Report-no")
    )
    assert [one.arxiv for one in papers] == ["0704.0001", "hep-th/9211001", "0704.0002"]
    assert papers[1].date_text == "1992-11-04"
    assert (papers[1].abstract, papers[1].kind, papers[1].category) == ("Once.", "preprint", None)
    assert papers[2].kind == "preprint"


def test_in_a_mail_the_last_bar_has_a_link_behind_it():
    link = "\\\\ ( https://arxiv.org/abs/0704.0001 ,  68kb)\n"
    mail = ONE.removesuffix("\\\\\n") + link
    papers, _ = read(mail + BAR + "\n" + OLD)
    assert [one.title for one in papers] == [read(ONE)[0][0].title, "Old"]
    assert papers[0].abstract == read(ONE)[0][0].abstract


def test_a_title_that_is_not_there():
    papers, remarks = read(OLD.replace("Title: Old", "Title:"))
    assert papers[0].title == "hep-th/9211001"
    assert remarks == ["line 2: a paper without a title is listed by its key, or as (untitled)"]


def test_what_is_no_such_file():
    for text in ("\\\\\nTitle: A\n", "Title: A\nAuthors: B\n", "text"):
        assert not arxiv_mail.sniff(text)
    with pytest.raises(ReadError, match="no part of this"):
        arxiv_mail.read("text")


TOKENS = [
    "\\\\\n",
    BAR + "\n",
    "Title: A\n",
    "Authors: A (1, B\n",
    "  more\n",
    "\n",
    "arXiv:0704.0001\n",
    "Date: 4 Nov 92\n",
    "Date: 31 Feb 2007\n",
    "x",
    "\\\\",
    ":",
    "\r",
    "\ud800",
]


@given(st.one_of(st.text(), st.lists(st.sampled_from(TOKENS)).map("".join)))
@settings(max_examples=200)
def test_any_text_is_read_or_refused(text):
    arxiv_mail.sniff(text)
    arxiv_mail.preview(text)
    try:
        reading = arxiv_mail.read(text)
    except ReadError:
        return
    assert all(one.title and one.id for one in reading.profile.papers)
