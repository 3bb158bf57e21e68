"""The founding through the door: behind a code, once, and never again."""

import re
from typing import Any

import pytest
from werkzeug.test import TestResponse

from govern.accounts import queries as accounts
from govern.consequences.founding import code_of
from govern.constitution import queries
from govern.core.actors import Role
from govern.core.clock import local_date
from govern.register import queries as register
from tests.calendar import A_DAY, AT, TODAY
from tests.served import SECRET
from tests.web.filled_forms import form_of
from tests.web.officers import words_of
from tests.web.secretariat import Clerk, Secretariat

CODE = code_of(TODAY, secret=SECRET.encode())
TYPED: dict[str, Any] = {
    "name": "Calder Valley Care Mutual Ltd",
    "mode": "demo",
    "telephone": "01632 960000",
    "text_relay": "18001 01632 960000",
    "minute_reference": "Founders/1",
    "promise": "y",
    "founder_1_name": "Anne Admin",
    "founder_1_email": "anne@example.org",
    "founder_1_offices": ["administrator"],
    "founder_2_name": "Sam Secretary",
    "founder_2_email": "sam@example.org",
    "founder_2_offices": ["secretary"],
    "founder_2_home": "workforce/care_staff",
    "founder_3_name": "Fay Founder",
    "founder_3_email": "fay@example.org",
    "founder_3_home": "service_user/carers",
    "founder_2_adult": "y",
    "founder_3_adult": "y",
}


def begun(unfounded: Secretariat, *, code: str = CODE) -> Clerk:
    """Return a visitor who has typed the code and chosen model rules."""
    visitor = unfounded.sit(None)
    visitor.send("/founding", code=code, preset="calder")
    return visitor


def found(unfounded: Secretariat, **typed: Any) -> TestResponse:
    """Found the mutual through its page."""
    return begun(unfounded).send("/founding/calder", **TYPED | typed)


@pytest.mark.invariant("INV-11")
def test_the_founders_found_the_mutual_with_the_code(unfounded: Secretariat) -> None:
    answer = found(unfounded)

    assert (answer.status_code, answer.location) == (303, "/")
    assert unfounded.ask(queries.mutual).name == "Calder Valley Care Mutual Ltd"
    assert len(unfounded.ask(queries.seats, on=TODAY)) == 9
    assert {held.office for held in unfounded.ask(accounts.holdings, on=TODAY)} == {Role.ADMINISTRATOR, Role.SECRETARY}
    assert [line.name for line in unfounded.ask(register.members, on=TODAY).items] == ["Fay Founder", "Sam Secretary"]


@pytest.mark.invariant("INV-11")
def test_the_founding_is_closed_for_ever_behind_them(unfounded: Secretariat) -> None:
    found(unfounded)

    for page in ("/founding", "/founding/calder"):
        answer = unfounded.sit(None).look(page)
        assert answer.status_code == 409
        assert "This mutual has been founded, and that cannot be done again" in words_of(answer)


@pytest.mark.parametrize("typed", ["", "AAAA-BBBB-CCCC-DDDD", CODE[:-1], "’; drop"])
@pytest.mark.invariant("INV-11")
def test_nobody_founds_without_the_code(unfounded: Secretariat, typed: str) -> None:
    visitor = unfounded.sit(None)

    answer = visitor.send("/founding", code=typed, preset="calder")

    assert answer.status_code == 403
    assert "This is not the code of today" in words_of(answer)
    assert visitor.look("/founding/calder").status_code == 403


@pytest.mark.parametrize(
    ("days", "status"), [pytest.param(1, 303, id="the day after"), pytest.param(2, 403, id="two days after")]
)
def test_a_code_lasts_until_the_end_of_the_next_day(unfounded: Secretariat, days: int, status: int) -> None:
    visitor = unfounded.sit(None, at=AT + A_DAY * days)

    assert visitor.send("/founding", code=CODE.lower().replace("-", " "), preset="calder").status_code == status


def test_seats_and_names_can_differ_from_the_model_rules(unfounded: Secretariat) -> None:
    answer = found(unfounded, seats_per_third="2", home_workforce="Staff", min_member_age="14", min_voting_age="16")

    assert answer.status_code == 303
    assert len(unfounded.ask(queries.seats, on=TODAY)) == 6
    assert str(unfounded.ask(queries.constituencies)[0].name) == "Staff"
    assert unfounded.ask(queries.rule_book_on, on=TODAY).min_member_age == 14


@pytest.mark.parametrize(
    ("typed", "status", "sentence"),
    [
        pytest.param({"name": ""}, 422, "Enter the name of the mutual", id="no name"),
        pytest.param({"promise": None}, 422, "Check it with the founders, then tick this box", id="no promise"),
        pytest.param({"time_zone": "Mars/North"}, 422, "Enter a time zone such as Europe/London", id="no such zone"),
        pytest.param({"decided_on": "2026-02-31"}, 422, "Enter a day that exists", id="no such day"),
        pytest.param({"languages": []}, 422, "Choose at least one language.", id="no language"),
        pytest.param({"languages": ["xx"]}, 422, "Choose among what is offered.", id="a language that is not spoken"),
        pytest.param({"mode": "holiday"}, 422, "Choose one of these", id="no such mode"),
        pytest.param({"min_director_age": "15"}, 422, "Youngest age of a director: the law lets nobody", id="by law"),
        pytest.param({"seats_per_third": "many"}, 422, "enter a whole number from 1 to 20", id="no number"),
        pytest.param({"seats_per_third": "21"}, 422, "enter a whole number from 1 to 20", id="too many seats"),
        pytest.param({"founder_3_name": ""}, 409, "The founding needs at least 3 founders", id="two founders"),
        pytest.param({"founder_3_email": ""}, 422, "Enter this founder’s e-mail address", id="no address"),
        pytest.param({"founder_2_offices": []}, 409, "Somebody has to be administrator", id="no secretary"),
        pytest.param({"founder_1_offices": ["king"]}, 422, "Choose among what is offered", id="no such office"),
        pytest.param(
            {"decided_on": "2026-06-02", "registered_on": "2026-06-02"}, 409, "has not come yet", id="tomorrow"
        ),
    ],
)
def test_a_founding_that_cannot_be_says_why_and_founds_nothing(
    unfounded: Secretariat, typed: dict[str, Any], status: int, sentence: str
) -> None:
    answer = found(unfounded, **typed)

    assert answer.status_code == status, words_of(answer)
    assert sentence in words_of(answer)
    assert unfounded.ask(queries.find_mutual) is None


def test_the_values_of_the_rules_fold_open_only_where_one_of_them_has_to_change(unfounded: Secretariat) -> None:
    no_name, too_young = found(unfounded, name=""), found(unfounded, min_director_age="15")

    assert ("<details open>" in no_name.text, "<details open>" in too_young.text) == (False, True)


def test_rows_that_few_need_are_folded_until_something_stands_in_them(unfounded: Secretariat) -> None:
    empty = found(unfounded, promise=None).text
    filled = found(unfounded, promise=None, founder_6_name="Sue Sixth").text

    assert re.search(r"<details>\s*<summary>More founders", empty)
    assert re.search(r"<details open>\s*<summary>More founders", filled)


def test_a_mutual_is_founded_in_two_languages(unfounded: Secretariat) -> None:
    found(unfounded, languages=["en", "cy"], home_service_user="Neighbours")

    names = {one.code: dict(one.name) for one in unfounded.ask(queries.constituencies)}
    assert unfounded.ask(queries.mutual).languages == ["en", "cy"]
    assert names["workforce"] == {"en": "Workforce", "cy": "Y gweithlu"}
    assert names["service_user"] == {"en": "Neighbours"}
    assert 'hreflang="cy">Cymraeg<' in unfounded.sit(None).look("/").text


def test_there_are_no_model_rules_of_another_name(unfounded: Secretariat) -> None:
    assert begun(unfounded).look("/founding/utopia").status_code == 404


def test_before_the_founding_the_first_page_leads_there(unfounded: Secretariat) -> None:
    page = unfounded.sit(None).look("/")

    assert 'href="/founding"' in page.text
    assert unfounded.sit(None).look("/mutual").status_code == 404
    assert local_date(AT, "Europe/London") == TODAY


def test_no_founder_is_confirmed_to_be_an_adult_before_somebody_does(unfounded: Secretariat) -> None:
    page = begun(unfounded).look("/founding/calder")
    answer = found(unfounded, founder_3_adult=None)

    assert "founder_1_adult" in page.text
    assert not [name for name in form_of(page).held if name.endswith("_adult")]
    assert answer.status_code == 422
    assert "Confirm that this first member is an adult." in words_of(answer)
    assert unfounded.ask(queries.find_mutual) is None


def test_a_founder_belongs_to_a_part_of_a_divided_constituency(unfounded: Secretariat) -> None:
    answer = found(unfounded, founder_3_home="service_user")

    assert answer.status_code == 422
    assert "Choose one of these" in words_of(answer)
    assert unfounded.ask(queries.find_mutual) is None
