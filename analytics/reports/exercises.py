"""The exercise library as people look through it: filters, a table, and one exercise in full."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from analytics.advice.slots import KIT, KIT_WORDS
from analytics.knowledge import exercises, injuries, written
from analytics.knowledge.exercises import REHAB_SITES, Exercise
from analytics.reports.routine_card import OUR_DESCRIPTION, amount

FAMILIES = {
    "hip_dip": "Hip dips",
    "bridge": "Bridges",
    "abduction": "Side of the hip",
    "rotation": "Turning the hip",
    "extension": "Back of the hip",
    "single_leg": "On one leg",
    "lunge": "Lunges",
    "hinge": "Hinges",
    "squat": "Squats",
    "plank": "Planks",
    "adduction": "Inner thigh",
    "flexor": "Front of the hip",
    "hamstring": "Hamstrings",
    "plyo": "Spring",
    "calf_foot": "Calf and foot",
    "mobility": "Mobility",
}
EQUIPMENT = {"none": "no kit", "ball": "ball", "band": "band", "box": "box or step", "partner": "partner"}
SUITS = {"allowed": "open", "caution": "with caution", "avoid": "leave it"}


@dataclass(frozen=True)
class Filters:
    """What to look for; None or empty takes everything."""

    words: str = ""
    targets: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    top_level: int | None = None
    kit: str | None = None
    site: str | None = None
    essential_only: bool = False
    running_specific_only: bool = False


@dataclass(frozen=True)
class Detail:
    """One exercise in full."""

    id: str
    name: str
    line: str
    cue: str
    common_fault: str
    dose: str
    easier_id: str | None
    easier: str | None
    harder_id: str | None
    harder: str | None
    hip_weight: str
    basis: str
    sites: tuple[dict[str, str], ...]
    our_description: str | None


def targets() -> dict[str, str]:
    """List what exercises work on, in words, by id."""
    found = dict.fromkeys(one for exercise in exercises.load().values() for one in exercise.primary_target)
    return {one: one.replace("_", " ").capitalize() for one in found}


def families() -> dict[str, str]:
    """List the families in words, by id, as far as the library has them."""
    there = {exercise.family for exercise in exercises.load().values()}
    return {**{one: words for one, words in FAMILIES.items() if one in there},
            **{one: one.replace("_", " ").capitalize() for one in sorted(there - set(FAMILIES))}}  # fmt: skip


def kits() -> dict[str, str]:
    """List the kits in words, by id."""
    return dict(KIT_WORDS)


def sites() -> dict[str, str]:
    """List the sites an exercise speaks of, in words, in the order to offer them."""
    return {site.id: site.label for site in injuries.sites() if site.id in REHAB_SITES}


def names() -> dict[str, str]:
    """List all exercises by id, hip dips and the essential first."""
    library = sorted(
        exercises.load().values(), key=lambda one: (one.family != "hip_dip", not one.essential, one.name)
    )
    return {one.id: one.name for one in library}


def find(filters: Filters) -> list[dict[str, Any]]:
    """Find the exercises that pass, one mapping a row: what fits best to a runner with little time first."""
    wanted = [one for one in exercises.load().values() if _passes(one, filters)]
    wanted.sort(key=lambda one: (not one.essential, -one.hip_weight, one.level, one.name))
    return [
        {
            "id": one.id,
            "name": one.name,
            "family": FAMILIES.get(one.family, one.family),
            "level": one.level,
            "kit": _equipment(one),
            "dose": _dose(one),
            "hip_weight": one.hip_weight,
            "essential": one.essential,
            "running_specific": one.running_specific,
            "site": SUITS[one.rehab(filters.site)] if filters.site else None,
        }
        for one in wanted
    ]


def _passes(one: Exercise, filters: Filters) -> bool:
    said = filters.words.strip().casefold()
    return (
        (not said or any(said in text.casefold() for text in (one.name, *one.aliases)))
        and (not filters.targets or bool(set(filters.targets) & set(one.primary_target)))
        and (not filters.families or one.family in filters.families)
        and (filters.top_level is None or one.level <= filters.top_level)
        and (filters.kit is None or one.equipment in KIT[filters.kit])
        and (filters.site is None or one.rehab(filters.site) != "avoid")
        and (not filters.essential_only or one.essential)
        and (not filters.running_specific_only or one.running_specific)
    )


def detail(exercise_id: str) -> Detail:
    """Give one exercise in full.

    Raises
    ------
    KeyError
        If the library has no such exercise.
    """
    library = exercises.load()
    one = library[exercise_id]
    easier, harder = library.get(one.regression_id or ""), library.get(one.progression_id or "")
    labels = sites()
    return Detail(
        id=one.id,
        name=one.name,
        line=" · ".join(
            [FAMILIES.get(one.family, one.family), f"level {one.level}", _equipment(one), one.position]
            + (["essential"] if one.essential else [])
            + (["made for running"] if one.running_specific else [])
        ),
        cue=one.cue,
        common_fault=one.common_fault,
        dose=f"{_dose(one)}, {written.number(one.rest_s)} s rest, about {written.sets(one.minutes)} minutes",
        easier_id=easier.id if easier else None,
        easier=easier.name if easier else None,
        harder_id=harder.id if harder else None,
        harder=harder.name if harder else None,
        hip_weight=f"{one.hip_weight:g} hip sets for a full set. {one.hip_weight_reason}.",
        basis=_basis(one),
        sites=tuple({"site": labels[site], "says": SUITS[one.rehab(site)]} for site in labels),
        our_description=OUR_DESCRIPTION if one.family == "hip_dip" else None,
    )


def _equipment(one: Exercise) -> str:
    return EQUIPMENT.get(one.equipment, one.equipment)


def _dose(one: Exercise) -> str:
    each = " each side" if one.per_side else ""
    return f"{one.default_sets} × {amount(one.default_reps, one.default_seconds)}{each}"


def _basis(one: Exercise) -> str:
    """Say what stands behind the hip weight; EMG values only where they were read in a source."""
    if one.emg_is_from_source and one.emg_source:
        values = [
            f"{muscle} {value} % of a maximal contraction"
            for muscle, value in (
                ("gluteus medius", one.emg_gmed_pct_mvic),
                ("gluteus maximus", one.emg_gmax_pct_mvic),
            )
            if value
        ]
        measured = ", ".join(values)
        return f"Measured muscle activity: {measured} ({one.emg_source}). Activity is not strength gained."
    if one.evidence_basis == "measured EMG":
        return "Muscle activity was measured in studies; the values were not read there, so none is shown."
    return "Expert judgement of this project; no measurement was found."
