"""Inputs that once took the square of their length: minutes, and now a moment."""

from contextlib import suppress

import pytest

from paperbrowser import formats
from paperbrowser.formats import ReadError

SIZE = 256_000  # characters


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    ("form", "around", "token"),
    [
        *(
            ("bibtex", f"@misc{{a, {field} = {{x•}}}}", token)
            for field in ("title", "author", "abstract", "pages", "url")
            for token in ("<p>", "<jats:p>")
        ),
        ("bibtex", '@misc{a, title = "•"}', "<p>"),
        *(("bibtex", "@misc{a, author = {x•y}}", token) for token in (",", "\n", " ", "\t", "\r", "\n \n")),
        *(("bibtex", "@misc{•, title = {A}}", token) for token in ("\n", "\r", "\n \n")),
        ("bibtex", "@misc{a, title = {A}, author = {•}}", "and "),
        ("bibtex", "@misc{a, title = {A}, author = {x•}}", " and"),
        ("jsonl", '{"title": "A"}\n•', "\n"),
        *(("toml", "•", token) for token in ("10.", "Jr. ", "A. B. ", '"a".', "a.\t")),
        ("json", "•", "["),
    ],
)  # fmt: skip
def test_a_repeated_token_takes_linear_time(form, around, token):
    text = around.replace("•", token * (SIZE // len(token)))
    with suppress(ReadError):
        assert len(formats.read_bytes(text.encode(), form=form).profile.papers) == 1


def test_a_text_with_many_dots_in_a_profile_is_no_key():
    dots = "A. B. " * 300
    toml = f'[[papers]]\ntitle = "T"\nvenue = \'{dots}\'\nabstract = """{dots}"""\npublisher = "{dots}"\n'
    (paper,) = formats.read_bytes(toml.encode(), form="toml").profile.papers
    assert paper.abstract == dots
