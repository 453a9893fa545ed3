"""Staging in memory: tables whose constraints are the rules of a row, each with its words."""

from __future__ import annotations

import datetime as dt
import math
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa

STAGING = Path(__file__).resolve().parent / "staging"

ARROW_TYPES = {
    "BIGINT": pa.int64(),
    "DOUBLE": pa.float64(),
    "VARCHAR": pa.string(),
    "DATE": pa.date32(),
    "TIMESTAMP": pa.timestamp("us"),
    "BOOLEAN": pa.bool_(),
    "BLOB": pa.binary(),
    "UINTEGER[]": pa.list_(pa.uint32()),
}
BIGGEST = 2**62
BOOKKEEPING = ("row_no", "latest_day")

REFERENCES = {
    "known_exercise": "SELECT exercise_id FROM exercise",
    "known_diagnosis": "SELECT diagnosis_id FROM injury_kind",
    "known_site": "SELECT site FROM injury_site",
}


@dataclass(frozen=True)
class Rule:
    """One constraint of a staging table: when a row breaks it, in SQL, and what to say then.

    `clears` names the column that becomes unknown instead of the row being refused.
    """

    table: str
    kind: str
    broken_when: str
    sentence: str
    clears: str | None


@dataclass
class Sifted:
    """The sound rows as an Arrow table, and what was said of the others.

    `kept` are the positions of the sound rows among those given; `refused` and `cleared` hold the sentences
    by position.
    """

    table: pa.Table
    kept: list[int]
    refused: dict[int, list[str]] = field(default_factory=dict)
    cleared: dict[int, list[str]] = field(default_factory=dict)


class Sieve:
    """The staging tables, in a memory database of their own."""

    def __init__(self, references: dict[str, list[str]]) -> None:
        # Here only our own statements run, so that tables may be found by the name of a variable: registering
        # them and taking them back costs more than most statements do.
        self._db = duckdb.connect(":memory:", config={"python_enable_replacements": "true", "threads": 1})
        # A rule is asked of one small table as it stands: looking for a better way takes longer than that.
        self._db.execute("PRAGMA disable_optimizer")
        sentences: dict[str, list[str]] = {}
        for file in sorted(STAGING.glob("*.sql")):
            text = file.read_text(encoding="utf-8")
            self._db.execute(text)
            sentences.update(sentences_of(text))
        for table, ids in references.items():
            if ids:
                incoming = pa.table({"id": pa.array(ids, pa.string())})  # noqa: F841 - read by the statement
                self._db.execute(f"INSERT INTO {table} SELECT DISTINCT id FROM incoming")
        self.columns: dict[str, dict[str, str]] = {}
        for table, column, kind in self._db.execute(
            "SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE NOT internal "
            "ORDER BY table_name, column_index"
        ).fetchall():
            self.columns.setdefault(table, {})[column] = kind
        constraints: dict[str, list[tuple[Any, ...]]] = {}
        for table, *constraint in self._db.execute(
            "SELECT table_name, constraint_type, expression, constraint_column_names, referenced_table, "
            "referenced_column_names FROM duckdb_constraints() ORDER BY table_name, constraint_index"
        ).fetchall():
            constraints.setdefault(table, []).append(tuple(constraint))
        self.rules = {
            table: _rules_of(table, constraints.get(table, []), words) for table, words in sentences.items()
        }

    def stored_columns(self, table: str) -> list[str]:
        """List the columns that a staging table shares with the durable one."""
        return [name for name in self.columns[table] if name not in BOOKKEEPING]

    def sift(
        self, table: str, rows: list[dict[str, Any]], *, latest_day: dt.date, passed: bool = False
    ) -> Sifted:
        """Part the sound rows from those that break a rule.

        Parameters
        ----------
        table
            A staging table.
        rows
            Values by column; a column left out is NULL, as is NaN.
        latest_day
            The last day a row may carry.
        passed
            These very rows have passed before, among others: they are only made into a table.
        """
        rows = list(rows)
        sifted = Sifted(table=self._arrow(table, rows, latest_day), kept=list(range(len(rows))))
        while rows and not passed and not self._passes(table, sifted.table):
            broken = self._ask(table, sifted.table)
            refused: set[int] = set()
            for at, rule in broken:
                sentence = rule.sentence.format_map(_Shown(rows[at]))
                if rule.clears is None:
                    refused.add(at)
                    sifted.refused.setdefault(sifted.kept[at], []).append(sentence)
                elif at not in refused:
                    sifted.cleared.setdefault(sifted.kept[at], []).append(sentence)
            for at, rule in broken:
                if rule.clears is not None:
                    rows[at] = rows[at] | {rule.clears: None}
            sifted.kept = [position for at, position in enumerate(sifted.kept) if at not in refused]
            rows = [row for at, row in enumerate(rows) if at not in refused]
            sifted.table = self._arrow(table, rows, latest_day)
        return sifted

    def in_bulk(self, table: str, rows: list[dict[str, Any]]) -> pa.Table:
        """Make rows into a table for `sift_bulk`; a column left out is NULL."""
        return pa.table(
            {
                name: _column([row.get(name) for row in rows], ARROW_TYPES[kind])
                for name, kind in self.columns[table].items()
            }
        )

    def sift_bulk(self, table: str, incoming: pa.Table) -> tuple[str, list[str]]:
        """Look over a large table where it lies.

        Returns
        -------
        tuple
            The SELECT over `incoming` that gives the sound rows with cleared cells, and the sentences of the
            rules that were broken, with how often in `{count}`.
        """
        rules = self.rules[table]
        counts = self._db.execute(
            "SELECT "
            + ", ".join(f"count(*) FILTER (WHERE {rule.broken_when})" for rule in rules)
            + " FROM incoming"
        ).fetchall()[0]
        broken = [(rule, n) for rule, n in zip(rules, counts, strict=True) if n]
        cells = {rule.clears: rule.broken_when for rule, _ in broken if rule.clears}
        refusing = [f"NOT ({rule.broken_when})" for rule, _ in broken if rule.clears is None]
        columns = ", ".join(
            f"CASE WHEN {cells[name]} THEN NULL ELSE {name} END AS {name}" if name in cells else name
            for name in incoming.column_names
        )
        where = f" WHERE {' AND '.join(refusing)}" if refusing else ""
        said = [rule.sentence.format_map(_Counted(count=n)) for rule, n in broken]
        return f"SELECT {columns} FROM incoming{where}", said

    def _passes(self, table: str, incoming: pa.Table) -> bool:
        # No rule asks what is in a file, which may be megabytes.
        cells = ", ".join("NULL" if kind == "BLOB" else name for name, kind in self.columns[table].items())
        self._db.execute("BEGIN TRANSACTION")
        try:
            self._db.execute(f"INSERT INTO {table} SELECT {cells} FROM incoming")
        except duckdb.ConstraintException:
            return False
        finally:
            self._db.execute("ROLLBACK")
        return True

    def _ask(self, table: str, incoming: pa.Table) -> list[tuple[int, Rule]]:
        rules = self.rules[table]
        tests = ", ".join(f"coalesce({rule.broken_when}, false) AS r{n}" for n, rule in enumerate(rules))
        any_broken = " OR ".join(f"r{n}" for n in range(len(rules)))
        found = self._db.execute(
            f"SELECT * FROM (SELECT row_no, {tests} FROM incoming) AS tested "
            f"WHERE {any_broken} ORDER BY row_no"
        ).fetchall()
        if not found:
            raise AssertionError(f"the staging table {table} refuses rows, but no rule says why")
        return [
            (row[0], rule)
            for row in found
            for rule, is_broken in zip(rules, row[1:], strict=True)
            if is_broken
        ]

    def _arrow(self, table: str, rows: list[dict[str, Any]], latest_day: dt.date) -> pa.Table:
        kinds = self.columns[table]
        strange = set().union(*rows) - set(kinds)
        if strange:
            raise ValueError(f"{table} has no column {', '.join(sorted(strange))}")
        columns = {
            name: _column([row.get(name) for row in rows], ARROW_TYPES[kind])
            for name, kind in kinds.items()
            if name not in BOOKKEEPING
        }
        columns["row_no"] = pa.array(range(len(rows)), pa.int64())
        columns["latest_day"] = pa.array([latest_day] * len(rows), pa.date32())
        return pa.table(columns)


def _rules_of(table: str, found: list[tuple[Any, ...]], sentences: list[str]) -> list[Rule]:
    """Put a table's constraints and the words behind them together."""
    if len(found) != len(sentences):
        raise AssertionError(f"{table}: {len(found)} rules and {len(sentences)} sentences")
    rules = []
    for (kind, expression, columns, other, other_columns), words in zip(found, sentences, strict=True):
        if kind == "CHECK":
            broken_when = f"NOT {expression}"
        elif kind == "NOT NULL":
            broken_when = f"{columns[0]} IS NULL"
        else:
            known = f"SELECT {other_columns[0]} FROM {other}"
            broken_when = f"({columns[0]} IS NOT NULL AND {columns[0]} NOT IN ({known}))"
        clears = re.match(r"(\w+) := NULL; (.*)", words)
        rules.append(
            Rule(
                table=table,
                kind=kind,
                broken_when=broken_when,
                sentence=clears[2] if clears else words,
                clears=clears[1] if clears else None,
            )
        )
    return rules


def sentences_of(text: str) -> dict[str, list[str]]:
    """Read the words behind each constraint of a staging file, table by table, in the order they stand.

    Examples
    --------
    >>> sentences_of("CREATE TABLE t (\\n a INTEGER,\\n CHECK (a > 0) -- {a} is not above 0\\n);")
    {'t': ['{a} is not above 0']}
    """
    found: dict[str, list[str]] = {}
    table = ""
    for line in text.splitlines():
        if match := re.match(r"CREATE TABLE (\w+) \($", line):
            table = match[1]
            found[table] = []
        elif table and re.search(r"\b(CHECK|NOT NULL|REFERENCES)\b", line.split("--")[0]):
            found[table].append(line.split("-- ", 1)[1].strip())
        elif line.startswith(");"):
            table = ""
    return found


class _Shown(dict[str, Any]):
    """A row's values as a sentence may show them: short, and never failing for an unknown one."""

    def __init__(self, row: dict[str, Any]) -> None:
        super().__init__({name: _short(_clean(value)) for name, value in row.items()})

    def __missing__(self, name: str) -> str:
        return "unknown"


class _Counted(dict[str, Any]):
    """What a sentence about many rows at once may show: how many, and no value of any."""

    def __missing__(self, name: str) -> str:
        return _Words("some")


class _Words(str):
    """Words that stand where a number was meant to: a number's format leaves them as they are."""

    def __format__(self, spec: str) -> str:
        return str(self)


def _short(value: Any) -> Any:
    if value is None:
        return _Words("unknown")
    if isinstance(value, str):
        return value if len(value) <= 40 else value[:39] + "…"
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= BIGGEST:
        return _Words("a very large number" if value > 0 else "a very small number")
    return value


def _column(values: list[Any], kind: pa.DataType) -> pa.Array:
    if pa.types.is_binary(kind):
        return _bytes(values)
    try:
        return pa.array(values, kind, from_pandas=True)  # NaN is NULL
    except (OverflowError, UnicodeEncodeError, pa.ArrowInvalid):
        return pa.array([_clean(value) for value in values], kind, from_pandas=True)


def _bytes(values: list[bytes | None]) -> pa.Array:
    """Lay files end to end, in one copy; together they stay below the 2 GB that such a column holds."""
    ends = np.cumsum([0, *(len(value) if value is not None else 0 for value in values)])
    there = pa.array([value is not None for value in values], pa.bool_())
    whole = b"".join(value for value in values if value is not None)
    buffers = [there.buffers()[1], pa.py_buffer(ends.astype(np.int32)), pa.py_buffer(whole)]
    return pa.Array.from_buffers(pa.binary(), len(values), buffers)


def _clean(value: Any) -> Any:
    """Make a value one the database can hold: NaN is unknown, and no number or letter is beyond it."""
    if isinstance(value, float) and math.isnan(value):
        return None
    if isinstance(value, int) and not isinstance(value, bool):
        return max(-BIGGEST, min(BIGGEST, value))
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8").replace("\x00", "")
    if hasattr(value, "item"):  # a numpy scalar
        return _clean(value.item())
    return value
