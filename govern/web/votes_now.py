"""The votes on motions that wait for the reader, and what they have to do before they can give them here."""

from datetime import datetime
from typing import Any

from flask_login import current_user

from govern.access import actor, is_by_code, speaks
from govern.consequences import signing_in
from govern.core import db
from govern.motions import asked
from govern.permissions import Permission
from govern.web.steps import today


def votes_now(*, at: datetime) -> dict[str, Any]:
    """Return the votes that are open to the reader, those by name and those in secret, with how they came here."""
    session, reader = db.session(), current_user.person_id if actor().is_known else None
    return {
        "motions": asked.waiting_for(session, reader, at=at) if reader else [],
        "in_secret": asked.open_in_secret(session, reader, at=at) if reader else [],
        **how_they_came(),
    }


def how_they_came() -> dict[str, bool]:
    """Say what keeps a reader who came by a printed code from voting here: a call, or an account of their own.

    Source: INV-08, INV-40; decision 0039.
    """
    return {
        "letter_waits": not speaks(Permission.DIVISION_VOTE),
        "needs_account": is_by_code() and signing_in.decides(db.session(), current_user.person_id, on=today()),
    }
