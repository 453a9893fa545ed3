"""What a person can choose: whose log, which squad, which measure. The address holds ids, never names."""

from __future__ import annotations

from collections.abc import Mapping

from analytics.reports.roster import Person, Roster
from pages.shared.shown import st

SPANS: dict[str, int | None] = {"6 months": 26, "18 months": 78, "All": None}
ALL_WEEKS = "2"
"""What the address says for the last of them."""


def athlete(roster: Roster) -> Person:
    """Let a person choose an athlete in the sidebar; one runner alone is not asked."""
    if roster.is_alone:
        return roster.people[0]
    names = {str(person.athlete_id): _written(person) for person in roster.people}
    chosen = choose("athlete", "Athlete", names, first=next(iter(names)), in_sidebar=True)
    person = roster.person(int(chosen))
    assert person is not None  # the id is one of the roster's
    return person


def squad(roster: Roster) -> int | None:
    """Let a person choose a squad; None is everybody, and nobody is asked where there are no squads."""
    if not roster.squads:
        return None
    names = {"0": "Everybody"} | {str(one.squad_id): one.name for one in roster.squads}
    return int(choose("squad", "Squad", names, first="0")) or None


def whom(roster: Roster, person: Person) -> str:
    """Let a person choose whose weeks to explore; one runner alone is not asked."""
    own = {f"a{one.athlete_id}": _written(one) for one in roster.people}
    if roster.is_alone:
        return f"a{person.athlete_id}"
    squads = {f"s{one.squad_id}": one.name for one in roster.squads}
    return choose("who", "Whose weeks", {"all": "Everybody"} | squads | own, first=f"a{person.athlete_id}")


def span() -> int | None:
    """Let a person choose how far back to look, in the sidebar; None is all weeks."""
    names = {str(at): label for at, label in enumerate(SPANS)}
    chosen = choose("span", "Look back", names, first="1", in_sidebar=True)
    return SPANS[names[chosen]]


def choose(key: str, label: str, options: Mapping[str, str], *, first: str, in_sidebar: bool = False) -> str:
    """Let a person choose one of several, and keep the choice in the address.

    A changed address wins once; after that the widget does, and writes itself into the address.

    Parameters
    ----------
    key
        Its name in the address.
    options
        What stands in the address, and the words for it; the address never holds the words.
    first
        What is chosen before anybody chose.
    """
    widget, kept, written = f"choice_{key}", f"kept_{key}", f"address_{key}"
    asked = st.query_params.get(key)
    if asked in options and asked != st.session_state.get(written):
        st.session_state[widget] = asked
    elif st.session_state.get(widget) not in options:
        before = st.session_state.get(kept)
        st.session_state[widget] = before if before in options else first
    place = st.sidebar if in_sidebar else st
    chosen = str(
        place.selectbox(label, list(options), format_func=lambda one: options.get(one, "?"), key=widget)
    )
    st.session_state[kept] = st.session_state[written] = chosen
    if asked != chosen:
        st.query_params[key] = chosen
    return chosen


def _written(person: Person) -> str:
    return f"{person.name} (simulated)" if person.is_simulated else person.name


def own_squad_or_all(roster: Roster, person: Person) -> tuple[int | None, int | None]:
    """Let a person choose one athlete, a squad or everybody; gives the athlete's and the squad's number.

    One runner alone is not asked.
    """
    if roster.is_alone:
        return person.athlete_id, None
    squads = {f"s{one.squad_id}": one.name for one in roster.squads} if roster.squads[1:] else {}
    names = {"all": "Everybody"} | squads | {"own": _written(person)}
    chosen = choose("whose", "Whose injuries", names, first="all")
    if chosen == "own":
        return person.athlete_id, None
    return None, int(chosen[1:]) if chosen in squads else None
