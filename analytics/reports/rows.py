"""A frame's rows as plain tuples with names, for loops that put them into words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd


def each(frame: pd.DataFrame) -> Iterator[Any]:
    """Give the rows one by one.

    Examples
    --------
    >>> [row.a for row in each(pd.DataFrame({"a": [1, 2]}))]
    [1, 2]
    """
    return iter(frame.itertuples())
