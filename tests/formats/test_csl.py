"""CSL-JSON: what it keeps of people, notes and reports, read and written."""

import json

from paperbrowser.formats import read_bytes
from paperbrowser.formats.json import csl_write
from paperbrowser.papers.model import Paper, Profile
from paperbrowser.papers.names import literal, parts_of, person


def _papers(item):
    return read_bytes(json.dumps([item]).encode()).profile.papers


def test_csl_keeps_note_keywords_subtitle_event_and_particles():
    item = {
        "id": "a", "type": "paper-conference", "title": ["Knots"], "subtitle": ["A Survey"], "event-title": "Knot Days",
        "keyword": "knots, links", "note": "Citation Key: a\narXiv: 1104.01234 [math.GT]\nWith a poster.", "number": 7,
        "author": [
            {"family": "Angelo", "given": "Rita", "non-dropping-particle": "d’"},
            {"family": "Berg", "given": "Jan", "dropping-particle": "von", "non-dropping-particle": "den"},
        ],
    }  # fmt: skip
    (paper,) = _papers(item)
    assert (paper.title, paper.venue, paper.number) == ("Knots: A Survey", "Knot Days", "7")
    assert (paper.keywords, paper.note, paper.arxiv) == (
        ("knots", "links"),
        "With a poster.",
        "1104.01234",
    )
    assert [parts_of(name)[:2] for name in paper.authors] == [
        ("Rita", "d’Angelo"),
        ("Jan", "von den Berg"),
    ]


def test_csl_comes_back_with_people_and_particles():
    paper = Paper(
        title="Knots", authors=(person("d'Angelo", "Rita"), person("von den Berg", "Jan"), person("de Sá Lima", "Ana Rita")),
        editors=(literal("Board of Knots"), "Eva Editor"), translators=("Tom Translator",), kind="report", number="7",
        keywords=("knots", "links, open"), note="With a poster.", series="Ropes", place="Ulm", edition="2", isbn="1", issn="2", id="a",
    )  # fmt: skip
    text = "".join(csl_write.write(Profile(name="A"), [paper]))
    (item,) = json.loads(text)
    assert (item["number"], "issue" in item) == ("7", False)
    assert item["author"][1] == {
        "family": "Berg",
        "given": "Jan",
        "non-dropping-particle": "von den",
    }
    assert item["editor"][0] == {"literal": "Board of Knots"}
    (again,) = _papers(item)
    assert again == paper
    assert [parts_of(name) for name in again.authors] == [parts_of(name) for name in paper.authors]


def test_a_group_is_the_author_in_csl_where_there_is_nobody_else():
    (item,) = json.loads(
        "".join(
            csl_write.write(Profile(name="A"), [Paper(title="T", collaboration="KNOT", id="k")])
        )
    )
    assert item["author"] == [{"literal": "KNOT"}]


def test_the_number_of_a_book_is_that_of_its_series():
    paper = Paper(title="T", kind="book", series="Ropes", number="3", id="k")
    (item,) = json.loads("".join(csl_write.write(Profile(name="A"), [paper])))
    assert (item["collection-title"], item["collection-number"], "issue" in item) == (
        "Ropes",
        "3",
        False,
    )
    assert _papers(item) == (paper,)
