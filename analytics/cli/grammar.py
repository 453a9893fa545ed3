"""The words of the command line: commands, options and help."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from analytics.cli import asking, commands, parsing, published, put_right, testing, upkeep

Do = Callable[[argparse.Namespace], int]
Command = Callable[..., argparse.ArgumentParser]

EXAMPLES = """
examples:
  hipstride import export.zip                    take in a whole account export
  hipstride import run.fit log.csv my_folder/    files and folders, as many as you like
  hipstride import runs/ --athlete "Ada"         for one athlete of several
  hipstride import export.zip --preview          what it would bring, without storing anything
  hipstride undo                                 take the last import back
  hipstride edit 2026-03-02 --distance-km 8.1    put the activity of that day right
  hipstride query "SELECT week_start, distance_m FROM athlete_week" --format csv
  hipstride model injury                         what your own data say, and what they cannot say yet
  hipstride recommend --minutes 5                what to do today in five minutes
  hipstride demo                                 look around with a simulated squad
  hipstride serve --open                         the dashboard, in your browser

The database is data/local/hipstride.duckdb in the project's folder; --db FILE or the environment variable
HIPSTRIDE_DB names another. Everything stays on this machine.
exit status: 0 all well, 1 something was refused or could not be done, 2 the command was not understood.
"""


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
    words = top.add_subparsers(dest="command", metavar="COMMAND", title="commands")

    def command(name: str, line: str, do: Do, more: str = "") -> argparse.ArgumentParser:
        sub = words.add_parser(
            name,
            help=line,
            parents=[anywhere],
            description=f"{line[0].upper()}{line[1:]}. {more}".strip(),
        )
        sub.set_defaults(do=do)
        return sub

    _that_change(command)
    _that_ask(command)
    return top


def _that_change(command: Command) -> None:
    sub = command(
        "serve",
        "start the dashboard",
        commands.serve,
        "It listens on this machine only unless told otherwise.",
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
        commands.take_in_paths,
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
    sub.add_argument("--preview", action="store_true", help="say what would be, store nothing")

    sub = command(
        "undo",
        "undo an import wholly",
        upkeep.undo,
        "What it alone brought goes, what it replaced comes back, and what another import or your own hand "
        "brought stays. Importing the same files again works.",
    )
    sub.add_argument("batch", nargs="?", metavar="BATCH", help="which import (default: the last one)")
    sub.add_argument("--list", action="store_true", dest="only_list", help="list the imports, undo nothing")

    put_right.add_words(
        command(
            "edit",
            "put an activity right",
            put_right.edit,
            "What it was, how far, how hard, where it ends: a change is laid over what you imported and can "
            "be taken back. Without an option it shows the activity and its changes.",
        )
    )

    sub = command(
        "reread",
        "run the kept originals through today's readers",
        upkeep.reread,
        "What the readers understand better now is taken over; nothing is lost, and what changed is said.",
    )
    sub.add_argument("--athlete", metavar="NAME", help="whose files (default: everybody's)")

    sub = command(
        "demo",
        "put in a simulated squad to look around with",
        commands.demo,
        "24 simulated runners over two years, labelled as simulated everywhere, apart from real data.",
    )
    sub.add_argument("--remove", action="store_true", help="take the simulated squad out again")


def _that_ask(command: Command) -> None:
    sub = command(
        "query",
        "ask the database in SQL (reading only)",
        asking.query,
        "Good places to begin: athlete_week, athlete_day, running_session, set_dose, injury; SHOW TABLES "
        "lists all. Rest is 0; unknown is NULL. The question runs in a process of its own, which holds "
        "nothing but the rows it may read.",
    )
    sub.add_argument("sql", metavar="SQL", help="one SELECT statement, in quotes")
    sub.add_argument("--format", choices=("table", "csv", "json"), default="table", help="default: table")
    sub.add_argument("--athlete", metavar="NAME", help="whose rows may be read (default: everybody's)")
    sub.add_argument("--notes", action="store_true", help="notes, descriptions and places may be read too")
    sub.add_argument(
        "--notebook",
        metavar="ZIP",
        type=Path,
        help="write the question with its rows as Parquet files, a notebook and a script into this file",
    )
    sub.add_argument(
        "--all-tables",
        action="store_true",
        help="ask the database itself, every table of it and without limits; it still only reads",
    )

    sub = command(
        "model",
        "estimate what hip strength goes with",
        commands.model,
        "With too little data it says what is missing and how much.",
    )
    sub.add_argument("question", choices=("pace", "injury"), help="hip strength and pace, or and injuries")
    sub.add_argument("--json", action="store_true", help="print the finding as JSON")

    sub = command("recommend", "say what to do today, and why", commands.recommend)
    sub.add_argument("--athlete", metavar="NAME", help="for whom (default: the only athlete there is)")
    sub.add_argument(
        "--minutes", metavar="N", type=int, default=None, help="minutes you have for strength work"
    )
    sub.add_argument("--json", action="store_true", help="print the recommendations as JSON")

    sub = command(
        "truth",
        "test the estimators on simulated squads whose truth is known",
        testing.truth,
        "Bias, coverage, false and true sentences in squads of 10 to 100 runners over one and two years. "
        "Quick by default: a few squads of each kind; --full takes hours of processor time.",
    )
    sub.add_argument("--full", action="store_true", help="200 squads of each kind instead of 20")
    sub.add_argument("--squads", type=int, metavar="N", help="so many squads of each kind")
    sub.add_argument("--question", choices=("injury", "pace"), help="one of the two (default: both)")
    sub.add_argument("--workers", type=int, default=1, metavar="N", help="processes at once (default: 1)")
    sub.add_argument("--keep", action="store_true", help="write it to data/, whence the pages show it")
    sub.add_argument(
        "--output",
        type=Path,
        metavar="FILE",
        help="write the table there, cell by cell; a run that was stopped goes on from it",
    )

    sub = command(
        "benchmark",
        "run the published injury forecast, and ours, on its public data",
        published.benchmark,
        "For whoever has downloaded the day or week table of competitive runners (Lövdal 2021, DataverseNL "
        "doi 10.34894/UWU9PV). Nothing of it is stored. The published protocol takes a minute or two.",
    )
    sub.add_argument("paths", nargs="+", metavar="FILE", type=Path, help="the day or the week table")
    sub.add_argument(
        "--experiments",
        type=int,
        default=5,
        metavar="N",
        help="runs of the published protocol (default: 5, as published)",
    )
    sub.add_argument("--json", action="store_true", help="print the results as JSON")

    sub = command(
        "texts",
        "gather every text that is shown, for translators",
        upkeep.texts,
        "For whoever changes the program or translates it. Writes data/texts/hipstride.pot and brings every "
        "language's file in line with it; words that are there stay.",
    )
    sub.add_argument("--check", action="store_true", help="write nothing; say whether the files are in line")

    command("athletes", "list the athletes and what is there of each", commands.athletes)

    sub = command(
        "parse",
        "show what would be read out of the words of a note",
        parsing.parse,
        "Strength work with its amounts, or complaints with side and severity. Nothing is stored: in the "
        "dashboard, a person confirms what was found before it counts.",
    )
    sub.add_argument("texts", nargs="+", metavar="TEXT", help="a name, description or note, in quotes")
    sub.add_argument(
        "--kind",
        choices=("strength", "injury"),
        default="strength",
        help="what to look for (default: strength)",
    )
    sub.add_argument(
        "--activity-type", metavar="TYPE", help='what kind of activity the text belongs to ("Run", "Workout")'
    )
    sub.add_argument("--minutes", metavar="N", type=float, default=None, help="how long that activity was")
    sub.add_argument("--json", action="store_true", help="print one JSON object a text")
