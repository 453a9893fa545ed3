"""Every routine that can be asked for is one that can be done."""

from __future__ import annotations

import csv
import itertools
from functools import cache
from pathlib import Path

import pytest

from analytics.advice import routine, slots
from analytics.advice.routine import Routine, build
from analytics.advice.routine_parts import Line, compose
from analytics.knowledge import exercises

LIBRARY = exercises.load()
LEVELS, MINUTES = range(1, 6), (5, 10, 15, 20, 30)

# The checker stands on its own: it reads the table itself and holds its own copy of the rules, so that a slip in
# the builder's reading of them does not go unseen.
KITS = {
    "none": {"none"},
    "band": {"none", "band"},
    "home": {"none", "band", "box", "ball"},
    "gym": {"none", "band", "box", "ball", "dumbbell", "barbell", "machine"},
}
COLUMNS = ["low_back", "knee", "shin", "hamstring", "achilles_calf", "hip_groin", "lateral_hip", "foot"]
SITE_COLUMNS = {
    **{site: [site] for site in COLUMNS},
    "ankle": ["foot", "achilles_calf"],
    "thigh": ["knee", "hamstring"],
    "other": COLUMNS,
    "unspecified": COLUMNS,
}
CAPS = {None: 5, "acute": 1, "subacute": 2, "niggle": 3, "returning": 4}
BARRED = {
    None: set(),
    "acute": {"avoid", "caution"},
    "subacute": {"avoid", "caution"},
    "niggle": {"avoid"},
    "returning": {"avoid"},
}
GROUPS = {"abductors": 1, "extensors": 2, "external_rotators": 3, "internal_rotators": 3}
Case = tuple[int, int, str, str | None, str | None, bool, bool]


def table() -> dict[str, dict[str, str]]:
    path = Path(__file__).parents[2] / "data" / "exercises.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


TABLE = table()


def cases() -> list[Case]:
    """Every level, time, kit, site and state; again with sore wrists, and again under 18."""
    sore: list[tuple[str | None, str | None]] = [(None, None)]
    sore += [(site, state) for site in SITE_COLUMNS for state in ("acute", "subacute", "niggle", "returning")]
    return [
        (level, minutes, kit, site, state, wrists_ok, youth)
        for wrists_ok, youth in ((True, False), (False, False), (True, True))
        for level, minutes, kit, (site, state) in itertools.product(LEVELS, MINUTES, KITS, sore)
        if not youth or site in (None, "knee", "low_back", "unspecified")
    ]


@cache
def open_rows(
    kit: str, site: str | None, state: str | None, wrists_ok: bool, youth: bool, level: int
) -> frozenset[str]:
    cap = min(level, CAPS[state], 3 if youth else 5)
    return frozenset(
        name
        for name, row in TABLE.items()
        if int(row["level"]) <= cap
        and row["equipment"] in KITS[kit]
        and not any(row[f"rehab_{column}"] in BARRED[state] for column in SITE_COLUMNS.get(site or "", []))
        and (wrists_ok or row["upper_body_load"] != "wrist")
        and not (row["impact"] == "1" and (site or cap < 3 or youth))
        and not (youth and (row["equipment"] in ("dumbbell", "barbell", "machine") or "loaded" in name))
    )


def seconds_by_hand(built: Routine) -> float:
    """Add up the steps: repetitions times the table's tempo, or the seconds held, and every rest."""
    total = 0.0
    for step in built.steps:
        tempo = TABLE[step.exercise_id]["tempo_s_per_rep"]
        total += step.reps * float(tempo) if step.reps is not None else step.seconds or 0
        total += step.rest_s
    return total


def faults(case: Case, built: Routine) -> list[str]:
    level, minutes, kit, site, state, wrists_ok, youth = case
    allowed = open_rows(kit, site, state, wrists_ok, youth, level)
    done = {step.exercise_id for step in built.steps}
    found = [f"{name} is not open" for name in done - allowed]
    if abs(seconds_by_hand(built) / 60 - minutes) > 0.5:
        found.append(f"takes {seconds_by_hand(built) / 60:.2f} min")
    if len(done) != len(built.items) or len(done) < (2 if minutes == 5 else 3):
        found.append(f"{len(done)} exercises")
    reachable = {GROUPS.get(TABLE[name]["primary_target"].split("|")[0]) for name in allowed} - {None}
    reached = {GROUPS.get(TABLE[name]["primary_target"].split("|")[0]) for name in done} - {None}
    if len(reached) < min(2, len(reachable)):
        found.append(f"trains {len(reached)} of {len(reachable)} groups")
    for item in built.items:
        sides = 2 if TABLE[item.exercise.id]["per_side"] == "yes" else 1
        steps = [step for step in built.steps if step.exercise_id == item.exercise.id]
        usual = int(TABLE[item.exercise.id]["default_sets"])
        if len(steps) != item.sets * sides or not 1 <= item.sets <= max(usual, 3) + 1 or not item.reason:
            found.append(f"{item.exercise.id}: {item.sets} sets, {len(steps)} steps")
    if minutes == 5:
        for direction in ("front", "side", "back"):
            dips = {name for name in allowed if TABLE[name]["family"] == "hip_dip" and direction in name}
            dips = {name for name in dips if "copenhagen" not in name}
            dips |= {"hip-dip-wall"} & allowed if direction == "front" else set()
            if dips and not dips & done:
                found.append(f"no {direction} dip, though one is open")
        others = [name for name in done if TABLE[name]["family"] != "hip_dip"]
        if others and not site and wrists_ok:
            found.append(f"not only hip dips: {others}")
    return found


def test_every_combination_gives_a_legal_routine_in_time(capsys: pytest.CaptureFixture[str]) -> None:
    asked = cases()
    broken = {}
    for case in asked:
        level, minutes, kit, site, state, wrists_ok, youth = case
        built = build(
            minutes=minutes,
            level=level,
            kit=kit,
            site=site,
            state=state,  # type: ignore[arg-type]
            wrists_ok=wrists_ok,
            youth=youth,
            exercises=LIBRARY,
        )
        assert built is not None
        if said := faults(case, built):
            broken[case] = said
    assert not broken, (
        f"{len(broken)} of {len(asked)}, such as {list(broken.items())[:: max(1, len(broken) // 9)]}"
    )
    with capsys.disabled():
        usual = sum(1 for case in asked if case[5] and not case[6])
        print(
            f"\n{usual} combinations of level, minutes, kit, site and state, all legal; "
            f"{len(asked)} with sore wrists and youth"
        )


def test_no_combination_with_a_red_flag_gives_a_routine(capsys: pytest.CaptureFixture[str]) -> None:
    asked = list(itertools.product(LEVELS, MINUTES, KITS, [None, *SITE_COLUMNS]))
    for level, minutes, kit, site in asked:
        assert (
            build(minutes=minutes, level=level, kit=kit, site=site, state="red_flag", exercises=LIBRARY)
            is None
        )
    with capsys.disabled():
        print(f"\n{len(asked)} combinations with a red flag, no routine")


def test_every_site_and_kit_of_the_builder_is_enumerated() -> None:
    assert set(slots.SITES) == set(SITE_COLUMNS) and set(slots.KIT) == set(KITS)


def test_the_checker_sees_what_is_wrong() -> None:
    asked: Case = (2, 10, "none", "knee", "niggle", True, False)
    built = build(minutes=10, level=2, kit="none", site="knee", state="niggle", exercises=LIBRARY)
    assert built is not None and faults(asked, built) == []
    bare = compose(built.lines[:1], built.wish)
    assert any("exercises" in said for said in faults(asked, bare))
    assert any("groups" in said for said in faults(asked, bare))
    assert any("takes" in said for said in faults(asked, bare))
    wrong = compose([*built.lines, Line(LIBRARY["pistol-squat"], 1, 5, None)], built.wish)
    assert any("not open" in said for said in faults(asked, wrong))


def test_without_impact_no_hop_is_in_it() -> None:
    with_hops = build(minutes=30, level=4, kit="none", exercises=LIBRARY)
    without = build(minutes=30, level=4, kit="none", impact_ok=False, exercises=LIBRARY)
    assert with_hops is not None and any(item.exercise.impact for item in with_hops.items)
    assert without is not None and not any(item.exercise.impact for item in without.items)


def test_under_18_nothing_is_loaded_and_the_words_say_so() -> None:
    built = build(minutes=30, level=5, kit="gym", youth=True, exercises=LIBRARY)
    assert built is not None and built.level == 3
    assert any("Under 18" in note and "ends of the bones" in note for note in built.notes)


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
