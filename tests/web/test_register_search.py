"""Looking somebody up in the register: who is found, who is known besides, and what is said of nobody."""

from werkzeug.test import TestResponse

from tests.web.filled_forms import form_of, sent
from tests.web.officers import words_of
from tests.web.secretariat import Secretariat
from tests.web.test_register import person_entered


def test_members_are_found_by_name_and_by_number_without_either_in_the_address(secretariat: Secretariat) -> None:
    clerk = secretariat.sit()

    by_name, by_number = clerk.send("/members", wanted="sam sec"), clerk.send("/members", wanted="2")

    assert "Sam Secretary" in words_of(by_name)
    assert "Cath Chair" not in words_of(by_name)
    assert "Cath Chair" in words_of(by_number)
    assert by_name.request.query_string == b""
    nobody = words_of(clerk.send("/members", wanted="zz"))
    assert "Nobody found for “zz” on Monday 1 June 2026; 2 members in all." in nobody
    assert "Nobody was a member on Sunday 31 May 2026." in words_of(clerk.send("/members", on="2026-05-31"))
    assert "0 members" not in nobody


def test_what_could_not_be_read_is_not_answered_with_a_number(secretariat: Secretariat) -> None:
    answer = secretariat.sit().send("/members", on="2026-02-31")

    assert answer.status_code == 422
    assert "Enter a day that exists" in words_of(answer)
    assert "0 members" not in words_of(answer)


def test_the_last_page_is_shown_where_there_are_not_so_many(secretariat: Secretariat) -> None:
    page = words_of(secretariat.sit().look("/members?page=99"))

    assert "2 members on Monday 1 June 2026." in page
    assert "Sam Secretary" in page


def test_somebody_known_who_is_no_member_is_found_under_a_heading_of_their_own(secretariat: Secretariat) -> None:
    clerk = secretariat.sit()
    person = person_entered(clerk)

    found = clerk.send("/members", wanted="una bell")

    assert "Known to the mutual, and not members Una Bell" in words_of(found)
    assert f'href="/people/{person}"' in found.text
    assert "Known to the mutual" not in words_of(clerk.send("/members", wanted="sam sec"))


def part(answer: TestResponse) -> str:
    """Return the part of a page that a search is answered with while somebody types."""
    return str(answer.get_json()["html"])


def test_who_could_be_meant_is_told_while_somebody_types_and_not_in_the_address(secretariat: Secretariat) -> None:
    clerk = secretariat.sit()
    person = person_entered(clerk)
    form = form_of(clerk.look("/members"))

    member = clerk.client.post("/members/suggestions", data=sent(form, wanted="secretary s"))
    stranger = clerk.client.post("/members/suggestions", data=sent(form, wanted="una"))
    nobody = clerk.client.post("/members/suggestions", data=sent(form, wanted="zz"))

    assert "Sam Secretary" in part(member)
    assert "Number 1, Workforce, member" in part(member)
    assert f'href="/people/{person}"' in part(stranger)
    assert "known, and not a member" in part(stranger)
    assert "Nobody is called so" in part(nobody)
    assert "<html" not in part(member)
    assert member.request.query_string == b""
    assert member.headers["Cache-Control"] == "no-store"


def test_nobody_is_suggested_without_the_token_of_the_form_or_on_a_day_that_is_none(secretariat: Secretariat) -> None:
    clerk = secretariat.sit()
    form = form_of(clerk.look("/members"))

    without = clerk.client.post("/members/suggestions", data={"wanted": "cath"})
    no_day = clerk.client.post("/members/suggestions", data=sent(form, wanted="cath", on="2026-02-31"))

    assert (without.status_code, no_day.status_code, no_day.json) == (400, 422, {"html": ""})
    assert "Cath" not in without.text
