"""Labelling stored sets anew by today's tables, without taking away what a person has said."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping, Sequence
from typing import Any

from analytics.ingest.batch import SetRow
from analytics.intake import crediting, labelling
from analytics.knowledge import dose, labels
from analytics.store import Store, rereading
from analytics.store.rows import LabelledSet

LABELLED = [one.name for one in dataclasses.fields(SetRow) if one.name not in ("line",)]


def relabelled(store: Store, *, athlete: str | None = None) -> list[LabelledSet]:
    """Give the stored sets whose label or credit is another by today's tables; nothing is changed yet."""
    with store.reader() as reader:
        rows = reader.frame("sets_to_label", athlete=athlete).to_dict("records")
        told = {whose: labelling.said_by(reader, whose) for whose in {int(row["athlete_id"]) for row in rows}}
    plain_rows = [{str(name): plain(value) for name, value in row.items()} for row in rows]
    found: list[LabelledSet] = []
    for whose, said in told.items():
        found += _labels([row for row in plain_rows if row["athlete_id"] == whose], said)
    return found


def _labels(rows: Sequence[dict[str, Any]], said: crediting.Said) -> list[LabelledSet]:
    """Label sets anew and give those whose label or credit differs.

    What a person has said a set is stays, and so does a label that today's tables no longer give: both are
    only credited anew.
    """
    credits = crediting.credited([_unlabelled(row) for row in rows], said)
    lost = {
        at: _set_of(row)
        for at, row in enumerate(rows)
        if row["exercise_id"] and credits[at].label_basis == labels.UNKNOWN.basis
    }
    for at, credit in zip(lost, crediting.credited(list(lost.values()), said), strict=True):
        unsure = (rows[at]["label_confidence"] or 0.0) < dose.rule().min_label_confidence
        kept = {name: rows[at][name] for name in ("hip_sets", "trunk_sets", "effort_imputed")}
        credits[at] = dataclasses.replace(credit, **kept) if unsure else credit
    found = []
    for at, (row, credit) in enumerate(zip(rows, credits, strict=True)):
        stays = at in lost or _is_a_persons(row)
        new = LabelledSet(
            row["set_id"],
            credit.exercise_id,
            row["label_confidence"] if stays else credit.label_confidence,
            row["label_basis"] if stays else credit.label_basis,
            credit.hip_sets,
            credit.trunk_sets,
            credit.effort_imputed,
        )
        if any(_differ(getattr(new, name), row[name]) for name in rereading.LABEL):
            found.append(new)
    return found


def _is_a_persons(row: Mapping[str, Any]) -> bool:
    return str(row["label_basis"]).startswith(labels.SAID_BY)


def _set_of(row: Mapping[str, Any]) -> SetRow:
    return SetRow(**{name: row[name] for name in LABELLED})


def _unlabelled(row: Mapping[str, Any]) -> SetRow:
    """Give a set without the exercise our tables gave it; one that its source or a person names stays."""
    named = row["label_basis"] == crediting.OUR_ID or _is_a_persons(row)
    return _set_of(row) if named else dataclasses.replace(_set_of(row), exercise_id=None)


def _differ(new: Any, old: Any) -> bool:
    if isinstance(new, float) and isinstance(old, float):
        return not math.isclose(new, old, abs_tol=1e-9)
    return bool(new != old)


def plain(value: Any) -> Any:
    """Give a cell of a frame as Python has it: None for what is unknown, naive times."""
    if value is None or value != value:
        return None
    if hasattr(value, "to_pydatetime"):
        return value.to_pydatetime()
    return value
