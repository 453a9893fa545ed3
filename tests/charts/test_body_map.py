"""The body map: every site a runner's log knows is on it, left and right are the athlete's own, counts add up."""

from __future__ import annotations

import re
import xml.dom.minidom

import pytest

from analytics.charts import body_map, body_outline
from analytics.knowledge import injuries


def test_every_site_can_be_pointed_at_on_both_sides() -> None:
    there = {(one.site, one.side) for one in body_map.regions()}
    for site in injuries.sites():
        if site.id == "unspecified":
            continue
        sides = {None} if site.id in ("low_back", "other") else {"left", "right"}
        assert {(site.id, side) for side in sides} <= there, site.id


def test_every_part_has_a_name_of_its_own_and_is_a_button() -> None:
    names = [one.name for one in body_map.regions()]
    assert len(set(names)) >= len(names) - 1  # the upper body is one part in both views
    drawn = body_map.clickable()
    assert drawn.count('role="button"') == drawn.count('tabindex="0"') == drawn.count("<title>") == len(names)


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_both_drawings_are_sound_xml_and_hold_no_nonsense_numbers(mode: str) -> None:
    for svg in (body_map.clickable(), body_map.draw({("knee", "left"): 3}, mode=mode).svg):
        xml.dom.minidom.parseString(svg)
        assert "nan" not in svg and "inf" not in svg


def xs(path: str) -> list[float]:
    return [float(x) for x in re.findall(r"([-\d.]+) [-\d.]+", path)]


def test_from_the_front_the_right_leg_is_drawn_on_the_left_and_from_behind_on_the_right() -> None:
    for one in body_map.regions():
        if one.side is None:
            continue
        centre = body_outline.CENTRE[one.view]
        is_left_of_it = max(xs(one.path)) <= centre + 1
        assert is_left_of_it == ((one.view == "front") == (one.side == "right")), one.key


def test_the_two_halves_mirror_each_other() -> None:
    by_key = {one.key: one for one in body_map.regions()}
    left, right = by_key["front-knee-left"], by_key["front-knee-right"]
    centre = body_outline.CENTRE["front"]
    assert [round(x - centre, 1) for x in xs(left.path)] == [round(centre - x, 1) for x in xs(right.path)]


def test_a_finger_meets_at_least_24_pixels_on_a_phone() -> None:
    scale = 358 / body_outline.WIDTH
    for one in body_map.regions():
        if not one.hit:
            continue
        numbers = [float(each) for each in re.findall(r"[-\d.]+", one.hit)]
        x, y = numbers[::2], numbers[1::2]
        assert (max(x) - min(x)) * scale >= 24 and (max(y) - min(y)) * scale >= 24, one.key


def test_counts_are_said_in_words_and_numbers_and_the_darkest_is_the_most() -> None:
    counts = {("knee", "left"): 4, ("knee", None): 1, ("shin", "both"): 2, ("unspecified", None): 3}
    drawn = body_map.draw(counts)
    assert drawn.title == "Most often the knee: 5 of 10 injuries"
    assert drawn.alt_text == (
        "Left knee: 4 injuries. Place not said: 3 injuries. Shin, both sides: 2 injuries. Knee: 1 injury."
    )
    said = dict(re.findall(r"<title>([^<]+): (\d+) injur", drawn.svg))
    assert (said["Left knee, front"], said["Right knee, front"], said["Left shin, front"]) == ("5", "1", "2")
    opacities = {
        name: float(opacity)
        for opacity, name in re.findall(r'fill-opacity="([\d.]+)"[^>]*><title>([^:]+):', drawn.svg)
    }
    assert opacities["Left knee, front"] == max(opacities.values()) == 0.9


def test_without_an_injury_nothing_is_shaded() -> None:
    drawn = body_map.draw({})
    assert "fill-opacity" not in drawn.svg and drawn.alt_text == "No injury is recorded."
