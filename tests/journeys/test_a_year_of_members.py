"""A year of a mutual in a real browser, from an empty installation: who came, who went, and every no with its rule."""

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from playwright.sync_api import Page, expect

from govern.cli.commands import govern
from govern.consequences.founding import code_of
from govern.core.db import Database
from tests.browser import press
from tests.journeys.deeds import (
    BOARD,
    CHAIRED,
    MEETING,
    PANEL,
    apply_on_paper,
    appoint_to_the_panel,
    complain_of_ed,
    decide,
    enter_on_the_decision,
    give_the_share,
    hear_ed_and_vote,
    look_up,
    move,
    rule,
    say_that_it_is_so,
    see_the_proof,
    state_that_they_are_employed,
    vote,
)
from tests.journeys.officers import Browser, address_of
from tests.served import SECRET

FOUNDED = date(2026, 6, 1)
SERVICE_USERS = "Service users"
MOVES, TAKEN_BACK = "They move to another constituency", "They are taken back, after an expulsion"
# The office that each founder asks for, and where they are a first member.
FOUNDERS: dict[str, tuple[str, str]] = {
    "Anne Admin": ("administrator", ""),
    "Ben Backup": ("", ""),
    "Sam Secretary": ("secretary", "Workforce"),
    "Cath Chair": ("chair", SERVICE_USERS),
    "Roy Officer": ("returning officer", ""),
}
DECIDERS = ("Cath Chair", "Anne Admin", "Roy Officer")
FOR = dict.fromkeys(DECIDERS, "Voted for")
OLD_REGISTER = """name,constituency,member since,adult,email
Lena Leaver,workforce,2019-05-03,yes,
Susi Still,service_user,2021-02-01,yes,
Ed Elland,workforce,2018-11-30,yes,
Mina Moor,workforce,2020-07-20,yes,mina@example.org
Max Mill,service_user,2022-01-10,yes,max@example.org
"""


@pytest.fixture
def browser_of_all(
    page: Page, live_server: str, app: Flask, database: Database, monkeypatch: pytest.MonkeyPatch
) -> Browser:
    """An empty installation in a browser."""
    return Browser(page, live_server, app, database, monkeypatch)


@pytest.mark.long
@pytest.mark.invariant("INV-11", "INV-23", "INV-30", "INV-41", "INV-42")
def test_a_year_of_members_in_a_browser_from_an_empty_installation(browser_of_all: Browser, tmp_path: Path) -> None:
    browser = browser_of_all
    the_founders_found_the_mutual(browser)
    the_old_register_is_brought_in_by_one_and_approved_by_another(browser, tmp_path)
    the_administrator_opens_accounts_for_two_members_without_an_office(browser)
    una = una_applies_on_paper_and_the_founders_admit_her(browser)
    una_is_entered_only_once_those_who_decided_say_that_it_is_so(browser, una)
    vic = vic_is_refused_with_a_reason(browser)
    vic_appeals_and_whoever_refused_him_has_no_say_in_it(browser, vic)
    two_others_admit_vic_on_his_appeal(browser, vic)
    lena_left_her_work_in_august_and_it_is_entered_in_september(browser)
    una_asks_to_change_constituency_too_soon_and_then_in_time(browser)
    susi_is_suspended_and_restored(browser)
    ed_has_notice_and_a_hearing_and_too_few_votes_expel_him(browser)
    ed_is_expelled_by_the_majority_of_the_rules(browser)
    ed_comes_back_only_by_the_vote_of_a_meeting(browser)
    the_register_and_the_records_say_what_happened(browser)
    the_journal_says_it_too_and_agrees_with_the_register(browser, tmp_path)


def the_founders_found_the_mutual(browser: Browser) -> None:
    browser.wait_until(FOUNDED)
    browser.open("/founding")
    code = {"Code of the founding": code_of(FOUNDED, secret=SECRET.encode())}
    browser.send("Continue", code, ticked=("Small society, with a short timetable",))
    for number, (name, (office, home)) in enumerate(FOUNDERS.items(), start=1):
        row = browser.page.get_by_role("group", name=f"Founder {number}", exact=True)
        row.get_by_label("Name", exact=True).fill(name)
        row.get_by_label("E-mail address").fill(address_of(name))
        if office:
            row.get_by_label(office, exact=True).check()
        if home:
            row.get_by_label("First member in").select_option(label=home)
            row.get_by_label("Confirmed to be an adult").check()
    typed = {
        "Name of the mutual": "Hebden Home Care Ltd",
        "Telephone number for members": "01632 960000",
        "Text-relay number": "18001 01632 960000",
        "Where the founders’ decision is recorded": "Founders/1",
    }
    promise = "I have checked all of this with the founders. It is done once."
    browser.send("Found the mutual", typed, ticked=("A real mutual: what is decided here counts", promise))
    browser.is_refused(
        "A real mutual begins with two administrators", rule="Product 3(h): two administrators, never a last one"
    )

    ben = browser.page.get_by_role("group", name="Founder 2", exact=True)
    ben.get_by_label("administrator", exact=True).check()
    browser.send("Found the mutual")
    browser.sees("The mutual is founded.")
    browser.open("/founding")
    browser.is_refused(
        "This mutual has been founded, and that cannot be done again.", rule="INV-11: the founding closes for ever"
    )


def the_old_register_is_brought_in_by_one_and_approved_by_another(browser: Browser, folder: Path) -> None:
    file = folder / "members.csv"
    file.write_text(OLD_REGISTER)
    browser.sit("Sam Secretary", date(2026, 6, 3))
    browser.open("/openings/new")
    browser.page.get_by_label("CSV file").set_input_files(file)
    browser.send("Upload the file")
    browser.sees("You uploaded this file, so somebody else approves it.")

    kept = browser.page.url
    browser.sit("Cath Chair", date(2026, 6, 4))
    browser.open(kept)
    browser.send("Approve all entries", {"Number of entries that you approve": "5"})
    browser.sees("All entries are in the register from today on.")


def the_administrator_opens_accounts_for_two_members_without_an_office(browser: Browser) -> None:
    browser.sit("Anne Admin", date(2026, 6, 5))
    for name in ("Mina Moor", "Max Mill"):
        browser.open("/accounts/new")
        typed = {
            "Name, as the register has it": name,
            "E-mail address, as the person gave it to you": address_of(name),
        }
        browser.send("Open the account", typed)
        browser.sees("The account is open.")


def una_applies_on_paper_and_the_founders_admit_her(browser: Browser) -> str:
    una = apply_on_paper(browser, "Una Bell", on=date(2026, 7, 6))
    browser.send("Begin to check it")
    state_that_they_are_employed(browser, since="2025-01-06")
    see_the_proof(browser, una, on=date(2026, 7, 7))
    browser.sees("Stated by Sam Secretary; seen by Cath Chair on 7 Jul 2026.")

    browser.sit("Sam Secretary", date(2026, 7, 7))
    browser.open(una)
    browser.go("Recommend what to decide")
    browser.send("Recommend it", {"Why": "She has worked here since January of last year."}, ticked=("To admit them",))
    decide(browser, "B/2026/1", date(2026, 7, 8), BOARD, FOR, application=("Una Bell", "Admit", "Monday 6 July 2026"))
    rule(browser, una, "B/2026/1")
    browser.sees("admitted, and waiting for the entry", "3 for, 0 against")
    return una


def una_is_entered_only_once_those_who_decided_say_that_it_is_so(browser: Browser, una: str) -> None:
    give_the_share(browser)
    browser.open(f"{una}/entry")
    browser.send("Enter the member")
    browser.is_refused(
        "2 must say themselves that it is so, and 0 have.",
        rule="INV-42: nobody becomes a member by the hands of non-members, or of whoever writes the minutes",
    )

    say_that_it_is_so(browser, "B/2026/1", date(2026, 7, 9), *DECIDERS)
    browser.open(una)
    browser.send("Enter them as a member")
    browser.sees("They are a member from today on.", "entered in the register")


def vic_is_refused_with_a_reason(browser: Browser) -> str:
    vic = apply_on_paper(browser, "Vic Ash", on=date(2026, 8, 3))
    browser.send("Begin to check it")
    decide(browser, "B/2026/2", date(2026, 8, 4), BOARD, FOR, application=("Vic Ash", "Refuse", "Monday 3 August 2026"))
    rule(browser, vic, "B/2026/2")
    browser.is_refused("Without a reason it is not refused.", rule="INV-41: a refusal needs its reasons")

    words = {"Words to them; a refusal needs them": "Nothing that you sent shows your work here."}
    reason = "What the rules ask for was not shown"
    rule(browser, vic, "B/2026/2", words=words, reason=reason)
    browser.sees(reason, "Nothing that you sent shows your work here.", "They can also apply again.")
    return vic


def vic_appeals_and_whoever_refused_him_has_no_say_in_it(browser: Browser, vic: str) -> None:
    browser.sit("Sam Secretary", date(2026, 8, 10))
    browser.open(vic)
    browser.go("Record their appeal")
    browser.send("Record the appeal", {"What they say against it, if they say why": "Here is my contract."})
    browser.sees("Cath Chair: they decided on it before")
    state_that_they_are_employed(browser, since="2025-09-01")
    see_the_proof(browser, vic, on=date(2026, 8, 10))

    decide(browser, "GM/2026/8", date(2026, 8, 10), MEETING, {"Sam Secretary": "Was there and did not vote"})
    appoint_to_the_panel(browser, "GM/2026/8", date(2026, 8, 10), "Cath Chair", "Mina Moor", "Max Mill")
    parts = {"Cath Chair": "Voted for", "Mina Moor": "Abstained"}
    decide(
        browser, "P/2026/1", date(2026, 8, 17), PANEL, parts, application=("Vic Ash", "Admit", "Monday 3 August 2026")
    )
    rule(browser, vic, "P/2026/1")
    browser.is_refused(
        "Of those free to decide on this application, 0 were for and 0 against.",
        rule="INV-05, INV-06: each application is decided by those who have no interest in it",
    )
    decide(browser, "B/2026/3", date(2026, 8, 17), BOARD, FOR, application=("Vic Ash", "Admit", "Monday 3 August 2026"))
    rule(browser, vic, "B/2026/3")
    browser.is_refused(
        "a panel of members who did not decide, or a general meeting",
        rule="The rules in force: who decides on admissions and on expulsion; INV-23",
    )


def two_others_admit_vic_on_his_appeal(browser: Browser, vic: str) -> None:
    panel = ("Mina Moor", "Max Mill")
    decide(
        browser,
        "P/2026/2",
        date(2026, 8, 24),
        PANEL,
        dict.fromkeys(panel, "Voted for"),
        application=("Vic Ash", "Admit", "Monday 3 August 2026"),
    )
    rule(browser, vic, "P/2026/2")
    give_the_share(browser)
    say_that_it_is_so(browser, "P/2026/2", date(2026, 8, 25), *panel)
    browser.open(vic)
    browser.send("Enter them as a member")
    browser.sees("They are a member from today on.")


def lena_left_her_work_in_august_and_it_is_entered_in_september(browser: Browser) -> None:
    browser.sit("Sam Secretary", date(2026, 9, 7))
    look_up(browser, "Lena Leaver")
    browser.go("Record that it ended")
    no_longer = ("They no longer qualify",)
    browser.send("Record the end", {"First day without the membership": "2026-09-08"}, ticked=no_longer)
    browser.is_refused("Tuesday 8 September 2026", rule="INV-09: the true date, neither earlier nor later")
    browser.send("Record the end", {"First day without the membership": "2026-08-14"}, ticked=no_longer)
    browser.sees("No longer a member. They no longer qualify", "It became known 24 days later.")


def una_asks_to_change_constituency_too_soon_and_then_in_time(browser: Browser) -> None:
    decide(browser, "B/2026/4", date(2026, 10, 8), BOARD, FOR, person=("Una Bell", MOVES, SERVICE_USERS))
    move(browser, "Una Bell", "B/2026/4")
    browser.is_refused(
        "on Friday 9 October 2026 or later",
        rule="INV-30; the rules in force: months in a constituency before moving",
    )

    decide(browser, "B/2026/5", date(2026, 10, 9), BOARD, FOR, person=("Una Bell", MOVES, SERVICE_USERS))
    say_that_it_is_so(browser, "B/2026/5", date(2026, 10, 9), *DECIDERS[:2])
    move(browser, "Una Bell", "B/2026/5")
    browser.sees("The change is on record: the old membership has ended, and a new one has begun.")


def susi_is_suspended_and_restored(browser: Browser) -> None:
    decide(browser, "B/2026/6", date(2026, 10, 19), BOARD, FOR, person=("Susi Still", "They are suspended", ""))
    look_up(browser, "Susi Still")
    browser.go("Suspend the membership")
    late = {"First day with the rights again, if it was said": "2027-01-20"}
    browser.send("Suspend", late, {"Decision": "B/2026/6"})
    browser.is_refused("19 January 2027", rule="The rules in force: months of a suspension; domain 2.4")
    browser.send("Suspend", {"First day with the rights again, if it was said": ""}, {"Decision": "B/2026/6"})
    browser.sees("Suspended, in Service users", "From Monday 19 October 2026 to Monday 18 January 2027.")
    expect(browser.page.get_by_role("main")).not_to_contain_text("It became known")

    decide(browser, "B/2026/7", date(2026, 11, 16), BOARD, FOR, person=("Susi Still", "Their suspension ends", ""))
    look_up(browser, "Susi Still")
    browser.go("End the suspension")
    browser.send("End the suspension", chosen={"Decision": "B/2026/7"})
    browser.sees("The end of the suspension is on record.", "A member, in Service users")


def ed_has_notice_and_a_hearing_and_too_few_votes_expel_him(browser: Browser) -> None:
    complain_of_ed(browser, on=date(2026, 11, 17))
    browser.send("Record the notice", {"Day of the meeting that hears them": "2026-12-08"})
    browser.is_refused(
        "Hold the hearing on Wednesday 9 December 2026 or later.",
        rule="The rules in force: notice to a member who may be expelled; domain 2.3, 5.11",
    )
    browser.send("Record the notice", {"Day of the meeting that hears them": "2026-12-09"})
    browser.sit("Sam Secretary", date(2026, 12, 8))
    look_up(browser, "Ed Elland")
    browser.go("Case of expulsion")
    browser.send("Record the hearing", ticked=("They came and answered",))
    browser.is_refused("Wednesday 9 December 2026", rule="INV-09: the true date, neither earlier nor later")

    hear_ed_and_vote(browser, "GM/2026/1", on=date(2026, 12, 9), votes=("8", "3"))
    browser.sees("The vote is on record, and the case is closed.", "A member, in Workforce")
    browser.go("Record that it ended")
    expelled = ("They were expelled, by decision of a general meeting",)
    press(browser.page.locator("summary", has_text="If it was decided"))
    browser.send("Record the end", chosen={"Decision, where one was needed": "GM/2026/1"}, ticked=expelled)
    browser.is_refused("only after notice, a hearing and a vote", rule="Domain 2.3: nobody is expelled unheard")


def ed_is_expelled_by_the_majority_of_the_rules(browser: Browser) -> None:
    complain_of_ed(browser, on=date(2027, 1, 4))
    browser.send("Record the notice", {"Day of the meeting that hears them": "2027-01-26"})
    hear_ed_and_vote(browser, "GM/2027/1", on=date(2027, 1, 26), votes=("9", "3"))
    browser.sees("No longer a member. They were expelled, by decision of a general meeting")


def ed_comes_back_only_by_the_vote_of_a_meeting(browser: Browser) -> None:
    decide(browser, "GM/2027/2", date(2027, 3, 1), MEETING, CHAIRED, person=("Ed Elland", TAKEN_BACK, "Workforce"))
    say_that_it_is_so(browser, "GM/2027/2", date(2027, 3, 1), "Cath Chair")
    browser.open("/decisions")
    browser.go("GM/2027/2", "Ed Elland")
    ed = browser.page.url
    browser.go("Take back somebody who was expelled")
    vote(browser, "GM/2027/2", ("8", "3"))
    browser.is_refused(
        "The rules need 3 of every 4 votes cast, and fewer were for it.",
        rule="INV-23; the rules in force: share of votes that takes an expelled member back",
    )
    browser.open(ed)
    enter_on_the_decision(browser, "GM/2027/2")
    browser.is_refused(
        "Enter first how the general meeting voted on taking them back",
        rule="INV-23: who was expelled comes back by no smaller vote",
    )

    decide(browser, "GM/2027/3", date(2027, 4, 5), MEETING, CHAIRED, person=("Ed Elland", TAKEN_BACK, "Workforce"))
    say_that_it_is_so(browser, "GM/2027/3", date(2027, 4, 6), "Cath Chair")
    browser.open(ed)
    browser.go("Take back somebody who was expelled")
    vote(browser, "GM/2027/3", ("9", "3"))
    browser.sees("The vote is on record. They can be entered again, on this decision.")
    enter_on_the_decision(browser, "GM/2027/3")
    browser.sees("They are a member from today on.")


def the_register_and_the_records_say_what_happened(browser: Browser) -> None:
    browser.sit("Sam Secretary", date(2027, 5, 31))
    browser.open("/members")
    browser.sees("8 members on Monday 31 May 2027.", "Una Bell", "Vic Ash", "Susi Still", "Ed Elland")
    expect(browser.page.get_by_role("link", name="Lena Leaver")).to_have_count(0)
    records = {
        "Una Bell": ("A member, in Service users", "Other memberships of this person"),
        "Vic Ash": ("A member, in Workforce", "From Tuesday 25 August 2026 on."),
        "Susi Still": ("Suspended, in Service users", "From Monday 19 October 2026 to Sunday 15 November 2026."),
        "Ed Elland": ("A member, in Workforce", "From Tuesday 6 April 2027 on."),
    }
    for name, words in records.items():
        look_up(browser, name)
        browser.sees(*words)
    browser.go("Member 5")
    browser.sees(
        "No longer a member. They were expelled, by decision of a general meeting", "From Tuesday 26 January 2027 on."
    )


def the_journal_says_it_too_and_agrees_with_the_register(browser: Browser, folder: Path) -> None:
    browser.open("/journal")
    browser.sees(
        "A case of expulsion was closed: member 5.",
        "A meeting voted to take back somebody who was expelled: Ed Elland.",
        "A member was entered: member 11.",
    )
    told = {
        "GOVERN_DATABASE_URL": browser.database.engine.url.render_as_string(hide_password=False),
        "GOVERN_INSTANCE": str(folder),
        "GOVERN_SECRET_KEY": SECRET,
        "GOVERN_MATCH_KEY": SECRET,
    }
    kept = CliRunner().invoke(govern, ["audit", "head"], env=told).output.strip()
    verified = CliRunner().invoke(govern, ["audit", "verify", "--head", kept], env=told)
    assert (verified.exit_code, "The journal and the register agree." in verified.output) == (0, True), verified.output
