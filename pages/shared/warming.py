"""Loading what the pages need while the server starts and the browser loads its own part.

Python takes a second or two to load everything, a browser as long to load Streamlit's own script. Both at
once, the first page stands when the slower of the two is done. Loading begins when the first frame is on its
way: earlier it would hold up the server, which answers a third later then. What only later pages need (the
chart library, the models) follows once the first page stands, before anybody clicks.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import importlib
import threading
from pathlib import Path

FIRST = (
    "pages.shared.frame",
    "analytics.intake.advising",
    "analytics.intake.guiding",
    "pages.shared.entries",
)
PATIENCE_S = 60.0
HEAD_START_S = 1.0
"""How long the server may start undisturbed where no browser asks for a document."""
_PROJECT = Path(__file__).resolve().parents[2]
_framed = threading.Event()
_stands = threading.Event()
_ends = threading.Event()


def begin() -> None:
    """Load in a thread of its own; whoever needs a part earlier waits for that part alone."""
    thread = threading.Thread(target=_load, name="hipstride-warming", daemon=True)
    atexit.register(_end, thread)
    thread.start()


def first_frame_sent() -> None:
    """Say that a browser has been sent the document, and is busy with it from now on."""
    _framed.set()


def first_page_stands() -> None:
    """Say that a visit has been shown its page."""
    _stands.set()


def _end(thread: threading.Thread) -> None:
    """Let the part that is being loaded be loaded: Python cannot end in the middle of it."""
    _ends.set()
    _framed.set()
    _stands.set()
    thread.join(timeout=PATIENCE_S)


def _load() -> None:
    _framed.wait(HEAD_START_S)
    # A fault stays for the visit that meets it: there it is said in words.
    with contextlib.suppress(Exception):
        for name in FIRST:
            _take(name)
        if not _ends.is_set():
            importlib.import_module("pages.shared.session").store()
        _stands.wait(PATIENCE_S)
        for room in ("charts", "reports"):
            for file in sorted(_PROJECT.glob(f"analytics/{room}/*.py")):
                _take(f"analytics.{room}.{file.stem}")
        gc.freeze()  # what is loaded stays: collections need not go through it again


def _take(name: str) -> None:
    if not _ends.is_set():
        importlib.import_module(name)
