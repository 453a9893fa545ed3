"""The command line does the dashboard's work, says what it did, and never shows a traceback."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from analytics import cli
from analytics.intake import taking_in

COMMANDS = ("serve", "import", "edit", "query", "model", "recommend", "demo", "athletes")
RUN = (
    b'<gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1"><trk><type>running</type><trkseg>'
    b'<trkpt lat="52.5" lon="13.4"><time>2026-03-02T06:00:00Z</time></trkpt>'
    b'<trkpt lat="52.51" lon="13.4"><time>2026-03-02T06:06:00Z</time></trkpt>'
    b"</trkseg></trk></gpx>"
)


@pytest.fixture
def run_file(tmp_path: Path) -> Path:
    file = tmp_path / "run.gpx"
    file.write_bytes(RUN)
    return file


@pytest.fixture
def demo_database(demo_file: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(demo_file, tmp_path / "demo.duckdb"))


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([command, "--help"]) == 0
    told = capsys.readouterr().out
    assert told.startswith(f"usage: hipstride {command}")
    assert "--db FILE" in told


@pytest.mark.parametrize(
    "words", [[], ["fly"], ["query"], ["model", "love"], ["recommend", "--minutes", "-1"]]
)
def test_wrong_use_ends_with_2_and_says_what_is_wrong(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(words) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err


def test_import_prints_only_json_on_standard_output(
    run_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    database = tmp_path / "a.duckdb"
    assert cli.main(["--db", str(database), "import", str(run_file), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["files"] == [
        {
            "name": "run.gpx",
            "kind": "gpx",
            "status": "added",
            "reason": None,
            "activities": 1,
            "sets": 0,
            "injuries": 0,
        }
    ]
    assert told["totals"] == {"activities": 1, "records": 2, "strength_sets": 0, "injuries": 0}
    assert cli.main(["import", str(run_file), "--json", "--db", str(database)]) == 0  # --db after it, too
    assert json.loads(capsys.readouterr().out)["files"][0]["status"] == "known"


def test_a_refused_file_ends_with_1_and_its_reason(
    run_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    empty = tmp_path / "empty.fit"
    empty.touch()
    assert cli.main(["import", str(run_file), str(empty)]) == 1
    out = capsys.readouterr().out
    assert "added    run.gpx" in out
    assert "refused  empty.fit: The file is empty" in out
    assert "2 files: 1 added, 1 refused. New: 1 activity." in out


def test_a_file_of_no_use_is_no_failure(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "photos"
    folder.mkdir()
    (folder / "me.jpg").write_bytes(b"\xff\xd8\xff\xe0")
    assert cli.main(["import", str(folder)]) == 0
    assert "ignored" in capsys.readouterr().out


def test_a_path_that_is_not_there_is_wrong_use(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["import", str(tmp_path / "nothing.zip")]) == 2
    assert "There is no such file or folder" in capsys.readouterr().err


def test_the_right_athlete_gets_the_files(run_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["import", str(run_file), "--athlete", "Ada"]) == 0
    assert cli.main(["athletes"]) == 0
    assert "Ada" in capsys.readouterr().out


def test_names_from_files_cannot_steer_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "\x1b[31mred.txt"
    file.write_text("nothing of ours")
    assert cli.main(["import", str(file)]) == 1
    assert "\x1b" not in capsys.readouterr().out


def test_a_query_answers_as_table_csv_and_json(capsys: pytest.CaptureFixture[str]) -> None:
    sql = "SELECT '=1+1' AS said, -2.5 AS number, NULL AS unknown, DATE '2026-11-22' AS day"
    assert cli.main(["query", sql]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "said  number  unknown  day",
        "----  ------  -------  ----------",
        "=1+1    -2.5           2026-11-22",
        "(1 row)",
    ]
    assert cli.main(["query", sql, "--format", "csv"]) == 0
    assert capsys.readouterr().out == "said,number,unknown,day\n'=1+1,-2.5,,2026-11-22\n"
    assert cli.main(["query", sql, "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == [
        {"said": "=1+1", "number": -2.5, "unknown": None, "day": "2026-11-22"}
    ]


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM athlete",
        "SELECT 1; DROP TABLE athlete",
        "SELEC 1",
        "SELECT * FROM read_csv('/etc/hostname')",
    ],
)
@pytest.mark.parametrize("where", [[], ["--all-tables"]])
def test_a_query_reads_and_does_nothing_else(
    sql: str, where: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["query", sql, *where]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert "Traceback" not in err
    assert err


def test_a_query_reads_one_athletes_rows_and_packs_them_for_a_notebook(
    demo_database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["query", "SELECT name, activities > 0 AS ran FROM athlete", "--athlete", "runner 03"]
    assert cli.main([*asked, "--format", "json", "--db", str(demo_database)]) == 0
    assert json.loads(capsys.readouterr().out) == [{"name": "Runner 03", "ran": True}]
    packed = tmp_path / "take.zip"
    assert cli.main([*asked, "--notebook", str(packed), "--db", str(demo_database)]) == 0
    assert "a notebook and a script" in capsys.readouterr().out
    with zipfile.ZipFile(packed) as archive:
        assert "hipstride-query/data/athlete.parquet" in archive.namelist()
    nowhere = str(tmp_path / "nowhere" / "take.zip")
    assert cli.main([*asked, "--notebook", nowhere, "--db", str(demo_database)]) == 2
    assert "cannot be written: No such file or directory" in capsys.readouterr().err


def test_a_model_without_data_says_what_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["model", "injury", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["status"] == "not_enough_data"
    assert told["needed"]


def test_a_model_of_the_demo_squad_is_labelled_and_its_card_is_kept(
    demo_database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["model", "pace", "--json", "--db", str(demo_database)]) == 0
    assert json.loads(capsys.readouterr().out)["simulated"] is True
    assert (
        cli.main(
            [
                "query",
                "SELECT recipe FROM model_card",
                "--all-tables",
                "--format",
                "json",
                "--db",
                str(demo_database),
            ]
        )
        == 0
    )
    assert len(json.loads(capsys.readouterr().out)) == 1


def test_advice_for_one_runner_of_the_squad(demo_database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["recommend", "--athlete", "runner 03", "--minutes", "5", "--json", "--db", str(demo_database)]
    assert cli.main(words) == 0
    told: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert told["simulated"] is True
    assert all(one["evidence"] for one in told["recommendations"])
    assert cli.main(["recommend", "--db", str(demo_database)]) == 2
    assert "name one with --athlete" in capsys.readouterr().err
    assert cli.main(["recommend", "--athlete", "Nobody", "--db", str(demo_database)]) == 2


def test_real_files_never_go_to_a_simulated_runner(
    demo_database: Path, run_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["import", str(run_file), "--athlete", "Runner 01", "--db", str(demo_database)]) == 2
    assert "simulated" in capsys.readouterr().err


def test_a_database_that_is_none_is_said_to_be_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "notes.txt").write_text("my notes " * 1000)
    assert cli.main(["athletes", "--db", str(tmp_path / "notes.txt")]) == 1
    assert "not a Hipstride database" in capsys.readouterr().err
    assert cli.main(["athletes", "--db", str(tmp_path)]) == 2
    assert "is a folder" in capsys.readouterr().err


def test_a_database_that_another_program_holds_is_said_to_be_held(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "held.duckdb"
    hold = (
        "import sys\nfrom pathlib import Path\nfrom analytics.store import open_store\n"
        "store = open_store(Path(sys.argv[1]))\nprint('open', flush=True)\nsys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", hold, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "open\n"
        assert cli.main(["athletes", "--db", str(path)]) == 1
        assert "Another program has the database open" in capsys.readouterr().err
        holder.communicate("")


def test_a_fault_of_ours_is_said_without_a_traceback(
    run_file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("secret inside")

    monkeypatch.setattr(taking_in, "take_in", broken)
    monkeypatch.delenv("HIPSTRIDE_DEBUG", raising=False)
    assert cli.main(["import", str(run_file)]) == 1
    err = capsys.readouterr().err
    assert "our fault (RuntimeError)" in err
    assert "secret" not in err


def test_a_reader_that_breaks_down_shows_no_traceback_either(run_file: Path, tmp_path: Path) -> None:
    broken = (
        "import sys\nfrom analytics.intake import preparing\n"
        "def shares(*_): raise ZeroDivisionError\n"
        "preparing.shares = shares\n"
        "from analytics.cli import main\nsys.exit(main(sys.argv[1:]))\n"
    )
    words = ["import", str(run_file), "--db", str(tmp_path / "a.duckdb")]
    done = subprocess.run([sys.executable, "-c", broken, *words], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "a fault of ours: ZeroDivisionError" in done.stdout
    assert done.stderr == ""


def test_the_dashboard_listens_on_this_machine_alone_unless_told_otherwise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[Any] = []

    class Child:
        def __init__(self, command: list[str], **how: Any) -> None:
            started.append((command, how))

        def wait(self) -> int:
            return 0

    monkeypatch.setattr(subprocess, "Popen", Child)
    assert cli.main(["serve", "--db", str(tmp_path / "mine.duckdb")]) == 0
    command, how = started[0]
    assert command[1:4] == ["-m", "streamlit", "run"]
    assert "--server.address=localhost" in command
    assert "--server.headless=true" in command
    assert how["env"]["HIPSTRIDE_DB"] == str(tmp_path / "mine.duckdb")
    assert cli.main(["serve", "--address", "0.0.0.0", "--port", "9000", "--open"]) == 0
    assert {"--server.address=0.0.0.0", "--server.port=9000", "--server.headless=false"} <= set(started[1][0])


def test_parse_prints_one_object_a_text(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["parse", "clams 2x15 each", "easy 5k", "--activity-type", "Run", "--json"]) == 0
    first, second = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    clams = {"id": "clamshell", "sets": 2, "reps": 15, "seconds": None, "side": "each", "basis": "sets"}
    assert first == {"text": "clams 2x15 each", "found": [clams]}
    assert second == {"text": "easy 5k", "found": []}


def test_parse_reads_complaints_and_lines_a_table_up(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["parse", "left knee niggle", "sunny", "--kind", "injury"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "left knee niggle",
        "id          status  severity  side  basis",
        "----------  ------  --------  ----  ---------",
        "knee-other  active  1         L     diagnosis",
        "",
        "sunny",
        "  nothing found",
    ]


@pytest.fixture
def mornings(tmp_path: Path, fit_writer: ModuleType, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """Two recordings of one morning in Berlin, from 7:00 for 25 min and from 7:30 for 15 min; their numbers."""
    start = dt.datetime(2026, 3, 2, 6)
    for name, minutes, seconds in (("one", 0, 1500), ("two", 30, 900)):
        data = fit_writer.run_file(
            start=start + dt.timedelta(minutes=minutes), seconds=seconds, with_positions=True
        )
        (tmp_path / f"{name}.fit").write_bytes(data)
    assert cli.main(["import", *(str(tmp_path / f"{name}.fit") for name in ("one", "two"))]) == 0
    capsys.readouterr()
    assert cli.main(["edit", "2026-03-02"]) == 0
    return [line.split()[0] for line in capsys.readouterr().out.splitlines()[2:4]]


def test_an_activity_is_put_right_and_the_change_taken_back(
    mornings: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    def said(*words: str, status: int = 0) -> str:
        assert cli.main(["edit", *words]) == status
        told = capsys.readouterr()
        return told.out + told.err

    one, two = mornings
    # 4.5 km in 25:00 are 333 s a km, 5 km in the same time are 300
    for words, line in ((["--preview"], "This was a preview"), ([], "Change 1. `hipstride edit --undo 1`")):
        told = said(one, "--distance-km", "5", *words)
        assert told.startswith("Distance 4.50 km → 5.00 km\nPace 5:33 /km → 5:00 /km\n") and line in told
    assert "change 1: Distance: 4.50 km → 5.00 km" in said(one)
    begin = re.search(r" (\d\d):00:00 to ", said(one))[1]  # the zone is the file's
    for words, line in (
        (["--kind", "trail run"], "Kind Run → Trail run"),
        (["--race", "yes"], "Race no → yes"),
        (["--name", "Hills"], "→ Hills"),
        (["--note", "wet"], "→ wet"),
        (["--effort", "7"], "→ 7 of 10"),
        (["--leave-out", "test"], "Counts in the figures yes → no"),
        (["--count"], "→ yes"),
        (["--factor", "1.1"], "Distance 5.00 km → 4.95 km"),
        (["--cut", f"{begin}:05", f"{begin}:25:00"], "Time 25:00 → 20:00"),
        (["--split-at", f"{begin}:15:00"], " becomes "),
    ):
        assert line in said(one, *words), words
    assert "taken back" not in said(one)
    assert said("--undo", "1").startswith("Taken back")
    assert "becomes 1.00 km" in said(two, "--split-km", "1")


def test_two_recordings_are_joined_and_what_makes_no_sense_is_said(
    mornings: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    one, two = mornings
    assert cli.main(["edit", two, "--join"]) == 0  # the one before it
    assert "become" in capsys.readouterr().out
    assert cli.main(["edit", one]) == 0
    assert "Joined with the recording that follows" in capsys.readouterr().out
    for words, status, reason in (
        ([], 2, "Which activity?"),
        (["12"], 1, "no activity with the number 12"),
        (["soon"], 2, "neither a number nor a day"),
        (["2026-03-04"], 1, "no activity on 2026-03-04"),
        ([one, "--join"], 2, "no recording soon before or after"),
        ([one, "--kind", "dance"], 2, "--kind takes one of"),
        ([one, "--split-at", "noon"], 2, "no time of day"),
        ([one, "--split-at", "23:59"], 2, "lies outside it"),
        ([one, "--preview"], 2, "name the change"),
        (["--undo", "99"], 1, "not there"),
    ):
        assert cli.main(["edit", *words]) == status, words
        assert reason in capsys.readouterr().err, words
