"""Keys of an office that are replaced with the spare key, as kiosks see it."""

from __future__ import annotations

from pathlib import Path

import pytest

from content_cache.model.errors import SignatureError
from content_cache.signing.edition import KEYS, KEYS_SIGNATURE, LATEST, Latest
from content_cache.signing.keyring import Keyring, KeyRole
from content_cache.signing.keys import SecretKey
from content_cache.signing.signatures import Signature
from kiosk.office.base.faults import OfficeError
from kiosk.office.keys.cabinet import POST
from kiosk.office.keys.replacing import replace_keys
from tests.support.newsroom import KEY_PASSWORD, Newsroom, make_shared_keys

NEWS_PASSWORD, ALERT_PASSWORD = "pari manta biru besar", "gurita merah di karang"


def spare_of(room: Newsroom) -> SecretKey:
    return SecretKey.parse((room.office.cabinet.folder / "spare.key").read_text("utf-8"), KEY_PASSWORD)


def pinned(room: Newsroom) -> Keyring:
    """Return the keys that a kiosk has in its settings."""
    public = {role: room.office.cabinet.public(role) for role in KeyRole}
    return Keyring.pinned(
        [f"{public[KeyRole.NEWS]} news", f"{public[KeyRole.SPARE]} spare"], [f"{public[KeyRole.ALERT]} alert"]
    )


def publish(room: Newsroom, password: str) -> Path:
    key = room.office.cabinet.unlock_key(KeyRole.NEWS, password)
    room.office.editions.begin_edition("Rahma", key, [], room.now, sure=True, done=lambda _edition: None)
    room.office.editions.wait_until_done(30)
    return room.office.editions.out


def taken(keyring: Keyring, out: Path) -> Keyring:
    """Return the keys of a kiosk after it has taken the newest edition. Raises SignatureError."""
    if (out / KEYS).exists():
        keyring = keyring.replaced((out / KEYS).read_bytes(), Signature.parse((out / KEYS_SIGNATURE).read_bytes()))
    signature = Signature.parse((out / LATEST).read_bytes())
    keyring.signer(signature, Latest.parse(signature.comment))
    return keyring


@pytest.fixture
def out(room: Newsroom) -> Path:
    make_shared_keys(room.office.cabinet)
    (room.folder / "satu.md").write_text("---\ntitle: Satu\n---\nIsi.\n", "utf-8")
    return publish(room, KEY_PASSWORD)


def test_a_kiosk_takes_the_new_key_and_no_more_the_old_one(room: Newsroom, out: Path) -> None:
    kiosk, old = pinned(room), room.office.cabinet.unlock_key(KeyRole.NEWS, KEY_PASSWORD)
    taken(kiosk, out)
    replace_keys(room.office.cabinet, out, spare_of(room), {KeyRole.NEWS: NEWS_PASSWORD}, room.now)
    publish(room, NEWS_PASSWORD)
    kiosk = taken(kiosk, out)
    with pytest.raises(OfficeError):
        room.office.cabinet.unlock_key(KeyRole.NEWS, KEY_PASSWORD)
    room.office.editions.begin_edition("Pencuri", old, [], room.now, sure=True, done=lambda _edition: None)
    room.office.editions.wait_until_done(30)
    with pytest.raises(SignatureError, match="revoked"):
        taken(kiosk, out)


def test_a_kiosk_that_missed_one_list_takes_the_next(room: Newsroom, out: Path) -> None:
    kiosk = pinned(room)
    replace_keys(room.office.cabinet, out, spare_of(room), {KeyRole.NEWS: NEWS_PASSWORD}, room.now)
    replace_keys(room.office.cabinet, out, spare_of(room), {KeyRole.ALERT: ALERT_PASSWORD}, room.now)
    publish(room, NEWS_PASSWORD)
    held = taken(kiosk, out).held
    assert {each.key.id for each in held if each.role is KeyRole.ALERT} == {
        room.office.cabinet.unlock_key(KeyRole.ALERT, ALERT_PASSWORD).id
    }


def test_each_key_has_its_own_password(room: Newsroom, out: Path) -> None:
    passwords = {KeyRole.NEWS: NEWS_PASSWORD, KeyRole.ALERT: ALERT_PASSWORD}
    keyring = replace_keys(room.office.cabinet, out, spare_of(room), passwords, room.now)
    assert (keyring.number, len(keyring.revoked)) == (1, 2)
    for role, other in ((KeyRole.NEWS, ALERT_PASSWORD), (KeyRole.ALERT, NEWS_PASSWORD)):
        room.office.cabinet.unlock_key(role, passwords[role])
        with pytest.raises(OfficeError):
            room.office.cabinet.unlock_key(role, other)


@pytest.mark.attack("people", "one password typed for two keys, a short or a common one")
@pytest.mark.parametrize(
    "password", ["pendek", ALERT_PASSWORD, KEY_PASSWORD], ids=["short", "twice", "of the spare key"]
)
def test_unfit_password_revokes_no_key(room: Newsroom, out: Path, tmp_path: Path, password: str) -> None:
    cabinet, kiosk = room.office.cabinet, pinned(room)
    spare = spare_of(room)
    elsewhere = (cabinet.folder / "spare.key").rename(tmp_path / "spare.key")
    for role, other in (
        (KeyRole.NEWS, NEWS_PASSWORD),
        (KeyRole.ALERT, "lima ikan di karang"),
        (POST, "tujuh perahu pulang"),
    ):
        cabinet.set_password(role, KEY_PASSWORD, other, other)
    passwords = {KeyRole.ALERT: ALERT_PASSWORD, KeyRole.NEWS: password}
    with pytest.raises(OfficeError):
        replace_keys(cabinet, out, spare, passwords, room.now, spare_file=elsewhere)
    assert not (out / KEYS).exists()
    assert pinned(room) == kiosk
