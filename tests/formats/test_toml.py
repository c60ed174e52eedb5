"""Profiles as TOML: nothing is lost in writing, and a mistake of the user costs one field, not the file."""

import tomllib

import pytest
import tomli_w
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from paperbrowser.formats import toml
from paperbrowser.formats.input import Input
from paperbrowser.formats.result import ReadError
from paperbrowser.formats.toml import fast_write as toml_lines
from paperbrowser.papers.dates import PartialDate
from paperbrowser.papers.ids import with_ids
from paperbrowser.papers.model import KINDS, Paper, Profile
from paperbrowser.papers.text import clean, clean_line
from tests.dates import partial_dates

line = st.text(max_size=30).map(clean_line)
whole = st.none() | st.integers(0, 10**9)
number = whole | st.floats(0, 100)
papers = st.builds(
    Paper,
    title=line,
    authors=st.lists(line, max_size=3).map(tuple),
    et_al=st.booleans(),
    affiliations=st.lists(line, max_size=2).map(tuple),
    category=st.none() | line,
    venue=st.none() | line,
    date=st.none() | partial_dates(1, 9999),
    year_inferred=st.booleans(),
    score=st.none() | st.floats(0, 100),
    code=st.booleans(),
    abstract=st.text(max_size=60).map(clean) | st.just('"""\n[[papers]]\ntitle = "x"\n'),
    url=st.none() | st.just("https://example.org/a?b=c#d"),
    citations=whole,
    kind=st.none() | st.sampled_from(KINDS),
    volume=st.none() | line,
    number=st.none() | line,
    pages=st.none() | line,
    publisher=st.none() | line,
    doi=st.none() | st.just("10.1093/mind/lix.236.433"),
    arxiv=st.none() | st.sampled_from(["1605.08386", "hep-th/9901001"]),
    added=st.none() | st.dates(),
)
profiles = st.builds(
    Profile,
    name=line.filter(bool),
    field=st.none() | line,
    claimed=whole,
    h_index=whole,
    citations=whole,
    novelty=number,
    ai_score=number,
    affiliation=st.none() | line,
    orcid=st.none() | st.just("0000-0002-1825-0097"),
    source=st.none() | line,
    source_id=st.none() | line,
    updated=st.none() | st.dates(),
    since=st.none() | st.dates(),
    papers=st.lists(papers, max_size=4).map(with_ids),
)


def read(text):
    return toml.read(Input.of_text(text))


@given(profiles)
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_a_profile_is_the_same_after_writing_and_reading(profile):
    text = toml.dumps(profile)
    reading = read(text)
    assert reading.profile == profile
    assert not reading.remarks
    assert toml.sniff(text)
    assert toml.dumps(reading.profile) == text


@given(st.text(max_size=200) | st.text("[]\"=\npapers profile#'", max_size=80))
def test_any_text_is_read_or_refused(text):
    try:
        read(text)
    except ReadError as error:
        assert error.code in ("toml", "version")  # noqa: PT017 - most texts are fine


HAND = """\
version = 1
[profile]
name = "Ada"

[[papers]]
title = "Good"
date = "2024-05-31"

[[papers]]
title = "Odd"
scroe = 5
score = "high"
date = 2024-05-31T10:00:00
url = "javascript:alert(1)"
abstract = '''
two
[[papers]]
lines'''

[[papers]]
score = 97
"""


def test_mistakes_of_the_user_get_remarks_and_the_rest_is_read():
    reading = read(HAND)
    good, odd, untitled = reading.profile.papers
    assert good.date == odd.date == PartialDate(2024, 5, 31)
    assert odd.score is None
    assert odd.url is None
    assert odd.abstract == "two\n[[papers]]\nlines"
    assert (untitled.title, untitled.score) == ("(untitled)", 97.0)
    assert len({paper.id for paper in reading.profile.papers}) == 3
    told = " / ".join(map(str, reading.remarks))
    for words in ("unknown key “scroe”; did you mean “score”?", "score is not a number",
                  "url is not a link", "a paper without a title"):  # fmt: skip
        assert words in told


@pytest.mark.parametrize(
    ("written", "known"),
    [
        ("2024-05-31", "2024-05-31"),
        ('"2024-05"', "2024-05"),
        ("2024", "2024"),
        ('"2024"', "2024"),
        ("987", "0987"),
        ("0", None),
        ("true", None),
        ("20240531", None),
        ('"2024-13"', None),
        ('"2024-5"', None),
        ('"٢٠٢٤"', None),
    ],
)
def test_a_date_may_be_a_year_or_a_month(written, known):
    reading = read(f'[profile]\nname = "A"\n[[papers]]\ntitle = "t"\ndate = {written}')
    assert reading.profile.papers[0].date_text == (known or "")
    assert bool(reading.remarks) == (known is None)


def test_a_year_is_written_as_a_number():
    paper = Paper(title="t", date=PartialDate(2017), id="t")
    assert "\ndate = 2017\n" in toml.dumps(Profile(name="A", papers=(paper,)))


def test_a_remark_names_the_line_that_is_wrong():
    text = toml.dumps(
        Profile(name="Ada", papers=(Paper(title="a", id="a"), Paper(title="b", id="b")))
    )
    broken = text.replace('title = "b"', "title = 7")
    (remark,) = read(broken).remarks
    assert broken.split("\n")[remark.line - 1] == "title = 7"
    (remark,) = read(text.replace('name = "Ada"', 'name = "Ada"\nh_index = "x"')).remarks
    assert str(remark) == "line 7: h_index is not a whole number"


@pytest.mark.parametrize(
    ("text", "line", "code"),
    [
        ("version = 1\n[profile\nname = 1\n", 2, "toml"),
        ('[profile]\nname = "A"\n[[papers]]\ntitle = "x"\n[[papers]]\ntitle = "y\n', 6, "toml"),
        ('version = 9\n[profile]\nname = "A"\n', 1, "version"),
    ],
)
def test_the_error_for_a_broken_file_names_the_line(text, line, code):
    with pytest.raises(ReadError) as caught:
        read(text)
    assert (caught.value.line, caught.value.code) == (line, code)


def test_hostile_values_come_in_clean():
    reading = read('[profile]\nname = "A\\u001b[2J\\u202e"\n[[papers]]\ntitle = "t\\u009b"')
    assert (reading.profile.name, reading.profile.papers[0].title) == ("A[2J", "t")


def test_a_preview_shows_whole_papers():
    text = toml.dumps(
        Profile(name="Ada", papers=tuple(Paper(title=f"Paper {n}", id=str(n)) for n in range(50)))
    )
    seen = toml.preview(text[: len(text) // 2])
    assert seen.name == "Ada"
    assert 10 < len(seen.papers) < 50
    assert toml.preview('[profile\nname = "x"') is None


text = st.text() | st.text("\t\n\r\x00\x1f\x7f\x85\u2028\\\"'é𝛼 ")


@given(
    text
    | st.lists(text, max_size=3).map(tuple)
    | st.dates()
    | st.integers(0)
    | st.booleans()
    | st.floats()
)
def test_lines_are_those_of_tomli_w(value):
    written = toml_lines.line("key", value)
    assert written == tomli_w.dumps({"key": value})
    if not isinstance(value, float):
        read = tomllib.loads(written)["key"]
        assert (tuple(read) if isinstance(value, tuple) else read) == value
