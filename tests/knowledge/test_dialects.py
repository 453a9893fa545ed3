"""Header words, month words, sport words: data that is whole and without contradiction."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import get_args

import pytest

from analytics.ingest.batch import Sport
from analytics.knowledge import dialects, place


def test_sports_are_those_of_the_batch() -> None:
    assert get_args(dialects.Sport) == get_args(Sport)


def test_every_row_of_every_table_is_well_formed() -> None:
    for table in sorted({row["table"] for row in place.rows("dialects/headers.csv")}):
        assert dialects.headings(table)
    assert all(1 <= number <= 12 for number in dialects.months().values())
    assert dialects.sport("Run") == ("running", None)
    assert dialects.other_tables()
    for kind in dialects.template_kinds():
        columns = [one.column for one in dialects.template(kind)]
        assert len(columns) == len(set(columns))
        assert all(one.example for one in dialects.template(kind) if one.needed)


def test_every_language_has_twelve_months() -> None:
    rows = place.rows("dialects/months.csv")
    for language in {row["language"] for row in rows}:
        assert {int(row["month"]) for row in rows if row["language"] == language} == set(range(1, 13))


def test_months_in_capitals_and_with_accents_are_found() -> None:
    assert dialects.months()[dialects.folded("AOÛT")] == 8
    assert dialects.months()[dialects.folded("Jänner")] == 1


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("TrailRun", ("running", "trail")),
        ("trail_running", ("running", "trail")),
        ("TRAIL RUNNING", ("running", "trail")),
        ("WeightTraining", ("strength", "strength_training")),
        ("Nordic Ski", ("other", "nordic_ski")),
        ("Hardlopen", ("running", None)),
        ("", None),
        ("run for the bus", None),
    ],
)
def test_sport_words_are_found_however_they_are_spelled(
    word: str, expected: tuple[str, str | None] | None
) -> None:
    assert dialects.sport(word) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Evening Run", ("running", None)),
        ("Morning Trail Run", ("running", "trail")),
        ("Domingo Corrida Matutina", ("running", None)),
        ("Running errands on the bike ride", None),
        ("Runde um den See", None),
        (None, None),
    ],
)
def test_a_title_names_a_sport_only_where_it_names_one(
    name: str | None, expected: tuple[str, str | None] | None
) -> None:
    assert dialects.sport_in_name(name) == expected


def test_strava_positions_hold_in_every_known_layout(samples: Path) -> None:
    """The file column stands elsewhere in each layout; what follows it does not."""
    tells = {
        "elapsed": ("Elapsed Time", "Verstreken tijd", "Tiempo transcurrido"),
        "moving": ("Moving Time", "Beweegtijd", "Tiempo en movimiento"),
        "distance": ("Distance", "Afstand", "Distancia"),
        "ascent": ("Elevation Gain", "Hoogteverschil", "Desnivel positivo"),
        # One of the two is the highest, the other the mean; which comes first differs.
        "cadence": ("Max Cadence", "Gemiddelde cadans", "Cadencia máx."),
        "cadence_again": ("Average Cadence", "Max. cadans", "Cadencia promedio"),
        "hr_max": ("Max Heart Rate", "Max. hartslag", "Ritmo cardíaco máx."),
        "hr_mean": ("Average Heart Rate", "Gemiddelde hartslag", "Ritmo cardíaco promedio"),
        "power": ("Average Watts", "Gemiddeld wattage", "Vatios promedio"),
        "energy": ("Calories", "Calorieën", "Calorías"),
        "rpe": ("Perceived Exertion", "Ervaren inspanning", "Esfuerzo Percibido"),
    }
    with (samples / "header_shapes.csv").open(newline="", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["layout"].startswith("strava")]
    layouts = {row["layout"] for row in rows}
    assert len(layouts) == 3
    for layout in layouts:
        header = [row["header"] for row in rows if row["layout"] == layout]
        (file_at,) = (dialects.columns("strava_activities", header)["file"][0],)
        for one in dialects.strava_positions():
            if one.field in tells:
                assert header[file_at + one.offset] in tells[one.field], (layout, one.field)


@pytest.mark.parametrize(
    ("layout", "table", "fields"),
    [
        ("garmin-german", "garmin_activities", {"sport", "start", "name", "distance", "timer", "hr_mean", "cadence"}),
        ("garmin-spanish", "garmin_activities", {"sport", "start", "name", "distance", "timer", "hr_mean", "cadence"}),
        ("garmin-english-decimal", "garmin_activities", {"sport", "start", "distance", "timer", "stride", "elapsed"}),
        ("strong-german", "strong", {"start", "exercise", "set_no", "load", "reps", "seconds", "duration", "rpe"}),
        ("strong-2015", "strong", {"start", "exercise", "set_no", "load", "load_unit", "reps", "seconds"}),
        ("hevy-b", "hevy", {"start", "end", "exercise", "set_no", "set_type", "load", "reps", "seconds", "rpe"}),
    ],
)  # fmt: skip
def test_the_headers_of_real_exports_are_known(
    samples: Path, layout: str, table: str, fields: set[str]
) -> None:
    with (samples / "header_shapes.csv").open(newline="", encoding="utf-8") as file:
        header = [row["header"] for row in csv.DictReader(file) if row["layout"] == layout]
    assert fields <= set(dialects.columns(table, header))


def test_every_dialect_needs_only_fields_that_some_header_names() -> None:
    for table, dialect in dialects.dialects().items():
        assert dialect.needs <= {one.field for one in dialects.headings(table).values()}, table
