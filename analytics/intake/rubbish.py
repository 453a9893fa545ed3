"""Looking for rubbish seldom: an import makes thousands of small objects that stay, and hardly a cycle."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

EVERY = 200_000  # new objects
USUALLY = gc.get_threshold()


@contextmanager
def seldom_looked_for() -> Iterator[None]:
    """Have Python look for what nobody holds any more less often, and not at all through what was there."""
    gc.freeze()
    gc.set_threshold(EVERY, *USUALLY[1:])
    try:
        yield
    finally:
        gc.set_threshold(*USUALLY)
        gc.unfreeze()
