"""Hip dips: four directions, how to do them, what goes wrong, easier and harder, when not to."""

from __future__ import annotations

import datetime as dt
from functools import partial

from analytics.reports import guided, hip_dips, today
from analytics.reports.hip_dips import Direction
from pages.shared import entries, frame, ladder, pictures, session
from pages.shared.shown import st

frame.guard()


def offer_session() -> None:
    """Offer the five minutes, unless what is known of today speaks against them."""
    person = st.session_state.get("person")
    if person is None:
        plan, condition, stops = guided.first_plan(), today.UNASKED, ()
    else:
        advice = session.report(today.gather, athlete_id=person.athlete_id, today=dt.date.today())
        plan, condition, stops = advice.five_plan, advice.condition, advice.stops
    for one in stops:
        st.error(
            f"**{frame.plain(one.headline)}**  \n{frame.plain(one.action)}", icon=":material/front_hand:"
        )
    if plan and st.button("Start five minutes of hip dips", type="primary", icon=":material/play_arrow:"):
        frame.begin_session(plan)
    if plan and condition:
        entries.on_condition(condition)


def show_direction(one: Direction) -> None:
    """Show how one direction is done, and its easier and harder forms."""
    picture, words = st.columns([3, 2], gap="medium")
    with picture:
        pictures.show(one.shown)
    with words:
        st.markdown(f"**Set-up**  \n{frame.plain(one.set_up)}")
        st.markdown(f"**What moves**  \n{frame.plain(one.moves)}")
        st.markdown(f"**What works most**  \n{frame.plain(one.works)}")
    st.markdown("**Easier first, harder below**")
    for rung in one.ladder:
        with st.container(key=f"rung_{one.shown}_{rung.id}"):
            place, words = st.columns([1, 3], vertical_alignment="center", gap="medium")
        with place:
            pictures.show(rung.id)
        with words:
            ladder.link(rung)
            st.caption(frame.plain(rung.line))


frame.heading("Hip dips", hip_dips.LINE)
offer_session()
st.text(hip_dips.IDEA)
frame.tabs({one.name: partial(show_direction, one) for one in hip_dips.directions()}, key="directions")

st.header("How far, how fast, how much", anchor=False)
for what, words in hip_dips.HOW:
    st.markdown(f"**{what}.** {frame.plain(words)}")
st.table(
    [{"Level": level, "Who": who, "How much": much} for level, who, much in hip_dips.DOSES], hide_index=True
)
st.text(hip_dips.FIVE_MINUTES)

st.header("What goes wrong, and what to say", anchor=False)
st.table([{"What one sees": fault, "Say": say} for fault, say in hip_dips.FAULTS], hide_index=True)

st.header("When not to, or ask first", anchor=False)
st.table([{"If you have": what, "Then": then} for what, then in hip_dips.ASK_FIRST], hide_index=True)

with st.expander("What is known, and where it comes from", icon=":material/menu_book:"):
    st.text(hip_dips.KNOWN)
    st.text(hip_dips.HISTORY)
