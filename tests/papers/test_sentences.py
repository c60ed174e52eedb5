"""Sentences: what a reader would call one, and nothing lost in any text."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperbrowser.papers.sentences import sentences


@pytest.mark.parametrize(
    "parts",
    [
        ["Looms drift.", "Kelp does not!", "Why?", "Nobody knows…"],
        ["As in Fig. 3 and Eqs. (2) of Berg et al. (2019), it holds.", "We agree."],
        ["J. R. Vale wrote it.", "“It is so.”", "(See below.)", "Then 3.5 m s-1 is fast."],
        ["This was shown before.[12]", "It was not [3].", "2021 was wet."],
        ["Silt, i.e. mud, settles (cf. Sect. 4 there).", "It is p. 3 that matters."],
        ["one line\n".strip(), "another line"],
        ["no end"],
    ],
)
def test_sentences_are_those_of_a_reader(parts):
    joint = "\n" if parts[0] == "one line" else " "
    text = joint.join(parts)
    assert [text[start:end] for start, end in sentences(text)] == parts


@given(st.text(st.sampled_from("aB. ?!\n)”[1]é"), max_size=60))
def test_no_letter_is_lost_and_none_is_there_twice(text):
    spans = sentences(text)
    assert "".join("".join(text[a:b].split()) for a, b in spans) == "".join(text.split())
    assert all(a < b for a, b in spans)
    assert all(one[1] <= other[0] for one, other in pairwise(spans))
