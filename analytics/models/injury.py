"""Does hip strength go with injuries? Person-week Poisson regression, with every gate before the answer."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pandas as pd

from analytics.metrics import sensitivity
from analytics.models import card, design, finding, injury_shifts, poisson, shuffle, variants, wording
from analytics.models.finding import Estimate, Finding, Missing, Posterior, Status, Variant, Verdict
from analytics.models.injury_fits import LEAST_ATHLETES as LEAST_ATHLETES
from analytics.models.injury_fits import LEAST_INJURIES as LEAST_INJURIES
from analytics.models.injury_fits import (
    READ,
    SETS,
    SPIKES,
    Made,
    Rows,
    estimates,
    in_order,
    total,
    used_rows,
)
from analytics.models.injury_shifts import Shifted

RECIPE, VERSION = "injury_hip_sets", 3
PRIOR_LOG_RR, PRIOR_SD = float(np.log(0.85)), 0.30
"""Halfway between two pooled hip programme trials (Leppanen 2024, Toresdahl 2020) and no effect (Wu 2024)."""
LEAST_FOR_ESTIMATE, LEAST_FOR_VERDICT = 50, 60
LEAST_VARYING_ATHLETES, LEAST_SPREAD_SETS = 8, 3.0
CHANGING = "runners whose hip strength work goes up and down"
FLOOR_LOG_RR = 0.10
"""The bias left after all adjustments in simulated squads: nothing smaller is claimed."""
WIDE_LOG_RR = float(np.log(1 / 0.66))
"""An interval that holds both a third fewer injuries (0.66) and its inverse says nothing."""
SE_POOLED, SE_WITHIN = 2.4, 2.9
"""Standard error times the root of the injuries, measured in simulated squads."""
POWER_Z = 1.96 + 0.84
OFTEN = 0.2

FINGERPRINTED = (*READ, "dose_elsewhere", "ill")


def estimate(person_weeks: pd.DataFrame, *, seed: int = 0, draws: int = injury_shifts.DRAWS) -> Finding:
    """Estimate the injury rate ratio per +10 hip sets a week, or say what is missing.

    Parameters
    ----------
    person_weeks
        What `person_weeks.build` gives: all weeks of all athletes.
    seed, draws
        Of the shifted strength series; 0 shifts none.

    Returns
    -------
    Finding
        For one runner alone: the published studies, with the weight (in practice 0 to 2 %) of the own weeks.
        For a squad: 'within', 'pooled' and 'conditional' estimates, or none below 6 athletes or 10 injuries.

    Notes
    -----
    Intervals are delete-one-athlete jackknife with t(G - 1): the usual cluster sandwich and the percentile
    bootstrap cover too little with 10 to 30 athletes.
    """
    frame = in_order(person_weeks)
    if frame["athlete_id"].nunique() <= 1:
        return _single(frame)
    rows = used_rows(frame)
    injuries, athletes = int(rows["y"].sum()), int(rows["athlete_id"].nunique())
    if injuries < LEAST_INJURIES or athletes < LEAST_ATHLETES or not _varies(rows):
        return _refused(frame, rows, "squad")
    return _squad(frame, rows, seed=seed, draws=draws)


def detectable_rate_ratio(injuries: int, *, within: bool) -> float:
    """Give the rate ratio (below 1) that this many injuries show in four of five studies, at 5 % two-sided.

    Examples
    --------
    >>> [round(detectable_rate_ratio(n, within=False), 2) for n in (10, 100, 1000)]
    [0.12, 0.51, 0.81]
    """
    se = (SE_WITHIN if within else SE_POOLED) / np.sqrt(max(injuries, 1))
    return float(np.exp(-POWER_Z * se))


def verdict_of(
    main: Estimate,
    *,
    injuries: int,
    within: Estimate | None,
    pooled: Estimate | None,
    shuffled_p: float | None = None,
    controls: tuple[Variant, ...] = (),
) -> Verdict:
    """Say what an estimate allows: 'suggests' only with every gate passed.

    Gates: at least 60 injuries; the interval leaves out 1; the effect is at least 10 % on the log scale; the
    estimate within athletes and the pooled one point the same way; strength series shifted in time rarely
    look as telling (`shuffled_p`, None where nothing was shifted); no control shows an effect where there can
    be none. Below 50 injuries nothing is said at all.
    """
    half = finding.half_width(main.se, main.degrees)
    if injuries < LEAST_FOR_ESTIMATE:
        return "too_imprecise"
    if not main.excludes_none:
        low, high = main.log_value - half, main.log_value + half
        return "too_imprecise" if low < -WIDE_LOG_RR and high > WIDE_LOG_RR else "compatible_with_no_effect"
    if abs(main.log_value) < FLOOR_LOG_RR:
        return "compatible_with_no_effect"
    agree = within is not None and pooled is not None and within.log_value * pooled.log_value > 0
    if injuries < LEAST_FOR_VERDICT or not agree:
        return "too_imprecise"
    if shuffled_p is not None and shuffled_p > shuffle.LEVEL:
        return "compatible_with_no_effect"
    if any(map(variants.is_suspect, controls)):
        return "compatible_with_no_effect"
    return "suggests_fewer" if main.log_value < 0 else "suggests_more"


def _squad(frame: pd.DataFrame, rows: pd.DataFrame, *, seed: int, draws: int) -> Finding:
    table = Rows.of(rows)
    group, events = table.group, table.events
    injuries = int(events.sum())
    varying = _varying_athletes(rows)
    made = estimates(table)
    by_name = {one.name: one for one, _, _ in made}
    strong = injuries >= LEAST_FOR_VERDICT and varying >= LEAST_VARYING_ATHLETES and "within" in by_name
    main = by_name["within"] if strong else by_name["pooled"]
    shifted = injury_shifts.shifted(frame, seed=seed, draws=draws) if draws else None
    shifted_p = None if shifted is None else shifted.p
    checked = variants.controls(frame, primary=main.name)
    log_mean, log_sd, weight = finding.shrink(
        mean=PRIOR_LOG_RR, sd=PRIOR_SD, estimate=main.log_value, se=main.se
    )
    status: Status = "estimate" if injuries >= LEAST_FOR_ESTIMATE else "very_imprecise"
    verdict = verdict_of(
        main,
        injuries=injuries,
        within=by_name.get("within"),
        pooled=by_name.get("pooled"),
        shuffled_p=shifted_p,
        controls=checked,
    )
    columns, fit = next((d, f) for one, d, f in made if one is main)
    phi = poisson.overdispersion(total(events, group), total(fit.expected, group), 1)
    return Finding(
        outcome="injury",
        scope="squad",
        status=status,
        estimates=tuple(by_name.values()),
        primary=main.name,
        own_data_weight_pct=100 * weight,
        prior=_on_ratio_scale(PRIOR_LOG_RR, PRIOR_SD),
        posterior=_on_ratio_scale(log_mean, log_sd),
        verdict=verdict,
        permutation_p=shifted_p,
        e_value=sensitivity.e_value(main.value),
        e_value_limit=sensitivity.e_value_of_interval(main.low, main.high),
        overdispersion=phi,
        detectable=detectable_rate_ratio(injuries, within=main.name == "within"),
        missing=_missing(frame, rows),
        cautions=_cautions(rows, columns, main, by_name, shifted, checked),
        card=_card(rows, made, {"overdispersion": phi, "permutation_p": shifted_p}),
        controls=checked,
        shifted=None if shifted is None else Posterior(shifted.value, shifted.low, shifted.high),
    )


def _single(frame: pd.DataFrame) -> Finding:
    """Answer for one runner: published studies, with what their own weeks weigh beside them."""
    rows = frame[frame["left_out_because"].isna()]
    refused = _refused(frame, rows, "single")
    if rows["y"].sum() == 0 or not _varies(rows):
        return refused
    table = Rows.of(rows)
    dose = table.dose / SETS
    spike = np.isin(rows["spike"].to_numpy(dtype=object), SPIKES[:3]).astype(float)
    columns = design.columns(rows, {"dose": dose, "spike": spike})
    # The prior is the starting point (in the exposure) and its width the penalty on leaving it.
    expected_by_prior = table.hours * np.exp(PRIOR_LOG_RR * dose)
    fit = poisson.fit_rates(
        columns.matrix,
        table.events,
        expected_by_prior,
        table.group,
        free=1,
        free_ridge=PRIOR_SD**-2,
        jackknife=False,
    )
    full = np.column_stack([np.ones(len(rows)), columns.matrix])
    information = (full * fit.expected[:, None]).T @ full + np.diag(
        [0.0, *[poisson.RIDGE] * (full.shape[1] - 1)]
    )
    information[1, 1] += PRIOR_SD**-2 - poisson.RIDGE
    sd = float(np.sqrt(np.linalg.inv(information)[1, 1]))
    return dataclasses.replace(
        refused,
        own_data_weight_pct=100 * (1 - (sd / PRIOR_SD) ** 2),
        posterior=_on_ratio_scale(PRIOR_LOG_RR + float(fit.coefficients[1]), sd),
    )


def _refused(frame: pd.DataFrame, rows: pd.DataFrame, scope: Any) -> Finding:
    prior = _on_ratio_scale(PRIOR_LOG_RR, PRIOR_SD)
    cautions = (wording.CAUTIONS["one_runner"],) if scope == "single" else ()
    return Finding(
        outcome="injury",
        scope=scope,
        status="not_enough_data",
        estimates=(),
        primary=None,
        own_data_weight_pct=0.0,
        prior=prior,
        posterior=prior,
        verdict="not_enough_data",
        permutation_p=None,
        e_value=None,
        e_value_limit=None,
        overdispersion=None,
        detectable=None,
        missing=_missing(frame, rows),
        cautions=cautions,
        card=_card(rows, [], {}),
    )


def _varies(rows: pd.DataFrame) -> bool:
    return len(rows) > 1 and float(rows["dose"].std()) > 0


def _varying_athletes(rows: pd.DataFrame) -> int:
    return int((rows.groupby("athlete_id")["dose"].std() >= LEAST_SPREAD_SETS).sum())


def _on_ratio_scale(log_mean: float, log_sd: float) -> Posterior:
    low, high = log_mean - 1.96 * log_sd, log_mean + 1.96 * log_sd
    return Posterior(float(np.exp(log_mean)), float(np.exp(low)), float(np.exp(high)))


def _missing(frame: pd.DataFrame, rows: pd.DataFrame) -> tuple[Missing, ...]:
    """List what is short of the next gate, and the logs with holes."""
    out = []
    single = frame["athlete_id"].nunique() <= 1
    athletes, injuries, varying = rows["athlete_id"].nunique(), int(rows["y"].sum()), _varying_athletes(rows)
    if athletes < LEAST_ATHLETES and not single:
        out.append(Missing("runners with complete weeks", athletes, LEAST_ATHLETES, "runners"))
    for gate in (LEAST_FOR_ESTIMATE,) if single else (LEAST_INJURIES, LEAST_FOR_ESTIMATE, LEAST_FOR_VERDICT):
        if injuries < gate:
            out.append(Missing("injuries in weeks that count", injuries, gate, "injuries"))
            break
    if varying < LEAST_VARYING_ATHLETES and not single:
        out.append(Missing(CHANGING, varying, LEAST_VARYING_ATHLETES, "runners"))
    why = frame["left_out_because"].value_counts()
    for reason in ("running log incomplete", "injury log incomplete", "strength log incomplete"):
        holes = int(why.get(reason, 0))
        if holes > OFTEN * len(frame):
            what = f"weeks with a complete {reason.removesuffix(' incomplete')}"
            out.append(Missing(what, len(frame) - holes, len(frame), "weeks"))
    return tuple(out)


def _cautions(
    rows: pd.DataFrame,
    columns: design.Design,
    main: Estimate,
    by_name: dict[str, Estimate],
    shifted: Shifted | None,
    controls: tuple[Variant, ...],
) -> tuple[str, ...]:
    said = ["association"]
    if main.name == "pooled":
        said.append("between_people")
    within, pooled = by_name.get("within"), by_name.get("pooled")
    if within is not None and pooled is not None and within.log_value * pooled.log_value < 0:
        said.append("disagree")
    if main.excludes_none and abs(main.log_value) < FLOOR_LOG_RR:
        said.append("below_floor")
    if main.excludes_none and LEAST_FOR_ESTIMATE <= (main.events or 0) < LEAST_FOR_VERDICT:
        said.append("too_few_for_verdict")
    if not main.excludes_none:
        said.append("could_be_chance")
    if main.excludes_none and shifted is not None and shifted.p > shuffle.LEVEL:
        said.append("shuffle_disagrees")
    if any(map(variants.is_suspect, controls)):
        said.append("control_speaks")
    if columns.dropped.get("pain_last_week"):
        said.append("no_early_pain")
    if float(rows["pain_last_week"].isna().mean()) > OFTEN and "no_early_pain" not in said:
        said.append("some_early_pain")
    if float(np.nan_to_num(rows["unmapped_share_pct"].to_numpy(dtype=float)).mean()) > 100 * OFTEN:
        said.append("unmapped_sets")
    if float(rows["prev_injury_52w"].isna().mean()) > OFTEN:
        said.append("short_history")
    return tuple(wording.CAUTIONS[code] for code in said)


def _card(
    rows: pd.DataFrame,
    made: list[Made],
    scores: dict[str, float | None],
) -> card.Card:
    coefficients, intervals = {}, {}
    for one, columns, fit in made:
        names = columns.names if one.name == "conditional" else ("intercept", *columns.names)
        coefficients[one.name] = dict(zip(names, map(float, fit.coefficients), strict=True))
        intervals[one.name] = (float(np.log(one.low)), float(np.log(one.high)))
    return card.Card(
        recipe=RECIPE,
        version=VERSION,
        features=made[0][1].names if made else (),
        n=len(rows),
        athletes=int(rows["athlete_id"].nunique()),
        cases=int(rows["y"].sum()),
        coefficients=coefficients,
        intervals=intervals,
        scores={name: value for name, value in scores.items() if value is not None},
        settings={
            "sets": SETS,
            "prior_log_rr": PRIOR_LOG_RR,
            "prior_sd": PRIOR_SD,
            "ridge": poisson.RIDGE,
            "interval": "delete-one-athlete jackknife, t(G-1)",
        },
        library_versions=card.library_versions(),
        fingerprint=card.fingerprint(rows[[name for name in FINGERPRINTED if name in rows]]),
    )
