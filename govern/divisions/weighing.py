"""Hold a tally against the majority and the quorum of its division, under the rules that were pinned to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import distinct, func, select
from sqlalchemy.orm import Session

from govern.constitution import queries as constitution
from govern.constitution.rulebook import RuleBook
from govern.constitution.words import THIRDS
from govern.core.words import Sentence, say, say_many
from govern.deciding import sums
from govern.deciding.majorities import Base, Measure
from govern.deciding.phrases import paragraph
from govern.deciding.rules import Casting, Outcome, Rule, decide
from govern.deciding.sums import LimbOutcome
from govern.deciding.veiled import Told, Veil
from govern.deciding.votes import Name, Votes
from govern.divisions import boxes, class_names, places, printed_codes, quorum, secrecy, tallying
from govern.divisions.models import DivisionBar
from govern.divisions.quorum import Quorum, There
from govern.divisions.secrecy import Secrecy, Seen
from govern.divisions.tallying import Tally
from govern.interests import electorate
from govern.motions import choosing, majorities, queries
from govern.motions.choosing import Asked, OfClass
from govern.motions.division_models import Division, DivisionOutcome
from govern.motions.models import Motion
from govern.motions.rules import Bar, Deciders, Way
from govern.register import queries as register
from govern.rolls import queries as rolls
from govern.rolls.models import Roll

OF_EVERY_MEMBER = frozenset({"ccbsa-119"})
FOR_IT = frozenset({Measure.FOR, Measure.SIGNED})
OF_ALL = frozenset({Base.ELIGIBLE, Base.DIRECTORS, Base.ALL_MEMBERS})
CONSULTATION = (
    say("This is a consultation. It decides nothing."),
    say("Were it a resolution, it would come to this:"),
)


@dataclass(frozen=True, kw_only=True)
class Weighed:
    """What a tally comes to.

    :ivar quorum: None where nobody has to be there.
    :ivar votes: how many were for, against and neither, in words; None where that is not told.
    :ivar figures: the same as they were weighed.
    :ivar left_out: how many have no vote on it, where that lessens the number of all members that it is held against.
    :ivar of_the_box: what is to be said beside the count: of its box, and of votes that came by printed codes.
    :ivar told: how much of it is told; what is not told is in none of its words, and in no condition.
    """

    outcome: Outcome
    quorum: Quorum | None
    votes: Sentence | None
    figures: Votes
    left_out: int = 0
    is_binding: bool = True
    of_the_box: Sequence[Sentence] = ()
    told: Told = Told.CLASSES

    @property
    def is_quorate(self) -> bool:
        """Say whether enough took part."""
        return self.quorum is None or self.quorum.is_met

    @property
    def is_of_all(self) -> bool:
        """Say whether those who are for are held against all who could vote, and not against the votes alone."""
        limbs = [one.weighed.limb for one in self.outcome.limbs if one.weighed is not None]
        return any(one.measure in FOR_IT and one.base in OF_ALL for one in limbs)

    @property
    def is_carried(self) -> bool:
        """Say whether it is carried: by its majority, and with a quorum."""
        return self.is_quorate and self.outcome.carried

    @property
    def working(self) -> Sentence:
        """Return the whole sum in words: that it is a consultation, if it is; the sum; what is said of the box.

        Source: domain 5.3; ballots 2, "Close".
        """
        return paragraph([*(() if self.is_binding else CONSULTATION), self.sum, *self.of_the_box])

    @property
    def sum(self) -> Sentence:
        """Return the sum alone."""
        told = [] if self.quorum is None else list(self.quorum.told)
        if self.left_out:
            told = [_of_the_rest(self.left_out), *told]
        if self.is_quorate:
            return paragraph([self.outcome.working, *told])
        if self.votes is None:
            return paragraph([say("Not carried, for want of a quorum."), *told])
        return paragraph([say("Not carried, for want of a quorum: %(votes)s.", votes=self.votes), *told])


def _of_the_rest(left_out: int) -> Sentence:
    """Return that a share of all the members is one of those who have a vote on this."""
    return say_many(
        "%(count)s member has no vote on this and is not among all the members here.",
        "%(count)s members have no vote on this and are not among all the members here.",
        count=left_out,
    )


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What a division is decided by.

    :ivar names: of classes or thirds, by their codes.
    """

    motion: Motion
    asked: Asked
    book: RuleBook
    rule: Rule
    names: dict[str, Name]


def terms_of(session: Session, division: Division) -> Terms:
    """Return what a division is decided by: nothing that was changed since it was called."""
    motion = queries.find(session, division.motion_id)
    book = constitution.rule_book(session, division.rule_set_id)
    is_amendment = division.amendment_n is not None
    asked = majorities.asked_of(session, motion, is_amendment=is_amendment, is_confirming=division.is_confirming)
    rule = choosing.rule_of(division.majority, asked, book)
    return Terms(motion=motion, asked=asked, book=book, rule=rule, names=class_names.names_of(session, motion))


def secrecy_of(session: Session, division: Division) -> Secrecy:
    """Return whether what comes of a division in secret can tell how somebody voted."""
    terms = terms_of(session, division)
    on_roll = rolls.electors_by_class(session, division.roll_id)
    is_on_wording = division.amendment_n is not None
    return secrecy.of_roll(
        session, terms.motion, on_roll, rule=terms.rule, book=terms.book, is_on_wording=is_on_wording
    )


def seen_of(session: Session, division: Division, tally: Tally) -> Seen:
    """Return of what a question on a vote may be answered, beside what came of it."""
    terms = terms_of(session, division)
    return secrecy.seen_of(session, division, tally.present(), rule=terms.rule, book=terms.book)


def weigh(
    session: Session,
    division: Division,
    tally: Tally,
    *,
    casting: Casting | None = None,
    fewer: int = 0,
    in_office: dict[str, int] | None = None,
) -> Weighed:
    """Return what a tally comes to.

    :param casting: how the chair used a casting vote, where the rules give one.
    :param fewer: how many of all the members, or directors, are taken to be none.
    :param in_office: how many directors each third had, as on record; None to ask the board.
    """
    terms = terms_of(session, division)
    shut_out = shut_out_of(session, division, terms.motion) if terms.rule.each_class else []
    codes = [*tally.eligible, *(code for code in shut_out if code not in tally.eligible)]
    classes = tuple(_of_class(code, tally, terms) for code in codes)
    there = division.members - sum(tally.gone.values())
    members = all_counted(session, division, gone=sum(tally.gone.values())) - fewer
    votes = choosing.votes_of(division.majority, terms.asked, terms.book, classes=classes, members=members)
    told = secrecy.told_of(session, division, tally.present(), rule=terms.rule, book=terms.book)
    whole = _told_whole(tally, votes, told)
    outcome = decide(terms.rule, votes, casting=casting, veil=None if told is Told.CLASSES else Veil(whole=whole))
    left_out = there - members if terms.rule.needs_members else 0
    return Weighed(
        outcome=outcome,
        quorum=_quorum(session, division, tally, terms, in_office),
        votes=None if whole is None else sums.counted(whole, signed=terms.rule.is_signed),
        figures=votes,
        left_out=left_out,
        is_binding=division.is_binding,
        of_the_box=[*boxes.told_of(session, division), *printed_codes.told_of(session, division)],
        told=told,
    )


def _told_whole(tally: Tally, votes: Votes, told: Told) -> Votes | None:
    """Return the votes of all together as they are told: weighed with any cap, or, where that would tell, without."""
    if told is Told.CLASSES:
        return votes
    whole = Votes(in_favour=tally.in_favour, against=tally.against, abstained=tally.abstained)
    return whole if told is Told.WHOLE else None


def weigh_again(session: Session, division: Division, outcome: DivisionOutcome) -> Weighed | None:
    """Return the sum of a vote that was declared, or None where it does not come to the words that are on record.

    The record keeps figures, and the sum as the English source sentence. Only a sum that says this very sentence, with
    the chair's casting vote if there was one, can stand for it in another language. Older records hold the sum alone.
    """
    tally, in_office = tallying.on_record(session, outcome), in_office_then(outcome)
    found = (weigh(session, division, tally, casting=casting, in_office=in_office) for casting in (None, *Casting))
    return next((one for one in found if outcome.working in (str(one.working), str(one.sum))), None)


def in_office_then(outcome: DivisionOutcome | None) -> dict[str, int] | None:
    """Return how many directors each third had when a vote was declared, whatever was learned of a seat since."""
    return None if outcome is None else outcome.sums.get("in_office")


def _of_class(code: str, tally: Tally, terms: Terms) -> OfClass:
    """Return the votes of one class as the majority weighs them."""
    lines = [line for line in tally.lines if line.code == code]
    return OfClass(
        code=code,
        called=terms.names.get(code, code),
        in_favour=sum(line.in_favour for line in lines),
        against=sum(line.against for line in lines),
        abstained=sum(line.abstained for line in lines),
        eligible=tally.eligible.get(code, 0),
    )


def all_counted(session: Session, division: Division, *, gone: int) -> int:
    """Return of how many members a share of all is, in a division: whoever has no vote on it is in no figure of it.

    :param gone: how many directors were asked, and lost their seat before they voted: they are in none either.

    Statute alone counts everybody on the register: an instrument of dissolution is signed by three quarters of them.

    Source: decision 0030; domain 2.8 INV-17, INV-33; CCBSA 2014 s.119(1).
    """
    if division.majority in OF_EVERY_MEMBER:
        return division.members
    return division.members - gone - _stood_back(session, division)


def _stood_back(session: Session, division: Division) -> int:
    """Return how many members, or directors, have no vote in a division, or left it before they voted."""
    barred = select(func.count(distinct(DivisionBar.person_id))).where(DivisionBar.division_id == division.id)
    return (session.scalar(barred) or 0) + sum(places.left(session, division).values())


def _quorum(
    session: Session, division: Division, tally: Tally, terms: Terms, in_office: dict[str, int] | None
) -> Quorum | None:
    """Return whether enough were there. Of members outside a meeting only a turnout can be asked."""
    is_boards = terms.asked.deciders is Deciders.BOARD
    if not is_boards and terms.asked.way is not Way.MEETING:
        return None
    on = session.get_one(Roll, division.roll_id).roll_date
    there = There(
        present=tally.eligible if terms.asked.is_written else tally.present(),
        eligible=tally.eligible,
        in_office=_in_office(session, terms.motion, on, tally) if in_office is None else in_office,
        is_first_call=division.call == 1,
        is_written=terms.asked.is_written,
    )
    if not is_boards:
        return quorum.of_a_meeting(
            there, terms.book, members=all_counted(session, division, gone=sum(tally.gone.values())), names=terms.names
        )
    planned = {seat.third for seat in constitution.seats(session, on=on)} or set(there.in_office)
    seats = {str(third): name for third, name in THIRDS.items() if third in planned}
    return quorum.of_the_board(there, terms.book, choosing.parity(terms.asked, terms.book), seats=seats)


def _in_office(session: Session, motion: Motion, on: date, tally: Tally) -> dict[str, int]:
    """Return how many directors each third has when a vote is decided: those of its call, but for who is none now."""
    found = electorate.in_office(session, motion, on)
    return {third: count - tally.gone.get(third, 0) for third, count in found.items()}


def as_json(session: Session, division: Division, weighed: Weighed, tally: Tally) -> dict[str, Any]:
    """Return the sum as codes and facts, to be kept: no fraction is rounded, and no word is translated.

    What is not told of a secret vote is not kept here either.
    """
    is_told = weighed.told is not Told.OUTCOME
    on = session.get_one(Roll, division.roll_id).roll_date
    return {
        "rule": division.majority,
        "in_favour": tally.in_favour if is_told else None,
        "against": tally.against if is_told else None,
        "abstained": tally.abstained if is_told else None,
        "told": weighed.told,
        "eligible": tally.electors,
        "members": tally.members - weighed.left_out,
        "turnout": tally.turnout,
        "limbs": [_limb(limb) for limb in weighed.outcome.limbs],
        "score": _score(weighed.outcome),
        "in_office": _in_office(session, queries.find(session, division.motion_id), on, tally),
        "gone": tally.gone,
        "quorum": None if weighed.quorum is None else [str(told) for told in weighed.quorum.told],
    }


def _limb(limb: LimbOutcome) -> dict[str, Any]:
    told: dict[str, Any] = {"is_met": limb.is_met, "needed": str(limb.needed)}
    if limb.of_class is not None:
        told["class"] = str(limb.of_class)
    if (weighed := limb.weighed) is not None:
        told |= {
            "measure": str(weighed.limb.measure),
            "comparator": str(weighed.limb.comparator),
            "share": str(weighed.limb.share),
            "base": str(weighed.limb.base),
            "reached": str(weighed.reached),
            "of": str(weighed.of),
        }
    return told


def _score(outcome: Outcome) -> dict[str, str] | None:
    if outcome.score is None:
        return None
    return {"reached": str(outcome.score.reached), "in_play": str(outcome.score.in_play)}


def shut_out_of(session: Session, division: Division, motion: Motion) -> list[str]:
    """Return the classes of members in a division of which somebody stands back or is kept from it.

    Of such a class nobody may be left on the roll. Whoever came after the notice was nobody's class then.
    """
    if motion.deciders == Deciders.BOARD:
        return []
    on = session.get_one(Roll, division.roll_id).roll_date
    entitled = register.entitled(roll_date=on, known_at=division.called_at).subquery()
    kept_out = select(DivisionBar.person_id).where(
        DivisionBar.division_id == division.id, DivisionBar.bar != Bar.ADMITTED_SINCE_NOTICE
    )
    query = select(entitled.c["class"]).where(entitled.c.person_id.in_(kept_out)).distinct()
    return sorted(session.scalars(query))
