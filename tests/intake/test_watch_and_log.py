"""A strength session that a watch recorded and a log tells of counts once: the log's sets, the watch's heart rate."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

from analytics.ingest.batch import SetRow
from analytics.intake import entering, merging, undoing
from analytics.intake.taking_in import take_in
from analytics.reports import importing, review
from analytics.store import Store

DAY = dt.date(2026, 3, 3)
LOG = b"date,exercise,sets,reps,side\n2026-03-03,side-lying-hip-abduction,3,12,each\n2026-03-03,clamshell,2,15,each\n"
GYM_TCX = """<?xml version="1.0"?><TrainingCenterDatabase
 xmlns="http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2"><Activities>
<Activity Sport="Other"><Id>2026-03-03T{at}Z</Id><Lap StartTime="2026-03-03T{at}Z">
<TotalTimeSeconds>{seconds}</TotalTimeSeconds><DistanceMeters>0</DistanceMeters></Lap></Activity></Activities>
</TrainingCenterDatabase>"""


@pytest.fixture
def ada(store: Store) -> int:
    number: int = entering.add_athlete(store, "Ada", zone="Europe/Berlin")
    return number


@pytest.fixture
def watch(fit_writer: ModuleType) -> Callable[..., tuple[str, bytes]]:
    """A watch's session with sets that it guessed: glute bridges, by default four of them from 17:00 UTC on."""

    def write(
        name: str = "gym.fit", *, sets: int = 4, hour: int = 17, minutes: float = 10
    ) -> tuple[str, bytes]:
        done = [fit_writer.Done(category=10, subtype=44, reps=12, seconds=60 * minutes) for _ in range(sets)]
        return name, fit_writer.strength_file(done, start=dt.datetime(2026, 3, 3, hour))

    return write


def asked(store: Store, sql: str) -> Any:
    with store.reader() as reader:
        return [tuple(row) for row in reader.sql(sql, {}).itertuples(index=False)]


def counted(store: Store) -> tuple[float, float]:
    """Sets and hip sets of the day, as the pages count them."""
    [found] = asked(store, f"SELECT strength_sets, hip_sets FROM athlete_day WHERE local_date = DATE '{DAY}'")
    return found


def verdicts(store: Store) -> list[str]:
    return [verdict for (verdict,) in asked(store, "SELECT verdict FROM log_match ORDER BY activity_id")]


def doubts(store: Store) -> tuple[review.Pair, ...]:
    with store.reader() as reader:
        return review.gather(reader, athlete_id=1).pairs


@pytest.mark.parametrize("log_first", [True, False])
def test_the_sets_of_a_table_count_and_the_guesses_of_the_watch_do_not(
    store: Store, ada: int, watch: Callable[..., Any], log_first: bool
) -> None:
    take_in(store, [("sets.csv", LOG)])
    alone = counted(store)
    assert alone[0] == 5
    files = [("sets.csv", LOG), watch()]
    undoing.undo(store)
    for file in files if log_first else files[::-1]:
        take_in(store, [file], athlete="Ada")
    assert verdicts(store) == ["same"]
    assert counted(store) == alone
    assert asked(store, "SELECT sport FROM session") == [("strength",)]
    assert asked(store, "SELECT count(*) FROM strength_set") == [
        (6,)
    ]  # nothing is thrown away: 2 rows and 4 guesses
    assert asked(store, "SELECT DISTINCT source FROM set_dose") == [("hipstride_csv",)]


def test_what_is_entered_by_hand_counts_instead_of_a_session_of_which_only_the_length_is_known(
    store: Store, ada: int
) -> None:
    row = b"date,sport,moving_s,distance_m\n2026-03-03 18:00,strength,1800,\n"
    take_in(store, [("list.csv", row)], athlete="Ada")
    assumed = asked(store, f"SELECT hip_sets_assumed FROM athlete_day WHERE local_date = DATE '{DAY}'")
    assert assumed[0][0] > 0
    entering.log_sets(
        store, ada, [SetRow("form", "Clamshell", DAY, 0, sets=4, reps=12, exercise_id="clamshell")]
    )
    assert verdicts(store) == ["same"]  # 30 min and 4 sets: 7.5 min a set
    [(logged, assumed_now)] = asked(
        store, f"SELECT strength_sets, hip_sets_assumed FROM athlete_day WHERE local_date = DATE '{DAY}'"
    )
    assert (logged, assumed_now) == (4, 0)


@pytest.mark.parametrize(
    ("sets", "sessions", "verdict"),
    [(10, 1, "same"), (11, 1, "doubt"), (5, 2, "doubt")],  # 5 logged sets: 10 are twice as many
)
def test_what_is_not_clear_is_asked_and_counts_until_somebody_says_so(
    store: Store, ada: int, watch: Callable[..., Any], sets: int, sessions: int, verdict: str
) -> None:
    take_in(store, [("sets.csv", LOG)], athlete="Ada")
    alone = counted(store)
    files = [watch(f"gym{at}.fit", sets=sets, hour=17 - 9 * at, minutes=2) for at in range(sessions)]
    take_in(store, files, athlete="Ada")
    assert verdicts(store) == [verdict] * sessions
    assert len(doubts(store)) == (sessions if verdict == "doubt" else 0)
    if verdict == "same":
        assert counted(store) == alone
        return
    assert counted(store)[0] == alone[0] + sets * sessions
    with store.reader() as reader:
        assert "may be one that came twice" in (importing.doubts_line(reader) or "")
    pair = doubts(store)[0]
    assert (pair.rows[2]["what"], pair.rows[2]["one"]) == ("Sets", "5 sets")
    merging.are_one(store, pair.one_id, pair.other_id)
    assert counted(store)[0] == alone[0] + sets * (sessions - 1)  # the other session is not of this log, then
    assert doubts(store) == ()
    merging.are_two(store, pair.one_id, pair.other_id)
    assert counted(store)[0] == alone[0] + sets * sessions


def test_it_can_be_taken_back_and_undoing_the_log_brings_the_guesses_back(
    store: Store, ada: int, watch: Callable[..., Any]
) -> None:
    take_in(store, [watch()], athlete="Ada")
    guessed = counted(store)
    batch = take_in(store, [("sets.csv", LOG)], athlete="Ada").batch_id
    named = counted(store)
    with store.reader() as reader:
        [match] = review.gather(reader, athlete_id=ada).logs
    assert "your own table (5 sets: " in match.title
    merging.are_two(store, match.log_id, match.other_id)
    assert counted(store)[0] == guessed[0] + named[0]
    merging.are_one(store, match.log_id, match.other_id)
    assert counted(store) == named
    undoing.undo(store, batch)
    assert counted(store) == guessed


def test_the_log_of_an_app_and_the_watch_that_counted_sets_are_one_session(
    store: Store, ada: int, watch: Callable[..., Any], hevy: Callable[..., bytes]
) -> None:
    """18:00 to 18:30 in Berlin is 17:00 to 17:30 UTC: most of the log lies within the watch's 40 minutes."""
    take_in(store, [watch()], athlete="Ada")
    log = hevy([("3 Mar 2026", "Clamshell", 15), ("3 Mar 2026", "Hip Thrust", 8)])
    receipt = take_in(store, [("log.csv", log)], athlete="Ada")
    assert "is already in" in (receipt.files[0].reason or "")
    assert asked(store, "SELECT count(*) FROM activity") == [(1,)]
    assert counted(store)[0] == 2
    assert asked(store, "SELECT elapsed_s FROM session") == [(2400.0,)]  # the watch's own


@pytest.mark.parametrize(("hour", "pairs"), [(15, 1), (14, 0)])
def test_a_log_soon_after_the_watch_is_asked_about(
    store: Store, ada: int, watch: Callable[..., Any], hevy: Callable[..., bytes], hour: int, pairs: int
) -> None:
    take_in(store, [watch(hour=hour)], athlete="Ada")  # in Berlin from 16:00 or 15:00, for 40 minutes
    log = hevy([("3 Mar 2026", "Clamshell", 15)])  # 18:00 in Berlin: 1:20 or 2:20 later
    take_in(store, [("log.csv", log)], athlete="Ada")
    assert len(doubts(store)) == pairs
    assert asked(store, "SELECT count(*) FROM activity") == [(2,)]


def test_a_walk_is_no_gym_session(store: Store, ada: int, fit_writer: ModuleType) -> None:
    take_in(store, [("sets.csv", LOG)], athlete="Ada")
    take_in(
        store, [("walk.fit", fit_writer.run_file(start=dt.datetime(2026, 3, 3, 17), sport=11))], athlete="Ada"
    )
    assert verdicts(store) == []
