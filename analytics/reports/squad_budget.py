"""How many flags a week a coach can act on, and what that costs in misses, in the squad's own past."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analytics.advice import squad_rules
from analytics.knowledge import written
from analytics.metrics import flagging
from analytics.metrics.flagging import AHEAD_WEEKS, Cost
from analytics.reports.squad_weeks import RUN_UP_WEEKS, SquadWeeks
from analytics.store import Reader

USUAL = 5
MOST = 50
TRIED = (1, 2, 3, 5, 8, 12, 20, 30)
LEAST_PROBLEMS = 20
"""With fewer new problems a share says next to nothing: counts alone are shown."""
CAUTION = (
    "This is no forecast: a flag names what was known on that Monday, and most flags are followed by "
    "nothing. What was done about it then is in these weeks too. Problems of one athlete are taken as "
    "independent, so the interval is somewhat too narrow."
)


@dataclass(frozen=True)
class Budget:
    """What the page shows of the budget.

    Parameters
    ----------
    chosen, is_set
        Flags a week; False where nobody has set them yet.
    sentence
        What it would have cost in the past, in words.
    rows
        A row a budget tried: budget, a_week, flags, early, right, flagged, missed, share_pct, low_pct,
        high_pct, chance_pct;
        the shares unknown where there are too few problems.
    """

    chosen: int
    is_set: bool
    title: str
    sentence: str
    rows: pd.DataFrame
    enough: bool
    caution: str = CAUTION


def chosen(reader: Reader) -> int | None:
    """Give the budget that was set; None where nobody set one."""
    row = reader.row("house_setting", setting="alert_budget")
    return int(row["setting_value"]) if row else None


def gather(reader: Reader, squad: SquadWeeks) -> Budget:
    """Replay the rules over the past Mondays of a squad and count what the budget would have cost."""
    asked = chosen(reader)
    budget = USUAL if asked is None else asked
    past = slice(RUN_UP_WEEKS, -1)  # without the weeks the rules only look back on, and the one being lived
    place = squad.places_on_mondays()[:, past]
    problems, at_risk = (found[:, past] for found in squad_rules.new_problems(squad.grid))
    longest = int(place.max()) if place.size else 0
    tried = sorted({one for one in TRIED if one < longest} | {budget})
    costs = [flagging.cost(place, problems, at_risk, budget=one) for one in (*tried, None)]
    mine = costs[tried.index(budget)]
    enough = mine.problems >= LEAST_PROBLEMS
    return Budget(
        chosen=budget,
        is_set=asked is not None,
        title=_title(mine, enough=enough),
        sentence=_sentence(mine, enough=enough),
        rows=pd.DataFrame([_row(one, enough=enough) for one in costs]),
        enough=enough,
    )


def _title(cost: Cost, *, enough: bool) -> str:
    flags = written.count(cost.budget or 0, "flag")
    if not enough:
        return f"What do {flags} a week cost? Not enough data to say"
    missed, problems = written.number(cost.missed), written.number(cost.problems)
    return f"What do {flags} a week cost? {missed} of {problems} new problems came without an early flag"


def _sentence(cost: Cost, *, enough: bool) -> str:
    noun = "problem" if cost.problems == 1 else "problems"
    began = f"{written.number(cost.problems)} new substantial {noun} began"
    mondays = f"the last {written.count(cost.mondays, 'Monday')}"
    if not enough:
        known = (
            f"on {mondays} this list would have raised {written.count(cost.raised, 'flag')}; {began}, "
            f"{cost.flagged} of them flagged before"
        )
        return (
            f"Not enough data: {known}. A share is shown from {LEAST_PROBLEMS} problems on."
            if cost.problems
            else f"Not enough data: no new substantial problem is on record for {mondays}. None recorded is "
            "not the same as none: it takes check-ins or an injury log."
        )
    share = 100 * cost.flagged / cost.problems
    right = 100 * cost.right / cost.early if cost.early else None
    said = (
        f"Replayed on {mondays}, this list with {written.count(cost.budget or 0, 'flag')} a week would have "
        f"raised {written.number(cost.raised)}: {written.number(cost.raised - cost.early)} for athletes who "
        f"had a problem already, and {written.number(cost.early)} early ones. {began}; "
        f"{written.number(cost.flagged)} of them had an early flag in the {AHEAD_WEEKS} weeks to their start "
        f"({written.percent(share)}; 95 % interval {written.number(100 * cost.low)} to "
        f"{written.percent(100 * cost.high)}), {written.number(cost.missed)} had none."
    )
    if not cost.early:
        return f"{said} Athletes who had a problem already took up every flag."
    return (
        f"{said} As many early flags by lot would have met {written.number(cost.by_chance)}. Of the early "
        f"flags {written.percent(right)} were followed by a new problem within {AHEAD_WEEKS} weeks."
    )


def _row(cost: Cost, *, enough: bool) -> dict[str, object]:
    share = (lambda k: 100 * k / cost.problems) if enough else (lambda k: None)
    return {
        "budget": "all" if cost.budget is None else str(cost.budget),
        "a_week": cost.a_week,
        "flags": cost.raised,
        "early": cost.early,
        "right": cost.right,
        "flagged": cost.flagged,
        "missed": cost.missed,
        "share_pct": share(cost.flagged),
        "low_pct": 100 * cost.low if enough else None,
        "high_pct": 100 * cost.high if enough else None,
        "chance_pct": share(cost.by_chance),
    }
