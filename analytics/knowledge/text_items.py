"""Which amount in a note belongs to which exercise."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from analytics.knowledge.text_amounts import Amount
from analytics.knowledge.text_clauses import Clause
from analytics.knowledge.text_names import Hit
from analytics.knowledge.text_sides import Side
from analytics.knowledge.text_tokens import Token, single

# A length alone that is longer than this is the run's, unless it stands right beside the exercise.
LONGEST_LOOSE_MINUTES = 30
_OPENERS = frozenset({":", "(", "[", "\n"})
_BETWEEN_OK = frozenset({"of", "x", "for", "worth", "more", "my", "the", "some", "and", "on", "total", "in"})


@dataclass
class Item:
    """A name with what is said of it."""

    hit: Hit
    clause: Clause
    amounts: list[Amount] = field(default_factory=list)
    side: Side | None = None
    rounds: int | None = None
    band: bool = False
    amounts_behind: bool = False
    amounts_apart: bool = False  # said in a clause of their own behind the name
    done_after_all: bool = False  # "was going to skip hip dips but did 3x20"

    @property
    def has_amount(self) -> bool:
        """Say whether anything is said of how much."""
        return self.rounds is not None or any(amount.counts for amount in self.amounts)

    @property
    def is_whole(self) -> bool:
        """Say whether repetitions or a time are said, so that another amount is not for it."""
        return any(
            each is not None
            for amount in self.amounts
            for each in (amount.reps, amount.seconds, amount.minutes, amount.bare)
        ) or any(amount.ladder for amount in self.amounts)


@dataclass(frozen=True)
class _Rounds:
    """ "3 rounds", and where it is said."""

    number: int
    position: int
    clause_no: int
    is_head: bool | None  # None: to be told by what stands around it


def gather(tokens: Sequence[Token], clauses: Sequence[Clause]) -> list[Item]:
    """Give every name of a text with the amounts, side and rounds that belong to it."""
    rounds = _take_rounds(tokens, clauses)
    items: list[Item] = []
    waiting = _Waiting()
    for at, clause in enumerate(clauses):
        if clause.sentence != waiting.sentence:
            waiting = _Waiting(clause.sentence)
        if clause.hits:
            new = _with_names(tokens, clause)
            waiting.give(new)
            items += new
        elif not clause.is_empty:
            _without_names(tokens, clause, items, waiting, clauses[at + 1 : at + 3])
    _share(items)
    _give_rounds(items, rounds, clauses)
    return items


@dataclass
class _Waiting:
    """What a sentence says before its names: "3x15: clams, bridges", "left leg only: ..."."""

    sentence: int = 0
    amounts: list[Amount] = field(default_factory=list)
    side: Side | None = None

    def give(self, items: Sequence[Item]) -> None:
        for item in items:
            if self.amounts and not item.has_amount:
                item.amounts += self.amounts
            item.side = item.side or self.side


def _is_of_running(tokens: Sequence[Token], amount: Amount, clause: Clause) -> bool:
    """Say whether a length or a number belongs to running, resting or riding: "30 min easy", "60 s rest"."""
    if amount.sets is not None and not amount.distance:
        return False
    taken = {at for hit in clause.hits for at in range(hit.start, hit.end)}
    near = [amount.end, amount.start - 1]
    if amount.end < len(tokens) and tokens[amount.end].lemma in ("of", "@", "in", "at", "for"):
        near.append(amount.end + 1)
    if amount.start > 1 and tokens[amount.start - 1].lemma in ("for", "in", "of", "a", "on", "x"):
        near.append(amount.start - 2)
    return any(
        0 <= at < len(tokens) and at not in taken and tokens[at].lemma in single("running") for at in near
    )


def _usable(tokens: Sequence[Token], clause: Clause) -> list[Amount]:
    return [
        amount
        for amount in clause.amounts
        if not amount.ignored and not amount.rounds and not _is_of_running(tokens, amount, clause)
    ]


def _with_names(tokens: Sequence[Token], clause: Clause) -> list[Item]:
    items = [Item(hit, clause) for hit in clause.hits]
    amounts = _usable(tokens, clause)
    counted = [amount for amount in amounts if amount.counts and (not amount.distance or amount.sets)]
    comes_first = bool(counted) and counted[0].start < clause.hits[0].start
    for amount in amounts:
        item = _owner(items, amount, comes_first)
        if amount.bare is not None and not _is_beside(tokens, amount, item.hit):
            continue
        item.amounts.append(amount)
        item.amounts_behind = item.amounts_behind or amount.start >= item.hit.end
    for side in clause.sides:
        _owner(items, side, first=False).side = side
    for at, token in clause.words:
        if token.lemma == "band" and at >= items[-1].hit.end:
            items[-1].band = True
    return items


def _owner(items: Sequence[Item], piece: Amount | Side, first: bool) -> Item:
    if first:
        return next((item for item in items if item.hit.start >= piece.end), items[-1])
    return next((item for item in reversed(items) if item.hit.end <= piece.start), items[0])


def _is_beside(tokens: Sequence[Token], amount: Amount, hit: Hit) -> bool:
    """Say whether a bare number stands right by a name: "30 hip dips", "hip dips today 30"."""
    if amount.end <= hit.start:
        between = tokens[amount.end : hit.start]
        return len(between) <= 2 and all(t.kind == "word" and t.lemma in single("filler") for t in between)
    between = tokens[hit.end : amount.start]
    return len(between) <= 1 and all(t.lemma in single("filler") | {"x"} for t in between)


def _without_names(
    tokens: Sequence[Token],
    clause: Clause,
    items: list[Item],
    waiting: _Waiting,
    following: Sequence[Clause],
) -> None:
    last = items[-1] if items and items[-1].clause.sentence >= clause.sentence - 1 else None
    if last is not None and last.clause.paragraph != clause.paragraph:
        last = None
    if last is not None and clause.says("band") and clause.before in ("with", "w", "("):
        last.band = True
    amounts = _usable(tokens, clause)
    counted = [amount for amount in amounts if amount.counts and not amount.distance]
    names_follow = any(one.hits for one in following if one.sentence == clause.sentence)
    if counted and not clause.is_filling:
        return
    has_strange = any(amount.ignored or amount.distance for amount in clause.amounts)
    if last is not None and not (
        counted and (has_strange or last.is_whole or not _is_plausible(clause, counted))
    ):
        last.amounts += amounts
        last.amounts_behind = True
        last.amounts_apart = last.amounts_apart or (bool(counted) and clause.before in (":", "-", "="))
        last.done_after_all = bool(counted) and clause.before == "but"
        if clause.sides and last.side is None and clause.is_filling:
            last.side = clause.sides[0]
        return
    opens = clause.after in (":", "-", "(", "=") or bool(clause.says("of"))
    if counted and names_follow and opens and not has_strange:
        waiting.amounts = amounts
    elif clause.sides and names_follow and waiting.side is None and clause.after in (":", "-", "="):
        waiting.side = clause.sides[0]


def _is_plausible(clause: Clause, counted: Sequence[Amount]) -> bool:
    """Say whether amounts in a clause of their own are for the name before it."""
    for amount in counted:
        if amount.bare is not None and clause.before not in (":", "-", "(", "=", "\n"):
            return False
        if amount.minutes is not None and amount.minutes > LONGEST_LOOSE_MINUTES and clause.before != "(":
            return False
        if amount.times is not None and clause.before in (".", "!", "?") and not clause.is_filling:
            return False
    return True


def _share(items: Sequence[Item]) -> None:
    """Give "clams and bridges 3x15" to both, and "clams, bridges - 3x15 each" to all of the list."""
    for one, other in zip(reversed(items[:-1]), reversed(items[1:])):
        links = ("and", "/", ",") if other.amounts_apart else ("and", "/")
        joined = other.clause.before in links and other.clause.hits[0] is other.hit
        close = 0 <= other.clause.start - one.hit.end <= 1 and not one.clause.words
        if joined and close and not one.has_amount and other.amounts_behind and other.is_whole:
            one.amounts, one.side = list(other.amounts), one.side or other.side
            one.amounts_behind, one.amounts_apart = True, other.amounts_apart


# Rounds


def _take_rounds(tokens: Sequence[Token], clauses: Sequence[Clause]) -> list[_Rounds]:
    """Take the rounds out of the clauses, and numbers that stand before or behind a whole group."""
    found = []
    for at, clause in enumerate(clauses):
        for amount in list(clause.amounts):
            if amount.rounds is not None and not amount.ignored:
                found.append(_Rounds(amount.rounds, amount.start, at, None))
                clause.amounts.remove(amount)
        group = _number_of_a_group(clauses, at)
        if group is not None:
            found.append(group)
    return found


def _number_of_a_group(clauses: Sequence[Clause], at: int) -> _Rounds | None:
    """Find "x2: ...", "3 sets: ...", "(...) x 3", "repeat x 3"."""
    clause = clauses[at]
    if clause.hits or len(clause.amounts) != 1:
        return None
    amount = clause.amounts[0]
    only_sets = (
        amount.sets is not None and amount.reps is None and amount.seconds is None and not amount.distance
    )
    number = amount.times or (amount.sets if only_sets else None)
    repeats = clause.says("repeat", "repeated")
    if (
        number is None
        or amount.ignored
        or not all(
            token.lemma in single("filler") | {"repeat", "repeated", "this"} for _, token in clause.words
        )
    ):
        return None
    head: bool | None = None
    if clause.after in (":", "("):
        names = sum(len(one.hits) for one in clauses[at + 1 : at + 12] if one.paragraph == clause.paragraph)
        before = any(one.hits for one in clauses[max(at - 12, 0) : at] if one.sentence == clause.sentence)
        head = True if names and not before else None
    group = _group_before(clauses, at)
    if head is None and not repeats and not (clause.before == ")" and sum(len(c.hits) for c in group) > 1):
        return None
    clause.amounts.remove(amount)
    return _Rounds(number, amount.start, at, bool(head))


def _group_before(clauses: Sequence[Clause], at: int) -> list[Clause]:
    """Give the clauses of the parenthesis that ends right before a clause."""
    group: list[Clause] = []
    if clauses[at].before not in (")", "]"):
        return group
    for clause in reversed(clauses[max(at - 40, 0) : at]):
        group.append(clause)
        if clause.before in ("(", "["):
            break
    return group


def _give_rounds(items: Sequence[Item], rounds: Sequence[_Rounds], clauses: Sequence[Clause]) -> None:
    starts = [item.hit.start for item in items]
    for no, said in enumerate(rounds):
        clause = clauses[said.clause_no]
        here = bisect_right(starts, said.position)
        begins = bisect_right(starts, rounds[no - 1].position) if no else 0
        ends = bisect_right(starts, rounds[no + 1].position) if no + 1 < len(rounds) else len(items)
        ahead, behind = items[begins:here], items[here:ends]
        in_sentence = [item for item in ahead if item.clause.sentence == clause.sentence]
        head = said.is_head
        if head is None:
            same_clause = any(hit.start > said.position for hit in clause.hits)
            head = bool(behind) and (same_clause or clause.after in _OPENERS or not in_sentence)
            head = head and (same_clause or not in_sentence)
        if head:
            chosen = _reached(behind, clause, clauses[said.clause_no + 1 : said.clause_no + 2])
        else:
            group = _group_before(clauses, said.clause_no)
            grouped = [item for item in ahead if any(item.clause is one for one in group)]
            paragraph = [item for item in ahead if item.clause.paragraph == clause.paragraph]
            chosen = grouped or in_sentence or paragraph
        for item in chosen:
            item.rounds = item.rounds or said.number


def _reached(behind: Sequence[Item], clause: Clause, following: Sequence[Clause]) -> list[Item]:
    """Give the names that rounds at the head reach: the sentence, or the lines of a list below."""
    is_list = clause.after == "\n" or (
        clause.after in (":", "-")
        and bool(following)
        and following[0].is_empty
        and following[0].after == "\n"
    )
    if is_list:
        return [item for item in behind if item.clause.paragraph == clause.paragraph]
    return [item for item in behind if item.clause.sentence == clause.sentence]
