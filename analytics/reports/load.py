"""Training load: how far this week's runs went, load over time on one basis, each week among one's own."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
import pandas as pd

from analytics.knowledge import written
from analytics.metrics import load, session_load, spike
from analytics.metrics.session_load import BASES, PREFERRED, Basis, Known
from analytics.reports import case_level, injuries, roster, thresholds, weeks
from analytics.reports.figure import Figure
from analytics.reports.load_runs import RunOfWeek, next_run, of_week
from analytics.reports.load_words import BASIS_IN_TEXT, BASIS_MEANS, BASIS_UNIT, BASIS_WORDS, OWN
from analytics.store import Reader

WHOLE_WEEK = 7
LAST_YEAR = dt.timedelta(days=365)


@dataclass(frozen=True)
class BasisLine:
    """How many runs of the last year a basis has."""

    basis: Basis
    name: str
    means: str
    measured: str
    estimated: str
    unknown: str


@dataclass(frozen=True)
class Load:
    """Everything the page shows; the frames are for the charts."""

    line: str
    week_title: str
    week_runs: tuple[RunOfWeek, ...]
    next_words: str
    figures: tuple[Figure, ...]
    runs: pd.DataFrame
    days: pd.DataFrame
    weeks: pd.DataFrame
    zones: pd.DataFrame
    bases: pd.DataFrame
    injuries: pd.DataFrame
    basis: Basis
    basis_title: str
    basis_why: str
    basis_lines: tuple[BasisLine, ...]
    coverage: str
    strength_words: str
    other_words: str
    acwr: tuple[tuple[str, str], ...]
    hr_zone_method: str | None
    load_basis: str | None
    strength_in_load: str
    missing: str | None
    nothing_shown: str | None
    """Why the weeks shown have nothing to draw; None where they have."""

    @property
    def unit(self) -> str:
        """Name the unit of the load."""
        return BASIS_UNIT[self.basis]


def gather(reader: Reader, *, athlete_id: int, today: dt.date, weeks_back: int | None = 78) -> Load:
    """Gather the load of one athlete.

    Parameters
    ----------
    today
        What may be run next is said for this day.
    weeks_back
        How many of the last weeks to show; None shows all. Each is held against all weeks before it.
    """
    person = roster.gather(reader).person(athlete_id)
    log = numbers(reader.frame("weeks", athlete_id=athlete_id))
    daily = _daily(reader.frame("load_days", athlete_id=athlete_id))
    runs = reader.frame("load_runs", athlete_id=athlete_id)
    runs["local_date"] = pd.to_datetime(runs["local_date"])
    runs["state"] = [spike.spike_state(float(ratio)).id for ratio in pd.to_numeric(runs["spike_ratio"])]
    log = _weekly(log, daily)
    shown = weeks.last(log, weeks_back)
    since = shown["week_start"].iloc[0] if len(shown) else pd.Timestamp(today)
    by_week = reader.frame("load_by_week", athlete_id=athlete_id)
    by_week["week_start"] = pd.to_datetime(by_week["week_start"])
    last_day = runs["local_date"].max().date() if len(runs) else today
    counts = reader.row("load_known", athlete_id=athlete_id, since=last_day - LAST_YEAR) or {}
    setting = reader.row("load_setting", athlete_id=athlete_id) or {}
    basis = cast(Basis, counts.get("load_basis") or "running_minutes")
    week_runs, week_title = of_week(runs)
    level = case_level.chosen(reader)
    newer = daily[daily.index >= since]
    return Load(
        line=weeks.span_line(
            person.name if person else "", shown, is_simulated=bool(person and person.is_simulated)
        )
        + case_level.said(level),
        week_title=week_title,
        week_runs=week_runs,
        next_words=next_run(runs, today=today),
        figures=_figures(log, daily, basis),
        runs=runs[runs["local_date"] >= since].reset_index(drop=True),
        days=newer,
        weeks=shown.reset_index(drop=True),
        zones=_of_weeks(shown, by_week, [str(name) for name in by_week if "zone" in str(name)]),
        bases=_bases(shown, by_week),
        injuries=injuries.within(
            case_level.reached(injuries.gather(reader, athlete_id=athlete_id), level), shown
        ),
        basis=basis,
        basis_title=f"Load stands on {BASIS_IN_TEXT[basis]}: {BASIS_MEANS[basis]}",
        basis_why=_why(
            _known(counts),
            thresholds.limits_of(reader, athlete_id).sure(_known(counts), last_day),
            basis,
            is_said=setting.get("load_basis") is not None,
        ),
        basis_lines=_basis_lines(counts),
        coverage=_coverage(shown),
        strength_words=_strength_words(counts, basis),
        other_words=_other_words(counts, basis),
        acwr=_acwr(daily),
        hr_zone_method=setting.get("hr_zone_method"),
        load_basis=setting.get("load_basis"),
        strength_in_load=setting.get("strength_in_load") or "logged_effort",
        missing=None
        if len(runs)
        else "No run with a distance in this log yet. Load is worked out from runs: import some first.",
        nothing_shown=_nothing_shown(runs, since) if newer["load_au"].isna().all() else None,
    )


def _nothing_shown(runs: pd.DataFrame, since: pd.Timestamp) -> str | None:
    if runs.empty or (runs["local_date"] >= since).any():
        return None
    newest = written.date(runs["local_date"].max().date())
    return f"No run in the weeks shown: the newest one is of {newest}. Look back at all weeks to see it."


def numbers(log: pd.DataFrame) -> pd.DataFrame:
    """Give weeks with every measure as a number, NaN unknown."""
    log["week_start"] = pd.to_datetime(log["week_start"])
    for name in log.columns.difference(["athlete_id", "week_start", "iso_week", "source"]):
        log[name] = pd.to_numeric(log[name]).astype(float)
    return log


def _daily(days: pd.DataFrame) -> pd.DataFrame:
    """Put CTL, ATL and TSB beside the daily loads."""
    days = days.set_index(pd.DatetimeIndex(days["local_date"])).drop(columns="local_date")
    days["load_au"] = pd.to_numeric(days["load_au"]).astype(float)
    days["week_start"] = pd.to_datetime(days["week_start"])
    for name in ("loads_unknown", "loads_estimated", "runs"):
        days[name] = pd.to_numeric(days[name]).astype(float)
    return days.join(load.ctl_atl_tsb(days["load_au"]))


def _weekly(log: pd.DataFrame, daily: pd.DataFrame) -> pd.DataFrame:
    """Add monotony, strain, the change of distance and where each measure lies among one's own weeks."""
    foster = {}
    loads = daily["load_au"].to_numpy()
    for week, at in daily.groupby("week_start", sort=True).indices.items():
        seven = loads[at]
        if len(seven) == WHOLE_WEEK and not np.isnan(seven).any():
            foster[week] = (load.monotony(seven), load.strain(seven))
    log = log.join(
        pd.DataFrame.from_dict(foster, orient="index", columns=["monotony", "strain_au"]), on="week_start"
    )
    log["change_pct"] = np.nan
    for name, (_, covered) in OWN.items():
        whole = log[name].where(log[covered] >= WHOLE_WEEK)
        band = load.own_band(whole)
        log[f"{name}_own_mean"], log[f"{name}_own_sd"], log[f"{name}_z"] = band["mean"], band["sd"], band["z"]
    distance = log["distance_m"].where(log["days_covered_running"] >= WHOLE_WEEK)
    log["change_pct"] = [
        100 * load.week_change(this_week_m=now, last_week_m=before)
        for now, before in zip(distance, distance.shift(1), strict=True)
    ]
    return log


def _of_weeks(shown: pd.DataFrame, by_week: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    found = shown[["week_start", "iso_week", "days_covered_running"]].merge(
        by_week[["week_start", *names]], on="week_start", how="left"
    )
    for name in names:
        found[name] = pd.to_numeric(found[name]).astype(float)
    return found


def _bases(shown: pd.DataFrame, by_week: pd.DataFrame) -> pd.DataFrame:
    """Give each basis week by week as a share of its own middle week: bases have different units."""
    found = _of_weeks(shown, by_week, list(BASES))
    rested = found["running_minutes"].isna() & (found["days_covered_running"] >= WHOLE_WEEK)
    for basis in BASES:
        values = found[basis].mask(rested, 0.0)
        middle = values[values > 0].median()
        found[basis] = 100 * values / middle if middle > 0 else np.nan
    return found


def _figures(log: pd.DataFrame, daily: pd.DataFrame, basis: Basis) -> tuple[Figure, ...]:
    unit = BASIS_UNIT[basis]
    known = daily.dropna(subset=["ctl"])
    is_now = len(known) and len(daily) and (daily.index[-1] - known.index[-1]).days <= WHOLE_WEEK
    last = known.iloc[-1] if is_now else None

    def value(name: str) -> str:
        return written.UNKNOWN if last is None else f"{written.number(float(last[name]))} {unit}"

    settling = " · settling" if last is not None and last["warming_up"] else ""
    newest = log.iloc[-1] if len(log) else None
    z = None if newest is None else newest["load_au_z"]
    monotony = weeks.latest(log, "monotony") if len(log) else None
    return (
        Figure(
            label="Load a day, six weeks (CTL)",
            value=value("ctl"),
            change=f"on {written.date(known.index[-1].date())}{settling}" if last is not None else None,
            spark=weeks.spark(log, "load_au") if len(log) else (),
            note="Exponential mean of the daily load, time constant 42 days.",
        ),
        Figure(
            label="Load a day, one week (ATL)",
            value=value("atl"),
            note="Exponential mean of the daily load, time constant 7 days.",
        ),
        Figure(
            label="Balance (TSB)",
            value=written.UNKNOWN
            if last is None or pd.isna(last["tsb"])
            else f"{written.signed(float(last['tsb']))} {unit}",
            note="Yesterday's CTL less yesterday's ATL: above nought, the last week was lighter than the "
            "weeks before.",
        ),
        Figure(
            label="Last week's load in your own weeks",
            value=written.UNKNOWN if z is None or pd.isna(z) else f"{written.signed(float(z), 1)} SD",
            change=f"monotony {written.number(monotony, 1)}" if monotony is not None else None,
            note="Standard deviations above the mean of the twelve weeks before; at least eight of them "
            "wholly logged.",
        ),
    )


def _known(counts: dict[str, Any]) -> dict[Basis, Known]:
    total = int(counts.get("runs") or 0)
    found: dict[Basis, Known] = {}
    for basis in BASES:
        measured = int(counts.get(f"{basis}_measured") or 0)
        estimated = int(counts.get(f"{basis}_estimated") or 0)
        found[basis] = Known(measured, estimated, max(total - measured - estimated, 0))
    return found


def _why(known: dict[Basis, Known], sure: dict[Basis, Known], basis: Basis, *, is_said: bool) -> str:
    own = known[basis]
    share = (
        f"{written.number(own.measured)} of {written.count(own.sessions, 'run')} of the last year have it "
        "measured"
        + (
            f", {written.number(own.estimated)} {'is' if own.estimated == 1 else 'are'} estimated "
            "from your own runs"
            if own.estimated
            else ""
        )
        + (f", {written.number(own.unknown)} unknown" if own.unknown else "")
        + "."
    )
    if not own.sessions:
        return "There is no run to choose a basis by yet."
    if is_said:
        best = session_load.common_basis(sure)
        also = (
            "" if best == basis else f" Your runs by themselves would have it stand on {BASIS_IN_TEXT[best]}."
        )
        return f"You chose this. {share}{also}"
    better = [one for one in PREFERRED[: PREFERRED.index(basis)] if known[one].sessions]
    passed = "; ".join(
        f"{BASIS_IN_TEXT[one]} is measured in {written.number(known[one].measured)}" for one in better
    )
    before = (
        f" What would come before it lacks runs: {passed}." if passed else " It is the first choice there is."
    )
    return f"{share}{before}"


def _basis_lines(counts: dict[str, Any]) -> tuple[BasisLine, ...]:
    return tuple(
        BasisLine(
            basis,
            BASIS_WORDS[basis],
            BASIS_MEANS[basis],
            written.number(known.measured),
            written.number(known.estimated),
            written.number(known.unknown),
        )
        for basis, known in _known(counts).items()
    )


def _coverage(shown: pd.DataFrame) -> str:
    if shown.empty:
        return ""
    unknown, estimated = int(shown["loads_unknown"].sum()), int(shown["loads_estimated"].sum())
    said = [f"{written.count(int(shown['runs'].sum()), 'run')} shown"]
    if estimated:
        said.append(f"the load of {written.count(estimated, 'session')} estimated or assumed")
    if unknown:
        said.append(f"that of {written.count(unknown, 'session')} unknown")
    return (
        f"{', '.join(said)}. Days outside the log, and days with an unknown load, have none: the means begin "
        "anew behind them."
    )


def _strength_words(counts: dict[str, Any], basis: Basis) -> str:
    days, counted = int(counts.get("strength_days") or 0), int(counts.get("strength_days_counted") or 0)
    if not days:
        return "No strength work in the last year of this log."
    assumed = int(counts.get("strength_days_assumed") or 0)
    words = (
        f"{written.number(counted)} of {written.count(days, 'day')} with strength work in the last year count"
    )
    if assumed:
        words += f", {written.number(assumed)} of them with an assumed effort or length"
    if basis not in ("session_rpe", *session_load.HEART_RATE_BASES):
        words += ": this basis knows only running"
    return words + "."


def _other_words(counts: dict[str, Any], basis: Basis) -> str:
    """Say how many sessions of other sports count, and why the others do not."""
    sessions, counted = int(counts.get("other_sessions") or 0), int(counts.get("other_sessions_counted") or 0)
    if not sessions:
        return "No session of another sport in the last year of this log."
    words = (
        f"{written.number(counted)} of {written.count(sessions, 'session')} of other sports in "
        f"the last year count"
    )
    if basis not in ("session_rpe", *session_load.HEART_RATE_BASES):
        return words + ": this basis knows only running."
    lacks = "effort that was said" if basis == "session_rpe" else "heart rate"
    return words + (f"; the others have no {lacks}." if counted < sessions else ".")


def _acwr(daily: pd.DataFrame) -> tuple[tuple[str, str], ...]:
    if daily.empty:
        return ()
    last = load.acwr(daily["load_au"]).iloc[-1]
    return (
        ("Coupled: 7 days over the 28 that hold them", written.ratio(last["coupled"])),
        ("Uncoupled: 7 days over the 21 before", written.ratio(last["uncoupled"])),
        ("Exponential means of 7 and 28 days", written.ratio(last["ewma"])),
    )
