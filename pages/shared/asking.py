"""Asking in SQL: whose rows, the editor, a wait that can be stopped, the answer as table, chart or file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from analytics.charts import sql_answer as chart
from analytics.errors import AnalyticsError
from analytics.intake import asking as storing
from analytics.reports import sql
from analytics.reports.roster import Person, Roster
from analytics.store import asking
from analytics.store.sql_answer import Answer
from analytics.store.sql_words import QueryError
from pages.shared import frame, session
from pages.shared.shown import st

LINE = (
    "Ask your own rows anything. What runs here can read them and nothing else: it changes nothing, and "
    "reaches no file and no network."
)
ME, ALL = "me", "all"
QUERY, NOW, PRIVATE, UNKEPT = "sql_query", "sql_now", "sql_private", "sql_unkept"
KINDS = {"line": "Line", "dots": "Dots", "bars": "Bars"}


@dataclass(frozen=True)
class Whose:
    """The rows that may be read: of whom (None: everybody), in words, and whether notes and places too."""

    athlete_ids: tuple[int, ...] | None
    said: str
    with_private: bool


def whose(everybody: Roster, person: Person) -> Whose:
    """Let a person choose whose rows may be read."""
    names = {ME: person.name}
    names |= {f"s{one.squad_id}": one.name for one in everybody.squads}
    names |= {} if everybody.is_alone else {ALL: "Everybody"}
    ids: dict[str, tuple[int, ...] | None] = {ME: (person.athlete_id,), ALL: None}
    ids |= {f"s{one.squad_id}": one.members for one in everybody.squads}
    chosen = ME
    if not everybody.is_alone:
        chosen = st.selectbox(
            "Whose rows", list(names), format_func=lambda one: names.get(one, "?"), key="sql_whose", width=190
        )
    private = bool(st.session_state.get(PRIVATE, False))
    return Whose(ids.get(chosen, (person.athlete_id,)), names.get(chosen, person.name), private)


def start_from() -> None:
    """Offer the ready questions."""
    ready = {one.id: one for one in sql.examples()}
    st.selectbox(
        "Start from",
        list(ready),
        index=None,
        format_func=lambda one: ready[one].question if one in ready else "?",
        placeholder="A ready question",
        key="sql_ready",
        on_change=lambda: (
            _take(ready[st.session_state["sql_ready"]].sql) if st.session_state.get("sql_ready") else None
        ),
    )


def _take(query: str) -> None:
    st.session_state[QUERY] = query
    st.session_state[NOW] = True


def editor() -> str | None:
    """Show the editor; gives the question where it is to be run now."""
    with st.form("sql_form", border=False):
        query = st.text_area(
            "Question in SQL",
            key=QUERY,
            height=230 if frame.is_phone() else 310,
            max_chars=asking.LONGEST_QUERY,
            placeholder=sql.examples()[0].sql,
        )
        is_asked = st.form_submit_button("Run", type="primary", icon=":material/play_arrow:")
    st.checkbox(
        "With notes and places",
        key=PRIVATE,
        help="What was written in notes and descriptions, and where each second of a run was. "
        "Left out unless you ask for it: also out of what you take along.",
    )
    st.caption("One SELECT; Control and Enter runs it too. Rest is 0; unknown is NULL.")
    is_asked = st.session_state.pop(NOW, False) or is_asked
    return query if is_asked else None


def run(query: str, whose: Whose) -> None:
    """Ask, wait and keep the answer; leaving the page, a reload or the button stop the question."""
    st.session_state["sql_answer"] = None
    place = st.empty()
    said: dict[str, Any] = {"query": query, "whose": whose}
    try:
        with asking.Question(
            session.store(), query, athlete_ids=whose.athlete_ids, with_private=whose.with_private
        ) as question:
            if not question.wait(0.4):
                _wait(question, place)
            said["answer"] = question.answer()
    except AnalyticsError as error:
        said["error"] = error
    place.empty()
    st.session_state["sql_answer"] = said
    st.session_state[UNKEPT] = said


def _wait(question: asking.Question, place: Any) -> None:
    # Each word to the browser is also a moment at which a click on the button, or leaving, ends this run.
    with place.container(horizontal=True, vertical_alignment="center"):
        st.button("Stop", icon=":material/stop:", key="sql_stop", on_click=lambda: st.toast("Stopped."))
        running = st.empty()
    while not question.wait(0.2):
        running.caption(f"Running for {question.seconds:.0f} s")


def remember() -> None:
    """Keep a question that was answered: once its answer stands, for an import may hold this up."""
    said = st.session_state.pop(UNKEPT, {})
    if "answer" in said:
        storing.keep(session.store(), query=said["query"], answer_rows=len(said["answer"].rows))


def answered(whose: Whose) -> None:
    """Show the answer to the last question, if it was asked of the same rows."""
    said = st.session_state.get("sql_answer")
    if said is None or said["whose"] != whose:
        return
    if "error" in said:
        error = said["error"]
        st.error(frame.plain(str(error)), icon=":material/error:")
        if isinstance(error, QueryError) and error.shown:
            st.code(error.shown, language=None)
        return
    answer: Answer = said["answer"]
    st.caption(frame.plain(f"{whose.said}: {sql.line(answer)}"))
    rows = answer.frame()
    as_table, as_chart, as_file = st.tabs(["Table", "Chart", "Take away"])
    with as_table:
        frame.table(rows.head(sql.SHOWN), {name: name for name in rows.columns}, about="The answer")
    with as_chart:
        _chart(rows, said["query"])
    with as_file:
        _files(answer, said["query"], whose)


def _chart(rows: Any, query: str) -> None:
    plot = sql.suggested(rows)
    if plot is None:
        st.info("A chart needs at least two rows and a column of numbers.", icon=":material/info:")
        return
    columns, upward = [str(name) for name in rows.columns], sql.numbers(rows)
    with st.container(horizontal=True, vertical_alignment="bottom", key="sql_chart_row"):
        kind = st.selectbox(
            "Drawn as", list(KINDS), list(KINDS).index(plot.kind), format_func=KINDS.__getitem__, width=120
        )
        y = st.selectbox("Upwards", upward, upward.index(plot.y), width=210)
        x = st.selectbox("Along", columns, columns.index(plot.x), width=210)
        groups = [None, *(name for name in columns if name not in (x, y))]
        group = st.selectbox(
            "Apart by",
            groups,
            groups.index(plot.group) if plot.group in groups else 0,
            format_func=lambda one: one or "Nothing",
            width=210,
        )
    plot = sql.Plot(kind, x, y, group)
    drawing = chart.draw(rows, **vars(plot), **sql.said(plot), mode=session.mode())
    frame.draw(drawing, key="sql_chart", level=4)


def _files(answer: Answer, query: str, whose: Whose) -> None:
    with st.container(horizontal=True, key="sql_files"):
        st.download_button(
            "CSV",
            session.later(sql.csv, answer=answer),
            file_name="hipstride-query.csv",
            mime="text/csv",
            icon=":material/download:",
        )
        st.download_button(
            "Parquet",
            session.later(sql.parquet, answer=answer),
            file_name="hipstride-query.parquet",
            mime="application/vnd.apache.parquet",
            icon=":material/download:",
        )
        st.download_button(
            "Open in a notebook",
            session.later(
                sql.take_along,
                query=query,
                tables=answer.tables,
                athlete_ids=whose.athlete_ids,
                with_private=whose.with_private,
                whose=whose.said,
            ),
            file_name="hipstride-query.zip",
            mime="application/zip",
            icon=":material/book:",
        )
    st.caption(
        "The notebook comes as a ZIP: the same question as a notebook and as a script, beside the tables it "
        "names as Parquet files. It runs anywhere with duckdb and pandas."
    )


def tables(whose: Whose) -> None:
    """Show which tables there are, and what their columns mean."""
    some = {one.name: one for one in session.report(sql.gather, with_private=whose.with_private)}
    word = st.text_input("Find a column", placeholder="heart rate", key="sql_word")
    if word.strip():
        shown = sql.found(tuple(some.values()), word)
        heads = {"table": "Table", "name": "Column", "unit": "Unit", "meaning": "What it means"}
        st.caption(frame.plain(sql.found_line(shown, word)))
    else:
        chosen = st.selectbox("Table", list(some), key="sql_table")
        table = some.get(chosen) or next(iter(some.values()))
        shown, heads = table.columns, {"name": "Column", "unit": "Unit", "meaning": "What it means"}
        st.caption(frame.plain(table.about))
    frame.table(shown, heads, about="The columns that can be read", height=250)


def history() -> None:
    """Show what was asked before; any can be asked again, and all be forgotten."""
    past = {one.query_no: one for one in sql.history(session.reader())}
    with st.popover("Asked before", icon=":material/history:"):
        if not past:
            st.caption("Nothing yet. What you ask is kept in your own database and nowhere else.")
            return
        chosen = st.selectbox(
            "Question",
            list(past),
            format_func=lambda one: past[one].said if one in past else "?",
            key=f"sql_past {max(past)}",
        )
        if chosen in past:
            st.code(past[chosen].query, language="sql")
            st.button("Ask again", on_click=_take, args=(past[chosen].query,), icon=":material/replay:")
        st.caption("Kept in your own database and nowhere else.")
        st.button("Clear all", icon=":material/delete:", on_click=lambda: storing.clear(session.store()))
