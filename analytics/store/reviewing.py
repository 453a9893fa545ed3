"""A person says what two activities are to each other: one, or two. Whatever is said can be taken back.

The same goes for a day's strength log and a session or another log of that day: a log's number is below 0
(views/2_log_match.sql).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.errors import StoreError
from analytics.store import merging, undoing
from analytics.store.same_activity import DOUBT, SAME, TWO

if TYPE_CHECKING:
    from analytics.store.writer import Writer

BY_A_PERSON = "said by a person"


def join(writer: Writer, one_id: int, other_id: int) -> int:
    """Make one activity of two that are shown; gives its number. `keep_apart` takes it back.

    Raises
    ------
    StoreError
        If one of them is not there (any more).
    """
    writer.settle()
    if min(one_id, other_id) < 0:
        return _decide_on_log(writer, one_id, other_id, SAME)
    ids = [_shown(writer, one_id), _shown(writer, other_id)]
    owners = [writer.ask("SELECT athlete_id FROM activity WHERE activity_id = ?", [number]) for number in ids]
    if owners[0] != owners[1]:
        raise StoreError("The two activities are of two people.")
    merging.open_up(writer, ids)
    sources = merging.sources_of(writer, ids)
    for place, source in enumerate(
        sorted(sources, key=lambda one: (one.activity_id != ids[0], one.arrived_no))
    ):
        source.arrived_no = place
    _decide(writer, sources, SAME)
    (number,) = merging.form(writer, [sources]) if ids[0] != ids[1] else (ids[0],)
    writer.touch(sources[0].athlete_id)
    writer.forget_what_was_seen()
    return number


def keep_apart(writer: Writer, one_id: int, other_id: int) -> None:
    """Say that two are two: a doubt is settled, and if they are merged, the second stands alone again.

    Parameters
    ----------
    one_id, other_id
        The numbers the two have alone (own_id).
    """
    writer.settle()
    if min(one_id, other_id) < 0:
        _decide_on_log(writer, one_id, other_id, TWO)
        return
    shown = [_shown(writer, number) for number in (one_id, other_id)]
    if shown[0] != shown[1]:
        athlete = writer.ask("SELECT athlete_id FROM activity WHERE activity_id = ?", [shown[0]])[0][0]
        _write_pair(writer, athlete, one_id, other_id, TWO)
        return
    merging.open_up(writer, shown[:1])
    sources = merging.sources_of(writer, shown[:1])
    leaves = [source for source in sources if source.own_id == other_id][-1:]
    stays = [source for source in sources if source not in leaves]
    for fellow in stays:
        _write_pair(writer, fellow.athlete_id, fellow.own_id, other_id, TWO)
    merging.form(writer, [stays, leaves])
    writer.touch(sources[0].athlete_id)
    writer.forget_what_was_seen()


def take_back(writer: Writer, one_id: int, other_id: int) -> None:
    """Forget what a person said of two: what was a doubt is one again, the rest is as it was by itself.

    Raises
    ------
    StoreError
        If nothing was said of them, or one of them is not there (any more).
    """
    writer.settle()
    pair = [min(one_id, other_id), max(one_id, other_id)]
    if pair[0] < 0:
        _take_back_on_log(writer, *pair)
        return
    said = writer.ask(
        "SELECT athlete_id, said_at_utc FROM activity_pair WHERE one_id = ? AND other_id = ? "
        f"AND verdict <> '{DOUBT}'",
        pair,
    )
    if not said:
        raise StoreError("Nothing was said of these two, or it has been taken back already.")
    athlete_id, said_at_utc = said[0]
    ids = sorted({_shown(writer, number) for number in pair})
    merging.open_up(writer, ids)
    sources = merging.sources_of(writer, ids)
    for place, source in enumerate(sources):
        source.arrived_no = place
    # One click may have said it of several sources at once; all of that goes.
    own = ", ".join(str(source.own_id) for source in sources)
    its = (
        f"athlete_id = {athlete_id} AND said_at_utc = ? AND verdict <> '{DOUBT}' "
        f"AND one_id IN ({own}) AND other_id IN ({own})"
    )
    writer.change(f"DELETE FROM activity_pair WHERE {its} AND reason = '{BY_A_PERSON}'", [said_at_utc])
    writer.change(f"UPDATE activity_pair SET verdict = '{DOUBT}' WHERE {its}", [said_at_utc])
    writer.forget_what_was_seen()
    merging.form(writer, undoing.parted(writer, sources))
    writer.touch(athlete_id)
    writer.forget_what_was_seen()


def _decide_on_log(writer: Writer, one_id: int, other_id: int, verdict: str) -> int:
    """Say whether a day's log is of the same work as a session or another log; the sets follow from it."""
    log_id, number = sorted((one_id, other_id))
    athlete, numbers = _told(writer, log_id, number)
    _forget_log(writer, log_id, numbers)  # an earlier word may name another file of the same session
    _write_pair(writer, athlete, log_id, numbers[0], verdict)
    writer.touch(athlete)
    return numbers[0]


def _take_back_on_log(writer: Writer, log_id: int, number: int) -> None:
    athlete, numbers = _told(writer, log_id, number)
    if not _forget_log(writer, log_id, numbers):
        raise StoreError("Nothing was said of these two, or it has been taken back already.")
    writer.touch(athlete)


def _forget_log(writer: Writer, log_id: int, numbers: list[int]) -> int:
    """Forget what was said of a log and of any number of the other telling; gives how much that was."""
    its = f"one_id = ? AND other_id IN ({', '.join(map(str, numbers))})"
    had: int = writer.ask(f"SELECT count(*) FROM activity_pair WHERE {its}", [log_id])[0][0]
    writer.change(f"DELETE FROM activity_pair WHERE {its}", [log_id])
    return had


def _told(writer: Writer, log_id: int, number: int) -> tuple[int, list[int]]:
    """Give the athlete of a log, and the other telling's numbers: the one it is shown by, then its sources'.

    Raises
    ------
    StoreError
        If one of the two is not there (any more), or they are of two people.
    """
    owners = {
        row[0] for row in writer.ask("SELECT DISTINCT athlete_id FROM log_set WHERE log_id = ?", [log_id])
    }
    if not owners:
        raise StoreError("The log of that day is not there any more.")
    numbers = [number]
    if number < 0:
        others = writer.ask("SELECT DISTINCT athlete_id FROM log_set WHERE log_id = ?", [number])
    else:
        numbers = [_shown(writer, number)]
        others = writer.ask("SELECT athlete_id FROM activity WHERE activity_id = ?", numbers)
        numbers += [
            row[0]
            for row in writer.ask(
                "SELECT DISTINCT own_id FROM activity_source "
                "WHERE activity_id = ? AND own_id <> ? ORDER BY own_id",
                numbers * 2,
            )
        ]
    if owners != {row[0] for row in others}:
        raise StoreError("The two are not there any more, or are of two people.")
    return owners.pop(), numbers


def _shown(writer: Writer, number: int) -> int:
    found = writer.ask(
        "SELECT activity_id FROM activity WHERE activity_id = ? UNION ALL "
        "SELECT activity_id FROM activity_source WHERE own_id = ? OR source_id = ? LIMIT 1",
        [number] * 3,
    )
    if not found:
        raise StoreError("One of the two activities is not there any more.")
    shown = int(found[0][0])
    by_hand = writer.ask(
        "SELECT 1 FROM activity_piece WHERE ? IN (activity_id, of_id) AND activity_id <> of_id", [shown]
    )
    if by_hand:
        raise StoreError("One of the two was split or joined by hand: take that change back first.")
    return shown


def _decide(writer: Writer, sources: list[merging.Source], verdict: str) -> None:
    for place, one in enumerate(sources):
        for other in sources[place + 1 :]:
            if one.own_id != other.own_id:
                _write_pair(writer, one.athlete_id, one.own_id, other.own_id, verdict)


def _write_pair(writer: Writer, athlete_id: int, one_id: int, other_id: int, verdict: str) -> None:
    """Write what a person says; why two were in doubt stays with it, so that the doubt can come back."""
    pair = [athlete_id, min(one_id, other_id), max(one_id, other_id)]
    its = "athlete_id = ? AND one_id = ? AND other_id = ?"
    before = writer.ask(f"SELECT min(reason) FROM activity_pair WHERE {its}", pair)[0][0]
    writer.change(f"DELETE FROM activity_pair WHERE {its}", pair)
    writer.change(
        "INSERT INTO activity_pair VALUES (?, ?, ?, ?, ?, ?)",
        [*pair, verdict, before or BY_A_PERSON, writer.now_utc],
    )
