"""Athletes by weeks, laid out so that one can look back in time and never ahead."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

WEEK_DAYS = 7


class LookAheadError(ValueError):
    """A feature of a week would have been read from that week or a later one."""


def back(values: npt.NDArray[Any], lag_weeks: int) -> Floats:
    """Give each week what was true `lag_weeks` weeks before it; unknown where there is no such week.

    Raises
    ------
    LookAheadError
        For a lag below one week.

    Examples
    --------
    >>> back(np.array([[5.0, 6.0, 7.0]]), 1)
    array([[nan,  5.,  6.]])
    """
    if lag_weeks < 1:
        raise LookAheadError(f"a lag of {lag_weeks} weeks would read the week itself or the future")
    moved = np.full(values.shape, np.nan)
    if lag_weeks < values.shape[1]:
        moved[:, lag_weeks:] = values[:, :-lag_weeks]
    return moved


def is_in_order(rows: pd.DataFrame) -> bool:
    """Tell whether rows stand by athlete_id and week_start, each week once."""
    athlete, week = rows["athlete_id"].to_numpy(), rows["week_start"].to_numpy()
    later = (athlete[1:] > athlete[:-1]) | ((athlete[1:] == athlete[:-1]) & (week[1:] > week[:-1]))
    return bool(later.all())


@dataclass(frozen=True)
class Grid:
    """Athletes by weeks without gaps, one array a column; weeks without a row are unknown.

    `row` and `column` say where the rows it was made of stand, in their order.
    """

    athletes: npt.NDArray[Any]
    mondays: pd.DatetimeIndex
    values: dict[str, Floats]
    present: Flags
    row: npt.NDArray[np.int64]
    column: npt.NDArray[np.int64]

    @classmethod
    def of(cls, weeks: pd.DataFrame, needed: tuple[str, ...], optional: tuple[str, ...]) -> Grid:
        lacking = [name for name in needed if name not in weeks.columns]
        if lacking:
            raise ValueError(f"the weekly table lacks {', '.join(lacking)}")
        mondays = pd.to_datetime(weeks["week_start"])
        athletes = np.unique(weeks["athlete_id"].to_numpy())
        if weeks.empty:
            calendar = pd.DatetimeIndex([])
        else:
            calendar = pd.date_range(mondays.min(), mondays.max(), freq="7D")
        row = np.searchsorted(athletes, weeks["athlete_id"].to_numpy())
        column = calendar.get_indexer(pd.DatetimeIndex(mondays))
        if (column < 0).any():
            raise ValueError("weeks start on Mondays")
        present = np.zeros((len(athletes), len(calendar)), bool)
        present[row, column] = True
        if present.sum() != len(weeks):
            raise ValueError("an athlete has the same week twice")
        values = {}
        for name in dict.fromkeys((*needed, *optional)):
            if name in ("athlete_id", "week_start"):
                continue
            values[name] = np.full(present.shape, np.nan)
            if name in weeks.columns:
                numbers = pd.to_numeric(weeks[name]).astype("Float64").to_numpy(dtype=float, na_value=np.nan)
                values[name][row, column] = numbers
        return cls(athletes, calendar, values, present, row, column)

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.athletes), len(self.mondays)

    def __getitem__(self, name: str) -> Floats:
        return self.values[name]

    def laid_out(self, values: npt.ArrayLike) -> Floats:
        """Lay a column, in the order of the rows the grid was made of, out as athletes by weeks."""
        out = np.full(self.shape, np.nan)
        numbers = pd.to_numeric(pd.Series(np.asarray(values)))
        out[self.row, self.column] = numbers.astype("Float64").to_numpy(dtype=float, na_value=np.nan)
        return out

    def whole(self, log: str) -> Flags:
        """Tell the weeks for which all seven days of a log are known."""
        covered = self.values[f"days_covered_{log}"]
        return np.nan_to_num(covered) >= WEEK_DAYS

    def frame(self) -> pd.DataFrame:
        rows, weeks = self.shape
        return pd.DataFrame(
            {
                "athlete_id": np.repeat(self.athletes, weeks),
                "week_start": np.tile(self.mondays.to_numpy(), rows),
            }
        )
