"""The commands that take an import back and that read the kept originals again."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from analytics.cli.output import printable

if TYPE_CHECKING:
    from analytics.store import Store

DONE = 0


def undo(asked: argparse.Namespace) -> int:
    """Undo an import, the last one unless another is named; or list them."""
    from analytics.intake import undoing

    store = _open(asked)
    try:
        imports = undoing.past(store)
        if asked.only_list:
            for one in imports or []:
                what = f"{one.activities} activities, {one.strength_sets} sets, {one.injuries} injuries"
                state = "undone" if one.undone else what
                print(f"{one.batch_id}  {printable(one.title)}: {state}")
            if not imports:
                print("Nothing has been imported yet.")
            return DONE
        done = undoing.undo(store, asked.batch)
    finally:
        store.close()
    title = next((one.title for one in imports if one.batch_id == done.batch_id), done.batch_id)
    print(printable(title))
    print(undoing.said(done))
    return DONE


def reread(asked: argparse.Namespace) -> int:
    """Run the kept originals through today's readers and say what changed."""
    from analytics.intake import rereading

    store = _open(asked)
    try:
        result = rereading.reread(store, athlete=asked.athlete)
    finally:
        store.close()
    for line in result.lines:
        print(f"{printable(line.name)}: {printable(line.change)}")
    print(result.summary)
    return DONE


def _open(asked: argparse.Namespace) -> Store:
    from analytics.intake import loading
    from analytics.store import open_store

    path: Path | None = getattr(asked, "db", None)
    store = open_store(path)
    loading.attach(store)
    return store
