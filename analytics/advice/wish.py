"""What a routine is asked for, read with care: time, level, kit, what is sore and how much."""

from __future__ import annotations

from dataclasses import dataclass

from analytics.advice import words
from analytics.advice.situation import RoutineState
from analytics.advice.slots import KIT, SITES, nearest_template
from analytics.knowledge import routine_rules

SHORTEST_MIN = 3.0
DEFAULT_LEVEL = 1
TOP_LEVEL = 5


@dataclass(frozen=True)
class Wish:
    """What a routine is asked for, made sound; `sound_wish` makes one.

    Parameters
    ----------
    level, asked_level
        The level after the cap of the state, and the one asked for (None: nobody set one).
    impact_ok
        False leaves out hops and jumps; below level 3, and with something sore, they are out anyway.
    youth
        Under 18: no added load, no hops, no level above the cap of the rules.
    """

    minutes: float
    level: int
    asked_level: int | None
    kit: str
    site: str | None
    state: RoutineState | None
    wrists_ok: bool = True
    impact_ok: bool = True
    youth: bool = False

    @property
    def template(self) -> int:
        """Give the minutes of the template nearest to the time asked."""
        return nearest_template(self.minutes)


def sound_wish(
    *,
    minutes: float,
    level: int | None,
    kit: str | None,
    site: str | None = None,
    state: RoutineState | None = None,
    wrists_ok: bool = True,
    impact_ok: bool = True,
    youth: bool = False,
) -> Wish:
    """Read a wish with care: a sore site nobody graded is subacute, a soreness nobody placed is anywhere.

    Raises
    ------
    ValueError
        For a kit, site, state or level that does not exist, or a red flag: that gives no routine.
    """
    kit = kit or "none"
    states = routine_rules.load().injury_states
    if kit not in KIT:
        raise ValueError(f"no such kit: {kit}")
    if level is not None and not 1 <= level <= TOP_LEVEL:
        raise ValueError(f"level must lie between 1 and {TOP_LEVEL}")
    if site is not None and site not in SITES:
        raise ValueError(f"no such site: {site}")
    if state is not None and (state not in states or state == "red_flag"):
        raise ValueError(f"no routine in this state: {state}")
    if site is not None and state is None:
        state = "subacute"  # sore, and nobody said how much: the careful reading
    if state is not None and site is None:
        site = "unspecified"
    caps = [level or DEFAULT_LEVEL, TOP_LEVEL]
    if state is not None:
        caps.append(states[state].level_cap or DEFAULT_LEVEL)
    if youth:
        caps.append(routine_rules.load().youth.level_cap)
    return Wish(
        minutes=max(minutes, SHORTEST_MIN),
        level=min(caps),
        asked_level=level,
        kit=kit,
        site=site,
        state=state,
        wrists_ok=wrists_ok,
        impact_ok=impact_ok,
        youth=youth,
    )


def sore_words(site: str) -> str:
    """Name what is sore, inside a sentence.

    Examples
    --------
    >>> sore_words("knee"), sore_words("lateral_hip"), sore_words("unspecified")
    ('a sore knee', 'a sore side of the hip', 'a sore place not named')
    """
    unnamed = {"unspecified": "a sore place not named", "other": "a sore place elsewhere"}
    return unnamed.get(site, f"a sore {words.place(site)}")
