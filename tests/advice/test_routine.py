"""Every routine that can be asked for is one that can be done."""

from __future__ import annotations

import itertools

import pytest

from analytics.advice import routine, slots
from analytics.advice.routine import build
from analytics.knowledge import exercises

LIBRARY = exercises.load()
SITES = [None, *(site for site in slots.SITES if site not in ("other", "unspecified"))]


def combinations() -> list[tuple[int, int, str, str | None, str | None, bool]]:
    usual = [
        (level, minutes, kit, site, state, True)
        for level, minutes, kit, site in itertools.product(range(1, 6), (5, 10, 15, 20, 30), slots.KIT, SITES)
        for state in (("subacute", "niggle") if site else (None,))
    ]
    off_the_wrists = [
        (level, minutes, kit, site, "acute" if site else None, False)
        for level, minutes, kit, site in itertools.product(
            range(1, 6), (5, 10, 30), ("none", "gym"), (None, "knee", "unspecified")
        )
    ]
    return usual + off_the_wrists


def test_every_combination_gives_a_routine_that_is_allowed_and_fits_the_time(
    capsys: pytest.CaptureFixture[str],
) -> None:
    asked = combinations()
    for level, minutes, kit, site, state, wrists_ok in asked:
        built = build(
            minutes=minutes,
            level=level,
            kit=kit,
            site=site,
            state=state,
            wrists_ok=wrists_ok,
            exercises=LIBRARY,
        )
        assert built is not None
        about = (level, minutes, kit, site, state, wrists_ok, [i.exercise.id for i in built.items])
        chosen = [item.exercise for item in built.items]
        assert len({exercise.id for exercise in chosen}) == len(chosen), about
        assert len(chosen) >= (2 if minutes == 5 else 3), about
        assert built.minutes <= minutes + 0.5, about
        assert all(slots.verdict(exercise, site) != "avoid" for exercise in chosen), about
        if state in ("acute", "subacute"):
            assert all(slots.verdict(exercise, site) == "allowed" for exercise in chosen), about
        assert all(exercise.level <= level for exercise in chosen), about
        assert all(exercise.equipment in slots.KIT[kit] for exercise in chosen), about
        assert wrists_ok or all(exercise.upper_body_load != "wrist" for exercise in chosen), about
        assert not (site and any(exercise.impact for exercise in chosen)), about
        assert all(item.reason and item.sets >= 1 for item in built.items), about
        assert (built.hip_sets > 0) and built.minutes > minutes / 3, about
    with capsys.disabled():
        print(f"\n{len(asked)} routines built, all of them allowed and in time")


def test_a_red_flag_gives_no_routine() -> None:
    assert build(minutes=5, level=3, kit="gym", state="red_flag", exercises=LIBRARY) is None


@pytest.mark.parametrize("level", range(1, 6))
@pytest.mark.parametrize("kit", slots.KIT)
def test_five_minutes_are_two_rounds_of_hip_dips_front_left_right_back(level: int, kit: str) -> None:
    built = build(minutes=5, level=level, kit=kit, exercises=LIBRARY)
    assert built is not None and built.rounds == 2
    assert all(item.exercise.family == "hip_dip" for item in built.items)
    first_round = [step for step in built.steps if step.set_no == 1]
    assert [step.side for step in first_round] == ["both", "left", "right", "both"]
    assert "front" in first_round[0].exercise_id or first_round[0].exercise_id == "hip-dip-wall"
    assert "back" in first_round[3].exercise_id
    assert len(built.steps) == 8


def test_the_minutes_are_the_sum_of_work_and_rest() -> None:
    built = build(minutes=5, level=3, kit="none", exercises=LIBRARY)
    assert built is not None
    # 15 front x 1.5 s, 13 + 13 side x 1.5 s (one more, for the time), 15 back x 1.5 s; 15 s between, none at the end.
    a_round = 22.5 + 15 + 19.5 + 15 + 19.5 + 15 + 22.5 + 15
    assert built.minutes == pytest.approx((2 * a_round - 15) / 60)


def test_two_rounds_of_full_dips_earn_six_hip_sets() -> None:
    built = build(minutes=5, level=3, kit="none", exercises=LIBRARY)
    assert built is not None
    assert built.hip_sets == pytest.approx(6.0)  # three exercises of weight 1, two sets each


def test_minutes_in_between_take_the_nearest_places_and_keep_their_own_limit() -> None:
    for minutes in (3, 7, 8, 12, 17, 25, 45):
        built = build(minutes=minutes, level=3, kit="none", exercises=LIBRARY)
        assert built is not None and built.minutes <= minutes + 0.5


def test_a_sore_site_without_a_word_on_how_sore_is_read_with_care() -> None:
    built = build(minutes=20, level=5, kit="gym", site="knee", exercises=LIBRARY)
    assert built is not None and built.state == "subacute" and built.level == 2
    assert any("instead of 5" in note for note in built.notes)


def test_soreness_nobody_placed_asks_that_an_exercise_suits_every_site() -> None:
    built = build(minutes=10, level=3, kit="home", state="subacute", exercises=LIBRARY)
    assert built is not None and built.site == "unspecified"
    for item in built.items:
        assert all(item.exercise.rehab(site) == "allowed" for site in exercises.REHAB_SITES)


def test_the_week_has_room_for_no_more_sets_than_asked() -> None:
    wide = build(minutes=30, level=3, kit="gym", exercises=LIBRARY)
    narrow = build(minutes=30, level=3, kit="gym", max_hip_sets=10, exercises=LIBRARY)
    assert wide is not None and narrow is not None
    assert narrow.hip_sets <= 10 < wide.hip_sets
    least = build(minutes=30, level=3, kit="gym", max_hip_sets=1, exercises=LIBRARY)
    assert least is not None and len(least.items) == 3 and all(item.sets == 1 for item in least.items)


def test_the_same_question_gives_the_same_routine() -> None:
    one, two = (build(minutes=20, level=4, kit="home", exercises=LIBRARY) for _ in range(2))
    assert one == two


def test_an_exercise_marked_caution_says_so() -> None:
    built = build(minutes=30, level=3, kit="none", site="unspecified", state="niggle", exercises=LIBRARY)
    assert built is not None
    careful = [item for item in built.items if item.needs_caution]
    assert careful and all("caution" in item.reason for item in careful)


@pytest.mark.parametrize(
    ("wrong", "word"), [({"kit": "boat"}, "kit"), ({"level": 9}, "level"), ({"site": "ear"}, "site")]
)
def test_a_wish_that_does_not_exist_is_a_mistake_of_the_program(wrong: dict[str, object], word: str) -> None:
    asked = {"minutes": 10, "level": 2, "kit": "none", "exercises": LIBRARY} | wrong
    with pytest.raises(ValueError, match=word):
        build(**asked)  # type: ignore[arg-type]


def test_mobility_earns_no_hip_sets() -> None:
    built = build(minutes=30, level=3, kit="none", exercises=LIBRARY)
    assert built is not None and built.items[0].exercise.family == "mobility"
    assert built.items[0].hip_sets == 0
    assert routine.ROUND_CHANGE_S == 15
