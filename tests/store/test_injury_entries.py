"""An injury is changed, closed, opened again, taken out; nothing is overwritten without trace, and all can be undone."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics.errors import StoreError
from analytics.ingest.batch import InjuryRow
from analytics.store import Store, injury_entries

Ask = Callable[..., list[tuple[Any, ...]]]
ONSET = dt.date(2026, 3, 2)


def shown(store: Store) -> list[dict[str, Any]]:
    with store.reader() as reader:
        rows = reader.sql("SELECT * EXCLUDE (recorded_at_utc) FROM injury ORDER BY injury_id", {})
    return json.loads(rows.to_json(orient="records", date_format="iso"))


def logged(store: Store, athlete: int, **details: Any) -> int:
    with store.writer() as writer:
        (number,) = writer.add_injuries(athlete, None, [InjuryRow(ONSET, "knee", **details)]).added_ids
    return int(number)


def change(store: Store, athlete: int, number: int, **changes: Any) -> None:
    with store.writer() as writer:
        injury_entries.edit(writer, athlete, number, changes)


def undo(store: Store, athlete: int, number: int) -> str | None:
    with store.writer() as writer:
        return injury_entries.undo(writer, athlete, number)


def test_an_edit_is_traced_and_undone(store: Store, athlete: int, ask: Ask) -> None:
    number = logged(store, athlete, side="left")
    before = shown(store)
    change(store, athlete, number, side="right", pain_0_10=4)
    assert ask("SELECT side, pain_0_10 FROM injury") == [("right", 4.0)]
    traced = ask("SELECT did, state_before, state_after FROM log_version ORDER BY version_no")
    assert [did for did, _, _ in traced] == ["logged", "edited"]
    assert json.loads(traced[1][1])["side"] == "left" and json.loads(traced[1][2])["side"] == "right"
    assert undo(store, athlete, number) == "edited"
    assert shown(store) == before


def test_undoing_the_first_entry_takes_it_out_and_there_is_nothing_more_to_undo(
    store: Store, athlete: int, ask: Ask
) -> None:
    number = logged(store, athlete)
    assert undo(store, athlete, number) == "logged"
    assert shown(store) == []
    assert undo(store, athlete, number) is None
    assert ask("SELECT count(*) FROM log_version") == [(2,)]  # the trace stays


def test_what_is_deleted_comes_back_with_what_files_told_of_it(store: Store, athlete: int, ask: Ask) -> None:
    with store.writer() as writer:
        row = InjuryRow(ONSET, "knee", side="left")
        (number,) = writer.add_injuries(athlete, "one", [row]).added_ids
        writer.add_injuries(athlete, "two", [InjuryRow(ONSET, "knee", side="left", pain_0_10=6)])
    before, beside = shown(store), ask("SELECT * FROM aside_injury ORDER BY arrived_no")
    assert len(beside) == 2
    with store.writer() as writer:
        injury_entries.remove(writer, athlete, number)
    assert shown(store) == [] and ask("SELECT * FROM aside_injury") == []
    assert undo(store, athlete, number) == "deleted"
    assert (shown(store), ask("SELECT * FROM aside_injury ORDER BY arrived_no")) == (before, beside)


def test_a_file_does_not_bring_back_what_was_changed_or_taken_out_by_hand(
    store: Store, athlete: int, ask: Ask
) -> None:
    moved, gone = InjuryRow(ONSET, "knee"), InjuryRow(ONSET, "shin")
    with store.writer() as writer:
        first, second = writer.add_injuries(athlete, "one", [moved, gone]).added_ids
        injury_entries.edit(writer, athlete, first, {"onset_date": dt.date(2026, 3, 5)})
        injury_entries.remove(writer, athlete, second)
        again = writer.add_injuries(athlete, "two", [moved, gone])
    assert (again.added, again.known) == (0, 2)
    assert "by hand: it stays so" in again.notes[0]
    assert ask("SELECT site, onset_date FROM injury") == [("knee", dt.date(2026, 3, 5))]


def test_an_entry_by_hand_gets_a_number_of_its_own_where_its_usual_one_is_taken(
    store: Store, athlete: int, ask: Ask
) -> None:
    first = logged(store, athlete)
    change(store, athlete, first, onset_date=dt.date(2026, 3, 5))
    second = logged(store, athlete)
    assert first != second
    assert ask("SELECT count(*), count(DISTINCT injury_id) FROM injury") == [(2, 2)]


def test_an_edit_that_breaks_a_rule_is_refused_in_words_and_leaves_no_trace(
    store: Store, athlete: int, ask: Ask
) -> None:
    number = logged(store, athlete)
    for changes, words in (
        ({"recovered_date": dt.date(2026, 3, 1)}, "before the onset"),
        ({"side": "middle"}, "not left, right or both"),
        ({"recurrence_of": number}, "come back from itself"),
    ):
        with pytest.raises(StoreError, match=words):
            change(store, athlete, number, **changes)
    with pytest.raises(StoreError, match="no such injury"):
        change(store, athlete + 1, number, side="left")
    assert ask("SELECT count(*) FROM log_version") == [(1,)]


def test_an_undo_puts_back_its_own_columns_and_leaves_what_came_since(
    store: Store, athlete: int, ask: Ask
) -> None:
    with store.writer() as writer:
        (number,) = writer.add_injuries(athlete, "one", [InjuryRow(ONSET, "knee")]).added_ids
        injury_entries.edit(writer, athlete, number, {"pain_0_10": 4})
        writer.add_injuries(athlete, "two", [InjuryRow(ONSET, "knee", recovered_date=dt.date(2026, 3, 9))])
    undo(store, athlete, number)
    assert ask("SELECT pain_0_10, recovered_date FROM injury") == [(None, dt.date(2026, 3, 9))]


def test_full_training_again_ends_the_time_loss_before_the_injury_is_over(
    store: Store, athlete: int, ask: Ask
) -> None:
    number = logged(store, athlete, recovered_date=dt.date(2026, 3, 12))
    assert ask("SELECT count(*) FILTER (WHERE time_loss) FROM athlete_day") == [(9,)]  # the 3rd to the 11th
    change(store, athlete, number, time_loss_end=dt.date(2026, 3, 7))
    assert ask("SELECT count(*) FILTER (WHERE time_loss) FROM athlete_day") == [(4,)]  # the 3rd to the 6th


CHANGES = st.one_of(
    st.fixed_dictionaries({"pain_0_10": st.integers(0, 10)}),
    st.fixed_dictionaries({"side": st.sampled_from(["left", "right", None])}),
    st.fixed_dictionaries({"onset_date": st.dates(dt.date(2026, 1, 1), dt.date(2026, 3, 2))}),
    st.fixed_dictionaries({"recovered_date": st.dates(dt.date(2026, 3, 3), dt.date(2026, 9, 1)) | st.none()}),
    st.fixed_dictionaries({"note": st.text(max_size=10), "case_level": st.sampled_from(["complaint", "time_loss"])}),
    st.just("delete"),
)  # fmt: skip


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=st.lists(CHANGES, max_size=6), back=st.integers(0, 7))
def test_any_changes_undone_one_by_one_walk_back_through_the_same_states(
    store: Store, athlete: int, ask: Ask, changes: list[Any], back: int
) -> None:
    with store.writer() as writer:
        writer.change("DELETE FROM injury")
        writer.change("DELETE FROM log_version")
    number = logged(store, athlete)
    states, traces = [shown(store)], 1
    for one in changes:
        if not states[-1]:
            break
        if one == "delete":
            with store.writer() as writer:
                injury_entries.remove(writer, athlete, number)
        else:
            change(store, athlete, number, **one)
        if shown(store) != states[-1]:  # to change nothing is no change
            states.append(shown(store))
            traces += 1
    everything_ever = [json.dumps(state) for state in states]
    for _ in range(min(back, len(states) - 1)):
        undo(store, athlete, number)
        states.pop()
        traces += 1
        assert shown(store) == states[-1]
    assert ask("SELECT count(*) FROM log_version") == [(traces,)]
    texts = " ".join(str(row) for row in ask("SELECT state_before, state_after FROM log_version"))
    for state in everything_ever:
        for row in json.loads(state):
            assert f'"pain_0_10": {json.dumps(row["pain_0_10"])}' in texts
