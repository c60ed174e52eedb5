"""What papers have of each field that can be filtered by, in columns: a filter is decided for all at once."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from paperbrowser.papers.model import Paper
from paperbrowser.search.fields import FIELDS, Bounds, Filter, OneOf, equal
from paperbrowser.search.index.lexicon import Arrays


def fact_arrays(papers: Sequence[Paper]) -> Arrays:
    """A column of numbers (NaN for none) or the pairs of paper and label for each field of `FIELDS`."""
    arrays: Arrays = {}
    for name, field in FIELDS.items():
        if field.number is not None:
            number = field.number
            values = (np.nan if (value := number(paper)) is None else value for paper in papers)
            arrays[f"fact.{name}.numbers"] = np.fromiter(values, np.float64, len(papers))
        elif field.labels is not None:
            ids: dict[str, int] = {}
            pairs = [
                (at, ids.setdefault(label, len(ids)))
                for at, paper in enumerate(papers)
                for label in field.labels(paper)
            ]
            encoded = [label.encode(errors="replace") for label in ids]
            arrays[f"fact.{name}.labels"] = (
                np.array(encoded, np.bytes_) if ids else np.empty(0, "S1")
            )
            arrays[f"fact.{name}.pairs"] = np.array(pairs, np.int32).reshape(-1, 2)
    return arrays


def accepted(arrays: Arrays, one: Filter) -> npt.NDArray[np.bool_]:
    """For each paper whether the filter lets it through; the same as `Filter.accepts` for each."""
    numbers = arrays.get(f"fact.{one.field}.numbers")
    if numbers is not None:
        bounds = one.condition
        if not isinstance(bounds, Bounds):
            return np.full(len(numbers), one.negated)
        met = numbers >= bounds.low if bounds.low_counts else numbers > bounds.low
        met &= numbers <= bounds.high if bounds.high_counts else numbers < bounds.high
    else:
        meant = _meant(arrays[f"fact.{one.field}.labels"], one)
        pairs = arrays[f"fact.{one.field}.pairs"]
        met = np.zeros(int(arrays["size"][0]), np.bool_)
        if len(pairs):
            met[pairs[meant[pairs[:, 1]], 0]] = True
    return ~met if one.negated else met


def _meant(labels: npt.NDArray[np.bytes_], one: Filter) -> npt.NDArray[np.bool_]:
    """For each label of the field whether the filter, without its minus, means it."""
    if FIELDS[one.field].same is equal and isinstance(one.condition, OneOf):
        # As many as there are papers, it may be: the DOIs.
        wanted = [value.encode(errors="replace") for value in one.condition.values]
        return np.isin(labels, wanted)
    texts = (raw.decode() for raw in labels.tolist())
    return np.array([one.accepts_labels((text,)) is not one.negated for text in texts], np.bool_)
