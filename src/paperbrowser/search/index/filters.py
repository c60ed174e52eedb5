"""Filters decided for all papers at once, by columns of their values."""

from collections.abc import Iterable, Sequence
from itertools import chain

import numpy as np
import numpy.typing as npt

from paperbrowser.papers.marks import NO_MARKS, Marks
from paperbrowser.papers.model import Paper
from paperbrowser.search.conditions import AnyBounds, Bounds, OneOf, equal, equal_or_begun
from paperbrowser.search.fields import FIELDS, Filter
from paperbrowser.search.index.arrays import Column, LabelColumn, NumberColumn


def columns_of(papers: Sequence[Paper], names: Iterable[str] = FIELDS) -> dict[str, Column]:
    """Return the values of those of some fields of `FIELDS` that are filters, by the field's name."""
    columns: dict[str, Column] = {}
    for name in names:
        field = FIELDS[name]
        if field.number is not None:
            number = field.number
            values = (np.nan if (value := number(paper)) is None else value for paper in papers)
            columns[name] = NumberColumn(np.fromiter(values, np.float64, len(papers)))
        elif field.labels is not None:
            ids: dict[str, int] = {}
            labels_of = field.labels
            each = [[*labels_of(paper)] for paper in papers]
            for label in chain.from_iterable(each):
                ids.setdefault(label, len(ids))
            counts = np.fromiter(map(len, each), np.int64, len(each))
            numbers = np.fromiter(
                map(ids.__getitem__, chain.from_iterable(each)), np.int32, int(counts.sum())
            )
            holders = np.repeat(np.arange(len(each), dtype=np.int32), counts)
            encoded = [label.encode(errors="replace") for label in ids]
            labels = np.array(encoded, np.bytes_) if ids else np.empty(0, "S1")
            columns[name] = LabelColumn(labels, np.stack([holders, numbers], axis=1))
    return columns


def accepted(column: Column, one: Filter, size: int) -> npt.NDArray[np.bool_]:
    """Decide a filter for all papers.

    Args:
        column: the values of the filter's field.
        one: the filter.
        size: the number of papers.

    Returns:
        Whether each paper is accepted; bool, one a paper.
    """
    if isinstance(column, NumberColumn):
        condition = one.condition
        ranges: tuple[Bounds, ...] = ()
        if isinstance(condition, AnyBounds):
            ranges = condition.ranges
        elif isinstance(condition, Bounds):
            ranges = (condition,)
        met = np.zeros(size, np.bool_)
        for bounds in ranges:
            met |= _within(column.numbers, bounds)
    else:
        meant = _meant(column.labels, one)
        met = np.zeros(size, np.bool_)
        if len(column.pairs):
            met[column.pairs[meant[column.pairs[:, 1]], 0]] = True
    return ~met if one.negated else met


def _within(numbers: npt.NDArray[np.float64], bounds: Bounds) -> npt.NDArray[np.bool_]:
    met = numbers >= bounds.low if bounds.low_counts else numbers > bounds.low
    met &= numbers <= bounds.high if bounds.high_counts else numbers < bounds.high
    return met


def accepted_by_marks(marks: Sequence[Marks], one: Filter, size: int) -> npt.NDArray[np.bool_]:
    """Decide a filter about the user's marks for all papers.

    Args:
        marks: one for each paper; empty for none.
        one: the filter.
        size: the number of papers.

    Returns:
        Whether each paper is accepted; bool, one a paper.
    """
    without = one.accepts_marks(NO_MARKS)  # most papers have none
    if not marks:
        return np.full(size, without)
    met = (without if its is NO_MARKS else one.accepts_marks(its) for its in marks)
    return np.fromiter(met, np.bool_, size)


def _meant(labels: npt.NDArray[np.bytes_], one: Filter) -> npt.NDArray[np.bool_]:
    """Return for each label of the field whether the filter, without its minus, means it."""
    condition = one.condition
    if FIELDS[one.field].same in {equal, equal_or_begun} and isinstance(condition, OneOf):
        # There may be as many labels as papers: DOIs.
        wanted = [value.encode(errors="replace") for value in condition.values]
        meant = np.zeros(len(labels), np.bool_)
        for value in wanted:
            meant |= labels == value
        if condition.begun and FIELDS[one.field].same is equal_or_begun:
            meant |= np.strings.startswith(labels, wanted[-1])
        return meant
    texts = (raw.decode() for raw in labels.tolist())
    return np.array([one.means(text) for text in texts], np.bool_)
