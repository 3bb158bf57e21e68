"""Opening registers through the door: what a file is to look like, its name, and a refusal with its reason."""

import csv
import io

import pytest

from govern.core.actors import Role
from govern.register import opening
from govern.register.models import Membership, OpeningBatch
from govern.register.opening_file import read
from govern.register.opening_values import HEADINGS
from tests.calendar import A_DAY, AT, TODAY
from tests.make import Make
from tests.makers import boards
from tests.web.officers import token_of, words_of
from tests.web.secretariat import Secretariat, person_of
from tests.web.test_register import GOOD, batch_of, count, upload_of


def uploaded(secretariat: Secretariat, name: str = "members 2026.csv") -> str:
    """Upload a file as the secretary, and return the address of its page."""
    content, _name = upload_of(GOOD)
    return batch_of(secretariat.sit().send("/openings/new", file=(content, name)))


def test_the_page_of_an_upload_says_what_a_file_is_to_look_like(secretariat: Secretariat) -> None:
    page = secretariat.sit().look("/openings/new")

    words = words_of(page)
    assert "Bring the list as a CSV file." in words
    assert "At most 15 megabytes and 200,000 lines." in words
    assert "member since needed the day they joined: 2019-05-31 or 31/05/2019" in words
    assert 'href="/openings/template.csv"' in page.text


def test_the_example_could_be_uploaded_as_it_stands(secretariat: Secretariat) -> None:
    page = secretariat.sit().look("/openings/new").text
    shown = page.partition("<pre><code>")[2].partition("</code></pre>")[0].replace("&#34;", '"')

    reading = read(shown.encode(), homes=secretariat.ask(opening.homes, on=TODAY), today=TODAY)

    assert reading.complaints == []
    assert [line.name for line in reading.lines] == ["Anne Example", "Ben Example", "Siân van Dyk"]


def test_an_empty_file_with_every_column_can_be_saved(secretariat: Secretariat) -> None:
    answer = secretariat.sit().look("/openings/template.csv")

    assert "attachment" in answer.headers["Content-Disposition"]
    rows = list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"))))
    assert rows == [[names[0] for names in HEADINGS.values()]]


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("members 2026.csv", "members 2026.csv"),
        ("sam/members.csv", "members.csv"),
        (f"{'x' * 300}.csv", "x" * 200),
    ],
    ids=["a name", "a folder", "a long name"],
)
def test_the_chair_sees_the_name_of_the_file_that_was_uploaded(secretariat: Secretariat, sent: str, kept: str) -> None:
    batch = uploaded(secretariat, sent)

    page, files = secretariat.sit(Role.CHAIR).look(batch), secretariat.sit(Role.CHAIR).look("/openings")

    assert f"File {kept} Uploaded" in words_of(page)
    assert f" {kept} " in words_of(files)


def test_a_file_uploaded_before_names_were_kept_is_still_shown(secretariat: Secretariat) -> None:
    with secretariat.database.writing() as session:
        secretary = person_of(session, role=Role.SECRETARY)
        session.add(OpeningBatch(file_sha256="ab" * 32, entries=1, uploaded_by=secretary, uploaded_at=AT))
        session.commit()

    assert "a file without a name" in words_of(secretariat.sit(Role.CHAIR).look("/openings"))


@pytest.mark.invariant("INV-10")
def test_the_chair_refuses_a_file_and_the_secretary_reads_why(secretariat: Secretariat) -> None:
    batch = uploaded(secretariat)

    answer = secretariat.sit(Role.CHAIR, at=AT + A_DAY).send(
        batch, ending="refusal", reason="not_members", note="Ada Ash left in March."
    )

    assert answer.status_code == 303, words_of(answer)
    clerk = secretariat.sit()
    page, files = words_of(clerk.look(batch)), words_of(clerk.look("/openings"))
    assert "Refused by Cath Chair It names people who are not members. Ada Ash left in March." in page
    assert "refused It names people who are not members" in files
    assert count(secretariat, Membership) == 2


@pytest.mark.parametrize(
    ("typed", "told"),
    [({}, "Choose why you refuse it."), ({"reason": "not_members", "note": "x" * 501}, "Enter at most 500 characters")],
    ids=["no reason", "a long note"],
)
def test_a_refusal_without_a_reason_comes_back(secretariat: Secretariat, typed: dict[str, str], told: str) -> None:
    batch = uploaded(secretariat)

    answer = secretariat.sit(Role.CHAIR).send(batch, ending="refusal", **typed)

    assert (answer.status_code, told in words_of(answer)) == (422, True), words_of(answer)
    assert secretariat.ask(opening.batches)[0].waits


def test_below_a_refusal_the_rule_is_told_in_a_sentence_before_its_number(secretariat: Secretariat) -> None:
    batch = uploaded(secretariat)

    page = secretariat.sit(Role.CHAIR).send(batch, ending="approval", entries="2")

    assert (
        "Which rule is this? An older register needs two people: one brings it in, another checks it. "
        "Where it stands: The approver says how many they approve"
    ) in words_of(page)
    assert "<summary>Which rule is this?</summary>" in page.text


def test_whoever_uploaded_a_file_is_not_offered_to_refuse_it(secretariat: Secretariat) -> None:
    page = secretariat.sit().look(uploaded(secretariat))

    assert "Refuse the file" not in page.text
    assert "Withdraw the file" in page.text


@pytest.mark.invariant("INV-42")
def test_once_a_board_that_members_elected_acts_no_file_comes_in_and_the_pages_say_so(secretariat: Secretariat) -> None:
    waiting = uploaded(secretariat)
    with secretariat.database.writing() as session:
        boards.elected(session, Make(session))
        session.commit()
    content, name = upload_of(GOOD)
    members = count(secretariat, Membership)
    secretary, chair = (secretariat.sit(role, at=AT + A_DAY) for role in (Role.SECRETARY, Role.CHAIR))

    refused = secretary.send("/openings/new", file=(content, name))
    token = token_of(chair.look(waiting))
    approved = chair.client.post(f"{waiting}/approval", data={"csrf_token": token, "entries": "1"})
    pages = [words_of(chair.look(page)) for page in ("/openings", waiting)]

    for answer in (refused, approved):
        assert answer.status_code == 409
        assert "nobody comes into the register by a file any more" in words_of(answer)
    assert all("no more files come in. Whoever should be a member asks to join." in page for page in pages)
    assert "Upload a file" not in words_of(secretary.look("/openings"))
    assert "Approve all entries" not in pages[1]
    assert count(secretariat, Membership) == members
