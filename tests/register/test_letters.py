"""Ends that wait for letters and for time: a resignation with notice, a member who cannot be found, a suspension."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from govern.constitution.rules import Body, Matter
from govern.core.actors import Actor
from govern.register import letters, queries, service
from govern.register.ending_refusals import (
    NoticeNotRun,
    NotSoughtEnough,
    ResignationNeeded,
    SuspensionNotProvidedFor,
    SuspensionTooLong,
)
from govern.register.ending_rules import LetterKind, months_after
from govern.register.models import MemberLetter
from govern.register.refusals import NotYetSo, WrongDecider
from govern.register.rules import Cessation, Ground
from tests.calendar import A_DAY, AT, TODAY
from tests.make import Make
from tests.makers.constitution import on
from tests.raw import emptied, ensure_refused

TWO_YEARS_AGO = date(2024, 6, 1)


def by_rules(make: Make, **rules: Any) -> Actor:
    """Found a mutual with these rules, and return its secretary."""
    make.mutual()
    make.rules(**rules)
    return Actor(person_id=make.person().id)


@pytest.mark.parametrize(
    ("notice", "came_on", "is_over"),
    [
        pytest.param({"number": 1, "unit": "months"}, date(2026, 5, 2), False, id="a day less than a month"),
        pytest.param({"number": 1, "unit": "months"}, date(2026, 5, 1), True, id="a month"),
        pytest.param({"number": 1, "unit": "months"}, date(2026, 4, 30), True, id="a day more than a month"),
        pytest.param({"number": 7, "unit": "days"}, date(2026, 5, 25), False, id="six clear days"),
        pytest.param({"number": 7, "unit": "days"}, date(2026, 5, 24), True, id="seven clear days"),
    ],
)
def test_who_resigns_stays_a_member_until_the_notice_has_run(
    session: Session, make: Make, notice: dict[str, Any], came_on: date, *, is_over: bool
) -> None:
    secretary = by_rules(make, resignation_notice=notice)
    member = make.membership()
    letters.enter(session, member.id, kind=LetterKind.RESIGNATION, dated_on=came_on, actor=secretary, at=AT)
    end = Cessation(on=TODAY, ground=Ground.RESIGNED)

    if is_over:
        service.cease(session, member.id, end, actor=secretary, at=AT)
    else:
        with pytest.raises(NoticeNotRun, match="By the notice of the rules this membership ends on"):
            service.cease(session, member.id, end, actor=secretary, at=AT)

    assert queries.is_active(session, member.id, on=TODAY) is not is_over


def test_where_the_rules_ask_for_notice_the_letter_is_entered_first(session: Session, make: Make) -> None:
    secretary = by_rules(make, resignation_notice={"number": 1, "unit": "months"})
    member = make.membership()

    with pytest.raises(ResignationNeeded, match="Enter the day on which the member’s letter of resignation came"):
        service.cease(session, member.id, Cessation(on=TODAY, ground=Ground.RESIGNED), actor=secretary, at=AT)

    assert queries.is_active(session, member.id, on=TODAY)


@pytest.mark.parametrize(
    ("sent", "is_enough"),
    [
        pytest.param([TWO_YEARS_AGO], False, id="one letter"),
        pytest.param([TWO_YEARS_AGO + A_DAY, TODAY], False, id="two letters, a day less than two years"),
        pytest.param([TWO_YEARS_AGO, TODAY], True, id="two letters in two years"),
        pytest.param([TWO_YEARS_AGO - A_DAY, TODAY], True, id="two letters in more than two years"),
        pytest.param([TWO_YEARS_AGO, TODAY, TODAY], True, id="three letters"),
    ],
)
def test_a_member_is_untraceable_after_letters_over_the_time_of_the_rules(
    session: Session, make: Make, sent: list[date], *, is_enough: bool
) -> None:
    secretary = by_rules(make)
    member = make.membership()
    for day in sent:
        letters.enter(session, member.id, kind=LetterKind.UNANSWERED, dated_on=day, actor=secretary, at=AT)
    decided = make.decision(about=[on(member.person_id, Matter.CESSATION)])
    end = Cessation(on=TODAY, ground=Ground.UNTRACEABLE, decision_id=decided.id)

    if is_enough:
        service.cease(session, member.id, end, actor=secretary, at=AT)
    else:
        with pytest.raises(NotSoughtEnough, match="2 letters without an answer, the first of them 24 months ago"):
            service.cease(session, member.id, end, actor=secretary, at=AT)

    assert queries.is_active(session, member.id, on=TODAY) is not is_enough


def test_a_letter_of_tomorrow_is_not_entered(session: Session, make: Make) -> None:
    secretary = by_rules(make)
    member = make.membership()

    with pytest.raises(NotYetSo):
        letters.enter(session, member.id, kind=LetterKind.RESIGNATION, dated_on=TODAY + A_DAY, actor=secretary, at=AT)

    assert session.scalar(select(func.count()).select_from(MemberLetter)) == 0


def test_a_letter_that_was_entered_stays(session: Session, make: Make) -> None:
    secretary = by_rules(make)
    letters.enter(session, make.membership().id, kind=LetterKind.UNANSWERED, dated_on=TODAY, actor=secretary, at=AT)

    ensure_refused(session, "member_letter_is_append_only", "UPDATE member_letter SET dated_on = '2020-01-01'")
    ensure_refused(session, "member_letter_is_append_only", "DELETE FROM member_letter")
    ensure_refused(session, "member_letter_is_append_only", emptied(session, "member_letter"))


@pytest.mark.parametrize(
    ("days_beyond", "is_allowed"),
    [
        pytest.param(-1, True, id="a day less than three months"),
        pytest.param(0, True, id="three months"),
        pytest.param(1, False, id="a day more than three months"),
    ],
)
def test_a_suspension_ends_within_the_months_of_the_rules(
    session: Session, make: Make, days_beyond: int, *, is_allowed: bool
) -> None:
    secretary = by_rules(make)
    member = make.membership()
    until = months_after(TODAY, 3) + A_DAY * days_beyond
    decided = make.decision(about=[on(member.person_id, Matter.SUSPENSION)])
    told: dict[str, Any] = {"from_on": TODAY, "until_on": until, "decision_id": decided.id}

    if is_allowed:
        service.suspend(session, member.id, actor=secretary, at=AT, **told)
    else:
        with pytest.raises(SuspensionTooLong, match="on Tuesday 1 September 2026 at the latest"):
            service.suspend(session, member.id, actor=secretary, at=AT, **told)

    assert (len(queries.membership_history(session, member.id)) > 1) is is_allowed


def test_a_suspension_without_a_day_ends_by_itself_when_the_rules_say(session: Session, make: Make) -> None:
    secretary = by_rules(make, suspension_max_months=1)
    member = make.membership()
    decided = make.decision(about=[on(member.person_id, Matter.SUSPENSION)])

    service.suspend(session, member.id, from_on=TODAY, decision_id=decided.id, actor=secretary, at=AT)

    on_roll = [
        member.id in {row.membership_id for row in session.execute(queries.entitled(roll_date=day, known_at=AT))}
        for day in (TODAY, date(2026, 6, 30), date(2026, 7, 1))
    ]
    assert on_roll == [False, False, True]


def test_nobody_is_suspended_where_the_rules_do_not_provide_for_it(session: Session, make: Make) -> None:
    secretary = by_rules(make, suspension_max_months=0)
    member = make.membership()

    with pytest.raises(SuspensionNotProvidedFor, match="The rules let nobody suspend a member"):
        service.suspend(session, member.id, from_on=TODAY, decision_id=make.decision().id, actor=secretary, at=AT)

    assert len(queries.membership_history(session, member.id)) == 1


def test_only_the_board_or_a_general_meeting_suspends(session: Session, make: Make) -> None:
    secretary = by_rules(make)
    member = make.membership()
    by_secretary = make.decision(body=Body.SECRETARY_DELEGATED)

    with pytest.raises(WrongDecider, match="the board, or a general meeting"):
        service.suspend(session, member.id, from_on=TODAY, decision_id=by_secretary.id, actor=secretary, at=AT)

    assert len(queries.membership_history(session, member.id)) == 1
