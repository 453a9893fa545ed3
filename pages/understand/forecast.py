"""Next week: the base rate and what is known; a forecast only where it passed its test on weeks not seen."""

from __future__ import annotations

from functools import partial

from analytics.charts import estimates
from analytics.charts import evidence as chart
from analytics.reports import explore, forecast
from pages.shared import case_levels, frame, quantities, session
from pages.shared.shown import st

frame.guard()
person = frame.whose()
frame.heading(
    "Next week", "How often a new injury comes, what is known beforehand, and whether more can be said."
)
case_levels.choose()
asked = {"simulated": person.is_simulated}
about = (person.is_simulated,)

known = session.report(forecast.known, **asked)
with st.spinner("Testing forecasts on weeks they have not seen…"):
    tested = session.report(forecast.tested, **asked)


def taken(rows, key: str) -> None:
    """The figures to take away."""
    st.download_button(
        "These figures as CSV",
        partial(explore.safe_csv, rows),
        file_name=f"forecast_{key}.csv",
        key=f"csv {key}",
    )


st.text(known.base_rate)
st.markdown(f"**{tested.headline}**")
for line in tested.why_not:
    st.text(line)

st.header("What is known of each", anchor=False)
if known.flags.empty:
    frame.missing("Nobody has a whole week of running in the log of late.")
else:
    rows = known.flags.merge(tested.chances, on="athlete_id", how="left")
    heads = dict(forecast.FLAGS)
    heads["week_start"] = st.column_config.DateColumn(heads["week_start"], format="D MMM YYYY")
    if not tested.is_released:
        heads.pop("chance")
    frame.table(rows, heads, about="What is known of each athlete before the week begins")
    st.caption("A flag is a fact of the log, not a chance: most flagged weeks bring no injury.")

if tested.is_released:
    st.header("A planned week", anchor=False)
    st.caption(forecast.PLANNED)
    usual = session.report(forecast.start, athlete_id=person.athlete_id)
    with st.container(horizontal=True):
        longest = quantities.ask(
            "Longest run", "distance_km", low=1.0, high=200.0, value=usual.longest_km or 10.0, step=0.5,
            key="longest",
        )  # fmt: skip
        sets = st.number_input("Hip sets in the week", 0, 100, int(usual.hip_sets or 0), key="sets")
    for line in forecast.plan(
        session.reader(),
        tested.made,
        athlete_id=person.athlete_id,
        longest_km=longest or usual.longest_km or 10.0,
        hip_sets=float(sets),
    ):
        st.text(line)

if not tested.judged.empty:
    st.header("How the forecasts were tested", anchor=False)
    drawing = session.picture(
        estimates.draw,
        tested.skills,
        about=about,
        title="Does any forecast beat the base rate?",
        subtitle=forecast.SKILL_NOTE,
        unit=" % of the error saved",
        no_effect=0,
        better="worse than the base rate",
        worse="better",
        meaning="injury",
        decimals=1,
    )
    frame.draw(drawing, key="skills", level=4)
    frame.table(tested.judged, forecast.JUDGED, about="How each forecast did on what it had not seen")
    st.caption(forecast.READING)
    taken(tested.judged, "scores")
if not tested.reliability.empty:
    drawing = session.picture(
        chart.draw_reliability,
        tested.reliability,
        about=about,
        title="When it said ten in a hundred, was it ten?",
        subtitle=forecast.RELIABILITY_NOTE,
    )
    frame.draw(drawing, key="reliability", level=4)
    taken(tested.reliability, "calibration")
    st.markdown("**What would so many flags a week bring?**")
    frame.table(tested.alerts, forecast.ALERTS, about="What one to five flags a week would bring")
    st.caption("On weeks not seen before: each week the highest forecasts are flagged, one to five of them.")
    taken(tested.alerts, "alerts")
