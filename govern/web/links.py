"""Voting links: made, sent, printed once, replaced for one elector."""

import csv
import io
from base64 import b64encode
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from flask import Blueprint, g, render_template, url_for
from flask.typing import ResponseReturnValue

from govern.access import requires
from govern.ballots import credentials
from govern.ballots import queries as ballots
from govern.consequences import voting_links
from govern.core import clock, db
from govern.core.errors import Refusal
from govern.divisions import asked
from govern.divisions import service as divisions
from govern.elections import links, queries
from govern.elections.links import PaperLetter, Post, Sent
from govern.elections.polling import poll_of
from govern.motions import queries as motions
from govern.motions.division_models import Division
from govern.motions.rules import Deciders
from govern.permissions import Permission
from govern.register import queries as register
from govern.rolls import queries as rolls
from govern.web.deeds import Gate, ask_or_show, deed_now
from govern.web.filters import in_reader_language, instant, spoken
from govern.web.forms.fields import number_of, text_of
from govern.web.forms.own import FORMATS, WANTED
from govern.web.forms.polling import DirectorsReplacementForm, LinksForm, RemakeForm, ReplacementForm
from govern.web.steps import today

pages = Blueprint("links", __name__)
COLUMNS = ("number", "name", "address", "code", "link", "voting closes", "wanted as", "letter")
FORMULA = ("=", "+", "-", "@", "\t")


@pages.route("/elections/<uuid:election_id>/links", methods=["GET", "POST"])
@requires(Permission.CREDENTIAL_ISSUE)
def make(election_id: UUID) -> ResponseReturnValue:
    """Say how many links are made, and how each elector gets theirs; once asked, make them and show what was made."""
    session = db.session()
    election = queries.find(session, election_id)
    poll = ballots.find(session, poll_of(election))
    contacts = list(links.contacts(session, poll.roll_id, on=today()))
    return ask_or_show(
        LinksForm(),
        lambda session: links.make(session, election_id, deed_now(), post=post()),
        lambda sent: _sent_page(election_id, sent),
        template="links/make.html",
        election=election,
        electors=rolls.find(session, poll.roll_id).electors,
        issued=links.issued(session, poll.id),
        by_mail=sum(bool(one.email) for one in contacts),
        held_back=sum(bool(one.held_back) for one in contacts),
        waiting=sum(one.waits for one in contacts),
    )


@pages.route("/elections/<uuid:election_id>/links/replacement", methods=["GET", "POST"])
@requires(Permission.CREDENTIAL_ISSUE)
def replace(election_id: UUID) -> ResponseReturnValue:
    election = queries.find(db.session(), election_id)
    form = ReplacementForm()
    if not form.validate_on_submit():
        return render_template("links/replace.html", election=election, form=form), 422 if form.errors else 200
    try:
        with db.transaction() as session:
            sent = links.replace(session, election_id, number_of(form.number), deed_now(), post=post())
    except Refusal as refusal:
        form.number.errors = [in_reader_language(refusal.sentence())]
        return render_template("links/replace.html", election=election, form=form), refusal.status
    return _sent_page(election_id, sent)


@pages.route("/elections/<uuid:election_id>/links/letters", methods=["GET", "POST"])
@requires(Permission.CREDENTIAL_ISSUE)
def remake_letters(election_id: UUID) -> ResponseReturnValue:
    """Say how many letters would be made again, and ask for a promise; then make them."""
    session = db.session()
    election = queries.find(session, election_id)
    poll = ballots.find(session, poll_of(election))
    return ask_or_show(
        RemakeForm(),
        lambda session: links.remake_letters(session, election_id, deed_now(), post=post()),
        lambda sent: _sent_page(election_id, sent),
        template="links/remake_letters.html",
        election=election,
        letters=credentials.unused(session, poll.id, links.by_letter(session, poll, on=today())),
    )


@pages.route("/divisions/<uuid:division_id>/links/replacement", methods=["GET", "POST"])
@requires(Permission.CREDENTIAL_ISSUE)
def replace_in_a_vote(division_id: UUID) -> ResponseReturnValue:
    """Ask whose link to a secret vote on a motion is to be made again, and make it."""
    division = divisions.find(db.session(), division_id)
    motion = motions.find(db.session(), division.motion_id)
    form = _whose(division) if motion.deciders == Deciders.BOARD else ReplacementForm()

    def made(sent: Sent) -> ResponseReturnValue:
        assert division.poll_id is not None
        template = "division_deeds/links_sent.html"
        return sent_page(template, sent, division.poll_id, closes_at=division.closes_at, division=division)

    return ask_or_show(
        form,
        lambda session: voting_links.replace(session, division_id, int(text_of(form.number)), deed_now(), post=post()),
        made,
        template="division_deeds/replace_link.html",
        gate=Gate(
            ensure=lambda session: voting_links.ensure_may_be_replaced(session, division, deed_now()),
            about=motion.title,
            back=url_for("divisions.show", division_id=division_id),
        ),
        division=division,
        motion=motion,
        is_boards=motion.deciders == Deciders.BOARD,
    )


def _whose(division: Division) -> DirectorsReplacementForm:
    electors = asked.answers(db.session(), division, at=clock.now()).items
    names = register.names_of(db.session(), [one.person_id for one in electors])
    return DirectorsReplacementForm().offer((one.number, names[one.person_id]) for one in electors)


def _sent_page(election_id: UUID, sent: Sent) -> str:
    election = queries.find(db.session(), election_id)
    return sent_page("links/sent.html", sent, poll_of(election), closes_at=election.closes_at, election=election)


def sent_page(template: str, sent: Sent, poll_id: UUID, *, closes_at: datetime, **shown: object) -> str:
    """Return the only page that ever shows the codes of one poll."""
    poll = ballots.find(db.session(), poll_id)
    texts = [links.letter_text(one, poll, g.mutual) for one in sent.letters]
    written = letters_file(sent.letters, texts, closes=instant(closes_at))
    file = b64encode(written.encode("utf-8-sig")).decode()
    return render_template(template, sent=sent, file=file, wanted_as=wanted_as, **shown)


def letters_file(letters: Sequence[PaperLetter], texts: Sequence[str], *, closes: str) -> str:
    """Return letters as a table for a printer: one line each, under a line of headings.

    A name that a spreadsheet would take for a formula begins with an apostrophe.

    :param texts: each letter as it can be printed, in the language of its reader.
    :param closes: when voting closes, in words.
    """
    written = io.StringIO()
    table = csv.writer(written)
    table.writerow(COLUMNS)
    for one, told in zip(letters, texts, strict=True):
        wanted = "; ".join(wanted_as(one))
        table.writerow([one.number, *map(_as_text, (one.name, one.address)), one.code, one.link, closes, wanted, told])
    return written.getvalue()


def wanted_as(letter: PaperLetter) -> list[str]:
    """Return how its reader wants a letter, in words."""
    return [spoken(FORMATS[wanted]) for wanted in WANTED if wanted in letter.formats]


def _as_text(words: str) -> str:
    return f"'{words}" if words.startswith(FORMULA) else words


def post() -> Post:
    """Return what links are made with: the secret, and the address they lead to."""
    return Post(secret=g.settings.secret_key, base_url=g.settings.base_url)
