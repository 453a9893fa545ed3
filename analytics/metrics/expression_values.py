"""Working a formula out over columns, all rows at once; unknown stays unknown."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce

import numpy as np
import numpy.typing as npt

from analytics.metrics.expression import Call, Measure, Negative, Number, Tree, Two

Floats = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]
WEEK_ROOM = 1_000_000
"""More weeks than anybody has: one number then names an athlete and a week."""


def evaluate(
    tree: Tree,
    columns: Mapping[str, Floats],
    *,
    rows: int,
    athlete: Whole | None = None,
    week: Whole | None = None,
) -> Floats:
    """Work a formula out.

    Parameters
    ----------
    columns
        A value a row for each measure; NaN is unknown.
    rows
        How many rows there are.
    athlete, week
        For formulas that look back: whose a row is, and the week as a rising whole number. Rows are sorted by
        athlete and week, one row a week.

    Returns
    -------
    numpy.ndarray
        One value a row. NaN: something in it is unknown, or it has no value (a division by nought, the
        logarithm of what is not above nought, a number too large). `mean` and `sum` take the week itself and
        the weeks before it, and are unknown unless each of them is known.

    Examples
    --------
    >>> from analytics.metrics.expression import read
    >>> a = np.array([1.0, 2.0, np.nan, 4.0])
    >>> evaluate(read("6 / a + 1", {"a"}), {"a": a}, rows=4)
    array([7. , 4. , nan, 2.5])
    >>> one, weeks = np.ones(4, dtype=np.int64), np.arange(4)
    >>> evaluate(read("mean(a, 2)", {"a"}), {"a": a}, rows=4, athlete=one, week=weeks)
    array([nan, 1.5, nan, nan])
    """
    key = None if athlete is None or week is None else athlete * WEEK_ROOM + week
    with np.errstate(all="ignore"):
        return _value(tree, columns, rows, key)


def _value(tree: Tree, columns: Mapping[str, Floats], rows: int, key: Whole | None) -> Floats:
    match tree:
        case Number(value):
            return np.full(rows, value)
        case Measure(name):
            return np.asarray(columns[name], dtype=np.float64)
        case Negative(of):
            return -_value(of, columns, rows, key)
        case Two(sign, left, right):
            one, other = _value(left, columns, rows, key), _value(right, columns, rows, key)
            return _known(_TWO[sign](one, other))
        case Call(name, parts, count):
            values = [_value(part, columns, rows, key) for part in parts]
            if name in _ONE:
                return _known(_ONE[name](values[0]))
            if name == "round":
                return np.round(values[0], count or 0)
            if name in ("min", "max"):
                return reduce(np.minimum if name == "min" else np.maximum, values)
            if key is None or count is None:
                raise ValueError(f"{name} needs to know which week a row is")
            return _lag(values[0], key, count) if name == "lag" else _window(name, values[0], key, count)


def _known(values: Floats) -> Floats:
    return np.where(np.isfinite(values), values, np.nan)


_TWO = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "/": np.divide,
}
_ONE = {"abs": np.abs, "sqrt": np.sqrt, "log": np.log, "exp": np.exp}


def _lag(values: Floats, key: Whole, weeks: int) -> Floats:
    if not len(values):
        return values
    place = np.searchsorted(key, key - weeks)
    at = np.minimum(place, len(key) - 1)
    return np.where(key[at] == key - weeks, values[at], np.nan)


def _window(name: str, values: Floats, key: Whole, weeks: int) -> Floats:
    found = np.full(len(values), np.nan)
    if len(values) < weeks:
        return found
    last = np.arange(weeks - 1, len(values))
    is_whole = key[last] - key[last - weeks + 1] == weeks - 1
    sums = np.lib.stride_tricks.sliding_window_view(values, weeks).sum(axis=1)
    found[last] = np.where(is_whole, sums / weeks if name == "mean" else sums, np.nan)
    return _known(found)
