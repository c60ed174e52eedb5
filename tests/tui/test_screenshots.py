"""The screenshots in the README are up to date."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent


@pytest.mark.slow
def test_screenshots_are_up_to_date():
    done = subprocess.run(
        [sys.executable, str(ROOT / "screenshots" / "make.py"), "--check"],
        capture_output=True, text=True, timeout=100, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


def test_continuous_integration_runs_what_the_readme_says():
    (line,) = [
        line for line in (ROOT / "README.md").read_text().split("\n") if line.endswith("/pytest")
    ]
    assert line in (ROOT / ".ci" / "run").read_text().split("\n")
