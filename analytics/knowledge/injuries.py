"""Injury sites and kinds: their words, codes and warnings, and what is known of hip work for each."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal, get_args

from analytics.knowledge import place

RedFlag = Literal["yes", "check", "no"]
HipEvidence = Literal["strong", "moderate", "weak", "none"]


@dataclass(frozen=True)
class Site:
    """A place on the body; `lower_limb_or_back` None means that the site was not said."""

    id: str
    label: str
    lower_limb_or_back: bool | None


@dataclass(frozen=True)
class InjuryKind:
    """One kind of injury of data/injuries.csv.

    Times to recovery are calendar days until free of pain, not days without running. Most of the bands in
    the table are from memory and serve as sanity checks alone: show `published_median_days`, which is None
    where no published median was read.
    """

    id: str
    name: str
    site: str
    osiics_v14: tuple[str, ...]
    osiics_body: str
    smdcs_body: str
    pathology: str
    onset: str
    red_flag: RedFlag
    ttr_median_days: float | None
    ttr_p25_days: float | None
    ttr_p75_days: float | None
    ttr_source: str | None
    ttr_provenance: str
    hip_evidence: HipEvidence
    hip_evidence_note: str
    prevention_note: str | None
    synonyms: tuple[str, ...]

    @property
    def published_median_days(self) -> float | None:
        """Give the median time to recovery where a published one was read, else None.

        Examples
        --------
        >>> load()["mtss"].published_median_days, load()["pht"].published_median_days
        (70.0, None)
        """
        return self.ttr_median_days if self.ttr_provenance.startswith(("source", "median source")) else None

    @property
    def needs_professional(self) -> bool:
        """Say whether this kind alone is a reason to see a clinician before any training."""
        return self.red_flag == "yes"


@dataclass(frozen=True)
class Synonym:
    """Words that name an injury; `needs_symptom_word` ones mean one only beside a word such as pain."""

    pattern: str
    injury_id: str
    site: str
    specificity: str
    needs_symptom_word: bool


_RED_FLAG: dict[str, RedFlag] = {value: value for value in get_args(RedFlag)}
_HIP_EVIDENCE: dict[str, HipEvidence] = {value: value for value in get_args(HipEvidence)}


@cache
def load() -> dict[str, InjuryKind]:
    """Load the injury kinds by id. The mapping is shared: read it, do not write it."""
    return {
        row["id"]: InjuryKind(
            id=row["id"],
            name=row["name"],
            site=row["site"],
            osiics_v14=place.parts(row["osiics_v14"]),
            osiics_body=row["osiics_body"],
            smdcs_body=row["smdcs_body"],
            pathology=row["pathology"],
            onset=row["onset"],
            red_flag=_RED_FLAG[row["red_flag"]],
            ttr_median_days=place.number(row["ttr_median_days"]),
            ttr_p25_days=place.number(row["ttr_p25_days"]),
            ttr_p75_days=place.number(row["ttr_p75_days"]),
            ttr_source=row["ttr_source"] or None,
            ttr_provenance=row["ttr_provenance"],
            hip_evidence=_HIP_EVIDENCE[row["hip_evidence"]],
            hip_evidence_note=row["hip_evidence_note"],
            prevention_note=row["prevention_note"] or None,
            synonyms=place.parts(row["synonyms"]),
        )
        for row in place.rows("injuries.csv")
    }


@cache
def sites() -> tuple[Site, ...]:
    """List the sites in the order to offer them: knee, shin, hamstring, low back first.

    Examples
    --------
    >>> [site.id for site in sites()][:4]
    ['knee', 'shin', 'hamstring', 'low_back']
    """
    known = {"yes": True, "no": False, "unknown": None}
    return tuple(
        Site(id=row["id"], label=row["label"], lower_limb_or_back=known[row["lower_limb_or_back"]])
        for row in place.rows("sites.csv")
    )


IN_WORDS = {
    "hip_groin": "hip or groin",
    "lateral_hip": "outer hip",
    "thigh": "front thigh",
    "knee": "knee",
    "shin": "shin",
    "ankle": "ankle",
    "foot": "foot",
    "low_back": "low back",
    "hamstring": "hamstring",
    "achilles_calf": "Achilles or calf",
    "other": "somewhere else",
    "unspecified": "place not said",
}
"""Sites as they stand in a sentence."""
MIDDLE = ("low_back", "other", "unspecified")
"""Sites that have no left and right of their own."""


def in_sentence(site: str | None) -> str:
    """Name a site inside a sentence: small, but for what is a name.

    Examples
    --------
    >>> in_sentence("knee"), in_sentence("achilles_calf"), in_sentence(None)
    ('knee', 'Achilles or calf', 'place not said')
    """
    return IN_WORDS.get(site or "unspecified", IN_WORDS["unspecified"])


def place_name(site: str | None, side: str | None) -> str:
    """Name a place as a runner says it.

    Examples
    --------
    >>> place_name("knee", "left"), place_name("low_back", None), place_name("shin", "both")
    ('Left knee', 'Low back', 'Shin, both sides')
    """
    words = in_sentence(site)
    if side in ("left", "right"):
        return f"{side.capitalize()} {words}"
    whole = words[0].upper() + words[1:]
    return f"{whole}, both sides" if side == "both" else whole


def search(text: str, *, site: str | None = None) -> tuple[InjuryKind, ...]:
    """Find diagnoses by name, by code, or by the words runners use; all of the site where nothing is asked.

    Examples
    --------
    >>> [kind.id for kind in search("shin splints")], [kind.id for kind in search("FT1")]
    (['mtss'], ['plantar-fasciopathy'])
    """
    words = text.casefold().split()
    kinds = [kind for kind in load().values() if site in (None, "unspecified", kind.site)]
    if not words:
        return tuple(kinds)

    def holds(kind: InjuryKind) -> bool:
        known = " ".join(
            [kind.name, kind.id, *kind.osiics_v14, *kind.synonyms, IN_WORDS[kind.site]]
        ).casefold()
        return all(word in known for word in words)

    return tuple(kind for kind in kinds if holds(kind))


@cache
def synonyms() -> tuple[Synonym, ...]:
    """List the words that name injuries, in the order of the table."""
    return tuple(
        Synonym(
            pattern=row["pattern"],
            injury_id=row["injury_id"],
            site=row["site"],
            specificity=row["specificity"],
            needs_symptom_word=row["needs_symptom_word"] == "yes",
        )
        for row in place.rows("injury_synonyms.csv")
    )
