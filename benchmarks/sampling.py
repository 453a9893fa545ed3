"""How much memory a process and its children take at most, watched by a process of its own."""

from __future__ import annotations

import os
import select
import sys
import time
from pathlib import Path

EVERY_S = 0.2


def main() -> None:
    """Watch the process whose number is given until standard input ends; print the most, and seconds used."""
    pid = int(sys.argv[1])
    most_kb = most_own_kb = 0
    while True:
        sizes = [proportional_kb(each) for each in family(pid) if each != os.getpid()]
        most_kb, most_own_kb = max(most_kb, sum(sizes)), max(most_own_kb, sizes[0])
        if select.select([sys.stdin], [], [], EVERY_S)[0]:
            break
    print(most_kb, most_own_kb, time.process_time())


def family(pid: int) -> list[int]:
    """Give a process and all that descend from it."""
    found = [pid]
    for each in found:
        for task in Path(f"/proc/{each}/task").glob("*/children"):
            try:
                found += [int(child) for child in task.read_text().split()]
            except OSError:
                continue
    return found


def proportional_kb(pid: int) -> int:
    """Give a process's memory in kB, what it shares counted by its share; 0 where that cannot be told."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:")), 0)


if __name__ == "__main__":
    main()
