"""Explaining the columns of a table, as a visitor does: asked, previewed, imported, remembered."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from analytics.intake import entering
from analytics.intake.taking_in import take_in
from analytics.store import open_store

Open = Callable[[str], AppTest]
FINNISH = (
    "Pvm;Laji;Matka;Kesto;Keskisyke;Muuta\n4.1.2026;Juoksu;10,4;1:02:03;151;x\n"
    "15.1.2026;Juoksu;8,2;0:50:00;148;y\n16.1.2026;Juoksu;5;0:30:00;150;z\n"
)


def words_of(app: AppTest) -> str:
    parts = [*app.text, *app.caption, *app.error, *app.success, *app.warning, *app.info, *app.markdown]
    return "\n".join(str(one.value) for one in parts).replace("\\", "")


def press(app: AppTest, label: str) -> AppTest:
    next(one for one in app.button if one.label == label).click()
    app.run()
    assert not app.exception
    return app


@pytest.fixture
def waiting() -> None:
    """Ada's table waits to be explained."""
    with open_store() as store:
        entering.add_athlete(store, "Ada")
        receipt = take_in(store, [("loki.csv", FINNISH.encode())], athlete="Ada")
    (line,) = receipt.files
    assert line.status == "refused"
    assert "'Pvm', 'Laji', 'Matka'" in (line.reason or "")


def test_with_nothing_waiting_the_page_says_so(open_empty: Open) -> None:
    app = open_empty("record/map_columns")
    assert "No table waits" in words_of(app)
    press(app, "Import files")


def test_on_the_demo_squad_the_page_says_so_too(open_demo: Open) -> None:
    assert "No table waits" in words_of(open_demo("record/map_columns"))


def test_the_import_page_points_to_the_table_that_waits(open_empty: Open, waiting: None) -> None:
    app = open_empty("record/import_files")
    assert "1 table waits" in words_of(app)
    press(app, "Say what they mean")
    assert "loki.csv" in words_of(app)


def test_nothing_can_be_imported_before_every_unit_is_said(open_empty: Open, waiting: None) -> None:
    app = open_empty("record/map_columns")
    assert "In which unit is it: Distance" in words_of(app)
    assert next(one for one in app.button if one.label.startswith("That is right")).disabled


def test_a_confirmed_table_is_imported_and_remembered(open_empty: Open, waiting: None) -> None:
    app = open_empty("record/map_columns")
    units = [one for one in app.selectbox if one.label == "Unit"]
    distance = next(one for one in units if "kilometres" in one.options)
    distance.set_value("km").run()
    sport = next(one for one in app.selectbox if "Juoksu" in one.label)
    sport.set_value("running").run()
    assert not app.exception
    assert "3 of 3 rows can be read." in words_of(app)
    shown = next(one.value for one in app.dataframe if "distance_m" in one.value.columns)
    assert shown["distance_m"].tolist() == ["10.40 km", "8.20 km", "5.00 km"]
    assert shown["moving_s"].tolist() == ["1:02:03", "50:00", "30:00"]
    press(app, "That is right: import it")
    with open_store() as store, store.reader() as reader:
        runs = reader.sql("SELECT sport, distance_m FROM session ORDER BY start_utc, session_no")
        assert sorted(runs["distance_m"]) == [5_000, 8_200, 10_400]
        assert set(runs["sport"]) == {"running"}
        assert len(reader.frame("waiting_tables")) == 0
        # The next table of that header asks nothing.
        later = FINNISH.replace(".1.2026", ".2.2026").encode()
        (line,) = take_in(store, [("helmi.csv", later)], athlete="Ada").files
    assert (line.status, line.activities) == ("added", 3)
    app = open_empty("record/map_columns")
    assert "Pvm, Laji, Matka, Kesto, Keskisyke, Muuta" in words_of(app)
    press(app, "Forget it")
    with open_store() as store:
        (line,) = take_in(
            store, [("maalis.csv", FINNISH.replace(".1.", ".3.").encode())], athlete="Ada"
        ).files
    assert line.status == "refused"


def test_a_table_can_be_taken_away(open_empty: Open, waiting: None) -> None:
    app = open_empty("record/map_columns")
    press(app, "Take this table away")
    assert "No table waits" in words_of(app)


def test_a_row_can_be_said_to_be_something_else(open_empty: Open, waiting: None) -> None:
    app = open_empty("record/map_columns")
    next(one for one in app.radio if one.label.startswith("What is one row")).set_value("sets").run()
    assert not app.exception
    assert "Which column is it: Exercise?" in words_of(app)


def test_an_ambiguous_date_is_asked_about_even_under_a_known_header(open_empty: Open) -> None:
    table = b"date,sport,distance_km,time_min\n03/04/2026,run,10,50\n04/05/2026,run,8,40\n"
    with open_store() as store:
        entering.add_athlete(store, "Ada")
        (line,) = take_in(store, [("runs.csv", table)], athlete="Ada").files
        assert "day/month or month/day" in (line.reason or "")
    app = open_empty("record/map_columns")
    next(one for one in app.radio if one.label.startswith("Dates")).set_value("mdy").run()
    press(app, "That is right: import it")
    with open_store() as store, store.reader() as reader:
        days = reader.sql("SELECT strftime(start_local, '%m-%d') AS day FROM activity ORDER BY start_local")
    assert days["day"].tolist() == ["03-04", "04-05"]


def test_injuries_of_a_foreign_table_go_in_once_their_words_are_explained(open_empty: Open) -> None:
    table = "Beginn;Körperteil;Ausfalltage\n5.1.2026;Knie;14\n20.2.2026;Schienbeinkante;9\n"
    with open_store() as store:
        entering.add_athlete(store, "Ada")
        take_in(store, [("verletzungen.csv", table.encode())], athlete="Ada")
    app = open_empty("record/map_columns")
    assert "Where is it: “Schienbeinkante”?" in words_of(app)
    assert next(one for one in app.button if one.label.startswith("That is right")).disabled
    next(one for one in app.selectbox if "Schienbeinkante" in one.label).set_value("shin").run()
    assert not app.exception
    press(app, "That is right: import it")
    with open_store() as store, store.reader() as reader:
        found = reader.sql("SELECT site, onset_date, recovered_date FROM injury ORDER BY onset_date")
        assert found["site"].tolist() == ["knee", "shin"]
        later = table.replace("2026", "2025").encode()
        (line,) = take_in(store, [("vorjahr.csv", later)], athlete="Ada").files
    assert (line.status, line.injuries) == ("added", 2)


def test_weekly_answers_of_a_foreign_table_go_in_once_their_unit_is_said(open_empty: Open) -> None:
    table = "Week,OSTRC1,OSTRC2,OSTRC3,OSTRC4\n2026-W06,1,0,2,3\n2026-W07,0,0,0,0\n"
    with open_store() as store:
        entering.add_athlete(store, "Ada")
        take_in(store, [("ostrc.csv", table.encode())], athlete="Ada")
    app = open_empty("record/map_columns")
    for at in range(4):
        [one for one in app.selectbox if one.label == "Unit"][at].set_value("answers_0_3").run()
    press(app, "That is right: import it")
    with open_store() as store, store.reader() as reader:
        found = reader.sql("SELECT q1, q2, q3, q4 FROM checkin ORDER BY week_start")
    assert found.values.tolist() == [[8, 0, 17, 25], [0, 0, 0, 0]]
