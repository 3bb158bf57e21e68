"""A person's own history with the mutual, in plain words, and a copy of all that is held about them."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from govern.access import actor, signed_in
from govern.consequences import held
from govern.constitution import queries as constitution
from govern.core import clock, db
from govern.core.languages import LocalText
from govern.core.words import Sentence, say
from govern.register import queries as register
from govern.register.models import MembershipVersion
from govern.register.rules import Ground, Span, Standing
from govern.web.steps import today

pages = Blueprint("my_history", __name__)
FORMULA = ("=", "+", "-", "@", "\t")
WHY: dict[Ground, Sentence] = {
    Ground.RESIGNED: say("You resigned."),
    Ground.DIED: say("The register says that you died. If that is wrong, telephone us."),
    Ground.NO_LONGER_QUALIFIES: say("You could no longer be a member under our rules."),
    Ground.EXPELLED: say("A general meeting expelled you."),
    Ground.UNTRACEABLE: say("We could not find you."),
    Ground.BODY_ENDED: say("The body came to an end."),
    Ground.CHANGED_CONSTITUENCY: say("You moved to another group of members."),
}


@dataclass(frozen=True, kw_only=True)
class Moment:
    """One thing that happened, on its day, and the day it was written down."""

    on: date
    recorded: MembershipVersion
    words: Sentence
    why: Sentence | None = None
    is_now: bool = False
    is_ahead: bool = False


@pages.get("/me/history")
@signed_in
def show() -> ResponseReturnValue:
    session, person_id = db.session(), current_user.person_id
    groups = {one.id: one.name for one in constitution.constituencies(session)}
    moments = [
        _moment(one, before, groups)
        for membership in reversed(register.memberships_of(session, person_id))
        for before, one in _in_pairs(register.membership_history(session, membership.id))
    ]
    details = register.person_history(session, person_id)
    return render_template("my_history/show.html", moments=moments, details=details)


@pages.get("/me/history/copy.json")
@signed_in
def save_json() -> ResponseReturnValue:
    copy = json.dumps(_copy(), ensure_ascii=False, indent=2)
    return _saved(copy, "application/json", "my-record.json")


@pages.get("/me/history/copy.csv")
@signed_in
def save_csv() -> ResponseReturnValue:
    written = io.StringIO()
    table = csv.writer(written)
    table.writerow(["what", "line", "field", "value"])
    for what, rows in _copy().items():
        for number, row in enumerate(rows, start=1):
            table.writerows([what, number, field, _as_text(value)] for field, value in row.items() if value is not None)
    return _saved("\ufeff" + written.getvalue(), "text/csv", "my-record.csv")


def _copy() -> held.Held:
    """Return all that is held about the reader; to one who came by a printed code, no vote before its close."""
    over_by = None if actor().code is None else clock.now()
    return held.held_about(db.session(), current_user.person_id, over_by=over_by)


def _in_pairs(versions: Sequence[MembershipVersion]) -> list[tuple[MembershipVersion | None, MembershipVersion]]:
    """Return the versions that hold now, each with the one whose days came before it."""
    now = [one for one in versions if one.superseded_at is None]
    return list(zip([None, *now], now, strict=False))


def _moment(one: MembershipVersion, before: MembershipVersion | None, groups: Mapping[UUID, LocalText]) -> Moment:
    """Return what a version says happened on its first day."""
    words = say("You became a member, in this group: %(group)s.", group=groups[one.constituency_id])
    why = None
    if one.standing == Standing.CEASED:
        words, why = say("Your membership ended."), WHY[Ground(str(one.ground))]
    elif one.standing == Standing.SUSPENDED:
        words = say("Your rights as a member were suspended.")
    elif before is not None and before.standing == Standing.SUSPENDED:
        words = say("Your rights as a member came back.")
    is_now = Span(valid_from=one.valid_from, valid_to=one.valid_to).holds(today())
    is_ahead = one.valid_from > today()
    return Moment(on=one.valid_from, recorded=one, words=words, why=why, is_now=is_now, is_ahead=is_ahead)


def _as_text(value: object) -> str:
    words = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return f"'{words}" if words.startswith(FORMULA) else words


def _saved(content: str, kind: str, name: str) -> Response:
    """Return a file to be kept."""
    answer = Response(content, mimetype=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
