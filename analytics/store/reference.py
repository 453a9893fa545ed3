"""The reviewable tables of data/ as tables of the database, loaded anew whenever one of them changes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import duckdb
import pyarrow as pa

from analytics.knowledge import place
from analytics.store import kept, migrations, recounting

Value = str | float | int | None
Reading = Callable[[dict[str, str]], tuple[Value, ...]]


def _text(value: str) -> str | None:
    return value or None


TABLES: dict[str, tuple[str, Reading]] = {
    "exercise": (
        "exercises.csv",
        lambda r: (
            r["id"], r["name"], _text(r["family"]), _text(r["primary_target"]), place.number(r["hip_weight"]),
        ),
    ),
    "injury_kind": ("injuries.csv", lambda r: (r["id"], r["name"], _text(r["site"]))),
    "injury_site": ("sites.csv", lambda r: (r["id"], r["label"])),
    "dose_decay": ("dose_decay.csv", lambda r: (int(r["lag_weeks"]), float(r["weight"]))),
    "rule": ("rules.csv", lambda r: (r["name"], float(r["value"]), _text(r["unit"]), _text(r["source"]))),
    "glossary": (
        "glossary.csv",
        lambda r: (r["name"], r["label"], _text(r["unit"]), r["description"], _text(r["source"])),
    ),
    "evidence": (
        "evidence.csv",
        lambda r: (
            r["id"], _text(r["topic"]), r["claim"], _text(r["population"]), _text(r["measure"]),
            place.number(r["effect"]), place.number(r["low"]), place.number(r["high"]),
            _text(r["certainty"]), _text(r["doi_or_address"]),
        ),
    ),
}  # fmt: skip
"""Table -> the file it is read from, and which of the file's columns the database needs."""


VIEWS = "view files"
BEFORE = "views"
"""What versions that counted everything anew at every change wrote: what they counted is not told apart."""


def load(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Load what has changed since the last opening, make the views anew and count what stands on it.

    Returns
    -------
    list of str
        What was renewed: reference tables, the views, kept tables.
    """
    views = "".join(file.read_text(encoding="utf-8") for file in migrations.view_files())
    digests = {
        table: hashlib.sha256(place.data_file(name).read_bytes()).hexdigest()
        for table, (name, _) in TABLES.items()
    }
    counted = recounting.fingerprints(digests)
    digests[VIEWS] = hashlib.sha256(views.encode()).hexdigest()
    had = dict(connection.execute("SELECT name, digest FROM loaded").fetchall())
    stale = [name for name, digest in digests.items() if had.get(name) != digest]
    out_of_date = [
        name
        for name, digest in counted.items()
        if BEFORE in had or had.get(f"kept {name}") != digest or recounting.read_by(name) & set(stale)
    ]
    if not stale and not out_of_date:
        return []
    connection.execute("BEGIN TRANSACTION")
    try:
        for name in stale:
            if name != VIEWS:
                _fill(connection, name)
        kept.rebuild(connection, out_of_date)
        now = digests | {f"kept {name}": digest for name, digest in counted.items()}
        for name in {BEFORE, *now}:
            connection.execute("DELETE FROM loaded WHERE name = ?", [name])
        connection.executemany("INSERT INTO loaded VALUES (?, ?)", sorted(now.items()))
        connection.execute("UPDATE revision SET number = number + 1")
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    return [*stale, *out_of_date]


def _fill(connection: duckdb.DuckDBPyConnection, table: str) -> None:
    file, reading = TABLES[table]
    rows = [reading(row) for row in place.rows(file)]
    connection.execute(f"DELETE FROM {table}")
    if rows:
        columns = [pa.array(column) for column in zip(*rows, strict=True)]
        connection.register("incoming", pa.table(columns, names=[f"c{i}" for i in range(len(columns))]))
        connection.execute(f"INSERT INTO {table} SELECT * FROM incoming")
        connection.unregister("incoming")
