"""The inbox beside the database: what is put there, or handed over by the command line, the app takes in.

Two folders lie beside the database. `inbox` is for people: files and folders put there are imported once
they have stopped growing, and moved to `inbox/done` or `inbox/failed`, each with its receipt as a text. A
folder in it that bears an athlete's name holds that athlete's files. `handed-over` is for our own command
line: while the app holds the database, a request with the paths is answered there with the receipt.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import threading
import time
import uuid
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from analytics.errors import AnalyticsError
from analytics.intake.receipt import Progress, Receipt
from analytics.intake.taking_in import take_in
from analytics.store import Store

log = logging.getLogger(__name__)

INBOX = "inbox"
DONE, FAILED = "done", "failed"
HANDED_OVER = "handed-over"
LOOK_EVERY_S = 2.0
SETTLED_S = 2.0
ANSWER_WITHIN_S = 20.0
SIGN_OF_LIFE_S = 60.0
UNFINISHED = (".part", ".partial", ".tmp", ".crdownload", ".download")

Seen = dict[Path, tuple[int, int]]


class NoAnswerError(AnalyticsError):
    """The app that holds the database does not take in what was handed over."""


def inbox_of(database: Path) -> Path:
    """Name the folder whose files the running app takes in."""
    return database.resolve().parent / INBOX


class Watcher:
    """Looks at the inbox and for requests, again and again, in a thread of its own.

    Parameters
    ----------
    store
        Where it all goes.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._inbox = inbox_of(store.path)
        self._requests = store.path.resolve().parent / HANDED_OVER
        self._seen: Seen = {}
        self._over = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> Watcher:
        """Begin to watch."""
        (self._inbox / DONE).mkdir(parents=True, exist_ok=True)
        (self._inbox / FAILED).mkdir(exist_ok=True)
        self._thread = threading.Thread(target=self._watch, daemon=True, name="hipstride-inbox")
        self._thread.start()
        return self

    def stop(self) -> None:
        """Watch no longer; an import that is under way stops after its file."""
        self._over.set()
        if self._thread is not None:
            self._thread.join()

    def _watch(self) -> None:
        while not self._over.is_set():
            try:
                self.answer()
                self.look()
            except Exception:  # whatever it is, the next look may go well
                log.exception("the inbox could not be looked at")
            self._over.wait(LOOK_EVERY_S)

    # The inbox

    def look(self) -> Receipt | None:
        """Take in what lies in the inbox and has not changed since the last look."""
        now = time.time_ns()
        there: Seen = {}
        ready: dict[str | None, list[Path]] = {}
        for entry in self._entries():
            signature = _signature(entry)
            if signature is None:
                continue
            there[entry] = signature
            if self._seen.get(entry) == signature and now - signature[1] >= SETTLED_S * 1e9:
                whose = entry.parent.name if entry.parent != self._inbox else None
                ready.setdefault(whose, []).append(entry)
        self._seen = there
        receipt = None
        for whose, entries in ready.items():
            receipt = self._take(entries, whose)
        return receipt

    def _entries(self) -> list[Path]:
        names = self._athletes()
        found: list[Path] = []
        for entry in sorted(self._inbox.iterdir()) if self._inbox.is_dir() else []:
            if _is_passed_over(entry) or (entry.is_dir() and entry.name in (DONE, FAILED)):
                continue
            if entry.is_dir() and entry.name.casefold() in names:
                found += [one for one in sorted(entry.iterdir()) if not _is_passed_over(one)]
            else:
                found.append(entry)
        return found

    def _athletes(self) -> set[str]:
        with self._store.reader() as reader:
            frame = reader.frame("roster_athletes")
        return {str(row["name"]).casefold() for row in frame.to_dict("records") if not row["simulated"]}

    def _take(self, entries: Sequence[Path], whose: str | None) -> Receipt | None:
        try:
            receipt = take_in(self._store, list(entries), athlete=whose, should_stop=self._over.is_set)
        except AnalyticsError as error:
            way_out = "Put them into a folder of the inbox that bears the athlete's name."
            for entry in entries:
                self._put_away(entry, FAILED, f"{error}\n{way_out}\n")
            return None
        if receipt.stopped:
            return receipt  # the rest waits for the next start; what is in is known then
        for entry in entries:
            lines = [
                line
                for line in receipt.files
                if line.name == entry.name or line.name.startswith(f"{entry.name}/")
            ]
            failed = bool(lines) and all(line.status == "refused" for line in lines)
            text = "\n".join(
                f"{line.status}: {line.name}" + (f": {line.full_reason}" if line.full_reason else "")
                for line in lines
            )
            self._put_away(entry, FAILED if failed else DONE, f"{receipt.summary}\n{text}\n")
        return receipt

    def _put_away(self, entry: Path, where: str, text: str) -> None:
        folder = self._inbox / where
        folder.mkdir(parents=True, exist_ok=True)
        name = entry.name
        if (folder / name).exists():
            name = f"{dt.datetime.now():%Y%m%d-%H%M%S-%f}-{name}"
        try:
            entry.rename(folder / name)
        except OSError:
            log.warning("a file of the inbox cannot be moved yet; it stays")
            return
        self._seen.pop(entry, None)
        (folder / f"{name}.receipt.txt").write_text(text, encoding="utf-8")

    # Requests of the command line

    def answer(self) -> None:
        """Take in what the command line asks for, and leave the receipts."""
        for request in sorted(self._requests.glob("*.request")) if self._requests.is_dir() else []:
            try:
                asked = json.loads(request.read_text(encoding="utf-8"))
                request.unlink()  # whoever asked sees that it has been taken up
            except (OSError, ValueError):
                continue
            answer = request.with_suffix(".answer")
            sign = request.with_suffix(".alive")
            try:
                receipt = take_in(
                    self._store,
                    [Path(path) for path in asked["paths"]],
                    athlete=asked.get("athlete"),
                    on_progress=_sign_of_life(sign),
                    should_stop=self._over.is_set,
                )
                said: dict[str, Any] = {
                    "receipt": receipt.to_dict(),
                    "summary": receipt.summary,
                    "refused": receipt.counts["refused"],
                }
            except AnalyticsError as error:
                said = {"error": str(error)}
            except Exception as error:
                log.exception("a request could not be answered")
                said = {"error": f"The app could not import it, which is our fault ({type(error).__name__})."}
            _write(answer, said)
            sign.unlink(missing_ok=True)


def _sign_of_life(sign: Path) -> Callable[[Progress], None]:
    last = [0.0]

    def tell(progress: Progress) -> None:
        if time.monotonic() - last[0] >= 0.5:
            last[0] = time.monotonic()
            _write(sign, {"done": progress.done, "total": progress.total, "name": progress.name})

    return tell


def hand_over(
    database: Path,
    paths: Sequence[Path],
    *,
    athlete: str | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    answer_within_s: float = ANSWER_WITHIN_S,
) -> dict[str, Any]:
    """Have the app that holds the database take paths in, and wait for its receipt.

    Returns
    -------
    dict
        `receipt` as `Receipt.to_dict` gives it, `summary` in words, and how many files were `refused`.

    Raises
    ------
    NoAnswerError
        If no app takes the request up.
    AnalyticsError
        If the app says that it cannot.
    """
    folder = database.resolve().parent / HANDED_OVER
    folder.mkdir(parents=True, exist_ok=True)
    request = folder / f"{uuid.uuid4().hex}.request"
    answer, sign = request.with_suffix(".answer"), request.with_suffix(".alive")
    _write(request, {"paths": [str(path.resolve()) for path in paths], "athlete": athlete})
    began = time.monotonic()
    try:
        while request.exists():
            if time.monotonic() - began > answer_within_s:
                raise NoAnswerError(
                    f"Another program has the database open ({database}) and does not take files in: it is "
                    "no running Hipstride, or one that is stuck. Close it and try again, or name another "
                    "file with --db FILE."
                )
            time.sleep(0.1)
        heard, last = time.monotonic(), ""
        while not answer.exists():
            text = _text(sign)
            if text and text != last:
                heard, last = time.monotonic(), text
                if on_progress is not None:
                    told = json.loads(text)
                    on_progress(Progress(told["done"], told["total"], told["name"]))
            if time.monotonic() - heard > SIGN_OF_LIFE_S + answer_within_s:
                raise NoAnswerError(
                    "The running Hipstride took the files up and then fell silent. What it finished is "
                    "kept; the same command again goes on from there."
                )
            time.sleep(0.1)
        said: dict[str, Any] = json.loads(answer.read_text(encoding="utf-8"))
    finally:
        for each in (request, answer, sign):
            each.unlink(missing_ok=True)
    if "error" in said:
        raise AnalyticsError(str(said["error"]))
    return said


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError:
        return ""


def _write(path: Path, value: dict[str, Any]) -> None:
    """Write a file that others see whole or not at all."""
    part = path.with_suffix(".writing")
    part.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    part.replace(path)


def _is_passed_over(entry: Path) -> bool:
    name = entry.name.lower()
    return name.startswith((".", "~$")) or name.endswith(UNFINISHED) or entry.is_symlink()


def _signature(entry: Path) -> tuple[int, int] | None:
    """Give the size and the latest change of a file, or of all in a folder; None where nothing is there."""
    try:
        files = [entry] if entry.is_file() else [one for one in entry.rglob("*") if one.is_file()]
        stats = [one.stat() for one in files]
    except OSError:
        return None
    if not stats or any(one.name.lower().endswith(UNFINISHED) for one in files):
        return None
    return sum(each.st_size for each in stats), max(each.st_mtime_ns for each in stats)
