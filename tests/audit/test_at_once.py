"""The journal when several write and sign at the same moment."""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from govern.audit import service as audit
from govern.audit.models import JournalEntry, JournalHead, JournalLeaf
from govern.audit.service import Happening
from govern.audit.verify import verify
from govern.core.actors import CLOCKWORK
from govern.core.db import Database
from tests import calendar
from tests.at_once import all_at_once
from tests.databases import Databases

KEY = Ed25519PrivateKey.from_private_bytes(b"the journal's key, for the tests")


def record_and_sign(session: Session) -> None:
    """Do what each room does that signs: write, and sign in the same transaction."""
    audit.record(session, Happening(event="roll.frozen"), actor=CLOCKWORK, at=calendar.AT)
    audit.sign_head(session, key=KEY, occasion="roll.frozen", at=calendar.AT)


def test_eight_heads_at_once_give_every_entry_one_place(database: Database) -> None:
    all_at_once(database, [record_and_sign] * 8)

    with database.unchanging() as session:
        counts = [session.scalar(select(func.count()).select_from(table)) for table in (JournalEntry, JournalLeaf)]
        heads = list(session.scalars(select(JournalHead.size).order_by(JournalHead.size)))
        assert counts == [8, 8]
        assert heads[-1] == 8
        assert verify(session, key=KEY.public_key()) == []


def test_an_entry_whose_transaction_ends_late_gets_its_place_under_the_next_head(databases: Databases) -> None:
    # On SQLite one writes at a time, so none ends late.
    with databases.fresh("postgresql") as database, database.writing() as slow, database.writing() as quick:
        audit.record(slow, Happening(event="slow.done"), actor=CLOCKWORK, at=calendar.AT)
        record_and_sign(quick)
        quick.commit()
        slow.commit()

        head = audit.sign_head(quick, key=KEY, occasion="hourly", at=calendar.AFTER)

        assert head is not None
        assert head.size == 2
        assert verify(quick, key=KEY.public_key()) == []
