"""The papers of a statutory resolution at the door: the copy for the registrar, an instrument and its signatures."""

import re
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from govern.core.actors import Role
from govern.core.paging import PAGE_SIZE
from govern.motions.rules import State
from govern.register.models import Membership
from tests.calendar import A_DAY, TODAY
from tests.make import Make
from tests.makers import register
from tests.web.courses import FIRST_ON, SECOND_ON, at, begun, has_no_form, noticed, voted
from tests.web.officers import words_of
from tests.web.registrar import compared, confirmation
from tests.web.secretariat import Secretariat, person_of


def confirmed(secretariat: Secretariat, section: str = "113", *, under: UUID | None = None) -> str:
    """Return the address of a resolution that two meetings carried, the second under the chair or another."""
    clerk = secretariat.sit()
    address, motion = begun(secretariat, clerk, section)
    noticed(clerk, address, 1, str(TODAY), str(FIRST_ON))
    voted(secretariat, motion, State.MOVED, State.PUT, State.FIRST_CARRIED, on=FIRST_ON)
    noticed(secretariat.sit(at=at(FIRST_ON)), address, 2, str(FIRST_ON), str(SECOND_ON))
    chair = under or secretariat.ask(person_of, role=Role.CHAIR)
    voted(secretariat, motion, State.CONFIRMED, on=SECOND_ON, chair=chair)
    return address


def copied(secretariat: Secretariat, address: str, *, on: date) -> None:
    """Let the chair sign the copy for the registrar from their own page, and the secretary countersign it."""
    chair = secretariat.sit(Role.CHAIR, at=at(on))
    signing = re.search(r'href="(/resolutions/[^"]+/extract)"', chair.look(address).text)
    assert signing
    copy = str(chair.send(signing[1]).location)
    assert secretariat.sit(at=at(on)).send(f"{copy}/countersignature").status_code == 303


def test_the_chair_signs_the_copy_for_the_registrar_and_the_secretary_countersigns_it(
    secretariat: Secretariat,
) -> None:
    address = confirmed(secretariat)
    chair = secretariat.sit(Role.CHAIR, at=at(SECOND_ON + A_DAY))
    signing = re.search(r'href="(/resolutions/[^"]+/extract)"', chair.look(address).text)
    assert signing
    asked, desk = words_of(chair.look(signing[1])), words_of(chair.look("/"))

    copy = str(chair.send(signing[1]).location)
    alone = words_of(chair.look(copy))
    refused = chair.look(f"{copy}/countersignature")
    clerk = secretariat.sit(at=at(SECOND_ON + A_DAY))
    waits, seen = words_of(clerk.look("/")), clerk.look(copy)
    unsigned = clerk.look(f"{address}/filing")
    countersigned = clerk.send(f"{copy}/countersignature")

    assert "Convert: sign the copy for the registrar." in desk
    assert "sign the copy for the registrar" not in words_of(
        secretariat.sit(Role.CHAIR, at=at(SECOND_ON + A_DAY)).look("/")
    )
    assert "So this is the copy for the registrar as well" in asked
    assert "Not countersigned yet. The registrar needs the secretary’s signature too." in alone
    assert refused.status_code == 403
    assert f"{copy}/countersignature" in seen.text
    assert has_no_form(unsigned)
    assert "The copy for the registrar is not signed by both yet." in words_of(unsigned)
    assert "Convert: countersign the copy for the registrar." in waits
    assert (countersigned.status_code, "countersign the copy" in words_of(clerk.look("/"))) == (303, False)
    told, hand = words_of(clerk.look(copy)), "Countersigned by Sam Secretary as secretary:"
    for words in ("genuine", "Copy of a special resolution (section 113)", hand):
        assert words in told
    assert hand in words_of(clerk.look(address))
    assert has_no_form(clerk.look(f"{copy}/countersignature"))
    assert clerk.look(f"{copy}/extract.pdf").data.startswith(b"%PDF")
    assert clerk.look(f"{copy}/countersignature.json").json["signed_as"] == "secretary"  # type: ignore[index]  # it is one


def test_until_both_signed_the_copy_its_page_offers_the_next_signature_and_not_its_sending(
    secretariat: Secretariat,
) -> None:
    address, on = confirmed(secretariat), at(SECOND_ON)
    before = words_of(secretariat.sit(at=on).look(address))
    chair = secretariat.sit(Role.CHAIR, at=on)
    signing = re.search(r'class="button" href="(/resolutions/[^"]+/extract)"', chair.look(address).text)
    assert signing
    asked = words_of(chair.look(signing[1]))
    copy = str(chair.send(signing[1]).location)
    signed = words_of(chair.look(copy))
    between = secretariat.sit(at=on).look(address)
    secretariat.sit(at=on).send(f"{copy}/countersignature")
    after, stranger = secretariat.sit(at=on).look(address), secretariat.sit(None, at=on).look(copy)

    sending = "Enter that they were sent"
    assert "Cath Chair, who was in the chair of the second meeting, signs the copy of the resolution first." in before
    assert "Sign the copy for the registrar You sign as chair" in asked
    assert "That the rules be changed." in asked
    assert "The copy is signed. The secretary countersigns it, and then it can be sent." in signed
    assert f'class="button" href="{copy}/countersignature"' in between.text
    assert [sending in one for one in (before, words_of(between), words_of(after))] == [False, False, True]
    assert [f'href="{address}"' in one.text for one in (chair.look(copy), stranger)] == [True, False]


def test_where_who_was_in_the_chair_holds_the_office_no_more_both_sign_on_paper_and_the_secretary_says_so(
    secretariat: Secretariat,
) -> None:
    left = secretariat.write(lambda session: register.person(session).id)
    address = confirmed(secretariat, under=left)
    chair, asked = secretariat.sit(Role.CHAIR, at=at(SECOND_ON)), "Convert: sign an extract, to be printed for the"
    signing = re.search(r'href="(/resolutions/[^"]+/extract)"', chair.look(address).text)
    assert signing
    desks = [words_of(chair.look("/"))]
    extract = str(chair.send(signing[1]).location)
    desks.append(words_of(chair.look("/")))
    clerk = secretariat.sit(at=at(SECOND_ON))
    shown = clerk.look(address)
    told = words_of(shown)
    papers = {"sent_on": str(SECOND_ON), "secretary": str(secretariat.ask(person_of, role=Role.SECRETARY))}

    unsaid = clerk.send(f"{address}/filing", **papers)
    sent = clerk.send(f"{address}/filing", is_signed_on_paper="y", **papers)

    assert "does not hold the office of chair any more, so both sign it on paper. Print this extract" in told
    assert [asked in desk for desk in desks] == [True, False]
    assert f'href="{extract}"' in shown.text
    assert "Extract from the register of resolutions" in words_of(clerk.look(extract))
    assert "Tick that both signed the copy on paper. Until they have, it is not sent." in words_of(unsaid)
    assert (unsaid.status_code, sent.status_code) == (422, 303)
    page = words_of(clerk.look(address))
    assert "It was sent with a copy that both signed on paper, as the secretary says." in page


def test_an_instrument_is_signed_and_declared_on_pages(secretariat: Secretariat) -> None:
    clerk = secretariat.sit()
    answer = clerk.send("/statutory/new", section="119", title="Dissolve the society")
    address = str(answer.location)
    assert "2 signatures are missing" in words_of(clerk.look(address))

    for deed in ("notices/1", "notices/2", "lapse", "declarations", "filing", "registration"):
        assert has_no_form(clerk.look(f"{address}/{deed}")), deed
    for faulty in ("", "one", "1 1", "1\n77"):
        assert clerk.send(f"{address}/signatures", member_nos=faulty).status_code in (409, 422), faulty
    assert clerk.send(f"{address}/signatures", member_nos="1\n2", signed_on=str(TODAY)).status_code == 303
    again = clerk.send(f"{address}/signatures", member_nos="1", signed_on=str(TODAY))
    declared = clerk.send(f"{address}/declarations", capacity="secretary", made_on=str(TODAY))
    early = clerk.look(f"{address}/filing")

    assert (again.status_code, declared.status_code) == (409, 303)
    assert "How many have signed Signed by 2 of 2 members." in words_of(clerk.look(address))
    assert "This is not its turn. What comes next: Statutory declaration." in words_of(early)
    assert has_no_form(early)
    assert "What comes next Statutory declaration" in words_of(clerk.look(address))


def test_whoever_is_said_to_have_signed_can_say_no_on_their_own_page_and_the_officer_takes_back_what_was_wrong(
    secretariat: Secretariat,
) -> None:
    clerk = secretariat.sit()
    address = str(clerk.send("/statutory/new", section="119", title="Dissolve the society").location)
    assert "what the society owns and owes, in detail" in words_of(clerk.look(f"{address}/signatures"))
    clerk.send(f"{address}/signatures", member_nos="1, 2")
    signed_by_clerk, signed_by_chair = (secretariat.ask(person_of, role=role) for role in (Role.SECRETARY, Role.CHAIR))
    chair = secretariat.sit(Role.CHAIR)
    history = chair.look("/me/history")
    page = f"{address}/signatures/{signed_by_chair}/denial"

    denied = chair.send(page)
    again = chair.look(page)
    clerk = secretariat.sit()
    taken = clerk.send(f"{address}/signatures/{signed_by_clerk}/taking-back", reason="I signed another paper.")

    assert "You signed the instrument that dissolves the society, on Monday 1 June 2026." in words_of(history)
    assert page in history.text
    assert (denied.status_code, denied.location, taken.status_code) == (303, "/me/history", 303)
    assert has_no_form(again)
    assert "You said that it is not so." in words_of(secretariat.sit(Role.CHAIR).look("/me/history"))
    told = words_of(clerk.look(address))
    assert "Cath Chair signed on Monday 1 June 2026; entered by Sam Secretary on 1 Jun 2026" in told
    assert "says that this is not so" in told
    assert "taken back: I signed another paper." in told
    assert "Signed by 0 of 2 members." in told


def test_many_signatures_come_on_several_pages_of_fifty(secretariat: Secretariat, make: Make) -> None:
    numbers = [str(make.membership().member_no) for _ in range(PAGE_SIZE + 1)]
    make.known_to_all()
    clerk = secretariat.sit()
    address = str(clerk.send("/statutory/new", section="119", title="Dissolve the society").location)
    assert clerk.send(f"{address}/signatures", member_nos=" ".join(numbers)).status_code == 303

    first, second = (clerk.look(f"{address}?page={number}").text for number in (1, 2))

    assert [page.count("/taking-back") for page in (first, second)] == [PAGE_SIZE, 1]
    assert f'rel="next" href="{address}?page=2"' in first


def test_whoever_is_said_to_have_declared_can_say_no_on_their_own_page(secretariat: Secretariat) -> None:
    clerk = secretariat.sit()
    address = str(clerk.send("/statutory/new", section="119", title="Dissolve the society").location)
    clerk.send(f"{address}/signatures", member_nos="1, 2")
    chair_id = secretariat.ask(person_of, role=Role.CHAIR)
    number = secretariat.ask(number_of, person_id=chair_id)
    clerk.send(f"{address}/declarations", capacity="member", member_no=str(number), made_on=str(TODAY))
    page = f"{address}/declarations/{chair_id}/denial"
    before, strange = words_of(clerk.look(address)), secretariat.sit(Role.ADMINISTRATOR).look(page)
    chair = secretariat.sit(Role.CHAIR)
    history = chair.look("/me/history")

    denied = chair.send(page)
    again = chair.look(page)

    assert "Cath Chair as a member; declared on Monday 1 June 2026; entered by Sam Secretary" in before
    assert "You declared on Monday 1 June 2026 that the law was kept" in words_of(history)
    assert page in history.text
    assert (denied.status_code, denied.location) == (303, "/me/history")
    assert has_no_form(again)
    assert has_no_form(strange)
    assert "Cath Chair as a member" in words_of(secretariat.sit(Role.CHAIR).look(address))
    assert "says that this is not so" in words_of(secretariat.sit().look(address))


def number_of(session: Session, *, person_id: UUID) -> int:
    """Return somebody's member number."""
    number: int = session.scalars(select(Membership.member_no).where(Membership.person_id == person_id)).one()
    return number


def test_a_denial_that_the_officer_entered_is_not_told_as_the_members_own_word(secretariat: Secretariat) -> None:
    clerk = secretariat.sit()
    address = str(clerk.send("/statutory/new", section="119", title="Dissolve the society").location)
    clerk.send(f"{address}/signatures", member_nos="1, 2")
    signed_by = secretariat.ask(person_of, role=Role.CHAIR)
    number = secretariat.ask(number_of, person_id=signed_by)
    clerk.send(f"{address}/declarations", capacity="member", member_no=str(number), made_on=str(TODAY))

    clerk.send(f"{address}/declarations/{signed_by}/denial")
    clerk.send(f"{address}/signatures/{signed_by}/denial")

    history = words_of(secretariat.sit(Role.CHAIR).look("/me/history"))
    assert "An officer entered that you did not sign it." in history
    assert "An officer entered that you did not declare it." in history
    assert "You said that it is not so." not in history
    assert "an officer entered that this is not so" in words_of(secretariat.sit().look(address))


def test_whoever_signed_and_declared_says_on_their_own_page_that_it_is_so_against_an_officer(
    secretariat: Secretariat,
) -> None:
    clerk = secretariat.sit()
    address = str(clerk.send("/statutory/new", section="119", title="Dissolve the society").location)
    clerk.send(f"{address}/signatures", member_nos="1, 2")
    signed_by = secretariat.ask(person_of, role=Role.CHAIR)
    number = secretariat.ask(number_of, person_id=signed_by)
    clerk.send(f"{address}/declarations", capacity="member", member_no=str(number), made_on=str(TODAY))
    pages = [f"{address}/{part}/{signed_by}/own-word" for part in ("declarations", "signatures")]
    clerk = secretariat.sit()
    for part in ("declarations", "signatures"):
        clerk.send(f"{address}/{part}/{signed_by}/denial")
    bearer = secretariat.sit(Role.CHAIR)
    offered, strange = bearer.look("/me/history").text, [clerk.look(page) for page in pages]

    said = [bearer.send(page) for page in pages]

    assert all(page in offered for page in pages)
    assert all(has_no_form(page) for page in strange)
    assert [(one.status_code, one.location) for one in said] == [(303, "/me/history")] * 2
    assert all(has_no_form(bearer.look(page)) for page in pages)
    history, shown = bearer.look("/me/history").text, words_of(secretariat.sit().look(address))
    assert all(page not in history for page in pages)
    assert f"{address}/signatures/{signed_by}/denial" in history
    assert "said themselves on 1 Jun 2026 that it is so" in shown
    assert f"{address}/signatures/{signed_by}/denial" not in secretariat.sit().look(address).text


def test_papers_go_to_the_registrar_whose_answer_one_enters_and_another_compares(secretariat: Secretariat) -> None:
    address = confirmed(secretariat)
    clerk = secretariat.sit(at=at(SECOND_ON + 15 * A_DAY))
    assert "late The last day has passed" in words_of(clerk.look(address))
    copied(secretariat, address, on=SECOND_ON + 15 * A_DAY)
    clerk = secretariat.sit(at=at(SECOND_ON + 15 * A_DAY))

    asked = clerk.look(f"{address}/filing")
    secretary = str(secretariat.ask(person_of, role=Role.SECRETARY))
    sent_on = str(SECOND_ON + 15 * A_DAY)
    filed = clerk.send(f"{address}/filing", sent_on=sent_on, secretary=secretary)
    answer = {"registered_on": sent_on, "reference": "FCA 4711"}
    registered = clerk.send(f"{address}/registration", **answer)
    waits = words_of(clerk.look(address))
    own, again = (clerk.look(page) for page in (confirmation(secretariat), f"{address}/registration"))
    desk = words_of(secretariat.sit(Role.CHAIR, at=at(SECOND_ON + 15 * A_DAY)).look("/"))
    assert "compare its registration" not in words_of(clerk.look("/"))
    assert compared(secretariat).status_code == 303
    assert "Convert: compare its registration with the registrar’s answer." in desk

    assert (filed.status_code, registered.status_code) == (303, 303), words_of(filed)
    assert 'name="chair"' not in asked.text
    assert "who was in the chair of the second meeting, and by nobody in their stead." in words_of(asked)
    assert "Reference: FCA 4711. It takes effect once somebody else has compared it" in waits
    assert [has_no_form(page) for page in (own, again)] == [True, True]
    page = words_of(clerk.look(address))
    assert "Cath Chair compared it on" in page
    assert "Nothing. It has effect." in page
    assert "Nobody is on the second roll who was not on the first." in page
    assert "nothing" in words_of(clerk.look("/statutory"))
    motion = re.search(r'href="(/motions/[^"]+)"', clerk.look(address).text)
    assert motion
    assert re.search("The vote at the first meeting .*The vote at the second meeting", words_of(clerk.look(motion[1])))
