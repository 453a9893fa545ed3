"""Does hip strength go with pace? Speed at a fixed heart rate, each athlete against their own line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from analytics.models import card, design, finding, shuffle, wording
from analytics.models.autoregression import prais_winsten
from analytics.models.finding import Estimate, Finding, Missing, Posterior, Status, Verdict
from analytics.models.lines import Lines, kept, regress
from analytics.models.poisson import jackknife_se
from analytics.models.week_grid import is_in_order

Floats = npt.NDArray[np.float64]

RECIPE, VERSION = "pace_hip_sets", 1
SETS = 10.0
"""Effects are per +10 hip sets a week of decayed dose."""
PRIOR_PCT, PRIOR_SD_PCT = 0.5, 1.0
"""Hip and bodyweight programmes: half a percent of speed, uncertain by one: a judgement from trials of
strength work and running economy, not a measured effect."""
LEAST_WEEKS, LEAST_SPREAD_SETS, LEAST_ATHLETES = 20, 1.5, 6
SINGLE_SE_FACTOR = 1.4
"""A single runner's Prais-Winsten interval covers 88 % where it says 95; so widened 96 to 98 (simulated)."""
WIDE_LOG = 0.02
"""An interval that holds both 2 % faster and 2 % slower says nothing."""
OFTEN = 0.2
SIDE = ("log_ctl", "heat_c", "season_sin", "season_cos")
FINGERPRINTED = ("athlete_id", "week_start", "log_speed", "weight", "dose", "log_ctl", "heat_c")


def estimate(pace_weeks: pd.DataFrame, *, seed: int = 0, draws: int = shuffle.DRAWS) -> Finding:
    """Estimate the change of speed (%) at a fixed heart rate per +10 hip sets a week, or say what is missing.

    Parameters
    ----------
    pace_weeks
        What `person_weeks.build_pace` gives. One athlete's rows alone are answered by `estimate_single`.
    seed, draws
        Of the shifted strength series.

    Returns
    -------
    Finding
        From athletes with at least 20 usable weeks whose dose varies by 1.5 sets (SD); at least 6 of them.

    Notes
    -----
    log speed = athlete + athlete's own trend + dose + log CTL of the week before + heat + season. The athlete
    terms are taken out first (Frisch & Waugh 1933, Lovell 1963). Standard error: delete-one-athlete
    jackknife, t(G - 1).
    """
    frame = pace_weeks.sort_values(["athlete_id", "week_start"], ignore_index=True)
    if frame["athlete_id"].nunique() <= 1:
        return estimate_single(frame, seed=seed, draws=draws)
    rows = used_rows(frame)
    athletes = int(rows["athlete_id"].nunique())
    if athletes < LEAST_ATHLETES:
        return _refused(frame, rows, "squad", missing_squad(frame))
    fit = within(rows)
    made, columns = fit.estimate, fit.columns
    p = _permutation_p(frame, rows, fit.lines, fit.x, fit.y, seed=seed, draws=draws) if draws else None
    verdict = _verdict(made, p)
    log_mean, log_sd, weight = finding.shrink(
        mean=PRIOR_PCT, sd=PRIOR_SD_PCT, estimate=100 * made.log_value, se=100 * made.se
    )
    return _finding(
        rows,
        scope="squad",
        status="estimate",
        estimates=(made,),
        weight=weight,
        posterior=_posterior(log_mean, log_sd),
        verdict=verdict,
        permutation_p=p,
        missing=missing_squad(frame),
        cautions=_cautions(rows, columns, made, p),
        coefficients={"within": dict(zip(fit.names, map(float, fit.slopes), strict=True))},
    )


@dataclass(frozen=True)
class Within:
    """A regression within athletes: the estimate of its first column, and what it was made of.

    `x`, `y` are without the athletes' lines; `slopes` and `left_out` (athletes by columns) go with `names`.
    """

    estimate: Estimate
    slopes: Floats
    left_out: Floats
    names: tuple[str, ...]
    columns: design.Design
    lines: Lines
    x: Floats
    y: Floats


def used_rows(frame: pd.DataFrame) -> pd.DataFrame:
    """Give the weeks that count, of athletes with enough of them and enough change in dose; in order."""
    known = np.flatnonzero(frame["left_out_because"].isna().to_numpy())
    _, who = np.unique(frame["athlete_id"].to_numpy()[known], return_inverse=True)
    dose = frame["dose"].to_numpy(dtype=float)[known]
    weeks = np.maximum(np.bincount(who), 1)
    centred = dose - (np.bincount(who, dose) / weeks)[who]
    spread = np.sqrt(np.bincount(who, centred**2) / np.maximum(weeks - 1, 1))
    enough = (weeks >= LEAST_WEEKS) & (spread >= LEAST_SPREAD_SETS)
    rows: pd.DataFrame = frame.iloc[known[enough[who]]]
    return rows if is_in_order(rows) else rows.sort_values(["athlete_id", "week_start"])


def within(rows: pd.DataFrame, *, beside: Mapping[str, Floats] | None = None, bends: bool = False) -> Within:
    """Fit speed on the dose within athletes; at least two athletes are needed.

    Parameters
    ----------
    rows
        What `used_rows` gives.
    beside
        More terms to hold equal, by name, in the order of `rows`.
    bends
        Whether each athlete's own trend may bend.
    """
    lines = Lines.of(rows, bends=bends)
    columns = _columns(rows, beside=beside)
    x, y, names = _beside_lines(rows, lines, columns)
    slopes, left_out = regress(x, y, lines)
    made = estimate_of("within", slopes[0], jackknife_se(left_out[:, 0]), lines.athletes - 1, rows)
    return Within(made, slopes, left_out, names, columns, lines, x, y)


def estimate_single(pace_weeks: pd.DataFrame, *, seed: int = 0, draws: int = shuffle.DRAWS) -> Finding:
    """Estimate one runner's change of speed per +10 hip sets a week and weigh it against published studies.

    Parameters
    ----------
    pace_weeks
        One athlete's rows of `person_weeks.build_pace`.
    seed, draws
        Of the shifted strength series.

    Returns
    -------
    Finding
        The own estimate ('single', interval widened by 1.4) and the posterior; with fewer than 20 usable
        weeks or a dose that hardly varies, the prior alone and what is missing.

    References
    ----------
    Prais & Winsten 1954, for weeks with gaps: the correlation falls as rho to the number of weeks between.
    """
    frame = pace_weeks.sort_values("week_start", ignore_index=True)
    if frame["athlete_id"].nunique() > 1:
        raise ValueError("one athlete's weeks are needed")
    rows = frame[frame["left_out_because"].isna()]
    missing = _missing_single(rows)
    if missing:
        return _refused(frame, rows, "single", missing)
    columns = _columns(rows, years=True)
    y = rows["log_speed"].to_numpy(dtype=float)
    slopes, se, rho = prais_winsten(columns.matrix, y, rows["years"].to_numpy(dtype=float) * 52)
    degrees = len(rows) - columns.matrix.shape[1] - 1
    made = estimate_of("single", slopes[1], SINGLE_SE_FACTOR * se[1], degrees, rows)
    lines = Lines.of(rows)
    beside = _beside_lines(rows, lines, _columns(rows))
    p = _permutation_p(frame, rows, lines, *beside[:2], seed=seed, draws=draws) if draws else None
    log_mean, log_sd, weight = finding.shrink(
        mean=PRIOR_PCT, sd=PRIOR_SD_PCT, estimate=100 * made.log_value, se=100 * made.se
    )
    return _finding(
        rows,
        scope="single",
        status="estimate",
        estimates=(made,),
        weight=weight,
        posterior=_posterior(log_mean, log_sd),
        verdict=_verdict(made, p),
        permutation_p=p,
        missing=(),
        cautions=(wording.CAUTIONS["one_runner_pace"], *_cautions(rows, columns, made, p)),
        coefficients={
            "single": dict(zip(("intercept", *columns.names, "rho"), [*map(float, slopes), rho], strict=True))
        },
    )


def _permutation_p(
    frame: pd.DataFrame, rows: pd.DataFrame, lines: Lines, x: Floats, y: Floats, *, seed: int, draws: int
) -> float:
    """Share of strength series, shifted in time within each athlete, that look at least as telling."""
    used = frame.index.isin(rows.index)
    shifted = lines.rest(shuffle.shifted_doses(frame, used, draws=draws, seed=seed) / SETS)
    doses = np.column_stack([x[:, 0], shifted])
    held, _ = np.linalg.qr(x[:, 1:])
    rest = y - held @ (held.T @ y)
    # What is left of y stands at right angles to what is held equal: the doses need not be cleared of that.
    left = np.einsum("ij,ij->j", doses, doses) - ((held.T @ doses) ** 2).sum(axis=0)
    score = rest @ doses / np.sqrt(np.maximum(left, 1e-12))
    return shuffle.p_value(float(score[0]), score[1:])


def _columns(
    rows: pd.DataFrame, *, years: bool = False, beside: Mapping[str, Floats] | None = None
) -> design.Design:
    terms = {"dose": rows["dose"].to_numpy(dtype=float) / SETS}
    if years:
        terms["years"] = rows["years"].to_numpy(dtype=float)
    terms.update(side_terms(rows))
    terms.update(beside or {})
    return design.columns(rows, terms)


def side_terms(rows: pd.DataFrame) -> dict[str, Floats]:
    """Give what is held equal, by name."""
    return {name: rows[name].to_numpy(dtype=float) for name in SIDE}


def _beside_lines(
    rows: pd.DataFrame, lines: Lines, columns: design.Design
) -> tuple[Floats, Floats, tuple[str, ...]]:
    """Give design and outcome without the athletes' own lines, and the names of the columns left."""
    x, names = kept(lines.rest(columns.matrix), columns.names)
    return x, lines.rest(rows["log_speed"].to_numpy(dtype=float)[:, None])[:, 0], names


def estimate_of(name: str, slope: float, se: float, degrees: int, rows: pd.DataFrame) -> Estimate:
    """Make an estimate of a slope (log speed per +10 sets) and its error; `rows` are those it rests on."""
    half = finding.half_width(float(se), degrees)
    return Estimate(
        name=name,
        value=in_pct(float(slope)),
        low=in_pct(float(slope) - half),
        high=in_pct(float(slope) + half),
        log_value=float(slope),
        se=float(se),
        degrees=degrees,
        n=len(rows),
        events=None,
        athletes=int(rows["athlete_id"].nunique()),
    )


def in_pct(log_change: float) -> float:
    """Write a change of log speed as % of speed."""
    return float(100 * np.expm1(log_change))


def _posterior(mean_pct: float, sd_pct: float) -> Posterior:
    return Posterior(mean_pct, mean_pct - 1.96 * sd_pct, mean_pct + 1.96 * sd_pct)


def _verdict(made: Estimate, permutation_p: float | None) -> Verdict:
    """Say 'suggests' only if the interval leaves out 0 and shifted series rarely look as telling."""
    half = finding.half_width(made.se, made.degrees)
    low, high = made.log_value - half, made.log_value + half
    if not made.excludes_none:
        return "too_imprecise" if low < -WIDE_LOG and high > WIDE_LOG else "compatible_with_no_effect"
    if permutation_p is not None and permutation_p > shuffle.LEVEL:
        return "compatible_with_no_effect"
    return "suggests_faster" if made.log_value > 0 else "suggests_slower"


def missing_squad(frame: pd.DataFrame, *, weeks_with: str = "steady runs") -> tuple[Missing, ...]:
    """Say what a squad's estimate lacks; empty where nothing does.

    Parameters
    ----------
    weeks_with
        What the weeks have to hold, in words.
    """
    if used_rows(frame)["athlete_id"].nunique() >= LEAST_ATHLETES:
        return ()
    usable = frame[frame["left_out_because"].isna()].groupby("athlete_id")["dose"]
    long, moving = int((usable.size() >= LEAST_WEEKS).sum()), int((usable.std() >= LEAST_SPREAD_SETS).sum())
    return (
        Missing(f"runners with {LEAST_WEEKS} weeks of {weeks_with}", long, LEAST_ATHLETES, "runners"),
        Missing("runners whose hip strength work goes up and down", moving, LEAST_ATHLETES, "runners"),
    )


def _missing_single(rows: pd.DataFrame) -> tuple[Missing, ...]:
    out = []
    if len(rows) < LEAST_WEEKS:
        what = "weeks with a steady run and a known strength log"
        out.append(Missing(what, len(rows), LEAST_WEEKS, "weeks"))
    spread = float(rows["dose"].std()) if len(rows) > 1 else 0.0
    if spread < LEAST_SPREAD_SETS:
        what = "spread of your hip sets from week to week (SD)"
        out.append(Missing(what, round(spread, 1), LEAST_SPREAD_SETS, "hip sets"))
    return tuple(out)


def _cautions(
    rows: pd.DataFrame, columns: design.Design, made: Estimate, permutation_p: float | None
) -> tuple[str, ...]:
    said = ["association", "trend", "taper"]
    if not made.excludes_none:
        said.append("could_be_chance")
    if made.excludes_none and permutation_p is not None and permutation_p > shuffle.LEVEL:
        said.append("shuffle_disagrees")
    if "heat_c" in columns.dropped and rows["heat_c"].isna().mean() > OFTEN:
        said.append("no_heat")
    return tuple(wording.CAUTIONS[code] for code in said)


def _refused(frame: pd.DataFrame, rows: pd.DataFrame, scope: Any, missing: tuple[Missing, ...]) -> Finding:
    return _finding(
        rows,
        scope=scope,
        status="not_enough_data",
        estimates=(),
        weight=0.0,
        posterior=_posterior(PRIOR_PCT, PRIOR_SD_PCT),
        verdict="not_enough_data",
        permutation_p=None,
        missing=missing,
        cautions=(),
        coefficients={},
    )


def _finding(
    rows: pd.DataFrame,
    *,
    scope: Any,
    status: Status,
    estimates: tuple[Estimate, ...],
    weight: float,
    posterior: Posterior,
    verdict: Verdict,
    permutation_p: float | None,
    missing: tuple[Missing, ...],
    cautions: tuple[str, ...],
    coefficients: dict[str, dict[str, float]],
) -> Finding:
    intervals = {
        one.name: (
            one.log_value - finding.half_width(one.se, one.degrees),
            one.log_value + finding.half_width(one.se, one.degrees),
        )
        for one in estimates
    }
    made = card.Card(
        recipe=RECIPE,
        version=VERSION,
        features=tuple(next(iter(coefficients.values()), {})),
        n=len(rows),
        athletes=int(rows["athlete_id"].nunique()),
        cases=None,
        coefficients=coefficients,
        intervals=intervals,
        scores={} if permutation_p is None else {"permutation_p": permutation_p},
        settings={
            "sets": SETS,
            "prior_pct": PRIOR_PCT,
            "prior_sd_pct": PRIOR_SD_PCT,
            "interval": "Prais-Winsten, widened 1.4" if scope == "single" else "delete-one-athlete jackknife",
        },
        library_versions=card.library_versions(),
        fingerprint=card.fingerprint(rows[list(FINGERPRINTED)]),
    )
    return Finding(
        outcome="pace",
        scope=scope,
        status=status,
        estimates=estimates,
        primary=estimates[0].name if estimates else None,
        own_data_weight_pct=100 * weight,
        prior=_posterior(PRIOR_PCT, PRIOR_SD_PCT),
        posterior=posterior,
        verdict=verdict,
        permutation_p=permutation_p,
        e_value=None,
        e_value_limit=None,
        overdispersion=None,
        detectable=None,
        missing=missing,
        cautions=cautions,
        card=made,
    )
