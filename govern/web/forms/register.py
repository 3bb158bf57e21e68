"""What the secretary types about people and members."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, EmailField, Field, FileField, Form, StringField, TextAreaField, validators
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # its types are of an older release
from wtforms.validators import AnyOf, DataRequired, InputRequired, Optional, ValidationError

from govern.constitution.models import Constituency, SubConstituency
from govern.core.words import Sentence, say
from govern.register.models import PersonVersion
from govern.register.persons import particulars_of
from govern.register.rules import (
    EVERY_PURPOSE,
    Cessation,
    Entry,
    Ground,
    OpeningFault,
    Particulars,
    PersonKind,
    Standing,
)
from govern.web.filters import in_reader_language
from govern.web.forms.elections import at_most, day, is_in_reach
from govern.web.forms.fields import Choice, Day, Menu, Number, day_of, offered, printable, text_of
from govern.web.forms.sign_in import is_an_address

KINDS: dict[PersonKind, Sentence] = {
    PersonKind.HUMAN: say("A human"),
    PersonKind.BODY: say("A body, such as a council"),
}
STANDINGS: dict[Standing, Sentence] = {
    Standing.ENTERED: say("member"),
    Standing.SUSPENDED: say("suspended"),
    Standing.CEASED: say("ceased"),
}
GROUNDS: dict[Ground, Sentence] = {
    Ground.RESIGNED: say("They resigned"),
    Ground.DIED: say("They died"),
    Ground.NO_LONGER_QUALIFIES: say("They no longer qualify"),
    Ground.EXPELLED: say("They were expelled, by decision of a general meeting"),
    Ground.UNTRACEABLE: say("They cannot be found, by decision"),
    Ground.BODY_ENDED: say("The body ceased to exist"),
    Ground.CHANGED_CONSTITUENCY: say("They changed constituency, by decision"),
}

LONGEST_FILE_NAME = 200
FAULTS: dict[OpeningFault, Sentence] = {
    OpeningFault.NOT_MEMBERS: say("It names people who are not members"),
    OpeningFault.MEMBERS_MISSING: say("Members are missing from it"),
    OpeningFault.PARTICULARS_WRONG: say("Names, numbers, days or constituencies are wrong"),
    OpeningFault.OTHER_FILE: say("It is the wrong file"),
}


class SearchForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Whom to look for, on which day."""

    wanted = StringField(_("Name or member number"), [at_most(200)], filters=[printable])
    on = Day(_("On the day"), [Optional(), is_in_reach])


class ParticularsForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """What the register holds of a person."""

    name = StringField(
        _("Name, as they write it"),
        [DataRequired(_("Enter the name as the person writes it.")), at_most(200)],
        filters=[printable],
    )
    sorted_as = StringField(_("Listed as, if not by the last word of the name"), [at_most(200)], filters=[printable])
    postal_address = TextAreaField(_("Postal address that they chose"), [at_most(500)], filters=[printable])
    email = EmailField(_("E-mail address, if they gave one"), [Optional(), is_an_address], filters=[printable])
    birth_on = Day(_("Birth date"), [Optional()])
    is_adult = BooleanField(_("It is confirmed that they are an adult"))

    def particulars(self, *, confirmed_on: Any) -> Particulars:
        """Return what a checked form holds.

        :param confirmed_on: the day to record for a confirmation that is given now.
        """
        email = text_of(self.email)
        return Particulars(
            name=text_of(self.name),
            sorted_as=text_of(self.sorted_as) or None,
            postal_address=text_of(self.postal_address) or None,
            email=email or None,
            email_purposes=EVERY_PURPOSE if email else (),
            birth_on=self.birth_on.data,
            adult_confirmed_on=confirmed_on if self.is_adult.data else None,
        )


class PersonForm(ParticularsForm):
    """Somebody new."""

    kind = Choice(_("What they are"), [InputRequired(_("Choose what they are."))], default=PersonKind.HUMAN.value)

    def offer_kinds(self) -> "PersonForm":
        """Name the kinds in the reader's language."""
        self.kind.choices = offered({kind.value: in_reader_language(words) for kind, words in KINDS.items()})
        return self


class CorrectionForm(ParticularsForm):
    """What is so of somebody, and since when."""

    valid_from = day(_("So since"), _("Enter the day since which it is so."))

    def corrected(self, known: PersonVersion, *, confirmed_on: Any) -> Particulars:
        """Return what a checked form holds, with what it does not ask as the person themselves said it."""
        told, kept = self.particulars(confirmed_on=confirmed_on), particulars_of(known)
        purposes = kept.email_purposes if told.email == kept.email else told.email_purposes
        return replace(
            told,
            email_purposes=purposes,
            telephone=kept.telephone,
            telephone_purposes=kept.telephone_purposes,
            language=kept.language,
            formats=kept.formats,
        )


class OutsidersCorrectionForm(CorrectionForm):
    """The same of a member by whoever is none: of names and addresses of mail only those on record are taken."""

    name = Menu(_("Name"), [InputRequired(_("Choose a name."))])  # type: ignore[assignment]  # both hold words
    email = Menu(_("E-mail address"))  # type: ignore[assignment]  # both hold words

    def offer(self, names: Sequence[str], emails: Sequence[str]) -> "OutsidersCorrectionForm":
        """Offer what is or was on record, and no address at all."""
        self.name.choices = [(one, one) for one in names]
        self.email.choices = [("", _("no e-mail address")), *((one, one) for one in emails)]
        return self


def shown_particulars(version: PersonVersion) -> dict[str, Any]:
    """Return a version as a form shows it."""
    return {
        "name": version.name,
        "sorted_as": version.sort_name,
        "postal_address": version.postal_address,
        "email": version.email or "",
        "birth_on": version.birth_on,
        "is_adult": version.adult_confirmed_on is not None,
    }


class EntryForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Where somebody belongs, and by which decision."""

    home = Menu(_("Constituency"), [InputRequired(_("Choose a constituency."))])
    decision = Menu(_("Decision that admits them"), [InputRequired(_("Choose the decision that admits them."))])
    is_told_apart = BooleanField(_("They resemble a member, and the decision found that they are two people"))

    def entry(self, person_id: UUID) -> Entry:
        """Return the entry that a checked form holds."""
        constituency, _sign, part = str(self.home.data).partition("/")
        return Entry(
            person_id=person_id,
            constituency_id=UUID(constituency),
            sub_constituency_id=UUID(part) if part else None,
            decision_id=UUID(self.decision.data),
            is_told_apart=bool(self.is_told_apart.data),
        )


class EntryDateForm(Form):
    """For which day and constituency the coming votes are asked for."""

    home = Menu(_("Constituency"), [InputRequired(_("Choose a constituency."))])
    on = Day(_("Day of the entry"), [InputRequired(_("Enter the day of the entry.")), is_in_reach])

    def is_read(self, *, today: date) -> bool:
        """Say whether both can be read, and the day has not gone."""
        if not self.validate():
            return False
        if day_of(self.on) < today:
            self.on.errors = [*self.on.errors, _("Choose today or a later day: nobody is entered backwards.")]
            return False
        return True

    def asked(self) -> dict[str, Any]:
        """Return what a checked form asks for."""
        constituency, _sign, part = str(self.home.data).partition("/")
        return {
            "on": day_of(self.on),
            "constituency_id": UUID(constituency),
            "sub_constituency_id": UUID(part) if part else None,
        }


def offered_homes(
    constituencies: Sequence[Constituency], parts: Sequence[SubConstituency], *, divided: Collection[UUID] = ()
) -> list[SelectChoice]:
    """Return constituencies and their parts to choose among.

    :param divided: those to which somebody belongs only by a part.
    """
    found: list[SelectChoice] = []
    for one in constituencies:
        if one.id not in divided:
            found.append(SelectChoice(value=str(one.id), label=in_reader_language(say("%(name)s", name=one.name))))
        found += [
            SelectChoice(
                value=f"{one.id}/{part.id}",
                label=in_reader_language(say("%(name)s: %(part)s", name=one.name, part=part.name)),
            )
            for part in parts
            if part.constituency_id == one.id
        ]
    return found


def none_chosen() -> SelectChoice:
    """Return the line of a menu that stands for no choice."""
    return SelectChoice(value="", label=in_reader_language(say("Choose one")))


class CessationForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """From which day somebody is no longer a member, and why."""

    ground = Choice(_("Why it ended"), [InputRequired(_("Choose why it ended."))])
    on = day(_("First day without the membership"), _("Enter the day of the event, or of the decision."))
    decision = Menu(_("Decision, where one was needed"))

    def offer_grounds(self, decisions: Sequence[SelectChoice], *, is_body: bool) -> "CessationForm":
        """Name the grounds that there are for a human or for a body, and the decisions that could be cited.

        Who changes constituency is no less a member: that is a deed of its own.
        """
        elsewhere = {Ground.CHANGED_CONSTITUENCY, Ground.DIED if is_body else Ground.BODY_ENDED}
        self.ground.choices = offered(
            {ground.value: in_reader_language(words) for ground, words in GROUNDS.items() if ground not in elsewhere}
        )
        none = SelectChoice(value="", label=in_reader_language(say("None was needed")))
        self.decision.choices = [none, *decisions]
        return self

    def cessation(self) -> Cessation:
        """Return what a checked form holds."""
        return Cessation(
            on=day_of(self.on),
            ground=Ground(self.ground.data),
            decision_id=UUID(self.decision.data) if self.decision.data else None,
        )


def is_chosen(_form: Form, field: Field) -> None:
    """Refuse an upload without a file."""
    if not getattr(field.data, "filename", None):
        raise ValidationError(_("Choose a file first."))


class UploadForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A file with the members of an older register."""

    file = FileField(_("CSV file"), [is_chosen])

    def content(self) -> bytes:
        """Return the bytes that were chosen; none if no file was."""
        chosen = self.file.data
        return chosen.read() if hasattr(chosen, "read") else b""

    def file_name(self) -> str:
        """Return the name of the file that was chosen, without the folders that some browsers send."""
        whole = printable(getattr(self.file.data, "filename", None)) or ""
        return whole.rpartition("/")[2][:LONGEST_FILE_NAME]


class ApprovalForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """The number of entries, typed by whoever approves them."""

    entries = Number(_("Number of entries that you approve"), [InputRequired(_("Type the number of entries."))])


class OpeningRefusalForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Why a file is not approved, for whoever uploaded it."""

    reason = Choice(_("Why you refuse it"), [InputRequired(_("Choose why you refuse it."))])
    note = TextAreaField(_("What to mend, in your own words"), [at_most(500)], filters=[printable])

    def offer_reasons(self) -> "OpeningRefusalForm":
        """Name the reasons in the reader's language."""
        self.reason.choices = offered({fault.value: in_reader_language(words) for fault, words in FAULTS.items()})
        return self


class WithdrawalForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Nothing but the button."""


class PairForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Two records of one person, in two hidden fields: the one that is kept, and the one that goes."""

    kept = StringField(validators=[DataRequired(_("Choose two records.")), validators.UUID()], filters=[printable])
    merged = StringField(validators=[DataRequired(_("Choose two records.")), validators.UUID()], filters=[printable])

    def pair(self) -> tuple[UUID, UUID]:
        """Return the record that is kept and the one that goes."""
        return UUID(self.kept.data), UUID(self.merged.data)


class DecisionOnPairForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """One person or two, by the button that was pressed."""

    verdict = StringField(
        validators=[AnyOf(("one", "two"), message=_("Choose whether it is one person or two."))], filters=[printable]
    )

    @property
    def is_one_person(self) -> bool:
        """Say which button it was."""
        return bool(self.verdict.data == "one")
