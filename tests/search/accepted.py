"""Filters decided paper by paper: what the index must give for all of them at once."""

from paperbrowser.search.conditions import Bounds
from paperbrowser.search.fields import FIELDS


def accepts(one, paper):
    """Return whether a filter accepts a paper."""
    field = FIELDS[one.field]
    if field.number is not None:
        number, bounds = field.number(paper), one.condition
        met = number is not None and isinstance(bounds, Bounds) and bounds.holds(number)
    else:
        met = any(map(one.means, field.labels(paper) if field.labels else ()))
    return met is not one.negated
