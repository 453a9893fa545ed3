"""Colours: readable in light and dark, and the charts' colours are those of the pages."""

from __future__ import annotations

import itertools
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from analytics.charts import load_zones, route, theme

TEXTS = ("ink", "quiet", "injury", "caution", "hip", "pace")
MARKS = ("hip", "hip_soft", "volume", "pace", "injury", "caution")
SERIES = ("hip", "pace", "injury", "caution", "volume")
LEAST_APART = 10.0
"""CIE 1976 colour difference that two neighbouring marks keep for everybody; about 2 can just be seen."""
NEVER_SIDE_BY_SIDE: set[tuple[str, str]] = set()
CALENDAR_TEXTS = ("green", "red", "amber")
MODES = pytest.mark.parametrize("mode", ["light", "dark"])
# Machado, Oliveira & Fernandes 2009, severity 1.0, on linear RGB.
SEEN_BY = {
    "everybody else": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "protanopes": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopes": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopes": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}


def linear(colour: str) -> list[float]:
    """Linear RGB from a #RRGGBB colour."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]


def luminance(colour: str) -> float:
    """Relative luminance of WCAG 2.2, from a #RRGGBB colour."""
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def over(colour: str, ground: str, share: float) -> str:
    """What is seen of a colour that lets its ground through."""
    pairs = [(int(colour[at : at + 2], 16), int(ground[at : at + 2], 16)) for at in (1, 3, 5)]
    return "#" + "".join(f"{round(share * a + (1 - share) * b):02X}" for a, b in pairs)


def soft_over(rgba: str, ground: str) -> str:
    """What is seen of a colour like rgba(1,2,3,0.16) on its ground."""
    red, green, blue, share = (float(one) for one in rgba[5:-1].split(","))
    return over(f"#{int(red):02X}{int(green):02X}{int(blue):02X}", ground, share)


def lab(rgb: list[float]) -> tuple[float, float, float]:
    """CIE 1976 L*a*b* from linear RGB (sRGB primaries, D65)."""
    red, green, blue = (min(1.0, max(0.0, one)) for one in rgb)
    x, y, z = (
        root((0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047),
        root(0.2126729 * red + 0.7151522 * green + 0.0721750 * blue),
        root((0.0193339 * red + 0.1191920 * green + 0.9503041 * blue) / 1.08883),
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def root(share: float) -> float:
    return share ** (1 / 3) if share > 216 / 24389 else (24389 / 27 * share + 16) / 116


def apart(one: str, other: str, who: str) -> float:
    """How far two colours lie apart for somebody."""
    seen = [
        lab([sum(a * b for a, b in zip(row, linear(colour), strict=True)) for row in SEEN_BY[who]])
        for colour in (one, other)
    ]
    return sum((a - b) ** 2 for a, b in zip(*seen, strict=True)) ** 0.5


@pytest.fixture(scope="module")
def page_colours(project: Path) -> dict[str, Any]:
    found = tomllib.loads((project / ".streamlit" / "config.toml").read_text("utf-8"))["theme"]
    return {mode: found[mode] for mode in ("light", "dark")}


@pytest.fixture(scope="module")
def calendar_colours(project: Path) -> dict[str, dict[str, str]]:
    css = (project / "pages" / "shared" / "calendar.css").read_text("utf-8")
    light, dark = (
        dict(re.findall(r"--hs-([a-z-]+): ([^;]+);", re.search(start + r"[^{]*\{([^}]*)\}", css)[1]))  # type: ignore[index]
        for start in (r"\.hs-calendar ", r"\.hs-calendar\.hs-dark")
    )
    return {"light": light, "dark": light | dark}


def test_contrast_and_distance_as_known() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21.0)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.005)
    assert lab(linear("#FFFFFF")) == pytest.approx((100, 0, 0), abs=0.02)
    assert lab(linear("#FF0000")) == pytest.approx((53.24, 80.09, 67.20), abs=0.02)
    assert apart("#0B6E69", "#B5495B", "protanopes") < 5  # teal and the rose of before: one colour to them


@MODES
@pytest.mark.parametrize("name", TEXTS)
def test_text_in_a_chart_keeps_four_and_a_half_to_one(mode: str, name: str) -> None:
    t = theme.tokens(mode)
    assert contrast(getattr(t, name), t.paper) >= 4.5
    for soft in (t.injury_soft, t.caution_soft):
        assert contrast(t.ink, soft_over(soft, t.paper)) >= 4.5


@MODES
@pytest.mark.parametrize("name", MARKS)
def test_a_mark_keeps_three_to_one_against_the_paper(mode: str, name: str) -> None:
    t = theme.tokens(mode)
    assert contrast(getattr(t, name), t.paper) >= 3.0


@MODES
def test_text_on_a_page_keeps_four_and_a_half_to_one_on_every_ground(
    mode: str, page_colours: dict[str, Any]
) -> None:
    c = page_colours[mode]
    grounds = [c["backgroundColor"], c["secondaryBackgroundColor"], c["sidebar"]["backgroundColor"]]
    hues = [name.removesuffix("TextColor") for name in c if name.endswith("TextColor")]
    assert set(hues) == {"green", "blue", "red", "orange", "yellow", "gray"}
    texts = ["textColor", "linkColor", *(f"{hue}TextColor" for hue in hues)]
    faint = [
        (text, ground, round(contrast(c[text], ground), 2))
        for text in texts
        for ground in grounds
        if contrast(c[text], ground) < 4.5
    ]
    faint += [
        (hue, round(contrast(c[f"{hue}TextColor"], c[f"{hue}BackgroundColor"]), 2))
        for hue in hues
        if contrast(c[f"{hue}TextColor"], c[f"{hue}BackgroundColor"]) < 4.5
    ]
    assert faint == []
    marks = ["primaryColor", *(f"{hue}Color" for hue in hues)]
    assert [name for name in marks for ground in grounds if contrast(c[name], ground) < 3.0] == []


@MODES
def test_quiet_words_of_a_page_are_quiet_and_readable(
    mode: str, page_colours: dict[str, Any], project: Path
) -> None:
    """The style sheet says how much of the text's colour a caption or a folded head keeps."""
    css = (project / "pages" / "shared" / "house.css").read_text("utf-8")
    shares = [float(share) for share in re.findall(r"(?<!-)opacity: (0\.\d+)", css)]
    shares += [int(share) / 100 for share in re.findall(r"currentcolor (\d+)%", css)]
    c = page_colours[mode]
    for ground in (c["backgroundColor"], c["secondaryBackgroundColor"], c["sidebar"]["backgroundColor"]):
        assert [
            share for share in shares if contrast(over(c["textColor"], ground, share), ground) < 4.5
        ] == []


@MODES
def test_words_on_the_strongest_button_are_readable(
    mode: str, page_colours: dict[str, Any], project: Path
) -> None:
    css = (project / "pages" / "shared" / "house.css").read_text("utf-8")
    ((on_light, on_dark),) = re.findall(
        r"button\[kind\^=\"primary\"\][^}]*light-dark\((#\w{6}), (#\w{6})\)", css
    )
    words = {"light": on_light, "dark": on_dark}[mode]
    assert contrast(words, page_colours[mode]["primaryColor"]) >= 4.5


@MODES
def test_the_calendar_is_readable_on_every_ground(
    mode: str, calendar_colours: dict[str, dict[str, str]], page_colours: dict[str, Any], project: Path
) -> None:
    c, page = calendar_colours[mode], page_colours[mode]
    paper = page["backgroundColor"]
    away = soft_over(c["red-soft"], paper)
    assert contrast(c["on"], c["run"]) >= 4.5
    for ground in (paper, away):
        assert [name for name in CALENDAR_TEXTS if contrast(c[name], ground) < 4.5] == []
        css = (project / "pages" / "shared" / "calendar.css").read_text("utf-8")
        shares = {float(share) for share in re.findall(r"(?<!-)opacity: (0\.\d+)", css)}
        text = page["textColor"]
        assert [share for share in shares if contrast(over(text, ground, share), ground) < 4.5] == []


@MODES
@pytest.mark.parametrize("who", list(SEEN_BY))
def test_series_stay_apart_for_whoever_sees_few_colours(mode: str, who: str) -> None:
    t = theme.tokens(mode)
    near = {
        (one, other): round(apart(getattr(t, one), getattr(t, other), who), 1)
        for one, other in itertools.combinations(SERIES, 2)
        if apart(getattr(t, one), getattr(t, other), who) < LEAST_APART
    }
    assert {pair: far for pair, far in near.items() if pair not in NEVER_SIDE_BY_SIDE} == {}


@MODES
@pytest.mark.parametrize("who", list(SEEN_BY))
@pytest.mark.parametrize("ramp", [load_zones.ZONE_COLOURS, route.RAMP])
def test_steps_of_a_ramp_stay_apart_for_whoever_sees_few_colours(
    mode: str, who: str, ramp: dict[str, tuple[str, ...]]
) -> None:
    steps = [apart(one, other, who) for one, other in itertools.pairwise(ramp[mode])]
    assert min(steps) >= LEAST_APART - 1


@pytest.mark.parametrize(("mode", "tokens"), [("light", theme.LIGHT), ("dark", theme.DARK)])
def test_charts_and_pages_wear_the_same_colours(project: Path, mode: str, tokens: theme.Tokens) -> None:
    page = tomllib.loads((project / ".streamlit" / "config.toml").read_text("utf-8"))["theme"][mode]
    assert (page["backgroundColor"], page["textColor"]) == (tokens.paper, tokens.ink)
    assert page["primaryColor"] == page["greenColor"] == tokens.hip
    assert (page["blueColor"], page["redColor"]) == (tokens.pace, tokens.injury)


def test_a_persons_own_words_stay_words_in_a_chart() -> None:
    assert theme.said("<b>Me</b> & you") == "&lt;b&gt;Me&lt;/b&gt; &amp; you"
