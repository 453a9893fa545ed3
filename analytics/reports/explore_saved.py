"""Ready views, and those that people saved, with what they need to be shown or passed on."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from analytics.knowledge import place
from analytics.metrics import expression
from analytics.reports import explore_view
from analytics.reports.explore_measures import OWN, Shown, choices, own, worked_out
from analytics.reports.explore_view import Passed, View, ViewError
from analytics.reports.records import records
from analytics.store import Reader


@dataclass(frozen=True)
class Ready:
    """A ready view of data/explore_gallery.json: a question, what answers it, and the view."""

    id: str
    name: str
    about: str
    view: View


@dataclass(frozen=True)
class Saved:
    """A saved view; `view` None could not be read, and says so."""

    view_id: int
    name: str
    view: View | None
    pinned: bool
    is_deleted: bool


@cache
def gallery() -> tuple[Ready, ...]:
    """Load the ready views."""
    rows = json.loads(place.data_file("explore_gallery.json").read_text(encoding="utf-8"))
    return tuple(
        Ready(row["id"], row["name"], row["about"], explore_view.from_plain(row["view"])) for row in rows
    )


def saved(reader: Reader) -> tuple[Saved, ...]:
    """Give the saved views, those on the overview first; deleted ones are marked."""
    found = []
    for row in records(reader.frame("explore_views")):
        try:
            view = explore_view.read(str(row["view"]))
        except ViewError:
            view = None
        is_deleted = row["deleted_at_utc"] is not None and row["deleted_at_utc"] == row["deleted_at_utc"]
        found.append(Saved(int(row["view_id"]), str(row["name"]), view, bool(row["pinned"]), is_deleted))
    return tuple(found)


def pinned(reader: Reader) -> tuple[Saved, ...]:
    """Give the views that stand on the overview."""
    return tuple(one for one in saved(reader) if one.pinned and one.view is not None and not one.is_deleted)


def needs(view: View, known: Mapping[str, Shown]) -> tuple[str, ...]:
    """List the own measures that a view is made of, first things first."""
    found: list[str] = []

    def look(name: str) -> None:
        shown = known.get(name)
        if shown is None or name in found or shown.formula is None:
            return
        for part in expression.measures(expression.read(shown.formula, known)):
            if part != name:
                look(part)
        if name.startswith(OWN) and name not in found:
            found.append(name)

    for name in (view.y, view.x):
        look(name)
    return tuple(found)


def passed_on(reader: Reader, view: View, name: str) -> bytes:
    """Write a view as a file to pass on, with the own measures it needs."""
    known = choices(own(reader))
    parts = tuple(
        (one, known[one].label, known[one].formula or "", known[one].unit) for one in needs(view, known)
    )
    return explore_view.to_file(Passed(name, view, parts))


def checked(data: bytes) -> Passed:
    """Read a view that was passed on, and see that all its measures can be worked out.

    Raises
    ------
    ViewError
        Saying what is wrong with it.
    FormulaError
        If a formula in it cannot be read; it says where.
    """
    passed = explore_view.from_file(data)
    known = choices()
    for mark, name, formula, unit in passed.formulas:
        if mark in known:
            raise ViewError(f"Two measures of the view are marked {mark}.")
        worked_out(formula, known)
        known[mark] = Shown(mark, name, unit, "", "", formula=formula)
    for name in (passed.view.y, passed.view.x):
        if name not in known:
            raise ViewError(f"There is no measure called “{name}” here.")
    return passed


def readable(formula: str, known: Mapping[str, Shown], *, but: str | None = None) -> str:
    """See that a formula can be worked out, and give it in its tidy form.

    Parameters
    ----------
    but
        The own measure that is being changed: it must not stand in its own formula, not even through others.

    Raises
    ------
    FormulaError
        Saying what is wrong, and where.
    """
    tree = expression.read(formula, {name for name in known if name != but})
    changed = {name: one for name, one in known.items() if name != but}
    worked_out(expression.written(tree), changed)
    if but is not None:
        for name in expression.measures(tree):
            if but in _below(name, known):
                raise expression.FormulaError(f"{known[name].label} is itself made of this measure.", 1)
    return expression.written(tree)


def _below(name: str, known: Mapping[str, Shown]) -> set[str]:
    formula = known[name].formula if name in known else None
    if formula is None or not name.startswith(OWN):
        return set()
    parts = expression.measures(expression.read(formula, known))
    return set(parts).union(*(_below(part, known) for part in parts if part != name))
