"""Marks the cases of a test that need not be tried in the quick run, `pytest -m "not slow"`."""

import pytest


def first_quick(cases, quick=1, *, single=False):
    """Return the cases of a parametrised test, those after the first `quick` marked as slow.

    `single`: a tuple is one value, as for `parametrize("size", ...)`.
    """
    cases = list(cases)
    return [*cases[:quick], *(_slow(case, single) for case in cases[quick:])]


def _slow(case, single):
    if isinstance(case, type(pytest.param())):
        return case._replace(marks=(*case.marks, pytest.mark.slow))
    values = case if isinstance(case, tuple) and not single else (case,)
    return pytest.param(*values, marks=pytest.mark.slow)
