"""The limits and zones of an athlete that hold on each day, out of everything that is known of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np
import numpy.typing as npt

from analytics.metrics import thresholds, zones
from analytics.metrics.session_load import Basis, Known, Limits, Sex
from analytics.metrics.thresholds import Value

EVER = dt.date(1900, 1, 1)
"""From when a value holds that was entered without a day."""


@dataclass(frozen=True)
class Period:
    """What holds between two changes of a value."""

    limits: Limits
    heart_rate: zones.Zones | None
    pace: zones.Zones | None
    power: zones.Zones | None


class LimitsThroughTime:
    """The limits and zones that hold on each day.

    Parameters
    ----------
    values
        Everything known of the athlete's thresholds and zone bounds, by basis and first day.
    method
        What heart rate zones are shares of; None takes the best that somebody said.
    """

    def __init__(self, values: Sequence[Value], *, sex: Sex | None, method: str | None) -> None:
        by_name: dict[str, list[Value]] = {}
        for one in values:
            by_name.setdefault(one.threshold, []).append(one)
        self._values, self._sex, self._method = by_name, sex, method
        self._changes = np.array(
            [EVER, *(day for day in thresholds.changes(values) if day > EVER)], dtype="datetime64[D]"
        )
        self._periods: dict[int, Period] = {}

    def which(self, days: npt.NDArray[np.datetime64]) -> npt.NDArray[np.int64]:
        """Number the period of each day."""
        return np.searchsorted(self._changes, days, side="right").astype(np.int64) - 1

    def value(self, name: str, day: dt.date) -> float | None:
        """Give the value that holds on a day, or None."""
        found = thresholds.in_force(self._values.get(name, ()), day)
        return None if found is None else found.value

    def is_estimated(self, name: str, day: dt.date) -> bool:
        """Say whether the value that holds on a day is an estimate from runs."""
        found = thresholds.in_force(self._values.get(name, ()), day)
        return found is not None and found.basis == "estimated"

    def sure(self, known: Mapping[Basis, Known], day: dt.date) -> dict[Basis, Known]:
        """Leave out what a series is not to stand on unasked: pace against a mere estimate of itself."""
        unsure = {"rtss"} if self.is_estimated("threshold_speed_m_s", day) else set()
        return {basis: one for basis, one in known.items() if basis not in unsure}

    def period(self, number: int) -> Period:
        """Give what holds in a period."""
        if number not in self._periods:
            self._periods[number] = self._made(self._changes[max(number, 0)].astype(object))
        return self._periods[number]

    def on(self, day: dt.date) -> Period:
        """Give what holds on a day."""
        return self.period(int(self.which(np.array([day], dtype="datetime64[D]"))[0]))

    def _made(self, day: dt.date) -> Period:
        limits = Limits(
            sex=self._sex,
            hr_max_bpm=self.value("hr_max_bpm", day),
            hr_rest_bpm=self.value("hr_rest_bpm", day),
            threshold_hr_bpm=self.value("threshold_hr_bpm", day),
            threshold_speed_m_s=self.value("threshold_speed_m_s", day),
        )
        return Period(
            limits,
            heart_rate_zones(
                limits,
                method=self._method,
                is_threshold_estimated=self.is_estimated("threshold_hr_bpm", day),
                said=self._said_bounds("hr_zone_{}_from_bpm", day),
            ),
            self._said_bounds("pace_zone_{}_from_m_s", day) or zones.pace_zones(limits.threshold_speed_m_s),
            self._said_bounds("power_zone_{}_from_w", day)
            or zones.power_zones(self.value("critical_power_w", day)),
        )

    def _said_bounds(self, name: str, day: dt.date) -> zones.Zones | None:
        found = [thresholds.in_force(self._values.get(name.format(zone), ()), day) for zone in range(2, 6)]
        return zones.edited([None if one is None or one.is_later else one.value for one in found])


def heart_rate_zones(
    limits: Limits, *, method: str | None, is_threshold_estimated: bool, said: zones.Zones | None
) -> zones.Zones | None:
    """Give the heart rate zones: those a person set, else by the method chosen, else by the best one.

    An estimated threshold comes last: without a hard half hour it lies too low, and so would every zone.
    """
    if said is not None:
        return said
    known = {
        "threshold_hr_bpm": limits.threshold_hr_bpm,
        "hr_max_bpm": limits.hr_max_bpm,
        "hr_rest_bpm": limits.hr_rest_bpm,
    }
    chosen = cast("zones.HeartRateMethod | None", method)
    if chosen is None:
        sure = known | ({"threshold_hr_bpm": None} if is_threshold_estimated else {})
        chosen = zones.best_method(**sure) or zones.best_method(**known)
    return None if chosen is None else zones.heart_rate_zones(chosen, **known)
