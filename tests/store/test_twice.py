"""Importing twice is harmless: what is in already stays, and is told to be known."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from analytics.errors import StoreError
from analytics.ingest.batch import CheckinRow, InjuryRow, Problem, WeeklyLoadRow
from analytics.store import Store, open_store
from analytics.store.rows import CoverageRow, LabelledSet, SourceFile
from analytics.store.same_activity import Limits, Seen, Sight, judge, track_overlap_pct

Ask = Callable[..., list[tuple[Any, ...]]]
Make = Callable[..., Any]


def test_a_file_is_remembered_for_the_athlete_who_brought_it(store: Store, athlete: int, ask: Ask) -> None:
    file = SourceFile("ab", "a.fit", "fit", "added", athlete_id=athlete, activities=1, content=b"FIT" * 100)
    with store.writer() as writer:
        assert writer.source_known("ab", athlete) is None
        writer.add_source_file(file)
        known = writer.source_known("ab", athlete)
        assert known is not None and (known.status, known.activities) == ("added", 1)
    with store.writer() as writer:
        assert writer.source_known("ab", athlete) is not None
        assert writer.source_known("ab", athlete + 1) is None
        writer.add_source_file(file)
    assert ask("SELECT count(*), max(size_bytes) FROM source_file") == [(1, 300)]


def test_the_original_of_a_file_comes_back_from_its_compressed_form(
    store: Store, athlete: int, ask: Ask
) -> None:
    import zlib

    original, packed = b"running " * 1000, b"PK\x03\x04" + bytes(1000)
    with store.writer() as writer:
        for sha, content in (("a", original), ("b", packed)):
            writer.add_source_file(SourceFile(sha, sha, "x", "added", athlete_id=athlete, content=content))
    stored = dict(ask("SELECT sha256, content FROM source_file"))
    assert zlib.decompress(stored["a"]) == original and len(stored["a"]) < 200
    assert zlib.decompress(stored["b"]) == packed


def test_a_refused_file_that_can_be_read_later_has_one_line(store: Store, athlete: int, ask: Ask) -> None:
    with store.writer() as writer:
        writer.add_source_file(
            SourceFile("ab", "a.fit", None, "refused", athlete_id=athlete, reason="cut off")
        )
    with store.writer() as writer:
        writer.add_source_file(SourceFile("ab", "a.fit", "fit", "added", athlete_id=athlete))
    assert ask("SELECT status, reason FROM source_file") == [("added", None)]


def test_the_same_activity_again_changes_nothing(store: Store, athlete: int, run: Make, ask: Ask) -> None:
    rows = [run("2026-03-02 07:00", records=5), run("2026-03-03 07:00", records=5)]
    with store.writer() as writer:
        first = writer.add_activities(athlete, "s1", "fit", rows)
    revision = store.revision()
    with store.writer() as writer:
        second = writer.add_activities(athlete, "s1", "fit", rows)
    assert (first.added, first.known, first.records) == (2, 0, 10)
    assert (second.added, second.known, second.records) == (0, 2, 0)
    assert second.notes[0] == "the run of 2026-03-02 08:00, 10.0 km is already in"
    assert ask("SELECT (SELECT count(*) FROM activity), (SELECT count(*) FROM record)") == [(2, 10)]
    assert store.revision() == revision


@pytest.mark.parametrize(
    ("other", "is_same"),
    [
        ({"start_utc": "2026-03-02 07:02:00"}, True),  # 120 s later
        ({"start_utc": "2026-03-02 07:02:01"}, False),
        ({"distance_m": 9_500}, True),  # 5 % of the larger
        ({"distance_m": 9_499, "moving_s": 3000}, False),
        ({"distance_m": 5_000}, True),  # the duration agrees
        ({"distance_m": None, "moving_s": None}, True),  # nothing speaks against it
        ({"sport": "cycling"}, False),
        ({"sport": "unknown"}, True),
    ],
)
def test_another_file_of_the_same_activity_is_recognised(
    store: Store, athlete: int, run: Make, other: dict[str, Any], is_same: bool
) -> None:
    newcomer = run(**{"start_utc": "2026-03-02 07:00", "digest": "b"} | other)
    with store.writer() as writer:
        writer.add_activities(athlete, "s1", "fit", [run("2026-03-02 07:00", records=5)])
        outcome = writer.add_activities(athlete, "s2", "gpx", [newcomer])
    assert (outcome.added, outcome.known) == ((0, 1) if is_same else (1, 0))


def test_a_list_that_knows_only_local_time_is_recognised_by_it(store: Store, athlete: int, run: Make) -> None:
    import dataclasses

    stored = run("2026-03-02 07:00", records=5, offset_h=1)
    listed = run(
        "2026-03-02 08:00", digest="b", offset_h=0
    )  # taken for universal time by mistake: local 08:00
    assert stored.start_local == dataclasses.replace(listed).start_local
    with store.writer() as writer:
        writer.add_activities(athlete, "s1", "fit", [stored])
        assert writer.add_activities(athlete, "s2", "garmin_activities", [listed]).known == 1


def test_the_same_number_of_the_same_source_is_known_even_if_edited(
    store: Store, athlete: int, run: Make
) -> None:
    with store.writer() as writer:
        writer.add_activities(athlete, "s1", "strava", [run("2026-03-02 07:00", 10_000, external_id="77")])
        again = run("2026-03-02 07:30", 4_000, external_id="77", moving_s=1000, digest="b")
        assert writer.add_activities(athlete, "s2", "strava", [again]).known == 1
        other = run("2026-03-02 10:07", 4_000, external_id="77", moving_s=1000, digest="c")
        assert writer.add_activities(athlete, "s3", "garmin", [other]).added == 1


def test_a_true_second_session_close_by_is_not_swallowed(store: Store, athlete: int, run: Make) -> None:
    with store.writer() as writer:
        writer.add_activities(athlete, "s1", "fit", [run("2026-03-02 07:00", 2_000, moving_s=600)])
        outcome = writer.add_activities(
            athlete,
            "s2",
            "fit",
            [
                run("2026-03-02 07:01", 400, moving_s=90, digest="b"),  # a stride begun a minute later
                run("2026-03-02 07:30", 2_000, moving_s=600, digest="c"),  # as long, half an hour later
            ],
        )
    assert outcome.added == 2


def test_a_fuller_file_takes_the_place_and_the_words_stay(
    store: Store, athlete: int, run: Make, hip_set: Make, ask: Ask
) -> None:
    with store.writer() as writer:
        listed = run("2026-03-02 07:00", name="Morning run", external_id="77")
        writer.add_activities(athlete, "s1", "strava_activities", [listed])
        outcome = writer.add_activities(
            athlete, "s2", "fit", [run("2026-03-02 07:00:30", 10_020, digest="b", records=5)]
        )
    assert (outcome.added, outcome.changed, outcome.known) == (1, 1, 0)
    assert "this file takes its place" in outcome.notes[0]
    assert ask("SELECT activity_id, name, external_id, has_records, source_kind FROM activity") == [
        (listed.activity_id, "Morning run", "77", True, "fit")
    ]
    assert ask("SELECT distance_m FROM session") == [(10_020,)]
    assert ask("SELECT count(*) FROM record WHERE activity_id = ?", listed.activity_id) == [(5,)]
    assert ask("SELECT runs, distance_m FROM athlete_day") == [(1, 10_020)]
    with store.writer() as writer:  # and the list again: it is known, and nothing is lost
        assert writer.add_activities(athlete, "s3", "strava_activities", [listed]).known == 1
    assert ask("SELECT count(*), count(*) FILTER (WHERE has_records) FROM activity") == [(1, 1)]


def test_a_fuller_file_in_the_same_call_takes_the_place_too(
    store: Store, athlete: int, run: Make, ask: Ask
) -> None:
    rows = [run("2026-03-02 07:00", name="Morning run"), run("2026-03-02 07:00", digest="b", records=5)]
    with store.writer() as writer:
        outcome = writer.add_activities(athlete, "s1", "strava", rows)
    assert (outcome.added, outcome.known) == (1, 1)
    assert ask("SELECT name, has_records FROM activity") == [("Morning run", True)]
    assert ask("SELECT count(*) FROM session") == [(1,)]


def test_a_list_gives_its_name_to_the_run_that_is_in(store: Store, athlete: int, run: Make, ask: Ask) -> None:
    with store.writer() as writer:
        writer.add_activities(athlete, "s1", "fit", [run("2026-03-02 07:00", records=5)])
        outcome = writer.add_activities(
            athlete, "s2", "list", [run("2026-03-02 07:00", name="Long run", digest="b")]
        )
        assert (outcome.known, outcome.changed) == (1, 1)
        outcome = writer.add_activities(
            athlete, "s3", "list", [run("2026-03-02 07:00", name="Other", digest="b")]
        )
        assert (outcome.known, outcome.changed) == (1, 0)
    assert ask("SELECT name FROM activity") == [("Long run",)]


def test_two_athletes_may_have_run_together(store: Store, athlete: int, run: Make, ask: Ask) -> None:
    with store.writer() as writer:
        other = writer.add_athlete("Ben")
        row = run("2026-03-02 07:00", records=5)
        assert writer.add_activities(athlete, "s1", "fit", [row]).added == 1
        assert writer.add_activities(other, "s1", "fit", [row]).added == 1
    assert ask("SELECT count(DISTINCT activity_id) FROM activity") == [(2,)]
    assert ask("SELECT max(n) FROM (SELECT count(*) AS n FROM record GROUP BY activity_id) AS x") == [(5,)]


def test_an_activity_that_breaks_a_rule_is_refused_with_its_line(
    store: Store, athlete: int, run: Make, ask: Ask
) -> None:
    bad, strange = run("2026-03-02 07:00", 2_000_000), run("2026-03-03 07:00", hr_mean_bpm=300)
    bad.row.line, strange.row.line = 7, 8
    with store.writer() as writer:
        outcome = writer.add_activities(athlete, "s1", "csv", [bad, strange])
    assert outcome.added == 1
    assert outcome.rejected == [Problem("a distance of 2e+06 m is not between 0 and 1,000 km", line=7)]
    assert outcome.cleared == [
        Problem("a mean heart rate of 300 is not between 20 and 260 beats a minute", line=8)
    ]
    assert ask("SELECT distance_m, hr_mean_bpm FROM session") == [(10_000, None)]


def test_looking_files_over_before_changes_no_outcome(tmp_path: Path, run: Make, hip_set: Make) -> None:
    files = [
        ("s1", [run("2026-03-02 07:00", records=5), run("2026-03-03 07:00", 2_000_000)]),
        ("s2", [run("2026-03-02 07:00", records=5, digest="b"), run("2026-03-04 07:00", hr_max_bpm=1)]),
        ("s3", [run("2026-03-05 07:00", None, sport="strength", sets=[hip_set("2026-03-05", reps=5_000)])]),
        ("s4", [run("2026-03-06 07:00", None, sport="strength", sets=[hip_set("2026-03-06")])]),
    ]
    told = []
    for looks in (False, True):
        with open_store(tmp_path / f"{looks}.duckdb") as store:
            with store.writer(today=dt.date(2026, 11, 22)) as writer:
                athlete = writer.add_athlete("Ada")
                if looks:
                    writer.look_over([(athlete, sha, "fit", rows) for sha, rows in files])
                outcomes = [writer.add_activities(athlete, sha, "fit", rows) for sha, rows in files]
            with store.reader() as reader:
                told.append((outcomes, reader.sql("FROM athlete_day ORDER BY local_date").to_csv()))
    assert told[0] == told[1]
    assert [outcome.added for outcome in told[1][0]] == [1, 1, 1, 1]
    assert [len(outcome.rejected) for outcome in told[1][0]] == [1, 0, 1, 0]


def test_records_keep_fit_s_invalid_as_unknown(store: Store, athlete: int, run: Make, ask: Ask) -> None:
    row = run("2026-03-02 07:00", records=3)
    row.row.records["heart_rate_bpm"] = np.array([150, 255, 0], dtype="u1")
    row.row.records["latitude_sc"] = np.array([2**30, 2**31 - 1, -(2**29)], dtype="i4")
    with store.writer() as writer:
        writer.add_activities(athlete, "s1", "fit", [row])
    assert ask("SELECT heart_rate_bpm, latitude_deg, power_w FROM record_si ORDER BY time_utc") == [
        (150, 90.0, None),
        (None, None, None),
        (0, -45.0, None),
    ]


def test_sets_again_are_known_and_new_ones_go_in(store: Store, athlete: int, hip_set: Make, ask: Ask) -> None:
    with store.writer() as writer:
        first = writer.add_sets(athlete, "s1", [hip_set("2026-03-02"), hip_set("2026-03-02", set_no=1)])
        assert (first.added, first.known) == (2, 0)
        more = [hip_set("2026-03-02"), hip_set("2026-03-02", set_no=1), hip_set("2026-03-09")]
        again = writer.add_sets(athlete, "s2", more)
    assert (again.added, again.known) == (1, 2)
    assert ask("SELECT count(*), count(DISTINCT set_id) FROM strength_set") == [(3, 3)]


def test_a_set_entered_by_hand_is_a_new_one_each_time(
    store: Store, athlete: int, hip_set: Make, ask: Ask
) -> None:
    for _ in range(2):
        with store.writer() as writer:
            outcome = writer.add_sets(athlete, None, [hip_set("2026-03-02", source="form")] * 2, entered=True)
            assert outcome.added == 2
    assert ask("SELECT set_no FROM strength_set ORDER BY set_no") == [(0,), (1,), (2,), (3,)]


def test_the_sets_of_an_activity_go_in_with_it_once(
    store: Store, athlete: int, run: Make, hip_set: Make, ask: Ask
) -> None:
    workout = run(
        "2026-03-02 07:00", None, sport="strength", sets=[hip_set("2026-03-02"), hip_set("2026-03-02", 2.0)]
    )
    with store.writer() as writer:
        first = writer.add_activities(athlete, "s1", "fit", [workout])
        again = writer.add_activities(athlete, "s2", "fit", [workout])
    assert (first.strength_sets, again.strength_sets, again.known) == (2, 0, 1)
    assert ask("SELECT DISTINCT activity_id FROM strength_set") == [(workout.activity_id,)]


def test_new_labels_change_the_credit_and_the_weeks(
    store: Store, athlete: int, hip_set: Make, ask: Ask
) -> None:
    with store.writer() as writer:
        (number,) = writer.add_sets(athlete, "s1", [hip_set("2026-03-02", None)]).added_ids
    assert ask("SELECT hip_sets, unmapped_sets FROM athlete_day") == [(0, 1)]
    with store.writer() as writer:
        assert writer.update_set_labels([LabelledSet(number, "hip-dip-wall", 1.0, "by hand", 0.6, 0.0)]) == 1
    assert ask("SELECT hip_sets, unmapped_sets FROM athlete_day") == [(0.6, 0)]


def test_an_injury_again_takes_over_its_recovery(store: Store, athlete: int, ask: Ask) -> None:
    onset = dt.date(2026, 3, 2)
    with store.writer() as writer:
        writer.add_injuries(athlete, "s1", [InjuryRow(onset, "knee", side="left")])
        again = writer.add_injuries(athlete, "s1", [InjuryRow(onset, "knee", side="left")])
        healed = writer.add_injuries(
            athlete, "s2", [InjuryRow(onset, "knee", side="left", recovered_date=dt.date(2026, 3, 9))]
        )
        other = writer.add_injuries(athlete, "s2", [InjuryRow(onset, "knee", side="right")])
    assert (again.added, again.known, again.changed) == (0, 1, 0)
    assert (healed.known, healed.changed) == (1, 1)
    assert healed.notes == ["the injury of 2026-03-02 was already in; changed: recovered_date"]
    assert other.added == 1
    assert ask("SELECT side, recovered_date FROM injury ORDER BY side") == [
        ("left", dt.date(2026, 3, 9)),
        ("right", None),
    ]


def test_an_injury_is_closed_and_only_by_a_possible_day(store: Store, athlete: int, ask: Ask) -> None:
    with store.writer() as writer:
        (number,) = writer.add_injuries(athlete, None, [InjuryRow(dt.date(2026, 3, 2), "knee")]).added_ids
    with pytest.raises(StoreError, match="before the onset"), store.writer() as writer:
        writer.close_injury(number, dt.date(2026, 3, 1))
    with pytest.raises(StoreError, match="no such injury"), store.writer() as writer:
        writer.close_injury(1, dt.date(2026, 3, 5))
    with store.writer() as writer:
        writer.close_injury(number, dt.date(2026, 3, 5))
    assert ask("SELECT recovered_date FROM injury") == [(dt.date(2026, 3, 5),)]
    assert ask("SELECT count(*) FILTER (WHERE time_loss) FROM athlete_day") == [(2,)]  # the 3rd and the 4th


def test_the_latest_answers_of_a_week_win_and_the_fact_is_told(store: Store, athlete: int, ask: Ask) -> None:
    monday = dt.date(2026, 3, 2)
    with store.writer() as writer:
        writer.add_checkins(athlete, "s1", [CheckinRow(monday, 0, 0, 0, 0)])
        assert writer.add_checkins(athlete, "s1", [CheckinRow(monday, 0, 0, 0, 0)]).changed == 0
        later = writer.add_checkins(athlete, "s1", [CheckinRow(monday, 8, 8, 0, 17)])
        twice = writer.add_weekly_loads(
            athlete, "s2", [WeeklyLoadRow(monday, runs=3, line=2), WeeklyLoadRow(monday, runs=4, line=3)]
        )
    assert later.notes == ["the check-in for the week of 2026-03-02 was already in; changed: q1, q2, q4"]
    assert ask("SELECT q1, q2, q3, q4 FROM checkin") == [(8, 8, 0, 17)]
    assert (twice.added, twice.known) == (1, 1)
    assert "stands in the file more than once" in twice.notes[0]
    assert ask("SELECT runs FROM weekly_load") == [(4,)]


def test_coverage_inside_an_equal_statement_is_known(store: Store, athlete: int, ask: Ask) -> None:
    march = CoverageRow("running", dt.date(2026, 3, 1), dt.date(2026, 3, 31), "list")
    inside = CoverageRow("running", dt.date(2026, 3, 5), dt.date(2026, 3, 6), "list")
    other = CoverageRow("running", dt.date(2026, 3, 5), dt.date(2026, 3, 6), "declared")
    with store.writer() as writer:
        assert writer.add_coverage(athlete, "s1", [march]).added == 1
        outcome = writer.add_coverage(athlete, "s2", [march, inside, other])
    assert (outcome.added, outcome.known) == (1, 2)
    assert ask("SELECT count(*) FROM coverage") == [(2,)]


def test_an_error_in_the_middle_leaves_nothing_of_the_transaction(store: Store, run: Make, ask: Ask) -> None:
    before = store.revision()
    with pytest.raises(RuntimeError), store.writer() as writer:
        athlete = writer.add_athlete("Ada")
        writer.add_activities(athlete, "s1", "fit", [run("2026-03-02 07:00", records=5)])
        writer.flush()
        raise RuntimeError
    for table in ("athlete", "activity", "session", "record", "athlete_day"):
        assert ask(f"SELECT count(*) FROM {table}") == [(0,)]
    assert store.revision() == before


def test_a_commit_in_the_middle_stays_and_the_rest_can_be_taken_back(
    store: Store, athlete: int, run: Make, ask: Ask
) -> None:
    with store.writer() as writer:
        writer.add_activities(athlete, "s1", "fit", [run("2026-03-02 07:00")])
        writer.commit()
        writer.add_activities(athlete, "s2", "fit", [run("2026-03-03 07:00")])
        writer.rollback()
        assert writer.add_activities(athlete, "s2", "fit", [run("2026-03-04 07:00")]).added == 1
    assert ask("SELECT local_date FROM running_session ORDER BY 1") == [
        (dt.date(2026, 3, 2),),
        (dt.date(2026, 3, 4),),
    ]
    assert ask("SELECT count(*) FROM stale_athlete") == [(0,)]


def test_people_are_added_changed_and_removed_with_all_that_is_theirs(
    store: Store, athlete: int, run: Make, hip_set: Make, ask: Ask
) -> None:
    with store.writer() as writer:
        demo = writer.add_athlete("Demo", simulated=True, sex="female")
        writer.add_squad("Demo squad", [demo], simulated=True)
        for one in (athlete, demo):
            writer.add_activities(one, f"s{one}", "fit", [run("2026-03-02 07:00", records=5)])
            writer.add_sets(one, f"s{one}", [hip_set("2026-03-02")])
            writer.add_source_file(SourceFile(f"s{one}", "a", "fit", "added", athlete_id=one))
            writer.add_problem(Problem("line 2 is odd", line=2), sha256=f"s{one}")
    with store.writer() as writer:
        writer.update_athlete(athlete, level=3, zone=None)
        with pytest.raises(StoreError, match="level 9 is not between 1 and 5"):
            writer.update_athlete(athlete, level=9)
        with pytest.raises(StoreError, match="no such athlete"):
            writer.update_athlete(99, level=1)
        assert writer.remove_athletes(simulated=True) == 1
        assert writer.remove_athletes(simulated=True) == 0
    assert ask("SELECT name, level, zone, sex FROM athlete") == [("Ada", 3, None, None)]
    for table in ("activity", "strength_set", "source_file", "import_problem", "athlete_day", "athlete_week"):
        assert ask(f"SELECT count(*) FROM {table}") == [(1,)], table
    assert ask("SELECT (SELECT count(*) FROM record), (SELECT count(*) FROM squad_member)") == [(5, 0)]


def test_a_card_of_the_same_recipe_on_the_same_data_is_kept_once(store: Store, ask: Ask) -> None:
    with store.writer() as writer:
        for card in ('{"n": 1}', '{"n": 2}'):
            writer.keep_card("pace/1", "ab", card)
        writer.keep_card("pace/1", "cd", "{}")
    assert ask("SELECT fingerprint, card FROM model_card ORDER BY 1") == [("ab", '{"n": 2}'), ("cd", "{}")]


def test_the_nearest_of_several_candidates_is_meant() -> None:
    seen = Seen(start_s=120, size_pct=5)
    start = dt.datetime(2026, 3, 2, 7)

    def sight(number: int, seconds: int) -> Sight:
        moment = start + dt.timedelta(seconds=seconds)
        return Sight(number, frozenset({"running"}), moment, moment, distance_m=1000)

    seen.extend([sight(1, -100), sight(2, 20)])
    found = seen.find(sight(3, 0))
    assert found is not None and found.activity_id == 2
    seen.forget(2)
    found = seen.find(sight(3, 0))
    assert found is not None and found.activity_id == 1


def moment(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


def sight(number: int, start: str, distance_m: float | None, length_s: float | None, **more: Any) -> Sight:
    start_utc = moment(start)
    family = frozenset({more.pop("family", "running")})
    return Sight(
        number, family, start_utc, start_utc, distance_m=distance_m, moving_s=length_s, own_id=number, **more
    )


@pytest.mark.parametrize(
    ("other", "on_track_pct", "verdict"),
    [
        # The one: 10 km in 3,600 s from 07:00.
        (("07:10", 8_300, 3_000), 95.0, "same"),  # begun late, 17 % shorter, on the same track
        (("07:10", 8_300, 3_000), 20.0, "doubt"),  # at the same time, elsewhere
        (("07:10", 8_300, 3_000), None, "doubt"),  # at the same time, no track to look at
        (("07:01", 5_000, 2_000), 99.0, "same"),  # cut off half way: begun and gone together
        (("07:40", 8_000, 2_400), None, "doubt"),  # 1,200 of 2,400 s in common: 50 %
        (("07:41", 8_000, 2_400), None, "two"),  # 1,140 of 2,400 s: 47.5 %
        (("09:00", 10_040, 3_610), None, "doubt"),  # two hours apart to the second, lengths within 0.5 %
        (("09:00", 10_060, 3_600), None, "two"),  # 0.6 % longer
        (("09:07", 10_000, 3_600), None, "two"),  # not a whole quarter of an hour
    ],
)
def test_time_and_track_say_whether_two_recordings_are_one(
    other: tuple[str, float, float], on_track_pct: float | None, verdict: str
) -> None:
    one = sight(1, "2026-03-02 07:00", 10_000, 3_600, source_sha256="a")
    two = sight(2, f"2026-03-02 {other[0]}", *other[1:], source_sha256="b")
    for pair in ((one, two), (two, one)):
        assert judge(*pair, Limits(120, 5), lambda within_m: on_track_pct).kind == verdict


def test_repetitions_of_a_minute_are_not_one_although_they_begin_within_two_minutes() -> None:
    one = sight(1, "2026-03-02 07:00:00", 460, 60)
    assert judge(one, sight(2, "2026-03-02 07:01:05", 457, 64), Limits(120, 5)).kind == "two"
    assert judge(one, sight(2, "2026-03-02 07:00:20", 457, 64), Limits(120, 5)).kind == "same"
    assert judge(one, sight(2, "2026-03-02 07:01:05", 457, None), Limits(120, 5)).kind == "same"


def test_a_recording_that_was_never_stopped_is_in_doubt_only_while_somebody_moved() -> None:
    forgotten = dataclasses.replace(sight(1, "2026-03-02 07:00", 50_000, 7_200), elapsed_s=200_000)
    assert judge(forgotten, sight(2, "2026-03-03 07:00", 10_000, 3_600), Limits(120, 5)).kind == "two"
    assert judge(forgotten, sight(2, "2026-03-02 07:30", 10_000, 3_600), Limits(120, 5)).kind == "doubt"


@pytest.mark.parametrize(
    ("distance_m", "day", "verdict"),
    [(10_200, "2026-03-02", "same"), (10_205, "2026-03-02", "two"), (10_000, "2026-03-03", "two")],
)
def test_a_row_that_knows_only_the_day_is_the_run_of_that_day_within_2_percent(
    distance_m: float, day: str, verdict: str
) -> None:
    timed = sight(1, "2026-03-02 18:30", 10_000, 3_600)
    listed = sight(2, f"{day} 12:00", distance_m, None, date_only=True)
    assert judge(timed, listed, Limits(120, 5)).kind == verdict


def test_strength_work_in_an_app_while_a_watch_ran_is_one_workout() -> None:
    watch = sight(1, "2026-03-02 18:00", None, 2_700, family="strength")
    app = sight(2, "2026-03-02 18:04", None, 2_400, family="strength", has_sets=True)
    assert judge(watch, app, Limits(120, 5)).kind == "same"


def test_tracks_are_held_against_each_other_second_by_second() -> None:
    time = np.arange(0, 1000, 10, dtype=np.float64)
    north = 52.5 + time / 1000 * 0.03  # 0.03 degrees in 1,000 s: 3.3 m/s
    track = (time, north, np.full(100, 13.4))
    late = (time[50:], north[50:], np.full(50, 13.4))
    beside = (time[50:], north[50:], np.full(50, 13.4 + 150 / (111_195 * np.cos(np.radians(52.5)))))
    assert track_overlap_pct(track, late, within_m=100) == 100
    assert track_overlap_pct(track, beside, within_m=100) == 0  # 150 m to the east
    assert track_overlap_pct(track, None, within_m=100) is None


def test_every_field_comes_from_whom_it_is_believed_first(
    store: Store, athlete: int, run: Make, ask: Ask
) -> None:
    gpx = run("2026-03-02 07:00:10", 10_300, moving_s=3_500, records=9, name="Track", digest="g")
    fit = run("2026-03-02 07:00", 10_000, records=5, hr_mean_bpm=150, digest="f")
    fit.row.records["heart_rate_bpm"] = np.full(5, 150, dtype="u1")
    listed = run("2026-03-02 07:00", 10_010, name="Long run", rpe_0_10=6, digest="l")
    told = set()
    for order in ((gpx, fit, listed), (listed, fit, gpx), (fit, listed, gpx)):
        with store.writer() as writer:
            other = writer.add_athlete(f"Order {len(told)}")
            for row in order:
                kind = {id(gpx): "gpx", id(fit): "fit", id(listed): "strava_activities"}[id(row)]
                writer.add_activities(other, kind, kind, [row])
        told.add(
            ask(
                "SELECT a.name, a.source_kind, a.start_utc, s.distance_m, s.moving_s, s.hr_mean_bpm, s.rpe_0_10, "
                "(SELECT count(*) FROM record AS r WHERE r.activity_id = a.activity_id) FROM activity AS a "
                "JOIN session AS s ON s.activity_id = a.activity_id WHERE a.athlete_id = ?",
                other,
            )[0]
        )
    # Records of the file with more kinds of measurements, sums of the watch, the name and the effort of the list.
    assert told == {("Long run", "fit", moment("2026-03-02 07:00"), 10_000, 3_600, 150, 6, 5)}


def test_the_sets_of_a_watch_and_of_a_log_are_counted_once(
    store: Store, athlete: int, run: Make, hip_set: Make, ask: Ask
) -> None:
    guessed = [hip_set("2026-03-02", None, source="garmin_fit", source_name=None, set_no=n) for n in range(3)]
    named = [hip_set("2026-03-02", 1.0, set_no=n) for n in range(2)]
    watch = run("2026-03-02 17:00", None, moving_s=2_700, sport="strength", sets=guessed, digest="w")
    logged = run("2026-03-02 17:01", None, moving_s=2_600, sport="strength", sets=named, digest="h")
    with store.writer() as writer:
        writer.add_activities(athlete, "w", "fit", [watch])
        outcome = writer.add_activities(athlete, "h", "hevy", [logged])
    assert (outcome.known, outcome.strength_sets) == (1, 2)
    assert ask("SELECT source, hip_sets FROM strength_set") == [("hevy", 1.0)] * 2
    assert ask("SELECT count(*) FROM activity") == [(1,)]
    assert ask("SELECT count(*) FROM aside_strength_set") == [(5,)]  # both are kept


def placed(make: Make, start: str, distance_m: float = 10_000, *, east_m: float = 0.0, digest: str) -> Any:
    """A run of an hour due north at 3 m/s, so far to the east; a record every 10 s."""
    row = make(start, distance_m, digest=digest, records=361)
    since_s = (row.start_utc - dt.datetime(1989, 12, 31)).total_seconds()
    seconds = np.arange(0, 3_601, 10)
    metre = 2**31 / 180 / 111_195.0
    row.row.records.update(
        time_fit_s=(since_s + seconds).astype("u4"),
        latitude_sc=np.round(52.5 / 180 * 2**31 + 3 * seconds * metre).astype("i4"),
        longitude_sc=np.full(361, round(13.4 / 180 * 2**31 + east_m * metre / 0.6088), dtype="i4"),
    )
    return row


@pytest.mark.parametrize("keeps_marks", [True, False])  # False: stored before there were any
@pytest.mark.parametrize(("east_m", "is_same"), [(80, True), (270, True), (310, False), (5_200, False)])
def test_recordings_that_begin_together_in_two_places_are_asked_about(
    store: Store, athlete: int, run: Make, ask: Ask, east_m: float, is_same: bool, keeps_marks: bool
) -> None:
    with store.writer() as writer:
        writer.add_activities(athlete, "s1", "fit", [placed(run, "2026-03-02 07:00", digest="a")])
    if not keeps_marks:
        with store.writer() as writer:
            writer.change("UPDATE activity SET track_marks = NULL")
            writer.forget_what_was_seen()
    with store.writer() as writer:
        outcome = writer.add_activities(
            athlete, "s2", "gpx", [placed(run, "2026-03-02 07:00:30", 10_100, east_m=east_m, digest="b")]
        )
    assert (outcome.added, outcome.merged, outcome.doubtful) == ((0, 1, 0) if is_same else (1, 0, 1))
    if not is_same:
        [(verdict, reason)] = ask("SELECT verdict, reason FROM activity_pair")
        how_far = {310: "310 m ", 5_200: "5.2 km "}[east_m] if keeps_marks else "far "
        assert (verdict, reason) == (
            "doubt",
            f"they begin together and are as long, but their tracks lie {how_far}apart",
        )


@pytest.mark.parametrize("has_no_track", ["list", "treadmill"])
def test_a_recording_without_a_place_is_recognised_by_start_and_length_as_before(
    store: Store, athlete: int, run: Make, has_no_track: str
) -> None:
    records = 0 if has_no_track == "list" else 361
    for number, pair in enumerate(
        [
            [
                placed(run, "2026-03-02 07:00", digest="a"),
                run("2026-03-02 07:00", records=records, digest="b"),
            ],
            [
                run("2026-03-02 07:00", records=records, digest="b"),
                placed(run, "2026-03-02 07:00", digest="a"),
            ],
        ]
    ):
        with store.writer() as writer:
            one = writer.add_athlete(f"Order {number}")
            outcomes = [writer.add_activities(one, f"s{at}", "fit", [row]) for at, row in enumerate(pair)]
        assert [outcome.merged for outcome in outcomes] == [0, 1]


def test_a_list_that_knows_no_place_does_not_bring_two_places_together(
    store: Store, athlete: int, run: Make, ask: Ask
) -> None:
    with store.writer() as writer:
        writer.add_activities(athlete, "s1", "strava_activities", [run("2026-03-02 07:00", name="Intervals")])
        writer.add_activities(athlete, "s2", "fit", [placed(run, "2026-03-02 07:00", digest="a")])
        outcome = writer.add_activities(
            athlete, "s3", "fit", [placed(run, "2026-03-02 07:00", east_m=5_200, digest="b")]
        )
    assert (outcome.added, outcome.merged, outcome.doubtful) == (1, 0, 1)
    assert ask("SELECT count(*) FROM activity") == [(2,)]


def test_taking_a_source_away_leaves_two_places_apart(
    store: Store, athlete: int, run: Make, ask: Ask
) -> None:
    rows = [
        ("s1", "fit", placed(run, "2026-03-02 07:00", digest="a")),
        ("s2", "gpx", placed(run, "2026-03-02 07:00", digest="b")),
        ("s3", "gpx", placed(run, "2026-03-02 07:00", east_m=5_200, digest="c")),
    ]
    with store.writer() as writer:
        outcomes = [writer.add_activities(athlete, sha, kind, [row]) for sha, kind, row in rows]
    assert [(one.added, one.merged, one.doubtful) for one in outcomes] == [(1, 0, 0), (0, 1, 0), (1, 0, 1)]
    assert ask("SELECT octet_length(track_marks) > 8 FROM aside_activity") == [(True,), (True,)]
