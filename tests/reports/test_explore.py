"""Explore: views in an address and a file, the ready questions on the demo squad, marks, and own measures."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.metrics.expression import FormulaError
from analytics.reports import (
    explore,
    explore_drawn,
    explore_frame,
    explore_measures,
    explore_saved,
    explore_sums,
    explore_view,
    weeks,
)
from analytics.reports.explore_measures import Shown, choices
from analytics.reports.explore_page import Brush
from analytics.reports.explore_view import Passed, View, ViewError
from analytics.store import Reader, open_store


@pytest.fixture(scope="module")
def demo(demo_file: Path) -> Iterator[Reader]:
    with open_store(demo_file, read_only=True) as store, store.reader() as reader:
        yield reader


def seen(reader: Reader, view: View, own: explore.Plain = (), me: int = 1) -> explore.Explore:
    return explore.gather(reader, view=explore_view.written(view), me=me, own=own)


# The ready questions


@pytest.mark.parametrize("ready", explore_saved.gallery(), ids=lambda one: one.id)
def test_every_ready_view_shows_something_on_the_demo_squad(demo: Reader, ready: explore_saved.Ready) -> None:
    page = seen(demo, ready.view)
    assert page.missing is None and page.points["y"].notna().sum() >= 20, ready.id
    assert page.says and "lack a value" in page.says[0]
    summed = {"time": page.line, "groups": page.groups, "lags": page.lags, "around": page.around}
    assert ready.view.chart not in summed or len(summed[ready.view.chart]) > 0
    if ready.view.chart in ("against", "lags", "around", "groups"):
        assert "association" in " ".join(page.says)
    plan = explore_drawn.plan(page)
    assert plan.frames


def test_there_are_a_dozen_ready_views_with_names_and_ids_of_their_own() -> None:
    ready = explore_saved.gallery()
    assert len(ready) >= 12 and len({one.id for one in ready}) == len({one.name for one in ready}) == len(
        ready
    )
    known = choices()
    assert all(one.view.y in known and one.view.x in known for one in ready)


def test_pace_at_a_fixed_heart_rate_is_the_same_as_on_the_pace_page(demo: Reader) -> None:
    view = View(y="pace_at_hr_s_per_km", who=("all",), period="all")
    mine = seen(demo, view).points.set_index(["athlete_id", "week_start"])["y"].dropna()
    theirs = weeks.gather(demo).set_index(["athlete_id", "week_start"])["pace_at_hr_s_per_km"].dropna()
    pd.testing.assert_series_equal(mine.sort_index(), theirs.sort_index(), check_names=False, rtol=1e-9)


def test_every_measure_can_be_shown_by_weeks_and_by_runs(demo: Reader) -> None:
    known = choices()
    trees = {f"m{at}": explore_measures.worked_out(name, known) for at, name in enumerate(known)}
    for dots in ("week", "run", "month"):
        found = explore_frame.gather(demo, dots, trees, explore_frame.Scope((1, 2)))
        assert len(found) and not np.isinf(found[list(trees)].to_numpy()).any()


# Lags, averages, units


def test_a_lag_takes_the_week_before_also_from_before_the_period(demo: Reader) -> None:
    plain = seen(demo, View(chart="against", y="runs", x="hip_sets", period="all")).points
    late = seen(demo, View(chart="against", y="runs", x="hip_sets", period="13", lag=2)).points
    before = plain.set_index("week_start")["x"]
    first = late.sort_values("day").iloc[0]
    assert first["x"] == before[first["week_start"] - pd.Timedelta(weeks=2)]
    runs = seen(
        demo, View(chart="against", y="distance_m", x="hip_sets", dots="run", period="13", lag=2)
    ).points
    run = runs.dropna().iloc[-1]
    assert run["x"] == before[run["week_start"] - pd.Timedelta(weeks=2)]


def test_miles_are_kilometres_in_other_words(demo: Reader) -> None:
    metric = seen(demo, View(y="distance_m"))
    imperial = seen(demo, View(y="distance_m", units="imperial"))
    assert metric.y.unit == "km" and imperial.y.unit == "mi"
    assert metric.points["y"].sum() == pytest.approx(imperial.points["y"].sum() * 1.609344)
    assert seen(demo, View(y="pace_s_per_km", units="imperial")).y.unit == "min/mi"


def test_the_correlation_is_highest_at_the_lag_it_was_made_with() -> None:
    rng = np.random.default_rng(0)
    x = rng.normal(size=(8, 60))
    y = np.roll(x, 3, axis=1) + 0.1 * rng.normal(size=(8, 60))
    week = pd.to_datetime("2026-01-05") + pd.to_timedelta(7 * np.tile(np.arange(60), 8), unit="D")
    points = pd.DataFrame(
        {"athlete_id": np.repeat(np.arange(8), 60), "week_start": week, "x": x.ravel(), "y": y.ravel()}
    )
    found = explore_sums.lags(points).set_index("lag")["correlation"]
    assert found.idxmax() == 3 and found[3] > 0.95 and abs(found[0]) < 0.3


def test_weeks_around_an_event_count_each_athlete_once() -> None:
    week = pd.to_datetime(["2026-01-05", "2026-01-12"])
    points = pd.DataFrame(
        {"athlete_id": [1, 1, 2, 2], "week_start": [*week, *week], "y": [2.0, 4.0, 10.0, 20.0]}
    )
    events = pd.DataFrame(
        {"athlete_id": [1, 1, 2], "day": pd.to_datetime(["2026-01-14", "2026-01-13", "2026-01-12"])}
    )
    summed, own = explore_sums.around(points, events)
    row = summed.set_index("offset").loc[-1]
    assert row["middle"] == 6.0 and row["n"] == 3 and row["athletes"] == 2 and np.isnan(row["low"])
    assert len(own) == 6


# Marks


def test_what_is_marked_filters_and_the_words_follow(demo: Reader) -> None:
    page = seen(demo, View(chart="against", y="distance_m", x="hip_sets", who=("all",)))
    some = explore.brushed(page, Brush(y=(20.0, 40.0), days=("2026-01-01", "2026-06-30")))
    assert 0 < len(some.points) < len(page.points) and some.points["y"].between(20, 40).all()
    assert some.says[0] != page.says[0] and explore.brushed(page, Brush()) is page
    nothing = explore.brushed(page, Brush(y=(1e6, 2e6)))
    assert nothing.missing is not None and nothing.points.empty


def test_marks_of_two_charts_lie_together() -> None:
    both = explore.together(Brush(y=(1.0, 5.0)), Brush(y=(3.0, 9.0), days=("2026-01-01", "2026-02-01")))
    assert both == Brush(y=(3.0, 5.0), days=("2026-01-01", "2026-02-01"))


@pytest.mark.parametrize("box", [None, {}, {"x": []}, {"x": ["a", "b"]}, {"x": [None, 3]}, {"y": [1, 2]}])
def test_a_box_that_makes_no_sense_marks_nothing(box: object) -> None:
    assert explore.brush_of(box, x_is="x", y_is=None).is_empty  # type: ignore[arg-type]


# Many dots


def test_as_many_dots_as_charts_need_go_on(demo: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(explore, "MOST_KEPT", 100)
    page = seen(demo, View(y="distance_m", dots="run", who=("all",), period="all"))
    assert len(page.points) == 100 and "8 190 runs" in page.says[0].replace("\u202f", " ")
    assert "taken evenly" in page.says[0]
    assert len(explore.csv(demo, view=explore_view.written(page.view)).splitlines()) == 8191


# The address and the file


views = st.builds(
    View,
    chart=st.sampled_from(list(explore_view.CHARTS)),
    y=st.sampled_from(["hip_sets", "own_3", "pace_s_per_km"]),
    x=st.sampled_from(["hip_dose", "own_12"]),
    dots=st.sampled_from(list(explore_view.DOTS)),
    who=st.one_of(
        st.sampled_from([("me",), ("all",)]),
        st.lists(st.sampled_from(["a1", "s2", "a33"]), min_size=1, unique=True).map(tuple),
    ),
    period=st.sampled_from([*explore_view.PERIODS, "y2025"]),
    kinds=st.lists(st.sampled_from(["", "trail", "treadmill"]), unique=True, max_size=2)
    .map(tuple)
    .filter(lambda one: one != ("",)),
    average=st.sampled_from(explore_view.AVERAGES),
    lag=st.sampled_from(explore_view.LAGS),
    line=st.sampled_from(explore_view.LINES),
    by=st.sampled_from(list(explore_view.GROUPS)),
    event=st.sampled_from(list(explore_view.EVENTS)),
    units=st.sampled_from(list(explore_view.UNITS)),
)


@given(views, views)
@settings(max_examples=80, deadline=None)
def test_an_address_and_a_stored_text_give_the_view_back(view: View, base: View) -> None:
    assert explore_view.from_address(explore_view.address(view, base), base) == view
    assert explore_view.read(explore_view.written(view)) == view


@given(st.dictionaries(st.sampled_from(list(explore_view.KEYS.values())), st.text(max_size=20)))
@settings(max_examples=80, deadline=None)
def test_an_address_with_nonsense_is_a_view_all_the_same(asked: dict[str, str]) -> None:
    view = explore_view.from_address(asked)
    assert explore_view.read(explore_view.written(view)) == view


def test_a_file_says_whose_log_it_was_about_to_nobody_and_brings_what_it_needs() -> None:
    formulas = (("own_3", "Sets a run", "hip_sets / runs", "sets"),)
    given_away = explore_view.to_file(Passed("Mine", View(y="own_3", who=("a7", "s1")), formulas))
    assert b"a7" not in given_away
    back = explore_saved.checked(given_away)
    assert back == Passed("Mine", View(y="own_3", who=("all",)), formulas)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"hipstride_view": 2}, "newer Hipstride"),
        ({"name": ""}, "has no name"),
        ({"name": 3}, "has no name"),
        ({"view": []}, "not a list of choices"),
        ({"view": {"chart": "pie"}}, "“chart” cannot be “pie”; it can be time"),
        ({"view": {"chart": ["time"]}}, "cannot be"),
        ({"view": {"average": True}}, "cannot be"),
        ({"view": {"colour": "red"}}, "nothing called “colour”"),
        ({"view": {"y": "no_such"}}, "no measure called “no_such”"),
        ({"view": {"y": "hip_sets; DROP"}}, "cannot be"),
        ({"view": {"who": "all"}}, "must be a list"),
        ({"view": {"y": "own_1"}}, "no measure called “own_1”"),
        (
            {"measures": [{"mark": "own_1", "name": "A", "formula": "own_1 + 1", "unit": None}]},
            "no measure own_1",
        ),
        ({"measures": [{"mark": "hips", "name": "A", "formula": "1"}]}, "no mark"),
        ({"measures": [{"mark": "own_1", "name": "A", "formula": "runs", "unit": 3}]}, "unit"),
        ({"measures": 3}, "must be a list"),
        ({"measures": [3]}, "not described"),
    ],
)
def test_a_file_that_is_no_view_is_refused_in_words(change: dict[str, object], words: str) -> None:
    plain = {"hipstride_view": 1, "name": "A", "view": {"y": "runs"}, "measures": []} | change
    with pytest.raises((ViewError, FormulaError), match=words):
        explore_saved.checked(json.dumps(plain).encode())


@pytest.mark.parametrize("data", [b"", b"[1]", b"{", b"\xff\xfe", b"x" * 30_000, b"[" * 9_000])
def test_a_file_that_is_nothing_of_ours_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(ViewError):
        explore_saved.checked(data)


# Own measures


def mine(number: int, formula: str) -> Shown:
    return Shown(f"own_{number}", f"M{number}", None, "", explore_measures.OWN_TOPIC, formula=formula)


def test_an_own_measure_is_shown_averaged_and_used_in_another(demo: Reader) -> None:
    own = (("own_1", "Sets a run", "hip_sets / runs", "sets"), ("own_2", "Twice", "2 * own_1", None))
    once = seen(demo, View(y="own_1", period="all"), own).points["y"]
    twice = seen(demo, View(y="own_2", period="all"), own)
    assert twice.points["y"].dropna().sum() == pytest.approx(2 * once.dropna().sum()) and once.notna().any()
    assert twice.title == "Twice over time"
    pair = seen(demo, View(chart="against", y="own_2", x="own_1", average=4, period="all"), own)
    assert (
        pair.y.label == "Twice (mean of 4 weeks)"
        and pair.trend is not None
        and pair.trend.slope == pytest.approx(2)
    )


def test_a_measure_that_goes_round_in_circles_says_so(demo: Reader) -> None:
    own = (("own_1", "A", "own_2 + 1", None), ("own_2", "B", "own_1 + 1", None))
    page = seen(demo, View(y="own_1"), own)
    assert page.missing is not None and "circles" in page.missing


def test_measures_that_grow_without_end_are_refused() -> None:
    known = choices()
    for n in range(1, 7):
        before = f"own_{n - 1}" if n > 1 else "hip_sets"
        known[f"own_{n}"] = mine(n, " + ".join([before] * 30))
    with pytest.raises(FormulaError, match="too large"):
        explore_measures.worked_out("own_6", known)


def test_a_measure_cannot_be_changed_into_part_of_itself() -> None:
    known = choices() | {"own_1": mine(1, "hip_sets"), "own_2": mine(2, "own_1 + 1")}
    assert explore_saved.readable("hip_sets*2", known, but="own_1") == "hip_sets * 2"
    for formula in ("own_1 + 1", "own_2"):
        with pytest.raises(FormulaError):
            explore_saved.readable(formula, known, but="own_1")


def test_a_fault_is_shown_under_its_place() -> None:
    fault = explore_drawn.fault_of("2 * hip_set", choices())
    assert fault is not None and fault.splitlines()[:2] == ["2 * hip_set", "    ^"]
    assert (
        explore_drawn.fault_of("hip_sets", choices()) is None
        and explore_drawn.fault_of(" ", choices()) is None
    )
