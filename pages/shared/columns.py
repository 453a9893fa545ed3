"""Tables whose numbers are quantities: shown in the units and with the marks a person reads.

A table names its columns once, and the numbers in its rows stay as they are stored:

>>> # heads = {"name": "Name", "distance_km": columns.distance("Distance"), "pace": written.pace_head()}
>>> # frame.table(rows, heads, about="…")
>>> # st.dataframe(**columns.shown(rows, heads), key="…", on_select="rerun")     where a cell can be chosen
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analytics.knowledge import units
from analytics.knowledge.units import Way
from analytics.reports import columns
from analytics.reports.columns import Column
from analytics.reports.columns import distance as distance
from analytics.reports.columns import height as height
from analytics.reports.columns import number as number
from analytics.reports.columns import temperature as temperature
from analytics.reports.columns import weight as weight
from pages.shared.shown import st


def shown(rows: Any, heads: Mapping[str, Any]) -> dict[str, Any]:
    """Give what `st.dataframe` needs to show rows under their heads.

    Parameters
    ----------
    rows
        A frame, or one mapping a row, as they are stored.
    heads
        The columns to show, in order: a head in words, a column of quantities, or a `st.column_config` one.
    """
    if not any(isinstance(head, Column) for head in heads.values()):
        return {"data": rows, "column_order": list(heads), "column_config": dict(heads)}
    data = columns.as_read(rows, heads)
    is_usual = units.way().numbers == Way().numbers
    return {
        "data": data if is_usual else columns.in_words(data, heads),
        "column_order": list(heads),
        "column_config": {
            name: _config(head, with_format=is_usual) if isinstance(head, Column) else head
            for name, head in heads.items()
        },
    }


def _config(head: Column, *, with_format: bool) -> Any:
    """Leave the words to the browser where it writes numbers as a person reads them: that is quicker."""
    return st.column_config.NumberColumn(
        head.head, help=head.help, format=head.form if with_format else None, pinned=head.pinned
    )
