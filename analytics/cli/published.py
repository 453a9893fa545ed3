"""The command that runs the published protocol, and ours, on the public tables of competitive runners."""

from __future__ import annotations

import argparse
import json
import sys

from analytics.errors import AnalyticsError

DONE, REFUSED = 0, 1


def benchmark(asked: argparse.Namespace) -> int:
    """Run all protocols on each file and print what came of it."""
    from analytics.cli.commands import WrongUse
    from analytics.cli.output import plain, print_list, text_table
    from analytics.intake import published as reading
    from analytics.reports import published

    if asked.experiments < 1:
        raise WrongUse("--experiments takes a number above 0")
    missing = [path for path in asked.paths if not path.is_file()]
    if missing:
        raise WrongUse("There is no such file: " + ", ".join(str(path) for path in missing))

    def show(done: int, of: int) -> None:
        if sys.stderr.isatty():
            print(f"\r\033[Kpublished protocol, {done} of {of}", end="", file=sys.stderr, flush=True)

    status, told = DONE, []
    for path in asked.paths:
        try:
            loads = reading.read(path)
        except AnalyticsError as error:
            print(f"{path.name}: {error}", file=sys.stderr)
            status = REFUSED
            continue
        made = published.run(
            loads.rows, loads.features, kind=loads.kind, experiments=asked.experiments, on_experiment=show
        )
        if sys.stderr.isatty():
            print("\r\033[K", end="", file=sys.stderr)
        if asked.json:
            told.append({"file": path.name, **plain(made.to_dict())})
            continue
        print(
            f"{path.name}: the {made.kind} table, {made.rows:,} rows of {made.athletes} athletes, "
            f"{made.injuries} of them before an injury"
        )
        if made.results:
            print(text_table(made.table))
        print_list(*made.lines)
    if asked.json:
        print(json.dumps(told, ensure_ascii=False, indent=1))
    return status
