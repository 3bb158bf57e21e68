"""The plan of the board through the door: a decision of the members adopts it, once for a day."""

from govern.constitution import queries
from tests.calendar import A_DAY, AT
from tests.web.officers import words_of
from tests.web.secretariat import Secretariat
from tests.web.test_constitution import TOMORROW, decide


def test_the_members_adopt_a_plan_of_the_board(secretariat: Secretariat) -> None:
    clerk = secretariat.sit(at=AT + A_DAY)
    decision = decide(clerk, decided_on=str(TOMORROW))

    answer = clerk.send("/board-plans/new", decision=str(decision))

    assert answer.status_code == 303, words_of(answer)
    seats = secretariat.ask(queries.seats, on=TOMORROW)
    assert [seat.constituency_id for seat in seats] == [None] * 9


def test_a_second_plan_for_one_day_is_refused_in_words(secretariat: Secretariat) -> None:
    clerk = secretariat.sit()
    decision = decide(clerk)

    answer = clerk.send("/board-plans/new", decision=str(decision))

    assert answer.status_code == 409
    assert "A board plan has been adopted for this day already" in words_of(answer)
