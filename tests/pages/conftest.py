"""Opening pages as a visitor does: through the front door, on an empty store or with the demo squad."""

from __future__ import annotations

import inspect
import os
import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.runtime.scriptrunner.script_cache import ScriptCache
from streamlit.testing.v1 import AppTest, app_test

from analytics.store import connection, open_store
from pages.shared import frame, session

PROJECT = Path(__file__).resolve().parents[2]
Open = Callable[[str], AppTest]


def _open(page: str) -> AppTest:
    app = AppTest.from_file(str(PROJECT / "app.py"), default_timeout=60)
    app.run()
    app.switch_page(f"pages/{page}.py")
    return sound(app.run())


def sound(app: AppTest) -> AppTest:
    """A page never shows a traceback."""
    assert [one.value for one in app.exception] == []
    return app


@pytest.fixture(scope="session", autouse=True)
def _one_server() -> Iterator[None]:
    """Keep what a server keeps from run to run, which each AppTest would do anew.

    That is the list of installed packages that bring parts for pages, and the compiled pages.
    """
    compiled = ScriptCache()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests)
        )
        patch.setattr(app_test, "ScriptCache", lambda: compiled)
        yield


@pytest.fixture(autouse=True)
def _no_page_keeps_its_store(_a_database_of_its_own: None) -> Iterator[None]:
    """The app holds its store as long as the process lives; here that would be hundreds of them."""
    own = os.environ["HIPSTRIDE_DB"]
    yield
    session._store_at.clear(own)


class DemoHouse:
    """A copy of the demo squad for all tests that only look; one that changed something leaves a new one."""

    def __init__(self, demo: Path, folder: Path) -> None:
        self.demo, self.folder, self.copies = demo, folder, 0
        self.path: Path | None = None
        self.as_copied: object = None

    def take(self) -> Path:
        if self.path is None:
            self.copies += 1
            self.path = self.folder / f"demo{self.copies}.duckdb"
            shutil.copyfile(self.demo, self.path)
            self.as_copied = self.holds()
        return self.path

    def give_back(self) -> None:
        if self.path is not None and self.holds() != self.as_copied:
            self.leave()

    def leave(self) -> None:
        if self.path is None:
            return
        session._store_at.clear(str(self.path))
        with connection._registry_lock:
            parent = connection._parents.pop(self.path.resolve(), None)
            if parent is not None:
                parent.connection.close()
        self.path.unlink()
        self.path = None

    def holds(self) -> object:
        """The revision, and rows for what does not raise it; cards are outcomes of what is there."""
        assert self.path is not None
        with open_store(self.path) as store, store.reader() as reader:
            counts = reader.sql(
                "SELECT table_name, estimated_size FROM duckdb_tables() WHERE table_name <> 'model_card' ORDER BY ALL"
            )
            return store.revision(), counts.to_dict("list")


@pytest.fixture(scope="session")
def demo_house(demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoHouse]:
    house = DemoHouse(demo_file, tmp_path_factory.mktemp("demo_house"))
    yield house
    house.leave()


@pytest.fixture
def folds_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fill every fold and every tab at once, for tests that read all that a page can say."""
    monkeypatch.setattr(frame, "_was_opened", lambda key, *, is_open: True)


@pytest.fixture
def open_empty() -> Open:
    """Open a page ("act/today") on a store that holds nothing."""
    return _open


@pytest.fixture
def open_demo(
    demo_house: DemoHouse, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Open]:
    """Open a page on a store that holds the demo squad.

    A test that patches something sees no report that an earlier one kept, and leaves none.
    """
    patches = "monkeypatch" in inspect.signature(request.function).parameters
    if patches:
        demo_house.leave()
    monkeypatch.setenv("HIPSTRIDE_DB", str(demo_house.take()))
    yield _open
    if patches:
        demo_house.leave()
    else:
        demo_house.give_back()
