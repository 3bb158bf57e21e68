"""What the door itself says no to, before any rule is asked."""

from govern.core.errors import Refusal
from govern.core.words import say


class FormTooOld(Refusal):
    """The form's own token is missing, or from another session."""

    code = "form-too-old"
    status = 400
    source = "Every form carries a token of the session it was made in"
    says = say(
        "You were signed out after this page was opened, or it was open for too long, so nothing was stored. "
        "Go back. If what you typed still shows, copy it. Then sign in if you need to, open the page again, "
        "and send it from there."
    )


class SentFromElsewhere(Refusal):
    """The browser says that another site sent this form."""

    code = "sent-from-elsewhere"
    status = 403
    source = "Forms are sent from our own pages"
    says = say("This form was sent from another site, so nothing was stored. Open our own page and send it there.")


class NotUnderstood(Refusal):
    """The request broke off, or cannot be read."""

    code = "not-understood"
    status = 400
    says = say("What was sent arrived in pieces or cannot be read, so nothing was stored. Go back and send it again.")


class TooLarge(Refusal):
    """More was sent than is read."""

    code = "too-large"
    status = 413
    says = say("This is larger than we can take, so nothing was stored. Send less at a time.")


class MethodNotAllowed(Refusal):
    """The address is right, the way it was asked is not."""

    code = "method-not-allowed"
    status = 405
    says = say("This address does not take what was sent. Open it from a link, or send its own form.")
