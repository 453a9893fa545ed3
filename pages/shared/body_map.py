"""Choosing a place on the body: a drawing to touch or to walk through by keys, and a plain list beside it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from analytics.charts import body_map
from analytics.knowledge import injuries, units
from analytics.reports import injury_log
from pages.shared import shown
from pages.shared.shown import st

_HERE = Path(__file__).resolve().parent
_component = st.components.v2.component(
    "hipstride_body_map",
    html=_HERE.joinpath("body_map.html").read_text("utf-8"),
    css=_HERE.joinpath("body_map.css").read_text("utf-8"),
    js=_HERE.joinpath("body_map.js").read_text("utf-8"),
)


def choose(
    key: str, *, on_choice: Callable[[str, str | None], Any] | None = None
) -> tuple[str, str | None] | None:
    """Let a person choose a place; gives (site, side), or None as long as nothing is chosen.

    Parameters
    ----------
    key
        Of the widgets: `<key>_list` is the list, whose values are `injury_log.place_key`.
    on_choice
        Called with site and side once a place is chosen, before the page runs anew.
    """
    listed = f"{key}_list"

    def choice(value: str | None) -> None:
        st.session_state[listed] = value
        if value is not None and on_choice is not None:
            on_choice(*injury_log.place_of(value))

    def touched() -> None:
        place = (st.session_state.get(f"{key}_map") or {}).get("place")
        if place:
            choice(injury_log.place_key(place.get("site"), place.get("side")))

    chosen = st.session_state.get(listed)
    place = injury_log.place_of(chosen) if chosen else None
    _component(
        key=f"{key}_map",
        data={
            "svg": shown.markup(body_map.clickable()),
            "touch": shown.said("Touch where it is"),
            "drawing": units.way().language,
            "place": None if place is None else {"site": place[0], "side": place[1]},
            "words": shown.said(injuries.place_name(*place)) if place else "",
        },
        on_place_change=touched,
    )
    places = injury_log.places()
    st.selectbox(
        "Or choose from the list",
        list(places),
        format_func=places.get,
        index=None,
        placeholder="Left and right are your own",
        key=listed,
        on_change=lambda: choice(st.session_state.get(listed)),
    )
    return place
