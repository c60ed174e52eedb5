"""Places in texts: kept for each text, whoever else writes meanwhile, whatever the file holds."""

import threading

import pytest

from paperbrowser.library import text_places
from paperbrowser.library.text_places import ReadingPlace

HERE = ReadingPlace(12, 40, "silt settles in the delta", 0.25)


def test_a_place_is_there_the_next_day_by_any_name_of_the_work():
    assert text_places.place_in(["doi:10.5072/silt"]) is None
    text_places.save("arxiv:2101.00001", HERE)
    assert text_places.place_in(["doi:10.5072/silt", "arxiv:2101.00001"]) == HERE


def test_two_sessions_lose_nothing_of_each_other():
    names = [f"doi:10.5072/{number}" for number in range(12)]
    threads = [threading.Thread(target=text_places.save, args=(name, HERE, 20.0)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(text_places.place_in([name]) == HERE for name in names)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[1]",
        b'{"version": 9, "texts": {}}',
        b'{"version": 1, "texts": 3}',
        b"[" * 99_999,
    ],
)
def test_a_file_that_does_not_read_is_left_alone(content):
    text_places.file().parent.mkdir(parents=True, exist_ok=True)
    text_places.file().write_bytes(content)
    text_places.save("doi:10.5072/silt", HERE)
    assert text_places.place_in(["doi:10.5072/silt"]) is None
    assert text_places.file().read_bytes() == content


def test_wrong_values_count_as_missing_ones():
    text_places.file().parent.mkdir(parents=True, exist_ok=True)
    text_places.file().write_text(
        '{"version": 1, "texts": {"a": {"block": -4, "char": "x", "words": "a\\u001b[3m", "part": 7.5},'
        ' "b": 3}}'
    )
    assert text_places.place_in(["a"]) == ReadingPlace(0, 0, "a[3m", 1.0)
    assert text_places.place_in(["b"]) is None
