"""What an import would bring, without storing anything: the same import, into a store that is thrown away."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from analytics.intake.receipt import Progress, Receipt
from analytics.intake.sources import Source
from analytics.intake.taking_in import take_in
from analytics.store import Store, open_store
from analytics.store.copying import copy_for_preview


def preview(
    store: Store,
    sources: Sequence[Source],
    *,
    athlete: str | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Receipt:
    """Say what would become of each file: `take_in` on a copy of what there is; see there.

    The receipt is the one the import will give, as long as nothing else is imported in between.
    """
    with tempfile.TemporaryDirectory(prefix="hipstride-preview-") as folder:
        copy = open_store(Path(folder) / "preview.duckdb")
        try:
            copy_for_preview(store, copy)
            return take_in(copy, sources, athlete=athlete, on_progress=on_progress, should_stop=should_stop)
        finally:
            copy.close()
