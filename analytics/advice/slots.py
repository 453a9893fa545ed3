"""The places a routine has to fill, and which exercises may fill them.

The rules of a routine (places by minutes, caps by state) are the project's own convention, written down in
data/routine_rules.json; no trial stands behind them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Literal

from analytics.knowledge import routine_rules
from analytics.knowledge.exercises import REHAB_SITES, Exercise

Kit = Literal["none", "band", "home", "gym"]

_HOME = frozenset({"none", "band", "box", "ball"})
KIT: dict[str, frozenset[str]] = {
    "none": frozenset({"none"}),
    "band": frozenset({"none", "band"}),
    "home": _HOME,
    "gym": _HOME | {"dumbbell", "barbell", "machine"},
}
"""What each kit offers; a partner is never presumed."""

KIT_WORDS: dict[str, str] = {
    "none": "No kit",
    "band": "A band",
    "home": "Band, box or step, ball",
    "gym": "A gym",
}

SITES: dict[str, tuple[str, ...]] = {
    **{site: (site,) for site in REHAB_SITES},
    # Sites without a column of their own take the strictest of their neighbours; an unknown site, of all.
    "ankle": ("foot", "achilles_calf"),
    "thigh": ("knee", "hamstring"),
    "other": REHAB_SITES,
    "unspecified": REHAB_SITES,
}

IMPACT_FROM_LEVEL = 3

MOBILITY_STARTS = frozenset({"hip-circle", "leg-swing-front", "ninety-ninety"})
FLEXOR_MIN_HIP_WEIGHT = 0.5


@dataclass(frozen=True)
class Slot:
    """One place of a routine.

    Parameters
    ----------
    words, why
        What the place trains and what that is for, as a person reads it.
    fits
        Whether an exercise belongs there.
    substitutes
        Slots to turn to, in order, when nothing that is allowed fits.
    """

    id: str
    words: str
    fits: Callable[[Exercise], bool]
    substitutes: tuple[str, ...] = ()
    why: str = ""


def _family(*names: str) -> Callable[[Exercise], bool]:
    return lambda exercise: exercise.family in names


def _dip(word: str) -> Callable[[Exercise], bool]:
    return lambda e: e.family == "hip_dip" and word in e.id and "copenhagen" not in e.id


def _front_dip(exercise: Exercise) -> bool:
    return _dip("front")(exercise) or exercise.id == "hip-dip-wall"


_ALL = (
    Slot(
        "dip_front",
        "hip dips, front",
        _front_dip,
        ("dip_back", "extension"),
        why="the hips fall and spring back, held by the front of the hips and the trunk",
    ),
    Slot(
        "dip_side",
        "hip dips, left and right",
        _dip("side"),
        ("abduction_or_rotation", "dip_back", "extension"),
        why="the outer hip takes the load of one side, as it does when you stand on one leg",
    ),
    Slot(
        "dip_back",
        "hip dips, back",
        _dip("back"),
        ("extension", "dip_front"),
        why="seat and back of the thighs catch the hips and bring them back to the line",
    ),
    Slot(
        "abduction_or_rotation",
        "side of the hip",
        _family("abduction", "rotation"),
        why="these muscles hold the pelvis level while you stand on one leg",
    ),
    Slot(
        "single_leg",
        "standing on one leg",
        _family("single_leg"),
        ("extension",),
        why="running is a row of one-leg stands; here you have time to do one well",
    ),
    Slot(
        "extension",
        "back of the hip",
        _family("bridge", "extension"),
        why="the seat muscles straighten the hip",
    ),
    Slot(
        "flexor",
        "front of the hip",
        lambda e: e.family == "flexor" and e.hip_weight >= FLEXOR_MIN_HIP_WEIGHT,
        ("trunk",),
        why="these muscles lift the knee",
    ),
    Slot(
        "lunge_or_hinge",
        "lunge or hinge",
        _family("lunge", "hinge"),
        ("extension",),
        why="the hip works through a longer movement",
    ),
    Slot(
        "adduction", "inner thigh", _family("adduction"), ("flexor",), why="it steadies the leg from within"
    ),
    Slot(
        "hamstring",
        "hamstrings",
        _family("hamstring"),
        ("extension",),
        why="they work together with the seat at the back of the hip",
    ),
    Slot("elastic", "spring", _family("plyo"), ("flexor",), why="short, quick contacts with the ground"),
    Slot("trunk", "trunk", _family("plank"), why="the trunk stays still while the legs work"),
    Slot("squat", "both legs together", _family("squat"), why="hips and knees share the work"),
    Slot(
        "calf_foot", "calf and foot", _family("calf_foot"), why="company for the hips; it counts no hip sets"
    ),
    Slot(
        "mobility",
        "moving the hips first",
        lambda e: e.id in MOBILITY_STARTS,
        why="easy movement before the work begins",
    ),
)
SLOTS: dict[str, Slot] = {slot.id: slot for slot in _ALL}

_DIPS = ("dip_front", "dip_side", "dip_back")


@cache
def templates() -> dict[int, tuple[str, ...]]:
    """Give the places of a routine in order, by minutes; what does not fit the time falls from the end.

    Examples
    --------
    >>> templates()[10]
    ('dip_front', 'dip_side', 'dip_back', 'abduction_or_rotation', 'single_leg')
    """
    expanded = {}
    for minutes, slots in routine_rules.load().slots.items():
        expanded[minutes] = tuple(one for slot in slots for one in (_DIPS if slot == "dips x3" else (slot,)))
    return expanded


def nearest_template(minutes: float) -> int:
    """Give the template nearest to the minutes asked for, the shorter one where two are as near.

    Examples
    --------
    >>> [nearest_template(minutes) for minutes in (3, 7, 7.5, 12, 26, 60)]
    [5, 5, 5, 10, 30, 30]
    """
    return min(templates(), key=lambda length: (abs(length - minutes), length))


def verdict(exercise: Exercise, site: str | None) -> Literal["allowed", "caution", "avoid"]:
    """Say what the exercise table says of an exercise for a sore site; the strictest of its columns.

    Raises
    ------
    ValueError
        If the site is none of `SITES`.
    """
    if site is None:
        return "allowed"
    if site not in SITES:
        raise ValueError(f"no such site: {site}")
    said = {exercise.rehab(column) for column in SITES[site]}
    return "avoid" if "avoid" in said else "caution" if "caution" in said else "allowed"
