"""Injuries: what was recorded, how often in hours and km run, how much was lost, and the model's answer."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analytics.knowledge import written
from analytics.metrics import incidence, severity
from analytics.reports import answers, injuries, roster
from analytics.reports.answers import Answer, CaseLevel
from analytics.reports.rows import each
from analytics.store import Reader

PER = 1000.0
"""Rates are given per 1,000 hours and per 1,000 km of running."""


@dataclass(frozen=True)
class Rate:
    """One rate in words: what, the number with its interval, and what it rests on."""

    what: str
    value: str
    rests_on: str


@dataclass(frozen=True)
class Injuries:
    """Everything the injury page shows; the model's answer comes apart (`answers.injury`)."""

    line: str
    level: str
    listed: pd.DataFrame
    weeks: pd.DataFrame
    title: str
    rates: tuple[Rate, ...]
    months: pd.DataFrame
    missing: str | None


def gather(
    reader: Reader,
    *,
    athlete_id: int | None = None,
    squad_id: int | None = None,
    simulated: bool = False,
    case_level: CaseLevel = "time_loss",
) -> Injuries:
    """Gather the injuries of one athlete, or of a squad.

    Parameters
    ----------
    athlete_id
        One athlete; None takes the squad, or everybody of one kind.
    simulated
        For a squad: simulated people or real ones; the two are never mixed.
    case_level
        Which injuries count: any complaint, substantial ones, or those with time loss.
    """
    everybody = roster.gather(reader)
    if athlete_id is not None:
        people = tuple(person for person in everybody.people if person.athlete_id == athlete_id)
    else:
        people = tuple(p for p in everybody.members(squad_id) if p.is_simulated == simulated)
    ids = [person.athlete_id for person in people]
    log = reader.frame("weeks", athlete_id=athlete_id)
    log = log[log["athlete_id"].isin(ids)].assign(
        week_start=lambda frame: pd.to_datetime(frame["week_start"])
    )
    listed = injuries.gather(reader, athlete_id=athlete_id)
    listed = listed[listed["athlete_id"].isin(ids) & at_least(listed, case_level)]
    counted = listed[listed["is_running_related"]]
    covered = log[(log["days_covered_injury"].fillna(0) > 0)]
    return Injuries(
        line=_line(people, log, covered),
        level=injuries.LEVELS[case_level],
        listed=listed,
        weeks=log,
        title=_headline(listed, people),
        rates=_rates(counted, covered, case_level),
        months=_months(listed, covered) if len(ids) > 1 else pd.DataFrame(),
        missing=None
        if len(covered)
        else "No injury log yet. No injuries recorded is not the same as no injuries: say for "
        "which weeks you know.",
    )


def at_least(listed: pd.DataFrame, case_level: CaseLevel) -> pd.Series:
    """Say which injuries reach a case level: each level holds the ones above it."""
    order = list(injuries.LEVELS)
    return listed["case_level"].isin(order[order.index(case_level) :])


def _line(people: tuple[roster.Person, ...], log: pd.DataFrame, covered: pd.DataFrame) -> str:
    if len(people) == 1:
        name, simulated = people[0].name, people[0].is_simulated
    else:
        name = written.count(len(people), "athlete")
        simulated = any(person.is_simulated for person in people)
    parts = [name, *(["simulated"] if simulated else [])]
    parts.append(
        f"injury log covers {written.number(len(covered))} of "
        f"{written.count(len(log), 'athlete-week' if len(people) != 1 else 'week')}"
    )
    return " · ".join(parts)


def _headline(listed: pd.DataFrame, people: tuple[roster.Person, ...]) -> str:
    count = written.count(len(listed), "injury", "injuries")
    if listed.empty:
        return "No injury of this level recorded"
    sites = listed["site"].value_counts()
    hurt = listed["athlete_id"].nunique()
    who = f" in {hurt} of {len(people)} athletes" if len(people) > 1 else ""
    often = f"; most often: {sites.index[0]} ({sites.iloc[0]})" if sites.iloc[0] > 1 else ""
    return f"{count}{who}{often}"


def _rates(counted: pd.DataFrame, covered: pd.DataFrame, case_level: CaseLevel) -> tuple[Rate, ...]:
    """Work out rates over the weeks that the injury log and the running log both cover."""
    both = covered[(covered["days_covered_running"].fillna(0) > 0) & covered["moving_s"].notna()]
    if both.empty:
        return ()
    each = both.groupby("athlete_id").agg(
        n=(f"injuries_new_{case_level}", "sum"),
        hours=("moving_s", lambda seconds: seconds.sum() / 3600),
        km=("distance_m", lambda metres: metres.sum() / 1000),
        lost=("time_loss_days", "sum"),
    )
    found = []
    for exposure, unit in (("hours", "h"), ("km", "km")):
        rate = incidence.squad_incidence(each["n"].to_numpy(), each[exposure].to_numpy(), per=PER)
        if rate.exposure > 0:
            found.append(
                Rate(
                    what=f"New injuries per {written.number(PER)} {unit} of running",
                    value=written.interval(rate.estimate, rate.low, rate.high, 1 if unit == "h" else 2),
                    rests_on=_rests_on(rate, unit),
                )
            )
    lost = incidence.burden(each["lost"].to_numpy(), each["hours"].to_numpy(), per=PER)
    if lost.exposure > 0:
        one_only = lost.low != lost.low
        found.append(
            Rate(
                what=f"Days with time loss per {written.number(PER)} h of running (burden)",
                value=written.number(lost.estimate)
                if one_only
                else written.interval(lost.estimate, lost.low, lost.high, 0),
                rests_on=f"{written.number(lost.n)} days lost; "
                + ("no interval from one athlete" if one_only else "interval from drawing athletes anew"),
            )
        )
    return (*found, *_length(counted))


def _rests_on(rate: incidence.Rate, unit: str) -> str:
    count = written.count(int(rate.n), "injury", "injuries")
    text = f"{count} in {written.number(rate.exposure)} {unit}; {rate.method} interval"
    if rate.phi is not None:
        text += f", athletes differ {written.number(rate.phi, 1)} times as much as chance alone would have it"
    return text


def _length(counted: pd.DataFrame) -> tuple[Rate, ...]:
    ended = counted[~counted["is_open"]]
    spread = severity.spread([float(days) for days in ended["days"]])
    if spread is None:
        return ()
    return (
        Rate(
            what="Days to recovery, middle injury",
            value=f"{written.number(spread.median_days)} (half lie between "
            f"{written.number(spread.p25_days)} and "
            f"{written.number(spread.p75_days)})",
            rests_on=f"{written.count(spread.n, 'ended injury', 'ended injuries')}; open ones "
            "are not counted as recovered",
        ),
    )


def _months(listed: pd.DataFrame, covered: pd.DataFrame) -> pd.DataFrame:
    """Count, month by month, the athletes followed and those injured at any time in it."""
    episodes = [
        severity.Episode(
            athlete=str(row.athlete_id),
            onset=row.onset_date.date(),
            recovered=None if row.is_open else row.end_date.date(),
        )
        for row in each(listed)
    ]
    followed = covered.assign(month=covered["week_start"].dt.to_period("M"))
    rows = []
    for month in sorted(followed["month"].unique()):
        athletes = followed.loc[followed["month"] == month, "athlete_id"].unique()
        first, last = month.start_time.date(), month.end_time.date()
        injured = severity.injured_within(episodes, first=first, last=last) & {str(one) for one in athletes}
        share = severity.period_prevalence(len(injured), len(athletes))
        rows.append(
            {
                "month": month.start_time,
                "athletes": len(athletes),
                "injured": len(injured),
                "prevalence_pct": None if share is None else 100 * share,
            }
        )
    return pd.DataFrame(rows, columns=["month", "athletes", "injured", "prevalence_pct"])


def answer(
    reader: Reader,
    *,
    athlete_id: int | None = None,
    case_level: CaseLevel = "time_loss",
    simulated: bool | None = None,
) -> Answer:
    """Answer whether hip strength goes with injuries; see `answers.injury`."""
    return answers.injury(reader, athlete_id=athlete_id, case_level=case_level, simulated=simulated)
