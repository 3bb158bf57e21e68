"""A person's own history with the mutual, in plain words, and a copy of all that is held about them."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from govern.access import actor, signed_in
from govern.agenda import own_deeds
from govern.agenda.own_deeds import Did
from govern.consequences import held
from govern.constitution import queries as constitution
from govern.core import clock, db
from govern.core.languages import LocalText
from govern.core.words import Sentence, say
from govern.register import queries as register
from govern.register.models import Membership, MembershipVersion, PersonVersion
from govern.register.rules import Ground, Span, Standing
from govern.web import instrument_page, paper_names
from govern.web.histories import TELLING, says_as_much
from govern.web.steps import today

pages = Blueprint("my_history", __name__)
Groups = Mapping[UUID, LocalText]
SHOWN = ("name", "postal_address", "email")
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
DID: dict[Did, Sentence] = {
    Did.PROPOSED: say("You proposed it."),
    Did.SECONDED: say("You seconded it."),
    Did.SUPPORTED: say("You supported it."),
    Did.STEPPED_BACK: say("You took your name back from it."),
    Did.PROPOSED_WORDING: say("You proposed another wording of it."),
    Did.SECONDED_WORDING: say("You seconded another wording of it."),
    Did.LEFT_WORDING: say("You took your name back from another wording of it."),
    Did.WITHDREW: say("You withdrew it."),
    Did.DECLARED_INTEREST: say("You said that you have an interest in it."),
    Did.AGREED: say("You were named in it, and said that it is so."),
    Did.OBJECTED: say("You objected to having no vote on it."),
    Did.OBJECTED_OTHERWISE: say("You objected to having no vote on it. An officer entered what you said."),
}


@dataclass(frozen=True, kw_only=True)
class Moment:
    """One thing that happened, on its day, and the day it was written down."""

    on: date
    recorded_at: datetime
    words: Sentence
    why: Sentence | None = None
    is_now: bool = False
    is_ahead: bool = False


@dataclass(frozen=True, kw_only=True)
class Detail:
    """Name and addresses from a day on, when they were written down, and when that was replaced if it was."""

    on: date
    told: list[str]
    recorded_at: datetime
    changed_at: datetime | None


@pages.get("/me/history")
@signed_in
def show() -> ResponseReturnValue:
    session, person_id = db.session(), current_user.person_id
    groups = {one.id: one.name for one in constitution.constituencies(session)}
    moments = [
        moment
        for membership in reversed(register.memberships_of(session, person_id))
        for moment in _life(membership, register.membership_history(session, membership.id), groups)
    ]
    details = _details(register.person_history(session, person_id))
    in_their_name = [*paper_names.of_reader(session, person_id), *instrument_page.of_reader(session, person_id)]
    return render_template(
        "my_history/show.html",
        moments=moments,
        details=details,
        in_their_name=in_their_name,
        on_motions=own_deeds.of_person(session, person_id),
        did_words=DID,
    )


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


def _life(membership: Membership, versions: Sequence[MembershipVersion], groups: Groups) -> list[Moment]:
    """Return what happened to a membership: what holds now, without what says the same again from a later day on."""
    now = [one for one in versions if one.superseded_at is None]
    pairs = [(before, one) for before, one in zip([None, *now], now, strict=False) if not _is_same(before, one)]
    return [
        _moment(
            one,
            before,
            groups,
            # Who was a member before the register was kept here joined on the day that it says.
            on=one.valid_from if before else min(membership.member_since, one.valid_from),
            told_at=min(other.recorded_at for other in versions if says_as_much(other, one)),
        )
        for before, one in pairs
    ]


def _is_same(before: MembershipVersion | None, one: MembershipVersion) -> bool:
    return before is not None and all(
        getattr(before, name) == getattr(one, name) for name in TELLING if name != "valid_from"
    )


def _moment(
    one: MembershipVersion, before: MembershipVersion | None, groups: Groups, *, on: date, told_at: datetime
) -> Moment:
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
    return Moment(on=on, recorded_at=told_at, words=words, why=why, is_now=is_now, is_ahead=one.valid_from > today())


def _details(versions: Sequence[PersonVersion]) -> list[Detail]:
    """Return what the register said of somebody's name and addresses, each once: what was replaced by the same, or
    by the same for fewer days, is no line of its own.
    """
    found: dict[tuple[Any, ...], Detail] = {}
    shown: tuple[Any, ...] | None = None
    for one in versions:
        told = tuple(getattr(one, name) for name in SHOWN)
        if told == shown:
            continue
        shown = told if one.superseded_at is None else shown
        known = found.get((one.valid_from, *told))
        found[one.valid_from, *told] = Detail(
            on=one.valid_from,
            told=[words for words in told if words],
            recorded_at=min(one.recorded_at, known.recorded_at) if known else one.recorded_at,
            changed_at=one.superseded_at,
        )
    return list(found.values())


def _as_text(value: object) -> str:
    words = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return f"'{words}" if words.startswith(FORMULA) else words


def _saved(content: str, kind: str, name: str) -> Response:
    """Return a file to be kept."""
    answer = Response(content, mimetype=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
