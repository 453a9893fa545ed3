"""Reading the kept originals again: what today's readers and labels know better is taken over."""

from __future__ import annotations

import dataclasses
import math
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from analytics.errors import UnreadableError
from analytics.ingest.batch import SetRow
from analytics.ingest.reading import read
from analytics.intake import crediting
from analytics.store import Store, rereading
from analytics.store.rows import LabelledSet

LABELLED = [one.name for one in dataclasses.fields(SetRow) if one.name not in ("line",)]
AT_ONCE = 500


@dataclass(frozen=True)
class Change:
    """What is different about one file."""

    name: str
    change: str


@dataclass
class Reread:
    """What came of reading everything again."""

    files: int = 0
    labels: int = 0
    lines: list[Change] = field(default_factory=list)

    @property
    def summary(self) -> str:
        """Say in one sentence what changed.

        Examples
        --------
        >>> Reread(files=3).summary
        '3 originals read again: nothing is different.'
        """
        noun = "original" if self.files == 1 else "originals"
        said = []
        if self.lines:
            said.append(
                f"{len(self.lines):,} {'file is' if len(self.lines) == 1 else 'files are'} told differently"
            )
        if self.labels:
            said.append(
                f"{self.labels:,} {'set has' if self.labels == 1 else 'sets have'} a new label or credit"
            )
        return f"{self.files:,} {noun} read again: {', '.join(said) or 'nothing is different'}."


def reread(store: Store, *, athlete: str | None = None) -> Reread:
    """Run every kept original through today's readers, and every stored set through today's labels.

    A file's format and soundness are told anew, and sets get today's exercise and credit. What a file holds
    stays as it is stored; where a reader finds more or less in it now, the line says so. A file that can no
    longer be read stays as it was, and that is said, too.
    """
    result = Reread()
    with store.reader() as reader:
        files = reader.frame("originals", athlete=athlete).to_dict("records")
    for at in range(0, len(files), AT_ONCE):
        _files(store, files[at : at + AT_ONCE], result)
    with store.reader() as reader:
        rows = reader.frame("sets_to_label", athlete=athlete).to_dict("records")
    labels = _labels([{str(name): _plain(value) for name, value in row.items()} for row in rows])
    if labels:
        with store.writer() as writer:
            writer.update_set_labels(labels)
    result.labels = len(labels)
    return result


def _files(store: Store, files: Sequence[dict[Any, Any]], result: Reread) -> None:
    told: list[tuple[str, str | None, str | None]] = []
    for file in files:
        with store.reader() as reader:
            original = reader.row("original", sha256=file["sha256"])
        if original is None or original["content"] is None:
            continue
        result.files += 1
        try:
            batch = read(zlib.decompress(original["content"]), str(file["name"]).rsplit("/", 1)[-1])
        except UnreadableError as error:
            result.lines.append(Change(file["name"], f"can no longer be read and stays as it was: {error}"))
            continue
        quality = next((row.quality for row in batch.activities if row.quality), None)
        changes = [
            f"{what}: {old or 'unknown'}, now {new or 'unknown'}"
            for what, old, new in (
                ("format", _plain(file["kind"]), batch.kind),
                ("soundness", _plain(file["quality"]), quality),
            )
            if old != new
        ]
        if changes:
            told.append((file["sha256"], batch.kind, quality))
            result.lines.append(Change(file["name"], "; ".join(changes)))
    if told:
        with store.writer() as writer:
            rereading.tell_anew(writer, told)


def _labels(rows: Sequence[dict[str, Any]]) -> list[LabelledSet]:
    """Label sets anew and give those whose label or credit differs."""
    credits = crediting.credited([SetRow(**{name: row[name] for name in LABELLED}) for row in rows])
    found = []
    for row, credit in zip(rows, credits, strict=True):
        new = LabelledSet(
            row["set_id"],
            credit.exercise_id or row["exercise_id"],
            credit.label_confidence,
            credit.label_basis,
            credit.hip_sets,
            credit.trunk_sets,
            credit.effort_imputed,
        )
        if any(_differ(getattr(new, name), row[name]) for name in ("exercise_id", "hip_sets", "trunk_sets")):
            found.append(new)
    return found


def _differ(new: Any, old: Any) -> bool:
    if isinstance(new, float) and isinstance(old, float):
        return not math.isclose(new, old, abs_tol=1e-9)
    return bool(new != old)


def _plain(value: Any) -> Any:
    if value is None or value != value:
        return None
    if hasattr(value, "to_pydatetime"):
        return value.to_pydatetime()
    return value
