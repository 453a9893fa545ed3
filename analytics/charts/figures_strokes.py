"""From a body in space to the lines and circles of a picture, with the floor and the kit."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Literal

from analytics.charts import figures_body
from analytics.charts.figures_body import Vector
from analytics.knowledge.poses import Movement, Pose

Tone = Literal["ground", "kit", "far", "body", "front_kit", "mark"]
Point = tuple[float, float]
Joints = dict[str, Vector]


@dataclass(frozen=True)
class Stroke:
    """One mark of a figure, in a box one wide whose origin is its lower left corner, y upwards.

    A line goes through all its points with round ends and corners; a circle has one point, its middle, and a
    radius, and is filled where `filled`. `tone` says what it is: a far limb is drawn paler than a near one.
    Marks come in the order to draw them.
    """

    shape: Literal["line", "circle"]
    points: tuple[Point, ...]
    width: float
    tone: Tone
    radius: float = 0.0
    filled: bool = False


HEAD_RADIUS = 0.06
HIP_RADIUS = 0.034
LIMB, TRUNK_WIDTH, FOOT_WIDTH, KIT_WIDTH, HAIR = 0.042, 0.062, 0.03, 0.016, 0.01
TONES: tuple[Tone, ...] = ("ground", "kit", "far", "body", "front_kit", "mark")
MARGIN, BELOW = 0.05, 0.06
LOW, TALL = 0.6, 1.0
LARGEST = 0.86
CLEAR, SHORTEST_ARROW, ARROW_HEAD = 0.055, 0.09, 0.04


@dataclass(frozen=True)
class _Frame:
    """Where a picture's box lies over the body's space: one scale for start and end."""

    scale: float
    left: float
    low: float
    height: float

    def point(self, seen: Point) -> Point:
        return ((seen[0] - self.left) * self.scale, (seen[1] - self.low) * self.scale)


def panels(movement: Movement) -> tuple[float, tuple[Stroke, ...], tuple[Stroke, ...]]:
    """Give how high the box is, one wide, and the marks of the start and of the end."""
    start, end = _bodies(movement.start), _bodies(movement.end)
    first = _scene(movement, movement.start, start) + _arrows(movement, start, end, back=False)
    last = _scene(movement, movement.end, end)
    if movement.and_back:
        last += _arrows(movement, end, start, back=True)
    frame = _frame(first + last)
    return frame.height, _fitted(first, frame), _fitted(last, frame)


def _bodies(pose: Pose) -> list[Joints]:
    """Place everybody in the picture: the one who trains, and a partner where there is one."""
    return [figures_body.joints(pose)] + [figures_body.joints(other) for other in pose.get("with", ())]


def _scene(movement: Movement, pose: Pose, bodies: list[Joints]) -> list[Stroke]:
    view = movement.view
    things = [*movement.things, *pose.get("things", ())]
    marks = [mark for thing in things for mark in _thing(thing, bodies[0], view)]
    for joints in bodies[1:]:
        marks += [_recoloured(mark, "kit") for mark in _body(joints, view) if mark.tone != "mark"]
    return marks + _body(bodies[0], view)


def _body(joints: Joints, view: dict[str, float]) -> list[Stroke]:
    """Draw a body: what lies behind the hips paler, the hips themselves marked."""
    middle = _depth(joints["pelvis"], view)
    marks: list[Stroke] = []
    for side in "rl":
        for root, chain, foot in (
            ("hip", ("hip", "knee", "ankle"), True),
            ("shoulder", ("shoulder", "elbow", "hand"), False),
        ):
            behind = _depth(joints[f"{side}_{root}"], view) < middle - 0.045
            tone: Tone = "far" if behind else "body"
            marks.append(_line([joints[f"{side}_{name}"] for name in chain], LIMB, tone, view))
            if foot:
                sole = [joints[f"{side}_heel"], joints[f"{side}_toe"]]
                marks.append(_line(sole, FOOT_WIDTH, tone, view))
                marks.append(_line([joints[f"{side}_ankle"], sole[0]], FOOT_WIDTH, tone, view))
    marks += [
        _line([joints[f"r_{name}"], joints[f"l_{name}"]], LIMB, "body", view) for name in ("hip", "shoulder")
    ]
    marks.append(_line([joints["pelvis"], joints["neck"]], TRUNK_WIDTH, "body", view))
    head = _seen(joints["head"], view)
    marks.append(Stroke("circle", (head,), 0.0, "body", HEAD_RADIUS, True))
    marks.append(Stroke("circle", (_seen(joints["pelvis"], view),), 0.0, "mark", HIP_RADIUS, True))
    return marks


def _thing(thing: dict[str, Any], joints: Joints, view: dict[str, float]) -> list[Stroke]:
    """Draw one piece of kit, or the floor or wall."""
    kind = thing["kind"]
    if kind == "floor":
        low, high = thing.get("x", [-0.1, 1.1])
        return [_line([(low, 0.0, 0.0), (high, 0.0, 0.0)], HAIR, "ground", view)]
    if kind == "mat":
        (low, high), (back, front) = thing["x"], thing.get("z", [-0.25, 0.25])
        corners = [
            (low, 0.0, back),
            (high, 0.0, back),
            (high, 0.0, front),
            (low, 0.0, front),
            (low, 0.0, back),
        ]
        return [_line([(x, y, z) for x, y, z in corners], HAIR, "ground", view)]
    if kind == "wall":
        x, z, top = thing.get("x", 0.0), thing.get("z", 0.0), thing.get("top", 0.95)
        return [_line([(x, 0.0, z), (x, top, z)], KIT_WIDTH, "kit", view)]
    if kind == "ball":
        middle = _seen(_place(thing["at"], joints), view)
        return [Stroke("circle", (middle,), KIT_WIDTH, "kit", thing["radius"], False)]
    if kind in ("band", "bar"):
        ends = [_place(one, joints) for one in thing["between"]]
        return [_line(ends, KIT_WIDTH, "front_kit", view)]
    if kind == "pole":
        return [_line([_place(one, joints) for one in thing["between"]], KIT_WIDTH, "kit", view)]
    if kind == "weight":
        middle = _seen(_place(thing["at"], joints), view)
        return [Stroke("circle", (middle,), 0.0, "front_kit", thing["radius"], True)]
    if kind == "bench":
        return _bench(thing, view)
    return _box(thing, view)


def _bench(thing: dict[str, Any], view: dict[str, float]) -> list[Stroke]:
    """Draw a bench from the side: its seat and two legs."""
    low, high = thing["x"]
    top = thing["top"] - KIT_WIDTH
    z = thing.get("z", 0.0)
    lines = [[(low, top, z), (high, top, z)], [(low + 0.03, top, z), (low + 0.03, 0.0, z)],
             [(high - 0.03, top, z), (high - 0.03, 0.0, z)]]  # fmt: skip
    return [_line(line, KIT_WIDTH * 1.6, "kit", view) for line in lines]


def _place(said: Any, joints: Joints) -> Vector:
    """Give a point: of the body by its name, between two joints, or of the room."""
    if isinstance(said, str):
        return joints[said]
    if isinstance(said[0], str):
        one, other = joints[said[0]], joints[said[1]]
        share = said[2]
        return (
            one[0] + (other[0] - one[0]) * share,
            one[1] + (other[1] - one[1]) * share,
            one[2] + (other[2] - one[2]) * share,
        )
    return (said[0], said[1], said[2] if len(said) == 3 else 0.0)


def _box(thing: dict[str, Any], view: dict[str, float]) -> list[Stroke]:
    """Draw a box, bench, step or seat: the edges of its sides that face whoever looks."""
    low, high = thing["x"]
    bottom, top = thing.get("y", [0.0, thing.get("top", 0.3)])
    back, front = thing.get("z", [-0.2, 0.2])
    corners = [(x, y, z) for x in (low, high) for y in (bottom, top) for z in (back, front)]
    hidden = min(corners, key=lambda corner: _depth(corner, view) - corner[1] * 1e-6)
    marks = []
    for index, one in enumerate(corners):
        for other in corners[index + 1 :]:
            differing = sum(a != b for a, b in zip(one, other, strict=True))
            if differing == 1 and hidden not in (one, other):
                marks.append(_line([one, other], KIT_WIDTH, "kit", view))
    return marks


def _arrows(movement: Movement, here: list[Joints], there: list[Joints], *, back: bool) -> list[Stroke]:
    """Draw where each part that moves goes, from a little beside where it is."""
    marks = []
    for travel in movement.moves:
        tail = _seen(here[0][travel.joint], movement.view)
        tip = _seen(there[0][travel.joint], movement.view)
        length = math.dist(tail, tip)
        if length < 1e-6:
            continue
        way = ((tip[0] - tail[0]) / length, (tip[1] - tail[1]) / length)
        beside = travel.beside_back if back else travel.beside
        marks += _arrow((tail[0] + beside[0], tail[1] + beside[1]), way, length)
    return marks


def _arrow(start: Point, way: Point, length: float) -> list[Stroke]:
    """Draw an arrow that begins clear of the joint it starts from."""
    tail = (start[0] + way[0] * CLEAR, start[1] + way[1] * CLEAR)
    reach = max(length - CLEAR, SHORTEST_ARROW)
    tip = (tail[0] + way[0] * reach, tail[1] + way[1] * reach)
    barbs = [
        (
            tip[0] - ARROW_HEAD * (way[0] * math.cos(turn) - way[1] * math.sin(turn)),
            tip[1] - ARROW_HEAD * (way[1] * math.cos(turn) + way[0] * math.sin(turn)),
        )
        for turn in (0.6, -0.6)
    ]
    return [
        Stroke("line", (tail, tip), KIT_WIDTH, "mark"),
        Stroke("line", (barbs[0], tip, barbs[1]), KIT_WIDTH, "mark"),
    ]


def _frame(marks: list[Stroke]) -> _Frame:
    """Lay the box around both pictures: the floor at one height, the body in the middle."""
    drawn = [mark for mark in marks if mark.tone != "ground" or len(mark.points) > 2]
    across = [x + sign * _reach(mark) for mark in drawn for x, _ in mark.points for sign in (1, -1)]
    up = [y + _reach(mark) for mark in drawn for _, y in mark.points]
    down = [y - _reach(mark) for mark in drawn for _, y in mark.points]
    left, right, top, low = min(across), max(across), max(up), min(0.0, *down)
    low -= BELOW - 0.02
    scale = min(LARGEST, (1 - 2 * MARGIN) / (right - left), (TALL - MARGIN) / (top - low))
    is_low = (top - low) * scale + MARGIN <= LOW
    return _Frame(scale, (left + right) / 2 - 0.5 / scale, low, LOW if is_low else TALL)


def _fitted(marks: list[Stroke], frame: _Frame) -> tuple[Stroke, ...]:
    placed = []
    for mark in marks:
        points = tuple(frame.point(point) for point in mark.points)
        if mark.tone == "ground" and len(points) == 2:
            points = ((MARGIN / 2, points[0][1]), (1 - MARGIN / 2, points[1][1]))
        width, radius = mark.width * frame.scale, mark.radius * frame.scale
        placed.append(Stroke(mark.shape, points, width, mark.tone, radius, mark.filled))
    return tuple(sorted(placed, key=lambda mark: TONES.index(mark.tone)))


def _reach(mark: Stroke) -> float:
    return mark.radius + mark.width / 2


def _line(points: list[Vector], width: float, tone: Tone, view: dict[str, float]) -> Stroke:
    return Stroke("line", tuple(_seen(point, view) for point in points), width, tone)


def _recoloured(mark: Stroke, tone: Tone) -> Stroke:
    return Stroke(mark.shape, mark.points, mark.width, tone, mark.radius, mark.filled)


def _seen(point: Vector, view: dict[str, float]) -> Point:
    """Look at a point: turned by `turn` degrees around the vertical, and from `above` by degrees."""
    turn, above = math.radians(view.get("turn", 0.0)), math.radians(view.get("above", 0.0))
    x = point[0] * math.cos(turn) - point[2] * math.sin(turn)
    return (x, point[1] * math.cos(above) - _flat_depth(point, turn) * math.sin(above))


def _depth(point: Vector, view: dict[str, float]) -> float:
    """Say how near a point is to whoever looks."""
    turn, above = math.radians(view.get("turn", 0.0)), math.radians(view.get("above", 0.0))
    return _flat_depth(point, turn) * math.cos(above) + point[1] * math.sin(above)


def _flat_depth(point: Vector, turn: float) -> float:
    return point[0] * math.sin(turn) + point[2] * math.cos(turn)
