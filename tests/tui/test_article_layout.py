"""Lines of a text: all of it is shown, once, within the width; what is searched is found where it stands."""

from hypothesis import given
from hypothesis import strategies as st

from paperbrowser.papers.article import BLOCK_KINDS, Article, ArticleBlock, Reference
from paperbrowser.papers.text import clean
from paperbrowser.tui.terminal.widths import widest
from paperbrowser.tui.widgets.article_layout import lines_of, parts_of
from paperbrowser.tui.widgets.article_search import TextFinder, plain
from paperbrowser.tui.work.passage import PassageSelection, TextPlace

LINES = st.text(st.sampled_from("ab é数ﬁ’\u0301-.A9"), max_size=40)


@st.composite
def blocks(draw):
    kind = draw(st.sampled_from(BLOCK_KINDS))
    joint = {"table": "\t", "code": "\n"}.get(kind, " ")
    text = joint.join(draw(st.lists(LINES, min_size=1, max_size=5)))
    if kind == "table":
        text += "\n" + "\t".join(draw(st.lists(LINES, min_size=1, max_size=9)))
    label = draw(st.sampled_from(["", "•", "(3)", "[Bergström 2019a]"]))
    return ArticleBlock(
        kind, text, draw(st.integers(0, 6)), draw(st.sampled_from([None, 1, 2])), label
    )


def drawn(part, width):
    lines = lines_of(part, width)
    return "".join(part.shown[a:b] for line in lines for _, a, b in line), lines


def letters(text):
    return sorted("".join(text.split()))


@given(st.lists(blocks(), max_size=4), st.integers(8, 60))
def test_every_letter_is_shown_once_within_the_width(given_blocks, width):
    article = Article("T", tuple(given_blocks), (Reference("Ada, Looms.", "[1]"),))
    for part in parts_of(article, "", held=[0]):
        shown, lines = drawn(part, width)
        assert letters(shown) == letters(part.shown)
        for line in lines:
            for column, start, end in line:
                assert column + widest(part.shown[start:end]) <= max(width, 8) + 4 * (
                    part.kind == "page"
                )


@given(st.text(max_size=80).map(clean), st.data())
def test_what_is_compared_has_the_length_of_the_text(text, data):
    assert len(plain(text)) == len(text)
    if text:
        at = data.draw(st.integers(0, len(text) - 1))
        quote = text[at : at + 9]
        found = TextFinder([text]).passage(quote)
        if quote.strip():
            (span,) = found
            assert plain("".join(text[span[1] : span[2]].split())) == plain("".join(quote.split()))


def test_a_passage_over_several_parts_is_found_again_after_the_text_was_read_anew():
    before = ["Silt settles slowly.", "It does so at night. Kelp sways."]
    anew = ["A new preface.", "Silt  settles", "slowly. It does so at night. Kelp", "sways."]
    (first, second) = TextFinder(before).passage("settles slowly. It does so")
    assert (first, second) == ((0, 5, 20), (1, 0, 10))
    spans = TextFinder(anew).passage("Silt settles slowly. It does so at night.")
    assert [anew[part][a:b] for part, a, b in spans] == [
        "Silt  settles",
        "slowly. It does so at night.",
    ]
    assert TextFinder(anew).passage("It never does.") == []
    assert TextFinder(anew).find("KELP") == [(2, 29, 33)]


def test_a_passage_grows_by_sentences_over_the_signs_of_pages():
    blocks_ = (
        ArticleBlock("paragraph", "Silt settles. It is slow.", page=1),
        ArticleBlock("paragraph", "Kelp sways. It is green.", page=2),
    )
    parts = parts_of(Article("", blocks_, pages=2), "Mud")
    at = next(number for number, part in enumerate(parts) if part.at == 0)
    passage = PassageSelection(parts, TextPlace(at, 5))
    assert passage.text == "Silt settles."
    passage.move_end(2)
    assert passage.text == "Silt settles. It is slow. Kelp sways."
    passage.move_start(1)
    passage.move_end(99)
    assert passage.text == "It is slow. Kelp sways. It is green."
    passage.move_start(-99)
    assert passage.text.startswith("Mud Silt settles.")
    passage.move_end(-99)
    assert passage.text == "Mud"
