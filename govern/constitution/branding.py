"""Give the mutual's pages its own colour. Every choice is kept, the newest holds."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from govern.audit import service as audit
from govern.audit.service import Happening
from govern.constitution.colours import ENOUGH, Colour, faintest_by_day
from govern.constitution.models import Brand
from govern.constitution.refusals import ColourTooFaint
from govern.core.actors import Actor


def choose_colour(session: Session, colour: Colour, *, actor: Actor, at: datetime) -> Brand:
    """Let the pages have a colour for links and buttons from now on.

    :raises ColourTooFaint: what is written in it could not be read by everybody.

    Source: WCAG 2.2, 1.4.3.
    """
    assert actor.person_id is not None
    found = faintest_by_day(colour)
    if found < ENOUGH:
        raise ColourTooFaint(contrast=found)
    brand = Brand(accent=str(colour), chosen_by=actor.person_id, chosen_at=at)
    session.add(brand)
    session.flush()
    told = {"accent": brand.accent}
    audit.record(session, Happening(event="brand.chosen", subject_id=brand.id, facts=told), actor=actor, at=at)
    return brand


def colour_chosen(session: Session) -> str | None:
    """Return the colour that was chosen last, or None where the product's own holds."""
    return session.scalar(select(Brand.accent).order_by(Brand.n.desc()).limit(1))
