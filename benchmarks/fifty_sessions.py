"""Many people at once: sessions that click through pages, each with its own athlete; reported, not asserted.

    python benchmarks/fifty_sessions.py [--db FILE] [--sessions 50] [--minutes 5] [--pause 3]

Every session is a client of its own that speaks what a browser speaks with the server: it opens a page, reads
until the page is done, waits as a reader does, opens the next. Looked for are faults (a page that says it
failed, a script that did not end) and rows of others (the name of an athlete who was not chosen, anywhere on
a page about one athlete but in the list to choose from). Told are how long pages took, what they sent, and
what the server holds in memory with one session, with ten and with all of them. It ends with 1 where a fault
or a foreign row was found. Without --db the store is a new one with the demo squad; a file is copied first.
"""

from __future__ import annotations

import argparse
import asyncio
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

PROJECT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT))

from analytics.reports import roster  # noqa: E402
from analytics.store import open_store  # noqa: E402
from benchmarks import server  # noqa: E402

PORT = 8797
LIMIT_BYTES = 1_000_000
PATIENCE_S = 120.0
OWN = (
    "overview",
    "hip_strength",
    "pace",
    "calendar",
    "today",
    "data_quality",
    "gear",
    "activity",
    "forecast",
)
"""Pages about the chosen athlete alone: nobody else's name may stand there."""
SHARED = ("load", "checkin", "injury", "squad", "explore", "exercises", "methods")
CHOOSERS = ("selectbox", "multiselect")
FAULT = re.compile(r"met a fault|Traceback", re.IGNORECASE)


@dataclass
class Opened:
    """One page that was opened: how long it took, what came, what was wrong."""

    page: str
    ms: float
    size: int
    faults: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)


class Session:
    """One visitor: a connection, the athlete they look at, the pages there are."""

    def __init__(self, socket: ClientConnection, athlete_id: int, name: str, names: set[str]) -> None:
        self.socket, self.athlete_id = socket, athlete_id
        self.others = re.compile(
            "|".join(rf"\b{re.escape(one)}\b" for one in sorted(names - {name}, key=len, reverse=True))
            or r"(?!)"
        )
        self.pages: dict[str, str] = {}

    async def open(self, page: str) -> Opened:
        """Open a page and read until it is done."""
        message = BackMsg()
        message.rerun_script.query_string = f"athlete={self.athlete_id}"
        message.rerun_script.page_script_hash = self.pages.get(page, "")
        began = time.perf_counter()
        await self.socket.send(message.SerializeToString())
        opened = Opened(page, 0.0, 0)
        async with asyncio.timeout(PATIENCE_S):
            while True:
                data = await self.socket.recv()
                opened.size += len(data)
                said = ForwardMsg()
                said.ParseFromString(data)  # type: ignore[arg-type]
                self._look(said, opened)
                if said.WhichOneof("type") == "script_finished":
                    if said.script_finished == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
                        opened.faults.append("the script did not end well")
                    if said.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                        break
        opened.ms = (time.perf_counter() - began) * 1000
        return opened

    def _look(self, said: ForwardMsg, opened: Opened) -> None:
        kind = said.WhichOneof("type")
        if kind == "navigation":
            self.pages = {one.url_pathname: one.page_script_hash for one in said.navigation.app_pages}
        if kind == "page_not_found":
            opened.faults.append("page not found")
        if kind != "delta" or said.delta.WhichOneof("type") != "new_element":
            return
        element = said.delta.new_element
        what = element.WhichOneof("type")
        if what == "exception":
            opened.faults.append(f"exception: {element.exception.type}")
        if what in CHOOSERS:
            return
        for text in texts(getattr(element, what)) if what else ():
            if what == "alert" and FAULT.search(text):
                opened.faults.append(text[:120])
            if opened.page in OWN:
                opened.foreign += [f"{what}: {found}" for found in set(self.others.findall(text))]


def texts(message: Any) -> Iterator[str]:
    """Give every text that a message holds, tables and figures included."""
    for descriptor, value in message.ListFields():
        for one in value if descriptor.is_repeated else (value,):
            if isinstance(one, str):
                yield one
            elif isinstance(one, bytes):
                yield one.decode("utf-8", errors="ignore")
            elif hasattr(one, "ListFields"):
                yield from texts(one)


def memory_mb(pid: int) -> float:
    """Give what a process holds in memory; NaN where the system does not say."""
    try:
        said = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    except OSError:
        return float("nan")
    return int(re.search(r"VmRSS:\s+(\d+)", said)[1]) / 1024  # type: ignore[index]


async def visit(
    number: int, people: list[roster.Person], names: set[str], until: float, pause_s: float
) -> list[Opened]:
    """Click through the pages until the time is over, at least once through three of them."""
    person = people[number % len(people)]
    opened: list[Opened] = []
    pages = [*OWN, *SHARED]
    async with connect(
        f"ws://localhost:{PORT}/_stcore/stream",
        origin=f"http://localhost:{PORT}",  # type: ignore[arg-type]
        subprotocols=["streamlit"],  # type: ignore[list-item]
        max_size=None,
        ping_timeout=None,
        open_timeout=PATIENCE_S,
    ) as socket:
        session = Session(socket, person.athlete_id, person.name, names)
        await session.open("")
        at = number
        while time.monotonic() < until or len(opened) < 3:
            page = pages[at % len(pages)]
            at += 1
            if page not in session.pages:
                continue
            opened.append(await session.open(page))
            await asyncio.sleep(pause_s)
    return opened


async def gather(
    sessions: int, people: list[roster.Person], seconds: float, pause_s: float, pid: int
) -> tuple[list[Opened], list[str], float]:
    """Run sessions at once; gives what they opened, what broke, and the most memory the server held."""
    names, until = {one.name for one in people}, time.monotonic() + seconds
    tasks = [asyncio.create_task(visit(number, people, names, until, pause_s)) for number in range(sessions)]
    most = memory_mb(pid)
    while not all(task.done() for task in tasks):
        await asyncio.sleep(0.5)
        most = max(most, memory_mb(pid))
    opened: list[Opened] = []
    broken: list[str] = []
    for task in tasks:
        error = task.exception()
        if error is None:
            opened += task.result()
        else:
            broken.append(f"{type(error).__name__}: {str(error)[:100]}")
    return opened, broken, most


def told(opened: list[Opened]) -> None:
    """Print how long each page took and what it sent."""
    print(f"\n{'page':<16}{'opened':>8}{'median ms':>11}{'p95 ms':>9}{'most kB sent':>14}")
    for page in dict.fromkeys(one.page for one in sorted(opened, key=lambda one: -one.size)):
        mine = [one for one in opened if one.page == page]
        ms = sorted(one.ms for one in mine)
        most = max(one.size for one in mine)
        over = "  over 1 MB" if most > LIMIT_BYTES else ""
        print(
            f"{page:<16}{len(mine):>8}{statistics.median(ms):>11,.0f}{ms[int(0.95 * (len(ms) - 1))]:>9,.0f}"
            f"{most / 1000:>14,.0f}{over}"
        )


def main() -> int:
    """Start the server, let sessions click, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--db", type=Path)
    parser.add_argument("--sessions", type=int, default=50)
    parser.add_argument("--minutes", type=float, default=5.0)
    parser.add_argument("--pause", type=float, default=3.0, help="seconds that a visitor reads a page")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        database = server.store_in(folder, asked.db)
        with open_store(database) as store, store.reader() as reader:
            people = list(roster.gather(reader).people)
        found: list[Opened] = []
        broken: list[str] = []
        with server.running(database, port=PORT) as process:
            print(f"memory of the server: {memory_mb(process.pid):,.0f} MB before anybody came", flush=True)
            for sessions in sorted({1, min(10, asked.sessions), asked.sessions}):
                seconds = asked.minutes * 60 if sessions == asked.sessions else min(20, asked.minutes * 12)
                opened, broke, most = asyncio.run(gather(sessions, people, seconds, asked.pause, process.pid))
                found += opened
                broken += broke
                print(
                    f"  {sessions:>3} at once: at most {most:,.0f} MB, {memory_mb(process.pid):,.0f} MB at "
                    f"the end; {len(opened):,} pages opened",
                    flush=True,
                )
    told(found)
    faults = [f"{one.page}: {said}" for one in found for said in one.faults] + broken
    foreign = [f"{one.page}: {said}" for one in found for said in one.foreign]
    print(f"\n{len(found):,} pages opened; {len(faults)} faults; {len(foreign)} foreign rows")
    for said in [*dict.fromkeys(faults)][:20] + [*dict.fromkeys(foreign)][:20]:
        print(f"  {said}")
    return 1 if faults or foreign else 0


if __name__ == "__main__":
    raise SystemExit(main())
