"""Who is in the store: the athletes and squads that every page can be about."""

from __future__ import annotations

from dataclasses import dataclass

from analytics.reports.rows import each
from analytics.store import Reader


@dataclass(frozen=True)
class Person:
    """One athlete, as the pickers need to know them."""

    athlete_id: int
    name: str
    is_simulated: bool


@dataclass(frozen=True)
class Squad:
    """One squad and the ids of its members."""

    squad_id: int
    name: str
    members: tuple[int, ...]


@dataclass(frozen=True)
class Roster:
    """Everybody in the store, by name."""

    people: tuple[Person, ...]
    squads: tuple[Squad, ...]

    @property
    def is_empty(self) -> bool:
        """Say whether nobody is there yet."""
        return not self.people

    @property
    def is_alone(self) -> bool:
        """Say whether one runner has the store to themselves."""
        return len(self.people) == 1

    @property
    def has_simulated(self) -> bool:
        """Say whether simulated athletes are among them."""
        return any(person.is_simulated for person in self.people)

    def person(self, athlete_id: int) -> Person | None:
        """Give one athlete, or None where the id is nobody's."""
        return next((person for person in self.people if person.athlete_id == athlete_id), None)

    def members(self, squad_id: int | None) -> tuple[Person, ...]:
        """Give a squad's athletes; everybody where no squad is named or the id is none's."""
        squad = next((one for one in self.squads if one.squad_id == squad_id), None)
        return (
            self.people if squad is None else tuple(p for p in self.people if p.athlete_id in squad.members)
        )


def gather(reader: Reader) -> Roster:
    """Gather the athletes and squads, real ones before simulated ones, each by name."""
    people = tuple(
        Person(athlete_id=int(row.athlete_id), name=str(row.name), is_simulated=bool(row.simulated))
        for row in each(reader.frame("roster_athletes"))
    )
    members: dict[tuple[int, str], list[int]] = {}
    for row in each(reader.frame("roster_squads")):
        members.setdefault((int(row.squad_id), str(row.squad_name)), []).append(int(row.athlete_id))
    squads = tuple(
        Squad(squad_id=squad_id, name=name, members=tuple(ids)) for (squad_id, name), ids in members.items()
    )
    return Roster(people=people, squads=squads)
