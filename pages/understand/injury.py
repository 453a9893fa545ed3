"""Injury: how often, how bad, where, when, and what can be said about hip strength."""

from __future__ import annotations

from functools import partial

from analytics.charts import body_map, injury_groups
from analytics.charts import injury as timeline
from analytics.charts import injury_rates as rates_chart
from analytics.charts import injury_times as times_chart
from analytics.reports import explore, injury
from analytics.reports.injury_groups import BY
from pages.shared import case_levels, clicks, columns, frame, pickers, session, words
from pages.shared.shown import st

frame.guard()
GROUPS = ("season", "sex", "age", "squad")
KINDS = ("diagnosis", "mode", "recurrence")

person = frame.whose()
everybody = frame.everybody()
frame.heading("Injury")
with st.container(key="injury_choices"):
    # One runner alone is not asked whose injuries: no hole where the question would stand.
    scope, level, per = (st.container(), *st.columns(2)) if everybody.is_alone else st.columns(3)
    with scope:
        athlete_id, squad_id = pickers.own_squad_or_all(everybody, person)
    with level:
        case_levels.choose()
    with per:
        unit = pickers.choose("per", "Rates by group", injury.unit_words(), first="h")
asked = {
    "athlete_id": athlete_id,
    "squad_id": squad_id,
    "simulated": person.is_simulated,
    "unit": unit,
}
page = session.report(injury.gather, **asked)
about = (athlete_id, squad_id, person.is_simulated, unit)


def numbers(rows, heads, name):
    """Offer the numbers behind a figure, as a table and as a file."""

    def show():
        frame.table(rows, heads, about=f"The numbers of the figure: {name.replace('-', ' ')}")
        st.download_button(
            "Download as CSV",
            partial(explore.safe_csv, rows[list(heads)]),
            file_name=f"hipstride-{name}.csv",
            mime="text/csv",
            icon=":material/download:",
            key=f"csv {name}",
        )

    frame.fold("The numbers", show, key=f"numbers {name}")


def groups(one):
    """Show the rates of groups."""
    frame.draw(
        session.picture(
            rates_chart.draw_groups,
            one.rows,
            about=(*about, one.id),
            title=one.title,
            subtitle=page.said_of(one),
            unit=page.unit_short,
            decimals=page.decimals,
        ),
        key=f"groups {one.id}",
    )
    st.caption(frame.plain(one.note))
    rate = columns.number(f"Per {page.unit_short}", 2)
    heads = {
        "label": one.head,
        "n": "Injuries",
        "estimate": rate,
        "low": columns.number("From", 2),
        "high": columns.number("To", 2),
        "exposure": columns.number(page.exposure_head),
        "athletes": "Athletes",
        "days": columns.number("Days lost"),
        "burden": columns.number(f"Days lost per {page.unit_short}", 1),
        "burden_low": columns.number("Burden from", 1),
        "burden_high": columns.number("Burden to", 1),
        "rests_on": "Rests on",
    }
    numbers(one.rows, heads, one.id)


def share(one, period):
    """Show the share of athletes injured, period by period."""
    drawing = session.picture(
        times_chart.draw_prevalence,
        one.rows,
        about=(*about, period),
        title=one.title,
        subtitle=one.note,
        period=period,
    )
    clicks.draw(drawing, key=f"prevalence {period}")
    heads = {
        "period_start": st.column_config.DateColumn("From", format="D MMM YYYY"),
        "followed": "Followed",
        "injured": "Injured",
        "prevalence_pct": columns.number("Share, %", 1),
        "low_pct": columns.number("From, %", 1),
        "high_pct": columns.number("To, %", 1),
    }
    numbers(one.rows, heads, f"prevalence-{period}")


def curve(one, name, *, what, followed):
    """Show a time to something."""
    frame.draw(
        session.picture(
            times_chart.draw_curve,
            one.rows,
            one.marks,
            about=(*about, name),
            title=one.title,
            subtitle=one.note,
            axis=one.axis,
            quartiles=one.quartiles,
            what=what,
            followed=followed,
        ),
        key=name,
    )
    st.caption(frame.plain(one.quartiles))
    heads = {
        "time": columns.number(one.axis),
        "at_risk": columns.number("Followed up to then"),
        "survival_pct": columns.number("Share, %", 1),
        "low_pct": columns.number("From, %", 1),
        "high_pct": columns.number("To, %", 1),
    }
    numbers(one.rows, heads, name)


def curves(one, name, *, what):
    """Show a time to something, group by group."""
    frame.draw(
        session.picture(
            injury_groups.draw_curves,
            one.curves,
            one.groups,
            about=(*about, name),
            title=one.title,
            subtitle=one.note,
            axis=one.axis,
            what=what,
        ),
        key=name,
        level=4,
    )
    heads = {
        "label": "Group",
        "n": columns.number("Followed"),
        "events": columns.number("Of them"),
        "middle": "Half by day (95 %)",
    }
    numbers(one.groups, heads, name)


def body():
    """Show where the injuries are on the body."""
    drawn = session.picture(body_map.draw, page.places, about=(*about, "body"))
    st.header(frame.plain(drawn.title), anchor=False)
    st.caption(frame.plain(page.places_words))
    with st.container(key="body_counts"):
        st.image(drawn.svg, alt=drawn.alt_text, width=400)
    with st.expander("The body in words", key="words body"):
        st.text(drawn.alt_text)


def how_often():
    """How often injuries happen, and in whom."""
    if page.rates:
        st.header("How often do injuries happen, and what do they cost?", anchor=False)
        frame.rates(page.rates)
        st.caption(frame.plain(page.interval_words))
        for caution in page.cautions:
            st.caption(frame.plain(caution))
    else:
        st.write("There is no rate without days for which both the running log and the injury log speak.")
    shown = {one: page.breakdowns[one].head for one in GROUPS if one in page.breakdowns}
    if shown:
        groups(page.breakdowns[pickers.choose("by", "Compare", shown, first="season")])


def how_bad():
    """How bad they are, and how long the way back is."""
    if page.listed.empty:
        st.write(frame.plain(page.nothing_words))
    else:
        frame.draw(
            session.picture(
                rates_chart.draw_bins, page.bins, about=about, title=page.bins_title, subtitle=page.bins_words
            ),
            key="bins",
        )
        numbers(
            page.bins,
            {"label": "Days lost", "n": "Injuries", "share_pct": columns.number("%")},
            "severity",
        )
    if page.has_matrix:
        frame.draw(
            session.picture(
                rates_chart.draw_matrix,
                page.breakdowns["site"].rows,
                about=(*about, "matrix"),
                title=page.matrix_title,
                subtitle=page.matrix_words,
                unit=page.unit_short,
            ),
            key="matrix",
        )
    if page.back:
        curve(page.back, "time-to-return", what="not back yet", followed="injuries")
    if page.back_by:
        curves(page.back_by, "time-to-return-by-place", what="not back yet")


def where_and_what():
    """Where and what they are."""
    if page.places:
        body()
    if page.hurt:
        groups(page.breakdowns["site"])
        kinds = {one: page.breakdowns[one].head for one in KINDS}
        groups(page.breakdowns[pickers.choose("kind", "By", kinds, first="diagnosis")])
    else:
        st.write(frame.plain(page.nothing_words))


def when():
    """When they happen, and how long the first one takes."""
    for one, period in ((page.by_week, "week"), (page.by_month, "month"), (page.by_year, "year")):
        if one:
            share(one, period)
    if page.checkins:
        st.header("And in the weekly check-ins?", anchor=False)
        st.write(frame.plain(page.checkins))
    if page.first:
        curve(page.first, "time-to-first-injury", what="still without an injury", followed="athletes")
    if page.first_by:
        offered = {one: BY[one] for one in page.first_by}
        chosen = pickers.choose("first_by", "First injury by", offered, first=next(iter(offered)))
        curves(page.first_by[chosen], f"time-to-first-injury-by-{chosen}", what="still without an injury")
    if page.shares_words:
        st.caption(frame.plain(page.shares_words))


def hip_strength():
    """Whether they went with less hip work."""
    if "dose" in page.breakdowns:
        groups(page.breakdowns["dose"])
    with st.spinner(words.ASKING_EVERYBODY):
        given = session.answer(injury.answer, athlete_id=athlete_id, simulated=person.is_simulated)
    frame.answer(given, title="Did injuries go with less hip work?")


def all_of_them():
    """Each of them."""
    if page.listed.empty:
        st.header(page.title, anchor=False)
    else:
        clicks.draw(
            session.picture(
                timeline.draw_timeline,
                page.newest,
                page.weeks,
                about=about,
                title=page.title,
                counted=page.timeline_words,
            ),
            key="timeline",
        )
        heads = {
            **({} if athlete_id else {"athlete": "Athlete"}),
            "site": "Site",
            "diagnosis": "Diagnosis",
            "level": "Level",
            "onset_date": st.column_config.DateColumn("Onset", format="D MMM YYYY"),
            "end_date": st.column_config.DateColumn("Until", format="D MMM YYYY"),
            "is_open": st.column_config.CheckboxColumn("Still open"),
            "days": "Days",
        }
        frame.table(page.listed, heads, about="Injuries as recorded, the newest first")
        st.download_button(
            "Download as CSV",
            partial(explore.safe_csv, page.listed[list(heads)]),
            file_name="hipstride-injuries.csv",
            mime="text/csv",
            icon=":material/download:",
        )


frame.say_whose(page.line)
st.caption(frame.plain(page.level_words))
if page.missing:
    frame.missing(page.missing, button="Log an injury, or that there was none", page="record/log_injury.py")
if page.figures:
    frame.figures(page.figures)
frame.tabs(
    {
        "How often": how_often,
        "How bad": how_bad,
        "Where and what": where_and_what,
        "When": when,
        "Hip strength": hip_strength,
        "All of them": all_of_them,
    },
    key="injury_tabs",
)
