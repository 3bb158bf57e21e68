"""Would this carry? Anybody tries the figures of a vote."""

from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect

from govern.core.languages import LocalText
from govern.deciding.rules import RULES
from tests.browser import barriers, follow
from tests.make import Make
from tests.web.officers import words_of
from tests.web.senses import ENLARGE, overflow

THREE = {"Stewards": (12, 10, "50"), "Workers": (2, 5, "25"), "Investors": (60, 20, "25")}


def address(rule: str, **figures: object) -> str:
    """Return where a sum is linked."""
    return "/would-this-carry?" + urlencode({"rule": rule, **figures})


def of_three(rule: str) -> str:
    """Return the link to a sum of three classes."""
    typed = {
        f"classes-{number}-{field}": value
        for number, (name, (in_favour, against, weight)) in enumerate(THREE.items())
        for field, value in {"name": name, "in_favour": in_favour, "against": against, "weight": weight}.items()
    }
    return address(rule, **typed)


def asked(client: FlaskClient, link: str) -> tuple[int, str]:
    """Return how a visitor's question was answered."""
    answer = client.get(link)
    return answer.status_code, words_of(answer)


def test_a_sum_is_shown_in_words_and_as_a_table(client: FlaskClient) -> None:
    status, page = asked(client, address("ccbsa-113-first", in_favour=250, against=40, eligible=600))

    assert status == 200
    assert "It does not carry Not carried: 250 for, 40 against; needed at least three quarters of the members" in page
    assert "at least three quarters of the members who voted (218 of 290) Reached: 250 of 290, met" in page
    assert "members entitled to vote (300 of 600) Reached: 290 of 600, not met" in page


def test_the_votes_of_classes_can_be_tried(client: FlaskClient) -> None:
    college, concurrent = (asked(client, of_three(rule)) for rule in ("electoral-college", "concurrent-majority"))

    assert (college[0], concurrent[0]) == (200, 200)
    assert "It carries Carried: 74 for, 35 against" in college[1]
    assert "Reached: 53 51/308 of 100, met" in college[1]
    assert "more than half of the votes of Workers (4 of 7) Reached: 2 of 7, not met" in concurrent[1]


def test_a_number_can_have_commas_between_its_thousands(client: FlaskClient) -> None:
    status, page = asked(client, address("ccbsa-84", in_favour="1,000", against="1", eligible="12,000"))

    assert status == 200
    assert "Carried: 1,000 for, 1 against" in page


def test_a_sum_of_nobody_has_no_bar_and_carries_nothing(client: FlaskClient) -> None:
    status, page = asked(client, address("extraordinary", in_favour=0, against=0))

    assert status == 200
    assert "Nobody voted for or against." in page


WRONG = [
    (address("unheard-of", in_favour=3), "Choose one of these."),
    (address("extraordinary", in_favour=""), "No votes are given. Give how many were for, and how many against."),
    (address("extraordinary", in_favour="x"), "Enter a whole number, such as 12."),
    (address("extraordinary", in_favour="9" * 20), "This number is too large. Enter one of at most 15 digits."),
    (address("extraordinary", in_favour="1,00"), "Enter a whole number, such as 12."),
    (address("extraordinary", in_favour=-3), "A number of votes or people is a whole number, not below zero"),
    (address("ccbsa-84", in_favour=3), "This rule has to know how many were entitled to vote."),
    (address("ccbsa-119", in_favour=3), "This rule has to know how many members there are."),
    (address("concurrent-majority", in_favour=3), "This rule looks at each class on its own."),
    (
        address("electoral-college", **{"classes-0-name": "Users", "classes-0-in_favour": 3}),
        "In an electoral college each class has a weight.",
    ),
    (
        address("electoral-college", **{"classes-0-name": "Users", "classes-0-weight": "half"}),
        "Enter a weight such as 25, 33.3 or 1/3.",
    ),
    (address("concurrent-majority", **{"classes-0-in_favour": 3}), "Enter the name of the class."),
    (address("concurrent-majority", **{"classes-0-name": "x" * 81}), "Enter at most 80 characters."),
    (address("extraordinary", in_favour=3, eligible=2), "That is 3 votes, and only 2 could vote."),
]


def test_figures_that_make_no_sum_are_sent_back_with_what_to_change(client: FlaskClient) -> None:
    for link, told in WRONG:
        status, page = asked(client, link)

        assert status == 422, link
        assert page.count(told) == 2, (link, page)
        assert "It carries" not in page


def test_what_to_change_names_the_figure_and_the_class_that_it_is_of(client: FlaskClient) -> None:
    typed = {"classes-0-name": "Workforce", "classes-1-name": "Users", "classes-1-weight": "half"}
    _status, page = asked(client, address("extraordinary", in_favour="x", **typed))

    assert "For: Enter a whole number, such as 12." in page
    assert "Class 2: Weight: Enter a weight such as 25, 33.3 or 1/3." in page


def test_every_rule_is_offered_in_its_own_words(client: FlaskClient) -> None:
    status, page = asked(client, "/would-this-carry")

    assert status == 200
    assert [name for name, rule in RULES.items() if str(rule.called) not in page] == []
    assert "Something needs changing" not in page


def test_a_vote_is_tried_from_the_rules_page(page: Page, make: Make) -> None:
    make.mutual()
    make.rules()
    make.known_to_all()
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto("/rules")
    follow(page.get_by_role("link", name="Would this carry?"))

    page.get_by_label("Rule").select_option(label="Extraordinary or special resolution under the rules")
    follow(page.get_by_role("button", name="Show what it needs"))
    assert barriers(page) == []
    page.get_by_label("For").first.fill("3")
    page.get_by_label("Against").first.fill("1")
    follow(page.get_by_role("button", name="Work it out"))

    expect(page.get_by_role("heading", name="It carries")).to_be_visible()
    expect(page.get_by_role("row", name="at least three quarters")).to_contain_text("3 of 4")
    assert barriers(page) == []
    page.goto(of_three("concurrent-majority"))
    assert barriers(page) == []
    page.evaluate(ENLARGE, "html { font-size: 225% !important }")
    assert overflow(page) <= 0


def test_our_own_rules_decide_by_the_way_that_is_chosen(client: FlaskClient, make: Make) -> None:
    """What counts at a meeting is the votes cast; in writing it is everybody entitled, as in a vote of the product."""
    make.mutual()
    make.rules(member_ballot_decides=True, member_ballot_min_turnout="1/10")
    make.known_to_all()
    figures = {"in_favour": 40, "against": 10, "eligible": 389}
    at_a_meeting, in_writing, by_ballot, elsewhere = (
        asked(client, address("own-ordinary", way=way, **figures))[1]
        for way in ("meeting", "written", "ballot", "nowhere")
    )
    audit = asked(client, address("own-84", way="ballot", **figures))
    of_the_board = asked(client, address("own-board", way="ballot", **figures))

    assert "more than half of the votes cast (26 of 50)" in at_a_meeting.replace("more than 25 of 50", "26 of 50")
    assert "How many were entitled to vote makes no difference under this rule." in at_a_meeting
    assert "more than half of the members entitled to vote" in in_writing
    assert "It does not carry" in in_writing
    assert "makes no difference" not in in_writing
    assert "a turnout of at least a tenth of the members entitled to vote" in by_ballot
    assert "(the mutual’s own rules)" in by_ballot
    assert "Something needs changing" in elsewhere
    assert audit[0] == of_the_board[0] == 422
    assert "The law wants this decided at a general meeting" in audit[1]


FIELDS = ("Entitled to vote", "All members", "Name of the class", "Weight", "Its members")


@pytest.mark.parametrize(
    ("rule", "way", "asked_for"),
    [
        ("extraordinary", "meeting", ()),
        ("own-ordinary", "meeting", ()),
        ("own-ordinary", "written", ("Entitled to vote",)),
        ("ccbsa-119", "meeting", ("All members",)),
        ("concurrent-majority", "meeting", ("Name of the class",)),
        ("electoral-college", "meeting", ("Name of the class", "Weight", "Its members")),
        ("own-board", "meeting", ()),
        ("own-board", "written", ("Entitled to vote",)),
    ],
)
def test_once_a_rule_is_chosen_its_figures_are_asked_for_in_the_open_and_no_others(
    client: FlaskClient, make: Make, rule: str, way: str, asked_for: tuple[str, ...]
) -> None:
    make.mutual()
    make.rules()
    make.known_to_all()

    answer = client.get(address(rule, way=way))

    page = words_of(answer)
    assert answer.status_code == 200
    assert "<details" not in answer.text.split("<main")[1]
    assert tuple(one for one in FIELDS if f"{one} " in page.split("The figures that it needs")[1]) == asked_for
    thirds = all(f'value="{one}"' in answer.text for one in ("Workforce", "Service users", "Local authority"))
    assert thirds is ((rule, way) == ("own-board", "written"))


def test_a_rule_that_cannot_decide_in_the_chosen_way_is_said_so_before_any_figure_is_typed(
    client: FlaskClient, make: Make
) -> None:
    make.mutual()
    make.rules()
    make.known_to_all()

    status, page = asked(client, address("own-84", way="ballot"))

    assert status == 422
    assert "The law wants this decided at a general meeting" in page
    assert "Work it out" not in page


def test_a_decision_of_the_board_in_writing_is_tried_by_its_thirds(client: FlaskClient, make: Make) -> None:
    make.mutual()
    make.rules()
    make.known_to_all()
    typed = {f"classes-{n}-name": name for n, name in enumerate(("Workforce", "Service users", "Local authority"))}
    votes = {"classes-0-in_favour": 3, "classes-1-in_favour": 3, "classes-2-against": 3}

    _status, page = asked(client, address("own-board", way="written", eligible=9, **typed, **votes))

    assert "It does not carry" in page
    assert "nobody there was for" in page


def test_a_society_is_offered_its_own_rules_first_and_those_of_companies_last(client: FlaskClient, make: Make) -> None:
    make.mutual()
    make.rules()
    make.known_to_all()

    _status, page = asked(client, "/would-this-carry")

    places = [
        page.index(words)
        for words in (
            "Our rules: Ordinary resolution of the members",
            "Our rules: Going without an audit this year (section 84)",
            "Society: ratifying acts beyond the rules",
            "Extraordinary or special resolution under the rules",
            "Company: ordinary resolution at a meeting",
        )
    ]
    assert places == sorted(places)


def test_our_own_classes_have_their_own_conditions(client: FlaskClient, make: Make) -> None:
    make.mutual()
    make.rules()
    make.constituency(code="workforce", name=LocalText(en="Workforce"))
    make.known_to_all()
    of_one = {"classes-0-name": "Workforce", "classes-0-in_favour": 10, "classes-0-against": 30}
    unasked = asked(client, address("own-franchise", way="meeting", in_favour=90, against=30))
    against = asked(client, address("own-franchise", way="meeting", in_favour=90, against=30, **of_one))

    assert "This rule looks at each class on its own." in unasked[1]
    assert "It fails on the votes of Workforce" in against[1]
