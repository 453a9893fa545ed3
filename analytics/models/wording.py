"""The sentences that go with findings: the same words on every page and on the command line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analytics.models.finding import Estimate, Finding, Missing, Verdict

VERDICTS: dict[Verdict, str] = {
    "not_enough_data": "Not enough data.",
    "too_imprecise": "Too imprecise to say.",
    "compatible_with_no_effect": "Compatible with no effect.",
    "suggests_fewer": "Suggests fewer injuries.",
    "suggests_more": "Suggests more injuries.",
    "suggests_faster": "Suggests more speed at the same heart rate.",
    "suggests_slower": "Suggests less speed at the same heart rate.",
}

CAUTIONS: dict[str, str] = {
    "association": "This is an association in your log, not proof that one causes the other.",
    "between_people": "This compares people with each other, so their other differences are likely mixed in.",
    "disagree": "Comparing runners with themselves and with each other points in different directions.",
    "below_floor": "The effect is smaller than the bias such logs can carry, so nothing is claimed.",
    "too_few_for_verdict": "Fewer than 60 injuries: no verdict, whatever the interval.",
    "could_be_chance": "The interval includes no effect: this could be chance.",
    "shuffle_disagrees": "Strength logs shifted in time look as telling as the real one: be doubly careful.",
    "control_speaks": "There is an effect where there can be none (see the controls): the result is likely "
    "confounded, and nothing is claimed.",
    "no_early_pain": "Not adjusted for early pain: without weekly check-ins, doing less because it already "
    "hurts can look like harm from doing less.",
    "some_early_pain": "Many weeks have no check-in, so early pain is only partly adjusted for.",
    "unmapped_sets": "More than a fifth of the strength sets could not be matched to an exercise.",
    "short_history": "For many weeks the injury log does not reach back a year.",
    "one_runner": "One runner's own injuries are too few to estimate this; shown are published studies.",
    "one_runner_pace": "One runner's own weeks are weighed against published studies.",
    "trend": "Slow changes that happened at the same time (season, habits, a new watch) can look like this.",
    "taper": "Race weeks are not marked in the log: tapering makes low strength and good days coincide.",
    "no_heat": "Not adjusted for heat: most runs carry no temperature.",
}

TOO_FEW_WEEKS = "Not enough data. Shown: published trials only."


@dataclass(frozen=True)
class Trial:
    """A published effect as words need it: a ratio and its 95 % interval."""

    effect: float
    low: float
    high: float


def headline(finding: Finding) -> str:
    """Say the verdict in one short sentence.

    A very imprecise finding has numbers, but no verdict.
    """
    if finding.status == "very_imprecise":
        return "Very imprecise: numbers without a verdict."
    return VERDICTS[finding.verdict]


def sentence(finding: Finding, *, supervised: Trial | None = None, unsupervised: Trial | None = None) -> str:
    """Say what was found in one paragraph, or that the log cannot tell.

    Parameters
    ----------
    finding
        Of either model.
    supervised, unsupervised
        The two trials of hip programmes to name when there is nothing of one's own to show; without them no
        trial is named.
    """
    main = finding.main
    if main is None:
        return " ".join(["Your log cannot tell yet.", *_trials(finding, supervised, unsupervised)])
    if finding.outcome == "injury":
        said = (
            f"In your squad, weeks after 10 more hip sets a week had {main.value:.2f} times the injury rate "
            f"({main.low:.2f} to {main.high:.2f}; {_whole(main.events or 0)} injuries)."
        )
    else:
        whose = "your squad" if finding.scope == "squad" else "your log"
        said = (
            f"In {whose}, speed at the same heart rate was {_signed(main.value)} % in weeks after 10 more "
            f"hip sets a week ({_signed(main.low)} to {_signed(main.high)} %; {_whole(main.n)} weeks)."
        )
    return f"{said} This is an association. {headline(finding)}"


def _whole(n: float) -> str:
    """Write a count with narrow spaces between thousands: `written.marked` knows them as such.

    Examples
    --------
    >>> _whole(1141)
    '1\\u202f141'
    """
    return f"{n:,g}".replace(",", "\u202f")


def _signed(change_pct: float) -> str:
    return f"{change_pct:+.1f}".replace("-", "\N{MINUS SIGN}")


def weights(finding: Finding) -> str:
    """Say how much of the combined belief is the own data, in whole percent."""
    own = round(finding.own_data_weight_pct)
    if own == 0:
        return "All from published studies: your own weeks carry no weight yet."
    if own < 50:
        return f"Mostly ({100 - own} %) published studies, {own} % your own weeks."
    return f"{own} % your own weeks, {100 - own} % published studies."


def estimate_label(estimate: Estimate) -> str:
    """Name an estimate as people read it."""
    return {
        "within": "each runner against their own average",
        "pooled": "all weeks, between people too",
        "conditional": "within runners, the check",
        "single": "your own weeks",
    }[estimate.name]


def missing_lines(missing: Sequence[Missing]) -> list[str]:
    """Say what is short, one line each.

    Examples
    --------
    >>> missing_lines([Missing("injuries in weeks that count", 3, 10, "injuries")])
    ['Injuries in weeks that count: 3 of 10 needed.']
    """
    return [
        f"{one.what[:1].upper()}{one.what[1:]}: {_whole(one.have)} of {_whole(one.needed)} needed."
        for one in missing
    ]


def _trials(finding: Finding, supervised: Trial | None, unsupervised: Trial | None) -> list[str]:
    if finding.outcome != "injury" or supervised is None or unsupervised is None:
        return []
    return [
        "In supervised novices a hip-and-core programme was followed by about one third fewer injuries "
        f"(HR {supervised.effect:.2f}, {supervised.low:.2f} to {supervised.high:.2f}); "
        "an unsupervised one made no difference "
        f"(RR {unsupervised.effect:.2f}, {unsupervised.low:.2f} to {unsupervised.high:.2f})."
    ]
