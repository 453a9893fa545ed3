"""Whose files these are."""

from __future__ import annotations

from analytics.errors import WhichAthleteError
from analytics.intake import labelling
from analytics.intake.crediting import Said
from analytics.store import Store

FIRST_NAME = "Me"


class People:
    """Finds the athlete that a file or a row of a table belongs to, and makes new ones where they are needed.

    Parameters
    ----------
    store
        Where the athletes are.
    named
        The athlete whose files these are; None: the only one there is, or a first one.

    Raises
    ------
    WhichAthleteError
        Where `named` is one of the simulated squad.
    """

    def __init__(self, store: Store, named: str | None = None) -> None:
        self._store = store
        self._named = named.strip() if named else None
        self._ids: dict[str, int] = {}
        self.made: list[int] = []  # whom this import made
        self._simulated: set[str] = set()
        self._zones: dict[int, str | None] = {}
        self._said: dict[int, Said] = {}
        with store.reader() as reader:
            for row in reader.frame("roster_athletes").to_dict("records"):
                if row["simulated"]:
                    self._simulated.add(_key(str(row["name"])))
                else:
                    self._ids[_key(str(row["name"]))] = int(row["athlete_id"])
        if self._named and _key(self._named) in self._simulated and _key(self._named) not in self._ids:
            raise WhichAthleteError(
                f"{self._named} is a simulated runner of the demo squad; real files need an athlete of "
                "their own."
            )

    def default(self) -> int:
        """Give the athlete that files without a name belong to.

        Raises
        ------
        WhichAthleteError
            Where there are several and none was named.
        """
        if self._named:
            return self.named(self._named)
        if len(self._ids) > 1:
            raise WhichAthleteError(
                f"There are {len(self._ids)} athletes here: say whose files these are (on the command "
                "line with --athlete NAME)."
            )
        return next(iter(self._ids.values()), None) or self.named(FIRST_NAME)

    def expected(self) -> int | None:
        """Give the same without making anybody new; None where there is nobody yet, or several."""
        if self._named:
            return self._ids.get(_key(self._named))
        return next(iter(self._ids.values())) if len(self._ids) == 1 else None

    def named(self, name: str) -> int:
        """Give the athlete of that name, made new where there is none; capitals do not matter."""
        key = _key(name)
        if key not in self._ids:
            with self._store.writer() as writer:
                self._ids[key] = writer.add_athlete(name.strip())
            self.made.append(self._ids[key])
        return self._ids[key]

    def zone(self, athlete_id: int) -> str | None:
        """Give the zone the athlete named, else the one most of their activities lie in; or None."""
        if athlete_id not in self._zones:
            with self._store.reader() as reader:
                row = reader.row("athlete_zone", athlete_id=athlete_id)
            self._zones[athlete_id] = row["zone"] if row else None
        return self._zones[athlete_id]

    def said(self, athlete_id: int) -> Said:
        """Give what the athlete has said of the names and sides in their logs."""
        if athlete_id not in self._said:
            with self._store.reader() as reader:
                self._said[athlete_id] = labelling.said_by(reader, athlete_id)
        return self._said[athlete_id]

    def forget_zones(self) -> None:
        """Look zones up again: new activities may tell more."""
        self._zones.clear()


def _key(name: str) -> str:
    return " ".join(name.split()).casefold()
