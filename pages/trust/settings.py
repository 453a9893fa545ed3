"""Settings: language, units, pace or speed, how numbers are written, and the first day of a week."""

from __future__ import annotations

from analytics.errors import AnalyticsError
from analytics.intake import choosing
from analytics.knowledge import units
from analytics.reports import preferences
from pages.shared import frame, session
from pages.shared.shown import st

frame.guard()
frame.heading("Settings", preferences.LINE)


def keep(setting: str) -> None:
    """Keep what was just chosen."""
    try:
        choosing.choose(session.store(), setting, st.session_state[f"setting_{setting}"])
    except AnalyticsError as error:
        st.session_state["setting_refused"] = str(error)


if refused := st.session_state.pop("setting_refused", None):
    st.error(frame.plain(refused), icon=":material/block:")
asked, shown = st.columns(2, gap="large")
with asked:
    languages = preferences.languages()
    st.session_state["setting_language"] = session.report(preferences.language_chosen)
    st.radio(
        preferences.LANGUAGE,
        list(languages),
        format_func=languages.get,
        key="setting_language",
        on_change=keep,
        args=("language",),
    )
    for setting, (label, answers) in preferences.CHOICES.items():
        st.session_state[f"setting_{setting}"] = getattr(units.way(), setting)
        st.radio(
            label,
            list(answers),
            format_func=answers.get,
            key=f"setting_{setting}",
            on_change=keep,
            args=(setting,),
        )
with shown:
    st.header("So it reads now", anchor=False)
    st.table([{"For example": what, "Reads": said} for what, said in preferences.example()], hide_index=True)
    st.header("What stays as it is", anchor=False)
    for line in preferences.what_stays():
        st.write(f"- {frame.plain(line)}")
