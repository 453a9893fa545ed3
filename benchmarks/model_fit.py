"""How long the models take, from weekly rows to a finding; printed, never asserted.

Run from the project's folder: python -m benchmarks.model_fit            every step, 1 to 100 athletes
                               python -m benchmarks.model_fit evidence   all of the evidence page, 24 to 1,000
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Any

from analytics.models import curve, doubts, injury, pace, person_weeks, simulated_weeks, simulation

REPEATS = 7
SQUADS = ((24, 104), (100, 104), (1, 208))


def best_ms(work: Callable[[], Any]) -> float:
    """Give the shortest of several runs, in milliseconds: the others were disturbed."""
    taken = []
    for _ in range(REPEATS):
        begun = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begun)
    return 1000 * min(taken)


def evidence(athletes: int, weeks: int) -> None:
    """Print the processor time of all that the evidence page fits: answer, curve, doubts, lags, controls."""
    world = simulation.simulate_squad(
        athletes=athletes, weeks=weeks, rr_per_10_sets=0.66, pace_pct_per_10_sets=1.0, seed=3, niggle=True
    )
    rows, people = simulated_weeks.athlete_weeks(world), simulated_weeks.athlete_table(world)
    rows = rows.assign(
        sets_elsewhere=rows["hip_sets"].sample(frac=1, random_state=1).to_numpy(),
        illness=(rows["hip_sets"].sample(frac=1, random_state=2).to_numpy() > 12).astype(float),
    )
    ways = {f"way {number}": rows["hip_sets"] * (0.8 + 0.1 * number) for number in range(4)}
    walls, processors = [], []
    for _ in range(3):
        wall, processor = time.perf_counter(), time.process_time()
        frame = person_weeks.build(rows, people)
        found = injury.estimate(frame)
        curve.dose_response(frame)
        primary = str(found.primary)
        doubts.sensitivity(rows, people, primary=primary, other_sets=ways, chosen=frame)
        doubts.influences(frame, primary=primary)
        doubts.lag_profile(rows, frame, primary=primary)
        walls.append(time.perf_counter() - wall)
        processors.append(time.process_time() - processor)
    fits = f"{len(frame):,} person-weeks, {len(found.controls)} controls"
    print(
        f"{athletes:>5} x {weeks} weeks  {fits:<36} {min(processors):.2f} s of processor, {min(walls):.2f} s"
    )


def main() -> None:
    """Print a line a squad and step."""
    if sys.argv[1:] == ["evidence"]:
        for athletes in (24, 100, 300, 1000):
            evidence(athletes, 104)
        return
    print(f"{'squad':>14}  {'step':<34} ms")
    for athletes, weeks in SQUADS:
        world = simulation.simulate_squad(
            athletes=athletes, weeks=weeks, rr_per_10_sets=0.66, pace_pct_per_10_sets=1.0, seed=3
        )
        rows, people = simulated_weeks.athlete_weeks(world), simulated_weeks.athlete_table(world)
        runs = simulated_weeks.steady_runs(world)
        at_risk, paces = person_weeks.build(rows, people), person_weeks.build_pace(rows, runs)
        steps: tuple[tuple[str, Callable[[], Any]], ...] = (
            ("person-weeks", lambda rows=rows, people=people: person_weeks.build(rows, people)),
            ("injury, three estimates", lambda frame=at_risk: injury.estimate(frame, draws=0)),
            ("injury, with 199 shifted series", lambda frame=at_risk: injury.estimate(frame)),
            ("pace weeks", lambda rows=rows, runs=runs: person_weeks.build_pace(rows, runs)),
            ("pace", lambda frame=paces: pace.estimate(frame, draws=0)),
            ("pace, with 199 shifted series", lambda frame=paces: pace.estimate(frame)),
        )
        for name, work in steps:
            print(f"{athletes:>4} x {weeks:>3} weeks  {name:<34} {best_ms(work):.1f}")


if __name__ == "__main__":
    main()
