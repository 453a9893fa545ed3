"""The app as a server of its own for a measurement, and a browser's ways to look at it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from analytics.intake.demo import load_demo
from analytics.store import open_store

PATIENCE_S = 60.0
PROJECT = Path(__file__).resolve().parents[1]
CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
STANDS = """title => {
  const heading = document.querySelector('h1');
  return heading && heading.textContent.trim() === title
    && !document.querySelector("[data-test-script-state='running']")
    && !document.querySelector("[data-testid='stSkeleton']");
}"""
"""Whether a page stands whole: its heading is there, its script has ended, and every part is drawn."""
IN_SIGHT = """title => {
  const heading = document.querySelector('h1');
  if (!heading || heading.textContent.trim() !== title) return false;
  const seen = one => {
    const box = one.getBoundingClientRect();
    return box.top < innerHeight && box.bottom > 0;
  };
  const waiting = document.querySelectorAll("[data-testid='stSkeleton'], [data-stale='true']");
  if ([...waiting].some(seen)) return false;
  const charts = [...document.querySelectorAll("[data-testid='stPlotlyChart']")].filter(seen);
  if (charts.some(one => !one.querySelector('.main-svg'))) return false;
  const body = document.querySelector("[data-testid='stMainBlockContainer']");
  return !document.querySelector("[data-test-script-state='running']")
    || [...body.querySelectorAll('[data-testid=stElementContainer]')].some(
      one => one.getBoundingClientRect().bottom > innerHeight);
}"""
"""Whether the part of a page that a person sees first is drawn, though more may come below."""


def store_in(folder: str, given: Path | None) -> Path:
    """Give a database of one's own: a copy of the given one, or a new one with the demo squad."""
    database = Path(folder) / "log.duckdb"
    if given is not None:
        shutil.copy(given, database)
    else:
        with open_store(database) as store:
            load_demo(store)
    return database


@contextmanager
def running(database: Path, *, port: int, by_command: bool = False) -> Iterator[subprocess.Popen[bytes]]:
    """Serve a database; the process is given once it answers, and ended with all that it started.

    `by_command` starts it as a person does, by `hipstride serve`, which starts the server in its turn.
    """
    words = (
        ["analytics", "serve", "--port", str(port)]
        if by_command
        else ["streamlit", "run", "app.py", f"--server.port={port}"]
    )
    server = subprocess.Popen(
        [sys.executable, "-m", *words],
        cwd=PROJECT,
        env=os.environ | {"HIPSTRIDE_DB": str(database), "HIPSTRIDE_INBOX": "off"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        wait(port)
        yield server
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait()


def wait(port: int) -> None:
    """Wait until the server answers."""
    until = time.perf_counter() + PATIENCE_S
    while time.perf_counter() < until:
        try:
            urllib.request.urlopen(f"http://localhost:{port}/_stcore/health", timeout=1)
        except OSError:
            time.sleep(0.02)
        else:
            return
    raise SystemExit("the server did not start")
