"""Which source is believed first, field by field, where several tell of one activity (merge_order.csv)."""

from __future__ import annotations

from functools import cache

from analytics.knowledge import place

ANY = "any"


@cache
def _read() -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    kinds: dict[str, str] = {}
    fields: dict[str, tuple[str, ...]] = {}
    for row in place.rows("merge_order.csv"):
        if row["what"] == "kind":
            kinds[row["name"]] = row["order"]
        else:
            fields[row["name"]] = place.parts(row["order"])
    return kinds, fields


def group(kind: str | None, *, has_named_sets: bool = False) -> str:
    """Say what sort of source a kind of file is: device, track, log or list.

    Examples
    --------
    >>> group("fit"), group("strava_activities"), group("a_new_app", has_named_sets=True)
    ('device', 'list', 'log')
    """
    known = _read()[0].get(kind or "")
    return known or ("log" if has_named_sets else "list")


def rank(field: str, sort: str) -> int:
    """Give the place of a sort of source in the order for a field, from 0.

    Examples
    --------
    >>> rank("name", "list") < rank("name", "device"), rank("distance_m", "device")
    (True, 0)
    """
    order = _read()[1].get(field, _read()[1][ANY])
    return order.index(sort) if sort in order else len(order)
