from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from content_cache.model.errors import SignatureError
from content_cache.signing.edition import Latest
from content_cache.signing.keyring import Held, Keyring, KeyRole, keys_document
from content_cache.signing.keys import SecretKey
from content_cache.signing.signatures import Signature, sign
from tests.content_cache.central.office import ALERT, NEWS, NOW, SPARE

pytestmark = pytest.mark.attack(
    "what comes in",
    "a signed list of keys is malformed, or a key signs what is not its role",
    "it changes nothing; each key counts for its role alone, from when it says",
)


NEW = SecretKey(b"newkey!!", bytes([9] * 32), "news")
LATEST = Latest(7, NOW)
PINNED = Keyring.pinned([f"{NEWS.public} news", f"{SPARE.public} cadangan"], [str(ALERT.public)])


def signature(key: SecretKey, latest: Latest = LATEST) -> Signature:
    return Signature.parse(sign(b"{}", key, latest.comment))


def replaced(document: bytes, key: SecretKey = SPARE, keyring: Keyring = PINNED) -> Keyring:
    return keyring.replaced(document, Signature.parse(sign(document, key, "keys")))


def document(*held: Held, number: int = 1, **more: object) -> bytes:
    written = json.loads(keys_document(Keyring(held, number), NOW))
    return json.dumps(written | more).encode()


@pytest.mark.parametrize(("key", "role"), [(NEWS, KeyRole.NEWS), (ALERT, KeyRole.ALERT)])
def test_each_key_has_its_role(key: SecretKey, role: KeyRole) -> None:
    assert PINNED.signer(signature(key), LATEST).role is role


def test_a_key_pinned_for_both_may_do_both() -> None:
    keyring = Keyring.pinned([str(NEWS.public)], [str(NEWS.public)])
    assert keyring.signer(signature(NEWS), LATEST).role is KeyRole.ALERT


def test_a_new_key_replaces_those_of_its_role_alone() -> None:
    keyring = replaced(document(Held(NEW.public, KeyRole.NEWS)))
    assert keyring.signer(signature(NEW), LATEST).role is KeyRole.NEWS
    assert keyring.signer(signature(ALERT), LATEST).role is KeyRole.ALERT
    with pytest.raises(SignatureError, match="key_unknown"):
        keyring.signer(signature(NEWS), LATEST)
    # and the spare is still the spare
    assert replaced(document(Held(NEWS.public, KeyRole.NEWS), number=2), keyring=keyring).number == 2


def test_a_key_holds_from_when_it_says() -> None:
    keyring = replaced(document(Held(NEW.public, KeyRole.NEWS, NOW + timedelta(days=1))))
    with pytest.raises(SignatureError, match="key_not_yet_valid"):
        keyring.signer(signature(NEW), LATEST)
    later = Latest(8, NOW + timedelta(days=1))
    assert keyring.signer(signature(NEW, later), later).role is KeyRole.NEWS


@pytest.mark.parametrize(
    "wrong",
    [
        b"",
        b"[]",
        b"{}",
        b"[" * 100_000,
        document(number=0),
        document(number=True),
        document(seq=-1),
        document(keys=[{"key": str(NEW.public), "role": "spare"}]),
        document(keys=[{"key": "RWQ", "role": "news"}]),
        document(keys=[{"key": str(NEW.public), "role": "news", "valid_from": "2026-09-03T08:00:00"}]),
        document(keys=7),
        document(revoked=["x"]),
        document(revoked=["F" * 40]),
    ],
)
def test_a_signed_keys_json_that_is_none_changes_nothing(wrong: bytes) -> None:
    with pytest.raises(SignatureError):
        replaced(wrong)


def test_without_keys_nothing_can_be_verified() -> None:
    with pytest.raises(SignatureError, match="no_keys"):
        Keyring.pinned([])


@pytest.mark.parametrize("latest", [LATEST, Latest(1, datetime(2026, 1, 1, tzinfo=UTC), 3)])
def test_the_signed_comment_is_read_as_it_was_written(latest: Latest) -> None:
    assert Latest.parse(latest.comment) == latest


@pytest.mark.parametrize(
    "comment",
    [
        "",
        "timestamp:1 file:a",
        "seq=0 file=feed-0.json issued=2026-09-03T08:00:00+08:00",
        "seq=7 file=feed-8.json issued=2026-09-03T08:00:00+08:00",
        "seq=7 file=../feed-7.json issued=2026-09-03T08:00:00+08:00",
        "seq=7 file=feed-7.json issued=2026-09-03T08:00:00",
        "seq=7 file=feed-7.json issued=yesterday-noon",
        "seq=9999999999999 file=feed-9999999999999.json issued=2026-09-03T08:00:00+08:00",
        "seq=7 file=feed-7.json issued=2026-09-03T08:00:00+08:00 keys=x",
    ],
)
def test_any_other_comment_names_no_edition(comment: str) -> None:
    with pytest.raises(SignatureError, match="no_edition_comment"):
        Latest.parse(comment)
