"""A question in SQL to take along: its rows as Parquet files, a notebook and a script that ask it again."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path

FOLDER = "hipstride-query"
_IMPORTS = """\
from pathlib import Path

import duckdb

"""
_OPENING = """\
connection = duckdb.connect()
for file in sorted((HERE / "data").glob("*.parquet")):
    connection.from_parquet(str(file)).create_view(file.stem)
"""
_ASKING = """\
query = (HERE / "query.sql").read_text(encoding="utf-8")
answer = connection.execute(query).df()
"""


def bundle(query: str, tables: Mapping[str, Path], *, about: str) -> bytes:
    """Put a question, the rows it was asked of, a notebook, a script and a word on them into one ZIP.

    Parameters
    ----------
    tables
        A Parquet file each.
    about
        Whose rows these are and how they were chosen, in words.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in (
            ("README.txt", _readme(tables, about)),
            ("query.sql", query.strip() + "\n"),
            ("query.py", script()),
            ("query.ipynb", notebook(about)),
        ):
            archive.writestr(f"{FOLDER}/{name}", text)
        for table, file in tables.items():
            archive.write(file, f"{FOLDER}/data/{table}.parquet")
    return out.getvalue()


def script() -> str:
    """Write the script; it reads what lies beside it."""
    return (
        '"""Ask the question in query.sql of the Parquet files in data/. Needs duckdb and pandas."""\n\n'
        f"import sys\n{_IMPORTS}HERE = Path(__file__).resolve().parent\n{_OPENING}{_ASKING}"
        "print(answer.to_string())\n"
        "if len(sys.argv) > 1:  # python query.py answer.csv\n    answer.to_csv(sys.argv[1], index=False)\n"
    )


def notebook(about: str) -> str:
    """Write the notebook; it is started in its own folder."""
    cells = [
        _cell("markdown", f"# A question of your own\n\n{about}\n\nNeeds `duckdb` and `pandas`."),
        _cell("code", f'{_IMPORTS}HERE = Path(".")\n{_OPENING}'.rstrip()),
        _cell("code", _ASKING.rstrip() + "\nanswer"),
    ]
    return json.dumps(
        {
            "cells": [cell | {"id": f"cell-{number}"} for number, cell in enumerate(cells)],
            "metadata": {
                "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
                "language_info": {"name": "python"},
            },
            "nbformat": 4,
            "nbformat_minor": 5,
        },
        indent=1,
    )


def _cell(kind: str, text: str) -> dict[str, object]:
    cell: dict[str, object] = {
        "cell_type": kind,
        "metadata": {},
        "source": text.splitlines(keepends=True),
    }
    return cell | ({"execution_count": None, "outputs": []} if kind == "code" else {})


def _readme(tables: Mapping[str, Path], about: str) -> str:
    names = ", ".join(f"data/{table}.parquet" for table in tables) or "no table"
    return (
        f"{about}\n\n"
        "Run `python query.py`, or open query.ipynb in Jupyter in this folder. Both need duckdb and pandas\n"
        f"and ask query.sql of {names}.\n"
        "Units are in the names of columns (_m metres, _s seconds, _bpm beats a minute). Rest is 0,\n"
        "unknown is NULL. These are records of a person: keep them as you would keep a letter.\n"
    )
