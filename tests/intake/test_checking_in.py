"""The weekly check-in: the gatekeeper, several problems, the injury each belongs to, and every answer undone."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from analytics.errors import StoreError
from analytics.ingest.batch import CheckinRow, InjuryRow
from analytics.intake import checking_in, entering, injuries
from analytics.intake.checking_in import Answered, Week
from analytics.store import Store

MONDAY = dt.date(2026, 3, 2)
WEEK = dt.timedelta(days=7)
KNEE = Answered(8, 8, 0, 8, "injury", "knee", "left", 3.0)


def rows(store: Store, sql: str) -> list[dict[str, Any]]:
    with store.reader() as reader:
        found = reader.sql(sql, {})
    return found.astype(object).where(found.notna(), None).to_dict("records")


@pytest.fixture
def ada(store: Store) -> int:
    return entering.add_athlete(store, "Ada")


def save(store: Store, ada: int, *problems: Answered, monday: dt.date = MONDAY) -> checking_in.Followed:
    return checking_in.save(store, ada, monday, Week(problems=problems))


def test_the_gatekeeper_ends_it(store: Store, ada: int) -> None:
    checking_in.save(store, ada, MONDAY, Week(is_without_problem=True))
    [row] = rows(store, "SELECT q1, q2, q3, q4, pain_0_10, site FROM checkin")
    assert row == {"q1": 0, "q2": None, "q3": None, "q4": None, "pain_0_10": None, "site": None}
    assert rows(store, "SELECT checkin_severity AS s FROM athlete_week") == [{"s": 0}]
    assert rows(store, "SELECT * FROM checkin_problem") == []


@pytest.mark.parametrize(
    ("problem", "level"),
    [  # q1, q2, q3, q4: only 25 at the first question is time loss; 17 at the second or third is substantial
        ((8, 0, 0, 8), "complaint"),
        ((17, 8, 8, 25), "complaint"),
        ((8, 17, 0, 0), "substantial"),
        ((8, 0, 25, 0), "substantial"),
        ((25, 25, 25, 25), "time_loss"),
        ((25, 0, 0, 0), "time_loss"),
    ],
)
def test_the_answers_give_the_case_level(problem: tuple[int, int, int, int], level: str) -> None:
    assert Answered(*problem).case_level == level


def test_each_answer_is_kept_at_once_and_the_worst_problem_stands_for_the_week(
    store: Store, ada: int
) -> None:
    save(store, ada, Answered(8))
    assert rows(store, "SELECT q1, q2 FROM checkin") == [{"q1": 8, "q2": None}]
    ill = Answered(25, 25, 25, 17, "illness")
    save(store, ada, KNEE, ill)
    assert rows(store, "SELECT q1, problem_kind, site, pain_0_10 FROM checkin") == [
        {"q1": 25, "problem_kind": "illness", "site": None, "pain_0_10": 3.0}
    ]
    assert [row["site"] for row in rows(store, "SELECT site FROM checkin_problem ORDER BY problem_no")] == [
        "knee",
        None,
    ]


def test_a_new_problem_opens_an_injury_with_the_week_as_its_onset(store: Store, ada: int) -> None:
    followed = save(store, ada, KNEE)
    assert len(followed.opened) == 1
    assert rows(
        store, "SELECT injury_id, CAST(onset_date AS VARCHAR) AS onset_date, onset_precision, site, side, case_level, recovered_date FROM injury"
    ) == [
        {
            "injury_id": followed.opened[0], "onset_date": "2026-03-02", "onset_precision": "week", "site": "knee",
            "side": "left", "case_level": "complaint", "recovered_date": None,
        }
    ]  # fmt: skip
    assert rows(store, "SELECT injury_id FROM checkin_problem") == [{"injury_id": followed.opened[0]}]


def test_the_same_problem_a_week_later_belongs_to_the_same_injury_and_can_only_make_it_worse(
    store: Store, ada: int
) -> None:
    first = save(store, ada, KNEE)
    worse = save(store, ada, Answered(25, 25, 17, 17, "injury", "knee", "left", 6.0), monday=MONDAY + WEEK)
    better = save(store, ada, KNEE, monday=MONDAY + 2 * WEEK)
    assert (worse.opened, worse.raised, better.raised) == ((), first.opened, ())
    assert rows(store, "SELECT case_level FROM injury") == [{"case_level": "time_loss"}]
    assert rows(store, "SELECT did FROM log_version WHERE log_name = 'injury' ORDER BY version_no") == [
        {"did": "logged"},
        {"did": "edited"},
    ]


@pytest.mark.parametrize(
    ("side", "recovered", "is_linked"),
    [
        ("left", None, True),
        (None, None, True),  # the log does not say the side
        ("right", None, False),
        ("left", MONDAY + dt.timedelta(days=2), True),  # open in the week
        ("left", MONDAY, False),  # over before it
    ],
)
def test_a_problem_is_linked_to_what_was_open_at_its_place_in_the_week(
    store: Store, ada: int, side: str | None, recovered: dt.date | None, is_linked: bool
) -> None:
    number = entering.log_injury(
        store, ada, InjuryRow(MONDAY - WEEK, site="knee", side=side, recovered_date=recovered)
    )
    followed = save(store, ada, KNEE)
    assert bool(followed.opened) != is_linked
    [problem] = rows(store, "SELECT injury_id FROM checkin_problem")
    assert (problem["injury_id"] == number) == is_linked


def test_an_answer_taken_back_takes_the_injury_out_that_it_alone_has_opened(store: Store, ada: int) -> None:
    save(store, ada, Answered(8, 8, 0, 8, "injury"))
    save(store, ada, KNEE)
    assert checking_in.undo(store, ada, MONDAY)
    assert rows(store, "SELECT * FROM injury") == []
    assert rows(store, "SELECT site, q4 FROM checkin") == [{"site": None, "q4": 8}]
    assert checking_in.undo(store, ada, MONDAY)
    assert rows(store, "SELECT * FROM checkin") == []
    assert not checking_in.undo(store, ada, MONDAY)


def test_pointing_somewhere_else_moves_the_injury_and_one_that_was_said_more_of_stays(
    store: Store, ada: int
) -> None:
    save(store, ada, KNEE)
    save(store, ada, Answered(8, 8, 0, 8, "injury", "shin", "left"))
    assert [row["site"] for row in rows(store, "SELECT site FROM injury")] == ["shin"]
    [shin] = rows(store, "SELECT injury_id FROM injury")
    injuries.edit(store, ada, shin["injury_id"], note="after the hills")
    save(store, ada)
    assert [row["site"] for row in rows(store, "SELECT site FROM injury")] == ["shin"]


def test_an_illness_opens_no_injury(store: Store, ada: int) -> None:
    assert save(store, ada, Answered(25, 25, 25, 25, "illness")).opened == ()
    assert rows(store, "SELECT * FROM injury") == []


def test_wellness_alone_is_an_answer_and_says_nothing_about_health(store: Store, ada: int) -> None:
    checking_in.save(store, ada, MONDAY, Week(wellness={"sleep_1_5": 4}))
    assert rows(store, "SELECT q1, sleep_1_5, mood_1_5 FROM checkin") == [
        {"q1": None, "sleep_1_5": 4, "mood_1_5": None}
    ]
    with pytest.raises(StoreError, match="sleep of 6"):
        checking_in.save(store, ada, MONDAY, Week(is_without_problem=True, wellness={"sleep_1_5": 6}))


def test_a_person_answers_over_a_file_and_the_file_is_kept_beside(store: Store, ada: int) -> None:
    with store.writer() as writer:
        writer.add_checkins(ada, "file", [CheckinRow(MONDAY, 8, 8, 8, 8)])
    checking_in.save(store, ada, MONDAY, Week(is_without_problem=True))
    assert rows(store, "SELECT q1, q2 FROM checkin") == [{"q1": 0, "q2": None}]
    assert rows(store, "SELECT q1, source_sha256 FROM aside_checkin ORDER BY arrived_no") == [
        {"q1": 8, "source_sha256": "file"},
        {"q1": 0, "source_sha256": None},
    ]


def test_a_week_cannot_be_without_a_problem_and_have_one(store: Store, ada: int) -> None:
    with pytest.raises(entering.RefusedEntryError):
        checking_in.save(store, ada, MONDAY, Week(is_without_problem=True, problems=(KNEE,)))
