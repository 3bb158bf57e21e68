"""The words of a motion that changes the rules: in each of the mutual's languages, and never half in one."""

import pytest

from govern.constitution.changes import changed
from govern.constitution.presets import CALDER, PRESETS, Preset
from govern.constitution.rulebook import PARAMETERS, RuleBook
from govern.core.languages import LocalText
from govern.core.words import Sentence, say, say_many
from govern.motions.rule_change_words import languages_of, line_of, written_in

WELSH, HALF = say("carried"), say("A sentence that no catalogue has.")
HOMES = {"workforce": LocalText(en="Workforce", cy="Y gweithlu")}


def test_a_change_of_a_rule_is_written_in_each_language() -> None:
    was, form = CALDER.parameters(), CALDER.legal_form
    capped = was | {"class_vote_cap": {"workforce": "1/10"}}
    (one,) = changed(RuleBook.from_parameters(was, legal_form=form), RuleBook.from_parameters(capped, legal_form=form))

    text = written_in(["en", "cy"], [line_of(one, HOMES)], zone="Europe/London")

    assert text == {
        "en": "“Most of the vote that a class can have”: instead of “None”, “Workforce: 1/10”.",
        "cy": "“Y mwyaf o’r bleidlais y gall dosbarth ei gael”: yn lle “Dim un”, “Y gweithlu: 1/10”.",
    }


@pytest.mark.parametrize(
    ("sentences", "languages"),
    [
        ([WELSH], ["en", "cy"]),
        ([WELSH, HALF], ["en"]),
        ([say("%(one)s: %(other)s", one=WELSH, other=WELSH)], ["en", "cy"]),
        ([say("%(one)s: %(other)s", one=WELSH, other=HALF)], ["en"]),
        ([say_many("%(count)s motion that nobody has.", "%(count)s motions that nobody has.", count=2)], ["en"]),
    ],
    ids=["all of it", "one without", "facts alone", "a fact without", "a number without"],
)
def test_a_language_that_lacks_words_for_a_part_has_none_of_it(sentences: list[Sentence], languages: list[str]) -> None:
    assert languages_of(sentences, ["en", "cy"]) == languages
    assert languages_of(sentences, ["cy"]) == ["cy"]


@pytest.mark.parametrize("preset", PRESETS.values(), ids=list(PRESETS))
def test_every_rule_of_the_model_rules_has_its_welsh(preset: Preset) -> None:
    book = RuleBook.from_parameters(preset.parameters(), legal_form=preset.legal_form)

    told = [(one.label, one.kind.spoken(getattr(book, name))) for name, one in PARAMETERS.items()]

    assert [str(label) for label, value in told if not (label.is_said_in("cy") and value.is_said_in("cy"))] == []
