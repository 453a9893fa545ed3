"""What each command does; each gives the exit status."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from analytics.cli.output import days_as_days, plain, print_list, printable, text_table
from analytics.errors import AnalyticsError, StoreInUseError

if TYPE_CHECKING:
    from analytics.intake.receipt import Progress, Receipt
    from analytics.store import Reader, Store

DONE, REFUSED, WRONG_USE = 0, 1, 2
NOBODY = "Nobody yet. `hipstride import PATH` brings your own data in, `hipstride demo` a simulated squad."
APP = Path(__file__).resolve().parents[2] / "app.py"


class WrongUse(AnalyticsError):  # noqa: N818 - what a person did, in their words
    """The command line asks for something that cannot be meant."""


def _database(asked: argparse.Namespace) -> Path | None:
    path: Path | None = getattr(asked, "db", None)
    if path is not None and path.is_dir():
        raise WrongUse(f"{path} is a folder; --db names the database file itself")
    return path


def _open(asked: argparse.Namespace) -> Store:
    from analytics.intake import loading
    from analytics.store import open_store

    store = open_store(_database(asked))
    loading.attach(store)
    return store


def serve(asked: argparse.Namespace) -> int:
    """Start the dashboard and stay until it ends."""
    environment = dict(os.environ)
    database = _database(asked)
    if database is not None:
        environment["HIPSTRIDE_DB"] = str(database.resolve())
    command = [
        *(sys.executable, "-m", "streamlit", "run", str(APP)),
        f"--server.address={asked.address}",
        f"--server.port={asked.port}",
        f"--server.headless={'false' if asked.open else 'true'}",
        "--server.showEmailPrompt=false",
        "--browser.gatherUsageStats=false",
    ]
    child = subprocess.Popen(command, env=environment, cwd=APP.parent)
    while True:
        try:
            return child.wait()
        except KeyboardInterrupt:  # the child hears it too and ends in its own time
            continue


def take_in_paths(asked: argparse.Namespace) -> int:
    """Import files and folders and print the receipt."""
    from analytics.intake.previewing import preview
    from analytics.intake.taking_in import take_in

    missing = [path for path in asked.paths if not path.exists()]
    if missing:
        raise WrongUse("There is no such file or folder: " + ", ".join(str(path) for path in missing))
    try:
        store = _open(asked)
    except StoreInUseError:
        if asked.preview:
            raise
        return _hand_over(asked)
    try:
        work = preview if asked.preview else take_in
        receipt = work(store, asked.paths, athlete=asked.athlete, on_progress=_progress_line())
    finally:
        store.close()
    if sys.stderr.isatty():
        print("\r\033[K", end="", file=sys.stderr)
    if asked.json:
        print(json.dumps(receipt.to_dict(), ensure_ascii=False, indent=1))
    else:
        _print_receipt(receipt)
        if asked.preview:
            print("This was a preview: nothing is stored. Without --preview it is.")
    return REFUSED if receipt.counts["refused"] else DONE


def _hand_over(asked: argparse.Namespace) -> int:
    """Have the running app, which holds the database, import the files; print its receipt."""
    from analytics.intake.inbox import hand_over
    from analytics.store import default_path

    print("Hipstride is running: it takes the files in.", file=sys.stderr)
    database = _database(asked) or default_path()
    said = hand_over(database, asked.paths, athlete=asked.athlete, on_progress=_progress_line())
    if sys.stderr.isatty():
        print("\r\033[K", end="", file=sys.stderr)
    if asked.json:
        print(json.dumps(said["receipt"], ensure_ascii=False, indent=1))
    else:
        for line in said["receipt"]["files"]:
            reason = f": {printable(line['reason'])}" if line["reason"] else ""
            print(f"{line['status']:<8} {printable(line['name'])}{reason}")
        print(f"{said['summary']} {said['receipt']['seconds']:.1f} s.")
    return REFUSED if said["refused"] else DONE


def _progress_line() -> Callable[[Progress], None] | None:
    if not sys.stderr.isatty():
        return None

    def show(progress: Progress) -> None:
        name = printable(progress.name)
        print(
            f"\r\033[K{progress.done} of {progress.total}  {name[-60:]}", end="", file=sys.stderr, flush=True
        )

    return show


def _print_receipt(receipt: Receipt) -> None:
    for line in receipt.files:
        reason = f": {printable(line.full_reason)}" if line.full_reason else ""
        print(f"{line.status:<8} {printable(line.name)}{reason}")
    print(f"{receipt.summary} {receipt.seconds:.1f} s.")


def model(asked: argparse.Namespace) -> int:
    """Print a finding, or what is missing for one, and keep the model's card."""
    from analytics.reports import answers, roster

    store = _open(asked)
    try:
        with store.reader() as reader:
            people = roster.gather(reader).people
            real = [person for person in people if not person.is_simulated]
            alone = real[0].athlete_id if len(real) == 1 else None
            ask = answers.pace if asked.question == "pace" else answers.injury
            answer = ask(reader, athlete_id=alone)
        card = answer.finding.card
        with store.writer() as writer:
            writer.keep_card(card.recipe, card.fingerprint, card.to_json())
    finally:
        store.close()
    if asked.json:
        print(json.dumps(plain(answer.to_dict()), ensure_ascii=False, indent=1))
        return DONE
    if answer.is_simulated:
        print("(the simulated squad: no real person is among them)")
    print(answer.headline)
    print(answer.sentence)
    if not answer.estimates.empty:
        unit = "% of speed" if asked.question == "pace" else "times the injury rate"
        print(f"\nPer 10 more hip sets a week, in {unit}:")
        print(text_table(answer.estimates[["name", "value", "low", "high"]].round(3)).rsplit("\n", 1)[0])
    print()
    print_list(answer.weight_words, *answer.cautions)
    if answer.missing:
        print("What is missing:")
        print_list(*answer.missing)
    return DONE


def recommend(asked: argparse.Namespace) -> int:
    """Print what to do today, each with its reason, evidence and certainty."""
    from analytics.reports import today

    if asked.minutes is not None and asked.minutes <= 0:
        raise WrongUse("--minutes takes a number above 0")
    store = _open(asked)
    try:
        with store.reader() as reader:
            page = today.gather(
                reader,
                athlete_id=_whose(reader, asked.athlete),
                today=dt.date.today(),
                minutes=None if asked.minutes is None else float(asked.minutes),
            )
    finally:
        store.close()
    if asked.json:
        print(json.dumps(plain(page.to_dict()), ensure_ascii=False, indent=1))
        return DONE
    print(printable(page.line))
    for advice in (*page.advice, *page.open_questions, page.standing):
        print(f"\n{advice.headline}")
        print(f"  why: {advice.reason}")
        if advice.action:
            print(f"  do: {advice.action}")
        for row in advice.evidence:
            print(f"  evidence ({row.certainty}): {row.claim} {row.result}. {row.address}")
    if page.routine is not None:
        print(f"\n{page.routine.title}: {page.routine.line}")
        for item in page.routine.items:
            print(f"  {item.name}, {item.amount}. {item.cue}")
    return DONE


def _whose(reader: Reader, name: str | None) -> int:
    """Find the athlete a command is about.

    Raises
    ------
    WrongUse
        Where there is nobody of that name, or several and none was named.
    """
    from analytics.reports import roster

    people = roster.gather(reader).people
    if not people:
        raise AnalyticsError(NOBODY)
    if name is not None:
        wanted = " ".join(name.split()).casefold()
        for person in people:
            if person.name.casefold() == wanted:
                return person.athlete_id
        raise WrongUse(f"There is no athlete named {name}. `hipstride athletes` lists them.")
    real = [person for person in people if not person.is_simulated] or list(people)
    if len(real) > 1:
        raise WrongUse(f"There are {len(real)} athletes: name one with --athlete NAME.")
    return real[0].athlete_id


def demo(asked: argparse.Namespace) -> int:
    """Put the demo squad in, or take it out."""
    from analytics.intake.demo import load_demo, remove_demo

    store = _open(asked)
    try:
        if asked.remove:
            gone = remove_demo(store)
            print(f"Removed {gone} simulated athletes and everything of theirs.")
        else:
            count = load_demo(store)
            print(
                f"The demo squad is in: {count} simulated runners, two years. None of them is a real person."
                if count
                else "The demo squad is in already."
            )
    finally:
        store.close()
    return DONE


def athletes(asked: argparse.Namespace) -> int:
    """List everybody and how much is there of each."""
    store = _open(asked)
    try:
        with store.reader() as reader:
            frame = reader.frame("athletes")
    finally:
        store.close()
    if frame.empty:
        print(
            "Nobody yet. `hipstride import PATH` brings your own data in, `hipstride demo` a simulated squad."
        )
        return DONE
    print(text_table(days_as_days(frame)))
    return DONE
