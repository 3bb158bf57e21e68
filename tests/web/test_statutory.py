"""The page of a statutory resolution, which says what comes next, through the door."""

import re
from datetime import date, timedelta
from uuid import UUID

import pytest

from govern.constitution.parameters.board import ReservedMatter
from govern.core.actors import Role
from govern.motions.rules import Kind, State
from govern.statutory.models import StatutoryCourse
from govern.statutory.rules import MeetingDays
from govern.web.course_page import why
from tests.calendar import A_DAY, TODAY
from tests.makers import resolutions
from tests.web.courses import FIRST_ON, SECOND_ON, at, begun, has_no_form, noticed, voted
from tests.web.officers import words_of
from tests.web.secretariat import Secretariat


def test_the_page_says_what_comes_next_from_notice_to_notice(secretariat: Secretariat) -> None:
    clerk = secretariat.sit()
    address, motion = begun(secretariat, clerk)
    assert "What comes next Notice of the first meeting" in words_of(clerk.look(address))
    given = noticed(clerk, address, 1, str(TODAY), str(FIRST_ON))
    assert given.status_code == 303, words_of(given)
    assert re.search(
        r"\(section 113\)\. The rules ask each class .* It is called for Tuesday 23 June", words_of(clerk.look(address))
    )
    voted(secretariat, motion, State.MOVED, State.PUT, State.FIRST_CARRIED, on=FIRST_ON)
    clerk = secretariat.sit(at=at(FIRST_ON))
    for told in ("Carried: 30 for, 4 against.", "from Tuesday 7 July 2026 to Thursday 23 July 2026"):
        assert told in words_of(clerk.look(address))
    late = noticed(clerk, address, 2, str(FIRST_ON), str(SECOND_ON + A_DAY))
    assert late.status_code == 409
    assert "The second meeting can be held from" in words_of(late)


def test_notice_of_a_statutory_meeting_is_sent_from_its_page_like_any_other(secretariat: Secretariat) -> None:
    clerk = secretariat.sit()
    address, _motion = begun(secretariat, clerk)
    page, meets_on = f"{address}/notices/1", FIRST_ON + 2 * A_DAY
    asked = clerk.look(page)
    half = clerk.send(page, place="The town hall, at seven.", given="otherwise")
    nowhere = clerk.send(page, place="", given="sent")
    early = clerk.send(page, place="The town hall, at seven.", given="sent", meeting_on=str(meets_on - A_DAY))

    sent = clerk.send(page, place="The town hall, at seven.", given="sent", meeting_on=str(meets_on))

    assert f'value="{meets_on}"' in asked.text
    assert "It is intended to propose this as a special resolution" in words_of(asked).replace("that it", "It", 1)
    assert "Conversion into a company, or transfer to one (s.113)" in words_of(asked)
    assert "2 members and directors are called." in words_of(asked)
    assert [one.status_code for one in (half, nowhere, early, sent)] == [422, 422, 409, 303]
    assert "Enter by whom the notice was given, and how." in words_of(half)
    assert "Enter where it is held, at what hour, and how to take part." in words_of(nowhere)
    assert "By e-mail: 2." in words_of(clerk.look(address))
    told = words_of(clerk.look(address))
    assert "Sent from here on Monday 1 June 2026. It counts as delivered on Wednesday 3 June 2026." in told
    assert "The meeting: Thursday 25 June 2026. The town hall, at seven." in told


def test_a_day_out_of_reach_is_answered_in_words(secretariat: Secretariat) -> None:
    clerk = secretariat.sit()
    address, _motion = begun(secretariat, clerk)

    for day in ("9999-12-31", "0001-01-01"):
        answer = noticed(clerk, address, 1, day, day)

        assert answer.status_code == 422
        assert "Enter a day from the years 2000 to 2199." in words_of(answer)


def test_a_conversion_comes_on_the_agenda_once_its_two_meetings_are_begun(secretariat: Secretariat) -> None:
    clerk = secretariat.sit()
    motion = secretariat.write(
        lambda session: (
            resolutions.motion(
                session, matter=ReservedMatter.CONVERSION, states=(State.ADMITTED_TO_AGENDA, State.REFERRED)
            ).id
        )
    )
    page = f"/motions/{motion}"
    before, shut = words_of(clerk.look(page)), clerk.look(f"{page}/admission")
    chosen = clerk.look(f"/statutory/new?motion_id={motion}")

    clerk.send("/statutory/new", section="113", motion=str(motion))

    assert "Begin its two meetings" in before
    assert "Matter Conversion, amalgamation or transfer" in before
    assert "The law puts this to two meetings, or to signatures, and that is not begun yet." in before
    assert "Two meetings vote on this: under section 111" in words_of(shut)
    assert has_no_form(shut)
    assert f'value="{motion}" selected' in chosen.text
    assert "Begin its two meetings" not in words_of(clerk.look(page))
    assert "Put it on the agenda" in words_of(clerk.look(page))


def test_only_days_are_preset_that_the_notice_leaves_and_the_page_says_why(secretariat: Secretariat) -> None:
    clerk = secretariat.sit()
    address, motion = begun(secretariat, clerk)
    first = clerk.look(f"{address}/notices/1")
    early = noticed(clerk, address, 1, str(TODAY), str(FIRST_ON - A_DAY))
    noticed(clerk, address, 1, str(TODAY), str(FIRST_ON))
    voted(secretariat, motion, State.MOVED, State.PUT, State.FIRST_CARRIED, on=FIRST_ON)
    second = secretariat.sit(at=at(FIRST_ON)).look(f"{address}/notices/2")
    clerk = secretariat.sit(at=at(SECOND_ON - 21 * A_DAY))
    late = clerk.look(f"{address}/notices/2")
    too_late = noticed(clerk, address, 2, str(SECOND_ON - 21 * A_DAY), str(SECOND_ON))

    assert f'value="{FIRST_ON + 2 * A_DAY}"' in first.text
    assert "the rules ask for 21 clear days" in words_of(first).lower()
    assert "Hold the meeting on Tuesday 23 June 2026 or later." in words_of(early)
    assert f'value="{FIRST_ON + 24 * A_DAY}"' in second.text
    assert f'min="{FIRST_ON + timedelta(14)}" max="{SECOND_ON}"' in second.text
    assert "from Friday 17 July 2026 on" in words_of(second)
    assert "so a notice of Saturday 4 July 2026 leaves no day" in words_of(late)
    assert 'id="meeting_on" name="meeting_on" type="date" autocomplete="off" class' in late.text
    assert "notice of it had to be given by Wednesday 1 July 2026" in words_of(too_late)


def test_the_vote_of_a_meeting_is_called_on_its_day_and_the_page_says_what_it_waits_for(
    secretariat: Secretariat,
) -> None:
    clerk = secretariat.sit()
    address, motion = begun(secretariat, clerk)
    noticed(clerk, address, 1, str(TODAY), str(FIRST_ON))
    before = words_of(clerk.look(address))
    secretariat.write(lambda session: resolutions.step(session, motion, State.MOVED, on=TODAY))
    eve, then, after = (
        words_of(secretariat.sit(at=at(day)).look(address)) for day in (FIRST_ON - A_DAY, FIRST_ON, FIRST_ON + A_DAY)
    )

    assert "It is moved at the meeting, and then the vote is called." in before
    assert "Vote at the first meeting called for Tuesday 23 June 2026" in before
    assert "The vote is called on that day, and not before." in eve
    assert ["Call the vote" in page for page in (before, eve, then)] == [False, False, True]
    assert "That day has passed. Notice of another comes first." in after
    assert "Call the vote for a second time" not in after


def test_a_motion_that_waits_for_its_meeting_offers_no_vote_and_says_for_which_day(secretariat: Secretariat) -> None:
    clerk = secretariat.sit()
    address, motion = begun(secretariat, clerk)
    page = f"/motions/{motion}"
    unmoved = words_of(clerk.look(page))
    secretariat.write(lambda session: resolutions.step(session, motion, State.MOVED, on=TODAY))
    unnoticed = words_of(clerk.look(page))
    noticed(clerk, address, 1, str(TODAY), str(FIRST_ON))
    eve, call = (secretariat.sit(at=at(FIRST_ON - A_DAY)).look(one) for one in (page, f"{page}/divisions/new"))
    then, after = (words_of(secretariat.sit(at=at(day)).look(page)) for day in (FIRST_ON, FIRST_ON + A_DAY))

    voted(secretariat, motion, State.PUT, State.FIRST_CARRIED, on=FIRST_ON)
    carried = words_of(secretariat.sit(at=at(FIRST_ON + A_DAY)).look(page))

    for told in (unmoved, unnoticed):
        assert "A meeting votes on it, and notice of that meeting comes first." in told
        assert "It is decided in the words of its notice. Only a slip of the pen can be put right." in told
        assert "Correct a slip of the pen" in told
        for untrue in ("once it is moved", "Record that it is moved", "Changes of wording", "Propose another wording"):
            assert untrue not in told
    assert "Matter Conversion into a company, or transfer to one (s.113)" in unnoticed
    assert "A first meeting carried it. A second one decides, and notice of that meeting comes first." in carried
    assert ["Call the vote" in one for one in (unnoticed, words_of(eve), then)] == [False, False, True]
    assert "A meeting votes on it on Tuesday 23 June 2026." in words_of(eve)
    assert "The day of its meeting has passed. Notice of another comes first." in after
    assert "The first meeting was called for Tuesday 23 June 2026." in words_of(call)
    assert has_no_form(call)


def test_neither_meeting_offers_a_second_call_before_too_few_came_to_a_first(secretariat: Secretariat) -> None:
    clerk = secretariat.sit()
    address, motion = begun(secretariat, clerk)
    noticed(clerk, address, 1, str(TODAY), str(FIRST_ON))
    secretariat.write(lambda session: resolutions.step(session, motion, State.MOVED, on=TODAY))
    first = secretariat.sit(at=at(FIRST_ON)).look(f"/motions/{motion}/divisions/new")
    voted(secretariat, motion, State.PUT, State.FIRST_CARRIED, on=FIRST_ON)
    clerk = secretariat.sit(at=at(FIRST_ON))
    noticed(clerk, address, 2, str(FIRST_ON), str(SECOND_ON))

    second = secretariat.sit(at=at(SECOND_ON)).look(f"/motions/{motion}/divisions/new")

    for page in (first, second):
        assert 'name="ask"' in page.text
        assert 'name="is_second"' not in page.text


def test_a_vote_is_called_on_a_leap_day_like_on_any_other(secretariat: Secretariat) -> None:
    clerk = secretariat.sit(at=at(date(2028, 2, 29)))
    motion = secretariat.write(
        lambda session: resolutions.motion(session, states=(State.ADMITTED_TO_AGENDA, State.MOVED)).id
    )

    assert clerk.look(f"/motions/{motion}/divisions/new").status_code == 200


def test_whoever_looks_at_a_deed_of_the_officers_can_go_back_without_doing_it(secretariat: Secretariat) -> None:
    clerk = secretariat.sit()
    address, motion = begun(secretariat, clerk)

    for deed in (f"/motions/{motion}/referral", f"{address}/notices/1", "/statutory/new", "/rules/new"):
        assert "Go back without doing this" in words_of(clerk.look(deed)), deed
    new = secretariat.write(lambda session: resolutions.motion(session, states=()).id)
    assert f'<p class="back"><a href="/motions/{new}">' in clerk.look(f"/motions/{new}/withdrawal").text


def test_whoever_begins_a_course_is_told_what_is_missing(secretariat: Secretariat) -> None:
    clerk = secretariat.sit()
    begun(secretariat, clerk)

    no_motion = clerk.send("/statutory/new", section="113")
    no_title = clerk.send("/statutory/new", section="119")

    assert "Choose the motion that the two meetings vote on." in words_of(no_motion)
    assert "Enter the title of the instrument." in words_of(no_title)
    assert "Enter the motion first" in words_of(no_title)
    assert secretariat.ask(lambda session: session.query(StatutoryCourse).count()) == 1


def test_whoever_would_dissolve_the_society_by_two_meetings_is_told_that_only_a_dormant_one_can(
    secretariat: Secretariat,
) -> None:
    clerk = secretariat.sit()
    motion = secretariat.write(
        lambda session: resolutions.motion(session, states=(), matter=ReservedMatter.DISSOLUTION, kind=Kind.SPECIAL).id
    )
    told = "Two meetings can dissolve only a dormant society"

    asked = words_of(clerk.look("/statutory/new"))
    begun_at = clerk.send("/statutory/new", section="120", motion=str(motion), is_dormant="y").location

    assert told in asked
    assert told in words_of(clerk.look(str(begun_at)))


def test_a_day_by_which_papers_are_due_lies_on_the_secretary_s_tile(secretariat: Secretariat) -> None:
    clerk = secretariat.sit()
    address, motion = begun(secretariat, clerk)
    noticed(clerk, address, 1, str(TODAY), str(FIRST_ON))
    voted(secretariat, motion, State.MOVED, State.PUT, State.FIRST_CARRIED, on=FIRST_ON)

    page = words_of(secretariat.sit(at=at(FIRST_ON)).look("/"))

    assert "Convert: notice of the second meeting by Wednesday 1 July 2026." in page


def test_only_the_secretary_begins_a_course(secretariat: Secretariat) -> None:
    assert secretariat.sit(Role.CHAIR).look("/statutory/new").status_code == 403
    assert secretariat.sit(Role.CHAIR).look("/statutory").status_code == 200
    assert secretariat.sit(None).look("/statutory").status_code != 200
    assert secretariat.sit().look(f"/statutory/{UUID(int=4)}").status_code == 404
    assert secretariat.ask(lambda session: session.query(StatutoryCourse).count()) == 0


@pytest.mark.parametrize(("needed", "told"), [(1, "ask for 1 clear day after"), (2, "ask for 2 clear days after")])
def test_the_days_that_a_notice_leaves_are_counted_as_people_count(needed: int, told: str) -> None:
    days = MeetingDays(given_on=TODAY, needed=needed)

    assert told in str(why(days))
