"""The receipts of what is in a sealed box, for everybody to look theirs up.

Nobody asks for one receipt: whoever did would say which ballot is theirs. The whole list is given, and each looks in
it.

Source: ballots 2, "Receipt", "Publication"; product 4 (P6).
"""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from govern.ballots import queries, sealing
from govern.ballots.models import SealedBallot


def in_the_box(session: Session, poll_id: UUID) -> list[str]:
    """Return the receipts of a sealed box in the order of the alphabet, which is not that of casting.

    :returns: nothing until the box is sealed: before, the list would show when somebody voted.
    :raises NotFound: there is no such poll.
    """
    if queries.find(session, poll_id).sealed_at is None:
        return []
    hashes = session.scalars(select(SealedBallot.h).where(SealedBallot.poll_id == poll_id))
    return sorted(sealing.receipt_words(h) for h in hashes)
