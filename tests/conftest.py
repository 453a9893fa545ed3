"""Shared ground of the tests: where the real sample files lie, and an empty store of one's own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[1]


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


@pytest.fixture(autouse=True)
def _a_database_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No test touches the database of the person who runs it."""
    monkeypatch.setenv("HIPSTRIDE_DB", str(tmp_path / "hipstride.duckdb"))
    yield
