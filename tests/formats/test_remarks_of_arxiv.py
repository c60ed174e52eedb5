"""What abstracts and comments say of a paper: where its code is, and that it was withdrawn."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperbrowser.formats.text import code
from paperbrowser.formats.text.arxiv import is_withdrawn
from paperbrowser.papers.text import has_controls


@pytest.mark.parametrize(
    ("texts", "address"),
    [
        (("14 pages, code: https://github.com/ada/loom",), "https://github.com/ada/loom"),
        (("", "Our code (https://gitlab.com/ada/loom_2) is open."), "https://gitlab.com/ada/loom_2"),
        (("Code is available at https://www.example.org/loom.html.",), "https://www.example.org/loom.html"),
        (("Source code can be found here: http://example.org/~ada/x",), "http://example.org/~ada/x"),
        (("see github.com/ada/loom/tree/v1.2, with data",), "https://github.com/ada/loom/tree/v1.2"),
        (("Project page with code: https://ada.github.io/loom/",), "https://ada.github.io/loom/"),
        (("Project page: https://example.org/loom",), None),
        (("Software is hard; see https://example.org/essay",), None),
        (("we study github.com as a place",), None), (("https://evil.example/github.com/x",), None),
        (("notgithub.com/ada/x", ""), None), ((), None),
    ],
)  # fmt: skip
def test_the_address_of_the_code(texts, address):
    assert code.address(*texts) == address


@pytest.mark.parametrize(
    ("comment", "summary", "withdrawn"),
    [
        ("Withdrawn", "", True), ("This paper has been withdrawn by the author: a gap in lemma 2", "", True),
        ("", "This submission was withdrawn because of an error in section 3.", True),
        ("Paper withdrawn, see the erratum", "", True), ("We withdraw this paper.", "", True),
        ("", "This article, on looms, has been withdrawn.", True),
        ("This paper supersedes arXiv:2101.00002, which has been withdrawn", "", False),
        ("12 pages", "Why deposits are withdrawn from banks. We have withdrawn this drug from rats.", False),
        ("", "", False), ("Not withdrawn", "", False),
    ],
)  # fmt: skip
def test_a_withdrawn_paper(comment, summary, withdrawn):
    assert is_withdrawn(comment, summary) is withdrawn


@given(st.text(alphabet="code at:/.githubcomxsrf()[]* \n\x1b", max_size=400))
def test_any_text_has_a_web_address_or_none(text):
    found = code.address(text)
    assert found is None or (found.startswith(("http://", "https://")) and not has_controls(found))
