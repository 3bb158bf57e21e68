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
from govern.core.words import Sentence, say
from govern.motions.votes import Name


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


def _needed(there: There, needed: int) -> Sentence:
    facts = {"present": there.total, "needed": needed}
    if there.is_written:
        return say("Quorum: %(present)s could vote; needed %(needed)s.", **facts)
    return say("Quorum: %(present)s took part; needed %(needed)s.", **facts)


def _too_few_of(name: Name, present: int, needed: int) -> Sentence:
    return say("%(name)s: %(present)s took part; needed %(needed)s.", name=name, present=present, needed=needed)
