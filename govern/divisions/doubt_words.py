"""What was learned too late about a vote, and what does not agree in it, as everybody is told it. Nobody is named.

Source: decisions, INV-24, INV-25 and case 11; domain 10, case 9.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from govern.core.words import Sentence, say, say_many


@dataclass(frozen=True, kw_only=True)
class Doubts:
    """What was learned too late about a vote.

    :ivar ended: votes of those whose seat or membership had ended, or may have, before they voted.
    :ivar interested: votes of those who declared an interest after they voted, or were found to be close to whom it
        is about.
    :ivar objected: how many have no vote on the word of another, and objected once the vote was called, or a ruling
        was made without hearing them.
    :ivar missing: of how many electors who voted in secret no ballot is in the box, or none that can be read.
    :ivar beyond: how many more ballots are in the box than electors are marked.
    :ivar could_differ: whether it could have come out otherwise without the first two, or with the last; None where
        to say so would tell how one of a few voted in secret.
    """

    ended: int = 0
    interested: int = 0
    objected: int = 0
    missing: int = 0
    beyond: int = 0
    could_differ: bool | None = False

    @property
    def any(self) -> bool:
        """Say whether there is something to tell."""
        return bool(self.ended or self.interested or self.objected or self.missing or self.beyond)

    @property
    def is_learned_later(self) -> bool:
        """Say whether something was learned later, and not only found in the box."""
        return bool(self.ended or self.interested or self.objected)

    @property
    def told(self) -> Sequence[Sentence]:
        """Return each thing that there is to tell, in a sentence."""
        return [words for count, words in self._each() if count]

    @property
    def verdict(self) -> Sentence:
        """Return whether it could have changed what came of the vote."""
        if self.could_differ is None:
            return say(
                "Whether this could have changed what came of it is not said: it could tell how one of a few people"
                " voted in secret."
            )
        if self.could_differ:
            return say("It was so close that this could have changed what came of it.")
        return say("It was not so close: this could not have changed what came of it.")

    def _each(self) -> Sequence[tuple[int, Sentence]]:
        return [
            (
                self.ended,
                say_many(
                    "%(count)s vote stands. We learned later that the right to give it had ended, or may have.",
                    "%(count)s votes stand. We learned later that the right to give them had ended, or may have.",
                    count=self.ended,
                ),
            ),
            (
                self.interested,
                say_many(
                    "%(count)s vote stands. We learned later that whoever gave it had an interest.",
                    "%(count)s votes stand. We learned later that those who gave them had an interest.",
                    count=self.interested,
                ),
            ),
            (
                self.objected,
                say_many(
                    "%(count)s person had no vote on the word of another, and said too late for this vote that it is"
                    " wrong.",
                    "%(count)s people had no vote on the word of another, and said too late for this vote that it is"
                    " wrong.",
                    count=self.objected,
                ),
            ),
            (
                self.missing,
                say_many(
                    "%(count)s ballot is missing from the count: it is not in the box, or nobody can read it.",
                    "%(count)s ballots are missing from the count: they are not in the box, or nobody can read them.",
                    count=self.missing,
                ),
            ),
            (
                self.beyond,
                say_many(
                    "The box holds %(count)s ballot more than electors are marked as having voted.",
                    "The box holds %(count)s ballots more than electors are marked as having voted.",
                    count=self.beyond,
                ),
            ),
        ]
