"""Files in the layouts of real exports (headers and shapes of first values): each number must come out right."""

from __future__ import annotations

import csv
import datetime as dt
import io
from pathlib import Path

import pytest

from analytics.ingest.batch import Batch, SetRow
from analytics.ingest.reading import read

Columns = dict[str, list[str]]
HOUR = {"elapsed": 3700, "moving": 3600, "metres": 10_400.5}


def layout(samples: Path, name: str) -> tuple[list[str], list[str], str]:
    """Give header, shapes and separator of a layout."""
    with (samples / "header_shapes.csv").open(newline="", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["layout"] == name]
    return (
        [row["header"] for row in rows],
        [row["value_shape_first_row"] for row in rows],
        rows[0]["separator"],
    )


def filled(shape: str) -> str:
    """Fill a shape where the test does not care what stands there: three digits as heart beats, one as none."""
    if shape == "999":
        return "171"
    return shape.replace("9", "0" if shape in ("9", "9.9") else "1")


def made(samples: Path, name: str, rows: list[dict[int, str]]) -> Batch:
    """Write a file in a layout, with the given cells by column number, and read it."""
    header, shapes, separator = layout(samples, name)
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator, lineterminator="\n")
    writer.writerow(header)
    for row in rows:
        for number, cell in row.items():
            wanted = shapes[number]
            # A made-up cell is built like the real one: digits where digits were, a mark where a mark was.
            assert not wanted or _kinds(wanted) >= _kinds(cell) - {"blank"}, (header[number], wanted, cell)
        writer.writerow([row.get(number, filled(shape)) for number, shape in enumerate(shapes)])
    return read(text.getvalue().encode(), "export.csv")


def _kinds(text: str) -> set[str]:
    found = {
        "digit" if one.isdigit() else "letter" if one.isalpha() else "blank" if one.isspace() else one
        for one in text
    }
    return found - {"(", ")", "|", "'"}


STRAVA = [
    # layout, date as it is written there, sport word, file column, comma in the shown distance
    ("strava-dutch-2020", "22 feb. 2020 17:05:32", "Hardloopsessie", 10, "10,40"),
    ("strava-spanish-2026", "9 ago 2026, 18:22:01 p. m.", "Carrera", 12, "10.40"),
    ("strava-english-2021", "May 29, 2022, 3:53:35 PM", "Run", 10, "10.40"),
]


@pytest.mark.parametrize(("name", "date", "sport", "file_at", "shown"), STRAVA)
def test_strava_lists_come_out_in_metres_and_seconds(
    samples: Path, name: str, date: str, sport: str, file_at: int, shown: str
) -> None:
    rows = [
        {
            0: "4711" + "0" * 6, 1: date, 3: sport, 5: "3700", 6: shown, file_at: "activities/4711.fit.gz"
            if "english" in name or "spanish" in name else "activities/4711.gpx",
            file_at + 3: "3700.0", file_at + 4: "3600.0", file_at + 5: "10400.5",
            file_at + 8: "120.5",
        }
    ]  # fmt: skip
    batch = made(samples, name, rows)
    (row,) = batch.activities
    (session,) = row.sessions
    assert (session.sport, session.distance_m, session.moving_s) == ("running", 10_400.5, 3_600)
    assert (session.elapsed_s, session.ascent_m) == (3_700, 120.5)
    assert row.start_utc is not None and row.start_utc.year in (2020, 2022, 2026)
    assert batch.problems == []


@pytest.mark.parametrize(
    ("name", "sport", "fields"),
    [
        ("garmin-german", "Laufen", {"energy": 5, "hr": 7, "cadence": 9, "ascent": 13, "stride": 15, "moving": 34, "elapsed": 35}),
        ("garmin-spanish", "Carrera", {"energy": 5, "hr": 7, "cadence": 10, "ascent": 14, "stride": 16, "moving": 31, "elapsed": 32}),
        ("garmin-english-decimal", "Running", {"energy": 5, "hr": 7, "cadence": 10, "ascent": 14, "stride": 16, "moving": 29, "elapsed": 30}),
    ],
)  # fmt: skip
def test_garmin_lists_come_out_in_metres_and_seconds(
    samples: Path, name: str, sport: str, fields: dict[str, int]
) -> None:
    row = {
        0: sport, 1: "2026-01-04 08:00:00", 3: "some run", 4: "10.40", 6: "01:00:00", fields["energy"]: "700",
        fields["hr"]: "150", fields["cadence"]: "170", fields["ascent"]: "65", fields["stride"]: "1.02",
        fields["moving"]: "01:00:00", fields["elapsed"]: "01:02:00",
    }  # fmt: skip
    if name != "garmin-german":
        row[25] = "10,200"  # steps: 170 a minute for an hour
    batch = made(samples, name, [row, row | {1: "2026-01-05 08:00:00"}])
    assert len(batch.activities) == 2 and batch.problems == []
    session = batch.activities[0].sessions[0]
    assert (session.sport, session.distance_m, session.moving_s) == ("running", 10_400, 3_600)
    assert (session.elapsed_s, session.hr_mean_bpm, session.ascent_m) == (3_720, 150, 65)
    assert (session.energy_kcal, session.cadence_mean_spm) == (700, 170)
    assert batch.activities[0].start_local == dt.datetime(2026, 1, 4, 8)


def only(sets: list[SetRow]) -> SetRow:
    (one,) = sets
    return one


@pytest.mark.parametrize(("name", "unit_at"), [("fitnotes-a", 4), ("fitnotes-b", None)])
def test_fitnotes_logs_keep_day_load_and_repetitions(samples: Path, name: str, unit_at: int | None) -> None:
    row = {0: "2026-01-04", 1: "Clamshell", 2: "Legs", 3: "22.5", 5 if unit_at else 4: "12"}
    one = only(made(samples, name, [row | ({unit_at: "lbs"} if unit_at else {})]).sets)
    assert (one.source, one.source_name, one.performed_on) == ("fitnotes", "Clamshell", dt.date(2026, 1, 4))
    assert one.reps == 12
    assert one.load_kg == pytest.approx(22.5 * 0.45359237)


def test_lyfta_logs_are_workouts_with_times(samples: Path) -> None:
    row = {
        0: "Hips",
        1: "2026-01-04 18:00:00",
        2: "00:40:00",
        3: "Hip-Thrust",
        5: "20.000",
        6: "12",
        9: "NORMAL_SET",
    }
    batch = made(samples, "lyfta", [row, row | {9: "WARMUP_SET"}])
    (workout,) = batch.activities
    assert workout.start_local == dt.datetime(2026, 1, 4, 18)
    assert workout.sessions[0].elapsed_s == 2_400
    assert [(one.reps, one.set_type) for one in workout.sets] == [(12, "normal"), (12, "warmup")]
    # 20 could be kilograms or pounds: unknown, and said to be.
    assert [one.load_kg for one in workout.sets] == [None, None]
    assert "does not say whether it is in kg or lb" in batch.problems[0].reason


def test_strong_logs_in_german_and_of_2015(samples: Path) -> None:
    german = {
        0: "2026-01-04 18:00:00",
        1: "Hips",
        2: "40m",
        3: "Clamshell (Band)",
        4: "1",
        5: "22.5",
        6: "12",
    }
    (workout,) = made(samples, "strong-german", [german]).activities
    assert (workout.sessions[0].elapsed_s, only(workout.sets).reps) == (2_400, 12)
    old = {0: "2015-01-04 18:00:00", 1: "a hip", 2: "Clamshell", 3: "1", 4: "50", 5: "lb", 6: "12", 10: "0"}
    (workout,) = made(samples, "strong-2015", [old]).activities
    assert only(workout.sets).load_kg == pytest.approx(50 * 0.45359237)


def test_hevy_logs(samples: Path) -> None:
    row = {
        1: "4 Jan 2026, 18:00",
        2: "4 Jan 2026, 18:40",
        4: "Clamshell",
        7: "0",
        8: "normal",
        9: "10",
        10: "12",
    }
    (workout,) = made(samples, "hevy-b", [row]).activities
    one = only(workout.sets)
    assert (one.reps, one.load_kg, workout.sessions[0].elapsed_s) == (12, 10, 2_400)


def test_every_layout_of_the_samples_has_a_test_here(samples: Path) -> None:
    with (samples / "header_shapes.csv").open(newline="", encoding="utf-8") as file:
        names = {row["layout"] for row in csv.DictReader(file)}
    assert names == {
        "strava-dutch-2020", "strava-spanish-2026", "strava-english-2021", "garmin-german", "garmin-spanish",
        "garmin-english-decimal", "fitnotes-a", "fitnotes-b", "lyfta", "strong-german", "strong-2015", "hevy-b",
    }  # fmt: skip
