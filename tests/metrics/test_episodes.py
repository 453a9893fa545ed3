"""Which records are one episode, and which the same injury come back: small tables in, places out."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from analytics.metrics.episodes import Entry, episodes


def entry(number: int, onset: str, over: str | None, **details: Any) -> Entry:
    day = dt.date.fromisoformat
    given = {"site": "knee", "side": "left"} | details
    return Entry(number, day(f"2026-{onset}"), day(f"2026-{over}") if over else None, **given)


FIRST = entry(1, "03-01", "03-20")
TABLE = [
    # what happens after a left knee from 1 to 20 March: (second record, episode, what it is, of which)
    ("another place", entry(2, "03-05", None, site="shin"), 2, "new", None),
    ("the other side", entry(2, "03-05", None, side="right"), 2, "new", None),
    ("before it was over", entry(2, "03-19", None), 1, "exacerbation", 1),
    ("on the first day without it", entry(2, "03-20", None), 2, "reinjury", 1),
    ("long after", entry(2, "09-01", None), 2, "reinjury", 1),
    ("the side not said", entry(2, "03-05", None, side=None), 1, "exacerbation", 1),
    ("the site not said", entry(2, "03-05", None, site=None), 2, "new", None),
    ("unspecified twice is no place", entry(2, "03-05", None, site="unspecified"), 2, "new", None),
    ("said to be new", entry(2, "03-05", None, said="new"), 2, "new", None),
    ("said to be a re-injury", entry(2, "03-05", None, said="reinjury"), 2, "reinjury", 1),
    ("said to be worse again", entry(2, "04-05", None, said="exacerbation", said_of=1), 1, "exacerbation", 1),
]


@pytest.mark.parametrize(
    ("words", "second", "episode", "recurrence", "of"), TABLE, ids=[row[0] for row in TABLE]
)
def test_the_second_record_stands_where_the_rule_says(
    words: str, second: Entry, episode: int, recurrence: str, of: int | None
) -> None:
    found = episodes([second, FIRST])[2]  # the order given does not matter
    assert (found.episode_no, found.recurrence, found.recurrence_of) == (episode, recurrence, of)
    assert found.is_said == (second.said is not None)


def test_another_diagnosis_at_the_same_place_is_new_there() -> None:
    found = episodes(
        [
            entry(1, "03-01", "03-20", diagnosis="pfp"),
            entry(2, "03-10", None, diagnosis="itbs"),
            entry(3, "05-01", None, diagnosis="pfp"),
            entry(4, "05-02", None),  # nobody named it: it belongs to the last that is open
        ]
    )
    assert [(one.episode_no, one.recurrence, one.recurrence_of) for one in found.values()] == [
        (1, "new", None),
        (2, "local_new", 1),
        (3, "reinjury", 1),
        (3, "exacerbation", 3),
    ]


def test_an_open_injury_takes_every_later_record_of_its_place_into_its_episode() -> None:
    found = episodes([entry(1, "01-01", None), entry(2, "06-01", "06-20"), entry(3, "09-01", None)])
    assert {one.episode_no for one in found.values()} == {1}


def test_nothing_gives_nothing() -> None:
    assert episodes([]) == {}
