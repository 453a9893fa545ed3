"""Garmin Connect's list: languages, decimal marks, units."""

from __future__ import annotations

import csv
import datetime as dt
import io
from pathlib import Path

import pytest

from analytics.errors import UnreadableError
from analytics.ingest.batch import Batch
from analytics.ingest.reading import read

FIELDS = [
    "sport",
    "start",
    "title",
    "distance",
    "calories",
    "time",
    "hr",
    "cadence",
    "ascent",
    "stride",
    "elapsed",
]
ENGLISH = ["Activity Type", "Date", "Title", "Distance", "Calories", "Time", "Avg HR", "Avg Run Cadence",
           "Total Ascent", "Avg Stride Length", "Elapsed Time"]  # fmt: skip
GERMAN = ["Aktivitätstyp", "Datum", "Titel", "Distanz", "Kalorien", "Zeit", "Ø Herzfrequenz",
          "Ø Schrittfrequenz (Laufen)", "Anstieg gesamt", "Ø Schrittlänge", "Verstrichene Zeit"]  # fmt: skip
SPANISH = ["Tipo de actividad", "Fecha", "Título", "Distancia", "Calorías", "Tiempo", "Frecuencia cardiaca media",
           "Cadencia de carrera media", "Ascenso total", "Longitud media de zancada", "Tiempo transcurrido"]  # fmt: skip

# 10 km in 50:00 at 172 a minute and 1.163 m: 172 x 50 x 1.163 = 10,002 m.
RUN = {"sport": "Running", "start": "2026-01-04 12:38:59", "title": "x", "distance": "10.00", "calories": "1,159",
       "time": "00:50:00", "hr": "153", "cadence": "172", "ascent": "--", "stride": "1.163",
       "elapsed": "00:52:10,6"}  # fmt: skip


def list_of(header: list[str], *rows: dict[str, str]) -> Batch:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows([row[field] for field in FIELDS[: len(header)]] for row in rows)
    return read(text.getvalue().encode(), "Activities.csv")


def test_a_row_is_a_run_at_a_local_time() -> None:
    (row,) = list_of(ENGLISH, RUN).activities
    (session,) = row.sessions
    assert (session.sport, session.distance_m, session.moving_s, session.elapsed_s) == (
        "running",
        10_000,
        3000,
        3130.6,
    )
    assert (session.hr_mean_bpm, session.cadence_mean_spm, session.energy_kcal) == (153, 172, 1159)
    assert session.ascent_m is None
    assert row.start_local == dt.datetime(2026, 1, 4, 12, 38, 59)
    assert row.start_utc is None
    assert row.zone is None


@pytest.mark.parametrize(
    ("header", "sport"), [(GERMAN, "Laufen"), (SPANISH, "Carrera"), (ENGLISH, "Running")]
)
def test_languages_and_decimal_commas_give_the_same_numbers(header: list[str], sport: str) -> None:
    row = RUN | {"sport": sport, "distance": "10,00", "calories": "1.159", "stride": "1,163"}
    session = list_of(header, row).activities[0].sessions[0]
    assert (session.sport, session.distance_m, session.energy_kcal) == ("running", 10_000, 1159)


def test_miles_are_told_by_steps_and_stride() -> None:
    in_miles = RUN | {"distance": "6.21", "ascent": "328"}
    session = list_of(ENGLISH, in_miles).activities[0].sessions[0]
    assert session.distance_m == pytest.approx(6.21 * 1609.344)
    assert session.ascent_m == pytest.approx(328 * 0.3048)
    with_feet = RUN | {"distance": "6.21", "stride": "3.82"}
    assert list_of(ENGLISH, with_feet).activities[0].sessions[0].distance_m == pytest.approx(6.21 * 1609.344)


LANGUAGES = {
    "French": (
        "Type d'activité,Date,Titre,Distance,Calories,Durée,Fréquence cardiaque moyenne,Cadence de course moyenne,"
        "Ascension totale,Longueur moyenne des foulées,Temps écoulé",
        "Course à pied",
    ),
    "Italian": (
        "Tipo di attività,Data,Titolo,Distanza,Calorie,Tempo,FC Media,Cadenza di corsa media,Ascesa totale,"
        "Lunghezza media passo,Tempo trascorso",
        "Corsa",
    ),
    "Dutch": (
        "Activiteittype,Datum,Titel,Afstand,Calorieën,Tijd,Gem. HS,Gem. cadans,Totale stijging,Gem. staplengte,"
        "Verstreken tijd",
        "Hardlopen",
    ),
    "Norwegian": (
        "Aktivitetstype,Dato,Tittel,Distanse,Kalorier,Tid,Gjennomsnittlig puls,Gjennomsnittlig frekvens for løping,"
        "Total stigning,Gjennomsnittlig skrittlengde,Medgått tid",
        "Løping",
    ),
    "Chinese": ("活动类型,日期,标题,距离,热量消耗,时间,平均心率,平均步频,累计爬升,平均步长,全程耗时", "跑步"),
    "Japanese": (
        "アクティビティタイプ,日付,タイトル,距離,カロリー,タイム,平均心拍数,平均ピッチ,総上昇量,平均歩幅,経過時間",
        "ラン",
    ),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_further_languages_give_the_same_numbers(language: str) -> None:
    header, sport = LANGUAGES[language]
    batch = list_of(header.split(","), RUN | {"sport": sport})
    session = batch.activities[0].sessions[0]
    assert (session.sport, session.distance_m, session.moving_s) == ("running", 10_000, 3_000)
    assert (session.elapsed_s, session.hr_mean_bpm, session.energy_kcal) == (3_130.6, 153, 1_159)
    assert batch.problems == []


def test_counted_steps_tell_miles_where_no_cadence_is_named() -> None:
    """Portuguese lists name the cadence of bikes alone, and yet give steps and stride."""
    text = (
        "Tipo de atividade,Data,Título,Distância,Calorias,Tempo total,FC Média,Comprimento médio da passada,Passos\n"
        'Corrida,2026-07-10 17:55:15,x,"2.49","296","00:44:17","119","0.77","5,312"\n'
    )
    session = read(text.encode(), "Activities.csv").activities[0].sessions[0]
    # 5,312 steps of 0.77 m are 4,090 m: 2.54 miles, not 2.49 kilometres.
    assert session.distance_m == pytest.approx(2.49 * 1609.344)


def test_a_unit_that_nothing_tells_is_taken_as_kilometres_and_said_so() -> None:
    batch = list_of(ENGLISH[:7], RUN)
    assert batch.activities[0].sessions[0].distance_m == 10_000
    assert "kilometres are taken" in batch.problems[-1].reason


def test_metres_and_kilometres_in_one_column_are_told_apart_by_what_a_body_can_do() -> None:
    rows = [
        RUN,
        RUN
        | {"sport": "Pool Swim", "distance": "1,500", "time": "00:31:00", "cadence": "--", "stride": "--"},
        RUN
        | {
            "sport": "Track Running",
            "distance": "5,000",
            "time": "00:20:00",
            "cadence": "--",
            "stride": "--",
        },
        RUN | {"sport": "Zorbing", "distance": "1,500", "time": "00:20:00", "cadence": "--", "stride": "--"},
    ]
    found = list_of(ENGLISH, *rows).activities
    assert [(one.sessions[0].sport, one.sessions[0].distance_m) for one in found] == [
        ("running", 10_000), ("swimming", 1_500), ("running", 5_000), ("unknown", 1_500),
    ]  # fmt: skip


def test_strength_rows_have_no_distance() -> None:
    row = RUN | {"sport": "Strength Training", "distance": "--", "cadence": "--", "stride": "--"}
    session = list_of(ENGLISH, RUN, row).activities[1].sessions[0]
    assert (session.sport, session.sub_sport, session.distance_m) == ("strength", "strength_training", None)


def test_a_list_in_an_unknown_language_is_refused_with_its_headers() -> None:
    finnish = ["Suoritustyyppi", "Päivämäärä", "Nimi", "Matka", "Kalorit", "Aika", "Keskisyke"]
    with pytest.raises(UnreadableError, match="'Suoritustyyppi', 'Päivämäärä'"):
        list_of(finnish, RUN)


def test_one_column_that_is_not_understood_is_named_when_it_is_needed() -> None:
    with pytest.raises(UnreadableError, match="no column for its distance"):
        list_of(["Activity Type", "Date", "Title", "Farness", "Calories", "Time"], RUN)


def test_only_a_list_with_runs_in_it_speaks_for_days_without_one() -> None:
    strength = RUN | {"sport": "Strength Training", "distance": "--", "cadence": "--", "stride": "--"}
    assert list_of(ENGLISH, RUN, strength).is_complete_list
    assert not list_of(ENGLISH, strength).is_complete_list


def test_a_broken_time_refuses_its_line_alone() -> None:
    batch = list_of(ENGLISH, RUN, RUN | {"time": "soon"})
    assert len(batch.activities) == 1
    assert [(one.line, one.reason) for one in batch.problems] == [(3, "not a duration: 'soon'")]


def test_the_real_list_with_decimal_commas_under_english_headers(samples: Path) -> None:
    (place,) = (samples / "garmin-csv").rglob("Activities.csv")
    batch = read(place.read_bytes(), place.name)
    assert len(batch.activities) == 1131
    assert not batch.problems
    first = batch.activities[0].sessions[0]
    assert (first.distance_m, first.moving_s, first.sub_sport) == (3400, 1021, "treadmill")
    longest = max(one.sessions[0].distance_m or 0 for one in batch.activities)
    assert 79_000 < longest < 200_000
    # The list's own pace, to the second: time over distance.
    with place.open(newline="", encoding="utf-8-sig") as file:
        paces = [row["Avg Pace"] for row in csv.DictReader(file)]
    far = 0
    for row, pace in zip(batch.activities, paces, strict=True):
        session = row.sessions[0]
        if session.distance_m and session.moving_s and ":" in pace:
            minutes, seconds = pace.split(":")
            far += abs(session.moving_s / session.distance_m * 1000 - int(minutes) * 60 - int(seconds)) > 2
    assert far <= 5
