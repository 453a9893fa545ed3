"""Opening: folders, migrations, reference tables, and plain words for whatever is in the way."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from analytics.errors import StoreError
from analytics.store import connection, default_path, kept, migrations, open_store, recounting, reference

pytestmark = pytest.mark.makes_databases


def test_opening_makes_the_folders_and_the_whole_schema(tmp_path: Path) -> None:
    with open_store(tmp_path / "deep" / "down" / "a.duckdb") as store, store.reader() as reader:
        steps = reader.sql("SELECT version, name FROM schema_version ORDER BY version")
        assert list(steps.version) == [number for number, _ in migrations.steps()]
        assert reader.sql("SELECT count(*) AS n FROM athlete_week").n[0] == 0


def test_the_default_place_follows_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, project: Path
) -> None:
    monkeypatch.setenv("HIPSTRIDE_DB", str(tmp_path / "named.duckdb"))
    assert default_path() == tmp_path / "named.duckdb"
    monkeypatch.delenv("HIPSTRIDE_DB")
    assert default_path() == project / "data" / "local" / "hipstride.duckdb"


def test_a_new_file_can_be_opened_by_duckdb_1_5_and_later(tmp_path: Path) -> None:
    path = tmp_path / "a.duckdb"
    open_store(path).close()
    with duckdb.connect(str(path), read_only=True) as other:
        row = other.execute("SELECT tags FROM duckdb_databases() WHERE database_name = 'a'").fetchone()
    assert row is not None and row[0]["storage_version"].startswith(connection.STORAGE_VERSION)


def test_opening_again_loads_nothing_anew_and_leaves_the_revision(tmp_path: Path) -> None:
    path = tmp_path / "a.duckdb"
    with open_store(path) as store:
        first = store.revision()
    with open_store(path) as store:
        assert store.revision() == first


def test_reference_tables_hold_what_data_holds(tmp_path: Path) -> None:
    with open_store(tmp_path / "a.duckdb") as store, store.reader() as reader:
        decay = reader.sql("SELECT count(*) AS n, sum(weight) AS total FROM dose_decay")
        assert decay.n[0] == 8
        assert decay.total[0] == pytest.approx(1)
        assert reader.sql("SELECT value FROM rule WHERE name = 'coverage_gap_max_days'").value[0] == 28
        assert reader.sql("SELECT name FROM exercise WHERE exercise_id = 'hip-dip-wall'").shape == (1, 1)
        for table in ("injury_kind", "injury_site", "glossary", "evidence"):
            assert reader.sql(f"SELECT count(*) AS n FROM {table}").n[0] > 0, table


def test_a_changed_reference_table_is_loaded_anew_and_everything_counted_again(tmp_path: Path) -> None:
    path = tmp_path / "a.duckdb"
    with open_store(path) as store:
        before = store.revision()
    with duckdb.connect(str(path)) as other:
        other.execute("UPDATE dose_decay SET weight = 0")
        other.execute("UPDATE loaded SET digest = 'of an older file' WHERE name = 'dose_decay'")
    with open_store(path) as store, store.reader() as reader:
        assert reader.sql("SELECT sum(weight) AS total FROM dose_decay").total[0] == pytest.approx(1)
        assert store.revision() == before + 1


def test_words_that_nothing_is_counted_by_have_nothing_counted_anew(tmp_path: Path) -> None:
    path = tmp_path / "a.duckdb"
    open_store(path).close()
    with duckdb.connect(str(path)) as other:
        other.execute("UPDATE loaded SET digest = 'of an older file' WHERE name IN ('glossary', 'evidence')")
        assert reference.load(other) == ["glossary", "evidence"]
        other.execute("UPDATE loaded SET digest = 'of an older file' WHERE name = 'dose_decay'")
        assert reference.load(other) == ["dose_decay", "athlete_week", "exposure_week"]
        other.execute("UPDATE loaded SET digest = 'another query' WHERE name = 'kept log_match'")
        assert reference.load(other) == ["log_match"]
        assert reference.load(other) == []


def test_a_database_that_an_older_version_opened_in_between_is_counted_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.duckdb"
    open_store(path).close()
    with duckdb.connect(str(path)) as other:
        other.execute("INSERT INTO loaded VALUES ('views', 'as an older version had them')")
        assert reference.load(other) == list(kept.tables())
        assert reference.load(other) == []


def test_what_a_kept_table_is_counted_by_changes_its_fingerprint_and_those_above_it() -> None:
    digests = dict.fromkeys(reference.TABLES, "same")
    before = recounting.fingerprints(digests)
    exercises = recounting.fingerprints(digests | {"exercise": "another"})
    changed = {name for name in before if before[name] != exercises[name]}
    assert changed == {"log_match", "athlete_day", "athlete_week", "exposure_week"}
    assert recounting.fingerprints(digests | {"glossary": "another", "injury_site": "another"}) == before
    # A step of the schema that changes what is read counts anew, one that makes a table of its own does not.
    steps = [changed for changed, _ in recounting._steps()]
    assert any("run_measure" in step for step in steps) and {"group_plan"} in steps
    assert "run_measure" in recounting.read_by("running_session")
    assert "group_plan" not in recounting.read_by("exposure_week")


def test_one_process_shares_one_connection_and_the_last_holder_closes_it(tmp_path: Path) -> None:
    path = tmp_path / "a.duckdb"
    one, other = open_store(path), open_store(tmp_path / "." / "a.duckdb")
    assert one._parent is other._parent
    one.close()
    one.close()  # closing twice gives back once
    with other.reader() as reader:
        assert len(reader.sql("SELECT 1 AS x")) == 1
    other.close()
    assert path.resolve() not in connection._parents
    with pytest.raises(StoreError, match="has been closed"):
        other.reader()


@pytest.mark.parametrize("read_only", [False, True])
def test_a_file_held_by_another_process_is_told_plainly(tmp_path: Path, read_only: bool) -> None:
    path = tmp_path / "a.duckdb"
    open_store(path).close()
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            f"import duckdb; c = duckdb.connect({str(path)!r}); print('held', flush=True); input()",
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert holder.stdout is not None and holder.stdout.readline().strip() == "held"
        with pytest.raises(StoreError, match=r"Another program has the database open .* close it") as told:
            open_store(path, read_only=read_only)
        assert "Error" not in str(told.value)
    finally:
        holder.communicate("\n", timeout=30)
    open_store(path, read_only=read_only).close()


@pytest.mark.parametrize("content", [b"", b"not a database at all" * 300])
def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "notes.txt"
    path.write_bytes(content)
    with pytest.raises(StoreError, match="not a Hipstride database"):
        open_store(path)
    assert path.read_bytes() == content


def test_a_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.duckdb"
    with duckdb.connect(str(path)) as other:
        other.execute("CREATE TABLE theirs (a INTEGER)")
    with pytest.raises(StoreError, match="belongs to another program"):
        open_store(path)
    with duckdb.connect(str(path)) as other:
        assert other.execute("SELECT table_name FROM duckdb_tables()").fetchall() == [("theirs",)]


@pytest.mark.parametrize("read_only", [False, True])
def test_a_database_of_a_newer_program_is_refused(tmp_path: Path, read_only: bool) -> None:
    path = tmp_path / "a.duckdb"
    open_store(path).close()
    with duckdb.connect(str(path)) as other:
        other.execute("INSERT INTO schema_version VALUES (999, 'later', NULL)")
    with pytest.raises(StoreError, match="newer Hipstride"):
        open_store(path, read_only=read_only)


def test_an_older_database_is_brought_up_to_date_but_not_while_reading_only(tmp_path: Path) -> None:
    path = tmp_path / "a.duckdb"
    number, file = migrations.steps()[0]
    with duckdb.connect(str(path)) as old:
        old.execute("CREATE TABLE schema_version (version INTEGER, name VARCHAR, applied_at_utc TIMESTAMP)")
        old.execute(file.read_text(encoding="utf-8"))
        old.execute("INSERT INTO schema_version VALUES (?, ?, NULL)", [number, file.stem])
        old.execute("INSERT INTO athlete (athlete_id, name) VALUES (1, 'Ada')")
    with pytest.raises(StoreError, match="older Hipstride"):
        open_store(path, read_only=True)
    with open_store(path) as store, store.reader() as reader:
        assert list(reader.sql("SELECT name FROM current_athlete").name) == ["Ada"]


def test_a_migration_that_fails_leaves_the_database_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.duckdb"
    open_store(path).close()
    bad = tmp_path / "900_bad.sql"
    bad.write_text("CREATE TABLE half (a INTEGER); SELECT * FROM nowhere;")
    steps = migrations.steps()
    monkeypatch.setattr(migrations, "steps", lambda: [*steps, (900, bad)])
    with pytest.raises(StoreError):
        open_store(path)
    monkeypatch.undo()
    with open_store(path) as store, store.reader() as reader:
        assert reader.sql("SELECT max(version) AS v FROM schema_version").v[0] == steps[-1][0]
        assert reader.sql("SELECT count(*) AS n FROM duckdb_tables() WHERE table_name = 'half'").n[0] == 0


def test_records_and_originals_of_an_older_database_are_there_after_they_have_moved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The step that parts the records in two tables also reaches a database that has had the one after it."""
    path = tmp_path / "a.duckdb"
    with duckdb.connect(str(path)) as older, monkeypatch.context() as patched:
        steps = [step for step in migrations.steps() if step[0] in (*range(1, 16), 17)]
        patched.setattr(migrations, "steps", lambda: steps)
        migrations.migrate(older)
        older.execute(
            "INSERT INTO record (activity_id, time_fit_s, power_w) VALUES (1, 10, 200), (1, 11, NULL)"
        )
        older.execute("INSERT INTO source_file (sha256, content) VALUES ('a', 'original'::BLOB)")
    with open_store(path) as store, store.reader() as reader:
        assert list(reader.sql("SELECT version FROM schema_version ORDER BY 1").version) == [
            number for number, _ in migrations.steps()
        ]
        told = reader.sql("SELECT activity_id, time_fit_s, power_w FROM record ORDER BY time_fit_s")
        assert told.fillna(-1).to_numpy().tolist() == [[1, 10, 200], [1, 11, -1]]
        assert bytes(reader.sql("SELECT content FROM source_file").content[0]) == b"original"


def test_reading_only_needs_a_database_and_writes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.duckdb"
    with pytest.raises(StoreError, match="no database"):
        open_store(path, read_only=True)
    assert not path.exists()
    open_store(path).close()
    before = path.read_bytes()
    with open_store(path, read_only=True) as store:
        with store.reader() as reader:
            assert reader.sql("SELECT count(*) AS n FROM athlete").n[0] == 0
        with pytest.raises(StoreError, match="reading only"):
            store.writer()
    assert path.read_bytes() == before


def test_who_was_left_uncounted_by_a_killed_import_is_counted_at_the_next_opening(tmp_path: Path) -> None:
    path = tmp_path / "a.duckdb"
    script = """
        import datetime as dt, os, sys
        from pathlib import Path
        from analytics.ingest.batch import SetRow
        from analytics.store import open_store
        from analytics.store.rows import CreditedSet
        with open_store(Path(sys.argv[1])) as store, store.writer() as writer:
            athlete = writer.add_athlete("Ada")
            row = SetRow("hevy", "Hip Thrust", dt.date(2026, 3, 2), 0, reps=10)
            writer.add_sets(athlete, None, [CreditedSet(row, "hip-dip-wall", hip_sets=0.6)])
            writer.commit()
            os._exit(9)  # before the writer's end, where days and weeks are counted
    """
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script), str(path)], env=environment, timeout=120, check=False
    )
    assert done.returncode == 9
    with duckdb.connect(str(path), read_only=True) as left:
        assert left.execute("SELECT count(*) FROM athlete_day").fetchone() == (0,)
    with open_store(path) as store, store.reader() as reader:
        assert list(reader.sql("SELECT hip_sets FROM athlete_day").hip_sets) == [0.6]
        assert len(reader.sql("SELECT * FROM stale_athlete")) == 0


def test_the_kept_tables_stand_on_each_other_in_order() -> None:
    assert kept.tables() == (
        "running_session", "log_match", "coverage_joined", "athlete_day", "athlete_week", "injury_span",
        "exposure_week", "steady_habit",
    )  # fmt: skip


def test_counting_some_athletes_anew_gives_what_counting_everybody_gives(
    tmp_path: Path, demo_file: Path
) -> None:
    path = tmp_path / "demo.duckdb"
    shutil.copy(demo_file, path)
    open_store(path).close()
    with duckdb.connect(str(path)) as whole:
        [ids] = whole.execute("SELECT list(athlete_id ORDER BY athlete_id)[3:5] FROM athlete").fetchone()
        kept.rebuild(whole)
        before = {name: whole.execute(f"SELECT * FROM {name} ORDER BY ALL").df() for name in kept.tables()}
        kept.refresh(whole, ids)
        for name, rows in before.items():
            assert rows["athlete_id"].isin(ids).any() or name == "log_match"
            again = whole.execute(f"SELECT * FROM {name} ORDER BY ALL").df()
            pd.testing.assert_frame_equal(rows, again, check_exact=False, rtol=1e-12)
