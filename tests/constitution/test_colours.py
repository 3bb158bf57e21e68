"""A mutual's own colour can be read by everybody, by day and in the dark."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from govern.audit.models import JournalEntry
from govern.constitution import branding
from govern.constitution.colours import (
    ENOUGH,
    IN_THE_DARK,
    Colour,
    contrast,
    faintest_by_day,
    in_the_dark,
    read_colour,
)
from govern.constitution.models import Brand
from govern.constitution.refusals import ColourTooFaint
from govern.core.actors import Actor, Role
from tests.calendar import AT
from tests.make import Make

parts = st.integers(0, 255)
colours = st.builds(Colour, parts, parts, parts)
# By the definitions of WCAG 2.2, worked out by hand: the known pair of greys around 4.5 on white.
GREY_ENOUGH, GREY_TOO_LIGHT = Colour(0x76, 0x76, 0x76), Colour(0x77, 0x77, 0x77)
WHITE = Colour(255, 255, 255)


@pytest.fixture
def administrator(make: Make) -> Actor:
    """Whoever chooses the colour."""
    return Actor(person_id=make.person().id, roles=frozenset({Role.ADMINISTRATOR}))


@pytest.mark.parametrize(
    ("colour", "is_enough"),
    [pytest.param(GREY_ENOUGH, True, id="just dark enough"), pytest.param(GREY_TOO_LIGHT, False, id="just too light")],
)
def test_the_ratio_on_white_is_the_known_one(colour: Colour, is_enough: bool) -> None:
    assert (contrast(colour, WHITE) >= ENOUGH) is is_enough


@given(colours, colours)
def test_contrast_does_not_hang_on_which_is_named_first(one: Colour, other: Colour) -> None:
    assert contrast(one, other) == contrast(other, one)
    assert 1 <= contrast(one, other) <= 21


@given(colours)
def test_any_colour_can_be_read_in_the_dark_once_it_is_lightened(colour: Colour) -> None:
    assert all(contrast(in_the_dark(colour), ground) >= ENOUGH for ground in IN_THE_DARK)


@given(colours)
def test_a_colour_is_read_as_it_is_written(colour: Colour) -> None:
    assert read_colour(str(colour)) == colour


@pytest.mark.parametrize("text", ["", "green", "#12345", "#1234567", "123456", "#12345g", "#١٢٣٤٥٦"])
def test_what_is_no_colour_is_not_read(text: str) -> None:
    assert read_colour(text) is None


def test_a_dark_colour_is_taken_and_journalled(session: Session, administrator: Actor) -> None:
    branding.choose_colour(session, Colour(0x5B, 0x2A, 0x86), actor=administrator, at=AT)

    assert branding.colour_chosen(session) == "#5b2a86"
    assert session.query(JournalEntry).filter_by(event="brand.chosen").count() == 1


def test_a_colour_that_is_too_light_is_refused_with_its_contrast(session: Session, administrator: Actor) -> None:
    with pytest.raises(ColourTooFaint) as refused:
        branding.choose_colour(session, Colour(0xFF, 0xD5, 0x4F), actor=administrator, at=AT)

    assert "its contrast is 1.2 to 1" in str(refused.value.sentence())
    assert branding.colour_chosen(session) is None


def test_the_colour_chosen_last_holds(session: Session, administrator: Actor) -> None:
    for colour in (Colour(0x5B, 0x2A, 0x86), Colour(0x0B, 0x3D, 0x91)):
        branding.choose_colour(session, colour, actor=administrator, at=AT)

    assert branding.colour_chosen(session) == "#0b3d91"
    assert faintest_by_day(Colour(0x0B, 0x3D, 0x91)) >= ENOUGH


def test_a_choice_is_never_changed(session: Session, administrator: Actor) -> None:
    branding.choose_colour(session, Colour(0x5B, 0x2A, 0x86), actor=administrator, at=AT)

    with pytest.raises(DBAPIError, match="brand_is_append_only"):
        session.execute(update(Brand).values(accent="#ffffff"))


def test_what_is_no_colour_is_not_stored(session: Session, administrator: Actor) -> None:
    session.add(Brand(accent="purple-ish", chosen_by=administrator.person_id, chosen_at=AT))

    with pytest.raises(DBAPIError, match="ck_brand_accent_is_a_colour"):
        session.flush()
