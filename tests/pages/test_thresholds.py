"""The page of one's zones: empty, with the demo squad; a value is said, seen in the zones, and taken back."""

from __future__ import annotations

from collections.abc import Callable

from streamlit.testing.v1 import AppTest

Open = Callable[[str], AppTest]


def field(app: AppTest, label: str):
    return next(one for one in [*app.number_input, *app.text_input] if one.label == label)


def press(app: AppTest, label: str) -> AppTest:
    next(one for one in app.button if one.label == label).click()
    app.run()
    assert not app.exception and not app.error
    return app


def figure(app: AppTest, label: str) -> tuple[str, str]:
    found = next(one for one in app.metric if one.label == label)
    return found.value, found.delta


def test_an_empty_store_greets(open_empty: Open) -> None:
    assert open_empty("record/thresholds").title[0].value == "Welcome to Hipstride"


def test_whose_word_a_value_is_stands_beside_it(open_demo: Open) -> None:
    app = open_demo("record/thresholds")
    assert app.title[0].value == "Your zones"
    assert figure(app, "Highest heart rate")[1] == "you said so"
    assert figure(app, "Threshold pace")[1] == "estimated from your runs"


def test_a_threshold_changes_the_zones_and_is_taken_back(open_demo: Open) -> None:
    app = open_demo("record/thresholds")
    before = app.table[0].value.to_dict()
    field(app, "Threshold heart rate, bpm").set_value(160)
    field(app, "Threshold pace, min:s a km").set_value("4:10")
    press(app, "Keep")
    assert figure(app, "Threshold heart rate") == ("160 bpm", "you said so")
    assert figure(app, "Threshold pace") == ("4:10 /km", "you said so")
    # 85, 90, 95 and 100 % of 160.
    assert app.table[0].value["Heart rate"].tolist() == [
        "below 136 bpm", "136 to 144 bpm", "144 to 152 bpm", "152 to 160 bpm", "160 bpm and above",
    ]  # fmt: skip
    press(app, "Take back")
    assert app.table[0].value.to_dict() == before


def test_what_cannot_be_is_said_in_words(open_demo: Open) -> None:
    app = open_demo("record/thresholds")
    field(app, "Threshold pace, min:s a km").set_value("fast")
    next(one for one in app.button if one.label == "Keep").click()
    app.run()
    assert "is no pace" in app.error[0].value


def test_bounds_are_set_by_hand_in_a_fold_that_is_filled_when_it_is_opened(open_demo: Open) -> None:
    app = open_demo("record/thresholds")
    low = "Zone 2 from, bpm"
    assert low not in [one.label for one in app.number_input]  # a closed fold holds nothing yet
    app.session_state["bounds heart_rate"] = True
    app.run()
    field(app, low).set_value(111)
    press(app, "Keep these bounds")
    assert app.table[0].value["Heart rate"].tolist()[0] == "below 111 bpm"
