"""What is known about an athlete on the day advice is asked for; None is unknown, never none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

RoutineState = Literal["red_flag", "acute", "subacute", "niggle", "returning"]
"""How sore a site is, in the words of the routine rules; None stands for nothing sore."""

StopLevel = Literal["urgent", "bone", "pain", "energy"]


@dataclass(frozen=True)
class RedFlag:
    """One sign that is asked for before anything is recommended.

    Parameters
    ----------
    level
        ``urgent`` (care now), ``bone`` (possible bone stress injury), ``pain`` (stop running) or ``energy``
        (signs of too little energy, which make a bone stress injury likelier; on their own they do not stop).
    """

    id: str
    words: str
    level: StopLevel


RED_FLAGS: tuple[RedFlag, ...] = (
    RedFlag("chest_or_faint", "Chest pain, or you fainted", "urgent"),
    RedFlag("calf_swelling", "Sudden swelling or warmth of one calf", "urgent"),
    RedFlag("fever_joint", "Fever together with a painful joint", "urgent"),
    RedFlag("saddle_numb", "Numbness between the legs, or a change in bladder or bowel control", "urgent"),
    RedFlag("leg_weak", "New weakness or numbness in a leg", "urgent"),
    RedFlag("no_weight", "You cannot put weight on the leg", "urgent"),
    RedFlag("deformity", "Something looks out of shape", "urgent"),
    RedFlag("blow_swelling", "A fall or a blow, and swelling at once", "urgent"),
    RedFlag("bone_tender", "One spot on a bone hurts when pressed (shin, foot, groin, low back)", "bone"),
    RedFlag("night_pain", "Pain at night or at rest", "bone"),
    RedFlag("hop_pain", "Pain on a single hop", "bone"),
    RedFlag("worse_through_run", "Pain that grows from the start to the end of a run", "bone"),
    RedFlag("groin_standing", "Groin or hip pain when you stand on that leg", "bone"),
    RedFlag("young_back", "You are under 20 and your back hurts when you bend backwards", "bone"),
    RedFlag("limp", "You limp, or run differently because it hurts", "pain"),
    RedFlag("joint", "A joint is swollen, locks or gives way", "pain"),
    RedFlag("no_period", "No period for three months or more", "energy"),
    RedFlag("weight_loss", "You lost weight without meaning to", "energy"),
    RedFlag("low_energy", "You have been short of energy for weeks", "energy"),
    RedFlag("earlier_fracture", "You have had a stress fracture before", "energy"),
)


@dataclass(frozen=True)
class InjuryNow:
    """One injury that is open, or that ended a short time ago.

    Parameters
    ----------
    site
        A site of data/injuries.csv; None where the log does not say.
    days_since_onset, days_since_recovery
        Whole days; `days_since_recovery` is None while the injury is open.
    needs_clearance
        True for kinds that a professional has to clear before any loading (bone stress, nerve root).
    """

    site: str | None
    days_since_onset: int
    days_since_recovery: int | None = None
    name: str | None = None
    needs_clearance: bool = False

    @property
    def is_open(self) -> bool:
        """Tell whether the injury has no date of recovery."""
        return self.days_since_recovery is None


@dataclass(frozen=True)
class Situation:
    """Everything the rules look at. None means nobody said; it is never read as zero or as no.

    Parameters
    ----------
    red_flags
        Ids of `RED_FLAGS` that were ticked; an empty set says all were asked and none applies.
    injuries
        Open injuries and those that ended in the last 12 weeks; None where no injury log covers today.
    ostrc_q1_last
        Answer to the first OSTRC question of the latest check-in within a week (25: could not take part).
    substantial_weeks
        Consecutive latest check-ins that were substantial by OSTRC.
    hip_sets_weeks
        Hip sets of the last four full weeks, oldest first; None for a week the strength log does not cover.
    hip_sets_this_week
        Hip sets logged since Monday.
    hip_dose_weeks
        Decayed dose of the last four weeks, the current one last; None unless the eight weeks before
        are all known.
    longest_run_30d_m
        Longest run of the last 30 days; 0 when the running log covers them and holds no run.
    run_change_pct
        Distance of the last seven days against the seven before; None below 5 km before.
    race_in_days
        Days to the next race; None where no race is known of.
    asymmetry_pct, asymmetry_weeks
        Left against right in repetitions or load, and for how many weeks it has lasted; `weaker_side` names
        the side to favour.
    """

    red_flags: frozenset[str] | None = None
    pain_now_0_10: float | None = None
    pain_last_session_0_10: float | None = None
    worse_next_morning: bool | None = None
    pain_site: str | None = None
    altered_gait: bool | None = None
    injuries: tuple[InjuryNow, ...] | None = None
    ostrc_q1_last: int | None = None
    substantial_weeks: int | None = None
    hip_sets_weeks: tuple[float | None, float | None, float | None, float | None] = (None, None, None, None)
    hip_sets_this_week: float | None = None
    hip_dose_weeks: tuple[float | None, float | None, float | None, float | None] = (None, None, None, None)
    longest_run_30d_m: float | None = None
    planned_run_m: float | None = None
    run_change_pct: float | None = None
    race_in_days: int | None = None
    running_days: int | None = None
    level: int | None = None
    kit: str | None = None
    wrists_ok: bool | None = None
    minutes: float | None = None
    age_years: int | None = None
    asymmetry_pct: float | None = None
    asymmetry_weeks: int | None = None
    weaker_side: str | None = None

    def __post_init__(self) -> None:
        known = {flag.id for flag in RED_FLAGS}
        strange = (self.red_flags or frozenset()) - known
        if strange:
            raise ValueError(f"no such red flag: {', '.join(sorted(strange))}")
        for name in ("pain_now_0_10", "pain_last_session_0_10"):
            pain = getattr(self, name)
            if pain is not None and not 0 <= pain <= 10:
                raise ValueError(f"{name} must lie between 0 and 10")
        if self.minutes is not None and self.minutes <= 0:
            raise ValueError("minutes must be above 0")

    def flagged(self, level: StopLevel) -> tuple[RedFlag, ...]:
        """List the ticked signs of one level, in the order of the table."""
        ticked = self.red_flags or frozenset()
        return tuple(flag for flag in RED_FLAGS if flag.level == level and flag.id in ticked)

    @property
    def worst_pain_0_10(self) -> float | None:
        """Give the higher of the pain now and in the last session; None when neither is known."""
        known = [p for p in (self.pain_now_0_10, self.pain_last_session_0_10) if p is not None]
        return max(known) if known else None

    @property
    def open_injuries(self) -> tuple[InjuryNow, ...]:
        """List the injuries without a date of recovery."""
        return tuple(injury for injury in self.injuries or () if injury.is_open)

    @property
    def is_minor(self) -> bool | None:
        """Tell whether the athlete is under 18; None when the age is unknown."""
        return None if self.age_years is None else self.age_years < 18

    @property
    def hip_dose(self) -> float | None:
        """Give the decayed dose of the current week, hip sets a week."""
        return self.hip_dose_weeks[-1]

    @property
    def hip_sets_mean(self) -> float | None:
        """Average the known weeks of the last four; None when none is known."""
        known = [sets for sets in self.hip_sets_weeks if sets is not None]
        return sum(known) / len(known) if known else None
