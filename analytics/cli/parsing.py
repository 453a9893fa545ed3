"""The command that shows what would be read out of the words of a note."""

from __future__ import annotations

import argparse
import json
from typing import Any

from analytics.cli.output import printable, text_table

DONE = 0
STRENGTH_COLUMNS = ("id", "sets", "reps", "seconds", "side", "basis")
INJURY_COLUMNS = ("id", "status", "severity", "side", "basis")


def parse(asked: argparse.Namespace) -> int:
    """Print what each text tells of: strength work, or complaints. Nothing is stored."""
    for no, text in enumerate(asked.texts):
        found = _found(text, asked)
        if asked.json:
            print(json.dumps({"text": text, "found": found}, ensure_ascii=False))
            continue
        if no:
            print()
        print(printable(text))
        if not found:
            print("  nothing found")
            continue
        import pandas as pd  # only to print a table

        columns = list(INJURY_COLUMNS if asked.kind == "injury" else STRENGTH_COLUMNS)
        rows = pd.DataFrame([[row[name] for name in columns] for row in found], columns=columns, dtype=object)
        print(text_table(rows).rsplit("\n", 1)[0])
    return DONE


def _found(text: str, asked: argparse.Namespace) -> list[dict[str, Any]]:
    if asked.kind == "injury":
        from analytics.knowledge import injury_text

        return [one.to_dict() for one in injury_text.parse(text)]
    from analytics.knowledge import strength_text

    found = strength_text.parse(text, activity_type=asked.activity_type, minutes=asked.minutes)
    return [one.to_dict() for one in found]
