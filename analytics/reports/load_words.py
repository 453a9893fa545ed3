"""Training load in words: the bases, the states of a run, the rules, the sources."""

from __future__ import annotations

from analytics.knowledge import written
from analytics.metrics import spike
from analytics.metrics.session_load import Basis

BASIS_WORDS: dict[Basis, str] = {
    "session_rpe": "Session RPE",
    "trimp": "Training impulse (Banister)",
    "edwards": "Edwards' zones",
    "lucia": "Lucia's three phases",
    "hrtss": "Heart rate stress score (hrTSS)",
    "rtss": "Running stress score (rTSS)",
    "running_minutes": "Minutes of running",
}
BASIS_IN_TEXT: dict[Basis, str] = {
    "session_rpe": "session RPE",
    "trimp": "the training impulse",
    "edwards": "Edwards' zones",
    "lucia": "Lucia's three phases",
    "hrtss": "hrTSS",
    "rtss": "rTSS",
    "running_minutes": "minutes of running",
}
BASIS_MEANS: dict[Basis, str] = {
    "session_rpe": "effort of 0 to 10 times minutes (Foster 2001)",
    "trimp": "minutes weighted by the share of heart rate reserve, steeper the higher it is (Banister 1991)",
    "edwards": "minutes in five zones of the highest heart rate times 1 to 5",
    "lucia": "minutes in three phases times 1 to 3; the threshold heart rate and nine tenths of it part "
    "them, "
    "in place of the ventilatory thresholds, which no log knows",
    "hrtss": "100 is an hour at the threshold heart rate",
    "rtss": "100 is an hour at the threshold pace, by graded pace",
    "running_minutes": "how long, not how hard",
}
BASIS_UNIT: dict[Basis, str] = {
    "session_rpe": "AU", "trimp": "AU", "edwards": "AU", "lucia": "AU", "hrtss": "points", "rtss": "points",
    "running_minutes": "min",
}  # fmt: skip
STRENGTH: dict[str, str] = {
    "logged_effort": "Days whose effort was logged",
    "all": "All days; effort 5 of 10 where it was not logged",
    "none": "Not at all",
}
STATE_WORDS = {
    "no_baseline": "no run in the 30 days before: nothing to compare with",
    "reference": "up to 10 % beyond: the study's reference",
    "small": "10 to 30 % beyond",
    "moderate": "30 to 100 % beyond",
    "large": "more than twice as far",
}
STATE_NAMES = {
    "no_baseline": "No baseline",
    "reference": "Reference",
    "small": "Small spike",
    "moderate": "Moderate spike",
    "large": "Large spike",
}
ACWR_WORDS = (
    "Acute to chronic workload ratio, shown because other programs show it. Nothing here is advised from it: "
    "the coupled form correlates with its own denominator by about one half whatever the loads (Lolli "
    "2019), random "
    "denominators do as well (Impellizzeri 2020), and in Garmin-RUNSAFE (2025) a higher ratio went with "
    "fewer "
    "injuries, not more."
)


def study() -> str:
    """Say which study the states of a run are from."""
    runners, runs, injured = (written.number(n) for n in (spike.RUNNERS, spike.SESSIONS, spike.INJURED))
    return (
        f"Garmin-RUNSAFE (2025, doi 10.1136/bjsports-2024-109380): {runners} runners, {runs} runs, {injured} "
        "injured in 18 months. Hazard ratios against runs up to 10 % beyond the longest of the 30 days "
        "before. The states are not in order, no limit is proven, and people were not told by lot how far to "
        "run: an association, not a cause."
    )


RULES = (
    "A run without heart rate, effort or pace: minutes times the middle load a minute of your ten runs "
    "nearest in "
    "speed, among the 40 before it within a year; with fewer than five the load stays unknown, and so does "
    "its day.",
    "Records are counted second by second. Where four fifths of the moving time have a heart rate, the rest "
    "is taken "
    "to be like them. Without records the mean heart rate stands in, which gives too little for uneven runs.",
    "Strength work: effort (the session's, else 10 less the repetitions in reserve) times minutes (the "
    "watch's, "
    "else 2.5 a set). It counts on the basis of session RPE; on a basis of heart rate where one was "
    "recorded; "
    "otherwise not.",
    "Other sports (cycling, swimming, hiking and the like): effort and heart rate are the same "
    "in every sport, "
    "so a session counts where it has the basis of the load itself: an effort that was said, or "
    "a mean heart rate "
    "against your own limits. A session with neither does not count and is no hole; on a basis of pace or of "
    "minutes of running none does. Distance, spikes, zones, pace and the choice of the basis "
    "stay with running.",
    "Lucia's three phases want the two ventilatory thresholds, which take a laboratory. The "
    "threshold heart rate "
    "stands in for the second and nine tenths of it for the first: a choice of this project, so "
    "hold its numbers "
    "against your own weeks alone.",
    "A basis is chosen where four fifths of the runs of the last year have it measured and at most 2 % stay "
    "unknown: effort first, then heart rate, then pace (where its threshold is no mere estimate), then "
    "minutes. One series stands on one basis alone.",
    "CTL and ATL: exponential means with 42 and 7 days (GoldenCheetah's form), begun at the mean of the "
    "first 28 "
    "days; the first 42 days of each stretch of the log are settling. TSB: yesterday's CTL less yesterday's "
    "ATL.",
    "Monotony: mean over standard deviation of the seven daily loads; strain: the week's load times it "
    "(Foster 1998). Rest days are 0; a week with an unknown day has none.",
    "Own weeks: how many standard deviations a week lies above the mean of the twelve before it, if at least "
    "eight of them are wholly logged. A choice of this project.",
)
OWN = {
    "distance_m": ("Distance", "days_covered_running"),
    "load_au": ("Load", "days_covered_running"),
    "longest_run_m": ("Longest run", "days_covered_running"),
    "hip_sets": ("Hip sets", "days_covered_strength"),
}
OWN_NAMES = {name: label for name, (label, _) in OWN.items()}
ZONE_KINDS = {"hr": "Heart rate", "pace": "Pace"}
ZONE_WORDS = {
    "hr": "Hours a week in your five heart rate zones, from records; hatched: moving time without a heart "
    "rate, and "
    "runs of which only the sums are here.",
    "pace": "Hours a week in your five zones of graded pace, from records; hatched: moving time without a "
    "speed, and "
    "runs of which only the sums are here.",
}
