"""Colours: readable in light and dark, and the charts' colours are those of the pages."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from analytics.charts import theme

TEXTS = ("ink", "quiet", "injury", "caution", "hip")
MARKS = ("hip", "hip_soft", "volume", "pace", "injury")


def luminance(colour: str) -> float:
    """Relative luminance of WCAG 2.2, from a #RRGGBB colour."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_of_black_on_white_is_twenty_one() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21.0)


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("name", TEXTS)
def test_text_keeps_four_and_a_half_to_one_against_the_paper(mode: str, name: str) -> None:
    t = theme.tokens(mode)
    assert contrast(getattr(t, name), t.paper) >= 4.5


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("name", MARKS)
def test_a_mark_keeps_three_to_one_against_the_paper(mode: str, name: str) -> None:
    t = theme.tokens(mode)
    assert contrast(getattr(t, name), t.paper) >= 3.0


def simulate_deuteranopia(colour: str) -> tuple[float, float, float]:
    """Machado, Oliveira & Fernandes 2009, severity 1.0, on linear RGB."""
    rgb = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in rgb]
    matrix = (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    )
    return tuple(sum(a * b for a, b in zip(row, linear, strict=True)) for row in matrix)  # type: ignore[return-value]


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_hip_pace_and_injury_stay_apart_without_a_red_green_difference(mode: str) -> None:
    t = theme.tokens(mode)
    seen = {name: simulate_deuteranopia(getattr(t, name)) for name in ("hip", "pace", "injury")}
    for one in seen:
        for other in seen:
            if one < other:
                distance = sum((a - b) ** 2 for a, b in zip(seen[one], seen[other], strict=True)) ** 0.5
                assert distance > 0.12, (one, other)


@pytest.mark.parametrize(("mode", "tokens"), [("light", theme.LIGHT), ("dark", theme.DARK)])
def test_charts_and_pages_wear_the_same_colours(project: Path, mode: str, tokens: theme.Tokens) -> None:
    page = tomllib.loads((project / ".streamlit" / "config.toml").read_text("utf-8"))["theme"][mode]
    assert (page["backgroundColor"], page["textColor"]) == (tokens.paper, tokens.ink)
    assert page["primaryColor"] == page["greenColor"] == tokens.hip
    assert (page["blueColor"], page["redColor"]) == (tokens.pace, tokens.injury)


def test_a_persons_own_words_stay_words_in_a_chart() -> None:
    assert theme.said("<b>Me</b> & you") == "&lt;b&gt;Me&lt;/b&gt; &amp; you"
