"""An import that goes on by itself: a page starts it, looks in on it, may stop it, and may be reloaded."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from dataclasses import dataclass

from analytics.errors import AnalyticsError
from analytics.intake.previewing import preview
from analytics.intake.receipt import Progress, Receipt
from analytics.intake.sources import Source
from analytics.intake.taking_in import take_in
from analytics.store import Store

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class State:
    """How an import stands: at work, or over with a receipt or the reason why there is none."""

    progress: Progress
    is_running: bool
    is_stopping: bool
    receipt: Receipt | None = None
    refused: str | None = None


class Errand:
    """One import in a thread of its own; what it found stays until somebody takes it.

    Parameters
    ----------
    store
        Where it goes.
    sources, athlete
        As `take_in` takes them.
    is_preview
        Only say what would become of the files, and store nothing.
    """

    def __init__(
        self, store: Store, sources: Sequence[Source], *, athlete: str | None, is_preview: bool = False
    ) -> None:
        self.athlete = athlete
        self.is_preview = is_preview
        self._store = store
        self._sources: Sequence[Source] = sources
        self._lock = threading.Lock()
        self._progress = Progress(0, len(sources), "")
        self._stop = threading.Event()
        self._receipt: Receipt | None = None
        self._refused: str | None = None
        self._thread = threading.Thread(target=self._work, daemon=True, name="hipstride-import")
        self._thread.start()

    @property
    def state(self) -> State:
        """How it stands just now."""
        with self._lock:
            running = self._thread.is_alive() and self._receipt is None and self._refused is None
            return State(self._progress, running, self._stop.is_set(), self._receipt, self._refused)

    def stop(self) -> None:
        """Let it end after the files it is at; what is in stays in."""
        self._stop.set()

    def wait(self, seconds: float | None = None) -> State:
        """Wait until it is over, at most so long."""
        self._thread.join(seconds)
        return self.state

    def _told(self, progress: Progress) -> None:
        with self._lock:
            self._progress = progress

    def _work(self) -> None:
        receipt, refused = None, None
        try:
            receipt = (preview if self.is_preview else take_in)(
                self._store,
                self._sources,
                athlete=self.athlete,
                on_progress=self._told,
                should_stop=self._stop.is_set,
            )
        except AnalyticsError as error:
            refused = str(error)
        except Exception as error:
            log.exception("an import in the background failed")
            refused = f"Something went wrong that is our fault ({type(error).__name__}). " + (
                "Nothing was stored."
                if self.is_preview
                else "What was finished is kept; the same import again goes on from there."
            )
        with self._lock:
            self._sources = ()  # uploads are held in memory no longer
            self._receipt, self._refused = receipt, refused


class Errands:
    """The import under way, one at a time, found again after a reload."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._current: Errand | None = None

    def start(
        self, store: Store, sources: Sequence[Source], *, athlete: str | None, is_preview: bool = False
    ) -> Errand:
        """Begin an import, or a preview of one.

        Raises
        ------
        AnalyticsError
            If one is under way: two would only wait for each other.
        """
        with self._lock:
            if self._current is not None and self._current.state.is_running:
                what = "A preview" if self._current.is_preview else "An import"
                raise AnalyticsError(f"{what} is under way: wait for it, or stop it first.")
            self._current = Errand(store, sources, athlete=athlete, is_preview=is_preview)
            return self._current

    @property
    def current(self) -> Errand | None:
        """The import under way, or the last one, until it is taken."""
        return self._current

    def take(self) -> State | None:
        """Give what came of the import that is over, once; None where there is none."""
        with self._lock:
            if self._current is None or self._current.state.is_running:
                return None
            state, self._current = self._current.state, None
            return state
