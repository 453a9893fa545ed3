"""The command that tests the estimators on squads whose truth is known."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

DONE = 0
HEAD = "question world      squad        truth   shown    bias  cover false true"


def truth(asked: argparse.Namespace) -> int:
    """Run the truth scorecard and print it, cell by cell; with --keep it becomes the one that pages show."""
    from analytics.reports import truth as scorecard

    questions = (asked.question,) if asked.question else scorecard.QUESTIONS
    squads = asked.squads or scorecard.SQUADS["full" if asked.full else "quick"]
    print(HEAD)

    rows: list[dict[str, object]] = []
    where: Path | None = asked.output
    done = scorecard.read(where) if where else None

    def show(number: int, of: int, row: dict[str, object]) -> None:
        print(_line(row), flush=True)
        rows.append(row)
        if where:
            scorecard.write(scorecard.joined(done, rows), where)
        if sys.stderr.isatty():
            print(f"{number} of {of} kinds of squad", end="\r", file=sys.stderr)

    made = scorecard.run(squads=squads, questions=questions, workers=asked.workers, done=done, on_cell=show)
    if asked.keep:
        print(f"written to {scorecard.write(made).name}")
    return DONE


def _line(row: dict[str, object]) -> str:
    def number(name: str, form: str) -> str:
        value = row[name]
        return format(value, form) if isinstance(value, float) else "-"

    squad = f"{row['athletes']} x {row['years']} y"
    shown = f"{row['estimates']}/{row['squads']}"
    return (
        f"{row['question']:<8} {row['world']:<10} {squad:<12} {row['effect']:>5} {shown:>7} "
        f"{number('bias', '+.3f'):>7} {number('coverage', '.3f'):>6} {number('false_claims', '.3f')} "
        f"{number('true_claims', '.3f')}"
    )
