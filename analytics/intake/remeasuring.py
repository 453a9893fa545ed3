"""The store learns how edited runs are measured: it lays edits over what is stored, and knows no formula.

Whoever makes shown activities anew (an import, an undoing, a person's word) attaches it first.
"""

from __future__ import annotations

from collections.abc import Sequence

from analytics.ingest.batch import ActivityRow
from analytics.intake import measuring
from analytics.store import editing_replay
from analytics.store.rows import BestEffortRow, RunMeasure


def measured(activity: ActivityRow) -> tuple[Sequence[RunMeasure], Sequence[BestEffortRow]]:
    """Measure the running sessions of an activity as an import does."""
    runs = measuring.measured(activity)
    return measuring.run_measures(activity, runs), measuring.best_effort_rows(runs)


def attach() -> None:
    """Have edited runs measured as an import measures."""
    editing_replay.measure_with(measured)
