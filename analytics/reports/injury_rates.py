"""How often and how bad: rates with intervals, in all and by site, kind, onset, group, year and hip dose."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from analytics.knowledge import injuries as injury_words
from analytics.knowledge import written
from analytics.metrics import incidence, severity
from analytics.reports.injury_counts import DOSE_BANDS, UNITS, Counts, Unit
from analytics.reports.roster import Squad

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

FEW = 5
AGE_EDGES = (18, 30, 40, 50, 60)
AGES = ("under 18", "18 to 29", "30 to 39", "40 to 49", "50 to 59", "60 or more")
MODES = {
    "repetitive_gradual": "Slowly",
    "repetitive_sudden": "Suddenly, after repeated load",
    "acute_sudden": "One moment",
}
ONSETS = {"gradual": "Slowly", "sudden": "Suddenly"}
RECURRENCES = {
    "new": "New",
    "local_new": "New, at a site hurt before",
    "reinjury": "Again, after full recovery",
    "re_injury": "Again, after full recovery",
    "exacerbation": "Worse again, before full recovery",
}
SEXES = {"female": "Women", "male": "Men"}


@dataclass(frozen=True)
class Rate:
    """One rate in words: what, the number with its interval, and what it rests on."""

    what: str
    value: str
    rests_on: str


@dataclass(frozen=True)
class Breakdown:
    """Rates of groups: label, n, exposure, estimate, low, high, days, mean_days, burden and its limits."""

    id: str
    head: str
    title: str
    note: str
    rows: pd.DataFrame


def rates(counts: Counts) -> tuple[Rate, ...]:
    """Give the four incidences, the burden and the length of injuries in words."""
    if not len(counts.ids):
        return ()
    n = counts.per_athlete(counts.counted)
    found = []
    for unit in UNITS.values():
        rate = incidence.squad_incidence(n, counts.per_athlete(counts.exposure, unit.column), per=unit.per)
        if rate.exposure > 0:
            found.append(
                Rate(
                    f"New injuries per {unit.words}",
                    written.interval(rate.estimate, rate.low, rate.high, unit.decimals),
                    rests_on(rate, unit),
                )
            )
    burden = burden_of(counts)
    if burden.exposure > 0:
        found.append(
            Rate(
                f"Days lost per {UNITS['h'].words} (burden)",
                _with_limits(burden),
                _burden_rests_on(burden, counts),
            )
        )
    return (*found, *_length(counts))


def burden_of(counts: Counts) -> incidence.Rate:
    """Give days lost per 1,000 hours: athletes drawn anew, or for one athlete alone from the injuries."""
    hours = counts.per_athlete(counts.exposure, "hours")
    if len(counts.ids) == 1:
        return incidence.burden_of_one(counts.counted["days_lost"].to_numpy(dtype=float), float(hours.sum()))
    return incidence.burden(counts.per_athlete(counts.counted, "days_lost"), hours)


def _with_limits(rate: incidence.Rate) -> str:
    if math.isnan(rate.low):
        return f"{written.number(rate.estimate)} (no interval)"
    return written.interval(rate.estimate, rate.low, rate.high, 0)


def _burden_rests_on(rate: incidence.Rate, counts: Counts) -> str:
    if rate.method == incidence.ATHLETES_DRAWN:
        how = f"interval from drawing {written.count(len(counts.ids), 'athlete')} anew"
    elif math.isnan(rate.low):
        how = f"one athlete with fewer than {incidence.LEAST_INJURIES_ALONE} such injuries allows no interval"
    else:
        how = "one athlete: interval takes the injuries as independent of one another"
    return f"{written.count(int(rate.n), 'day')} lost; {how}"


def rests_on(rate: incidence.Rate, unit: Unit) -> str:
    """Say how many injuries in how much exposure, and which interval it is."""
    word = {"hours": "h", "km": "km", "runs": "runs", "days_at_risk": "days"}[unit.column]
    text = f"{written.count(int(rate.n), 'injury', 'injuries')} in {written.number(rate.exposure)} {word}; "
    text += f"{rate.method} interval"
    if rate.phi is not None:
        text += f", athletes differ {written.number(rate.phi, 1)} times as much as chance alone would have it"
    return text + (f". {few(int(rate.n))}" if rate.n < FEW else "")


def few(n: int) -> str:
    """Say that few injuries give a wide interval."""
    return (
        f"{written.count(n, 'injury', 'injuries')}: the interval is wide"
        if n
        else "None: the upper limit says how many could have been missed by chance"
    )


def _length(counts: Counts) -> tuple[Rate, ...]:
    ended = counts.cases[~counts.cases["is_open"] & (counts.cases["case_level"] == "time_loss")]
    spread = severity.spread([float(days) for days in ended["days_lost"]])
    if spread is None:
        return ()
    return (
        Rate(
            "Days lost to an injury, middle one",
            f"{written.number(spread.median_days)} (half lie between {written.number(spread.p25_days)} and "
            f"{written.number(spread.p75_days)})",
            f"{written.count(spread.n, 'ended injury', 'ended injuries')} with time loss, on average "
            f"{written.number(spread.mean_days, 1)} days; open ones are not counted as ended",
        ),
    )


def severity_bins(counts: Counts) -> pd.DataFrame:
    """Count injuries by days lost, those still open apart: label, n, share_pct."""
    ended = counts.cases[~counts.cases["is_open"]]
    words = {
        "none": "No day lost",
        "1 to 7 days": "1 to 7 days",
        "8 to 28 days": "8 to 28 days",
        "more than 28 days": "More than 28 days",
    }
    rows = [(words[name], n) for name, n in severity.bins(ended["days_lost"]).items()]
    rows.append(("Still open", int(counts.cases["is_open"].sum())))
    frame = pd.DataFrame(rows, columns=["label", "n"])
    frame["share_pct"] = 100 * frame["n"] / max(int(frame["n"].sum()), 1)
    return frame[(frame["n"] > 0) | (frame["label"] != "Still open")].reset_index(drop=True)


def breakdowns(counts: Counts, unit: Unit, squads: Iterable[Squad]) -> dict[str, Breakdown]:
    """Give the rates of all groups in which somebody ran at risk or was injured.

    Sites, diagnoses and onsets share one exposure; years, people's groups and hip doses have their own.
    """
    if not len(counts.ids):
        return {}
    cases, table = counts.counted, _Table.of(counts, unit)
    sites = {site.id: site.label for site in injury_words.sites()}
    kinds = {kind.id: kind.name for kind in injury_words.load().values()}
    memberships = [(one.name, list(one.members)) for one in squads]
    groups = [
        _of_cases("site", "Site", table, _named(cases["site"], sites, "Site not said")),
        _of_cases("diagnosis", "Diagnosis", table, _named(cases["diagnosis_id"], kinds, "Not named")),
        _of_cases("mode", "How it began", table, _begun(cases)),
        _of_cases("recurrence", "New or again", table, _named(cases["recurrence"], RECURRENCES, "Not said")),
        _of_both("season", "Year", table, *_seasons(counts.exposure)),
        _of_both("sex", "Sex", table, *_sexes(counts.athletes)),
        _of_both("age", "Age", table, *_ages(counts.athletes)),
        _of_both("dose", "Hip dose, sets a week", table, [*DOSE_BANDS, "Dose unknown"], _bands),
        *([_of_squads(table, memberships)] if len(memberships) > 1 else []),
    ]
    there = [known for one in groups if (known := one.with_exposure()).names]
    rows = _rows(there, unit) if there else pd.DataFrame()
    ends = np.cumsum([len(one.names) for one in there]).tolist()
    return {
        one.id: _breakdown(one, rows.iloc[end - len(one.names) : end].reset_index(drop=True))
        for one, end in zip(there, ends, strict=True)
    }


@dataclass(frozen=True)
class _Table:
    """Counted injuries and exposure by athlete, in plain columns: what every parting into groups sums.

    `case_place` and `risk_place` are the athlete's place among those with exposure.
    """

    counts: Counts
    unit: Unit
    athletes: int
    case_place: Ints
    days_lost: Floats
    risk_place: Ints
    amount: Floats

    @classmethod
    def of(cls, counts: Counts, unit: Unit) -> _Table:
        """Lay out the counts for a unit of exposure."""
        return cls(
            counts,
            unit,
            len(counts.ids),
            *counts.placed(counts.counted, "days_lost"),
            *counts.placed(counts.exposure, unit.column),
        )

    @cached_property
    def everything(self) -> Floats:
        """Sum the exposure of each athlete, as one column."""
        return self.summed(self.risk_place, np.zeros(len(self.risk_place), np.int64), 1, self.amount)

    def summed(self, place: Ints, group: Ints, groups: int, values: Floats | None = None) -> Floats:
        """Count rows, or sum values, by athlete (rows) and group (columns); group -1 is in none."""
        known = (place < self.athletes) & (group >= 0)
        cell = place[known] * groups + group[known]
        found = np.bincount(
            cell, None if values is None else values[known], minlength=self.athletes * groups
        ).astype(np.float64)
        return found.reshape(self.athletes, groups)


@dataclass(frozen=True)
class _Groups:
    """Injuries, days lost and exposure: a row an athlete with exposure, a column a group."""

    id: str
    head: str
    names: list[str]
    n: Floats
    days: Floats
    risk: Floats

    def with_exposure(self) -> _Groups:
        """Keep the groups in which anybody ran at risk."""
        kept = self.risk.sum(axis=0) > 0
        names = [name for name, is_kept in zip(self.names, kept.tolist(), strict=True) if is_kept]
        return _Groups(self.id, self.head, names, self.n[:, kept], self.days[:, kept], self.risk[:, kept])


Coding = Callable[[pd.DataFrame], Ints]
"""Gives each row the place of its group among the names; -1 is in none."""


def _named(ids: pd.Series, names: Mapping[str, str], unknown: str) -> list[str]:
    return [names.get(one, unknown) for one in ids.tolist()]


def _begun(cases: pd.DataFrame) -> list[str]:
    both = zip(cases["mode"].tolist(), cases["onset"].tolist(), strict=True)
    return [MODES.get(mode) or ONSETS.get(onset, "Not said") for mode, onset in both]


def _seasons(exposure: pd.DataFrame) -> tuple[list[str], Coding]:
    years = np.unique(exposure["season"].to_numpy(dtype=np.int64))

    def of(frame: pd.DataFrame) -> Ints:
        season = frame["season"].to_numpy(dtype=np.int64)
        place = np.minimum(np.searchsorted(years, season), len(years) - 1)
        return np.where(years[place] == season, place, -1)

    return [str(year) for year in years.tolist()], of


def _sexes(athletes: pd.DataFrame) -> tuple[list[str], Coding]:
    names = [*sorted(SEXES.values()), "Not said"]
    code = [names.index(SEXES.get(sex, "Not said")) for sex in athletes["sex"].tolist()]
    return names, lambda frame: _of_athletes(athletes, np.array(code), frame)


def _ages(athletes: pd.DataFrame) -> tuple[list[str], Coding]:
    born = athletes["birth_year"].to_numpy(dtype=np.float64, na_value=np.nan)

    def of(frame: pd.DataFrame) -> Ints:
        age = frame["season"].to_numpy(dtype=np.float64) - _of_athletes(athletes, born, frame)
        band = np.searchsorted(AGE_EDGES, np.nan_to_num(age), side="right")
        return np.where(np.isnan(age), len(AGES), band)

    return [*AGES, "Not said"], of


def _of_athletes(athletes: pd.DataFrame, values: npt.NDArray[Any], frame: pd.DataFrame) -> npt.NDArray[Any]:
    """Give each row what is so of its athlete; the query of people gives them in order, all of them."""
    known = athletes["athlete_id"].to_numpy(dtype=np.int64)
    return values[np.searchsorted(known, frame["athlete_id"].to_numpy(dtype=np.int64))]


def _bands(frame: pd.DataFrame) -> Ints:
    band = frame["dose_band"].to_numpy(dtype=np.float64, na_value=np.nan)
    return np.where(np.isnan(band), len(DOSE_BANDS), np.nan_to_num(band).astype(np.int64))


def _of_cases(id_: str, head: str, table: _Table, labels: list[str]) -> _Groups:
    names = [str(label) for label in pd.Series(labels, dtype=object).value_counts().index]
    place = {name: at for at, name in enumerate(names)}
    code = np.array([place[label] for label in labels], dtype=np.int64)
    n, days = _cases_in(table, code, len(names))
    risk = np.repeat(table.everything, len(names), axis=1)
    return _Groups(id_, head, names, n, days, risk)


def _of_both(id_: str, head: str, table: _Table, names: list[str], coding: Coding) -> _Groups:
    n, days = _cases_in(table, coding(table.counts.counted), len(names))
    risk = table.summed(table.risk_place, coding(table.counts.exposure), len(names), table.amount)
    return _Groups(id_, head, names, n, days, risk)


def _of_squads(table: _Table, squads: list[tuple[str, list[int]]]) -> _Groups:
    n, days = _cases_in(table, np.zeros(len(table.case_place), np.int64), 1)
    among = np.array([np.isin(table.counts.ids, ids) for _, ids in squads]).T
    names = [name for name, _ in squads]
    return _Groups("squad", "Squad", names, n * among, days * among, table.everything * among)


def _cases_in(table: _Table, group: Ints, groups: int) -> tuple[Floats, Floats]:
    return (
        table.summed(table.case_place, group, groups),
        table.summed(table.case_place, group, groups, table.days_lost),
    )


def _rows(groups: Sequence[_Groups], unit: Unit) -> pd.DataFrame:
    """Give the rates of the groups of several partings as one table: a table costs more than its rows."""
    burdens = iter(
        incidence.burdens(
            np.hstack([one.days for one in groups]), np.hstack([one.risk for one in groups]), per=unit.per
        )
    )
    rows = []
    for one in groups:
        for at, name in enumerate(one.names):
            risk, days, burden = one.risk[:, at], float(one.days[:, at].sum()), next(burdens)
            rate = incidence.squad_incidence(one.n[:, at], risk, per=unit.per)
            rows.append(
                {
                    "label": name,
                    "n": int(rate.n),
                    "athletes": int((risk > 0).sum()),
                    "exposure": rate.exposure,
                    "estimate": rate.estimate,
                    "low": rate.low,
                    "high": rate.high,
                    "method": rate.method,
                    "days": days,
                    "mean_days": days / rate.n if rate.n else math.nan,
                    "rests_on": rests_on(rate, unit),
                    "burden": burden.estimate,
                    "burden_low": burden.low,
                    "burden_high": burden.high,
                }
            )
    return pd.DataFrame(rows)


def _breakdown(groups: _Groups, rows: pd.DataFrame) -> Breakdown:
    title = _title(groups.id, groups.head, rows)
    return Breakdown(groups.id, groups.head, title, _note(groups.id), rows)


def _title(id_: str, head: str, rows: pd.DataFrame) -> str:
    counted = rows["n"].tolist() if len(rows) else []
    if not any(counted):
        return f"{head}: no injury to compare"
    if id_ in ("site", "diagnosis", "mode", "recurrence"):
        question = {
            "site": "Where do injuries happen?",
            "diagnosis": "Which injuries are they?",
            "mode": "How do they begin?",
            "recurrence": "New or again?",
        }[id_]
        estimates = rows["estimate"].tolist()
        most = max((at for at, n in enumerate(counted) if n), key=lambda at: estimates[at])
        share = f"{written.number(counted[most])} of {written.number(sum(counted))}"
        return f"{question} Most often: {rows['label'].tolist()[most]} ({share})"
    clear = _apart(rows)
    question = {
        "season": "Do the years differ?",
        "sex": "Do women and men differ?",
        "age": "Do ages differ?",
        "squad": "Do the squads differ?",
        "dose": "Was the rate another at another hip dose?",
    }[id_]
    return (
        f"{question} {'Some intervals lie apart' if clear else 'The intervals overlap: it could be chance'}"
    )


def _apart(rows: pd.DataFrame) -> bool:
    limits = zip(rows["label"].tolist(), rows["low"].tolist(), rows["high"].tolist(), strict=True)
    known = [(low, high) for label, low, high in limits if label not in ("Not said", "Dose unknown")]
    return len(known) > 1 and max(low for low, _ in known) > min(high for _, high in known)


def _note(id_: str) -> str:
    return {
        "dose": "Bands were fixed beforehand. The dose of a week is made of the eight weeks before it, "
        "never of the "
        "week itself. This is an association between weeks and people who differ in much else: it shows no "
        "cause, and rest after an injury lowers the dose. The answer below asks the question "
        "properly.",
        "season": "Calendar years; the first and the last are rarely whole.",
        "age": "Age in the calendar year.",
        "squad": "Who is in several squads counts in each.",
        "recurrence": "As said in the log: again is the same site and kind after full recovery.",
    }.get(id_, "All groups share one exposure, so their rates add up to the whole.")
