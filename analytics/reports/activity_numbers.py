"""The figures of one activity: each with its unit, where it is from, and why it is not known."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from analytics.knowledge import written
from analytics.reports.activity_list import clock
from analytics.reports.activity_recording import Recording

RECORDS = "from the records"
NOT_KNOWN = "not known"


@dataclass(frozen=True)
class Told:
    """One figure: what it is, its value with unit, where from, and a remark or the reason it is missing."""

    group: str
    what: str
    value: str
    origin: str
    note: str = ""

    @property
    def is_known(self) -> bool:
        """Say whether there is a value."""
        return self.value != NOT_KNOWN

    @property
    def whence(self) -> str:
        """Say where it is from, with the remark."""
        return f"{self.origin}; {self.note}" if self.note else self.origin


def told(
    row: dict[str, Any],
    measure: dict[str, Any],
    recorded: Recording | None,
    load: dict[str, Any],
    *,
    origin: str,
    as_pace: bool,
    is_run: bool,
) -> tuple[Told, ...]:
    """Put an activity's figures into words.

    Parameters
    ----------
    row
        The sums of the activity, by the columns of `session`.
    measure
        The columns of `run_measure`; empty without.
    load
        What `activity_about.load` gives; empty without.
    origin
        Where the sums are from, in words.
    """
    found = [
        *_way(row, measure, recorded, origin=origin, as_pace=as_pace),
        *_body(row, measure, origin=origin, is_run=is_run),
    ]
    if is_run:
        found += _form(row, measure)
    found += [Told("Load", what, value, where) for what, value, where in load.get("lines", ())]
    return tuple(one for one in found if is_run or one.value != NOT_KNOWN)


def unknown_words(some: Sequence[Told]) -> dict[str, tuple[str, ...]]:
    """Say for each group what is not known, with the reason once for all that share it.

    Examples
    --------
    >>> unknown_words([Told("Effort", "Power", NOT_KNOWN, "", "no sensor"), Told("Load", "rTSS", "9 au", "")])
    {'Effort': ('Not known: power (no sensor).',)}
    """
    reasons: dict[tuple[str, str], list[str]] = {}
    for one in some:
        if not one.is_known:
            name = one.what[0].lower() + one.what[1:]
            reasons.setdefault((one.group, one.note), []).append(name)
    found: dict[str, tuple[str, ...]] = {}
    for (group, why), names in reasons.items():
        line = f"Not known: {'; '.join(names)}{f' ({why})' if why else ''}."
        found[group] = (*found.get(group, ()), line)
    return found


def _way(
    row: dict[str, Any], measure: dict[str, Any], recorded: Recording | None, *, origin: str, as_pace: bool
) -> list[Told]:
    metres, moving, elapsed = row["distance_m"], row["moving_s"], row["elapsed_s"]
    group = "Way and time"
    found = [
        _one(group, "Distance", metres, lambda m: written.distance(m, 2), origin),
        _one(group, "Moving time", moving, clock, origin),
        _one(group, "Elapsed time", elapsed, clock, origin),
    ]
    if recorded is not None:
        stops = sum(last - first for first, last in recorded.pauses)
        words = f"{len(recorded.pauses)}, {clock(stops)} in all" if recorded.pauses else "none"
        found.append(Told(group, "Stops of 10 s or more", words, RECORDS))
        found.append(
            Told(
                group,
                "Moving time by the records",
                clock(recorded.run.moving_s),
                RECORDS,
                "0.5 m/s or faster",
            )
        )
        if recorded.way_m is not None:
            found.append(
                Told(
                    group, "Distance by the records", written.distance(float(recorded.way_m[-1]), 2), RECORDS
                )
            )
    if as_pace:
        pace = moving / metres * 1000 if metres and moving else None
        found.append(_one(group, "Pace", pace, written.pace, origin))
        found.append(
            _speed(
                group,
                "Grade-adjusted pace",
                measure.get("graded_speed_m_s"),
                "as on the level, Minetti 2002",
                measure,
            )
        )
        found.append(
            _speed(
                group,
                "Normalised graded pace",
                measure.get("normalised_graded_speed_m_s"),
                "30 s means, fourth power: what the changes of pace cost",
                measure,
            )
        )
    elif metres and moving:
        found.append(Told(group, "Speed", written.speed(metres / moving), origin))
    found.append(_one(group, "Ascent", row["ascent_m"], written.height, origin))
    found.append(_one(group, "Descent", row["descent_m"], written.height, origin))
    for what, name in (
        ("Ascent by the records", "ascent_records_m"),
        ("Descent by the records", "descent_records_m"),
    ):
        if measure.get(name) is not None:
            found.append(Told(group, what, written.height(measure[name]), RECORDS, "smoothed over 50 m"))
    return [
        one
        for one in found
        if one.value != NOT_KNOWN or one.what in ("Distance", "Moving time", "Grade-adjusted pace")
    ]


def _body(row: dict[str, Any], measure: dict[str, Any], *, origin: str, is_run: bool) -> list[Told]:
    group = "Effort"
    bpm = "{} bpm"
    no_rate = "no heart rate in what was imported"
    found = [
        _one(
            group,
            "Heart rate, mean",
            row["hr_mean_bpm"],
            lambda v: bpm.format(written.number(v)),
            origin,
            no_rate,
        ),
        _one(
            group,
            "Heart rate, highest",
            row["hr_max_bpm"],
            lambda v: bpm.format(written.number(v)),
            origin,
            no_rate,
        ),
        _one(
            group,
            "Perceived exertion (RPE)",
            row["rpe_0_10"],
            lambda v: f"{written.sets(v)} of 10",
            origin,
            "nobody said",
        ),
        _one(
            group,
            "Power, mean",
            row["power_mean_w"],
            lambda v: f"{written.number(v)} W",
            origin,
            "no power in what was imported",
        ),
        _one(group, "Energy", row["energy_kcal"], lambda v: f"{written.number(v)} kcal", origin, "not told"),
        _one(
            group,
            "Temperature, mean",
            row["temperature_mean_c"],
            written.temperature,
            origin,
            "not told",
        ),
    ]
    if is_run:
        reason = str(measure.get("excluded_because") or "") or ("no records" if not measure else "")
        steady = f"needs a steady run with heart rate; here: {reason}" if reason else "not worked out yet"
        found += [
            _one(
                group,
                "Efficiency factor",
                measure.get("efficiency_m_per_beat"),
                lambda v: f"{written.number(v, 2)} m a beat",
                RECORDS,
                steady,
                "graded speed over heart rate, steady part",
            ),
            _one(
                group,
                "Aerobic decoupling",
                measure.get("decoupling_pct"),
                lambda v: f"{written.signed(v, 1)} %",
                RECORDS,
                steady,
                "how much the efficiency fell from the first half of the steady part to the second",
            ),
        ]
    return found


def _form(row: dict[str, Any], measure: dict[str, Any]) -> list[Told]:
    group = "How it was run"
    pod = "the watch or pod does not tell it" if measure else "no records"
    late = "needs 30 minutes at an even pace with records"
    cadence = measure.get("running_cadence_spm")
    shown = [
        ("Cadence, running", cadence, _in("steps a minute"), pod, "walking left out"),
        ("Step length", measure.get("step_length_m"), lambda m: written.height(m, 2), pod, ""),
        ("Ground contact", measure.get("stance_time_ms"), _in("ms"), pod, ""),
        (
            "Ground contact balance",
            measure.get("stance_balance_pct"),
            _in("% left", 1),
            pod,
            "as the device tells it",
        ),
        ("Bounce", measure.get("vertical_oscillation_mm"), _in("mm"), pod, ""),
        ("Vertical ratio", measure.get("vertical_ratio_pct"), _in("%", 1), pod, "bounce over step length"),
    ]
    found = [_one(group, what, value, write, RECORDS, why, note) for what, value, write, why, note in shown]
    if cadence is None and row["cadence_mean_spm"] is not None:
        found[0] = Told(
            group, "Cadence, mean", f"{row['cadence_mean_spm']:.0f} steps a minute", "from the file’s sums"
        )
    for what, name in (
        ("Late fade of graded speed", "late_fade_pct"),
        ("Late change of cadence", "late_cadence_change_pct"),
        ("Late change of step length", "late_step_length_change_pct"),
        ("Late change of ground contact", "late_stance_time_change_pct"),
        ("Late change of vertical ratio", "late_vertical_ratio_change_pct"),
    ):
        found.append(
            _one(
                group,
                what,
                measure.get(name),
                lambda v: f"{written.signed(v, 1)} %",
                RECORDS,
                late,
                "last part against the first",
            )
        )
    return found


def _in(unit: str, decimals: int = 0) -> Callable[[float], str]:
    return lambda value: f"{written.number(value, decimals)} {unit}"


def _speed(group: str, what: str, speed_m_s: float | None, note: str, measure: dict[str, Any]) -> Told:
    why = "no records" if not measure else "no speed and altitude in the records"
    return _one(group, what, 1000 / speed_m_s if speed_m_s else None, written.pace, RECORDS, why, note)


def _one(group: str, what: str, value: Any, write: Any, origin: str, why: str = "", note: str = "") -> Told:
    if value is None or value != value:
        return Told(group, what, NOT_KNOWN, "", why)
    return Told(group, what, str(write(float(value))), origin, note)
