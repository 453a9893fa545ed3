"""One activity: its figures with where each is from, its splits, its way, its best efforts, its zones."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analytics.intake.entering import add_athlete
from analytics.intake.taking_in import take_in
from analytics.reports import activity, activity_list
from analytics.reports.activity_recording import Recording, drawn, extremes, recording, smoothed
from analytics.reports.activity_route import projected, route
from analytics.reports.activity_splits import splits
from analytics.store import Reader, open_store

NAN = float("nan")
NO_PAUSES = pd.DataFrame({"start_s": [], "duration_s": []})


def records(seconds: int = 1201, speed_m_s: float = 3.0, **columns: Any) -> pd.DataFrame:
    """A run of even speed, a record a second, on a straight way to the north."""
    time = np.arange(seconds, dtype=float)
    way = speed_m_s * time
    return pd.DataFrame(
        {
            "time_s": 1.7e9 + time,
            "distance_m": way,
            "speed_m_s": speed_m_s,
            "altitude_m": 100.0,
            "heart_rate_bpm": 140.0,
            "latitude_deg": 50.0 + way / 111_195.0,
            "longitude_deg": 8.0,
        }
        | columns
    )


def recorded(frame: pd.DataFrame) -> Recording:
    found = recording(frame, NO_PAUSES)
    assert found is not None
    return found


# ---------------------------------------------------------------- splits


def test_splits_of_an_even_run_are_even_and_add_up_to_the_whole() -> None:
    found = splits(recorded(records()))  # 3600 m in 1200 s
    assert found["distance_m"].tolist() == [1000.0, 1000.0, 1000.0, 600.0]
    assert found["pace_s_per_km"].round(1).tolist() == [333.3, 333.3, 333.3, 333.3]
    assert found["graded_pace_s_per_km"].round(1).tolist() == [333.3, 333.3, 333.3, 333.3]
    assert found["hr_mean_bpm"].tolist() == [140.0] * 4
    assert found["ascent_m"].tolist() == [0.0] * 4
    assert found["moving_s"].sum() == pytest.approx(1200)


@pytest.mark.parametrize("seed", range(8))
def test_splits_of_any_run_add_up_to_its_moving_time_and_its_way(seed: int) -> None:
    dice = np.random.default_rng(seed)
    speed = dice.choice([0.0, 2.0, 3.0, 4.0], size=2000, p=[0.1, 0.2, 0.5, 0.2])
    way = np.concatenate(([0.0], np.cumsum(speed[1:])))
    frame = records(2000)
    frame["speed_m_s"], frame["distance_m"] = speed, way
    frame["altitude_m"] = 100 + 20 * np.sin(way / 300)
    run = recorded(frame)
    found = splits(run)
    assert found["distance_m"].sum() == pytest.approx(way[-1])
    assert found["moving_s"].sum() == pytest.approx(run.run.moving_s)
    assert (found["moving_s"] > 0).all()
    assert run.run.profile is not None
    assert found["ascent_m"].sum() == pytest.approx(run.run.profile.climb_m()[0], rel=0.02)


def test_a_last_stretch_of_a_few_metres_is_no_split_of_its_own() -> None:
    found = splits(recorded(records(1004)))  # 3009 m
    assert found["distance_m"].tolist() == [1000.0, 1000.0, 1009.0]


def test_a_recording_without_a_way_has_no_splits() -> None:
    frame = records(600).drop(columns=["distance_m", "speed_m_s", "latitude_deg", "longitude_deg"])
    assert splits(recorded(frame)).empty


# ---------------------------------------------------------------- what is drawn


def test_thinning_keeps_every_stretch_its_extremes_in_their_order() -> None:
    values = np.array([1.0, 5, 2, 3, 0, 4, NAN, NAN])
    kept = extremes(values, np.array([0, 3, 6]))
    assert kept[:4].tolist() == [1, 5, 3, 0] or kept[:4].tolist() == [1, 5, 0, 4]
    assert np.isnan(kept[4:]).all()


def test_what_is_drawn_of_a_day_long_run_is_small_and_as_high_as_the_run_was() -> None:
    frame = records(40_000)
    frame["power_w"] = 200.0
    frame.loc[20_000:20_200, "power_w"] = 500.0
    found = drawn(recorded(frame), as_pace=True)
    assert {len(one) for one in found.values.values()} == {len(found.time_min)}
    assert len(found.time_min) <= 2000
    assert np.nanmax(found.values["power_w"]) == pytest.approx(500.0)
    assert found.means["power_w"][0] == pytest.approx(200 + 300 * 201 / 40_000, rel=0.01)


def test_a_stop_is_a_hole_in_pace_and_not_a_very_slow_pace() -> None:
    frame = records(900)
    frame.loc[300:359, "speed_m_s"] = 0.0
    frame["distance_m"] = np.concatenate(([0.0], np.cumsum(frame["speed_m_s"].to_numpy()[1:])))
    run = recorded(frame)
    assert [(round(a), round(b)) for a, b in run.pauses] == [(299, 359)]
    found = drawn(run, as_pace=True)
    pace = found.values["pace_s_per_km"]
    assert np.nanmax(pace) == pytest.approx(333.3, abs=0.1)
    standing = (found.time_min > 305 / 60) & (found.time_min < 355 / 60)
    assert np.isnan(pace[standing]).all()


def test_smoothing_takes_only_what_is_known() -> None:
    found = smoothed(np.arange(4.0), np.array([1.0, NAN, 3.0, 3.0]), 2.0)
    assert found[[0, 2, 3]].tolist() == [1.0, 3.0, 3.0] and math.isnan(found[1])


# ---------------------------------------------------------------- the way on paper


def test_the_way_is_as_long_on_paper_as_on_the_ground() -> None:
    east, north = projected(np.array([60.0, 60.0]), np.array([10.0, 10.01]))
    # A hundredth of a degree of longitude at 60 degrees: cos(60) of the equator's 1111.95 m.
    assert math.hypot(east[1] - east[0], north[1] - north[0]) == pytest.approx(555.97, abs=0.05)


def test_a_way_over_the_date_line_stays_one_way() -> None:
    east, _ = projected(np.array([-17.0, -17.0]), np.array([179.99, -179.99]))
    assert abs(east[1] - east[0]) < 3000


def test_a_run_without_positions_has_no_way() -> None:
    assert route(recorded(records().drop(columns=["latitude_deg", "longitude_deg"]))) is None
    found = route(recorded(records()))
    assert found is not None and np.ptp(found.north_m) == pytest.approx(3600, rel=0.001)


def test_a_fix_on_another_continent_does_not_spoil_the_drawing() -> None:
    frame = records()
    frame.loc[700, ["latitude_deg", "longitude_deg"]] = [10.0, 100.0]
    found = route(recorded(frame))
    assert found is not None and np.nanmax(np.abs(found.north_m)) < 5000


# ---------------------------------------------------------------- the whole, from a file


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, fit_writer: ModuleType) -> Iterator[tuple[Reader, int]]:
    """Four runs of 40 minutes in four weeks, each of another speed, and one of strength with a named exercise."""
    place = tmp_path_factory.mktemp("runs")
    for week, speed in enumerate((3.0, 3.2, 2.9, 3.1)):
        start = dt.datetime(2026, 3, 3, 6) + dt.timedelta(weeks=week)
        data = fit_writer.run_file(start=start, seconds=2400, speed_m_s=speed, with_positions=True)
        (place / f"run{week}.fit").write_bytes(data)
    lifted = fit_writer.strength_file([fit_writer.Done(category=10, subtype=1, reps=12)] * 3)
    (place / "strength.fit").write_bytes(lifted)
    with open_store(place / "a.duckdb") as store:
        athlete_id = add_athlete(store, "Ada", hr_max_bpm=190)
        assert take_in(store, [place], athlete="Ada").to_dict()["totals"]["activities"] == 5
        with store.reader() as reader:
            yield reader, athlete_id


def opened(made: tuple[Reader, int], day: str) -> activity.Activity:
    reader, athlete_id = made
    rows = activity_list.gather(reader, athlete_id=athlete_id).rows
    number = rows["activity_id"][
        (rows["local_date"] == pd.Timestamp(day)) & (rows["sports"] == "running")
    ].iloc[0]
    found = activity.gather(reader, activity_id=int(number))
    assert found is not None
    return found


def value(one: activity.Activity, what: str) -> tuple[str, str]:
    told = next(each for each in one.numbers if each.what == what)
    return told.value, told.origin


def test_an_unknown_number_is_no_activity(made: tuple[Reader, int]) -> None:
    assert activity.gather(made[0], activity_id=1) is None


def test_a_run_tells_its_figures_and_where_each_is_from(made: tuple[Reader, int]) -> None:
    run = opened(made, "2026-03-03")
    assert [(one.label, one.value) for one in run.figures] == [
        ("Distance", "7.20 km"), ("Moving time", "40:00"), ("Pace", "5:33 /km"), ("Heart rate", "140 bpm"),
    ]  # fmt: skip
    assert value(run, "Distance") == ("7.20 km", "from the file’s sums")
    assert value(run, "Grade-adjusted pace") == ("5:33 /km", "from the records")
    assert value(run, "Cadence, running") == ("170 steps a minute", "from the records")
    said = " ".join(line for lines in run.unknown.values() for line in lines)
    assert "perceived exertion (RPE) (nobody said)" in said and "vertical ratio" in said
    assert run.spike_line == "No run in the 30 days before it to compare its length with."
    assert not run.alike_line.startswith("0")


def test_a_personal_best_is_one_when_it_was_run_and_may_be_beaten_since(made: tuple[Reader, int]) -> None:
    second, last = opened(made, "2026-03-10"), opened(made, "2026-03-24")
    five = {row["effort"]: row for row in second.efforts.to_dict("records")}["5 km"]
    assert (five["result"], five["standing"], five["before"]) == ("26:02", "personal best", "27:47")
    assert "5 km" in second.efforts_line
    assert {row["effort"]: row["standing"] for row in last.efforts.to_dict("records")}["5 km"] == "2nd of 4"
    assert "No personal best" in last.efforts_line


def test_zones_add_up_to_the_moving_time(made: tuple[Reader, int]) -> None:
    run = opened(made, "2026-03-03")
    beats = run.zones[run.zones["of"] == "Heart rate"]
    assert beats["seconds"].sum() == pytest.approx(2400, abs=1)
    # 140 of 190 beats is 74 %: the second of the zones of 60, 70, 80 and 90 %, counted from one, is 60 to 70.
    assert beats["seconds"].tolist() == [0, 0, pytest.approx(2400, abs=1), 0, 0]


def test_runs_of_about_the_length_stand_before_and_after(made: tuple[Reader, int]) -> None:
    last = opened(made, "2026-03-24")
    assert last.alike["which"].tolist() == ["this run", "", "", ""]
    assert last.alike_line.startswith("11 s a km faster than the middle of the 3 runs like it before")
    assert "an association, not a cause" in last.spike_line or "no spike" in last.spike_line


def test_a_strength_session_shows_its_sets_and_no_pace(made: tuple[Reader, int]) -> None:
    lifted = opened_sport(made, "strength")
    assert len(lifted.sets) == 3 and lifted.sets["reps"].tolist() == [12, 12, 12]
    assert lifted.efforts.empty and lifted.splits.empty and lifted.alike.empty and lifted.spike_line == ""
    assert "Pace" not in [one.label for one in lifted.figures]


def opened_sport(made: tuple[Reader, int], sport: str) -> activity.Activity:
    reader, athlete_id = made
    rows = activity_list.gather(reader, athlete_id=athlete_id).rows
    found = activity.gather(reader, activity_id=int(rows["activity_id"][rows["sports"] == sport].iloc[0]))
    assert found is not None
    return found


def test_the_file_is_named_with_its_mark_and_what_it_gave(made: tuple[Reader, int]) -> None:
    (source,) = opened(made, "2026-03-03").sources
    assert (source.name.split("/")[-1], source.kind, source.gave) == ("run0.fit", "FIT", "2\u202f401 records")
    assert len(source.mark) == 10


def test_the_list_is_newest_first_and_searched_by_every_word(made: tuple[Reader, int]) -> None:
    reader, athlete_id = made
    rows = activity_list.gather(reader, athlete_id=athlete_id).rows
    assert rows["local_date"].is_monotonic_decreasing and len(rows) == 5
    assert len(activity_list.filtered(rows, text="MAR run")) == 4
    assert len(activity_list.filtered(rows, sport="strength")) == 1
    assert activity_list.filtered(rows, text="april").empty


@pytest.mark.parametrize(
    ("kind", "words"),
    [("fit", "from the file’s sums"), ("gpx", "from the file’s track"), ("strava_activities", "from a list"),
     ("hevy", "from the log")],
)  # fmt: skip
def test_sums_say_what_sort_of_source_they_are_from(kind: str, words: str) -> None:
    assert activity.where_from(kind) == words
