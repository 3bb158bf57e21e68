"""Model rules to begin from, each as what differs from the defaults of its legal form.

Source: domain 9.1 to 9.3; NHS Foundation Trust Model Election Rules 2014.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from govern.constitution.charter import CharterConstituency, CharterPart, CharterSeat
from govern.constitution.parameters.elections import SMALL_TIMETABLE, TIMETABLE
from govern.constitution.rulebook import defaults_for
from govern.constitution.rules import LegalForm, Third
from govern.core.languages import LocalText
from govern.core.words import Sentence, say


@dataclass(frozen=True, kw_only=True)
class Preset:
    """A set of model rules.

    :param differences: parameters by name, as plain JSON, where they differ from the legal form's defaults.
    """

    code: str
    name: Sentence
    legal_form: LegalForm
    constituencies: tuple[CharterConstituency, ...]
    seats: tuple[CharterSeat, ...]
    differences: Mapping[str, Any] = field(default_factory=dict)

    def parameters(self) -> dict[str, Any]:
        """Return every parameter of these model rules, as plain JSON."""
        return defaults_for(self.legal_form) | dict(self.differences)


WORKFORCE = CharterConstituency(
    code="workforce", name=LocalText(en="Workforce", cy="Y gweithlu"), third=Third.WORKFORCE, precedence=1
)
SERVICE_USERS = CharterConstituency(
    code="service_user",
    name=LocalText(en="Service users", cy="Defnyddwyr gwasanaeth"),
    third=Third.SERVICE_USERS,
    precedence=2,
)
CALDER_WORKFORCE = CharterConstituency(
    code="workforce",
    name=LocalText(en="Workforce", cy="Y gweithlu"),
    third=Third.WORKFORCE,
    precedence=1,
    parts=(
        CharterPart(code="care_staff", name=LocalText(en="Care staff", cy="Staff gofal")),
        CharterPart(code="other_staff", name=LocalText(en="Other staff", cy="Staff eraill")),
    ),
)
CALDER_SERVICE_USERS = CharterConstituency(
    code="service_user",
    name=LocalText(en="Service users and carers", cy="Defnyddwyr gwasanaeth a gofalwyr"),
    third=Third.SERVICE_USERS,
    precedence=2,
    parts=(
        CharterPart(code="supported", name=LocalText(en="Supported people", cy="Pobl a gefnogir")),
        CharterPart(code="carers", name=LocalText(en="Carers", cy="Gofalwyr")),
    ),
)
AUTHORITY = CharterConstituency(
    code="authority", name=LocalText(en="Local authority", cy="Yr awdurdod lleol"), third=None, precedence=3
)


def equal_seats(seats_per_third: int) -> tuple[CharterSeat, ...]:
    """Return seats for three equal thirds, those of the elected thirds bound to their constituencies."""
    homes = {Third.WORKFORCE: "workforce", Third.SERVICE_USERS: "service_user", Third.LOCAL_AUTHORITY: None}
    return tuple(
        CharterSeat(third=third, number=number, constituency=home)
        for third, home in homes.items()
        for number in range(1, seats_per_third + 1)
    )


CALDER_SEATS = (
    CharterSeat(third=Third.WORKFORCE, number=1, constituency="workforce", part="care_staff"),
    CharterSeat(third=Third.WORKFORCE, number=2, constituency="workforce", part="care_staff"),
    CharterSeat(third=Third.WORKFORCE, number=3, constituency="workforce", part="other_staff"),
    CharterSeat(third=Third.SERVICE_USERS, number=1, constituency="service_user", part="supported"),
    CharterSeat(third=Third.SERVICE_USERS, number=2, constituency="service_user", part="supported"),
    CharterSeat(third=Third.SERVICE_USERS, number=3, constituency="service_user", part="carers"),
    *(CharterSeat(third=Third.LOCAL_AUTHORITY, number=number) for number in (1, 2, 3)),
)
CALDER_CRITERIA = {
    "workforce": {
        "criteria": "Employed by the mutual",
        "evidence": "Contract of employment",
        "probation_days": 90,
        "min_hours": 8,
        "precedence": 1,
    },
    "service_user": {
        "criteria": "Supported regularly by the mutual, or a carer of somebody who is",
        "evidence": "Confirmation by an officer who has no interest in the application",
        "probation_days": 60,
        "min_hours": 2,
        "precedence": 2,
    },
    "authority": {
        "criteria": "The local authority that the services were spun out of",
        "evidence": "Resolution of the authority",
        "probation_days": 0,
        "min_hours": 0,
        "precedence": 3,
    },
}

CALDER = Preset(
    code="calder",
    name=say("Society for social care, with a board in thirds"),
    legal_form=LegalForm.CBS,
    constituencies=(CALDER_WORKFORCE, CALDER_SERVICE_USERS, AUTHORITY),
    seats=CALDER_SEATS,
    differences={
        "constituencies": CALDER_CRITERIA,
        "expulsion_majority": "2/3",
        "expulsion_notice": {"number": 1, "unit": "months"},
        "readmission_majority": "2/3",
        "ballot_retention": "end_of_term",
        "vacancy_method": {"method": "countback", "months": None},
        "board_quorum": {"share": "1/2", "number": 5},
        "reserved_matters": [
            "alter_rules",
            "franchise",
            "expel_members",
            "dispose_of_a_third_of_assets",
            "conversion",
            "dissolution",
            "winding_up",
            "as_statute_requires",
        ],
    },
)
SMALL = Preset(
    code="small",
    name=say("Small society, with a short timetable"),
    legal_form=LegalForm.CBS,
    constituencies=(WORKFORCE, SERVICE_USERS),
    seats=equal_seats(2),
    differences={
        "seats_per_third": 2,
        "election_timetable": TIMETABLE.write(SMALL_TIMETABLE),
        "gm_quorum": {"number": 10, "share": "1/4", "per_constituency": 2},
    },
)
NORTHGATE = Preset(
    code="northgate",
    name=say("Community interest company for neighbourhood services, with a board in thirds"),
    legal_form=LegalForm.CIC,
    constituencies=(WORKFORCE, SERVICE_USERS),
    seats=equal_seats(4),
    differences={
        "seats_per_third": 4,
        "term_years": 2,
        "max_consecutive_years": 8,
        "election_method": "fptp_block",
        "uncontested_rule": "yes_no_vote",
    },
)
FOUNDATION_TRUST = Preset(
    code="foundation_trust",
    name=say("NHS foundation trust, model election rules of 2014"),
    legal_form=LegalForm.FT,
    constituencies=(WORKFORCE, SERVICE_USERS),
    seats=equal_seats(3),
    differences={"election_method": "stv_ft2014"},
)

PRESETS: Mapping[str, Preset] = {one.code: one for one in (CALDER, SMALL, NORTHGATE, FOUNDATION_TRUST)}
