"""The page of training load: empty, one athlete with three runs, and the demo squad."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
from pathlib import Path

from streamlit.testing.v1 import AppTest

from analytics.ingest.batch import ActivityRow, SessionRow
from analytics.intake import loading
from analytics.store import open_store
from analytics.store.rows import CoverageRow, StagedActivity, activity_id

Open = Callable[[str], AppTest]


def run(days_back: int, km: float) -> StagedActivity:
    start = dt.datetime.combine(dt.date.today() - dt.timedelta(days=days_back), dt.time(7))
    session = SessionRow(sport="running", start_utc=start, distance_m=1000 * km, moving_s=360 * km)
    return StagedActivity(
        row=ActivityRow(sessions=[session], start_utc=start),
        activity_id=activity_id(start, str(km), athlete_id=1),
        start_utc=start,
        start_local=start,
        zone="Europe/Berlin",
        zone_basis="file",
    )


def words(app: AppTest) -> str:
    kinds = (app.title, app.header, app.markdown, app.caption, app.text, app.info)
    return " ".join(str(one.value) for kind in kinds for one in kind)


def test_an_empty_store_greets(open_empty: Open) -> None:
    assert open_empty("understand/load").title[0].value == "Welcome to Hipstride"


def test_three_runs_have_states_and_no_more_is_claimed(open_empty: Open) -> None:
    with open_store(Path(os.environ["HIPSTRIDE_DB"])) as store:
        loading.attach(store)
        with store.writer() as writer:
            athlete = writer.add_athlete("Ada")
            runs = [run(back, km) for back, km in ((8, 10.0), (4, 8.0), (0, 12.5))]
            writer.add_activities(athlete, None, "fit", runs)
    app = open_empty("understand/load")
    assert app.title[0].value == "Training load"
    said = words(app)
    assert "minutes of running" in said and "13.8 km" in said  # 10 % beyond 12.5 km
    newest = app.table[0].value.iloc[-1]
    assert (newest["State"], newest["Hazard ratio (95 %)"]) == ("Small spike", "1.64 (1.31 to 2.05)")
    assert app.metric[3].value == "–"  # too few weeks of one's own


def test_runs_before_the_weeks_shown_are_named_instead_of_empty_figures(open_empty: Open) -> None:
    with open_store(Path(os.environ["HIPSTRIDE_DB"])) as store:
        loading.attach(store)
        with store.writer() as writer:
            athlete = writer.add_athlete("Ada")
            writer.add_activities(athlete, None, "fit", [run(back, 10.0) for back in (900, 898)])
            today = dt.date.today()
            writer.add_coverage(athlete, None, [CoverageRow("strength", today, today, "declared")])
    app = open_empty("understand/load")
    assert any("No run in the weeks shown" in one.value for one in app.info)
    assert "How has load built up and worn off?" not in words(app)
    next(one for one in app.button if one.label == "Look back at all weeks").click()
    assert "How has load built up and worn off?" in words(app.run())


def test_the_demo_squad_has_every_picture_and_the_squad_table(open_demo: Open) -> None:
    app = open_demo("understand/load")
    said = words(app)
    assert "Load stands on session RPE" in said and "hazard" not in app.title[0].value
    assert "Nothing here is advised from it" in said
    assert len(app.get("plotly_chart")) == 6
    squad = app.dataframe[-1].value
    assert len(squad) == 24 and squad["ratio"].dropna().is_monotonic_decreasing
    for banned in ("prevents", "will reduce", "is safe"):
        assert banned not in said


def test_another_basis_is_chosen_and_said(open_demo: Open) -> None:
    app = open_demo("understand/load")
    next(one for one in app.selectbox if one.label == "What the load stands on").set_value("rtss")
    app.run()
    assert not app.exception and not app.error
    assert "You chose this." in words(app) and "rTSS" in words(app)
