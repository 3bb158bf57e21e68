"""Who may try what: the policy as a table, role by role."""

import pytest

from govern.core.actors import NOBODY, OFFICES, Actor, Role
from govern.permissions import POLICY, Permission, may

P, R = Permission, Role

ANY_OFFICE = {P.OFFICE_READ, P.ELECTION_READ, P.AUDIT_READ, P.INTEREST_READ, P.MOTION_READ}
OWN_VOICE = {P.MOTION_READ, P.MOTION_PROPOSE, P.MOTION_BACK, P.MOTION_WITHDRAW, P.AMENDMENT_FILE, P.AMENDMENT_SETTLE}
RUNS_VOTES = {P.DIVISION_CALL, P.DIVISION_WATCH, P.ROOM_KEEP}
AGENDA = {
    P.PAPER_MOTION_ENTER,
    P.MOTION_ADMIT,
    P.MOTION_WITHDRAW,
    P.AMENDMENT_SETTLE,
    P.AMENDMENT_REFUSE,
    P.AMENDMENT_RULE,
    *RUNS_VOTES,
}
TELLS = {P.DIVISION_WATCH, P.HANDS_COUNT, P.LETTER_CONFIRM}
CONNECTIONS = {P.CONNECTION_READ, P.CONNECTION_RECORD}
DECIDES_ON_APPLICATIONS = {P.APPLICATION_READ, P.APPLICATION_STAND_BACK}
EXPECTED: dict[Role, set[Permission]] = {
    R.SECRETARY: ANY_OFFICE
    | {P.RULES_DRAFT, P.RULES_REGISTER, P.CONSTITUENCY_PLAN, P.BOARD_PLAN, P.DECISION_ENTER, P.PERSON_ENTER}
    | {
        P.INSTRUMENT_ENTER,
        P.INTEREST_RECORD,
        P.STATUTE_LEAD,
        P.REGISTRATION_CONFIRM,
        *CONNECTIONS,
        P.EXTRACT_COUNTERSIGN,
    }
    | {P.EXPULSION_ENTER, P.MEMBERSHIP_MOVE, P.MEMBERSHIP_SUSPEND, P.STAND_IN_NAME}
    | {P.MEMBERSHIP_ENTER, P.MEMBERSHIP_END, P.OPENING_UPLOAD, P.OPENING_APPROVE, P.REGISTER_READ, P.DISPOSAL_APPROVE}
    | {P.MERGE_PROPOSE, P.MERGE_DECIDE, *DECIDES_ON_APPLICATIONS}
    | {P.APPLICATION_ENTER, P.APPLICATION_CHECK, P.APPLICATION_VERIFY, P.APPLICATION_DECIDE}
    | {P.MOTION_ENTER, P.AMENDMENT_FILE, *AGENDA},
    R.RETURNING_OFFICER: ANY_OFFICE
    | {P.ELECTION_PLAN, P.ELECTION_NOTICE, P.ELECTION_MOVE, P.ELECTION_COUNT, P.ELECTION_DECLARE, P.ELECTION_VOID}
    | {P.ELECTION_DISPOSE, P.CANDIDATE_ENTER, P.CANDIDATE_WITHDRAW, P.LOT_DRAW, P.ROLL_DRAFT, P.ROLL_FREEZE}
    | {P.ROLL_STRIKE, P.ROLL_READ, P.CREDENTIAL_ISSUE, P.POLL_ARM, P.POLL_SEAL, P.BOX_OPEN, P.PAPER_ENTER}
    | {P.BALLOT_TENDER, P.TENDERED_DECIDE, P.COUNT_READ, *TELLS},
    R.CHAIR: ANY_OFFICE
    | {P.OPENING_APPROVE, P.REGISTER_READ, P.DISPOSAL_APPROVE, P.MERGE_DECIDE, *CONNECTIONS}
    | {P.APPLICATION_VERIFY, *DECIDES_ON_APPLICATIONS, *AGENDA, P.DIVISION_DECLARE, P.EXTRACT_SIGN, P.LETTER_CONFIRM}
    | {P.REGISTRATION_CONFIRM},
    R.SCRUTINEER: ANY_OFFICE | {P.REGISTER_READ, P.ROLL_READ, P.COUNT_READ, P.DISCREPANCY_SETTLE, *TELLS},
    R.COUNCIL_OFFICER: ANY_OFFICE,
    R.ADMINISTRATOR: ANY_OFFICE | {P.MUTUAL_FOUND, P.ACCOUNT_OPEN, P.ACCOUNT_CLOSE, P.OFFICE_GRANT, P.BRAND_CHOOSE},
    R.MEMBER: {P.INTEREST_READ, P.INTEREST_DECLARE, P.DIVISION_VOTE, *OWN_VOICE},
    R.DIRECTOR: {
        P.REGISTRATION_CONFIRM,
        P.LETTER_CONFIRM,
        P.INTEREST_READ,
        P.INTEREST_DECLARE,
        P.DIVISION_VOTE,
        *DECIDES_ON_APPLICATIONS,
        *OWN_VOICE,
    },
    R.DIRECTOR_BY_CODE: {P.MOTION_READ, P.INTEREST_DECLARE, P.DIVISION_VOTE},
    R.ELECTOR: {P.BALLOT_CAST},
    R.CLOCKWORK: {P.POLL_SEAL},
}
ADMITS = {P.PERSON_ENTER, P.MEMBERSHIP_ENTER, P.OPENING_UPLOAD, P.OPENING_APPROVE}
LIFE = {P.MEMBERSHIP_END, P.MEMBERSHIP_MOVE, P.MEMBERSHIP_SUSPEND, P.EXPULSION_ENTER, P.STAND_IN_NAME}
REGISTER = ADMITS | LIFE | {P.REGISTER_READ, P.DECISION_ENTER}
BALLOTS = {P.ROLL_DRAFT, P.ROLL_FREEZE, P.ROLL_STRIKE, P.POLL_ARM, P.POLL_SEAL, P.CREDENTIAL_ISSUE, P.BOX_OPEN}


def tries(*roles: Role) -> set[Permission]:
    actor = Actor(roles=frozenset(roles))
    return {permission for permission in Permission if may(actor, permission)}


@pytest.mark.parametrize("role", list(Role))
def test_a_role_may_try_what_the_table_says(role: Role) -> None:
    assert tries(role) == EXPECTED[role]


def test_every_permission_is_on_the_policy_page() -> None:
    assert set(POLICY) == set(Permission)


def test_a_visitor_may_try_nothing() -> None:
    assert not any(may(NOBODY, permission) for permission in Permission)


def test_who_admits_can_neither_arm_a_ballot_nor_touch_a_roll() -> None:
    admitting = [role for role in OFFICES if tries(role) & ADMITS]

    assert admitting == [R.SECRETARY, R.CHAIR]
    assert not any(tries(role) & BALLOTS for role in admitting)


def test_the_returning_officer_can_neither_admit_nor_touch_the_register() -> None:
    assert not tries(R.RETURNING_OFFICER) & REGISTER


def test_the_administrator_can_do_neither() -> None:
    assert not tries(R.ADMINISTRATOR) & (REGISTER | BALLOTS)


def test_an_administrator_who_chairs_still_touches_no_ballot() -> None:
    assert not tries(R.ADMINISTRATOR, R.CHAIR) & BALLOTS


def test_an_elector_may_do_nothing_but_cast() -> None:
    assert tries(R.ELECTOR) == {P.BALLOT_CAST}


def test_permissions_are_sorted_by_their_subject() -> None:
    names = [str(permission) for permission in Permission]

    assert names == sorted(names)
