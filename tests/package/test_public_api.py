"""The package as other programs use it, and the examples in its documentation."""

import doctest
import importlib
import subprocess
import sys
from pathlib import Path

import pytest

import paperbrowser

SOURCE = Path(paperbrowser.__file__).parent
WITH_EXAMPLES = [
    ".".join(path.relative_to(SOURCE.parent).with_suffix("").parts).removesuffix(".__init__")
    for path in sorted(SOURCE.rglob("*.py"))
    if ">>> " in path.read_text(encoding="utf-8")
]


@pytest.mark.parametrize("module", WITH_EXAMPLES)
def test_the_examples_are_true(module):
    outcome = doctest.testmod(importlib.import_module(module))
    assert outcome.attempted
    assert not outcome.failed


def test_what_it_offers_is_there():
    assert {name for name in paperbrowser.__all__ if hasattr(paperbrowser, name)} == set(
        paperbrowser.__all__
    )
    assert set(paperbrowser.__all__) <= set(dir(paperbrowser))  # which `help` goes by
    with pytest.raises(AttributeError, match="no attribute 'write'"):
        _ = paperbrowser.write
    with pytest.raises(paperbrowser.ReadError, match="no such file"):
        paperbrowser.read("nowhere.txt")
    with pytest.raises(ValueError, match='no format "cuneiform"; there are toml, '):
        paperbrowser.read("nowhere.txt", form="cuneiform")


def test_nothing_is_imported_before_it_is_asked_for():
    script = (
        "import sys, paperbrowser\n"
        "before = [name for name in sys.modules if name.startswith('paperbrowser.')]\n"
        "from paperbrowser import Paper, Profile, read\n"
        "print(before, Paper(title='x').title)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout == "[] x\n"
