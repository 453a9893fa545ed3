"""Training load: this week's runs first, then load over time, one's own weeks, zones, the basis of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from analytics.charts import load as chart
from analytics.charts import load_zones as zones_chart
from analytics.errors import AnalyticsError
from analytics.intake import thresholds as saying
from analytics.reports import load, load_squad
from analytics.reports import load_words as words
from pages.shared import clicks, columns, frame, pickers, session
from pages.shared.shown import st

frame.guard()
person = frame.whose()
weeks_back = pickers.span()
today = dt.date.today()
page = session.report(load.gather, athlete_id=person.athlete_id, today=today, weeks_back=weeks_back)
about = (person.athlete_id, weeks_back, today)


def stored(do: Callable[[], object]) -> None:
    """Keep a choice and run anew; an error is said in words."""
    try:
        do()
    except AnalyticsError as error:
        st.error(frame.plain(str(error)), icon=":material/block:")
    else:
        st.rerun()


def ask_counting() -> None:
    """What the load stands on, and which strength work counts."""
    bases = [None, *words.BASIS_WORDS]
    named = {None: "Let the runs decide", **words.BASIS_WORDS}
    basis = st.selectbox(
        "What the load stands on",
        bases,
        index=bases.index(page.load_basis),
        format_func=named.get,
        key=f"load_basis_{person.athlete_id}",
    )
    ways = list(words.STRENGTH)
    strength = st.radio(
        "Which strength work counts",
        ways,
        index=ways.index(page.strength_in_load),
        format_func=words.STRENGTH.get,
        key=f"strength_in_load_{person.athlete_id}",
    )
    st.caption(frame.plain(f"{page.strength_words} {page.other_words}"))
    if basis != page.load_basis or strength != page.strength_in_load:
        stored(
            lambda: saying.count_load(
                session.store(),
                person.athlete_id,
                hr_zone_method=page.hr_zone_method,
                load_basis=basis,
                strength_in_load=strength,
            )
        )


frame.heading("Training load", page.line)
if page.missing:
    frame.missing(page.missing, button="Import files", page="record/import_files.py")
    frame.end()

st.header(frame.plain(page.week_title), anchor=False)
st.table(
    [
        {
            "Day": one.day,
            "Distance": one.distance,
            "Ratio": one.ratio,
            "State": one.state,
            "Hazard ratio (95 %)": one.hazard,
            "Longest of 30 days before": one.longest_before,
        }
        for one in page.week_runs
    ],
    hide_index=True,
)
st.write(frame.plain(page.next_words))
st.caption(frame.plain(words.study()))


def pictures() -> None:
    """Draw the load of the weeks shown."""
    clicks.draw(
        session.picture(
            chart.draw_runs,
            page.runs,
            about=about,
            title="How far did each run go beyond the longest of the 30 days before it?",
            names=words.STATE_NAMES,
        ),
        key="load_runs",
    )

    frame.figures(page.figures)
    st.caption(frame.plain(f"{page.basis_title}. {page.basis_why}"))
    frame.draw(
        session.picture(
            chart.draw_fitness,
            page.days,
            page.injuries,
            about=about,
            title="How has load built up and worn off?",
            unit=page.unit,
            basis=words.BASIS_WORDS[page.basis],
        ),
        key="load_fitness",
    )
    st.caption(frame.plain(page.coverage))
    clicks.draw(
        session.picture(
            chart.draw_own_weeks,
            page.weeks,
            about=about,
            title="Which weeks stood out from your own?",
            names=words.OWN_NAMES,
        ),
        key="load_own",
    )
    clicks.draw(
        session.picture(
            chart.draw_weeks,
            page.weeks,
            about=about,
            title="How hard, how even and how different was each week?",
            unit=page.unit,
        ),
        key="load_weeks",
    )
    kind = st.segmented_control(
        "Zones of",
        ["hr", "pace"],
        default="hr",
        format_func=words.ZONE_KINDS.get,
        key="zone_kind",
        required=True,
    )
    clicks.draw(
        session.picture(
            zones_chart.draw_zones,
            page.zones,
            about=(*about, kind),
            kind=kind,
            title=f"How was the time spent, by {words.ZONE_KINDS[kind].lower()}?",
            subtitle=words.ZONE_WORDS[kind],
        ),
        key=f"load_zones_{kind}",
    )
    frame.link("record/thresholds.py", "Your zones and thresholds")


if page.nothing_shown:
    frame.missing(page.nothing_shown)
    if st.button("Look back at all weeks", type="primary"):
        st.query_params["span"] = pickers.ALL_WEEKS
        st.rerun()
else:
    pictures()

st.header("What the load stands on", anchor=False)
ask_counting()
if not page.nothing_shown:
    frame.draw(
        session.picture(
            zones_chart.draw_bases,
            page.bases,
            about=about,
            title="Would another basis tell another story?",
            names=words.BASIS_WORDS,
            chosen=page.basis,
        ),
        key="load_bases",
        level=4,
    )


def show_bases() -> None:
    """How many runs have what each basis of the load needs."""
    frame.table(
        [vars(one) for one in page.basis_lines],
        {
            "name": "Basis",
            "measured": "Measured",
            "estimated": "Estimated",
            "unknown": "Unknown",
            "means": "What it is",
        },
        about="How many runs of the last year have a load on each basis",
        height="content",
    )
    for line in words.RULES:
        st.write(frame.plain(line))


frame.fold("What your runs have for each basis", show_bases, key="bases_known", icon="rule")
with st.expander("Acute to chronic ratio (legacy)", icon=":material/history:"):
    st.write(frame.plain(words.ACWR_WORDS))
    st.table([{"Form": form, "Today": value} for form, value in page.acwr], hide_index=True)

if not frame.everybody().is_alone:
    st.header("The squad's newest weeks", anchor=False)
    squad = session.report(load_squad.gather, today=today)
    st.caption(frame.plain(squad.line))
    number = st.column_config.NumberColumn
    frame.table(
        squad.table,
        {
            "athlete": st.column_config.TextColumn("Athlete", pinned=True),
            "week": "Week",
            "state": "Largest step",
            "ratio": columns.number(
                "Ratio", 2, after=" x", help="Longest run over the longest of the 30 days before it"
            ),
            "hazard": "Hazard ratio (95 %)",
            "distance_km": columns.distance("Week", 0),
            "distance_z": columns.number(
                "Distance, own SD", 1, sign=True, help="Against the twelve weeks before"
            ),
            "load_z": columns.number("Load, own SD", 1, sign=True, help="On each athlete's own basis"),
            "covered": number("Days logged", format="%d of 7"),
            "estimated": number("Estimated", format="%d", help="Sessions with an estimated load"),
            "unknown": number("Unknown", format="%d", help="Sessions whose load is not known"),
        },
        about="Everybody's newest week: the largest step in distance, and the week among their own weeks",
        height="content",
    )
