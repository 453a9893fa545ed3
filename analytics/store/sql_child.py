"""The process in which a person's own SQL runs: alone, with little memory and time, and the rows given.

It is started as a file of its own and imports nothing of the project. It speaks in lines of JSON: it reads a
question, says which tables and columns the question names, takes these in from files, shuts every door behind
itself, and only then runs the question. Whoever started it ends it when time is up.
"""

from __future__ import annotations

import contextlib
import datetime
import decimal
import importlib.util
import json
import math
import os
import re
import sys
import uuid
from typing import Any

import duckdb

HAS_LIMITS = importlib.util.find_spec("resource") is not None
"""Windows knows no such limits: there the database's own and the parent's clock must do."""
if HAS_LIMITS:
    import resource

LONGEST_TEXT = 20_000
"""A cell with a longer text is cut."""
BATCH = 500
SEEN_THROUGH = {"query", "query_table", "json_execute_serialized_sql", "pragma_storage_info"}
"""Functions that name tables, or hold SQL, in a text: what they read could not be told before they run."""
CATALOGUE = ("duckdb_", "pragma_", "information_schema", "sqlite_master", "pg_")
_EXPLAIN = re.compile(
    r"(?:\s|--[^\n]*(?:\n|$)|/\*.*?\*/)*EXPLAIN(?:\s+ANALYZE)?(?:\s*\([^)]*\))?\s", re.IGNORECASE | re.DOTALL
)
_PIVOT = re.compile(r"(?:\s|--[^\n]*\n)*(?:pivot|from|with)\b", re.IGNORECASE)
_ZONED = ("TIMESTAMP WITH TIME ZONE", "TIME WITH TIME ZONE")


class Refused(Exception):  # noqa: N818 - said to a person, not a fault
    """The question is not run; the text says why."""


def limit(asked: dict[str, Any]) -> None:
    """Have the system hold this process to its memory and time, and let it write no file."""
    if not HAS_LIMITS:
        return
    for name, value in (
        ("RLIMIT_AS", asked["address_bytes"]),
        ("RLIMIT_CPU", asked["cpu_s"]),
        ("RLIMIT_FSIZE", 0),
        ("RLIMIT_CORE", 0),
    ):
        with contextlib.suppress(AttributeError, ValueError, OSError):  # not every system knows every limit
            resource.setrlimit(getattr(resource, name), (value, value))


def opened(memory_mb: int) -> duckdb.DuckDBPyConnection:
    """Open a database that lives in memory alone."""
    return duckdb.connect(
        ":memory:",
        config={
            "threads": "1",
            "memory_limit": f"{memory_mb}MB",
            "temp_directory": "",
            "allow_community_extensions": "false",
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "python_enable_replacements": "false",
        },
    )


def shut(connection: duckdb.DuckDBPyConnection) -> None:
    """Shut every door: no file, no network, no setting, and nothing more can be opened by this process."""
    connection.execute("SET secret_directory = ''")
    connection.execute("SET disabled_filesystems = 'LocalFileSystem'")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    if HAS_LIMITS:
        resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))


def quoted(text: str) -> str:
    """Write a text as SQL does.

    Examples
    --------
    >>> quoted("it's")
    "'it''s'"
    """
    return "'" + text.replace("'", "''") + "'"


def needs(
    connection: duckdb.DuckDBPyConnection, text: str, columns: dict[str, dict[str, str]]
) -> dict[str, list[str]]:
    """Say which columns of which tables a question names; with a star or the like, all of a table's.

    Raises
    ------
    Refused
        If it is not one SELECT (or EXPLAIN of one, DESCRIBE, SUMMARIZE, SHOW), or hides what it reads.
    """
    statements = connection.extract_statements(text)
    if not statements:
        raise Refused("There is no question yet: write one SELECT.")
    kinds = [statement.type for statement in statements]
    is_select = kinds[0] in (duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN)
    if not is_select and _PIVOT.match(text) and re.search(r"(?i)\bpivot\b", text):
        raise Refused("PIVOT must name its values here: PIVOT … ON column IN ('a', 'b') USING sum(…).")
    if len(statements) > 1:
        raise Refused(f"Only one question at a time: here are {len(statements)}, with ';' between them.")
    if not is_select:
        raise Refused("Only a SELECT can be asked here: nothing can be changed, stored, loaded or set.")
    plain = _EXPLAIN.sub("", text, count=1) if kinds[0] == duckdb.StatementType.EXPLAIN else text
    # No parameters: to bind one, the database's Python side would load pandas, five times its own start.
    written = connection.execute(f"SELECT json_serialize_sql({quoted(plain)})").fetchall()[0][0]
    tree = json.loads(written)
    if tree["error"] or len(tree["statements"]) != 1:
        raise Refused("Only a SELECT can be asked here: nothing can be changed, stored, loaded or set.")
    return _named(tree, columns)


def _named(tree: Any, columns: dict[str, dict[str, str]]) -> dict[str, list[str]]:
    tables: set[str] = set()
    texts: set[str] = set()
    alone: set[str] = set()
    others: set[str] = set()
    everything = False
    left = [tree]
    while left:
        node = left.pop()
        if isinstance(node, str):
            texts.add(node.lower())
        elif isinstance(node, list):
            left += node
        elif isinstance(node, dict):
            kind = node.get("type")
            if kind == "BASE_TABLE":
                tables |= {node["table_name"].lower()}
                others.add(node["alias"].lower())
                everything |= bool(node["column_name_alias"])
            elif kind == "COLUMN_REF" and len(node["column_names"]) == 1:
                alone.add(node["column_names"][0].lower())
            everything |= kind in ("PIVOT", "SHOW_REF") or node.get("ref_type") == "NATURAL"
            everything |= node.get("class") in ("STAR", "POSITIONAL_REFERENCE")
            if node.get("function_name", "") in SEEN_THROUGH:
                raise Refused(f"{node['function_name']}() cannot be used here: name the tables themselves.")
            left += node.values()
    # A table's name, or its other name, in place of a column is a whole row of it.
    everything |= bool(alone & (tables | others))
    named = {}
    for table in sorted(tables & columns.keys()):
        some = [name for name in columns[table] if everything or name.lower() in texts]
        named[table] = some or list(columns[table])[:1]
    if any(text.startswith(CATALOGUE) or text == '"tables"' for text in texts):
        named |= {table: [] for table in columns if table not in named}
    return named


def take_in(
    connection: duckdb.DuckDBPyConnection, files: dict[str, str | None], columns: dict[str, dict[str, str]]
) -> None:
    """Take the tables in; one without a file is only shown with its columns."""
    for table, file in files.items():
        if file is None:
            inside = ", ".join(f'"{name}" {kind}' for name, kind in columns[table].items())
            connection.execute(f'CREATE TABLE "{table}" ({inside})')
        else:
            connection.execute(f'CREATE TABLE "{table}" AS FROM read_parquet({quoted(file)})')


def plain(value: Any) -> Any:
    """Turn one cell into what JSON can say.

    Examples
    --------
    >>> plain(datetime.date(2026, 3, 2)), plain([1, None]), plain(float("inf"))
    ('2026-03-02', '[1, None]', 'inf')
    """
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else (None if math.isnan(value) else str(value))
    if isinstance(value, decimal.Decimal):
        return float(value)
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    text = f"({len(value)} bytes)" if isinstance(value, bytes) else str(value)
    return text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - 1] + "…"


def asked(connection: duckdb.DuckDBPyConnection, text: str) -> duckdb.DuckDBPyConnection:
    """Run the question; moments with a time zone come back in this computer's."""
    result = connection.execute(text)
    heads = result.description or []
    if not any(str(head[1]) in _ZONED for head in heads):
        return result
    names = [f"c{number}" for number in range(len(heads))]
    shown = [
        f'{name}{"::VARCHAR" if str(head[1]) in _ZONED else ""} AS "{head[0].replace(chr(34), chr(34) * 2)}"'
        for name, head in zip(names, heads, strict=True)
    ]
    statement = connection.extract_statements(text)[0].query.strip().rstrip(";")
    return connection.execute(
        f"SELECT {', '.join(shown)} FROM (\n{statement}\n) AS answer({', '.join(names)})"
    )


def answer(connection: duckdb.DuckDBPyConnection, text: str, *, most_rows: int, most_bytes: int) -> None:
    """Run the question and tell its rows until they are all told, or are too many."""
    result = asked(connection, text)
    tell({"columns": [[str(head[0]), str(head[1])] for head in result.description or []]})
    rows = size = 0
    cut = None
    while cut is None and (some := result.fetchmany(BATCH)):
        if rows + len(some) > most_rows:
            some, cut = some[: most_rows - rows], "rows"
        told = []
        for row in some:
            line = json.dumps([plain(value) for value in row], ensure_ascii=False)
            size += len(line)
            if size > most_bytes:
                cut = "bytes"
                break
            told.append(line)
        rows += len(told)
        _write(f'{{"rows": [{", ".join(told)}]}}')
    tell({"done": rows, "cut": cut})


def tell(what: dict[str, Any]) -> None:
    """Say one line to whoever started this process."""
    _write(json.dumps(what, ensure_ascii=False))


def _write(line: str) -> None:
    sys.stdout.buffer.write(line.encode("utf-8", "replace") + b"\n")
    sys.stdout.buffer.flush()


def _heard() -> dict[str, Any]:
    line = sys.stdin.buffer.readline()
    if not line:
        os._exit(0)  # nobody is there any more
    heard: dict[str, Any] = json.loads(line)
    return heard


def main() -> None:
    """Hear one question, answer it, end."""
    question = _heard()
    text, columns = question["sql"], question["columns"]
    limit(question["limits"])
    try:
        connection = opened(question["limits"]["memory_mb"])
        tell({"needs": needs(connection, text, columns)})
        take_in(connection, _heard()["files"], columns)
        shut(connection)
        tell({"runs": True})
        answer(
            connection,
            text,
            most_rows=question["limits"]["rows"],
            most_bytes=question["limits"]["bytes"],
        )
    except Refused as error:
        tell({"error": "Refused", "text": str(error)})
    except (MemoryError, duckdb.OutOfMemoryException):
        tell({"error": "OutOfMemoryException", "text": ""})
    except RecursionError:
        tell({"error": "Refused", "text": "This question is nested too deeply."})
    except Exception as error:  # whatever it is, it is said in words, with no trace
        tell({"error": type(error).__name__, "text": str(error)})
    sys.stdout.buffer.flush()
    os._exit(0)


if __name__ == "__main__":
    uuid.uuid4()  # what the database's rows may need is imported before no file can be opened any more
    main()
