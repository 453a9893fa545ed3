"""Working out the loads of an athlete's sessions, after an import and when a threshold changes.

A load stands on its own session, on the runs of the year before it (where it is estimated), and on
thresholds that are estimated once a quarter from a year of runs. So where the first changed day is known,
loads are worked out from its quarter on, unless what holds before it changes too: another basis of the whole
series, or a first value of a threshold, which speaks for the days before it. What is the same as before is
not written again.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Sequence
from typing import Any, cast

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from analytics.intake.other_loads import BASIS_COLUMN, FROM_COLUMN, other_loads, strength_loads
from analytics.metrics import session_load, thresholds, zones
from analytics.metrics.limits import EVER, LimitsThroughTime
from analytics.metrics.session_load import BASES, HEART_RATE_BASES, Basis, Known, Sex
from analytics.metrics.thresholds import Runs, Value
from analytics.store import Store, Writer, loads

log = logging.getLogger(__name__)

Floats = npt.NDArray[np.float64]
Texts = npt.NDArray[np.object_]

WATCH_WORD = {
    "hr_max_bpm": "hr_max_bpm",
    "hr_rest_bpm": "hr_rest_bpm",
    "hr_threshold_bpm": "threshold_hr_bpm",
    "power_threshold_w": "critical_power_w",
}
WORDS = ("load_kind", "effort_from", "hr_from", "speed_from", "load_basis", "load_from")
LAST_YEAR_DAYS = 365
MANY_CHANGED = 0.5
GROUND = dt.timedelta(days=2 * LAST_YEAR_DAYS + 5)
"""How far back runs are read for loads from a day on: the year in which bases are counted, and the year
before that, which its estimates stand on."""
TWO_DAYS = dt.timedelta(days=2)
"""Runs follow each other by the clock of the world, days by the athlete's: about the globe they differ."""
HR_BINS, SPEED_BINS, POWER_BINS = 220, 100, 100


def attach(store: Store) -> None:
    """Have a store's writers work out loads, and work out those that wait."""
    if store.read_only or store.works_out_loads:
        return
    store.work_out_loads_with(work_out)
    with store.writer() as writer:
        for athlete_id in loads.due(writer):
            writer.touch(athlete_id)


def work_out(writer: Writer, athlete_ids: Sequence[int]) -> None:
    """Work out the loads of some athletes within a writer's transaction."""
    late = loads.late(writer)
    for athlete_id in athlete_ids:
        since = None if athlete_id in late else writer.changed_since(athlete_id)
        changed = None if since is None else _work_out_one(writer, athlete_id, _quarter_of(since))
        if changed is None:
            changed = _work_out_one(writer, athlete_id, None)
        loads.done(writer, athlete_id)
        log.debug("athlete %d: %d loads changed", athlete_id, changed)


def _quarter_of(day: dt.date) -> dt.date:
    return dt.date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def _work_out_one(writer: Writer, athlete_id: int, since: dt.date | None) -> int | None:
    """Work out an athlete's loads, all of them or from a quarter on; None where older ones change as well."""
    begin = first = loads.EVER
    if since is not None:
        begin = min(since, loads.last_run_day(writer, athlete_id) or since) - GROUND
        first = since - TWO_DAYS
    run = _Run(loads.runs(writer, athlete_id, since=begin))
    sex, hr_max_bpm, hr_rest_bpm = loads.entered(writer, athlete_id)
    before = [Value(*row) for row in loads.worked_out(writer, athlete_id)]  # type: ignore[arg-type]
    values = _worked_out(writer, athlete_id, run, before, since, begin)
    worked_out = [
        {
            "threshold": one.threshold,
            "threshold_value": one.value,
            "from_date": one.from_date,
            "basis": one.basis,
            "how": one.how,
        }
        for one in values
    ]
    said = [
        Value(name, entered, EVER, "said")
        for name, entered in (("hr_max_bpm", hr_max_bpm), ("hr_rest_bpm", hr_rest_bpm))
        if entered is not None
    ]
    said += [Value(name, value, day, "said") for name, value, day in loads.said(writer, athlete_id)]
    if since is not None and _holding_before(before + said, since) != _holding_before(values + said, since):
        return None
    setting = loads.setting(writer, athlete_id)
    limits = LimitsThroughTime(values + said, sex=cast("Sex | None", sex), method=setting["hr_zone_method"])
    frame = running_loads(run, limits)
    last_day = run.days[-1].astype(object) if run.count else EVER
    known = limits.sure(known_by_basis(frame), last_day)
    basis = cast(Basis, setting["load_basis"] or session_load.common_basis(known))
    if since is not None and loads.kept_bases(writer, athlete_id) != {basis}:
        return None
    loads.keep_worked_out(writer, athlete_id, worked_out)
    frame = frame[run.days >= np.datetime64(first, "D")].reset_index(drop=True)
    strength = strength_loads(
        loads.strength_days(writer, athlete_id, since=first).to_pandas(),
        limits,
        basis=basis,
        counted=setting["strength_in_load"] or "logged_effort",
    )
    frame["load_basis"] = basis
    frame["load_au"] = frame[BASIS_COLUMN[basis]]
    frame["load_from"] = frame[FROM_COLUMN[basis]] if basis in FROM_COLUMN else "minutes"
    frame["load_from"] = frame["load_from"].where(frame["load_au"].notna(), None)
    frame["load_counts"] = True
    others = other_loads(loads.other_sports(writer, athlete_id, since=first).to_pandas(), limits, basis=basis)
    parts = [frame, *(part for part in (strength, others) if len(part))]
    whole = pd.concat(parts, ignore_index=True) if len(parts) > 1 else frame
    whole["athlete_id"] = athlete_id
    return _keep_changes(writer, athlete_id, whole[list(loads.LOAD_COLUMNS)], since=first)


def _holding_before(values: Sequence[Value], day: dt.date) -> set[tuple[object, ...]]:
    """Give what the limits before a day stand on: values from before it, or else the first of all."""
    past = [one for one in values if one.from_date < day]
    named = {one.threshold for one in past}
    first: dict[str, Value] = {}
    for one in sorted(values, key=lambda one: (one.from_date, thresholds.RANK.index(one.basis))):
        if one.threshold not in named:
            first.setdefault(one.threshold, one)
    return {(one.threshold, one.value, one.from_date, one.basis) for one in past} | {
        (name, one.value) for name, one in first.items()
    }


def _worked_out(
    writer: Writer,
    athlete_id: int,
    run: _Run,
    before: Sequence[Value],
    since: dt.date | None,
    begin: dt.date,
) -> list[Value]:
    """What watches say, each time they say something else, and what the runs show."""
    found: list[Value] = []
    last: dict[str, float] = {}
    for fact, day, value in loads.watch_facts(writer, athlete_id):
        name = WATCH_WORD[fact]
        if last.get(name) != value:
            found.append(Value(name, value, day, "watch"))
            last[name] = value
    known = [
        thresholds.Estimate(one.threshold, one.value, one.from_date, one.how or "")
        for one in before
        if since is not None and one.basis == "estimated" and one.from_date < since
    ]
    if run.count:
        efforts = loads.efforts(writer, athlete_id, since=since or begin).to_pandas()
        known = thresholds.estimated(run.for_estimates(), efforts, since=since, known=known)
    return found + [Value(one.threshold, one.value, one.from_date, "estimated", one.how) for one in known]


class _Run:
    """An athlete's runs as columns, in order of time."""

    def __init__(self, table: pa.Table) -> None:
        self.count = table.num_rows
        self.ids = table["activity_id"].to_numpy()
        self.session_no = table["session_no"].to_numpy()
        self.days = table["local_date"].to_numpy().astype("datetime64[D]")
        self._table = table
        self.hr_s = histogram(table["hr_seconds_by_bpm"], HR_BINS)
        self.speed_s = histogram(table["graded_speed_seconds"], SPEED_BINS)
        self.length_s = self.number("length_s")
        self.length_s[self.length_s <= 0] = np.nan
        with np.errstate(divide="ignore", invalid="ignore"):
            self.mean_speed_m_s = self.number("distance_m") / self.length_s
        self.mean_speed_m_s[self.mean_speed_m_s <= 0] = np.nan
        self.moving_s = np.where(
            np.isfinite(self.number("moving_records_s")), self.number("moving_records_s"), self.length_s
        )

    def number(self, name: str) -> Floats:
        """Give a column as numbers, NaN unknown; a copy."""
        return np.array(self._table[name].to_pandas().to_numpy(dtype=np.float64, na_value=np.nan))

    def for_estimates(self) -> Runs:
        """Give what thresholds are estimated from."""
        power_s = histogram(self._table["power_seconds_by_10_w"], POWER_BINS)
        graded = self.number("graded_speed_m_s")
        return Runs(
            days=self.days,
            hr_peak_bpm=thresholds.peaks(self.hr_s, self.number("hr_max_bpm")),
            hr_held_bpm=thresholds.held_by_run(
                self.hr_s, thresholds.THRESHOLD_HELD_S, first=zones.FIRST_BPM, step=1.0
            ),
            power_held_w=thresholds.held_by_run(
                power_s, thresholds.THRESHOLD_HELD_S, first=0.0, step=zones.POWER_BIN_W
            ),
            speed_m_s=np.where(np.isfinite(graded), graded, self.mean_speed_m_s),
            moving_s=self.length_s,
            hr_mean_bpm=self.number("hr_mean_bpm"),
        )


def histogram(column: pa.ChunkedArray, bins: int) -> Floats:
    """Give a column of lists as a matrix, one row a session; NaN where there is no list.

    Examples
    --------
    >>> histogram(pa.chunked_array([[[1, 2], None]], pa.list_(pa.uint32())), 3).tolist()
    [[1.0, 2.0, 0.0], [nan, nan, nan]]
    """
    whole = column.combine_chunks()
    if isinstance(whole, pa.ChunkedArray):  # of no chunk at all
        whole = pa.array([], column.type)
    matrix = np.full((len(whole), bins), np.nan)
    there = np.flatnonzero(~np.asarray(whole.is_null()))
    if not len(there):
        return matrix
    lengths = np.asarray(whole.value_lengths().fill_null(0))[there]
    values = np.asarray(whole.flatten(), dtype=np.float64)
    matrix[there] = 0.0
    row = np.repeat(there, lengths)
    starts = np.concatenate(([0], np.cumsum(lengths)[:-1]))
    place = np.arange(len(values)) - np.repeat(starts, lengths)
    kept = place < bins
    matrix[row[kept], place[kept]] = values[kept]
    return matrix


def running_loads(run: _Run, limits: LimitsThroughTime) -> pd.DataFrame:
    """Give the loads and zones of runs on every basis; an unknown one is taken from own runs, and says so."""
    minutes = run.length_s / 60.0
    which = limits.which(run.days)
    measured = {basis: np.full(run.count, np.nan) for basis in BASES}
    hr_from: Texts = np.full(run.count, None, dtype=object)
    measured["session_rpe"] = run.number("rpe_0_10") * minutes
    normalised = run.number("normalised_graded_speed_m_s")
    speed = np.where(np.isfinite(normalised), normalised, run.mean_speed_m_s)
    hr_zone_s, pace_zone_s = np.full((run.count, 5), np.nan), np.full((run.count, 5), np.nan)
    hr_mean_bpm, hr_known_s = run.number("hr_mean_bpm"), run.number("hr_known_s")
    for number in np.unique(which).tolist():
        at = np.flatnonzero(which == number)
        period = limits.period(number)
        for basis in HEART_RATE_BASES:
            records, means = session_load.heart_rate_loads(
                basis,
                period.limits,
                seconds_by_bpm=run.hr_s[at],
                hr_mean_bpm=hr_mean_bpm[at],
                minutes=minutes[at],
                known_s=hr_known_s[at],
                moving_s=run.moving_s[at],
            )
            from_records = np.isfinite(records)
            measured[basis][at] = np.where(from_records, records, means)
            hr_from[at[from_records]] = "records"
            hr_from[at[~from_records & np.isfinite(means)]] = "mean"
        measured["rtss"][at] = session_load.rtss(
            minutes[at] / 60.0, speed[at], threshold_speed_m_s=period.limits.threshold_speed_m_s
        )
        if period.heart_rate is not None:
            hr_zone_s[at] = zones.seconds_in_zones(run.hr_s[at], period.heart_rate.lower)
        if period.pace is not None:
            pace_zone_s[at] = zones.seconds_in_zones(
                run.speed_s[at], period.pace.lower, first=0.0, step=zones.SPEED_BIN_M_S
            )
    frame = pd.DataFrame(
        {
            "activity_id": run.ids,
            "session_no": run.session_no,
            "local_date": run.days.astype("datetime64[s]"),
            "load_kind": "running",
            "load_min": minutes,
        }
    )
    days = run.days.astype(np.int64)
    for basis in BASES:
        if basis == "running_minutes":
            continue
        own = session_load.like_own_runs(
            measured[basis], minutes=minutes, speed_m_s=run.mean_speed_m_s, days=days
        )
        frame[BASIS_COLUMN[basis]] = np.where(np.isfinite(measured[basis]), measured[basis], own)
        if basis in ("trimp", "edwards"):
            hr_from[np.isfinite(own) & (hr_from == None)] = "own_runs"  # noqa: E711
        if basis == "session_rpe":
            frame["effort_from"] = _from(measured[basis], own, "said")
        if basis == "rtss":
            frame["speed_from"] = _from(
                measured[basis], own, np.where(np.isfinite(normalised), "records", "mean")
            )
    frame["hr_from"] = hr_from
    for zone in range(5):
        frame[f"hr_zone_{zone + 1}_s"] = hr_zone_s[:, zone]
        frame[f"pace_zone_{zone + 1}_s"] = pace_zone_s[:, zone]
    frame["hr_zone_unknown_s"] = _unknown(run.moving_s, hr_zone_s)
    frame["pace_zone_unknown_s"] = _unknown(run.moving_s, pace_zone_s)
    return frame


def _unknown(moving_s: Floats, zone_s: Floats) -> Floats:
    """Give the moving seconds that lie in no zone: zones and they add up to the moving time."""
    known = np.nan_to_num(zone_s).sum(axis=1)
    return np.asarray(np.clip(moving_s - known, 0.0, None), dtype=np.float64)


def _from(measured: Floats, own: Floats, whence: str | npt.NDArray[np.str_]) -> Texts:
    found = np.full(len(measured), None, dtype=object)
    found[np.isfinite(own)] = "own_runs"
    there = np.isfinite(measured)
    found[there] = np.broadcast_to(np.asarray(whence, dtype=object), len(measured))[there]
    return found


def known_by_basis(frame: pd.DataFrame, *, days: int = LAST_YEAR_DAYS) -> dict[Basis, Known]:
    """Count of the runs of the last year which bases are measured, estimated and unknown.

    Parameters
    ----------
    frame
        Runs with a column a basis and whence each is (`*_from`), as `running_loads` gives them.
    """
    if frame.empty:
        return {}
    last = frame[frame["local_date"] > frame["local_date"].max() - pd.Timedelta(days=days)]
    found: dict[Basis, Known] = {}
    for basis in BASES:
        there = last[BASIS_COLUMN[basis]].notna()
        own = there & (last[FROM_COLUMN[basis]] == "own_runs") if basis in FROM_COLUMN else there & False
        found[basis] = Known(int((there & ~own).sum()), int(own.sum()), int((~there).sum()))
    return found


def _keep_changes(writer: Writer, athlete_id: int, frame: pd.DataFrame, *, since: dt.date) -> int:
    now, before = _plain(frame), _plain(loads.kept(writer, athlete_id, since=since).to_pandas())
    now_marks = pd.util.hash_pandas_object(now, index=False).to_numpy()
    before_marks = pd.util.hash_pandas_object(before, index=False).to_numpy()
    new = ~np.isin(now_marks, before_marks)
    gone = ~np.isin(before_marks, now_marks)
    if not new.any() and not gone.any():
        return 0
    if since == loads.EVER and gone.sum() > MANY_CHANGED * len(before):
        loads.keep(writer, athlete_id, gone=None, new=_arrow(now))
        return len(now)
    loads.keep(writer, athlete_id, gone=_arrow(before[gone]), new=_arrow(now[new]))
    return int(new.sum() + gone.sum())


def _plain(frame: pd.DataFrame) -> pd.DataFrame:
    """Bring a frame to one shape, so that equal rows have equal marks."""
    plain: dict[str, Any] = {}
    for name in loads.LOAD_COLUMNS:
        column = frame[name]
        if name in ("athlete_id", "activity_id", "session_no"):
            plain[name] = pd.to_numeric(column).fillna(-1).to_numpy(dtype=np.int64)
        elif name == "local_date":
            plain[name] = pd.to_datetime(column).to_numpy(dtype="datetime64[s]")
        elif name == "load_counts":
            plain[name] = column.to_numpy(dtype=bool)
        elif name in WORDS:
            plain[name] = column.astype(object).where(column.notna(), "").to_numpy(dtype=object)
        else:
            plain[name] = pd.to_numeric(column).to_numpy(dtype=np.float64, na_value=np.nan)
    return pd.DataFrame(plain)


def _arrow(frame: pd.DataFrame) -> pa.Table:
    columns = {}
    for name in loads.LOAD_COLUMNS:
        values = frame[name]
        if name in ("activity_id", "session_no"):
            columns[name] = pa.array(values, pa.int64(), mask=(values < 0).to_numpy())
        elif name == "local_date":
            columns[name] = pa.array(values.dt.date, pa.date32())
        elif name in WORDS:
            columns[name] = pa.array(values.to_numpy(object), pa.string(), mask=(values == "").to_numpy(bool))
        else:
            columns[name] = pa.array(values, from_pandas=True)
    return pa.table(columns)
