"""Data quality: what is known, missing, doubtful or estimated, what that costs, and what to do about it."""

from __future__ import annotations

from functools import partial

from analytics.charts import coverage
from analytics.reports import data_quality
from analytics.reports.quality_items import PARTS, PLACES
from pages.shared import clicks, columns, frame, pickers, session
from pages.shared.shown import st

frame.guard()
person = frame.whose()
number = st.column_config.NumberColumn
wide = st.column_config.TextColumn


def squad() -> None:
    """A row an athlete, and the weeks of all of them."""
    squad_id = pickers.squad(frame.everybody())
    found = session.report(data_quality.squad, squad_id=squad_id)
    st.caption(frame.plain(found.line))
    known, answered, runs = "Weeks known at least in part", "Answered since the first", "Share of the runs"
    estimated = "Or unknown: share of the runs, on the athlete's basis"

    def share(label, about):
        return columns.number(label, after=" %", help=about)

    frame.table(
        found.table,
        {
            "athlete": wide("Athlete", pinned=True),
            "doubtful": number("To look at", format="%d", help="Kinds of doubtful things in the log"),
            "weeks": number("Weeks", format="%d", help="From the first day any log speaks of to the last"),
            "running_pct": share("Running", known),
            "strength_pct": share("Strength", known),
            "injury_pct": share("Injuries", known),
            "checkin_pct": share("Check-ins", answered),
            "heart_rate_pct": share("Heart rate", runs),
            "records_pct": share("Records", runs),
            "effort_pct": share("Effort", runs),
            "load_estimated_pct": share("Load estimated", estimated),
        },
        about="Data quality of each athlete, the least known first",
    )
    st.caption("Choose an athlete in the side bar and “One athlete” above for what lies behind a row.")
    if len(found.weeks):
        frame.draw(
            session.picture(
                coverage.draw_squad,
                found.weeks,
                about=("squad", squad_id),
                title="Whose weeks are known, log by log?",
                logs=tuple(data_quality.LOGS.items()),
            ),
            key="quality_squad",
        )


def part(name: str, some: tuple[data_quality.Found, ...]) -> None:
    """Show one part: how much, since when, what it costs, and where it is put right."""
    if not some:
        st.text(f"Nothing {name} was found.")
    for at, one in enumerate(some):
        with st.container(key=f"quiet below quality_{name}_{at}"):
            count = f" · {frame.plain(one.how_many)}" if one.how_many else ""
            st.markdown(f"**{frame.plain(one.item.label)}**{count}\n\n{frame.plain(one.words)}")
            if one.item.page:
                frame.link(one.item.page, PLACES[one.item.page])


def athlete() -> None:
    """One athlete in depth."""
    page = session.report(data_quality.gather, athlete_id=person.athlete_id, weeks_back=pickers.span())
    frame.say_whose(page.line)
    if page.missing:
        frame.missing(page.missing, button="Import files", page="record/import_files.py")
        return
    st.write(frame.plain(page.answer))
    clicks.draw(
        session.picture(
            coverage.draw,
            page.weeks,
            about=(person.athlete_id, "quality", len(page.weeks)),
            title=page.weeks_title,
            logs=tuple(data_quality.LOGS.items()),
        ),
        key="quality_weeks",
    )
    frame.table(
        list(page.logs),
        {
            "log": "Log",
            "known": "Weeks known",
            "partly": "Partly",
            "unknown": "Unknown",
            "share_pct": number("Whole weeks", format="%.0f %%"),
            "by": wide("Known by", width="large"),
        },
        about="Weeks that each log covers wholly, partly and not at all",
        height="content",
    )
    st.caption("A week that no log speaks for is unknown and left out. It is never counted as rest.")
    frame.fold(
        "From day to day",
        lambda: frame.table(
            list(page.spans),
            {
                "log": "Log",
                "first": st.column_config.DateColumn("From", format="D MMM YYYY"),
                "last": st.column_config.DateColumn("To", format="D MMM YYYY"),
            },
            about="Stretches of days that each log covers",
        ),
        key="quality_spans",
    )
    frame.tabs(
        {f"{PARTS[name]} ({len(some)})": partial(part, name, some) for name, some in page.found.items()},
        key="quality_tabs",
    )
    lists(page)


def lists(page: data_quality.DataQuality) -> None:
    """The names, runs and parts of files behind the counts."""
    if page.unmapped:
        frame.fold(
            "Exercise names that could not be told",
            lambda: frame.table(
                list(page.unmapped),
                {
                    "name": "As logged",
                    "source": "Source",
                    "sets": "Sets",
                    "last": st.column_config.DateColumn("Last", format="D MMM YYYY"),
                },
                about="Names without an exercise, by how many sets they stand for",
            ),
            key="quality_names",
        )
    if page.not_steady:
        frame.fold(
            "Runs that give no pace at a fixed heart rate, and why",
            lambda: frame.table(
                list(page.not_steady),
                {"reason": wide("Why", width="large"), "runs": "Runs"},
                about="Why runs give no pace at a fixed heart rate",
            ),
            key="quality_runs",
        )
    if page.problems:
        frame.fold(
            "Parts of files that could not be used",
            lambda: frame.table(
                list(page.problems),
                {"file": "File", "where": "Where", "reason": wide("Why", width="large")},
                about="Parts of files that could not be used",
            ),
            key="quality_files",
        )


frame.heading("Data quality")
WHO = {"own": "One athlete", "squad": "Squad"}
who = "own"
if not frame.everybody().is_alone:
    who = st.segmented_control(
        "Whose data", list(WHO), default="own", format_func=WHO.get, key="quality_who", required=True,
        label_visibility="collapsed",
    )  # fmt: skip
if who == "squad":
    squad()
else:
    athlete()
