"""Putting athletes together as squads; assigning a routine to several at once, and taking that back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from analytics.store import Store, group_plans, squads


def assign(
    store: Store,
    *,
    name: str,
    routines: Mapping[int, str],
    first_date: dt.date,
    last_date: dt.date,
    times_a_week: int,
) -> int:
    """Assign a routine to each of several athletes, in one transaction; gives the number of the plan.

    Parameters
    ----------
    routines
        Its written form for each athlete's number.

    Raises
    ------
    StoreError
        If nobody is named, or the plan breaks a rule.
    """
    with store.writer() as writer:
        return group_plans.assign(
            writer,
            name=name,
            routines=routines,
            first_date=first_date,
            last_date=last_date,
            times_a_week=times_a_week,
        )


def take_back(store: Store, plan_id: int) -> str:
    """Take a plan back from everybody; gives its name.

    Raises
    ------
    StoreError
        If there is no such plan.
    """
    with store.writer() as writer:
        return group_plans.take_back(writer, plan_id)


def bring_back(store: Store, plan_id: int) -> str:
    """Bring a plan back that was taken back; gives its name.

    Raises
    ------
    StoreError
        If there is no such plan.
    """
    with store.writer() as writer:
        return group_plans.bring_back(writer, plan_id)


def make_squad(store: Store, name: str, athlete_ids: Sequence[int]) -> int:
    """Put athletes together under a name; gives the squad's number.

    Raises
    ------
    StoreError
        If the name is empty, too long or taken, or nobody is named.
    """
    with store.writer() as writer:
        return squads.make(writer, name, athlete_ids)


def remove_squad(store: Store, squad_id: int) -> tuple[str, list[int]]:
    """Remove a squad, not its athletes; gives its name and members, so that it can be made again.

    Raises
    ------
    StoreError
        If there is no such squad.
    """
    with store.writer() as writer:
        return squads.remove(writer, squad_id)
