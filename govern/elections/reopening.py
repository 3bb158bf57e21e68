"""Re-open nominations: a line on the paper that is counted like a candidate and leaves seats empty.

Source: domain 3.4: once it is elected, that seat and all seats not yet filled stay empty and are voted on again.
"""

from sqlalchemy.orm import Session

from govern.ballots.polls import Line
from govern.constitution import queries as constitution
from govern.core.languages import LocalText
from govern.elections import queries
from govern.elections.models import Election

NAME = "Re-open nominations"
STATEMENT = LocalText(
    en="If this wins a seat, that seat and every seat not yet filled stay empty, and nominations open again for them.",
    cy="Os bydd hwn yn ennill sedd, bydd y sedd honno a phob sedd sydd heb ei llenwi yn aros yn wag,"
    " a bydd enwebiadau’n agor eto ar eu cyfer.",
)


def number_of_line(session: Session, election: Election) -> int | None:
    """Return the count number of the line, which comes after all who were nominated; None where the rules have none.

    It is settled when nominations close: nobody is entered after that.
    """
    if not constitution.rule_book(session, election.rule_set_id).ron_enabled:
        return None
    return len(queries.candidates(session, election.id)) + 1


def line(session: Session, election: Election, *, position: int) -> list[Line]:
    """Return the line as it stands on the paper, below everybody's name; nothing where the rules have none."""
    number = number_of_line(session, election)
    return [] if number is None else [Line(number=number, name=NAME, statement=STATEMENT, position=position)]
