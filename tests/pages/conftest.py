"""Opening pages as a visitor does: through the front door, on an empty store or with the demo squad."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

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


@pytest.fixture
def open_empty() -> Open:
    """Open a page ("act/today") on a store that holds nothing."""
    return _open


@pytest.fixture
def open_demo(demo_file: Path) -> Open:
    """Open a page on a store that holds the demo squad."""
    shutil.copy(demo_file, os.environ["HIPSTRIDE_DB"])
    return _open
