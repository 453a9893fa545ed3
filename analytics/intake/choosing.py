"""Choosing once what holds everywhere: which injuries count, and how quantities are read."""

from __future__ import annotations

from analytics.store import Store, house_settings


def choose_case_level(store: Store, case_level: str) -> None:
    """Keep which injuries count on every page: complaint, substantial or time_loss.

    Raises
    ------
    StoreError
        If it is none of the three.
    """
    with store.writer() as writer:
        house_settings.keep(writer, "case_level", case_level)


def choose(store: Store, setting: str, value: str) -> None:
    """Keep one choice of how everything is read: a field of `units.Way` (the language may be "browser", too).

    Raises
    ------
    StoreError
        If it is nothing that can be chosen.
    """
    with store.writer() as writer:
        house_settings.keep(writer, setting, value)


def choose_alert_budget(store: Store, flags_per_week: int) -> None:
    """Keep how many flags a week a coach can act on.

    Raises
    ------
    StoreError
        If it is no whole number from 1 to 50.
    """
    with store.writer() as writer:
        house_settings.keep(writer, "alert_budget", str(flags_per_week))
