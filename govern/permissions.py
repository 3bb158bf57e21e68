"""Who may try what: the whole policy on one page.

Separation of powers: who admits (the secretary) can neither arm a ballot nor touch a roll; who runs
a ballot (the returning officer) can neither admit nor touch the register; who runs the machine (the
administrator) can do neither, but grants offices, and never to themselves.

Source: decisions, "Ids, money, people"; product 2, point 2.
"""

from enum import StrEnum

from govern.core.actors import OFFICES, Actor, Role


class Permission(StrEnum):
    """`subject:verb`, sorted by subject."""

    ACCOUNT_CLOSE = "account:close"
    ACCOUNT_OPEN = "account:open"
    AMENDMENT_FILE = "amendment:file"
    AMENDMENT_REFUSE = "amendment:refuse"
    AMENDMENT_RULE = "amendment:rule"
    AMENDMENT_SETTLE = "amendment:settle"
    APPLICATION_CHECK = "application:check"
    APPLICATION_DECIDE = "application:decide"
    APPLICATION_ENTER = "application:enter"
    APPLICATION_READ = "application:read"
    APPLICATION_STAND_BACK = "application:stand-back"
    APPLICATION_VERIFY = "application:verify"
    AUDIT_READ = "audit:read"
    BALLOT_CAST = "ballot:cast"
    BALLOT_TENDER = "ballot:tender"
    BOARD_PLAN = "board:plan"
    BOX_OPEN = "box:open"
    BRAND_CHOOSE = "brand:choose"
    CANDIDATE_ENTER = "candidate:enter"
    CANDIDATE_WITHDRAW = "candidate:withdraw"
    CONNECTION_READ = "connection:read"
    CONNECTION_RECORD = "connection:record"
    CONSTITUENCY_PLAN = "constituency:plan"
    COUNT_READ = "count:read"
    CREDENTIAL_ISSUE = "credential:issue"
    DECISION_ENTER = "decision:enter"
    DISCREPANCY_SETTLE = "discrepancy:settle"
    DISPOSAL_APPROVE = "disposal:approve"
    DIVISION_CALL = "division:call"
    DIVISION_DECLARE = "division:declare"
    DIVISION_VOTE = "division:vote"
    DIVISION_WATCH = "division:watch"
    ELECTION_COUNT = "election:count"
    ELECTION_DECLARE = "election:declare"
    ELECTION_DISPOSE = "election:dispose"
    ELECTION_MOVE = "election:move"
    ELECTION_NOTICE = "election:notice"
    ELECTION_PLAN = "election:plan"
    ELECTION_READ = "election:read"
    ELECTION_VOID = "election:void"
    EXPULSION_ENTER = "expulsion:enter"
    EXTRACT_COUNTERSIGN = "extract:countersign"
    EXTRACT_SIGN = "extract:sign"
    HANDS_COUNT = "hands:count"
    INSTRUMENT_ENTER = "instrument:enter"
    INTEREST_DECLARE = "interest:declare"
    INTEREST_READ = "interest:read"
    INTEREST_RECORD = "interest:record"
    LETTER_CONFIRM = "letter:confirm"
    LOT_DRAW = "lot:draw"
    MEMBERSHIP_END = "membership:end"
    MEMBERSHIP_ENTER = "membership:enter"
    MEMBERSHIP_MOVE = "membership:move"
    MEMBERSHIP_SUSPEND = "membership:suspend"
    MERGE_DECIDE = "merge:decide"
    MERGE_PROPOSE = "merge:propose"
    MOTION_ADMIT = "motion:admit"
    MOTION_BACK = "motion:back"
    MOTION_ENTER = "motion:enter"
    MOTION_PROPOSE = "motion:propose"
    MOTION_READ = "motion:read"
    MOTION_WITHDRAW = "motion:withdraw"
    MUTUAL_FOUND = "mutual:found"
    OFFICE_GRANT = "office:grant"
    OFFICE_READ = "office:read"
    OPENING_APPROVE = "opening:approve"
    OPENING_UPLOAD = "opening:upload"
    PAPER_MOTION_ENTER = "paper-motion:enter"
    PAPER_ENTER = "paper:enter"
    PERSON_ENTER = "person:enter"
    POLL_ARM = "poll:arm"
    POLL_SEAL = "poll:seal"
    REGISTER_READ = "register:read"
    REGISTRATION_CONFIRM = "registration:confirm"
    ROLL_DRAFT = "roll:draft"
    ROLL_FREEZE = "roll:freeze"
    ROLL_READ = "roll:read"
    ROLL_STRIKE = "roll:strike"
    ROOM_KEEP = "room:keep"
    RULES_DRAFT = "rules:draft"
    RULES_REGISTER = "rules:register"
    STAND_IN_NAME = "stand-in:name"
    STATUTE_LEAD = "statute:lead"
    TENDERED_DECIDE = "tendered:decide"


P, R = Permission, Role

_ANY_OFFICE = frozenset(OFFICES)
_SECRETARY = frozenset({R.SECRETARY})
_RETURNING_OFFICER = frozenset({R.RETURNING_OFFICER})
_ADMINISTRATOR = frozenset({R.ADMINISTRATOR})
_WATCHERS = frozenset({R.RETURNING_OFFICER, R.SCRUTINEER})
_AGENDA = frozenset({R.SECRETARY, R.CHAIR})
_OWN_VOICE = frozenset({R.MEMBER, R.DIRECTOR})
_ASKED = _OWN_VOICE | {R.DIRECTOR_BY_CODE}

POLICY: dict[Permission, frozenset[Role]] = {
    # The machine, and who holds office.
    P.MUTUAL_FOUND: _ADMINISTRATOR,
    P.ACCOUNT_OPEN: _ADMINISTRATOR,
    P.ACCOUNT_CLOSE: _ADMINISTRATOR,
    P.OFFICE_GRANT: _ADMINISTRATOR,
    P.BRAND_CHOOSE: _ADMINISTRATOR,
    P.OFFICE_READ: _ANY_OFFICE,
    # The rule book and the register.
    P.RULES_DRAFT: _SECRETARY,
    P.RULES_REGISTER: _SECRETARY,
    P.STATUTE_LEAD: _SECRETARY,
    # Whoever entered what the registrar answered does not confirm it; where there is no chair, a director can.
    P.REGISTRATION_CONFIRM: frozenset({R.SECRETARY, R.CHAIR, R.DIRECTOR}),
    P.EXTRACT_COUNTERSIGN: _SECRETARY,
    P.EXTRACT_SIGN: frozenset({R.CHAIR}),
    P.CONSTITUENCY_PLAN: _SECRETARY,
    P.BOARD_PLAN: _SECRETARY,
    P.INSTRUMENT_ENTER: _SECRETARY,
    P.DECISION_ENTER: _SECRETARY,
    P.PERSON_ENTER: _SECRETARY,
    # Who prints a code could come by it: somebody in another office says that its letter arrived.
    # Directors who are members say so too, for all officers can be from outside; who is one is for the rules.
    P.LETTER_CONFIRM: frozenset({R.SCRUTINEER, R.RETURNING_OFFICER, R.CHAIR, R.DIRECTOR}),
    # Who decides on applications may read them and stand back from them. What was decided is entered by the secretary,
    # and the rules refuse an entry by whoever decided, applied, or has an interest.
    P.APPLICATION_READ: frozenset({R.SECRETARY, R.CHAIR, R.DIRECTOR}),
    P.APPLICATION_STAND_BACK: frozenset({R.SECRETARY, R.CHAIR, R.DIRECTOR}),
    P.APPLICATION_ENTER: _SECRETARY,
    P.APPLICATION_CHECK: _SECRETARY,
    P.APPLICATION_VERIFY: frozenset({R.SECRETARY, R.CHAIR}),
    P.APPLICATION_DECIDE: _SECRETARY,
    P.MEMBERSHIP_ENTER: _SECRETARY,
    P.MEMBERSHIP_END: _SECRETARY,
    P.MERGE_PROPOSE: _SECRETARY,
    P.MERGE_DECIDE: frozenset({R.SECRETARY, R.CHAIR}),
    P.MEMBERSHIP_MOVE: _SECRETARY,
    P.MEMBERSHIP_SUSPEND: _SECRETARY,
    P.EXPULSION_ENTER: _SECRETARY,
    P.STAND_IN_NAME: _SECRETARY,
    P.OPENING_UPLOAD: _SECRETARY,
    P.OPENING_APPROVE: frozenset({R.SECRETARY, R.CHAIR}),
    # Who is whose relation is seen by those who keep decisions clean, and by nobody else in office.
    P.CONNECTION_READ: frozenset({R.SECRETARY, R.CHAIR}),
    P.CONNECTION_RECORD: frozenset({R.SECRETARY, R.CHAIR}),
    P.INTEREST_RECORD: _SECRETARY,
    P.INTEREST_READ: _ANY_OFFICE | {R.MEMBER, R.DIRECTOR},
    P.REGISTER_READ: frozenset({R.SECRETARY, R.CHAIR, R.SCRUTINEER}),
    P.DISPOSAL_APPROVE: frozenset({R.SECRETARY, R.CHAIR}),
    # Members and directors put motions; the secretary enters what came on paper, and with the chair keeps the agenda.
    # Whose motion it is, and whether it has enough behind it, is for the rules.
    P.MOTION_READ: _ANY_OFFICE | _ASKED,
    P.MOTION_PROPOSE: _OWN_VOICE,
    P.MOTION_BACK: _OWN_VOICE,
    P.MOTION_WITHDRAW: _OWN_VOICE | _AGENDA,
    P.MOTION_ENTER: _SECRETARY,
    # What came on paper is entered by the secretary; by the chair only where the rules find no secretary free.
    P.PAPER_MOTION_ENTER: _AGENDA,
    P.MOTION_ADMIT: _AGENDA,
    P.AMENDMENT_FILE: _OWN_VOICE | _SECRETARY,
    P.AMENDMENT_SETTLE: _OWN_VOICE | _AGENDA,
    P.AMENDMENT_REFUSE: _AGENDA,
    # The chair rules on what is said to be a slip; the secretary only where the rules find nobody free in the chair.
    P.AMENDMENT_RULE: _AGENDA,
    # Who is asked votes for themselves alone, directors without an account of their own too; tellers count hands, and
    # the chair declares.
    P.DIVISION_CALL: _AGENDA,
    P.DIVISION_VOTE: _ASKED,
    P.INTEREST_DECLARE: _ASKED,
    P.DIVISION_WATCH: _AGENDA | _WATCHERS,
    P.DIVISION_DECLARE: frozenset({R.CHAIR}),
    P.ROOM_KEEP: _AGENDA,
    P.HANDS_COUNT: _WATCHERS,
    # Elections and polls.
    P.ELECTION_PLAN: _RETURNING_OFFICER,
    P.ELECTION_NOTICE: _RETURNING_OFFICER,
    P.ELECTION_MOVE: _RETURNING_OFFICER,
    P.ELECTION_COUNT: _RETURNING_OFFICER,
    P.COUNT_READ: _WATCHERS,
    P.ELECTION_DECLARE: _RETURNING_OFFICER,
    P.ELECTION_VOID: _RETURNING_OFFICER,
    P.ELECTION_DISPOSE: _RETURNING_OFFICER,
    P.ELECTION_READ: _ANY_OFFICE,
    P.CANDIDATE_ENTER: _RETURNING_OFFICER,
    P.CANDIDATE_WITHDRAW: _RETURNING_OFFICER,
    P.LOT_DRAW: _RETURNING_OFFICER,
    P.ROLL_DRAFT: _RETURNING_OFFICER,
    P.ROLL_FREEZE: _RETURNING_OFFICER,
    P.ROLL_STRIKE: _RETURNING_OFFICER,
    P.ROLL_READ: _WATCHERS,
    P.CREDENTIAL_ISSUE: _RETURNING_OFFICER,
    P.POLL_ARM: _RETURNING_OFFICER,
    P.POLL_SEAL: _RETURNING_OFFICER | {R.CLOCKWORK},
    P.BOX_OPEN: _RETURNING_OFFICER,
    P.PAPER_ENTER: _RETURNING_OFFICER,
    P.BALLOT_TENDER: _RETURNING_OFFICER,
    P.TENDERED_DECIDE: _RETURNING_OFFICER,
    P.DISCREPANCY_SETTLE: frozenset({R.SCRUTINEER}),
    P.BALLOT_CAST: frozenset({R.ELECTOR}),
    # The journal.
    P.AUDIT_READ: _ANY_OFFICE,
}


def may(actor: Actor, permission: Permission) -> bool:
    """Say whether the policy lets this actor try this. Whether it then happens is for the rules."""
    return not actor.roles.isdisjoint(POLICY[permission])
