"""Keeping routines that are assigned to several athletes at once: assigned, taken back, brought back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING

from analytics.errors import StoreError

if TYPE_CHECKING:
    from analytics.store.writer import Writer


def assign(
    writer: Writer,
    *,
    name: str,
    routines: Mapping[int, str],
    first_date: dt.date,
    last_date: dt.date,
    times_a_week: int,
) -> int:
    """Assign a routine to each of several athletes; gives the number of the plan.

    Parameters
    ----------
    routines
        The written form for each athlete.

    Raises
    ------
    StoreError
        If nobody is named, or the plan breaks a rule, in its words.
    """
    if not routines:
        raise StoreError("Nobody is named to whom the routine is assigned.")
    writer.flush()
    number = int(writer.ask("SELECT coalesce(max(plan_id), 0) + 1 FROM group_plan")[0][0])
    rows = [
        {
            "plan_id": number,
            "athlete_id": athlete_id,
            "name": " ".join(name.split()),
            "routine": routine,
            "first_date": first_date,
            "last_date": last_date,
            "times_a_week": times_a_week,
            "assigned_at_utc": writer.now_utc,
            "taken_back_at_utc": None,
        }
        for athlete_id, routine in routines.items()
    ]
    writer.keep("group_plan", writer.all_sound("group_plan", rows))
    writer.flush()
    return number


def take_back(writer: Writer, plan_id: int) -> str:
    """Take a plan back from everybody; gives its name.

    Raises
    ------
    StoreError
        If there is no such plan, or it was taken back before.
    """
    return _mark(writer, plan_id, is_back=True)


def bring_back(writer: Writer, plan_id: int) -> str:
    """Bring a plan back that was taken back; gives its name.

    Raises
    ------
    StoreError
        If there is no such plan, or it was not taken back.
    """
    return _mark(writer, plan_id, is_back=False)


def _mark(writer: Writer, plan_id: int, *, is_back: bool) -> str:
    writer.flush()
    state = "IS NULL" if is_back else "IS NOT NULL"
    names = writer.ask(
        f"SELECT any_value(name) FROM group_plan WHERE plan_id = ? AND taken_back_at_utc {state}", [plan_id]
    )
    if names[0][0] is None:
        raise StoreError("This plan is not here any more." if is_back else "This plan was not taken back.")
    writer.change(
        "UPDATE group_plan SET taken_back_at_utc = ? WHERE plan_id = ?",
        [writer.now_utc if is_back else None, plan_id],
    )
    return str(names[0][0])
