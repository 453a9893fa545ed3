"""The strength log decayed in other ways, and put into person-weeks that are there already."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics.models import person_weeks
from analytics.models.week_grid import Floats, Grid, back


@dataclass(frozen=True)
class StrengthLog:
    """The hip sets of every week, read once; all arrays in the order of `person_weeks.build`."""

    grid: Grid

    @classmethod
    def of(cls, weeks: pd.DataFrame) -> StrengthLog:
        """Read weekly rows."""
        return cls(Grid.of(weeks, person_weeks.NEEDED, person_weeks.STRENGTH))

    def dose(self, *, half_life_weeks: float = 4.0, sets: pd.Series | None = None) -> Floats:
        """Give the decayed dose, of other `sets` where they are given (in the order of the weekly rows)."""
        return self._rows(person_weeks.decayed(self._sets(sets), half_life_weeks))

    def before(self, lag_weeks: int) -> Floats:
        """Give the hip sets of the single week so many weeks before each row; NaN unknown.

        Raises
        ------
        LookAheadError
            For a lag below one week.
        """
        return self._rows(back(self._sets(None), lag_weeks))

    def _sets(self, sets: pd.Series | None) -> Floats:
        known = person_weeks.known_sets(self.grid)
        return (
            known if sets is None else np.where(np.isnan(known), np.nan, self.grid.laid_out(sets.to_numpy()))
        )

    def _rows(self, values: Floats) -> Floats:
        kept: Floats = values.ravel()[self.grid.present.ravel()]
        return kept


def redosed(frame: pd.DataFrame, dose: Floats) -> pd.DataFrame:
    """Put another dose into person-weeks and say anew which weeks count.

    Parameters
    ----------
    frame
        What `person_weeks.build` gave.
    dose
        One value a row, NaN unknown.
    """
    other = frame.assign(dose=dose)
    reason = other["left_out_because"]
    stands = reason.isin(person_weeks.BEFORE_DOSE).to_numpy()
    anew = person_weeks.first_reason(person_weeks.reasons_from_dose(other))
    return other.assign(left_out_because=np.where(stands, reason.to_numpy(dtype=object), anew))
