"""The exercise library as people look through it: filters, cards, and one exercise in full."""

from __future__ import annotations

from dataclasses import dataclass

from analytics.advice.slots import KIT, KIT_WORDS
from analytics.knowledge import exercises, injuries, written
from analytics.knowledge.exercises import REHAB_SITES, EvidenceGrade, Exercise, Rehab
from analytics.reports.routine_card import OUR_DESCRIPTION

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
SUITS: dict[Rehab, str] = {"allowed": "fits", "caution": "with care", "avoid": "leave it out"}
TARGETS = {
    "extensors": "Back of the hip",
    "abductors": "Side of the hip",
    "external_rotators": "Turning out",
    "internal_rotators": "Turning in",
    "flexors": "Front of the hip",
    "adductors": "Inner thigh",
    "hamstrings": "Hamstrings",
    "trunk": "Trunk",
    "calf_foot": "Calf and foot",
    "elastic": "Spring",
    "mobility": "Mobility",
}
LEVELS = {
    1: "to begin with, or after a break",
    2: "after four sessions or so",
    3: "after six to eight steady weeks",
    4: "on one leg or loaded, with good control",
    5: "after a year of regular work",
}
GRADES: dict[EvidenceGrade, str] = {
    "measured": "Muscle activity measured",
    "reported": "Measured, values not read",
    "judgement": "Our judgement",
}
GRADES_EXPLAINED = (
    "Three grades. Muscle activity measured: a study put electrodes on the hip muscles during this exercise "
    "and we read its values. Measured, values not read: such a study exists, we did not see its table. Our "
    "judgement: no measurement found. None of the three says that the exercise makes you faster or keeps you "
    "from injury."
)
HIP_SET_EXPLAINED = (
    "One hip set is one set, both legs, of an exercise in which the hips are the main mover, with eight "
    "repetitions or twenty seconds and honest effort. Shorter or easier sets, or one leg alone, count less."
)
AT_FIRST = 12
"""Cards shown first: more than a screen of them, so that the page opens at once."""
MORE = 24
"""Cards that come when more are asked for."""


@dataclass(frozen=True)
class Filters:
    """What to look for; None or empty takes everything."""

    words: str = ""
    targets: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    top_level: int | None = None
    kit: str | None = None
    site: str | None = None
    suits: tuple[Rehab, ...] = ("allowed", "caution")
    essential_only: bool = False
    running_specific_only: bool = False


@dataclass(frozen=True)
class Row:
    """One exercise in the list."""

    id: str
    name: str
    line: str
    family: str
    level: int
    hip_weight: float
    essential: bool
    running_specific: bool
    site: str | None


@dataclass(frozen=True)
class Step:
    """One rung of a ladder of easier and harder forms."""

    id: str
    name: str
    level: int


@dataclass(frozen=True)
class Detail:
    """One exercise in full."""

    id: str
    name: str
    line: str
    also_called: str | None
    set_up: str
    movement: str
    cue: str
    common_fault: str
    dose: str
    level: str
    easier: Step | None
    harder: Step | None
    works: str
    hip_weight: str
    grade: str
    basis: str
    sites: tuple[tuple[str, str], ...]
    hands: str | None
    our_description: str | None


def targets() -> dict[str, str]:
    """List what exercises work on, in words, by id."""
    there = {one for exercise in exercises.load().values() for one in exercise.primary_target}
    return {one: words for one, words in TARGETS.items() if one in there}


def families() -> dict[str, str]:
    """List the families in words, by id."""
    return dict(FAMILIES)


def kits() -> dict[str, str]:
    """List the kits in words, by id."""
    return dict(KIT_WORDS)


def suits() -> dict[Rehab, str]:
    """List what an exercise may say of a sore site, in words, by id."""
    return {one: words.capitalize() for one, words in SUITS.items()}


def sites() -> dict[str, str]:
    """List the sites an exercise speaks of, in words, in the order to offer them."""
    return {site.id: site.label for site in injuries.sites() if site.id in REHAB_SITES}


def names() -> dict[str, str]:
    """List all exercises by id, hip dips and the essential first."""
    return {one.id: one.name for one in sorted(exercises.load().values(), key=_order)}


def more(shown: int) -> int:
    """Say how many cards to show after `shown`."""
    return shown + MORE


def find(filters: Filters) -> list[Row]:
    """Find the exercises that pass: hip dips first, then what fits best to a runner with little time."""
    wanted = [one for one in exercises.load().values() if _passes(one, filters)]
    wanted.sort(key=_order)
    return [row(one, site=filters.site) for one in wanted]


def row(one: Exercise, *, site: str | None = None) -> Row:
    """Give an exercise as a row of a list, with what it says of a sore site."""
    return Row(
        id=one.id,
        name=one.name,
        line=" · ".join([f"Level {one.level}", _equipment(one), _dose(one)]),
        family=FAMILIES[one.family],
        level=one.level,
        hip_weight=one.hip_weight,
        essential=one.essential,
        running_specific=one.running_specific,
        site=SUITS[one.rehab(site)] if site else None,
    )


def _order(one: Exercise) -> tuple[bool, bool, float, int, str]:
    """Hip dips first, the essential before the rest, then the most hip work for the least level."""
    return (one.family != "hip_dip", not one.essential, -one.hip_weight, one.level, one.name)


def _passes(one: Exercise, filters: Filters) -> bool:
    return (
        _speaks_of(one, filters.words)
        and (not filters.targets or bool(set(filters.targets) & set(one.primary_target)))
        and (not filters.families or one.family in filters.families)
        and (filters.top_level is None or one.level <= filters.top_level)
        and (filters.kit is None or one.equipment in KIT[filters.kit])
        and (filters.site is None or one.rehab(filters.site) in filters.suits)
        and (not filters.essential_only or one.essential)
        and (not filters.running_specific_only or one.running_specific)
    )


def _speaks_of(one: Exercise, words: str) -> bool:
    """Say whether every word looked for is in what the exercise is called, trains, needs or asks for."""
    said = " ".join(
        [
            *(
                one.name,
                *one.aliases,
                one.position,
                FAMILIES[one.family],
                _equipment(one),
                one.cue,
                one.set_up,
            ),
            *(TARGETS[target] for target in one.primary_target),
        ]
    ).casefold()
    return all(word in said for word in words.casefold().split())


def detail(exercise_id: str) -> Detail:
    """Give one exercise in full.

    Raises
    ------
    KeyError
        If the library has no such exercise.
    """
    library = exercises.load()
    one = library[exercise_id]
    labels = sites()
    return Detail(
        id=one.id,
        name=one.name,
        line=" · ".join(
            [FAMILIES[one.family], f"level {one.level}", _equipment(one)]
            + (["essential"] if one.essential else [])
            + (["made for running"] if one.running_specific else [])
        ),
        also_called=f"Also called: {', '.join(one.aliases[:4])}." if one.aliases else None,
        set_up=one.set_up,
        movement=one.movement,
        cue=one.cue,
        common_fault=one.common_fault,
        dose=f"{_dose(one)}, {written.number(one.rest_s)} s rest between sets; "
        f"about {written.sets(one.minutes)} minutes in all.",
        level=f"Level {one.level} of 5: {LEVELS[one.level]}.",
        easier=step(one.regression_id),
        harder=step(one.progression_id),
        works=f"Works on: {', '.join(TARGETS[target].lower() for target in one.primary_target)}.",
        hip_weight=f"{_counts(one.hip_weight)} {one.hip_weight_reason}.",
        grade=GRADES[one.evidence_grade],
        basis=_basis(one),
        sites=_sites(one, labels),
        hands=HANDS.get(one.upper_body_load),
        our_description=OUR_DESCRIPTION if one.family == "hip_dip" else None,
    )


HANDS = {
    "wrist": "Loads the wrists. With sore wrists take the form on forearms.",
    "forearm": "Loads shoulders and forearms, not the wrists.",
    "grip": "Needs a firm grip.",
}


def step(exercise_id: str | None) -> Step | None:
    """Give an exercise as a rung of a ladder; None for none."""
    one = exercises.load().get(exercise_id or "")
    return Step(one.id, one.name, one.level) if one else None


def _sites(one: Exercise, labels: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """Group the sore sites by what the exercise says of them; a group without a site is left away."""
    groups = {
        words.capitalize(): ", ".join(_inside(labels[site]) for site in labels if one.rehab(site) == says)
        for says, words in SUITS.items()
    }
    return tuple((words, those) for words, those in groups.items() if those)


def _inside(label: str) -> str:
    """Write a label inside a sentence: small, unless it is a name."""
    return label if label.startswith("Achilles") else label[:1].lower() + label[1:]


def _counts(hip_weight: float) -> str:
    if hip_weight == 1:
        return "A full set counts one hip set."
    return f"A full set counts {hip_weight:g} of a hip set." if hip_weight else "It counts no hip sets."


def _equipment(one: Exercise) -> str:
    return EQUIPMENT.get(one.equipment, one.equipment)


def _dose(one: Exercise) -> str:
    return written.dose(one.default_sets, one.default_reps, one.default_seconds, per_side=one.per_side)


def _basis(one: Exercise) -> str:
    """Say what stands behind the hip weight; EMG values only where they were read in a source."""
    if one.emg_read and one.emg_source:
        values = ", ".join(
            f"{muscle} {value.replace('>', 'above ')} % of a maximal contraction"
            for muscle, value in one.emg_read
        )
        source = one.emg_source.split(";")[0].removeprefix("gmed ")
        return f"Measured muscle activity: {values} ({source}). Activity is not strength gained."
    if one.evidence_basis == "measured EMG":
        return "Muscle activity was measured in studies; we did not read the values there, so none is shown."
    return "Expert judgement of this project; no measurement was found."
