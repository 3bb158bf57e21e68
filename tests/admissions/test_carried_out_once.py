"""What a decision says of a member is carried out once, whoever tries it again behind the rules' back."""

from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from govern.constitution.rules import Matter
from govern.register.models import MembershipVersion
from tests.admissions.house import House
from tests.calendar import A_DAY, AT, TODAY
from tests.makers import kept
from tests.makers.constitution import on


@pytest.mark.invariant("INV-42", by="database")
@pytest.mark.parametrize(
    ("standing", "matter"),
    [
        pytest.param({"standing": "suspended"}, Matter.SUSPENSION, id="suspended"),
        pytest.param({"standing": "ceased", "ground": "untraceable"}, Matter.CESSATION, id="ended"),
    ],
)
def test_the_database_carries_a_decision_out_once_for_a_member(
    house: House, standing: dict[str, Any], matter: Matter
) -> None:
    member = house.make.membership(constituency_id=house.workforce.id, valid_to=TODAY)
    decided = house.decided(about=[on(member.person_id, matter)])
    told = {"decision_id": decided.id, "salt": "00" * 32, "recorded_by": house.secretary.person_id} | standing
    told |= {"membership_id": member.id, "person_id": member.person_id, "constituency_id": house.workforce.id}
    made = MembershipVersion(**told, valid_from=TODAY, valid_to=TODAY + A_DAY * 3, recorded_at=AT)
    kept(house.session, made)

    days = {"valid_from": TODAY + A_DAY * 5, "valid_to": TODAY + A_DAY * 9, "recorded_at": AT + A_DAY}
    with pytest.raises(IntegrityError, match="decision_is_carried_out_once"), house.session.begin_nested():
        kept(house.session, MembershipVersion(**told, **days))

    made.superseded_at = AT + A_DAY
    house.session.flush()
    left = days | {"valid_from": TODAY, "valid_to": TODAY + A_DAY}
    kept(house.session, MembershipVersion(**told, **left))
    longer = days | {"valid_from": TODAY + A_DAY, "valid_to": TODAY + A_DAY * 4}
    with pytest.raises(IntegrityError, match="decision_is_carried_out_once"), house.session.begin_nested():
        kept(house.session, MembershipVersion(**told, **longer))
