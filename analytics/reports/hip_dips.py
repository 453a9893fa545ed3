"""The hip dip: four directions, how each is done, what goes wrong, easier and harder, whom it is not for.

The article that names the exercise does not describe it. The description is ours (positions of general
gymnastics supports), and so are the doses; no trial stands behind them.
"""

from __future__ import annotations

from dataclasses import dataclass

from analytics.knowledge import exercises
from analytics.reports.exercises import Row, row

LINE = "One exercise for the day that has five minutes. This is our description, not an official one."
IDEA = (
    "The body is held at its two ends, as in a plank. Only the hips travel: they fall a short way and "
    "come straight back, as if on a spring, while arms and legs stay long. The muscles around the hips "
    "learn to catch a load quickly and to bring the body back to one line, again and again, on every "
    "side."
)
HOW = (
    ("How far", "About a hand's width to begin with. The way back is the point, not the depth."),
    (
        "How fast",
        "Two seconds down and up in the first weeks, about one second once it is learned. Touch the floor"
        " lightly in side and back dips if you like; do not rest there.",
    ),
    ("Breath", "Let it flow. If you hold it, count aloud."),
    ("When to stop", "Two repetitions before the line is lost, and whenever pain goes above 3 of 10."),
)
FAULTS = (
    ("The waist folds and the hips go back", "“Hips straight down, straight up.”"),
    ("The low back sags at the bottom", "“Smaller dip, ribs in.” Hands on a box make it easier."),
    ("Elbows or knees bend", "“Arms and legs are poles.”"),
    ("A pause at the bottom", "“Touch and go.”"),
    ("The shoulders sink", "“Push the floor away.”"),
    ("The body turns in side dips", "“Both hip bones look at the wall.”"),
    ("The breath is held", "“Count aloud.”"),
    ("Speed comes before the line", "Film ten of them; speed up only then."),
)
DOSES = (
    ("1", "New, returning or sore", "2 × 10 to 12, on a wall, a box, the knees or with bent knees"),
    ("2", "Four sessions done, a plank of 30 s", "3 × 12 to 15, straight body"),
    ("3", "Steady for six to eight weeks", "3 × 15 on the hands, or all four directions with 10 each"),
    (
        "4 and 5",
        "Good control on one leg; a year of training",
        "2 to 3 × 8 to 12, on one leg, raised or loaded",
    ),
)
FIVE_MINUTES = (
    "Five minutes: two rounds of front, left side, right side and back, with 15 seconds to change position."
)
ASK_FIRST = (
    ("Sore wrist or shoulder", "Take the forms on forearms, or leave it if they hurt as well."),
    ("Acute low back pain, or pain or numbness down a leg", "No front dips."),
    ("A suspected stress fracture of hip, pelvis or sacrum", "None of this. See a clinician."),
    ("Tendon pain at the outside of the hip", "No side dips with that side down."),
    ("Groin strain", "No Copenhagen form."),
    ("Hamstring strain", "Of the back dips only the one with bent knees."),
    (
        "Recent operation on the belly, late pregnancy or a gap between the belly muscles, high blood "
        "pressure that is not under control, glaucoma",
        "Ask your doctor or physiotherapist first.",
    ),
)
KNOWN = (
    "Nobody has measured hip dips, as far as we found. The nearest that was: a side plank with leg lift "
    "used the side of the lower hip at 103 % of a maximal contraction, and a plank with leg lift at 75 % "
    "(Boren 2011). Activity is not strength gained, and none of this shows fewer injuries or faster "
    "times."
)
HISTORY = (
    "The exercise comes from the Pose Method of running, whose author writes that its exercises go back "
    "to university athletes of the 1970s and 80s, that the hip dip is one of about 65 hip exercises, and "
    "that it is the one to do when there are only five minutes. That is a coach's experience, not a "
    "trial. The article names the hip dip and leaves the description to a video, so the description here "
    "is ours. Elsewhere the words mean other things: a twisting plank, a shape of the body, and dips "
    "alone are for the arms."
)


@dataclass(frozen=True)
class Direction:
    """One direction of the hip dip.

    Parameters
    ----------
    shown
        The exercise whose figure stands for the direction.
    ladder
        Its forms, easier first.
    """

    id: str
    name: str
    shown: str
    set_up: str
    moves: str
    works: str
    ladder: tuple[Row, ...]


_FORMS: dict[str, tuple[str, ...]] = {
    "front": (
        "hip-dip-wall",
        "hip-dip-front-hands-elevated",
        "hip-dip-front-elbows",
        "hip-dip-front-hands",
        "hip-dip-front-single-leg",
        "hip-dip-front-feet-elevated",
        "hip-dip-partner",
        "hip-dip-front-ball",
    ),
    "back": (
        "hip-dip-back-table",
        "hip-dip-back-hands-elevated",
        "hip-dip-back-elbows",
        "hip-dip-back-hands",
        "hip-dip-back-single-leg",
        "hip-dip-back-feet-elevated",
        "hip-dip-back-loaded",
    ),
    "side": (
        "hip-dip-side-knees",
        "hip-dip-side-elbow",
        "hip-dip-side-hand",
        "hip-dip-side-feet-elevated",
        "hip-dip-side-top-leg-raised",
        "hip-dip-side-copenhagen",
    ),
    "four": ("hip-dip-fourway",),
}


def directions() -> tuple[Direction, ...]:
    """Give the four directions, left and right side together, and the circuit of all of them."""
    return (
        Direction(
            "front",
            "Front",
            "hip-dip-front-hands",
            "Face down. Hands or forearms under the shoulders, legs straight, balls of the feet on the "
            "floor.",
            "The pelvis drops towards the floor and returns to the line.",
            "Front of the hips and belly let it down and catch it; the back of the hips stops it at the "
            "line.",
            _ladder("front"),
        ),
        Direction(
            "back",
            "Back",
            "hip-dip-back-hands",
            "Face up. Hands behind you with the fingers turned out, or forearms; heels down, legs "
            "straight. Easier: knees bent, feet flat.",
            "The seat falls close to the floor; the hips drive up until ankles, hips and shoulders are in"
            " line.",
            "Buttocks and the back of the thighs, and the back of the shoulders to hold.",
            _ladder("back"),
        ),
        Direction(
            "side",
            "Side, left and right",
            "hip-dip-side-elbow",
            "On one side. Forearm or hand under the shoulder, feet stacked. Easier: on the knees.",
            "The lower hip falls towards the floor and springs back.",
            "The side of the lower hip, and the side of the trunk.",
            _ladder("side"),
        ),
        Direction(
            "four",
            "All four",
            "hip-dip-fourway",
            "Begin face down with room to turn.",
            "Front, one side, back, other side, without a rest: ten of each. It takes two to five minutes.",
            "All of it.",
            _ladder("four"),
        ),
    )


def _ladder(direction: str) -> tuple[Row, ...]:
    library = exercises.load()
    return tuple(row(library[one]) for one in _FORMS[direction])
