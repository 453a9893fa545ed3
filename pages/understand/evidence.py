"""Evidence: the answer on hip strength and injuries, its shape, the reasons to doubt it, and the forecast."""

from __future__ import annotations

import streamlit as st

from analytics.charts import estimates
from analytics.charts import evidence as chart
from analytics.reports import evidence, explore, injury, truth
from pages.shared import case_levels, frame, session, words

frame.guard()
person = frame.whose()
frame.heading("Evidence", "What the log says of hip strength and injuries, and how far to trust it.")
case_levels.choose()
asked = {"simulated": person.is_simulated}
about = (person.is_simulated,)

given = session.answer(injury.answer, athlete_id=None, **asked)
frame.answer(given, title="Do injuries go with hip work, everybody together?")

st.subheader("Its shape", anchor=False)
shape = session.report(evidence.shape, **asked)
if shape.missing:
    frame.missing(shape.missing)
else:
    drawing = session.picture(
        chart.draw_curve,
        shape.curve,
        about=about,
        title="How does the injury rate go with the amount of hip work?",
        subtitle=f"Against no hip work, 95 % band; nothing forces the curve to fall. {shape.rests_on}.",
    )
    frame.draw(drawing, key="curve", level=4)
    st.download_button("The curve as CSV", explore.safe_csv(shape.curve), file_name="hip_dose_curve.csv")

st.subheader("Reasons to doubt it", anchor=False)
doubts = session.report(evidence.doubt, **asked)
if doubts is None:
    frame.missing("There is no estimate yet that could be doubted.")
else:
    if doubts.banner:
        st.warning(frame.plain(doubts.banner), icon=":material/warning:")
    for line in doubts.lines:
        st.text(line)
    for key, title, rows, subtitle in (
        (
            "variants",
            "Would other choices have given another answer?",
            doubts.variants,
            evidence.VARIANTS_NOTE,
        ),
        ("controls", "Is there an effect where there can be none?", doubts.controls, evidence.CONTROLS_NOTE),
    ):
        if rows.empty:
            continue
        drawing = session.picture(
            estimates.draw,
            rows,
            about=(*about, key),
            title=title,
            subtitle=subtitle,
            unit=words.RATE_RATIO,
            no_effect=1,
            better="fewer injuries",
            worse="more injuries",
            meaning="injury",
        )
        frame.draw(drawing, key=key, level=4)
        st.download_button(
            "These figures as CSV", explore.safe_csv(rows), file_name=f"{key}.csv", key=f"csv {key}"
        )
    drawing = session.picture(
        chart.draw_lags,
        doubts.lags,
        about=about,
        title="How long before do the sets count?",
        subtitle=evidence.LAGS_NOTE,
    )
    frame.draw(drawing, key="lags", level=4)
    with st.expander("What single runners do to it", icon=":material/person_off:"):
        frame.table(
            doubts.people,
            {
                "athlete": "Athlete",
                "weeks": "Weeks that count",
                "injuries": "Injuries",
                "value_without": st.column_config.NumberColumn("Rate ratio without", format="%.2f"),
            },
            about="The estimate without each athlete, those that move it most first",
        )

st.subheader("What it would take to know more", anchor=False)
for line in shape.needed:
    st.text(line)

st.subheader("The next seven days", anchor=False)
if st.toggle("Try a forecast (takes some seconds)", key="forecast"):
    ahead = session.report(evidence.ahead, **asked)
    st.markdown(f"**{ahead.headline}**")
    st.text(ahead.base_rate)
    for line in ahead.why_not:
        st.text(line)
    if not ahead.judged.empty:
        frame.table(ahead.judged, evidence.JUDGED, about="How each forecast did on what it had not seen")
        drawing = session.picture(
            chart.draw_reliability,
            ahead.reliability,
            about=about,
            title="When it said ten in a hundred, was it ten?",
            subtitle="Weeks not seen before, in ten groups of like forecast; on the dotted line is right.",
        )
        frame.draw(drawing, key="reliability", level=4)
        frame.table(ahead.alerts, evidence.ALERTS, about="What so many flags a week bring")

st.subheader("How this was tested", anchor=False)
for line in truth.kept().sentences:
    st.text(line)
st.page_link("pages/trust/models.py", label="The whole scorecard", icon=":material/arrow_forward:")
