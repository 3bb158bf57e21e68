"""What a visitor of the demonstration can try: people to sign in as, and ballots to cast."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from config import Settings
from govern.constitution.models import Mutual
from govern.constitution.rules import Mode
from govern.core.words import Sentence, say
from govern.demo import notes

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

TRIED_AS: dict[str, tuple[Sentence, Sentence]] = {
    "member": (say("A member"), say("Vote on a motion that is open now, propose one, see your own entry.")),
    "director": (say("A director"), say("Vote on what the board decides between its meetings.")),
    "returning_officer": (say("The returning officer"), say("Run an election: count it, declare it, plan the next.")),
    "secretary": (
        say("The secretary"),
        say("Keep the register: look somebody up, see who asks to join, enter them."),
    ),
    "chair": (say("The chair"), say("Declare what came of a vote, and see what the board decides.")),
    "scrutineer": (say("The scrutineer"), say("Watch the election, and check the journal.")),
    "council_officer": (say("The council officer"), say("See the board, and the council’s own seats.")),
    "administrator": (say("The administrator"), say("Grant offices. No register, no ballot.")),
}


@dataclass(frozen=True, kw_only=True)
class Account:
    """Somebody to sign in as, by the same form as everybody."""

    name: Sentence
    words: Sentence
    address: str


@dataclass(frozen=True, kw_only=True)
class Trying:
    """What the notes of the demonstration offer.

    :ivar ballots: codes of electors who have not voted, by name.
    :ivar kept_out: codes of electors who cannot, by name.
    """

    password: str
    accounts: list[Account]
    ballots: Mapping[str, str]
    kept_out: Mapping[str, str]


def things_to_try(session: "Session", settings: Settings, mutual: Mutual) -> Trying | None:
    """Return what can be tried, or None wherever this is not a demonstration on somebody's own machine."""
    if mutual.mode != Mode.DEMO or not settings.is_development:
        return None
    kept = notes.read(settings.instance, mutual.id)
    if kept is None:
        return None
    return _read(kept, ballots=notes.not_voted(session, kept["ballots"], secret=settings.secret_key))


def _read(kept: Mapping[str, Any], *, ballots: Mapping[str, str]) -> Trying:
    accounts = kept["accounts"]
    return Trying(
        password=kept["password"],
        accounts=[
            Account(name=name, words=words, address=accounts[office])
            for office, (name, words) in TRIED_AS.items()
            if office in accounts
        ],
        ballots=ballots,
        kept_out=kept["cannot_vote"],
    )
