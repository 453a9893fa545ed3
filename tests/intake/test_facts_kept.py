"""What a watch tells besides the track is kept with the activity: pauses, sensors, the wearer, further guesses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from types import ModuleType
from typing import Any

from analytics.intake import undoing
from analytics.intake.taking_in import take_in
from analytics.store import Store

Gpx = Callable[..., bytes]
START = dt.datetime(2026, 3, 2, 6, 0)
TABLES = ("activity_pause", "activity_sensor", "wearer_fact", "activity_unread")


def full_file(w: ModuleType, *, start: dt.datetime = START, weight_kg: float = 65.5) -> bytes:
    """Ten minutes north with a minute's pause, two sensors, a wearer and messages nobody reads."""
    file, u1, u2 = w.FitWriter(), w.U1, w.U2
    first = w.fit_s(start)
    for second, kind in ((0, 0), (100, 4), (160, 0)):
        file.add(w.EVENT, [(253, w.U4, first + second), (0, w.ENUM, 0), (1, w.ENUM, kind)], local=1)
    for index, maker, product in ((0, 1, 1967), (1, 1, 1752), (2, 95, 7)):
        serial = (3, 0x8C, 123_456_789)
        file.add(w.DEVICE, [(0, u1, index), (2, u2, maker), serial, (4, u2, product)], local=6)
    file.add(
        3, [(0, w.TEXT, "Somebody"), (4, u2, round(weight_kg * 10)), (8, u1, 52), (11, u1, 188)], local=6
    )
    file.add(7, [(1, u1, 190), (2, u1, 171), (3, u2, 280)], local=7)
    file.add(216, [(0, u2, 18), (6, u1, [98, 117, 137, 156, 176, None])], local=8)
    for _ in range(3):
        file.add(140, [(0, u1, 1)], local=9)
    whole: bytes = w.run_file(start=start, seconds=600, with_positions=True, writer=file)
    return whole


def rows(store: Store, sql: str) -> list[tuple[Any, ...]]:
    with store.reader() as reader:
        return [tuple(row) for row in reader.sql(sql, {}).itertuples(index=False)]


def test_pauses_sensors_the_wearer_and_what_is_not_read_are_kept(
    store: Store, fit_writer: ModuleType
) -> None:
    take_in(store, [("run.fit", full_file(fit_writer))], athlete="Ada")
    assert rows(store, "SELECT pause_no, start_utc, duration_s FROM activity_pause") == [
        (0, START + dt.timedelta(seconds=100), 60.0)
    ]
    assert rows(store, "SELECT name FROM activity_sensor ORDER BY sensor_no") == [
        ("garmin hrm_run",),
        ("stryd 7",),
    ]
    assert dict(rows(store, "SELECT fact, fact_value FROM wearer_fact")) == {
        "weight_kg": 65.5, "hr_rest_bpm": 52, "hr_max_bpm": 190, "hr_threshold_bpm": 171,
        "power_threshold_w": 280, "hr_zone_1_top_bpm": 98, "hr_zone_2_top_bpm": 117,
        "hr_zone_3_top_bpm": 137, "hr_zone_4_top_bpm": 156, "hr_zone_5_top_bpm": 176,
    }  # fmt: skip
    assert rows(store, "SELECT message_no, messages FROM activity_unread") == [(140, 3)]
    for table in TABLES:
        text = repr(rows(store, f"SELECT * FROM {table}"))
        assert "Somebody" not in text and "123456789" not in text


def test_a_watchs_further_guesses_stay_with_the_set(store: Store, fit_writer: ModuleType) -> None:
    w = fit_writer
    file = w.FitWriter()
    w.file_id(file, created=START)
    at = w.fit_s(START)
    file.add(
        w.SET,
        [(254, w.U4, at + 30), (0, w.U4, 30_000), (3, w.U2, 12), (5, w.U1, 1), (6, w.U4, at),
         (7, w.U2, [10, 17, None]), (8, w.U2, [44, 3, None])],
        local=4,
    )  # fmt: skip
    file.add(w.SESSION, [(253, w.U4, at + 30), (2, w.U4, at), (7, w.U4, 30_000), (5, w.ENUM, 10)], local=5)
    take_in(store, [("gym.fit", file.to_bytes())], athlete="Ada")
    assert rows(store, "SELECT fit_category, fit_subtype, fit_guesses FROM strength_set") == [
        (10, 44, "17:3")
    ]


def test_of_two_sources_each_tells_what_the_other_does_not(
    store: Store, fit_writer: ModuleType, gpx: Gpx
) -> None:
    whole = full_file(fit_writer)
    bare = fit_writer.run_file(start=START, seconds=600, with_positions=True)
    take_in(store, [("bare.fit", bare)], athlete="Ada")
    assert [rows(store, f"SELECT count(*) FROM {table}") for table in TABLES] == [[(0,)]] * 4
    second = take_in(store, [("whole.fit", whole)])
    assert rows(store, "SELECT count(*) FROM activity") == [(1,)]
    shown = [rows(store, f"SELECT count(*) FROM {table}") for table in TABLES]
    assert shown == [[(1,)], [(2,)], [(10,)], [(1,)]]
    undoing.undo(store, second.batch_id)
    for prefix in ("", "aside_"):
        assert [rows(store, f"SELECT count(*) FROM {prefix}{table}") for table in TABLES] == [[(0,)]] * 4


def test_an_impossible_weight_is_left_out_and_the_run_goes_in(store: Store, fit_writer: ModuleType) -> None:
    receipt = take_in(store, [("run.fit", full_file(fit_writer, weight_kg=4))], athlete="Ada")
    assert receipt.totals["activities"] == 1
    facts = {fact for (fact,) in rows(store, "SELECT fact FROM wearer_fact")}
    assert "weight_kg" not in facts and "hr_max_bpm" in facts


def test_what_is_known_of_a_wearer_is_their_own_word_else_the_newest_recording(
    store: Store, fit_writer: ModuleType
) -> None:
    later = START + dt.timedelta(days=30)
    files = [
        ("b.fit", full_file(fit_writer, start=later, weight_kg=64)),
        ("a.fit", full_file(fit_writer, weight_kg=66)),
    ]
    take_in(store, files, athlete="Ada")
    with store.writer() as writer:
        writer.update_athlete(1, hr_max_bpm=195.0)
    with store.reader() as reader:
        known = reader.frame("athlete_wearer", athlete_id=1).set_index("fact")
    assert (known.fact_value["weight_kg"], known.basis["weight_kg"]) == (64, "file")
    assert str(known.known_on["weight_kg"])[:10] == "2026-04-01"
    assert (known.fact_value["hr_max_bpm"], known.basis["hr_max_bpm"]) == (195, "entered")
    assert known.fact_value["hr_zone_5_top_bpm"] == 176


def test_removing_a_person_removes_what_their_watch_knew(store: Store, fit_writer: ModuleType) -> None:
    take_in(store, [("run.fit", full_file(fit_writer))], athlete="Ada")
    with store.writer() as writer:
        writer.remove_athletes([1])
    assert [rows(store, f"SELECT count(*) FROM {table}") for table in TABLES] == [[(0,)]] * 4
