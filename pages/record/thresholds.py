"""Your zones: heart rate, pace and power zones from your own limits; what was said, estimated, and when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial

from analytics.errors import AnalyticsError
from analytics.intake import thresholds as saying
from analytics.reports import thresholds
from pages.shared import frame, session
from pages.shared.shown import st

frame.guard()
person = frame.whose()
today = dt.date.today()
page = session.report(thresholds.gather, athlete_id=person.athlete_id, today=today)
store, who = session.store(), person.athlete_id


def stored(do: Callable[[], object], said: str) -> None:
    """Store something, and say so after the page has run anew; an error is said in words."""
    try:
        do()
    except AnalyticsError as error:
        st.error(frame.plain(str(error)), icon=":material/block:")
    else:
        st.session_state["thresholds_said"] = said
        st.rerun()


def ask_limits() -> None:
    """One's limits, and from which day on they hold."""
    with st.form(f"limits_{who}", border=True, clear_on_submit=False):
        number = {"value": None, "format": "%d", "step": 1}
        with frame.pairs("limits"):
            values = {
                "hr_max_bpm": st.number_input("Highest heart rate, bpm", 100, 250, **number),
                "hr_rest_bpm": st.number_input("Resting heart rate, bpm", 20, 120, **number),
                "threshold_hr_bpm": st.number_input("Threshold heart rate, bpm", 80, 240, **number),
            }
            pace = st.text_input(
                f"Threshold pace, min:s a {thresholds.pace_of()}", placeholder=thresholds.example_pace()
            )
            values["critical_power_w"] = st.number_input("Critical power, W", 50, 800, **number)
            since = st.date_input(
                "Holds from", today, min_value=dt.date(1990, 1, 1), max_value=today, format="YYYY-MM-DD"
            )
        st.caption("Leave empty what you do not know. Loads and zones from that day on are worked out anew.")
        if st.form_submit_button("Keep", type="primary", icon=":material/check:"):
            stored(
                lambda: saying.say(
                    store,
                    who,
                    {
                        name: float(value)
                        for name, value in {
                            **values,
                            "threshold_speed_m_s": thresholds.speed_m_s(pace),
                        }.items()
                        if value is not None
                    },
                    from_date=since,
                ),
                "Kept. Zones and loads are worked out anew from that day on.",
            )


def ask_bounds(table: thresholds.ZoneTable) -> None:
    """Where zones 2 to 5 begin, set by hand."""
    with st.form(f"bounds_{table.kind}_{who}", border=False):
        columns = st.columns(4)
        unit = "W" if table.kind == "power" else "bpm"
        if table.kind == "pace":
            texts = [
                column.text_input(f"Zone {zone} from, min:s a {thresholds.pace_of()}", placeholder=usual)
                for zone, column, usual in zip(range(2, 6), columns, table.begins, strict=True)
            ]
        else:
            numbers = [
                column.number_input(f"Zone {zone} from, {unit}", 1, 1500, round(low), 1)
                for zone, column, low in zip(range(2, 6), columns, table.lower, strict=True)
            ]
        since = st.date_input(
            "Holds from", today, min_value=dt.date(1990, 1, 1), max_value=today, format="YYYY-MM-DD"
        )
        if st.form_submit_button("Keep these bounds"):
            stored(
                lambda: saying.say_zones(
                    store,
                    who,
                    table.kind,
                    thresholds.bounds_of_paces(texts) if table.kind == "pace" else numbers,
                    from_date=since,
                ),
                "Kept: these bounds hold from that day on.",
            )


frame.heading("Your zones", page.line)
if said := st.session_state.pop("thresholds_said", None):
    st.success(frame.plain(said), icon=":material/check:")
if page.missing:
    st.info(frame.plain(page.missing), icon=":material/info:")
frame.figures(page.figures)

for table in page.tables:
    if table.missing:
        st.caption(frame.plain(table.missing))
        continue
    st.header(f"{table.label} zones", anchor=False)
    st.caption(frame.plain(table.words))
    st.table(list(table.rows), hide_index=True)
    frame.fold(
        f"Set the bounds of {table.label.lower()} by hand",
        partial(ask_bounds, table),
        key=f"bounds {table.kind}",
    )

st.header("Say what you know", anchor=False)
ask_limits()
methods = list(thresholds.METHODS)
method = st.selectbox(
    "Heart rate zones are shares of",
    methods,
    index=methods.index(page.hr_zone_method),
    format_func=thresholds.METHODS.get,
    key=f"hr_zone_method_{who}",
)
if method != page.hr_zone_method:
    stored(
        lambda: saying.count_load(
            store,
            who,
            hr_zone_method=method,
            load_basis=page.load_basis,
            strength_in_load=page.strength_in_load,
        ),
        "Kept: the zones are made anew.",
    )

st.header("What you said, and what your runs show", anchor=False)
st.table(
    [
        {
            "Limit": one.label,
            "Holds today": one.value,
            "You said": one.said,
            "Your watch": one.watch,
            "Estimated": one.estimate,
        }
        for one in page.limits
    ],
    hide_index=True,
)
with st.expander("How the estimates are made", icon=":material/science:"):
    frame.paragraphs(thresholds.ESTIMATING)
    st.markdown("**From your runs**")
    st.markdown("\n".join(f"- {frame.plain(one.how)}" for one in page.limits if one.how))

st.header("History", anchor=False)
if page.last_said is not None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.text(f"Last said: {page.last_said.what}, {page.last_said.from_words}")
        if st.button("Take back", icon=":material/undo:", key=f"take_back_{who}"):
            number = page.last_said.threshold_no
            stored(lambda: saying.take_back(store, who, number), "Taken back: what held before holds again.")
if page.history:
    frame.fold(
        "All of it",
        lambda: frame.table(
            [
                {"what": one.what, "since": one.from_words, "whose": one.whose, "how": one.how}
                for one in page.history
            ],
            {"what": "What", "since": "Since", "whose": "Whose word", "how": "How"},
            about="What was said and found of your limits, the newest first",
        ),
        key="threshold history",
    )
else:
    st.text("Nothing yet.")
