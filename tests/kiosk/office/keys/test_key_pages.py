"""The page of the keys: a password for each, another one, the spare key carried away."""

from __future__ import annotations

from typing import Any

import pytest

from content_cache.signing.keyring import KeyRole
from content_cache.signing.keys import SecretKey
from kiosk.office.base.faults import OfficeError
from kiosk.office.keys.cabinet import POST
from tests.support.newsroom import KEY_PASSWORD, Browser, Newsroom, make_shared_keys

ALERT_PASSWORD, POST_PASSWORD = "pohon kelapa di muara", "surat merah dalam botol"


def typed(**other: str) -> dict[str, Any]:
    passwords = {"news": KEY_PASSWORD, "alert": ALERT_PASSWORD, "post": POST_PASSWORD} | other
    return {f"{field}-{name}": word for name, word in passwords.items() for field in ("sandi", "lagi")}


def made(rahma: Browser) -> Browser:
    rahma.get("/kunci")
    rahma.submit("/kunci", **typed())
    rahma.follow()
    return rahma


def test_each_key_opens_by_its_own_password_alone(room: Newsroom, rahma: Browser) -> None:
    made(rahma)
    cabinet = room.office.cabinet
    cabinet.key(KeyRole.NEWS, KEY_PASSWORD)
    cabinet.key(KeyRole.ALERT, ALERT_PASSWORD)
    cabinet.open_post(POST_PASSWORD)
    for role in (KeyRole.NEWS, KeyRole.ALERT):
        with pytest.raises(OfficeError):
            cabinet.key(role, POST_PASSWORD)
    assert cabinet.shared() == ()
    assert "mungkin memakai satu sandi" not in rahma.words


def test_post_key_may_follow(room: Newsroom, rahma: Browser) -> None:
    rahma.get("/kunci")
    rahma.submit("/kunci", **typed(post=""))
    assert room.office.cabinet.public(POST) is None
    rahma.follow()
    rahma.submit("/kunci/pos", sandi=ALERT_PASSWORD, lagi=ALERT_PASSWORD)
    assert "sandi kunci lain" in rahma.words
    rahma.submit("/kunci/pos", sandi=POST_PASSWORD, lagi=POST_PASSWORD)
    assert room.office.cabinet.public(POST) is not None


@pytest.mark.attack(
    "people", "one password typed for two keys, a short or a common one", "no key is made; the field says why"
)
@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"alert": KEY_PASSWORD}, "sandi kunci lain"),
        ({"post": ALERT_PASSWORD}, "sandi kunci lain"),
        ({"news": "pendek"}, "paling sedikit 10"),
        ({"alert": "kominfo12345"}, "mudah ditebak"),
    ],
)
def test_unfit_passwords_make_no_key(room: Newsroom, rahma: Browser, other: dict[str, str], said: str) -> None:
    rahma.get("/kunci")
    rahma.submit("/kunci", **typed(**other))
    assert said in rahma.words
    assert not list(room.office.cabinet.folder.glob("*.key"))


def test_older_office_goes_on_and_gives_each_key_its_own(room: Newsroom, rahma: Browser) -> None:
    cabinet = room.office.cabinet
    make_shared_keys(cabinet)
    public = cabinet.public(KeyRole.ALERT)
    rahma.get("/kunci")
    assert "mungkin memakai satu sandi" in rahma.words
    rahma.submit("/kunci/sandi", kunci="alert", lama=KEY_PASSWORD, sandi=KEY_PASSWORD, lagi=KEY_PASSWORD)
    assert "sandi kunci lain" in rahma.words
    rahma.submit("/kunci/sandi", kunci="alert", lama="kunci laut biru", sandi=ALERT_PASSWORD, lagi=ALERT_PASSWORD)
    assert "Tidak ada yang diubah" in rahma.words
    rahma.submit("/kunci/sandi", kunci="alert", lama=KEY_PASSWORD, sandi=ALERT_PASSWORD, lagi=ALERT_PASSWORD)
    rahma.follow()
    rahma.submit("/kunci/sandi", kunci="post", lama=KEY_PASSWORD, sandi=POST_PASSWORD, lagi=POST_PASSWORD)
    rahma.follow()
    assert "mungkin memakai satu sandi" not in rahma.words
    assert cabinet.key(KeyRole.ALERT, ALERT_PASSWORD).public == public
    cabinet.key(KeyRole.NEWS, KEY_PASSWORD)


def test_former_post_keys_take_the_new_password_too(room: Newsroom) -> None:
    cabinet = room.office.cabinet
    make_shared_keys(cabinet)
    cabinet.make_post(POST_PASSWORD, POST_PASSWORD)
    cabinet.set_password(POST, POST_PASSWORD, ALERT_PASSWORD, ALERT_PASSWORD)
    cabinet.open_post(ALERT_PASSWORD)
    assert len(cabinet.post_keys()) == 1
    cabinet.open_post(KEY_PASSWORD)
    assert len(cabinet.post_keys()) == 2


def test_spare_key_leaves_once_it_is_elsewhere(room: Newsroom, rahma: Browser) -> None:
    path = room.office.cabinet.folder / "spare.key"
    made(rahma)
    assert "Kunci cadangan masih di server ini" in rahma.get("/").get_data(as_text=True)
    rahma.get("/kunci")
    token = rahma.token
    rahma.submit("/kunci/cadangan/hapus", tempat="Brankas", aman="ya")
    assert "Unduh kunci cadangan dulu" in rahma.words
    rahma.post("/kunci/cadangan", {"tanda": token})
    assert SecretKey.parse(rahma.text, ALERT_PASSWORD).public == room.office.cabinet.public(KeyRole.SPARE)
    for fields in ({"tempat": "", "aman": "ya"}, {"tempat": "Brankas"}):
        rahma.post("/kunci/cadangan/hapus", {"tanda": token, **fields})
        assert path.exists()
    rahma.post("/kunci/cadangan/hapus", {"tanda": token, "tempat": "Brankas Sekretariat", "aman": "ya"})
    rahma.follow()
    assert not path.exists()
    assert "Brankas Sekretariat" in rahma.words
    assert "Kunci cadangan masih di server ini" not in rahma.get("/").get_data(as_text=True)
    rahma.post("/kunci/cadangan", {"tanda": token})
    assert "spare.key" in rahma.text
    assert "menghapus kunci cadangan dari server" in [deed.what for deed in room.office.history.deeds(5)]


def test_new_spare_key_is_offered_anew(room: Newsroom, rahma: Browser) -> None:
    made(rahma)
    token = rahma.token
    rahma.post("/kunci/cadangan", {"tanda": token})
    cabinet = room.office.cabinet
    cabinet.put(KeyRole.SPARE, cabinet.generate(KeyRole.SPARE), ALERT_PASSWORD)
    rahma.post("/kunci/cadangan/hapus", {"tanda": token, "tempat": "Brankas", "aman": "ya"})
    assert (cabinet.folder / "spare.key").exists()


def test_lines_for_kiosks_have_the_public_address(tmp_path: Any) -> None:
    room = Newsroom(tmp_path / "kantor", address="https://kabar.contoh.go.id")
    rahma = made(room.browser("Rahma Lasaeo"))
    assert "https://kabar.contoh.go.id/edisi/" in rahma.words
