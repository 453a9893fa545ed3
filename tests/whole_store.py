"""Everything a store holds, to hold two against each other; and what would be torn in one.

Reach it through the fixture `whole_store`. What is left out of a comparison is bookkeeping: which import
brought a row, and when.
"""

from __future__ import annotations

from typing import Any

from analytics.store import Store

BOOKKEEPING = {
    "injury": ("recorded_at_utc",),
    "aside_injury": ("recorded_at_utc",),
    "checkin": ("recorded_at_utc",),
    "aside_checkin": ("recorded_at_utc",),
    "checkin_problem": ("recorded_at_utc",),
    "log_version": ("changed_at_utc", "taken_back_at_utc", "state_before", "state_after"),
    "athlete": ("created_at_utc",),
    "activity_pair": ("said_at_utc",),
    "source_file": ("batch_id", "imported_at_utc", "status", "reason"),
    "waiting_table": ("waiting_since_utc",),
}
"""Columns that are not compared."""
NOT_COMPARED = frozenset(
    {
        "import_batch", "batch_file", "batch_athlete", "import_problem", "stale_athlete", "stale_load", "revision",
        "schema_version", "loaded", "rule", "glossary", "evidence", "exercise", "injury_kind", "injury_site",
        "dose_decay", "model_card",
    }
)  # fmt: skip
"""Tables that are bookkeeping or that every store has by itself; every other table is compared."""
AS_READ = {"record_plain": "record", "record_full": "record"}
"""Tables that are read as one: in which of them an activity's records lie says nothing."""
IN = "status IN ('added', 'known') AND kind <> 'zip'"
TABLES = "SELECT table_name FROM duckdb_tables() WHERE NOT temporary"
PARTS = ("session", "lap", "run_measure", "best_effort", "record", "strength_set")
BY_FILE = ("injury", "checkin", "weekly_load", "coverage")


def ask(store: Store, sql: str) -> list[dict[str, Any]]:
    """Ask anything; rows as dictionaries."""
    with store.reader() as reader:
        return reader.sql(sql, {}).to_dict("records")


def weighed(store: Store, *, but: tuple[str, ...] = ()) -> dict[str, tuple[int, str]]:
    """Each table's number of rows and the sum of their hashes: the same only where the rows are.

    Parameters
    ----------
    but
        Tables that are left out.
    """
    tables = {AS_READ.get(row["table_name"], row["table_name"]) for row in ask(store, TABLES)}
    # One question about all of them: each question of its own costs more than the answer.
    weights = " UNION ALL ".join(
        f"SELECT '{table}' AS name, count(*) AS n, CAST(coalesce(sum(hash(t)), 0) AS VARCHAR) AS h "
        f"FROM ({_rows(table)}) AS t"
        for table in tables - NOT_COMPARED - set(but)
    )
    found = {row["name"]: (int(row["n"]), str(row["h"])) for row in ask(store, weights)}
    return dict(sorted(found.items()))


def differences(one: dict[str, tuple[int, str]], other: dict[str, tuple[int, str]]) -> list[str]:
    """Name the tables that differ, with their numbers of rows."""
    return [
        f"{table}: {one[table][0]} and {other[table][0]} rows" for table in one if one[table] != other[table]
    ]


def rows(store: Store, table: str) -> list[str]:
    """Give the rows of a table that are compared, as text, to see where two stores differ."""
    with store.reader() as reader:
        return reader.sql(f"{_rows(table)} ORDER BY ALL", {}).to_csv(index=False).splitlines()


def told_by_file(store: Store) -> dict[tuple[str, int], tuple[int, ...]]:
    """Count what the store keeps of each file and athlete: activities, their parts, and the rows of logs."""
    counts = [f"(SELECT count(*) FROM a WHERE {_file('a')})"]
    counts += [
        f"(SELECT count(*) FROM {part} AS p JOIN a ON p.activity_id = a.{_place(part)} WHERE {_file('a')}) + "
        f"(SELECT count(*) FROM aside_{part} AS p JOIN a ON p.activity_id = a.aside WHERE {_file('a')})"
        for part in PARTS
    ]
    for table in ("strength_set", *BY_FILE):
        alone = " AND t.activity_id IS NULL" if table == "strength_set" else ""
        counts += [
            f"greatest((SELECT count(*) FROM {table} AS t WHERE {_file('t', 'source_sha256')}{alone}), "
            f"(SELECT count(*) FROM aside_{table} AS t WHERE {_file('t', 'source_sha256')}{alone}))"
        ]
    named = ", ".join(f"{count} AS n{at}" for at, count in enumerate(counts))
    found = ask(
        store,
        f"""
        WITH a AS (
            -- Parts lie in the tables everybody reads where the file is the only source; the records of the
            -- source that shows them do, too.
            SELECT
                source_sha256 AS sha256, athlete_id, activity_id AS shown, activity_id AS holder,
                CAST(NULL AS BIGINT) AS aside
            FROM activity WHERE activity_id NOT IN (SELECT activity_id FROM activity_source)
            UNION ALL
            SELECT source_sha256, athlete_id, NULL, CASE WHEN shows_records THEN activity_id END, source_id
            FROM activity_source
        )
        SELECT f.sha256, f.athlete_id, {named}
        FROM (SELECT DISTINCT sha256, coalesce(athlete_id, -1) AS athlete_id FROM source_file WHERE {IN}) AS f
        """,
    )
    return {
        (row["sha256"], int(row["athlete_id"])): tuple(int(row[f"n{at}"]) for at in range(len(counts)))
        for row in found
    }


def torn(store: Store) -> list[str]:
    """Name what is half stored, doubled or left over; an empty list says that all hangs together."""
    return [f"{row['what']}: {row['n']}" for row in ask(store, torn_sql())]


def torn_sql() -> str:
    """Give the question that `torn` asks: what, and how many."""
    counted = " UNION ALL ".join(
        f"SELECT '{what}' AS what, count(*) AS n FROM ({sql}) AS t" for what, sql in _TORN.items()
    )
    return f"FROM ({counted}) WHERE n > 0"


def _rows(table: str) -> str:
    left_out = BOOKKEEPING.get(table, ())
    exclude = f" EXCLUDE ({', '.join(left_out)})" if left_out else ""
    # The line of an archive counts what became of its members this time: that is bookkeeping, too.
    where = f" WHERE {IN}" if table == "source_file" else ""
    return f"SELECT *{exclude} FROM {table}{where}"


def _place(part: str) -> str:
    return "holder" if part == "record" else "shown"


def _file(alias: str, name: str = "sha256") -> str:
    return f"{alias}.{name} = f.sha256 AND (f.athlete_id = -1 OR {alias}.athlete_id = f.athlete_id)"


_SOURCES = "SELECT source_id FROM activity_source"
_TORN = {
    **{
        f"{part} without its activity": f"SELECT 1 FROM {part} AS p WHERE p.activity_id IS NOT NULL "
        "AND p.activity_id NOT IN (SELECT activity_id FROM activity)"
        for part in PARTS
    },
    **{
        f"aside_{part} without its source": f"SELECT 1 FROM aside_{part} AS p "
        f"WHERE p.activity_id IS NOT NULL AND p.activity_id NOT IN ({_SOURCES})"
        for part in (*PARTS, "activity")
    },
    "activity without a session": "SELECT 1 FROM activity WHERE activity_id NOT IN (SELECT activity_id FROM session)",
    "activity without its records": "SELECT 1 FROM activity WHERE has_records "
    "AND activity_id NOT IN (SELECT activity_id FROM record)",
    "activity twice": "SELECT activity_id FROM activity GROUP BY ALL HAVING count(*) > 1",
    "session twice": "SELECT activity_id, session_no FROM session GROUP BY ALL HAVING count(*) > 1",
    "set twice": "SELECT set_id, activity_id FROM strength_set GROUP BY ALL HAVING count(*) > 1",
    "source twice": "SELECT source_id FROM activity_source GROUP BY ALL HAVING count(*) > 1",
    "source of nothing": "SELECT 1 FROM activity_source WHERE activity_id NOT IN (SELECT activity_id FROM activity) "
    "AND activity_id NOT IN (SELECT of_id FROM activity_piece)",
    "piece of nothing": "SELECT 1 FROM activity_piece WHERE of_id NOT IN (SELECT activity_id FROM activity_source) "
    "OR activity_id NOT IN (SELECT activity_id FROM activity)",
    "records of a piece twice": "SELECT 1 FROM activity_source WHERE shows_records "
    "AND activity_id IN (SELECT of_id FROM activity_piece)",
    "source without its rows": "SELECT 1 FROM activity_source WHERE source_id NOT IN (SELECT activity_id FROM aside_activity)",
    "source alone": "SELECT activity_id FROM activity_source WHERE athlete_id NOT IN "
    "(SELECT athlete_id FROM activity_edit WHERE taken_back_at_utc IS NULL) GROUP BY ALL HAVING count(*) < 2",
    "records shown twice": "SELECT activity_id FROM activity_source WHERE shows_records GROUP BY ALL HAVING count(*) > 1",
    "records of a source lost or doubled": """
        SELECT s.source_id FROM activity_source AS s
        LEFT JOIN (SELECT activity_id, count(*) AS n FROM record GROUP BY ALL) AS r ON r.activity_id = s.activity_id
        LEFT JOIN (SELECT activity_id, count(*) AS n FROM aside_record GROUP BY ALL) AS x ON x.activity_id = s.source_id
        WHERE coalesce(x.n, 0) <> CASE WHEN s.shows_records THEN 0 ELSE s.record_rows END
            OR (s.shows_records AND coalesce(r.n, 0) <> s.record_rows)
    """,
    "file twice": f"SELECT sha256, athlete_id FROM source_file WHERE {IN} GROUP BY ALL HAVING count(*) > 1",
    "file without its original": f"SELECT 1 FROM source_file WHERE {IN} AND content IS NULL",
    "file that no import brought": f"SELECT 1 FROM source_file AS f WHERE {IN} AND NOT EXISTS ("
    "SELECT 1 FROM batch_file AS c JOIN import_batch AS b ON b.batch_id = c.batch_id "
    "WHERE b.undone_at_utc IS NULL AND c.sha256 = f.sha256 AND c.athlete_id IS NOT DISTINCT FROM f.athlete_id)",
    "brought file that is not there": "SELECT 1 FROM batch_file AS c JOIN import_batch AS b ON b.batch_id = c.batch_id "
    "WHERE b.undone_at_utc IS NULL AND NOT EXISTS (SELECT 1 FROM source_file AS f WHERE c.sha256 = f.sha256 "
    "AND c.athlete_id IS NOT DISTINCT FROM f.athlete_id)",
    "days to be counted": "SELECT 1 FROM stale_athlete",
    **{
        f"{table} of a file that is not there": f"SELECT 1 FROM {table} WHERE source_sha256 IS NOT NULL "
        f"AND source_sha256 NOT IN (SELECT sha256 FROM source_file WHERE {IN})"
        for table in ("activity", "activity_source", "strength_set", "aside_strength_set", *BY_FILE,
                      *(f"aside_{table}" for table in BY_FILE))
    },
}  # fmt: skip
