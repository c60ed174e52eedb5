"""A user prints what a bibliography amounts to, for reading, for programs and for slides."""

import csv
import io
import json
import xml.etree.ElementTree as ET

import pytest

from paperbrowser.cli import main

BIB = """
@article{a, title={Tidal looms}, author={Orla Finn and Jun Abe}, journal={Weft}, year={2019}}
@article{b, title={Tidal kilns}, author={Orla Finn and Jun Abe}, journal={{=1+1}}, year={2021}}
@book{c, title={Reed <b>song</b>}, author={Jun Abe}, publisher={Weft \\& Co}, year={2021}}
"""


@pytest.fixture
def bib(tmp_path):
    path = tmp_path / "finn.bib"
    path.write_text(BIB, encoding="utf-8")
    return str(path)


def test_text_has_counts_beside_bars(bib, capsys):
    assert main(["stats", bib, "--ascii"]) == 0
    text = capsys.readouterr().out
    assert "3 papers" in text
    assert "Papers a year" in text
    assert "2021  2  ###" in text
    assert text.isascii()
    assert max(map(len, text.splitlines())) <= 80


def test_json_has_a_mapping_for_each_facet(bib, capsys):
    assert main(["stats", bib, "--json", "-q", "tidal"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["papers"] == 2
    assert data["years"] == {"2019": 1, "2021": 1}
    assert data["coauthors"]["Jun Abe"] == 2
    assert data["kinds"] == {"article": 2}
    assert data["citations"] == data["code"] == {}


def test_csv_opens_in_a_spreadsheet_without_running_anything(bib, capsys):
    assert main(["stats", bib, "--csv"]) == 0
    rows = [*csv.reader(io.StringIO(capsys.readouterr().out))]
    assert rows[0] == ["facet", "value", "count"]
    assert ["venues", "'=1+1", "1"] in rows
    assert ["years", "2021", "2"] in rows


def test_a_picture_is_written_once_and_replaced_when_forced(bib, tmp_path, capsys):
    picture = tmp_path / "finn.svg"
    assert main(["stats", bib, "--svg", str(picture)]) == 0
    assert ET.parse(picture).getroot().tag.endswith("svg")
    before = picture.read_bytes()
    assert main(["stats", bib, "--svg", str(picture)]) == 1
    assert "--force" in capsys.readouterr().err
    assert main(["stats", bib, "--svg", str(picture), "--force", "-q", "nothinglikethis"]) == 1
    assert picture.read_bytes() == before
    assert main(["stats", bib, "--svg", str(picture), "--force", "-q", "reed"]) == 0
    assert picture.read_bytes() != before
    assert main(["stats", bib, "--svg", str(tmp_path)]) == 1
