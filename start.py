#!/usr/bin/env python3
"""Set Hipstride up and start it, with nothing but Python 3.11 or newer.

    python3 start.py              set up, then open the dashboard on this machine
    python3 start.py test         set up, then check style, types and run the tests
    python3 start.py WORDS...     set up, then run `hipstride WORDS...`, e.g. import export.zip

Everything goes into the folder .venv beside this file; deleting that folder undoes it.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ENVIRONMENT = HERE / ".venv"
OLDEST = (3, 11)


def say(text: str) -> None:
    """Tell the person on the terminal; standard output stays free for results."""
    print(text, file=sys.stderr, flush=True)


def give_up(text: str) -> None:
    """Stop with a sentence that says what to do."""
    say(text)
    sys.exit(2)


def newer_python() -> str | None:
    """Find a Python that is new enough, where the one that runs this is not."""
    for name in ("python3.14", "python3.13", "python3.12", "python3.11"):
        found = shutil.which(name)
        if found:
            return found
    return None


def python_of(environment: Path) -> Path:
    """Name the interpreter inside a virtual environment."""
    return environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def wanted(lock: Path) -> str:
    """Describe a set-up in one line: it is redone when the lock, the project file or Python changes."""
    digest = hashlib.sha256(lock.read_bytes() + (HERE / "pyproject.toml").read_bytes()).hexdigest()
    return f"{lock.name} {digest} python {sys.version_info.major}.{sys.version_info.minor} at {HERE}"


def works(python: Path) -> bool:
    """Tell whether the environment's interpreter is there and runs (a moved folder breaks it)."""
    if not python.exists():
        return False
    return subprocess.run([python, "-c", "import pip"], capture_output=True, check=False).returncode == 0


def make_environment() -> None:
    """Make the virtual environment anew."""
    if ENVIRONMENT.exists():
        shutil.rmtree(ENVIRONMENT)
    made = subprocess.run(
        [sys.executable, "-m", "venv", ENVIRONMENT], capture_output=True, text=True, check=False
    )
    if made.returncode != 0:
        shutil.rmtree(ENVIRONMENT, ignore_errors=True)
        if "ensurepip" in made.stdout + made.stderr:
            give_up(
                "This Python comes without the part that makes virtual environments. On Debian or Ubuntu:\n"
                f"    sudo apt install python{sys.version_info.major}.{sys.version_info.minor}-venv\n"
                "and then the same command again."
            )
        give_up(f"The virtual environment could not be made:\n{made.stderr or made.stdout}")


def calmly(command: list[str | Path]) -> bool:
    """Run a command without its words, which are told, each line once, only where it fails."""
    ended = subprocess.run(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if ended.returncode != 0:
        # pip repeats a warning about its own settings for every package.
        say("\n".join(dict.fromkeys(ended.stdout.splitlines())))
    return ended.returncode == 0


def set_up(lock: Path, also_good: Path | None = None) -> Path:
    """Install what the lock names, once; give the environment's interpreter."""
    python = python_of(ENVIRONMENT)
    stamp = ENVIRONMENT / "set-up.txt"
    good = {wanted(each) for each in (lock, also_good) if each}
    if stamp.exists() and stamp.read_text() in good and python.exists():
        return python
    say("Setting up (once; about a minute)...")
    if not works(python):
        make_environment()
    stamp.unlink(missing_ok=True)
    pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    itself = ["--no-index", "--no-deps", "--no-build-isolation", "--editable", HERE]
    for arguments in (["--require-hashes", "--requirement", lock], itself):
        if not calmly([*pip, *arguments]):
            give_up("The set-up stopped there: it needs the network once. Then run the same command again.")
    stamp.write_text(wanted(lock))
    return python


def run(command: list[str | Path]) -> int:
    """Run a command in the project's folder as if it were this one; Ctrl-C is its to handle."""
    process = subprocess.Popen(command)
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            continue


def test(python: Path, arguments: list[str]) -> int:
    """Check style, types and behaviour; with words of its own, only pytest with those words."""
    os.chdir(HERE)
    if arguments:
        return run([python, "-m", "pytest", *arguments])
    steps: list[list[str | Path]] = [
        [python, "-m", "ruff", "check", "."],
        [python, "-m", "ruff", "format", "--check", "."],
        [python, "-m", "mypy"],
        [python, "-m", "pytest", "--numprocesses", "auto", "--dist", "loadfile", "--no-loadscope-reorder"],
    ]
    results = [run(step) for step in steps]
    return max(results)


def main(words: list[str]) -> int:
    """Read the words of the command line and do what they ask."""
    if sys.version_info < OLDEST:
        newer = newer_python()
        if newer is None:
            give_up("Hipstride needs Python 3.11 or newer; this one is " + sys.version.split()[0] + ".")
        return subprocess.call([str(newer), __file__, *words])
    runtime, testing = HERE / "requirements.lock", HERE / "requirements-test.lock"
    if words[:1] == ["test"]:
        return test(set_up(testing), words[1:])
    python = set_up(runtime, also_good=testing)
    return run([python, "-m", "analytics", *(words or ["serve", "--open"])])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
