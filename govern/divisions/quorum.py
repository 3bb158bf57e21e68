"""Whether enough took part: of a board, of each of its thirds, of a general meeting.

Whoever is barred is in neither figure.

Source: domain 5.2, 5.9, 6.4, 6.5; domain 2.8 INV-15, INV-17, INV-38.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil

from govern.constitution.parameters.board import Parity
from govern.constitution.rulebook import RuleBook
from govern.constitution.rules import quorum_needed
from govern.core.words import Sentence, say, say_many
from govern.deciding.votes import Name


@dataclass(frozen=True, kw_only=True)
class Quorum:
    """Whether there was a quorum, and why, in words.

    :ivar told: what was needed; where it was not met, what was missing.
    :ivar there: who took part and who could, where people met.
    :ivar needed: how many of them had to, in all.
    """

    is_met: bool
    told: tuple[Sentence, ...]
    there: "There"
    needed: int


@dataclass(frozen=True, kw_only=True)
class There:
    """Who took part and who could, by class or third.

    :param present: who took part; in a decision in writing, whoever could.
    :param eligible: who is on the roll.
    :param in_office: of a board, its directors of each third, barred ones among them.
    :param is_first_call: at a second call nothing is asked of each class.
    :param is_written: nobody meets, so that it is asked who could have.
    """

    present: Mapping[str, int]
    eligible: Mapping[str, int]
    in_office: Mapping[str, int]
    is_first_call: bool
    is_written: bool = False

    @property
    def total(self) -> int:
        """Return how many took part."""
        return sum(self.present.values())


def of_the_board(there: There, book: RuleBook, parity: Parity, *, seats: Mapping[str, Sentence]) -> Quorum:
    """Hold a decision of the board against the rules' quorum, whole and third by third.

    A third whose directors have all stood back is left out, where the rules say so: on the contract of the
    authority, the whole third of the authority leaves.

    :param seats: the thirds that the board has, with their names.

    Source: domain 6.5; decisions between meetings need as many who could have met.
    """
    in_office = sum(there.in_office.values())
    needed = quorum_needed(in_office, share=book.board_quorum.share, number=book.board_quorum.number)
    missing: list[Sentence] = []
    if parity is Parity.P2:
        missing += [
            say("Nobody is in office for %(third)s, and without each third nothing is decided.", third=name)
            for third, name in seats.items()
            if not there.in_office.get(third)
        ]
    missing += [
        _too_few_of(name, present, k)
        for third, name in seats.items()
        if (present := there.present.get(third, 0)) < (k := book.constituency_quorum_k)
        and _counts(there, third, has_exception=book.recusal_exception)
    ]
    return Quorum(
        is_met=there.total >= needed and not missing,
        told=(_needed(there, needed), *missing),
        there=there,
        needed=needed,
    )


def _counts(there: There, third: str, *, has_exception: bool) -> bool:
    """Say whether a third has to have somebody there: at a first call, if it has directors who could come."""
    if not there.is_first_call or not there.in_office.get(third):
        return False
    return bool(there.eligible.get(third)) or not has_exception


def of_a_meeting(there: There, book: RuleBook, *, members: int, names: Mapping[str, Name]) -> Quorum:
    """Hold a vote of the members at a meeting against the quorum: a number, or a share of the members if fewer.

    Of each constituency some have to be there at a first call; but one that is a single member, as an authority is,
    is not asked, for else that one could keep every meeting from deciding by staying away.

    :param names: of the constituencies, by their codes.

    Source: domain 5.2, 9.1.
    """
    quorum = book.gm_quorum
    needed = min(quorum.number, ceil(quorum.share * members))
    missing: list[Sentence] = []
    if there.is_first_call and len(there.eligible) > 1:
        missing += [
            _too_few_of(names.get(code, code), present, each)
            for code in there.eligible
            if there.eligible[code] > 1
            and (present := there.present.get(code, 0)) < (each := min(quorum.per_constituency, there.eligible[code]))
        ]
    return Quorum(
        is_met=there.total >= needed and not missing,
        told=(_needed(there, needed), *missing),
        there=there,
        needed=needed,
    )


def asked_of_the_board(
    eligible: Mapping[str, int],
    in_office: Mapping[str, int],
    book: RuleBook,
    *,
    seats: Mapping[str, Sentence],
    is_written: bool,
) -> list[Sentence]:
    """Return what the quorum of a decision of the board asks for, before anybody takes part.

    :param eligible: how many of each third have a vote.

    Source: domain 6.5.
    """
    total = sum(in_office.values())
    needed = quorum_needed(total, share=book.board_quorum.share, number=book.board_quorum.number)
    there = There(present={}, eligible=eligible, in_office=in_office, is_first_call=True)
    each = [
        _at_least(name, book.constituency_quorum_k)
        for third, name in seats.items()
        if book.constituency_quorum_k and _counts(there, third, has_exception=book.recusal_exception)
    ]
    if is_written:
        whole = say_many(
            "At least %(count)s director has a vote on it.",
            "At least %(count)s directors have a vote on it.",
            count=needed,
        )
    else:
        whole = say_many(
            "At least %(count)s director takes part.", "At least %(count)s directors take part.", count=needed
        )
    return [whole, *each]


def asked_of_a_meeting(
    eligible: Mapping[str, int], book: RuleBook, *, members: int, names: Mapping[str, Name], is_first_call: bool
) -> list[Sentence]:
    """Return what the quorum of a vote of the members at a meeting asks for, before anybody takes part.

    :param eligible: how many of each class have a vote.

    Source: domain 5.2, 9.1.
    """
    quorum = book.gm_quorum
    needed = min(quorum.number, ceil(quorum.share * members))
    whole = say_many("At least %(count)s member takes part.", "At least %(count)s members take part.", count=needed)
    if not is_first_call or len(eligible) < 2 or not quorum.per_constituency:
        return [whole]
    return [
        whole,
        *(
            _at_least(names.get(code, code), min(quorum.per_constituency, count))
            for code, count in eligible.items()
            if count > 1
        ),
    ]


def _at_least(name: Name, count: int) -> Sentence:
    return say("%(name)s: at least %(count)s of them.", name=name, count=count)


def _needed(there: There, needed: int) -> Sentence:
    facts = {"present": there.total, "needed": needed}
    if there.is_written:
        return say("Quorum: %(present)s could vote; needed %(needed)s.", **facts)
    return say("Quorum: %(present)s took part; needed %(needed)s.", **facts)


def _too_few_of(name: Name, present: int, needed: int) -> Sentence:
    return say("%(name)s: %(present)s took part; needed %(needed)s.", name=name, present=present, needed=needed)
