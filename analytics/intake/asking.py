"""Keeping what somebody asked in SQL of their own, and forgetting it."""

from __future__ import annotations

from analytics.store import Store, query_history


def keep(store: Store, *, query: str, answer_rows: int) -> None:
    """Keep a question that was answered, so that it can be asked again.

    Raises
    ------
    StoreError
        If it is empty or too long.
    """
    with store.writer() as writer:
        query_history.keep(writer, query=query, answer_rows=answer_rows)


def clear(store: Store) -> None:
    """Forget everything that was asked."""
    with store.writer() as writer:
        query_history.clear(writer)
