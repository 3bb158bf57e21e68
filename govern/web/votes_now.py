"""The votes on motions that wait for the reader, and what they have to do before they can give them here."""

from datetime import datetime
from typing import Any

from flask_login import current_user

from govern.access import actor, is_by_code, speaks
from govern.core import db
from govern.divisions import asked
from govern.motions.models import Motion
from govern.motions.rules import Deciders, Kind, is_by_own_account
from govern.permissions import Permission


def votes_now(*, at: datetime) -> dict[str, Any]:
    """Return the votes that are open to the reader, those by name and those in secret, with how they came here."""
    session, reader = db.session(), current_user.person_id if actor().is_known else None
    by_name = asked.waiting_for(session, reader, at=at) if reader else []
    return {
        "motions": by_name,
        "calls_first": not speaks(Permission.DIVISION_VOTE) and not all(needs_account(motion) for _, motion in by_name),
        "in_secret": asked.open_in_secret(session, reader, at=at) if reader else [],
        "needs_account": needs_account,
        **how_they_came(),
    }


def how_they_came() -> dict[str, bool]:
    """Say whether a reader who came by a printed code has to call before they can vote here.

    Source: INV-40; decision 0039.
    """
    return {"letter_waits": not speaks(Permission.DIVISION_VOTE)}


def needs_account(motion: Motion) -> bool:
    """Say whether a reader who came by a printed code votes on a motion from an account of their own alone.

    Source: INV-08; decision 0045.
    """
    return is_by_code() and is_by_own_account(Kind(motion.kind), Deciders(motion.deciders))
