"""Injuries: how often, how bad, where, when; and the model's answer on hip strength."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pandas as pd

from analytics.knowledge import written
from analytics.metrics import incidence
from analytics.reports import (
    answers,
    case_level,
    injuries,
    injury_counts,
    injury_groups,
    injury_rates,
    injury_times,
    roster,
)
from analytics.reports.answers import Answer, CaseLevel
from analytics.reports.figure import Figure
from analytics.reports.injury_counts import UNITS, Counts
from analytics.reports.injury_groups import TimeBy
from analytics.reports.injury_rates import Breakdown, Rate
from analytics.reports.injury_times import Prevalence, TimeTo
from analytics.store import Reader

MOST_IN_A_TIMELINE = 150

__all__ = ["Injuries", "Rate", "answer", "gather"]


@dataclass(frozen=True)
class Injuries:
    """Everything the injury page shows; the model's answer comes apart (`answers.injury`).

    `weeks` holds the first and last week of the log, the ground of the timeline. `matrix` has label, n,
    estimate, low, high, mean_days, burden of the sites. `missing` says why there are no rates.
    """

    line: str
    level: CaseLevel
    level_words: str
    listed: pd.DataFrame
    weeks: pd.DataFrame
    title: str
    figures: tuple[Figure, ...]
    rates: tuple[Rate, ...]
    basis: str
    cautions: tuple[str, ...]
    per: str
    unit_short: str
    breakdowns: dict[str, Breakdown]
    bins: pd.DataFrame
    bins_title: str
    matrix_title: str
    by_week: Prevalence | None
    by_month: Prevalence | None
    by_year: Prevalence | None
    checkins: str | None
    first: TimeTo | None
    first_by: dict[str, TimeBy]
    back: TimeTo | None
    back_by: TimeBy | None
    places: dict[tuple[str, str | None], int]
    missing: str | None
    decimals: int
    exposure_head: str

    @property
    def hurt(self) -> bool:
        """Say whether there is a rate of at least one injury."""
        return "site" in self.breakdowns

    @property
    def has_matrix(self) -> bool:
        """Say whether a site has cost days, so that how often can stand against how bad."""
        return self.hurt and bool((self.breakdowns["site"].rows["days"] > 0).any())

    @property
    def newest(self) -> pd.DataFrame:
        """Give the injuries a timeline has room for."""
        return self.listed.head(MOST_IN_A_TIMELINE)

    @property
    def timeline_words(self) -> str:
        """Say which injuries the timeline shows."""
        counted = f"{case_level.COUNTED[self.level].capitalize()}, running-related or not."
        if len(self.listed) > MOST_IN_A_TIMELINE:
            counted += f" The newest {MOST_IN_A_TIMELINE} of {written.number(len(self.listed))}."
        return counted

    @property
    def nothing_words(self) -> str:
        """Say that there is nothing to part by site or length."""
        return f"No {case_level.COUNTED[self.level]} to show here."

    @property
    def interval_words(self) -> str:
        """Say which interval is which."""
        return (
            "Intervals hold 95 %. Exact Poisson: as much as chance alone scatters. Quasi-Poisson: wider, "
            "taken where "
            f"athletes differ more than {incidence.OVERDISPERSED_ABOVE} times as much as chance would "
            "have it. "
            "Hours, km and runs while away with an injury, and days for which one of the two logs is "
            "silent, are no "
            "exposure."
        )

    @property
    def bins_words(self) -> str:
        """Say what the picture of lengths counts."""
        return f"{case_level.COUNTED[self.level].capitalize()} by days lost; striped ones are still open."

    @property
    def matrix_words(self) -> str:
        """Say what the picture of how often against how bad shows."""
        return (
            f"{case_level.COUNTED[self.level].capitalize()}. Dotted lines join what loses equally many "
            "days per "
            f"{self.unit_short}; open circles rest on fewer than {injury_rates.FEW} injuries; faint lines "
            "are 95 % "
            "intervals of how often. Open injuries count with their days so far."
        )

    @property
    def places_words(self) -> str:
        """Say what the numbers on the body are, and what they are not."""
        unsided = sum(n for (_, side), n in self.places.items() if side is None)
        aside = f" {written.number(unsided)} without a side count on both." if unsided else ""
        return (
            f"{case_level.COUNTED[self.level].capitalize()}, all of them: numbers, not rates; "
            f"right and left are "
            f"the athletes' own.{aside} A place of one or two injuries may be chance."
        )

    @property
    def shares_words(self) -> str | None:
        """Say why there are no shares; None where there are."""
        if self.by_week:
            return None
        return (
            f"Shares of a squad need at least {injury_times.LEAST_FOLLOWED} athletes with an injury log; "
            "every single "
            "injury stands in time under “All of them”."
        )

    def said_of(self, one: Breakdown) -> str:
        """Say what a picture of groups shows and what it rests on."""
        few = (
            f" Fewer than {injury_rates.FEW} injuries give a wide interval."
            if one.rows["n"].min() < injury_rates.FEW
            else ""
        )
        return f"{self.per} ({case_level.COUNTED[self.level]}) with 95 % intervals. {self.basis}.{few}"


def unit_words() -> dict[str, str]:
    """Name the amounts of exposure that a rate can be read for."""
    return {id_: f"per {unit.words}" for id_, unit in UNITS.items()}


def gather(
    reader: Reader,
    *,
    athlete_id: int | None = None,
    squad_id: int | None = None,
    simulated: bool = False,
    level: CaseLevel | None = None,
    unit: str = "h",
) -> Injuries:
    """Gather the injuries of one athlete, of a squad, or of everybody of one kind.

    Parameters
    ----------
    athlete_id
        One athlete; None takes the squad, or everybody.
    simulated
        For several: simulated people or real ones; the two are never mixed.
    level
        Which injuries count; None takes the level that was chosen for all pages.
    unit
        The exposure of the rates by group: h, km, runs or days.
    """
    chosen = level or case_level.chosen(reader)
    everybody = roster.gather(reader)
    people = injury_counts.whom(
        reader, athlete_id=athlete_id, squad_id=squad_id, simulated=simulated, everybody=everybody
    )
    counts = injury_counts.gather(reader, people, chosen)
    newest = counts.recorded.sort_values("onset_date", ascending=False, kind="stable")
    listed = injuries.described(newest, level=chosen)
    counts.cases["recurrence"] = counts.cases["injury_id"].map(listed.set_index("injury_id")["recurrence"])
    squads = everybody.squads if len(people) > 1 and squad_id is None else ()
    measured = UNITS.get(unit, UNITS["h"])
    groups = injury_rates.breakdowns(counts, measured, squads)
    bins = injury_rates.severity_bins(counts)
    several = len(people) > 1
    logs = injury_times.log_spans(reader, counts) if several else pd.DataFrame()
    met = injury_times.first_injuries(logs, counts) if several else pd.DataFrame()
    return Injuries(
        line=counts.line,
        level=chosen,
        level_words=_level_words(chosen),
        listed=listed,
        weeks=_ground(counts, listed),
        title=_headline(listed, people, chosen),
        figures=_figures(counts),
        rates=injury_rates.rates(counts),
        basis=counts.basis,
        cautions=counts.cautions,
        per=f"Injuries per {measured.words}",
        unit_short=measured.short,
        breakdowns=groups,
        bins=bins,
        bins_title=_bins_title(counts, bins),
        matrix_title=_matrix_title(groups.get("site"), measured.short),
        by_week=injury_times.prevalence(logs, counts, "week") if several else None,
        by_month=injury_times.prevalence(logs, counts, "month") if several else None,
        by_year=injury_times.prevalence(logs, counts, "year") if several else None,
        checkins=injury_times.answers_words(injury_times.answers(reader, counts), chosen),
        first=injury_times.to_first_injury(met, counts) if several else None,
        first_by=injury_groups.to_first_injury(met, counts, squads) if several else {},
        back=injury_times.to_return(counts),
        back_by=injury_groups.to_return(counts),
        places=_places(counts),
        missing=_missing(counts),
        decimals=measured.decimals,
        exposure_head={"hours": "Hours at risk", "km": "km at risk", "runs": "Runs at risk"}.get(
            measured.column, "Days at risk"
        ),
    )


def _places(counts: Counts) -> dict[tuple[str, str | None], int]:
    """Count injuries by place and side, for the drawing of the body."""
    found: dict[tuple[str, str | None], int] = {}
    for site, side in zip(counts.cases["site"], counts.cases["side"], strict=True):
        place = (str(site or "unspecified"), None if pd.isna(side) else str(side))
        found[place] = found.get(place, 0) + 1
    return found


def _level_words(level: CaseLevel) -> str:
    return (
        f"Counted here and on every page: {case_level.COUNTED[level]} ({case_level.MEANING[level]}), "
        "related to running."
    )


def _missing(counts: Counts) -> str | None:
    if len(counts.ids):
        return None
    if counts.total("days_injury_known") == 0:
        known = (
            "Injuries are recorded, but nobody said for which days the log is complete, so days without an "
            "injury are unknown and there is no rate. "
            if len(counts.cases)
            else "No injury log yet. "
        )
        return f"{known}No injuries recorded is not the same as no injuries: say for which weeks you know."
    return (
        "The injury log speaks for days on which no running log does. Rates need both: import the runs of "
        "those "
        "days."
    )


def _ground(counts: Counts, listed: pd.DataFrame) -> pd.DataFrame:
    days = [*pd.to_datetime(listed["onset_date"]), *pd.to_datetime(listed["end_date"])]
    seasons = counts.exposure.loc[counts.exposure["days_at_risk"] > 0, "season"]
    if len(seasons) and len(days):
        days.append(max(min(days) - pd.Timedelta(days=28), pd.Timestamp(int(seasons.min()), 1, 1)))
    if not days:
        return pd.DataFrame({"week_start": pd.to_datetime([])})
    ends = pd.to_datetime([min(days), max(days)])
    return pd.DataFrame({"week_start": ends - pd.to_timedelta(ends.day_of_week, unit="D")})


def _headline(listed: pd.DataFrame, people: tuple[roster.Person, ...], level: CaseLevel) -> str:
    if listed.empty:
        return f"No {case_level.COUNTED[level]} recorded"
    count = written.count(len(listed), case_level.ONE[level], case_level.COUNTED[level])
    sites = listed["site"].value_counts()
    who = f" in {listed['athlete_id'].nunique()} of {len(people)} athletes" if len(people) > 1 else ""
    often = f"; most often: {sites.index[0]} ({sites.iloc[0]})" if sites.iloc[0] > 1 else ""
    return f"{count}{who}{often}"


def _figures(counts: Counts) -> tuple[Figure, ...]:
    if not len(counts.ids):
        return ()
    hours = counts.per_athlete(counts.exposure, "hours")
    rate = incidence.squad_incidence(counts.per_athlete(counts.counted), hours, per=1000.0)
    burden = injury_rates.burden_of(counts)
    known, away = counts.total("days_injury_known"), counts.total("days_away")
    open_now = int(counts.cases["is_open"].sum())
    return (
        Figure(
            label=f"New injuries per {UNITS['h'].short}",
            value=written.number(rate.estimate, 1),
            change=f"{written.number(rate.low, 1)} to {written.number(rate.high, 1)}",
            meaning="injury",
            note=f"95 % interval. {injury_rates.rests_on(rate, UNITS['h'])}.",
        ),
        Figure(
            label=f"Days lost per {UNITS['h'].short}",
            value=written.number(burden.estimate),
            change="no interval"
            if math.isnan(burden.low)
            else f"{written.number(burden.low)} to {written.number(burden.high)}",
            meaning="injury",
            note="The burden: how often times how bad, with its 95 % interval.",
        ),
        Figure(
            label="Days available",
            value=written.percent(100 * (1 - away / known)) if known else written.UNKNOWN,
            change=f"{written.number(away)} of {written.number(known)} days away",
            meaning="volume",
            note="Days of the injury log without an open time-loss injury.",
        ),
        Figure(
            label="Open now",
            value=written.number(open_now),
            change=case_level.COUNTED[counts.level],
            meaning="injury",
        ),
    )


def _bins_title(counts: Counts, bins: pd.DataFrame) -> str:
    ended = bins[bins["label"] != "Still open"]
    if not ended["n"].sum():
        return "How bad are they? No ended injury yet"
    most = ended.sort_values("n", ascending=False).iloc[0]
    return f"How bad are they? Most often {str(most['label']).lower()} ({most['n']} of {len(counts.cases)})"


def _matrix_title(sites: Breakdown | None, short: str) -> str:
    if sites is None or not len(sites.rows) or sites.rows["burden"].max() <= 0:
        return "Which sites weigh most? No day lost yet"
    most = sites.rows.sort_values("burden", ascending=False).iloc[0]
    return (
        f"Which sites weigh most? {most['label']}: {written.number(most['burden'])} days lost per {short} "
        f"{written.interval(most['burden'], most['burden_low'], most['burden_high'], 0).partition(' ')[2]}"
    )


def answer(
    reader: Reader,
    *,
    athlete_id: int | None = None,
    level: CaseLevel | None = None,
    simulated: bool | None = None,
) -> Answer:
    """Answer whether hip strength goes with injuries of the chosen level; see `answers.injury`."""
    chosen = level or case_level.chosen(reader)
    return answers.injury(reader, athlete_id=athlete_id, case_level=chosen, simulated=simulated)
