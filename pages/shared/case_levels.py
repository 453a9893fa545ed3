"""Choosing which injuries count: once, for every page."""

from __future__ import annotations

from analytics.errors import AnalyticsError
from analytics.intake import choosing
from analytics.reports import case_level
from pages.shared import frame, session
from pages.shared.shown import st

KEY = "case_level"


def choose() -> None:
    """Let a person choose which injuries count; the choice is kept and holds on every page."""
    st.session_state[KEY] = session.report(case_level.chosen)
    st.selectbox(
        "Which injuries count, on every page",
        list(case_level.LEVELS),
        format_func=case_level.LEVELS.get,
        key=KEY,
        on_change=_keep,
    )
    if words := st.session_state.pop("case_level_refused", None):
        st.error(frame.plain(words), icon=":material/block:")


def _keep() -> None:
    try:
        choosing.choose_case_level(session.store(), st.session_state[KEY])
    except AnalyticsError as error:
        st.session_state["case_level_refused"] = str(error)
