"""What the store made of a file's rows, counted and said on its line of the receipt."""

from __future__ import annotations

from collections.abc import Sequence

from analytics.intake.preparing import Share
from analytics.intake.receipt import ReceiptLine
from analytics.store import Writer
from analytics.store.rows import Outcome

NOTES_SHOWN = 3


def add_share(writer: Writer, athlete_id: int, sha256: str, line: ReceiptLine, share: Share) -> list[Outcome]:
    """Give the store one athlete's share of a file and count on its line what went in."""
    outcomes = []
    if share.activities:
        outcome = writer.add_activities(athlete_id, sha256, line.kind, share.activities)
        line.activities += outcome.added
        line.records += outcome.records
        line.sets += outcome.strength_sets
        outcomes.append(outcome)
    if share.sets:
        outcome = writer.add_sets(athlete_id, sha256, share.sets)
        line.sets += outcome.added
        outcomes.append(outcome)
    if share.injuries:
        outcome = writer.add_injuries(athlete_id, sha256, share.injuries)
        line.injuries += outcome.added
        outcomes.append(outcome)
    if share.checkins:
        outcome = writer.add_checkins(athlete_id, sha256, share.checkins)
        line.other_rows += outcome.added
        outcomes.append(outcome)
    if share.weekly_loads:
        outcome = writer.add_weekly_loads(athlete_id, sha256, share.weekly_loads)
        line.other_rows += outcome.added
        outcomes.append(outcome)
    if share.gear:
        outcome = writer.add_gear(athlete_id, sha256, share.gear, share.gear_uses)
        line.other_rows += outcome.added
        outcomes.append(outcome)
    if share.personal_records:
        outcome = writer.add_personal_records(athlete_id, sha256, share.personal_records)
        line.other_rows += outcome.added
        outcomes.append(outcome)
    if share.coverage:
        outcomes.append(writer.add_coverage(athlete_id, sha256, share.coverage))
    return outcomes


def conclude(line: ReceiptLine, outcomes: Sequence[Outcome]) -> None:
    """Say in the line's status and reason what the store made of the file's rows."""
    line.problems += [problem for one in outcomes for problem in one.rejected]
    notes = [note for one in outcomes for note in one.notes]
    if any(one.added or one.changed for one in outcomes):
        line.status = "added"
        said = [line.reason, *dict.fromkeys(notes)]
    elif any(one.known for one in outcomes):
        line.status = "known"
        said = (
            [line.reason, *dict.fromkeys(notes)] if notes else [line.reason, "everything in it is already in"]
        )
    elif line.problems:
        line.status = "refused"
        said = [line.reason, "nothing in it could be used"]
    else:
        line.status = "known"
        said = [line.reason]
    shown = [text for text in said if text]
    more = f"; and {len(shown) - NOTES_SHOWN} more" if len(shown) > NOTES_SHOWN else ""
    line.reason = "; ".join(shown[:NOTES_SHOWN]) + more or None
