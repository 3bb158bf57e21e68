"""The pages on which motions are proposed, supported, amended and taken to the vote."""

import re
from collections.abc import Callable
from uuid import UUID

import pytest
from sqlalchemy import update

from govern.agenda import service
from govern.backing import service as backing
from govern.constitution.models import Mutual
from govern.motions import queries
from govern.motions.rules import Backing, Concern, Deciders, State
from govern.register import queries as register
from tests.makers.motions import in_question
from tests.web.halls import Hall
from tests.web.officers import token_of, words_of

TEXT = "The mutual opens the day centre on Saturdays from June."
LOOK = re.compile(r'<strong class="status (\w+)"')
PROPOSED = {"title_en": "Saturdays", "text_en": TEXT, "kind": "ordinary", "matter": "none", "way": "meeting"}


def words(hall: Hall, person: int, number: int = 1) -> str:
    """Return the page of a motion as one of the members reads it."""
    return words_of(hall.sit(hall.chamber.members[person]).look(f"/{hall.motion(number)}"))


def test_a_motion_goes_from_a_member_to_the_vote(hall: Hall) -> None:
    first, second, third, *_others = hall.chamber.members

    assert hall.sit(first).send("/new", **PROPOSED).status_code == 303
    address = f"/{hall.motion()}"
    assert "It still needs somebody to second it, and 1 more supporter." in words(hall, 1)
    hall.sit(second).send(f"{address}/support", part="seconder")
    assert "It still needs 1 more supporter." in words(hall, 2)
    hall.sit(third).send(f"{address}/support")
    for step in ("admission", "moving"):
        hall.sit(hall.chamber.chair.person_id).send(f"{address}/{step}")

    assert hall.state() is State.MOVED
    told = words(hall, 3)
    assert "A meeting of the members votes on it. The chair or the secretary gives notice of it first." in told
    assert re.search(r"proposes it .*seconds it .*supports it", told)


def test_one_language_is_asked_first_and_the_other_stands_behind_a_line(hall: Hall) -> None:
    _two_languages(hall)
    desk, closed = hall.sit(hall.chamber.members[0]), "<details> <summary>In Welsh too, if you can"
    page = desk.look("/new").text
    typed = PROPOSED | {"text_en": "", "title_cy": "Sadyrnau"}
    amiss = desk.send("/new", **typed)
    welsh = re.sub(r"\s+", " ", desk.look("/new?lang=cy").text)
    desk.look("/new?lang=en")
    kept = desk.send("/new", **PROPOSED)

    assert closed in re.sub(r"\s+", " ", page)
    assert page.index('name="reasons_en"') < page.index("In Welsh too") < page.index('name="title_cy"')
    assert amiss.status_code == 422
    assert "<details open> <summary>In Welsh too" in re.sub(r"\s+", " ", amiss.text)
    assert 'value="Sadyrnau"' in amiss.text
    assert 'value="Saturdays"' in amiss.text
    assert welsh.index('name="title_cy"') < welsh.index("<details>") < welsh.index('name="title_en"')
    assert kept.status_code == 303, words_of(kept)


def _two_languages(hall: Hall) -> None:
    with hall.database.writing() as session:
        session.execute(update(Mutual).values(languages=["en", "cy"]))
        session.commit()


def test_each_step_says_who_entered_it_to_those_who_may_know(hall: Hall) -> None:
    motion, chamber = moved(hall), hall.chamber
    assert chamber.secretary.person_id is not None
    with hall.database.reading() as session:
        secretary = register.name_of(session, chamber.secretary.person_id)

    desk, member = (
        words_of(hall.sit(one).look(f"/{motion}")) for one in (chamber.secretary.person_id, chamber.members[4])
    )

    assert f"on the agenda Monday 1 June 2026, {secretary}, the secretary" in desk
    assert "on the agenda Monday 1 June 2026, the secretary" in member
    assert secretary not in member


def test_a_page_on_which_nothing_can_be_done_says_why_and_has_no_form(hall: Hall) -> None:
    motion, chamber = moved(hall), hall.chamber
    with hall.database.writing() as session:
        chamber.session = session
        other = chamber.submitted(chamber.proposal())
        session.commit()
    desk, proposer = hall.sit(chamber.secretary.person_id), hall.sit(chamber.members[0])
    is_moved = "This motion is moved, so this cannot be done with it now. Its page shows what can be done."

    shut = [desk.look(f"/{motion}/{page}") for page in ("supporters", "admission", "moving")]
    shut += [proposer.look(f"/{motion}/{page}") for page in ("support", "support/withdrawal")]
    own = proposer.look(f"/{other.id}/support")
    by_chair = words_of(hall.sit(chamber.chair.person_id).look(f"/{motion}/refusal"))

    assert [is_moved in words_of(page) for page in shut] == [True] * len(shut)
    assert "Whoever proposes a motion stands behind it already. Others second it and support it." in words_of(own)
    assert "It can be done until members are called to vote on it." in by_chair
    for page in (*shut, own):
        assert page.status_code == 200
        assert "See where it stands and what comes next" in words_of(page)
        assert "<form" not in page.text.partition("<main")[2].partition("</main>")[0]


def test_another_wording_is_filed_shown_and_accepted(hall: Hall) -> None:
    motion = moved(hall)
    filer = hall.sit(hall.chamber.members[2])
    changed = TEXT.replace("Saturdays", "Sundays").replace("day centre", "old day centre")

    form = filer.look(f"/{motion}/amendments/new").text
    answer = filer.send(
        f"/{motion}/amendments/new",
        text_en=changed,
        seconder_no=str(hall.number_of(3)),
        base_version="1",
        is_clerical="",
    )
    assert answer.status_code == 303
    assert "seconder" not in form
    assert "needs somebody to second it" in words(hall, 0)
    assert "Second it" not in filer.look(f"/{motion}").text
    seconder = hall.sit(hall.chamber.members[3])
    assert f'href="/motions/{motion}/amendments/1/seconding">Second it' in seconder.look(f"/{motion}").text
    assert seconder.send(f"/{motion}/amendments/1/seconding").status_code == 303
    filer = hall.sit(hall.chamber.members[2])
    page = filer.look(f"/{motion}").text
    assert '<del><span class="unseen"> (taken out: </span>Saturdays' in page
    assert '<ins><span class="unseen"> (put in: </span>old<span class="unseen">) </span></ins> day centre' in page
    assert filer.send(f"/{motion}/amendments/1/acceptance").status_code == 409
    assert hall.sit(hall.chamber.members[0]).send(f"/{motion}/amendments/1/acceptance").status_code == 303

    assert hall.state() is State.AMENDED
    told = words(hall, 4)
    assert "accepted by the proposer of the motion" in told
    assert "Its texts, and what was changed in each" in told


def moved(hall: Hall) -> UUID:
    """Move a motion, with one supporter, and let everybody see it."""
    chamber = hall.chamber
    with hall.database.writing() as session:
        chamber.session = session
        motion = chamber.seconded()
        backing.back(session, motion.id, chamber.members[4], Backing.SUPPORTER, chamber.own(chamber.members[4]))
        service.admit(session, motion.id, chamber.deed())
        service.move(session, motion.id, chamber.deed())
        session.commit()
        return motion.id


def test_the_secretary_enters_what_came_on_paper(hall: Hall) -> None:
    desk = hall.sit(hall.chamber.secretary.person_id)
    typed = PROPOSED | {"proposer": "member", "constituency": ""}

    wrong = desk.send("/on-paper", **typed, member_no="999999")
    right = desk.send("/on-paper", **typed, member_no=str(hall.number_of(0)))
    signed = {"person": "member", "member_no": str(hall.number_of(1)), "part": "seconder"}
    desk.send(f"/{hall.motion()}/supporters", **signed)

    assert (wrong.status_code, right.status_code) == (422, 303)
    assert "Nobody has the member number 999999." in words_of(wrong)
    with hall.database.reading() as session:
        assert {one.backing for one in queries.backers(session, hall.motion())} == {"proposer", "seconder"}


def test_whoever_leaves_out_a_members_number_is_asked_for_it(hall: Hall) -> None:
    desk = hall.sit(hall.chamber.secretary.person_id)
    typed = PROPOSED | {"proposer": "member", "constituency": ""}
    hall.sit(hall.chamber.members[0]).send("/new", **PROPOSED)

    unsaid = desk.send("/on-paper", **typed, member_no=" ")
    asked = desk.client.get(f"/motions/{hall.motion()}/supporters").text
    unsigned = desk.send(f"/{hall.motion()}/supporters", person="member", member_no="", part="seconder")
    of_the_board = typed | {"proposer": str(hall.chamber.directors[1]), "kind": "board", "way": "written"}
    director = desk.send("/on-paper", **of_the_board, member_no="")

    assert [one.status_code for one in (unsaid, unsigned, director)] == [422, 422, 303]
    # Whether they second it or support it is on the paper, and is not preset.
    assert (asked.count('name="part"'), asked.count("checked")) == (2, 0)
    for answer in (unsaid, unsigned):
        assert "Enter the number of the member." in words_of(answer)
    with hall.database.reading() as session:
        assert {one.backing for one in queries.backers(session, hall.motion())} == {"proposer"}


@pytest.mark.parametrize(("page", "look"), [("refusal", "wrong"), ("withdrawal", "calm")])
def test_a_motion_looks_in_the_list_as_on_its_own_page(hall: Hall, page: str, look: str) -> None:
    proposer = hall.sit(hall.chamber.members[0])
    proposer.send("/new", **PROPOSED)
    desk = hall.sit(hall.chamber.chair.person_id) if page == "refusal" else proposer
    desk.send(f"/{hall.motion()}/{page}", note="It is for the board.")

    seen = [LOOK.findall(proposer.look(where).text) for where in ("", f"/{hall.motion()}")]

    assert seen == [[look], [look]]


def test_a_director_puts_a_motion_to_the_board(hall: Hall) -> None:
    desk = hall.sit(hall.chamber.directors[1])

    refused = desk.send("/new", **PROPOSED)
    taken = desk.send("/new", **PROPOSED | {"kind": "board", "way": "written"})

    assert (refused.status_code, taken.status_code) == (422, 303)
    with hall.database.reading() as session:
        assert queries.find(session, hall.motion()).deciders == Deciders.BOARD


@pytest.mark.parametrize(
    ("page", "typed", "end"),
    [
        pytest.param("refusal", {"note": "It is for the board."}, State.INADMISSIBLE, id="refused"),
        pytest.param("withdrawal", {"note": "We found a better way."}, State.WITHDRAWN, id="withdrawn"),
    ],
)
def test_who_ends_a_motion_is_asked_why(hall: Hall, page: str, typed: dict[str, str], end: State) -> None:
    proposer = hall.sit(hall.chamber.members[0])
    proposer.send("/new", **PROPOSED)
    desk = hall.sit(hall.chamber.chair.person_id) if end is State.INADMISSIBLE else proposer

    without = desk.send(f"/{hall.motion()}/{page}", note=" ")
    assert hall.state() is State.SUBMITTED
    desk.send(f"/{hall.motion()}/{page}", **typed)

    assert without.status_code == 422
    assert "Enter why; it goes on record." in words_of(without)
    assert hall.state() is end
    assert typed["note"] in words(hall, 3)


@pytest.mark.invariant("INV-05", "INV-17")
def test_whom_a_motion_is_about_is_told_to_those_who_keep_the_agenda_alone(hall: Hall) -> None:
    hall.sit(hall.chamber.members[0]).send("/new", **PROPOSED)
    desk = hall.sit(hall.chamber.secretary.person_id)

    typed = {"what": "contract", "extent": "They would have the lease."}
    empty = desk.send(f"/{hall.motion()}/people", member_no="", **typed)
    desk.send(f"/{hall.motion()}/people", member_no=str(hall.number_of(5)), **typed)

    with hall.database.reading() as session:
        about = queries.concerns(session, hall.motion())[0]
        name = register.name_of(session, about.person_id)
    assert (empty.status_code, '<a href="#member_no">Enter the member number' in empty.text) == (422, True)
    assert about.concern == Concern.IN_QUESTION
    assert name in words_of(desk.look(f"/{hall.motion()}"))
    assert "Somebody to whom it would give a contract, a payment or another benefit" in words(hall, 2)
    assert "Whoever it is about has no vote on it." in words(hall, 2)
    assert "They would have the lease." not in words(hall, 2)
    assert name not in words(hall, 2)
    assert hall.sit(hall.chamber.members[5]).send(f"/{hall.motion()}/support", part="seconder").status_code == 409


def test_a_member_who_stepped_back_is_offered_no_support_again(hall: Hall) -> None:
    hall.sit(hall.chamber.members[0]).send("/new", **PROPOSED)
    desk = hall.sit(hall.chamber.members[1])
    desk.send(f"/{hall.motion()}/support", part="seconder")

    assert "Withdraw my support" in words(hall, 1)
    desk.send(f"/{hall.motion()}/support/withdrawal")

    assert "Support this motion" not in words(hall, 1)
    assert "Support this motion" in words(hall, 2)


@pytest.mark.parametrize(
    ("who", "page", "status"),
    [
        pytest.param(lambda hall: hall.chamber.secretary.person_id, "/new", 403, id="the secretary proposes nothing"),
        pytest.param(lambda hall: hall.chamber.members[0], "/on-paper", 403, id="a member enters no paper"),
        pytest.param(lambda hall: hall.chamber.directors[1], "", 200, id="a director reads them"),
    ],
)
def test_each_page_is_for_whom_the_policy_says(
    hall: Hall, who: Callable[[Hall], object], page: str, status: int
) -> None:
    assert hall.sit(who(hall)).look(page).status_code == status  # type: ignore[arg-type]  # an id of the chamber's


def test_a_motion_with_enough_behind_it_waits_on_the_secretarys_desk(hall: Hall) -> None:
    chamber = hall.chamber
    with hall.database.writing() as session:
        chamber.session = session
        motion = chamber.seconded()
        session.commit()
    desk = hall.sit(chamber.secretary.person_id)
    waits = "1 motion has enough behind it, and waits to be put on the agenda or refused."

    before = words_of(desk.client.get("/"))
    hall.sit(chamber.members[2]).send(f"/{motion.id}/support")

    assert waits not in before
    assert waits in words_of(desk.client.get("/"))


def test_the_journal_says_what_happened_to_which_motion(hall: Hall) -> None:
    hall.sit(hall.chamber.members[0]).send("/new", **PROPOSED)

    told = words_of(hall.sit(hall.chamber.secretary.person_id).client.get("/journal"))

    assert "A motion was proposed: motion 1." in told
    assert "Somebody proposed, seconded or supported a motion: motion 1." in told
    assert TEXT not in told


def test_a_vote_that_binds_nobody_is_called_a_consultation(hall: Hall) -> None:
    hall.sit(hall.chamber.members[0]).send("/new", **PROPOSED)
    hall.sit(hall.chamber.members[0]).send("/new", **PROPOSED | {"way": "written"})

    assert "A consultation:" not in words(hall, 1)
    assert "A consultation:" in words(hall, 1, number=2)


def test_a_member_changes_a_text_that_nobody_else_stands_behind(hall: Hall) -> None:
    desk = hall.sit(hall.chamber.members[0])
    desk.send("/new", **PROPOSED)
    others, early = (
        hall.sit(hall.chamber.members[3]).look(f"/{hall.motion()}/text"),
        desk.look(f"/{hall.motion()}/amendments/new"),
    )

    for shut in (others, early):
        assert "This cannot be done now" in words_of(shut)
        assert "<form" not in shut.text.partition("<main")[2].partition("</main>")[0]
    assert desk.send(f"/{hall.motion()}/text", text_en="Another.").status_code == 303
    hall.sit(hall.chamber.members[1]).send(f"/{hall.motion()}/support", part="seconder")
    refused = desk.send(f"/{hall.motion()}/text", text_en="A third.")

    assert refused.status_code == 409
    assert "Others stand behind this text" in words_of(refused)
    with hall.database.reading() as session:
        assert [str(one.text) for one in queries.texts(session, hall.motion())] == [TEXT, "Another."]


def test_the_chair_about_whom_a_motion_is_does_not_put_it_on_the_agenda(hall: Hall) -> None:
    chamber = hall.chamber
    assert chamber.chair.person_id is not None
    with hall.database.writing() as session:
        chamber.session = session
        about = in_question(chamber.chair.person_id)
        motion = chamber.seconded(chamber.proposal(about=[about]))
        backing.back(session, motion.id, chamber.members[2], Backing.SUPPORTER, chamber.own(chamber.members[2]))
        session.commit()

    chair = hall.sit(chamber.chair.person_id)
    asked = chair.look(f"/{motion.id}/admission")
    token = token_of(chair.look(f"/{motion.id}/people"))
    answer = chair.client.post(f"/motions/{motion.id}/admission", data={"csrf_token": token, "dated_on": "2026-06-01"})

    assert (asked.status_code, answer.status_code) == (200, 409)
    for page in (asked, answer):
        assert "This motion is your own, or is about you or somebody close to you" in words_of(page)
        assert "<form" not in page.text.partition("<main")[2].partition("</main>")[0]
    assert hall.state() is State.SUBMITTED


def test_a_page_offers_nothing_that_the_rules_would_refuse_its_reader(hall: Hall) -> None:
    hall.sit(hall.chamber.members[0]).send("/new", **PROPOSED)
    hall.sit(hall.chamber.members[1]).send(f"/{hall.motion()}/support", part="seconder")
    before = {person: words(hall, person) for person in (0, 2)}
    with hall.database.writing() as session:
        supporter = hall.chamber.members[2]
        backing.back(session, hall.motion(), supporter, Backing.SUPPORTER, hall.chamber.own(supporter))
        service.admit(session, hall.motion(), hall.chamber.deed())
        service.move(session, hall.motion(), hall.chamber.deed())
        session.commit()
    moved = words(hall, 0)
    director = words_of(hall.sit(hall.chamber.directors[1]).look(f"/{hall.motion()}"))

    assert ("Withdraw the motion" in before[0], "Withdraw the motion" in before[2]) == (True, False)
    assert "Change or translate the text" not in before[0]
    assert "Withdraw the motion" not in moved
    assert ("Propose another wording" in moved, "Propose another wording" in director) == (True, False)
