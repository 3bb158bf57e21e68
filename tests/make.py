"""One hand that makes everything: `make.person(...)`, `make.membership(...)`."""

from functools import partial

from sqlalchemy.orm import Session

from tests.makers import accounts, admissions, ballots, constitution, elections, motions, register, voting


class Make:
    """Make the smallest valid thing of each kind. A test names only the facts it is about.

    One line for each maker of `tests/makers`; `partial` keeps its types.
    """

    def __init__(self, session: Session) -> None:
        """Take the session that everything is written with."""
        self.session = session
        self.account = partial(accounts.account, session)
        self.office = partial(accounts.office, session)
        self.mutual = partial(constitution.mutual, session)
        self.constituency = partial(constitution.constituency, session)
        self.decision = partial(constitution.decision, session)
        self.seating = partial(constitution.seating, session)
        self.once_more = partial(constitution.once_more, session)
        self.part = partial(constitution.part, session)
        self.rule_set = partial(constitution.rule_set, session)
        self.rules = partial(constitution.rules, session)
        self.person = partial(register.person, session)
        self.membership = partial(register.membership, session)
        self.opened = partial(admissions.opened, session)
        self.application = partial(admissions.application, session)
        self.admitted = partial(admissions.admitted, session)
        self.connection = partial(register.connection, session)
        self.interest = partial(register.interest, session)
        self.expelled = partial(register.expelled, session)
        self.contest = partial(ballots.contest, session)
        self.open_poll = partial(voting.open_poll, session)
        self.election = partial(elections.elected_by, session)
        self.chamber = partial(motions.chamber, session)

    def known_to_all(self) -> None:
        """Commit what was made, so that the app and other connections see it."""
        self.session.commit()
