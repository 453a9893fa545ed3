"""Exercise names: what a name in your log means, said once for all sets."""

from __future__ import annotations

from analytics.errors import AnalyticsError
from analytics.intake import labelling
from analytics.knowledge import written
from analytics.reports import labels
from pages.shared import frame, session
from pages.shared.shown import st

frame.guard()

SHOWN = 8


def told(work, name: str) -> None:
    """Do as the person says, say what the week gains, and show the page anew."""
    try:
        gain = work()
    except AnalyticsError as error:
        st.session_state["label_refused"] = str(error)
    else:
        st.session_state["label_said"] = labels.gain_words(name, **vars(gain))
    st.rerun()


def place(one, exercise_id: str, name: str) -> None:
    """Say what a name is."""
    meant = None if exercise_id == labels.NO_HIP_WORK else exercise_id
    told(
        lambda: labelling.label(
            session.store(), person.athlete_id, one.key, source_name=one.source_name, exercise_id=meant
        ),
        name,
    )


person = frame.whose()
page = session.report(labels.gather, athlete_id=person.athlete_id)
frame.heading("Exercise names", page.line)
if refused := st.session_state.pop("label_refused", None):
    st.error(frame.plain(refused), icon=":material/block:")
if said := st.session_state.pop("label_said", None):
    st.success(frame.plain(said), icon=":material/check:")
if page.waiting:
    st.text(labels.WHY)
    st.caption("Pick a suggestion, or search among all exercises below it.")
many = st.session_state.get("labels_all", False)
for no, one in enumerate(page.waiting if many else page.waiting[:SHOWN]):
    mark = f"{one.key.source}_{one.key.name_key}_{one.key.fit_category}_{one.key.fit_subtype}"
    with st.container(border=True, key=f"name_{no}"):
        st.markdown(f"**{frame.plain(one.title)}**")
        st.caption(frame.plain(one.line))
        with st.container(horizontal=True):
            for at, (exercise_id, name) in enumerate(one.guesses):
                if st.button(
                    frame.plain(name), key=f"guess_{mark}_{at}", type="secondary" if at else "primary"
                ):
                    place(one, exercise_id, name)
            if st.button("No hip work in it", key=f"none_{mark}"):
                place(one, labels.NO_HIP_WORK, "without hip work")
        chosen = st.selectbox(
            f"Another exercise for {one.title}",
            list(page.choices),
            format_func=page.choices.get,
            index=None,
            placeholder="Search all exercises",
            label_visibility="collapsed",
            key=f"search_{mark}",
        )
        if chosen is not None and st.button(
            frame.plain(f"It is: {page.choices[chosen]}"), key=f"chosen_{mark}", type="primary"
        ):
            place(one, chosen, page.choices[chosen])
if len(page.waiting) > SHOWN:
    st.toggle(frame.plain(f"Show all {written.number(len(page.waiting))} names"), key="labels_all")
if page.said:
    with st.expander(f"What you have said ({len(page.said)})", icon=":material/label:"):
        for one in page.said:
            with st.container(horizontal=True, vertical_alignment="center"):
                st.text(one.title, width="stretch")
                if st.button(
                    "Take back",
                    key=f"back_{one.key.source}_{one.key.name_key}_{one.key.fit_category}_{one.key.fit_subtype}",
                    icon=":material/undo:",
                    help=frame.plain(one.line),
                ):
                    told(
                        lambda key=one.key: labelling.take_back(session.store(), person.athlete_id, key),
                        "as they were",
                    )
if page.sides:
    with st.expander("Exercises of one leg: how your apps count them", icon=":material/balance:"):
        st.caption("Where a log names no side. Say it once for each; all its sets are counted anew.")
        for one in page.sides:
            answer = st.radio(
                frame.plain(one.title),
                list(labels.SIDES),
                index=list(labels.SIDES).index(one.sides),
                format_func=labels.SIDES.get,
                key=f"sides_{one.source}_{one.sides}",
                help="This is what you said." if one.is_said else "This is what we assume until you say so.",
            )
            if answer != one.sides:
                told(
                    lambda source=one.source, answer=answer: labelling.set_sides(
                        session.store(), person.athlete_id, source, answer
                    ),
                    "counted that way",
                )
if page.placed:
    placed = written.number(len(page.placed))
    with st.expander(f"Names that are placed ({placed})", icon=":material/checklist:"):
        frame.table(
            list(page.placed),
            {
                "name": "Name",
                "exercise": "Exercise",
                "sets": "Sets",
                "source": "From",
                "confidence": "Sureness",
            },
            about="Names in your log and the exercises they are taken for",
        )
