"""How the estimators were tested: run the truth scorecard anew, and read the one that is kept in data/."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from analytics.knowledge import place, written
from analytics.models import injury, pace, truth
from analytics.models.truth import Cell, Question

TABLE = "truth_scorecard.csv"
QUESTIONS: tuple[Question, ...] = ("injury", "pace")
VERSIONS = {"injury": injury.VERSION, "pace": pace.VERSION}
SQUADS = {"quick": truth.QUICK_SQUADS, "full": truth.FULL_SQUADS}
LEAST_COVERAGE, MOST_COVERAGE = 0.93, 0.97
MOST_FALSE = {"clean": 0.06, "realistic": 0.08, "niggle": 0.08}
"""The aims: how often a sentence may be wrong; the world of hidden causes has none, it is there to warn."""
CLOSE = 2.0
"""An aim is missed when the figure is further off than twice its own Monte Carlo error."""
WORLD_WORDS = {
    "clean": "nothing but what the model knows",
    "realistic": "rehabilitation after injury, and careful people who do more strength and get hurt less",
    "niggle": "the same, and early pain that cuts strength work and foretells injury, told in check-ins",
    "hidden": "rehabilitation, careful people, and good stretches of more strength and fewer injuries, of "
    "which no log tells",
}
COLUMNS = {
    "question": "Question",
    "world": "World",
    "athletes": "Athletes",
    "years": "Years",
    "effect": "Truth",
    "squads": "Squads",
    "answered_pct": "Estimate shown, %",
    "events_median": "Injuries (median)",
    "bias": "Bias (log)",
    "bias_se": "± (MC)",
    "coverage_pct": "Intervals that hold the truth, %",
    "coverage_se_pct": "± % (MC)",
    "false_pct": "False sentence, %",
    "false_se_pct": "± % (MC) ",
    "true_pct": "True sentence, %",
    "holds": "Holds",
}


@dataclass(frozen=True)
class Scorecard:
    """The kept scorecard.

    `rows` has the columns of `COLUMNS`, one row a cell; `sentences` say what it comes to, `worlds` what the
    names of the worlds mean; `is_of_today` tells whether it was made with the recipes that are in use.
    """

    rows: pd.DataFrame
    sentences: tuple[str, ...]
    worlds: str
    is_of_today: bool
    raw: str


def run(
    *,
    squads: int = truth.QUICK_SQUADS,
    questions: tuple[Question, ...] = QUESTIONS,
    workers: int = 1,
    done: pd.DataFrame | None = None,
    on_cell: Callable[[int, int, dict[str, object]], None] | None = None,
) -> pd.DataFrame:
    """Run the scorecard.

    Parameters
    ----------
    squads
        Simulated squads a cell.
    workers
        Processes at work side by side.
    done
        Rows of an earlier run that was stopped: cells in it with as many squads, by today's recipes, are not
        run again.
    on_cell
        Told of each cell when it is done: its number, how many there are, its row.

    Returns
    -------
    pandas.DataFrame
        One row a cell, as the table in data/ has it.
    """
    earlier = {} if done is None else {_key(row): row for row in done.to_dict("records")}
    cells = list(truth.cells(questions))
    keys = [(*asdict(cell).values(), squads, VERSIONS[cell.question]) for cell in cells]
    rows: list[Mapping[Any, Any]] = [earlier[key] for key in keys if key in earlier]
    left = [cell for cell, key in zip(cells, keys, strict=True) if key not in earlier]
    left.sort(key=truth.promise)
    for row in _scored(left, squads, workers):
        rows.append(row)
        if on_cell is not None:
            on_cell(len(rows), len(cells), row)
    return in_order(pd.DataFrame(rows))


def in_order(rows: pd.DataFrame) -> pd.DataFrame:
    """Put the rows of a scorecard in the order of the cells, whichever was run first."""
    if rows.empty:
        return rows
    places = {tuple(asdict(cell).values()): place for place, cell in enumerate(truth.cells(QUESTIONS))}
    named = rows[["question", "world", "athletes", "years", "effect"]].itertuples(index=False, name=None)
    order = np.argsort([places.get(one, len(places)) for one in named], kind="stable")
    return rows.iloc[order].reset_index(drop=True)


def _key(row: Mapping[Any, Any]) -> tuple[Any, ...]:
    named = ("question", "world", "athletes", "years", "effect", "squads", "recipe_version")
    return tuple(row[name] for name in named)


def read(path: Path) -> pd.DataFrame | None:
    """Read a scorecard that `write` wrote; None where there is none yet."""
    return pd.read_csv(path) if path.exists() else None


def joined(done: pd.DataFrame | None, rows: list[dict[str, object]]) -> pd.DataFrame:
    """Put the rows of an earlier run and those made since under one another."""
    fresh = pd.DataFrame(rows)
    return fresh if done is None or done.empty else pd.concat([done, fresh], ignore_index=True)


def write(rows: pd.DataFrame, path: Path | None = None) -> Path:
    """Keep a scorecard as the one that the pages show, or elsewhere."""
    where = path or place.data_file(TABLE)
    in_order(rows).to_csv(where, index=False, float_format="%.6g", lineterminator="\n")
    return where


@cache
def kept() -> Scorecard:
    """Read the kept scorecard and say what it comes to."""
    path = place.data_file(TABLE)
    rows = pd.read_csv(path)
    shown = _shown(rows)
    of_today = bool((rows["recipe_version"] == rows["question"].map(VERSIONS)).all())
    worlds = "The worlds: " + "; ".join(f"{name}: {words}" for name, words in WORLD_WORDS.items()) + "."
    raw = path.read_text(encoding="utf-8")
    return Scorecard(shown, tuple(_sentences(rows, shown)), worlds, of_today, raw)


def holds(row: Mapping[Any, Any]) -> str:
    """Say whether a cell keeps the aims: 'yes', 'no', or why it has none.

    Examples
    --------
    >>> cell = {"world": "clean", "effect": 1.0, "question": "injury", "estimates": 200, "coverage": 0.94}
    >>> holds({**cell, "coverage_se": 0.017, "false_claims": 0.04, "false_claims_se": 0.014})
    'yes'
    >>> holds({**cell, "coverage_se": 0.017, "false_claims": 0.20, "false_claims_se": 0.028})
    'no: false sentences'
    """
    if row["world"] == "hidden":
        return "no aim: a warning"
    if not row["estimates"] or pd.isna(row["coverage"]):
        return "refused"
    missed = []
    slack = CLOSE * float(row["coverage_se"])
    coverage = float(row["coverage"])
    if row["world"] == "clean" and coverage < LEAST_COVERAGE - slack:
        missed.append("intervals too narrow")
    if row["world"] == "clean" and coverage > MOST_COVERAGE + slack:
        missed.append("intervals too wide")
    false, false_se = float(row["false_claims"]), float(row["false_claims_se"])
    if false - CLOSE * false_se > MOST_FALSE[str(row["world"])]:
        missed.append("false sentences")
    return "no: " + " and ".join(missed) if missed else "yes"


def _scored(cells: list[Cell], squads: int, workers: int) -> Iterator[dict[str, object]]:
    if workers <= 1:
        for cell in cells:
            yield _score(cell, squads)
        return
    with ProcessPoolExecutor(workers) as pool:
        yield from pool.map(_score, cells, [squads] * len(cells))


def _score(cell: Cell, squads: int) -> dict[str, object]:
    begun = time.perf_counter()
    made = asdict(truth.score(cell, list(truth.outcomes(cell, squads=squads))))
    seconds = time.perf_counter() - begun
    version = VERSIONS[cell.question]
    return {**made.pop("cell"), **made, "seconds_a_squad": seconds / squads, "recipe_version": version}


def _shown(rows: pd.DataFrame) -> pd.DataFrame:
    made = rows.assign(
        answered_pct=100 * rows["estimates"] / rows["squads"],
        coverage_pct=100 * rows["coverage"],
        coverage_se_pct=100 * rows["coverage_se"],
        false_pct=100 * rows["false_claims"],
        false_se_pct=100 * rows["false_claims_se"],
        true_pct=100 * rows["true_claims"],
        holds=[holds(row) for row in rows.to_dict("records")],
    )
    return made[list(COLUMNS)]


def _worst(cells: pd.DataFrame) -> str:
    """Name the kind of squad that fared worst: small squads, which never get a verdict, must not hide it."""
    worst = cells.sort_values("false_claims").iloc[-1]
    return (
        f"in the worst kind ({worst['athletes']} athletes, {written.count(int(worst['years']), 'year')}) "
        f"{written.percent(100 * worst['false_claims'], 1)} "
        f"(± {written.percent(100 * worst['false_claims_se'], 1)})"
    )


def _sentences(rows: pd.DataFrame, shown: pd.DataFrame) -> Iterator[str]:
    total = int(rows["squads"].sum())
    yield (
        f"{written.number(total)} simulated squads in {len(rows)} kinds, each through the same path as "
        "yours: the weekly rows, the estimator, its gates and its sentence."
    )
    for question, words in (("injury", "injuries"), ("pace", "pace")):
        null = (1.0, "true rate ratio 1") if question == "injury" else (0.0, "true effect 0 %")
        nothing = rows[(rows["question"] == question) & (rows["effect"] == null[0])]
        for world in ("clean", "realistic", "niggle", "hidden"):
            here = nothing[nothing["world"] == world]
            squads = int(here["squads"].sum())
            if squads == 0:
                continue
            share = float((here["false_claims"] * here["squads"]).sum() / squads)
            error = truth.share_se(share, squads)
            yield (
                f"Where strength has nothing to do with {words} ({null[1]}; world: {WORLD_WORDS[world]}), "
                f"{written.percent(100 * share, 1)} of {written.number(squads)} squads got a sentence that "
                f"claims something (± {written.percent(100 * error, 1)}); {_worst(here)}."
            )
    missed = shown[shown["holds"].str.startswith("no:")]
    if missed.empty:
        yield "Every kind with an aim keeps it, within twice the error of the simulation."
    else:
        yield (
            "1 kind misses an aim; it is marked in the table."
            if len(missed) == 1
            else f"{len(missed)} kinds miss an aim; they are marked in the table."
        )
        for row in missed.to_dict("records"):
            yield _missed(row)


def _missed(row: Mapping[Any, Any]) -> str:
    """Say which aim a kind of squad misses, and what the gate does with such a squad."""
    what = (
        f"{row['question'].capitalize()}, {row['world']} world, {row['athletes']} athletes, "
        f"{written.count(int(row['years']), 'year')}, truth {row['effect']:g}: "
        f"{row['holds'].removeprefix('no: ')} (they hold the truth in {row['coverage_pct']:.1f} ± "
        f"{row['coverage_se_pct']:.1f} %; false sentences {row['false_pct']:.1f} %)"
    )
    if row["question"] == "injury" and row["events_median"] < injury.LEAST_FOR_ESTIMATE:
        return (
            f"{what}. With {row['events_median']:.0f} injuries such a squad is told “very imprecise” and "
            f"gets no verdict: that takes {injury.LEAST_FOR_VERDICT}."
        )
    return f"{what}. Read such an estimate with that in mind."
