"""Keeping views of Explore and own measures: saved, changed, deleted and brought back.

They are no data: keeping them does not raise the revision, which would empty every cache.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from analytics.errors import StoreError

if TYPE_CHECKING:
    import datetime as dt

    from analytics.store.writer import Writer

VIEW, FORMULA = "explore_view", "explore_formula"
_NOUN = {VIEW: "view", FORMULA: "measure"}
_NUMBER = {VIEW: "view_id", FORMULA: "formula_id"}


@dataclass(frozen=True)
class SavedView:
    """One saved view; `view` is JSON that whoever reads it checks."""

    view_id: int
    name: str
    view: str
    pinned: bool
    deleted_at_utc: dt.datetime | None = None


@dataclass(frozen=True)
class SavedFormula:
    """One measure of one's own; `formula` is text that whoever reads it checks."""

    formula_id: int
    name: str
    formula: str
    unit: str | None
    deleted_at_utc: dt.datetime | None = None


def add_view(writer: Writer, *, name: str, view: str, pinned: bool = False) -> int:
    """Save a view under a name; gives its number.

    Raises
    ------
    StoreError
        If there is a view of that name, or it breaks a rule, in its words.
    """
    number = _free(writer, VIEW)
    _keep(writer, VIEW, vars(SavedView(number, _tidy(name), view, pinned)))
    return number


def change_view(
    writer: Writer,
    view_id: int,
    *,
    name: str | None = None,
    view: str | None = None,
    pinned: bool | None = None,
) -> None:
    """Give a view another name or content, or pin it; None leaves it as it is.

    Raises
    ------
    StoreError
        If there is no such view, another has that name, or it breaks a rule.
    """
    was = SavedView(**_found(writer, VIEW, view_id))
    row = replace(
        was,
        name=was.name if name is None else _tidy(name),
        view=was.view if view is None else view,
        pinned=was.pinned if pinned is None else pinned,
    )
    _keep(writer, VIEW, vars(row))


def add_formula(writer: Writer, *, name: str, formula: str, unit: str | None) -> int:
    """Save a measure of one's own; gives its number.

    Raises
    ------
    StoreError
        If there is one of that name, or it breaks a rule, in its words.
    """
    number = _free(writer, FORMULA)
    _keep(writer, FORMULA, vars(SavedFormula(number, _tidy(name), formula, _unit(unit))))
    return number


def change_formula(writer: Writer, formula_id: int, *, name: str, formula: str, unit: str | None) -> None:
    """Give a measure of one's own another name, formula or unit.

    Raises
    ------
    StoreError
        If there is no such measure, another has that name, or it breaks a rule.
    """
    was = SavedFormula(**_found(writer, FORMULA, formula_id))
    _keep(writer, FORMULA, vars(replace(was, name=_tidy(name), formula=formula, unit=_unit(unit))))


def delete(writer: Writer, table: str, number: int) -> str:
    """Delete a view or a measure, so that it can be brought back; gives its name.

    Raises
    ------
    StoreError
        If there is none of that number.
    """
    row = _found(writer, table, number)
    _keep(writer, table, row | {"deleted_at_utc": writer.now_utc})
    return str(row["name"])


def bring_back(writer: Writer, table: str, number: int) -> str:
    """Bring back what was deleted; gives its name.

    Raises
    ------
    StoreError
        If nothing of that number was deleted, or another has taken its name.
    """
    row = _found(writer, table, number, deleted=True)
    _keep(writer, table, row | {"deleted_at_utc": None})
    return str(row["name"])


def _free(writer: Writer, table: str) -> int:
    writer.flush()
    return int(writer.ask(f"SELECT coalesce(max({_NUMBER[table]}), 0) + 1 FROM {table}")[0][0])


def _found(writer: Writer, table: str, number: int, *, deleted: bool = False) -> dict[str, Any]:
    writer.flush()
    kind = SavedView if table == VIEW else SavedFormula
    names = list(kind.__dataclass_fields__)
    rows = writer.ask(
        f"SELECT {', '.join(names)} FROM {table} "
        f"WHERE {_NUMBER[table]} = ? AND (deleted_at_utc IS NOT NULL) = ?",
        [number, deleted],
    )
    if not rows:
        raise StoreError(f"This {_NOUN[table]} is not here{'' if deleted else ' any more'}.")
    return dict(zip(names, rows[0], strict=True))


def _tidy(name: str) -> str:
    return " ".join(name.split())


def _unit(unit: str | None) -> str | None:
    return _tidy(unit or "") or None


def _keep(writer: Writer, table: str, row: dict[str, Any]) -> None:
    number = _NUMBER[table]
    namesakes = writer.ask(
        f"SELECT 1 FROM {table} WHERE lower(name) = lower(?) AND {number} <> ? AND deleted_at_utc IS NULL",
        [row["name"], row[number]],
    )
    if namesakes and row["deleted_at_utc"] is None:
        raise StoreError(f"There is a {_NOUN[table]} named {row['name']} already.")
    sound = writer.all_sound(table, [dict(row) | {"saved_at_utc": writer.now_utc}])
    writer.change(f"DELETE FROM {table} WHERE {number} = ?", [row[number]], is_news=False)
    writer.keep(table, sound, is_news=False)
    writer.flush()
