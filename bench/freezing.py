"""What freezing a large roll costs over the one INSERT ... SELECT that it cannot do without."""

from datetime import date
from uuid import UUID

from sqlalchemy import text

from bench.figures import Figure, Spent, by_turns
from bench.ground import Ground
from govern.core import clock
from govern.elections import polling
from govern.elections.models import Election
from govern.rolls import service as rolls
from tests import calendar
from tests.makers import admissions, ballots, constitution, register

FILL_FLOOR, WHOLE_FLOOR = 1.3, 2.5
ONE_YOUNG_IN = 1_000
AFTER_ALL = 100_000_000  # member numbers that no crowd has
TOO_YOUNG = date(2015, 3, 1)
RANDOM_ID = {
    "postgresql": "gen_random_uuid()",
    "sqlite": "lower(hex(randomblob(6)) || '4' || substr(hex(randomblob(2)), 2)"
    " || '8' || substr(hex(randomblob(8)), 2))",
}
BARE = """
INSERT INTO roll_entry (roll_id, elector_id, person_id, capacity, membership_id, number, class, weight)
SELECT :roll, {random_id}, v.person_id, 'member', v.membership_id, m.member_no, 'workforce', 1
FROM membership_version AS v JOIN membership AS m ON m.id = v.membership_id
WHERE v.constituency_id = :constituency AND v.superseded_at IS NULL AND v.standing = 'entered'"""


def freeze_figures(ground: Ground, electors: int) -> list[Figure]:
    """Return what the INSERT ... SELECT and the whole freeze cost for one elector, over the bare statement."""
    with ground.database.writing.begin() as session:
        rules = constitution.rules(session)
        elects = constitution.constituency(session)
        batch = admissions.opened(session)
        entry = {"constituency_id": elects.id, "recorded_by": batch.uploaded_by, "batch_id": batch.id}
        ballots.crowd(session, electors, **entry)
        for number in range(electors // ONE_YOUNG_IN):
            young = register.person(session, birth_on=TOO_YOUNG).id
            register.membership(session, person_id=young, member_no=AFTER_ALL + number, constituency_id=elects.id)
    told = {"roll_date": calendar.ROLL_DATE, "opens_at": calendar.OPENS_AT}
    election = Election(constituency_id=elects.id, rule_set_id=rules.id, **told)
    with ground.database.writing.begin() as session:
        session.execute(text("ANALYZE"))
    spent = by_turns(
        electors,
        {
            "bare": lambda _turn: _bare(ground, elects.id),
            "fill": lambda _turn: _fill(ground, election),
            "whole": lambda _turn: _whole(ground, election),
        },
    )
    return [
        _figure(ground, f"freeze of {electors:,}, INSERT", spent, "fill", FILL_FLOOR),
        _figure(ground, f"freeze of {electors:,}, whole", spent, "whole", WHOLE_FLOOR),
    ]


def _bare(ground: Ground, constituency: UUID) -> None:
    """Run the statement alone, and take it back."""
    with ground.database.writing() as session:
        roll = rolls.draft(session, roll_date=calendar.ROLL_DATE)
        statement = BARE.format(random_id=RANDOM_ID[ground.engine])
        session.execute(text(statement), {"roll": roll.id.hex, "constituency": constituency.hex})
        session.rollback()


def _fill(ground: Ground, election: Election) -> None:
    """Let the service fill a roll with the electors that the product finds, and take it back."""
    with ground.database.writing() as session:
        roll = rolls.draft(session, roll_date=calendar.ROLL_DATE)
        rolls.fill(session, roll.id, polling.electors_of(session, election, known_at=clock.now()))
        session.rollback()


def _whole(ground: Ground, election: Election) -> None:
    """Freeze a roll, salts and root and journal and all, and take it back."""
    with ground.database.writing() as session:
        roll = rolls.draft(session, roll_date=calendar.ROLL_DATE)
        rolls.freeze(
            session,
            roll.id,
            electors=polling.electors_of(session, election, known_at=clock.now()),
            bound_to="ab" * 32,
            actor=ground.poll.actor,
            at=clock.now(),
        )
        session.rollback()


def _figure(ground: Ground, name: str, spent: dict[str, Spent], way: str, floor: float) -> Figure:
    return Figure(name=name, engine=ground.engine, spent=spent[way], yardstick=spent["bare"], floor=floor)
