"""Time to a first injury and to the return, group by group: Kaplan-Meier curves and a log-rank test."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics.knowledge import injuries, written
from analytics.metrics import survival
from analytics.reports import case_level
from analytics.reports.injury_counts import Counts
from analytics.reports.injury_rates import AGE_EDGES, AGES, SEXES
from analytics.reports.injury_times import LEAST_IN_A_CURVE
from analytics.reports.roster import Squad

MOST_GROUPS = 4
"""More curves in one picture cannot be told apart."""
LEAST_EXPECTED = 5.0
"""The log-rank test leans on a large-sample rule: with fewer expected events in a group it is not given."""
BY = {"sex": "Sex", "age": "Age when the log began", "squad": "Squad"}
NOT_SAID = "Not said"
SURE_BELOW = 0.05


@dataclass(frozen=True)
class TimeBy:
    """Curves of several groups.

    `curves` has label, time, survival_pct, low_pct, high_pct, at_risk from time 0 on; `groups` a row a group:
    label, n, events, middle (with its interval, in words).
    """

    title: str
    note: str
    axis: str
    curves: pd.DataFrame
    groups: pd.DataFrame


def to_first_injury(first: pd.DataFrame, counts: Counts, squads: Iterable[Squad]) -> dict[str, TimeBy]:
    """Give the time to a first injury by sex, age and squad, where at least two groups are large enough."""
    rows = first.copy()
    if rows.empty:
        return {}
    end = rows["onset_date"].fillna(rows["last_date"])
    rows["lasted"] = (end - rows["entry_date"]).dt.days.astype(float)
    rows["met"] = rows["onset_date"].notna()
    people = counts.athletes.set_index("athlete_id")
    sex = np.array([SEXES.get(one, NOT_SAID) for one in rows["athlete_id"].map(people["sex"]).tolist()])
    age = pd.to_datetime(rows["entry_date"]).dt.year - rows["athlete_id"].map(people["birth_year"]).astype(
        float
    )
    band = [
        NOT_SAID if math.isnan(one) else AGES[int(np.searchsorted(AGE_EDGES, one, side="right"))]
        for one in age
    ]
    groups: dict[str, list[tuple[str, survival.Flags]]] = {
        "sex": [(label, sex == label) for label in SEXES.values()],
        "age": [(label, np.array(band) == label) for label in AGES],
        "squad": [(one.name, np.isin(rows["athlete_id"].to_numpy(), one.members)) for one in squads],
    }
    found = {}
    for by, masks in groups.items():
        made = _time_by(
            rows,
            masks,
            question=f"Does the time to a first injury differ by {'age' if by == 'age' else by}?",
            axis="Days since the injury log began",
            what=f"first injuries ({case_level.COUNTED[counts.level]})",
            who="athletes",
        )
        if made is not None:
            found[by] = made
    return found


def to_return(counts: Counts) -> TimeBy | None:
    """Give the time to the return by place, the most frequent places alone."""
    cases = counts.cases[counts.cases["last_date"].notna() | ~counts.cases["is_open"]].copy()
    if cases.empty:
        return None
    end = pd.to_datetime(cases["back_date"]).fillna(pd.to_datetime(cases["last_date"]))
    cases["lasted"] = (end - pd.to_datetime(cases["onset_date"])).dt.days.clip(lower=0).astype(float)
    cases["met"] = ~cases["is_open"]
    labels = {site.id: site.label for site in injuries.sites()}
    often = [site for site in cases["site"].value_counts().index if site != "unspecified"]
    sites = cases["site"].to_numpy(dtype=object)
    masks = [(labels.get(str(site), str(site)), sites == site) for site in often]
    return _time_by(
        cases,
        masks,
        question="Does the time to the return differ by place?",
        axis="Days since onset",
        what="returns",
        who="injuries",
        caution="Several injuries of one athlete are taken as independent, so the test is somewhat too "
        "sure. ",
    )


def _time_by(
    rows: pd.DataFrame,
    masks: Iterable[tuple[str, survival.Flags]],
    *,
    question: str,
    axis: str,
    what: str,
    who: str,
    caution: str = "",
) -> TimeBy | None:
    """Draw together the groups that are large enough; None where fewer than two are."""
    named = [(label, np.asarray(mask, dtype=bool)) for label, mask in masks]
    large = [(label, mask) for label, mask in named if mask.sum() >= LEAST_IN_A_CURVE]
    kept = sorted(large, key=lambda one: -int(one[1].sum()))[:MOST_GROUPS]
    if len(kept) < 2:
        return None
    lasted, met = rows["lasted"].to_numpy(dtype=float), rows["met"].to_numpy(dtype=bool)
    curves, groups = [], []
    for label, mask in kept:
        curve = survival.kaplan_meier(lasted[mask], met[mask], transform="log-log")
        curves.append((label, curve))
        middle = curve.quantile(0.5)
        groups.append(
            {
                "label": label,
                "n": curve.n,
                "events": curve.events,
                "middle": written.UNKNOWN
                if math.isnan(middle.value)
                else written.interval(middle.value, middle.low, middle.high, 0),
            }
        )
    verdict, said = _tested(lasted, met, dict(kept))
    left = [label for label, mask in named if mask.sum() > 0 and label not in dict(kept)]
    small = f"Not drawn (too few, or beyond the four largest): {', '.join(left)}. " if left else ""
    note = (
        f"{what.capitalize()} by group; at least {LEAST_IN_A_CURVE} {who} in each, bands are 95 % intervals "
        f"(log-log). {said} {caution}{small}Groups differ in much else: this is no cause."
    )
    return TimeBy(f"{question} {verdict}", note, axis, _steps(curves), pd.DataFrame(groups))


def _steps(curves: Sequence[tuple[str, survival.Curve]]) -> pd.DataFrame:
    columns: dict[str, list[survival.Floats]] = {
        "time": [np.r_[0.0, one.time] for _, one in curves],
        "at_risk": [np.r_[float(one.n), one.at_risk] for _, one in curves],
        "survival_pct": [np.r_[100.0, 100 * one.survival] for _, one in curves],
        "low_pct": [np.r_[100.0, 100 * one.low] for _, one in curves],
        "high_pct": [np.r_[100.0, 100 * one.high] for _, one in curves],
    }
    steps = [1 + len(one.time) for _, one in curves]
    return pd.DataFrame(
        {
            "label": np.repeat([label for label, _ in curves], steps),
            **{name: np.concatenate(parts) for name, parts in columns.items()},
        }
    )


def _tested(
    lasted: survival.Floats, met: survival.Flags, groups: Mapping[str, survival.Flags]
) -> tuple[str, str]:
    """Say what the log-rank test says, or why there is none."""
    masks = [np.asarray(mask, dtype=bool) for mask in groups.values()]
    if any((one & other).any() for at, one in enumerate(masks) for other in masks[:at]):
        return "Compare with care", "No test: some people are in several groups."
    among = np.logical_or.reduce(masks)
    names = np.full(len(among), "", dtype=object)
    for label, mask in zip(groups, masks, strict=True):
        names[mask] = label
    found = survival.log_rank(lasted[among], np.asarray(met)[among], names[among].tolist())
    if found is None or min(found.expected.values()) < LEAST_EXPECTED:
        return "Too few to tell", f"No test: fewer than {LEAST_EXPECTED:.0f} expected events in a group."
    value = f"chi-square {found.chi_square:.2f}, {written.count(found.degrees, 'degree')} of freedom"
    chance = "below 0.001" if found.p < 0.001 else f"{found.p:.3f}"
    verdict = "More than chance alone would" if found.p < SURE_BELOW else "It could be chance"
    return verdict, f"Log-rank test: {value}, p {chance}; of several comparisons one is easily below 0.05."
