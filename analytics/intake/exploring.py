"""Saving views of Explore and own measures, changing, deleting and bringing them back."""

from __future__ import annotations

import re
from collections.abc import Sequence

from analytics.store import Store, explore_entries
from analytics.store.explore_entries import FORMULA, VIEW


def save_view(store: Store, *, name: str, view: str, pinned: bool = False) -> int:
    """Save a view in its written form; gives its number.

    Raises
    ------
    StoreError
        If there is a view of that name, or the name is empty or too long.
    """
    with store.writer() as writer:
        return explore_entries.add_view(writer, name=name, view=view, pinned=pinned)


def change_view(
    store: Store,
    view_id: int,
    *,
    name: str | None = None,
    view: str | None = None,
    pinned: bool | None = None,
) -> None:
    """Rename a view, save it anew, or pin it to the overview; None leaves it as it is.

    Raises
    ------
    StoreError
        If there is no such view, or another has that name.
    """
    with store.writer() as writer:
        explore_entries.change_view(writer, view_id, name=name, view=view, pinned=pinned)


def save_formula(store: Store, *, name: str, formula: str, unit: str | None) -> int:
    """Save a measure of one's own, already found to be readable; gives its number.

    Raises
    ------
    StoreError
        If there is one of that name, or it breaks a rule.
    """
    with store.writer() as writer:
        return explore_entries.add_formula(writer, name=name, formula=formula, unit=unit)


def change_formula(store: Store, formula_id: int, *, name: str, formula: str, unit: str | None) -> None:
    """Change a measure of one's own.

    Raises
    ------
    StoreError
        If there is no such measure, or another has that name.
    """
    with store.writer() as writer:
        explore_entries.change_formula(writer, formula_id, name=name, formula=formula, unit=unit)


def take_in(
    store: Store, *, name: str, view: str, formulas: Sequence[tuple[str, str, str, str | None]]
) -> int:
    """Save a view that came in a file, with the measures it needs, in one transaction; gives its number.

    Parameters
    ----------
    view
        The written form, with a mark where the number of each of `formulas` belongs. A measure may hold the
        marks of those before it.
    formulas
        Mark, name, formula and unit of each. One that is here already, word for word, is used as it is.

    Raises
    ------
    StoreError
        If something breaks a rule; then nothing is saved.
    """
    with store.writer() as writer:
        here = {
            (str(row[1]).lower(), row[2], row[3]): int(row[0])
            for row in writer.ask(
                "SELECT formula_id, name, formula, unit FROM explore_formula WHERE deleted_at_utc IS NULL"
            )
        }
        numbers: dict[str, str] = {}
        for mark, called, formula, unit in formulas:
            text = _filled(formula, numbers)
            number = here.get((called.lower(), text, unit))
            if number is None:
                taken = {one for one, _, _ in here}
                number = explore_entries.add_formula(
                    writer, name=_untaken(called, taken), formula=text, unit=unit
                )
                here[called.lower(), text, unit] = number
            numbers[mark] = f"own_{number}"
        rows = writer.ask("SELECT lower(name) FROM explore_view WHERE deleted_at_utc IS NULL")
        names = {str(row[0]) for row in rows}
        return explore_entries.add_view(writer, name=_untaken(name, names), view=_filled(view, numbers))


def _filled(text: str, numbers: dict[str, str]) -> str:
    return re.sub(r"\bown_\d+\b", lambda found: numbers.get(found[0], found[0]), text)


def _untaken(name: str, taken: set[str]) -> str:
    """Give a name that is free.

    Examples
    --------
    >>> _untaken("Hips", {"hips", "hips (2)"})
    'Hips (3)'
    """
    if name.lower() not in taken:
        return name
    return next(f"{name} ({n})" for n in range(2, len(taken) + 3) if f"{name} ({n})".lower() not in taken)


def delete_view(store: Store, view_id: int) -> str:
    """Delete a view; `bring_view_back` undoes it. Gives its name.

    Raises
    ------
    StoreError
        If there is no such view.
    """
    with store.writer() as writer:
        return explore_entries.delete(writer, VIEW, view_id)


def bring_view_back(store: Store, view_id: int) -> str:
    """Bring a deleted view back; gives its name.

    Raises
    ------
    StoreError
        If there is none, or another has taken its name.
    """
    with store.writer() as writer:
        return explore_entries.bring_back(writer, VIEW, view_id)


def delete_formula(store: Store, formula_id: int) -> str:
    """Delete a measure of one's own; views that hold it still show it. Gives its name.

    Raises
    ------
    StoreError
        If there is no such measure.
    """
    with store.writer() as writer:
        return explore_entries.delete(writer, FORMULA, formula_id)


def bring_formula_back(store: Store, formula_id: int) -> str:
    """Bring a deleted measure back; gives its name.

    Raises
    ------
    StoreError
        If there is none, or another has taken its name.
    """
    with store.writer() as writer:
        return explore_entries.bring_back(writer, FORMULA, formula_id)
