"""How often and how bad: rates with intervals, in all and by site, kind, onset, group, year and hip dose."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from analytics.knowledge import injuries as injury_words
from analytics.knowledge import written
from analytics.metrics import incidence, severity
from analytics.reports.injury_counts import DOSE_BANDS, UNITS, Counts, Unit
from analytics.reports.roster import Squad

Flags = npt.NDArray[np.bool_]

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
    cases, exposure = counts.counted, counts.exposure
    sites = {site.id: site.label for site in injury_words.sites()}
    kinds = {kind.id: kind.name for kind in injury_words.load().values()}
    sex = counts.athletes.set_index("athlete_id")["sex"]
    found = [
        _of_cases("site", "Site", counts, unit, cases["site"].map(sites).fillna("Site not said")),
        _of_cases(
            "diagnosis",
            "Diagnosis",
            counts,
            unit,
            cases["diagnosis_id"].map(kinds).fillna("Not named"),
        ),
        _of_cases("mode", "How it began", counts, unit, _begun(cases)),
        _of_cases(
            "recurrence",
            "New or again",
            counts,
            unit,
            cases["recurrence"].map(RECURRENCES).fillna("Not said"),
        ),
        _of_both("season", "Year", counts, unit, lambda frame: frame["season"].astype("Int64").astype(str)),
        _of_both(
            "sex",
            "Sex",
            counts,
            unit,
            lambda frame: frame["athlete_id"].map(sex.map(SEXES)).fillna("Not said"),
        ),
        _of_both("age", "Age", counts, unit, lambda frame: _ages(frame, counts.athletes)),
        _of_both("dose", "Hip dose, sets a week", counts, unit, _bands),
    ]
    memberships = [(one.name, list(one.members)) for one in squads]
    if len(memberships) > 1:
        masks = [
            (name, np.isin(cases["athlete_id"], ids), np.isin(exposure["athlete_id"], ids))
            for name, ids in memberships
        ]
        found.append(_breakdown("squad", "Squad", counts, unit, masks))
    return {one.id: one for one in found if len(one.rows)}


def _begun(cases: pd.DataFrame) -> pd.Series:
    return cases["mode"].map(MODES).fillna(cases["onset"].map(ONSETS)).fillna("Not said")


def _ages(frame: pd.DataFrame, athletes: pd.DataFrame) -> pd.Series:
    born = frame["athlete_id"].map(athletes.set_index("athlete_id")["birth_year"]).astype(float)
    age = frame["season"].astype(float) - born
    band = np.searchsorted(AGE_EDGES, age.fillna(0).to_numpy(), side="right")
    return pd.Series(np.array(AGES, dtype=object)[band], index=frame.index).where(age.notna(), "Not said")


def _bands(frame: pd.DataFrame) -> pd.Series:
    known = frame["dose_band"].notna()
    band = frame["dose_band"].fillna(0).to_numpy(dtype=np.int64)
    return pd.Series(np.array(DOSE_BANDS, dtype=object)[band], index=frame.index).where(known, "Dose unknown")


Labels = Callable[[pd.DataFrame], pd.Series]


def _of_cases(id_: str, head: str, counts: Counts, unit: Unit, labels: pd.Series) -> Breakdown:
    everything = np.ones(len(counts.exposure), dtype=bool)
    order, of_case = list(labels.value_counts().index), labels.to_numpy(dtype=object)
    masks = [(str(label), of_case == label, everything) for label in order]
    return _breakdown(id_, head, counts, unit, masks)


def _of_both(id_: str, head: str, counts: Counts, unit: Unit, labels: Labels) -> Breakdown:
    of_case = labels(counts.counted).to_numpy(dtype=object) if len(counts.counted) else np.array([], object)
    of_risk = labels(counts.exposure).to_numpy(dtype=object)
    order = {"age": [*AGES, "Not said"], "dose": [*DOSE_BANDS, "Dose unknown"]}.get(
        id_, sorted(set(of_risk), key=lambda one: (one == "Not said", one))
    )
    masks = [(label, of_case == label, of_risk == label) for label in order if (of_risk == label).any()]
    return _breakdown(id_, head, counts, unit, masks)


def _breakdown(
    id_: str, head: str, counts: Counts, unit: Unit, masks: list[tuple[str, Flags, Flags]]
) -> Breakdown:
    rows, lost, hours = [], [], []
    place, days_lost = counts.placed(counts.counted, "days_lost")
    risk_place, amount = counts.placed(counts.exposure, unit.column)
    athletes = len(counts.ids)
    for label, of_case, of_risk in masks:
        mine, at_risk = of_case & (place < athletes), of_risk & (risk_place < athletes)
        risk = np.bincount(risk_place[at_risk], amount[at_risk], minlength=athletes).astype(np.float64)
        if risk.sum() <= 0:
            continue
        n = np.bincount(place[mine], minlength=athletes).astype(np.float64)
        rate = incidence.squad_incidence(n, risk, per=unit.per)
        days = np.bincount(place[mine], days_lost[mine], minlength=athletes).astype(np.float64)
        rows.append(
            {
                "label": label,
                "n": int(rate.n),
                "athletes": int((risk > 0).sum()),
                "exposure": rate.exposure,
                "estimate": rate.estimate,
                "low": rate.low,
                "high": rate.high,
                "method": rate.method,
                "days": float(days.sum()),
                "mean_days": float(days.sum()) / rate.n if rate.n else math.nan,
                "rests_on": rests_on(rate, unit),
            }
        )
        lost.append(days)
        hours.append(risk)
    frame = pd.DataFrame(rows)
    if rows:
        burdens = incidence.burdens(np.array(lost).T, np.array(hours).T, per=unit.per)
        frame["burden"] = [one.estimate for one in burdens]
        frame["burden_low"], frame["burden_high"] = (
            [one.low for one in burdens],
            [one.high for one in burdens],
        )
    return Breakdown(id_, head, _title(id_, head, frame), _note(id_), frame)


def _title(id_: str, head: str, rows: pd.DataFrame) -> str:
    hurt = rows[rows["n"] > 0] if len(rows) else rows
    if not len(hurt):
        return f"{head}: no injury to compare"
    most = hurt.sort_values("estimate", ascending=False).iloc[0]
    if id_ in ("site", "diagnosis", "mode", "recurrence"):
        question = {
            "site": "Where do injuries happen?",
            "diagnosis": "Which injuries are they?",
            "mode": "How do they begin?",
            "recurrence": "New or again?",
        }[id_]
        share = f"{written.number(most['n'])} of {written.number(hurt['n'].sum())}"
        return f"{question} Most often: {most['label']} ({share})"
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
    known = rows[~rows["label"].isin(["Not said", "Dose unknown"])]
    return len(known) > 1 and bool(known["low"].max() > known["high"].min())


def _note(id_: str) -> str:
    return {
        "dose": "Bands were fixed beforehand. The dose of a week is made of the eight weeks before it, "
        "never of the "
        "week itself. This is an association between weeks and people who differ in much else: it shows no "
        "cause, and rest after an injury lowers the dose. The tab on hip strength asks the question "
        "properly.",
        "season": "Calendar years; the first and the last are rarely whole.",
        "age": "Age in the calendar year.",
        "squad": "Who is in several squads counts in each.",
        "recurrence": "As said in the log: again is the same site and kind after full recovery.",
    }.get(id_, "All groups share one exposure, so their rates add up to the whole.")
