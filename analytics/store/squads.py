"""Keeping squads: some athletes under a name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from analytics.errors import StoreError

if TYPE_CHECKING:
    from analytics.store.writer import Writer

LONGEST_NAME = 60


def make(writer: Writer, name: str, athlete_ids: Sequence[int]) -> int:
    """Put athletes together under a name; gives the squad's number.

    A squad of simulated athletes alone is simulated too, and goes with them.

    Raises
    ------
    StoreError
        If the name is empty, too long or taken, or nobody is named who is here.
    """
    writer.flush()
    tidy = " ".join(name.split())
    if not 1 <= len(tidy) <= LONGEST_NAME:
        raise StoreError(f"The name of a squad must have between 1 and {LONGEST_NAME} characters.")
    if writer.ask("SELECT 1 FROM squad WHERE lower(name) = lower(?)", [tidy]):
        raise StoreError(f"There is a squad named {tidy} already.")
    wanted = sorted(set(athlete_ids))
    rows = writer.ask(
        "SELECT athlete_id, coalesce(simulated, false) FROM athlete WHERE list_contains(?, athlete_id)",
        [wanted],
    )
    if not rows or len(rows) < len(wanted):
        raise StoreError("A squad needs at least one athlete, and all of them must be here.")
    return writer.add_squad(tidy, wanted, simulated=all(simulated for _, simulated in rows))


def remove(writer: Writer, squad_id: int) -> tuple[str, list[int]]:
    """Remove a squad, not its athletes; gives its name and members, so that it can be made again.

    Raises
    ------
    StoreError
        If there is no such squad.
    """
    writer.flush()
    names = writer.ask("SELECT name FROM squad WHERE squad_id = ?", [squad_id])
    if not names:
        raise StoreError("This squad is not here any more.")
    members = writer.ask("SELECT athlete_id FROM squad_member WHERE squad_id = ? ORDER BY 1", [squad_id])
    writer.change("DELETE FROM squad_member WHERE squad_id = ?", [squad_id])
    writer.change("DELETE FROM squad WHERE squad_id = ?", [squad_id])
    return str(names[0][0]), [int(one) for (one,) in members]
