"""The main estimate made again with something changed, and made where strength can go with nothing."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analytics.models.finding import Variant
from analytics.models.injury_fits import (
    LEAST_ATHLETES,
    LEAST_INJURIES,
    SETS,
    Rows,
    estimates,
    mean_of,
    used_rows,
)
from analytics.models.strength_log import redosed

SUSPECT_T = 2.0
"""A control where nothing can be is suspect beyond this many standard errors."""
LEAST_SPREAD_SETS = 1.5
"""Another exposure that varies less than this (SD) is too little to be a control."""
ELSEWHERE = "Sets without hip work (arms, shoulders), beside the hip sets"
ILLNESS = "Illnesses instead of injuries"


def made_again(
    name: str,
    frame: pd.DataFrame,
    *,
    primary: str,
    beside: str | None = None,
    start: dict[str, float] | None = None,
) -> Variant:
    """Make the estimate from other person-weeks.

    Parameters
    ----------
    frame
        Person-weeks with something changed.
    primary
        Which of the estimates is made ('within' or 'pooled').
    beside
        A column of the frame with another dose that is held constant.
    start
        As in `injury_fits.estimates`.
    """
    used = used_rows(frame)
    rows = Rows.of(used)
    if beside is not None:
        other = used[beside].to_numpy(dtype=float) / SETS
        mean = mean_of(other, rows.group)
        rows = rows.beside({"beside": other - mean, "beside_mean": mean})
    return made_of(name, rows, primary=primary, start=start)


def made_of(name: str, rows: Rows, *, primary: str, start: dict[str, float] | None = None) -> Variant:
    """Make the estimate from person-weeks that count, as arrays; arguments as in `made_again`."""
    injuries = int(rows.events.sum())
    if injuries < LEAST_INJURIES or len(np.unique(rows.athlete)) < LEAST_ATHLETES:
        return Variant(name, None, injuries)
    found = {one.name: one for one, _, _ in estimates(rows, only=primary, start=start)}
    return Variant(name, found.get(primary), injuries)


def controls(frame: pd.DataFrame, *, primary: str) -> tuple[Variant, ...]:
    """Make the estimate where there can be nothing: another exposure, another outcome.

    Sets that do not train the hips stand in for hip sets, with the hip sets held constant (who trains the
    arms trains the hips as well). New illnesses stand in for injuries, per week. A control of which the logs
    know nothing is not there.
    """
    out = []
    if "dose_elsewhere" in frame and frame["dose_elsewhere"].gt(0).any():
        other = redosed(frame.assign(beside=frame["dose"]), frame["dose_elsewhere"].to_numpy(dtype=float))
        other = _known(other, "beside")
        out.append(
            made_again(ELSEWHERE, other, primary=primary, beside="beside")
            if float(used_rows(other)["dose"].std()) >= LEAST_SPREAD_SETS
            else Variant(ELSEWHERE, None, int(used_rows(other)["y"].sum()))
        )
    if "ill" in frame and frame["ill"].gt(0).any():
        other = _known(frame, "ill").assign(y=frame["ill"], hours=1.0)
        out.append(made_again(ILLNESS, other, primary=primary))
    return tuple(out)


def is_suspect(variant: Variant) -> bool:
    """Tell whether a control shows an effect where there can be none.

    Examples
    --------
    >>> is_suspect(Variant("illness", None, 0))
    False
    """
    one = variant.estimate
    return one is not None and one.se > 0 and abs(one.log_value / one.se) > SUSPECT_T


def _known(frame: pd.DataFrame, column: str) -> pd.DataFrame:
    unknown = np.isnan(frame[column].to_numpy(dtype=float))
    reason = frame["left_out_because"]
    return frame.assign(left_out_because=reason.where(reason.notna() | ~unknown, f"{column} unknown"))
