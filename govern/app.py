"""Puts the parts together: the database of each request, who reads, in which language, and the pages."""

from dataclasses import dataclass, field
from datetime import timedelta
from math import inf
from time import perf_counter

from flask import Blueprint, Flask, Response, g, request
from flask_login import LoginManager, current_user
from flask_wtf.csrf import CSRFProtect
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from config import ROOT, Settings
from govern import access
from govern.accounts import queries as accounts_queries
from govern.accounts import service as sign_ins
from govern.accounts.rules import ABSOLUTE_LIMIT, IDLE_LIMIT, WARNING
from govern.constitution import branding
from govern.constitution import queries as the_mutual
from govern.constitution.models import Mutual
from govern.core import clock, db, logs
from govern.core.db import Database
from govern.core.languages import SOURCE_LANGUAGE
from govern.core.words import DEFAULT_ZONE
from govern.schema import load_models
from govern.web import (
    account,
    accounts,
    admission_report,
    amendments,
    applications,
    appointments,
    board,
    bodies,
    brand,
    case_deeds,
    cases,
    confirmations,
    connections,
    constitution,
    counting,
    decisions,
    division_deeds,
    divisions,
    duplicates,
    elections,
    entry_dates,
    errors,
    expulsions,
    filters,
    founding,
    health,
    home,
    interests,
    joining,
    journal,
    languages,
    letters,
    links,
    lots,
    meeting_notices,
    members,
    motion_deeds,
    motion_interests,
    motions,
    my_application,
    my_details,
    my_history,
    my_page,
    my_vote,
    nominations,
    offices,
    openings,
    paper_names,
    people,
    plans,
    polling,
    receipts,
    registrar_copies,
    registrations,
    requests,
    resigning,
    resolutions,
    results,
    roster,
    rule_book,
    rule_changes,
    rulings,
    security,
    sign_in,
    signatures,
    standings,
    statements,
    static_files,
    statutory,
    style,
    sums,
    tendered,
    timetables,
    vote,
)
from govern.web.asked import own_address
from govern.web.prefix import keep_prefix_on_this_site
from govern.web.reader import reader
from govern.web.rules_in_words import rule_in_words

INSTALLATION = "govern"
MEGABYTE = 1024 * 1024
LARGEST_REQUEST = 16 * MEGABYTE
MUTUAL_SECONDS = 2
MOST_FORM_PARTS = 2_000

# A room's pages join the product by one line here.
PAGES: tuple[Blueprint, ...] = (
    home.pages,
    health.pages,
    sign_in.pages,
    joining.pages,
    my_page.pages,
    my_application.pages,
    my_vote.pages,
    my_details.pages,
    my_history.pages,
    resigning.pages,
    account.pages,
    accounts.pages,
    offices.pages,
    roster.pages,
    statements.pages,
    founding.pages,
    constitution.pages,
    rule_book.pages,
    rule_changes.pages,
    sums.pages,
    decisions.pages,
    confirmations.pages,
    plans.pages,
    members.pages,
    people.pages,
    applications.pages,
    cases.pages,
    case_deeds.pages,
    rulings.pages,
    admission_report.pages,
    connections.pages,
    interests.pages,
    entry_dates.pages,
    duplicates.pages,
    expulsions.pages,
    standings.pages,
    appointments.pages,
    openings.pages,
    requests.pages,
    motions.pages,
    meeting_notices.pages,
    motion_deeds.pages,
    motion_interests.pages,
    paper_names.pages,
    amendments.pages,
    divisions.pages,
    division_deeds.pages,
    vote.pages,
    elections.pages,
    timetables.pages,
    lots.pages,
    nominations.pages,
    polling.pages,
    letters.pages,
    links.pages,
    tendered.pages,
    counting.pages,
    resolutions.pages,
    registrar_copies.pages,
    registrations.pages,
    receipts.pages,
    results.pages,
    board.pages,
    bodies.pages,
    journal.pages,
    statutory.pages,
    signatures.pages,
    style.pages,
    brand.pages,
)


def create_app(settings: Settings, database: Database | None = None) -> Flask:
    """Return the app of one mutual.

    :param database: given by tests; otherwise the one that the settings name.
    :raises SettingMissing: a secret that production needs is not set.
    """
    settings.ensure_complete()
    load_models()
    app = Flask("govern", root_path=str(ROOT), template_folder="templates", static_folder=None)
    app.config.from_mapping(_configuration(settings))
    _prepare_templates(app)
    _trust_proxies(app, settings.proxies)
    keep_prefix_on_this_site(app)
    settle(app, Installation(settings, database or Database(settings.database_url)))
    _bind_database(app)
    _log_requests(app)
    security.harden(app, is_secure=settings.is_secure)
    _know_readers(app)
    languages.speak(app, is_secure=settings.is_secure)
    errors.answer_in_our_words(app)
    static_files.serve_static(app)
    for pages in PAGES:
        app.register_blueprint(pages)
    return app


def _configuration(settings: Settings) -> dict[str, object]:
    """Return Flask's configuration."""
    return {
        "SECRET_KEY": settings.secret_key,
        "SESSION_COOKIE_NAME": "__Host-govern" if settings.is_secure else "govern",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.is_secure,
        "PERMANENT_SESSION_LIFETIME": ABSOLUTE_LIMIT,
        "MAX_CONTENT_LENGTH": LARGEST_REQUEST,
        "MAX_FORM_MEMORY_SIZE": security.LARGEST_FORM,
        "MAX_FORM_PARTS": MOST_FORM_PARTS,
        # A form's token lasts as long as its session can. Our pages send no referrer to compare.
        "WTF_CSRF_TIME_LIMIT": int(ABSOLUTE_LIMIT / timedelta(seconds=1)),
        "WTF_CSRF_SSL_STRICT": False,
        "BABEL_DEFAULT_LOCALE": SOURCE_LANGUAGE,
        "TEMPLATES_AUTO_RELOAD": False,
        "PREFERRED_URL_SCHEME": "https" if settings.is_secure else "http",
    }


def _prepare_templates(app: Flask) -> None:
    """Give templates their filters, and make a misspelt fact fail instead of being left out."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    limits = {"idle": IDLE_LIMIT // timedelta(seconds=1), "warning": WARNING // timedelta(seconds=1)}
    app.jinja_env.globals.update(
        can=access.can,
        actor=access.actor,
        reader=reader,
        rule_in_words=rule_in_words,
        session_limits=limits,
        own_address=own_address,
    )
    filters.add_filters(app)


def _trust_proxies(app: Flask, count: int) -> None:
    """Take where a request came from out of what our own proxies say, and of nobody else's headers."""
    if not count:
        return
    app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]  # Flask's documented way


class KnownMutual:
    """The mutual as it was a moment ago: it stands on every page, and changes a few times in its life."""

    def __init__(self) -> None:
        """Begin without one."""
        self._mutual: Mutual | None = None
        self._read_at = 0.0
        self.brand_styles: str | None = None

    def mutual(self) -> Mutual | None:
        """Return the mutual, read again when what is known is older than MUTUAL_SECONDS; None before the founding."""
        at = perf_counter()
        if self._mutual is None or at - self._read_at > MUTUAL_SECONDS:
            self._mutual, self._read_at = the_mutual.find_mutual(db.session()), at
            accent = branding.colour_chosen(db.session())
            self.brand_styles = brand.styles_of(accent) if accent else None
        return self._mutual

    def forget(self) -> None:
        """Read everything again for the next page, because it has just been changed."""
        self._read_at = -inf


@dataclass(frozen=True)
class Installation:
    """What an app speaks for: its settings, its database, and the mutual that it knows."""

    settings: Settings
    database: Database
    known: KnownMutual = field(default_factory=KnownMutual)


def settle(app: Flask, installation: Installation) -> None:
    """Let every request from now on speak for this installation."""
    app.extensions[INSTALLATION] = installation


def _bind_database(app: Flask) -> None:
    """Let each request speak to the database, and to its mutual if there is one yet."""

    @app.before_request
    def bind() -> None:
        here: Installation = app.extensions[INSTALLATION]
        db.bind(here.database)
        g.settings = here.settings
        g.known_mutual = here.known
        g.zone = DEFAULT_ZONE
        g.mutual = g.brand_styles = None
        if request.endpoint not in (security.STATIC, health.ENDPOINT):
            g.mutual = here.known.mutual()
            g.brand_styles = here.known.brand_styles
            g.zone = g.mutual.time_zone if g.mutual else DEFAULT_ZONE

    @app.teardown_request
    def release(_error: BaseException | None) -> None:
        db.release()

    @app.context_processor
    def words_of_the_house() -> dict[str, object]:
        return {
            "mutual": g.get("mutual"),
            "brand_styles": g.get("brand_styles"),
            "language": languages.language_of_reader(),
        }


def _log_requests(app: Flask) -> None:
    """Write one line for each answer: the rule of its address, never the address itself.

    Not for static files, nor for the question every few seconds whether all is well, while it is.
    """

    @app.before_request
    def begin() -> None:
        g.began = perf_counter()

    @app.after_request
    def write(response: Response) -> Response:
        is_well = request.endpoint == health.ENDPOINT and response.status_code < 400
        if request.endpoint != security.STATIC and not is_well:
            rule = request.url_rule.rule if request.url_rule else None
            spent = round((perf_counter() - g.began) * 1000, 1) if "began" in g else None
            logs.event("request.answered", method=request.method, rule=rule, status=response.status_code, ms=spent)
        return response


def _know_readers(app: Flask) -> None:
    """Find who is signed in from our own session table, and guard every form by a token."""
    login = LoginManager(app)
    login.session_protection = None
    CSRFProtect(app)
    login.user_loader(_find_reader)
    app.before_request(_note_seen)


def _find_reader(token: str) -> access.SignedIn | None:
    """Return whose session this token is, if it still holds."""
    found = accounts_queries.find_session(db.session(), token, at=clock.now())
    if found is None:
        return None
    g.session_span = found.span
    return access.SignedIn(token, found)


def _note_seen() -> None:
    """Write down that somebody is there, at most every few minutes, before the page reads anything."""
    if request.endpoint == security.STATIC or not current_user.is_authenticated:
        return
    at = clock.now()
    if g.session_span.wants_noting(at):
        with db.transaction() as current:
            sign_ins.note_seen(current, current_user.token, at=at)
