"""The page of the keys: a password for each, another one, the spare key carried away."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import lxml.html
import pytest

from content_cache.signing.keyring import KeyRole
from content_cache.signing.keys import SecretKey
from kiosk.cli.main import main
from kiosk.office.base.faults import OfficeError
from kiosk.office.keys.cabinet import POST
from kiosk.settings.loader import settings_from_tables
from tests.kiosk.office.people.test_emergency_role import with_code
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
    cabinet.unlock_key(KeyRole.NEWS, KEY_PASSWORD)
    cabinet.unlock_key(KeyRole.ALERT, ALERT_PASSWORD)
    cabinet.open_post(POST_PASSWORD)
    for role in (KeyRole.NEWS, KeyRole.ALERT):
        with pytest.raises(OfficeError):
            cabinet.unlock_key(role, POST_PASSWORD)
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
    assert cabinet.unlock_key(KeyRole.ALERT, ALERT_PASSWORD).public == public
    cabinet.unlock_key(KeyRole.NEWS, KEY_PASSWORD)


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
    downloaded = rahma.post("/kunci/cadangan", {"tanda": token})
    assert 'filename="spare.key"' in downloaded.headers["Content-Disposition"], "panduan-server.md names it so"
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


def test_pages_and_command_write_lines_that_make_a_kiosk_ask_for_warnings_each_minute(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    room = Newsroom(tmp_path / "kantor", address="https://kabar.contoh.go.id")
    rahma = made(room.browser("Rahma Lasaeo"))
    rahma.get("/kunci")
    on_page, *_ = lxml.html.fromstring(rahma.text).xpath("//pre[@class='baris-kios']/text()")
    fatma = room.browser("Fatma Adam")
    fatma.get("/pendaftaran")
    (for_cards,) = lxml.html.fromstring(fatma.text).xpath("//textarea[@name='dasar']/text()")
    assert for_cards.strip() == on_page
    assert main(["keys", "new", "--to", str(tmp_path / "lain"), "--no-password"]) == 0
    printed = [line for line in capsys.readouterr().out.splitlines() if " = " in line]
    own = '[[source]]\nname = "Kantor"\nurl = "http://192.168.1.7/"\n'
    for lines in (on_page, own + "\n".join(printed)):
        read = settings_from_tables(tomllib.loads(lines), lines)
        assert read.faults == ()
        assert [(source.alerts, source.every) for source in read.sources] == [(True, 60.0)]


def test_role_emergency_changes_the_password_of_its_own_key_alone(room: Newsroom, rahma: Browser) -> None:
    hendra = room.browser("Hendra Mokoagow")
    with_code(hendra)
    assert "Belum ada kunci darurat" in (hendra.get("/kunci"), hendra.words)[1]
    made(rahma)
    hendra.get("/darurat")
    assert 'href="/kunci"' in hendra.text
    hendra.get("/kunci")
    assert "/kunci/cadangan" not in hendra.text
    assert 'value="news"' not in hendra.text
    token = hendra.token
    fresh = {"sandi": "angin barat daya", "lagi": "angin barat daya"}
    hendra.post("/kunci/sandi", {"tanda": token, "kunci": "news", "lama": KEY_PASSWORD, **fresh})
    assert "Tidak ada yang diubah" in hendra.words
    room.office.cabinet.unlock_key(KeyRole.NEWS, KEY_PASSWORD)
    hendra.submit("/kunci/sandi", lama=ALERT_PASSWORD, **fresh)
    assert hendra.page.status_code == 303
    room.office.cabinet.unlock_key(KeyRole.ALERT, "angin barat daya")
    for path in ("", "/pos", "/cadangan", "/cadangan/hapus"):
        assert hendra.post(f"/kunci{path}", {"tanda": token}).status_code == 403


def test_spare_key_opens_by_the_password_of_its_day(room: Newsroom, rahma: Browser) -> None:
    made(rahma)
    cabinet = room.office.cabinet
    assert "terbuka dengan sandi kunci darurat saat dibuat" in rahma.words
    assert "Kunci cadangan yang dibuat sebelumnya tetap" in rahma.words
    cabinet.set_password(KeyRole.ALERT, ALERT_PASSWORD, "angin barat daya", "angin barat daya")
    SecretKey.parse(cabinet.spare.fetch(room.now).decode(), ALERT_PASSWORD)


@pytest.mark.attack("people", "one password typed for two keys, a short or a common one")
def test_news_and_post_may_not_have_the_password_of_the_spare_key(room: Newsroom, rahma: Browser) -> None:
    made(rahma)
    cabinet = room.office.cabinet
    cabinet.set_password(KeyRole.ALERT, ALERT_PASSWORD, "angin barat daya", "angin barat daya")
    for name, old in ((KeyRole.NEWS, KEY_PASSWORD), (POST, POST_PASSWORD)):
        with pytest.raises(OfficeError) as refused:
            cabinet.set_password(name, old, ALERT_PASSWORD, ALERT_PASSWORD)
        assert refused.value.problem.code == "office_password_shared"
    cabinet.set_password(KeyRole.ALERT, "angin barat daya", ALERT_PASSWORD, ALERT_PASSWORD)


def test_another_password_shuts_what_was_open(room: Newsroom, rahma: Browser) -> None:
    made(rahma)
    cabinet = room.office.cabinet
    cabinet.unlock_key(KeyRole.NEWS, KEY_PASSWORD, keep=True)
    cabinet.open_post(POST_PASSWORD)
    cabinet.set_password(KeyRole.NEWS, KEY_PASSWORD, "angin barat daya", "angin barat daya")
    assert not cabinet.is_open(KeyRole.NEWS)
    assert cabinet.post_keys()
    cabinet.set_password(POST, POST_PASSWORD, "garam di atas luka", "garam di atas luka")
    assert cabinet.post_keys() == ()


def test_broken_off_change_of_password_goes_on_where_it_was(room: Newsroom) -> None:
    cabinet = room.office.cabinet
    for _ in range(3):
        cabinet.make_post(POST_PASSWORD, POST_PASSWORD)
    newest, *former = sorted(cabinet.folder.glob("post*.key"), key=lambda path: path.name != "post.key")
    cabinet.set_password(POST, POST_PASSWORD, ALERT_PASSWORD, ALERT_PASSWORD)
    assert newest.stat().st_mtime_ns >= max(path.stat().st_mtime_ns for path in former)
    key = SecretKey.parse(former[1].read_text("utf-8"), ALERT_PASSWORD)
    former[1].write_text(key.file(KEY_PASSWORD, memory=2**20), "utf-8")  # as if the power had gone between the files
    cabinet.set_password(POST, ALERT_PASSWORD, KEY_PASSWORD, KEY_PASSWORD)
    cabinet.open_post(KEY_PASSWORD)
    assert len(cabinet.post_keys()) == 3


@pytest.mark.parametrize("lost", [".pub", ".key"])
def test_no_post_key_is_written_over(room: Newsroom, lost: str) -> None:
    cabinet = room.office.cabinet
    cabinet.make_post(POST_PASSWORD, POST_PASSWORD)
    (cabinet.folder / f"post{lost}").unlink()
    before = {path.read_bytes() for path in cabinet.folder.glob("post*")}
    with pytest.raises(OfficeError) as refused:
        cabinet.make_keys(
            {
                name: (word, word)
                for name, word in (("news", KEY_PASSWORD), ("alert", ALERT_PASSWORD), (POST, "garam di atas luka"))
            }
        )
    assert refused.value.problem.code == "office_key_there"
    cabinet.make_post("garam di atas luka", "garam di atas luka")
    assert before <= {path.read_bytes() for path in cabinet.folder.glob("post*")}
