"""How the demo squad's runners name their exercises: in the words of apps, of a watch, of their own notebook.

Every name is one that the alias tables know, but for those in NOT_UNDERSTOOD, which nobody can place: a real
log has such rows too, and the share of them is shown.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Word:
    """One exercise in the words of one source; `worth` is the hip sets that one logged row of it earns."""

    name: str | None
    reps: int | None = None
    seconds: int | None = None
    fit_category: int | None = None
    fit_subtype: int | None = None
    worth: float = 1.0


HIP: dict[str, tuple[Word, ...]] = {
    "hevy": (
        Word("Clamshell", reps=15),
        Word("Single Leg Glute Bridge", reps=12),
        Word("Lateral Band Walks", reps=12),
        Word("Hip Thrust (Barbell)", reps=10),
        Word("Fire Hydrants", reps=12),
        Word("Hip Abduction (Machine)", reps=15),
        Word("Step Up", reps=10, worth=0.8),
        Word("Romanian Deadlift (Dumbbell)", reps=10, worth=0.7),
        Word("Side Plank", seconds=30, worth=0.6),
    ),
    "strong": (
        Word("Hip Thrust (Bodyweight)", reps=15),
        Word("Glute Bridge", reps=15),
        Word("Clamshell", reps=15),
        Word("Hip Abductor (Machine)", reps=15),
        Word("Single Leg Hip Thrust", reps=10),
        Word("Glute Kickback (Machine)", reps=12),
        Word("Step-up", reps=10, worth=0.8),
        Word("Bulgarian Split Squat", reps=8, worth=0.7),
    ),
    "garmin_fit": (
        Word("clams", reps=15, fit_category=10, fit_subtype=44),
        Word("hip_raise", reps=15, fit_category=10, fit_subtype=11),
        Word("single_leg_hip_raise", reps=12, fit_category=10, fit_subtype=30),
        Word("leg_lift", reps=15, fit_category=10, fit_subtype=48),
        Word("lateral_walks_with_band_at_ankles", reps=12, fit_category=11, fit_subtype=11),
        Word("quadruped_hip_extension", reps=12, fit_category=11, fit_subtype=17),
        Word("single_leg_rdl_circuit", reps=10, fit_category=8, fit_subtype=13, worth=0.8),
    ),
    "hipstride_csv": (
        Word("hip dips", reps=15),
        Word("hip dips face down", reps=15),
        Word("clamshell", reps=15),
        Word("single leg bridge", reps=12),
        Word("side lying leg raise", reps=15),
        Word("glute bridge", reps=15),
        Word("step up", reps=10, worth=0.8),
        Word("side plank", seconds=30, worth=0.6),
    ),
}
TRUNK: dict[str, tuple[Word, ...]] = {
    "hevy": (Word("Plank", seconds=45, worth=0.3), Word("Dead Bug", reps=10, worth=0.3)),
    "strong": (Word("Plank", seconds=45, worth=0.3), Word("Crunch", reps=20, worth=0.0)),
    "garmin_fit": (Word("plank", seconds=45, fit_category=19, fit_subtype=43, worth=0.3),),
    "hipstride_csv": (Word("front plank", seconds=45, worth=0.3), Word("dead bug", reps=10, worth=0.3)),
}
ELSEWHERE: dict[str, tuple[Word, ...]] = {
    "hevy": (Word("Bench Press (Barbell)", reps=8, worth=0.0), Word("Seated Calf Raise", reps=15, worth=0.0)),
    "strong": (
        Word("Bench Press (Barbell)", reps=8, worth=0.0),
        Word("Standing Calf Raise (Dumbbell)", reps=15, worth=0.0),
    ),
    "garmin_fit": (Word("barbell_bench_press", reps=8, fit_category=0, fit_subtype=1, worth=0.0),),
    "hipstride_csv": (Word("push up", reps=12, worth=0.0), Word("calf raise", reps=15, worth=0.0)),
}
NOT_UNDERSTOOD: dict[str, tuple[Word, ...]] = {
    "hevy": (Word("Coach's finisher", reps=10), Word("Thursday special", reps=12)),
    "strong": (Word("Partner thing", reps=10),),
    "garmin_fit": (Word(None, reps=12),),
    "hipstride_csv": (Word("the new one from class", reps=10),),
}
WORKOUTS: dict[str, tuple[str, ...]] = {
    "hevy": ("Hips", "Lower body", "Gym"),
    "strong": ("Evening Workout", "Legs"),
    "garmin_fit": ("Strength",),
    "hipstride_csv": ("before the run", "at home"),
}
