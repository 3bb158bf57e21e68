"""What every answer tells the browser to refuse."""

import secrets

from flask import Flask, Response, g, request, session

from govern.web.refusals import NotUnderstood, SentFromElsewhere

READS = frozenset({"GET", "HEAD", "OPTIONS"})
FROM_HERE = frozenset({"same-origin", "none"})
STATIC = "static"
WITH_FILES = "multipart/form-data"
TAKE_FILES = frozenset({"openings.upload", "openings.check"})
LARGEST_FORM = 1024 * 1024

PERMISSIONS = ", ".join(
    f"{power}=()"
    for power in (
        "accelerometer",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "microphone",
        "payment",
        "usb",
    )
)
HEADERS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": PERMISSIONS,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
TWO_YEARS = 63_072_000


def harden(app: Flask, *, is_secure: bool) -> None:
    """Refuse forms sent from other sites, and set the headers of every answer.

    :param is_secure: readers come by https, and are held to it.
    """
    app.jinja_env.globals["nonce"] = nonce

    app.before_request(limit_bodies)
    app.before_request(refuse_other_sites)
    app.before_request(refuse_strange_files)

    @app.after_request
    def set_headers(response: Response) -> Response:
        response.headers.extend({name: value for name, value in HEADERS.items() if name not in response.headers})
        response.headers["Content-Security-Policy"] = _content_policy(is_secure=is_secure)
        if is_secure:
            response.headers["Strict-Transport-Security"] = f"max-age={TWO_YEARS}; includeSubDomains"
        if request.endpoint != STATIC:
            response.headers["Cache-Control"] = "no-store" if _is_personal(response) else "no-cache"
        return response


def limit_bodies() -> None:
    """Hold every body to a form's size, unless it may carry files: the framework holds only those."""
    if request.mimetype != WITH_FILES:
        request.max_content_length = LARGEST_FORM


def refuse_strange_files() -> None:
    """Refuse files where no page asks for one: a form would take them for what somebody typed.

    :raises NotUnderstood: there is one.
    """
    if request.mimetype == WITH_FILES and request.endpoint not in TAKE_FILES and request.files:
        raise NotUnderstood


def refuse_other_sites() -> None:
    """Refuse a form that the browser says came from elsewhere.

    Our pages send no referrer, so this and the form's own token are what tells. A browser too old to
    say where a form came from is left to the token.

    :raises SentFromElsewhere: another site sent it.
    """
    if request.method not in READS and request.headers.get("Sec-Fetch-Site", "none") not in FROM_HERE:
        raise SentFromElsewhere


def nonce() -> str:
    """Return this answer's nonce: only styles and scripts that carry it are used."""
    if "nonce" not in g:
        g.nonce = secrets.token_urlsafe(18)
    made: str = g.nonce
    return made


def _content_policy(*, is_secure: bool) -> str:
    """Return what the page may load: our own styles and scripts by nonce, our own images and forms."""
    rules = [
        "default-src 'none'",
        f"style-src 'nonce-{nonce()}'",
        f"script-src 'nonce-{nonce()}'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    ]
    return "; ".join([*rules, "upgrade-insecure-requests"] if is_secure else rules)


def _is_personal(response: Response) -> bool:
    """Say whether an answer is one reader's own, and must not be kept by any browser or cache."""
    return bool(session) or request.method not in READS or response.status_code >= 400
