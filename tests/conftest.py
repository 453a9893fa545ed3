"""Shared ground of the tests: where the real sample files lie, and an empty store of one's own."""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
import time
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path
from types import ModuleType

import hypothesis
import pytest

from analytics.intake.demo import load_demo
from analytics.store import connection, open_store

PROJECT = Path(__file__).resolve().parents[1]
# A machine that does much else at once is no fault of ours.
hypothesis.settings.register_profile("patient", deadline=None)
hypothesis.settings.load_profile("patient")

WAITING = "journeys"
COMPUTING = ("samples", "golden", "models", "pages", "intake", "reports", "store")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the folders that take long, a file in which a browser waits beside each that computes.

    Files are dealt out to the workers in this order: so all of them end at about the same time.
    """
    files: dict[Path, list[pytest.Item]] = {}
    for item in items:
        files.setdefault(item.path, []).append(item)
    room = {path: path.parent.name for path in files}
    waiting = [path for path in files if room[path] == WAITING]
    computing = sorted(
        (path for path in files if room[path] in COMPUTING and path.is_relative_to(PROJECT / "tests")),
        key=lambda path: COMPUTING.index(room[path]),
    )
    dear = [path for pair in zip_longest(waiting, computing) for path in pair if path is not None]
    items[:] = [item for path in dict.fromkeys([*dear, *files]) for item in files[path]]


@pytest.fixture(scope="session")
def project() -> Path:
    return PROJECT


@pytest.fixture(scope="session")
def samples() -> Path:
    """Real files of other people's making; a bare clone has none, and then these tests say so and skip."""
    place = Path(os.environ.get("HIPSTRIDE_SAMPLES", PROJECT.parent / "shared" / "samples"))
    if not (place / "catalogue.csv").exists():
        pytest.skip("the folder of real sample files is not beside the project")
    return place


@pytest.fixture(scope="session")
def fit_writer() -> ModuleType:
    """The tiny FIT encoder of tests/fit_writer.py."""
    spec = importlib.util.spec_from_file_location("fit_writer", PROJECT / "tests" / "fit_writer.py")
    assert spec is not None and spec.loader is not None
    module = sys.modules["fit_writer"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def whole_store() -> ModuleType:
    """Comparing two stores: tests/whole_store.py."""
    spec = importlib.util.spec_from_file_location("whole_store", PROJECT / "tests" / "whole_store.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(autouse=True)
def _a_database_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No test touches the database of the person who runs it, and none leaves one open behind it."""
    monkeypatch.setenv("HIPSTRIDE_DB", str(tmp_path / "hipstride.duckdb"))
    monkeypatch.setenv("HIPSTRIDE_INBOX", "off")
    yield
    own = tmp_path.resolve()
    with connection._registry_lock:
        for path in [path for path in connection._parents if path.is_relative_to(own)]:
            connection._parents.pop(path).connection.close()


create_for_real = connection._create


@pytest.fixture(scope="session", autouse=True)
def _new_databases_are_copies(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A new database is a copy of one that was made step by step: making one takes ten times as long."""
    first = tmp_path_factory.mktemp("first") / "empty.duckdb"
    open_store(first).close()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connection, "_create", lambda path: shutil.copyfile(first, path))
        yield


@pytest.fixture(autouse=True)
def _made_for_real(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A test marked `makes_databases` takes each new one through every step."""
    if request.node.get_closest_marker("makes_databases"):
        monkeypatch.setattr(connection, "_create", create_for_real)


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the demo squad, made once for all workers; a test that writes takes a copy."""
    place = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        place = place.parent
    made, making = place / "demo.duckdb", place / "demo-in-the-making"
    try:
        making.mkdir()
    except FileExistsError:
        for _ in range(1200):
            if made.exists():
                return made
            time.sleep(0.1)
        pytest.fail("the demo squad was not made in time")
    unfinished = making / "demo.duckdb"
    with open_store(unfinished) as store:
        load_demo(store)
    unfinished.rename(made)
    return made
