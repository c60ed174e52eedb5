"""Words of texts that are numbered as arrays are those that are found one by one."""

from hypothesis import given
from hypothesis import strategies as st

from paperbrowser.papers.words import END, fold, split
from paperbrowser.search.index.numbering import Numbers

texts = st.lists(st.text("ab-' .É\n9\0—暗", max_size=30) | st.text(max_size=20), max_size=6)


@given(texts)
def test_any_texts_are_split_into_the_same_words(some):
    numbers = Numbers()
    folded = [fold(text).replace(END, f" {END} ") for text in some]
    numbered = [[numbers.words[at] for at in numbers.of(text)] for text in folded]
    assert numbered == [split(text) for text in folded]
    assert len({*numbers.words}) == len(numbers.words)


def test_more_words_than_the_table_has_room_for():
    numbers = Numbers()
    words = [f"word{at}" for at in range(9_000)]
    for start in range(0, len(words), 500):
        numbers.of(" ".join(words[start : start + 500]))
    assert numbers.of(" ".join(words)).tolist() == [*range(9_000)]
    assert numbers.of(f"-word8999- '' {words[3]}'").tolist() == [8_999, 3]
