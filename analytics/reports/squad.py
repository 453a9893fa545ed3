"""The squad: everybody's last weeks in one table, and who needs attention and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from analytics.knowledge import injuries as injury_words
from analytics.knowledge import written
from analytics.reports import case_level, roster, weeks
from analytics.reports.answers import CaseLevel
from analytics.reports.figure import Figure
from analytics.store import Reader

LOOK_BACK_WEEKS = 30
SPARK_WEEKS = 16
CHECKIN_WEEKS = 2
SILENT_DAYS = 14
PAIN_STOP = 5.0
PAIN_AMBER = 3.0
UNTRAINED_BELOW = 3.0
UNTRAINED_WEEKS = 4
STEP_UP = 1.30
STEPS = ("small", "moderate", "large")


@dataclass(frozen=True)
class Reason:
    """Why somebody is on the list: a rule, in words; lower ranks come first."""

    rank: int
    rule_id: str
    words: str


@dataclass(frozen=True)
class Squad:
    """Everything the squad page shows; `table` has one row an athlete, those who need attention first."""

    line: str
    title: str
    figures: tuple[Figure, ...]
    table: pd.DataFrame
    rules: tuple[str, ...]


RULES = (
    "Pain: above 5 of 10, or 3 to 5 of 10, in a check-in of the last two weeks (G3, G4).",
    "Step up: a run more than 10 % longer than the longest of the 30 days before it, in the "
    "last two weeks (L1).",
    "More running: the last whole week more than 30 % above the week before (L2).",
    "Little hip work: a dose below 3 sets a week for four weeks (L4).",
    "Silent: no log for two weeks or more, counted from the squad's last day.",
)


def gather(reader: Reader, *, squad_id: int | None = None) -> Squad:
    """Gather the last weeks of a squad; None takes everybody."""
    everybody = roster.gather(reader)
    people = everybody.members(squad_id)
    ids = [person.athlete_id for person in people]
    log = weeks.lately(reader, athlete_ids=ids, weeks_back=LOOK_BACK_WEEKS)
    level = case_level.chosen(reader)
    beside = reader.frame("squad_people", levels=case_level.held(level)).set_index("athlete_id")
    last_day = (
        pd.to_datetime(beside["last_date"])
        .loc[[p.athlete_id for p in people if p.athlete_id in beside.index]]
        .max()
    )
    by_athlete = dict(tuple(log.groupby("athlete_id", sort=False)))
    own = beside.to_dict("index")
    rows = [
        _row(
            person,
            by_athlete.get(person.athlete_id, log.iloc[:0]),
            own[person.athlete_id],
            last_day,
        )
        for person in people
    ]
    table = pd.DataFrame(rows).sort_values(["rank", "athlete"], ignore_index=True)
    flagged = int((table["rank"] < 99).sum())
    simulated = any(person.is_simulated for person in people)
    return Squad(
        line=" · ".join(
            [
                written.count(len(people), "athlete"),
                *(["simulated"] if simulated else []),
                f"up to {written.date(last_day.date())}" if pd.notna(last_day) else "nothing logged yet",
            ]
        ),
        title=f"{flagged} of {written.count(len(people), 'athlete')} to look at"
        if flagged
        else "Nobody stands out this week",
        figures=_figures(table, level),
        table=table,
        rules=(
            f"Injured: {case_level.ONE[level]}, still open (G3). Which injuries count is chosen on the "
            "injury page.",
            *RULES,
        ),
    )


def _row(
    person: roster.Person, log: pd.DataFrame, beside: Mapping[Any, Any], last_day: pd.Timestamp
) -> dict[str, object]:
    hip = weeks.recent(log, "hip_sets", covered="days_covered_strength")
    distance = weeks.recent(log, "distance_m", covered="days_covered_running")
    pace = weeks.recent(log, "pace_at_hr_s_per_km", covered=None, apart=8)
    reasons = attention(log, beside, last_day)
    spikes = _values(log, "spike_ratio_max")[-CHECKIN_WEEKS:]
    spikes = spikes[np.isfinite(spikes)]
    return {
        "athlete_id": person.athlete_id,
        "athlete": f"{person.name} (simulated)" if person.is_simulated else person.name,
        "rank": min((reason.rank for reason in reasons), default=99),
        "attention": _sentence(reasons),
        "hip_sets": hip.now,
        "hip_change": hip.change,
        "hip_dose": weeks.latest(log, "hip_dose"),
        "hip_spark": _known(weeks.spark(log, "hip_sets", weeks_back=SPARK_WEEKS)),
        "distance_km": None if distance.now is None else distance.now / 1000,
        "distance_change_km": None if distance.change is None else distance.change / 1000,
        "distance_spark": _known(weeks.spark(log, "distance_m", weeks_back=SPARK_WEEKS), divided_by=1000),
        "spike_ratio": float(spikes.max()) if len(spikes) else None,
        "pace_change_s": pace.change,
        "last_run": pd.to_datetime(beside["last_run"]),
    }


def _sentence(reasons: tuple[Reason, ...]) -> str:
    text = "; ".join(reason.words for reason in reasons)
    return text[:1].upper() + text[1:]


def _known(values: tuple[float | None, ...], *, divided_by: float = 1) -> list[float] | None:
    """Keep the known weeks of a sparkline: it cannot show that a week is unknown."""
    return [value / divided_by for value in values if value is not None] or None


def attention(log: pd.DataFrame, beside: Mapping[Any, Any], last_day: pd.Timestamp) -> tuple[Reason, ...]:
    """Say why an athlete needs attention: the rules that hold now, the gravest first.

    Parameters
    ----------
    log
        The athlete's weeks in order.
    beside
        last_date, open_since and open_site of the athlete; NaT or None where there is none.
    last_day
        The squad's last logged day: silence is counted from it.
    """
    found: list[Reason] = []
    if pd.notna(beside["open_since"]):
        sites = {site.id: site.label for site in injury_words.sites()}
        since = written.date(pd.Timestamp(beside["open_since"]).date())
        found.append(
            Reason(0, "G3", f"Injured: {sites.get(beside['open_site'], 'site not said')} since {since}")
        )
    pain = _values(log, "checkin_pain_0_10")[-CHECKIN_WEEKS:]
    pain = pain[np.isfinite(pain)]
    if len(pain) and pain[-1] > PAIN_STOP:
        found.append(Reason(1, "G3", f"pain {pain[-1]:.0f} of 10"))
    elif len(pain) and pain[-1] >= PAIN_AMBER:
        found.append(Reason(2, "G4", f"pain {pain[-1]:.0f} of 10"))
    if set(log["spike_state"].to_numpy()[-CHECKIN_WEEKS:]) & set(STEPS):
        further = 100 * (float(np.nanmax(_values(log, "spike_ratio_max")[-CHECKIN_WEEKS:])) - 1)
        found.append(Reason(3, "L1", f"step up: run {written.percent(further)} beyond 30 days"))
    whole = _values(log, "distance_m")[_values(log, "days_covered_running") >= weeks.WHOLE_WEEK]
    if len(whole) > 1 and whole[-2] >= 5000 and whole[-1] > STEP_UP * whole[-2]:
        more = 100 * (whole[-1] / whole[-2] - 1)
        found.append(Reason(4, "L2", f"more running: week {written.signed(more)} %"))
    dose = _values(log, "hip_dose")[-UNTRAINED_WEEKS:]
    if len(dose) == UNTRAINED_WEEKS and (dose < UNTRAINED_BELOW).all():
        found.append(Reason(5, "L4", f"little hip work: dose {written.sets(float(dose[-1]))}"))
    silent = (last_day - pd.Timestamp(beside["last_date"])).days if pd.notna(beside["last_date"]) else None
    if silent is None or silent >= SILENT_DAYS:
        found.append(
            Reason(6, "silent", "nothing logged yet" if silent is None else f"silent for {silent} days")
        )
    return tuple(sorted(found, key=lambda reason: reason.rank))


def _values(log: pd.DataFrame, column: str) -> npt.NDArray[np.float64]:
    return log[column].to_numpy(dtype=np.float64)


def _figures(table: pd.DataFrame, level: CaseLevel) -> tuple[Figure, ...]:
    hurt = int((table["rank"] == 0).sum())
    hip, km = table["hip_sets"].dropna(), table["distance_km"].dropna()
    known = table["hip_dose"].dropna()
    trained = int((known >= UNTRAINED_BELOW).sum())
    return (
        Figure(
            label=f"Injured now, {case_level.LEVELS[level].lower()}",
            value=f"{hurt} of {len(table)}",
            meaning="injury",
        ),
        Figure(
            label="Hip sets a week, middle athlete",
            value=written.sets(float(hip.median())) if len(hip) else written.UNKNOWN,
            change=f"{len(hip)} of {len(table)} keep a strength log",
            meaning="hip",
        ),
        Figure(
            label="With a dose of 3 sets or more",
            value=f"{trained} of {len(known)}",
            change="athletes whose dose is known",
            meaning="hip",
        ),
        Figure(
            label="Distance a week, middle athlete",
            value=written.distance(1000 * float(km.median())) if len(km) else written.UNKNOWN,
            change=f"{len(km)} of {len(table)} keep a running log",
            meaning="volume",
        ),
    )
