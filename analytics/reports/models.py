"""Models: the cards that were kept, how the estimates are made, and what simulated squads say of them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from analytics.knowledge import written
from analytics.metrics import sensitivity
from analytics.models import forecast, injury, pace, pace_curve, pace_lags
from analytics.models.card import Card
from analytics.reports.records import records
from analytics.store import Reader

RECIPES = {injury.RECIPE: "Hip strength and injuries", pace.RECIPE: "Hip strength and pace"}


@dataclass(frozen=True)
class Kept:
    """One kept card, in words."""

    title: str
    made: str
    rests_on: str
    rows: tuple[dict[str, Any], ...]
    features: str
    settings: tuple[dict[str, Any], ...]
    versions: str
    fingerprint: str
    raw: str


@dataclass(frozen=True)
class Gate:
    """A condition that has to hold before something is said."""

    question: str
    gate: str
    otherwise: str


@dataclass(frozen=True)
class Models:
    """Everything the page of models shows."""

    kept: tuple[Kept, ...]
    how: tuple[dict[str, str], ...]
    gates: tuple[Gate, ...]
    prior: tuple[str, ...]


def gather(reader: Reader) -> Models:
    """Gather the kept cards and what holds for every estimate."""
    cards = records(reader.frame("model_cards"))
    return Models(
        kept=tuple(
            _kept(Card.from_json(row["card"]), str(row["made_at_utc"])[:16], row["card"]) for row in cards
        ),
        how=HOW,
        gates=gates(),
        prior=priors(),
    )


HOW: tuple[dict[str, str], ...] = (
    {
        "step": "Which weeks count",
        "how": "Weeks with running in which the athlete is not away injured, and not in the "
        "twelve weeks after an injury: people do more strength work after one, which would look like an "
        "effect.",
    },
    {
        "step": "What is asked",
        "how": "The hip dose of the eight weeks before (half-life four weeks), never the week "
        "itself: a sore week has fewer sets, and that must not look like a cause.",
    },
    {
        "step": "What is held equal",
        "how": "For injuries: hours run, an injury in the last year, load so far, jumps in "
        "running, pain in the week before, season, age, sex and years of running. For pace: each "
        "athlete's own level and trend, load, heat "
        "and season.",
    },
    {
        "step": "How sure",
        "how": "Each athlete is left out once and the spread of the answers gives the interval: "
        "plain regression intervals are too narrow when weeks of one person hang together.",
    },
    {
        "step": "Against what",
        "how": "Each athlete against their own average first; all weeks together and a second "
        "method beside it. And the strength series is shifted against the injuries by chance, to see "
        "what chance gives. Sets without hip work and illnesses stand in where they are logged: an effect "
        "there forbids a claim.",
    },
    {
        "step": "Together with the studies",
        "how": "The log's answer and the published one are weighted by how sure each "
        "is. With one runner nearly all the weight is on the studies, and it says so.",
    },
)

CANNOT = (
    "An estimate here is an association in a log, not a proof of cause.",
    "People who are careful in one thing are careful in others; comparing a runner with themselves takes "
    "that away "
    "only as far as it does not change.",
    "Pain that nobody logged lowers strength work and foretells injury. Without weekly check-ins the "
    "answer is not "
    "adjusted for it.",
    "Nothing smaller than ten percent is claimed for injuries, even where the interval would allow it: "
    "that much bias "
    "was left in simulated squads.",
)
SIMULATED = (
    "Squads are simulated with a known effect, and the estimators have to find it: the interval has to "
    "hold the truth "
    "about as often as it says.",
    "Squads are simulated without any effect, and the estimators have to stay silent nearly always.",
    "The simulated runners do what spoils such estimates in life: the careful are also diligent, the "
    "injured do rehab, "
    "long runs jump.",
    "One runner alone is answered with the published studies, and labelled so.",
)


def gates() -> tuple[Gate, ...]:
    """List what has to be there before an answer is given, from the models' own constants."""
    return (
        Gate(
            "Injuries: anything at all",
            f"{injury.LEAST_ATHLETES} athletes and {injury.LEAST_INJURIES} injuries",
            "published trials only",
        ),
        Gate(
            "Injuries: an estimate", f"{injury.LEAST_FOR_ESTIMATE} injuries", "“very imprecise”, no verdict"
        ),
        Gate(
            "Injuries: each runner against themselves",
            f"{injury.LEAST_FOR_VERDICT} injuries, and {injury.LEAST_VARYING_ATHLETES} athletes whose "
            "dose varies by "
            f"{injury.LEAST_SPREAD_SETS:g} sets",
            "weeks of all together, labelled as confounded",
        ),
        Gate(
            "Injuries: a claim",
            f"an interval without 1, an effect beyond {100 * (1 - math.exp(-injury.FLOOR_LOG_RR)):.0f} %, "
            "within and between runners the same way, fewer than 50 of 999 shifted logs as telling, and no "
            "control (other sets, illness) with an effect",
            "“compatible with no effect”",
        ),
        Gate(
            "Pace: a runner enters",
            f"{pace.LEAST_WEEKS} usable weeks, and a dose that varies by {pace.LEAST_SPREAD_SETS:g} sets",
            "the runner is left out",
        ),
        Gate("Pace: a squad's estimate", f"{pace.LEAST_ATHLETES} such runners", "published trials only"),
        Gate(
            "Pace: all twelve weeks before at once",
            f"{pace_lags.LEAST_ATHLETES} runners with {pace_lags.LEAST_YEAR_WEEKS} weeks that count",
            "each week by itself",
        ),
        Gate(
            "Pace: a curve",
            f"{pace_curve.LEAST_ATHLETES} such runners and {pace_curve.LEAST_WEEKS} weeks",
            "no curve",
        ),
        Gate(
            "Next week: a forecast",
            f"{forecast.LEAST_INJURIES} injuries, {forecast.LEAST_ATHLETES} athletes, and on later weeks a "
            "Brier skill whose lower limit is above 0 and a calibration slope of "
            f"{forecast.SLOPE_LOW:g} to {forecast.SLOPE_HIGH:g}",
            "the base rate and what is known",
        ),
    )


def priors() -> tuple[str, ...]:
    """Say what is expected before the log has spoken, from the models' own constants."""
    low, high = (math.exp(injury.PRIOR_LOG_RR + z * injury.PRIOR_SD) for z in (-1.96, 1.96))
    e_value = sensitivity.e_value(math.exp(injury.PRIOR_LOG_RR))
    return (
        f"Injuries: rate ratio {written.interval(math.exp(injury.PRIOR_LOG_RR), low, high)} for a "
        "programme of about "
        "ten hip sets a week against none; halfway between two pooled trials and no effect. An "
        "unmeasured cause tied "
        f"to both by a risk ratio of {e_value:.1f} would be enough to make such a ratio.",
        f"Pace: {written.signed(pace.PRIOR_PCT, 1)} % speed, uncertain by {pace.PRIOR_SD_PCT:g} %, for "
        "the same; a "
        "judgement from trials of whole-leg strength work, since hip work alone was not tried.",
    )


def _kept(card: Card, made: str, raw: str) -> Kept:
    cases = "" if card.cases is None else f", {written.count(card.cases, 'injury', 'injuries')}"
    return Kept(
        title=f"{RECIPES.get(card.recipe, card.recipe)}, recipe {card.version}",
        made=f"{made} UTC",
        rests_on=f"{written.count(card.athletes, 'athlete')}, {written.count(card.n, 'week')}{cases}",
        rows=tuple(
            {
                "estimate": name,
                "log_value": _first(values),
                "low": card.intervals.get(name, (None, None))[0],
                "high": card.intervals.get(name, (None, None))[1],
            }
            for name, values in card.coefficients.items()
        ),
        features=", ".join(card.features),
        settings=tuple({"setting": name, "value": str(value)} for name, value in card.settings.items()),
        versions=", ".join(f"{name} {version}" for name, version in card.library_versions.items()),
        fingerprint=card.fingerprint,
        raw=raw,
    )


def _first(values: dict[str, float]) -> float | None:
    return next(iter(values.values()), None)
