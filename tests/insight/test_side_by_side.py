"""People side by side as text, and for other programs."""

import json

import pytest

from paperbrowser.cli import main
from paperbrowser.insight import side_by_side
from paperbrowser.library import store
from paperbrowser.papers.dates import PartialDate
from paperbrowser.papers.model import Paper, Profile
from paperbrowser.papers.text import columns


def paper(title, year, *authors, **facts):
    return Paper(title=title, date=PartialDate(year), authors=authors, **facts)


IDA = Profile(
    name="Ida Wren",
    h_index=7,
    citations=300,
    claimed=4,
    papers=(
        paper("Peat and Fire", 2012, "Ida Wren", "Tom Birk", "Kai Lund", doi="10.5072/peat",
              venue="Bog Letters", citations=12, kind="article"),
        paper("Moss at Night", 2016, "Ida Wren", "Tom Birk", citations=3, kind="preprint", et_al=True),
    ),
)  # fmt: skip
KAI = Profile(
    name="Kai Lund",
    papers=(
        paper("Peat and fire", 2012, "Ida Wren", "Tom Birk", "Kai Lund", doi="10.5072/PEAT",
              venue="Bog Letters", kind="article"),
        paper("Fens", 2018, "Kai Lund", "Tom Birk", venue="Bog Letters", kind="article"),
    ),
)  # fmt: skip


@pytest.mark.parametrize("width", [36, 60, 80, 120])
@pytest.mark.parametrize("ascii_only", [True, False])
def test_numbers_in_common_and_pictures_fit_the_width(width, ascii_only):
    lines = [*side_by_side.lines([IDA, KAI], width, ascii_only=ascii_only)]
    text = "\n".join(lines)
    assert max(map(columns, lines)) <= width
    for said in ("Papers of both: 1", "Peat and Fire", "Co-authors of both", "Tom Birk",
                 "Papers a year", "1 paper lists first authors only"[: width - 2]):  # fmt: skip
        assert said in text
    if not ascii_only:
        assert "█" in text


def test_claimed_numbers_stand_beside_computed_ones():
    lines = [*side_by_side.lines([IDA, KAI], 100)]

    def row(label):
        return next(line for line in lines if line.startswith(label)).removeprefix(label).split()

    assert row("papers listed") == ["2", "2"]
    assert row("papers claimed") == ["4", "–"]
    assert row("h-index, claimed") == ["7", "–"]
    assert row("h-index, computed") == ["2", "–"]
    assert row("citations, claimed") == ["300", "–"]
    assert row("citations, computed") == ["15", "–"]
    years = [line for line in lines if line.startswith("2012")]
    assert len(years) == 1
    assert years[0].count("2012") == 2  # side by side


def test_pictures_are_stacked_where_there_is_no_room_and_names_told_apart():
    same = side_by_side.named_apart([IDA, IDA, KAI])
    assert [one.name for one in same] == ["Ida Wren", "Ida Wren (2)", "Kai Lund"]
    text = "\n".join(side_by_side.lines([IDA, IDA, KAI], 60))
    assert text.count("2012") > 3
    assert "Papers of all 3: 1" in text
    bare = Profile(name="Zed [b]Orr[/b]", papers=())
    assert "Papers of both: 0" in "\n".join(side_by_side.lines([bare, bare], 50))


def test_people_are_compared_on_the_command_line(capsys):
    store.write(store.folder() / "ida-wren.toml", IDA)
    store.write(store.folder() / "kai-lund.toml", KAI)
    assert main(["compare", "ida-wren", "kai-lund", "--ascii"]) == 0
    text = capsys.readouterr().out
    assert "Papers of both: 1" in text
    assert "#" in text
    assert main(["compare", "ida-wren", "kai-lund", "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["together"] == ["Peat and Fire"]
    assert data["coauthors"] == {"Tom Birk": [2, 2]}
    assert [one["name"] for one in data["people"]] == ["Ida Wren", "Kai Lund"]
    assert main(["compare", "ida-wren", "ida-wren"]) == 2
    assert "named twice" in capsys.readouterr().err
    assert main(["compare", "ida-wren"]) == 2
    assert "name 2 to 8 profiles" in capsys.readouterr().err
