"""The starter is calm while all goes well, and says everything where it does not."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

WARNING = "WARNING: Location '/gone' is ignored: it is neither a file nor a directory."


@pytest.fixture
def start(project: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("start", project / "start.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def installer(*, code: int) -> list[str | Path]:
    """Stand in for pip: the same warning again and again, then an error that names the reason."""
    words = f"import sys\nfor _ in range(30): print({WARNING!r}, file=sys.stderr)\n"
    if code:
        words += "print('collecting'); print('ERROR: no route to the host', file=sys.stderr)\n"
    return [sys.executable, "-c", f"{words}sys.exit({code})"]


def test_a_set_up_that_goes_well_prints_none_of_the_installers_warnings(
    start: ModuleType, capfd: pytest.CaptureFixture[str]
) -> None:
    assert start.calmly(installer(code=0))
    assert capfd.readouterr() == ("", "")


def test_a_set_up_that_fails_tells_the_reason_and_each_warning_once(
    start: ModuleType, capfd: pytest.CaptureFixture[str]
) -> None:
    assert not start.calmly(installer(code=1))
    out, told = capfd.readouterr()
    assert out == ""
    assert told.count(WARNING) == 1
    assert "ERROR: no route to the host" in told


def test_the_installer_that_fails_ends_the_set_up_with_its_words_and_what_to_do(
    start: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """The real pip, asked for what is nowhere."""
    lock = tmp_path / "some.lock"
    lock.write_text(f"nothing-of-this-name==1 --hash=sha256:{'0' * 64}\n")
    monkeypatch.setattr(start, "ENVIRONMENT", tmp_path / "environment")
    monkeypatch.setattr(start, "works", lambda _: True)
    monkeypatch.setattr(start, "python_of", lambda _: Path(sys.executable))
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path / "gone"))
    with pytest.raises(SystemExit) as ended:
        start.set_up(lock)
    assert ended.value.code == 2
    told = capfd.readouterr().err
    assert told.count("is ignored: it is neither a file nor a directory") <= 1
    assert "No matching distribution found for nothing-of-this-name" in told
    assert "run the same command again" in told
