"""Who came by an address that an officer wrote down, before that was asked, comes anew and is heard."""

import pytest
from alembic import command
from sqlalchemy import select

from govern.accounts import queries
from govern.accounts import service as accounts
from govern.accounts.models import AccountSession, SignInLink
from govern.core.db import Database
from tests.calendar import AT
from tests.databases import migrate, migrating
from tests.make import Make


@pytest.mark.invariant("INV-40")
def test_sessions_and_links_by_written_addresses_end_and_those_by_their_own_stay(
    database: Database, make: Make
) -> None:
    officer = make.person().id
    written = make.person(email="hand@example.org", recorded_by=officer)
    own = make.person(email="own@example.org")
    by = {written.id: officer, own.id: None}
    for person_id, writer in by.items():
        account = make.account(person_id=person_id, email=None)
        accounts.start_session(make.session, account.id, at=AT)
        accounts.link_for(make.session, account.id, at=AT, written_by=writer)
    opened = make.account(person_id=make.person(email="work@example.org", recorded_by=officer).id)
    accounts.start_session(make.session, opened.id, at=AT)
    make.known_to_all()

    with migrating(database) as config:
        command.downgrade(config, "0057")
    migrate(database)

    with database.reading() as session:
        ended = session.execute(select(AccountSession.account_id).where(AccountSession.ended_at.is_not(None))).all()
        spent = session.execute(select(SignInLink.account_id).where(SignInLink.spent_at.is_not(None))).all()
        written_account = queries.open_account_of(session, written.id)
    assert written_account is not None
    assert ended == spent == [(written_account.id,)]
