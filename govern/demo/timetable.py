"""The elections of the demonstration, by days before its making."""

from dataclasses import dataclass

from govern.core.languages import LocalText


@dataclass(frozen=True, kw_only=True)
class Held:
    """An election to hold, by days before now; a minus is in the future.

    :param part: code of the part that elects.
    :param term_days: how long those elected serve, from the day after the close.
    """

    title: LocalText
    part: str
    seats: int
    candidates: int
    planned: int
    nominations_close: int
    opens: int
    closes: int
    term_days: int


A_TERM = 3 * 365
# By the rules the notice comes 40 working days before the close, and nominations close 28 before it. With holidays that
# is never more than 64 days, and 46.
FIRST_PLANNED, FIRST_NOMINATED, FIRST_OPENS, FIRST_CLOSES = 395, 377, 345, 330
FIRST_CHALLENGED, FIRST_FINAL = 329, 305
CLOSES_OF_DECLARED, CLOSES_OF_CLOSED, CLOSES_OF_OPEN, CLOSES_OF_COMING = 30, 1, -12, -45


def _first(title: LocalText, *, part: str, seats: int, candidates: int, until: int) -> Held:
    """Return an election of the first year, whose directors serve until the day after the next close."""
    return Held(
        title=title,
        part=part,
        seats=seats,
        candidates=candidates,
        planned=FIRST_PLANNED,
        nominations_close=FIRST_NOMINATED,
        opens=FIRST_OPENS,
        closes=FIRST_CLOSES,
        term_days=FIRST_CLOSES - until,
    )


# The first directors serve for about a year, so that seats fall vacant one after the other.
FIRST_UNOPPOSED = (
    _first(
        LocalText(en="First directors elected by care staff", cy="Y cyfarwyddwyr cyntaf a etholir gan staff gofal"),
        part="care_staff",
        seats=2,
        candidates=2,
        until=CLOSES_OF_OPEN,
    ),
    _first(
        LocalText(
            en="First directors elected by supported people", cy="Y cyfarwyddwyr cyntaf a etholir gan bobl a gefnogir"
        ),
        part="supported",
        seats=2,
        candidates=2,
        until=CLOSES_OF_DECLARED,
    ),
    _first(
        LocalText(en="First director elected by carers", cy="Y cyfarwyddwr cyntaf a etholir gan ofalwyr"),
        part="carers",
        seats=1,
        candidates=1,
        until=CLOSES_OF_CLOSED,
    ),
)
FIRST_CONTESTED = _first(
    LocalText(en="First director elected by other staff", cy="Y cyfarwyddwr cyntaf a etholir gan staff eraill"),
    part="other_staff",
    seats=1,
    candidates=3,
    until=CLOSES_OF_COMING,
)
DECLARED = Held(
    title=LocalText(en="Directors elected by supported people", cy="Cyfarwyddwyr a etholir gan bobl a gefnogir"),
    part="supported",
    seats=2,
    candidates=5,
    planned=95,
    nominations_close=77,
    opens=45,
    closes=CLOSES_OF_DECLARED,
    term_days=A_TERM,
)
# Voting has closed and nobody has sealed the box: from here a visitor can go on to the declaration.
CLOSED = Held(
    title=LocalText(en="Director elected by carers", cy="Cyfarwyddwr a etholir gan ofalwyr"),
    part="carers",
    seats=1,
    candidates=4,
    planned=66,
    nominations_close=48,
    opens=16,
    closes=CLOSES_OF_CLOSED,
    term_days=A_TERM,
)
OPEN = Held(
    title=LocalText(en="Directors elected by care staff", cy="Cyfarwyddwyr a etholir gan staff gofal"),
    part="care_staff",
    seats=2,
    candidates=6,
    planned=53,
    nominations_close=35,
    opens=2,
    closes=CLOSES_OF_OPEN,
    term_days=A_TERM,
)
# Nominations have closed: a visitor can publish the candidates, freeze the roll, make links and arm the poll.
COMING = Held(
    title=LocalText(en="Director elected by other staff", cy="Cyfarwyddwr a etholir gan staff eraill"),
    part="other_staff",
    seats=1,
    candidates=3,
    planned=20,
    nominations_close=1,
    opens=-20,
    closes=CLOSES_OF_COMING,
    term_days=A_TERM,
)
