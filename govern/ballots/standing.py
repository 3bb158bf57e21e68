"""How an elector stands in a poll, told before any ballot paper is shown."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from govern.ballots.models import MarkKind
from govern.core.words import Sentence, say


class Place(StrEnum):
    """What the roll, the marks and the register say of an elector today."""

    FREE = "free"
    VOTED = "voted"
    STRUCK = "struck"
    SUSPENDED = "suspended"
    NOT_A_MEMBER = "not_a_member"
    NOT_A_DIRECTOR = "not_a_director"
    IN_DOUBT = "in_doubt"


@dataclass(frozen=True, kw_only=True)
class Standing:
    """An elector's place, and the sentences that a voter reads about it."""

    place: Place
    ended_on: date | None = None

    @property
    def may_cast(self) -> bool:
        """Say whether a ballot would be taken, to be counted or to be decided upon."""
        return self.place in (Place.FREE, Place.IN_DOUBT)

    def why(self) -> Sentence:
        """Return why no ballot is taken, or what is special about it."""
        match self.place:
            case Place.STRUCK:
                return say("Your name was taken off the list of voters after it was made.")
            case Place.SUSPENDED:
                return say("The register of members says that your membership is suspended.")
            case Place.NOT_A_MEMBER if self.ended_on is not None:
                return say("The register of members says that your membership ended on %(day)s.", day=self.ended_on)
            case Place.NOT_A_MEMBER:
                return say("The register of members does not show you as a member today.")
            case Place.NOT_A_DIRECTOR:
                return say("You do not have a seat on the board today.")
            case Place.IN_DOUBT:
                return say("Somebody has asked whether you may vote. You can vote now, and your vote is kept apart.")
            case _:
                return say("Your place on the list of voters is free.")

    @property
    def source(self) -> str:
        """Return where the rule stands, as a refusal names it."""
        if self.place == Place.IN_DOUBT:
            return "INV-24: ballots in doubt are decided before the box is opened"
        return "INV-14: entitled on the roll date and still entitled when the vote is cast"

    def rule(self) -> Sentence:
        """Return the rule that this follows from."""
        if self.place == Place.IN_DOUBT:
            return say("The rule: a vote in doubt is sealed. It counts only if it is allowed before the box is opened.")
        if self.place == Place.NOT_A_DIRECTOR:
            return say("The rule: only people who were on the board on the day of the list, and still are, can vote.")
        return say("The rule: only people who were members on the day of the list, and still are, can vote.")


def place_of(mark: str | None, *, is_entitled: bool, in_doubt: bool) -> Place:
    """Return an elector's place; the mark that she has decides first.

    :param mark: the kind of her mark, or None.
    :param is_entitled: she still has the right that put her on the roll.

    >>> place_of(None, is_entitled=True, in_doubt=True).value
    'in_doubt'
    >>> place_of("struck", is_entitled=True, in_doubt=False).value
    'struck'
    """
    if mark == MarkKind.STRUCK:
        # Why her name was taken off says more than that it was.
        return Place.STRUCK if is_entitled else Place.NOT_A_MEMBER
    if mark is not None:
        return Place.VOTED
    if not is_entitled:
        return Place.NOT_A_MEMBER
    return Place.IN_DOUBT if in_doubt else Place.FREE
