"""Refusals: the product works, and the rules say no. A failure is ours; a refusal is not.

A refusal carries typed facts. Its `code` is for programs and never changes; its sentence says what
happened and what to do next; its `source` names the rule that decided.
"""

from typing import ClassVar
from uuid import UUID

from govern.core.words import Sentence, say


class Refusal(Exception):
    """The rules say no. Subclasses are clauses: AlreadyVoted, RollAlreadyFrozen.

    :cvar code: kebab-case, unique, stable.
    :cvar status: the HTTP status a door answers with.
    :cvar says: what happened and what to do, where that is the same whatever the facts are.
    :ivar source: the statute, model rule or decision that refuses, for people to look up.
    :ivar which: what was refused, where a deed was on many things at once.
    """

    code: ClassVar[str]
    status: ClassVar[int] = 409
    says: ClassVar[Sentence]
    source: str | None = None
    which: UUID | None = None

    def sentence(self) -> Sentence:
        """Return what happened and what to do, for doors to put into the reader's language."""
        return self.says

    def __str__(self) -> str:
        """Return the English source sentence."""
        return str(self.sentence())


class NotFound(Refusal):
    """What was asked for is not there, or is not for this reader."""

    code = "not-found"
    status = 404
    says = say("There is nothing at this address. Check it, or start again from the home page.")


class NotAllowed(Refusal):
    """The policy page does not let this actor try this deed."""

    code = "not-allowed"
    status = 403
    source = "Separation of powers: who may try what"

    def __init__(self, allowed: Sentence) -> None:
        """Take who may do it."""
        super().__init__(allowed)
        self.allowed = allowed

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say("This can be done only by: %(allowed)s. Ask them, or sign in as one.", allowed=self.allowed)


class BallotNotOpen(Refusal):
    """Somebody came to a ballot paper without having opened a voting link in this browser."""

    code = "ballot-not-open"
    status = 403
    source = "INV-39: a ballot is opened by its elector's own credential"
    says = say("Your ballot is not open here. Open your own voting link again, or type the code from your letter.")


class SignInNeeded(Refusal):
    """A visitor asked for a page that needs somebody known."""

    code = "sign-in-needed"
    status = 401
    says = say("Sign in to see this page.")


class DatabaseNotNamed(Refusal):
    """What should name the database is no address of one that we speak to."""

    code = "database-not-named"
    status = 500

    def __init__(self, *, setting: str) -> None:
        """Take the setting. What it holds stays out: a password may stand in it."""
        super().__init__(setting)
        self.setting = setting

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say(
            "%(setting)s does not name a database that we can use. Set it to sqlite:/// and a path, "
            "or to postgresql+psycopg://USER:PASSWORD@HOST/NAME.",
            setting=self.setting,
        )


class DatabaseDamaged(Refusal):
    """The file of the database is damaged, or was never one."""

    code = "database-damaged"
    status = 503

    def __init__(self, *, setting: str) -> None:
        """Take the setting that names it."""
        super().__init__(setting)
        self.setting = setting

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say(
            "The file that %(setting)s names is damaged, or is no database, and nothing was changed in it. "
            "Put it aside, and bring the newest backup back with `govern restore`.",
            setting=self.setting,
        )


class DatabaseNotReached(Refusal):
    """The database does not answer, or does not let us in."""

    code = "database-not-reached"
    status = 503

    def __init__(self, *, setting: str) -> None:
        """Take the setting that names it."""
        super().__init__(setting)
        self.setting = setting

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say(
            "The database that %(setting)s names does not answer or does not let us in. "
            "Check that it is there and running, and that its name and password are right.",
            setting=self.setting,
        )
