"""A body of fixed limb lengths in space: from a pose description to the places of its joints.

Lengths are shares of the body's height. x points right in the picture, y up, z towards the person who looks;
a body that stands facing right has its right side nearer. A direction is an angle in the picture's plane
(0 right, 90 up), or a pair: that angle and a tilt towards the person who looks.
"""

from __future__ import annotations

import math
from typing import Any

Vector = tuple[float, float, float]

# Shares of body height, after Drillis and Contini (1966); the forearm reaches to the palm, and the trunk
# and hips are those of a drawn figure.
TRUNK = 0.288
NECK = 0.105  # from the middle of the shoulders to the middle of the head
UPPER_ARM = 0.186
FOREARM = 0.166
THIGH = 0.245
SHANK = 0.246
SOLE = 0.035  # from the ankle down to the sole
HEEL = 0.03
TOE = 0.105
HIP_HALF = 0.062
SHOULDER_HALF = 0.115
HALF_STROKE = 0.021  # a joint this high lies on the floor

LENGTHS: dict[tuple[str, str], float] = {
    ("pelvis", "neck"): TRUNK,
    ("neck", "head"): NECK,
    **{(f"{side}_shoulder", f"{side}_elbow"): UPPER_ARM for side in "rl"},
    **{(f"{side}_elbow", f"{side}_hand"): FOREARM for side in "rl"},
    **{(f"{side}_hip", f"{side}_knee"): THIGH for side in "rl"},
    **{(f"{side}_knee", f"{side}_ankle"): SHANK for side in "rl"},
}
"""The limbs that must keep their length in every pose."""

WORDS: dict[str, Vector] = {
    "right": (1.0, 0.0, 0.0),
    "left": (-1.0, 0.0, 0.0),
    "up": (0.0, 1.0, 0.0),
    "down": (0.0, -1.0, 0.0),
    "viewer": (0.0, 0.0, 1.0),
    "away": (0.0, 0.0, -1.0),
}


def joints(pose: dict[str, Any]) -> dict[str, Vector]:
    """Place all joints of a pose.

    Raises
    ------
    ValueError
        If a hand or foot is asked to be where its limb does not reach.
    """
    pelvis = _pelvis(pose)
    up = _trunk(pose, pelvis)
    forward = _unit(_across(_direction(pose["belly"]), up))
    right = _cross(forward, up)
    hips = _tilted(right, up, pose.get("pelvis_tilt", 0.0))
    neck = _along(pelvis, up, TRUNK)
    found = {"pelvis": pelvis, "neck": neck}
    found["head"] = _along(neck, _unit(_direction(pose["gaze"])) if "gaze" in pose else up, NECK)
    for side, sign in (("r", 1.0), ("l", -1.0)):
        found[f"{side}_hip"] = _along(pelvis, hips, sign * HIP_HALF)
        found[f"{side}_shoulder"] = _along(neck, right, sign * SHOULDER_HALF)
    for side in "rl":
        _place_arm(found, side, _limb(pose, side, "arm"))
        _place_leg(found, side, _limb(pose, side, "leg"), forward)
    return found


def _limb(pose: dict[str, Any], side: str, which: str) -> dict[str, Any]:
    """Give a limb's own description, or the one both sides share."""
    both: dict[str, Any] = pose.get(f"{which}s", {})
    own: dict[str, Any] = pose.get(f"{side}_{which}", both)
    return own


def _pelvis(pose: dict[str, Any]) -> Vector:
    """Place the middle of the hips: given, or built up from where the body stands."""
    if "hip" in pose:
        return _point(pose["hip"], 0.0)
    at = _point(pose["from"][0], 0.0)
    for segment, angle in pose["from"][1:]:
        at = _along(at, _direction(angle), {"shank": SHANK, "thigh": THIGH, "leg": SHANK + THIGH}[segment])
    return at


def _trunk(pose: dict[str, Any], pelvis: Vector) -> Vector:
    """Give the trunk's direction: given, or such that straight arms (or upper arms) reach their support."""
    if "trunk" in pose:
        return _unit(_direction(pose["trunk"]))
    support, reach, *how = pose["props"]
    length = {"arm": UPPER_ARM + FOREARM - 0.001, "upper_arm": UPPER_ARM}[reach]
    hold = _point(support, 0.0)
    # Lying on a side the lower shoulder carries; it lies beside the trunk's own line.
    offset = SHOULDER_HALF if how == ["side"] else 0.0
    spine = math.hypot(TRUNK, offset)
    # The shoulder lies where two circles meet: the trunk's around the hips and the arm's around its support.
    gap = math.dist(pelvis[:2], hold[:2])
    along = (spine**2 - length**2 + gap**2) / (2 * gap)
    if along**2 > spine**2:
        raise ValueError(f"the trunk cannot reach from {pelvis} to a support at {hold}")
    beside = math.sqrt(spine**2 - along**2)
    unit = ((hold[0] - pelvis[0]) / gap, (hold[1] - pelvis[1]) / gap)
    foot = (pelvis[0] + unit[0] * along, pelvis[1] + unit[1] * along)
    ways = [(foot[0] - sign * unit[1] * beside, foot[1] + sign * unit[0] * beside) for sign in (1.0, -1.0)]
    shoulder = max(ways, key=lambda way: way[1])
    angle = math.atan2(shoulder[1] - pelvis[1], shoulder[0] - pelvis[0]) + math.atan2(offset, TRUNK)
    return (math.cos(angle), math.sin(angle), 0.0)


def _place_arm(found: dict[str, Vector], side: str, arm: dict[str, Any]) -> None:
    shoulder = found[f"{side}_shoulder"]
    if "to" in arm:
        hand = found[arm["to"]] if isinstance(arm["to"], str) else _point(arm["to"], shoulder[2])
        elbow, hand = _bent(shoulder, hand, UPPER_ARM, FOREARM, _direction(arm.get("bend", "down")))
    elif "elbow" in arm:
        elbow = _straight(shoulder, _point(arm["elbow"], shoulder[2]), UPPER_ARM)
        hand = _along(elbow, _direction(arm["forearm"]), FOREARM)
    else:
        first, second = arm["angles"]
        elbow = _along(shoulder, _direction(first), UPPER_ARM)
        hand = _along(elbow, _direction(second), FOREARM)
    found[f"{side}_elbow"], found[f"{side}_hand"] = elbow, hand


def _place_leg(found: dict[str, Vector], side: str, leg: dict[str, Any], forward: Vector) -> None:
    hip = found[f"{side}_hip"]
    if "stand" in leg or "to" in leg:
        if "stand" in leg:  # a flat foot: [x, height of what it stands on, z]
            x, height, *depth = leg["stand"]
            ankle = (x, height + HALF_STROKE + SOLE, depth[0] if depth else hip[2])
        else:
            ankle = _point(leg["to"], hip[2])
        hint = _direction(leg["bend"]) if "bend" in leg else forward
        knee, ankle = _bent(hip, ankle, THIGH, SHANK, hint)
    elif "toward" in leg:
        way = _unit(_minus(_point(leg["toward"], hip[2]), hip))
        knee, ankle = _along(hip, way, THIGH), _along(hip, way, THIGH + SHANK)
    elif "knee" in leg:
        knee = _along(hip, _unit(_minus(_point(leg["knee"], hip[2]), hip)), THIGH)
        ankle = _along(knee, _direction(leg["shank"]), SHANK)
    else:
        first, second = leg["angles"]
        knee = _along(hip, _direction(first), THIGH)
        ankle = _along(knee, _direction(second), SHANK)
    shin = _unit(_minus(ankle, knee))
    if "foot" in leg:
        toes = _unit(_direction(leg["foot"]))
    elif "stand" in leg:
        toes = _unit(_across(forward, (0.0, 1.0, 0.0)))
    else:
        toes = _unit(_across(forward, shin))
    down = _across(shin, toes)
    sole = _unit(down) if _length(down) > 0.2 else (0.0, 0.0, 0.0)
    found[f"{side}_knee"], found[f"{side}_ankle"] = knee, ankle
    found[f"{side}_heel"] = _along(_along(ankle, sole, SOLE), toes, -HEEL)
    found[f"{side}_toe"] = _along(_along(ankle, sole, SOLE), toes, TOE)


def _bent(root: Vector, end: Vector, first: float, second: float, hint: Vector) -> tuple[Vector, Vector]:
    """Place the middle joint of a limb of two parts between its root and its end, bent towards a hint."""
    gap = math.dist(root, end)
    if gap > first + second + 0.004 or gap < abs(first - second):
        raise ValueError(f"a limb of {first + second:.3f} does not reach from {root} to {end}: {gap:.3f}")
    gap = min(gap, first + second - 1e-6)
    line = _unit(_minus(end, root))
    end = _along(root, line, gap)
    along = (first**2 - second**2 + gap**2) / (2 * gap)
    side = _across(hint, line)
    if _length(side) < 1e-6:
        side = _across((0.0, 0.0, 1.0), line)
    return _along(_along(root, line, along), _unit(side), math.sqrt(max(first**2 - along**2, 0.0))), end


def _straight(root: Vector, end: Vector, length: float) -> Vector:
    gap = math.dist(root, end)
    if abs(gap - length) > 0.02:
        raise ValueError(f"a part of {length:.3f} does not span from {root} to {end}: {gap:.3f}")
    return _along(root, _unit(_minus(end, root)), length)


def _tilted(right: Vector, up: Vector, degrees: float) -> Vector:
    turn = math.radians(degrees)
    return _unit(_plus(_times(right, math.cos(turn)), _times(up, math.sin(turn))))


def _direction(said: Any) -> Vector:
    if isinstance(said, str):
        return WORDS[said]
    angle, tilt = said if isinstance(said, list) else (said, 0.0)
    flat = math.cos(math.radians(tilt))
    return (
        math.cos(math.radians(angle)) * flat,
        math.sin(math.radians(angle)) * flat,
        math.sin(math.radians(tilt)),
    )


def _point(said: list[float], z: float) -> Vector:
    return (said[0], said[1], said[2] if len(said) == 3 else z)


def _plus(one: Vector, other: Vector) -> Vector:
    return (one[0] + other[0], one[1] + other[1], one[2] + other[2])


def _minus(one: Vector, other: Vector) -> Vector:
    return (one[0] - other[0], one[1] - other[1], one[2] - other[2])


def _times(one: Vector, factor: float) -> Vector:
    return (one[0] * factor, one[1] * factor, one[2] * factor)


def _along(start: Vector, way: Vector, length: float) -> Vector:
    return _plus(start, _times(way, length))


def _cross(one: Vector, other: Vector) -> Vector:
    return (
        one[1] * other[2] - one[2] * other[1],
        one[2] * other[0] - one[0] * other[2],
        one[0] * other[1] - one[1] * other[0],
    )


def _across(one: Vector, line: Vector) -> Vector:
    """Give the part of a vector that stands across a line of length one."""
    share = one[0] * line[0] + one[1] * line[1] + one[2] * line[2]
    return _minus(one, _times(line, share))


def _length(one: Vector) -> float:
    return math.hypot(*one)


def _unit(one: Vector) -> Vector:
    return _times(one, 1.0 / _length(one))
