"""One's own history, a copy of all that is held, and resigning."""

import csv
import io
import json
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from govern.consequences import held, resigning
from govern.constitution.rules import Matter
from govern.core.actors import Actor
from govern.divisions import departures
from govern.elections.rules import State
from govern.jobs.models import OutgoingMail
from govern.motions.rules import Kind
from govern.register import own
from govern.register.models import MembershipVersion
from govern.register.rules import Standing
from tests.calendar import A_DAY, AT, DURING, TODAY
from tests.make import Make
from tests.makers.assembly import Assembly
from tests.makers.constitution import on
from tests.web.officers import Office, words_of
from tests.web.sittings import Sit


def standings(office: Office, person_id: UUID) -> list[str]:
    with office.database.reading() as session:
        current = select(MembershipVersion.standing).where(
            MembershipVersion.person_id == person_id, MembershipVersion.superseded_at.is_(None)
        )
        return list(session.scalars(current.order_by(MembershipVersion.valid_from)))


def test_a_membership_is_told_in_plain_words(office: Office) -> None:
    with office.database.writing() as session:
        make = Make(session)
        home = office.made.election.constituency_id
        member = make.membership(constituency_id=home, valid_to=TODAY)
        told = {"membership_id": member.id, "person_id": member.person_id, "constituency_id": home, "recorded_at": AT}
        about = [on(member.person_id, matter) for matter in (Matter.SUSPENSION, Matter.RESTORATION)]
        by = {"recorded_by": make.person().id, "decision_id": make.decision(about=about).id, "salt": "00" * 32}
        for standing, first, last in (("suspended", TODAY, TODAY + A_DAY), ("entered", TODAY + A_DAY, None)):
            session.add(MembershipVersion(standing=standing, valid_from=first, valid_to=last, **told, **by))
        session.commit()

    page = words_of(office.sit_as(member.person_id, at=AT).client.get("/me/history"))

    assert "Monday 6 January 2020 You became a member, in this group: Workforce." in page
    assert "Monday 1 June 2026 Your rights as a member were suspended." in page
    assert "Tuesday 2 June 2026 Your rights as a member came back." in page


def test_history_and_own_page_tell_one_day_of_joining(office: Office) -> None:
    with office.database.writing() as session:
        make = Make(session)
        home = office.made.election.constituency_id
        member = make.membership(constituency_id=home, valid_from=TODAY, member_since=TODAY - A_DAY * 100)
        session.commit()
    client = office.sit_as(member.person_id, at=AT).client

    assert "Since Saturday 21 February 2026" in words_of(client.get("/me"))
    assert "Saturday 21 February 2026 You became a member" in words_of(client.get("/me/history"))


def test_what_was_recorded_again_without_a_change_to_see_is_told_once(office: Office) -> None:
    desk = office.sit_as(office.made.members[0], at=AT)
    for address, telephone in (("c/o The Office", "01632 960123"), ("c/o The Office", "01632 960124")):
        desk.send_at("/me/details", postal_address=address, telephone=telephone, telephone_purposes="ballots")
    later = office.sit_as(office.made.members[0], at=AT + A_DAY)
    later.send_at("/me/details", telephone="01632 960125", telephone_purposes="ballots")

    page = words_of(later.client.get("/me/history"))

    assert page.count("c/o The Office") == 1
    assert page.count("Written down on") == 3
    assert "Monday 1 June 2026 Member 0, c/o The Office Written down on 1 Jun 2026." in page


def test_the_copy_holds_ones_own_record_and_no_mark_digest_or_other_person(office: Office) -> None:
    office.carry_to(State.SEALED)
    me, other = office.made.members[:2]
    client = office.sit_as(me, at=AT).client

    answer = client.get("/me/history/copy.json")
    copy = json.loads(answer.text)
    rows = list(csv.DictReader(io.StringIO(client.get("/me/history/copy.csv").text.lstrip("\ufeff"))))

    assert answer.headers["Content-Disposition"] == 'attachment; filename="my-record.json"'
    assert [one["name"] for one in copy["details"]] == ["Member 0"]
    assert (len(copy["memberships"]), len(copy["rolls"]), len(copy["nominations"])) == (1, 1, 1)
    assert {"details", "memberships", "rolls"} <= {row["what"] for row in rows}
    assert str(other) not in answer.text
    assert not held.LEFT_OUT & {field for lines in copy.values() for line in lines for field in line}
    assert not {"marks", "ballots", "credentials"} & set(copy)


def test_a_visitor_is_given_nothing(office: Office) -> None:
    visitor = office.app.test_client()

    paths = ("/me/history", "/me/history/copy.json", "/me/history/copy.csv", "/me/resignation")

    assert [visitor.get(path).status_code for path in paths] == [302] * 4


def test_a_formula_is_saved_as_words(office: Office) -> None:
    with office.database.writing() as session:
        person = Make(session).person(name="=1+1").id
        session.commit()

    assert "'=1+1" in office.sit_as(person, at=AT).client.get("/me/history/copy.csv").text


def test_a_member_resigns_after_reading_what_follows_and_being_asked_once(office: Office) -> None:
    office.carry_to(State.ARMED)
    person_id = office.made.members[4]
    desk = office.sit_as(person_id, at=DURING)

    page = words_of(desk.client.get("/me/resignation"))
    unasked = desk.send_at("/me/resignation", promise="")
    before = standings(office, person_id)
    answer = desk.send_at("/me/resignation")

    assert "Your membership can end today, or on a later day." in page
    assert "You can no longer vote in this vote, if you have not voted yet: Workforce directors." in page
    assert (unasked.status_code, before) == (422, ["entered"])
    assert answer.status_code == 303
    assert standings(office, person_id) == ["entered", "ceased"]
    assert "What you are no longer a member" in words_of(desk.client.get("/me"))
    assert desk.client.get("/me/resignation").status_code == 404


def test_a_member_resigns_for_a_later_day_and_takes_it_back(office: Office) -> None:
    office.carry_to(State.ARMED)
    person_id = office.made.members[4]
    desk = office.sit_as(person_id, at=DURING)

    refused = desk.send_at("/me/resignation", on="2027-09-08")
    given = desk.send_at("/me/resignation", on="2026-10-01")
    page = words_of(desk.client.get("/me"))
    again = desk.client.get("/me/resignation")
    waiting = words_of(desk.client.get("/me/resignation/withdrawal"))
    stays = desk.send_at("/me/resignation/withdrawal")

    assert refused.status_code == 409
    assert "Choose a day from Monday 7 September 2026 to Tuesday 7 September 2027." in words_of(refused)
    assert (given.status_code, stays.status_code, standings(office, person_id)) == (303, 303, ["entered"])
    assert "You have resigned. You are a member until Thursday 1 October 2026." in page
    assert "You have resigned for Thursday 1 October 2026. Take it back" in page
    assert again.headers["Location"] == "/me/resignation/withdrawal"
    assert "Your membership ends on Thursday 1 October 2026." in waiting
    assert "You have taken it back, and stay a member." in words_of(desk.client.get("/me"))
    assert desk.client.get("/me/resignation/withdrawal").status_code == 404


def test_the_address_on_record_is_told_that_its_owner_resigned(session: Session, make: Make) -> None:
    make.mutual()
    make.rules()
    person = make.person(name="Ann Ash", email="ann@example.org").id
    make.membership(person_id=person)

    resigning.resign(session, person, on=TODAY, actor=Actor(person_id=person), at=AT)

    found = own.latest_membership(session, person, on=TODAY)
    assert found is not None
    assert found.standing == Standing.CEASED
    letter = session.execute(select(OutgoingMail.recipient, OutgoingMail.body)).one()
    assert letter.recipient == "ann@example.org"
    assert "If it was not you, telephone 01632 960000 now." in (letter.body or "")


def test_what_somebody_did_on_motions_is_in_their_history_with_the_way_to_it(
    make: Make, house: Assembly, sit: Sit
) -> None:
    motion = house.chamber.on_the_agenda(house.chamber.proposal(kind=Kind.FRANCHISE))
    departures.declare(make.session, motion.id, "My firm is the landlord.", house.chamber.own(house.members[1]))
    make.known_to_all()

    page = sit(house.members[1]).get("/me/history")

    assert "What I did on motions" in words_of(page)
    assert "Saturdays You seconded it." in words_of(page)
    assert "Saturdays You said that you have an interest in it." in words_of(page)
    assert page.text.count(f'<a href="/motions/{motion.id}">') == 2
    assert "What I did on motions" not in words_of(sit(house.members[3]).get("/me/history"))
