"""Which denials of a declaration stand: its bearer's own, and what an officer entered until its bearer says no to that.

Source: domain 2.8 INV-40; decision 0043.
"""

from sqlalchemy import ColumnElement, exists, or_
from sqlalchemy.orm import aliased

from govern.statutory.models import DeclarationDenial, DeclarationUpheld, StatutoryDeclaration


def stands() -> ColumnElement[bool]:
    """Return, as SQL, the condition that a denial takes the declaration beside it out of the count."""
    said = aliased(DeclarationUpheld)
    upheld = exists().where(
        said.course_id == DeclarationDenial.course_id, said.person_id == DeclarationDenial.person_id
    )
    return (
        (DeclarationDenial.course_id == StatutoryDeclaration.course_id)
        & (DeclarationDenial.person_id == StatutoryDeclaration.person_id)
        & or_(DeclarationDenial.entered_by == DeclarationDenial.person_id, ~upheld)
    )
