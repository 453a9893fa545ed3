"""A person's own SQL: what it may read, what it is told, and what it cannot do however it is asked."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from analytics.errors import StoreError
from analytics.store import Store, asking, open_store, sql_tables, sql_words
from analytics.store.asking import Answer, Limits, QueryError, Question

SMALL = Limits(rows=500, bytes=200_000, seconds=20, memory_mb=300, address_bytes=2**30)
SHORT = replace(SMALL, seconds=1.2)
Ask = Callable[..., Answer]


@pytest.fixture(scope="module")
def squad(demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The demo squad, one of them with a note and a place."""
    copy = tmp_path_factory.mktemp("asking") / "demo.duckdb"
    shutil.copyfile(demo_file, copy)
    with open_store(copy) as store:
        with store.writer() as writer:
            writer.change("UPDATE injury SET note = 'between us'")
        yield store


@pytest.fixture
def ask(squad: Store) -> Ask:
    def asked(query: str, *athlete_ids: int, **more: object) -> Answer:
        given = {"athlete_ids": athlete_ids or None, "limits": SMALL} | more
        return asking.ask(squad, query, **given)  # type: ignore[arg-type]

    return asked


NO_SELECT = "Only a SELECT can be asked here"
NO_FILES = "cannot be reached from here"
MEMORY = "needs more memory than it may have"
TIME = "took longer than 1.2 seconds"
ATTACKS = {
    # what it is: the question, and why it fails
    "reading a file": ("SELECT * FROM read_csv('/etc/passwd')", NO_FILES),
    "a file by its name": ("FROM '/etc/passwd'", NO_FILES),
    "the process's own secrets": ("SELECT content FROM read_blob('/proc/self/environ')", NO_FILES),
    "text of a file": ("SELECT * FROM read_text('/etc/hostname')", NO_FILES),
    "listing a folder": ("FROM glob('/*')", NO_FILES),
    "guessing at a file": ("FROM sniff_csv('/etc/passwd')", NO_FILES),
    "the files the rows came in": ("FROM read_parquet('*.parquet')", NO_FILES),
    "the network": ("FROM read_csv('https://example.org/a.csv')", NO_FILES),
    "the network by a name": ("FROM 's3://somewhere/a.parquet'", NO_FILES),
    "a name in other letters": (
        r"FROM read_csv(U&'\002Fetc\002Fpasswd')",
        "way of writing is not understood|could not choose",
    ),
    "writing a file": ("COPY (SELECT 1) TO '/tmp/hipstride-attack.csv'", NO_SELECT),
    "writing everything": ("EXPORT DATABASE '/tmp/hipstride-attack'", NO_SELECT),
    "another database": ("ATTACH '/tmp/other.duckdb' AS other", NO_SELECT),
    "installing": ("INSTALL httpfs", NO_SELECT),
    "loading": ("LOAD '/tmp/evil.duckdb_extension'", NO_SELECT),
    "a setting": ("SET memory_limit = '100GB'", NO_SELECT),
    "unlocking": ("SET lock_configuration = false", NO_SELECT),
    "a pragma": ("PRAGMA database_list", NO_SELECT),
    "a call": ("CALL pragma_database_size()", NO_SELECT),
    "a table": ("CREATE TABLE mine AS SELECT 1", NO_SELECT),
    "explaining what it would not run": ("EXPLAIN ANALYZE CREATE TABLE mine AS SELECT 1", NO_SELECT),
    "a second statement": ("SELECT 1; DROP TABLE athlete", "Only one question at a time"),
    "a second one behind a comment": (
        "SELECT 1 /* ; */ -- ;\n; COPY athlete TO 'a.csv'",
        "Only one question at a time",
    ),
    "nothing but a comment": ("-- SELECT 1", "no question yet"),
    "the environment": ("SELECT getenv('HOME')", "no function getenv"),
    "a question within a text": ("FROM query('FROM source_file')", "query() cannot be used here"),
    "a table within a text": ("FROM query_table('ath' || 'lete')", "query_table() cannot be used here"),
    "a question as data": (
        "FROM json_execute_serialized_sql(json_serialize_sql('SELECT 1'))",
        "json_execute_serialized_sql() cannot be used here",
    ),
    "a pivot that makes a type": (
        "PIVOT athlete_week ON source USING sum(runs)",
        "PIVOT must name its values",
    ),
    "an address in memory": ("FROM pandas_scan(140000000, 140000000, 140000000)", "no function matches"),
    "originals": ("SELECT content FROM source_file", "no table source_file"),
    "what lies beside the views": ("SELECT note FROM aside_injury", "no table aside_injury"),
    "another's settings": ("FROM main.house_setting", "no table house_setting"),
    "a note": ("SELECT note FROM injury", "no column note"),
    "where somebody was": ("SELECT latitude_deg FROM record_si LIMIT 1", "no column latitude_deg"),
    "very many numbers at once": ("SELECT range(1000000000)", MEMORY),
    "a text without end": ("SELECT repeat('x', 2000000000)", MEMORY),
    "a sort beyond memory": (
        "SELECT a.range, hash(a.range) AS h, repeat('x', 200) AS t FROM range(100000000) AS a ORDER BY h, t",
        f"{MEMORY}|{TIME}",
    ),
    "counting for ever": (
        "WITH RECURSIVE again AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM again) SELECT max(n) FROM again",
        f"{MEMORY}|{TIME}",
    ),
    "every pair of everything": (
        "SELECT sum(hash(a.range, b.range)) FROM range(10000000) a, range(10000000) b",
        TIME,
    ),
    "depth": ("SELECT 1" + " + 1" * 4500, "nested too deeply"),
    "another statement's mark": ("SELECT 1；DROP TABLE athlete", "not SQL the database understands"),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_fails_for_its_own_reason(attack: str, ask: Ask) -> None:
    query, because = ATTACKS[attack]
    with pytest.raises(QueryError, match=because.replace("()", r"\(\)")) as refused:
        ask(query, limits=SHORT if TIME in because else SMALL)
    said = str(refused.value)
    assert "Traceback" not in said and "Error:" not in said and str(Path(sys.prefix)) not in said


def test_after_an_attack_the_next_question_is_answered_and_nothing_is_left(
    ask: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with pytest.raises(QueryError):
        ask("SELECT range(1000000000)")
    assert ask("SELECT count(*) AS n FROM athlete").rows == ((24,),)
    assert list(tmp_path.iterdir()) == []
    assert not Path("/tmp/hipstride-attack.csv").exists()


def test_the_childs_process_can_open_nothing_once_its_doors_are_shut() -> None:
    script = """
import importlib.util, os, socket, sys
spec = importlib.util.spec_from_file_location("child", sys.argv[1])
child = importlib.util.module_from_spec(spec); spec.loader.exec_module(child)
child.limit({"address_bytes": 2**31, "cpu_s": 60})
child.shut(child.opened(300))
for attempt in (lambda: open("/etc/passwd"), lambda: open("new", "w"), socket.socket, os.pipe):
    try:
        attempt()
    except OSError as error:
        print(type(error).__name__, error.errno)
    else:
        print("it opened")
"""
    ran = subprocess.run(
        [sys.executable, "-I", "-c", script, str(asking.CHILD)], capture_output=True, text=True, check=True
    )
    assert ran.stdout.split("\n")[:4] == ["OSError 24"] * 4  # too many open files: none is one too many


def test_no_setting_tells_of_this_computer(ask: Ask) -> None:
    told = ask("SELECT value FROM duckdb_settings()").rows
    home = str(Path.home())
    with contextlib.suppress(QueryError):  # where even looking for kept secrets is a look at a folder
        assert ask("FROM duckdb_secrets()").rows == ()
    assert len(told) > 50
    assert [value for (value,) in told if value and (home in value or tempfile.gettempdir() in value)] == []
    assert asking._environment() == {}


def test_only_the_rows_of_the_athletes_chosen_are_there(ask: Ask, squad: Store) -> None:
    with squad.reader() as reader:
        known = sql_tables.columns(reader, with_private=False)
    mine = [table for table, (rows, _) in sql_tables.tables().items() if rows == "athlete"]
    everywhere = " UNION ALL BY NAME ".join(f"SELECT DISTINCT athlete_id FROM {table}" for table in mine)
    assert all("athlete_id" in known[table] for table in mine)
    assert {one for (one,) in ask(everywhere, 7).rows} == {7}
    runs = ask("SELECT count(*), count(DISTINCT l.activity_id) FROM session AS l", 7).rows[0]
    assert (
        runs == ask("SELECT count(*), count(DISTINCT activity_id) FROM activity", 7).rows[0] and runs[0] > 100
    )
    assert ask("SELECT count(*) FROM squad_member", 7, 8).rows == ((2,),)
    assert ask("SELECT count(*) FROM squad", 7).rows == ((1,),)
    assert ask("SELECT count(*) FROM athlete_week", 999).rows == ((0,),)
    assert ask("SELECT count(*) > 100 FROM exercise", 999).rows == ((True,),)


def test_notes_and_places_come_only_where_they_are_asked_for(ask: Ask) -> None:
    assert ask("SELECT DISTINCT note FROM injury", with_private=True).rows == (("between us",),)
    assert ask("SELECT * FROM injury").names.count("note") == 0


@pytest.mark.parametrize(
    ("query", "columns"),
    [
        ("SELECT sum(hip_sets) FROM athlete_week", ["hip_sets"]),
        ("SELECT count(*) FROM athlete_week", ["athlete_id"]),
        ("SELECT w.runs AS distance FROM athlete_week AS w ORDER BY distance", ["runs"]),
        ("SELECT 1 FROM athlete_week JOIN athlete USING (athlete_id)", ["athlete_id"]),
        *(
            (query, None)
            for query in (
                "FROM athlete_week",
                "SELECT COLUMNS('hip.*') FROM athlete_week",
                "SELECT w FROM athlete_week AS w",
                "SELECT athlete_week FROM athlete_week",
                "SELECT #3 FROM athlete_week",
                "SELECT c FROM athlete_week AS w(a, b, c)",
                "SELECT count(*) FROM athlete_week NATURAL JOIN checkin",
                "PIVOT athlete_week ON source IN ('activities') USING sum(runs)",
                "DESCRIBE athlete_week",
                "SUMMARIZE athlete_week",
            )
        ),
    ],
)
def test_only_the_columns_that_a_question_names_are_copied(query: str, columns: list[str] | None) -> None:
    import duckdb

    from analytics.store import sql_child

    known = {
        "athlete_week": dict.fromkeys(
            ("athlete_id", "week_start", "iso_week", "runs", "hip_sets", "source"), ""
        )
    }
    known |= {"checkin": {"athlete_id": ""}, "athlete": {"athlete_id": ""}}
    with duckdb.connect(":memory:") as connection:
        needed = sql_child.needs(connection, query, known)["athlete_week"]
    assert needed == (columns if columns is not None else list(known["athlete_week"]))


def test_every_kind_of_value_comes_back_as_what_it_is(ask: Ask) -> None:
    frame = ask(
        "SELECT 1::HUGEINT AS whole, NULL::BIGINT AS none, 1.5::DECIMAL(9, 2) AS d, DATE '2026-03-02' AS day, "
        "TIMESTAMP '2026-03-02 06:00:00' AS moment, [1, NULL] AS list, true AS yes, 'a' AS whole, now() AS now, "
        "'\\xAA'::BLOB AS bytes, INTERVAL 3 DAY AS days, 0 / 0 AS nothing, 1e400 AS far"
    ).frame()
    row = frame.iloc[0].to_dict()
    assert (row["whole"], row["whole_2"], row["d"], row["day"]) == (1, "a", 1.5, dt.date(2026, 3, 2))
    assert (row["list"], row["bytes"], row["days"]) == ("[1, None]", "(1 bytes)", "3 days, 0:00:00")
    assert row["moment"] == dt.datetime(2026, 3, 2, 6)
    assert frame["none"].isna().all() and frame["nothing"].isna().all()
    assert row["now"].startswith(str(dt.datetime.now(dt.UTC).year)[:2])


def test_columns_of_one_name_and_values_beyond_a_calendar_are_all_there(ask: Ask) -> None:
    frame = ask(
        "SELECT 1 AS a, 2 AS a, 3 AS a_2, 4 AS a, 170141183460469231731687303715884105727 AS far, "
        "unnest([DATE 'infinity', DATE '2026-03-02']) AS day"
    ).frame()
    assert frame.iloc[0].tolist()[:4] == [1, 2, 3, 4] and frame.columns.is_unique
    assert list(frame.columns)[:3] == ["a", "a_3", "a_2"]
    assert frame["far"][0] == "170141183460469231731687303715884105727"
    assert frame["day"].tolist() == [dt.date.max, dt.date(2026, 3, 2)]
    frame.to_parquet(io.BytesIO())


def test_too_long_an_answer_ends_early_and_says_so(ask: Ask) -> None:
    many = ask("FROM range(1000000000000)")
    assert (len(many.rows), many.cut, many.rows[499]) == (500, "rows", (499,))
    large = ask("SELECT repeat('x', 10000) FROM range(400)")
    assert (len(large.rows), large.cut) == (19, "bytes")  # of 10,004 characters each
    assert len(ask("SELECT repeat('x', 100000)").rows[0][0]) == 20_000
    assert ask("SELECT count(*) FROM range(500)").cut is None


def test_a_question_is_stopped_at_once_and_its_process_is_gone(squad: Store) -> None:
    with Question(
        squad, "SELECT sum(hash(a.range, b.range)) FROM range(9999999) a, range(9999999) b", athlete_ids=None
    ) as long:
        assert not long.wait(0.7)
        child = long._child
        long.stop()
        assert long.wait(5)
        with pytest.raises(QueryError, match="Stopped"):
            long.answer()
    assert child is not None and child.wait(5) != 0
    with Question(squad, "SELECT 1", athlete_ids=None) as quick:
        quick.stop()
        with pytest.raises(QueryError, match="Stopped"):
            quick.answer()


def test_what_is_wrong_is_said_with_its_line(ask: Ask) -> None:
    def said(query: str) -> tuple[str, int | None, str | None]:
        with pytest.raises(QueryError) as wrong:
            ask(query)
        return str(wrong.value), wrong.value.line, wrong.value.shown

    assert said("SELECT runs,\n  distanc_m\nFROM athlete_week") == (
        "Line 2: there is no column distanc_m here. Did you mean distance_m?", 2, "  distanc_m\n  ^"
    )  # fmt: skip
    assert said("SELECT hip_weight\nFROM athlete_week")[0] == (
        "Line 1: there is no column hip_weight in what is asked; it is in set_dose and exercise."
    )
    assert said("SELECT runs FORM athlete_week")[0] == (
        "Line 1: this is not SQL the database understands, at or just before “athlete_week”."
    )
    assert said("SELECT *\nFROM athlete_weeks")[0] == (
        "Line 2: there is no table athlete_weeks here. Did you mean athlete_week?"
    )
    assert said("SELECT CAST(iso_week AS INTEGER) FROM athlete_week")[0].startswith(
        "Line 1: could not convert"
    )
    assert said("SELECT runs FROM")[0] == "The question ends too early: something is missing at its end."
    with pytest.raises(QueryError, match="longer than 20,000"):
        ask("SELECT 1 --" + "x" * 20_000)


def test_tables_show_themselves_without_their_rows(ask: Ask) -> None:
    assert {name for (name,) in ask("SHOW TABLES").rows} == set(sql_tables.tables())
    listed = ask("SELECT column_name FROM information_schema.columns WHERE table_name = 'lap'").rows
    assert ("lap_no",) in listed and ("source_sha256",) not in listed
    assert ("runs", "BIGINT") in [row[:2] for row in ask("DESCRIBE athlete_week").rows]
    assert ask("EXPLAIN SELECT sum(runs) FROM athlete_week").rows


def test_a_table_that_would_not_fit_is_refused_with_its_size(
    ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sql_tables, "MOST_VALUES", 20_000)
    with pytest.raises(
        StoreError, match="athlete_day holds 16,779 rows here, more than a question can take with 21"
    ):
        ask("SELECT * FROM athlete_day")
    assert ask("SELECT sum(runs) > 0 FROM athlete_day").rows == ((True,),)


def test_several_at_once_take_turns(squad: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "_turns", threading.BoundedSemaphore(1))
    monkeypatch.setattr(asking, "PATIENCE_S", 0.0)
    slow = "SELECT sum(hash(a.range, b.range)) FROM range(9999999) a, range(9999999) b"
    with Question(squad, slow, athlete_ids=None) as first:
        assert not first.wait(0.3)
        with pytest.raises(QueryError, match=sql_words.BUSY):
            asking.ask(squad, "SELECT 1", athlete_ids=None)
