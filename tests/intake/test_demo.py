"""The demo squad: the same every time, labelled, complete, and gone without a trace of anybody real."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from analytics.intake import demo, entering
from analytics.intake.demo import facts, load_demo, remove_demo
from analytics.intake.taking_in import take_in
from analytics.store import Store, open_store

TODAY = dt.date(2026, 11, 22)  # a Sunday: the squad's last week ends on the Sunday before
FIRST, LAST = dt.date(2024, 11, 18), dt.date(2026, 11, 15)
TABLES = (
    "activity",
    "session",
    "run_measure",
    "strength_set",
    "injury",
    "checkin",
    "coverage",
    "source_file",
)


def rows(store: Store, sql: str) -> list[dict[str, Any]]:
    with store.reader() as reader:
        return reader.sql(sql, {}).to_dict("records")


def counted(store: Store) -> dict[str, int]:
    return {name: int(rows(store, f"SELECT count(*) AS n FROM {name}")[0]["n"]) for name in TABLES}


@pytest.fixture(scope="module")
def squad(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The demo squad; for looking at only."""
    with open_store(tmp_path_factory.mktemp("squad") / "demo.duckdb") as opened:
        assert load_demo(opened, today=TODAY) == 24
        yield opened


def test_everybody_is_labelled_as_simulated(squad: Store) -> None:
    people = rows(squad, "SELECT name, simulated FROM athlete ORDER BY athlete_id")
    assert [one["name"] for one in people] == [f"Runner {number:02d}" for number in range(1, 25)]
    assert all(one["simulated"] for one in people)
    [group] = rows(squad, "SELECT name, simulated FROM squad")
    assert "simulated" in group["name"]
    assert group["simulated"]


def test_two_years_end_on_the_last_sunday_before_today(squad: Store) -> None:
    [span] = rows(squad, "SELECT min(start_local) AS first, max(start_local) AS last FROM activity")
    assert FIRST <= span["first"].date() <= FIRST + dt.timedelta(days=6)
    assert span["last"].date() <= LAST
    [span] = rows(squad, "SELECT min(first_date) AS first, max(last_date) AS last FROM coverage_span")
    assert (span["first"].date(), span["last"].date()) == (FIRST, LAST)


def test_weekly_hip_sets_are_those_simulated(squad: Store) -> None:
    world = demo._world()
    ways = demo.ways_of(world)
    weeks = rows(
        squad, "SELECT athlete_id, week_start, hip_sets FROM athlete_week WHERE hip_sets IS NOT NULL"
    )
    assert len(weeks) > 20 * 90
    for one in weeks:
        row = one["athlete_id"] - 1
        week = (one["week_start"].date() - FIRST).days // 7
        assert not ways[row].durations_only
        assert one["hip_sets"] == pytest.approx(world.sets[row, week], abs=0.51)


def test_several_vocabularies_meet_and_some_words_nobody_knows(squad: Store) -> None:
    sources = rows(
        squad,
        "SELECT source, count(*) AS n, count(*) FILTER (WHERE hip_sets IS NULL) AS unknown "
        "FROM strength_set WHERE lane = 'logged' GROUP BY source ORDER BY source",
    )
    assert [one["source"] for one in sources] == ["garmin_fit", "hevy", "hipstride_csv", "strong"]
    assert all(0.01 < one["unknown"] / one["n"] < 0.15 for one in sources)


def test_who_logs_durations_only_has_assumed_sets_and_an_unknown_log(squad: Store) -> None:
    found = rows(
        squad,
        "SELECT athlete_id, max(hip_sets) AS logged, max(hip_sets_assumed) AS assumed FROM athlete_week "
        "GROUP BY athlete_id HAVING max(hip_sets_assumed) > 0",
    )
    assert len(found) == 2
    assert all(one["logged"] != one["logged"] for one in found)


def test_unknown_weeks_are_there_and_a_newcomer(squad: Store) -> None:
    unknown = rows(squad, "SELECT count(*) AS n FROM athlete_week WHERE athlete_id = 7 AND runs IS NULL")
    assert unknown[0]["n"] == 11
    [newcomer] = rows(squad, "SELECT count(*) AS n FROM athlete_week WHERE athlete_id = 24")
    assert newcomer["n"] == demo.NEWCOMER_WEEKS


def test_the_truth_is_told(squad: Store) -> None:
    told = facts()
    assert (told.rr_per_10_sets, told.pace_pct_per_10_sets) == (0.66, 1.0)
    assert any("0.66 times" in sentence and "1 % higher" in sentence for sentence in told.sentences)
    assert told.athletes == rows(squad, "SELECT count(*) AS n FROM athlete")[0]["n"]


def test_loading_twice_is_harmless_and_removing_leaves_real_people_alone(
    store: Store, gpx: Callable[..., bytes]
) -> None:
    take_in(store, [("run.gpx", gpx())], athlete="Ada")
    before = counted(store)
    assert load_demo(store, today=TODAY) == 24
    loaded = counted(store)
    assert load_demo(store, today=TODAY) == 0
    assert counted(store) == loaded
    take_in(
        store, [("next.gpx", gpx(dt.datetime(2026, 4, 1, 6)))]
    )  # the only real athlete is still the default
    assert remove_demo(store) == 24
    after = counted(store)
    assert after == before | {
        name: before[name] + 1 for name in ("activity", "session", "run_measure", "source_file")
    }
    assert [one["name"] for one in rows(store, "SELECT name FROM athlete")] == ["Ada"]
    assert rows(store, "SELECT * FROM squad") == []


def test_the_same_day_gives_the_same_squad(squad: Store, tmp_path: Path) -> None:
    with open_store(tmp_path / "again.duckdb") as again:
        load_demo(again, today=TODAY)
        for sql in (
            "SELECT sum(distance_m) AS v, count(*) AS n FROM session",
            "SELECT sum(hip_sets) AS v, count(*) AS n FROM strength_set",
            "SELECT bit_xor(activity_id) AS v, count(*) AS n FROM activity",
        ):
            assert rows(again, sql)[0] == pytest.approx(rows(squad, sql)[0])


def test_a_form_may_log_for_a_simulated_runner_like_for_any_other(store: Store) -> None:
    number = entering.add_athlete(store, "Somebody", simulated=True)
    assert (
        len(entering.log_sets(store, number, [entering.SetRow("form", "clamshell", TODAY, 0, reps=12)])) == 1
    )


def test_the_last_weeks_of_a_few_have_records_in_the_open_sea_that_agree_with_the_runs(squad: Store) -> None:
    found = rows(
        squad,
        "SELECT athlete_id, min(local_date) AS first, count(*) AS runs, "
        "max(abs(distance_records_m / distance_m - 1)) AS apart, max(abs(moving_records_s - moving_s)) AS apart_s, "
        "count(*) FILTER (WHERE steady_basis <> 'simulated') AS else_where "
        "FROM running_session WHERE has_records GROUP BY ALL ORDER BY 1",
    )
    assert len(found) == 4
    assert all(one["apart"] < 1e-3 and one["apart_s"] <= 2 and one["else_where"] == 0 for one in found)
    assert found[0]["first"].date() > LAST - dt.timedelta(weeks=12)
    [place] = rows(
        squad,
        "SELECT min(latitude_deg) AS south, max(latitude_deg) AS north, min(longitude_deg) AS west, "
        "max(longitude_deg) AS east FROM record_si",
    )
    assert 0.03 < place["south"] < place["north"] < 0.07
    assert 0.03 < place["west"] < place["east"] < 0.07
    [efforts] = rows(squad, "SELECT count(DISTINCT activity_id) AS n FROM best_effort")
    assert efforts["n"] == sum(one["runs"] for one in found)
