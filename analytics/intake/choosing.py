"""Choosing once what holds everywhere: which injuries count."""

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
