"""What a person can choose: whose log, which squad. The address holds ids, never names."""

from __future__ import annotations

import streamlit as st

from analytics.reports.roster import Person, Roster

_ATHLETE = "athlete"
_SQUAD = "squad"


def athlete(roster: Roster) -> Person:
    """Let a person choose an athlete in the sidebar; one runner alone is not asked."""
    ids = [person.athlete_id for person in roster.people]
    if roster.is_alone:
        return roster.people[0]
    names = {person.athlete_id: _written(person) for person in roster.people}
    chosen = _choose(_ATHLETE, "Athlete", ids, names)
    person = roster.person(chosen)
    assert person is not None  # the id is one of the roster's
    return person


def squad(roster: Roster) -> int | None:
    """Let a person choose a squad; None is everybody."""
    if not roster.squads:
        return None
    names = {0: "Everybody"} | {one.squad_id: one.name for one in roster.squads}
    chosen = _choose(_SQUAD, "Squad", list(names), names, in_sidebar=False)
    return chosen or None


def _written(person: Person) -> str:
    return f"{person.name} (simulated)" if person.is_simulated else person.name


def _choose(key: str, label: str, ids: list[int], names: dict[int, str], *, in_sidebar: bool = True) -> int:
    """Keep widget and address in step: a changed address wins once, after that the widget does."""
    written_before = st.session_state.get(f"{key}_in_address")
    asked = st.query_params.get(key)
    if asked is not None and asked != written_before and asked.isdigit() and int(asked) in ids:
        st.session_state[key] = int(asked)
    elif st.session_state.get(key) not in ids:
        kept = st.session_state.get(f"{key}_kept")
        st.session_state[key] = kept if kept in ids else ids[0]
    place = st.sidebar if in_sidebar else st
    chosen = int(place.selectbox(label, ids, format_func=lambda one: names.get(one, "?"), key=key))
    st.session_state[f"{key}_kept"] = chosen
    if asked != str(chosen):
        st.query_params[key] = str(chosen)
    st.session_state[f"{key}_in_address"] = str(chosen)
    return chosen
