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

KNEE = "knee|left"


def place(app: AppTest, value: str) -> AppTest:
    listed = next(one for one in app.selectbox if str(one.key).endswith("_place_list"))
    listed.set_value(value).run()
    assert not app.exception
    return app


def injuries_of(ada: int) -> list[dict]:
    with open_store() as store, store.reader() as reader:
        return reader.frame("injury_entries", athlete_id=ada).to_dict("records")


def test_an_injury_is_logged_with_three_touches_and_undone(open_empty: Open, ada: int) -> None:
    app = open_empty("record/log_injury")
    level = "You trained clearly less or worse"
    assert next(one for one in app.button if one.label == level).disabled
    place(app, KNEE)
    app.button_group(key="injury_since_when").set_value("yesterday").run()
    press(app, level)
    assert "Left knee" in app.success[0].value
    [one] = injuries_of(ada)
    assert (one["site"], one["side"], one["case_level"]) == ("knee", "left", "substantial")
    assert one["running_related"]  # as the fold with more about it has it, which nobody opened
    assert one["onset_date"].date() == dt.date.today() - dt.timedelta(days=1)
    # The next injury has fields of its own: a browser goes on showing what stood in those of the last.
    assert app.selectbox(key=f"injury{one['injury_id']}_place_list").value is None
    assert app.button_group(key=f"injury{one['injury_id']}_since_when").value == "today"
    press(app, "Undo")
    assert injuries_of(ada) == [] and "Nothing recorded." in words_of(app)


def test_an_injury_that_is_in_the_log_already_is_said_to_be(open_empty: Open, ada: int) -> None:
    app = open_empty("record/log_injury")
    for _ in range(2):
        place(app, KNEE)
        press(app, "You trained clearly less or worse")
    assert app.success[0].value == (
        "In the log already, with the same first day\\: Left knee. Nothing new was stored."
    )
    assert "Undo" not in [one.label for one in app.button]
    press(app, "You missed at least one day of full training")
    assert "What you said of it now is added" in app.success[0].value
    assert [one["case_level"] for one in injuries_of(ada)] == ["time_loss"]
    press(app, "Undo")
    assert [one["case_level"] for one in injuries_of(ada)] == ["substantial"]


def test_an_open_injury_is_closed_opened_again_and_listed(open_empty: Open, ada: int) -> None:
    onset = dt.date.today() - dt.timedelta(days=10)
    with open_store() as store:
        number = entering.log_injury(
            store, ada, entering.InjuryRow(onset, "knee", note="**bold** [x](http://e) =1+1")
        )
    app = open_empty("record/log_injury")
    press(app, "It is over")
    assert "Closed" in app.success[0].value
    table = next(t.value for t in app.dataframe if "onset" in t.value.columns)
    assert list(table["state"]) == ["10 days"]
    app.selectbox(key="injury_shown").set_value(number).run()
    press(app, "Open again")
    assert [
        one["recovered_date"] is None or str(one["recovered_date"]) == "NaT" for one in injuries_of(ada)
    ] == [True]


def test_an_injury_is_changed_taken_out_and_brought_back_with_its_history(open_empty: Open, ada: int) -> None:
    with open_store() as store:
        number = entering.log_injury(store, ada, entering.InjuryRow(dt.date.today(), "knee", side="left"))
    app = open_empty("record/log_injury")
    app.selectbox(key="injury_shown").set_value(number).run()
    app.selectbox(key=f"entry_{number}_1_place").set_value("shin|right").run()
    app.selectbox(key=f"entry_{number}_1_treated").set_value("doctor").run()
    press(app, "Save the change")
    [one] = injuries_of(ada)
    assert (one["site"], one["side"], one["treated_by"]) == ("shin", "right", "doctor")
    history = next(one.value for one in app.markdown if "changed" in one.value and "UTC" in one.value)
    assert "Knee → Shin" in history and "not said → A doctor" in history
    press(app, "Take it out")
    assert injuries_of(ada) == []
    press(app, "Bring it back")
    assert len(injuries_of(ada)) == 1


def test_a_recovery_before_the_onset_is_refused_in_words(open_empty: Open, ada: int) -> None:
    app = open_empty("record/log_injury")
    place(app, "shin|left")
    app.button_group(key="injury_since_when").set_value("yesterday").run()
    app.session_state["injury_more"] = True  # the fold is opened
    app.run()
    app.date_input(key="injury_time_loss_start").set_value(dt.date.today())
    app.date_input(key="injury_recovered_date").set_value(dt.date.today() - dt.timedelta(days=1)).run()
    press(app, "You felt it, and trained as usual")
    assert "after the recovery" in "\n".join(one.value for one in app.error)
    assert injuries_of(ada) == []


def test_the_four_sites_runners_name_come_first_in_the_list(open_empty: Open, ada: int) -> None:
    app = open_empty("record/log_injury")
    listed = app.selectbox(key="injury_place_list").options
    assert [one for one in listed if one.startswith("Left") or one == "Low back"][:4] == [
        "Left knee", "Left shin", "Left hamstring", "Low back",
    ]  # fmt: skip


@pytest.mark.parametrize("asked", ["shin splints", "QT1", "medial tibial"])
def test_a_diagnosis_is_found_by_name_code_and_the_words_runners_use(
    open_empty: Open, ada: int, asked: str
) -> None:
    app = open_empty("record/log_injury")
    place(app, "shin|left")
    app.session_state["injury_more"] = True
    app.run()
    app.text_input(key="injury_asked").set_value(asked).run()
    assert app.selectbox(key="injury_kind_shin").options[0].startswith("Medial tibial stress syndrome")


def test_a_bone_stress_injury_says_at_once_what_it_asks_for(open_empty: Open, ada: int) -> None:
    app = open_empty("record/log_injury")
    place(app, "shin|left")
    app.session_state["injury_more"] = True
    app.run()
    app.selectbox(key="injury_kind_shin").set_value("tibial-bsi").run()
    assert "until a professional has cleared it" in app.error[0].value


# ---------------------------------------------------------------- check-in


def checkins_of(ada: int) -> list[dict]:
    with open_store() as store, store.reader() as reader:
        return reader.frame("checkin_weeks", athlete_id=ada).to_dict("records")


def test_no_problem_is_one_touch_and_can_be_undone(open_empty: Open, ada: int) -> None:
    app = open_empty("record/checkin")
    press(app, "Full participation without health problems")
    assert "That is all" in app.success[0].value
    assert [one["q1"] for one in checkins_of(ada)] == [0]
    app.button_group(key=next(one.key for one in app.button_group if "sleep" in one.key)).set_value(4).run()
    assert [one["sleep_1_5"] for one in checkins_of(ada)] == [4]
    press(app, "Undo")
    assert [one["sleep_1_5"] == 4 for one in checkins_of(ada)] == [False]
    press(app, "Undo")
    assert checkins_of(ada) == []


def answer_a_knee(app: AppTest) -> None:
    for label in (
        "Full participation, but with a health problem", "To a minor extent", "No effect", "To a mild extent",
        "An injury",
    ):  # fmt: skip
        press(app, label)
    app.selectbox(key=next(one.key for one in app.selectbox if "place" in one.key)).set_value(KNEE).run()
    app.button_group(key=next(one.key for one in app.button_group if "pain" in one.key)).set_value(3).run()
    assert not app.exception


def test_a_problem_is_answered_kept_and_opens_an_injury(open_empty: Open, ada: int) -> None:
    app = open_empty("record/checkin")
    answer_a_knee(app)
    assert "severity 24 of 100, pain 3 of 10" in app.success[0].value
    assert "opened there" in words_of(app)
    assert [one["site"] for one in injuries_of(ada)] == ["knee"]


def test_the_problem_of_the_week_before_is_offered(open_empty: Open, ada: int) -> None:
    app = open_empty("record/checkin")
    weeks = app.selectbox(key=f"checkin_week_{ada}")
    weeks.set_value(sorted(week_values(weeks))[-3]).run()
    answer_a_knee(app)
    weeks = app.selectbox(key=f"checkin_week_{ada}")
    weeks.set_value(sorted(week_values(weeks))[-2]).run()
    press(app, "Full participation, but with a health problem")
    press(app, "Still: left knee")
    for label in ("No modification", "No effect", "To a mild extent"):
        press(app, label)
    app.button_group(key=next(one.key for one in app.button_group if "pain" in one.key)).set_value(2).run()
    assert len(injuries_of(ada)) == 1 and len(checkins_of(ada)) == 2
    press(app, "Another problem this week")
    press(app, "Could not participate due to a health problem")
    press(app, "An illness, or something else")  # who could not take part is not asked how far
    assert len(app.success) == 2 and "substantial, severity 100 of 100" in app.success[1].value


def week_values(box: object) -> list[str]:
    """The Mondays of the list: AppTest knows the words that stand for them."""
    monday = dt.date.today() - dt.timedelta(days=dt.date.today().weekday())
    return [(monday - dt.timedelta(weeks=back)).isoformat() for back in range(len(box.options))]


def test_the_squad_of_the_demo_is_shown_with_its_answers(open_demo: Open) -> None:
    app = open_demo("record/checkin")
    table = next(t.value for t in app.dataframe if "latest" in t.value.columns)
    assert len(table) == 24
    assert "24 athletes" in words_of(app)


def test_today_says_that_the_check_in_is_due_until_it_is_answered(open_empty: Open, ada: int) -> None:
    def says() -> bool:
        return any("Check-in for" in str(one.proto) for one in open_empty("act/today").main)

    assert says()
    press(open_empty("record/checkin"), "Full participation without health problems")
    assert not says()


@pytest.mark.parametrize("page", ["record/log_strength", "record/log_injury"])
def test_with_the_demo_squad_the_logs_are_listed(open_demo: Open, page: str) -> None:
    app = open_demo(page)
    assert app.dataframe and "simulated" in words_of(app)


@pytest.mark.parametrize("page", ["record/log_strength", "record/log_injury", "record/checkin"])
def test_on_an_empty_store_the_logs_greet(open_empty: Open, page: str) -> None:
    assert open_empty(page).button[0].label == "Import files"
