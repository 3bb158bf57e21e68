"""The page of rules that the members carried leads on to each constituency that has to consent to them."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from govern.constitution.models import Constituency
from govern.motions.rule_change_models import AffectedClass, RuleChange
from govern.motions.rules import Kind
from govern.register.models import Membership
from tests.calendar import AT
from tests.makers import kept, resolutions
from tests.web.officers import words_of
from tests.web.secretariat import Secretariat
from tests.web.test_constitution import id_at

ASK = "Ask for the consent of Service users and carers"
# Of the class from which it takes something more are against.
SPLIT = {"workforce": (90, 1), "service_user": (2, 3)}


def carried(session: Session, *, rule_set_id: UUID) -> UUID:
    """Let the members carry a change from which a class has not got what it asks, and return which class that is."""
    motion = resolutions.motion(session, changes_to_id=rule_set_id, kind=Kind.FRANCHISE)
    change = {"rule_set_id": rule_set_id, "against_id": resolutions.in_force(session), "touches_franchise": True}
    kept(session, RuleChange(motion_id=motion.id, proposed_at=AT, **change))
    home = session.scalars(select(Constituency.id).where(Constituency.code == "service_user")).one()
    kept(session, AffectedClass(motion_id=motion.id, constituency_id=home, rules=["class_vote_cap"]))
    resolutions.carry(session, motion, SPLIT)
    return home


def test_what_comes_next_is_to_ask_a_class_that_was_not_asked(secretariat: Secretariat) -> None:
    clerk = secretariat.sit()
    number = str(secretariat.ask(lambda session: session.scalars(select(Membership.member_no)).first()))
    drafted = id_at(clerk.send("/rules/new", class_vote_cap__service_user="1/10"))
    home, draft = secretariat.write(carried, rule_set_id=drafted), f"/rules/{drafted}"

    waits = clerk.look(draft)
    clerk.send(f"{draft}/consents/{home}", member_no=number)
    asked = clerk.look(draft)

    assert f'class="button" href="{draft}/consents/{home}">{ASK}' in waits.text
    assert ASK not in words_of(asked)
    assert "being asked The motion that asks them" in words_of(asked)
