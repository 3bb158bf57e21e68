"""A mutual some days after its members elected a board: what was right in its first days is not right any more.

A founder who is no member is its secretary and sits for the authority with two other outsiders, beside four loyal
directors. One outsider was a member for a day, rightly, and left. One stranger is welcome, and her application waits.
"""

from datetime import timedelta
from pathlib import Path
from uuid import UUID

from sqlalchemy.orm import Session

from govern.accounts import service as accounts
from govern.admissions import applications
from govern.admissions.applications import Wanted
from govern.board.models import AppointmentKind
from govern.consequences import admitting, cessation, deciding
from govern.consequences.founding import Founder
from govern.constitution import confirmations
from govern.constitution import queries as constitution
from govern.constitution.decisions import Minute
from govern.constitution.rules import Body, Matter, Participant, Subject, Third, Vote
from govern.core.actors import Actor, Deed, Role
from govern.register import persons
from govern.register.rules import Cessation, Entry, Ground, Particulars
from tests.calendar import A_DAY, AT, TODAY
from tests.founding.town import KEY, Town, founded, loyal_founder, particulars_now, particulars_of_outsider
from tests.make import Make
from tests.makers.boards import seated

SITS_UNTIL = TODAY + A_DAY * 2_000
BEGINS_AT = AT + timedelta(days=9)


def grown(session: Session, folder: Path) -> Town:
    """Found the mutual, let a board be elected, and let nine days pass."""
    stays = Founder(name="Outsider 0", email="outsider0@example.net", offices=frozenset({Role.SECRETARY}))
    loyal = [loyal_founder(0, frozenset({Role.ADMINISTRATOR})), *(loyal_founder(number) for number in range(1, 4))]
    town = founded(session, [*loyal, stays])
    town.begins_at, town.folder = BEGINS_AT, folder
    for person_id in town.members[1:]:
        email = particulars_now(session, person_id).email or ""
        accounts.open_account(session, person_id=person_id, email=email, actor=_of(town.members[0]), at=AT)
    make = Make(session)
    _enter_some_without_mail(town, make)
    _admit_and_leave(town)
    _elect(town, make)
    town.welcome = [_under_check(town)]
    return town


def _of(person_id: UUID) -> Actor:
    return Actor(person_id=person_id)


def _enter_some_without_mail(town: Town, make: Make) -> None:
    """Enter two members whom only post reaches."""
    home, part = town.homes[0]
    for number in (4, 5):
        told = Particulars(name=f"Loyal {number}", postal_address="1 Example Street", adult_confirmed_on=TODAY)
        known = persons.enter(town.session, told, match_key=KEY, actor=_of(town.members[0]), at=AT)
        made = make.membership(person_id=known.id, constituency_id=home, sub_constituency_id=part)
        town.members.append(known.id)
        town.by_post.append(known.id)
        town.memberships.append(made.id)


def _admit_and_leave(town: Town) -> None:
    """Let the founders admit an outsider by a decision on paper, who leaves on the next day."""
    session, secretary = town.session, _of(town.outsiders[0])
    told = particulars_of_outsider(4)
    person_id = persons.enter(session, told, match_key=KEY, actor=secretary, at=AT).id
    home, part = town.homes[0]
    goes = Subject(person_id=person_id, matter=Matter.ADMISSION, constituency_id=home, sub_constituency_id=part)
    minute = Minute(body=Body.BOARD, decided_on=TODAY, minute_reference="B/1", text="Admitted.", about=[goes])
    founders = constitution.participants(session, constitution.founders_decision(session).id)
    voters = [Participant(person_id=one.person_id, vote=Vote.FOR) for one in founders]
    decision = deciding.enter(session, minute, participants=voters, actor=secretary, at=AT)
    for one in voters:
        confirmations.confirm(session, decision.id, is_so=True, actor=_of(one.person_id), at=AT)
    entry = Entry(person_id=person_id, constituency_id=home, sub_constituency_id=part, decision_id=decision.id)
    made = admitting.enter_from_paper(session, entry, actor=secretary, at=AT)
    left = Cessation(on=TODAY + A_DAY, ground=Ground.RESIGNED)
    cessation.end(session, made.id, left, actor=secretary, at=AT + A_DAY)
    town.outsiders.append(person_id)
    town.decisions.append(decision.id)


def _elect(town: Town, make: Make) -> None:
    """Let four of the loyal be elected, one of whom only post reaches, and three outsiders be appointed."""
    places = [seat.third for seat in constitution.seats(town.session, on=TODAY)]
    theirs = [number for number, third in enumerate(places) if third == Third.LOCAL_AUTHORITY]
    others = [number for number, third in enumerate(places) if third != Third.LOCAL_AUTHORITY]
    for number, person_id in zip(others, (*town.members[:3], town.members[4]), strict=False):
        seated(town.session, make, number=number, kind=AppointmentKind.ELECTED, person_id=person_id, ends_on=SITS_UNTIL)
    for number, person_id in zip(theirs, (town.outsiders[0], *town.outsiders[2:4]), strict=True):
        seated(town.session, make, number=number, person_id=person_id, ends_on=SITS_UNTIL)


def _under_check(town: Town) -> UUID:
    """Let somebody apply whom nobody would keep out, and return who."""
    session, deed = town.session, Deed(actor=_of(town.members[0]), at=BEGINS_AT)
    told = Particulars(name="Ella Eligible", adult_confirmed_on=TODAY)
    ella = persons.enter(session, told, match_key=KEY, actor=deed.actor, at=AT)
    home, part = town.homes[0]
    wanted = Wanted(constituency_id=home, sub_constituency_id=part)
    asked = applications.enter_paper(session, ella.id, wanted, received_at=AT, deed=deed)
    applications.take_up(session, asked.id, deed=deed)
    return ella.id
