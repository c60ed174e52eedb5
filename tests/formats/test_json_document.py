"""JSON documents of services: their records are found, and those before a syntax error are read."""

import json
import os
import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paperbrowser import cli, formats
from paperbrowser.formats import ReadError, toml
from paperbrowser.formats.input import Input
from paperbrowser.formats.json import document as json_document
from paperbrowser.library import locate, store
from paperbrowser.papers.text import clean

WORK = {"id": "https://openalex.org/W1", "title": "On Machines", "publication_year": 2018}
S2 = {"paperId": "ab12", "title": "On Engines", "year": 1950, "authors": [{"name": "A. Lovelace"}]}
CSL = {"id": "doe99", "type": "book", "title": "On Books", "issued": {"date-parts": [[1999]]}}
HEP = {"titles": [{"title": "On Fields"}], "control_number": 7}
SNAPSHOT = {"id": "0704.0001", "title": "On Photons", "authors_parsed": [["Doe", "Jo", ""]]}
OURS = {"title": "On Us", "authors": ["Ada Example"]}
GROUP = {"work-summary": [{"put-code": 1, "title": {"title": {"value": "On Groups"}}}]}
AUTHOR = {"id": "https://openalex.org/A1", "display_name": "Ann Example", "works_count": 62}


def read(value):
    text = value if isinstance(value, str) else json.dumps(value, indent=1)
    return formats.read_bytes(text.encode())


def titles(value):
    return [paper.title for paper in read(value).profile.papers]


@pytest.mark.parametrize(
    "value",
    [
        [WORK, S2, CSL],
        {"meta": {"count": 3}, "results": [WORK, S2, CSL]},
        {"offset": 0, "data": [WORK, S2, CSL]},
        {"hits": {"hits": [WORK, S2, CSL], "total": 3}, "links": {}},
        {"items": [WORK, S2, CSL]},
        {"papers": [WORK, S2, CSL]},
        {"status": "ok", "message": {"items": [WORK, S2, CSL], "total-results": 3}},
        {"recommendedPapers": [WORK, S2, CSL]},
        [[WORK, S2], [CSL]],
    ],
)
def test_records_are_found_wherever_a_page_has_them(value):
    assert titles(value) == ["On Machines", "On Engines", "On Books"]
    assert titles(json.dumps(value)) == titles(value)
    assert titles(json.dumps(value) + "\n") == titles(value)


@pytest.mark.parametrize("record", [WORK, S2, CSL, HEP, SNAPSHOT, OURS, GROUP, {"message": CSL}])
def test_a_single_record_is_a_document(record):
    (title,) = titles(record)
    assert title.startswith("On ")


def test_each_line_may_be_a_record_of_any_service():
    lines = "".join(json.dumps(one) + "\n" for one in (WORK, S2, CSL, HEP, SNAPSHOT, OURS, GROUP))
    assert len(titles(lines)) == 7
    assert len(titles(lines + json.dumps({"results": [WORK | {"title": "x"}]}))) == 8


def test_the_author_of_a_service_is_the_profile():
    profile = read(AUTHOR).profile
    assert (profile.name, profile.claimed, profile.papers) == ("Ann Example", 62, ())
    assert (profile.source, profile.source_id) == ("openalex", "A1")
    assert read({"results": [AUTHOR]}).profile == profile
    lines = json.dumps(AUTHOR) + "\n" + json.dumps(WORK) + "\n"
    both = read(lines).profile
    assert (both.name, len(both.papers)) == ("Ann Example", 1)
    with pytest.raises(ReadError, match="2 authors here and no papers"):
        read({"results": [AUTHOR, AUTHOR | {"id": "https://openalex.org/A2"}]})


def test_the_papers_of_several_authors_are_a_collection():
    one = {"authorId": "1", "name": "Ann", "papers": [S2]}
    two = {"authorId": "2", "name": "Bo", "papers": [S2 | {"title": "On Looms"}]}
    reading = read([one, two])
    assert [paper.title for paper in reading.profile.papers] == ["On Engines", "On Looms"]
    assert reading.profile.name == ""
    assert "2 authors" in str(reading.remarks[0])


def test_the_json_of_list_is_read_back(tmp_path, capsys):
    assert cli.main(["list", "--json"]) == 0
    path = tmp_path / "printed.json"
    path.write_text(capsys.readouterr().out)
    printed = formats.read(path).profile
    sample = store.read(locate.sample().path).profile
    assert sorted(printed.papers, key=lambda paper: paper.id) == sorted(
        sample.papers, key=lambda paper: paper.id
    )
    for fact in ("name", "field", "claimed", "h_index", "citations", "novelty", "ai_score"):
        assert getattr(printed, fact) == getattr(sample, fact)


# Damage


def test_the_records_before_a_cut_are_read_with_a_remark_on_its_line():
    text = json.dumps({"results": [WORK, S2, CSL]}, indent=1)
    reading = read(text[: text.index("On Books") + 3])
    assert [paper.title for paper in reading.profile.papers] == ["On Machines", "On Engines"]
    (remark,) = reading.remarks
    assert remark.line == text[: text.index("On Books")].count("\n") + 1
    assert "2 papers before it" in remark.message


def test_an_author_whose_papers_are_cut_keeps_their_name():
    text = json.dumps({"authorId": "1", "name": "Ann", "hIndex": 3, "papers": [S2, S2, S2]})
    profile = read(text[:-30]).profile
    assert (profile.name, profile.h_index, len(profile.papers)) == ("Ann", 3, 2)


@pytest.mark.parametrize("end", range(1, 150, 7))
def test_a_single_record_that_is_cut_is_refused(end):
    text = json.dumps(WORK | {"abstract_inverted_index": {"We": [0]}})
    with pytest.raises(ReadError) as caught:
        read(text[: min(end, len(text) - 1)] or "{")
    assert caught.value.code == "no-entries"


def test_json_lines_are_recognised_behind_a_damaged_first_line():
    good = "".join(json.dumps(OURS | {"title": f"On {n}"}) + "\n" for n in range(3))
    for bad in ('{"title": "cut\n', '{"title": }\n', '{"a": [\n'):
        reading = read(bad + good)
        assert len(reading.profile.papers) == 3
        assert reading.remarks[0].line == 1


RECORDS = [
    WORK | {"authorships": [{"author": {"id": "https://openalex.org/A1", "display_name": "A"}}]},
    S2 | {"references": [{"paperId": "cd34", "title": "A reference"}], "venue": "Analytics"},
    CSL | {"author": [{"family": "Doe", "given": "Jo"}]},
    HEP | {"abstracts": [{"value": '{braces} and "quotes"'}]},
    OURS,
]


def five_of(record, number=5):
    """The texts of records that are alike, with a number in each title."""
    return [
        json.dumps(record, indent=1).replace("On ", f"On {at} ", 1).replace("ab12", f"ab{at}")
        for at in range(number)
    ]


@pytest.mark.parametrize("record", RECORDS)
@pytest.mark.parametrize("compact", [True, False])
@pytest.mark.parametrize(
    "damaged",
    [
        '"title": nul "On 2 ',
        '"title" "On 2 ',
        '"title: "On 2 ',
        '"title": On 2 ',
        '"title": "On" 2 ',
    ],
)
def test_a_broken_document_is_read_up_to_the_break(record, compact, damaged):
    parts = five_of(record)
    assert '"title": "On 2 ' in parts[2]
    parts[2] = parts[2].replace('"title": "On 2 ', damaged)
    text = '{"authorId": "1", "name": "Ann Example", "meta": {},\n"results": [\n' + ",\n".join(
        parts
    )
    first = text[: text.index(damaged)].count("\n") + 1
    text += "]}"
    if compact:
        text, first = " ".join(text.split()), 1
    reading = read(text)
    assert [paper.title[3] for paper in reading.profile.papers] == ["0", "1"]
    (remark,) = [one for one in reading.remarks if one.code == "truncated"]
    assert remark.code == "truncated"
    assert first <= remark.line <= first + 1
    assert remark.message.startswith("the file is cut off or damaged here (")
    assert remark.message.endswith("; 2 papers before it, the rest is left out")
    assert reading.profile.name == "Ann Example"


def test_a_comma_behind_the_last_record_does_no_harm():
    one, two, *_ = five_of(S2)
    assert titles(f"[{one}, {two},]") == ["On 0 Engines", "On 1 Engines"]


@settings(deadline=None)
@given(st.data())
def test_one_damage_loses_no_record_before_it(data):
    record = data.draw(st.sampled_from(RECORDS))
    parts = five_of(record)
    if data.draw(st.booleans()):
        parts = [" ".join(part.split()) for part in parts]
    at = data.draw(st.integers(1, 4))
    place = data.draw(st.integers(0, len(parts[at]) - 1))
    sign = data.draw(st.sampled_from(["", *'{}[]",:\\\na']))
    parts[at] = parts[at][:place] + sign + parts[at][place + 1 :]
    found = titles("[" + ",\n".join(parts) + "]")
    assert [title[:5] for title in found[:at]] == [f"On {number} " for number in range(at)]
    assert len(found) <= 6


@pytest.mark.parametrize(
    "damaged",
    [
        '{"id": ',
        '{"id": "x", @},',
        '{"id": "x", "t": "abc},',
        '{"id": ' + "[" * 500,
        '[{"id": "x"} ',
        'x {"a": 1} ',
        '],[{"id": "',
        '{"results": [',
        '{"id": "y"[]',
    ],
)
def test_a_file_of_syntax_errors_takes_little_time(damaged):
    text = '[{"id": "x", "title": "First"},' + damaged * (300_000 // len(damaged))
    assert titles(text)[0] == "First"


def test_values_that_are_no_records_get_a_remark_with_their_line():
    reading = read([WORK, 7, None, "x", {"a": 1}, S2])
    assert len(reading.profile.papers) == 2
    assert [remark.message for remark in reading.remarks] == [
        "not an object with the title of a paper, left out"
    ] * 3
    assert all(remark.line for remark in reading.remarks)


def test_a_record_without_title_is_kept_under_its_id():
    reading = read([{"paperId": "ab12", "year": 1999}, {"id": "k", "type": "book", "title": ""}])
    assert [paper.title for paper in reading.profile.papers] == ["ab12", "k"]
    assert "a paper without a title" in str(reading.remarks[0])


@pytest.mark.parametrize(
    "text",
    [
        '[{"title": "T", "year": ' + "9" * 5000 + "}]",
        '[{"title": "T", "score": NaN, "citations": Infinity}]',
        '[{"title": "no", "title": "T"}]',
        '[{"title": "T", "abstract": "\\ud800"}]',
        '{"title": "T"},\n{"title": "U"}',
        '{\n"title": "T"}\n{\n"title": "U"}',
        '\ufeff[{"title": "T"}]',
    ],
)
def test_json_at_the_edge_of_the_standard_does_no_harm(text):
    assert titles(text)[0] == "T"


def test_deep_nesting_is_refused():
    for text in ("[" * 100_000, '{"a":' * 100_000, '{"data":' * 100_000, '[{"a":' * 50_000):
        with pytest.raises(ReadError) as caught:
            read(text)
        assert "\n" not in str(caught.value)


def test_a_pipe_can_be_read(tmp_path):
    for number, text in enumerate((json.dumps({"data": [S2] * 5}, indent=1), json.dumps([S2] * 5))):
        path = tmp_path / f"pipe{number}"
        os.mkfifo(path)
        writer = threading.Thread(target=path.write_text, args=[text])
        writer.start()
        assert len(formats.read(path).profile.papers) == 5
        writer.join()


def test_progress_is_reported_and_can_stop():
    shares = []
    text = json.dumps([OURS | {"title": f"On {n}"} for n in range(1_000)])
    json_document.read(Input.of_text(text, progress=shares.append))
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert len(shares) > 4

    def stop(share):
        raise KeyError

    with pytest.raises(KeyError):
        json_document.read(Input.of_text(text, progress=stop))


def test_the_beginning_of_a_large_document_is_shown(tmp_path):
    path = tmp_path / "large.json"
    path.write_text(json.dumps([OURS | {"title": f"On {n}"} for n in range(5_000)], indent=1))
    seen = formats.preview(path)
    assert 10 < len(seen.papers) < 2_000


# Any JSON


KEYS = ["id", "title", "name", "display_name", "authors", "author", "authorships", "abstract", "abstract_inverted_index", "results", "data", "hits", "papers", "items", "message", "group", "works", "paperId", "authorId", "externalIds", "DOI", "ArXiv", "titles", "metadata", "_source", "control_number", "arxiv_eprints", "value", "source", "issued", "date-parts", "raw", "season", "family", "given", "literal", "type", "container-title", "authors_parsed", "versions", "created", "categories", "work-summary", "put-code", "external-ids", "external-id", "person", "orcid-identifier", "activities-summary", "publication-date", "year", "month", "day", "ids", "doi", "publication_date", "journal", "venue", "publicationTypes", "primary_location", "landing_page_url", "biblio", "publication_info", "contributors", "profile", "positions"]  # fmt: skip
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9)
    | st.sampled_from(["2017", "2017-03", "https://openalex.org/W1", "https://openalex.org/A1", "\ud800", "a\x1b<i>b", "10.1234/x", "book", "é\u200d \u3000é\u200d\n\n\u3000"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=5),
    max_leaves=25,
)  # fmt: skip


@settings(deadline=None, max_examples=3 * settings.default.max_examples)
@given(values, st.booleans())
def test_any_json_is_read_or_refused(value, indented):
    data = json.dumps(value, indent=1 if indented else None).encode()
    try:
        profile = formats.read_bytes(data).profile
    except ReadError as error:
        assert "\n" not in str(error)  # noqa: PT017 - either way of ending will do
        return
    for paper in profile.papers:
        assert paper.title
        for text in (paper.title, paper.id, paper.abstract, *paper.authors, paper.venue or ""):
            assert clean(text) == text
    named = formats._named(profile, formats.Path("x.json"))
    assert formats.read_bytes(toml.dumps(named).encode()).profile == named
