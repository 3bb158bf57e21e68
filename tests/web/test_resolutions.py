"""The register of resolutions: searched, saved as a table, and signed as an extract that anybody can check."""

import csv
import re
from datetime import timedelta
from hashlib import sha256
from io import StringIO
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from govern.constitution.models import RuleSet
from govern.constitution.parameters.board import ReservedMatter
from govern.constitution.rules import Body
from govern.core.actors import Role
from govern.core.languages import LocalText
from govern.motions.division_models import Division
from govern.motions.matters import Section
from govern.motions.models import Motion
from govern.motions.rules import Ask, State, Way
from govern.resolutions.models import ResolutionExtract
from govern.statutory.callings import Given
from govern.statutory.models import StatutoryCourse, StatutoryNotice
from tests.calendar import AT, TODAY
from tests.make import Make
from tests.makers import constitution, kept, resolutions
from tests.makers.assembly import Assembly
from tests.makers.register import person
from tests.raw import unguard
from tests.web.officers import words_of
from tests.web.secretariat import Clerk, Secretariat
from tests.web.sittings import Sit
from tests.web.test_constitution import MEETING


@pytest.fixture
def decided(secretariat: Secretariat) -> list[UUID]:
    """A motion that was carried, and one that was lost; the title of the second would be a formula."""

    def votes(session):  # type: ignore[no-untyped-def]  # a maker of this test
        carried = resolutions.motion(session, title=LocalText(en="Open on Saturdays", cy="Mae’r tŷ ar agor"))
        lost = resolutions.motion(session, title=LocalText(en="=1+1 and close on Mondays"))
        made = [
            resolutions.division(session, carried.id, {"workforce": (6, 2)}),
            resolutions.division(session, lost.id, {"workforce": (2, 6)}),
        ]
        return [one.division_id for one in made]

    found: list[UUID] = secretariat.write(votes)
    return found


def search(clerk: Clerk, **typed: str) -> str:
    """Look for something in the register, and return what is found in words."""
    return words_of(clerk.send("/resolutions", **typed))


def test_a_resolution_is_found_by_its_words_and_by_what_came_of_it(
    secretariat: Secretariat, decided: list[UUID]
) -> None:
    clerk = secretariat.sit()

    assert "3 lines found" in words_of(clerk.look("/resolutions"))
    found = search(clerk, words="saturdays OPEN")
    assert "1 line found" in found
    assert "carried Carried: 6 for, 2 against. Extraordinary or special resolution under the rules" in found
    assert "1 line found" in search(clerk, words="mae'r ty")
    assert "1 line found" in search(clerk, words="Mae’r Tŷ")
    assert "1 line found" in search(clerk, came="lost")
    assert "Nothing is found. Take a word out" in search(clerk, words="nowhere")
    assert "2 lines found" in search(clerk, body="general_meeting", year="2026")


@pytest.mark.parametrize(
    "words", ["SPECIAL resolution", "Co-operatives UK", "6 for", "extraordinary saturdays", "general meeting saturdays"]
)
def test_a_resolution_is_found_by_whatever_its_line_shows(
    secretariat: Secretariat, decided: list[UUID], words: str
) -> None:
    assert "Open on Saturdays" in search(secretariat.sit(), words=words)


@pytest.mark.parametrize(
    ("way", "is_binding", "who"),
    [
        (Way.MEETING, True, "A general meeting"),
        (Way.WRITTEN, True, "The members, in writing"),
        (Way.BALLOT, True, "The members, by a ballot"),
        (Way.BALLOT, False, "Nobody: the members were asked what they think"),
    ],
)
def test_a_line_says_who_really_decided(secretariat: Secretariat, way: Way, who: str, *, is_binding: bool) -> None:
    def vote(session):  # type: ignore[no-untyped-def]  # a maker of this test
        motion = resolutions.motion(session, title=LocalText(en="Open on Saturdays"), way=way)
        return resolutions.division(session, motion.id, {"workforce": (6, 2)}, is_binding=is_binding).division_id

    division_id = secretariat.write(vote)
    clerk = secretariat.sit()

    assert f"Who decided: {who}" in search(clerk, words="saturdays")
    assert f"Who decided {who}" in words_of(clerk.look(f"/resolutions/{division_id}"))
    assert "1 line found" in search(clerk, words=who.split(":")[0] + " saturdays")
    signed = secretariat.sit(Role.CHAIR).send(f"/resolutions/{division_id}/extract")
    assert f"Decided by {who}" in words_of(secretariat.sit(None).look(str(signed.location)))


@pytest.mark.parametrize(
    ("way", "who"),
    [
        (Way.MEETING, "A general meeting"),
        (Way.WRITTEN, "The members, in writing"),
        (Way.BALLOT, "The members, by a ballot"),
    ],
)
def test_the_decisions_list_says_who_really_decided(secretariat: Secretariat, way: Way, who: str) -> None:
    def carry(session):  # type: ignore[no-untyped-def]  # a maker of this test
        motion = resolutions.motion(session, way=way)
        resolutions.carry(session, motion, {"workforce": (6, 2)})
        return resolutions.decision_of(session, motion)

    decision_id = secretariat.write(carry)
    clerk = secretariat.sit()

    listed, shown = words_of(clerk.look("/decisions")), words_of(clerk.look(f"/decisions/{decision_id}"))

    assert f"Who decided {who}" in shown
    assert who in listed
    assert ("A general meeting" in listed) is (way is Way.MEETING)


def test_what_was_not_agreed_in_writing_by_its_hour_has_lapsed_and_is_not_lost(secretariat: Secretariat) -> None:
    secretariat.write(
        lambda session: resolutions.division(
            session, resolutions.motion(session, way=Way.WRITTEN).id, {"workforce": (2, 6)}, ask=Ask.RECORDED
        )
    )
    clerk = secretariat.sit(Role.SECRETARY)

    found = search(clerk, came="lapsed")

    assert "1 line found" in found
    assert "The members, in writing" in found
    assert "Nothing is found" in search(clerk, came="lost")


def test_the_table_has_no_formula(secretariat: Secretariat, decided: list[UUID]) -> None:
    clerk = secretariat.sit()

    shown = clerk.look("/resolutions")
    token = shown.text.split('name="csrf_token" value="')[1].split('"')[0] if "csrf_token" in shown.text else ""
    answer = clerk.client.post("/resolutions.csv", data={"csrf_token": token})

    rows = list(csv.DictReader(StringIO(answer.data.decode("utf-8-sig"))))
    assert {row["title"] for row in rows} >= {"Open on Saturdays", "'=1+1 and close on Mondays"}
    assert {row["source"] for row in rows if row["outcome"] == "lost"} == {"Co-operatives UK model"}
    assert {row["decided by"] for row in rows} == {"A general meeting", "The founders"}
    cited = [row["reference"] for row in rows if row["kind"]]
    assert all(re.fullmatch(r"Motion \d+, vote 1", one) for one in cited)
    assert cited == sorted(cited, reverse=True)
    assert {row["kind"] for row in rows} == {"Special resolution of the members", ""}
    assert {row["outcome"] for row in rows} == {"carried", "lost", "entered from minutes"}


def test_an_extract_is_signed_by_the_chair_and_checked_by_anybody(
    secretariat: Secretariat, decided: list[UUID]
) -> None:
    chair = secretariat.sit(Role.CHAIR)
    signed = chair.send(f"/resolutions/{decided[0]}/extract")
    assert signed.status_code == 303, words_of(signed)
    address = str(signed.location)

    visitor = secretariat.sit(None)
    page = words_of(visitor.look(address))
    saved = visitor.look(f"{address}/extract.pdf")

    assert "genuine This is what was signed" in page
    assert re.search(r"Signed by Cath Chair as chair: .*1 June 2026", page)
    assert saved.data.startswith(b"%PDF")
    assert visitor.look(f"{address}/extract.pdf").data == saved.data
    digest = address.rsplit("/", 1)[-1]
    asked = visitor.send("/extracts", digest=f"{digest[:32].upper()} {digest[32:]}")
    assert asked.location == address
    unknown = visitor.look(f"/extracts/{'0' * 64}")
    assert unknown.status_code == 404
    assert "No extract was signed here with this digest" in words_of(unknown)
    assert f">{'0' * 64}<" in unknown.text


def test_a_stranger_checks_an_extract_with_nothing_but_what_its_page_gives(
    secretariat: Secretariat, decided: list[UUID]
) -> None:
    address = str(secretariat.sit(Role.CHAIR).send(f"/resolutions/{decided[0]}/extract").location)
    stranger = secretariat.sit(None)
    shown = re.findall(r'<code class="long">([0-9a-f]+)</code>', stranger.look(address).text)

    signed = stranger.look(f"{address}/extract.json").data

    digest, signature, key = (bytes.fromhex(one) for one in shown)
    assert sha256(signed).digest() == digest
    Ed25519PublicKey.from_public_bytes(key).verify(signature, b"extract-v1\0" + digest)
    assert stranger.look(f"/extracts/{'0' * 64}/extract.json").status_code == 404


def test_an_extract_that_was_changed_is_found_out(secretariat: Secretariat, decided: list[UUID]) -> None:
    address = str(secretariat.sit(Role.CHAIR).send(f"/resolutions/{decided[0]}/extract").location)
    with secretariat.database.writing() as session:
        unguard(session, "resolution_extract")
        changed = "replace(CAST(content AS TEXT), 'carried', 'lost')"
        if session.get_bind().dialect.name == "postgresql":
            changed = f"CAST({changed} AS JSON)"
        session.execute(text(f"UPDATE resolution_extract SET content = {changed}"))
        session.commit()

    page = words_of(secretariat.sit(None).look(address))

    assert "not genuine What is kept here is not what was signed" in page


def test_nobody_but_the_chair_signs_and_strangers_do_not_read_the_register(
    secretariat: Secretariat, decided: list[UUID]
) -> None:
    assert secretariat.sit().look(f"/resolutions/{decided[0]}/extract").status_code == 403
    assert secretariat.sit(None).look("/resolutions").status_code != 200
    assert secretariat.ask(lambda session: session.query(ResolutionExtract).count()) == 0


def test_a_member_of_a_mutual_that_voted_on_nothing_is_told_so_and_not_to_look_elsewhere(
    make: Make, house: Assembly, sit: Sit
) -> None:
    make.known_to_all()

    told = words_of(sit(house.members[0]).get("/resolutions"))

    assert "Nothing has been put to a vote yet." in told
    assert "Nothing is found" not in told


def test_what_was_entered_from_minutes_is_never_shown_as_carried_here(secretariat: Secretariat) -> None:
    clerk = secretariat.sit()
    decided_on = TODAY - timedelta(days=310)
    secretariat.write(
        lambda session: constitution.decision(
            session, body=Body.GENERAL_MEETING, decided_on=decided_on, minute_reference="GM/4", text="Sell the hall."
        )
    )

    found = search(clerk, words="sell the hall")
    page = words_of(clerk.look(str(link_to(clerk, "Sell the hall."))))

    for told in (found, page):
        assert "entered from minutes By the secretary on Monday 1 June 2026, 10 months" in told
        assert "not counted here" in told
    assert "Nothing is found" in search(clerk, came="carried", words="sell the hall")


def link_to(clerk: Clerk, title: str) -> str:
    """Return the address to which the line of a title leads."""
    found = re.search(rf'href="([^"]+)">{title}<', clerk.look("/resolutions").text)
    assert found
    return found[1]


def test_a_matter_of_the_members_is_refused_to_minutes_with_the_way_to_go(secretariat: Secretariat) -> None:
    typed = MEETING | {"text": "Dispose of all the assets.", "decided_on": str(TODAY)}

    answer = secretariat.sit().send("/decisions/new", **typed, matter="dispose_of_a_third_of_assets")

    assert answer.status_code == 409
    assert "Enter it as a motion of the members, and put it to the vote here" in words_of(answer)


@pytest.fixture
def first_carried(secretariat: Secretariat) -> UUID:
    """A conversion that the first of its two meetings carried."""

    def vote(session: Session) -> UUID:
        motion = resolutions.motion(
            session, title=LocalText(en="Convert"), matter=ReservedMatter.CONVERSION, majority="ccbsa-113-first"
        )
        facts = {"section": Section.CONVERSION, "motion_id": motion.id, "title": motion.title}
        course = kept(session, StatutoryCourse(begun_by=person(session).id, begun_at=AT, **facts))
        days = {"given_on": TODAY, "counts_from": TODAY, "meeting_on": TODAY + timedelta(22), "clear_days": 21}
        notice = {"course_id": course.id, "meeting": 1, "n": 1, "entered_by": course.begun_by, "entered_at": AT}
        kept(session, StatutoryNotice(given=Given.OTHERWISE, told="By post.", place="Here.", **notice, **days))
        voted = resolutions.division(session, motion.id, {"workforce": (30, 4)}, majority="ccbsa-113-first")
        resolutions.step(session, motion.id, State.FIRST_CARRIED)
        return voted.division_id

    found: UUID = secretariat.write(vote)
    return found


def test_what_a_first_meeting_carried_is_said_to_be_so_wherever_it_stands(
    secretariat: Secretariat, first_carried: UUID
) -> None:
    chair = secretariat.sit(Role.CHAIR)
    signed = str(chair.send(f"/resolutions/{first_carried}/extract").location)

    pages = {where: words_of(chair.look(where)) for where in ("/resolutions", f"/resolutions/{first_carried}", signed)}

    for where, told in pages.items():
        assert "carried at the first meeting" in told, where
        assert "not final. A second meeting has to confirm it" in told, where
        assert "only once the registrar registers it" in told, where
    assert "Day of the meeting Monday 1 June 2026" in pages[signed]
    assert "Nothing is found" in search(chair, came="carried", words="convert")


def test_a_change_of_rules_says_from_when_it_has_effect(secretariat: Secretariat) -> None:
    def carry(session: Session) -> UUID:
        return resolutions.filed_change(session, kept(session, drafted_beside(session)).id).id

    motion_id = secretariat.write(carry)
    clerk = secretariat.sit()
    division_id = secretariat.ask(
        lambda session: session.scalars(select(Division.id).where(Division.motion_id == motion_id)).one()
    )

    before = words_of(clerk.look(f"/resolutions/{division_id}"))
    secretariat.write(
        lambda session: resolutions.registered(session, session.get_one(Motion, motion_id), on=TODAY + timedelta(1))
    )
    after = words_of(clerk.look(f"/resolutions/{division_id}"))

    assert "It takes effect only on the day that the registrar registers it." in before
    assert "It was registered on Tuesday 2 June 2026, and has effect from that day." in after


def drafted_beside(session: Session) -> RuleSet:
    """Return a further version of the rules in force."""
    in_force = session.get_one(RuleSet, resolutions.in_force(session))
    facts = {name: getattr(in_force, name) for name in ("parameters", "digest", "drafted_by")}
    return RuleSet(version=in_force.version + 1, drafted_at=AT, **facts)
