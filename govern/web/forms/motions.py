"""What somebody types to propose a motion, to stand behind one, to amend one, and to take it further."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Optional

from govern.agenda.service import Proposal
from govern.amendments.amending import Change
from govern.constitution.models import Decision
from govern.constitution.parameters.board import RESERVED_MATTERS, ReservedMatter
from govern.constitution.rules import LegalForm
from govern.core.actors import Actor, Deed
from govern.core.languages import LocalText
from govern.core.words import say
from govern.interests.concerns import About
from govern.interests.models import LONGEST
from govern.motions import matters
from govern.motions.rules import AboutWhat, Concern, Deciders, Kind, Way
from govern.motions.wording import MOST_REASONS, MOST_TEXT, MOST_TITLE
from govern.motions.words import KINDS, WAYS
from govern.web.filters import in_reader_language
from govern.web.forms.decisions import offered_decisions
from govern.web.forms.elections import LANGUAGES, at_most, day, local_fields, local_text, local_text_of
from govern.web.forms.fields import Choice, Menu, Number, day_of, offered, printable, text_of
from govern.web.languages import language_of_reader

FIRST = ("proposer", "member_no", "title_", "text_", "reasons_")
OF_MEMBERS = (Kind.ORDINARY, Kind.SPECIAL, Kind.EXTRAORDINARY, Kind.FRANCHISE)


class OfText:
    """Which text of a motion somebody read before they pressed the button."""

    text_version = Number(_("Text that you read"), [InputRequired(_("Open this page again from the motion."))])


class MotionStepForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """The day that a step was taken, and what is to be remembered with it."""

    dated_on = day(_("Day on which it is done"), _("Enter the day on which it is done."))
    note = TextAreaField(_("Note for the record, if there is something to say"), [at_most(2_000)], filters=[printable])

    def from_day(self, first: date, *, today: date) -> None:
        """Ask for the day only where another than today can be taken: no step is dated before the one before it."""
        if first >= today:
            del self.dated_on
        else:
            self.dated_on.description = in_reader_language(
                say("From %(first)s, the day of the step before it, to today.", first=first)
            )

    def deed(self, actor: Actor, at: datetime) -> Deed:
        """Return who does it, when, and what was typed; without a day it is today."""
        dated_on = day_of(self.dated_on) if self.dated_on else None
        return Deed(actor=actor, at=at, dated_on=dated_on, note=text_of(self.note))


NO_MATTER = "none"


class ReasonForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Why a motion or an amendment goes no further."""

    note = TextAreaField(
        _("Why"), [DataRequired(_("Enter why; it goes on record.")), at_most(2_000)], filters=[printable]
    )

    def deed(self, actor: Actor, at: datetime) -> Deed:
        """Return who does it, when, and why."""
        return Deed(actor=actor, at=at, note=text_of(self.note))


class WithdrawForm(ReasonForm):
    """Why a motion is withdrawn, and once it was moved by which decision those who decide it gave leave."""

    leave = Menu(_("Decision by which those who decide gave leave"), [InputRequired(_("Choose the decision."))])

    def offer(self, decisions: Sequence[Decision], *, is_moved: bool) -> "WithdrawForm":
        """Ask for the decision where one is needed, and name those that there are."""
        if is_moved:
            self.leave.choices = [("", _("Choose")), *offered_decisions(decisions)]
        else:
            del self.leave
        return self

    def chosen(self) -> UUID | None:
        """Return the decision that a checked form holds; None where none is needed."""
        return UUID(self.leave.data) if "leave" in self else None


class TranslationForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Whether a translation says the same, and if not, why."""

    RIGHT, WRONG = "right", "wrong"
    n = Number(_("Translation that you read"), [InputRequired(_("Open this page again from the motion."))])
    is_right = Choice(_("What you found"), [InputRequired(_("Choose what you found."))])
    note = TextAreaField(_("Where it says something else, if it does"), [at_most(2_000)], filters=[printable])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer both findings."""
        super().__init__(*args, **kwargs)
        self.is_right.choices = [
            (self.RIGHT, _("It says the same, and becomes a part of the text")),
            (self.WRONG, _("It says something else, and is not taken")),
        ]

    def deed(self, actor: Actor, at: datetime) -> Deed:
        """Return who does it, when, and what was typed."""
        return Deed(actor=actor, at=at, note=text_of(self.note))


class SlipForm(ReasonForm):
    """Whether a wording corrects a slip of the pen, and why."""

    SLIP, MORE = "slip", "more"
    is_slip = Choice(_("What it is"), [InputRequired(_("Choose what it is."))])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer both rulings."""
        super().__init__(*args, **kwargs)
        self.is_slip.choices = [
            (self.SLIP, _("It corrects a slip of the pen, and no more")),
            (self.MORE, _("It changes more than that, and is not put to the vote")),
        ]


class ReferralForm(ReasonForm):
    """To whom a motion goes first, and for what."""

    note = TextAreaField(
        _("To whom it goes, and what they are to look at"),
        [DataRequired(_("Enter to whom it goes, and what they are to look at.")), at_most(2_000)],
        filters=[printable],
    )


class ButtonForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A press of the button, and nothing to type."""

    def deed(self, actor: Actor, at: datetime) -> Deed:
        """Return who does it, and when."""
        return Deed(actor=actor, at=at)


class TextForm(OfText, ButtonForm):
    """A press of the button under a text."""


class TextStepForm(OfText, MotionStepForm):
    """The day of a step that is taken with a text."""


class MotionForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A motion as its proposer writes it. Title, text and reasons are added for each of the mutual's languages."""

    kind = Menu(_("What it asks for"), [InputRequired(_("Choose what it asks for."))])
    application = Menu(_("Whose admission, if it asks for one"))
    matter = Menu(_("Is it one of these?"), [InputRequired(_("Choose which of these it is, or none of them."))])
    way = Choice(_("How it is to be decided"), [InputRequired(_("Choose how it is to be decided."))])

    def __iter__(self) -> Iterator[Field]:
        """Give who proposes it and its words first, as pages have them: what is wrong is told in that order."""
        return iter(sorted(super().__iter__(), key=lambda field: not field.name.startswith(FIRST)))

    def offer(self, kinds: Iterable[Kind], ways: Iterable[Way], legal_form: LegalForm) -> None:
        """Offer the kinds of motion that its proposer can put, the matters, and the ways of deciding it."""
        self.kind.choices = [(one.value, in_reader_language(KINDS[one])) for one in kinds]
        found = [(one.value, in_reader_language(RESERVED_MATTERS[one])) for one in matters.offered(legal_form)]
        self.matter.choices = [("", _("Choose")), (NO_MATTER, _("No, it is none of these")), *found]
        self.way.choices = [(one.value, in_reader_language(WAYS[one])) for one in ways]

    def offer_applications(self, names: Mapping[UUID, str]) -> None:
        """Ask whose admission it is, where its proposer may know who applied."""
        if names:
            self.application.choices = [("", _("none of these")), *((str(one), name) for one, name in names.items())]
        else:
            del self.application

    @property
    def applied(self) -> UUID | None:
        """Return the application that a checked form holds."""
        return UUID(self.application.data) if self.application and self.application.data else None

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for a title and a text in one language, in the fields that lack them, and whom an admission is of."""
        is_filled = bool(super().validate(extra_validators))
        return self._is_written() and self._says_whose() and is_filled

    def _says_whose(self) -> bool:
        if not self.application or (self.kind.data == Kind.ADMISSION) == bool(self.application.data):
            return True
        wrong = _("Choose whose admission it is.")
        if self.application.data:
            wrong = _("Only a motion to admit somebody is about an application. Choose that above, or none here.")
        self.application.errors = [*self.application.errors, wrong]
        return False

    def _is_written(self) -> bool:
        titles, texts = local_fields(self, "title"), local_fields(self, "text")
        pairs = list(zip(titles, texts, strict=True))
        if not pairs or any(text_of(title).strip() and text_of(text).strip() for title, text in pairs):
            return True
        title, text = next((pair for pair in pairs if any(text_of(one).strip() for one in pair)), pairs[0])
        for field, asked in ((title, _("Enter a title.")), (text, _("Enter what is to be decided."))):
            if not text_of(field).strip():
                field.errors = [*field.errors, asked]
        return False

    def proposal(self, proposer_id: UUID, **facts: Any) -> Proposal:
        """Return what a checked form holds."""
        kind = Kind(self.kind.data)
        usual: dict[str, Any] = {"deciders": Deciders.BOARD if kind is Kind.BOARD else Deciders.MEMBERS}
        return Proposal(
            proposer_id=proposer_id,
            kind=kind,
            way=Way(self.way.data),
            matter=None if self.matter.data == NO_MATTER else ReservedMatter(self.matter.data),
            title=local_text_of(self, "title"),
            text=local_text_of(self, "text"),
            reasons=local_text_of(self, "reasons"),
            **usual | facts,
        )


class AboutForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Whom a motion is about."""

    application = Menu(_("Whose application it is"))
    member_no = Number(_("Member number of whom it is about"), [Optional()])
    what = Choice(_("What it decides about them"), [Optional()])
    extent = TextAreaField(_("What that is, in words"), [Optional(), at_most(LONGEST)], filters=[printable])

    def offer(self, applications: Mapping[UUID, str], grounds: Mapping[str, str], *, says_it: bool) -> "AboutForm":
        """Offer the applications that are open where it admits somebody, and else the grounds of its matter.

        :param says_it: whether the motion says in its own words what it decides about them.
        """
        if AboutWhat.ADMISSION in grounds:
            none = ("", _("none of these"))
            self.application.choices = [none, *((str(one), name) for one, name in applications.items())]
            del self.member_no
        else:
            del self.application
        if len(grounds) == 1:
            del self.what
        else:
            self.what.choices = offered(grounds)
        if says_it:
            del self.extent
        return self

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask whom it is about, and what it decides about them where it leaves that open."""
        is_filled = bool(super().validate(extra_validators))
        missing = {
            "application": _("Choose whose application it is."),
            "member_no": _("Enter the member number of whom it is about."),
            "what": _("Choose what it decides about them."),
            "extent": _("Write what that is."),
        }
        if self.what and not self.what.choices:
            del missing["what"]
        empty = [name for name in missing if name in self and not self[name].data and not self[name].errors]
        for name in empty:
            self[name].errors = [missing[name]]
        return is_filled and not empty

    @property
    def chosen(self) -> UUID | None:
        """Return the application that a checked form holds."""
        return UUID(self.application.data) if self.application and self.application.data else None

    def about(self, person_id: UUID) -> About:
        """Return what a checked form holds."""
        return About(
            person_id=person_id,
            concern=Concern.APPLICANT if self.chosen else Concern.IN_QUESTION,
            application_id=self.chosen,
            what=AboutWhat(self.what.data) if self.what and self.what.data else None,
            extent=text_of(self.extent) if self.extent else "",
        )


class AmendmentForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """The whole text as it would stand. Text and reasons are added for each language."""

    base_version = Number(_("Text that it changes"), [InputRequired(_("Open this page again from the motion."))])
    proposer_no = Number(_("Member number of whoever proposes it, if it came on paper"), [Optional()])
    seconder_no = Number(_("Member number of whoever seconds it"), [Optional()])
    seconder = Menu(_("Who seconds it"))
    is_clerical = BooleanField(_("It corrects a slip of the pen, and no more"))

    def offer(self, directors: Mapping[UUID, str] | None, *, is_on_paper: bool) -> "AmendmentForm":
        """Ask who signed it as its seconder, where it came on paper; everybody else seconds with their own word.

        :param directors: of whom one seconds it where the board decides; None where the members do.
        """
        if directors is None or not is_on_paper:
            del self.seconder
        if directors is not None or not is_on_paper:
            del self.seconder_no
        if directors is None or not is_on_paper:
            return self
        none = ("", _("nobody yet"))
        self.seconder.choices = [none, *((str(one), name) for one, name in directors.items())]
        return self

    def change(self, proposed_by: UUID, seconded_by: UUID | None) -> Change:
        """Return what a checked form holds."""
        assert self.base_version.data is not None
        return Change(
            base_version=self.base_version.data,
            text=local_text_of(self, "text"),
            reasons=local_text_of(self, "reasons"),
            proposed_by=proposed_by,
            seconded_by=seconded_by,
            is_clerical=bool(self.is_clerical.data),
        )


def title_field(language: Any) -> StringField:
    """Return the field of a title."""
    words = _("Title, in %(language)s", language=language) if language else _("Title")
    return StringField(words, [at_most(MOST_TITLE)], filters=[printable])


def text_field(language: Any) -> TextAreaField:
    """Return the field of what is proposed."""
    words = _("The motion, in %(language)s", language=language) if language else _("The motion")
    return TextAreaField(words, [at_most(MOST_TEXT)], filters=[printable])


def reasons_field(language: Any) -> TextAreaField:
    """Return the field of why it is proposed."""
    words = _("Why, in %(language)s", language=language) if language else _("Why")
    return TextAreaField(words, [at_most(MOST_REASONS)], filters=[printable])


def with_words(form: type[MotionForm], languages: Sequence[str]) -> type[MotionForm]:
    """Return the form of a motion in the languages of a mutual."""
    titled = local_text(form, "title", title_field, languages)
    return local_text(local_text(titled, "text", text_field, languages), "reasons", reasons_field, languages)


def with_change(languages: Sequence[str]) -> type[AmendmentForm]:
    """Return the form of an amendment in the languages that the motion is written in."""
    worded = local_text(AmendmentForm, "text", text_field, languages)
    return local_text(worded, "reasons", reasons_field, languages)


def with_text(languages: Sequence[str]) -> type[ButtonForm]:
    """Return the form of a text in the languages of a mutual."""
    return local_text(ButtonForm, "text", text_field, languages)


@dataclass(frozen=True, kw_only=True)
class Wording:
    """The fields of a motion in one language.

    :param language: its name, where it is not the first.
    :param fields: by what they ask for.
    """

    language: Any
    fields: Mapping[str, Field]

    @property
    def is_begun(self) -> bool:
        """Say whether something was typed, or has to be changed, in this language."""
        return any(field.data or field.errors for field in self.fields.values())


def wordings(form: MotionForm, languages: Sequence[str]) -> list[Wording]:
    """Return what a motion's form asks in each language, that of the reader first: one is enough to begin with."""
    ordered = sorted(languages, key=lambda one: one != language_of_reader())
    return [
        Wording(
            language=LANGUAGES.get(one, one) if place else None,
            fields={name: form[f"{name}_{one}"] for name in ("title", "text", "reasons")},
        )
        for place, one in enumerate(ordered)
    ]


def as_typed(name: str, words: LocalText) -> dict[str, str]:
    """Return words by the fields in which they are shown to be changed."""
    return {f"{name}_{language}": said for language, said in words.items()}
