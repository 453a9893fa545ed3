"""The documents tell the truth: whatever they name in the project is there, and the thirty asks are answered."""

from __future__ import annotations

import re
from argparse import ArgumentParser, _SubParsersAction
from collections.abc import Iterator
from pathlib import Path

import pytest

from analytics.cli import grammar

PROJECT = Path(__file__).resolve().parents[1]
DOCUMENTS = (
    "README.md",
    "CONTRIBUTING.md",
    *sorted(f"docs/{one.name}" for one in (PROJECT / "docs").glob("*.md")),
)
ENDINGS = ("py", "md", "csv", "json", "sql", "lock", "txt", "toml")
BEYOND = ("data/local", "inbox", "tests/output", "../shared", ".venv/", "activities.csv")
"""Names of what comes to be when the program runs, or is somebody else's."""
OF_START = {"test"}
STATES = {"yes", "partly", "not yet"}


def spans(text: str) -> Iterator[str]:
    """Give what stands in backticks, and the lines of fenced blocks."""
    fenced = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
    for block in fenced.findall(text):
        yield from block.splitlines()[1:-1]
    for span in re.findall(r"`([^`]+)`", fenced.sub("", text)):
        yield " ".join(span.split())


def paths(text: str) -> Iterator[str]:
    """Give the files and folders that a text names, without what comes to be later."""
    for span in spans(text):
        for word in span.split():
            name = word.split("::")[0].rstrip(",;")
            is_path = re.fullmatch(r"[\w./-]+", name) and ("/" in name or name.partition(".")[2] in ENDINGS)
            if is_path and "NNN" not in name and "http" not in name and not name.startswith(BEYOND):
                yield name


def is_there(name: str) -> bool:
    if "/" in name:
        return (PROJECT / name).exists()
    return (PROJECT / name).exists() or any((PROJECT / "analytics").rglob(name))


def commands() -> dict[str, ArgumentParser]:
    [sub] = [each for each in grammar.parser()._actions if isinstance(each, _SubParsersAction)]
    return dict(sub.choices)


def asked(text: str) -> Iterator[tuple[str, list[str]]]:
    """Give each command that a text names, with its options."""
    for span in spans(text):
        found = re.match(r"(?:hipstride|python3 start\.py) +(\w+)(.*)", span)
        if found:
            yield found[1], re.findall(r"(?<=\s)--[a-z-]+", re.sub(r'".*?"', "", found[2]).split("#")[0])


def text_of(document: str) -> str:
    return (PROJECT / document).read_text(encoding="utf-8")


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_file_and_folder_that_a_document_names_is_there(document: str) -> None:
    named = set(paths(text_of(document)))
    assert named
    assert sorted(name for name in named if not is_there(name)) == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_link_between_documents_leads_somewhere(document: str) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", text_of(document))
    assert [link for link in links if not (PROJECT / document).parent.joinpath(link).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_test_that_a_document_names_exists(document: str) -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", text_of(document))
    assert [(file, name) for file, name in named if f"def {name}(" not in text_of(file)] == []


def test_every_command_and_option_that_a_document_names_is_understood() -> None:
    known = commands()
    named = [one for document in DOCUMENTS for one in asked(text_of(document))]
    assert len(named) > 10
    assert sorted({command for command, _ in named} - set(known) - OF_START) == []
    wrong = [
        (command, option)
        for command, options in named
        if command in known
        for option in options
        if option not in known[command]._option_string_actions
    ]
    assert wrong == []


def test_the_guide_tells_of_every_page_by_its_title_and_of_no_other() -> None:
    pages = re.findall(r'Room\("[\w/]+\.py", "([^"]+)"', text_of("pages/shared/frame.py"))
    told = re.findall(r"^\| \*\*([^*]+)\*\* \|", text_of("docs/guide.md"), re.MULTILINE)
    assert told == pages


def test_there_are_thirty_asks_each_with_its_state_and_what_holds_it() -> None:
    lines = [line for line in text_of("docs/asks.md").splitlines() if re.match(r"\| \d+ \|", line)]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    assert [int(row[0]) for row in rows] == list(range(1, 31))
    for number, theme, ask, state, where, of in rows:
        assert theme and ask and of, number
        assert state in STATES, number
        assert "::test_" in where or state == "not yet", number


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("`pages/act/today.py`", []),
        ("see `pages/act/nowhere.py` and `nowhere.csv`", ["pages/act/nowhere.py", "nowhere.csv"]),
        ("```\npython3 benchmarks/nowhere.py --x 1\n```", ["benchmarks/nowhere.py"]),
    ],
)
def test_a_name_of_nothing_is_noticed(text: str, missing: list[str]) -> None:
    assert [name for name in paths(text) if not is_there(name)] == missing
