"""Every exercise of the library can come into some routine: built, by a swap, or put into one's own."""

from __future__ import annotations

import itertools

import pytest

from analytics.advice import routine_editing
from analytics.advice.routine import build
from analytics.advice.routine_parts import Routine, sound_wish
from analytics.advice.slots import KIT
from analytics.knowledge import exercises
from analytics.knowledge.exercises import REHAB_SITES

LIBRARY = exercises.load()
# What the builder and its swaps leave to a routine of one's own: it needs a partner, it is four exercises in
# one, or it goes along with hip work and is none (calf and foot, stretches).
OWN_ONLY = {
    "hip-dip-partner",
    "nordic-curl",
    "hip-dip-fourway",
    "hip-dip-side-copenhagen",
    *(one.id for one in LIBRARY.values() if one.family in ("calf_foot", "mobility")),
}


def routines() -> list[Routine]:
    """Routines of every level, kit and time, for nothing sore and for each sore site."""
    sore = [(None, None), *((site, "niggle") for site in REHAB_SITES)]
    built = [
        build(
            minutes=minutes, level=level, kit=kit, site=site, state=state, wrists_ok=wrists, exercises=LIBRARY
        )
        for level, kit, minutes, (site, state), wrists in itertools.product(
            range(1, 6), KIT, (5, 10, 15, 20, 30), sore, (True, False)
        )
    ]
    return [one for one in built if one is not None]


def test_every_exercise_comes_into_some_routine(capsys: pytest.CaptureFixture[str]) -> None:
    some = routines()
    built = {item.exercise.id for one in some for item in one.items}
    swapped = {
        other.id
        for one in some
        if one.wish.site is None
        for at in range(len(one.items))
        for other in routine_editing.alternatives(one, at, exercises=LIBRARY)
    } - built
    own = set(LIBRARY) - built - swapped
    with capsys.disabled():
        print(
            f"\n{len(some)} routines hold {len(built)} exercises, swaps add {len(swapped)}, "
            f"{len(own)} are left to a routine of one's own"
        )
    assert own <= OWN_ONLY
    assert len(built) > 60


def test_any_exercise_can_begin_a_routine_of_one_s_own() -> None:
    wish = sound_wish(minutes=10, level=5, kit="gym")
    for exercise in LIBRARY.values():
        assert [item.exercise for item in routine_editing.add(None, exercise, wish).items] == [exercise]
