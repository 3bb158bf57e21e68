"""A draft of the rules that a motion brings: no page asks for another motion beside it."""

from tests.web.officers import words_of
from tests.web.secretariat import Secretariat


def test_a_draft_that_a_motion_brings_is_offered_to_no_other(secretariat: Secretariat) -> None:
    clerk = secretariat.sit()
    draft = str(clerk.send("/rules/new", challenge_days="30").location).removeprefix("/rules/")
    offered = clerk.look(f"/rules/{draft}/motion")
    clerk.send(f"/rules/{draft}/motion", member_no="1")

    again = clerk.look(f"/rules/{draft}/motion")

    assert "Motion 1 brings this change of the rules already." in words_of(again)
    assert ['name="member_no"' in page.text for page in (offered, again)] == [True, False]
