"""What a person is told of every file they handed in."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Literal

from analytics.ingest.batch import Problem
from analytics.knowledge import written

Status = Literal["added", "known", "refused", "ignored"]
"""added: something of it is in now. known: it was in before. refused: it could not be read. ignored: it is
sound, and of no use here."""

PROBLEMS_SHOWN = 3


@dataclass(frozen=True)
class Progress:
    """How far an import has come; `total` grows while archives are opened."""

    done: int
    total: int
    name: str


@dataclass
class ReceiptLine:
    """One file, or one member of an archive, and what became of it."""

    name: str
    kind: str
    status: Status
    reason: str | None = None
    activities: int = 0
    records: int = 0
    sets: int = 0
    injuries: int = 0
    other_rows: int = 0
    files: int = 1  # more where many files of no use share a line
    waits: bool = False  # a table that is kept until somebody says what its columns mean
    problems: list[Problem] = field(default_factory=list)

    @property
    def full_reason(self) -> str | None:
        """Say why, with the first few problems of single rows or bytes.

        Examples
        --------
        >>> line = ReceiptLine("log.csv", "hevy", "added", problems=[Problem("no date", line=7)])
        >>> line.full_reason
        '1 problem: no date (line 7)'
        """
        said = [self.reason] if self.reason else []
        if self.problems:
            shown = "; ".join(problem_text(one) for one in self.problems[:PROBLEMS_SHOWN])
            more = ", and more" if len(self.problems) > PROBLEMS_SHOWN else ""
            noun = "problem" if len(self.problems) == 1 else "problems"
            said.append(f"{len(self.problems)} {noun}: {shown}{more}")
        return ". ".join(said) or None

    def to_dict(self) -> dict[str, Any]:
        """Give the line as `hipstride import --json` prints it."""
        return {
            "name": self.name,
            "kind": self.kind,
            "status": self.status,
            "reason": self.full_reason,
            "activities": self.activities,
            "sets": self.sets,
            "injuries": self.injuries,
        }


@dataclass
class Receipt:
    """Every file of one import with what became of it, in the order they were handed in."""

    batch_id: str
    files: list[ReceiptLine] = field(default_factory=list)
    seconds: float = 0.0
    stopped: bool = False

    @property
    def counts(self) -> dict[Status, int]:
        """Count the files by what became of them."""
        found: Counter[Status] = Counter()
        for line in self.files:
            found[line.status] += line.files
        return {"added": found["added"], "known": found["known"], "refused": found["refused"],
                "ignored": found["ignored"]}  # fmt: skip

    @property
    def totals(self) -> dict[str, int]:
        """Count what went in: activities, records, strength sets and injuries."""
        return {
            "activities": sum(line.activities for line in self.files),
            "records": sum(line.records for line in self.files),
            "strength_sets": sum(line.sets for line in self.files),
            "injuries": sum(line.injuries for line in self.files),
        }

    @property
    def summary(self) -> str:
        """Say in one sentence what happened.

        Examples
        --------
        >>> Receipt("b", [ReceiptLine("run.fit", "fit", "added", activities=1)]).summary
        '1 file: 1 added. New: 1 activity.'
        >>> Receipt("b", [ReceiptLine("loki.csv", "table", "refused", waits=True)]).summary
        '1 file: 1 asking what its columns mean. Nothing new.'
        """
        waiting = sum(line.waits for line in self.files)
        became = {"added": "added", "known": "already known", "refused": "refused", "ignored": "not needed"}
        numbers = {became[status]: number for status, number in self.counts.items()}
        numbers["refused"] -= waiting
        numbers["asking what its columns mean" if waiting == 1 else "asking what their columns mean"] = (
            waiting
        )
        said = ", ".join(f"{number} {words}" for words, number in numbers.items() if number)
        nouns = {
            "activities": ("activity", "activities"),
            "strength_sets": ("strength set", "strength sets"),
            "injuries": ("injury", "injuries"),
        }
        new = ", ".join(
            written.count(self.totals[what], one, many)
            for what, (one, many) in nouns.items()
            if self.totals[what]
        )
        count = sum(line.files for line in self.files)
        sentence = f"{count} {'file' if count == 1 else 'files'}" + (f": {said}." if said else ".")
        return sentence + (f" New: {new}." if new else " Nothing new.")

    @property
    def lines(self) -> list[dict[str, Any]]:
        """Give the files as `to_dict` does, and of each whether it waits to be explained."""
        return [line.to_dict() | {"waits": line.waits} for line in self.files]

    @property
    def left_out(self) -> list[dict[str, str]]:
        """Name what of each file could not be used, and where."""
        return [
            {"name": line.name, "problem": problem_text(one)} for line in self.files for one in line.problems
        ]

    def to_dict(self) -> dict[str, Any]:
        """Give the receipt as `hipstride import --json` prints it."""
        return {
            "files": [line.to_dict() for line in self.files],
            "totals": self.totals,
            "seconds": round(self.seconds, 3),
        }


def problem_text(problem: Problem) -> str:
    """Say what could not be read and where.

    Examples
    --------
    >>> problem_text(Problem("not a number", line=12))
    'not a number (line 12)'
    """
    if problem.line is not None:
        return f"{problem.reason} (line {problem.line})"
    if problem.offset is not None:
        return f"{problem.reason} (byte {problem.offset})"
    return problem.reason
