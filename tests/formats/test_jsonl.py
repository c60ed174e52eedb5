"""Papers as JSON lines: damaged lines are left out with a remark, the rest is read."""

import io
import json
import os
import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paperbrowser import cli, formats
from paperbrowser.formats import ReadError, toml
from paperbrowser.formats import input as content
from paperbrowser.formats.input import Input
from paperbrowser.formats.json import lines as json_lines
from paperbrowser.library import store
from paperbrowser.library.locate import Origin, locate
from paperbrowser.papers.text import clean
from paperbrowser.settings.config import Config
from paperbrowser.tui.launch import opened
from tests.tui.pilot import shown, until_shown

FULL = {
    "id": "conf2017-1",
    "title": "On Machines",
    "authors": ["Ada Example", "Bo Other"],
    "abstract": "We note.",
    "year": 2017,
    "venue": "conf2017",
    "category": "cs.LG",
    "score": 61.5,
    "code": True,
    "url": "https://example.org/1",
    "et_al": True,
    "affiliations": ["somewhere"],
    "keywords": {"of": ["no", "concern"]},
}


def lines(*objects, ascii_only=False):
    return "".join(json.dumps(one, ensure_ascii=ascii_only) + "\n" for one in objects)


@pytest.fixture
def file_of(tmp_path):
    def written(content, name="papers.jsonl"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return written


def read(*objects):
    reading = formats.read_bytes(lines(*objects, ascii_only=True).encode())
    return reading.profile.papers, [str(remark) for remark in reading.remarks]


def paper(**fields):
    ((one,), _) = read({"title": "T", **fields})
    return one


def test_a_file_of_papers_opens_as_a_collection_named_after_it(file_of):
    reading = formats.read(file_of(lines(FULL, {"title": "Another", "year": 2018}), "my set.jsonl"))
    assert reading.profile.name == "my set"
    assert reading.profile.claimed is None
    assert not reading.remarks
    full, another = reading.profile.papers
    assert (full.title, full.authors, full.abstract) == (
        "On Machines",
        ("Ada Example", "Bo Other"),
        "We note.",
    )
    assert (full.id, full.date_text, full.category, full.score) == (
        "conf2017-1",
        "2017",
        "cs.LG",
        61.5,
    )
    assert (full.code, full.et_al, full.affiliations) == (True, True, ("somewhere",))
    assert (full.url, full.venue) == ("https://example.org/1", "conf2017")
    assert (another.id, another.date_text) == ("2018-another", "2018")


def test_damaged_lines_are_left_out_with_a_remark_and_the_rest_is_read(file_of):
    path = file_of('{"title": "a"}\n\n{"title": \n"text"\n[1]\n{"name": "x"}\n  \r\n{"title": "b"}')
    reading = formats.read(path)
    assert [paper.title for paper in reading.profile.papers] == ["a", "b"]
    assert [remark.line for remark in reading.remarks] == [3, 4, 5, 6]
    assert str(reading.remarks[0]) == "line 3: not JSON (expecting value), left out"
    assert "not an object with the title of a paper" in reading.remarks[1].message


def test_papers_behind_a_damaged_first_line_are_read(file_of):
    reading = formats.read(file_of("oops\n" + lines(FULL)))
    assert len(reading.profile.papers) == 1
    assert [remark.line for remark in reading.remarks] == [1]


def test_many_damaged_lines_are_summed_up(file_of):
    reading = formats.read(file_of(lines(FULL) + "{oops\n" * 500))
    assert len(reading.remarks) == 11
    assert str(reading.remarks[-1]) == "line 12: 490 lines left out too"


@pytest.mark.parametrize(
    "content",
    [
        '{"name": "Ann"}',
        '{\n  "papers": [\n    {}\n  ]\n}\n',
        '{"title": "cut',
        "{}\n" * 100,
        '{"title": ' + "[" * 100_000,
    ],
)
def test_a_file_without_a_paper_is_refused_in_one_sentence(file_of, content):
    path = file_of(content)
    with pytest.raises(ReadError) as caught:
        formats.read(path)
    assert caught.value.code == "no-entries"
    assert caught.value.line == (3 if "papers" in content else 1)
    assert "is a paper" in str(caught.value)
    assert "\n" not in str(caught.value)
    assert formats.preview(path) is None


def test_a_large_file_without_papers_is_refused_soon(file_of):
    path = file_of('{"a":\n' + "1,\n" * 3_000_000)
    with pytest.raises(ReadError):
        formats.read(path)


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_byte_order_mark_and_line_ends_do_not_matter(file_of, mark, end):
    path = file_of(mark + lines(FULL, FULL | {"id": "2"}).replace("\n", end).encode())
    reading = formats.read(path)
    assert [paper.id for paper in reading.profile.papers] == ["conf2017-1", "2"]
    assert not reading.remarks


def test_other_encodings(file_of):
    text = lines({"title": "Größe", "year": 2017})
    for encoding in ("utf-16", "latin-1", "utf-32"):
        reading = formats.read(file_of(text.encode(encoding)))
        assert reading.profile.papers[0].title == "Größe"
        assert [remark.code for remark in reading.remarks] == ["encoding"]


def test_a_line_that_is_too_long_is_left_out_with_a_remark(file_of, monkeypatch):
    monkeypatch.setattr(content, "LONGEST_LINE", 1000)
    text = lines({"title": "a"}, {"title": "b", "abstract": "x" * 5000}, {"title": "c"})
    for reading in (formats.read(file_of(text)), formats.read_bytes(text.encode())):
        assert [paper.title for paper in reading.profile.papers] == ["a", "c"]
        (remark,) = reading.remarks
        assert (remark.line, remark.message) == (2, "longer than 10 MB, left out")


def test_a_pipe_can_be_read(tmp_path):
    path = tmp_path / "pipe"
    os.mkfifo(path)
    shares = []
    writer = threading.Thread(target=path.write_text, args=[lines(FULL) * 3])
    writer.start()
    reading = formats.read(path, progress=shares.append)
    writer.join()
    assert len(reading.profile.papers) == 3
    assert shares


# Fields


@pytest.mark.parametrize(
    ("fields", "known"),
    [
        ({"year": 2017}, "2017"),
        ({"year": "2017"}, "2017"),
        ({"year": 2017.0}, "2017"),
        ({"date": "2017-03"}, "2017-03"),
        ({"date": "2017-03-05", "year": 2018}, "2017-03-05"),
        ({"date": "2017-03-05T10:00:00Z"}, "2017-03-05"),
        ({"date": 2017}, "2017"),
        ({"date": "", "year": 2017}, "2017"),
        ({"date": "soon", "year": 2017}, "2017"),
        ({"year": None}, ""),
    ],
)
def test_a_date_is_known_as_exactly_as_it_is_written(fields, known):
    assert paper(**fields).date_text == known


@pytest.mark.parametrize("year", ["soon", 0, -1, 12345, 10**400, 2017.5, float("nan"), float("inf"), True, {}])  # fmt: skip
def test_an_impossible_year_gets_a_remark(year):
    papers, remarks = read({"title": "T", "year": year}, {"title": "U", "year": year})
    assert papers[0].date is None
    assert remarks == ["line 1: year is not a year such as 2024 (and 1 more line)"]


@pytest.mark.parametrize(
    ("authors", "names", "cut_short"),
    [
        (["Ada Example", "Bo Other"], ["Ada Example", "Bo Other"], False),
        ([{"name": "Ada Example"}, {"name": None}, 7, ""], ["Ada Example"], False),
        (["Ada Example", "et al."], ["Ada Example"], True),
        ("Ada Example", ["Ada Example"], False),
        ("Ada Example, Bo Other, Cy Third", ["Ada Example", "Bo Other", "Cy Third"], False),
        ("Ada Example, Bo Other, and Cy Third", ["Ada Example", "Bo Other", "Cy Third"], False),
        ("Ada Example and Bo Other", ["Ada Example", "Bo Other"], False),
        ("Example, Ada and Other, Bo", ["Ada Example", "Bo Other"], False),
        ("Example, Ada; Other, Bo", ["Ada Example", "Bo Other"], False),
        ("Example, Ada", ["Ada Example"], False),
        ("Ada Example, Bo Other et al.", ["Ada Example", "Bo Other"], True),
        ("Ada Example and others", ["Ada Example"], True),
        ("Alexandra Anderson", ["Alexandra Anderson"], False),
        ("", [], False),
        (None, [], False),
        (12, [], False),
    ],
)
def test_authors_are_a_list_or_a_text(authors, names, cut_short):
    one = paper(authors=authors)
    assert (list(one.authors), one.et_al) == (names, cut_short)


def test_ids_are_those_of_the_file_and_no_two_are_the_same():
    papers, remarks = read(
        {"title": "A", "id": " a\x1b1 "},
        {"title": "B", "id": "a1"},
        {"title": "C", "id": ""},
        {"title": "D", "id": 4},
    )
    assert papers[0].id == "a1"
    assert len({one.id for one in papers} - {""}) == 4
    assert remarks == ["a paper has the id of another, and got a new one"]


def test_a_paper_without_a_title_is_kept_under_its_id():
    papers, remarks = read({"title": "T"}, {"id": "x1", "abstract": "We."}, {"authors": ["A B"]})
    assert [one.title for one in papers] == ["T", "x1", "(untitled)"]
    assert remarks == [
        "line 2: a paper without a title is listed by its key, or as (untitled) (and 1 more line)"
    ]


def test_impossible_values_are_left_unset_with_a_remark():
    papers, remarks = read(
        {"title": "T", "score": 101, "url": "javascript:x", "category": 5, "code": 0}
    )
    assert (papers[0].score, papers[0].url, papers[0].category, papers[0].code) == (
        None,
        None,
        None,
        False,
    )
    assert len(remarks) == 2
    assert paper(score=97, category=["cs.LG", "x"], code="https://example.org").code
    assert paper(score=True).score is None


def test_hostile_text_comes_in_clean():
    one = paper(
        title="a\x1b[2J\u202e\n  b", abstract="one\r\ntwo\n \nthree\x9b", authors=["x\ud800"]
    )
    assert one.title == "a[2J b"
    assert one.abstract == "one two\n\nthree"
    assert one.authors == ("x\ufffd",)
    raw = formats.read_bytes(b'{"title": "tab\there\x1b[2J"}\n')
    assert raw.profile.papers[0].title == "tab here[2J"


# Any file


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
    | st.sampled_from(["2017", "2017-03", "https://example.org", "A, B and C", "x et al.", "\ud800", "é\u200d\u3000", "é\u200d \u3000é\u200d\n\n\u3000,é\u200d and é"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["name", "x"]), inner, max_size=2),
    max_leaves=5,
)  # fmt: skip
objects = st.dictionaries(st.sampled_from([*FULL, "date", "year_inferred"]), values, max_size=8)
damaged = st.lists(
    st.binary(max_size=30)
    | objects.map(lambda one: json.dumps(one).encode())
    | st.just(b'{"title": "T"}')
    | st.text('{"title: }[],\\u00e9', max_size=30).map(str.encode),
    max_size=6,
).map(b"\n".join)


@settings(deadline=None)
@given(damaged)
def test_any_bytes_are_read_or_refused(data):
    for way in (formats.read_bytes, lambda data: json_lines.read(Input(io.BytesIO(data)))):
        try:
            profile = way(data).profile
        except ReadError as error:
            assert "\n" not in str(error)  # noqa: PT017 - either way of ending will do
        else:
            ids = [one.id for one in profile.papers]
            assert len(ids) == len(set(ids))
            for one in profile.papers:
                for text in (one.title, one.id, one.abstract, *one.authors, *one.affiliations):
                    assert clean(text) == text


@settings(deadline=None)
@given(st.lists(objects, max_size=5))
def test_a_profile_that_was_read_is_the_same_after_toml(papers):
    data = lines({"title": "T"}, *papers, ascii_only=True).encode()
    profile = formats._named(formats.read_bytes(data).profile, formats.Path("papers.jsonl"))
    kept = formats.read_bytes(toml.dumps(profile).encode())
    assert kept.profile == profile
    assert not kept.remarks


# Many papers


def many(count):
    words = "learned coarse models for efficient turbulence simulation of the early universe " * 15
    return "".join(
        json.dumps({"id": f"n{n}", "title": f"{words[n % 80 :][:70]} {n}", "abstract": words, "year": 2000 + n % 25,
                    "authors": [f"Ada Example {n % 999}", "Bo Other"]}) + "\n"
        for n in range(count)
    )  # fmt: skip


def test_a_long_file_is_read_with_progress_that_can_stop_it(file_of):
    path = file_of(many(5_000))
    shares = []
    reading = formats.read(path, progress=shares.append)
    assert len(reading.profile.papers) == 5_000
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert len(shares) > 5

    class Stopped(Exception):  # noqa: N818
        pass

    def stop(share):
        raise Stopped

    with pytest.raises(Stopped):
        formats.read(path, progress=stop)


def test_the_beginning_of_a_long_file_is_shown_at_once(file_of):
    path = file_of(many(20_000), "large.jsonl")
    seen = formats.preview(path)
    whole = formats.read(path).profile
    assert seen.name == whole.name == "large"
    assert 10 < len(seen.papers) < 200
    assert seen.papers == whole.papers[: len(seen.papers)]


async def test_a_long_file_opens_in_the_app_in_part_and_then_whole(file_of):
    path = file_of(many(3_000), "large.jsonl")
    app = opened(Origin(path, "file"), Config())
    first = app._profile  # the part that is shown at once, before the rest is read
    assert 10 < len(first.papers) < 200
    async with app.run_test(size=(120, 36)) as pilot:
        await until_shown(pilot, "3,000 papers")
        screen = shown(app)
        assert " large " in screen
        assert " 2024  " in screen
        assert "2024-01" not in screen


def test_an_import_is_kept_under_the_name_of_the_file(file_of, capsys):
    path = file_of(lines(FULL), "my set.jsonl")
    assert cli.main(["import", str(path)]) == 0
    assert "my-set: 1 paper" in capsys.readouterr().out
    kept = store.read(locate("my set").path).profile
    assert kept == formats.read(path).profile
    assert cli.main(["list", str(path)]) == 0
    assert "On Machines" in capsys.readouterr().out
