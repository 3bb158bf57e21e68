"""The words of a motion that changes the rules: in each of the mutual's languages, and never half in one."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from govern.constitution.changes import changed
from govern.constitution.parameters.board import ReservedMatter, Rotation
from govern.constitution.presets import CALDER, PRESETS, Preset
from govern.constitution.rulebook import PARAMETERS, RuleBook
from govern.core.languages import LocalText
from govern.core.words import Fact, Sentence, say, say_many
from govern.motions.wording import MOST_TITLE
from govern.rule_changes.words import languages_of, lines_of, title_of, written_in

WELSH, HALF = say("carried"), say("A sentence that no catalogue has.")
HOMES: dict[str, Fact] = {"workforce": LocalText(en="Workforce", cy="Y gweithlu")}
BOOK = RuleBook.from_parameters(CALDER.parameters(), legal_form=CALDER.legal_form)
WORKFORCE = BOOK.constituencies["workforce"]


def put(**values: Any) -> dict[str, str]:
    """Return the text of a motion that would give some rules another value, in English and in Welsh."""
    lines = [line for one in changed(BOOK, replace(BOOK, **values)) for line in lines_of(one, HOMES)]
    return written_in(languages_of(lines, ["en", "cy"]), lines, zone="Europe/London")


def at_the_workforce(**parts: Any) -> dict[str, str]:
    """Return the text of a motion that changes who belongs to the workforce."""
    return put(constituencies={**BOOK.constituencies, "workforce": replace(WORKFORCE, **parts)})


def test_a_change_of_a_rule_is_written_in_each_language() -> None:
    assert put(class_vote_cap={"workforce": Fraction(1, 10)}) == {
        "en": "“Most of the vote that a class can have”: added: Workforce: 1/10.",
        "cy": "“Y mwyaf o’r bleidlais y gall dosbarth ei gael”: i’w ychwanegu: Y gweithlu: 1/10.",
    }


def test_one_number_in_a_long_rule_is_told_by_the_way_to_it_and_without_the_rest() -> None:
    assert at_the_workforce(probation_days=365) == {
        "en": "“Constituencies and who belongs to them”: Workforce: days before they can join: 90 becomes 365.",
        "cy": "“Etholaethau a phwy sy’n perthyn iddynt”: Y gweithlu: diwrnodau cyn y gallant ymuno: o 90 i 365.",
    }


def test_a_number_that_is_changed_beside_a_longer_text_has_a_line_of_its_own() -> None:
    text = at_the_workforce(probation_days=365, evidence="A contract, or a letter")["en"]

    assert text.splitlines() == [
        "“Constituencies and who belongs to them”: Workforce: what shows it: "
        f"instead of “{WORKFORCE.evidence}”, “A contract, or a letter”.",
        "“Constituencies and who belongs to them”: Workforce: days before they can join: 90 becomes 365.",
    ]


def test_words_of_the_rules_that_change_little_are_told_by_what_is_taken_out_and_put_in() -> None:
    text = at_the_workforce(criteria=f"{WORKFORCE.criteria} or by its contractors")

    assert text["en"].endswith(f"in the words of the rules, “{WORKFORCE.criteria} [put in: or by its contractors]”.")
    assert text["cy"].endswith(
        f"yng ngeiriau’r rheolau, “{WORKFORCE.criteria} [rhoddwyd i mewn: or by its contractors]”."
    )


def test_a_constituency_that_goes_is_told_with_all_of_it_and_its_own_words_are_marked() -> None:
    rest = {code: one for code, one in BOOK.constituencies.items() if code != "workforce"}

    text = put(constituencies=rest)

    assert text["en"].startswith("“Constituencies and who belongs to them”: taken out: Workforce: who belongs: “")
    assert f"“{WORKFORCE.criteria}” (yng ngeiriau’r rheolau)" in text["cy"]


def test_what_is_taken_out_of_a_list_is_told_alone() -> None:
    first, *others = BOOK.reserved_matters

    assert (
        put(reserved_matters=tuple(others))["en"] == "“Matters kept to the members”: taken out: “Altering the rules”."
    )
    assert first == ReservedMatter.ALTER_RULES


def test_a_choice_is_told_in_marks_in_each_language() -> None:
    assert put(rotation=Rotation.ALL_OUT, coopted_vote=True) == {
        "en": "“Co-opted people vote”: No becomes Yes.\n"
        "“Who retires when”: instead of “A third of each constituency’s seats each year”, “All at once”.",
        "cy": "“Mae pobl gyfetholedig yn pleidleisio”: o Na i Ie.\n"
        "“Pwy sy’n ymddeol pryd”: yn lle “Traean o seddi pob etholaeth bob blwyddyn”, “Pawb ar unwaith”.",
    }


def test_a_constituency_without_a_name_in_a_language_keeps_the_text_out_of_it() -> None:
    (one,) = changed(BOOK, replace(BOOK, class_vote_cap={"workforce": Fraction(1, 10)}))

    assert languages_of(lines_of(one, {"workforce": LocalText(en="Workforce")}), ["en", "cy"]) == ["en"]


@pytest.mark.parametrize(
    ("values", "title"),
    [
        ({"min_voting_age": 18}, "Change the rules: Youngest age of a voter"),
        (
            {"motion_needs_seconder": False, "min_voting_age": 18},
            "Change the rules: Youngest age of a voter; A motion needs a seconder",
        ),
        (
            {"objection_clear_days": 9, "min_voting_age": 18, "min_member_age": 18, "term_years": 4},
            "Change the rules: Youngest age of a member; Youngest age of a voter; "
            "Years in a term of office; and 1 other",
        ),
    ],
    ids=["one", "the franchise first", "what there is no room for is counted"],
)
def test_a_title_names_what_changes_and_the_franchise_before_all_else(values: dict[str, Any], title: str) -> None:
    found = changed(BOOK, replace(BOOK, **values))

    assert title_of(found, "en") == title
    assert len(title_of(found, "cy")) <= MOST_TITLE


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
