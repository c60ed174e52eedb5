"""A few hundred cycles of `tests/bench/torture.py`: marks, while everything fails that can."""

import os

import pytest


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="kills processes and limits files as POSIX has it")
@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_marks_survive_torture(tmp_path):
    from tests.bench.torture import torture

    lines, acknowledged, happened = torture(tmp_path, 300, seed=11)
    assert lines >= acknowledged > 0
    assert {"kill", "copy", "restart", "undo"} <= happened.keys()
