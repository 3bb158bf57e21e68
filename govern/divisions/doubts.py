"""What was learned too late about a vote: how many votes stand without a right, and whether that could have turned it.

Nothing is taken back. A seat or a membership can be found to have ended before its vote was given; somebody who has
voted can say that they had an interest; somebody who was named by another may have objected once the vote was called.
A box can hold fewer ballots that can be read, or more, than electors are marked as having voted.

Source: decisions, INV-24, INV-25 and case 11; domain 10, cases 2 and 9.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import product
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, null, or_, select
from sqlalchemy.orm import Session

from govern.ballots.models import ClosedMark, LateEnd, Mark, MarkKind
from govern.board import queries as board
from govern.constitution import queries as constitution
from govern.constitution.rules import Vote
from govern.core.clock import local_date
from govern.core.db import AnyRow, AnySelect, table_of
from govern.core.words import Sentence
from govern.divisions import boxes, tallying, weighing
from govern.divisions.boxes import Astray
from govern.divisions.doubt_words import Doubts as Doubts
from govern.divisions.models import DivisionBar, DivisionMark
from govern.divisions.secrecy import Seen
from govern.divisions.tallying import Line, Tally
from govern.interests import electorate
from govern.interests import queries as interest_queries
from govern.interests.electorate import Called
from govern.interests.models import MotionInterest
from govern.motions import queries
from govern.motions.division_models import Division, DivisionOutcome
from govern.motions.rules import Bar, Deciders, Ground
from govern.register import queries as register
from govern.rolls.models import Roll, RollEntry

MOST_TRIED = 120
CAST = (MarkKind.ONLINE, MarkKind.PAPER)
Split = tuple[int, int, int]
Voter = tuple[UUID, str, str | None]
NONE_OF_THEM: Split = (0, 0, 0)


def of_division(session: Session, division: Division, *, at: datetime) -> Doubts:
    """Return what is known now that was not when votes were given. Nobody is named."""
    ended, interested = _ended(session, division, at), _interested(session, division) | _close(session, division, at)
    objected, astray = _objected(session, division), boxes.astray(session, division)
    told = Doubts(
        ended=len(ended),
        interested=len(interested - ended),
        objected=sum(objected.values()),
        missing=sum(astray.missing.values()),
        beyond=sum(astray.beyond.values()),
    )
    if not told.any:
        return told
    known, unknown = _given(ended | interested)
    return replace(
        told,
        could_differ=_could_differ(session, division, at, without=unknown, known=known, more=objected, astray=astray),
    )


def so_far(session: Session, division: Division, *, at: datetime) -> Sequence[Sentence]:
    """Return what is known of votes by name that stand, until what came of them is declared.

    Whether they could turn it is said with that and not before, as it would tell how the vote stands; of a vote in
    secret nothing is, for else it would say who has voted.

    Source: decision 0033.
    """
    if division.poll_id is not None:
        return ()
    found = len(_interested(session, division) | _close(session, division, at))
    return Doubts(interested=found).told


def _given(voters: Collection[Voter]) -> tuple[dict[str, Split], dict[str, int]]:
    """Return how some voted, by class: by name as it is on record, and of how many nobody knows.

    What was said by name is read by everybody who may read the vote; what was said in secret or by a hand is not known.
    """
    known: dict[str, Split] = {}
    unknown: dict[str, int] = {}
    for _, code, vote in voters:
        if vote is None:
            unknown[code] = unknown.get(code, 0) + 1
        else:
            one = (int(vote == Vote.FOR), int(vote == Vote.AGAINST), int(vote == Vote.ABSTAINED))
            known[code] = _sum(known.get(code, NONE_OF_THEM), one)
    return known, unknown


def _sum(one: Split, other: Split) -> Split:
    return one[0] + other[0], one[1] + other[1], one[2] + other[2]


def _could_differ(  # noqa: PLR0913 - as `could_turn`
    session: Session,
    division: Division,
    at: datetime,
    *,
    without: Mapping[str, int],
    known: Mapping[str, Split],
    more: Mapping[str, int],
    astray: Astray,
) -> bool | None:
    """Say whether the outcome of a division could have been turned, on record or as it stands."""
    outcome = session.get(DivisionOutcome, division.id)
    tally = tallying.on_record(session, outcome) if outcome else tallying.tally(session, division.id, at=at)
    if not tally.adds_up:
        return True
    in_office = weighing.in_office_then(outcome)
    was = outcome.is_carried if outcome else weighing.weigh(session, division, tally).is_carried
    return could_turn(
        session,
        division,
        tally,
        was=was,
        in_office=in_office,
        without=without,
        known=known,
        more=more,
        astray=astray,
    )


def could_turn(  # noqa: PLR0913 - a sum, and what would be taken out of it and put in
    session: Session,
    division: Division,
    tally: Tally,
    *,
    was: bool,
    in_office: dict[str, int] | None,
    without: Mapping[str, int],
    more: Mapping[str, int],
    known: Mapping[str, Split] | None = None,
    astray: Astray | None = None,
) -> bool | None:
    """Say whether some way in which those votes were given, or could have been, would have turned the outcome.

    :param known: of each class, how others were given by name that are taken out too.
    :param astray: how many ballots are missing from the count, or are too many.

    What is not tried counts as if it could, so that an outcome that is called safe is safe. Of a secret vote only what
    is told of it is looked at: of a class that is not told apart, not which votes it holds, for else this would say how
    its one voter voted. Where something hangs on such a class, None.

    Source: domain 10, case 9; decision 0037.
    """
    seen = weighing.seen_of(session, division, tally)
    if seen is Seen.NOTHING:
        return None
    said, is_whole = known or {}, seen is Seen.WHOLE
    fewer = sum(without.values()) + sum(sum(one) for one in said.values()) - sum(more.values())
    others = (
        other
        for found in _with_all_ballots(tally, astray or Astray(), is_whole=is_whole)
        for other in _otherwise(found, without, more, said, is_whole=is_whole)
    )
    for tried, other in enumerate(others):
        weighed = weighing.weigh(session, division, other, fewer=fewer, in_office=in_office)
        if tried >= MOST_TRIED or weighed.is_carried is not was:
            return True
    return False


def _with_all_ballots(tally: Tally, astray: Astray, *, is_whole: bool) -> Iterator[Tally]:
    """Yield a tally as it could be with the ballots that are missing, and without those that are too many.

    Whoever is marked is on the roll, so that nobody is entitled more or less.
    """
    classes = [code for code in tally.eligible if astray.missing.get(code) or astray.beyond.get(code)]
    ways = [
        [(out, into) for out in splits(astray.beyond.get(code, 0)) for into in splits(astray.missing.get(code, 0))]
        for code in classes
    ]
    for pairs in product(*ways):
        found = changed(tally, dict(zip(classes, pairs, strict=True)), is_whole=is_whole) if classes else tally
        if found is not None:
            lines = tuple(replace(line, eligible=tally.eligible[line.code]) for line in found.lines)
            yield replace(found, lines=lines, eligible=tally.eligible)


def _otherwise(
    tally: Tally,
    without: Mapping[str, int],
    more: Mapping[str, int],
    known: Mapping[str, Split],
    *,
    is_whole: bool,
) -> Iterator[Tally]:
    """Yield a tally as it could have been: some votes fewer of each class, or some more."""
    classes = [code for code in {**tally.eligible, **more} if without.get(code) or more.get(code) or code in known]
    ways = [
        [
            (_sum(known.get(code, NONE_OF_THEM), fewer), extra)
            for fewer in splits(without.get(code, 0))
            for extra in splits(more.get(code, 0))
        ]
        for code in classes
    ]
    for chosen in product(*ways):
        found = changed(tally, dict(zip(classes, chosen, strict=True)), is_whole=is_whole)
        if found is not None:
            yield found


def splits(votes: int) -> list[Split]:
    """Return every way in which some votes can be for, against and neither.

    >>> splits(1)
    [(0, 0, 1), (0, 1, 0), (1, 0, 0)]
    """
    return [
        (given, against, votes - given - against) for given in range(votes + 1) for against in range(votes - given + 1)
    ]


def changed(tally: Tally, moves: Mapping[str, tuple[Split, Split]], *, is_whole: bool = False) -> Tally | None:
    """Return a tally with some votes of each class taken out and others added; None where it does not hold so many.

    :param is_whole: whether only the whole has to hold them: which of its votes are whose is not looked at.
    """
    by_class = {code: _together(tally, code) for code in {**tally.eligible, **moves}}
    for code, (fewer, extra) in moves.items():
        one = by_class[code]
        made = replace(
            one,
            in_favour=one.in_favour - fewer[0] + extra[0],
            against=one.against - fewer[1] + extra[1],
            abstained=one.abstained - fewer[2] + extra[2],
            eligible=one.eligible - sum(fewer) + sum(extra),
        )
        if not is_whole and min(made.in_favour, made.against, made.abstained) < 0:
            return None
        by_class[code] = made
    found = replace(
        tally, lines=tuple(by_class.values()), eligible={code: one.eligible for code, one in by_class.items()}
    )
    if min(found.in_favour, found.against, found.abstained) < 0:
        return None
    return _dealt(found) if is_whole else found


def _dealt(tally: Tally) -> Tally:
    """Return a tally of the same whole and of as many of each class, whichever votes were whose."""
    left = [tally.in_favour, tally.against, tally.abstained]
    lines = []
    for line in tally.lines:
        taken, wanted = [], line.all
        for n, votes in enumerate(left):
            taken.append(min(votes, wanted))
            wanted -= taken[n]
            left[n] -= taken[n]
        lines.append(replace(line, in_favour=taken[0], against=taken[1], abstained=taken[2]))
    return replace(tally, lines=tuple(lines))


def _together(tally: Tally, code: str) -> Line:
    lines = [line for line in tally.lines if line.code == code]
    return Line(
        code=code,
        way=lines[0].way if lines else tally.lines[0].way,
        in_favour=sum(line.in_favour for line in lines),
        against=sum(line.against for line in lines),
        abstained=sum(line.abstained for line in lines),
        eligible=tally.eligible.get(code, 0),
    )


def _voters(division: Division) -> AnySelect:
    """Select (elector, person, class, when, vote) of everybody who has given a vote.

    Of a secret one nobody knows when and what, and of a hand nobody wrote down what.
    """
    entry, marks = RollEntry, DivisionMark
    columns = (entry.elector_id, entry.person_id, entry.elector_class.label("of_class"))
    if division.poll_id is None:
        given = (marks.roll_id == entry.roll_id) & (marks.elector_id == entry.elector_id)
        query = select(*columns, marks.entered_at.label("given_at"), marks.vote.label("given")).join(marks, given)
        return query.where(marks.division_id == division.id)
    cast = [
        exists().where(each.poll_id == division.poll_id, each.elector_id == entry.elector_id, each.kind.in_(CAST))
        for each in (Mark, ClosedMark)
    ]
    return select(*columns, null().label("given_at"), null().label("given")).where(
        entry.roll_id == division.roll_id, or_(*cast)
    )


def _ended(session: Session, division: Division, at: datetime) -> set[Voter]:
    """Return who voted although their seat or membership had ended by then, or, in secret, may have.

    Source: INV-14: entitled when the vote is given; INV-24.
    """
    zone = constitution.mutual(session).time_zone
    last_on = local_date(min(at, division.ended_at), zone)
    is_boards = queries.find(session, division.motion_id).deciders == Deciders.BOARD
    if division.poll_id is not None and not is_boards:
        late = exists().where(LateEnd.poll_id == division.poll_id, LateEnd.elector_id == RollEntry.elector_id)
        return _pairs(session, _voters(division).where(late))
    entries = table_of(RollEntry).c

    def held(on: date) -> ColumnElement[bool]:
        return board.is_seated(entries.person_id, on) if is_boards else register.is_entered(entries.membership_id, on)

    def held_then(row: AnyRow) -> bool:
        on = last_on if row.given_at is None else local_date(row.given_at, zone)
        own = select(RollEntry.elector_id).where(
            RollEntry.roll_id == division.roll_id, RollEntry.elector_id == row.elector_id
        )
        return session.scalar(own.where(held(on))) is not None

    gone = session.execute(_voters(division).where(~held(last_on))).all()
    return {(row.elector_id, row.of_class, row.given) for row in gone if not held_then(row)}


def _interested(session: Session, division: Division) -> set[Voter]:
    """Return who declared an interest after they voted, where it would have taken their vote."""
    motion = queries.find(session, division.motion_id)
    if not electorate.takes_vote_of_the_interested(motion, constitution.rule_book(session, division.rule_set_id)):
        return set()
    own = MotionInterest
    declared = exists().where(
        own.motion_id == motion.id,
        own.person_id == RollEntry.person_id,
        own.ground == Ground.OWN_WORD,
        own.named_at >= division.called_at,
    )
    return _pairs(session, _voters(division).where(declared))


def _close(session: Session, division: Division, at: datetime) -> set[Voter]:
    """Return who voted and is known by now to have been connected with whom the motion is about.

    Source: domain 2.8 INV-17; case 9: what is entered late is held against the margin.
    """
    motion = queries.find(session, division.motion_id)
    if not queries.concerns(session, motion.id):
        return set()
    on = session.get_one(Roll, division.roll_id).roll_date
    book = constitution.rule_book(session, division.rule_set_id)
    bars = electorate.bars_of(session, motion, Called(roll_date=on, known_at=at, book=book, noticed_on=on)).subquery()
    close = select(bars.c.person_id).where(bars.c.bar == Bar.CONNECTED)
    return _pairs(session, _voters(division).where(RollEntry.person_id.in_(close)))


def _pairs(session: Session, voters: AnySelect) -> set[Voter]:
    return {(row.elector_id, row.of_class, row.given) for row in session.execute(voters)}


def _objected(session: Session, division: Division) -> dict[str, int]:
    """Return how many of each class have no vote on the word of another, and objected too late to be heard on it."""
    ruled = interest_queries.rulings(session, division.motion_id)
    late = [
        person
        for person, one in interest_queries.objections(session, division.motion_id).items()
        if one.objected_at >= division.called_at or (person in ruled and ruled[person].ruled_at < one.objected_at)
    ]
    bars = select(DivisionBar.person_id).where(
        DivisionBar.division_id == division.id,
        DivisionBar.bar.in_((Bar.DECLARED_INTEREST, Bar.IN_QUESTION, Bar.APPLICANT)),
    )
    kept_out = set(late) & set(session.scalars(bars))
    return _classes_of(session, division, kept_out) if kept_out else {}


def _classes_of(session: Session, division: Division, people: Collection[UUID]) -> dict[str, int]:
    """Return in which classes some people would have had a vote."""
    on = session.get_one(Roll, division.roll_id).roll_date
    if queries.find(session, division.motion_id).deciders == Deciders.BOARD:
        electors = board.seated(on, has_coopted=True).subquery()
        code = electors.c.third
    else:
        electors = register.entitled(roll_date=on, known_at=division.called_at).subquery()
        code = electors.c["class"]
    query = select(code, func.count()).where(electors.c.person_id.in_(list(people))).group_by(code)
    return dict(session.execute(query).all())
