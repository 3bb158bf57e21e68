"""Check my vote: the place in each election with its rule, and a question that reaches the secretary."""

from uuid import UUID

from govern.core.actors import Role
from govern.register import requests
from tests.calendar import A_DAY, AT, ROLL_DATE
from tests.make import Make
from tests.web.officers import Office, words_of


def other_member(office: Office, **facts: object) -> UUID:
    """Enter somebody else as a member, elsewhere or otherwise."""
    with office.database.writing() as session:
        person_id = Make(session).membership(**facts).person_id  # type: ignore[arg-type]  # of the version
        session.commit()
    return person_id


def checked(office: Office, person_id: UUID) -> str:
    return words_of(office.sit_as(person_id, at=AT).client.get("/me/vote-check"))


def test_a_member_sees_each_election_with_the_reason_and_the_rule(office: Office) -> None:
    page = checked(office, office.made.members[0])

    assert "Workforce directors You can vote" in page
    assert "The rule: whoever is a member on the day of the list is on it." in page
    assert "Where it stands: A vote is accepted only from the frozen roll" in page
    assert "Day of the list Monday 24 August 2026" in page


def test_a_member_of_another_group_sees_it_among_the_others(office: Office) -> None:
    page = checked(office, other_member(office))

    assert "No vote of your group is planned yet." in page
    assert "Votes of other members Workforce directors You cannot vote Another group of members votes here." in page


def test_somebody_entered_after_the_roll_date_is_told_months_before(office: Office) -> None:
    constituency = office.made.election.constituency_id
    person_id = other_member(office, constituency_id=constituency, valid_from=ROLL_DATE + A_DAY)

    assert "You became a member on Tuesday 25 August 2026." in checked(office, person_id)


def test_a_question_reaches_the_secretary_and_its_answer_comes_back(office: Office) -> None:
    person_id = office.made.members[0]
    office.sit_as(person_id, at=AT).send_at("/me/vote-check", words="I am in the wrong group.")
    with office.database.reading() as session:
        [asked] = requests.unanswered(session)

    desk = office.sit(Role.SECRETARY, at=AT)
    listed = words_of(desk.client.get("/requests"))
    answered = desk.send_at(f"/requests/{asked.id}/answer", answer="It is put right.")

    assert "Member 0 Their entry, and where they vote" in listed
    assert answered.status_code == 303
    assert "Nothing waits for an answer." in words_of(desk.client.get("/requests"))
    assert "“I am in the wrong group.” The answer of 1 Jun 2026: “It is put right.”" in checked(office, person_id)


def test_a_question_without_words_or_asked_twice_is_refused(office: Office) -> None:
    desk = office.sit_as(office.made.members[0], at=AT)

    empty = desk.send_at("/me/vote-check", words=" ")
    desk.send_at("/me/vote-check", words="I am in the wrong group.")
    again = desk.send_at("/me/vote-check", words="Still.")

    assert (empty.status_code, again.status_code) == (422, 409)
    assert "Write what you think is wrong." in words_of(empty)
    assert "You have asked this, and the answer is still to come." in words_of(again)


def test_nobody_else_reads_or_answers_requests(office: Office) -> None:
    for role in (Role.RETURNING_OFFICER, Role.ADMINISTRATOR, Role.CHAIR):
        assert office.sit(role, at=AT).client.get("/requests").status_code == 403
    assert office.sit_as(office.made.members[0], at=AT).client.get("/requests").status_code == 403
    person_id = office.made.members[0]
    office.sit_as(person_id, at=AT).send_at("/me/vote-check", words="A secret of mine.")

    assert "A secret of mine." not in checked(office, office.made.members[1])
