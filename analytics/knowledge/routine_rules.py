"""The constants by which routines are built, progressed and eased, and the blocks that have a name."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import Any

from analytics.knowledge import place


@dataclass(frozen=True)
class InjuryState:
    """What a state of injury allows; `level_cap` None: no routine at all."""

    id: str
    allow: tuple[str, ...]
    level_cap: int | None
    impact: bool


@dataclass(frozen=True)
class PainScale:
    """The bands of pain, 0 to 10, during strength work: go on, do not add, stop."""

    green_max: int
    amber_max: int
    must_settle_by: str


@dataclass(frozen=True)
class Youth:
    """What a routine leaves out for somebody under `under_age`, and the words that go with it."""

    under_age: int
    level_cap: int
    impact: bool
    equipment_out: tuple[str, ...]
    words_out: tuple[str, ...]
    note: str


@dataclass(frozen=True)
class Filling:
    """How a routine shorter than the time asked is filled: further places, a set more, longer rests."""

    sets_beyond_default: int
    reps_top: dict[int, int]
    rest_stretch_max: float
    extra_slots: tuple[str, ...]


@dataclass(frozen=True)
class RoutineRules:
    """data/routine_rules.json, typed; conventions of the project, no trial stands behind the numbers.

    `weekly_target` is hip sets a week by level as the table gives it. The dose rule's targets win over it:
    the level chooses how hard the exercises are, not how many sets.
    """

    slots: dict[int, tuple[str, ...]]
    injury_states: dict[str, InjuryState]
    youth: Youth
    filling: Filling
    pain: PainScale
    weekly_target: dict[int, tuple[float, float]]
    sessions_per_week: dict[str, tuple[int, int]]
    deload_every_weeks: int
    deload_set_cut: float
    taper: dict[str, dict[str, float]]
    level_up_sessions: int
    level_up_weeks: int
    level_up_pain_max: int
    regress_pain_over: int
    regress_missed_weeks: int


@dataclass(frozen=True)
class NamedBlock:
    """A block of strength work known by its name alone; its hip sets are assumed, never logged."""

    id: str
    name: str
    patterns: tuple[str, ...]
    default_minutes: float
    hip_sets_per_min: float
    hip_share: float
    hip_sets_cap: float
    note: str


@cache
def load() -> RoutineRules:
    """Load the routine rules. The value is shared: read it, do not write it.

    Examples
    --------
    >>> load().slots[5]
    ('dip_front', 'dip_side', 'dip_back')
    """
    raw: dict[str, Any] = json.loads(place.data_file("routine_rules.json").read_text(encoding="utf-8"))
    level_up = raw["progression"]["level_up_needs"]
    return RoutineRules(
        slots={int(minutes): tuple(slots) for minutes, slots in raw["minutes_slots"].items()},
        injury_states={
            name: InjuryState(
                id=name,
                allow=tuple(state.get("allow", ())),
                level_cap=state.get("level_cap"),
                impact=bool(state.get("impact", False)),
            )
            for name, state in raw["injury_state"].items()
        },
        youth=Youth(
            under_age=raw["youth"]["under_age"],
            level_cap=raw["youth"]["level_cap"],
            impact=raw["youth"]["impact"],
            equipment_out=tuple(raw["youth"]["equipment_out"]),
            words_out=tuple(raw["youth"]["words_out"]),
            note=raw["youth"]["note"],
        ),
        filling=Filling(
            sets_beyond_default=raw["filling"]["sets_beyond_default"],
            reps_top={int(level): top for level, top in raw["filling"]["reps_top"].items()},
            rest_stretch_max=raw["filling"]["rest_stretch_max"],
            extra_slots=tuple(raw["filling"]["extra_slots"]),
        ),
        pain=PainScale(
            green_max=raw["pain_scale"]["green"][1],
            amber_max=raw["pain_scale"]["amber"][1],
            must_settle_by=raw["pain_scale"]["must_settle_by"],
        ),
        weekly_target={int(level): (low, high) for level, (low, high) in raw["weekly_hse_target"].items()},
        sessions_per_week={goal: (low, high) for goal, (low, high) in raw["sessions_per_week"].items()},
        deload_every_weeks=raw["deload"]["every_weeks"],
        deload_set_cut=raw["deload"]["set_cut"],
        taper=raw["taper"],
        level_up_sessions=level_up["sessions_at_level"],
        level_up_weeks=level_up["weeks"],
        level_up_pain_max=level_up["pain_max"],
        regress_pain_over=raw["regress_if"]["pain_during_over"],
        regress_missed_weeks=raw["regress_if"]["missed_weeks"],
    )


@cache
def named_blocks() -> tuple[NamedBlock, ...]:
    """List the named blocks in the order of the table."""
    return tuple(
        NamedBlock(
            id=row["id"],
            name=row["name"],
            patterns=place.parts(row["patterns"]),
            default_minutes=float(row["default_minutes"]),
            hip_sets_per_min=float(row["hse_per_min"]),
            hip_share=float(row["hip_share"]),
            hip_sets_cap=float(row["hse_cap_per_session"]),
            note=row["note"],
        )
        for row in place.rows("composite_routines.csv")
    )
