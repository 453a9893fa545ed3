"""From the words of a log to an exercise of the library, with how sure the match is and what it rests on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from analytics.knowledge import dose, exercises, place
from analytics.knowledge.text_names import ready

NO_HIP_CONTENT = "no hip content"
SAID_BY = "said by"
"""How the basis of a label begins that a person gave."""

# How much surer a match in the source's own words is than one borrowed from another source's. Judgement: a
# title means nearly the same everywhere, and where the sources disagree about it, less so.
_FIT = "garmin_fit"
_OTHER_SOURCE = 0.9
_SOURCES_DISAGREE = 0.7
_WITHOUT_EQUIPMENT = 0.9
_BEGINS_WITH = 0.7
_SAME_WORDS = 0.8
_SAME_WORDS_BUT_SIDE = 0.75
_CATEGORY_WITHOUT_HIP_WORK = 0.9
_LEFT = ("left", "links", "linke", "gauche", "izquierda", "izquierdo", "esquerda", "sinistra")
_RIGHT = ("right", "rechts", "rechte", "droite", "derecha", "derecho", "direita", "destra")
SIDE_WORDS = {**dict.fromkeys(_LEFT, "left"), **dict.fromkeys(_RIGHT, "right")}
_TRUNK_CATEGORIES = {"core", "crunch", "sit_up", "chop", "plank"}


@dataclass(frozen=True)
class Label:
    """What a logged row is taken for.

    `exercise_id` None with basis "no hip content" is knowledge (the row earns 0 hip sets); None with any
    other basis is not knowing. `region` names what was trained where it is known: hip, trunk, upper_body,
    lower_leg, thigh, other.
    """

    exercise_id: str | None
    confidence: float
    basis: str
    region: str | None = None

    @property
    def known(self) -> bool:
        """Say whether the row's hip sets are known, be they none: matched or free of hip work, and sure.

        Examples
        --------
        >>> Label(None, 0.0, "no match").known, Label(None, 0.7, "no hip content").known
        (False, True)
        """
        if self.confidence < dose.rule().min_label_confidence:
            return False
        return self.exercise_id is not None or self.basis == NO_HIP_CONTENT or self.basis.startswith(SAID_BY)


UNKNOWN = Label(None, 0.0, "no match")


def normalised(name: str) -> str:
    """Write a name as the alias table does: lower case, everything but letters and digits a single space.

    Examples
    --------
    >>> normalised("Hip Thrust (Barbell)"), normalised("90/90_Hüft-Dreh")
    ('hip thrust barbell', '90 90 hüft dreh')
    """
    return re.sub(r"[\W_]+", " ", name.lower()).strip()


def match(
    source: str, source_name: str | None, *, fit_category: int | None = None, fit_subtype: int | None = None
) -> Label:
    """Find the exercise that a logged row names.

    Parameters
    ----------
    source
        The vocabulary of the name: garmin_fit, hevy, strong, fitnotes, hipstride_csv, form, ...
    source_name
        The name as written; None where the source does not say.
    fit_category, fit_subtype
        FIT exercise category and name, where the row comes from a FIT file; None where not given.

    Returns
    -------
    Label
        The best match. Its basis says which table it rests on.

    Notes
    -----
    In order: the source's own aliases, our ids, names and aliases, aliases of other sources and languages,
    the name without the equipment in brackets, the FIT exercise, the same words in another order or with a
    side, a known name at the beginning of a longer one, names that hold no hip work, the FIT category. The
    first that answers wins.

    Examples
    --------
    >>> match("hevy", "Clamshell").exercise_id
    'clamshell'
    >>> match("strong", "Bench Press (Barbell)").basis
    'no hip content'
    >>> match("garmin_fit", None, fit_category=10, fit_subtype=44).exercise_id
    'clamshell'
    >>> match("hevy", "Zebra").known
    False
    """
    name = normalised(source_name) if source_name else ""
    found = _by_step(source, str(source_name)) or _by_name(source, name) if name else None
    if found is None and source_name and "(" in source_name:
        bare = normalised(re.sub(r"\([^)]*\)", " ", source_name))
        found = _weaker(_by_name(source, bare), _WITHOUT_EQUIPMENT, "the name without its equipment")
    found = found or _by_fit_exercise(fit_category, fit_subtype)
    if found is None and name:
        found = (
            _without_hip_work(name, guarded=False)
            or _by_words(str(source_name))
            or _by_beginning(name)
            or _without_hip_work(name)
        )
    return found or _by_fit_category(fit_category) or UNKNOWN


def said(exercise_id: str | None, basis: str) -> Label:
    """Give the label that a person gave; None says that there is no hip work in it.

    Examples
    --------
    >>> said("clamshell", "said by you").confidence, said(None, "said by you").known
    (1.0, True)
    """
    return _label(exercise_id, 1.0, basis) if exercise_id else Label(None, 1.0, basis)


def _weaker(label: Label | None, factor: float, basis: str) -> Label | None:
    if label is None:
        return None
    kept = NO_HIP_CONTENT if label.basis == NO_HIP_CONTENT else basis
    return Label(label.exercise_id, round(label.confidence * factor, 3), kept, label.region)


def _label(exercise_id: str, confidence: float, basis: str) -> Label:
    if not exercise_id:
        return Label(None, confidence, NO_HIP_CONTENT)
    family = exercises.load()[exercise_id].family
    region = {"plank": "trunk", "calf_foot": "lower_leg"}.get(family, "hip")
    return Label(exercise_id, confidence, basis, region)


@cache
def _aliases() -> dict[str, dict[str, list[tuple[str, float]]]]:
    """Source -> normalised name -> (exercise id, confidence), the surest first."""
    table: dict[str, dict[str, list[tuple[str, float]]]] = {}
    for row in place.rows("exercise_aliases.csv"):
        names = table.setdefault(row["source"], {})
        # The FIT rows are named category/exercise: the whole name is tried as well as the exercise alone.
        for name in {row["normalized"], normalised(row["source_name"])}:
            names.setdefault(name, []).append((row["exercise_id"], float(row["confidence"])))
    for names in table.values():
        for found in names.values():
            found.sort(key=lambda match: -match[1])
    return table


@cache
def _own() -> dict[str, str]:
    """Normalised id, name or alias -> exercise id; ids win over names, names over aliases."""
    library = exercises.load()
    own: dict[str, str] = {}
    for exercise in library.values():
        own.setdefault(normalised(exercise.id), exercise.id)
    for exercise in library.values():
        own.setdefault(normalised(exercise.name), exercise.id)
    for exercise in library.values():
        for alias in exercise.aliases:
            own.setdefault(normalised(alias), exercise.id)
    return own


def _by_step(source: str, source_name: str) -> Label | None:
    """Know the steps of our own workouts again: FIT's list has some of our names, for other exercises.

    A name of FIT's list comes with its category ("banded_exercises/glute_bridge"), a step's comes alone.
    """
    if source != _FIT or "/" in source_name:
        return None
    bare = normalised(re.sub(r"\((left|right)\)$", "", source_name.strip()))
    exercise_id = _named().get(bare)
    return _label(exercise_id, 1.0, "our name") if exercise_id else None


@cache
def _named() -> dict[str, str]:
    return {normalised(exercise.name): exercise.id for exercise in exercises.load().values()}


def _by_name(source: str, name: str) -> Label | None:
    for candidate in (name, *_other_numbers(name)):
        found = _aliases().get(source, {}).get(candidate)
        if found:
            agreed = len({exercise_id for exercise_id, _ in found}) == 1
            exercise_id, confidence = found[0]
            certainty = confidence if agreed else round(confidence * _SOURCES_DISAGREE, 3)
            return _label(exercise_id, certainty, f"a name of {source}")
        if candidate in _own():
            return _label(_own()[candidate], 1.0, "our name")
        other = _by_other_source(candidate)
        if other:
            return other
    return None


def _other_numbers(name: str) -> tuple[str, ...]:
    """Give the plural's singular and the singular's plurals, as English, Spanish and German make them."""
    if name.endswith("s") and not name.endswith("ss"):
        return (name[:-1],)
    return (name + "s", name + "n")


def _by_other_source(name: str) -> Label | None:
    found = [
        (exercise_id, confidence, source)
        for source, names in _aliases().items()
        for exercise_id, confidence in names.get(name, ())
    ]
    if not found:
        return None
    exercise_id, confidence, source = max(found, key=lambda match: match[1])
    if source.startswith("text-"):  # these say in their own confidence that they are from memory
        return _label(exercise_id, confidence, f"a word in another language ({source[5:]})")
    factor = _OTHER_SOURCE if len({match[0] for match in found}) == 1 else _SOURCES_DISAGREE
    return _label(exercise_id, round(confidence * factor, 3), f"a name of {source}")


@cache
def _fit_exercises() -> dict[tuple[int, int], tuple[str, float, str, str]]:
    return {
        (int(row["category_id"]), int(row["name_id"])): (
            row["exercise_id"],
            float(row["confidence"]),
            row["match"],
            row["category"],
        )
        for row in place.rows("fit_exercise_map.csv")
        if row["name_id"]
    }


@cache
def _fit_categories() -> dict[int, tuple[str, Label]]:
    """FIT category -> its name and what a set without a further name is taken for."""
    names: dict[int, str] = {}
    holds_hip_work: set[int] = set()
    for row in place.rows("fit_exercise_map.csv"):
        category = int(row["category_id"])
        names[category] = row["category"]
        if row["exercise_id"] or row["match"] != NO_HIP_CONTENT.replace(" ", "_"):
            holds_hip_work.add(category)
    defaults = {row["category"]: row for row in place.rows("fit_category_defaults.csv")}
    found: dict[int, tuple[str, Label]] = {}
    for category, name in names.items():
        default = defaults.get(name)
        if default and default["nearest_exercise_id"]:
            label = _label(
                default["nearest_exercise_id"], float(default["confidence"]), "the FIT category alone"
            )
        elif default and float(default["confidence"]) >= 0.5 and float(default["hip_weight"]) <= 0.05:
            label = Label(None, float(default["confidence"]), NO_HIP_CONTENT, _fit_region(name))
        elif default:
            label = Label(None, float(default["confidence"]), "the FIT category alone")
        elif category not in holds_hip_work:
            label = Label(None, _CATEGORY_WITHOUT_HIP_WORK, NO_HIP_CONTENT, _fit_region(name))
        else:
            label = UNKNOWN
        found[category] = (name, label)
    return found


def _fit_region(category: str) -> str:
    if category in _TRUNK_CATEGORIES:
        return "trunk"
    if category == "calf_raise":
        return "lower_leg"
    upper = {
        "bench_press", "curl", "flye", "lateral_raise", "pull_up", "push_up", "row", "shoulder_press",
        "shoulder_stability", "shrug", "triceps_extension", "battle_rope", "olympic_lift",
    }  # fmt: skip
    return "upper_body" if category in upper else "other"


def _by_fit_exercise(category: int | None, subtype: int | None) -> Label | None:
    if category is None or subtype is None:
        return None
    found = _fit_exercises().get((category, subtype))
    if found is None or found[2] == "no_enum":
        return None
    exercise_id, confidence, kind, category_name = found
    if not exercise_id:
        return Label(None, confidence, NO_HIP_CONTENT, _fit_region(category_name))
    return _label(exercise_id, confidence, f"the FIT exercise ({kind})")


def _by_fit_category(category: int | None) -> Label | None:
    found = _fit_categories().get(category) if category is not None else None
    return found[1] if found and found[1] is not UNKNOWN else None


@cache
def _by_word_set() -> dict[frozenset[str], set[str]]:
    """The words of every name of two words or more, whatever their order -> what they name."""
    found: dict[frozenset[str], set[str]] = {}
    for one in exercises.load().values():
        for name in (one.name, *one.aliases):
            found.setdefault(_words(name), set()).add(one.id)
    for row in place.rows("exercise_aliases.csv"):
        if row["exercise_id"] and float(row["confidence"]) >= _SAME_WORDS:
            found.setdefault(_words(row["source_name"]), set()).add(row["exercise_id"])
    return {words: ids for words, ids in found.items() if len(words) > 1}


def _words(name: str) -> frozenset[str]:
    return frozenset(token.lemma for token in ready(name)[0] if token.kind in ("word", "number"))


def _by_words(name: str) -> Label | None:
    """Match a name that has the words of a known one in another order, or a side beside them."""
    words = _words(name.replace("_", " "))
    for wanted, confidence, basis in (
        (words, _SAME_WORDS, "the same words in another order"),
        (words.difference(SIDE_WORDS), _SAME_WORDS_BUT_SIDE, "the name without its side"),
    ):
        found = _by_word_set().get(wanted, set())
        if len(wanted) == 1 and len(words) > 1:
            found = {_own()[word] for word in wanted if word in _own()}
        if len(found) == 1:
            return _label(next(iter(found)), confidence, basis)
    return None


def side_of(name: str | None) -> str | None:
    """Give the side that a name says: logs that know none write "Clamshell (left)".

    Examples
    --------
    >>> side_of("Clamshell (Left)"), side_of("Left and right clamshell"), side_of("Clamshell")
    ('left', None, None)
    """
    said = {SIDE_WORDS[word] for word in normalised(name or "").split() if word in SIDE_WORDS}
    return said.pop() if len(said) == 1 else None


def _by_beginning(name: str) -> Label | None:
    """Match the longest known name of two words or more that a longer name begins with."""
    words = name.split()
    for length in range(len(words) - 1, 1, -1):
        beginning = " ".join(words[:length])
        found = _by_name("", beginning)
        if found:
            return _weaker(found, _BEGINS_WITH, "the beginning of the name")
    return None


@dataclass(frozen=True)
class _Pattern:
    expression: re.Pattern[str]
    guarded: bool
    region: str
    confidence: float


@cache
def _patterns() -> tuple[re.Pattern[str], tuple[_Pattern, ...]]:
    """Read the names without hip work, and the guard: words that a guarded pattern never overrules."""
    guards: list[str] = []
    found: list[_Pattern] = []
    for row in place.rows("no_hip_patterns.csv"):
        # Chinese is written without spaces: its words are found anywhere in the name.
        whole = row["pattern"] if row["language"] == "zh" else rf"\b(?:{row['pattern']})\b"
        if row["region"] == "guard":
            guards.append(whole)
        else:
            found.append(
                _Pattern(re.compile(whole), row["guarded"] == "yes", row["region"], float(row["confidence"]))
            )
    return re.compile("|".join(guards)), tuple(found)


def _without_hip_work(name: str, *, guarded: bool = True) -> Label | None:
    """Match a name that holds no hip work; `guarded` False tries only what no other word can overrule."""
    guard, patterns = _patterns()
    doubtful = guard.search(name) is not None
    for pattern in patterns:
        if pattern.guarded and (doubtful or not guarded):
            continue
        if pattern.expression.search(name):
            return Label(None, pattern.confidence, NO_HIP_CONTENT, pattern.region)
    return None
