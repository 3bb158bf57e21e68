"""The tiles of an office: what lies on them, since when, and that each can be empty."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import update
from sqlalchemy.orm import Session

from govern.accounts import queries as accounts
from govern.audit import queries as audit
from govern.audit import service as events
from govern.audit.service import Happening
from govern.board import queries as board
from govern.board.models import SeatHolding
from govern.constitution.models import BoardPlan, Seat
from govern.constitution.rules import Third
from govern.core.actors import CLOCKWORK, Actor, Role
from govern.core.waiting import Heap
from govern.core.words import say
from govern.elections.rules import State
from govern.jobs import mail
from govern.jobs import queries as jobs
from govern.jobs.models import Job, OutgoingMail
from govern.jobs.rules import REFUSED
from govern.register import opening
from govern.rule_changes import waiting as waiting_rules
from govern.web.tile_sources import tiles_now
from govern.web.tiles import SHOWN, Item, Kind, Moment, Tile, tiles
from tests.calendar import A_DAY, A_SECOND, AN_HOUR, AT, OPENS_AT, TODAY
from tests.make import Make
from tests.makers import kept
from tests.makers.registrations import reported
from tests.web.officers import Office, words_of
from tests.web.secretariat import Secretariat

KEY = Ed25519PrivateKey.from_private_bytes(b"the journal's key, for the tests")


def item(count: int = 1, *, kind: Kind = Kind.DECIDE, since: date | None = TODAY) -> Item:
    """Return something that waits."""
    return Item(kind=kind, count=count, words=say("Something waits."), endpoint="board.show", since=since)


def of(kind: Kind, *items: Item) -> Tile:
    """Return one of the tiles."""
    return next(tile for tile in tiles(items) if tile.kind is kind)


def test_there_are_five_tiles_and_each_says_kindly_that_nothing_waits() -> None:
    empty = tiles([])

    assert [str(tile.name) for tile in empty] == ["To decide", "To send", "To sign", "Deadlines", "Warnings"]
    assert [tile.count for tile in empty] == [0] * 5
    assert str(empty[1].told) == "Everything has been sent."
    assert all(tile.told for tile in empty)


def test_a_tile_tells_its_number_and_its_oldest_and_folds_what_is_too_much() -> None:
    tile = of(Kind.DECIDE, *[item(2, since=TODAY - A_DAY * days) for days in range(SHOWN + 1)], item(since=None))

    assert tile.count == 2 * (SHOWN + 1) + 1
    assert str(tile.told) == "The oldest has waited since Friday 29 May 2026."
    assert (len(tile.shown), len(tile.folded), tile.folded[-1].since) == (SHOWN, 2, None)


def test_deadlines_tell_what_comes_first_and_what_has_no_day_tells_none() -> None:
    due, later = item(6, kind=Kind.DEADLINE), item(2, kind=Kind.DEADLINE, since=TODAY + A_DAY)
    one, two = of(Kind.DEADLINE, due), of(Kind.DEADLINE, due, later)
    assert (one.count, two.count) == (1, 2)
    assert str(one.told) == "1 thing has a day to keep, which is Monday 1 June 2026."
    assert str(two.told) == "2 things have a day to keep. The first is Monday 1 June 2026."
    assert of(Kind.WARNING, item(kind=Kind.WARNING, since=None)).told is None
    assert of(Kind.SIGN, item(0, kind=Kind.SIGN)).items == []


def test_the_secretary_the_administrator_and_the_chair_each_see_their_own_desk(secretariat: Secretariat) -> None:
    roles = (Role.SECRETARY, Role.ADMINISTRATOR, Role.CHAIR)
    seen = {role: words_of(secretariat.sit(role).look("/")) for role in roles}

    assert "Your desk To decide 0 Nothing waits for a decision." in seen[Role.SECRETARY]
    assert "Find somebody" in seen[Role.SECRETARY]
    assert "Your desk To send 0 Everything has been sent. To sign" in seen[Role.ADMINISTRATOR]
    assert "Find somebody" not in seen[Role.ADMINISTRATOR]
    assert "Your desk To decide 0 Nothing waits for a decision. Deadlines" in seen[Role.CHAIR]
    assert "Find somebody" in seen[Role.CHAIR]


def test_the_scrutineer_sees_the_days_of_elections_and_letters_alone_to_decide_on(office: Office) -> None:
    office.carry_to(State.ARMED)

    page = words_of(office.sit(Role.SCRUTINEER, at=OPENS_AT - AN_HOUR).client.get("/"))

    assert (
        "Your desk To decide 0 Nothing waits for a decision. Deadlines 1 1 thing has a day to keep, which is"
        " Thursday 27 August 2026." in page
    )
    assert "voting opens on Thursday 27 August 2026." in page


@pytest.mark.parametrize(("days", "deadlines"), [(89, 1), (90, 0), (91, 0)])
def test_the_council_officer_is_told_of_the_authority_s_own_seats(
    session: Session, make: Make, days: int, deadlines: int
) -> None:
    plan, whose = kept(session, BoardPlan(seats_per_third=2)), make.person().id
    places = [(third, number) for third in Third for number in (1, 2)]
    made = [kept(session, Seat(plan_id=plan.id, seats_per_third=2, third=third, number=no)) for third, no in places]
    plan.adopted_on, plan.decision_id = TODAY, make.decision().id
    term = {"starts_on": TODAY - A_DAY, "ends_on": TODAY + A_DAY * (days + 1)}
    told = {"kind": "appointed", "decision_id": make.seating(whose).id, "recorded_at": AT}
    kept(session, SeatHolding(seat_id=made[-1].id, person_id=whose, **term, **told))

    desk = tiles_now(session, Moment(on=TODAY, at=AT, zone="Europe/London"), Role.COUNCIL_OFFICER)

    assert [(tile.kind, tile.count) for tile in desk] == [(Kind.DEADLINE, deadlines), (Kind.WARNING, 1)]


def test_an_election_is_on_the_desk_on_its_next_day_and_while_links_are_missing(office: Office) -> None:
    office.carry_to(State.ARMED)

    page = words_of(office.sit(Role.SECRETARY, at=OPENS_AT - AN_HOUR).client.get("/"))

    assert "voting opens on Thursday 27 August 2026." in page
    assert "5 electors have no voting link yet. The returning officer makes them." in page


def test_a_draft_of_the_rules_waits_until_it_or_a_later_one_is_registered(session: Session, make: Make) -> None:
    make.mutual()
    make.rules()
    assert waiting_rules.unregistered(session) == Heap(0, None)

    make.rule_set(drafted_at=AT)
    waiting = waiting_rules.unregistered(session)
    make.rules()

    assert waiting == Heap(1, AT)
    assert waiting_rules.unregistered(session) == Heap(0, None)


@pytest.mark.parametrize(("by", "count"), [(-1, 0), (0, 1), (1, 1)])
def test_an_office_that_ends_is_told_of_from_the_day_it_is_near(
    session: Session, make: Make, by: int, count: int
) -> None:
    make.office(Role.CHAIR, until_on=TODAY + A_DAY * 30)

    heap = accounts.offices_ending(session, on=TODAY, by=TODAY + timedelta(days=30 + by))

    assert heap == (Heap(1, TODAY + A_DAY * 29) if count else Heap(0, None))


@pytest.mark.parametrize(("late", "count"), [(-A_SECOND, 0), (A_SECOND * 0, 0), (A_SECOND, 1)])
def test_mail_that_has_not_gone_is_told_of_after_a_while(session: Session, late: timedelta, count: int) -> None:
    session.add(OutgoingMail(recipient="a@example.org", subject="s", body="b", made_at=AT))
    session.flush()

    assert jobs.unsent(session, made_before=AT + late) == Heap(count, AT if count else None)


def refused_at(session: Session, recipient: str, *, failure: str | None = REFUSED) -> None:
    """Leave a message in the outbox that could not be handed over."""
    mail.write(session, recipient=recipient, subject="s", body="b", at=AT)
    session.execute(update(Job).where(Job.failure.is_(None)).values(failure=failure))


def warnings(session: Session, *, late: timedelta = A_SECOND) -> list[str]:
    """Return what the desk says of mail an hour after the message was made, and a little."""
    moment = Moment(on=TODAY, at=AT + AN_HOUR + late, zone="Europe/London")
    told = [str(item.words) for tile in tiles_now(session, moment) for item in tile.items]
    return [words for words in told if "Mail" in words or "message" in words]


def test_whose_address_takes_no_mail_is_named_until_it_goes_or_is_dropped(session: Session, make: Make) -> None:
    make.mutual()
    make.rules()
    make.person(name="Una Bell", email="Una@example.org")
    refused_at(session, "una@example.org")
    refused_at(session, "nobody@example.org")

    found = warnings(session)

    assert found == [
        "Mail to the address of Una Bell is refused. Ask them for another, or write.",
        "1 message has not gone out. Ask the administrator whether mail works.",
    ]
    assert warnings(session, late=A_SECOND * 0) == []
    mail.wipe_unsent(session, before=AT + A_SECOND)
    assert warnings(session) == []


def test_a_mail_server_that_is_down_is_nobody_s_wrong_address(session: Session, make: Make) -> None:
    make.mutual()
    make.rules()
    make.person(name="Una Bell", email="una@example.org")
    refused_at(session, "una@example.org", failure="ConnectionRefusedError")

    assert warnings(session) == ["1 message has not gone out. Ask the administrator whether mail works."]


def desk_of_the_administrator(session: Session, *, late: timedelta) -> dict[Kind, list[str]]:
    """Return what lies on it, some time after noon."""
    moment = Moment(on=TODAY, at=AT + late, zone="Europe/London")
    found = tiles_now(session, moment, Role.ADMINISTRATOR)
    return {tile.kind: [str(item.words) for item in tile.items] for tile in found}


def test_the_administrator_is_told_how_much_mail_is_held_up_and_not_whose(session: Session, make: Make) -> None:
    make.mutual()
    make.rules()
    make.person(name="Una Bell", email="una@example.org")
    refused_at(session, "una@example.org")
    refused_at(session, "ben@example.org", failure="ConnectionRefusedError")

    found = desk_of_the_administrator(session, late=AN_HOUR + A_SECOND)

    assert found[Kind.SEND] == [
        "1 message has not gone out within the hour. See that the worker runs and the mail server answers."
    ]
    assert "1 message is refused where it should arrive. The secretary can correct an address." in found[Kind.WARNING]
    assert not any("Una" in words for told in found.values() for words in told)
    early = desk_of_the_administrator(session, late=AN_HOUR)
    mail.wipe_unsent(session, before=AT + A_SECOND)
    wiped = desk_of_the_administrator(session, late=AN_HOUR + A_SECOND)
    for calm in (early, wiped):
        assert calm[Kind.SEND] == []
        assert not any("message" in words for words in calm[Kind.WARNING])


@pytest.mark.parametrize(("late", "count"), [(A_SECOND * 0, 0), (A_SECOND, 1)])
def test_a_head_that_is_due_is_on_the_administrator_s_desk_until_it_is_signed(
    session: Session, make: Make, late: timedelta, count: int
) -> None:
    make.mutual()
    events.record(session, Happening(event="something.happened"), actor=CLOCKWORK, at=AT)

    found = desk_of_the_administrator(session, late=2 * AN_HOUR + late)
    events.sign_head(session, key=KEY, occasion="hourly", at=AT)
    signed = desk_of_the_administrator(session, late=2 * AN_HOUR + late)

    assert len(found[Kind.SIGN]) == count
    assert signed[Kind.SIGN] == []


def test_an_office_that_ends_and_a_deed_nobody_can_do_are_on_the_administrator_s_desk(
    session: Session, make: Make
) -> None:
    make.mutual()
    make.rules()
    make.office(Role.CHAIR, until_on=TODAY + A_DAY * 30)

    found = desk_of_the_administrator(session, late=AN_HOUR)

    assert found[Kind.DEADLINE] == ["1 office ends within 30 days."]
    assert any("nobody can lawfully do" in words for words in found[Kind.WARNING])


EMPTY: list[Callable[[Session], Heap]] = [
    opening.waiting,
    lambda session: board.terms_ending(session, on=TODAY, by=TODAY + A_DAY * 90),
    lambda session: audit.unsigned(session, before=AT),
    lambda session: jobs.unsent(session, made_before=AT),
]


@pytest.mark.parametrize("heap", EMPTY)
def test_nothing_waits_in_an_empty_house(session: Session, heap: Callable[[Session], Heap]) -> None:
    assert heap(session) == Heap(0, None)


@pytest.mark.parametrize("office", [Role.SECRETARY, Role.CHAIR, Role.DIRECTOR])
def test_a_registration_lies_on_the_desk_of_whoever_can_compare_it_and_not_of_who_entered_it(
    session: Session, make: Make, office: Role
) -> None:
    make.mutual()
    rules = make.rules()
    entered = reported(session, on=TODAY, is_so=None, rule_set_id=rules.id)

    def desk(reader: UUID) -> list[str]:
        moment = Moment(on=TODAY, at=AT, zone="Europe/London", reader=Actor(person_id=reader))
        return [str(item.words) for tile in tiles_now(session, moment, office) for item in tile.items]

    asked = f"Version {rules.version:,} of the rules: compare its registration with the registrar’s answer."
    assert asked in desk(make.person().id)
    assert asked not in desk(entered.entered_by)


def test_a_director_has_a_desk_only_while_something_lies_on_it(session: Session, make: Make) -> None:
    make.mutual()
    make.rules()

    assert tiles_now(session, Moment(on=TODAY, at=AT, zone="Europe/London"), Role.DIRECTOR) == []
