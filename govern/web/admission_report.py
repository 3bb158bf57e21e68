"""What became of applications in a quarter, by constituency: for the members, and as a file."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from govern.access import requires
from govern.admissions import reports
from govern.admissions.reports import Count
from govern.admissions.rules import ReasonCode, State
from govern.admissions.words import REASON_WORDS
from govern.constitution import queries as constitution
from govern.core import clock, db
from govern.core.errors import NotFound
from govern.core.words import Sentence, say
from govern.permissions import Permission
from govern.web.filters import in_reader_language, spoken
from govern.web.saving import as_csv
from govern.web.steps import today

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from govern.core.languages import LocalText

pages = Blueprint("admission_report", __name__)
QUARTERS, MONTHS = 4, 3
SHOWN = 8
FIRST_YEAR, LAST_YEAR = 2000, 2199
COLUMNS: Mapping[State, Sentence] = {
    State.SUBMITTED: say("Came in"),
    State.ADMITTED: say("Admitted"),
    State.REFUSED: say("Refused"),
    State.APPEALED: say("Appeals"),
    State.REFUSAL_STANDS: say("Refused after an appeal"),
    State.ENTERED: say("Entered"),
    State.LAPSED: say("Lapsed"),
    State.WITHDRAWN: say("Withdrawn"),
}


@dataclass(frozen=True, kw_only=True, order=True)
class Quarter:
    """Three months of a year."""

    year: int
    number: int

    @property
    def from_on(self) -> date:
        """Return its first day."""
        return date(self.year, (self.number - 1) * MONTHS + 1, 1)

    @property
    def until_on(self) -> date:
        """Return the first day after it."""
        return self.next.from_on

    @property
    def next(self) -> "Quarter":
        """Return the one after it."""
        if self.number == QUARTERS:
            return Quarter(year=self.year + 1, number=1)
        return Quarter(year=self.year, number=self.number + 1)

    @property
    def before(self) -> "Quarter":
        """Return the one before it."""
        if self.number == 1:
            return Quarter(year=self.year - 1, number=QUARTERS)
        return Quarter(year=self.year, number=self.number - 1)

    @property
    def name(self) -> str:
        """Return it as an address names it."""
        return f"{self.year}-{self.number}"

    @property
    def words(self) -> Sentence:
        """Return it in words."""
        return say("Quarter %(number)s of %(year)s", number=self.number, year=str(self.year))


def quarter_of(on: date) -> Quarter:
    """Return the quarter of a day.

    >>> quarter_of(date(2026, 12, 31)).name, quarter_of(date(2026, 1, 1)).name
    ('2026-4', '2026-1')
    """
    return Quarter(year=on.year, number=(on.month - 1) // MONTHS + 1)


@dataclass(frozen=True, kw_only=True)
class Row:
    """One constituency.

    :param ends: how many applications came to each state of COLUMNS.
    :param reasons: how many were refused for each reason, before and after appeals.
    """

    constituency: "LocalText"
    ends: Mapping[State, int]
    reasons: Mapping[ReasonCode, int]


@pages.get("/admission-report")
@requires(Permission.APPLICATION_READ)
def show() -> ResponseReturnValue:
    quarter = _asked()
    return render_template(
        "admission_report/show.html",
        quarter=quarter,
        quarters=_offered(),
        rows=_rows(db.session(), quarter),
        columns=COLUMNS,
        reasons=REASON_WORDS,
    )


@pages.get("/admission-report.csv")
@requires(Permission.APPLICATION_READ)
def save() -> ResponseReturnValue:
    quarter = _asked()
    return as_csv(_sheet(_rows(db.session(), quarter)), f"admissions-{quarter.name}.csv")


def _asked() -> Quarter:
    """Return the quarter that the address names, or the one that has just ended.

    :raises NotFound: it names none.
    """
    named = request.args.get("quarter")
    if named is None:
        return quarter_of(today()).before
    year, _sign, number = named.partition("-")
    if not (named.isascii() and year.isdigit() and number in ("1", "2", "3", "4")):
        raise NotFound
    if not FIRST_YEAR <= int(year[:9]) <= LAST_YEAR:
        raise NotFound
    return Quarter(year=int(year), number=int(number))


def _offered() -> list[Quarter]:
    """Return the last quarters since the mutual was founded, the newest first."""
    session = db.session()
    founded = quarter_of(clock.local_date(constitution.mutual(session).founded_at, "UTC"))
    found = [quarter_of(today())]
    while len(found) < SHOWN and found[-1] > founded:
        found.append(found[-1].before)
    return found


def _rows(session: "Session", quarter: Quarter) -> list[Row]:
    """Return what became of applications, constituency by constituency."""
    counts = reports.ended_in(session, from_on=quarter.from_on, until_on=quarter.until_on)
    return [
        _row(one.name, [count for count in counts if count.constituency_id == one.id])
        for one in constitution.constituencies(session)
    ]


def _row(constituency: "LocalText", counts: Sequence[Count]) -> Row:
    ends = dict.fromkeys(COLUMNS, 0)
    reasons = dict.fromkeys(ReasonCode, 0)
    for one in counts:
        if one.to_state in ends:
            ends[one.to_state] += one.applications
        if one.reason is not None:
            reasons[ReasonCode(one.reason)] += one.applications
    return Row(constituency=constituency, ends=ends, reasons=reasons)


def _sheet(rows: Sequence[Row]) -> str:
    """Return the report as a file: a line for each constituency, a column for each end and each reason."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    heads = [in_reader_language(words) for words in COLUMNS.values()]
    reasons = [in_reader_language(say("Refused: %(reason)s", reason=words)) for words in REASON_WORDS.values()]
    writer.writerow([in_reader_language(say("Constituency")), *heads, *reasons])
    for row in rows:
        writer.writerow([spoken(row.constituency), *row.ends.values(), *(row.reasons[one] for one in REASON_WORDS)])
    return out.getvalue()
