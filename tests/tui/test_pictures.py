"""The content of the pictures: parts of bars, scores, code, words, own reading."""

from paperbrowser.library import locate
from paperbrowser.papers.dates import PartialDate
from paperbrowser.papers.marks import NO_MARKS, Marks
from paperbrowser.papers.model import Paper
from paperbrowser.reading.journal import Operation
from paperbrowser.reading.works import names_of
from paperbrowser.settings.config import Config
from paperbrowser.tui.launch import opened
from paperbrowser.tui.menus.pictures import pictures_of
from tests.tui.pilot import keys, press, shown, until_shown

PAPERS = tuple(
    Paper(
        title=f"{word} of the Upper Marsh, part {at}",
        date=PartialDate(year),
        kind=kind,
        score=score,
        code=code,
        citations=at,
        id=f"p{at}",
    )
    for at, (word, year, kind, score, code) in enumerate(
        (
            ("Sedges", 2015, "article", 40.0, False),
            ("Sedges", 2015, "article", 60.0, False),
            ("Sedges", 2016, "preprint", None, False),
            ("Otters", 2020, "article", 90.0, True),
            ("Otters", 2020, "conference", None, False),
            ("Otters", 2021, "thesis", None, False),
            ("Otters", 2021, "book", None, False),
        )
    )
)


def pictures(query="", marks=(), operations=()):
    found = pictures_of(PAPERS, "Nora Hale", query, marks, operations)
    return {one.title: one for one in found}


def bar(picture, label):
    return next(one for one in picture.bars if one.label == label)


def test_papers_a_year_are_parted_by_kind_with_the_rest_together():
    kinds = pictures()["Papers a year, by kind"]
    assert kinds.parts == ("article", "book", "conference", "others")
    assert kinds.legend == "█ article  ▓ book  ▒ conference  ░ others"
    assert bar(kinds, "2021").words == "2 papers: 1 book, 1 others"
    assert bar(kinds, "2015").words == "2 papers: 2 article"
    assert bar(kinds, "2018").words == "0 papers"
    assert all(sum(one.shares) == one.value for one in kinds.bars)
    assert "Papers a year, by category" not in pictures()


def test_scores_and_code_say_how_many_papers_they_are_of():
    found = pictures("marsh")
    score = bar(found["Score, median of each year"], "2015")
    assert (score.value, score.words) == (50.0, "median 50.0 of 2 papers with a score")
    code = bar(found["With code, percent of the papers of each year"], "2020")
    assert (code.value, code.words) == (50.0, "1 of 2 papers with code")
    assert code.query.split() == ["has:code", "year:2020", "marsh"]


def test_words_that_rise_and_fall_lead_to_their_papers():
    found = pictures("a OR b")
    rising = found["Words of titles rising, percent of the papers since 2019"]
    assert rising.bars[0].label.startswith("otter")
    assert rising.bars[0].words == "100% of the papers since 2019 (4), 0% of those before (0)"
    assert rising.bars[0].query == f"title:{rising.bars[0].label} ( a OR b )"
    falling = found["Words of titles falling, percent of the papers before 2019"]
    assert falling.bars[0].label.startswith("sedge")


def test_own_reading_is_counted_by_month():
    marks = [Marks(read=True), *[NO_MARKS] * 6]
    noon = 1_700_000_000_000  # 14 November 2023
    read = Operation(noon, "desk", 1, (names_of(PAPERS[0]),), "read", True)
    reading = pictures("", marks, [read])["Read by you, by month"]
    assert [(one.label, one.value) for one in reading.bars] == [("2023-11", 1)]
    assert reading.bars[0].query.strip() == "is:read"


async def test_parts_have_shades_and_a_legend_without_colour():
    app = opened(locate.sample(), Config())
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "v")
        await keys(pilot, "tab")
        await until_shown(pilot, "Papers a year, by category")
        assert "█ CO  ▓ LG  ▒ IM  ░ others" in shown(app)
        assert "2026: 4 papers: 2 LG, 2 others" in shown(app)
