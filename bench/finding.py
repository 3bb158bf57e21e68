"""What finding somebody as it is typed costs, among ten thousand and among a million."""

from collections.abc import Callable, Generator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from bench.figures import Figure, Spent, by_turns
from govern.core.db import Database
from govern.register import finding
from tests import calendar
from tests.databases import DIALECTS, Databases
from tests.makers import admissions, ballots, constitution
from tests.postgres import run_folder

FEW, SEARCHES = 10_000, 400
BARE_FLOOR, SIZE_FLOOR = 3.0, 1.5
KEYS = (
    "INSERT INTO name_key (key, version_id) SELECT lower(name), id FROM person_version WHERE name LIKE 'Person %'",
    "INSERT INTO name_key (key, version_id)"
    " SELECT substr(name, 8) || ' person', id FROM person_version WHERE name LIKE 'Person %'",
)


@dataclass(frozen=True, kw_only=True)
class CpuFigure(Figure):
    """A figure of what was computed; on SQLite that is the whole search, on PostgreSQL our side of it."""

    @property
    def ratio(self) -> float:
        """Return how many times the yardstick's CPU it took."""
        return self.spent.cpu / self.yardstick.cpu


Search = Callable[[str], Any]


def finding_figures(people: int) -> Generator[Figure]:
    """Yield, for each engine, the whole service query over the bare statement, and many people over few."""
    for engine in DIALECTS:
        with _registers(engine, people) as (few, many):
            runs = {"few": _service(few), "many": _service(many), "bare": _bare(many)}
            spent = by_turns(SEARCHES, {name: _searches(run, people) for name, run in runs.items()})
        yield _figure(f"find among {people:,}, over bare", engine, spent["many"], spent["bare"], BARE_FLOOR)
        yield _figure(f"find among {people:,}, over {FEW:,}", engine, spent["many"], spent["few"], SIZE_FLOOR)


@contextmanager
def _registers(engine: str, people: int) -> Generator[tuple[Session, Session]]:
    """Give a reading session on a small register and one on a large."""
    with run_folder() as folder, ExitStack() as stack:
        databases = Databases(folder, "finding")
        stack.enter_context(databases.closing)
        few, many = (stack.enter_context(databases.fresh(engine)) for _ in range(2))
        _fill(few, FEW)
        _fill(many, people)
        yield stack.enter_context(few.reading()), stack.enter_context(many.reading())


def _fill(database: Database, people: int) -> None:
    """Enter so many members, with the spellings by which they are found."""
    with database.writing.begin() as session:
        home, opened = constitution.constituency(session), admissions.opened(session)
        entry = {"constituency_id": home.id, "recorded_by": opened.uploaded_by, "batch_id": opened.id}
        ballots.crowd(session, people, **entry)
        for statement in KEYS:
            session.execute(text(statement))
    with database.writing.begin() as session:
        session.execute(text("ANALYZE"))


def _searches(search: Search, people: int) -> Callable[[int], None]:
    """Return a round of searches, half by last name first and half by first name first, spread over all."""
    wanted = [str(1001 + place * 7919 % min(people, FEW)) for place in range(SEARCHES)]

    def run(_turn: int) -> None:
        for place, number in enumerate(wanted):
            search(f"person {number[:-1]}" if place % 2 else f"{number} p")

    return run


def _service(session: Session) -> Search:
    return lambda wanted: finding.suggestions(session, search=wanted, on=calendar.TODAY)


def _bare(session: Session) -> Search:
    """Return the same statement by the driver alone."""
    connection = session.connection()
    compiled = finding.BY_NAME.compile(dialect=connection.dialect)
    statement, driver = str(compiled), connection.connection.driver_connection
    assert driver is not None
    names, is_sqlite = compiled.positiontup, connection.dialect.name == "sqlite"
    on = calendar.TODAY.isoformat() if is_sqlite else calendar.TODAY

    def search(wanted: str) -> Any:
        facts = {**compiled.params, **finding.stretch(wanted), "on": on}
        told = tuple(facts[name] for name in names) if names else facts
        return driver.execute(statement, told).fetchall()

    return search


def _figure(name: str, engine: str, spent: Spent, yardstick: Spent, floor: float) -> Figure:
    return CpuFigure(name=name, engine=engine, spent=spent, yardstick=yardstick, floor=floor)
