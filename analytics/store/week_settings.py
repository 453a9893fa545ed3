"""Keeping what a person says about their weeks: running days, the goal of the hip work, the next race."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analytics.store.writer import Writer


def keep(
    writer: Writer,
    athlete_id: int,
    *,
    running_days: str,
    hip_goal: str | None,
    race_on: dt.date | None,
    race_km: float | None,
) -> None:
    """Keep an athlete's weeks in place of what was said before.

    Raises
    ------
    StoreError
        If it breaks a rule, in its words.
    """
    row = {
        "athlete_id": athlete_id,
        "running_days": running_days,
        "hip_goal": hip_goal,
        "race_on": race_on,
        "race_km": race_km,
        "set_at_utc": writer.now_utc,
    }
    sound = writer.all_sound("week_setting", [row])
    writer.change("DELETE FROM week_setting WHERE athlete_id = ?", [athlete_id])
    writer.keep("week_setting", sound)
    writer.flush()
