"""The dissolution of a society at the door: what came too early, what is denied after it was sent, and how it ends."""

import re

from govern.core.actors import Role
from govern.motions.rules import State
from tests.calendar import A_DAY, TODAY
from tests.make import Make
from tests.web.courses import FIRST_ON, SECOND_ON, at, begun, has_no_form, noticed, voted
from tests.web.officers import words_of
from tests.web.registrar import compared, confirmation
from tests.web.secretariat import Clerk, Secretariat, person_of
from tests.web.test_statutory_papers import confirmed, number_of

LATER = TODAY + 3 * A_DAY


def declared(clerk: Clerk, address: str, on: str, *members: int) -> None:
    """Enter the declarations of the secretary and of some members."""
    hands = [{"capacity": "secretary"}, *({"capacity": "member", "member_no": str(number)} for number in members)]
    sent = [clerk.send(f"{address}/declarations", made_on=on, **hand) for hand in hands]
    assert {one.status_code for one in sent} == {303}, words_of(sent[-1])


def test_what_was_declared_too_early_is_made_again_and_what_is_denied_later_is_told_to_the_registrar(
    secretariat: Secretariat, make: Make
) -> None:
    others = [make.membership(), make.membership()]
    make.known_to_all()
    chair_id, clerk_id = (secretariat.ask(person_of, role=role) for role in (Role.CHAIR, Role.SECRETARY))
    own, chairs = (secretariat.ask(number_of, person_id=one) for one in (clerk_id, chair_id))
    clerk, members = secretariat.sit(), (chairs, *(one.member_no for one in others))
    address = str(clerk.send("/statutory/new", section="119", title="Dissolve the society").location)
    clerk.send(f"{address}/signatures", member_nos=f"{own} {chairs} {members[1]}")
    declared(clerk, address, str(TODAY), *members)
    secretariat.sit(Role.CHAIR).send(f"{address}/signatures/{chair_id}/denial")
    clerk = secretariat.sit(at=at(LATER))
    clerk.send(f"{address}/signatures", member_nos=str(members[2]), signed_on=str(LATER))

    early = words_of(clerk.look(address))
    declared(clerk, address, str(LATER), *members)
    ready, asked = words_of(clerk.look(address)), words_of(clerk.look(f"{address}/filing"))
    filed = clerk.send(f"{address}/filing", sent_on=str(LATER), secretary=str(clerk_id))
    clerk.send(f"{address}/signatures/{others[0].person_id}/denial")
    short = words_of(clerk.look(address))
    desks = [words_of(secretariat.sit(role, at=at(LATER)).look("/")) for role in (Role.CHAIR, Role.SECRETARY)]

    assert "Whoever declared before Thursday 4 June 2026, when it was approved, declares again." in early
    assert early.count("too early Enough had signed only on Thursday 4 June 2026.") == 4
    assert "What comes next Papers to the registrar" in ready
    assert "too early" not in ready
    assert "Signatures of the members Thursday 4 June 2026" in ready
    assert "Statutory declaration Thursday 4 June 2026" in ready
    assert ("Who sends it as secretary" in asked, "countersigned" in asked, filed.status_code) == (True, False, 303)
    assert "too few hands are left on them" in short
    assert "Record the registration" in short
    told = "Dissolve the society: tell the registrar that hands under it were denied."
    assert [told in desk for desk in desks] == [True, True]


def test_what_dissolves_a_society_is_registered_first_and_has_its_effect_from_the_gazette(
    secretariat: Secretariat, make: Make
) -> None:
    others = [make.membership().member_no for _ in range(3)]
    make.known_to_all()
    clerk_id = secretariat.ask(person_of, role=Role.SECRETARY)
    own, clerk = secretariat.ask(number_of, person_id=clerk_id), secretariat.sit()
    address = str(clerk.send("/statutory/new", section="119", title="Dissolve the society").location)
    clerk.send(f"{address}/signatures", member_nos=f"{own} {others[0]} {others[1]} {others[2]}")
    shown = clerk.look(address).text
    declared(clerk, address, str(TODAY), *others)
    clerk.send(f"{address}/filing", sent_on=str(TODAY), secretary=str(clerk_id))
    clerk.send(f"{address}/registration", registered_on=str(TODAY), reference="FCA 4711")
    waits = words_of(clerk.look(address))
    asked = words_of(secretariat.sit(Role.CHAIR).look(confirmation(secretariat)))
    assert compared(secretariat).status_code == 303
    ended = words_of(secretariat.sit().look(address))

    signers = re.findall(r"<li>\s*<strong>([^<]+)</strong>", shown.partition("entered as having signed")[2])
    assert signers == sorted(signers, key=lambda name: name.split()[-1])
    assert len(signers) == 4
    assert "It is registered once somebody else has compared it with the registrar’s answer." in waits
    assert "The society is dissolved from the notice of that in the Gazette, and not before." in asked
    assert "takes effect from the day below" not in asked
    assert "What comes next It is registered. The registrar publishes that in the Gazette" in ended


def test_a_second_meeting_that_can_no_longer_be_held_offers_only_that_it_lapsed(secretariat: Secretariat) -> None:
    clerk = secretariat.sit()
    address, motion = begun(secretariat, clerk)
    noticed(clerk, address, 1, str(TODAY), str(FIRST_ON))
    voted(secretariat, motion, State.MOVED, State.PUT, State.FIRST_CARRIED, on=FIRST_ON)

    in_time, too_late, over = (
        secretariat.sit(at=at(day)).look(address).text for day in (FIRST_ON, SECOND_ON, SECOND_ON + A_DAY)
    )
    desk = words_of(secretariat.sit(at=at(SECOND_ON + A_DAY)).look("/"))

    notice, lapse = "Give notice of the meeting", "Write down that it lapsed"
    assert [[one in page for one in (notice, lapse)] for page in (in_time, too_late, over)] == [
        [True, False],
        [False, False],
        [False, True],
    ]
    assert "Notice can no longer be given in time. Once Thursday 23 July 2026 has passed" in too_late
    assert "had a day to keep, and that is past: Wednesday 1 July 2026." in desk


def test_the_copy_of_a_dormant_society_s_resolution_is_signed_while_its_declaration_is_made(
    secretariat: Secretariat, make: Make
) -> None:
    members = [make.membership().member_no for _ in range(3)]
    make.known_to_all()
    address, on = confirmed(secretariat, "120"), at(SECOND_ON)
    clerk, chair = secretariat.sit(at=on), secretariat.sit(Role.CHAIR, at=on)
    before, asked = words_of(clerk.look(address)), clerk.look(f"{address}/filing")
    signing = re.search(r'class="button" href="(/resolutions/[^"]+/extract)"', chair.look(address).text)
    assert signing
    sheet = words_of(chair.look(signing[1]))
    copy = str(chair.send(signing[1]).location)
    between = secretariat.sit(at=on).look(address).text
    clerk = secretariat.sit(at=on)
    clerk.send(f"{copy}/countersignature")
    declared(clerk, address, str(SECOND_ON), *members)
    after = words_of(clerk.look(address))

    assert "What comes next Statutory declaration . The secretary and three members declare" in before
    assert "It can be done from Thursday 23 July 2026 to Wednesday 5 August 2026." in before
    assert has_no_form(asked)
    assert "Day of the first meeting Tuesday 23 June 2026" in sheet
    assert re.findall(r'class="button" href="([^"]+)"', between) == [f"{copy}/countersignature"]
    assert "Enter a declaration" in between
    assert "What comes next Papers to the registrar" in after
    assert "Day of the first meeting Tuesday 23 June 2026" in words_of(clerk.look(copy))
    assert clerk.look(f"{copy}/extract.pdf").data.startswith(b"%PDF")
