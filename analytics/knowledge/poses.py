"""How the library's figures stand, lie and move: the small pose descriptions of data/poses.json."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import Any

from analytics.knowledge import place

Pose = dict[str, Any]


@dataclass(frozen=True)
class Travel:
    """A joint that travels, and how far beside it the arrow is drawn, there and back."""

    joint: str
    beside: tuple[float, float] = (0.0, 0.0)
    beside_back: tuple[float, float] = (0.0, 0.0)


@dataclass(frozen=True)
class Movement:
    """The figure of one exercise: two poses, what travels between them, and from where one looks.

    Poses are mappings as data/poses.json describes them; `things` is the kit drawn with both.
    """

    exercise_id: str
    start: Pose
    end: Pose
    view: dict[str, float]
    things: tuple[dict[str, Any], ...]
    moves: tuple[Travel, ...]
    and_back: bool
    says: str


@cache
def load() -> dict[str, Movement]:
    """Load all movements by the id of their exercise. The mapping is shared: read it, do not write it.

    Examples
    --------
    >>> load()["hip-dip-front-hands"].moves[0].joint
    'pelvis'
    """
    table = json.loads(place.data_file("poses.json").read_text(encoding="utf-8"))
    poses = {name: _whole(name, table["poses"]) for name in table["poses"]}
    return {
        exercise_id: Movement(
            exercise_id=exercise_id,
            start=poses[one["start"]],
            end=poses[one["end"]],
            view=table["views"][one.get("view", "side")],
            things=tuple(one.get("things", ())),
            moves=tuple(_travel(said) for said in one["moves"]),
            and_back=one.get("and_back", False),
            says=one["says"],
        )
        for exercise_id, one in table["movements"].items()
    }


def _travel(said: Any) -> Travel:
    if isinstance(said, str):
        return Travel(said)
    there, back = said.get("beside", [0.0, 0.0]), said.get("beside_back", [0.0, 0.0])
    return Travel(said["joint"], (there[0], there[1]), (back[0], back[1]))


def _whole(name: str, poses: dict[str, Pose]) -> Pose:
    """Give a pose with everything it takes over from the pose it is like."""
    own = dict(poses[name])
    like = own.pop("like", None)
    return {**_whole(like, poses), **own} if like else own
