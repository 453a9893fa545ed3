"""Drawn figures of exercises: where one starts, where one ends, and what travels between.

>>> figure = draw("hip-dip-front-hands")
>>> figure.svg[:4], figure.alt_text[:30]
('<svg', 'Front hip dip on hands. Start:')
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from html import escape
from typing import Literal

from analytics.charts import figures_strokes
from analytics.charts.figures_strokes import Stroke, Tone
from analytics.knowledge import exercises, poses

__all__ = ["Figure", "Phase", "Stroke", "Tone", "alt_text", "draw", "has", "size", "strokes"]

Phase = Literal["both", "start", "end"]

_PAINT: dict[Tone, tuple[str, float]] = {
    "ground": ("currentColor", 0.35),
    "kit": ("currentColor", 0.5),
    "far": ("currentColor", 0.42),
    "body": ("currentColor", 1.0),
    "front_kit": ("var(--figure-kit, #B4661A)", 1.0),
    "mark": ("var(--figure-mark, #0B8A83)", 1.0),
}
"""A colour and how much of it; the page around, or the mode, gives the colours their value."""


@dataclass(frozen=True)
class Figure:
    """The picture of an exercise, as wide as where it is put, and the same in words."""

    svg: str
    alt_text: str


def has(exercise_id: str) -> bool:
    """Say whether the exercise has a figure."""
    return exercise_id in poses.load()


def draw(exercise_id: str, *, phase: Phase = "both", mode: str | None = None) -> Figure | None:
    """Draw an exercise as SVG; None if it has no figure.

    Parameters
    ----------
    phase
        Start and end side by side, or one of them alone.
    mode
        'light' or 'dark' for a picture that stands by itself, as an `img` does; without one it takes the
        colour of the text, and `--figure-mark` and `--figure-kit`, from the page around it.
    """
    said = alt_text(exercise_id, phase=phase)
    if said is None:
        return None
    return Figure(_svg(exercise_id, phase, mode, said), said)


def strokes(exercise_id: str, phase: Phase = "both") -> list[Stroke]:
    """Give the marks of a figure for whoever draws without SVG, in the order to draw them.

    A single phase lies in a box one wide and `size(...)[1]` high, origin at the lower left, y upwards; both
    phases lie side by side in a box two wide. Empty if the exercise has no figure.
    """
    if not has(exercise_id):
        return []
    _, start, end = _panels(exercise_id)
    if phase == "start":
        return list(start)
    return list(end) if phase == "end" else [*start, *(_moved(mark, 1.0) for mark in end)]


def size(exercise_id: str, phase: Phase = "both") -> tuple[float, float]:
    """Give how wide and high the box of a figure is.

    Raises
    ------
    KeyError
        If the exercise has no figure.
    """
    return (2.0 if phase == "both" else 1.0, _panels(exercise_id)[0])


def alt_text(exercise_id: str, *, phase: Phase = "both") -> str | None:
    """Say in words what the figure shows; None if there is none."""
    movement = poses.load().get(exercise_id)
    if movement is None:
        return None
    name = exercises.load()[exercise_id].name
    start, end = f"Start: {movement.start['says']}.", f"End: {movement.end['says']}."
    shown = {"start": start, "end": end, "both": f"{start} {end}"}[phase]
    return f"{name}. {shown} {movement.says}." if phase != "start" else f"{name}. {shown}"


@lru_cache(maxsize=512)
def _panels(exercise_id: str) -> tuple[float, tuple[Stroke, ...], tuple[Stroke, ...]]:
    return figures_strokes.panels(poses.load()[exercise_id])


@cache
def _svg(exercise_id: str, phase: Phase, mode: str | None, said: str) -> str:
    width, height = size(exercise_id, phase)
    marks = strokes(exercise_id, phase)
    groups = []
    for tone, (colour, share) in _PAINT.items():
        inside = "".join(_mark(mark, height, colour) for mark in marks if mark.tone == tone)
        if inside:
            groups.append(f'<g stroke="{colour}" opacity="{share:g}">{inside}</g>')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_n(width * 100)} {_n(height * 100)}"'
        f' width="100%" role="img" aria-label="{escape(said)}" fill="none" stroke-linecap="round"'
        f' stroke-linejoin="round"{_style(mode)}>'
        f"<title>{escape(exercises.load()[exercise_id].name)}</title>"
        f"<desc>{escape(said)}</desc>{''.join(groups)}</svg>"
    )


def _mark(mark: Stroke, height: float, colour: str) -> str:
    points = [(_n(x * 100), _n((height - y) * 100)) for x, y in mark.points]
    if mark.shape == "circle":
        paint = f'fill="{colour}" stroke="none"' if mark.filled else f'stroke-width="{_n(mark.width * 100)}"'
        return f'<circle cx="{points[0][0]}" cy="{points[0][1]}" r="{_n(mark.radius * 100)}" {paint}/>'
    path = " ".join(f"{x},{y}" for x, y in points)
    return f'<polyline points="{path}" stroke-width="{_n(mark.width * 100)}"/>'


def _style(mode: str | None) -> str:
    if mode is None:
        return ""
    from analytics.charts import (
        theme,
    )  # here alone: whoever prints or inlines a figure needs no chart library

    t = theme.tokens(mode)
    return f' style="color:{t.ink};--figure-mark:{t.hip};--figure-kit:{t.caution}"'


def _moved(mark: Stroke, by: float) -> Stroke:
    points = tuple((x + by, y) for x, y in mark.points)
    return Stroke(mark.shape, points, mark.width, mark.tone, mark.radius, mark.filled)


def _n(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")
