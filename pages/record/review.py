"""Review: activities that may be one and the same, and those that several files tell of."""

from __future__ import annotations

from analytics.errors import AnalyticsError
from analytics.intake import merging
from analytics.reports import review
from pages.shared import frame, session
from pages.shared.shown import st

frame.guard()


def decide(work, one_id: int, other_id: int) -> None:
    """Do as the person says and show the page anew."""
    try:
        work(session.store(), one_id, other_id)
    except AnalyticsError as error:
        st.session_state["review_refused"] = str(error)
    st.rerun()


person = frame.whose()
page = session.report(review.gather, athlete_id=person.athlete_id)
frame.heading("Review", page.line)
if refused := st.session_state.pop("review_refused", None):
    st.error(frame.plain(refused), icon=":material/block:")
if page.pairs:
    st.text(review.WHY)
for pair in page.pairs:
    with st.container(border=True):
        st.text(pair.title)
        st.caption(frame.plain(pair.reason))
        frame.table(
            list(pair.rows),
            {"what": "", "one": "One", "other": "The other", "same": "Differs"},
            about="What the two activities say",
            height="content",
        )
        with st.container(horizontal=True):
            if st.button("It is one activity", key=f"one_{pair.one_id}_{pair.other_id}"):
                decide(merging.are_one, pair.one_id, pair.other_id)
            if st.button("They are two", key=f"two_{pair.one_id}_{pair.other_id}"):
                decide(merging.are_two, pair.one_id, pair.other_id)
if page.merges:
    with st.expander(page.merges_line, icon=":material/merge:", expanded=not page.pairs):
        st.caption("The best of each source is shown: records of the richest file, names from your list.")
        for merge in page.merges:
            st.text(merge.title)
            frame.table(
                list(merge.sources),
                {
                    "file": "File",
                    "kind": "Format",
                    "start": "Start",
                    "distance": "Distance",
                    "duration": "Duration",
                    "name": "Name",
                    "records": "Records",
                },
                about="What each source says of this activity",
                height="content",
            )
            for own_id, name in merge.others:
                if st.button(
                    frame.plain(f"{name} is another activity"),
                    key=f"apart_{merge.activity_id}_{own_id}",
                    icon=":material/call_split:",
                ):
                    decide(merging.are_two, merge.first_id, own_id)
if page.logs:
    with st.expander(page.logs_line, icon=":material/fitness_center:"):
        st.caption(review.LOGS)
        for match in page.logs:
            with st.container(horizontal=True, vertical_alignment="center"):
                st.text(match.title)
                if st.button(
                    "They are two sessions",
                    key=f"log_{match.log_id}_{match.other_id}",
                    icon=":material/call_split:",
                ):
                    decide(merging.are_two, match.log_id, match.other_id)
if page.said:
    with st.expander(page.said_line, icon=":material/person_check:"):
        for said in page.said:
            with st.container(horizontal=True, vertical_alignment="center"):
                st.text(f"{said.title}: {said.verdict}")
                if st.button(
                    "Take it back", key=f"back_{said.one_id}_{said.other_id}", icon=":material/undo:"
                ):
                    decide(merging.take_back, said.one_id, said.other_id)
