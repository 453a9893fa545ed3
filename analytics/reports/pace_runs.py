"""Heart and form over time, run by run: efficiency, decoupling, cadence, contact, bounce, speed lost late."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics.knowledge import units, written
from analytics.reports import roster
from analytics.reports.pace_bests import DISTANCES, RECENT_DAYS, YEAR_DAYS, clock
from analytics.reports.rows import each
from analytics.store import Reader

SMOOTH_RUNS = 9
LEAST_SMOOTH = 5
USUAL_SPEED = 0.05
SQUAD_DISTANCES = (1000.0, 5000.0, 10_000.0, 21_097.5)


HEART_WORDS = (
    "A dot is a run, the line the median of nine runs about it. Grey: what moves it besides fitness; heat "
    "and hills lower "
    "efficiency."
)
HEART_CAUTION = (
    "Efficiency is graded speed over heart rate, in the steady part of runs at an even effort: after the "
    "first ten "
    "minutes, 20 minutes or more of moving. Decoupling needs 20 steady minutes. Sleep, heat, caffeine, "
    "another strap or "
    "watch move a heart rate as well as training does: a change of a few runs is no finding."
)
FORM_WORDS = (
    "A dot is a run, the line the median of nine runs about it. Full dots: runs within 5 % of your usual "
    "graded speed; "
    "pale ones were slower or faster, and form changes with speed."
)
FORM_CAUTION = (
    "These describe how you run; none of them has been shown to be a target. What is lost late is told of "
    "runs of 40 "
    "minutes or more, even in their first and last third, whose heart rate was not lower at the end."
)


@dataclass(frozen=True)
class Measure:
    """One measure over time: what it is, in which unit, from how many runs, and what to keep in mind."""

    column: str
    label: str
    unit: str
    decimals: int
    runs: int
    note: str
    kind: str | None = None


@dataclass(frozen=True)
class Runs:
    """Everything the parts on heart and form show; `runs` has one row a run in order."""

    runs: pd.DataFrame
    heart: tuple[Measure, ...]
    form: tuple[Measure, ...]
    heart_title: str
    form_title: str
    heart_missing: str | None
    form_missing: str | None


HEART = (
    ("efficiency_m_per_beat", "Efficiency", "m a heartbeat", 2, "Metres as on the level, steady runs."),
    ("decoupling_pct", "Decoupling", "%", 1, "Efficiency lost from the first steady half to the second."),
    ("temperature_mean_c", "Temperature", "°C", 0, "As the watch says: on a wrist, too warm."),
    ("ascent_m_per_km", "Climb", "m a km", 0, "Ascent over distance."),
)  # fmt: skip
KINDS = {
    "temperature_mean_c": "temperature_c",
    "ascent_m_per_km": "climb_m_per_km",
    "step_length_m": "height_m",
}
"""How those are stored that are read in other units by who wants them."""
CONTEXT = ("temperature_mean_c", "ascent_m_per_km")
FORM = (
    ("running_cadence_spm", "Cadence", "steps a minute", 0, "Of running: 130 steps a minute or more."),
    ("step_length_m", "Step length", "m", 2, "Way of one step, from speed and cadence."),
    ("stance_time_ms", "Ground contact", "ms", 0, "Time of one foot on the ground; shorter at speed."),
    ("stance_balance_pct", "Contact balance", "% left", 1, "Share of the left foot; 50 is even."),
    ("vertical_ratio_pct", "Vertical ratio", "%", 1, "Bounce over step length."),
    ("late_fade_pct", "Speed lost late", "%", 1, "Last third against the first; above 0 is slower late."),
)  # fmt: skip


def gather(reader: Reader, *, athlete_id: int, weeks_back: int | None = 78) -> Runs:
    """Gather heart and form of one athlete's runs.

    Parameters
    ----------
    weeks_back
        How many weeks before the last run to show; None shows all.
    """
    runs = reader.frame("run_measures_of_athlete", athlete_id=athlete_id)
    runs["local_date"] = pd.to_datetime(runs["local_date"])
    numbers = [name for name, *_ in (*HEART, *FORM)] + ["steady_graded_speed_m_s", "graded_speed_m_s"]
    for name in numbers:
        runs[name] = pd.to_numeric(runs[name]).astype(float)
    if weeks_back is not None and len(runs):
        runs = runs[runs["local_date"] > runs["local_date"].max() - pd.Timedelta(weeks=weeks_back)]
    speed = runs["graded_speed_m_s"].fillna(runs["steady_graded_speed_m_s"])
    usual = float(speed.median()) if speed.notna().any() else np.nan
    runs = runs.assign(
        is_usual=(speed / usual - 1).abs() <= USUAL_SPEED,
        **{f"smooth_{name}": smooth(runs[name]) for name, *_ in (*HEART, *FORM)},
    ).reset_index(drop=True)
    heart, form = _measures(runs, HEART), _measures(runs, FORM)
    told = [one for one in heart if one.column not in CONTEXT]
    return Runs(
        runs=runs,
        heart=heart if told else (),
        form=form,
        heart_title=_heart_title(runs),
        form_title="How do you run, and what is left of it late?",
        heart_missing=None if told else (
            "No efficiency yet. It needs runs of at least 20 minutes at an even effort with heart rate, "
            "second by second."
        ),
        form_missing=None if form else (
            "No measures of form yet. They come from records with cadence; ground contact, balance and "
            "bounce from a "
            "pod or a chest strap that tells them."
        ),
    )  # fmt: skip


def _measures(runs: pd.DataFrame, these: tuple[tuple[str, str, str, int, str], ...]) -> tuple[Measure, ...]:
    counted = {name: int(runs[name].notna().sum()) for name, *_ in these}
    return tuple(
        Measure(
            name,
            label,
            units.unit(KINDS[name]) if name in KINDS else unit,
            decimals,
            counted[name],
            note,
            KINDS.get(name),
        )
        for name, label, unit, decimals, note in these
        if counted[name]
    )


def smooth(values: pd.Series) -> pd.Series:
    """Give the median of each value's nine neighbours in time, itself included; unknown below five."""
    known = values.dropna()
    return known.rolling(SMOOTH_RUNS, center=True, min_periods=LEAST_SMOOTH).median().reindex(values.index)


def _heart_title(runs: pd.DataFrame) -> str:
    known = runs.dropna(subset=["efficiency_m_per_beat"])
    if len(known) < 2 * SMOOTH_RUNS:
        return f"Efficiency of {written.count(len(known), 'steady run')} so far"
    early = float(known["efficiency_m_per_beat"].iloc[:SMOOTH_RUNS].median())
    late = float(known["efficiency_m_per_beat"].iloc[-SMOOTH_RUNS:].median())
    change = 100 * (late / early - 1)
    if abs(change) < 0.5:
        return "A heartbeat carries you as far as it did at the start of this time"
    return (
        f"A heartbeat carries you {written.number(abs(change), 1)} % "
        f"{'further' if change > 0 else 'less far'} than at the start of this time"
    )


@dataclass(frozen=True)
class Squad:
    """Everybody beside each other: bests of their last year, and each against themselves a year before."""

    table: pd.DataFrame
    heads: dict[str, str]
    words: str


def gather_squad(reader: Reader, *, squad_id: int | None = None) -> Squad:
    """Gather a squad's bests and efficiency; None takes everybody.

    Parameters
    ----------
    squad_id
        Which squad; None: everybody in the store.
    """
    people = roster.gather(reader).members(squad_id)
    ids = [one.athlete_id for one in people]
    bests = {
        (int(row.athlete_id), round(float(row.distance_m), 3)): float(row.duration_s)
        for row in each(reader.frame("squad_bests", athlete_ids=ids, days=YEAR_DAYS))
    }
    beats = {
        int(row.athlete_id): row
        for row in each(
            reader.frame("squad_efficiency", athlete_ids=ids, days=RECENT_DAYS, year_days=YEAR_DAYS)
        )
    }
    rows = []
    for person in people:
        row: dict[str, object] = {"athlete": person.name}
        for metres in SQUAD_DISTANCES:
            took = bests.get((person.athlete_id, round(metres, 3)))
            row[DISTANCES[metres]] = clock(took) if took is not None else written.UNKNOWN
        own = beats.get(person.athlete_id)
        now, before = (float(own.now_m_per_beat), float(own.before_m_per_beat)) if own else (np.nan, np.nan)
        row["efficiency"], row["runs"] = now, int(own.runs_now) if own else 0
        row["change_pct"] = 100 * (now / before - 1)
        rows.append(row)
    return Squad(
        table=pd.DataFrame(rows),
        heads={DISTANCES[metres]: DISTANCES[metres] for metres in SQUAD_DISTANCES},
        words=(
            "Fastest times within runs of each athlete's last year, from records. Efficiency is the median "
            "of the steady "
            "runs of the last 90 days; its change is against the same 90 days a year before. Compare each "
            "runner with "
            "themselves: watches, courses and hearts differ too much between people for the rest."
        ),
    )
