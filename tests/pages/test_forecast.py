"""Next week: base rate and known flags for everybody; a forecast and a planned week only behind the gate."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from analytics.intake import entering
from analytics.models import forecast
from analytics.store import open_store

Open = Callable[[str], AppTest]


def texts(app: AppTest) -> str:
    groups = (app.text, app.markdown, app.info, app.header, app.caption)
    return " ".join(one.value for group in groups for one in group).replace("\\", "")


def test_too_few_injuries_leave_the_base_rate_and_what_is_known(open_demo: Open) -> None:
    app = open_demo("understand/forecast")
    said = texts(app)
    assert "of 100 weeks brought a new injury" in said
    assert "No forecast is shown." in said
    assert "82 of 100 injuries needed" in said
    assert "A planned week" not in said
    flags = app.dataframe[0].value
    assert len(flags) > 10 and "chance" not in flags.columns[flags.notna().any()]
    assert flags["known"].str.contains("injury in the last").any()


def test_a_released_forecast_brings_chances_a_plan_and_its_test(
    open_demo: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forecast, "LEAST_INJURIES", 50)
    monkeypatch.setattr(forecast, "gate", lambda _: [])
    app = open_demo("understand/forecast")
    said = texts(app)
    assert "The forecast passed its test." in said
    assert "weeks after such a week brought a new injury; after one as usual" in said
    assert app.dataframe[0].value["chance"].dropna().str.contains("in 100").all()
    alerts = next(one.value for one in app.dataframe if "flags_per_week" in one.value.columns)
    assert alerts["flags_per_week"].tolist() == [1, 2, 3, 4, 5]
    assert alerts["recall_pct"].is_monotonic_increasing
    app.number_input(key="longest").set_value(60.0).run()
    assert not app.exception
    assert "In the very week of it: a run" in texts(app)


def test_one_runner_without_a_log_is_told_so(open_empty: Open) -> None:
    with open_store() as store:
        entering.add_athlete(store, "Ada")
    said = texts(open_empty("understand/forecast"))
    assert "How often is not known yet" in said
    assert "0 of 100 injuries needed" in said
    assert "Nobody has a whole week of running" in said
