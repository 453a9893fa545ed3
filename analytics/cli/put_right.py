"""The command that puts an activity right: what the panel on its page can do, in one line each."""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from analytics.cli.commands import DONE, WrongUse, _open, _whose
from analytics.cli.output import days_as_days, printable, text_table
from analytics.errors import AnalyticsError
from analytics.knowledge.activity_words import KINDS, LEFT_OUT, kilometres

if TYPE_CHECKING:
    from analytics.intake.editing import Change
    from analytics.reports.activity_edits import ActivityEdits
    from analytics.store import Reader, Store

WISHES = (
    "kind", "race", "name", "note", "effort", "leave_out", "count", "distance_km", "factor", "cut",
    "split_at", "split_km", "join", "same_as",
)  # fmt: skip
"""The options of which each names a change; one a command."""


def add_words(sub: argparse.ArgumentParser) -> None:
    """Describe the options."""
    sub.add_argument(
        "activity",
        nargs="?",
        metavar="ACTIVITY",
        help="its number, or its day (2026-03-02); a day with several lists them with their numbers",
    )
    one = sub.add_mutually_exclusive_group()
    kinds = ", ".join(KINDS)
    one.add_argument("--kind", metavar="KIND", help=f"what it was: {kinds}")
    one.add_argument("--race", choices=("yes", "no"), help="whether it was a race")
    one.add_argument("--name", metavar="TEXT", help="its name; an empty text takes the name away")
    one.add_argument("--note", metavar="TEXT", help="its note; an empty text takes the note away")
    one.add_argument("--effort", metavar="0-10", type=float, help="how hard it was")
    one.add_argument("--leave-out", choices=tuple(LEFT_OUT), help="leave it out of all figures, and why")
    one.add_argument("--count", action="store_true", default=None, help="count it again")
    one.add_argument("--distance-km", metavar="KM", type=float, help="how far it was")
    one.add_argument(
        "--factor", metavar="TIMES", type=float, help="what its recorded distance is to be multiplied by"
    )
    one.add_argument(
        "--cut", nargs=2, metavar=("FROM", "TO"), help="keep what lies between two times of day (18:05:00)"
    )
    one.add_argument("--split-at", metavar="TIME", help="part it in two at a time of day (18:20:30)")
    one.add_argument("--split-km", metavar="KM", type=float, help="part it in two after so many kilometres")
    one.add_argument(
        "--join", nargs="?", const="", metavar="NUMBER", help="join it with the one before or after it"
    )
    one.add_argument("--same-as", type=int, metavar="NUMBER", help="say that both are one activity")
    one.add_argument("--undo", type=int, metavar="CHANGE", help="take a change back, by its number")
    sub.add_argument("--preview", action="store_true", help="say what would come of it, change nothing")
    sub.add_argument("--athlete", metavar="NAME", help="whose day it is (default: the only athlete there is)")


def edit(asked: argparse.Namespace) -> int:
    """Show an activity with its changes, change it, or take a change back."""
    from analytics.intake import editing

    wishes = [name for name in WISHES if getattr(asked, name) is not None]
    if asked.undo is None and asked.activity is None:
        raise WrongUse("Which activity? Give its number or its day, or --undo with the number of a change.")
    if asked.preview and not wishes:
        raise WrongUse("--preview says what would come of a change: name the change, too.")
    store = _open(asked)
    try:
        if asked.undo is not None:
            print(editing.said_of(editing.undo(store, asked.undo)))
            return DONE
        with store.reader() as reader:
            number = _number(reader, asked)
            about = _about(reader, number) if number is not None else None
        if number is None or about is None:
            return DONE  # a day with several: they are listed
        if not wishes:
            _show(about)
            return DONE
        return _change(store, about, wishes[0], asked)
    finally:
        store.close()


def _change(store: Store, about: ActivityEdits, wish: str, asked: argparse.Namespace) -> int:
    from analytics.intake import editing, merging

    if wish == "same_as":
        if asked.preview:
            raise WrongUse("--same-as has no preview; the page Review takes it back.")
        merging.are_one(store, about.activity_id, asked.same_as)
        print("One activity now, with the best of each file. The page Review takes it back.")
        return DONE
    number, wanted = _wanted(store, about, wish, getattr(asked, wish))
    if asked.preview:
        for line in editing.preview(store, number, wanted).lines:
            print(printable(line))
        print("This was a preview: nothing is changed. Without --preview it is.")
        return DONE
    done = editing.change(store, number, wanted)
    for line in done.lines:
        print(printable(line))
    print(f"Change {done.edit_no}. `hipstride edit --undo {done.edit_no}` takes it back.")
    return DONE


def _wanted(store: Store, about: ActivityEdits, wish: str, said: Any) -> tuple[int, Change]:
    """Make the change that is wished for, and say of which activity it is."""
    from analytics.intake import editing

    number = about.activity_id
    if wish == "join":
        return _joined(about, said)
    if wish == "kind":
        return number, editing.kind(_kind(said))
    if wish == "cut":
        first, last = (_moment(about, text) for text in said)
        begin, end = about.first_second, about.last_second
        return number, editing.cut_to(about.start_utc, begin=begin, first=first, last=last, end=end)
    if wish == "split_at":
        return number, editing.split_at(about.start_utc, begin=about.first_second, at=_moment(about, said))
    if wish == "split_km":
        return number, editing.split_at_km(store, number, at_km=said)
    if wish == "race":
        return number, editing.race(said == "yes")
    if wish == "count":
        return number, editing.left_out(None)
    makers: dict[str, Callable[[Any], Change]] = {
        "name": editing.name,
        "note": editing.note,
        "effort": editing.effort,
        "leave_out": editing.left_out,
        "distance_km": editing.distance_km,
        "factor": editing.factor,
    }
    return number, makers[wish](said)


def _joined(about: ActivityEdits, other: str) -> tuple[int, Change]:
    """Join with the one that is named, or with the only one there is beside it."""
    from analytics.intake import editing

    beside = [one for one in about.following if other in ("", str(one.activity_id))]
    if len(beside) != 1:
        choice = "; ".join(f"{one.activity_id} ({one.label})" for one in about.following)
        raise WrongUse(
            f"Which one belongs to it? --join takes its number: {choice}."
            if choice
            else "There is no recording soon before or after it to join it with."
        )
    if beside[0].is_earlier:
        return beside[0].activity_id, editing.join(about.activity_id)
    return about.activity_id, editing.join(beside[0].activity_id)


def _kind(text: str) -> str:
    for name in KINDS:
        if name.casefold() == " ".join(text.split()).casefold():
            return name
    raise WrongUse(f"--kind takes one of {', '.join(KINDS)}.")


def _moment(about: ActivityEdits, text: str) -> dt.datetime:
    """Read a time of day as the one within the activity, by the athlete's own clock."""
    try:
        at = dt.time.fromisoformat(text)
    except ValueError:
        raise WrongUse(f"{text} is no time of day such as 18:05 or 18:05:30.") from None
    moment = dt.datetime.combine(about.first_second.date(), at.replace(tzinfo=None))
    while moment < about.first_second:  # past midnight
        moment += dt.timedelta(days=1)
    if moment > about.last_second:
        raise WrongUse(
            f"{text} lies outside it: it lasted from {about.first_second:%H:%M:%S} "
            f"to {about.last_second:%H:%M:%S}."
        )
    return moment


# Which one, and what it is


def _number(reader: Reader, asked: argparse.Namespace) -> int | None:
    """Give the number of the activity that is meant; None where a day has several, which are listed."""
    if asked.activity.isdigit():
        return int(asked.activity)
    try:
        day = dt.date.fromisoformat(asked.activity)
    except ValueError:
        raise WrongUse(f"{asked.activity} is neither a number nor a day such as 2026-03-02.") from None
    rows = reader.frame("activities_listed", athlete_id=_whose(reader, asked.athlete))
    rows = rows[[each == day for each in days_as_days(rows[["local_date"]])["local_date"]]]
    if rows.empty:
        raise AnalyticsError(f"There is no activity on {day}.")
    if len(rows) == 1:
        return int(rows["activity_id"].iloc[0])
    shown = rows[["activity_id", "start_local", "sports", "distance_m", "name"]]
    print(text_table(shown.sort_values("start_local")))
    return None


def _about(reader: Reader, number: int) -> ActivityEdits:
    from analytics.reports import activity_edits

    about = activity_edits.gather(reader, activity_id=number)
    if about is None:
        raise AnalyticsError(f"There is no activity with the number {number}.")
    return about


def _show(about: ActivityEdits) -> None:
    print(
        printable(
            f"{about.activity_id}  {about.first_second:%Y-%m-%d %H:%M:%S} to {about.last_second:%H:%M:%S}  "
            f"{about.kind}  {kilometres(about.distance_m)}  {about.name}".rstrip()
        )
    )
    if about.left_out_words:
        print(about.left_out_words)
    for one in about.following:
        print(printable(f"could be joined with {one.activity_id}: {one.label}"))
    for line in about.history:
        holds = "" if line.holds else " (taken back)"
        print(printable(f"change {line.edit_no}: {line.words}{holds}, {line.when}"))
