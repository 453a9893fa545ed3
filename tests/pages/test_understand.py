"""The pages that show what the log can say: on an empty store, with the demo squad, for one runner alone."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from analytics.ingest.batch import InjuryRow, SetRow
from analytics.intake.entering import add_athlete, declare_coverage, log_injury, log_sets
from analytics.store import open_store

PAGES = ("overview", "hip_strength", "pace", "injury", "squad", "explore")
Open = Callable[[str], AppTest]


def words(app: AppTest) -> str:
    """Everything a page says, in one text."""
    kinds = (app.title, app.header, app.markdown, app.caption, app.text, app.info)
    return " ".join(str(one.value) for kind in kinds for one in kind)


@pytest.fixture
def one_runner(lonely: Path) -> Path:
    """Six weeks of one person who logs strength work and one injury, and no runs."""
    return Path(shutil.copy(lonely, os.environ["HIPSTRIDE_DB"]))


@pytest.fixture(scope="module")
def lonely(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("lonely") / "one.duckdb"
    monday = dt.date(2026, 1, 5)
    with open_store(path) as store:
        athlete_id = add_athlete(store, "Kim *bold* <b>")
        for week in range(6):
            row = SetRow(
                source="form", source_name=None, performed_on=monday + dt.timedelta(weeks=week), set_no=0,
                exercise_id="single-leg-bridge", sets=4, reps=10, side="both",
            )  # fmt: skip
            log_sets(store, athlete_id, [row])
        last = monday + dt.timedelta(days=41)
        declare_coverage(store, athlete_id, "strength", monday, last)
        declare_coverage(store, athlete_id, "injury", monday, last)
        onset = monday + dt.timedelta(days=20)
        log_injury(
            store,
            athlete_id,
            InjuryRow(onset_date=onset, site="shin", recovered_date=onset + dt.timedelta(days=9)),
        )
    return path


@pytest.mark.parametrize("page", PAGES)
def test_an_empty_store_greets_with_three_buttons(open_empty: Open, page: str) -> None:
    app = open_empty(f"understand/{page}")
    assert app.title[0].value == "Welcome to Hipstride"
    assert [button.label for button in app.button] == [
        "Import files",
        "Look around with the demo squad",
        "Start five minutes of hip dips",
    ]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_answers_on_the_demo_squad_and_says_that_it_is_simulated(open_demo: Open, page: str) -> None:
    app = open_demo(f"understand/{page}")
    said = words(app)
    assert "Simulated data." in said
    assert "Information, not medical advice." in said
    assert app.title[0].value != "Welcome to Hipstride"


@pytest.mark.parametrize("page", ["understand/overview", "understand/injury", "understand/squad"])
def test_a_page_file_alone_shows_nothing_of_anybody(
    page: str, demo_file: Path, monkeypatch: pytest.MonkeyPatch, project: Path
) -> None:
    monkeypatch.setenv("HIPSTRIDE_DB", str(demo_file))
    app = AppTest.from_file(str(project / "pages" / f"{page}.py")).run()
    assert [one.value for one in app.info] == ["This page opens inside the app. Start at the front page."]
    assert not app.title and not app.metric and not app.exception


@pytest.mark.parametrize("page", PAGES)
def test_one_runner_alone_sees_no_athlete_picker(open_empty: Open, one_runner: Path, page: str) -> None:
    app = open_empty(f"understand/{page}")
    assert "Athlete" not in [box.label for box in app.selectbox]
    assert "Squad" not in [box.label for box in app.selectbox]
    assert not app.exception


def test_the_overview_has_four_figures_with_unknown_ones_as_a_dash(
    open_empty: Open, one_runner: Path
) -> None:
    app = open_empty("understand/overview")
    assert [(one.label, one.value) for one in app.metric] == [
        ("Hip sets a week, last 4 weeks", "4"),
        ("Distance a week, last 4 weeks", "–"),
        ("Pace at a fixed heart rate", "–"),
        ("Longest run against the 30 days before", "–"),
    ]


def test_a_name_with_markdown_and_html_stays_a_name(open_empty: Open, one_runner: Path) -> None:
    app = open_empty("understand/overview")
    line = next(one.value for one in app.caption if "Kim" in one.value)
    assert "\\*bold\\* \\<b\\>" in line


def test_pace_without_steady_runs_says_what_is_missing_and_offers_one_button(
    open_empty: Open, one_runner: Path
) -> None:
    app = open_empty("understand/pace")
    assert "heart rate" in app.info[0].value and "20 minutes" in app.info[0].value
    assert [button.label for button in app.button] == ["Import files"]


def test_the_address_holds_the_number_of_the_athlete_and_no_name(open_demo: Open) -> None:
    app = open_demo("understand/overview")
    box = next(box for box in app.selectbox if box.label == "Athlete")
    box.set_value("7").run()
    assert app.query_params["athlete"] == "7"
    assert "Runner" not in str(dict(app.query_params))


def test_an_address_with_an_athlete_opens_that_athlete(
    demo_file: Path, open_demo: Open, project: Path
) -> None:
    open_demo("understand/overview")
    app = AppTest.from_file(str(project / "app.py"), default_timeout=60)
    app.query_params["athlete"] = "9"
    app.run()
    assert next(box for box in app.selectbox if box.label == "Athlete").value == "9"


@pytest.mark.parametrize("asked", ["0", "-1", "99999", "=1+1", "Runner 03"])
def test_an_address_with_nonsense_shows_the_first_athlete(open_demo: Open, project: Path, asked: str) -> None:
    open_demo("understand/overview")
    app = AppTest.from_file(str(project / "app.py"), default_timeout=60)
    app.query_params["athlete"] = asked
    app.run()
    assert not app.exception
    box = next(box for box in app.selectbox if box.label == "Athlete")
    assert app.query_params["athlete"] == box.value and box.value != asked


def test_explore_keeps_its_choice_in_the_address(open_demo: Open) -> None:
    app = open_demo("understand/explore")
    app.segmented_control(key=next(one.key for one in app.segmented_control)).set_value("against").run()
    next(box for box in app.selectbox if box.label == "Show").set_value("pace_at_hr_s_per_km").run()
    next(box for box in app.multiselect if box.label == "Whose").set_value([]).run()
    assert not app.exception
    address = {name: app.query_params[name] for name in ("c", "y", "who")}
    assert (
        address == {"c": "against", "y": "pace_at_hr_s_per_km", "who": "all"} and "x" not in app.query_params
    )
    assert app.header[0].value == "Pace at a fixed heart rate against hip dose"
    assert "This is an association" in words(app)


def test_the_squad_shows_everybody_once_with_reasons_in_words(open_demo: Open) -> None:
    app = open_demo("understand/squad")
    table = app.dataframe[0].value
    assert len(table) == 24 and table["athlete"].is_unique
    assert table["athlete"].str.endswith("(simulated)").all()
    flagged = table["attention"] != ""
    assert flagged.any() and flagged.is_monotonic_decreasing


def test_removing_the_demo_leaves_an_empty_store_that_greets(open_demo: Open) -> None:
    app = open_demo("understand/overview")
    next(button for button in app.button if button.label == "Remove demo").click().run()
    app.run()
    assert app.title[0].value == "Welcome to Hipstride"


def test_the_card_of_an_answer_is_kept(open_demo: Open) -> None:
    open_demo("understand/pace")
    open_demo("understand/overview")
    with open_store(Path(os.environ["HIPSTRIDE_DB"])) as store, store.reader() as reader:
        cards = reader.sql("SELECT recipe, fingerprint, count(*) AS n FROM model_card GROUP BY ALL")
    assert set(cards["recipe"]) == {"pace_hip_sets", "injury_hip_sets"} and (cards["n"] == 1).all()


def shown_part(app: AppTest, part: str) -> AppTest:
    """Choose a part of the pace page."""
    app.segmented_control(key="pace_part").set_value(part).run()
    assert [one.value for one in app.exception] == []
    return app


def test_every_part_of_the_pace_page_answers_on_the_demo_squad(open_demo: Open) -> None:
    app = open_demo("understand/pace")
    bests = words(shown_part(app, "bests"))
    assert "How fast for how long?" in bests and "Critical speed" in bests and "VDOT" in bests
    assert len(app.dataframe[0].value) >= 14  # distances and durations
    assert "steady run" in words(shown_part(app, "heart")) or "heartbeat" in words(app)
    assert "How do you run" in words(shown_part(app, "form"))
    assert "Compare each runner with themselves" in words(shown_part(app, "squad"))
    assert len(app.dataframe[0].value) == 24


@pytest.mark.parametrize("part", ["bests", "heart", "form"])
def test_a_part_of_the_pace_page_without_records_says_what_is_missing(
    open_empty: Open, one_runner: Path, part: str
) -> None:
    app = shown_part(open_empty("understand/pace"), part)
    assert "records" in app.info[0].value or "second by second" in app.info[0].value
    assert [button.label for button in app.button] == ["Import files"]


def test_a_tab_of_the_injury_page_is_filled_when_it_is_opened_and_stays_so(open_demo: Open) -> None:
    app = open_demo("understand/injury")
    assert "How bad are they?" not in words(app)
    app.session_state["injury_tabs"] = "How bad"
    app.run()
    assert not app.exception and frame_plain("How bad are they?") in words(app)
    app.session_state["injury_tabs"] = "How often"
    app.run()
    assert frame_plain("How bad are they?") in words(app)


@pytest.mark.usefixtures("folds_open")
def test_the_injury_page_answers_how_often_how_bad_where_and_when(open_demo: Open) -> None:
    app = open_demo("understand/injury")
    assert [tab.label for tab in app.tabs] == [
        "How often",
        "How bad",
        "Where and what",
        "When",
        "Hip strength",
        "All of them",
    ]
    heads = [one.value for one in app.header]
    for question in (
        "How often do injuries happen",
        "Do the years differ?",
        "How bad are they?",
        "Which sites weigh most?",
        "Where do injuries happen?",
        "How many are injured in a week?",
        "How long until a first injury?",
        "How long until the return?",
        "Did injuries go with less hip work?",
    ):
        assert any(head.startswith(frame_plain(question)) for head in heads), question
    said = words(app)
    assert "at risk" in said and "together cover" in said and "This is an association" in said


def frame_plain(text: str) -> str:
    """Words as they stand where Markdown would read them."""
    from pages.shared.frame import plain

    return plain(text)


def test_the_level_chosen_on_the_injury_page_holds_on_the_others(open_demo: Open) -> None:
    app = open_demo("understand/injury")
    before = app.metric[0].value
    box = next(box for box in app.selectbox if box.label.startswith("Which injuries count"))
    assert box.value == "time_loss"
    box.set_value("complaint").run()
    assert not app.exception
    assert app.metric[0].value != before
    assert "complaints of any kind" in words(app)
    app.switch_page("pages/understand/squad.py")
    app.run()
    assert app.metric[0].label == "Injured now, any complaint"


def test_one_runner_with_one_injury_and_no_runs_is_told_what_is_missing(
    open_empty: Open, one_runner: Path
) -> None:
    app = open_empty("understand/injury")
    assert "on which no running log does" in app.info[0].value
    assert not app.metric


def test_a_page_that_ends_early_says_that_it_is_no_advice_too(open_empty: Open) -> None:
    app = open_empty("understand/overview")
    assert app.caption[-1].value.startswith("Information, not medical advice")
