"""Who is reading, in words, for the head of the pages of somebody signed in."""

from dataclasses import dataclass

from flask_login import current_user

from govern.access import actor
from govern.accounts import queries as accounts
from govern.accounts.words import OFFICE_WORDS
from govern.core import db
from govern.register import queries as register
from govern.web.filters import in_reader_language


@dataclass(frozen=True)
class Reader:
    """Somebody signed in.

    :ivar offices: those held today, as one text; empty for none.
    """

    name: str
    offices: str


def reader() -> Reader:
    """Return who is signed in: by name where the register has one, else by the address of the account."""
    session, person_id = db.session(), current_user.person_id
    name = register.names_of(session, [person_id]).get(person_id)
    return Reader(name or accounts.find_account(session, current_user.account_id).email or "", offices_in_words())


def offices_in_words() -> str:
    """Return the offices that whoever is acting holds today."""
    return ", ".join(in_reader_language(words) for office, words in OFFICE_WORDS.items() if office in actor().roles)
