"""The exercise library: what each exercise trains, how hard it is, who should leave it, how to do it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal, get_args

from analytics.knowledge import place

if TYPE_CHECKING:
    import pandas as pd

Rehab = Literal["allowed", "caution", "avoid"]

EvidenceGrade = Literal["measured", "reported", "judgement"]
"""Muscle activity was measured and read in its source; was measured but not read there; or we judge."""

REHAB_SITES: tuple[str, ...] = (
    "low_back",
    "knee",
    "shin",
    "hamstring",
    "achilles_calf",
    "hip_groin",
    "lateral_hip",
    "foot",
)
"""Sites of data/sites.csv for which every exercise says allowed, caution or avoid."""


@dataclass(frozen=True)
class Exercise:
    """One exercise of data/exercises.csv.

    `hip_weight` is the share of a set in which hip muscles are the limiting or main mover: what is trained,
    not how hard. The descriptions are this project's own wording. Of the EMG columns print only
    what `emg_read` gives.
    """

    id: str
    name: str
    aliases: tuple[str, ...]
    family: str
    primary_target: tuple[str, ...]
    position: str
    laterality: Literal["unilateral", "bilateral"]
    equipment: str
    level: int
    default_sets: int
    default_reps: int | None
    default_seconds: int | None
    per_side: bool
    tempo_s_per_rep: float | None
    rest_s: int
    minutes: float
    hip_weight: float
    hip_weight_reason: str
    pose_strength: str
    essential: bool
    running_specific: bool
    impact: bool
    upper_body_load: str
    rehab_low_back: Rehab
    rehab_knee: Rehab
    rehab_shin: Rehab
    rehab_hamstring: Rehab
    rehab_achilles_calf: Rehab
    rehab_hip_groin: Rehab
    rehab_lateral_hip: Rehab
    rehab_foot: Rehab
    set_up: str
    movement: str
    cue: str
    common_fault: str
    progression_id: str | None
    regression_id: str | None
    fit_ids: tuple[tuple[int, int], ...]
    fit_names: tuple[str, ...]
    emg_gmed_pct_mvic: str | None
    emg_gmax_pct_mvic: str | None
    emg_class: str | None
    emg_source: str | None
    emg_provenance: str | None
    evidence_basis: str

    @property
    def is_hold(self) -> bool:
        """Say whether a set of it is counted in seconds."""
        return self.default_seconds is not None

    @property
    def evidence_grade(self) -> EvidenceGrade:
        """Say what its hip weight rests on.

        Examples
        --------
        >>> load()["hip-dip-front-hands"].evidence_grade, load()["hip-hike"].evidence_grade
        ('judgement', 'reported')
        """
        if self.emg_is_from_source:
            return "measured"
        return "reported" if self.evidence_basis == "measured EMG" else "judgement"

    @property
    def emg_read(self) -> tuple[tuple[str, str], ...]:
        """List the measured values that were read in their source: muscle and % of a maximal contraction.

        Examples
        --------
        >>> load()["step-up"].emg_read
        (('gluteus medius', '63'), ('gluteus maximus', '29'))
        >>> load()["side-lying-abduction"].emg_read, load()["glute-bridge"].emg_read
        ((('gluteus medius', '81'),), ())
        """
        said = self.emg_provenance or ""
        values = (
            ("gluteus medius", self.emg_gmed_pct_mvic, said == "source" or said.startswith("gmed source")),
            ("gluteus maximus", self.emg_gmax_pct_mvic, said == "source"),
        )
        return tuple((muscle, value) for muscle, value, was_read in values if value and was_read)

    @property
    def emg_is_from_source(self) -> bool:
        """Say whether a measured value was read in its source."""
        return bool(self.emg_read)

    def rehab(self, site: str) -> Rehab:
        """Say whether it suits a sore site; a site without a rule of its own asks for caution.

        Examples
        --------
        >>> load()["copenhagen-plank"].rehab("hip_groin")
        'avoid'
        >>> load()["clamshell"].rehab("unspecified")
        'caution'
        """
        if site not in REHAB_SITES:
            return "caution"
        value: Rehab = getattr(self, f"rehab_{site}")
        return value


def _fit_ids(text: str) -> tuple[tuple[int, int], ...]:
    return tuple((int(part.split(":")[0]), int(part.split(":")[1])) for part in place.parts(text))


_REHAB: dict[str, Rehab] = {value: value for value in get_args(Rehab)}


def _exercise(row: dict[str, str]) -> Exercise:
    return Exercise(
        id=row["id"],
        name=row["name"],
        aliases=place.parts(row["aliases"]),
        family=row["family"],
        primary_target=place.parts(row["primary_target"]),
        position=row["position"],
        laterality="unilateral" if row["laterality"] == "unilateral" else "bilateral",
        equipment=row["equipment"],
        level=int(row["level"]),
        default_sets=int(row["default_sets"]),
        default_reps=place.whole(row["default_reps"]),
        default_seconds=place.whole(row["default_seconds"]),
        per_side=row["per_side"] == "yes",
        tempo_s_per_rep=place.number(row["tempo_s_per_rep"]),
        rest_s=int(row["rest_s"]),
        minutes=float(row["minutes"]),
        hip_weight=float(row["hip_weight"]),
        hip_weight_reason=row["hip_weight_reason"],
        pose_strength=row["pose_strength"],
        essential=row["essential"] == "yes",
        running_specific=row["running_specific"] == "yes",
        impact=row["impact"] == "1",
        upper_body_load=row["upper_body_load"],
        rehab_low_back=_REHAB[row["rehab_low_back"]],
        rehab_knee=_REHAB[row["rehab_knee"]],
        rehab_shin=_REHAB[row["rehab_shin"]],
        rehab_hamstring=_REHAB[row["rehab_hamstring"]],
        rehab_achilles_calf=_REHAB[row["rehab_achilles_calf"]],
        rehab_hip_groin=_REHAB[row["rehab_hip_groin"]],
        rehab_lateral_hip=_REHAB[row["rehab_lateral_hip"]],
        rehab_foot=_REHAB[row["rehab_foot"]],
        set_up=row["set_up"],
        movement=row["movement"],
        cue=row["cue"],
        common_fault=row["common_fault"],
        progression_id=row["progression_id"] or None,
        regression_id=row["regression_id"] or None,
        fit_ids=_fit_ids(row["fit_ids"]),
        fit_names=place.parts(row["fit_names"]),
        emg_gmed_pct_mvic=row["emg_gmed_pct_mvic"] or None,
        emg_gmax_pct_mvic=row["emg_gmax_pct_mvic"] or None,
        emg_class=row["emg_class"] or None,
        emg_source=row["emg_source"] or None,
        emg_provenance=row["emg_provenance"] or None,
        evidence_basis=row["evidence_basis"],
    )


@cache
def load() -> dict[str, Exercise]:
    """Load the library by id, in the order of the table. The mapping is shared: read it, do not write it.

    Examples
    --------
    >>> load()["hip-dip-front-hands"].hip_weight
    1.0
    """
    return {row["id"]: _exercise(row) for row in place.rows("exercises.csv")}


def frame() -> pd.DataFrame:
    """Give the library as a table: one row an exercise, lists joined with bars, yes and no as booleans."""
    import pandas as pd  # here alone: the readers of files need the library, not its table

    table = pd.DataFrame(place.rows("exercises.csv")).replace("", None)
    for column in ("per_side", "essential", "running_specific"):
        table[column] = table[column] == "yes"
    table["impact"] = table["impact"] == "1"
    for column in ("level", "default_sets", "default_reps", "default_seconds", "rest_s"):
        table[column] = pd.to_numeric(table[column]).astype("Int64")
    for column in ("tempo_s_per_rep", "minutes", "hip_weight"):
        table[column] = pd.to_numeric(table[column]).astype("float64")
    return table
