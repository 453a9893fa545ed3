"""What an athlete says of the names in their logs, applied to past and future sets, and taken back again."""

from __future__ import annotations

import dataclasses
import datetime as dt
import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from analytics.ingest.batch import SetRow
from analytics.intake import crediting
from analytics.intake.crediting import Said
from analytics.store import Reader, Store, said
from analytics.store.rows import CreditedSet, LabelledSet
from analytics.store.said import NameKey

__all__ = ["Gain", "NameKey", "label", "said_by", "set_sides", "take_back", "would_gain"]

_SET_COLUMNS = [one.name for one in dataclasses.fields(SetRow) if one.name != "line"]
_LABEL = ("exercise_id", "label_confidence", "label_basis", "hip_sets", "trunk_sets", "effort_imputed")


@dataclass(frozen=True)
class Gain:
    """What a change did: how many rows, how many hip sets in all, and in the latest week that it touched."""

    sets: int
    hip_sets: float
    week_start: dt.date | None
    week_hip_sets: float


def said_by(reader: Reader, athlete_id: int) -> Said:
    """Give what an athlete has said of the names and sides in their logs."""
    names: dict[tuple[str, str, int | None, int | None], str | None] = {}
    for row in reader.frame("labels_said", athlete_id=athlete_id).to_dict("records"):
        key = (row["source"], row["name_key"], _whole(row["fit_category"]), _whole(row["fit_subtype"]))
        names[key] = _plain(row["exercise_id"])
    sides = reader.frame("sides_said", athlete_id=athlete_id).to_dict("records")
    return Said(names, {str(row["source"]): str(row["row_sides"]) for row in sides})


def label(
    store: Store, athlete_id: int, key: NameKey, *, source_name: str | None, exercise_id: str | None
) -> Gain:
    """Say which exercise a name is, for every set of the past and the future.

    Parameters
    ----------
    source_name
        The name as the log writes it, to be shown; None where the log has none.
    exercise_id
        The exercise; None says that there is no hip work in it.

    Raises
    ------
    StoreError
        If there is no such exercise.
    """
    with store.writer() as writer:
        said.label(writer, athlete_id, key, source_name=source_name, exercise_id=exercise_id)
    return _apply(store, athlete_id)


def take_back(store: Store, athlete_id: int, key: NameKey) -> Gain:
    """Take back the last thing said of a name; what was said before, or our tables, hold again.

    Raises
    ------
    StoreError
        If nothing was said of it.
    """
    with store.writer() as writer:
        said.take_label_back(writer, athlete_id, key)
    return _apply(store, athlete_id)


def set_sides(store: Store, athlete_id: int, source: str, row_sides: str | None) -> Gain:
    """Say what a row of a source stands for in exercises of one leg: both, total, one; None: as we assume.

    Raises
    ------
    StoreError
        If it is none of them.
    """
    with store.writer() as writer:
        said.sides(writer, athlete_id, source, row_sides=row_sides)
    return _apply(store, athlete_id)


def would_gain(reader: Reader, athlete_id: int, key: NameKey, exercise_id: str) -> Gain:
    """Say what a label would do, without storing anything."""
    rows = [row for row in _rows(reader, athlete_id) if _key(row) == _tuple(key)]
    told = said_by(reader, athlete_id)
    names = {**told.names, _tuple(key): exercise_id}
    return _gain(
        rows, crediting.credited([_set_of(row) for row in rows], dataclasses.replace(told, names=names))
    )


def _apply(store: Store, athlete_id: int) -> Gain:
    """Label and credit an athlete's sets anew, and have their days and weeks counted."""
    with store.reader() as reader:
        rows = _rows(reader, athlete_id)
        credits = crediting.credited([_set_of(row) for row in rows], said_by(reader, athlete_id))
    changed = [
        (row, credit)
        for row, credit in zip(rows, credits, strict=True)
        if any(_differ(getattr(credit, name), row[name]) for name in _LABEL)
    ]
    with store.writer() as writer:
        writer.update_set_labels(
            [
                LabelledSet(row["set_id"], *(getattr(credit, name) for name in _LABEL))
                for row, credit in changed
            ]
        )
    return _gain([row for row, _ in changed], [credit for _, credit in changed])


def _gain(rows: Sequence[dict[str, Any]], credits: Sequence[CreditedSet]) -> Gain:
    weeks: dict[dt.date, float] = defaultdict(float)
    for row, credit in zip(rows, credits, strict=True):
        if row["lane"] == "logged":
            day = row["performed_on"]
            more = (credit.hip_sets or 0.0) - (row["hip_sets"] or 0.0)
            weeks[day - dt.timedelta(days=day.weekday())] += more
    last = max((week for week, more in weeks.items() if abs(more) > 1e-9), default=None)
    return Gain(
        sets=sum(int(row["sets"]) for row in rows),
        hip_sets=round(sum(weeks.values()), 3),
        week_start=last,
        week_hip_sets=round(weeks[last], 3) if last is not None else 0.0,
    )


def _rows(reader: Reader, athlete_id: int) -> list[dict[str, Any]]:
    found = reader.frame("sets_of_athlete", athlete_id=athlete_id).to_dict("records")
    return [{str(name): _plain(value) for name, value in row.items()} for row in found]


def _tuple(key: NameKey) -> tuple[str, str, int | None, int | None]:
    return key.source, key.name_key, key.fit_category, key.fit_subtype


def _key(row: dict[str, Any]) -> tuple[str, str, int | None, int | None]:
    category, subtype = _whole(row["fit_category"]), _whole(row["fit_subtype"])
    return crediting.name_key(row["source"], row["source_name"], category, subtype)


def _set_of(row: dict[str, Any]) -> SetRow:
    """Give a stored set as it was read: with an exercise only where its source itself names ours."""
    told = {name: row[name] for name in _SET_COLUMNS}
    told["fit_category"], told["fit_subtype"] = _whole(row["fit_category"]), _whole(row["fit_subtype"])
    if row["label_basis"] != crediting.OUR_ID:
        told["exercise_id"] = None
    if hasattr(row["performed_on"], "date"):
        told["performed_on"] = row["performed_on"].date()
    row["performed_on"] = told["performed_on"]
    return SetRow(**told)


def _differ(new: Any, old: Any) -> bool:
    if isinstance(new, float) and isinstance(old, float):
        return not math.isclose(new, old, abs_tol=1e-9)
    return bool(new != old)


def _whole(value: Any) -> int | None:
    plain = _plain(value)
    return None if plain is None else int(plain)


def _plain(value: Any) -> Any:
    if value is None or value != value:
        return None
    return value.to_pydatetime() if hasattr(value, "to_pydatetime") else value
