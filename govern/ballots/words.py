"""What a voter may be told about secrecy: composed from how the poll is run, and never more than is true."""

from govern.ballots.models import Custody, Decides, PublicationMode
from govern.core.words import Sentence, say


def before_casting(custody: str) -> list[Sentence]:
    """Return what every voter reads before casting.

    Source: ballots 2, "Custody", "What a voter without JavaScript reads"; decisions, "People".
    """
    told = [say("We lock your vote as soon as it reaches us. Nobody can open the box before voting closes.")]
    if custody == Custody.INSTALLATION:
        told.append(say("Whoever runs the computer that keeps the box could find out how you voted."))
    return told


def after_casting(custody: str, *, is_tendered: bool) -> list[Sentence]:
    """Return what a voter reads once the vote is in the box, or is kept apart from it."""
    if is_tendered:
        return [
            say("Your vote is sealed. It goes into the box only if it is allowed before the box is opened."),
            say("Your receipt does not show how you voted, so it is safe to keep."),
        ]
    told = [
        say("Your receipt shows that your vote is in the box. It does not show how you voted, so it is safe to keep.")
    ]
    if custody == Custody.INSTALLATION:
        told.append(say("The box is locked. Its key is kept on the same computer, and whoever runs that could use it."))
    return told


def publication(mode: str, decides: str) -> Sentence:
    """Return what will be published after the count.

    Source: decisions, "Roll, mark, cast": mode C is the default under 100 electors, mode B from 100.
    """
    if mode == PublicationMode.B and decides == Decides.MOTION:
        return say("After the count we publish how many were for and against. We publish the receipts apart from that.")
    if mode == PublicationMode.B:
        return say("After the count we publish all ballots, without names. The receipts are published apart from them.")
    if decides == Decides.MOTION:
        return say("After the count we publish only how many were for and against, because so few people can vote.")
    return say("After the count we publish only who was elected, because so few people can vote.")
