"""The figures of a vote that somebody wants to try."""

from collections.abc import Iterable
from fractions import Fraction

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import Field, FieldList, Form, FormField, StringField
from wtforms.validators import Length, Optional, ValidationError

from govern.constitution.rules import LegalForm
from govern.core.errors import Refusal
from govern.deciding.figures import Given, read_weight
from govern.deciding.refusals import ClassesNeeded, Figure, FigureNeeded, WeightsNeeded
from govern.deciding.rules import EVERY_RULE
from govern.deciding.votes import ClassVotes
from govern.motions import tried
from govern.motions.refusals import BoardNotBalloted, KindOfAnotherBody, OnlyAtMeeting
from govern.motions.rules import Way
from govern.motions.words import WAYS
from govern.web.filters import in_reader_language
from govern.web.forms.fields import Choice, Menu, Number, offered, printable, text_of

CLASSES = 4
LONGEST_NAME = 80


class Weight(StringField):
    """A weight, whole, with decimals or as a fraction."""

    def pre_validate(self, form: object) -> None:
        """Say how one is written."""
        if self.data and read_weight(self.data) is None:
            raise ValidationError(gettext("Enter a weight such as 25, 33.3 or 1/3."))

    @property
    def weight(self) -> Fraction | None:
        """Return the weight that a checked form holds; None where it was left empty."""
        return read_weight(self.data or "")


class ClassForm(Form):
    """The votes of one class."""

    name = StringField(
        _("Name of the class"),
        [Length(max=LONGEST_NAME, message=_("Enter at most %(letters)s characters.", letters=LONGEST_NAME))],
        filters=[printable],
    )
    in_favour = Number(_("For"), [Optional()])
    against = Number(_("Against"), [Optional()])
    weight = Weight(_("Weight"), [Optional()], filters=[printable])
    members = Number(_("Its members"), [Optional()])

    def is_filled(self) -> bool:
        """Say whether anything is in it."""
        return any(field.data not in (None, "") for field in self)

    def has_figures(self) -> bool:
        """Say whether anything but its name is in it."""
        return any(field.data not in (None, "") for field in self if field is not self.name)

    def validate_name(self, field: StringField) -> None:
        """Refuse figures of a class without a name."""
        if self.is_filled() and not field.data:
            raise ValidationError(gettext("Enter the name of the class."))

    def votes(self) -> ClassVotes:
        """Return the votes that a checked form holds."""
        return ClassVotes(
            code=text_of(self.name),
            in_favour=self.in_favour.data or 0,
            against=self.against.data or 0,
            weight=self.weight.weight,
            members=self.members.data,
        )


class SumForm(Form):
    """A rule, and the figures of a vote. It is asked by GET, so that a sum can be linked; it names nobody."""

    rule = Menu(_("Rule"))
    way = Choice(_("How it is decided"))
    in_favour = Number(_("For"), [Optional()])
    against = Number(_("Against"), [Optional()])
    abstained = Number(_("Abstained"), [Optional()])
    eligible = Number(_("Entitled to vote"), [Optional()])
    members = Number(_("All members"), [Optional()])
    classes = FieldList(FormField(ClassForm), min_entries=CLASSES, max_entries=CLASSES)

    def offer_rules(self) -> None:
        """Put the rules into the menu, in the reader's language, where there is no mutual yet."""
        self.rule.choices = offered({name: in_reader_language(rule.called) for name, rule in EVERY_RULE.items()})
        del self.way

    def offer_own(self, legal_form: LegalForm, classes: Iterable[str]) -> None:
        """Put what the mutual can put to the vote first, then the rules that fit its form, then the others.

        :param classes: what the mutual's classes are called, where nobody typed another name.
        """
        own = {name: trial.called for name, trial in tried.offered(legal_form).items()}
        others = {name: EVERY_RULE[name].called for name in tried.fitting(legal_form)}
        self.rule.choices = offered(
            {name: gettext("Our rules: %(what)s", what=in_reader_language(called)) for name, called in own.items()}
        ) + offered({name: in_reader_language(called) for name, called in others.items()})
        self.way.choices = offered({way.value: in_reader_language(words) for way, words in WAYS.items()})
        self.way.data = self.way.data or Way.MEETING.value
        for one, name in zip(self.class_forms(), classes, strict=False):
            one.name.data = one.name.data or name

    def class_forms(self) -> list[ClassForm]:
        """Return the forms of the classes, filled or not."""
        return [entry.form for entry in self.classes]

    def has_classes(self) -> bool:
        """Say whether the classes are to be seen: some are filled, or something about them needs changing."""
        return any(one.has_figures() or one.errors or one.name.errors for one in self.class_forms())

    def given(self) -> Given:
        """Return the figures that a checked form holds. Where no class has any, none was given class by class."""
        has_classes = any(one.has_figures() for one in self.class_forms())
        return Given(
            in_favour=self.in_favour.data,
            against=self.against.data,
            abstained=self.abstained.data,
            eligible=self.eligible.data,
            members=self.members.data,
            classes=[one.votes() for one in self.class_forms() if has_classes and one.is_filled()],
        )

    def blame(self, refused: Refusal) -> None:
        """Put what is refused to the field that it is about."""
        field = self._about(refused)
        field.errors = [*field.errors, in_reader_language(refused.sentence())]

    def _about(self, refused: Refusal) -> Field:
        match refused:
            case FigureNeeded(figure=Figure.ELIGIBLE):
                return self.eligible
            case FigureNeeded(figure=Figure.MEMBERS):
                return self.members
            case OnlyAtMeeting() | BoardNotBalloted() | KindOfAnotherBody():
                return self.way
            case ClassesNeeded():
                return self.class_forms()[0].name
            case WeightsNeeded():
                return next(one.weight for one in self.class_forms() if one.is_filled() and not one.weight.weight)
        return self.in_favour

    def wrongs(self) -> Iterable[tuple[str, str]]:
        """Yield each field that needs changing, by its id, and why; those of the classes too, with their class."""
        for number, fields in enumerate((self, *self.class_forms())):
            home = [gettext("Class %(number)s", number=number)] if number else []
            for field in fields:
                if not isinstance(field, FieldList) and field.errors:
                    which = [*home, field.label.text] if isinstance(field, Number | Weight) else []
                    yield field.id, ": ".join(map(str, [*which, field.errors[0]]))
