"""A book of phrases: finding the words of another language for a text that was put together in English.

A text is looked for as a whole; else among the templates, whose places may hold anything that can itself be
said; else it is parted where sentences, lists and markup part, and its parts are said.
"""

from __future__ import annotations

import re
import textwrap
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from analytics.knowledge import phrase_parts as of

_KEPT = 60_000
_MARKS = " .,:;!?…*_#()[]<>“”\"'–-|"


class Said(NamedTuple):
    """A text in the other language, how many of its letters are still English, and in which parts."""

    words: str
    left: int = 0
    unknown: tuple[str, ...] = ()


class Book:
    """The phrases of one language.

    Examples
    --------
    >>> book = Book({"{0} runs": "{0} Läufe", "Rest day": "Ruhetag", "{0} of {1}": "{0} von {1}"})
    >>> book.say("3 runs").words, book.say("**Rest day** · 3 runs of 12 runs.").words
    ('3 Läufe', '**Ruhetag** · 3 Läufe von 12 Läufe.')
    >>> book.say("Rest day: runner's knee")
    Said(words="Ruhetag: runner's knee", left=10, unknown=("runner's knee",))
    """

    def __init__(self, phrases: Mapping[str, str]) -> None:
        phrases = of.with_fragments(phrases)
        self._exact = {english: said for english, said in phrases.items() if not of.PLACE.search(english)}
        self._small_letters = {english.lower(): said for english, said in self._exact.items()}
        self._vocabulary: set[str] = set()
        templates = []
        for english, said in phrases.items():
            self._vocabulary.update(of.WORD.findall(english))
            if of.PLACE.search(english):
                templates.append(of.template(english, said))
        counts = Counter(word for one in templates for word in set(of.anchors(one.pieces)))
        self._anchored: dict[str, list[of.Template]] = defaultdict(list)
        self._loose: list[of.Template] = []
        self._bare: list[of.Template] = []  # marks between places alone: the last resort
        for one in templates:
            if not one.letters:
                self._bare.append(one)
                continue
            if words := of.anchors(one.pieces):
                self._anchored[min(words, key=counts.__getitem__)].append(one)
            else:
                self._loose.append(one)
        self._small = Counter(word for said in phrases.values() for word in of.within(said))
        self._kept: dict[str, Said] = {}

    def say(self, text: str) -> Said:
        """Say a text; what has no words stays as it is."""
        known = self._kept.get(text)
        if known is None:
            if len(self._kept) > _KEPT:
                self._kept = {}
            known = self._kept[text] = self._found(text)
        return known

    def knows(self, text: str) -> bool:
        """Say whether a text stands in the book as it is."""
        return text in self._exact

    def _found(self, text: str) -> Said:
        if "\ue000" in text:
            return self._around(text)
        core = text.strip()
        if core != text:
            return _within(text, core, self.say(core)) if core else Said(text)
        letters = of.letters(core)
        if not letters:
            return Said(text)
        whole = self._whole(core)
        if whole is not None:
            return Said(whole)
        best = Said(text, letters, (text,))
        if not any(word in self._vocabulary for word in of.WORD.findall(core)):
            return best
        if "<br>" in core:
            unbroken = self._unbroken(core)
            if 3 * unbroken.left < letters:
                return unbroken
        if len(core) < 2 * of.LONG:
            best = self._best(self._by_template(core), best)
            if (
                3 * best.left < letters
                and best.left < of.FEW
                and not of.MARKUP.search(core)
                and len(core) > 40
            ):
                return best  # at most a name is left
        best = min(best, self._in_parts(core, best), key=_left)
        if best.left:
            best = min(best, self._peeled(core, best), key=_left)
        if best.left and len(core) < of.LONG:
            best = self._best(self._made_of(core, self._bare), best)
        if best.left and core[0].isupper() and core[1:2].islower():
            other = self._best(self._by_template(core[0].lower() + core[1:]), best)
            best = (
                other._replace(words=other.words[0].upper() + other.words[1:]) if other is not best else best
            )
        return best

    def _unbroken(self, text: str) -> Said:
        """Say a text that was broken into lines to fit, and break it anew."""
        lines = of.BREAK.split(text)
        said = self.say(" ".join(lines))
        wrapped = textwrap.wrap(said.words, max(map(len, lines)) + 4, break_long_words=False)
        return said._replace(words="<br>".join(wrapped))

    def _whole(self, text: str) -> str | None:
        """Give a text that stands in the book, but for how it begins."""
        said = self._exact.get(text) or self._exact.get(" ".join(text.split()))
        if said is not None:
            return said
        said = self._exact.get(text[0].swapcase() + text[1:]) or self._small_letters.get(text)
        if said is None:
            return None
        if text[0].isupper():
            return said[0].upper() + said[1:]
        first = of.WORD.match(said)
        if first and self._small[first[0].lower()] > self._small[first[0]]:  # no noun: it is small elsewhere
            return said[0].lower() + said[1:]
        return said

    def _by_template(self, text: str) -> Iterable[Said]:
        """Give what templates make of a text, those with most words of their own first."""
        found: list[of.Template] = []
        for word in dict.fromkeys(of.WORD.findall(text)):
            found += self._anchored.get(word, ())
        yield from self._made_of(text, [*sorted(found, key=lambda each: -each.letters), *self._loose])

    def _made_of(self, text: str, templates: list[of.Template]) -> Iterable[Said]:
        """Give what some templates make of a text."""
        for one in templates:
            holes = of.holes(one, text)
            if holes is None or not of.may_hold(one, holes):
                continue
            parts = [self.say(hole) for hole in holes]
            left = [part.left for part in parts]
            if any(left) and not of.may_stay(one, holes, left):
                continue
            yield Said(of.filled(one, [part.words for part in parts]), sum(left), _unknown(parts))

    def _best(self, found: Iterable[Said], best: Said) -> Said:
        for one in found:
            if one.left < best.left:
                best = one
            if not best.left:
                break
        return best

    def _in_parts(self, text: str, best: Said) -> Said:
        """Say the parts of a text: those at the mark that leaves least of it English."""
        for pattern, is_strong in of.PARTING:
            if not best.left or not pattern.search(text):
                continue
            parts, marks = of.parted(text, pattern)
            if sum(map(bool, parts)) < (1 if marks and is_strong else 2):
                continue
            said, only_names = self._joined(parts, marks)
            if said.left < best.left and (is_strong or only_names):
                best = said
            if is_strong and len(text) > of.LONG:
                break
        return best

    def _joined(self, parts: list[str], marks: list[str]) -> tuple[Said, bool]:
        """Say parts from the left; parts that only together are a phrase are said together."""
        words, at, only_names = "", 0, True
        done: list[Said] = []
        while at < len(parts):
            said, end = self.say(parts[at]), at + 1
            if said.left:
                said, end = self._together(parts, marks, at)
            done.append(said)
            words += said.words
            only_names = only_names and (not said.left or of.is_name(parts[at]))
            if end <= len(marks):
                words += self._mark(marks[end - 1])
            at = end
        return Said(words, sum(one.left for one in done), _unknown(done)), only_names

    def _together(self, parts: list[str], marks: list[str], at: int) -> tuple[Said, int]:
        """Say a part with those after it, where only together they are a phrase; else by itself."""
        for end in range(min(len(parts), at + 6), at + 1, -1):
            text = "".join(part + mark for part, mark in zip(parts[at:end], [*marks[at : end - 1], ""]))
            for core in (text, text[:-1]) if text.endswith(".") else (text,):
                whole = self._whole(core) if core else None
                found = Said(core, 1) if whole is None else Said(whole)
                if found.left and len(core) <= of.LONG / 2:
                    found = self._best(self._by_template(core), found)
                if not found.left:
                    return found._replace(words=found.words + text[len(core) :]), end
        return self.say(parts[at]), at + 1

    def _mark(self, mark: str) -> str:
        joining = of.JOINING.fullmatch(mark)
        return f" {self._exact.get(joining[1], joining[1])} " if joining else mark

    def _peeled(self, text: str, best: Said) -> Said:
        """Say a text without the marks around it."""
        core = text[:-1] if text[-1] in _MARKS else text[1:] if text[0] in _MARKS else ""
        return _within(text, core, self.say(core)) if core else best

    def _around(self, text: str) -> Said:
        """Say what stands around parts that were said already; they stay."""
        ready = [one[0][1:-1] for one in of.ALREADY.finditer(text)]
        numbered = iter(range(len(ready)))
        said = self.say(of.ALREADY.sub(lambda _: f"\ue002{next(numbered)}\ue003", text))
        return said._replace(words=re.sub("\ue002(\\d+)\ue003", lambda one: ready[int(one[1])], said.words))


def _within(text: str, core: str, said: Said) -> Said:
    at = text.find(core)
    return said._replace(words=f"{text[:at]}{said.words}{text[at + len(core) :]}")


def _unknown(parts: Iterable[Said]) -> tuple[str, ...]:
    return tuple(one for part in parts for one in part.unknown)


def _left(found: Said) -> int:
    return found.left
