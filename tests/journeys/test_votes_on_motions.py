"""Votes on motions in a real browser: the members resolve in writing, and the board decides between two meetings."""

from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from playwright.sync_api import Page, ViewportSize
from sqlalchemy.orm import Session

from govern.core.actors import Role
from govern.core.db import Database
from govern.motions.models import Motion
from govern.motions.rules import Way
from govern.register import queries as register
from tests.browser import barriers
from tests.calendar import A_DAY, TODAY
from tests.journeys.officers import Browser
from tests.make import Make
from tests.makers.assembly import Assembly

DESK, PHONE = ViewportSize(width=1280, height=900), ViewportSize(width=320, height=640)


class House(Browser):
    """A company in a browser: its chair, four who vote, and what they decide."""

    def opens_its_doors(self, make: Make, people: dict[str, UUID]) -> None:
        """Give everybody an account, and let every connection see all of it."""
        for name, person_id in people.items():
            make.account(person_id=person_id, email=f"{name.lower()}@example.org")
        make.known_to_all()

    def declares_an_interest(self, name: str, motion: Motion) -> None:
        """Let somebody find the motion, and say that they have an interest in it."""
        self.sit(name, TODAY)
        self.open("/motions")
        self.go("Saturdays", "I have an interest in it")
        self.is_open_to_all()
        self.send("Declare my interest", {"What is your interest?": "I let a room to the day centre."})
        self.sees("Your interest is on record.", "they declared it themselves")
        self.is_open_to_all()

    def call(self, motion: Motion) -> None:
        """Let the chair call a vote by name."""
        self.sit("Cath", TODAY)
        self.open(f"/motions/{motion.id}/divisions/new")
        self.is_open_to_all()
        self.send("Call the vote", ticked=("By name, on these pages",))
        self.sees("What it needs")

    def votes(self, name: str, choice: str) -> None:
        """Let somebody find a vote on their own page, choose, look again, and give it."""
        self.sit(name, TODAY)
        self.open("/me")
        self.go("Read it and vote")
        self.send("Review my vote", ticked=(choice,))
        self.sees("Check your vote", choice, "Once you give your vote, it cannot be changed.")
        self.send("Give my vote")
        self.sees("Your vote is given", choice)

    def looks_at_the_way_to_vote(self) -> None:
        """Let somebody go as far as the last look at their vote, and leave."""
        self.sit("Fay", TODAY)
        self.open("/")
        self.is_open_to_all()
        self.go("Read it and vote", "Motion 1")
        self.is_open_to_all()
        self.go("Vote on it")
        self.is_open_to_all()
        self.send("Review my vote")
        self.sees("Choose one of the three.")
        self.is_open_to_all()
        self.send("Review my vote", ticked=("Neither: I abstain",))
        self.is_open_to_all()

    def cannot_be_ended(self, vote_page: str) -> None:
        """Let the chair find that it is not theirs to end, nor shown how it stands."""
        self.sit("Cath", TODAY)
        self.open(vote_page)
        assert self.page.get_by_role("link", name="End the vote").count() == 0
        self.go("Who is asked, and how many have voted")
        self.sees("How it stands is shown to nobody before the close")
        self.is_open_to_all()

    def declares(self, vote_page: str, promise: str) -> None:
        """Let the chair look at the tally of a vote that ended with its last voice, and declare it."""
        self.sees("Voting is over.")
        self.sit("Cath", TODAY)
        self.open(vote_page)
        self.go("Who is asked, and the tally")
        self.sees("adds up")
        self.is_open_to_all()
        self.go("Go to the page of this vote", "Declare what came of it")
        self.is_open_to_all()
        self.send("Declare it", ticked=(promise,))
        self.is_open_to_all()

    def is_open_to_all(self) -> None:
        """Hold the page to what keeps nobody out, and to the width of a small telephone."""
        assert barriers(self.page) == []
        self.page.set_viewport_size(PHONE)
        wide = self.page.locator("html").bounding_box()
        assert wide is not None
        assert wide["width"] <= PHONE["width"]
        self.page.set_viewport_size(DESK)


@pytest.fixture
def house(page: Page, live_server: str, app: Flask, database: Database, monkeypatch: pytest.MonkeyPatch) -> House:
    """An installation in a browser."""
    return House(page, live_server, app, database, monkeypatch)


@pytest.fixture
def company(session: Session, make: Make, tmp_path: Path) -> Assembly:
    """A community interest company with a chair in office."""
    made = Assembly(session, make, tmp_path, legal_form="cic")
    chair = made.chamber.chair.person_id
    assert chair is not None
    make.office(Role.CHAIR, person_id=chair)
    return made


@pytest.mark.invariant("INV-20")
def test_the_members_of_a_company_resolve_in_writing(house: House, make: Make, company: Assembly) -> None:
    motion = company.chamber.moved(company.chamber.proposal(way=Way.WRITTEN))
    ada, ben, cai, dee, eve, fay = company.members
    chair = company.chamber.chair.person_id
    assert chair is not None
    house.opens_its_doors(make, {"Cath": chair, "Ada": ada, "Ben": ben, "Cai": cai, "Dee": dee, "Eve": eve, "Fay": fay})

    house.call(motion)
    house.sees("Company: ordinary resolution in writing", "the end of Sunday 28 June 2026")
    vote_page = house.page.url
    house.looks_at_the_way_to_vote()
    for name in ("Ada", "Ben", "Cai"):
        house.votes(name, "For the motion")
    house.votes("Dee", "Against the motion")
    house.open(vote_page)
    house.sees("You have voted", "Against the motion", "It cannot be changed.")
    house.cannot_be_ended(vote_page)
    house.votes("Eve", "For the motion")
    house.declares(vote_page, "I declare that this motion is carried.")

    house.sees("Carried: 4 for, 1 against; needed more than half of the members entitled to vote (4 of 6).")
    house.go("Motion 1")
    house.sees("carried")


@pytest.mark.invariant("INV-38")
def test_the_board_decides_between_meetings_and_one_director_stands_back(
    house: House, make: Make, session: Session, company: Assembly
) -> None:
    motion = company.chamber.moved(company.chamber.for_the_board())
    xan, yve, zoe = company.chamber.directors
    chair = company.chamber.chair.person_id
    assert chair is not None
    zoes_name = register.name_of(session, zoe)
    house.opens_its_doors(make, {"Cath": chair, "Xan": xan, "Yve": yve, "Zoe": zoe})

    house.declares_an_interest("Zoe", motion)
    house.sit("Cath", TODAY)
    house.open(f"/motions/{motion.id}/divisions/new")
    house.sees("Who has no vote, and why", zoes_name)
    house.call(motion)
    vote_page = house.page.url
    house.votes("Xan", "For the motion")
    house.sit("Zoe", TODAY)
    house.open("/me")
    assert house.page.get_by_role("link", name="Read it and vote").count() == 0
    house.open(vote_page)
    house.sees("You stand back", "You have an interest in this motion, so you stand back and have no vote on it.")
    house.votes("Yve", "For the motion")
    house.declares(vote_page, "I declare that this motion is carried.")

    house.sees("Carried: 2 for, 0 against; needed every one of the directors entitled to vote (2 of 2).")
    house.sit("Cath", TODAY + A_DAY)
    house.open("/decisions")
    house.sees("Motion 1, vote 1")
