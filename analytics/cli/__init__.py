"""The command line: the same work as the dashboard, without a browser."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from analytics.cli.commands import DONE, REFUSED, WRONG_USE, WrongUse
from analytics.cli.grammar import parser
from analytics.errors import AnalyticsError, WhichAthleteError

__all__ = ["main", "parser", "run"]


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
