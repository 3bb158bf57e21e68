"""A sum that is on record, for its reader: in their language where it can be said again, else as it was written."""

from uuid import UUID

from markupsafe import Markup

from govern.core import db
from govern.core.languages import SOURCE_LANGUAGE, LocalText
from govern.divisions import weighing
from govern.divisions.weighing import Weighed
from govern.motions.division_models import Division, DivisionOutcome
from govern.resolutions import retold
from govern.web.filters import in_reader_language, said
from govern.web.languages import language_of_reader


def worked(division_id: UUID | None) -> Markup | str:
    """Return the sum of a vote that was declared, or nothing where there is none."""
    outcome = db.session().get(DivisionOutcome, division_id) if division_id else None
    if outcome is None:
        return ""
    if told := retold.withheld(db.session(), db.session().get_one(Division, outcome.division_id), outcome):
        return in_reader_language(told)
    if language_of_reader() == SOURCE_LANGUAGE:
        return outcome.working
    weighed = weighed_again(outcome.division_id)
    return as_written(outcome.working) if weighed is None else in_reader_language(weighed.working)


def weighed_again(division_id: UUID) -> Weighed | None:
    """Return the sum of a vote that was declared, where it comes to the words on record."""
    session = db.session()
    division, outcome = session.get_one(Division, division_id), session.get_one(DivisionOutcome, division_id)
    return weighing.weigh_again(session, division, outcome)


def as_written(words: str) -> Markup | str:
    """Return words that are kept in English, saying so where that is not the reader's language."""
    return said(LocalText({SOURCE_LANGUAGE: words}))
