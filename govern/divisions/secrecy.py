"""Whether a vote can be secret where classes are small, and how much of it is told then.

Source: ballots 2, "Publication"; domain 7.2, 26: no link between a voter and a vote can be worked out.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from govern.constitution import queries as constitution
from govern.constitution.models import Constituency
from govern.constitution.rulebook import RuleBook
from govern.deciding.rules import Rule
from govern.deciding.veiled import Told, are_large
from govern.deciding.veiled import told_of as told_of_classes
from govern.divisions.refusals import OneVoterOfAClass
from govern.interests import electorate
from govern.motions import choosing
from govern.motions.division_models import Division
from govern.motions.models import Motion
from govern.motions.rule_change_models import AffectedClass
from govern.motions.rules import Ask, Deciders, Kind

if TYPE_CHECKING:
    from govern.divisions.service import Terms


class Secrecy(StrEnum):
    """Whether what comes of a secret vote can tell how somebody voted.

    It hangs on no class alone, or on classes of many voters, or on one of few, or on one of a single voter.
    """

    KEPT = "kept"
    BY_CLASS = "by_class"
    IN_DOUBT = "in_doubt"
    NONE = "none"


class Seen(StrEnum):
    """Of what a question beside the outcome may be answered: each class, all together, or nothing at all."""

    CLASSES = "classes"
    WHOLE = "whole"
    NOTHING = "nothing"


def seen_of(session: Session, division: Division, present: Mapping[str, int], *, rule: Rule, book: RuleBook) -> Seen:
    """Return of what a question on a vote may be answered, so that the answer tells nobody how one of a few voted.

    Source: decision 0037.
    """
    told = told_of(session, division, present, rule=rule, book=book)
    if told is Told.CLASSES:
        return Seen.CLASSES
    motion, is_on_wording = session.get_one(Motion, division.motion_id), division.amendment_n is not None
    hangs = _deciding(session, motion, rule, book, present, is_on_wording=is_on_wording)
    is_scaled = bool(book.class_vote_cap) or rule.college is not None
    return Seen.NOTHING if told is Told.OUTCOME or hangs or is_scaled else Seen.WHOLE


def told_of(session: Session, division: Division, present: Mapping[str, int], *, rule: Rule, book: RuleBook) -> Told:
    """Return how much of a vote is told.

    :param present: by class, how many took part.
    :param rule: the majority that decides it.
    """
    if division.ask != Ask.SECRET:
        return Told.CLASSES
    motion = session.get_one(Motion, division.motion_id)
    is_on_wording = division.amendment_n is not None
    return told_of_classes(
        present,
        fewest=book.publication_min_ballots,
        looks_at_classes=bool(_deciding(session, motion, rule, book, present, is_on_wording=is_on_wording)),
        weighs_classes=rule.college is not None,
    )


def tells_classes(session: Session, division_id: UUID, present: Mapping[str, int]) -> bool:
    """Say whether it is told what each class said in a vote."""
    division = session.get_one(Division, division_id)
    fewest = constitution.rule_book(session, division.rule_set_id).publication_min_ballots
    return division.ask != Ask.SECRET or are_large(present, fewest=fewest)


def foreseen(session: Session, terms: "Terms") -> Secrecy:
    """Return whether what comes of a secret vote could tell how somebody voted, were it called on these terms."""
    electors = electorate.electors_of(session, terms.motion, terms.called).subquery()
    counted = session.execute(select(electors.c["class"], func.count()).group_by(electors.c["class"]))
    rule = choosing.rule_of(terms.majority, terms.asked, terms.called.book)
    return of_roll(
        session,
        terms.motion,
        dict(counted.all()),
        rule=rule,
        book=terms.called.book,
        is_on_wording=terms.asked.is_amendment,
    )


def of_roll(
    session: Session, motion: Motion, on_roll: Mapping[str, int], *, rule: Rule, book: RuleBook, is_on_wording: bool
) -> Secrecy:
    """Return whether what comes of a secret vote can tell how somebody voted.

    :param on_roll: by class, how many can vote.
    """
    deciding = _deciding(session, motion, rule, book, on_roll, is_on_wording=is_on_wording)
    sizes = [on_roll[code] for code in deciding]
    if 1 in sizes or sum(on_roll.values()) == 1:
        return Secrecy.NONE
    if any(size < book.publication_min_ballots for size in sizes):
        return Secrecy.IN_DOUBT
    return Secrecy.BY_CLASS if sizes else Secrecy.KEPT


def ensure_nobody_decides_alone(session: Session, terms: "Terms") -> None:
    """Refuse a secret vote of which the outcome would be how one person voted.

    :raises OneVoterOfAClass: see there.
    """
    if foreseen(session, terms) is Secrecy.NONE:
        raise OneVoterOfAClass


def _deciding(
    session: Session, motion: Motion, rule: Rule, book: RuleBook, sizes: Mapping[str, int], *, is_on_wording: bool
) -> set[str]:
    """Return the classes that are looked at on their own: by the majority, by a weight, or for their consent."""
    if rule.each_class or rule.one_of_each or motion.kind == Kind.CLASS:
        return set(sizes)
    deciding = set() if is_on_wording else set(_affected(session, motion))
    if rule.college:
        is_boards = motion.deciders == Deciders.BOARD
        weighing = {code for code in sizes if is_boards or book.class_weights.get(code)}
        deciding |= {code for code in weighing if sizes[code] >= rule.college.dormant_below}
    return deciding & set(sizes)


def _affected(session: Session, motion: Motion) -> Sequence[str]:
    """Return the classes from which a change of the rules takes something, so that each has to consent."""
    query = select(Constituency.code).join(AffectedClass, AffectedClass.constituency_id == Constituency.id)
    return session.scalars(query.where(AffectedClass.motion_id == motion.id)).all()
