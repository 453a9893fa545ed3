"""Group plans: one routine for several athletes, who has done it as their logs say, and the way back."""

from __future__ import annotations

import datetime as dt

from analytics.errors import AnalyticsError
from analytics.intake import group_planning
from analytics.reports import group_plans, routines
from analytics.reports.group_plans import Assigned, Checked
from pages.shared import frame, session
from pages.shared.shown import st

frame.guard()
BUILT = "built"
IN_HAND = "in_hand"


def offered() -> dict[str, tuple[str, str | None, int | None]]:
    """Give what can be assigned: words, and the routine in its written form or the minutes to build."""
    found: dict[str, tuple[str, str | None, int | None]] = {
        f"{BUILT}{minutes}": (f"{minutes} minutes, built for each by level and kit", None, minutes)
        for minutes in group_plans.MINUTES
    }
    held = st.session_state.get("routine")
    if held and held.get("text"):
        found[IN_HAND] = ("The routine now open on the page Routines", held["text"], None)
    standing = session.report(routines.gather, athlete_id=person.athlete_id, day=today)
    for one in standing.saved:
        if one.problem is None:
            found[f"saved{one.routine_id}"] = (
                f"Saved by {person.name}: {one.name} ({one.line})",
                one.text,
                None,
            )
    return found


def start_with_whom() -> None:
    """Begin with the athlete of the address, once."""
    asked = st.query_params.get("to")
    if asked and asked != st.session_state.get("group_asked"):
        st.session_state["group_asked"] = asked
        if asked in names:
            st.session_state["group_who"] = [asked]


def add_squad() -> None:
    """Add everybody of a squad to those chosen."""
    chosen = st.session_state["group_squad"]
    members = {str(one.athlete_id) for one in everybody.members(None if chosen == "0" else int(chosen))}
    st.session_state["group_who"] = [
        one for one in names if one in {*st.session_state["group_who"], *members}
    ]


def ask() -> None:
    """Whom, what, how often, how long; then who it suits."""
    start_with_whom()
    st.session_state.setdefault("group_who", [])
    who = st.multiselect(
        "To whom", list(names), format_func=lambda one: names.get(one, "?"), key="group_who",
        placeholder="Choose athletes",
    )  # fmt: skip
    squads = {"0": "Everybody"} | {str(one.squad_id): one.name for one in everybody.squads}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox("Or a squad", list(squads), format_func=squads.get, key="group_squad", width=240)
        st.button("Add them", on_click=add_squad, icon=":material/group_add:")
    choices = offered()
    what = st.selectbox("Which routine", list(choices), format_func=lambda one: choices[one][0])
    left, middle, right = st.columns(3)
    times = left.number_input("Times a week", 1, 7, 2)
    weeks = middle.number_input("For how many weeks", 1, 26, 4)
    name = right.text_input("Name", max_chars=60, placeholder="Hips, block 1")
    if st.button("See whom it suits", icon=":material/fact_check:", disabled=not who):
        words, text, minutes = choices[what]
        with session.store().reader() as reader, st.spinner("Looking at each log…"):
            found = group_plans.check(
                reader,
                athlete_ids=[int(one) for one in who],
                routine=text,
                minutes=minutes,
                today=today,
            )
        st.session_state["group_checked"] = (found, name.strip() or words, int(times), int(weeks))
    if checked := st.session_state.get("group_checked"):
        show_checked(*checked)


def show_checked(found: Checked, name: str, times: int, weeks: int) -> None:
    """Whom it suits, who is left out and why; and the button that assigns."""
    with st.container(border=True, key="group_check"):
        if found.suits:
            st.markdown(f"**{frame.plain(name)}** suits:")
            st.markdown(
                "\n".join(f"- {frame.plain(one.name)}: {frame.plain(one.line)}" for one in found.suits)
            )
        if found.left_out:
            st.markdown("**Left out**, each for a reason:")
            st.markdown("\n".join(f"- {frame.plain(who)}: {frame.plain(why)}" for who, why in found.left_out))
        if not found.suits:
            st.text("It suits nobody you chose, so there is nothing to assign.")
        elif st.button("Assign it", type="primary", icon=":material/assignment_turned_in:"):
            try:
                st.session_state["group_made"] = group_planning.assign(
                    session.store(),
                    name=name,
                    routines=found.routines,
                    first_date=day,
                    last_date=group_plans.ends(day, weeks=weeks),
                    times_a_week=times,
                )
            except AnalyticsError as error:
                st.error(frame.plain(str(error)), icon=":material/block:")
                return
            del st.session_state["group_checked"]
            st.rerun()


def move(plan_id: int, *, back: bool) -> None:
    """Take a plan back, or bring it back."""
    try:
        (group_planning.take_back if back else group_planning.bring_back)(session.store(), plan_id)
    except AnalyticsError as error:
        st.session_state["group_refused"] = str(error)
    st.session_state.pop("group_made", None)


def show_plan(one: Assigned) -> None:
    """One plan: who has done it, and the way back."""
    with st.container(border=True, key=f"plan_{one.plan_id}"):
        st.markdown(f"**{frame.plain(one.name)}**  \n{frame.plain(one.line)}")
        if one.is_taken_back:
            st.button("Bring it back", key=f"again_{one.plan_id}", icon=":material/undo:",
                      on_click=move, args=(one.plan_id,), kwargs={"back": False})  # fmt: skip
            return
        st.write(frame.plain(f"{one.title}{' · over' if one.is_over else ''}"))
        frame.table(
            one.rows,
            {
                "athlete": st.column_config.TextColumn("Athlete", pinned=True),
                "week": "This week",
                "done": "Days done so far",
                "last": st.column_config.DateColumn("Last", format="D MMM YYYY"),
                "state": "In words",
            },
            about=f"Who has done the plan {one.name}",
            height="content",
        )
        st.button("Take it back", key=f"back_{one.plan_id}", icon=":material/undo:",
                  on_click=move, args=(one.plan_id,), kwargs={"back": True})  # fmt: skip


person = frame.whose()
everybody = frame.everybody()
today = dt.date.today()
day = session.report(group_plans.starts, today=today)
names = {
    str(one.athlete_id): f"{one.name} (simulated)" if one.is_simulated else one.name
    for one in everybody.people
}
frame.heading("Group plans", "One routine for several athletes; each log says who has done it.")
if refused := st.session_state.pop("group_refused", None):
    st.error(frame.plain(refused), icon=":material/block:")
plans = session.report(group_plans.gather, today=today)
if made := st.session_state.get("group_made"):
    with st.container(horizontal=True, vertical_alignment="center"):
        st.success("Assigned. They find it on their page Routines.", icon=":material/check:")
        st.button("Undo", icon=":material/undo:", key="group_undo", on_click=move, args=(made,),
                  kwargs={"back": True})  # fmt: skip
st.header("Assign a routine", anchor=False)
ask()
st.header("Who has done it", anchor=False)
if not plans:
    st.text("Nothing has been assigned yet.")
for one in plans:
    show_plan(one)
if plans:
    st.caption(frame.plain(group_plans.DONE_WORDS))
