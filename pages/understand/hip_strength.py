"""Hip strength: weekly sets, the dose they add up to, what they are made of, what could not be read."""

from __future__ import annotations

from analytics.charts import hip_strength as chart
from analytics.charts import make_up as make_up_chart
from analytics.reports import hip_strength
from pages.shared import columns, frame, pickers, session
from pages.shared.shown import st

frame.guard()
person = frame.whose()
weeks_back = pickers.span()
page = session.report(hip_strength.gather, athlete_id=person.athlete_id, weeks_back=weeks_back)

frame.heading("Hip strength", page.line)
if page.missing:
    frame.missing(page.missing, button="Log strength work", page="record/log_strength.py")
    frame.end()
frame.figures(page.figures)
about = (person.athlete_id, weeks_back)
frame.draw(
    session.picture(chart.draw, page.weeks, page.injuries, about=about, title=page.title, target=page.target)
)
st.write(page.target_words)

made = page.made_of
groups, directions = st.columns(2, gap="large")
with groups:
    frame.draw(
        session.picture(
            chart.draw_shares,
            made.recent,
            about=about,
            title=made.groups_title,
            subtitle="Hip sets a week over the last eight known weeks. The group an exercise works first "
            "gets the whole set, each further one half: groups overlap and do not add up.",
        )
    )
    st.write(made.neglected)
with directions:
    if made.directions.empty:
        st.header(made.directions_title, anchor=False)
        st.write(made.directions_words)
        if st.button("The hip dip, four ways"):
            frame.go("act/exercises.py")
    else:
        frame.draw(
            session.picture(
                chart.draw_shares,
                made.directions,
                about=about,
                title=made.directions_title,
                subtitle=made.directions_words,
            ),
            key="directions",
        )
frame.draw(
    session.picture(
        make_up_chart.draw_groups,
        made.groups,
        about=about,
        title="How each muscle group fared, week by week",
        subtitle="Hip sets logged, by muscle group, on one scale; trunk sets are counted apart; hatched "
        "weeks are outside the log.",
    )
)

st.header("How steady it is", anchor=False)
frame.figures(made.figures, key="figures-steady")

sides, lanes = st.columns(2, gap="large")
with sides:
    st.header("Left and right", anchor=False)
    st.write(made.sides_words)
    if not made.sides.empty:
        frame.table(
            made.sides,
            {
                "exercise": "Exercise",
                "left_sets": columns.number("Left, sets"),
                "right_sets": columns.number("Right, sets"),
                "apart_pct": columns.number(
                    "Apart, %", help="By repetitions where both sides have them, else by "
                    "seconds, else by sets; in percent of the larger side.",
                ),
            },
            about="Exercises logged one leg at a time, left beside right",
        )  # fmt: skip
with lanes:
    st.header("How it came to be known", anchor=False)
    frame.table(
        made.lanes,
        {
            "lane": "Lane",
            "hip_sets": columns.number("Hip sets a week", 1),
        },
        about="Hip sets a week over the last eight known weeks, by how they came to be known",
    )
    st.caption("Only logged sets enter the estimates; the three are never added together in silence.")

st.header("What could not be read", anchor=False)
st.write(page.unmapped_words)
if page.unmapped:
    if st.button("Say what these exercises are", type="primary"):
        frame.go("record/labels.py")
    frame.table(
        [{"name": one.name, "source": one.source, "sets": one.sets} for one in page.unmapped],
        {"name": "As logged", "source": "Source", "sets": "Sets"},
        about="Names of exercises that could not be matched, with their sets",
    )

with st.expander("Sets, repetitions, time and load, week by week"):
    frame.table(
        made.volume,
        {
            "week": "Week",
            "hip_sets": columns.number("Hip sets", 1),
            "strength_sets": columns.number("All sets"),
            "reps": columns.number("Repetitions"),
            "minutes_timed": columns.number("Timed, min", 1),
            "tonnage_kg": columns.weight(
                "Load lifted", 0, help="Sets times repetitions times the load that was "
                "logged; body weight is not in it. Loads of different exercises cannot be compared.",
            ),
            "strength_days": columns.number("Days"),
        },
        about="Strength work week by week, the newest first; an empty cell is unknown",
    )  # fmt: skip
with st.expander("By exercise"):
    frame.table(
        made.by_exercise,
        {
            "exercise": "Exercise",
            "hip_sets": columns.number("Hip sets a week", 1),
            "sets": columns.number("Sets a week", 1),
            "is_specific": st.column_config.CheckboxColumn("Running-specific"),
        },
        about="Exercises of the last eight known weeks",
    )
