"""What the pages tell of the registrar's answer: that it waits, that somebody says it is not so, that it has effect."""

from govern.core.actors import Role
from tests.calendar import A_DAY, AT
from tests.makers import resolutions
from tests.web.officers import words_of
from tests.web.registrar import compared, confirmation
from tests.web.secretariat import Clerk, Secretariat
from tests.web.test_constitution import TOMORROW, id_at

LATER = AT + A_DAY
NOT_SO = "Cath Chair compared it on 2 Jun 2026, and says that it is not so. It has no effect, and is entered again."
BY_THE_REGISTRAR = "The registrar registers it, and from that day it is in force."


def sent(secretariat: Secretariat) -> str:
    """Return the address of a change of the rules that is with the registrar."""
    draft = id_at(secretariat.sit().send("/rules/new", challenge_days="30"))
    secretariat.write(resolutions.filed_change, rule_set_id=draft, on=TOMORROW)
    return f"/rules/{draft}"


def enter(clerk: Clerk, rules: str) -> None:
    """Let the secretary enter that it was registered."""
    answer = clerk.send(f"{rules}/registration", registered_on=str(TOMORROW), reference="FCA 4711")
    assert answer.status_code == 303, words_of(answer)


def test_rules_whose_registration_waits_are_not_said_to_wait_for_the_registrar(secretariat: Secretariat) -> None:
    rules = sent(secretariat)
    clerk = secretariat.sit(at=LATER)
    before = words_of(clerk.look(rules))
    enter(clerk, rules)

    waits = words_of(clerk.look(rules))
    asked = words_of(secretariat.sit(Role.CHAIR, at=LATER).look(confirmation(secretariat)))

    assert [BY_THE_REGISTRAR in one for one in (before, waits)] == [True, False]
    assert "It binds nobody yet." in waits
    assert "It takes effect once somebody else has compared it with the registrar’s answer." in waits
    assert "What was registered Version 2 of the rules" in asked
    assert "If you have not seen it yet, go back without doing this." in asked


def test_an_answer_that_is_not_so_is_told_where_it_is_entered_again(secretariat: Secretariat) -> None:
    rules = sent(secretariat)
    clerk = secretariat.sit(at=LATER)
    enter(clerk, rules)
    assert compared(secretariat, word="not_so").status_code == 303

    told = words_of(clerk.look(rules))
    enter(clerk, rules)
    again = words_of(clerk.look(rules))
    compared(secretariat)
    then = words_of(clerk.look(rules))

    assert [NOT_SO in one for one in (told, again, then)] == [True, False, False]
    assert "Record its registration" in told
    assert "in force Registered on Tuesday 2 June 2026." in then
