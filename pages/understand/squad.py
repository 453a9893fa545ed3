"""Squad: who needs you and why, everybody's last weeks, what the list would have missed."""

from __future__ import annotations

import datetime as dt

from analytics.charts import squad as squad_chart
from analytics.errors import AnalyticsError
from analytics.intake import choosing, group_planning
from analytics.reports import followed, squad, squad_budget
from pages.shared import columns, frame, pickers, session
from pages.shared.shown import st

frame.guard()
BUDGET = "alert_budget"


def keep_budget() -> None:
    """Keep the number of flags a week."""
    try:
        choosing.choose_alert_budget(session.store(), int(st.session_state[BUDGET]))
    except AnalyticsError as error:
        st.session_state["budget_refused"] = str(error)


def show_needs(page: squad.Squad) -> None:
    """Who needs a look, within the budget: why, and what can be done at once."""
    for need in page.needs:
        with st.container(border=True, key=f"need_{need.athlete_id}"):
            st.markdown(f"**{need.place}. {frame.plain(need.name)}**  \n{frame.plain(need.words)}")
            with st.container(horizontal=True):
                athlete = str(need.athlete_id)
                frame.link("understand/overview.py", "Their weeks", icon="monitoring", athlete=athlete)
                frame.link("act/group_plan.py", "Assign a routine", icon="assignment_add", to=athlete)
                frame.link(
                    "understand/squad_report.py", "Print", icon="print", athlete=athlete, paper="athlete"
                )
    if page.beyond:
        st.caption(frame.plain(page.beyond))


def show_budget(budget: squad_budget.Budget) -> None:
    """What the chosen number of flags costs in misses, in the squad's own past."""
    if budget.enough:
        frame.draw(
            session.picture(
                squad_chart.draw_budget,
                budget.rows,
                about=(squad_id, "budget"),
                title=budget.title,
                chosen=budget.chosen,
            ),
            key="budget_cost",
        )
    else:
        st.header(frame.plain(budget.title), anchor=False)
    st.write(frame.plain(budget.sentence))
    st.caption(frame.plain(budget.caution))
    if budget.enough:
        number = columns.number
        frame.fold(
            "The numbers",
            lambda: frame.table(
                budget.rows,
                {
                    "budget": "Flags a week, at most",
                    "a_week": number("Raised a week", 1),
                    "flags": number("Raised"),
                    "early": number("Of them early", help="For athletes who had no problem on that Monday"),
                    "right": number("Early and followed by one", help="By a new problem within two weeks"),
                    "flagged": number("Problems flagged"),
                    "missed": number("Missed"),
                    "share_pct": number("Flagged, %"),
                    "low_pct": number("From, %"),
                    "high_pct": number("To, %"),
                    "chance_pct": number("By lot, %"),
                },
                about="What each budget of flags a week would have met and missed",
            ),
            key="budget_numbers",
            icon="table_rows",
        )


def show_everybody(page: squad.Squad) -> None:
    """Everybody's last weeks."""
    number = columns.number
    frame.table(
        page.table,
        {
            "athlete": st.column_config.TextColumn("Athlete", pinned=True),
            "attention": st.column_config.TextColumn("Look at, and why", width=400),
            "distance_spark": st.column_config.BarChartColumn("Distance, last weeks", y_min=0, color="gray"),
            "distance_km": columns.distance("A week", 0, help="Mean of the last four whole weeks"),
            "distance_change_km": columns.distance("Change", 0, sign=True, help="On the four weeks before"),
            "spike_state": st.column_config.TextColumn(
                "Longest run", help="Against the longest of the 30 days before it; this week and last"
            ),
            "spike_ratio": number("Ratio", 2, after=" x", help="To the longest of the 30 days before"),
            "load_band": st.column_config.TextColumn(
                "Load", help="The last whole week among the athlete's own twelve weeks before it"
            ),
            "hip_spark": st.column_config.BarChartColumn("Hip sets, last weeks", y_min=0, color="green"),
            "hip_sets": number("Hip sets a week", 1, help="Mean of the last four whole weeks"),
            "hip_change": number("Change", 1, sign=True, help="On the four weeks before"),
            "hip_dose": number(
                "Dose", 1, help="Hip sets of the eight weeks before, older weeks counting less"
            ),
            "checkins": st.column_config.TextColumn("Check-ins", help="Answered of the last twelve weeks"),
            "open_injuries": st.column_config.TextColumn("Injured"),
            "last_run": st.column_config.DateColumn("Last run", format="D MMM YYYY"),
            "days_silent": number("Days since anything came in"),
        },
        about="Everybody's last weeks; those who need attention first",
        height="content",
    )


def show_followed() -> None:
    """What was recommended, and what followed."""
    done = session.report(followed.squad, squad_id=squad_id)
    st.header("What was recommended, and what followed", anchor=False)
    if done.empty:
        st.text("Nothing was recommended to anybody yet: it is kept when an athlete's Today is opened.")
        return
    number = columns.number
    frame.table(
        done,
        {
            "athlete": st.column_config.TextColumn("Athlete", pinned=True),
            "given": number(
                "Recommended, days", help="Days with hip work recommended, in the last four weeks"
            ),
            "done": number("Logged", help="Of these: hip work logged that day or the next"),
            "declined": number("Declined"),
            "pain_said": number("Pain said", help="Of the days logged: with a pain said for it"),
            "pain_above": number("Above 5 of 10", help="Of these: pain above the line for stopping"),
            "last": st.column_config.DateColumn("Last", format="D MMM YYYY"),
        },
        about="How often hip work was recommended, logged and declined, and the pain said after it",
        height="content",
    )
    st.caption("What followed is counted, not explained: it need not come from what was recommended.")


def show_rules(page: squad.Squad) -> None:
    """The order of the rules, each with what stands behind it."""
    with st.expander(
        "The rules behind this list, in their order", icon=":material/rule:", key="quiet lists rules"
    ):
        st.write(
            "The first rule that holds decides the place; within a rule, who came under it most recently "
            "goes first. It is a reading order: nobody's risk is estimated, and no numbers are added up."
        )
        st.markdown("\n\n".join(in_words(at, rule) for at, rule in enumerate(page.rules, 1)))


def in_words(at: int, rule: squad.RuleCard) -> str:
    """One rule, and a line for each piece of evidence behind it."""
    says = f"**{at}. {frame.plain(rule.title)}** ({rule.id}). {frame.plain(rule.says)}"
    behind = [
        f"- {frame.plain(row.claim)} {frame.plain(row.population)}; {frame.plain(row.result)}. "
        f"Certainty {frame.plain(row.certainty)}. [Read it]({row.address})"
        for row in rule.evidence
    ]
    return "\n".join([says, "", *behind])


def make_squad() -> None:
    """Make the squad that was named."""
    chosen = [int(one) for one in st.session_state["squad_who"]]
    try:
        group_planning.make_squad(session.store(), st.session_state["squad_name"], chosen)
    except AnalyticsError as error:
        st.session_state["squad_said"] = str(error)
        return
    st.session_state["squad_name"], st.session_state["squad_who"] = "", []


def remove_squad(number: int) -> None:
    """Remove a squad, and leave a way back."""
    try:
        st.session_state["squad_gone"] = group_planning.remove_squad(session.store(), number)
    except AnalyticsError as error:
        st.session_state["squad_said"] = str(error)


def bring_squad_back() -> None:
    """Make the squad again that was removed last."""
    try:
        group_planning.make_squad(session.store(), *st.session_state.pop("squad_gone"))
    except AnalyticsError as error:
        st.session_state["squad_said"] = str(error)


def show_squads() -> None:
    """Squads of one's own: make one, remove one, and the way back."""
    if said := st.session_state.pop("squad_said", None):
        st.error(frame.plain(said), icon=":material/block:")
    frame.fold("Your squads", ask_squads, key="your_squads", icon="group_add")


def ask_squads() -> None:
    """Name a new squad and who is in it; those there are."""
    names = {str(one.athlete_id): one.name for one in everybody.people}
    st.text_input("Name of a new squad", max_chars=60, key="squad_name")
    st.multiselect(
        "Who is in it", list(names), format_func=lambda one: names.get(one, "?"), key="squad_who",
        placeholder="Choose athletes",
    )  # fmt: skip
    st.button("Make this squad", on_click=make_squad, icon=":material/group_add:")
    for one in everybody.squads:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.text(f"{one.name}: {squad.athletes(one)}", width="stretch")
            st.button("Remove", key=f"remove_squad_{one.squad_id}", on_click=remove_squad,
                      args=(one.squad_id,), help="The athletes and their logs stay")  # fmt: skip
    if gone := st.session_state.get("squad_gone"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(f"Removed: {frame.plain(gone[0])}.", width="stretch")
            st.button("Undo", key="squad_undo", icon=":material/undo:", on_click=bring_squad_back)


frame.whose()
everybody = frame.everybody()
frame.heading("Squad")
if everybody.is_alone:
    frame.missing(
        "One runner is in this log, so there is no squad to show. Your own weeks are in the overview."
    )
    frame.end()
squad_id = pickers.squad(everybody)
page = session.report(squad.gather, squad_id=squad_id, today=dt.date.today())
frame.say_whose(page.line)
frame.figures(page.figures)
st.header(frame.plain(page.title), anchor=False)
st.session_state[BUDGET] = page.budget.chosen
st.number_input(
    "How many can you act on a week?",
    min_value=1,
    max_value=squad_budget.MOST,
    key=BUDGET,
    on_change=keep_budget,
    width=240,
    help="Your alert budget: so many athletes are named here. What that costs is counted below.",
)
if refused := st.session_state.pop("budget_refused", None):
    st.error(frame.plain(refused), icon=":material/block:")
show_needs(page)
with st.container(horizontal=True):
    frame.link("act/group_plan.py", "Routines for several", icon="assignment")
    frame.link("understand/squad_report.py", "Report to print", icon="print", paper="squad")
    frame.link("understand/compare.py", "Compare", icon="compare_arrows")
st.header("Everybody's last weeks", anchor=False)
show_everybody(page)
show_budget(page.budget)
show_followed()
show_rules(page)
show_squads()
