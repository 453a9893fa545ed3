"""The outline of a standing human, drawn by hand as edges over the height, and the places on it.

Lengths are units of the picture, x from the middle of the body to the side, y downwards. The body is about
seven and a half heads high. One half is drawn; the other is its mirror image.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

WIDTH, HEIGHT = 372, 512
CENTRE = {"front": 93, "back": 279}
TOP = 14
"""How far the drawing is moved down, to leave room for the words above it."""

Point = tuple[float, float]
Edge = Callable[[float], float]

_OUTER = (
    (128, 46), (148, 43.6), (168, 39.8), (184, 37.4), (198, 38.8), (213, 42.8), (230, 46.4), (248, 48.2),
    (266, 48), (290, 45.6), (315, 41.4), (332, 38.8), (345, 38.6), (358, 37.8), (372, 38.8), (390, 39.2),
    (410, 36), (426, 32.8), (438, 31.2), (447, 32.4), (456, 34.2), (464, 37), (471, 38), (478, 35.5),
)  # fmt: skip
_INNER = (
    (236, 0), (243, 2.2), (252, 3.2), (270, 4.6), (292, 6.4), (315, 9), (332, 10.4), (345, 10.2), (358, 11),
    (372, 10), (390, 9.4), (410, 12.4), (426, 15), (438, 16.6), (447, 15.6), (456, 15), (464, 14.2),
    (471, 13.8), (478, 16.5),
)  # fmt: skip
_HEEL_OUTER = (*_OUTER[:19], (447, 31.6), (456, 31.8), (464, 33), (471, 33.2), (478, 30.5))
_HEEL_INNER = (*_INNER[:14], (447, 16.4), (456, 16.6), (464, 16), (471, 15.8), (478, 18.5))
_ARM = (
    (40, 93), (52, 96.4), (60.6, 105), (64.4, 120), (65.4, 138), (66.8, 160), (69.6, 183), (74, 205),
    (77.8, 228), (80, 243), (84, 253), (86.4, 266), (85.6, 279), (81.6, 286), (77, 284), (74.6, 272),
    (72.6, 258), (70.8, 245),
    (67, 229), (61.6, 207), (56.2, 186), (51.6, 165), (47.6, 146), (43, 128), (36, 108),
)  # fmt: skip
_CHEST = (
    (0, 60), (11, 60), (11.2, 75), (16, 83), (29, 89), (43, 93.6), (54, 101), (52, 116), (46, 128),
)  # fmt: skip
_HEAD = (
    (0, 9), (8.6, 10.6), (15.8, 16.4), (19.6, 26.5), (20, 38), (18, 49.5), (13.4, 59.5), (7, 66), (0, 68),
)  # fmt: skip
PELVIS, CROTCH, THIGH, KNEE, SHIN, ANKLE, FOOT, SOLE = 206.0, 240.0, 256.0, 324.0, 364.0, 426.0, 451.0, 478.0
WAIST = 162.0
REACH = 58.0
"""How far from the middle a finger still meets a leg."""


@dataclass(frozen=True)
class Place:
    """A part of one view: `part` tells parts of one site apart, `hit` is the larger shape a finger meets."""

    view: str
    part: str
    site: str
    side: str | None
    path: str
    hit: str = ""
    number_at: Point | None = None


def edge(points: Sequence[tuple[float, float]]) -> Edge:
    """Give a smooth x over y through points, by cubic pieces that meet with one slope.

    Examples
    --------
    >>> along = edge([(0, 0), (10, 10), (20, 20)])
    >>> along(5), along(-3), along(99)
    (5.0, 0, 20)
    """
    slopes = [_slope(points, at) for at in range(len(points))]

    def at_height(y: float) -> float:
        if y <= points[0][0]:
            return points[0][1]
        for (y0, x0), (y1, x1), m0, m1 in zip(points, points[1:], slopes, slopes[1:]):
            if y <= y1:
                h = y1 - y0
                s = (y - y0) / h
                return (
                    x0 * (1 + 2 * s) * (1 - s) ** 2
                    + m0 * h * s * (1 - s) ** 2
                    + x1 * s * s * (3 - 2 * s)
                    + m1 * h * s * s * (s - 1)
                )
        return points[-1][1]

    return at_height


def _slope(points: Sequence[tuple[float, float]], at: int) -> float:
    (y0, x0), (y1, x1) = points[max(at - 1, 0)], points[min(at + 1, len(points) - 1)]
    return (x1 - x0) / (y1 - y0)


def _along(x: Edge, start: float, end: float) -> list[Point]:
    steps = max(2, round(abs(end - start) / 4))
    return [
        (x(start + (end - start) * k / steps), start + (end - start) * k / steps) for k in range(steps + 1)
    ]


def _bow(first: Point, last: Point, sag: float) -> list[Point]:
    """Points of an arc between two points, `sag` deep in the middle; the ends are left out."""
    steps = 8
    return [
        (
            first[0] + (last[0] - first[0]) * k / steps,
            first[1] + (last[1] - first[1]) * k / steps + 4 * sag * (k / steps) * (1 - k / steps),
        )
        for k in range(1, steps)
    ]


def _band(
    inner: Edge, outer: Edge, top: tuple[float, float, float], bottom: tuple[float, float, float]
) -> list[Point]:
    """Give the outline between two edges; top and bottom are y inside, y outside and how deep they sag."""
    down = _along(outer, top[1], bottom[1])
    up = _along(inner, bottom[0], top[0])
    return [*down, *_bow(down[-1], up[0], bottom[2]), *up, *_bow(up[-1], down[0], top[2])]


def _smooth(points: Sequence[Point], *, closed: bool) -> list[Point]:
    """Give more points on a Catmull-Rom curve through some."""
    n = len(points)
    found: list[Point] = []
    for k in range(n if closed else n - 1):
        p0, p1, p2, p3 = (
            points[(k + d) % n] if closed else points[min(max(k + d, 0), n - 1)] for d in (-1, 0, 1, 2)
        )
        for step in range(6):
            s = step / 6
            found.append((_catmull(p0[0], p1[0], p2[0], p3[0], s), _catmull(p0[1], p1[1], p2[1], p3[1], s)))
    return found if closed else [*found, points[-1]]


def _catmull(a: float, b: float, c: float, d: float, s: float) -> float:
    return 0.5 * (2 * b + (c - a) * s + (2 * a - 5 * b + 4 * c - d) * s**2 + (3 * b - a - 3 * c + d) * s**3)


def _path(points: Sequence[Point], *, centre: float, sign: int = 1) -> str:
    drawn = " ".join(f"{centre + sign * x:.1f} {y + TOP:.1f}" for x, y in points)
    return f"M{drawn}Z"


def _whole(half: Sequence[Point], *, centre: float) -> str:
    """Give a shape across the middle from its right half, top to bottom."""
    return _path([*half, *((-x, y) for x, y in reversed(half))], centre=centre)


def _upper(view: str, down_to: float) -> str:
    """Head, chest and arms: one part, since a runner's log hardly parts them."""
    centre = CENTRE[view]
    outer = edge(_OUTER)
    chest = _smooth(_CHEST, closed=False)
    belly = _along(outer, 128, down_to)
    end = belly[-1]
    bottom = _bow(end, (-end[0], end[1]), 0 if view == "back" else 8)
    half = [*chest, *belly[1:]]
    trunk = _path([*half, *bottom, *((-x, y) for x, y in reversed(half))], centre=centre)
    head = _whole(_smooth(_HEAD, closed=False), centre=centre)
    arm = _smooth(_ARM, closed=True)
    other_arm = [(-x, y) for x, y in reversed(arm)]  # drawn the same way round, so that overlaps stay filled
    return " ".join([head, trunk, _path(arm, centre=centre), _path(other_arm, centre=centre)])


def silhouette(view: str) -> str:
    """Give the whole body as one path, drawn beneath the parts so that no gap shows."""
    centre = CENTRE[view]
    outer, inner = _edges(view)
    parts = [_upper(view, PELVIS)]
    for sign in (1, -1):
        half = _band(inner, outer, (PELVIS, PELVIS, 0), (SOLE, SOLE, 3))
        parts.append(_path(half, centre=centre, sign=sign))
    return " ".join(parts)


def _edges(view: str) -> tuple[Edge, Edge]:
    return (edge(_OUTER), edge(_INNER)) if view == "front" else (edge(_HEEL_OUTER), edge(_HEEL_INNER))


@cache
def places() -> tuple[Place, ...]:
    """List the places of both views, from the top down."""
    return (*_front(), *_back())


def _sides(view: str) -> tuple[tuple[int, str], ...]:
    """Which way a side is drawn: who is seen from the front has the right on the picture's left."""
    return ((-1, "right"), (1, "left")) if view == "front" else ((-1, "left"), (1, "right"))


def _slant(x: float) -> Edge:
    """Give the border between the middle of the hip and its side, which widens downwards."""
    return lambda y: x + 0.14 * (y - PELVIS)


def _leg(
    view: str, part: str, site: str, top: tuple[float, float, float], bottom: tuple[float, float, float],
    *, numbered: bool,
) -> Iterator[Place]:  # fmt: skip
    outer, inner = _edges(view)
    reach = REACH if top[1] > 300 else 52.0
    for sign, side in _sides(view):
        centre = CENTRE[view]
        hit = [(0.6, top[0]), (reach, top[1]), (reach, bottom[1]), (0.6, bottom[0])]
        middle = (top[0] + bottom[0]) / 2
        number = (centre + sign * (outer(middle) + inner(middle)) / 2, middle + TOP + 4)
        yield Place(
            view, part, site, side, _path(_band(inner, outer, top, bottom), centre=centre, sign=sign),
            _path(hit, centre=centre, sign=sign), number if numbered else None,
        )  # fmt: skip


def _front() -> Iterator[Place]:
    outer, inner = _edges("front")
    centre = CENTRE["front"]
    yield Place("front", "upper", "other", None, _upper("front", PELVIS), "", (centre, 150 + TOP))
    for sign, side in _sides("front"):
        groin = _band(inner, _slant(23), (PELVIS + 8, PELVIS + 6, 1), (CROTCH + 8, THIGH - 3.3, -0.8))
        number = (centre + sign * 15.0, 230.0 + TOP)
        yield Place("front", "groin", "hip_groin", side, _path(groin, centre=centre, sign=sign), "", number)
    for sign, side in _sides("front"):
        hip = _band(_slant(23), outer, (PELVIS + 6, PELVIS, -1), (THIGH - 3.3, THIGH + 4, -0.5))
        number = (centre + sign * 37.5, 236.0 + TOP)
        yield Place("front", "hip", "lateral_hip", side, _path(hip, centre=centre, sign=sign), "", number)
    yield from _leg("front", "thigh", "thigh", (CROTCH + 8, THIGH + 4, -3), (KNEE, KNEE, -5), numbered=True)
    yield from _leg("front", "knee", "knee", (KNEE, KNEE, -5), (SHIN, SHIN, 4), numbered=True)
    yield from _leg("front", "shin", "shin", (SHIN, SHIN, 4), (ANKLE, ANKLE, 2), numbered=True)
    yield from _leg("front", "ankle", "ankle", (ANKLE, ANKLE, 2), (FOOT, FOOT, 3), numbered=True)
    yield from _leg("front", "foot", "foot", (FOOT, FOOT, 3), (SOLE, SOLE, 3), numbered=True)


def _back() -> Iterator[Place]:
    outer, _ = _edges("back")
    centre = CENTRE["back"]
    yield Place("back", "upper", "other", None, _upper("back", WAIST))
    low = _along(outer, WAIST, PELVIS)
    bottom = _bow(low[-1], (-low[-1][0], low[-1][1]), 10)
    back = [*low, *bottom, *((-x, y) for x, y in reversed(low))]
    yield Place("back", "back", "low_back", None, _path(back, centre=centre), "", (centre, 192 + TOP))
    for sign, side in _sides("back"):
        seat = _band(lambda y: 0.0, _slant(26), (PELVIS + 10, PELVIS + 4, 1), (CROTCH + 8, THIGH + 2.6, 1.4))
        yield Place("back", "buttock", "low_back", side, _path(seat, centre=centre, sign=sign))
    for sign, side in _sides("back"):
        hip = _band(_slant(26), outer, (PELVIS + 4, PELVIS, 0), (THIGH + 2.6, THIGH + 4, 0.4))
        yield Place("back", "hip", "lateral_hip", side, _path(hip, centre=centre, sign=sign))
    top = (CROTCH + 8, THIGH + 4, 3)
    yield from _leg("back", "hamstring", "hamstring", top, (KNEE, KNEE, 3), numbered=True)
    yield from _leg("back", "knee", "knee", (KNEE, KNEE, 3), (SHIN, SHIN, 3), numbered=False)
    yield from _leg("back", "calf", "achilles_calf", (SHIN, SHIN, 3), (FOOT, FOOT, 2), numbered=True)
    yield from _leg("back", "heel", "foot", (FOOT, FOOT, 2), (SOLE, SOLE, 3), numbered=False)
