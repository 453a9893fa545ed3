"""One name, one meaning, one unit: every column of the store has its row in data/glossary.csv."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

from analytics.store import Store


def test_every_column_of_every_table_and_view_has_a_row(store: Store, project: Path) -> None:
    with (project / "data" / "glossary.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows and set(rows[0]) == {"name", "label", "unit", "description", "source"}
    names = Counter(row["name"] for row in rows)
    assert [name for name, times in names.items() if times > 1] == []
    with store.reader() as reader:
        columns = reader.sql(
            "SELECT DISTINCT column_name FROM duckdb_columns() WHERE database_name = current_database()"
        )
    assert sorted(set(columns.column_name) - set(names)) == []
    assert [row["name"] for row in rows if not row["label"].strip() or not row["description"].strip()] == []
