"""Opening one exercise of the library, and the way to its easier and its harder form."""

from __future__ import annotations

from pathlib import Path

from analytics.knowledge import exercises
from analytics.reports.exercises import Row, Step
from pages.shared.shown import st

ASKED = "exercise"
"""The exercise that is open: in the address, so that it can be kept and sent."""
_ACT = Path(__file__).resolve().parents[1].joinpath("act")


def chosen() -> str | None:
    """Give the exercise that is open; None while the list is."""
    asked = st.query_params.get(ASKED)
    return asked if asked in exercises.load() else None


def open_one(exercise_id: str) -> None:
    """Open an exercise on the page of the library."""
    st.query_params[ASKED] = exercise_id


def close() -> None:
    """Go back to the list."""
    st.query_params.pop(ASKED, None)


def neighbours(easier: Step | None, harder: Step | None) -> None:
    """Offer the easier and the harder form."""
    with st.container(horizontal=True):
        for words, icon, one in (("Easier", "trending_down", easier), ("Harder", "trending_up", harder)):
            if one:
                st.button(
                    f"{words}: {one.name}",
                    key=f"{words}_{one.id}",
                    on_click=open_one,
                    args=(one.id,),
                    icon=f":material/{icon}:",
                )


def link(one: Row | Step) -> None:
    """Link to an exercise from another page."""
    st.page_link(
        str(_ACT.joinpath("exercises.py")),
        label=one.name,
        icon=":material/arrow_forward:",
        icon_position="right",
        query_params={ASKED: one.id},
    )


def link_to_dips() -> None:
    """Link to the page of the hip dip."""
    st.page_link(
        str(_ACT.joinpath("hip_dips.py")), label="How hip dips are done", icon=":material/swap_vert:"
    )
