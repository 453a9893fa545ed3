"""Units: what is chosen once holds on every page, in words, tables and charts; what is stored stays."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from google.protobuf.json_format import MessageToDict
from streamlit.testing.v1 import AppTest

from analytics.intake import choosing
from analytics.store import open_store
from pages.shared import frame, session

ELSEWHERE = {"trust/guide", "trust/methods", "trust/settings", "understand/sql"}
"""Pages that tell of studies or of stored columns in the units these have, or show the units themselves."""
PAGES = [
    name
    for rooms in frame.ROOMS.values()
    for room in rooms
    if (name := room.file.removesuffix(".py")) not in ELSEWHERE
]
METRIC = re.compile(
    r"(?<![\w.,\u202f])(?:/?km(?:/h)?|min/km|kg|°C|[Kk]ilomet\w+|metres climbed)\b|\d[\s\u00a0\u202f]m\b(?! a )|, m\b"
)
NAMED = re.compile(
    r"\b(?:0\.4|1|3|5|10|15|20|25|30|50|100|400|800|1000|1[,\u202f ]?000|1500)[\s\u00a0\u202f]k?m\b"
    r"|per 1[,\u202f ]000 km|km at risk|Hours, km and runs|by km\b|store's units \(m, s, kg\)|m/beat|m a heartbeat"
    r"|kilometres run|longest run in kilometres"
)
"""Where a distance is a name (an effort, a race, the rate per 1,000 km), or a column of a file or formula."""


@pytest.fixture(scope="module")
def imperial(demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    path = tmp_path_factory.mktemp("imperial") / "demo.duckdb"
    shutil.copyfile(demo_file, path)
    with open_store(path) as store:
        for setting, value in {"units": "imperial", "numbers": "space_comma", "first_day": "sunday"}.items():
            choosing.choose(store, setting, value)
    yield path
    session._store_at.clear(str(path))


def everything_shown(app: AppTest) -> list[str]:
    """Give every text that a page sends to the browser: words, tables with their heads, figures."""
    texts: list[str] = []

    def gather(value: object, key: str = "") -> None:
        if isinstance(value, dict):
            for name, inner in value.items():
                gather(inner, name)
        elif isinstance(value, list):
            for inner in value:
                gather(inner, key)
        elif isinstance(value, str) and key not in ("data", "id", "formId", "element_id", "hash", "icon"):
            if value[:1] in "{[" and key in ("spec", "columns", "figure", "config"):
                gather(json.loads(value))
            else:
                texts.append(value)

    for block in (app.main, app.sidebar):
        for node in block:
            if node.type != "default" and getattr(node, "proto", None) is not None:
                gather(MessageToDict(node.proto))
    for one in app.dataframe:
        frame_shown: pd.DataFrame = one.value
        order = list(one.proto.column_order) or list(frame_shown.columns)
        for name in order:
            if name in frame_shown and not pd.api.types.is_numeric_dtype(frame_shown[name]):
                texts += [str(value) for value in frame_shown[name].head(50)]
    return texts


def opened(page: str, project: Path, **asked: str) -> AppTest:
    app = AppTest.from_file(str(project / "app.py"), default_timeout=60)
    app.run()
    app.switch_page(f"pages/{page}.py")
    for name, value in asked.items():
        app.query_params[name] = value
    app.run()
    assert [one.value for one in app.exception] == []
    return app


def metric_left(app: AppTest) -> set[str]:
    return {text for text in everything_shown(app) if METRIC.search(NAMED.sub("", text.replace("\\", "")))}


@pytest.mark.usefixtures("folds_open")
@pytest.mark.parametrize("page", PAGES)
def test_no_kilometre_is_left_where_miles_are_read(
    page: str, imperial: Path, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HIPSTRIDE_DB", str(imperial))
    assert metric_left(opened(page, project)) == set()


def test_an_activity_and_every_part_of_pace_are_told_in_miles(
    imperial: Path, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HIPSTRIDE_DB", str(imperial))
    with open_store(imperial) as store, store.reader() as reader:
        run = reader.sql(
            "SELECT activity_id, athlete_id FROM running_session WHERE has_records ORDER BY start_utc DESC LIMIT 1"
        ).iloc[0]
    app = opened(
        "understand/activity", project, activity=str(run["activity_id"]), athlete=str(run["athlete_id"])
    )
    assert metric_left(app) == set()
    assert "Mile by mile" in [one.value for one in app.header]
    app = opened("understand/pace", project)
    for part in ("bests", "heart", "form", "squad"):
        app.session_state["pace_part"] = part
        app.run()
        assert (part, metric_left(app)) == (part, set())


def test_the_search_for_kilometres_finds_them_where_they_are_read(
    demo_file: Path, tmp_path: Path, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copyfile(demo_file, tmp_path / "hipstride.duckdb")
    found = metric_left(opened("understand/overview", project))
    assert "<b>Distance, km a week</b>" in found  # in a figure
    assert any(text.endswith(" km") for text in found)  # in a card
    assert any("/km at" in text for text in found)  # in a hover


def test_a_choice_in_the_settings_holds_on_the_next_page(
    demo_file: Path, tmp_path: Path, project: Path
) -> None:
    shutil.copyfile(demo_file, tmp_path / "hipstride.duckdb")
    app = opened("trust/settings", project)
    app.radio(key="setting_units").set_value("imperial").run()
    app.radio(key="setting_motion").set_value("speed").run()
    app.radio(key="setting_numbers").set_value("point_comma").run()
    assert app.table[0].value["Reads"].tolist() == ["19 mi at 7,0 mph", "4.068 ft", "27,6 lb", "75 °F"]
    app.switch_page("pages/understand/overview.py")
    app.run()
    shown = everything_shown(app)
    assert "<b>Distance, mi a week</b>" in shown
    assert any(text.startswith("<b>Speed at") and text.endswith("mph</b>") for text in shown)


def test_what_is_typed_in_pounds_and_miles_is_stored_in_kilograms_and_kilometres(
    demo_file: Path, tmp_path: Path, project: Path
) -> None:
    path = tmp_path / "hipstride.duckdb"
    shutil.copyfile(demo_file, path)
    with open_store(path) as store:
        choosing.choose(store, "units", "imperial")
    app = opened("record/log_strength", project)
    field = next(one for one in app.number_input if one.label.startswith("Weight"))
    assert field.label == "Weight, lb (empty: none)"
    field.set_value(44.0)
    next(one for one in app.button if one.label == "Log it").click().run()
    with open_store(path) as store, store.reader() as reader:
        load = reader.sql("SELECT load_kg FROM strength_set WHERE load_kg IS NOT NULL")
    assert (load["load_kg"].astype(float).round(3) == 19.958).any()


def test_the_guide_is_there_for_each_of_its_readers(project: Path) -> None:
    app = opened("trust/guide", project)
    for who, start in (
        ("runner", "The first sixty seconds"),
        ("coach", "## A Monday"),
        ("sceptic", "## What is counted"),
    ):
        app.session_state["guide_who"] = who
        app.run()
        assert any(start in one.value for one in app.markdown)
