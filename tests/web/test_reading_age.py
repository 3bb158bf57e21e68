"""What voters read can be read at eleven.

Source: product 1 (6); measured by the Automated Readability Index (Smith and Senter 1967, for the US Air Force), whose
result is a school year: a child is five years older than the number of hers. See docs/decisions/0014.
"""

import inspect
import re
from collections.abc import Iterable

import pytest
import textstat
from flask import Flask

from govern.accounts import refusals as of_accounts
from govern.admissions import refusals as of_admissions
from govern.backing import refusals as of_motions
from govern.ballots import refusals as of_ballots
from govern.core import errors
from govern.core.errors import Refusal
from govern.elections import refusals as of_elections
from govern.register import refusals as of_register
from govern.web import refusals as of_the_door
from tests.web.sentences import Msgid, sentences_in_module, sentences_in_template, templates_of_voters

OLDEST = 11
YEARS_BEFORE_SCHOOL = 5
A_SENTENCE = 4  # words; with fewer it is a label
EVERYWHERE = "base.html"
FACT = re.compile(r"%\(\w+\)s")
# Numbers of standards, and addresses, are no words.
NAME = re.compile(r"\S+@\S+|\d+\.\d+")
PAGES_OF_MEMBERS = ("my_details/", "my_history/", "my_page/", "my_vote/", "resigning/")
PAGES = (
    *PAGES_OF_MEMBERS,
    "account/",
    "amendments/",
    "board/",
    "divisions/",
    "home/",
    "joining/",
    "my_application/",
    "my_details/",
    "my_page/",
    "motions/",
    "my_vote/",
    "resolutions/",
    "results/",
    "sign_in/",
    "statements/",
    "statutory/",
    "sums/",
    "vote/",
)
TOLD_ON_OWN_PAGES = (
    *("govern/admissions/words.py:STEP_WORDS", "govern/admissions/words.py:WHY_WORDS", "govern/elections/places.py"),
    "govern/admissions/words.py:OPEN_AGAIN",
    *("govern/web/forms/joining.py", "govern/web/forms/own.py", "govern/web/joining.py:HEADINGS"),
    *("govern/divisions/quorum.py", "govern/statutory/words.py", "govern/deciding/sums.py"),
    *("govern/divisions/weighing.py", "govern/web/motion_ways.py"),
)
TOLD_ON_THE_BALLOT = ("govern/ballots/words.py", "govern/ballots/standing.py")
LETTERS = (
    *("govern/accounts/letters.py", "govern/consequences/contacts.py", "govern/consequences/resigning.py"),
    *("govern/consequences/case_letters.py", "govern/elections/links.py:letter_lines"),
)
MET_BY_VOTERS = (
    *(of_ballots.VotingNotOpen, of_ballots.AlreadyVoted, of_ballots.NotOnRoll, of_ballots.NoLongerEntitled),
    *(of_ballots.BallotCopied, of_ballots.BallotNotOurs, of_ballots.RankingNotValid, of_ballots.CredentialNotKnown),
    *(of_accounts.LinkNotUsable, of_accounts.NotRecognised, of_accounts.TooManyTries),
    *(of_accounts.PasswordNotAccepted, of_accounts.AddressNotUsable),
    *(of_elections.LinksGoByLetter, of_elections.VotingNotUnderWay),
    *(of_motions.NotMembersMotion, of_motions.BackerSuspended, of_motions.BackerInterested, of_motions.NotForAnother),
    *(of_motions.BacksAlready, of_motions.BackedBefore, of_motions.SecondedAlready, of_motions.ProposerStays),
    *(of_admissions.NotConfirmable, of_admissions.TooManyUnconfirmed, of_register.AskedAlready),
    *(errors.BallotNotOpen, errors.NotFound, errors.NotAllowed, errors.SignInNeeded),
    *(of_the_door.FormTooOld, of_the_door.SentFromElsewhere, of_the_door.NotUnderstood),
    *(of_the_door.TooLarge, of_the_door.MethodNotAllowed),
)


def reading_age(text: str) -> float:
    """Return the age in years at which a text can be read."""
    school_year: float = textstat.automated_readability_index(text)
    return school_year + YEARS_BEFORE_SCHOOL


def text_of(sentences: Iterable[Msgid]) -> str:
    """Return whole sentences one after the other, without names, dates and numbers of theirs; no headings or labels."""
    flat = (one for msgid in sentences for one in ([msgid] if isinstance(msgid, str) else msgid))
    plain = (FACT.sub("it", NAME.sub("it", one)) for one in flat)
    return " ".join(re.sub(r":$", ".", one) for one in plain if one[-1] in ".?!:" and len(one.split()) >= A_SENTENCE)


def too_hard(texts: dict[str, str]) -> list[str]:
    """Name the texts that need an older reader."""
    ages = {name: reading_age(text) for name, text in texts.items() if text}
    return [f"{name}: {age:.1f} years: {texts[name]}" for name, age in ages.items() if age > OLDEST]


def refusals_of(kind: type[Refusal]) -> list[Msgid]:
    """Return the sentences of a refusal."""
    path = inspect.getmodule(kind).__name__.replace(".", "/")  # type: ignore[union-attr]  # a class of ours has a module
    return sentences_in_module(f"{path}.py:{kind.__name__}")


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_every_page_of_voters_can_be_read_at_eleven(app: Flask) -> None:
    templates = {name for made_of in templates_of_voters(app).values() for name in made_of} - {EVERYWHERE}
    read = [name for name in templates if name.startswith(PAGES) or "/" not in name]
    pages = {name: text_of(sentences_in_template(name)) for name in read}

    assert len(pages) > len(PAGES)
    assert too_hard(pages) == []


@pytest.mark.parametrize(
    "places",
    [TOLD_ON_THE_BALLOT, TOLD_ON_OWN_PAGES, LETTERS],
    ids=["on the ballot", "on one's own pages", "in letters"],
)
def test_what_voters_are_told_can_be_read_at_eleven(places: tuple[str, ...]) -> None:
    assert too_hard({place: text_of(sentences_in_module(place)) for place in places}) == []


@pytest.mark.parametrize("kind", MET_BY_VOTERS, ids=lambda kind: kind.__name__)
def test_every_refusal_that_voters_meet_can_be_read_at_eleven(kind: type[Refusal]) -> None:
    sentences = refusals_of(kind)

    assert sentences
    assert too_hard({str(one): text_of([one]) for one in sentences}) == []


def test_what_only_a_lawyer_reads_is_found() -> None:
    hard = "Notwithstanding the aforementioned provisions, electors disenfranchised administratively may petition."

    assert too_hard({"a notice": hard})
    assert not too_hard({"a notice": "You have voted. Your vote is in the box."})
