"""The calendar: empty, one athlete, the demo squad; a week of the address, turning pages, a squad's week."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from types import ModuleType

from streamlit.testing.v1 import AppTest

from analytics.intake import entering, loading, thresholds
from analytics.intake.taking_in import take_in
from analytics.store import open_store

Open = Callable[[str], AppTest]


def table(app: AppTest) -> str:
    """The calendar's markup."""
    found = [
        one.proto.body
        for one in app.get("html")
        if "hs-calendar" in one.proto.body and "<table" in one.proto.body
    ]
    assert len(found) == 1
    return str(found[0])


def cells(markup: str) -> list[str]:
    return re.findall(r'<td class="(hs-day[^"]*)"', markup)


def test_an_empty_store_greets(open_empty: Open) -> None:
    app = open_empty("understand/calendar")
    assert app.title[0].value.startswith("Welcome")


def test_rest_is_0_and_what_no_log_speaks_for_is_not_known(open_empty: Open, fit_writer: ModuleType) -> None:
    with open_store() as store:
        entering.add_athlete(store, "Ada <b>", zone="Europe/Berlin")
        runs = [
            (
                f"{day}.fit",
                fit_writer.run_file(start=dt.datetime(2026, 3, day, 6), seconds=3600, speed_m_s=3.0),
            )
            for day in (3, 6)
        ]
        take_in(store, runs, athlete="Ada <b>")
        with store.reader() as reader:
            ids = [
                int(one) for one in reader.sql("SELECT activity_id FROM activity ORDER BY 1", {}).activity_id
            ]
    markup = table(open_empty("understand/calendar"))
    # the log speaks from the first run to the last: Tuesday to Friday
    assert cells(markup) == [
        "hs-day hs-unknown",
        "hs-day hs-active",
        "hs-day hs-rest",
        "hs-day hs-rest",
        "hs-day hs-active",
        "hs-day hs-unknown",
        "hs-day hs-unknown",
    ]
    assert re.findall(r'href="([^"]+)"', markup) == [f"activity?activity={number}" for number in ids]
    assert 'aria-label="Run, 10.80 km in 1:00:00, 3 Mar"' in markup
    assert markup.count('<th scope="col"') == 12 and '<th scope="row">Week 10' in markup
    assert '<td class="hs-sum" data-day="Km">21.6</td>' in markup
    assert '<th scope="col" class="hs-sum">Load, min</th>' in markup  # without heart rate or effort: minutes
    assert '<td class="hs-sum" data-day="Load, min">120</td>' in markup


def test_an_address_lands_on_its_week(open_demo: Open) -> None:
    app = open_demo("understand/calendar")
    assert len(re.findall("<tr", table(app))) == 13  # a head and twelve weeks
    app.query_params["week"] = "2026-W07"
    app.run()
    assert not app.exception
    [asked] = re.findall(r'<tr class="hs-asked"><th scope="row">([^<]+)', table(app))
    assert asked == "Week 7"
    before = table(app)
    next(one for one in app.button if one.label == "Earlier").click().run()
    assert not app.exception and table(app) != before
    next(one for one in app.button if one.label == "Newest").click().run()
    assert not app.exception


def test_nonsense_in_the_address_shows_the_newest_weeks(open_demo: Open) -> None:
    app = open_demo("understand/calendar")
    newest = table(app)
    app.query_params["week"] = "2026-W99<script>"
    app.run()
    assert not app.exception and table(app) == newest


def test_a_squads_week_has_a_row_for_each(open_demo: Open) -> None:
    app = open_demo("understand/calendar")
    app.button_group(key="calendar_view").set_value("The squad's week").run()
    assert not app.exception
    assert len(re.findall(r'<th scope="row"', table(app))) == 24
    assert "Load stands on " in " ".join(one.value for one in app.caption)


def test_loads_on_different_bases_carry_their_units_behind_them(
    open_empty: Open, fit_writer: ModuleType
) -> None:
    with open_store() as store:
        for name, day in (("Ada", 3), ("Ben", 4)):
            athlete_id = entering.add_athlete(store, name, zone="Europe/Berlin")
            start = dt.datetime(2026, 3, day, 6)
            take_in(
                store,
                [(f"{name}.fit", fit_writer.run_file(start=start, seconds=3600, speed_m_s=3.0))],
                athlete=name,
            )
        loading.attach(store)
        thresholds.count_load(store, athlete_id, load_basis="rtss")
    app = open_empty("understand/calendar")
    app.button_group(key="calendar_view").set_value("The squad's week").run()
    assert '<td class="hs-sum" data-day="Load">60 min</td>' in table(app)
    assert " points</td>" in table(app)
