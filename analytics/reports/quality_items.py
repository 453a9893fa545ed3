"""What can be missing, doubtful or estimated in a log: what each costs, and where it is put right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Part = Literal["missing", "doubtful", "estimated"]
IMPORT, ACTIVITIES = "record/import_files.py", "understand/activity.py"
STRENGTH, INJURIES, CHECKIN = "record/log_strength.py", "record/log_injury.py", "record/checkin.py"
ZONES, NAMES, REVIEW, COLUMNS = (
    "record/thresholds.py",
    "record/labels.py",
    "record/review.py",
    "record/map_columns.py",
)
PLACES = {
    IMPORT: "Import files",
    ACTIVITIES: "Activities",
    STRENGTH: "Log strength",
    INJURIES: "Log injury",
    CHECKIN: "Check-in",
    ZONES: "Your zones",
    NAMES: "Exercise names",
    REVIEW: "Review",
    COLUMNS: "Table columns",
}
"""The pages where something is put right, and their names."""
DISTANCES_APART_PCT = 5.0
"""Two distances of one run that differ more than this are worth a look: a choice of this project."""
OPEN_LONG_DAYS = 180
"""An injury open longer than this may have been forgotten open: a choice of this project."""


@dataclass(frozen=True)
class Item:
    """One thing that can be missing, doubtful or estimated.

    `among` names the item that counts all of them (None: there is no whole); `costs` says which figures it
    bars or blurs, `do` what to do about it, `page` where.
    """

    id: str
    part: Part
    label: str
    among: str | None
    costs: str
    do: str
    page: str | None


ITEMS: tuple[Item, ...] = (
    Item("weeks_without_running", "missing", "Weeks without a running log", "weeks",
         "No load, no exposure: they are in no rate and no model, and the averages of load "
         "begin anew behind them.",
         "Import the runs of those weeks, or your account's whole list.", IMPORT),
    Item("weeks_partly_running", "missing", "Weeks of which the running log knows only some days", "weeks",
         "Not held against your own weeks; their days count where they are known.",
         "Import the runs of those weeks, or your account's whole list.", IMPORT),
    Item("weeks_without_strength", "missing", "Weeks without a strength log", "weeks",
         "The hip dose of the eight weeks after each is unknown, and so are they to every estimate about it.",
         "Import the log, or say since when it is complete.", STRENGTH),
    Item("weeks_partly_strength", "missing", "Weeks of which the strength log knows only some days", "weeks",
         "Their hip sets count as logged; sets of the other days may be missing.",
         "Say since when your log is complete.", STRENGTH),
    Item("weeks_without_injuries", "missing", "Weeks without an injury log", "weeks",
         "No exposure: they are in no injury rate. No injury recorded is not the same as no injury.",
         "Say for which weeks you know, also where there was none.", INJURIES),
    Item("weeks_partly_injuries", "missing", "Weeks of which the injury log knows only some days", "weeks",
         "Only their known days are exposure.", "Say for which weeks you know.", INJURIES),
    Item("weeks_without_checkin", "missing", "Weeks asked without a check-in", "weeks_asked",
         "Pain before an injury is unknown: the injury estimate stands unadjusted for early pain.",
         "A late answer counts, too.", CHECKIN),
    Item("checkins_never", "missing", "No check-in yet", None,
         "Pain before an injury is unknown: the injury estimate stands unadjusted for early pain.",
         "Twenty seconds a week.", CHECKIN),
    Item("runs_without_heart_rate", "missing", "Runs without a heart rate", "runs",
         "No pace at a fixed heart rate, no efficiency, no heart rate zones; a load of heart "
         "rate is estimated.",
         "Import the watch's own file of the run, if it had a heart rate.", IMPORT),
    Item("runs_without_records", "missing", "Runs without records (only their sums)", "runs",
         "No best efforts, splits, zones, graded pace or form.",
         "Import the original files beside the list.", IMPORT),
    Item("runs_without_effort", "missing", "Runs without an effort (RPE)", "runs",
         "Load cannot stand on session RPE without it, unless four fifths of the runs have one.",
         "Open a run and say its effort, or let your watch ask.", ACTIVITIES),
    Item("runs_without_distance", "missing", "Runs without a distance", "runs",
         "They count as runs, not as distance; they have no spike state.",
         "Open the run and say its distance.", ACTIVITIES),
    Item("loads_unknown", "missing", "Runs whose load is unknown", "runs",
         "Their day has no load; fitness and fatigue begin anew behind it.",
         "Say your thresholds, or choose another basis of load.", ZONES),
    Item("sets_without_amount", "missing", "Sets without repetitions and without a time", "sets",
         "They count as sets of the usual size, marked.", "Correct them where you logged them.", STRENGTH),
    Item("sets_without_load", "missing", "Sets without a weight", "sets",
         "Nothing for hip sets, which do not need it; sums of the load lifted leave them out.",
         "Nothing to do for bodyweight and bands.", None),
    Item("injuries_without_site", "missing", "Injuries without a place", "injuries",
         "Counted, and in no site's figures.", "Point at the body.", INJURIES),
    Item("sex_unknown", "missing", "Sex not said", None,
         "Banister's training impulse takes the constants for men.",
         "Say it when the athlete is entered.", None),
    Item("threshold_none", "missing", "Thresholds not known at all", "thresholds",
         "No zones and no load on a basis that needs them.",
         "Say what you know, from a test or a race.", ZONES),
    Item("pairs_in_doubt", "doubtful", "Recordings that may be one that came twice", None,
         "Both count until you say: distance, load and exposure may be too high.",
         "Say same or two.", REVIEW),
    Item("runs_cut_off", "doubtful", "Runs from files that were cut off", "runs",
         "What could be read is in; the end may be missing.", "Import the original again.", IMPORT),
    Item("runs_damaged", "doubtful", "Runs from files with a wrong checksum", "runs",
         "Some bytes may have changed; what could be read is in.", "Import the original again.", IMPORT),
    Item("runs_zone_assumed", "doubtful", "Runs on UTC, because nobody said a time zone", "runs",
         "A run near midnight may lie on the wrong day, and in the wrong week.",
         "Import the file beside the list, if it has places.", IMPORT),
    Item("runs_zone_of_athlete", "doubtful", "Runs on the clock of the athlete's own time zone", "runs",
         "The file names neither zone nor place: a run near midnight while travelling may lie "
         "on the wrong day.",
         "Nothing to do, unless you travelled.", None),
    Item("runs_treadmill", "doubtful", "Treadmill runs with the watch's distance", "runs",
         "Arm swing tells the distance: pace, load by pace and spikes rest on it.",
         "Open the run and put the treadmill's distance in.", ACTIVITIES),
    Item("runs_with_jumps", "doubtful", "Runs with speeds no runner reaches", "runs",
         "Satellite jumps: left out of best efforts and of pace at a fixed heart rate.",
         "Open the run and look at its course.", ACTIVITIES),
    Item("runs_distances_apart", "doubtful", "Runs whose records and sum differ by more than 5 %", "runs",
         "The sum counts; one of the two is wrong.", "Open the run and put its distance right.", ACTIVITIES),
    Item("sets_unnamed", "doubtful", "Sets whose exercise name could not be told", "sets",
         "They earn no hip sets: the dose may be too low.", "Say what the name means, once.", NAMES),
    Item("sets_label_unsure", "doubtful", "Sets whose name was told with a confidence below 0.5", "sets",
         "They earn no hip sets until you say so.", "Say what the name means, once.", NAMES),
    Item("tables_explained", "doubtful", "Tables whose columns and units you named by hand", None,
         "They are as right as what was said of them.", "Look at the first rows once more.", COLUMNS),
    Item("tables_waiting", "doubtful", "Tables that wait for the meaning of their columns", None,
         "Nothing of them is counted.", "Say what the columns mean.", COLUMNS),
    Item("parts_of_files", "doubtful", "Parts of files that could not be used", None,
         "They are listed below, each with its reason.",
         "Import the original again, where there is one.", IMPORT),
    Item("injuries_open_long", "doubtful", f"Injuries open for more than {OPEN_LONG_DAYS} days", "injuries",
         "Days away keep counting: availability and burden, and no running counts as exposure.",
         "Close them, if they are over.", INJURIES),
    Item("injuries_open", "doubtful", "Injuries still open", "injuries",
         "Never counted as recovered; days lost are days so far.",
         "Close them when they are over.", INJURIES),
    Item("thresholds_estimated", "estimated", "Thresholds estimated from your runs", "thresholds",
         "Zones and loads rest on them, and change as runs come in.",
         "Say what you know, from a test or a race.", ZONES),
    Item("loads_from_mean", "estimated", "Loads from a run's mean heart rate or speed", "runs",
         "Too low for uneven runs.", "Import the original files beside the list.", IMPORT),
    Item("loads_from_own_runs", "estimated", "Loads taken from your own runs like it", "runs",
         "In the sums, marked; not known of the run itself.",
         "Import the watch's file, or say the run's effort.", ACTIVITIES),
    Item("sets_effort_imputed", "estimated", "Sets without effort", "sets",
         "Repetitions in reserve were not logged: they count three quarters, and their load is not counted "
         "unless you ask.",
         "Log repetitions in reserve.", STRENGTH),
    Item("hip_sets_described", "estimated", "Hip sets from described text", None,
         "Shown apart; in no model.", "Confirm them under From your notes.", None),
    Item("hip_sets_assumed", "estimated", "Hip sets assumed from duration alone", None,
         "Shown apart; in no model.", "Log the sets of those sessions.", STRENGTH),
)  # fmt: skip
WHOLES = {
    "weeks": "weeks",
    "weeks_asked": "weeks asked",
    "runs": "runs",
    "sets": "sets",
    "injuries": "injuries",
    "thresholds": "thresholds",
}
PARTS: dict[Part, str] = {
    "missing": "Missing",
    "doubtful": "Doubtful",
    "estimated": "Estimated",
}
