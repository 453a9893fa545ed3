"""The public tables of competitive runners: the published protocol, stricter ones, and what they come to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

import pandas as pd

from analytics.knowledge import written
from analytics.metrics import discrimination
from analytics.models import published
from analytics.models.published import Kind, Result, Strength

PUBLISHED_AUC: dict[Kind, float] = {"day": 0.724, "week": 0.678}
RERUN_AUC = 0.7187
"""Mean of five runs of the authors' code on the day table, published with that code in January 2021."""
DAY_LIMIT = {
    "day": "A row tells of the 7 days before it and of nothing earlier: no load of 28 days, no chronic load, "
    "no decayed strength work can be made of it. Rows of neighbouring days share 6 of their 7 days, so rows "
    "are never parted at random here.",
    "week": "A row tells of the 3 weeks before it and of nothing earlier. Rows of neighbouring days share "
    "most of their weeks, so rows are never parted at random here.",
}
LABEL_ARTEFACT = (
    "Which rows are there can depend on the injuries: then a column that looks at other rows (a gap since "
    "the row before, a longer mean put together from neighbours) tells the label. So only a row's own "
    "columns are used here, and a row that shares days with the rows fitted on is kept out of the later test."
)
NORMALISED = (
    "The published protocol standardises each test athlete by all of that athlete's healthy rows, future "
    "ones too, and reads the label to find them: nobody could forecast so on the first day."
)


@dataclass(frozen=True)
class Benchmark:
    """What came of it: how the table is built, the results, the check of strength work, and words."""

    kind: Kind
    rows: int
    athletes: int
    injuries: int
    refused: str | None
    results: tuple[Result, ...]
    strength: Strength | None
    lines: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Give it as plain values."""
        return asdict(self)

    @property
    def table(self) -> pd.DataFrame:
        """The results, one a row, rounded."""
        return pd.DataFrame(
            [
                {
                    "protocol": one.protocol,
                    "model": one.model,
                    "rows": one.n,
                    "injuries": one.injuries,
                    "auc": round(one.auc, 3),
                    "95 %": f"{one.low:.3f} to {one.high:.3f}",
                    "average precision": round(one.average_precision, 4),
                    "base rate": round(one.base_rate, 4),
                }
                for one in self.results
            ]
        )


def run(
    rows: pd.DataFrame,
    features: tuple[str, ...],
    *,
    kind: Kind,
    experiments: int = published.EXPERIMENTS,
    bags: int = published.BAGS,
    trees: tuple[int, ...] = published.TREES,
    on_experiment: Callable[[int, int], None] | None = None,
) -> Benchmark:
    """Run all protocols on a table, as `intake.published` reads it."""
    refused = published.usable(rows)
    strength = published.strength(rows) if kind == "week" else None
    results: list[Result] = []
    if refused is None:
        results.append(
            published.as_published(
                rows,
                features,
                experiments=experiments,
                bags=bags,
                trees=trees,
                on_experiment=on_experiment,
            )
        )
        results += published.strictly(rows, features, kind=kind)
    return Benchmark(
        kind=kind,
        rows=len(rows),
        athletes=int(rows["athlete"].nunique()),
        injuries=int(rows["injury"].sum()),
        refused=refused,
        results=tuple(results),
        strength=strength,
        lines=tuple(_lines(kind, results, strength, refused, published.rows_after_injuries(rows))),
    )


def _lines(
    kind: Kind,
    results: list[Result],
    strength: Strength | None,
    refused: str | None,
    near: tuple[float, float] | None,
) -> Iterator[str]:
    if refused is not None:
        yield f"Not enough data for the protocols: {refused}."
    for one in results[:1]:
        error = discrimination.auc_standard_error(
            one.auc, positives=one.injuries, negatives=one.n - one.injuries
        )
        again = f"; a run of the authors' code gave {RERUN_AUC:.3f}" if kind == "day" else ""
        yield (
            f"As published, AUC {one.auc:.3f} (the paper: {PUBLISHED_AUC[kind]:.3f}{again}). With "
            f"{written.count(one.injuries, 'injury', 'injuries')} in the test its standard error is "
            f"{error:.3f}: the runs share one test set, so their own spread says little."
        )
        if one.recall is not None and one.specificity is not None:
            yield (
                f"At the threshold of the protocol {written.percent(100 * one.recall)} of the injuries were "
                f"flagged and {written.percent(100 - 100 * one.specificity)} of the healthy rows; its "
                "chances are of a world where every second row is an injury, so they are no risks."
            )
    if len(results) > 1:
        best = max(results[1:], key=lambda one: one.auc)
        yield (
            f"With athletes held back, or later rows, the best AUC is {best.auc:.3f} "
            f"({best.low:.3f} to {best.high:.3f}; {best.protocol}, {best.model})."
        )
    if results:
        yield NORMALISED
    yield DAY_LIMIT[kind]
    if near is not None:
        yield (
            f"{written.percent(100 * near[0])} of the days in the two weeks after an injury have a row, "
            f"{written.percent(100 * near[1])} of all days. {LABEL_ARTEFACT}"
        )
    if strength is not None:
        yield _strength_line(strength)


def _strength_line(one: Strength) -> str:
    counted = (
        f"{written.count(one.injuries_with, 'injury', 'injuries')} in {written.number(one.rows_with)} rows "
        f"with strength training one or two weeks before, {written.number(one.injuries_without)} in "
        f"{written.number(one.rows_without)} without"
    )
    if one.missing is not None:
        return f"Strength training and injuries: not enough data ({one.missing}). {counted}."
    return (
        f"Strength training of any kind went with {written.interval(one.ratio, one.low, one.high)} times the "
        f"rate of injury, each athlete against their own mean ({counted}). This is an association."
    )
