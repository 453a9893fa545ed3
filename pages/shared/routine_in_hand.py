"""The routine in hand on the routine page: kept between runs, shown item by item, changed by a click."""

from __future__ import annotations

from functools import partial

from analytics.charts import figures
from analytics.reports import routine_editor
from analytics.reports.routine_editor import Row
from pages.shared import frame, pictures
from pages.shared.shown import st


def whose() -> int | None:
    """Name the athlete who looks at the page; None where nobody is here yet."""
    person = st.session_state.get("person")
    return person.athlete_id if person else None


def hold(text: str | None, *, source: str, name: str | None = None, routine_id: int | None = None) -> None:
    """Take a routine in hand: one that was built, opened, or is one's own."""
    st.session_state["routine"] = {
        "text": text,
        "source": source,
        "name": name,
        "was_for": routine_editor.was_for(text) if text else None,
        "routine_id": routine_id,
        "whose": whose(),
    }


def change(text: str | None) -> None:
    """Put a changed routine in place of the one in hand."""
    st.session_state["routine"] = {**st.session_state["routine"], "text": text, "changed": True}


def let_go() -> None:
    """Go back to the routine that the answers give."""
    st.session_state.pop("routine", None)
    st.query_params.pop("routine", None)


def show_row(row: Row, text: str) -> None:
    """One exercise: how it looks, how much, why it is here, and what can be changed."""
    with st.container(border=True, key=f"routine_item_{row.at}"):
        if figures.has(row.card.exercise_id):
            picture, words = st.columns([2, 3], gap="medium", vertical_alignment="center")
            with picture:
                pictures.show(row.card.exercise_id)
        else:
            words = st.container()
        with words:
            said = [
                f"**{frame.plain(row.card.name)}** · {frame.plain(row.card.amount)}",
                f"*Why it is here.* {frame.plain(row.card.reason)}",
            ]
            if row.against:
                said.append(f":orange[:material/error:] {frame.plain(row.against)}")
            st.markdown("\n\n".join(said))
            st.caption(frame.plain(row.card.cue))
            with st.container(horizontal=True):
                named = f"{row.at} {row.card.exercise_id}"
                frame.popover(
                    "Swap",
                    partial(show_swap, row, text),
                    key=f"swap {named}",
                    icon="swap_horiz",
                    disabled=not row.instead,
                )
                frame.popover("Change", partial(show_change, row, text), key=f"change {named}", icon="edit")


def show_swap(row: Row, text: str) -> None:
    st.caption("Open to you, and right for this place; the nearest first.")
    for exercise_id, words in row.instead.items():
        st.button(
            words,
            key=f"swap_{row.card.exercise_id}_{exercise_id}",
            on_click=lambda at=row.at, other=exercise_id: change(routine_editor.swap(text, at, other)),
        )


def show_change(row: Row, text: str) -> None:
    """Sets, repetitions or seconds, place, and out."""
    key = f"{row.card.exercise_id}_{row.at}_{row.sets}_{row.amount}"
    sets = st.number_input("Sets", 1, row.most_sets, row.sets, key=f"sets_{key}")
    amount = st.number_input(row.unit, 1, row.most_amount, row.amount, key=f"amount_{key}")
    if (sets, amount) != (row.sets, row.amount):
        change(routine_editor.redose(text, row.at, sets=sets, amount=amount))
        st.rerun()
    with st.container(horizontal=True):
        if not row.is_first and st.button("Earlier", icon=":material/arrow_upward:", key=f"up_{key}"):
            change(routine_editor.earlier(text, row.at))
            st.rerun()
        if not row.is_last and st.button("Later", icon=":material/arrow_downward:", key=f"down_{key}"):
            change(routine_editor.later(text, row.at))
            st.rerun()
        if st.button("Take it out", icon=":material/delete:", key=f"out_{key}"):
            change(routine_editor.remove(text, row.at))
            st.rerun()
