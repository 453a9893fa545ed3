"""The page SQL: asking, the answer, an attack refused, what was asked before."""

from __future__ import annotations

from collections.abc import Callable

from streamlit.testing.v1 import AppTest

from analytics.intake import entering
from analytics.reports import sql
from analytics.store import open_store

Open = Callable[[str], AppTest]


def texts(app: AppTest) -> str:
    return "\n".join(str(one.value) for one in (*app.caption, *app.error, *app.info, *app.success))


def ask(app: AppTest, query: str) -> AppTest:
    app.text_area(key="sql_query").set_value(query)
    next(one for one in app.button if one.label == "Run").click()
    app.run()
    assert not app.exception
    return app


def test_nobody_yet_is_greeted(open_empty: Open) -> None:
    assert open_empty("understand/sql").title[0].value.startswith("Welcome")


def test_one_athlete_asks_is_refused_and_asks_again(open_empty: Open) -> None:
    with open_store() as store:
        entering.add_athlete(store, "Ada <b>")
    app = open_empty("understand/sql")
    assert [one.value for one in app.title] == ["SQL"]
    assert "sql_whose" not in [one.key for one in app.selectbox]
    ask(app, "SELECT name FROM athlete")
    assert "1 row from athlete" in texts(app).replace("\\", "")
    assert app.dataframe[-1].value["name"].tolist() == ["Ada <b>"]
    assert "A chart needs" in texts(app)
    ask(app, "SELECT nam\nFROM athlete")
    assert "Line 1: there is no column nam here. Did you mean name?" in texts(app).replace("\\", "")
    assert "SELECT nam\n       ^" in [one.value for one in app.code]
    ask(app, "FROM read_csv('/etc/passwd')")
    assert "cannot be reached from here" in texts(app)
    with open_store() as store, store.reader() as reader:
        assert [one.query for one in sql.history(reader)] == ["SELECT name FROM athlete"]
    next(one for one in app.button if one.label == "Ask again").click().run()
    assert "1 row from athlete" in texts(app).replace("\\", "")
    next(one for one in app.button if one.label == "Clear all").click().run()
    assert "Nothing yet." in texts(app)


def test_the_squads_rows_are_asked_and_one_athletes_alone(open_demo: Open) -> None:
    app = open_demo("understand/sql")
    app.selectbox(key="sql_ready").set_value("exercises").run()
    assert not app.exception
    assert "rows from set_dose" in texts(app).replace("\\", "")
    mine = ask(app, "SELECT count(*) AS n FROM athlete").dataframe[-1].value["n"].tolist()
    app.selectbox(key="sql_whose").set_value("all").run()
    # What was answered of other rows is not shown as theirs.
    assert "row from athlete" not in texts(app).replace("\\", "")
    everybody = ask(app, "SELECT count(*) AS n FROM athlete").dataframe[-1].value["n"].tolist()
    assert (mine, everybody) == ([1], [24])
    assert "hip_dose" in app.dataframe[0].value["name"].tolist()
    app.text_input(key="sql_word").set_value("heart rate").run()
    assert "hr_mean_bpm" in app.dataframe[0].value["name"].tolist()
