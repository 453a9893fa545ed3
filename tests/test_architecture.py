"""The house's laws (CONTRIBUTING.md), each as a check over a source tree and a violation that trips it."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOMS: dict[str, set[str]] = {
    # Exhaustive: a new room writes itself in. Imports only point down this table.
    "app": {"pages", "reports", "charts", "intake", "store", "knowledge", "period", "errors"},
    "pages": {"reports", "charts", "intake", "store", "knowledge", "period", "errors"},
    "__main__": {"cli"},
    "cli": {"reports", "intake", "store", "knowledge", "period", "errors"},
    "reports": {"store", "handouts", "advice", "models", "metrics", "knowledge", "period", "errors"},
    "handouts": {"ingest", "advice", "charts", "knowledge"},
    "intake": {"ingest", "metrics", "models", "store", "knowledge", "period", "errors"},
    "charts": {"knowledge"},
    "advice": {"models", "metrics", "knowledge"},
    "models": {"metrics", "errors"},
    "metrics": {"errors"},
    "store": {"ingest", "knowledge", "period", "errors"},
    "ingest": {"knowledge", "errors"},
    "knowledge": set(),
    "period": set(),
    "errors": set(),
}
NARROW = {
    # Some doors open only on one room's shelf: the store knows the shape of a batch and no reader; of the
    # models, intake uses the simulator alone (for the demo squad).
    ("store", "ingest"): {"analytics.ingest.batch"},
    ("intake", "models"): {"analytics.models.simulation"},
    # What a person takes away is written for a watch too: FIT's checksum is all it needs of the readers.
    ("handouts", "ingest"): {"analytics.ingest.fit_crc"},
}
DOORS: dict[str, set[str]] = {
    "streamlit": {"app", "pages"},
    "starlette": {"app", "pages"},
    "duckdb": {"store"},
    "sklearn": {"models"},
    "plotly": {"charts"},
    "fpdf": {"handouts"},
    "icalendar": {"handouts"},
    "fitdecode": set(),
    "gpxpy": set(),
    "tcxreader": set(),
    "garmin_fit_sdk": set(),
    "xml": {"ingest"},
    "tzfpy": {"ingest"},
    "zipfile": {"ingest", "intake", "handouts"},
    "pickle": set(),
}
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "common", "core", "base", "manager", "service", "misc"}
ARITHMETIC = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Mod, ast.Pow, ast.MatMult)
# Calendar and unit factors (days, hours, metres in a kilometre, percent, FIT's own scales) may stand in SQL;
# whatever somebody measured or chose is a row of data/rules.csv or Python with its source.
UNIT_NUMBERS = {
    "0",
    "1",
    "2",
    "6",
    "7",
    "100",
    "1000",
    "3600",
    "60",
    "1000.0",
    "3600.0",
    "100.0",
    "0.0",
    "1.0",
}
SCALES = {"record_si": {"180", "180.0", "2147483648", "2147483648.0", "5", "5.0", "500", "10", "10.0", "128", "128.0",
                        "631065600", "31"},
          # The bits of an activity's number below its second.
          "squad_bests": {"22"}}  # fmt: skip


def python_files(root: Path) -> Iterator[tuple[Path, str, ast.Module]]:
    """Give every source file of the product with its room and its syntax tree."""
    for path in sorted([root / "app.py", *root.glob("pages/**/*.py"), *root.glob("analytics/**/*.py")]):
        if path.exists():
            yield path.relative_to(root), room_of(path.relative_to(root)), ast.parse(path.read_text("utf-8"))


def room_of(path: Path) -> str:
    if path.parts[0] != "analytics":
        return Path(path.parts[0]).stem
    return Path(path.parts[1]).stem if len(path.parts) > 1 else ""


def imported(tree: ast.Module) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for alias in node.names:
                yield f"{node.module}.{alias.name}", node.lineno


def dependencies_through_other_doors(root: Path) -> list[str]:
    found = []
    for path, room, tree in python_files(root):
        for name, line in imported(tree):
            top = name.split(".")[0]
            if top in DOORS and room not in DOORS[top]:
                found.append(f"{path}:{line} imports {top}")
    return found


def imports_that_point_up(root: Path) -> list[str]:
    found = []
    for path, room, tree in python_files(root):
        if path.name == "__init__.py" and len(path.parts) == 2 and path.parts[0] == "analytics":
            room = "errors"
        if room not in ROOMS:
            found.append(f"{path} is in a room the table does not know: {room}")
            continue
        for name, line in imported(tree):
            parts = name.split(".")
            if parts[0] == "pages":
                target = "pages"
            elif parts[0] == "analytics" and len(parts) > 1:
                target = parts[1]
            else:
                continue
            if target == room:
                continue
            shelf = NARROW.get((room, target))
            if target not in ROOMS[room] or (shelf and not any(name.startswith(each) for each in shelf)):
                found.append(f"{path}:{line} {room} imports {name}")
    return found


def pages_that_do_more_than_lay_out(root: Path) -> list[str]:
    found = []
    for path, room, tree in python_files(root):
        if room not in ("pages", "app"):
            continue
        for node in ast.walk(tree):
            where = f"{path}:{getattr(node, 'lineno', 0)}"
            if isinstance(node, (ast.BinOp, ast.AugAssign)) and isinstance(node.op, ARITHMETIC):
                found.append(f"{where} does arithmetic")
            text = node.value if isinstance(node, ast.Constant) else None
            if isinstance(text, str) and re.search(r"(?s)\bSELECT\b.+\bFROM\b", text):
                found.append(f"{where} speaks SQL")
        found += [
            f"{path}:{line} imports {name}"
            for name, line in imported(tree)
            if name.split(".")[0] in ("pandas", "numpy")
        ]
    return found


def sql_numbers(text: str) -> list[str]:
    text = re.sub(r"--[^\n]*", "", text)
    text = re.sub(r"'[^']*'", "''", text)
    # A place in a list, [3], is no coefficient.
    return re.findall(r"(?<![\w.$\[])\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])", text)


def coefficients_in_sql(root: Path) -> list[str]:
    found = []
    for path in sorted(root.glob("analytics/store/views/*.sql")) + sorted(
        root.glob("analytics/store/queries/*.sql")
    ):
        allowed = UNIT_NUMBERS | next((more for name, more in SCALES.items() if name in path.stem), set())
        numbers = sql_numbers(path.read_text("utf-8"))
        found += [
            f"{path.relative_to(root)} holds the number {each}" for each in numbers if each not in allowed
        ]
    return found


def rules_outside_staging(root: Path) -> list[str]:
    forbidden = re.compile(r"(?i)\b(primary\s+key|unique|foreign\s+key|references|check\s*\(|create\s+(unique\s+)?index|create\s+sequence|as\s+enum)\b")  # fmt: skip
    found = []
    for folder in ("schema", "views", "queries"):
        for path in sorted(root.glob(f"analytics/store/{folder}/*.sql")):
            text = re.sub(r"--[^\n]*", "", path.read_text("utf-8"))
            found += [f"{path.relative_to(root)} says {match.group(0)}" for match in forbidden.finditer(text)]
    return found


def modules_without_a_word(root: Path) -> list[str]:
    return [
        f"{path} does not say what it is for"
        for path, _, tree in python_files(root)
        if not ast.get_docstring(tree)
    ]


def names_that_mean_not_decided_yet(root: Path) -> list[str]:
    return [
        f"{path} has an empty name"
        for path, _, _ in python_files(root)
        if {p.lower() for p in path.with_suffix("").parts} & EMPTY_NAMES
    ]


def domain_with_a_clock_or_unseeded_dice(root: Path) -> list[str]:
    found = []
    for path, room, tree in python_files(root):
        if room not in ("metrics", "models", "advice"):
            continue
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            call = ast.unparse(node.func)
            if (
                re.search(r"(^|\.)(date\.today|datetime\.now|utcnow|time\.time|perf_counter)$", call)
                or call == "open"
            ):
                found.append(f"{path}:{node.lineno} calls {call}")
            if call.endswith("default_rng") and not (node.args or node.keywords):
                found.append(f"{path}:{node.lineno} rolls unseeded dice")
            if re.match(r"(np|numpy)\.random\.(?!default_rng|Generator|SeedSequence)", call):
                found.append(f"{path}:{node.lineno} uses the global dice {call}")
    return found


def logging_outside_its_rooms(root: Path) -> list[str]:
    return [
        f"{path}:{line} logs"
        for path, room, tree in python_files(root)
        for name, line in imported(tree)
        if name.split(".")[0] == "logging" and room not in ("ingest", "intake", "store")
    ]


def pages_beside_the_language_door(root: Path) -> list[str]:
    """A page takes `st` from pages/shared/shown.py, so that what it shows is said in the reader's language."""
    doors = {"pages/shared/shown.py", "pages/shared/session.py"}
    return [
        f"{path}:{line} imports {name}"
        for path, room, tree in python_files(root)
        for name, line in imported(tree)
        if name.split(".")[0] == "streamlit" and room == "pages" and path.as_posix() not in doors
    ]


def pages_in_the_wrong_place_or_unguarded(root: Path) -> list[str]:
    found = [
        f"{p.relative_to(root)} lies directly in pages/"
        for p in root.glob("pages/*.py")
        if p.name != "__init__.py"
    ]
    for path, room, tree in python_files(root):
        if room != "pages" or path.name == "__init__.py" or "shared" in path.parts:
            continue
        doing = [n for n in tree.body if not isinstance(n, (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef))
                 and not (isinstance(n, ast.Expr) and isinstance(n.value, ast.Constant))]  # fmt: skip
        if not doing or "guard" not in ast.unparse(doing[0]):
            found.append(f"{path} does not begin with its guard")
    return found


LAWS: dict[str, tuple[Callable[[Path], list[str]], str, str]] = {
    # law: the check, and a file with a violation that must trip it
    "each dependency has one door": (dependencies_through_other_doors, "analytics/metrics/pace.py", '"""x."""\nimport duckdb\n'),
    "imports only point down": (imports_that_point_up, "analytics/metrics/pace.py", '"""x."""\nfrom analytics.store import open_store\n'),
    "the table of rooms is exhaustive": (imports_that_point_up, "analytics/weather/sun.py", '"""x."""\n'),
    "the store knows only the shape of a batch": (imports_that_point_up, "analytics/store/x.py", '"""x."""\nfrom analytics.ingest.fit import read_fit\n'),
    "pages only lay out: no arithmetic": (pages_that_do_more_than_lay_out, "pages/act/today.py", '"""x."""\nkm = 1000 * 2\n'),
    "pages only lay out: no SQL": (pages_that_do_more_than_lay_out, "pages/act/today.py", '"""x."""\nq = "SELECT a FROM b WHERE c"\n'),
    "SQL holds no coefficient": (coefficients_in_sql, "analytics/store/views/1_load.sql", "SELECT 0.64 * exp(1.92 * x) FROM y"),
    "a row's rule is written once, in staging": (rules_outside_staging, "analytics/store/schema/002_x.sql", "CREATE TABLE a (b INTEGER PRIMARY KEY)"),
    "every module says what it is for": (modules_without_a_word, "analytics/metrics/pace.py", "x = 1\n"),
    "no module is called utils": (names_that_mean_not_decided_yet, "analytics/metrics/utils.py", '"""x."""\n'),
    "the domain has no clock": (domain_with_a_clock_or_unseeded_dice, "analytics/models/x.py", '"""x."""\nimport datetime as dt\nt = dt.date.today()\n'),
    "the domain has no unseeded dice": (domain_with_a_clock_or_unseeded_dice, "analytics/models/x.py", '"""x."""\nimport numpy as np\ng = np.random.default_rng()\n'),
    "pages show through one door": (pages_beside_the_language_door, "pages/act/today.py", '"""x."""\nimport streamlit as st\n'),
    "only three rooms keep a log": (logging_outside_its_rooms, "analytics/advice/x.py", '"""x."""\nimport logging\n'),
    "pages lie one folder down": (pages_in_the_wrong_place_or_unguarded, "pages/today.py", '"""x."""\n'),
    "every page begins with its guard": (pages_in_the_wrong_place_or_unguarded, "pages/act/today.py", '"""x."""\nprint(1)\n'),
}  # fmt: skip


@pytest.mark.parametrize("law", LAWS)
def test_the_house_keeps_its_law(law: str, project: Path) -> None:
    assert LAWS[law][0](project) == []


@pytest.mark.parametrize("law", LAWS)
def test_a_planted_violation_breaks_the_law(law: str, tmp_path: Path) -> None:
    check, file, text = LAWS[law]
    (tmp_path / file).parent.mkdir(parents=True)
    (tmp_path / file).write_text(text)
    assert check(tmp_path) != []


def test_every_room_of_the_table_exists(project: Path) -> None:
    missing = [room for room in ROOMS if not any(
        (project / place).exists() for place in (f"analytics/{room}", f"analytics/{room}.py", room, f"{room}.py"))]  # fmt: skip
    assert missing == []


def test_the_tables_arrows_form_no_circle() -> None:
    def reach(room: str) -> set[str]:
        return ROOMS[room].union(*(reach(below) for below in ROOMS[room]))

    assert all(room not in reach(room) for room in ROOMS)
