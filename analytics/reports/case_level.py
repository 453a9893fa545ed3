"""Which injuries count: chosen once, the same on every page, and named wherever injuries are counted."""

from __future__ import annotations

import pandas as pd

from analytics.models.person_weeks import CaseLevel as CaseLevel
from analytics.store import Reader

LEVELS: dict[CaseLevel, str] = {
    "complaint": "Any complaint",
    "substantial": "Substantial",
    "time_loss": "With time loss",
}
"""Case levels in words, the mildest first; each holds the ones after it."""
MEANING: dict[CaseLevel, str] = {
    "complaint": "whatever was felt, also without missing training",
    "substantial": "training or performance clearly cut, or training missed",
    "time_loss": "at least one day of full training missed",
}
COUNTED: dict[CaseLevel, str] = {
    "complaint": "complaints of any kind",
    "substantial": "substantial injuries",
    "time_loss": "injuries with time loss",
}
"""What a figure counts, to be named in its words."""
ONE: dict[CaseLevel, str] = {
    "complaint": "complaint",
    "substantial": "substantial injury",
    "time_loss": "injury with time loss",
}
FIRST: CaseLevel = "time_loss"


def chosen(reader: Reader) -> CaseLevel:
    """Give the level that was chosen; time loss where nobody chose."""
    row = reader.row("house_setting", setting="case_level")
    return next((level for level in LEVELS if row and row["setting_value"] == level), FIRST)


def held(level: CaseLevel) -> list[str]:
    """List the levels an injury may have to count.

    Examples
    --------
    >>> held("substantial")
    ['substantial', 'time_loss']
    """
    order: list[str] = list(LEVELS)
    return order[order.index(level) :]


def reached(listed: pd.DataFrame, level: CaseLevel) -> pd.DataFrame:
    """Keep the injuries that count; `listed` has a column case_level."""
    return listed[listed["case_level"].isin(held(level))]


def said(level: CaseLevel) -> str:
    """Name the level at the end of a page's quiet line.

    Examples
    --------
    >>> said("time_loss")
    ' · injuries shown: with time loss'
    """
    return f" · injuries shown: {LEVELS[level].lower()}"
