"""What a reader looks for in the register of resolutions."""

from collections.abc import Collection, Mapping

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import DataRequired

from govern.constitution.rules import Body
from govern.core.words import Sentence, say
from govern.motions.rules import Kind
from govern.motions.words import KINDS
from govern.resolutions.queries import Came, Resolution, Wanted
from govern.web.filters import in_reader_language
from govern.web.forms.elections import at_most
from govern.web.forms.fields import Menu, printable, text_of
from govern.web.who_decided import BODIES

# A ballot and a resolution in writing are decisions of the members as well, and are found by the same choice.
DECIDING = {**BODIES, Body.GENERAL_MEETING: say("The members, at a meeting or without one")}
CAME: dict[Came, Sentence] = {
    Came.CARRIED: say("carried"),
    Came.FIRST_CARRIED: say("carried at the first meeting"),
    Came.LOST: say("lost"),
    Came.LAPSED: say("lapsed"),
    Came.INQUORATE: say("no quorum"),
    Came.CONSULTED: say("a consultation"),
    Came.ENTERED: say("entered from minutes"),
}


class SearchForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Words, and by what else a line is found."""

    words = StringField(_("Words in the title, the text or the rule"), [at_most(100)], filters=[printable])
    body = Menu(_("Who decided"))
    year = Menu(_("Year"))
    kind = Menu(_("What it asked for"))
    came = Menu(_("What came of it"))

    def offer(self, lines: Collection[Resolution]) -> "SearchForm":
        """Offer what finds something among the lines that the reader may see, and what they chose."""
        bodies, kinds, came = {one.body for one in lines}, {one.kind for one in lines}, {one.came for one in lines}
        years = sorted({one.on.year for one in lines}, reverse=True)
        _offer(self.body, {one.value: DECIDING[one] for one in DECIDING}, bodies)
        _offer(self.kind, {one.value: KINDS[one] for one in Kind}, kinds)
        _offer(self.came, {one.value: CAME[one] for one in CAME}, came)
        self.year.choices = [("", _("All")), *((str(one), str(one)) for one in years)]
        return self

    def wanted(self) -> Wanted:
        """Return what a checked form looks for."""
        return Wanted(
            words=text_of(self.words),
            body=Body(self.body.data) if self.body.data else None,
            year=int(self.year.data) if self.year.data else None,
            kind=self.kind.data or None,
            came=Came(self.came.data) if self.came.data else None,
        )


def _offer(menu: Menu, every: Mapping[str, Sentence], found: Collection[str | None]) -> None:
    """Offer all, and each choice by which a line is found, or that was made."""
    kept = ((code, in_reader_language(words)) for code, words in every.items() if code in found or code == menu.data)
    menu.choices = [("", _("All")), *kept]


class DigestForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """The digest that stands on an extract."""

    digest = StringField(
        _("Digest on the extract, 64 letters and figures"), [DataRequired(_("Enter the digest.")), at_most(100)]
    )
