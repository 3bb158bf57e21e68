"""A sealed ballot can be opened with its own key, for its own poll and class, and in no other way."""

import hmac
from hashlib import sha256

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from govern.ballots import sealing
from govern.ballots.sealing import SealedBallot
from govern.core.canonical import canonical

EID, OTHER_EID = "ab" * 32, "cd" * 32
KEY = X25519PrivateKey.from_private_bytes(b"box key of the tests, 32 bytes..")
BOX_KEY = KEY.public_key().public_bytes_raw()
NUMBERS = range(1, 8)
RANKINGS = st.lists(st.sampled_from(NUMBERS), unique=True)
PAD = sealing.pad_length(NUMBERS)
HPKE_BYTES = 32 + 16  # the encapsulated key and the tag


def seal(ranking: list[int], elector_class: str = "workforce") -> SealedBallot:
    """Seal a ranking of the tests' poll."""
    return sealing.seal(ranking, eid=EID, elector_class=elector_class, pad_len=PAD, box_key=BOX_KEY)


def unseal(c: bytes, *, eid: str = EID, elector_class: str = "workforce", key: X25519PrivateKey = KEY) -> object:
    """Open it as the box is opened."""
    return sealing.unseal(c, eid=eid, elector_class=elector_class, key=key)


# HPKE once more, from the text of RFC 9180 alone: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-128-GCM, base mode.
KEM, SUITE = b"KEM\x00\x20", b"HPKE\x00\x20\x00\x01\x00\x01"


def labelled_extract(suite: bytes, salt: bytes, label: bytes, content: bytes) -> bytes:
    """Return LabeledExtract of RFC 9180, section 4."""
    return hmac.digest(salt, b"HPKE-v1" + suite + label + content, sha256)


def labelled_expand(suite: bytes, key: bytes, label: bytes, context: bytes, length: int) -> bytes:
    """Return LabeledExpand of RFC 9180, section 4, for one block."""
    told = length.to_bytes(2) + b"HPKE-v1" + suite + label + context
    return hmac.digest(key, told + b"\x01", sha256)[:length]


def by_the_book(c: bytes, key: X25519PrivateKey, info: bytes, aad: bytes = b"") -> bytes:
    """Open what was sealed, following RFC 9180, sections 4.1 and 5.1."""
    enc, sealed = c[:32], c[32:]
    shared = key.exchange(X25519PublicKey.from_public_bytes(enc))
    context = enc + key.public_key().public_bytes_raw()
    secret = labelled_expand(KEM, labelled_extract(KEM, b"", b"eae_prk", shared), b"shared_secret", context, 32)
    schedule = (
        b"\x00" + labelled_extract(SUITE, b"", b"psk_id_hash", b"") + labelled_extract(SUITE, b"", b"info_hash", info)
    )
    drawn = labelled_extract(SUITE, secret, b"secret", b"")
    nonce = labelled_expand(SUITE, drawn, b"base_nonce", schedule, 12)
    return AESGCM(labelled_expand(SUITE, drawn, b"key", schedule, 16)).decrypt(nonce, sealed, aad)


def test_the_books_own_way_opens_the_standards_own_vector() -> None:
    # RFC 9180, appendix A.1.1, base mode, first encryption.
    key = X25519PrivateKey.from_private_bytes(
        bytes.fromhex("4612c550263fc8ad58375df3f557aac531d26850903e55a9f23f21d8534e8ac8")
    )
    sealed = bytes.fromhex(
        "37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431"
        "f938558b5d72f1a23810b4be2ab4f84331acc02fc97babc53a52ae8218a355a96d8770ac83d07bea87e13c512a"
    )

    opened = by_the_book(sealed, key, bytes.fromhex("4f6465206f6e2061204772656369616e2055726e"), b"Count-0")

    assert opened == b"Beauty is truth, truth beauty"


def test_a_ballot_can_be_opened_by_the_standard_alone() -> None:
    ballot = seal([3, 1, 2])

    opened = by_the_book(ballot.c, KEY, bytes.fromhex(EID) + b"workforce")

    assert opened.rstrip() == canonical({"v": 1, "eid": EID, "class": "workforce", "r": [3, 1, 2]})


@given(ranking=RANKINGS)
def test_what_was_sealed_is_what_is_opened(ranking: list[int]) -> None:
    assert unseal(seal(ranking).c) == tuple(ranking)


@given(ranking=RANKINGS)
def test_every_ballot_of_a_poll_has_one_length(ranking: list[int]) -> None:
    assert len(seal(ranking).c) == PAD + HPKE_BYTES


def test_a_blank_vote_is_sealed_and_opened_like_any_other() -> None:
    assert unseal(seal([]).c) == ()


@pytest.mark.parametrize("numbers", [[1], range(1, 40), [98, 99, 100], [10**6, 10**6 + 1]], ids=str)
def test_the_longest_ranking_of_the_longest_class_still_fits(numbers: list[int]) -> None:
    pad = sealing.pad_length(numbers)

    ballot = sealing.seal(
        list(numbers), eid=EID, elector_class="c" * sealing.LONGEST_CLASS, pad_len=pad, box_key=BOX_KEY
    )

    assert len(ballot.c) == pad + HPKE_BYTES


def test_the_same_ranking_is_never_sealed_alike() -> None:
    first, second = seal([1, 2]), seal([1, 2])

    assert first.c != second.c
    assert first.h != second.h


@pytest.mark.parametrize(
    "how",
    [
        pytest.param(
            {"key": X25519PrivateKey.from_private_bytes(b"another key of 32 bytes, no box!")}, id="another key"
        ),
        pytest.param({"eid": OTHER_EID}, id="another poll"),
        pytest.param({"elector_class": "users"}, id="another class"),
    ],
)
def test_nothing_else_opens_it(how: dict[str, object]) -> None:
    assert unseal(seal([2, 1]).c, **how) is None  # type: ignore[arg-type]  # one of several kinds


def test_one_flipped_bit_anywhere_and_it_stays_shut() -> None:
    c = seal([2, 1]).c

    opened = [unseal(c[:place] + bytes([c[place] ^ 1]) + c[place + 1 :]) for place in range(len(c))]

    assert opened == [None] * len(c)


def test_a_ballot_cut_short_or_drawn_out_stays_shut() -> None:
    c = seal([2, 1]).c

    assert [unseal(c[:length]) for length in range(len(c))] == [None] * len(c)
    assert unseal(c + b"\x00") is None


@pytest.mark.parametrize(
    "plain",
    [
        pytest.param(canonical({"v": 1, "eid": OTHER_EID, "class": "workforce", "r": [1]}), id="another poll's"),
        pytest.param(canonical({"v": 1, "eid": EID, "class": "users", "r": [1]}), id="another class's"),
        pytest.param(canonical({"v": 2, "eid": EID, "class": "workforce", "r": [1]}), id="another version"),
        pytest.param(canonical({"v": 1, "eid": EID, "class": "workforce", "r": ["1"]}), id="numbers as text"),
        pytest.param(canonical({"v": 1, "eid": EID, "class": "workforce", "r": [True]}), id="yes for one"),
        pytest.param(canonical({"v": 1, "eid": EID, "class": "workforce", "r": 1}), id="no list"),
        pytest.param(b"[1]", id="no ballot"),
        pytest.param(b"\xff\xfe", id="no text"),
        pytest.param(b"[" * 200, id="brackets without end"),
        pytest.param(b"", id="nothing"),
    ],
)
def test_what_is_no_ballot_of_this_poll_is_not_read_as_one(plain: bytes) -> None:
    c = sealing.SUITE.encrypt(plain, KEY.public_key(), info=bytes.fromhex(EID) + b"workforce")

    assert unseal(c) is None


def test_the_canary_opens_with_its_own_key_and_poll_only() -> None:
    canary = sealing.seal_canary(BOX_KEY, eid=EID)

    assert sealing.opens_canary(canary, KEY, eid=EID)
    assert not sealing.opens_canary(canary, X25519PrivateKey.generate(), eid=EID)
    assert not sealing.opens_canary(canary, KEY, eid=OTHER_EID)


def test_a_receipt_is_the_same_again_and_stands_for_one_ballot_of_one_class_and_poll() -> None:
    signer, h = Ed25519PrivateKey.from_private_bytes(b"receipt key of the tests, 32 byt"), seal([1]).h

    receipt = sealing.sign_receipt(h, eid=EID, elector_class="workforce", key=signer)

    assert sealing.sign_receipt(h, eid=EID, elector_class="workforce", key=signer) == receipt
    signer.public_key().verify(receipt, b"receipt-v1\x00" + bytes.fromhex(EID) + b"workforce" + h)
    for told in (bytes.fromhex(OTHER_EID) + b"workforce" + h, bytes.fromhex(EID) + b"users" + h):
        with pytest.raises(InvalidSignature):
            signer.public_key().verify(receipt, b"receipt-v1\x00" + told)


def test_receipts_in_words_tell_ballots_apart() -> None:
    hashes = [sha256(number.to_bytes(4)).digest() for number in range(20_000)]

    words = [sealing.receipt_words(h) for h in hashes]

    assert len(set(words)) == len(words)
    assert {len(one.split()) for one in words} == {5}


FORM = {"poll_id": "a-poll", "elector_id": "an-elector", "secret": "s"}


def test_what_the_review_page_carries_comes_back_whole() -> None:
    ballot = seal([2, 1])

    assert sealing.unbind(sealing.bind(ballot, **FORM), **FORM) == ("workforce", sealing.SCHEME, ballot.c)


@pytest.mark.parametrize("elector_class", ["a~b", "a.b", "dosbarth-ŵ", "", "~"])
def test_any_code_of_a_class_comes_back_as_it_was(elector_class: str) -> None:
    bound = sealing.bind(seal([1], elector_class), **FORM)

    opened = sealing.unbind(bound, **FORM)

    assert opened is not None
    assert opened[0] == elector_class


@pytest.mark.parametrize("changed", list(FORM))
def test_a_form_bound_to_one_elector_of_one_poll_is_nobody_elses(changed: str) -> None:
    bound = sealing.bind(seal([1]), **FORM)

    assert sealing.unbind(bound, **FORM | {changed: "another"}) is None


def test_one_changed_character_anywhere_in_a_form_and_it_is_not_ours() -> None:
    bound = sealing.bind(seal([1]), **FORM)

    # The last character of a signature holds two bits that mean nothing.
    for place in range(len(bound) - 1):
        other = "A" if bound[place] != "A" else "B"
        assert sealing.unbind(bound[:place] + other + bound[place + 1 :], **FORM) is None


@pytest.mark.parametrize("form", ["", ".", "a.b", "\x00", "ŵ" * 10, "~~~.~", "a" * 100_000])
def test_a_form_that_was_never_ours_is_told_from_one_that_was(form: str) -> None:
    assert sealing.unbind(form, **FORM) is None
