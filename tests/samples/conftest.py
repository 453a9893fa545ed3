"""The folder of real sample files, imported once for all tests that ask about it."""

from __future__ import annotations

import importlib.util
import logging
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pytest

from analytics.intake.receipt import Receipt
from analytics.intake.taking_in import take_in
from analytics.store import Store, open_store


@dataclass(frozen=True)
class Imported:
    """A store that took in the whole folder, and what was told of it."""

    folder: Path
    store: Store
    receipt: Receipt


@pytest.fixture(scope="session")
def imported(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Imported]:
    logging.getLogger("analytics").setLevel(logging.ERROR)
    with open_store(tmp_path_factory.mktemp("samples") / "samples.duckdb") as store:
        yield Imported(samples, store, take_in(store, [samples], athlete="Ada"))


@pytest.fixture(scope="session")
def totals() -> ModuleType:
    """Files read by other people's code: tests/samples/totals.py."""
    spec = importlib.util.spec_from_file_location("totals", Path(__file__).with_name("totals.py"))
    assert spec is not None and spec.loader is not None
    module = sys.modules["totals"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
