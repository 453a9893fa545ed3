"""Pace with hip strength, personal bests and the curve, heart and form over time, the squad."""

from __future__ import annotations

from analytics.charts import pace as chart
from analytics.charts import pace_curve, pace_runs
from analytics.reports import pace, pace_bests
from analytics.reports import pace_runs as runs_report
from pages.shared import clicks, columns, frame, pickers, session, words
from pages.shared.shown import st

frame.guard()
person = frame.whose()
weeks_back = pickers.span()
page = session.report(pace.gather, athlete_id=person.athlete_id, weeks_back=weeks_back)
about = (person.athlete_id, weeks_back)


def strength() -> None:
    """Pace at a fixed heart rate, against the hip dose, and what the models say."""
    if page.missing:
        frame.missing(page.missing, button="Import files", page="record/import_files.py")
        return
    frame.figures(page.figures)
    frame.draw(
        session.picture(
            chart.draw_time,
            page.weeks,
            page.injuries,
            about=about,
            title=page.title,
            hr_ref_bpm=page.hr_ref_bpm,
        )
    )
    if page.within_words:
        frame.draw(
            session.picture(
                chart.draw_within,
                page.points,
                about=about,
                title=page.within_title,
                subtitle=page.within_words,
            )
        )
    frame.answer(
        session.answer(pace.answer, athlete_id=person.athlete_id),
        title="What your own weeks say about hip strength and pace",
    )
    if not frame.everybody().is_alone:  # last, since it reads everybody's weeks: the page stands already
        with st.spinner(words.ASKING_EVERYBODY):
            given = session.answer(pace.answer, athlete_id=None, simulated=person.is_simulated)
        frame.answer(given, title="What everybody's weeks say")


def bests() -> None:
    """Personal bests and how each moved, the curve, equivalent race times."""
    found = session.report(pace_bests.gather, athlete_id=person.athlete_id)
    if found.missing:
        frame.missing(found.missing, button="Import files", page="record/import_files.py")
        if found.left_out:
            st.caption(frame.plain(found.left_out))
        return
    clicks.draw(
        session.picture(
            pace_curve.draw_curve,
            found.curves,
            about=about,
            title="How fast for how long?",
            **found.drawn_fit,
        ),
        key="pace_curve",
    )
    st.write(frame.plain(found.fit.words))
    st.header("Your bests", anchor=False)
    frame.table(
        found.table,
        {
            "what": "Over",
            "best": "Best",
            "pace": "Pace",
            "on": st.column_config.DateColumn("On", format="D MMM YYYY"),
            **({"race": "In a race"} if found.has_race else {}),
            "before": "Before it",
            "season": "This season",
            "recent": "Last 90 days",
            "runs": "Runs",
        },
        about="Personal bests over distances and durations",
        height="content",
    )
    st.caption(frame.plain(" ".join(part for part in (found.line, found.left_out) if part)))
    chosen = pickers.choose("best", "How one best moved", found.efforts, first=found.first_effort)
    course = session.report(pace_bests.course, athlete_id=person.athlete_id, key=chosen)
    clicks.draw(
        session.picture(
            pace_curve.draw_course,
            course.runs,
            about=(*about, chosen),
            title=course.title,
            name=found.efforts[chosen],
        ),
        key=f"pace_course_{chosen}",
        level=4,
    )
    st.header("Equivalent race times", anchor=False)
    st.write(frame.plain(found.vdot_words))
    if len(found.equivalents):
        frame.table(
            found.equivalents,
            {
                "what": "Race",
                "equivalent": "Equivalent time",
                "own": "Your best of a year",
                "own_vdot": columns.number("Its VDOT", 1),
                "on": st.column_config.DateColumn("On", format="D MMM YYYY"),
                "rests_on": "Against the effort it rests on",
            },
            about="Race times that the same VDOT stands for",
            height="content",
        )


def heart() -> None:
    """Efficiency and decoupling over time, with heat and climb beside them."""
    found = session.report(runs_report.gather, athlete_id=person.athlete_id, weeks_back=weeks_back)
    if found.heart_missing:
        frame.missing(found.heart_missing, button="Import files", page="record/import_files.py")
        return
    clicks.draw(
        session.picture(
            pace_runs.draw,
            found.runs,
            found.heart,
            about=(*about, "heart"),
            title=found.heart_title,
            subtitle=runs_report.HEART_WORDS,
            context=runs_report.CONTEXT,
        ),
        key="pace_heart",
    )
    st.caption(frame.plain(runs_report.HEART_CAUTION))


def form() -> None:
    """Measures of form over time."""
    found = session.report(runs_report.gather, athlete_id=person.athlete_id, weeks_back=weeks_back)
    if found.form_missing:
        frame.missing(found.form_missing, button="Import files", page="record/import_files.py")
        return
    clicks.draw(
        session.picture(
            pace_runs.draw,
            found.runs,
            found.form,
            about=(*about, "form"),
            title=found.form_title,
            subtitle=runs_report.FORM_WORDS,
            shade_unusual=True,
        ),
        key="pace_form",
    )
    with st.expander("What each measure is", icon=":material/info:"):
        for one in found.form:
            st.write(frame.plain(f"{one.label}: {one.note} From {one.runs} runs."))
    st.caption(frame.plain(runs_report.FORM_CAUTION))


def squad() -> None:
    """Everybody's bests and efficiency beside each other."""
    squad_id = pickers.squad(frame.everybody())
    found = session.report(runs_report.gather_squad, squad_id=squad_id)
    st.caption(frame.plain(found.words))
    frame.table(
        found.table,
        {
            "athlete": "Athlete",
            **found.heads,
            "efficiency": columns.number("m a heartbeat", 2),
            "change_pct": columns.number("In a year, %", 1, sign=True),
            "runs": "Steady runs, 90 days",
        },
        about="Bests of the last year and efficiency of each athlete",
    )


frame.heading("Pace", page.line)
PARTS = {
    "strength": ("Hip strength", strength),
    "bests": ("Bests", bests),
    "heart": ("Heart", heart),
    "form": ("Form", form),
    "squad": ("Squad", squad),
}
offered = [part for part in PARTS if part != "squad" or not frame.everybody().is_alone]
part = st.segmented_control(
    "What to look at",
    offered,
    default=offered[0],
    format_func=lambda one: PARTS[one][0],
    key="pace_part",
    required=True,
    label_visibility="collapsed",
)
PARTS[part][1]()
