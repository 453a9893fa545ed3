"""A person's word on two activities: they are one, or they are two."""

from __future__ import annotations

from analytics.intake import remeasuring
from analytics.store import Store, reviewing

__all__ = ["are_one", "are_two", "take_back"]


def are_one(store: Store, one_id: int, other_id: int) -> None:
    """Make one activity of two; `are_two` takes it back.

    Parameters
    ----------
    one_id, other_id
        Their numbers as the page of review lists them.

    Raises
    ------
    StoreError
        If one of them is not there any more.
    """
    remeasuring.attach()
    with store.writer() as writer:
        reviewing.join(writer, one_id, other_id)


def are_two(store: Store, one_id: int, other_id: int) -> None:
    """Keep two activities apart from now on; if they are merged, the second stands alone again.

    Raises
    ------
    StoreError
        If one of them is not there any more.
    """
    remeasuring.attach()
    with store.writer() as writer:
        reviewing.keep_apart(writer, one_id, other_id)


def take_back(store: Store, one_id: int, other_id: int) -> None:
    """Forget what was said of two; a doubt is asked again, the rest is as it was by itself.

    Raises
    ------
    StoreError
        If nothing was said of them, or one of them is not there any more.
    """
    remeasuring.attach()
    with store.writer() as writer:
        reviewing.take_back(writer, one_id, other_id)
