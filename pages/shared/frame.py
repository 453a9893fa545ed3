"""The frame around every page: guard, navigation, whose log it is, how a heading, figures and a chart look.

A page reads like a table of contents:

>>> # frame.guard()                                   first line of every page file
>>> # person = frame.whose()                          or the welcome, on an empty store
>>> # page = session.report(overview.gather, athlete_id=person.athlete_id)
>>> # frame.heading("Overview", page.line)            title, and one quiet line
>>> # frame.figures(page.figures)
>>> # frame.draw(overview_chart.draw(page.weeks, mode=session.mode()))
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, NoReturn, TypeVar

from analytics.charts.drawing import Drawing
from analytics.errors import AnalyticsError
from analytics.knowledge import tongue, written
from analytics.reports import guided, roster
from analytics.reports.figure import Figure
from analytics.reports.roster import Person, Roster
from analytics.reports.today import Today
from pages.shared import columns, pickers, session, warming, words
from pages.shared.shown import st

if TYPE_CHECKING:
    from analytics.reports.answers import Answer
    from analytics.reports.injury import Rate

_PAGES = Path(__file__).resolve().parents[1]
_T = TypeVar("_T")
_COLOUR = {"hip": "green", "volume": "gray", "pace": "blue", "caution": "orange", "injury": "red"}

FIRST_CHART_S = 0.15
"""Longer than a browser takes for one chart; shorter than a person takes to read its title."""


class Room(NamedTuple):
    """One page in the navigation."""

    file: str
    title: str
    icon: str


ROOMS: dict[str, list[Room]] = {
    "": [
        Room("act/today.py", "Today", "today"),
        Room("act/session.py", "Guided session", "play_circle"),
        Room("act/routine.py", "Routines", "list_alt"),
        Room("act/plan.py", "Week plan", "calendar_month"),
        Room("act/group_plan.py", "Group plans", "assignment"),
        Room("act/hip_dips.py", "Hip dips", "swap_vert"),
        Room("act/exercises.py", "Exercises", "self_improvement"),
    ],
    "Record": [
        Room("record/import_files.py", "Import files", "upload_file"),
        Room("record/map_columns.py", "Table columns", "view_column"),
        Room("record/review.py", "Review", "difference"),
        Room("record/labels.py", "Exercise names", "label"),
        Room("record/suggestions.py", "From your notes", "sticky_note_2"),
        Room("record/log_strength.py", "Log strength", "exercise"),
        Room("record/checkin.py", "Check-in", "checklist"),
        Room("record/log_injury.py", "Log injury", "personal_injury"),
        Room("record/thresholds.py", "Your zones", "tune"),
    ],
    "Understand": [
        Room("understand/overview.py", "Overview", "monitoring"),
        Room("understand/hip_strength.py", "Hip strength", "accessibility_new"),
        Room("understand/load.py", "Training load", "stacked_bar_chart"),
        Room("understand/activity.py", "Activities", "directions_run"),
        Room("understand/calendar.py", "Calendar", "calendar_view_month"),
        Room("understand/pace.py", "Pace", "speed"),
        Room("understand/gear.py", "Shoes and records", "steps"),
        Room("understand/injury.py", "Injury", "healing"),
        Room("understand/evidence.py", "Evidence", "balance"),
        Room("understand/evidence_pace.py", "Evidence: pace", "speed"),
        Room("understand/forecast.py", "Next week", "event_upcoming"),
        Room("understand/squad.py", "Squad", "groups"),
        Room("understand/compare.py", "Compare", "compare_arrows"),
        Room("understand/squad_report.py", "Report to print", "print"),
        Room("understand/explore.py", "Explore", "query_stats"),
        Room("understand/sql.py", "SQL", "database"),
    ],
    "Trust": [
        Room("trust/methods.py", "Methods", "science"),
        Room("trust/models.py", "Models", "function"),
        Room("trust/data_quality.py", "Data quality", "fact_check"),
        Room("trust/guide.py", "Guide", "menu_book"),
        Room("trust/settings.py", "Settings", "settings"),
    ],
}
FRONT = ROOMS[""][0]
FOR_SEVERAL = {"understand/squad.py", "understand/compare.py", "act/group_plan.py"}
"""Pages that one runner alone has no use for."""


# ---------------------------------------------------------------- the house, called by app.py alone


def open_house() -> None:
    """Run the page a person asked for, inside the frame."""
    st.set_page_config(
        page_title=words.NAME, page_icon=str(Path(__file__).with_name("icon.svg")), layout="wide"
    )
    session.open_in_sight(words.OPENING)
    with session.script_run():
        try:
            everybody = session.report(roster.gather)
        except AnalyticsError as error:
            st.title(words.NAME)
            st.error(str(error), icon=":material/lock:")
            st.stop()
        page = st.navigation(_navigation(everybody), expanded=True)
        _close_menu_on_a_phone(page.url_path)
        _above(everybody)
        _begin_another_page(page.url_path)
        page.run()
        _below()
    warming.first_page_stands()


def _navigation(everybody: Roster) -> dict[str, list[st.Page]]:
    rooms = _rooms(everybody)
    # The first page answers at "/" alone; who types or bookmarks its name is to find it as well.
    front, name = rooms[""][0], Path(FRONT.file).stem
    rooms[""].append(
        st.Page(lambda: st.switch_page(front), title=FRONT.title, url_path=name, visibility="hidden")
    )
    return rooms


def _rooms(everybody: Roster) -> dict[str, list[st.Page]]:
    return {
        section: [
            st.Page(
                _PAGES.joinpath(room.file),
                title=room.title,
                icon=f":material/{room.icon}:",
                url_path="front" if room == FRONT else Path(room.file).stem,
                visibility="hidden" if _is_clutter(room, everybody) else "visible",
            )
            for room in rooms
            if has_page(room.file)
        ]
        for section, rooms in ROOMS.items()
        if any(has_page(room.file) for room in rooms)
    }


@cache
def _files() -> frozenset[str]:
    """Give the files of the rooms that are there: looked for once, as every run asks for each."""
    return frozenset(
        room.file for rooms in ROOMS.values() for room in rooms if _PAGES.joinpath(room.file).exists()
    )


def _close_menu_on_a_phone(page: str) -> None:
    """Fold the menu away once a page is chosen: on a phone it lies over the page.

    Streamlit heeds the setting when it changes; on a narrow screen "auto" and "collapsed" both mean folded.
    """
    if not is_phone():
        return
    last, folded = st.session_state.get("menu", (None, "collapsed"))
    if page != last:
        folded = "auto" if folded == "collapsed" else "collapsed"
        st.session_state["menu"] = (page, folded)
    st.set_page_config(initial_sidebar_state=folded)


def _begin_another_page(page: str) -> None:
    """Forget the folds that a person opened on the last page, and how many charts it had."""
    if st.session_state.get("unfolded", (None,))[0] != page:
        st.session_state["unfolded"] = (page, set())
        st.session_state["charts"] = iter(("first", "second"))


def is_phone() -> bool:
    """Say whether a person looks at the page on a phone."""
    return "Mobi" in st.context.headers.get("User-Agent", "")


def _is_clutter(room: Room, everybody: Roster) -> bool:
    return room.file in FOR_SEVERAL and len(everybody.people) < 2


def _above(everybody: Roster) -> None:
    """Whose log it is, and that simulated people are not real."""
    st.session_state["person"] = None if everybody.is_empty else pickers.athlete(everybody)
    if everybody.has_simulated:
        with st.container(horizontal=True, vertical_alignment="center", key="simulated"):
            st.caption(words.SIMULATED, width="stretch")
            if st.button("Remove demo", type="tertiary", icon=":material/delete:"):
                from analytics.intake import demo

                demo.remove_demo(session.store())
                st.rerun()


def _below() -> None:
    st.caption(words.DISCLAIMER)


# ---------------------------------------------------------------- what pages call


def guard() -> None:
    """Stop a page file that runs outside the frame; the first line of every page."""
    if not session.is_framed():
        st.info(words.OPEN_AT_THE_FRONT)
        st.stop()
    follow()


def end() -> NoReturn:
    """End a page before its last line, with what stands below every page."""
    _below()
    raise st.stop()  # it raises by itself; so nobody thinks that it comes back


def go(page: str, **asked: str) -> None:
    """Open another page, named by its file below pages/; `asked` stands in its address (ids, never names)."""
    st.switch_page(_file(page), query_params=asked)


def go_next(page: str, **asked: str) -> None:
    """Open another page as soon as the next run begins: for callbacks, which cannot leave by themselves."""
    st.session_state["going"] = (page, asked)


def link(page: str, label: str, *, icon: str = "arrow_forward", **asked: str) -> None:
    """Link to another page, named by its file below pages/; `asked` stands in its address."""
    st.page_link(_file(page), label=plain(label), icon=f":material/{icon}:", query_params=asked)


def follow() -> None:
    """Go where a callback said; only once, so that coming back does not lead away again."""
    if going := st.session_state.pop("going", None):
        go(going[0], **going[1])


def has_page(page: str) -> bool:
    """Say whether there is a page of this file below pages/."""
    return page in _files()


def _file(page: str) -> str:
    return str(_PAGES.joinpath(page))


def everybody() -> Roster:
    """Give the athletes and squads in the store."""
    return session.report(roster.gather)


def whose() -> Person:
    """Give the athlete the page is about; on an empty store, greet and stop."""
    person = st.session_state.get("person")
    if person is None:
        welcome()
        end()
    return person


def welcome() -> None:
    """Greet a person whose store is empty: import files, or look around with the demo squad."""
    st.title(f"Welcome to {words.NAME}")
    st.write(words.WELCOME)
    with st.container(horizontal=True):
        if st.button("Import files", type="primary", icon=":material/upload_file:"):
            go("record/import_files.py")
        if st.button("Look around with the demo squad", icon=":material/groups:"):
            with st.spinner("Simulating 24 athletes over two years…"):
                from analytics.intake import demo

                demo.load_demo(session.store())
            go("understand/overview.py")
        if st.button("Start five minutes of hip dips", icon=":material/play_arrow:"):
            begin_session(guided.first_plan())


def begin_session(plan: str) -> None:
    """Open the guided session with a plan of `analytics.reports.guided`."""
    st.session_state["session_plan"] = plan
    go("act/session.py")


def heading(title: str, line: str | None = None) -> None:
    """Say what the page is, and in one quiet line whose data, which weeks, how complete."""
    st.title(title, anchor=False)
    if line:
        say_whose(line)


def say_whose(line: str) -> None:
    """Say in one quiet line whose data, which weeks, how complete: for pages that ask something before it."""
    st.caption(plain(line))


def figures(some: Sequence[Figure], *, key: str = "figures") -> None:
    """Show a row of figures: one height, two a row on a phone."""
    with st.container(key=key):
        for one in some:
            st.metric(
                one.label,
                one.value,
                delta=one.change,
                delta_color=_COLOUR[one.meaning],
                delta_arrow=one.direction or "off",
                chart_data=one.known_spark or None,
                help=one.note,
                border=True,
                height="stretch",
            )


def _let_the_first_chart_be_drawn() -> None:
    """Hold the second chart of a page back for a moment, once: a browser draws together what comes together.

    The first one is in sight, the others are further down: sent at once, none is seen before all are drawn.
    """
    chart = next(st.session_state.get("charts", iter(())), "later")
    if chart == "second" and st.context.headers.get("User-Agent"):  # no browser, nothing to wait for
        time.sleep(FIRST_CHART_S)


def plot(drawing: Drawing, key: str | None) -> None:
    """Show the figure of a chart alone."""
    st.plotly_chart(
        drawing.figure, theme=None, alt=drawing.alt_text, key=key, config={"displayModeBar": False}
    )


def draw(
    drawing: Drawing,
    *,
    key: str | None = None,
    level: Literal[2, 4] = 2,
    show: Callable[[Drawing, str | None], None] = plot,
) -> None:
    """Show a chart under its title, with the same in words for those who cannot see it.

    Parameters
    ----------
    show
        What shows the figure; `clicks.draw` puts in one whose points can be opened.
    """
    if level == 2:
        st.header(plain(drawing.title), anchor=False)
    else:
        st.markdown(f"**{plain(drawing.title)}**")
    if drawing.subtitle:
        st.caption(plain(drawing.subtitle))
    _let_the_first_chart_be_drawn()
    show(drawing, key)
    with st.expander("The chart in words", key=f"words {key or drawing.title}"):
        st.text(drawing.alt_text)


def fold(
    label: str, show: Callable[[], _T], *, key: str, icon: str | None = None, opened: bool = False
) -> _T | None:
    """Show a fold whose parts are made when it is opened: for many parts that few visitors look at.

    Once opened it keeps its parts as long as the page is up, so that what was chosen in it holds after it is
    closed again.

    Parameters
    ----------
    opened
        Whether it stands open unless a person closed it.

    Returns
    -------
    What `show` gives; None as long as it was never opened.
    """
    with st.expander(
        label, key=key, icon=icon and f":material/{icon}:", expanded=opened, on_change="rerun"
    ) as place:
        return show() if _was_opened(key, is_open=opened or bool(place.open)) else None


def tabs(parts: Mapping[str, Callable[[], object]], *, key: str) -> None:
    """Show tabs, of which each is filled once it is opened and stays so as long as the page is up."""
    for number, (place, show) in enumerate(
        zip(st.tabs(list(parts), key=key, on_change="rerun"), parts.values(), strict=True)
    ):
        with place:
            if _was_opened(f"{key} {number}", is_open=bool(place.open)):
                show()


def popover(
    label: str, show: Callable[[], object], *, key: str, icon: str | None = None, disabled: bool = False
) -> None:
    """Show a button that opens a small window, filled once it is opened; it keeps its parts like a fold."""
    with st.popover(
        label, key=key, icon=icon and f":material/{icon}:", disabled=disabled, on_change="rerun"
    ) as place:
        if _was_opened(key, is_open=bool(place.open)):
            show()


def _was_opened(key: str, *, is_open: bool) -> bool:
    _, unfolded = st.session_state["unfolded"]
    if is_open:
        unfolded.add(key)
    return key in unfolded


def paragraphs(some: Iterable[str]) -> None:
    """Show texts one below the other, as one part of the page: each part costs time to draw."""
    if text := "\n\n".join(plain(one) for one in some):
        st.markdown(text)


def pairs(key: str) -> Any:
    """Give a place whose parts stand two a row, in their order; on a phone one below the other.

    It is one part of the page, where rows of columns are three each.
    """
    return st.container(key=f"pairs {key}")


def rates(some: Sequence[Rate]) -> None:
    """Show rates with their intervals and what they rest on."""
    st.table(
        [
            {"Measure": one.what, "Number and 95 % interval": one.value, "Rests on": one.rests_on}
            for one in some
        ],
        hide_index=True,
    )


def answer(given: Answer, *, title: str) -> None:
    """Show what a model answers: the sentence, what is missing, the picture with intervals, the cautions."""
    from analytics.charts import estimates

    finding = given.finding
    is_injury = finding.outcome == "injury"
    st.header(title, anchor=False)
    st.write(plain(given.sentence))
    if given.missing:
        with st.expander("What is missing", expanded=finding.main is None, icon=":material/rule:"):
            st.markdown("\n".join(f"- {plain(line)}" for line in given.missing))
    drawing = session.picture(
        estimates.draw,
        given.estimates,
        about=(finding.card.fingerprint, title),
        title=words.INJURY_PICTURE if is_injury else words.PACE_PICTURE,
        subtitle=given.weight_words,
        unit=words.RATE_RATIO if is_injury else words.SPEED_CHANGE,
        no_effect=1 if is_injury else 0,
        better="fewer injuries" if is_injury else "slower",
        worse="more injuries" if is_injury else "faster",
        meaning=meaning(given),
        decimals=2 if is_injury else 1,
    )
    draw(drawing, key=f"answer {title}", level=4)
    if given.cautions:
        st.caption("\n".join(f"- {plain(caution)}" for caution in given.cautions))


def meaning(given: Answer) -> str:
    """Name the colour of an answer's estimates: none where they are too imprecise for a verdict."""
    if given.finding.status == "very_imprecise":
        return "quiet"
    return "injury" if given.finding.outcome == "injury" else "pace"


def said(about: str, given: Answer, *, page: str) -> None:
    """Say in a paragraph what a model answers, with the share of own data and the way to the details."""
    st.markdown(f"**{about}.** {plain(given.sentence)} {plain(given.weight_words)}")
    st.page_link(_file(page), label=f"{about}: interval, gates and cautions", icon=":material/arrow_forward:")


def today_card(advice: Today) -> None:
    """Show the first piece of today's advice, with its reason, and the way to the rest."""
    first = advice.advice[0] if advice.advice else advice.standing
    with st.container(border=True):
        st.markdown(f"**{plain(first.headline)}**")
        st.write(plain(first.reason))
        if advice.five_plan and st.button(
            "Start five minutes of hip dips", type="primary", icon=":material/play_arrow:"
        ):
            begin_session(advice.five_plan)
        st.page_link(_file("act/today.py"), label="What to do today", icon=":material/today:")


def table(
    rows: Any, heads: Mapping[str, Any], *, about: str, height: int | Literal["auto", "content"] = "auto"
) -> None:
    """Show a table.

    Parameters
    ----------
    rows
        A frame, or one mapping a row.
    heads
        The columns to show, in order: a head in words, a column of quantities (`pages.shared.columns`), or
        another `st.column_config` column.
    about
        What the table holds, for screen readers.
    """
    st.dataframe(
        **columns.shown(rows, heads),
        hide_index=True,
        height=height,
        alt=about,
        placeholder=written.UNKNOWN,
    )


def missing(text: str, *, button: str | None = None, page: str | None = None) -> None:
    """Say what is missing, and offer the one button that gets it."""
    st.info(plain(text), icon=":material/info:")
    if button and page and st.button(button, type="primary"):
        go(page)


def plain(text: str) -> str:
    """Take away the meaning Markdown would give a person's own words (names, titles, notes)."""
    escaped = tongue.marked(text).replace("\\", "\\\\")
    for mark in "`*_{}[]()<>#+!|$~:":
        escaped = escaped.replace(mark, f"\\{mark}")
    return escaped
