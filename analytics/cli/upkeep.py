"""The commands that take an import back, read the kept originals again, and gather texts."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from analytics.cli.output import printable

if TYPE_CHECKING:
    from analytics.store import Store

DONE, NOT_IN_LINE = 0, 1


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


def texts(asked: argparse.Namespace) -> int:
    """Write the file of every English text, and bring the languages' files in line with it."""
    from analytics.knowledge import texts as gathering
    from analytics.knowledge.place import data_file

    folder = data_file("texts")
    found = gathering.gathered(folder.parents[1])
    late = 0
    for path in [folder / "hipstride.pot", *sorted(folder.glob("*.po"))]:
        words = gathering.catalogue(found) if path.suffix == ".pot" else gathering.in_line(path, found)
        is_late = not path.exists() or path.read_text(encoding="utf-8") != words
        late += is_late
        if is_late and not asked.check:
            path.write_text(words, encoding="utf-8")
        untold = words.count('\nmsgstr ""\n') if path.suffix == ".po" else 0
        state = "out of line" if is_late and asked.check else "written" if is_late else "in line"
        print(f"{path.name}: {state}, {len(found)} texts" + (f", {untold} without words" if untold else ""))
    return NOT_IN_LINE if late and asked.check else DONE


def _open(asked: argparse.Namespace) -> Store:
    from analytics.intake import loading
    from analytics.store import open_store

    path: Path | None = getattr(asked, "db", None)
    store = open_store(path)
    loading.attach(store)
    return store
