"""The command line: the same work as the dashboard, without a browser."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import math
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from analytics.errors import AnalyticsError
from analytics.intake.people import WhichAthleteError

if TYPE_CHECKING:
    import pandas as pd

    from analytics.intake.receipt import Progress, Receipt
    from analytics.store import Reader, Store

DONE, REFUSED, WRONG_USE = 0, 1, 2
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
NOBODY = "Nobody yet. `hipstride import PATH` brings your own data in, `hipstride demo` a simulated squad."
APP = Path(__file__).resolve().parents[1] / "app.py"

EXAMPLES = """
examples:
  hipstride import export.zip                    take in a whole account export
  hipstride import run.fit log.csv my_folder/    files and folders, as many as you like
  hipstride import runs/ --athlete "Ada"         for one athlete of several
  hipstride query "SELECT week_start, distance_m FROM athlete_week" --format csv
  hipstride model injury                         what your own data say, and what they cannot say yet
  hipstride recommend --minutes 5                what to do today in five minutes
  hipstride demo                                 look around with a simulated squad
  hipstride serve --open                         the dashboard, in your browser

The database is data/local/hipstride.duckdb in the project's folder; --db FILE or the environment variable
HIPSTRIDE_DB names another. Everything stays on this machine.
exit status: 0 all well, 1 something was refused or could not be done, 2 the command was not understood.
"""


class WrongUse(AnalyticsError):  # noqa: N818 - what a person did, in their words
    """The command line asks for something that cannot be meant."""


def parser() -> argparse.ArgumentParser:
    """Describe the command line."""
    anywhere = argparse.ArgumentParser(add_help=False)
    anywhere.add_argument(
        "--db",
        metavar="FILE",
        type=Path,
        default=argparse.SUPPRESS,
        help="the database (default: data/local/hipstride.duckdb, or the environment variable HIPSTRIDE_DB)",
    )
    top = argparse.ArgumentParser(
        prog="hipstride",
        parents=[anywhere],
        description="Hip strength, pace and injuries of runners, on your own machine.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = top.add_subparsers(dest="command", metavar="COMMAND", title="commands")

    def command(name: str, line: str, do: Callable[[argparse.Namespace], int], more: str = "") -> Any:
        sub = commands.add_parser(
            name,
            help=line,
            parents=[anywhere],
            description=f"{line[0].upper()}{line[1:]}. {more}".strip(),
        )
        sub.set_defaults(do=do)
        return sub

    sub = command(
        "serve", "start the dashboard", serve, "It listens on this machine only unless told otherwise."
    )
    sub.add_argument("--open", action="store_true", help="open it in the browser as well")
    sub.add_argument("--port", type=int, default=8501, help="the port to listen on (default: 8501)")
    sub.add_argument(
        "--address",
        default="localhost",
        help="the address to listen on (default: localhost). There is no log-in yet: whoever reaches another "
        "address sees everything",
    )

    sub = command(
        "import",
        "take in files, folders and account exports",
        take_in_paths,
        "FIT, TCX and GPX files (gzipped too), Strava account exports (ZIP) and activities.csv, Garmin "
        "Connect's Activities.csv, Hevy and Strong CSV, and Hipstride's own CSV templates. Files are told "
        "apart by their content. Every file gets a line that says what became of it; importing twice is "
        "harmless.",
    )
    sub.add_argument("paths", nargs="+", metavar="PATH", type=Path, help="a file, a ZIP or a folder")
    sub.add_argument(
        "--athlete",
        metavar="NAME",
        help="whose files these are; made new where unknown (default: the only athlete there is)",
    )
    sub.add_argument("--json", action="store_true", help="print the receipt as JSON")

    sub = command(
        "query",
        "ask the database in SQL (reading only)",
        query,
        "Good places to begin: athlete_week, athlete_day, running_session, set_dose, injury. "
        "Rest is 0; unknown is NULL.",
    )
    sub.add_argument("sql", metavar="SQL", help="one SELECT statement, in quotes")
    sub.add_argument("--format", choices=("table", "csv", "json"), default="table", help="default: table")

    sub = command(
        "model",
        "estimate what hip strength goes with",
        model,
        "With too little data it says what is missing and how much.",
    )
    sub.add_argument("question", choices=("pace", "injury"), help="hip strength and pace, or and injuries")
    sub.add_argument("--json", action="store_true", help="print the finding as JSON")

    sub = command("recommend", "say what to do today, and why", recommend)
    sub.add_argument("--athlete", metavar="NAME", help="for whom (default: the only athlete there is)")
    sub.add_argument(
        "--minutes", metavar="N", type=int, default=None, help="minutes you have for strength work"
    )
    sub.add_argument("--json", action="store_true", help="print the recommendations as JSON")

    sub = command(
        "demo",
        "put in a simulated squad to look around with",
        demo,
        "24 simulated runners over two years, labelled as simulated everywhere, apart from real data.",
    )
    sub.add_argument("--remove", action="store_true", help="take the simulated squad out again")

    command("athletes", "list the athletes and what is there of each", athletes)
    return top


def run(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run `hipstride` and end the process with its exit status."""
    sys.exit(main(arguments))


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the words ask and give the exit status; a person never meets a traceback."""
    reader = parser()
    try:
        asked = reader.parse_args(arguments)
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else WRONG_USE
    if asked.command is None:
        reader.print_help(sys.stderr)
        return WRONG_USE
    try:
        return int(asked.do(asked))
    except (WrongUse, WhichAthleteError) as error:
        return _say(str(error), WRONG_USE)
    except AnalyticsError as error:
        return _say(str(error), REFUSED)
    except BrokenPipeError:
        # The reader of our output left (`| head`); what is still buffered goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        return _say("Stopped. What was finished is kept; the same command again goes on from there.", REFUSED)
    except Exception as error:  # the last boundary: a fault of ours is said as one, without a traceback
        if os.environ.get("HIPSTRIDE_DEBUG"):
            raise
        return _say(
            f"Something went wrong that is our fault ({type(error).__name__}). Nothing half done was kept. "
            "With HIPSTRIDE_DEBUG=1 before the command it says where.",
            REFUSED,
        )


def _say(text: str, status: int) -> int:
    print(text, file=sys.stderr)
    return status


def _database(asked: argparse.Namespace) -> Path | None:
    path: Path | None = getattr(asked, "db", None)
    if path is not None and path.is_dir():
        raise WrongUse(f"{path} is a folder; --db names the database file itself")
    return path


def _open(asked: argparse.Namespace) -> Store:
    from analytics.store import open_store

    return open_store(_database(asked))


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
    from analytics.intake.taking_in import take_in

    missing = [path for path in asked.paths if not path.exists()]
    if missing:
        raise WrongUse("There is no such file or folder: " + ", ".join(str(path) for path in missing))
    store = _open(asked)
    try:
        receipt = take_in(store, asked.paths, athlete=asked.athlete, on_progress=_progress_line())
    finally:
        store.close()
    if sys.stderr.isatty():
        print("\r\033[K", end="", file=sys.stderr)
    if asked.json:
        print(json.dumps(receipt.to_dict(), ensure_ascii=False, indent=1))
    else:
        _print_receipt(receipt)
    return REFUSED if receipt.counts["refused"] else DONE


def _progress_line() -> Callable[[Progress], None] | None:
    if not sys.stderr.isatty():
        return None

    def show(progress: Progress) -> None:
        name = _printable(progress.name)
        print(
            f"\r\033[K{progress.done} of {progress.total}  {name[-60:]}", end="", file=sys.stderr, flush=True
        )

    return show


def _print_receipt(receipt: Receipt) -> None:
    for line in receipt.files:
        reason = f": {_printable(line.full_reason)}" if line.full_reason else ""
        print(f"{line.status:<8} {_printable(line.name)}{reason}")
    print(f"{receipt.summary} {receipt.seconds:.1f} s.")


def _printable(text: str) -> str:
    """Keep a name from moving the cursor or colouring the terminal."""
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text)


def query(asked: argparse.Namespace) -> int:
    """Answer a SELECT statement."""
    store = _open(asked)
    try:
        with store.reader() as reader:
            frame = reader.sql(asked.sql, {})
    finally:
        store.close()
    frame = _days_as_days(frame)
    if asked.format == "json":
        rows = [
            {name: _plain(value) for name, value in zip(frame.columns, row)}
            for row in frame.itertuples(index=False, name=None)
        ]
        print(json.dumps(rows, ensure_ascii=False, indent=1))
    elif asked.format == "csv":
        print(_safe_csv(frame), end="")
    else:
        print(_text_table(_days_as_days(frame)))
    return DONE


def _plain(value: Any) -> Any:
    """Turn one cell into what JSON can say; unknown is null."""
    if hasattr(value, "item"):
        value = value.item()
    if value is None or (isinstance(value, float) and not math.isfinite(value)) or str(value) == "NaT":
        return None
    if isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, dict):
        return {str(name): _plain(each) for name, each in value.items()}
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _days_as_days(frame: pd.DataFrame) -> pd.DataFrame:
    """Write columns that hold whole days without a time of day."""
    shown = frame.copy()
    for name, kind in frame.dtypes.items():
        if kind.kind == "M" and (frame[name].dropna().dt.normalize() == frame[name].dropna()).all():
            shown[name] = frame[name].astype(object).map(lambda at: None if _plain(at) is None else at.date())
    return shown


def _cell(value: Any) -> str:
    plain = _plain(value)
    if plain is None:
        return ""
    if isinstance(plain, float):
        return f"{plain:.10g}"
    return str(plain)


def _safe_csv(frame: pd.DataFrame) -> str:
    """Write CSV that a spreadsheet opens as data: a text that begins like a formula gets an apostrophe."""
    import csv
    import io

    def safe(text: str) -> str:
        return "'" + text if text.startswith(FORMULA_STARTS) else text

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([safe(str(name)) for name in frame.columns])
    for row in frame.itertuples(index=False, name=None):
        writer.writerow([safe(value) if isinstance(value, str) else _cell(value) for value in row])
    return out.getvalue()


def _text_table(frame: pd.DataFrame) -> str:
    """Line the columns up; numbers to the right, text to the left."""
    heads = [_printable(str(name)) for name in frame.columns]
    rows = [[_printable(_cell(value)) for value in row] for row in frame.itertuples(index=False, name=None)]
    widths = [max([len(head), *(len(row[at]) for row in rows)]) for at, head in enumerate(heads)]
    numeric = [kind.kind in "iufb" for kind in frame.dtypes]
    lines = [
        "  ".join(
            text.rjust(width) if right else text.ljust(width)
            for text, width, right in zip(row, widths, numeric)
        ).rstrip()
        for row in [heads, ["-" * width for width in widths], *rows]
    ]
    count = len(rows)
    return "\n".join([*lines, f"({count} {'row' if count == 1 else 'rows'})"])


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
        print(json.dumps(_plain(answer.to_dict()), ensure_ascii=False, indent=1))
        return DONE
    if answer.is_simulated:
        print("(the simulated squad: no real person is among them)")
    print(answer.headline)
    print(answer.sentence)
    if not answer.estimates.empty:
        unit = "% of speed" if asked.question == "pace" else "times the injury rate"
        print(f"\nPer 10 more hip sets a week, in {unit}:")
        print(_text_table(answer.estimates[["name", "value", "low", "high"]].round(3)).rsplit("\n", 1)[0])
    print()
    _print_list(answer.weight_words, *answer.cautions)
    if answer.missing:
        print("What is missing:")
        _print_list(*answer.missing)
    return DONE


def _print_list(*lines: str) -> None:
    for line in lines:
        if line:
            print(f"- {line}")


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
        print(json.dumps(_plain(page.to_dict()), ensure_ascii=False, indent=1))
        return DONE
    print(_printable(page.line))
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
    print(_text_table(_days_as_days(frame)))
    return DONE
