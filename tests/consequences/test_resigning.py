"""A member resigns: today, or for a later day until which they stay one and can take it back."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from govern.consequences import cessation, resigning
from govern.core.actors import Actor
from govern.core.errors import NotFound
from govern.jobs.models import OutgoingMail
from govern.register import queries, resignations
from govern.register.models import MembershipVersion, Resignation
from govern.register.resignation_refusals import HasResigned, NothingToTakeBack, ResignsOnAnotherDay
from govern.register.rules import Cessation, Ground, Standing
from tests.calendar import A_DAY, AT, TODAY
from tests.make import Make
from tests.raw import ensure_refused

NEXT_WEEK = TODAY + 7 * A_DAY


class Leaver:
    """A member with an e-mail address who wants to go."""

    def __init__(self, session: Session, make: Make, **rules: Any) -> None:
        self.session = session
        make.mutual()
        make.rules(**rules)
        self.person_id = make.person(email="dee@example.org").id
        self.membership_id = make.membership(person_id=self.person_id).id
        self.actor = Actor(person_id=self.person_id)

    def resigns(self, on: date, *, days: int = 0) -> None:
        """Resign some days from today for a day."""
        resigning.resign(self.session, self.person_id, on=on, actor=self.actor, at=AT + days * A_DAY)

    def the_clock_comes(self, *, days: int) -> None:
        """Let the clockwork look for resignations whose day has come, some days from today."""
        for membership_id in resignations.due(self.session, on=TODAY + days * A_DAY):
            resigning.take_effect(self.session, membership_id, at=AT + days * A_DAY)

    def is_member(self, on: date) -> bool:
        """Say whether they are a member on a day."""
        return queries.is_active(self.session, self.membership_id, on=on)

    def outcome(self) -> str | None:
        """Return what became of their resignation."""
        self.session.expire_all()
        return self.session.scalar(select(Resignation.outcome).where(Resignation.membership_id == self.membership_id))

    def letters(self) -> list[str]:
        """Return what they were written."""
        return [one.body or "" for one in self.session.scalars(select(OutgoingMail).order_by(OutgoingMail.made_at))]


@pytest.fixture
def leaver(session: Session, make: Make) -> Leaver:
    return Leaver(session, make)


def test_who_resigns_for_today_is_no_member_at_once(leaver: Leaver) -> None:
    leaver.resigns(TODAY)

    assert not leaver.is_member(TODAY)
    assert leaver.outcome() is None


@pytest.mark.parametrize(("days", "is_over"), [(6, False), (7, True), (9, True)])
def test_a_resignation_for_a_later_day_ends_the_membership_from_that_day_on(
    leaver: Leaver, days: int, *, is_over: bool
) -> None:
    leaver.resigns(NEXT_WEEK)
    leaver.the_clock_comes(days=days)

    assert leaver.is_member(NEXT_WEEK - A_DAY)
    assert leaver.is_member(NEXT_WEEK) is not is_over
    assert leaver.outcome() == ("took_effect" if is_over else None)
    assert len(leaver.letters()) == (2 if is_over else 1)


def test_the_true_day_stands_beside_the_day_of_the_entry(leaver: Leaver) -> None:
    leaver.resigns(NEXT_WEEK)
    leaver.the_clock_comes(days=9)

    ended = leaver.session.scalars(select(MembershipVersion).where(MembershipVersion.standing == Standing.CEASED)).one()
    assert (ended.ground, ended.valid_from, ended.recorded_at) == ("resigned", NEXT_WEEK, AT + 9 * A_DAY)
    assert ended.recorded_by == leaver.person_id


@pytest.mark.parametrize("day", [TODAY - A_DAY, date(2027, 6, 2)], ids=["gone", "a day more than a year"])
def test_a_day_that_is_gone_or_more_than_a_year_away_is_refused(leaver: Leaver, day: date) -> None:
    with pytest.raises(ResignsOnAnotherDay, match="Choose a day from Monday 1 June 2026 to Tuesday 1 June 2027"):
        leaver.resigns(day)

    assert leaver.session.scalar(select(func.count()).select_from(Resignation)) == 0
    assert leaver.is_member(TODAY)


@pytest.mark.parametrize("day", [TODAY + A_DAY, date(2027, 5, 31), date(2027, 6, 1)])
def test_any_day_from_tomorrow_to_a_year_ahead_can_be_named(leaver: Leaver, day: date) -> None:
    leaver.resigns(day)

    waiting = resignations.waiting(leaver.session, leaver.membership_id)
    assert waiting is not None
    assert waiting.effective_on == day


@pytest.mark.parametrize(("days", "is_long"), [(8, False), (9, True)])
def test_where_the_rules_ask_for_notice_it_runs_from_the_day_of_the_resignation(
    session: Session, make: Make, days: int, *, is_long: bool
) -> None:
    leaver = Leaver(session, make, resignation_notice={"number": 8, "unit": "days"})

    if is_long:
        leaver.resigns(TODAY + days * A_DAY)
        leaver.the_clock_comes(days=days)
    else:
        with pytest.raises(ResignsOnAnotherDay, match="Choose a day from Wednesday 10 June 2026"):
            leaver.resigns(TODAY + days * A_DAY)

    assert leaver.is_member(TODAY + days * A_DAY) is not is_long


@pytest.mark.parametrize(("days", "is_late"), [(6, False), (7, True)])
def test_it_can_be_taken_back_until_its_day_comes(leaver: Leaver, days: int, *, is_late: bool) -> None:
    leaver.resigns(NEXT_WEEK)

    if is_late:
        with pytest.raises(NothingToTakeBack, match="there is nothing to take back"):
            resigning.stay(leaver.session, leaver.person_id, actor=leaver.actor, at=AT + days * A_DAY)
    else:
        resigning.stay(leaver.session, leaver.person_id, actor=leaver.actor, at=AT + days * A_DAY)
    leaver.the_clock_comes(days=8)

    assert leaver.is_member(NEXT_WEEK) is not is_late
    assert leaver.outcome() == ("took_effect" if is_late else "taken_back")


def test_who_took_it_back_can_resign_again(leaver: Leaver) -> None:
    leaver.resigns(NEXT_WEEK)
    resigning.stay(leaver.session, leaver.person_id, actor=leaver.actor, at=AT)

    leaver.resigns(NEXT_WEEK + A_DAY)

    assert resignations.is_due(leaver.session, leaver.membership_id, on=NEXT_WEEK + A_DAY)
    assert not resignations.is_due(leaver.session, leaver.membership_id, on=NEXT_WEEK)


def test_one_resignation_waits_at_a_time(leaver: Leaver) -> None:
    leaver.resigns(NEXT_WEEK)

    with pytest.raises(HasResigned, match="You have resigned for Monday 8 June 2026"):
        leaver.resigns(NEXT_WEEK + A_DAY)

    assert leaver.session.scalar(select(func.count()).select_from(Resignation)) == 1


def test_who_died_before_the_day_is_not_ended_twice(leaver: Leaver, make: Make) -> None:
    leaver.resigns(NEXT_WEEK)
    secretary = Actor(person_id=make.person().id)
    died = Cessation(on=TODAY + A_DAY, ground=Ground.DIED)
    cessation.end(leaver.session, leaver.membership_id, died, actor=secretary, at=AT + A_DAY)

    leaver.the_clock_comes(days=7)

    assert leaver.outcome() == "overtaken"
    assert [one.ground for one in queries.membership_history(leaver.session, leaver.membership_id)][-1] == "died"


def test_nobody_resigns_who_is_no_member(session: Session, make: Make) -> None:
    make.mutual()
    make.rules()
    person = make.person().id

    with pytest.raises(NotFound):
        resigning.resign(session, person, on=TODAY, actor=Actor(person_id=person), at=AT)
    with pytest.raises(NothingToTakeBack):
        resigning.stay(session, person, actor=Actor(person_id=person), at=AT)


COPY = "INSERT INTO resignation SELECT :id, membership_id, given_by, given_on, given_at, "


@pytest.mark.parametrize(
    ("guard", "statement"),
    [
        ("resignation_only_closes", "UPDATE resignation SET outcome = NULL, closed_at = NULL"),
        (
            "resignation_is_kept",
            "UPDATE resignation SET outcome = 'taken_back', closed_at = given_at, effective_on = '2026-07-01'",
        ),
        ("resignation_is_kept", "DELETE FROM resignation"),
        ("ck_resignation_waits_for_a_later_day", COPY + "given_on, 'taken_back', given_at FROM resignation"),
        ("ck_resignation_outcome_has_an_instant", COPY + "effective_on, 'taken_back', NULL FROM resignation"),
        ("resignation.membership_id|uq_resignation_waiting", COPY + "effective_on, NULL, NULL FROM resignation"),
    ],
)
def test_what_a_resignation_says_is_kept_by_the_database(leaver: Leaver, guard: str, statement: str) -> None:
    leaver.resigns(NEXT_WEEK)

    ensure_refused(leaver.session, guard, statement.replace(":id", f"'{UUID(int=7).hex}'"))
