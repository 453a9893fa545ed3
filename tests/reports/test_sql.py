"""SQL of one's own: ready questions that answer, words for columns, charts that fit, and taking it along."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from analytics.charts import sql_answer as chart
from analytics.reports import sql
from analytics.store import Store, asking, open_store
from analytics.store.sql_answer import Answer


@pytest.fixture(scope="module")
def squad(demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    copy = tmp_path_factory.mktemp("sql") / "demo.duckdb"
    shutil.copyfile(demo_file, copy)
    with open_store(copy) as store:
        yield store


@pytest.mark.parametrize("example", sql.examples(), ids=lambda one: one.id)
def test_a_ready_question_is_answered_for_the_squad_and_can_be_drawn(
    example: sql.Example, squad: Store
) -> None:
    answer = asking.ask(squad, example.sql, athlete_ids=None)
    frame = answer.frame()
    assert len(frame) >= 2 and answer.cut is None and answer.tables
    plot = sql.suggested(frame)
    assert plot is not None
    drawing = chart.draw(frame, **vars(plot), **sql.said(plot))
    assert drawing.figure.data and "No value" not in drawing.alt_text


def test_there_are_a_dozen_ready_questions() -> None:
    assert len(sql.examples()) >= 12
    assert all(one.question.endswith("?") for one in sql.examples())


def test_every_column_has_its_words_and_is_found_by_them(squad: Store) -> None:
    with squad.reader() as reader:
        tables = sql.gather(reader, with_private=False)
        private = sql.gather(reader, with_private=True)
    everything = sql.found(tables, "")
    assert everything[everything["meaning"].eq("")].to_dict("records") == []
    assert {"note", "latitude_deg"} & set(everything["name"]) == set()
    assert {"note", "latitude_deg"} <= set(sql.found(private, "")["name"])
    assert "hr_mean_bpm" in set(sql.found(tables, "HEART rate")["name"])
    assert all(one.about for one in tables)


def test_a_chart_is_suggested_that_fits_and_none_where_nothing_can_be_drawn() -> None:
    day = [pd.Timestamp("2026-03-02").date(), pd.Timestamp("2026-03-09").date()]
    assert sql.suggested(pd.DataFrame({"athlete_id": [1, 1], "week": day, "km": [1.0, 2.0]})) == sql.Plot(
        "line", "week", "km"
    )
    assert sql.suggested(pd.DataFrame({"who": ["a", "b"], "n": [1, 2]})) == sql.Plot("bars", "who", "n")
    assert sql.suggested(pd.DataFrame({"a": [1, 2], "b": [1.5, 2.5]})) == sql.Plot("dots", "a", "b")
    assert sql.suggested(pd.DataFrame({"who": ["a", "b"]})) is None
    assert sql.suggested(pd.DataFrame({"n": [1]})) is None


def test_the_line_says_what_was_left_out() -> None:
    def answer(rows: int, cut: str | None) -> Answer:
        return Answer(("n",), ("BIGINT",), ((1,),) * rows, cut, ("athlete_week",), 0.21)  # type: ignore[arg-type]

    assert sql.line(answer(1, None)) == "1 row from athlete_week, in 0.2 s."
    assert "shows the first 500; the file holds all" in sql.line(answer(501, None))
    assert sql.line(answer(3, "rows")).startswith("The first 3 rows") and "There are more" in sql.line(
        answer(3, "rows")
    )
    assert "too large" in sql.line(answer(3, "bytes"))


def test_files_hold_the_answer_and_no_formula(squad: Store) -> None:
    answer = asking.ask(
        squad, "SELECT '=1+1' AS t, NULL::BIGINT AS n, DATE '2026-03-02' AS d", athlete_ids=None
    )
    with squad.reader() as reader:
        assert sql.csv(reader, answer=answer).decode("utf-8-sig").splitlines() == [
            "t,n,d",
            "'=1+1,,2026-03-02",
        ]
        again = pd.read_parquet(io.BytesIO(sql.parquet(reader, answer=answer)))
    assert again["t"].tolist() == ["=1+1"] and again["n"].isna().all() and str(again["d"][0]) == "2026-03-02"


def test_what_is_taken_along_asks_the_same_question_again_and_holds_nobody_else(
    squad: Store, tmp_path: Path
) -> None:
    query = "SELECT athlete_id, sum(hip_sets) AS hip_sets, count(*) AS weeks FROM athlete_week GROUP BY ALL"
    answer = asking.ask(squad, query, athlete_ids=(7, 8))
    with squad.reader() as reader:
        packed = sql.take_along(
            reader,
            query=query,
            tables=answer.tables,
            athlete_ids=(7, 8),
            with_private=False,
            whose="two runners",
        )
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        names = archive.namelist()
        archive.extractall(tmp_path)
    folder = tmp_path / "hipstride-query"
    assert sorted(Path(name).relative_to(folder.name).as_posix() for name in names) == [
        "README.txt", "data/athlete_week.parquet", "query.ipynb", "query.py", "query.sql"
    ]  # fmt: skip
    assert "Rows of two runners" in (folder / "README.txt").read_text("utf-8")
    ran = subprocess.run(
        [sys.executable, str(folder / "query.py"), "answer.csv"],
        cwd=tmp_path,
        check=True,
        capture_output=True,
        text=True,
    )
    assert "hip_sets" in ran.stdout
    got = pd.read_csv(tmp_path / "answer.csv").sort_values("athlete_id")
    pd.testing.assert_frame_equal(
        got.reset_index(drop=True),
        answer.frame().sort_values("athlete_id").astype(got.dtypes.to_dict()).reset_index(drop=True),
    )
    # The notebook's cells do the same.
    cells = json.loads((folder / "query.ipynb").read_text("utf-8"))["cells"]
    code = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    ran = subprocess.run(
        [sys.executable, "-c", f"{code}.pipe(lambda rows: print(len(rows)))"], cwd=folder, check=True, capture_output=True,
        text=True,
    )  # fmt: skip
    assert ran.stdout.split() == ["2"]
