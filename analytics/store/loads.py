"""Thresholds, how load is counted, and the loads worked out of both."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from analytics.errors import StoreError

if TYPE_CHECKING:
    from analytics.store.writer import Writer

EVER = dt.date(1, 1, 1)
"""Before every day."""
RUNS = """
    WITH mine AS MATERIALIZED (
        SELECT * FROM running_session WHERE athlete_id = $1 AND local_date >= $2
    ),
    place AS MATERIALIZED ( -- the measures of all runs are long: only those of these runs are read
        SELECT q.rowid AS place_no FROM run_measure AS q SEMI JOIN mine USING (activity_id)
    ),
    measure AS (
        SELECT * FROM run_measure WHERE rowid IN (SELECT place_no FROM place)
    )
    SELECT
        r.activity_id, r.session_no, r.local_date, r.distance_m,
        coalesce(r.moving_s, r.elapsed_s) AS length_s, r.hr_mean_bpm, r.hr_max_bpm, r.rpe_0_10,
        m.moving_records_s, m.hr_known_s, m.graded_speed_m_s, m.normalised_graded_speed_m_s,
        m.hr_seconds_by_bpm, m.graded_speed_seconds, m.power_seconds_by_10_w
    FROM mine AS r
    LEFT JOIN measure AS m ON m.activity_id = r.activity_id AND m.session_no = r.session_no
    ORDER BY r.start_utc, r.start_local, r.activity_id, r.session_no
"""
EFFORTS = """
    SELECT r.local_date, b.effort, b.distance_m, b.duration_s
    FROM best_effort AS b
    JOIN running_session AS r ON r.activity_id = b.activity_id AND r.session_no = b.session_no
    WHERE r.athlete_id = $1 AND r.local_date >= $2
    ORDER BY ALL
"""
STRENGTH_DAYS = """
    WITH logged AS (
        SELECT
            performed_on AS local_date, sum(sets) AS sets,
            sum(rir * sets) / sum(CASE WHEN rir IS NOT NULL THEN sets END) AS rir
        FROM counted_set
        WHERE athlete_id = $1 AND performed_on >= $2 AND lane = 'logged'
            AND set_type IS DISTINCT FROM 'warmup'
        GROUP BY 1
    ),
    timed AS (
        SELECT
            CAST(a.start_local AS DATE) AS local_date, sum(coalesce(s.moving_s, s.elapsed_s)) AS length_s,
            max(s.rpe_0_10) AS rpe_0_10,
            sum(s.hr_mean_bpm * coalesce(s.moving_s, s.elapsed_s))
                / sum(CASE WHEN s.hr_mean_bpm IS NOT NULL THEN coalesce(s.moving_s, s.elapsed_s) END)
                AS hr_mean_bpm
        FROM session AS s
        JOIN activity AS a ON a.activity_id = s.activity_id
        WHERE a.athlete_id = $1 AND CAST(a.start_local AS DATE) >= $2
            AND s.sport = 'strength' AND a.left_out_because IS NULL
        GROUP BY 1
    )
    SELECT
        coalesce(l.local_date, t.local_date) AS local_date, CAST(coalesce(l.sets, 0) AS DOUBLE) AS sets,
        l.rir, t.length_s, t.rpe_0_10, t.hr_mean_bpm
    FROM logged AS l
    FULL JOIN timed AS t ON t.local_date = l.local_date
    WHERE coalesce(l.local_date, t.local_date) IS NOT NULL
    ORDER BY 1
"""
OTHER_SPORTS = """
    WITH other AS (
        SELECT
            s.activity_id, s.session_no,
            CAST(
                CASE
                    WHEN s.start_utc IS NULL OR a.start_utc IS NULL THEN a.start_local
                    ELSE a.start_local + (s.start_utc - a.start_utc)
                END AS DATE
            ) AS local_date,
            coalesce(s.moving_s, s.elapsed_s) AS length_s, s.hr_mean_bpm, s.rpe_0_10
        FROM session AS s
        JOIN activity AS a ON a.activity_id = s.activity_id
        WHERE a.athlete_id = $1 AND s.sport NOT IN ('running', 'strength') AND a.left_out_because IS NULL
            AND CAST(a.start_local AS DATE) >= $2 - 2 -- days and parts of days that sessions begin later
    )
    FROM other WHERE local_date >= $2 ORDER BY activity_id, session_no
"""
WATCH = """
    SELECT DISTINCT w.fact, CAST(a.start_local AS DATE) AS local_date, max(w.fact_value) AS fact_value
    FROM wearer_fact AS w
    JOIN activity AS a ON a.activity_id = w.activity_id
    WHERE a.athlete_id = ? AND a.start_local IS NOT NULL
        AND w.fact IN ('hr_max_bpm', 'hr_rest_bpm', 'hr_threshold_bpm', 'power_threshold_w')
    GROUP BY ALL
    ORDER BY ALL
"""
LOAD_COLUMNS = (
    "athlete_id", "activity_id", "session_no", "local_date", "load_kind", "load_min", "session_rpe_au",
    "trimp_au", "edwards_au", "lucia_au", "hrtss_au", "rtss_au", "effort_from", "hr_from", "speed_from",
    *(f"hr_zone_{zone}_s" for zone in (1, 2, 3, 4, 5, "unknown")),
    *(f"pace_zone_{zone}_s" for zone in (1, 2, 3, 4, 5, "unknown")),
    "load_basis", "load_au", "load_from", "load_counts",
)  # fmt: skip
KEY = ("activity_id", "session_no", "local_date", "load_kind")


# What loads are made of


def runs(writer: Writer, athlete_id: int, *, since: dt.date = EVER) -> pa.Table:
    """Give an athlete's runs in order of time, with what their records gave."""
    return writer.ask_arrow(RUNS, [athlete_id, since])


def efforts(writer: Writer, athlete_id: int, *, since: dt.date = EVER) -> pa.Table:
    """Give the best efforts of an athlete's runs."""
    return writer.ask_arrow(EFFORTS, [athlete_id, since])


def strength_days(writer: Writer, athlete_id: int, *, since: dt.date = EVER) -> pa.Table:
    """Give the days with strength work: sets logged, effort, and what a watch timed."""
    return writer.ask_arrow(STRENGTH_DAYS, [athlete_id, since])


def other_sports(writer: Writer, athlete_id: int, *, since: dt.date = EVER) -> pa.Table:
    """Give the sessions of other sports: how long, how hard the heart beat, how hard it was said to be."""
    return writer.ask_arrow(OTHER_SPORTS, [athlete_id, since])


def watch_facts(writer: Writer, athlete_id: int) -> list[tuple[str, dt.date, float]]:
    """Give what watches knew of their wearer, day by day."""
    return [(str(fact), day, float(value)) for fact, day, value in writer.ask(WATCH, [athlete_id])]


def entered(writer: Writer, athlete_id: int) -> tuple[str | None, float | None, float | None]:
    """Give an athlete's sex and the heart rates entered with their name: the highest, and at rest."""
    rows = writer.ask("SELECT sex, hr_max_bpm, hr_rest_bpm FROM athlete WHERE athlete_id = ?", [athlete_id])
    return (None, None, None) if not rows else (rows[0][0], rows[0][1], rows[0][2])


def said(writer: Writer, athlete_id: int) -> list[tuple[str, float, dt.date]]:
    """Give the thresholds a person said, those that stand, the oldest saying first."""
    return [
        (str(threshold), float(value), day)
        for threshold, value, day in writer.ask(
            "SELECT threshold, threshold_value, from_date FROM athlete_threshold WHERE athlete_id = ? "
            "AND basis = 'said' AND taken_back_at_utc IS NULL ORDER BY threshold_no",
            [athlete_id],
        )
    ]


def setting(writer: Writer, athlete_id: int) -> dict[str, str | None]:
    """Give how an athlete wants load counted; None lets the data decide."""
    rows = writer.ask(
        "SELECT hr_zone_method, load_basis, strength_in_load FROM load_setting WHERE athlete_id = ? "
        "AND taken_back_at_utc IS NULL ORDER BY setting_no DESC LIMIT 1",
        [athlete_id],
    )
    names = ("hr_zone_method", "load_basis", "strength_in_load")
    return dict(zip(names, rows[0] if rows else (None, None, None), strict=True))


# Saying, and taking back


def say(
    writer: Writer, athlete_id: int, values: dict[str, float], *, from_date: dt.date, how: str | None = None
) -> int:
    """Keep thresholds that a person said together; gives the number under which they can be taken back.

    Raises
    ------
    StoreError
        If one breaks a rule, in its words; then none of them is kept.
    """
    writer.flush()
    number = int(writer.ask("SELECT coalesce(max(threshold_no), 0) + 1 FROM athlete_threshold")[0][0])
    rows: list[dict[str, Any]] = [
        {
            "threshold_no": number,
            "athlete_id": athlete_id,
            "threshold": threshold,
            "threshold_value": value,
            "from_date": from_date,
            "basis": "said",
            "how": how,
            "said_at_utc": writer.now_utc,
        }
        for threshold, value in values.items()
    ]
    writer.keep("athlete_threshold", writer.all_sound("athlete_threshold", rows))
    writer.flush()
    writer.touch(athlete_id)
    return number


def take_back(writer: Writer, athlete_id: int, threshold_no: int) -> None:
    """Take back what was said under a number; what held before holds again.

    Raises
    ------
    StoreError
        If nothing that stands was said under it.
    """
    changed = writer.change(
        "UPDATE athlete_threshold SET taken_back_at_utc = ? WHERE athlete_id = ? AND threshold_no = ? "
        "AND basis = 'said' AND taken_back_at_utc IS NULL",
        [writer.now_utc, athlete_id, threshold_no],
    )
    if not changed:
        raise StoreError("This was taken back already.")
    writer.touch(athlete_id)


def set_counting(writer: Writer, athlete_id: int, **choices: str | None) -> None:
    """Keep how an athlete wants load counted: hr_zone_method, load_basis, strength_in_load.

    Raises
    ------
    StoreError
        If a choice is none we know.
    """
    writer.flush()
    number = int(writer.ask("SELECT coalesce(max(setting_no), 0) + 1 FROM load_setting")[0][0])
    row = {"setting_no": number, "athlete_id": athlete_id, "said_at_utc": writer.now_utc} | choices
    writer.keep("load_setting", writer.all_sound("load_setting", [row]))
    writer.flush()
    writer.touch(athlete_id)


def take_counting_back(writer: Writer, athlete_id: int) -> None:
    """Take back the newest choice of how load is counted.

    Raises
    ------
    StoreError
        If there is none.
    """
    changed = writer.change(
        "UPDATE load_setting SET taken_back_at_utc = $1 WHERE athlete_id = $2 AND setting_no = ("
        "SELECT max(setting_no) FROM load_setting WHERE athlete_id = $2 AND taken_back_at_utc IS NULL)",
        [writer.now_utc, athlete_id],
    )
    if not changed:
        raise StoreError("Nothing was chosen that could be taken back.")
    writer.touch(athlete_id)


# Keeping what was worked out


def worked_out(writer: Writer, athlete_id: int) -> list[tuple[str, float, dt.date, str, str | None]]:
    """Give what watches and runs say of an athlete's thresholds, as it is kept, the oldest first."""
    rows = writer.ask(
        "SELECT threshold, threshold_value, from_date, basis, how FROM athlete_threshold "
        "WHERE athlete_id = ? AND basis <> 'said' ORDER BY from_date, threshold",
        [athlete_id],
    )
    return [(str(name), float(value), day, str(basis), how) for name, value, day, basis, how in rows]


def last_run_day(writer: Writer, athlete_id: int) -> dt.date | None:
    """Give the day of an athlete's last run; None without any."""
    day: dt.date | None = writer.ask(
        "SELECT max(local_date) FROM running_session WHERE athlete_id = ?", [athlete_id]
    )[0][0]
    return day


def kept_bases(writer: Writer, athlete_id: int) -> set[str]:
    """Give the basis that an athlete's loads are kept on: one, or none where no load is kept."""
    rows = writer.ask("SELECT DISTINCT load_basis FROM session_load WHERE athlete_id = ?", [athlete_id])
    return {str(row[0]) for row in rows}


def keep_worked_out(writer: Writer, athlete_id: int, rows: list[dict[str, Any]]) -> bool:
    """Keep what watches and runs say of an athlete's thresholds, in place of what they said before."""
    names = ("threshold", "threshold_value", "from_date", "basis", "how")
    before = writer.ask(
        f"SELECT {', '.join(names)} FROM athlete_threshold WHERE athlete_id = ? AND basis <> 'said'",
        [athlete_id],
    )
    sound = writer.sift("athlete_threshold", [row | {"athlete_id": athlete_id} for row in rows])
    now = [tuple(row[name] for name in names) for row in sound.table.select(list(names)).to_pylist()]
    if sorted(now, key=str) == sorted(before, key=str):
        return False
    writer.change("DELETE FROM athlete_threshold WHERE athlete_id = ? AND basis <> 'said'", [athlete_id])
    columns = writer.sieve.stored_columns("athlete_threshold")
    writer.keep("athlete_threshold", sound.table.select(columns))
    writer.flush()
    return True


def kept(writer: Writer, athlete_id: int, *, since: dt.date = EVER) -> pa.Table:
    """Give the loads kept of an athlete."""
    return writer.ask_arrow(
        f"SELECT {', '.join(LOAD_COLUMNS)} FROM session_load WHERE athlete_id = ? AND local_date >= ?",
        [athlete_id, since],
    )


def keep(writer: Writer, athlete_id: int, *, gone: pa.Table | None, new: pa.Table) -> None:
    """Take out the loads that changed and put in the new ones; `gone` None takes all of an athlete out."""
    days = [] if gone is None else [*gone["local_date"].to_pylist(), *new["local_date"].to_pylist()]
    writer.touch(athlete_id, since=min(days, default=None))
    if gone is None:
        writer.change("DELETE FROM session_load WHERE athlete_id = ?", [athlete_id])
    elif gone.num_rows:
        same = " AND ".join(f"session_load.{name} IS NOT DISTINCT FROM i.{name}" for name in KEY)
        writer.change_from(
            "DELETE FROM session_load USING incoming AS i "
            f"WHERE session_load.athlete_id = {athlete_id:d} AND {same}",
            gone,
        )
    if new.num_rows:
        names = ", ".join(LOAD_COLUMNS)
        writer.change_from(f"INSERT INTO session_load ({names}) SELECT {names} FROM incoming", new)


def due(writer: Writer) -> list[int]:
    """List the athletes whose loads wait to be worked out."""
    return [row[0] for row in writer.ask("SELECT DISTINCT athlete_id FROM stale_load ORDER BY 1")]


def late(writer: Writer) -> set[int]:
    """Give the athletes of whose changes it is not known which day was the first."""
    rows = writer.ask("SELECT athlete_id FROM stale_load UNION SELECT athlete_id FROM stale_athlete")
    return {row[0] for row in rows}


def done(writer: Writer, athlete_id: int) -> None:
    """Forget that an athlete's loads waited."""
    writer.change("DELETE FROM stale_load WHERE athlete_id = ?", [athlete_id], is_news=False)


def leave(writer: Writer, athlete_ids: list[int]) -> None:
    """Remember athletes whose loads are left for later."""
    for athlete_id in athlete_ids:
        writer.change("DELETE FROM stale_load WHERE athlete_id = ?", [athlete_id], is_news=False)
        writer.change("INSERT INTO stale_load VALUES (?)", [athlete_id], is_news=False)
