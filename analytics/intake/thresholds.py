"""Saying one's thresholds, zones and how load is counted; and taking it back."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Mapping, Sequence

from analytics.errors import AnalyticsError
from analytics.intake import loading
from analytics.store import Store, loads

ZONE_BOUND = {
    "heart_rate": "hr_zone_{}_from_bpm",
    "pace": "pace_zone_{}_from_m_s",
    "power": "power_zone_{}_from_w",
}


class RefusedThresholdError(AnalyticsError):
    """What was said cannot be: the message says why, and nothing was stored."""


def say(store: Store, athlete_id: int, values: Mapping[str, float], *, from_date: dt.date) -> int:
    """Keep thresholds that hold from a day on, and work the loads from that day on out anew.

    Parameters
    ----------
    values
        By name: hr_max_bpm, hr_rest_bpm, threshold_hr_bpm, threshold_speed_m_s, critical_power_w.

    Returns
    -------
    int
        The number under which `take_back` undoes it.

    Raises
    ------
    RefusedThresholdError
        If the values do not fit each other, or there is none.
    StoreError
        If one breaks a rule, in its words.
    """
    if not values:
        raise RefusedThresholdError("Nothing was changed.")
    highest, rest = values.get("hr_max_bpm"), values.get("hr_rest_bpm")
    threshold = values.get("threshold_hr_bpm")
    if highest is not None and rest is not None and highest <= rest:
        raise RefusedThresholdError("The highest heart rate must lie above the resting one.")
    if highest is not None and threshold is not None and threshold >= highest:
        raise RefusedThresholdError("The threshold heart rate must lie below the highest one.")
    return _say(store, athlete_id, values, from_date)


def say_zones(
    store: Store, athlete_id: int, kind: str, bounds: Sequence[float], *, from_date: dt.date
) -> int:
    """Keep the bounds of five zones, set by hand: where zones 2 to 5 begin.

    Parameters
    ----------
    kind
        heart_rate (beats a minute), pace (metres a second) or power (watts).

    Raises
    ------
    RefusedThresholdError
        If the bounds do not rise.
    """
    if len(bounds) != 4 or any(high <= low for low, high in itertools.pairwise(bounds)):
        raise RefusedThresholdError("Each zone must begin above the one before it.")
    named = {ZONE_BOUND[kind].format(zone): float(low) for zone, low in enumerate(bounds, start=2)}
    return _say(store, athlete_id, named, from_date)


def _say(store: Store, athlete_id: int, values: Mapping[str, float], from_date: dt.date) -> int:
    loading.attach(store)
    with store.writer() as writer:
        return loads.say(writer, athlete_id, dict(values), from_date=from_date)


def take_back(store: Store, athlete_id: int, threshold_no: int) -> None:
    """Undo what was said under a number; what held before holds again.

    Raises
    ------
    StoreError
        If it was undone already.
    """
    loading.attach(store)
    with store.writer() as writer:
        loads.take_back(writer, athlete_id, threshold_no)


def count_load(
    store: Store,
    athlete_id: int,
    *,
    hr_zone_method: str | None = None,
    load_basis: str | None = None,
    strength_in_load: str | None = None,
) -> None:
    """Keep how load is counted; None lets the data decide.

    Raises
    ------
    StoreError
        If a choice is none we know.
    """
    loading.attach(store)
    with store.writer() as writer:
        loads.set_counting(
            writer,
            athlete_id,
            hr_zone_method=hr_zone_method,
            load_basis=load_basis,
            strength_in_load=strength_in_load,
        )


def take_counting_back(store: Store, athlete_id: int) -> None:
    """Undo the newest choice of how load is counted.

    Raises
    ------
    StoreError
        If there is none.
    """
    loading.attach(store)
    with store.writer() as writer:
        loads.take_counting_back(writer, athlete_id)
