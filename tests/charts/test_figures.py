"""The drawn figures: sound bodies, sound pictures, and the same in words."""

from __future__ import annotations

import json
import math
import re
from xml.etree import ElementTree

import pytest

from analytics.charts import figures, figures_body
from analytics.knowledge import exercises, place, poses

LIBRARY = exercises.load()
MOVEMENTS = poses.load()
DIPS = [one.id for one in LIBRARY.values() if one.family == "hip_dip"]
SVG = "{http://www.w3.org/2000/svg}"
BANNED = re.compile(r"\b(prevent\w*|safe\w*|will reduce|guarantee\w*)\b", re.IGNORECASE)


def bodies(movement: poses.Movement) -> list[dict[str, tuple[float, float, float]]]:
    """The joints at the start and at the end."""
    return [figures_body.joints(movement.start), figures_body.joints(movement.end)]


def test_every_hip_dip_and_every_essential_exercise_has_a_figure() -> None:
    wanted = {one.id for one in LIBRARY.values() if one.family == "hip_dip" or one.essential}
    assert len(wanted) == 22 + 23 - 6
    assert wanted <= set(MOVEMENTS)


def test_every_figure_is_of_an_exercise_and_every_pose_is_used() -> None:
    assert set(MOVEMENTS) <= set(LIBRARY)
    table = json.loads(place.data_file("poses.json").read_text("utf-8"))
    shown = {one[when] for one in table["movements"].values() for when in ("start", "end")}
    shown |= {pose["like"] for pose in table["poses"].values() if "like" in pose}
    assert set(table["poses"]) == shown


@pytest.mark.parametrize("exercise_id", MOVEMENTS)
def test_limbs_keep_their_length_and_nothing_sinks_into_the_floor(exercise_id: str) -> None:
    for joints in bodies(MOVEMENTS[exercise_id]):
        for (one, other), length in figures_body.LENGTHS.items():
            assert math.dist(joints[one], joints[other]) == pytest.approx(length, abs=1e-6), (one, other)
        assert min(point[1] for point in joints.values()) > -0.012


@pytest.mark.parametrize("exercise_id", MOVEMENTS)
def test_knees_and_elbows_bend_the_way_they_do_in_people(exercise_id: str) -> None:
    """A knee bends backwards: seen along the body's front, the ankle never lies far before the line of the thigh."""
    for joints in bodies(MOVEMENTS[exercise_id]):
        front, up = forward(joints), minus(joints["neck"], joints["pelvis"])
        for side in "rl":
            thigh = minus(joints[f"{side}_knee"], joints[f"{side}_hip"])
            shank = minus(joints[f"{side}_ankle"], joints[f"{side}_knee"])
            bend = math.degrees(math.acos(max(-1.0, min(1.0, dot(thigh, shank) / (0.245 * 0.246)))))
            assert bend < 150, f"{side} knee folded by {bend:.0f} degrees"
            toes = minus(joints[f"{side}_toe"], joints[f"{side}_heel"])
            if bend > 20 and abs(dot(thigh, front)) < 0.2 and dot(thigh, up) < 0:
                assert dot(shank, front) < 0.1, f"{side} knee bends forwards"
            assert dot(toes, shank) < 0.95 * 0.246 * 0.135 + 0.02


def forward(joints: dict[str, tuple[float, float, float]]) -> tuple[float, float, float]:
    up = minus(joints["neck"], joints["pelvis"])
    right = minus(joints["r_shoulder"], joints["l_shoulder"])
    front = (
        up[1] * right[2] - up[2] * right[1],
        up[2] * right[0] - up[0] * right[2],
        up[0] * right[1] - up[1] * right[0],
    )
    length = math.hypot(*front)
    return (front[0] / length, front[1] / length, front[2] / length)


def minus(one: tuple[float, ...], other: tuple[float, ...]) -> tuple[float, float, float]:
    return (one[0] - other[0], one[1] - other[1], one[2] - other[2])


def dot(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    return sum(a * b for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize("exercise_id", [one for one in DIPS if one != "hip-dip-fourway"])
def test_in_a_hip_dip_the_hips_travel_and_hands_and_feet_stay(exercise_id: str) -> None:
    start, end = bodies(MOVEMENTS[exercise_id])
    assert math.dist(start["pelvis"], end["pelvis"]) > 0.05
    assert "pelvis" in [travel.joint for travel in MOVEMENTS[exercise_id].moves]
    assert MOVEMENTS[exercise_id].and_back
    carrying = [name for name in ("r_hand", "l_hand", "r_ankle", "l_ankle") if is_support(start, name)]
    assert len(carrying) >= 1
    for name in carrying:
        assert math.dist(start[name], end[name]) < 0.05, name


def is_support(joints: dict[str, tuple[float, float, float]], name: str) -> bool:
    return joints[name][1] < 0.13


@pytest.mark.parametrize("exercise_id", MOVEMENTS)
@pytest.mark.parametrize("phase", ["both", "start", "end"])
def test_every_figure_is_sound_svg_inside_its_view_box(exercise_id: str, phase: figures.Phase) -> None:
    figure = figures.draw(exercise_id, phase=phase)
    assert figure is not None
    root = ElementTree.fromstring(figure.svg)
    assert root.tag == f"{SVG}svg" and root.get("role") == "img"
    left, top, width, height = (float(part) for part in root.get("viewBox", "").split())
    assert (left, top) == (0.0, 0.0) and root.get("width") == "100%" and root.get("height") is None
    shapes = 0
    for mark in root.iter():
        reach = float(mark.get("stroke-width", 0)) / 2
        if mark.tag == f"{SVG}circle":
            reach += float(mark.get("r", "nan"))
            points = [(float(mark.get("cx", "nan")), float(mark.get("cy", "nan")))]
        elif mark.tag == f"{SVG}polyline":
            points = [tuple(map(float, point.split(","))) for point in mark.get("points", "").split()]
        else:
            continue
        shapes += 1
        for x, y in points:
            assert reach - 0.01 <= x <= width - reach + 0.01, (exercise_id, x)
            assert reach - 0.01 <= y <= height - reach + 0.01, (exercise_id, y)
    assert shapes == len(figures.strokes(exercise_id, phase)) > 10


@pytest.mark.parametrize("exercise_id", MOVEMENTS)
def test_start_and_end_differ_and_are_said_in_words(exercise_id: str) -> None:
    assert figures.strokes(exercise_id, "start") != figures.strokes(exercise_id, "end")
    figure = figures.draw(exercise_id)
    assert figure is not None
    assert figure.alt_text.startswith(LIBRARY[exercise_id].name)
    assert "Start: " in figure.alt_text and "End: " in figure.alt_text
    assert not BANNED.search(figure.alt_text) and ".." not in figure.alt_text
    root = ElementTree.fromstring(figure.svg)
    assert root.findtext(f"{SVG}title") == LIBRARY[exercise_id].name
    assert root.findtext(f"{SVG}desc") == root.get("aria-label") == figure.alt_text


def test_a_picture_takes_its_colours_from_the_page_or_from_the_mode() -> None:
    free, light, dark = (figures.draw("glute-bridge", mode=mode) for mode in (None, "light", "dark"))
    assert free and light and dark
    assert "currentColor" in free.svg and "style=" not in free.svg
    assert "style=" in light.svg and light.svg != dark.svg


def test_an_exercise_without_a_figure_gives_none() -> None:
    assert figures.draw("no-such-exercise") is None
    assert figures.alt_text("no-such-exercise") is None
    assert figures.strokes("no-such-exercise") == [] and not figures.has("no-such-exercise")


def test_a_limb_that_does_not_reach_is_refused() -> None:
    pose = dict(MOVEMENTS["glute-bridge"].start) | {"legs": {"to": [-2.0, 0.0]}}
    with pytest.raises(ValueError, match="does not reach"):
        figures_body.joints(pose)


def test_the_printer_gets_the_same_marks_in_a_box_one_wide() -> None:
    width, height = figures.size("hip-dip-front-hands", "start")
    assert (width, height) == (1.0, 0.6)
    for mark in figures.strokes("hip-dip-front-hands", "start"):
        assert mark.shape in ("line", "circle")
        assert all(0 <= x <= width and 0 <= y <= height for x, y in mark.points)
    assert figures.size("hip-dip-front-hands")[0] == 2.0
