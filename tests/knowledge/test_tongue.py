"""The second language: every text has its words, and a text put together in English is found again."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from analytics.knowledge import po, texts, texts_of_code, tongue, units
from analytics.knowledge.phrases import Book
from analytics.knowledge.texts import Text
from analytics.knowledge.units import Way

PLACES = re.compile(r"\{\d+\}")
HOVER = re.compile(r"%\{[^{}]*\}")


@pytest.fixture(scope="module")
def found(project: Path) -> dict[str, Text]:
    return texts.gathered(project)


@pytest.fixture(scope="module")
def german(project: Path) -> list[po.Entry]:
    return [one for one in po.read(project / "data" / "texts" / "de.po") if one.english]


@pytest.mark.parametrize("file", ["hipstride.pot", "de.po"])
def test_the_files_hold_what_the_house_says_today(file: str, project: Path, found: dict[str, Text]) -> None:
    """`hipstride texts` writes them anew."""
    held = {one.english for one in po.read(project / "data" / "texts" / file) if one.english}
    assert (set(found) - held, held - set(found)) == (set(), set())


def test_a_file_brought_in_line_keeps_its_words_and_its_head(tmp_path: Path) -> None:
    path = tmp_path / "xx.po"
    path.write_text(
        po.written([po.Entry("Old", "Alt"), po.Entry("Stays", "Bleibt")], head="Language: xx\n"), "utf-8"
    )
    path.write_text(texts.in_line(path, {one: Text(one, ["a.py"]) for one in ("New", "Stays")}), "utf-8")
    assert [(one.english, one.said) for one in po.read(path)] == [
        ("", "Language: xx\n"), ("New", ""), ("Stays", "Bleibt"),
    ]  # fmt: skip


def test_every_text_has_its_german_words(german: list[po.Entry]) -> None:
    assert [one.english for one in german if not one.said] == []


def test_german_words_have_the_places_of_the_english_ones(german: list[po.Entry]) -> None:
    apart = [
        (one.english, one.said)
        for one in german
        if sorted(PLACES.findall(one.english)) != sorted(PLACES.findall(one.said))
        or sorted(HOVER.findall(one.english)) != sorted(HOVER.findall(one.said))
    ]
    assert apart == []


def test_no_german_text_promises(german: list[po.Entry]) -> None:
    """What no English text may say is not said in German either."""
    promises = re.compile(r"\b(?:beugt \w+ vor|verhindert|wird \w+ senken|garantier\w*)\b", re.IGNORECASE)
    assert [one.said for one in german if promises.search(one.said)] == []


BOOK = Book(
    {
        "{0} runs": "{0} Läufe",
        "{0} run": "{0} Lauf",
        "{0} in {1}.": "{0} in {1}.",
        "{0} days": "{0} Tagen",
        "Rest": "Ruhe",
        "Rest day.": "Ruhetag.",
        "A day without. It counts.": "Ein Tag ohne. Er zählt.",
        "Load": "Last",
        "Last": "Letzte",
        "{0} has {1}": "{0} hat {1}",
        "week {0}, {1}": "Woche {0}, {1}",
        "{0}: {1} {2} of its middle week.": "{0}: {1} {2} der mittleren Woche.",
        "Edwards' zones": "Zonen nach Edwards",
        "; {0} more": "; {0} weitere",
        "and": "und",
        "knee": "Knie",
        "shin": "Schienbein",
        "not back yet": "noch nicht zurück",
        "Pain (0 to 10)": "Schmerz (0 bis 10)",
    }
)


@pytest.mark.parametrize(
    ("english", "said"),
    [
        ("3 runs in 7 days.", "3 Läufe in 7 Tagen."),  # a place holds what is itself a template
        ("**Rest** · 3 runs", "**Ruhe** · 3 Läufe"),  # markup and lists part
        ("A day without. It counts. Rest day.", "Ein Tag ohne. Er zählt. Ruhetag."),  # two sentences, one phrase
        ("1 run; 2 more", "1 Lauf; 2 weitere"),  # a fragment that code appends
        ("knee and shin", "Knie und Schienbein"),
        ("Knee", "Knie"),  # code changes how a text begins
        ("Rest: Edwards' zones 153 % of its middle week.", "Ruhe: Zonen nach Edwards 153 % der mittleren Woche."),
        ("not back<br>yet", "noch nicht<br>zurück"),  # a text broken into lines to fit
        ("1.234,5 km · 5:02 /km", "1.234,5 km · 5:02 /km"),  # numbers and units say themselves
        ("Ann has 3 runs", "Ann hat 3 Läufe"),  # a name stays
        ("<b>Rest</b><extra></extra>", "<b>Ruhe</b><extra></extra>"),
        ("", ""),
    ],
)  # fmt: skip
def test_what_is_put_together_is_found_again(english: str, said: str) -> None:
    assert BOOK.say(english).words == said


def test_what_has_no_words_stays_and_is_reported() -> None:
    found = BOOK.say("Nothing of the kind. Rest day.")
    assert found.words == "Nothing of the kind. Ruhetag."
    assert found.unknown == ("Nothing of the kind.",)


def test_what_was_said_already_is_not_said_again() -> None:
    """The German word for load is the English word for the one before."""
    once = f"{tongue.OPEN}{BOOK.say('Load').words}{tongue.CLOSE}"
    assert BOOK.say("Last").words == "Letzte"
    assert BOOK.say(f"**{once}** · 3 runs").words == "**Last** · 3 Läufe"


def test_english_passes_untouched_and_opens_no_book() -> None:
    before = tongue.book.cache_info().currsize
    assert tongue.said("Anything at all") == "Anything at all"
    assert tongue.marked("Anything at all") == "Anything at all"
    assert tongue.book.cache_info().currsize == before


def test_dates_and_days_are_said() -> None:
    with units.following(Way(language="de")):
        assert tongue.said("9 Mar 2026") == "9. März 2026"
        assert tongue.said("Monday") == "Montag"


def test_a_file_of_texts_reads_back_as_it_was_written(tmp_path: Path) -> None:
    entries = [
        po.Entry('A "quote"\nand a \\ and a tab\t', "Ein „Zitat“\n\\", ("a.py", "b.py")),
        po.Entry("x {0}"),
    ]
    path = tmp_path / "xx.po"
    path.write_text(po.written(entries, head="Language: xx\nX-Language-Name: Ixisch\n"), "utf-8")
    read = list(po.read(path))
    assert [(one.english, one.said) for one in read[1:]] == [(one.english, one.said) for one in entries]
    assert po.head(read) == {"Language": "xx", "X-Language-Name": "Ixisch"}


def test_a_file_as_translators_tools_write_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "xx.po"
    path.write_text(
        '# by somebody\nmsgid ""\nmsgstr ""\n"Language: xx\\n"\n\n#: a.py\n#, fuzzy\nmsgid ""\n"Hello "\n"there"\n'
        'msgstr "Hal"\n"lo"\n\n#~ msgid "old"\n#~ msgstr "alt"\n',
        "utf-8",
    )
    assert [(one.english, one.said) for one in po.read(path)] == [
        ("", "Language: xx\n"),
        ("Hello there", "Hallo"),
    ]


def test_texts_are_read_out_of_code() -> None:
    source = '''
"""A module."""
import re
NAME = re.compile(r"\\\\d+ runs of it")
SIDES = {"left": "Left", "right": "Right"}
def told(n, frame):
    """Nobody is shown this text."""
    frame.sort_values("the column of it")
    if n == "no such text here":
        return f"{n} {'run' if n == 1 else 'runs'} in {written.count(n, 'day')}"
    return "One sentence " "in two parts."
'''
    assert texts_of_code.texts_of(source, "analytics/reports/x.py") == [
        "Left", "Right", "One sentence in two parts.", "{0} run in {1}", "{0} runs in {1}", "{0} day", "{0} days",
        "run", "runs",
    ]  # fmt: skip
    assert texts_of_code.is_quiet("# no texts: read from files\nX = 1\n")
