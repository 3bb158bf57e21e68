"""Who is a member when, as known when; who may be entered; whose particulars are whose."""

import hmac
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID


class PersonKind(StrEnum):
    """A human, or a body such as a council."""

    HUMAN = "human"
    BODY = "body"


class Standing(StrEnum):
    """What the register says of a membership."""

    ENTERED = "entered"
    SUSPENDED = "suspended"
    CEASED = "ceased"


class Purpose(StrEnum):
    """What somebody gave an address or a telephone number for. What was not named, it is not used for.

    Source: CCBSA 2014 s.30(2)(b): the register holds the purposes; UK GDPR Art. 7(3): each can be withdrawn.
    """

    NOTICES = "notices"
    BALLOTS = "ballots"
    SIGN_IN = "sign_in"


EVERY_PURPOSE = tuple(Purpose)


class Format(StrEnum):
    """How somebody wants what is sent to them."""

    LARGE_PRINT = "large_print"
    EASY_READ = "easy_read"
    AUDIO = "audio"
    PAPER = "paper"


class RequestKind(StrEnum):
    """What somebody asks the secretary about their own record."""

    ENTRY = "entry"
    NAME = "name"


class OpeningFault(StrEnum):
    """Why the second officer refuses an opening register."""

    NOT_MEMBERS = "not_members"
    MEMBERS_MISSING = "members_missing"
    PARTICULARS_WRONG = "particulars_wrong"
    OTHER_FILE = "other_file"


class Ground(StrEnum):
    """Why a membership ended.

    Source: domain 2.2.
    """

    RESIGNED = "resigned"
    DIED = "died"
    NO_LONGER_QUALIFIES = "no_longer_qualifies"
    EXPELLED = "expelled"
    UNTRACEABLE = "untraceable"
    BODY_ENDED = "body_ended"
    CHANGED_CONSTITUENCY = "changed_constituency"

    @property
    def needs_decision(self) -> bool:
        """Say whether somebody has to decide it, and it does not follow from an event alone.

        Source: domain 2.2, automatic events and decisions.
        """
        return self in (Ground.EXPELLED, Ground.UNTRACEABLE, Ground.CHANGED_CONSTITUENCY)


class Acting(StrEnum):
    """In what right somebody acts for a membership.

    Source: domain 2.6; Companies Act 2006 ss.310(2), 323.
    """

    REPRESENTATIVE = "representative"
    NOMINEE = "nominee"
    JOINT_HOLDER = "joint_holder"
    PERSONAL_REPRESENTATIVE = "personal_representative"

    @property
    def votes(self) -> bool:
        """Say whether they cast the membership's one vote. Who represents the dead has notices, and no vote."""
        return self is not Acting.PERSONAL_REPRESENTATIVE

    @property
    def is_for_a_body(self) -> bool:
        """Say whether the member has to be a body."""
        return self in (Acting.REPRESENTATIVE, Acting.NOMINEE)


@dataclass(frozen=True, kw_only=True)
class Span:
    """Days from the first to before the last; without a last day, for good."""

    valid_from: date
    valid_to: date | None = None

    def holds(self, on: date) -> bool:
        """Say whether a day is among them.

        >>> span = Span(valid_from=date(2026, 1, 1), valid_to=date(2026, 2, 1))
        >>> span.holds(date(2026, 1, 1)), span.holds(date(2026, 2, 1))
        (True, False)
        """
        return self.valid_from <= on and (self.valid_to is None or on < self.valid_to)

    def meets(self, other: "Span") -> bool:
        """Say whether two spans have a day in common."""
        begins_in_time = other.valid_to is None or self.valid_from < other.valid_to
        ends_in_time = self.valid_to is None or other.valid_from < self.valid_to
        return begins_in_time and ends_in_time

    def without(self, other: "Span") -> list["Span"]:
        """Return what is left of these days when the other's are taken out: nothing, one span or two."""
        left: list[Span] = []
        if self.valid_from < other.valid_from:
            left.append(replace(self, valid_to=_earlier(self.valid_to, other.valid_from)))
        if other.valid_to is not None and (self.valid_to is None or other.valid_to < self.valid_to):
            left.append(replace(self, valid_from=max(self.valid_from, other.valid_to)))
        return left


def _earlier(end: date | None, other: date) -> date:
    """Return the earlier of two ends, of which the first may be never."""
    return other if end is None else min(end, other)


@dataclass(frozen=True, kw_only=True)
class Version(Span):
    """What a version row of a membership says, and the time for which it was what we knew."""

    standing: Standing
    recorded_at: datetime
    superseded_at: datetime | None = None

    def was_known(self, at: datetime) -> bool:
        """Say whether this is what the register said at an instant."""
        return self.recorded_at <= at and (self.superseded_at is None or at < self.superseded_at)


def is_entitled(versions: Iterable[Version], *, on: date, known_at: datetime) -> bool:
    """Say whether a membership belongs on the roll of a day, as the register stood at an instant.

    The same is asked of the database by `queries.entitled`. Somebody suspended is on the register
    and not on the roll.

    :param on: the roll date.
    :param known_at: when the roll is frozen.

    Source: domain 2.4, 2.8 INV-14; decisions, "Two time axes".
    """
    return any(
        version.standing is Standing.ENTERED and version.holds(on) and version.was_known(known_at)
        for version in versions
    )


def age_on(birth_on: date, on: date) -> int:
    """Return somebody's age in years; who was born on 29 February is a year older on 1 March.

    >>> age_on(date(2008, 2, 29), date(2026, 2, 28)), age_on(date(2008, 2, 29), date(2026, 3, 1))
    (17, 18)
    """
    had_no_birthday_yet = (on.month, on.day) < (birth_on.month, birth_on.day)
    return on.year - birth_on.year - had_no_birthday_yet


def born_by(*, age: int, on: date) -> date:
    """Return the last day on which somebody can be born to have an age on a day.

    >>> born_by(age=16, on=date(2026, 6, 1)), born_by(age=18, on=date(2026, 2, 28))
    (datetime.date(2010, 6, 1), datetime.date(2008, 2, 28))
    """
    year = on.year - age
    is_missing = (on.month, on.day) == (2, 29) and not _is_leap(year)
    return date(year, 2, 28) if is_missing else on.replace(year=year)


def comes_of_age_on(birth_on: date, *, age: int) -> date:
    """Return the first day on which somebody has an age.

    >>> comes_of_age_on(date(2010, 6, 1), age=16), comes_of_age_on(date(2008, 2, 29), age=18)
    (datetime.date(2026, 6, 1), datetime.date(2026, 3, 1))
    """
    year = birth_on.year + age
    is_missing = (birth_on.month, birth_on.day) == (2, 29) and not _is_leap(year)
    return date(year, 3, 1) if is_missing else birth_on.replace(year=year)


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s.,;<>]{2,}")
EMAIL_LENGTH = 254


def is_email(text: str) -> bool:
    """Say whether mail could be sent there: something, an at sign, a name with a dot."""
    return len(text) <= EMAIL_LENGTH and EMAIL.fullmatch(text) is not None


def plain_email(text: str) -> str:
    """Return an address in the one spelling by which it is compared.

    >>> plain_email(" Anne.Example@Example.ORG ")
    'anne.example@example.org'
    """
    return unicodedata.normalize("NFKC", text).strip().casefold()


def folded(text: str) -> str:
    """Return words without case, accents and doubled space, to sort and to search by.

    >>> folded("  Siân  ÓBRIEN ")
    'sian obrien'
    """
    if text.isascii():
        return " ".join(text.casefold().split())
    apart = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(letter for letter in apart if not unicodedata.combining(letter)).split())


def sort_name(name: str, *, kind: PersonKind = PersonKind.HUMAN) -> str:
    """Return what an alphabetical list goes by: a human's last word first, a body's name as it is.

    >>> sort_name("Anne Mary Example"), sort_name("Example Council", kind=PersonKind.BODY)
    ('example anne mary', 'example council')
    """
    words = folded(name).split()
    if kind is PersonKind.BODY or len(words) < 2:
        return " ".join(words)
    return " ".join([words[-1], *words[:-1]])


def search_keys(name: str, *, sorted_as: str) -> tuple[str, ...]:
    """Return by which spellings a name is found: last name first, first name first, and without middle names.

    :param sorted_as: what an alphabetical list goes by.

    >>> search_keys("Siân Mary Óbrien", sorted_as="obrien sian mary")
    ('obrien sian mary', 'sian mary obrien', 'sian obrien')
    >>> search_keys("Cher", sorted_as="cher")
    ('cher',)
    """
    words = folded(name).split()
    spoken = [sorted_as, " ".join(words), " ".join([*words[:1], *words[-1:]] if len(words) > 1 else words)]
    return tuple(dict.fromkeys(key for key in spoken if key))


def match_email(email: str | None, *, key: bytes) -> str | None:
    """Return the keyed digest by which two addresses are compared.

    Source: decisions, "Ids, money, people": HMAC of the normalised address.
    """
    return None if email is None else _keyed(key, "email", plain_email(email))


def match_birth(name: str, birth_on: date | None, *, key: bytes) -> str | None:
    """Return the keyed digest by which two people of one name and birth date are found.

    Source: decisions, "Ids, money, people".
    """
    return None if birth_on is None else _keyed(key, "birth", f"{folded(name)} {birth_on.isoformat()}")


def _keyed(key: bytes, kind: str, text: str) -> str:
    assert len(key) >= 32
    return hmac.digest(key, f"{kind}\x00{text}".encode(), "sha256").hex()


def wants_paper(formats: Iterable[str] | None) -> bool:
    """Say whether somebody wants what is sent to them on paper."""
    return Format.PAPER in (formats or ())


def ballot_email(
    email: str | None, *, purposes: Iterable[str], formats: Iterable[str] | None, postal_address: str | None
) -> str | None:
    """Return the address to which somebody's voting links are mailed; None where they come by letter.

    Who wants paper gets paper, where post reaches them.

    >>> ballot_email("a@example.org", purposes=["ballots"], formats=["paper"], postal_address="1 Example Street")
    >>> ballot_email("a@example.org", purposes=["ballots"], formats=["paper"], postal_address=None)
    'a@example.org'
    """
    if Purpose.BALLOTS not in purposes or (postal_address and wants_paper(formats)):
        return None
    return email


@dataclass(frozen=True, kw_only=True)
class Particulars:
    """What a register holds of a person.

    :param postal_address: the one that the person chose; care-of allowed. Members may inspect it.
    :param email_purposes: what the address was given for.
    :param birth_on: kept only while an age limit matters.
    :param telephone_purposes: what the number was given for.
    :param language: in which they want to be written to; None for whichever the mutual writes in.
    :param formats: in which they want what is sent to them, beside plain text.
    :param sorted_as: what an alphabetical list goes by, where it is not the last word of the name.
    """

    name: str
    postal_address: str | None = None
    email: str | None = None
    email_purposes: tuple[str, ...] = ()
    birth_on: date | None = None
    adult_confirmed_on: date | None = None
    sorted_as: str | None = None
    telephone: str | None = None
    telephone_purposes: tuple[str, ...] = ()
    language: str | None = None
    formats: tuple[str, ...] = ()

    def minimised(self, *, highest_age: int, on: date) -> "Particulars":
        """Return the particulars with the birth date dropped once no age limit needs it.

        Source: UK GDPR Art. 5(1)(c); decisions, "Ids, money, people".
        """
        if self.birth_on is None or age_on(self.birth_on, on) < highest_age:
            return self
        return replace(self, birth_on=None, adult_confirmed_on=self.adult_confirmed_on or on)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """Somebody's place in the register, as a decision gives it.

    :param is_told_apart: the decision found that this is not the member whom they resemble.
    """

    person_id: UUID
    constituency_id: UUID
    sub_constituency_id: UUID | None
    decision_id: UUID
    is_told_apart: bool = False


@dataclass(frozen=True, kw_only=True)
class Cessation:
    """The end of a membership.

    :param on: first day without it: the day of the event, or that of the decision or later.
    """

    on: date
    ground: Ground
    decision_id: UUID | None = None
