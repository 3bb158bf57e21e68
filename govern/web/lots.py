"""The certificate of an election's lots, for everybody from its notice on."""

from shlex import quote
from uuid import UUID

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from govern.access import can, ensure_may, public
from govern.core import db
from govern.core.words import Sentence, say
from govern.elections import lots, queries, results
from govern.elections.lots import Decided
from govern.elections.models import Election
from govern.permissions import Permission
from govern.web.whereabouts import electorate_of

pages = Blueprint("lots", __name__)
UNDECLARED = say("No result is declared, so no lot has decided anything yet.")
UNCONTESTED = say("There were no more candidates than seats, so no poll was held and no lot was needed.")
UNPUBLISHED = say(
    "The stages of this count are not published, so neither is whether a lot decided. The returning officer and the"
    " scrutineer can see it."
)
ALL_BY_LOT = say("No ballot holds a vote that counts, so lots chose who is elected.")
UNUSED = say("No lot decided anything: votes alone broke every tie, or there was none.")


@pages.get("/elections/<uuid:election_id>/lots")
@public
def show(election_id: UUID) -> ResponseReturnValue:
    election = queries.find(db.session(), election_id)
    drawn = lots.drawing(db.session(), election)
    if drawn.noticed is None:
        ensure_may(Permission.ELECTION_READ)
    used = used_in(election)
    first = drawn.ties[0] if drawn.ties else None
    return render_template(
        "lots/show.html",
        election=election,
        electorate=electorate_of(election),
        drawn=drawn,
        uses=[used] if isinstance(used, Sentence) else [in_words(one) for one in used],
        by_hand=f"printf %s {quote(first.text)} | sha256sum" if first else None,
        by_govern=f"govern count --rule {election.rule} --lot-seed {quote(election.lot_seed)} ballots.blt",
    )


def used_in(election: Election) -> list[Decided] | Sentence:
    """Return the ties that lots broke, or why there is nothing to tell; stages that are not public stay inside."""
    session = db.session()
    declaration, counted = queries.declaration(session, election.id), queries.count(session, election.id)
    if declaration is not None and not declaration.is_contested:
        return UNCONTESTED
    if not can(Permission.COUNT_READ):
        if declaration is None:
            return UNDECLARED
        result = results.of(session, election.id)
        if not result.shows_ballots:
            return ALL_BY_LOT if result.is_all_by_lot else UNPUBLISHED
    if counted is None:
        return UNDECLARED
    return lots.decided(counted) or UNUSED


def in_words(one: Decided) -> Sentence:
    """Return what a lot decided."""
    tied = ", ".join(one.tied)
    if one.is_exclusion:
        return say(
            "Stage %(stage)s: equal at every stage were %(tied)s. The last of them in the order of lots,"
            " %(chosen)s, was excluded.",
            stage=one.stage,
            tied=tied,
            chosen=one.chosen,
        )
    return say(
        "Stage %(stage)s: equal at every stage were %(tied)s. The first of them in the order of lots,"
        " %(chosen)s, was dealt with first.",
        stage=one.stage,
        tied=tied,
        chosen=one.chosen,
    )
