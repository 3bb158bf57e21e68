"""What the public is told of a result, and never more than its poll promised."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from govern.ballots.models import Poll, PublicationMode
from govern.constitution.models import RuleSet
from govern.core.errors import NotFound
from govern.counting import blt_writer, bundle
from govern.counting.inputs import CountInput
from govern.elections import counts, lots, margins, queries
from govern.elections.models import Candidate, Declaration, Election, ElectionCount
from govern.elections.rules import State


@dataclass(frozen=True, kw_only=True)
class PublicResult:
    """A declaration as everybody may read it.

    :param elected: in order of election.
    :param lost: those of them who had left by the declaration, so that their places are empty.
    :param others: who stood and was not elected, in order of entry.
    :param shows_figures: False where so few voted that figures could show how somebody did.
    :param late_ends: ballots that stand though the elector's right had ended, as was learned by the declaration.
    :param could_matter: whether so many could have turned the closest decision of the count.
    :param shows_ballots: whether the stages and every ballot are published.
    :param is_all_by_lot: whether lots alone chose, as can be told where the figures show that no vote counted.
    """

    election: Election
    is_void: bool
    declaration: Declaration
    elected: Sequence[Candidate]
    lost: Sequence[Candidate]
    others: Sequence[Candidate]
    withdrawn: Sequence[Candidate]
    poll: Poll | None
    count: ElectionCount | None
    shows_figures: bool
    shows_ballots: bool
    late_ends: int = 0
    could_matter: bool = False
    is_all_by_lot: bool = False

    @property
    def names(self) -> dict[int, str]:
        """Return the names of all candidates by number."""
        return {one.number: one.name for one in (*self.elected, *self.others, *self.withdrawn)}

    @property
    def turnout(self) -> float:
        """Return how many of a hundred electors voted."""
        voted = self.declaration.ballots
        return 100 * voted / self.declaration.electors if self.declaration.electors else 0.0


def listed(session: Session) -> Sequence[PublicResult]:
    """Return every result that was declared, the newest first."""
    declared = session.scalars(select(Declaration.election_id).order_by(Declaration.declared_at.desc())).all()
    return [of(session, election_id) for election_id in declared]


def newest(session: Session, most: int) -> Sequence[PublicResult]:
    """Return the newest results, at most so many, the newest first."""
    declared = select(Declaration.election_id).order_by(Declaration.declared_at.desc()).limit(most)
    return [of(session, election_id) for election_id in session.scalars(declared).all()]


def of(session: Session, election_id: UUID) -> PublicResult:
    """Return the result of an election.

    :raises NotFound: there is no such election, or nothing is declared.

    Source: NHS foundation trust model election rules, rules 52 and 53; domain 7.2; decisions, "Names".
    """
    election = queries.find(session, election_id)
    declaration = queries.declaration(session, election_id)
    if declaration is None:
        raise NotFound
    poll = session.get(Poll, election.poll_id) if election.poll_id else None
    shows_figures = declaration.ballots >= _fewest_published(session, election)
    people = {one.number: one for one in queries.candidates(session, election_id)}
    counted = queries.count(session, election_id)
    late_ends = declaration.late_ends or 0
    return PublicResult(
        election=election,
        is_void=any(step.to_state == State.VOIDED for step in queries.steps(session, election_id)),
        declaration=declaration,
        elected=[people[number] for number in declaration.elected],
        lost=[people[number] for number in declaration.lost or ()],
        others=[
            one for number, one in people.items() if number not in declaration.elected and one.withdrawn_on is None
        ],
        withdrawn=[one for one in people.values() if one.withdrawn_on is not None],
        poll=poll,
        count=counted,
        shows_figures=shows_figures,
        shows_ballots=shows_figures and poll is not None and poll.publication_mode == PublicationMode.B,
        late_ends=late_ends,
        could_matter=counted is not None
        and margins.could_matter(late_ends, margins.closest(json.loads(counted.record))),
        is_all_by_lot=shows_figures and counted is not None and not declaration.valid and bool(lots.decided(counted)),
    )


def _fewest_published(session: Session, election: Election) -> int:
    fewest: int = session.get_one(RuleSet, election.rule_set_id).parameters["publication_min_ballots"]
    return fewest


def ballots_file(session: Session, election_id: UUID) -> str:
    """Return every ballot of a declared election, so that anybody may count them again.

    :raises NotFound: nothing is declared, or the ballots of this poll are not published.
    """
    return blt_writer.write(_published(session, election_id))


def recount_bundle(session: Session, election_id: UUID) -> bytes:
    """Return an archive of the ballots, the rule, the lots and what should come out, to count all of it again.

    :raises NotFound: nothing is declared, or the ballots of this poll are not published.
    """
    return bundle.bundle(_published(session, election_id))


def _published(session: Session, election_id: UUID) -> CountInput:
    result = of(session, election_id)
    if not result.shows_ballots:
        raise NotFound
    return counts.count_input(session, result.election)
