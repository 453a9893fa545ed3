"""The doors into the store: every row passes staging, and whatever is already in stays as it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from analytics.ingest.batch import (
    CheckinRow,
    GearRow,
    GearUse,
    InjuryRow,
    PersonalRecordRow,
    Problem,
    WeeklyLoadRow,
)
from analytics.store import (
    activities,
    checkin_entries,
    facts,
    injury_entries,
    loads,
    logs,
    merging,
    people,
    receipt,
    sessions,
)
from analytics.store.rows import (
    CoverageRow,
    CreditedSet,
    GivenAdvice,
    GuidedSession,
    KnownFile,
    LabelledSet,
    Outcome,
    SourceFile,
    StagedActivity,
)
from analytics.store.same_activity import Seen
from analytics.store.transaction import Transaction

A_DAY = dt.timedelta(days=1)


class Writer(Transaction):
    """Use with `with store.writer() as writer:`; what happened is kept at the end, and nothing on an error.

    Rows wait in memory and go in together. A writer holds the process's write lock: keep it short, or call
    `commit()` between files.
    """

    # The end of a transaction

    def _work_out_loads(self) -> None:
        """Have the loads worked out that days and weeks are counted from, or leave them for later."""
        work_out, athletes = self._parent.work_out_loads, sorted(self._athletes)
        if work_out is None:
            loads.leave(self, athletes)
            return
        work_out(self, athletes)
        self.flush()

    def settle(self) -> None:
        """Insert what waits, and make the activities anew that have got another source."""
        super().settle()
        waiting, self._merging = self._merging, []
        if waiting:
            merging.settle(self, waiting)

    # Files on the receipt

    def source_known(self, sha256: str, athlete_id: int | None) -> KnownFile | None:
        """Give what is remembered of a file that this athlete brought before, or None."""
        return receipt.known_files(self).get(athlete_id, {}).get(sha256)

    def add_source_file(self, file: SourceFile) -> None:
        """Put a file on the receipt that is kept; a file met before gets its newest line.

        Raises
        ------
        StoreError
            If the line breaks a rule of the receipt.
        """
        receipt.add(self, file)

    def add_problem(
        self,
        problem: Problem,
        *,
        sha256: str | None = None,
        file_name: str | None = None,
        batch_id: str | None = None,
    ) -> None:
        """Keep a part of a file that could not be used, with its reason."""
        receipt.add_problem(self, problem, sha256=sha256, file_name=file_name, batch_id=batch_id)

    # Rows of files and forms

    def look_over(self, files: Sequence[tuple[int, str | None, str, Sequence[StagedActivity]]]) -> None:
        """Pass the activities of many files through staging at once, before each file is added.

        It changes no outcome; adding a thousand small files one by one is several times faster after it.

        Parameters
        ----------
        files
            What `add_activities` will be given: athlete, fingerprint, kind, and the very same rows.
        """
        self._take_what_was_looked_over()
        self.looked = activities.look_over(self, files)

    def keep_looked_over(self, prefix: str, numbers: dict[int, int], rows: Sequence[StagedActivity]) -> None:
        """Let activities that were looked over wait under their numbers, by position in `rows`."""
        assert self.looked is not None
        self.looked.choose(prefix, numbers, rows)
        self._touched = True

    def add_activities(
        self, athlete_id: int, sha256: str | None, kind: str, rows: Sequence[StagedActivity]
    ) -> Outcome:
        """Add activities with all their parts; those already in stay, unless a newcomer holds more."""
        days = [None if one.start_local is None else one.start_local.date() for one in rows]
        days += [credit.row.performed_on for one in rows for credit in one.sets]
        return self._counted(athlete_id, activities.add(self, athlete_id, sha256, kind, rows), days)

    def add_sets(
        self, athlete_id: int, sha256: str | None, rows: Sequence[CreditedSet], *, entered: bool = False
    ) -> Outcome:
        """Add strength sets that stand outside an activity.

        Parameters
        ----------
        entered
            A person enters them by hand just now: each is a new one, even if it equals one of the same day.
        """
        outcome = logs.add_sets(self, athlete_id, sha256, rows, entered=entered)
        return self._counted(athlete_id, outcome, [one.row.performed_on for one in rows])

    def add_injuries(self, athlete_id: int, sha256: str | None, rows: Sequence[InjuryRow]) -> Outcome:
        """Add injuries; one already in takes over what the newcomer knows more, such as a recovery."""
        return self._counted(athlete_id, injury_entries.add(self, athlete_id, sha256, rows))

    def add_checkins(self, athlete_id: int, sha256: str | None, rows: Sequence[CheckinRow]) -> Outcome:
        """Add weekly check-ins; for a week already in, the latest answers win and `notes` says so."""
        outcome = checkin_entries.add(self, athlete_id, sha256, rows)
        return self._counted(athlete_id, outcome, [one.week_start for one in rows])

    def add_weekly_loads(self, athlete_id: int, sha256: str | None, rows: Sequence[WeeklyLoadRow]) -> Outcome:
        """Add weekly sums; for a week already in, the latest numbers win and `notes` says so."""
        return self._counted(athlete_id, logs.add_weekly_loads(self, athlete_id, sha256, rows))

    def add_coverage(self, athlete_id: int, sha256: str | None, rows: Sequence[CoverageRow]) -> Outcome:
        """Say which days a log speaks for; what lies inside an equal statement is known."""
        if athlete_id not in self._spans:
            self.flush()
            self._spans[athlete_id] = {
                (what, basis, first, last)
                for what, basis, first, last in self.ask(
                    "SELECT what, basis, first_date, last_date FROM coverage WHERE athlete_id = ?",
                    [athlete_id],
                )
            }
        return self._counted(
            athlete_id, logs.add_coverage(self, athlete_id, sha256, rows, self._spans[athlete_id])
        )

    def close_injury(self, injury_id: int, recovered_date: dt.date) -> None:
        """Set the day of recovery.

        Raises
        ------
        StoreError
            If there is no such injury, or the day breaks a rule.
        """
        injury_entries.close(self, injury_id, recovered_date)

    def update_set_labels(self, labels: Sequence[LabelledSet]) -> int:
        """Give stored sets new labels and credit; gives how many were changed."""
        return logs.update_set_labels(self, labels)

    # Guided sessions and recommendations

    def guided_session(self, session_token: str) -> GuidedSession | None:
        """Give a guided session by its mark, or None where there is none."""
        return sessions.find(self, session_token)

    def drafts_of(self, athlete_id: int | None) -> list[str]:
        """Give the marks of the sessions an athlete (None: nobody yet) has under way."""
        return sessions.drafts(self, athlete_id)

    def keep_session(self, row: GuidedSession, *, is_news: bool) -> None:
        """Keep a guided session as it is now, in place of what was kept of it.

        Parameters
        ----------
        is_news
            False for a draft that went on by a step: it is no data yet and does not raise the revision.

        Raises
        ------
        StoreError
            If it breaks a rule.
        """
        sessions.keep(self, row, is_news=is_news)

    def remove_entered_sets(self, athlete_id: int, set_ids: Sequence[int]) -> int:
        """Remove sets that a person entered by hand; those of a file stay. Gives how many went."""
        return sessions.remove_entered_sets(self, athlete_id, set_ids)

    def keep_advice(self, athlete_id: int, day: dt.date, rows: Sequence[GivenAdvice]) -> int:
        """Keep what was recommended on a day, once a rule; gives how many were not there yet.

        A rule that says something else later in the day keeps its time and takes the newer words.

        Raises
        ------
        StoreError
            If a row breaks a rule, such as naming no evidence.
        """
        return sessions.give(self, athlete_id, day, rows)

    def decline_advice(self, athlete_id: int, day: dt.date, *, rule_id: str, because: str | None) -> None:
        """Note that a recommendation was declined and why; None takes it back.

        Raises
        ------
        StoreError
            If that was not recommended on that day, or the reason is none we know.
        """
        sessions.decline(self, athlete_id, day, rule_id=rule_id, because=because)

    # People

    def add_athlete(self, name: str, **details: Any) -> int:
        """Add a person; `details` are columns of `athlete` (sex, birth_year, zone, level, simulated, ...).

        Returns
        -------
        int
            The athlete's number.

        Raises
        ------
        StoreError
            If a detail breaks a rule; the message says which.
        """
        return people.add(self, name, details)

    def update_athlete(self, athlete_id: int, **details: Any) -> None:
        """Change a person's details; None makes one unknown.

        Raises
        ------
        StoreError
            If there is no such athlete, or a detail breaks a rule.
        """
        people.update(self, athlete_id, details)

    def add_squad(self, name: str, athlete_ids: Sequence[int], *, simulated: bool = False) -> int:
        """Put athletes together under a name; gives the squad's number."""
        return people.add_squad(self, name, athlete_ids, simulated=simulated)

    def remove_athletes(self, athlete_ids: Sequence[int] | None = None, *, simulated: bool = False) -> int:
        """Remove people and all that is theirs: those named, or all simulated ones; gives how many."""
        return people.remove(self, athlete_ids, simulated=simulated)

    def keep_card(self, recipe: str, fingerprint: str, card: str) -> None:
        """Keep the card of a fitted model; the same recipe on the same data has one card.

        A card is an outcome, not data: it does not raise the revision, which would empty every cache.
        """
        cursor = self._cursor
        cursor.execute("DELETE FROM model_card WHERE recipe = ? AND fingerprint = ?", [recipe, fingerprint])
        cursor.execute(
            "INSERT INTO model_card VALUES (?, ?, ?, ?)", [recipe, fingerprint, self.now_utc, card]
        )

    # What was there before

    def seen(self, athlete_id: int) -> Seen:
        """Give the athlete's activities, to recognise newcomers by."""
        if athlete_id not in self._seen:
            self.flush()
            self._seen[athlete_id] = activities.load_seen(self, athlete_id)
        return self._seen[athlete_id]

    def _counted(
        self, athlete_id: int, outcome: Outcome, days: Sequence[dt.date | None] = (None,)
    ) -> Outcome:
        """Touch the athlete where rows came in; `days` are those the rows speak of, None any."""
        if outcome.added or outcome.changed or outcome.strength_sets or outcome.merged:
            known = [day for day in days if day is not None]
            # An activity told again may begin a little before or after what is stored of it.
            earliest = min(known) - A_DAY if known and len(known) == len(days) else None
            self.touch(athlete_id, since=earliest)
        return outcome

    def add_gear(
        self, athlete_id: int, sha256: str | None, rows: Sequence[GearRow], uses: Sequence[GearUse] = ()
    ) -> Outcome:
        """Add shoes and bicycles as an account lists them, and what each was used for."""
        return facts.add_gear(self, athlete_id, sha256, rows, uses)

    def add_personal_records(
        self, athlete_id: int, sha256: str | None, rows: Sequence[PersonalRecordRow]
    ) -> Outcome:
        """Add the records that an account keeps of itself."""
        return facts.add_personal_records(self, athlete_id, sha256, rows)
