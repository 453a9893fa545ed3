"""What a visit holds: the store, one reader a script run, and reports kept by data revision.

The only place of `st.cache_*`. Reports are kept under (report, athlete, revision, way of reading,
options), never under frames: large frames would be told apart by a sample of their rows only.
"""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, TypeVar, cast

import streamlit as st

from analytics.charts.drawing import Drawing
from analytics.errors import AnalyticsError
from analytics.intake import background, inbox, loading
from analytics.knowledge import tongue, units
from analytics.knowledge.units import Way
from analytics.reports import preferences
from analytics.reports.answers import Answer
from analytics.store import Reader, Store, default_path, open_store

Value = TypeVar("Value")
_run = threading.local()
_in_sight: set[str] = set()


@st.cache_resource(show_spinner=False)
def _store_at(path: str) -> Store:
    opened = open_store(Path(path))
    loading.attach(opened)
    if os.environ.get("HIPSTRIDE_INBOX", "on") != "off":
        inbox.Watcher(opened).start()  # as long as the process lives
    return opened


def store() -> Store:
    """Give the one open store of this process."""
    return _store_at(str(default_path()))


def open_in_sight(words: str) -> None:
    """Open the store, and say so on the page as long as that takes; an open one costs nothing.

    A store that an older version wrote is counted anew when it is opened. One that does not open says so
    where it is asked for next.
    """
    path = str(default_path())
    if path in _in_sight:
        return
    # How the person wants to read stands in the store: until then it is the browser's language.
    with st.spinner(tongue.said(words, tongue.asked(st.context.locale))), contextlib.suppress(AnalyticsError):
        store()
        _in_sight.add(path)


@st.cache_resource(show_spinner=False)
def _errands_of(path: str) -> background.Errands:
    return background.Errands()


def errands() -> background.Errands:
    """Give the imports under way: they belong to the process, not to a visit, and outlive a reload."""
    return _errands_of(str(default_path()))


@contextmanager
def script_run() -> Iterator[None]:
    """Frame one run of the script: a reader opened inside is closed at its end.

    Quantities are written inside in the way that was chosen in the settings.
    """
    _close()
    _run.is_framed = True
    try:
        with units.following(way()):
            yield
    finally:
        _run.is_framed = False
        _close()


def _close() -> None:
    stack = getattr(_run, "stack", None)
    _run.stack = _run.reader = None
    if stack is not None:
        stack.close()


def is_framed() -> bool:
    """Say whether app.py is running this page, and not something else."""
    return bool(getattr(_run, "is_framed", False))


def reader() -> Reader:
    """Give this script run's reader; a cursor must not be shared between threads."""
    if getattr(_run, "reader", None) is None:
        stack = ExitStack()
        _run.reader = stack.enter_context(store().reader())
        _run.stack = stack
    return cast(Reader, _run.reader)


def way() -> Way:
    """Give the way to read quantities that was chosen.

    Inside a run it holds already; a callback, which comes before the run, follows it where it reads or writes
    a quantity: `with units.following(session.way()):`.
    """
    # A database that does not open says so a step later, in its own words.
    with contextlib.suppress(AnalyticsError):
        return report(preferences.gather, browser=tongue.asked(st.context.locale))
    return Way()


@st.cache_data(show_spinner=False, max_entries=512)
def _kept(
    path: str,
    revision: int,
    way: Way,
    report: str,
    options: tuple[tuple[str, Any], ...],
    _gather: Callable[..., Any],
) -> Any:
    return _gather(reader(), **dict(options))


def report(gather: Callable[..., Value], **options: Any) -> Value:
    """Gather a report, or give the one kept for this data revision.

    Parameters
    ----------
    gather
        A report's `gather(reader, **options)`.
    options
        athlete_id and the rest: plain values that can be told apart (numbers, texts, dates, tuples).
    """
    name = f"{gather.__module__}.{gather.__qualname__}"
    key = tuple(sorted(options.items()))
    return cast(Value, _kept(str(default_path()), store().revision(), units.way(), name, key, gather))


# Kept as it is, not as a copy: to read a figure back checks every one of its properties again, which takes
# longer than all else of a page. Nobody changes a figure that was drawn.
@st.cache_resource(show_spinner=False, max_entries=128)
def _drawn(
    path: str,
    revision: int,
    way: Way,
    chart: str,
    about: tuple[Any, ...],
    words: tuple[tuple[str, Any], ...],
    _draw: Callable[..., Drawing],
    _frames: tuple[Any, ...],
) -> Drawing:
    return _draw(*_frames, **dict(words))


def picture(draw: Callable[..., Drawing], *frames: Any, about: tuple[Any, ...], **words: Any) -> Drawing:
    """Draw a chart in the theme a person looks at, or give the one kept for this data revision.

    Parameters
    ----------
    draw
        A chart's `draw`.
    frames
        What it draws: they come from a report, so that `about` and the revision tell them apart.
    about
        What the report was asked: athlete_id, weeks, choices.
    words
        The chart's other arguments: titles, numbers.
    """
    chart = f"{draw.__module__}.{draw.__qualname__}"
    said = tuple(sorted((words | {"mode": mode()}).items()))
    return _drawn(str(default_path()), store().revision(), units.way(), chart, about, said, draw, frames)


def later(make: Callable[..., bytes], **options: Any) -> Callable[[], bytes]:
    """Give what makes a file once somebody asks for it: after this run, so with a reader of its own."""
    opened, way = store(), units.way()

    def give() -> bytes:
        with units.following(way), opened.reader() as own_reader:
            return make(own_reader, **options)

    return give


def mode() -> str:
    """Name the theme a person looks at: 'light' or 'dark'."""
    return "dark" if st.context.theme.type == "dark" else "light"


def answer(ask: Callable[..., Answer], **options: Any) -> Answer:
    """Give a model's answer, and keep its card once for each recipe and each data it saw."""
    return kept(report(ask, **options))


def kept(given: Answer) -> Answer:
    """Keep the card of an answer that a report brought along, and give the answer."""
    _keep_card(str(default_path()), given.finding.card.recipe, given.finding.card.fingerprint, given)
    return given


@st.cache_resource(show_spinner=False, max_entries=256)
def _keep_card(path: str, recipe: str, fingerprint: str, _given: Answer) -> None:
    with store().writer() as writer:
        writer.keep_card(recipe=recipe, fingerprint=fingerprint, card=_given.finding.card.to_json())
