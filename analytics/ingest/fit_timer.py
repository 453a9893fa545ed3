"""When a device's timer ran and when it stood still, by the events of a FIT file."""

from __future__ import annotations

from dataclasses import dataclass

from analytics.ingest.batch import PauseRow
from analytics.ingest.fit_rows import Rows, fit_seconds, moment
from analytics.ingest.fit_scan import Segment

_TIMER = 0
_START = 0
_STOPS = (1, 4, 8, 9)  # stop, stop_all, stop_disable, stop_disable_all


@dataclass(frozen=True)
class Timer:
    """Stretches in which the timer ran, in FIT seconds; the last ends with None where no event ended it."""

    ran: tuple[tuple[float, float | None], ...]

    def moving_s(self, *, from_s: float, to_s: float) -> float | None:
        """Seconds the timer ran within a stretch of time; None where there are no events of it.

        Examples
        --------
        >>> Timer(((0.0, 60.0), (100.0, None))).moving_s(from_s=30.0, to_s=110.0)
        40.0
        """
        if not self.ran:
            return None
        ends = [(begun, to_s if ended is None else min(ended, to_s)) for begun, ended in self.ran]
        return sum(max(ended - max(begun, from_s), 0.0) for begun, ended in ends)

    def pauses(self) -> list[PauseRow]:
        """The stretches between; what follows the last stop is no pause."""
        found = []
        for (_, stopped), (begun, _) in zip(self.ran, self.ran[1:]):
            start = moment(int(stopped)) if stopped is not None else None
            if start is not None and stopped is not None and begun > stopped:
                found.append(PauseRow(start, begun - stopped))
        return found


def read_timer(data: bytes, segment: Segment) -> Timer:
    """Read the timer's starts and stops in the order of the file; of two starts in a row the first counts."""
    rows = Rows(data, segment, "event")
    ran: list[tuple[float, float | None]] = []
    since: float | None = None
    for event, kind, when in zip(rows.codes("event"), rows.codes("event_type"), rows.moments("timestamp")):
        if event != _TIMER or when is None:
            continue
        at = fit_seconds(when)
        if kind == _START and since is None:
            since = at
        elif kind in _STOPS and since is not None:
            ran.append((since, max(at, since)))
            since = None
    if since is not None:
        ran.append((since, None))
    return Timer(tuple(ran))
