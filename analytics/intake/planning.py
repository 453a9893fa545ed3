"""Saying what one's weeks are like, so that a plan fits around the running."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from analytics.store import Store, week_settings


def set_weeks(
    store: Store,
    athlete_id: int,
    *,
    days: Sequence[str],
    goal: str | None = None,
    race_on: dt.date | None = None,
    race_km: float | None = None,
) -> None:
    """Keep what is run on each day of a week, what the hip work is for, and the next race.

    Parameters
    ----------
    days
        rest, easy, hard or long, seven of them, Monday first.
    goal
        build or keep; None lets the dose decide.

    Raises
    ------
    StoreError
        If the days are not seven, or something is not one of its words.
    """
    with store.writer() as writer:
        week_settings.keep(
            writer, athlete_id, running_days=",".join(days), hip_goal=goal, race_on=race_on, race_km=race_km
        )
