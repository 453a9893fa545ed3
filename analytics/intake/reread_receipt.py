"""What a person is told after the kept originals were read again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from analytics.knowledge import written

STAYS = "and stays as it was"

WORDS = {
    "activity": ("place in time, device or name", "places in time, devices or names"),
    "session": ("sum of a part", "sums of parts"),
    "lap": ("lap", "laps"),
    "record": ("record", "records"),
    "strength_set": ("set", "sets"),
    "best_effort": ("best effort", "best efforts"),
    "run_measure": ("steady part", "steady parts"),
    "activity_pause": ("pause", "pauses"),
    "activity_sensor": ("sensor", "sensors"),
    "activity_gear": ("piece of gear", "pieces of gear"),
    "wearer_fact": ("fact of the wearer", "facts of the wearer"),
    "activity_unread": ("count of messages not read", "counts of messages not read"),
}


@dataclass(frozen=True)
class Change:
    """What is different about one file."""

    name: str
    change: str


@dataclass
class Reread:
    """What came of reading everything again."""

    files: int = 0
    activities: int = 0  # that differ in anything
    records: int = 0
    sets: int = 0
    added: int = 0  # activities and sets that no reader found before
    unread: int = 0  # originals that can no longer be read
    labels: int = 0
    lines: list[Change] = field(default_factory=list)

    @property
    def summary(self) -> str:
        """Say in one sentence what changed.

        Examples
        --------
        >>> Reread(files=3).summary
        '3 originals read again: nothing is different.'
        >>> Reread(files=3, activities=1, records=600, lines=[Change("a.fit", "")]).summary
        '3 originals read again: 1 activity and 600 records are different now.'
        """
        numbers = [
            (self.activities, "activity", "activities"),
            (self.records, "record", "records"),
            (self.sets, "set", "sets"),
        ]
        differing = [counted(*one) for one in numbers if one[0]]
        said = []
        if differing:
            several = sum(one[0] for one in numbers) > 1
            said.append(f"{listed(differing)} {'are' if several else 'is'} different now")
        elif len(self.lines) > self.unread:
            said.append(f"{counted(len(self.lines) - self.unread, 'file is', 'files are')} told differently")
        if self.added:
            said.append(f"{counted(self.added, 'row', 'rows')} that nothing was known of came in")
        if self.labels:
            said.append(f"{counted(self.labels, 'set has', 'sets have')} a new label or credit")
        if self.unread:
            said.append(f"{counted(self.unread, 'could', 'could')} not be read {STAYS}")
        noun = "original" if self.files == 1 else "originals"
        return f"{written.number(self.files)} {noun} read again: {'; '.join(said) or 'nothing is different'}."


def counted(count: int, one: str, several: str) -> str:
    """Give a number with its noun.

    Examples
    --------
    >>> counted(1, "lap", "laps"), counted(1200, "lap", "laps")
    ('1 lap', '1\u202f200 laps')
    """
    return written.count(count, one, several)


def listed(parts: Sequence[str]) -> str:
    """Give several things as a sentence names them.

    Examples
    --------
    >>> listed(["1 lap"]), listed(["1 lap", "2 sets", "3 pauses"])
    ('1 lap', '1 lap, 2 sets and 3 pauses')
    """
    return " and ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)
