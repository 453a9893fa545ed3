"""Importing files and logging by hand, as a visitor does; errors come in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from analytics.intake import entering, templates
from analytics.store import open_store

Open = Callable[[str], AppTest]
HEVY = (
    b'"title","start_time","end_time","description","exercise_title","superset_id","exercise_notes","set_index",'
    b'"set_type","weight_kg","reps","distance_km","duration_seconds","rpe"\n'
    b'"Hips","24 Aug 2026, 18:00","24 Aug 2026, 18:20","","Clamshell","","","0","normal","","15","","",""\n'
)


@pytest.fixture
def ada() -> int:
    with open_store() as store:
        return entering.add_athlete(store, "Ada")


def words_of(app: AppTest) -> str:
    parts = [*app.text, *app.caption, *app.error, *app.success, *app.warning, *app.info]
    return "\n".join(str(one.value) for one in parts)


def press(app: AppTest, label: str) -> AppTest:
    next(one for one in app.button if one.label == label).click()
    app.run()
    assert not app.exception
    return app


def receipt(app: AppTest) -> dict[str, str]:
    table = next(t.value for t in app.dataframe if {"status", "reason", "sets"} <= set(t.value.columns))
    return dict(zip(table["name"], table["status"]))


# ---------------------------------------------------------------- import


def test_dropped_files_get_a_line_each_and_a_second_time_they_are_known(open_empty: Open) -> None:
    app = open_empty("record/import_files")
    for expected in ("Added", "Known already"):
        app.file_uploader[0].set_value(
            [("log.csv", HEVY, "text/csv"), ("empty.fit", b"", "application/octet-stream"),
             ("=evil<b>.gpx", b"\x00\xff" * 50, "application/octet-stream")]
        ).run()  # fmt: skip
        press(app, "Import")
        became = receipt(app)
        assert became["log.csv"] == expected
        assert became["empty.fit"] in ("Refused", "Not needed")
        assert became["=evil<b>.gpx"] in ("Refused", "Not needed")
    with open_store() as store, store.reader() as reader:
        assert len(reader.frame("strength_recent", athlete_id=1, most=9)) == 1


def test_files_can_be_given_to_somebody_new(open_empty: Open, ada: int) -> None:
    app = open_empty("record/import_files")
    app.selectbox(key="import_whose").set_value("Somebody new").run()
    app.text_input(key="import_new_name").set_value("Bo").run()
    app.file_uploader[0].set_value(("log.csv", HEVY, "text/csv")).run()
    press(app, "Import")
    with open_store() as store, store.reader() as reader:
        assert set(reader.frame("roster_athletes")["name"]) == {"Ada", "Bo"}


def test_after_an_import_the_pages_are_about_its_athlete(open_demo: Open) -> None:
    app = open_demo("record/import_files")
    app.text_input(key="import_first_name").set_value("Ada")
    app.file_uploader[0].set_value(("log.csv", HEVY, "text/csv")).run()
    press(app, "Import")
    app.switch_page("pages/record/log_strength.py").run()
    assert not app.exception and "Ada" in words_of(app)


def test_a_simulated_name_is_refused_in_words(open_demo: Open) -> None:
    app = open_demo("record/import_files")
    app.text_input(key="import_first_name").set_value("Runner 01")
    app.file_uploader[0].set_value(("log.csv", HEVY, "text/csv")).run()
    press(app, "Import")
    assert "simulated" in app.error[0].value


def test_every_template_can_be_downloaded_and_read_back(open_empty: Open) -> None:
    app = open_empty("record/import_files")
    assert len(templates.KINDS) == 4
    app.file_uploader[0].set_value(
        [(f"{kind}.csv", templates.template_csv(kind), "text/csv") for kind in templates.KINDS]
    ).run()
    press(app, "Import")
    assert set(receipt(app).values()) == {"Added"}


def test_past_imports_are_listed(open_demo: Open) -> None:
    app = open_demo("record/import_files")
    past = next(t.value for t in app.dataframe if "when" in t.value.columns)
    assert len(past) == 24


# ---------------------------------------------------------------- strength


def test_a_set_is_logged_and_what_it_earned_is_said(open_empty: Open, ada: int) -> None:
    app = open_empty("record/log_strength")
    app.selectbox(key="strength_exercise").set_value("clamshell").run()
    app.number_input(key="sets_clamshell").set_value(2)
    app.number_input(key="reps_clamshell").set_value(4)
    press(app, "Log it")
    # Two sets of weight 1 with 4 of 8 repetitions: 2 x 0.5.
    assert "1 hip set" in app.success[0].value
    table = next(t.value for t in app.dataframe if "hip_sets" in t.value.columns)
    assert list(table["hip_sets"]) == [1.0]


def test_one_leg_is_half(open_empty: Open, ada: int) -> None:
    app = open_empty("record/log_strength")
    app.selectbox(key="strength_exercise").set_value("clamshell").run()
    app.number_input(key="sets_clamshell").set_value(2)
    app.selectbox(key="side_clamshell").set_value("left")
    press(app, "Log it")
    table = next(t.value for t in app.dataframe if "hip_sets" in t.value.columns)
    assert list(table["hip_sets"]) == [1.0]  # 2 x 1 x 0.5


def test_saying_since_when_the_log_is_complete_turns_silence_into_rest(open_empty: Open, ada: int) -> None:
    app = open_empty("record/log_strength")
    since = dt.date.today() - dt.timedelta(days=60)
    app.date_input(key="strength_since").set_value(since).run()
    press(app, "My strength log is complete since then")
    with open_store() as store, store.reader() as reader:
        weeks = reader.frame("weeks", athlete_id=ada)
    assert (weeks["hip_sets"] == 0).all() and len(weeks) >= 8


# ---------------------------------------------------------------- injury


def test_an_injury_is_logged_closed_and_listed(open_empty: Open, ada: int) -> None:
    app = open_empty("record/log_injury")
    assert [one.label for one in app.button if one.label == "Log it"] and app.button[0].disabled
    app.button_group(key="injury_site").set_value("knee").run()
    app.date_input(key="injury_onset").set_value(dt.date.today() - dt.timedelta(days=10))
    app.text_area(key="injury_note").set_value("**bold** [x](http://e) =1+1")
    press(app, "Log it")
    assert "Knee" in app.success[0].value
    assert any("Knee" in one.value for one in app.text)
    press(app, "It is over")
    assert "Closed" in app.success[0].value
    table = next(t.value for t in app.dataframe if "onset" in t.value.columns)
    assert list(table["state"]) == ["10 days"]


def test_a_recovery_before_the_onset_is_refused_in_words(open_empty: Open, ada: int) -> None:
    app = open_empty("record/log_injury")
    app.button_group(key="injury_site").set_value("shin").run()
    app.toggle(key="injury_open").set_value(False).run()
    app.date_input(key="injury_recovered").set_value(dt.date.today() - dt.timedelta(days=5))
    press(app, "Log it")
    assert "before the onset" in "\n".join(one.value for one in app.error)
    with open_store() as store, store.reader() as reader:
        assert reader.frame("injuries_listed", athlete_id=ada).empty


def test_the_four_sites_runners_name_come_first(open_empty: Open, ada: int) -> None:
    app = open_empty("record/log_injury")
    assert app.button_group(key="injury_site").options[:4] == ["Knee", "Shin", "Hamstring", "Low back"]


def test_a_bone_stress_injury_says_at_once_what_it_asks_for(open_empty: Open, ada: int) -> None:
    app = open_empty("record/log_injury")
    app.button_group(key="injury_site").set_value("shin").run()
    app.selectbox(key="injury_kind_shin").set_value("tibial-bsi").run()
    assert "until a professional has cleared it" in app.error[0].value


@pytest.mark.parametrize("page", ["record/log_strength", "record/log_injury"])
def test_with_the_demo_squad_the_logs_are_listed(open_demo: Open, page: str) -> None:
    app = open_demo(page)
    assert app.dataframe and "simulated" in words_of(app)


@pytest.mark.parametrize("page", ["record/log_strength", "record/log_injury"])
def test_on_an_empty_store_the_logs_greet(open_empty: Open, page: str) -> None:
    assert open_empty(page).button[0].label == "Import files"
