"""What is refused of a word on a decision that somebody has given otherwise."""

from govern.core.errors import Refusal
from govern.core.words import say


class VoteIsTheirWord(Refusal):
    """Who voted by name, from an account of their own, has given their word by it."""

    code = "vote-is-their-word"
    source = "INV-42; our rule that a vote by name is the voter's word, and a word is given once"
    says = say(
        "You voted on this by name, signed in to your own account, and that vote is your word on it. It stays. If it"
        " was not you who voted, tell the secretary at once; and if an application waits for its entry, stand back"
        " from it: then your vote counts for nothing there."
    )
