"""What the secretary does for members at the pages, each deed in a call."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select

from govern.register.models import Membership, PersonVersion
from tests.browser import follow, press
from tests.journeys.officers import Browser

BOARD, PANEL, MEETING = "The board", "A panel", "A general meeting"
CHAIRED = {"Cath Chair": "Was there and did not vote"}
YES = "Yes: this was decided, and this was my part"


def decide(
    browser: Browser, minute: str, on: date, body: str, parts: Mapping[str, str], **about: tuple[str, str, str]
) -> None:
    """Let the secretary enter what a body decided on a day.

    :param minute: where it stands in the minutes.
    :param parts: each participant's part, as the page calls it.
    :param about: `application`, an applicant with the outcome; `person`, with the matter and where they go; or nobody.
    """
    browser.sit("Sam Secretary", on)
    browser.open("/decisions/new")
    for closed in ("Others who voted for it", "Somebody voted otherwise, did not vote, or stood back"):
        press(browser.page.locator("summary", has_text=closed))
    ticked = [name for name, part in parts.items() if part == "Voted for"]
    chosen = {f"How {name} took part": part for name, part in parts.items() if name not in ticked}
    typed = {"Where it stands in the minutes": minute, "What was decided": f"As {minute} has it."}
    if "application" in about:
        name, outcome, came_in = about["application"]
        chosen |= {f"{name}, Workforce, came in on {came_in}": outcome}
    elif "person" in about:
        press(browser.page.locator("summary", has_text="Persons"))
        name, matter, home = about["person"]
        typed["Person 1: whole name, or member number"] = name
        chosen["Person 1: what it says of them"] = matter
        chosen["Person 1: constituency, for whoever is admitted, moved or taken back"] = home
    whom = "Applications or persons, chosen below" if about else "No person: other business"
    browser.send("Enter the decision", typed, chosen, ticked=(body, whom, *ticked))
    browser.sees("The decision is on record.")


def appoint_to_the_panel(browser: Browser, minute: str, on: date, *names: str) -> None:
    """Enter whom a meeting appointed to hear appeals, by their member numbers."""
    browser.sit("Sam Secretary", on)
    for name in names:
        with browser.database.reading() as session:
            of = select(Membership.member_no).join(PersonVersion, PersonVersion.person_id == Membership.person_id)
            number = session.scalars(of.where(PersonVersion.name == name).limit(1)).one()
        browser.open("/bodies/members/new")
        typed = {"Their member number": str(number)}
        chosen = {"Decision that appointed them": minute}
        browser.send("Enter them", typed, chosen, ticked=("The panel that hears appeals",))
        browser.sees(name)


def say_that_it_is_so(browser: Browser, minute: str, on: date, *names: str) -> None:
    """Let people whom a decision names say on their first page that it is so."""
    for name in names:
        browser.sit(name, on)
        browser.open("/")
        follow(browser.page.get_by_role("link", name="Read it and say").filter(has_text=minute))
        browser.send("Give my word", ticked=(YES,))
        browser.sees("Your word is on record.")
    browser.sit("Sam Secretary", on)


def look_up(browser: Browser, name: str) -> None:
    """Open the record of somebody on the register."""
    browser.open("/members")
    browser.go(name)


def apply_on_paper(browser: Browser, name: str, *, on: date) -> str:
    """Let the secretary enter somebody and what they asked for on paper; return the address of the case."""
    browser.sit("Sam Secretary", on)
    browser.open("/people/new")
    browser.send(
        "Enter the person", {"Name, as they write it": name}, ticked=("It is confirmed that they are an adult",)
    )
    browser.go("Enter an application on paper")
    home = {"Constituency that they ask to belong to": "Workforce"}
    browser.send("Enter the application", {"Share that they take, in pounds": "1"}, home)
    browser.sees("The application is on record. Nobody is a member by it.")
    return browser.page.url


def state_that_they_are_employed(browser: Browser, *, since: str) -> None:
    """State on the page of a case that the applicant is employed, and where the proof is."""
    browser.go("State a fact")
    typed = {"Since which day": since, "Where the proof is kept": "Personnel file 114"}
    browser.send("State it", typed, ticked=("Employed since",))
    browser.sees("The fact is on record.")


def see_the_proof(browser: Browser, case: str, *, on: date) -> None:
    """Let the chair say on a case that they have seen the proof of what is stated."""
    browser.sit("Cath Chair", on)
    browser.open(case)
    browser.go("Look at it, and say so")
    browser.send("I have seen the proof")


def rule(
    browser: Browser,
    case: str,
    minute: str,
    *,
    words: Mapping[str, str] | None = None,
    reason: str = "They are not refused",
) -> None:
    """Let the secretary enter on a case what was decided on it."""
    browser.open(f"{case}/rulings")
    chosen = {"Decision": minute, "Why they are refused": reason}
    browser.send("Enter what was decided", words, chosen)


def give_the_share(browser: Browser) -> None:
    """Record on the page of a case that the share was paid for."""
    browser.go("Record the share or guarantee")
    browser.send("Record it")
    browser.sees("given on")


def move(browser: Browser, name: str, minute: str) -> None:
    """Let the secretary move a member to the service users, on a decision."""
    look_up(browser, name)
    browser.go("Change the constituency")
    browser.send("Change the constituency", chosen={"New constituency": "Service users", "Decision": minute})


def complain_of_ed(browser: Browser, *, on: date) -> None:
    """Open a case on a complaint about Ed."""
    browser.sit("Sam Secretary", on)
    look_up(browser, "Ed Elland")
    browser.go("Case of expulsion")
    browser.send("Open the case", {"The complaint, as the member will be told it": "Took the cash box."})
    browser.sees("Next, the member has notice of the complaint and of the meeting.")


def hear_ed_and_vote(browser: Browser, minute: str, *, on: date, votes: tuple[str, str]) -> None:
    """Let a meeting hear Ed, vote, and the secretary enter both."""
    decide(browser, minute, on, MEETING, CHAIRED, person=("Ed Elland", "Whether they are expelled", ""))
    look_up(browser, "Ed Elland")
    browser.go("Case of expulsion")
    browser.send("Record the hearing", ticked=("They came and answered",))
    vote(browser, minute, votes)


def vote(browser: Browser, minute: str, votes: tuple[str, str]) -> None:
    """Enter how a general meeting voted."""
    votes_for, votes_against = votes
    typed = {"Votes for it": votes_for, "Votes against it": votes_against}
    browser.send("Record the vote", typed, {"Decision of the general meeting": minute})


def enter_on_the_decision(browser: Browser, minute: str) -> None:
    """Enter whoever the page is about as a member again, on a meeting's decision."""
    browser.go("Enter as a member")
    browser.send("Enter the member", chosen={"Constituency": "Workforce", "Decision that admits them": minute})
