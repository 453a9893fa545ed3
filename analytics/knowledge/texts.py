"""Every English text of the house, gathered from where it is written: code, tables, the guide.

`hipstride texts` writes them to data/texts/hipstride.pot, and brings every language's file in line with them.
"""

from __future__ import annotations

import ast
import csv
import itertools
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from analytics.knowledge import po, tongue
from analytics.knowledge.texts_of_code import is_quiet, numbered, texts_of

ROOMS = (
    "pages/**/*.py",
    "app.py",
    "analytics/reports/*.py",
    "analytics/charts/*.py",
    "analytics/advice/*.py",
    "analytics/knowledge/*.py",
    "analytics/models/*.py",
    "analytics/handouts/*.py",
    "analytics/intake/*.py",
    "analytics/errors.py",
    "analytics/period.py",
    "analytics/metrics/*.py",
    "analytics/store/*.py",
    "analytics/ingest/*.py",
)
"""Where texts are shown, the most visible first."""
QUIET = {
    *(f"analytics/intake/{name}.py" for name in ("demo_records", "demo_words")),
    *(f"analytics/store/{name}.py" for name in ("sieve", "exploring")),
    *(f"analytics/knowledge/{name}.py" for name in ("tongue", "phrases", "phrase_parts", "po")),
    *(
        f"analytics/knowledge/text_{name}.py"
        for name in ("amounts", "clauses", "guards", "items", "names", "tokens")
    ),
    *(f"pages/shared/{name}.py" for name in ("first_frame", "headers", "shown", "warming")),
    *(f"analytics/charts/{name}.py" for name in ("drawing", "told")),
    "analytics/ingest/fit_profile.py",
}
"""Modules whose words nobody is shown: they are read out of files, or written into made-up ones."""
JOINED = (
    *(f"{side} {{0}}" for side in ("Left", "Right", "Both", "left", "right", "both")),
    *(f"{kind} log {{0}} of {{1}} weeks" for kind in ("running", "strength", "injury")),
    *(
        "and",
        "or",
        "by {0}",
        "{0} of {1}",
        "{0} to {1}",
        "{0}, {1} in all",
        "{0} out.",
        "opens",
        "Now",
        "Means",
    ),
    *("Read it", "By the {0}", "the next morning", "confirmed", "dismissed", "settling", "half"),
    *("steps a minute", "m a beat", "% left", "exact Poisson", "quasi-Poisson", "Prior pct", "Prior sd pct"),
    *("exhausted", "fresh", "relaxed", "clean", "realistic", "hidden", "pooled", "conditional"),
    *("{0} hours of running", "{0} athlete-days", "{0} h", "{0} km", "{0} runs", "{0} days"),
    *("Counts in the figures {0}", "The columns of this table are not understood: {0}."),
    *("Running", "Walking", "Hiking", "Cycling", "Swimming", "Rowing", "Treadmill", "Trail", "Track"),
    *("Front hip dip", "Side hip dip", "Back hip dip"),
)
"""Words that code puts together with others, so that they stand nowhere as they are shown."""
COLUMNS: dict[str, tuple[str, ...]] = {
    "sites.csv": ("label",),
    "exercises.csv": (
        "name", "set_up", "movement", "cue", "common_fault", "hip_weight_reason", "family", "position",
    ),
    "evidence.csv": ("claim", "population", "design", "measure", "certainty_reason", "note", "effect"),
    "injuries.csv": ("name", "hip_evidence_note", "prevention_note", "ttr_source", "ttr_provenance"),
    "glossary.csv": ("label", "unit", "description", "source"),
    "measures.csv": ("topic",),
    "rules.csv": ("unit", "source"),
    "sql_tables.csv": ("about",),
    "merge_order.csv": ("why",),
    "composite_routines.csv": ("name", "note"),
    "dialects/other_tables.csv": ("reason",),
    "dialects/templates.csv": ("meaning",),
    "dialects/meanings.csv": ("label", "help"),
    "dialects/tables.csv": ("title",),
}  # fmt: skip
"""Columns of tables in data/ that are shown."""
SLUGS = {"evidence.csv": "topic", "rules.csv": "name"}
"""Columns whose names for the program are shown as words."""
FIELDS: dict[str, tuple[str, ...]] = {
    "explore_gallery.json": ("name", "about"),
    "sql_examples.json": ("question", "about"),
    "poses.json": ("says",),
    "rehab.json": ("note", "source", "words", "label"),
    "dose_rule.json": ("unit", "source", "words"),
    "routine_rules.json": ("definition", "words", "note", "label", "name"),
}
"""Fields of JSON files in data/ that are shown."""


@dataclass
class Text:
    """One English text, and where it is written."""

    english: str
    places: list[str] = field(default_factory=list)


def gathered(project: Path) -> dict[str, Text]:
    """Gather every text of the house, in the order of rooms; a text that is written twice stands once."""
    found: dict[str, Text] = {}
    every = (_of_code, _of_browser, _of_rules, _of_dates, _of_methods, _of_tables, _of_guide)
    for english, place in itertools.chain.from_iterable(each(project) for each in every):
        kept = found.setdefault(english, Text(english))
        if place not in kept.places:
            kept.places.append(place)
    return found


# ---------------------------------------------------------------- files of texts

HEAD = "Project-Id-Version: Hipstride\nMIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\n"


def catalogue(found: Mapping[str, Text]) -> str:
    """Write the file of every English text (hipstride.pot)."""
    return po.written((po.Entry(one.english, "", tuple(one.places)) for one in found.values()), head=HEAD)


def in_line(file: Path, found: Mapping[str, Text]) -> str:
    """Write a language's file anew: every text of the house, with the words the file has for it."""
    words = {one.english: one.said for one in po.read(file)}
    entries = (po.Entry(one.english, words.get(one.english, ""), tuple(one.places)) for one in found.values())
    return po.written(entries, head=words.get("", HEAD))


# ---------------------------------------------------------------- code


def _of_code(project: Path) -> Iterator[tuple[str, str]]:
    seen = set()
    for pattern in ROOMS:
        for path in sorted(project.glob(pattern)):
            name = path.relative_to(project).as_posix()
            if name in seen or path.name.startswith("texts"):
                continue
            seen.add(name)
            source = path.read_text(encoding="utf-8")
            if name in QUIET or is_quiet(source):
                continue
            for english in texts_of(source, name):
                yield english, name


def _of_rules(project: Path) -> Iterator[tuple[str, str]]:
    """What is said of a row that breaks a rule stands beside the rule."""
    for path in sorted(project.glob("analytics/store/staging/*.sql")):
        for found in re.findall(r"(?m)^ .*-- (?:\w+ := NULL; )?(.+)$", path.read_text(encoding="utf-8")):
            yield numbered(found), path.relative_to(project).as_posix()


def _of_dates(project: Path) -> Iterator[tuple[str, str]]:
    for english in (*JOINED, *tongue.dates()):
        yield english, "analytics/knowledge/tongue.py"


def of_scripts(folder: Path, name: str = "*") -> Iterator[str]:
    """Give what the parts of pages that run in the browser say: `tell("…")`, and the words of their HTML."""
    for script in sorted(folder.glob(f"{name}.js")):
        yield from dict.fromkeys(re.findall(r'\btell\("([^"]+)"', script.read_text(encoding="utf-8")))
    for page in sorted(folder.glob(f"{name}.html")):
        for text, label in re.findall(r'>([^<>]+)<|aria-label="([^"]+)"', page.read_text(encoding="utf-8")):
            if re.search("[A-Za-z]{2}", text + label):
                yield (text + label).strip()


def _of_browser(project: Path) -> Iterator[tuple[str, str]]:
    for english in of_scripts(project / "pages" / "shared"):
        yield english, "pages/shared"


def _of_methods(project: Path) -> Iterator[tuple[str, str]]:
    """The page of methods shows the words of the functions it names."""
    source = project.joinpath("analytics", "reports", "methods.py").read_text(encoding="utf-8")
    named = set(re.findall(r"\b([a-z_]+)\.([a-z_]+)[,)]", source.partition("GROUPS")[2].partition("\n}")[0]))
    for module in sorted({one for one, _ in named}):
        path = project.joinpath("analytics", "metrics", f"{module}.py")
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and (module, node.name) in named:
                what, _, rest = (ast.get_docstring(node) or "").partition("\n\n")
                yield node.name.replace("_", " ").capitalize(), path.relative_to(project).as_posix()
                yield " ".join(what.split()), path.relative_to(project).as_posix()
                for part in rest.split("Examples\n--------")[0].split("\n\n"):
                    if re.search("[A-Za-z]{2}", part):
                        yield part.strip(), path.relative_to(project).as_posix()


# ---------------------------------------------------------------- tables and the guide


def _of_tables(project: Path) -> Iterator[tuple[str, str]]:
    for name, columns in COLUMNS.items():
        with project.joinpath("data", name).open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                for column in columns:
                    if re.search("[A-Za-z]{2}", row[column]):
                        yield row[column].strip(), f"data/{name}"
                if slug := SLUGS.get(name):
                    yield row[slug].replace("_", " ").capitalize(), f"data/{name}"
    for name, fields in FIELDS.items():
        text = project.joinpath("data", name).read_text(encoding="utf-8")
        for english in _fields(json.loads(text), fields):
            yield english, f"data/{name}"


def _fields(value: Any, names: tuple[str, ...]) -> Iterator[str]:
    if isinstance(value, dict):
        for name, one in value.items():
            if name in names and isinstance(one, str) and re.search("[A-Za-z]{2}", one):
                yield one.strip()
            yield from _fields(one, names)
    elif isinstance(value, list):
        for one in value:
            yield from _fields(one, names)


def _of_guide(project: Path) -> Iterator[tuple[str, str]]:
    for part in paragraphs(project.joinpath("docs", "guide.md").read_text(encoding="utf-8")):
        yield part, "docs/guide.md"


def paragraphs(text: str) -> list[str]:
    """Part Markdown into what is said at once: headings, paragraphs, list items, cells; code is none."""
    text = re.sub(r"(?s)```.*?```", "\n\n", text)
    text = re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", text)
    found = []
    for block in re.split(r"\n\s*\n|\n(?=\s*(?:[-*]|\d+\.|\|)\s)|\n(?=#)|(?<=\|)\n", text):
        block = re.sub(r"^\s*(?:#+|[-*]|\d+\.)\s+", "", block.strip())
        cells = [one.strip() for one in block.strip("|").split("|")] if block.startswith("|") else [block]
        found += [" ".join(one.split()) for one in cells if re.search("[A-Za-z]{2}", one)]
    return found
