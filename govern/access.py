"""At the door: who is acting, and whether the policy lets them try.

Every view says who may use it: `@requires(Permission.X)`, `@signed_in` or `@public`.
"""

from collections.abc import Callable
from functools import reduce, wraps
from typing import Any, Protocol, TypeVar
from uuid import UUID

from flask import g, session
from flask.typing import ResponseReturnValue
from flask_login import UserMixin, current_user
from sqlalchemy.orm import Session

from govern.accounts import queries as accounts
from govern.accounts.queries import SessionFound
from govern.accounts.refusals import LetterNotConfirmed, VotesByOwnAccount
from govern.board import queries as board
from govern.consequences import signing_in
from govern.core import clock, db
from govern.core.actors import Actor, Role
from govern.core.errors import BallotNotOpen, NotAllowed, SignInNeeded
from govern.core.words import Sentence, say
from govern.permissions import POLICY, Permission, may
from govern.register import belonging, own
from govern.register.refusals import MembershipEnded
from govern.register.rules import Standing

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])
CREDENTIAL = "credential"

ROLE_WORDS: dict[Role, Sentence] = {
    Role.SECRETARY: say("the secretary"),
    Role.RETURNING_OFFICER: say("the returning officer"),
    Role.CHAIR: say("the chair"),
    Role.SCRUTINEER: say("the scrutineer"),
    Role.COUNCIL_OFFICER: say("the council officer"),
    Role.ADMINISTRATOR: say("the administrator"),
    Role.MEMBER: say("a member"),
    Role.DIRECTOR: say("a director"),
    Role.DIRECTOR_BY_CODE: say("a director without an account of their own"),
    Role.ELECTOR: say("a voter with their own ballot link"),
    Role.CLOCKWORK: say("the clock"),
}


class RoleSource(Protocol):
    """A question to one room: which roles does this person have on this day?"""

    def __call__(self, session: Session, person_id: UUID, *, on: Any) -> frozenset[Role]:
        """Return the roles."""


# Offices are granted; a member is one by the register, a director by the board.
ROLE_SOURCES: tuple[RoleSource, ...] = (accounts.offices_of, belonging.roles_of, board.roles_of)
DERIVED = frozenset({Role.MEMBER, Role.DIRECTOR})
# What members do and read in their own name. Pages for it are read in every language of the mutual.
OF_VOTERS = frozenset(
    {
        Permission.BALLOT_CAST,
        Permission.MOTION_READ,
        Permission.MOTION_PROPOSE,
        Permission.MOTION_BACK,
        Permission.MOTION_WITHDRAW,
        Permission.AMENDMENT_FILE,
        Permission.AMENDMENT_SETTLE,
        Permission.DIVISION_VOTE,
        Permission.INTEREST_DECLARE,
    }
)

# What a director does by such a code too, once a second officer has said so. The rest they do from their own account.
ONCE_HEARD = frozenset({Permission.DIVISION_VOTE, Permission.INTEREST_DECLARE})

# What nobody does by a code that an officer printed, before a second officer has said that its letter arrived.
IN_ONES_OWN_NAME = frozenset(
    {
        Permission.MOTION_PROPOSE,
        Permission.MOTION_BACK,
        Permission.MOTION_WITHDRAW,
        Permission.AMENDMENT_FILE,
        Permission.AMENDMENT_SETTLE,
        Permission.DIVISION_VOTE,
        Permission.INTEREST_DECLARE,
        Permission.APPLICATION_STAND_BACK,
    }
)


class SignedIn(UserMixin):  # type: ignore[misc]  # Flask-Login has no types
    """Somebody whose session holds, as Flask-Login carries them.

    :param token: what the signed cookie holds; the database knows only its digest.
    :param found: the session of that token.
    """

    def __init__(self, token: str, found: SessionFound) -> None:
        """Take who it is."""
        self.token = token
        self.account_id = found.account_id
        self.person_id = found.person_id
        self.code = found.code
        self.letter_waits = found.letter_waits

    def get_id(self) -> str:
        """Return what the cookie is to hold."""
        return self.token


def actor() -> Actor:
    """Return who is acting in this request, with the roles they hold today."""
    if "actor" not in g:
        g.actor = _find_actor()
    found: Actor = g.actor
    return found


def _find_actor() -> Actor:
    """Put the account's person, their roles and the ballot credential together."""
    reader = current_user if current_user.is_authenticated else None
    person_id: UUID | None = reader.person_id if reader else None
    credential: str | None = session.get(CREDENTIAL)
    roles: set[Role] = {Role.ELECTOR} if credential else set()
    if person_id is not None:
        # Offices begin and end by the day on the mutual's own wall.
        on = clock.local_date(clock.now(), g.zone)
        for roles_of in ROLE_SOURCES:
            roles |= roles_of(db.session(), person_id, on=on)
    code = reader.code if reader else None
    if code is not None and Role.DIRECTOR in roles:
        # Whoever printed it could be here: until somebody has heard from them, such a director reads.
        roles = (roles - {Role.DIRECTOR}) | {Role.DIRECTOR_BY_CODE}
    return Actor(person_id=person_id, roles=frozenset(roles), credential=credential, code=code)


def carry_credential(digest: str) -> None:
    """Let this browser act for one elector, whose ballot credential it has just shown.

    Only the credential's digest is kept; whether it still opens anything is asked each time.
    """
    session[CREDENTIAL] = digest
    g.pop("actor", None)


def let_credential_go() -> None:
    """Forget the elector that this browser acted for."""
    session.pop(CREDENTIAL, None)
    g.pop("actor", None)


def can(permission: Permission | str) -> bool:
    """Say whether whoever is acting may try this. For templates: `can("office:grant")`."""
    return may(actor(), Permission(permission)) and speaks(Permission(permission))


def ensure_speaks(permission: Permission) -> None:
    """Refuse whoever came by a printed code what it may not say for them: yet, or while they decide on admissions.

    :raises LetterNotConfirmed: nobody has heard from them that it is they.
    :raises VotesByOwnAccount: they sit in a body that decides on admissions, and were not asked for this as a voter.

    Source: INV-08, INV-40; decisions 0039, 0045.
    """
    if permission not in IN_ONES_OWN_NAME or not is_by_code():
        return
    if permission not in ONCE_HEARD and signing_in.decides(
        db.session(), current_user.person_id, on=clock.local_date(clock.now(), g.zone)
    ):
        raise VotesByOwnAccount
    if current_user.letter_waits:
        raise LetterNotConfirmed


def is_by_code() -> bool:
    """Say whether the reader came by a printed code."""
    return current_user.is_authenticated and current_user.code is not None


def speaks(permission: Permission) -> bool:
    """Say whether nothing keeps the reader from this that has to do with how they came."""
    try:
        ensure_speaks(permission)
    except (LetterNotConfirmed, VotesByOwnAccount):
        return False
    return True


def ensure_may(permission: Permission) -> None:
    """Refuse whoever the policy does not let try.

    :raises SignInNeeded: nobody is known yet.
    :raises BallotNotOpen: it is for electors, and no ballot is open in this browser.
    :raises LetterNotConfirmed, VotesByOwnAccount: they came by a printed code that does not say this for them.
    :raises NotAllowed: somebody is known, and it is not for them; a director who came by a code is told how it is.
    :raises MembershipEnded: it is for members, and they are one no longer.
    """
    if can(permission):
        return
    ensure_speaks(permission)
    if not actor().is_known and Role.ELECTOR not in POLICY[permission]:
        raise SignInNeeded
    if POLICY[permission] == {Role.ELECTOR}:
        raise BallotNotOpen
    _ensure_still_a_member(permission)
    if Role.DIRECTOR_BY_CODE in actor().roles and Role.DIRECTOR in POLICY[permission]:
        raise VotesByOwnAccount
    raise NotAllowed(in_words(POLICY[permission]))


def _ensure_still_a_member(permission: Permission) -> None:
    """Tell whoever was a member why they cannot do any more what members do.

    :raises MembershipEnded: it is so.
    """
    person_id = actor().person_id
    if Role.MEMBER not in POLICY[permission] or person_id is None:
        return
    member = own.latest_membership(db.session(), person_id, on=clock.local_date(clock.now(), g.zone))
    if member is not None and member.standing == Standing.CEASED:
        raise MembershipEnded(in_words(POLICY[permission]), on=member.since)


def in_words(roles: frozenset[Role]) -> Sentence:
    """Return who some are, of at least one role, in the order of ROLE_WORDS.

    >>> str(in_words(frozenset({Role.CHAIR, Role.SECRETARY})))
    'the secretary, the chair'
    """
    if Role.DIRECTOR in roles:
        roles -= {Role.DIRECTOR_BY_CODE}
    return reduce(_and_also, (words for role, words in ROLE_WORDS.items() if role in roles))


def _and_also(some: Sentence, other: Sentence) -> Sentence:
    return say("%(some)s, %(other)s", some=some, other=other)


def requires(permission: Permission) -> Callable[[View], View]:
    """Declare that a view is for those whom the policy lets try `permission`."""

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> ResponseReturnValue:
            ensure_may(permission)
            return view(*args, **kwargs)

        return _declared(guarded, permission)  # type: ignore[return-value]  # same signature as the view's

    return declare


def signed_in(view: View) -> View:
    """Declare that a view is for anybody who has signed in, whatever they may do."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> ResponseReturnValue:
        if not actor().is_known:
            raise SignInNeeded
        return view(*args, **kwargs)

    return _declared(guarded, "signed-in")  # type: ignore[return-value]  # same signature as the view's


def public(view: View) -> View:
    """Declare that a view is for everybody."""
    _declared(view, "public")
    return view


def is_declared(view: Callable[..., Any]) -> bool:
    """Say whether a view says who may use it."""
    return hasattr(view, "is_for")


def is_for_officers(view: Callable[..., Any]) -> bool:
    """Say whether a view is for people in office, rather than for voters, whoever signs in, or everybody."""
    return getattr(view, "is_for", "public") not in ("public", "signed-in", *OF_VOTERS)


def _declared(view: Callable[..., ResponseReturnValue], reader: str) -> Callable[..., ResponseReturnValue]:
    """Write on a view who it is for, where the tests can read it."""
    view.__dict__["is_for"] = reader
    return view
