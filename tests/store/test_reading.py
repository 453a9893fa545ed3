"""Reading: one cursor each, named queries that all stand, and a console that can only look."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from analytics.errors import StoreError
from analytics.store import Store, open_store
from analytics.store.store import QUERIES

Make = Callable[..., Any]


@pytest.mark.parametrize("name", sorted(file.stem for file in QUERIES.glob("*.sql")))
def test_every_query_stands_on_what_the_store_has(store: Store, name: str) -> None:
    text = re.sub(r"--[^\n]*", "", (QUERIES / f"{name}.sql").read_text(encoding="utf-8"))
    days = dict.fromkeys(("since", "until", "first", "last", "day"), dt.date(2026, 1, 1))
    days |= dict.fromkeys(("first_day", "last_day"), dt.date(2026, 1, 1))
    lists = {"set_ids": [1], "athlete_ids": [1], "dose_edges": [3.0, 8.0], "levels": ["time_loss"]}
    words = {"period": "month", "start_utc": dt.datetime(2026, 1, 1, 6)}
    given: dict[str, Any] = {**days, **lists, **words}
    params = {param: given.get(param, 1) for param in re.findall(r"\$(\w+)", text)}
    with store.reader() as reader:
        assert isinstance(reader.frame(name, **params), pd.DataFrame)


def test_a_query_that_does_not_exist_is_a_mistake_of_ours(store: Store) -> None:
    with store.reader() as reader, pytest.raises(ValueError, match="no query named 'nothing'"):
        reader.frame("nothing")


def test_a_row_is_a_dict_with_none_for_unknown(store: Store, athlete: int) -> None:
    with store.reader() as reader:
        row = reader.row("today_athlete", athlete_id=athlete)
        assert row is not None and (row["name"], row["birth_year"]) == ("Ada", None)
        assert reader.row("today_athlete", athlete_id=99) is None


def test_nothing_is_left_unread_that_would_bar_the_next_statement() -> None:
    left = [
        f"{file.name}:{number}"
        for file in sorted(QUERIES.parent.glob("*.py"))
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if ".fetchone("
        in line  # DuckDB 2 refuses other work on a connection until a result is read to its end
    ]
    assert left == []


def test_frames_hold_plain_columns(store: Store) -> None:
    with store.reader() as reader:
        frame = reader.sql(
            "SELECT * FROM (VALUES (1, true, 1, true, DATE '2026-03-02'), (2, NULL, NULL, false, NULL)) "
            "AS t (whole, maybe, gap, sure, day)"
        )
    assert frame.whole.dtype.kind == "i"
    assert frame.gap.dtype == "float64" and pd.isna(frame.gap[1])
    assert frame.maybe.tolist() == [True, None]
    assert frame.sure.dtype == bool
    assert frame.day[0] == pd.Timestamp("2026-03-02") and frame.day[1] is pd.NaT


@pytest.mark.parametrize(
    "text",
    [
        "INSERT INTO athlete (name) VALUES ('x')",
        "DROP TABLE athlete",
        "SELECT 1; DROP TABLE athlete",
        "CREATE TABLE x AS SELECT 1",
        "COPY athlete TO 'athletes.csv'",
        "ATTACH 'other.duckdb'",
        "SET memory_limit = '1GB'",
        "INSTALL httpfs",
        "PRAGMA database_list; SELECT 1",
        "EXPLAIN ANALYZE DELETE FROM athlete",
        "",
        "SELEKT 1",
        "SELECT * FROM nowhere",
        "SELECT * FROM read_csv('/etc/hostname')",
        "SELECT * FROM '/etc/hostname'",
        "SELECT * FROM read_text('*')",
        "FROM glob('*')",
        "SELECT getenv('HOME')",
        "SELECT * FROM text",  # a variable of this program, not a table
    ],
)
@pytest.mark.parametrize("read_only", [False, True])
def test_the_console_can_only_look(
    store: Store, athlete: int, tmp_path: Path, text: str, read_only: bool
) -> None:
    if read_only:
        store.close()
    with open_store(tmp_path / "a.duckdb", read_only=read_only) as looked_at, looked_at.reader() as reader:
        with pytest.raises(StoreError) as told:
            reader.sql(text)
        assert "\n" not in str(told.value)
        assert list(reader.sql("SELECT name FROM athlete").name) == ["Ada"]


@pytest.mark.parametrize(
    "text",
    [
        "WITH a AS (SELECT 1 AS x) SELECT x FROM a",
        "SELECT * FROM athlete;",
        "FROM athlete_week",
        "DESCRIBE athlete",
        "SUMMARIZE athlete",
        "SHOW TABLES",
        "EXPLAIN SELECT 1",
    ],
)
def test_the_console_answers_questions(store: Store, athlete: int, text: str) -> None:
    with store.reader() as reader:
        assert isinstance(reader.sql(text), pd.DataFrame)


def test_the_console_takes_parameters(store: Store, athlete: int) -> None:
    with store.reader() as reader:
        assert reader.sql("SELECT name FROM athlete WHERE athlete_id = $id", {"id": athlete}).name[0] == "Ada"
