"""Dots to explore: one row a run, set, injury, day, week or month, with any measures of any view beside them.

The SQL is put together from the names in data/measures.csv and from nothing else; what a person chose (whose,
when, which runs) goes in as parameters.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analytics.knowledge import measures
from analytics.knowledge.measures import Lying

if TYPE_CHECKING:
    import pandas as pd

    from analytics.store.store import Reader

DOTS = ("run", "set", "injury", "day", "week", "month")


@dataclass(frozen=True)
class Source:
    """A view to read: what its day, week and number are, and which log says that nothing is nought.

    `worked` holds columns that the view does not have, as SQL.
    """

    words: str
    day: str
    week: str
    ref: str = "NULL"
    kind: str = "NULL"
    weight: str = "NULL"
    worked: tuple[tuple[str, str], ...] = ()
    log: str | None = None
    rows: str = "true"


_BOTH = (
    "CASE WHEN t.steady_excluded_because IS NULL AND t.steady_hr_mean_bpm IS NOT NULL "
    "AND t.steady_graded_speed_m_s IS NOT NULL THEN {} END"
)
SOURCES: dict[str, Source] = {
    "athlete_week": Source("athlete_week AS t", "t.week_start", "t.week_start"),
    "athlete_day": Source("athlete_day AS t", "t.local_date", "t.week_start"),
    "running_session": Source(
        "running_session AS t",
        "t.local_date",
        "t.week_start",
        ref="t.activity_id",
        kind="coalesce(t.sub_sport, '')",
        weight="t.moving_s",
        worked=(
            ("steady_graded_speed_m_s", _BOTH.format("t.steady_graded_speed_m_s")),
            ("steady_hr_mean_bpm", _BOTH.format("t.steady_hr_mean_bpm")),
            ("log_steady_speed", _BOTH.format("ln(t.steady_graded_speed_m_s)")),
        ),
        log="running",
    ),
    "session_load": Source(
        "session_load AS t JOIN running_session AS r "
        "ON r.activity_id = t.activity_id AND r.session_no = t.session_no",
        "t.local_date",
        "r.week_start",
        ref="t.activity_id",
        kind="coalesce(r.sub_sport, '')",
        log="running",
        rows="t.load_kind = 'running'",
    ),
    "set_dose": Source(
        "set_dose AS t",
        "t.performed_on",
        "t.week_start",
        ref="t.activity_id",
        kind="coalesce(t.family, '')",
        log="strength",
        rows="t.lane = 'logged' AND t.set_type <> 'warmup'",
    ),
    "injury": Source(
        "injury AS t",
        "t.onset_date",
        "CAST(date_trunc('week', t.onset_date) AS DATE)",
        kind="coalesce(t.site, '')",
        worked=(("days_to_recovery", "t.recovered_date - t.onset_date"),),
        log="injury",
        rows="t.running_related IS DISTINCT FROM false",
    ),
    "checkin": Source("checkin AS t", "t.week_start", "t.week_start"),
}
OWN = {
    "run": "running_session",
    "set": "set_dose",
    "injury": "injury",
    "day": "athlete_day",
    "week": "athlete_week",
}
"""The view whose rows are the dots."""
_RUNS = ("running_session", "session_load")
NEAREST: dict[str, tuple[str, ...]] = {
    "run": (*_RUNS, "set_dose", "injury", "athlete_day", "athlete_week", "checkin"),
    "set": ("set_dose", "athlete_day", *_RUNS, "injury", "athlete_week", "checkin"),
    "injury": ("injury", "athlete_week", "athlete_day", *_RUNS, "set_dose", "checkin"),
    "day": ("athlete_day", *_RUNS, "set_dose", "injury", "athlete_week", "checkin"),
    "week": ("athlete_week", "athlete_day", *_RUNS, "set_dose", "injury", "checkin"),
    "month": ("athlete_day", *_RUNS, "set_dose", "injury", "athlete_week", "checkin"),
}
"""Where a measure that lies in several views is read from: what fits the dots best, first."""
GATHER = {
    "sum": "sum({0})",
    "whole": "CASE WHEN count({0}) = count(*) THEN sum({0}) END",
    "mean": "avg({0})",
    "max": "max({0})",
    "count": "count({0})",
    "time_mean": "sum({0} * weight) / nullif(sum(CASE WHEN {0} IS NOT NULL THEN weight END), 0)",
}
ADDS_UP = ("sum", "whole", "count")
_NAME = re.compile(r"[a-z][a-z0-9_]*")


def nearest(name: str, dots: str, *, some_runs: bool = False) -> Lying | None:
    """Choose the view a measure is read from; None where it lies in no view of the store.

    Parameters
    ----------
    some_runs
        Only some kinds of run are asked for: then what tells kinds apart goes first.
    """
    lies = {one.view: one for one in measures.load()[name].lies}
    order = NEAREST[dots]
    if some_runs:
        order = (*_RUNS, *(view for view in order if view not in _RUNS))
    return next((lies[view] for view in order if view in lies), None)


def dots(
    reader: Reader,
    of: str,
    names: Sequence[str],
    *,
    athlete_ids: Sequence[int] | None = None,
    first: dt.date | None = None,
    last: dt.date | None = None,
    kinds: Sequence[str] = (),
    with_kind: bool = True,
) -> pd.DataFrame:
    """Give the dots and their measures.

    Parameters
    ----------
    of
        One of `DOTS`.
    names
        Measures of the catalogue that lie in a view.
    athlete_ids
        Whose; None is everybody's.
    first, last
        The first and the last day; None sets no bound.
    kinds
        Kinds of run, as sub_sport has them ('' where a run has none); none chosen takes all.
    with_kind
        False leaves the column kind empty: a word for each of a million dots takes longest of all.

    Returns
    -------
    pandas.DataFrame
        athlete_id, day, week_start, ref (the activity; missing where none is behind), kind (of run, family of
        exercise, site), and a column a measure, as float. Sorted by athlete and day. A measure of a longer
        time than the dot's is that of the day or week the dot lies in; a shorter one is added up. Where a log
        speaks for the time and holds nothing, a sum is 0; elsewhere NaN.

    Raises
    ------
    ValueError
        If there are no such dots, or a measure lies in no view.
    """
    if of not in DOTS:
        raise ValueError(f"there are no dots {of!r}")
    lying = {name: _checked(nearest(name, of, some_runs=bool(kinds)), name) for name in dict.fromkeys(names)}
    base = OWN.get(of)
    own = {name: one for name, one in lying.items() if one.view == base}
    groups: dict[str, dict[str, Lying]] = {}
    for name, one in lying.items():
        if name not in own:
            groups.setdefault(one.view, {})[name] = one
    text = _sql(of, own, groups, with_kind=with_kind)
    params: dict[str, Any] = {"first": first, "last": last}
    params |= {"athletes": None if athlete_ids is None else list(athlete_ids), "kinds": list(kinds)}
    used = {name: value for name, value in params.items() if f"${name}" in text}
    found = reader.sql(text, used)
    if not with_kind:
        found.insert(list(found.columns).index("ref") + 1, "kind", "")
    for name in lying:
        found[name] = found[name].astype("float64")
    return found


def _checked(one: Lying | None, name: str) -> Lying:
    if one is None or not _NAME.fullmatch(one.column) or not _NAME.fullmatch(name):
        raise ValueError(f"{name!r} lies in no view")
    return one


def _sql(of: str, own: dict[str, Lying], groups: dict[str, dict[str, Lying]], *, with_kind: bool) -> str:
    parts = [f"base AS ({_base(of, own)})"]
    shown = [*own]
    joins = []
    for at, (view, some) in enumerate(groups.items()):
        by = _by(of, view)
        parts.append(f"g{at} AS ({_gathered(view, some, by)})")
        joins.append(f"LEFT JOIN g{at} ON g{at}.athlete_id = base.athlete_id AND g{at}.bin = base.{by}")
        log = SOURCES[view].log
        for name, one in some.items():
            is_nought = one.gather in ADDS_UP and log is not None and of in ("day", "week", "month")
            known = f"coalesce(g{at}.{name}, CASE WHEN base.{log}_known THEN 0 END)"
            shown.append(f"{known if is_nought else f'g{at}.{name}'} AS {name}")
    kind = ["base.kind"] if with_kind else []
    columns = ", ".join(["base.athlete_id", "base.day", "base.week_start", "base.ref", *kind, *shown])
    return (
        f"WITH {', '.join(parts)} SELECT {columns} FROM base {' '.join(joins)} "
        "ORDER BY base.athlete_id, base.day, base.ref"
    )


_WHOSE = "($athletes IS NULL OR t.athlete_id IN (SELECT unnest(CAST($athletes AS INTEGER[]))))"
_WHEN = "{0} >= coalesce($first, DATE '-infinity') AND {0} <= coalesce($last, DATE 'infinity')"
_NEARLY = (
    "{0} >= coalesce(CAST($first AS DATE) - 45, DATE '-infinity') "
    "AND {0} <= coalesce(CAST($last AS DATE) + 45, DATE 'infinity')"
)
"""Every row of a day, week or month that has a dot lies within these bounds; the dots bound it exactly."""
_KINDS = "(len($kinds) = 0 OR list_contains($kinds, {}))"


def _base(of: str, own: dict[str, Lying]) -> str:
    if of == "month":
        known = ", ".join(
            f"bool_or(t.{log}_covered) AS {log}_known" for log in ("running", "strength", "injury")
        )
        month = "CAST(date_trunc('month', t.local_date) AS DATE)"
        return (
            f"SELECT t.athlete_id, {month} AS day, {month} AS month_start, "
            "CAST(date_trunc('week', min(t.local_date)) AS DATE) AS week_start, "
            f"CAST(NULL AS BIGINT) AS ref, CAST(NULL AS VARCHAR) AS kind, {known} FROM athlete_day AS t "
            f"WHERE {_WHOSE} AND {_WHEN.format('t.local_date')} GROUP BY t.athlete_id, {month}"
        )
    source = SOURCES[OWN[of]]
    known = ""
    if of == "week":
        known = "".join(
            f", t.days_covered_{log} > 0 AS {log}_known" for log in ("running", "strength", "injury")
        )
    if of == "day":
        known = "".join(f", t.{log}_covered AS {log}_known" for log in ("running", "strength", "injury"))
    columns = "".join(f", {_column(source, one)} AS {name}" for name, one in own.items())
    kinds = f" AND {_KINDS.format(source.kind)}" if of == "run" else ""
    return (
        f"SELECT t.athlete_id, {source.day} AS day, {source.week} AS week_start, "
        f"CAST({source.ref} AS BIGINT) AS ref, CAST({source.kind} AS VARCHAR) AS kind{known}{columns} "
        f"FROM {source.words} WHERE {source.rows} AND {_WHOSE} AND {_WHEN.format(source.day)}{kinds}"
    )


def _by(of: str, view: str) -> str:
    """Name the time by which dots and rows of another view meet."""
    if of == "month":
        return "month_start"
    is_weekly = of in ("week", "injury") or view in ("athlete_week", "checkin")
    return "week_start" if is_weekly else "day"


def _gathered(view: str, some: dict[str, Lying], by: str) -> str:
    source = SOURCES[view]
    bins = {
        "day": source.day,
        "week_start": source.week,
        "month_start": f"CAST(date_trunc('month', {source.day}) AS DATE)",
    }
    inner = ", ".join(f"{_column(source, one)} AS {name}" for name, one in some.items())
    outer = ", ".join(f"{GATHER[one.gather].format(name)} AS {name}" for name, one in some.items())
    kinds = f" AND {_KINDS.format(source.kind)}" if view in _RUNS else ""
    return (
        f"SELECT athlete_id, bin, {outer} FROM (SELECT t.athlete_id, {bins[by]} AS bin, "
        f"{source.weight} AS weight, {inner} FROM {source.words} "
        f"WHERE {source.rows} AND {_WHOSE} AND {_NEARLY.format(source.day)}{kinds}) GROUP BY athlete_id, bin"
    )


def _column(source: Source, one: Lying) -> str:
    return (
        dict(source.worked).get(one.column, f"t.{one.column}") if one.gather != "count" else f"t.{one.column}"
    )
