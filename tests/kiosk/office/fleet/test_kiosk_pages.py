"""One kiosk at the office, the settings of all, and whose turn an update is."""

from __future__ import annotations

import gzip
import json
import threading
import tomllib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import lxml.html
import pytest

from kiosk.office.editions.previous import in_folder
from kiosk.office.fleet.kiosk_orders import KioskOrders, UpdateRing, toml_of
from kiosk.office.opening import keep_house
from kiosk.office.people.people import Role
from tests.kiosk.office.notices.test_writing import publish
from tests.support.newsroom import Browser, Newsroom, make_shared_keys
from tests.support.posting import enrol, report, report_health

pytestmark = pytest.mark.attack(
    "from afar",
    "an update that breaks kiosks goes to all of them",
    "trial kiosks first; held by itself while one has not come back",
)


KIOSK, OTHER = "0123456789ab", "ba9876543210"
BUNGA = "72.01.05.2004"


def form(**more: str) -> dict[str, str]:
    return {"nama": "pesisir", "untuk": "all", "siapa": "", "lain": ""} | more


def save(browser: Browser, **more: str) -> int:
    browser.get("/setelan")
    fields = form(**more) | {"tanda": browser.token}
    return browser.post("/setelan", fields).status_code


@pytest.fixture
def fatma(room: Newsroom) -> Browser:
    """An administrator."""
    return room.browser("Fatma Adam")


def test_a_kiosk_is_told_in_words_without_any_monitor(room: Newsroom, fatma: Browser) -> None:
    health = {
        "version": "1.4.2", "clock": "floor", "speech_ok": False, "sources": [{"edition": 7}], "temperature": 84.2,
        "under_voltage": True, "card_errors": 3, "loudspeaker": "unknown", "refused": ["semua: speech.volume"],
    }  # fmt: skip
    log = gzip.compress(b"kim-kiosk 1.4.2\n<script>gagal</script>")
    enrol(room.office, KIOSK)
    report(room.office, KIOSK, 1, health=json.dumps(health).encode(), picture=b"RIFF....WEBP", log=log)
    fatma.get("/desa")
    assert f"/kios/{KIOSK}" in fatma.text
    fatma.get(f"/kios/{KIOSK}")
    for words in (
        "Isi edisi 7", "Suara tidak berbunyi", "84 °C", "terlalu panas", "Listriknya terlalu lemah", "Kartunya bermasalah",
        "Jamnya belum pasti", "Program 1.4.2", "Satu setelan ditolak", "Belum diketahui apakah terdengar", "Layar terakhir",
    ):  # fmt: skip
        assert words in fatma.words, words
    picture = fatma.get(f"/kios/{KIOSK}/gambar")
    assert (picture.data, picture.mimetype) == (b"RIFF....WEBP", "image/webp")
    answer = fatma.get(f"/kios/{KIOSK}/catatan")
    assert answer.mimetype == "text/plain"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert b"gagal" in answer.data


HOSTILE: list[bytes] = [
    b"", b"[" * 100_000, b"null", b"7", b'{"sources": 7}', b'{"sources": [{"edition": "x"}]}', b'{"refused": 7, "version": []}',
    b'{"temperature": "<b>", "card_errors": [], "loudspeaker": {}, "refused": ["<script>alert(1)</script>", [1]], "clock": 5}',
]  # fmt: skip


def test_what_a_kiosk_says_is_text_and_breaks_no_page(room: Newsroom, fatma: Browser) -> None:
    for n, content in enumerate(HOSTILE):
        kiosk = f"{n:012x}"
        enrol(room.office, kiosk)
        report(room.office, kiosk, 1, health=content, log=b"no gzip", picture=b"<script>")
        assert fatma.get(f"/kios/{kiosk}").status_code == 200, content
        assert "<script>alert" not in fatma.text
        assert fatma.get(f"/kios/{kiosk}/catatan").status_code == 404
        assert fatma.get(f"/kios/{kiosk}/gambar").mimetype == "image/webp"
    assert fatma.get("/desa").status_code == 200


def test_a_kiosk_that_nobody_knows_has_no_page(room: Newsroom, fatma: Browser) -> None:
    enrol(room.office, KIOSK)
    for name in (OTHER, "..", "%2e%2e", "a" * 100):
        assert fatma.get(f"/kios/{name}").status_code == 404


def test_what_is_asked_goes_with_the_next_edition_and_lapses(room: Newsroom, rahma: Browser) -> None:
    enrol(room.office, KIOSK)
    for kind in ("picture", "test_sound", "picture", "shell"):
        rahma.get(f"/kios/{KIOSK}")
        rahma.post(f"/kios/{KIOSK}/minta", {"tanda": rahma.token, "jenis": kind, "jam": "09:00"})
    rahma.get(f"/kios/{KIOSK}")
    assert "Uji suara 09.00" in rahma.words
    rahma.write("Kabar", "Isi", lalu="siap")
    publish(rahma)
    (sound, picture) = sorted(
        in_folder(room.office.editions.out).feed["_kiosk"]["requests"], key=lambda each: -len(each["kind"])
    )
    assert (picture["kiosk"], picture["kind"], picture["since"]) == (KIOSK, "picture", 1)
    assert (sound["kind"], sound["at"]) == ("test_sound", "09:00")
    rahma.get(f"/kios/{KIOSK}")
    rahma.post(f"/kios/{KIOSK}/batal", {"tanda": rahma.token, "permintaan": picture["id"]})
    assert [each.kind for each in room.office.orders.requests(room.now)] == ["test_sound"]
    assert room.office.orders.requests(room.now + timedelta(days=8)) == []


def test_a_setting_is_saved_shown_changed_published_and_taken_back(
    room: Newsroom, fatma: Browser, rahma: Browser
) -> None:
    enrol(room.office, KIOSK)
    more = {
        "speech.volume": "70",
        "tenang": "20:00-05:30",
        "baca": "07:00, 16:00",
        "lain": '[weather]\nsea = ["Teluk Tolo"]\n',
    }
    assert save(fatma, untuk="areas", siapa="72.01.05", **more) == 303
    written = tomllib.loads((room.folder / "setelan/pesisir.toml").read_text())
    assert written == {
        "areas": ["72.01.05"], "speech": {"volume": 70, "quiet_hours": ["20:00-05:30"]}, "weather": {"sea": ["Teluk Tolo"]},
        "readout": [{"at": "07:00"}, {"at": "16:00"}],
    }  # fmt: skip
    fatma.get("/setelan?nama=pesisir")
    assert "07:00, 16:00" in fatma.text
    assert "Teluk Tolo" in fatma.text
    fatma.get(f"/kios/{KIOSK}")
    assert "Jam tenang" in fatma.words
    rahma.write("Kabar", "Isi", lalu="siap")
    publish(rahma)
    (setting,) = in_folder(room.office.editions.out).feed["_kiosk"]["settings"]
    assert (setting["id"], setting["for"], setting["values"]["speech"]["volume"]) == (
        "pesisir",
        {"areas": ["72.01.05"]},
        70,
    )
    assert save(fatma, semula="pesisir", **{"speech.volume": "80"}) == 303
    rahma.get("/terbitkan")
    assert "Terbitkan 1 perubahan" in rahma.words
    publish(rahma)
    assert in_folder(room.office.editions.out).seq == 2, "settings alone are an edition"
    fatma.get("/setelan")
    fatma.post("/setelan/buang", {"tanda": fatma.token, "nama": "pesisir"})
    assert room.office.orders.settings() == []


REFUSED: list[dict[str, str]] = [
    {"lain": "[speech]\nvolume = 0\n"}, {"lain": "[wifi]\nname = 'x'\n"}, {"lain": "[["}, {"lain": "[technician]\npin = '1234'\n"},
    {"speech.volume": "0"}, {"speech.volume": "x"}, {"tenang": "00:00-23:59"}, {"baca": "25:00"}, {"nama": "../a"}, {"nama": ""},
    {"untuk": "areas"}, {"untuk": "areas", "siapa": "x"}, {"untuk": "semua"}, {"screen.text_scale": "x"}, {},
    {"siapa": BUNGA}, {"lain": "speech = 3"}, {"lain": "speech = 3", "speech.volume": "70"},
    {"lain": "speech = 3", "tenang": "21:00-05:00"},
    {"lain": "x = " + "[" * 15_000},
]  # fmt: skip


def test_a_setting_that_a_kiosk_would_refuse_is_not_saved(room: Newsroom, fatma: Browser) -> None:
    for fields in REFUSED:
        of_settings = not fields or "lain" in fields or any("." in key for key in fields)
        assert save(fatma, **(fields if of_settings else {"speech.volume": "70"} | fields)) == 200, fields
        assert "Tidak disimpan." in fatma.words
        assert room.office.orders.settings() == []


def test_the_page_speaks_of_settings_in_words_and_knows_whom_they_are_for(room: Newsroom, fatma: Browser) -> None:
    enrol(room.office, KIOSK)
    more = {"screen.theme": "contrast", "update.ring": "trial", "place.language": "id", "speech.voice": "kokoro"}
    assert save(fatma, untuk="groups", siapa="ibu hamil, nelayan", **more) == 303
    assert tomllib.loads((room.folder / "setelan/pesisir.toml").read_text())["groups"] == ["ibu-hamil", "nelayan"]
    assert save(fatma, nama="satu", untuk="kiosks", siapa=f"{KIOSK} {OTHER}", **{"speech.volume": "70"}) == 303
    assert save(fatma, nama="dua", untuk="groups", siapa="?", **{"speech.volume": "70"}) == 200
    fatma.get("/setelan?nama=pesisir")
    assert fatma.form("/setelan")["siapa"] == "ibu hamil, nelayan"
    page: Any = lxml.html.fromstring(fatma.text)
    offered = page.xpath("//datalist/option/@value")
    assert {BUNGA, "ibu hamil", KIOSK} <= set(offered)
    chosen = page.xpath("//select/option[@selected]")
    assert {each.get("value"): each.text for each in chosen} == {
        "contrast": "Kontras kuat",
        "trial": "paling dulu: kios percobaan",
        "id": "Indonesia",
        "kokoro": "Kokoro, yang lebih alami",
    }
    assert "Warna layar: Kontras kuat" in fatma.words
    assert f"Kios ini tidak dikenal: {OTHER}" in fatma.words
    assert "Nomornya ada pada nama berkas pembaruan" in fatma.words


def test_that_letters_came_is_no_change_of_the_clerk_s(room: Newsroom, rahma: Browser) -> None:
    enrol(room.office, KIOSK)
    report(room.office, KIOSK, 1, health=b"{}")
    make_shared_keys(room.office.cabinet)
    rahma.write("Kabar", "Isi", lalu="siap")
    rahma.get("/terbitkan")
    assert "Yang boleh dilupakan kios" in rahma.words
    assert "Terbitkan 1 perubahan" in rahma.words


def test_a_new_setting_takes_the_place_of_none(room: Newsroom, fatma: Browser) -> None:
    assert save(fatma, **{"speech.volume": "50"}) == 303
    assert save(fatma, **{"loop.seconds": "30"}) == 200
    assert "Setelan pesisir sudah ada." in fatma.words
    assert tomllib.loads((room.folder / "setelan/pesisir.toml").read_text()) == {"speech": {"volume": 50}}
    fatma.get("/setelan?nama=pesisir")
    assert fatma.submit("/setelan", **{"loop.seconds": "30"}).status_code == 303
    (file,) = room.office.orders.settings()
    assert file.values == {"speech": {"volume": 50}, "loop": {"seconds": 30}}


ENDS = (
    '"besok"', '"2099-01-01T00:00:00"', "2099-01-01T00:00:00", "2099-01-01", "07:00:00", "5", "9999-12-31T23:59:59Z",
    '"2099-01-01T00:00:00Z"', "2099-01-01T00:00:00+08:00",
)  # fmt: skip


def test_request_that_was_done_leaves_the_list_and_says_when(room: Newsroom, fatma: Browser) -> None:
    enrol(room.office, KIOSK)
    for kind in ("picture", "log"):
        room.office.orders.add_request(KIOSK, kind, room.now + timedelta(days=7), room.now)
    picture, log = (each.id for each in room.office.orders.requests(room.now))
    report_health(room.office, KIOSK, 1, done=[])
    room.now = room.now.replace(hour=7, minute=14) + timedelta(days=1)
    report_health(room.office, KIOSK, 2, done=[picture])
    room.wait(hours=1)
    report_health(room.office, KIOSK, 3, done=[picture], sources=[{"edition": 7}])
    fatma = room.browser("Fatma Adam")
    fatma.get(f"/kios/{KIOSK}")
    assert "Gambar layar dikerjakan hari ini 07.14" in fatma.words, "not when it last reported"
    assert picture not in fatma.text
    assert log in fatma.text
    assert "Isi edisi 7" in fatma.words


def test_a_request_that_somebody_wrote_by_hand_breaks_no_page(room: Newsroom, fatma: Browser) -> None:
    enrol(room.office, KIOSK)
    rows = [f'[[request]]\nid = "r{n}"\nkiosk = "{KIOSK}"\nkind = "log"\nuntil = {end}\n' for n, end in enumerate(ENDS)]
    odd = f'[[request]]\nid = "odd"\nkiosk = "{KIOSK}"\nkind = ["log"]\nuntil = 2099-01-01T00:00:00Z\n'
    (room.folder / "permintaan.toml").write_text("".join([*rows, odd]))
    assert fatma.get(f"/kios/{KIOSK}").status_code == 200
    assert [each.id for each in room.office.orders.requests(room.now)] == ["r7", "r8"]


def test_a_file_that_somebody_spoilt_is_told_and_breaks_nothing(room: Newsroom, fatma: Browser) -> None:
    folder = room.folder / "setelan"
    folder.mkdir()
    (folder / "a.toml").write_text("[speech]\nvolume = 0\nquiet_hours = 5\n")
    (folder / "b.toml").write_text("[[")
    (folder / "c.toml").write_text('areas = [5]\nreadout = 7\nspeech = "x"\nsource = [1]\n')
    (room.folder / "gelombang.toml").write_text("12 = 5\n[13]\nshare = 'x'\n[x]\n")
    (room.folder / "permintaan.toml").write_text("request = [1, {id = 5}]")
    for path in ("/setelan", "/setelan?nama=a", "/setelan?nama=b", "/setelan?nama=c", "/setelan?nama=../office"):
        assert fatma.get(path).status_code == 200, path
    assert "suara peringatan tidak dapat dimatikan" in fatma.words


PAGES = {
    "/setelan": {"Anton Djalil": 403, "Rahma Lasaeo": 200, "Hendra Mokoagow": 403, "Fatma Adam": 200},
    f"/kios/{KIOSK}": dict.fromkeys(("Anton Djalil", "Rahma Lasaeo", "Hendra Mokoagow", "Fatma Adam"), 200),
    f"/kios/{KIOSK}/catatan": {"Anton Djalil": 403, "Rahma Lasaeo": 404, "Hendra Mokoagow": 403, "Fatma Adam": 404},
}
POSTS: dict[str, set[str]] = {
    "/setelan": {"Fatma Adam"},
    "/setelan/buang": {"Fatma Adam"},
    "/setelan/gelombang": {"Fatma Adam"},
    f"/kios/{KIOSK}/minta": {"Rahma Lasaeo", "Fatma Adam"},
    f"/kios/{KIOSK}/batal": {"Rahma Lasaeo", "Fatma Adam"},
}


def test_who_may_see_and_do_what(room: Newsroom) -> None:
    enrol(room.office, KIOSK)
    room.office.people.set_roles("hendra", {Role.WRITER})  # its code is a door of its own
    for name in ("Anton Djalil", "Rahma Lasaeo", "Hendra Mokoagow", "Fatma Adam"):
        browser = room.browser(name)
        for path, answers in PAGES.items():
            assert browser.get(path).status_code == answers[name], path
        for path, allowed in POSTS.items():
            browser.get("/akun")
            assert (browser.post(path, {"tanda": browser.token}).status_code != 403) == (name in allowed), path
            assert browser.post(path, {}).status_code in (400, 403), "without the page's token"


# --- rings


def test_a_ring_goes_from_trial_kiosks_to_all_and_stops_by_itself(room: Newsroom, fatma: Browser) -> None:
    enrol(room.office, KIOSK)
    enrol(room.office, OTHER)
    room.office.orders.save_setting("percobaan", {"kiosks": [KIOSK]}, {"update": {"ring": "trial"}})

    def hear(kiosk: str, n: int) -> None:
        report(room.office, kiosk, n, counts=b"{}")

    def step(step: str) -> UpdateRing:
        fatma.get("/setelan")
        fatma.post("/setelan/gelombang", {"tanda": fatma.token, "nomor": "12", "langkah": step})
        (ring,) = room.office.orders.rings()
        return ring

    hear(KIOSK, 1)
    hear(OTHER, 1)
    assert step("trial") == UpdateRing(12, trial=True)
    assert step("10") == UpdateRing(12, trial=True, share=10)
    room.wait(hours=37)
    fatma.log_in("Fatma Adam")
    fatma.get("/setelan")
    assert "Belum kembali: Balai Desa Bunga." in fatma.words
    assert room.office.orders.rings() == [UpdateRing(12, trial=True, share=10, hold=True)]
    assert step("10") == UpdateRing(12, trial=True, share=10), "somebody decides to go on without it"
    fatma.get("/setelan")
    assert room.office.orders.rings() == [UpdateRing(12, trial=True, share=10)]
    hear(KIOSK, 2)
    assert step("100") == UpdateRing(12, trial=True, share=100)
    assert step("hold") == UpdateRing(12, trial=True, share=100, hold=True)
    for wrong in ("0", "-1", "x", "9" * 12):
        fatma.get("/setelan")
        fatma.post("/setelan/gelombang", {"tanda": fatma.token, "nomor": wrong, "langkah": "100"})
    assert len(room.office.orders.rings()) == 1


class Days(threading.Event):
    """Over after as many days as there are `dawns`, of which each is called at its end."""

    def __init__(self, *dawns: Callable[[], None]) -> None:
        super().__init__()
        self.dawns = list(dawns)

    def wait(self, timeout: float | None = None) -> bool:  # noqa: ARG002 - the days of a test are short
        if not self.dawns:
            self.set()
        else:
            self.dawns.pop(0)()
        return self.is_set()


def test_a_day_on_which_everything_fails_is_not_the_last(room: Newsroom, caplog: pytest.LogCaptureFixture) -> None:
    enrol(room.office, KIOSK)
    report(room.office, KIOSK, 1, health=b"{}")
    room.office.orders.save_setting("percobaan", {"kiosks": [KIOSK]}, {"update": {"ring": "trial"}})
    room.office.orders.set_ring(UpdateRing(5, trial=True))
    later = room.now + timedelta(hours=37)
    room.now = "no time at all"  # type: ignore[assignment]
    keep_house(room.office, Days(lambda: setattr(room, "now", later)))
    assert caplog.text.count("a chore of the day failed") >= 2
    assert room.office.orders.rings() == [UpdateRing(5, trial=True, hold=True)]


def test_a_setting_for_a_list_of_lists_hinders_no_ring(room: Newsroom, fatma: Browser) -> None:
    (room.folder / "setelan").mkdir()
    (room.folder / "setelan/a.toml").write_text('kiosks = [["x"]]\n[update]\nring = "trial"\n')
    room.office.orders.set_ring(UpdateRing(5, trial=True))
    assert room.office.rings.watched(room.now) == [UpdateRing(5, trial=True)]
    (file,) = room.office.orders.settings()
    assert file.kind == "kiosks", "and is for no other kiosk"
    assert fatma.get("/setelan?nama=a").status_code == 200


ROUND: list[dict[str, Any]] = [
    {"speech": {"volume": 60, "lexicon": {"ke PKK": "pe ka \"ka\" \\ \x7f"}}}, {"readout": []},
    {"readout": [{"at": "07:00"}], "loop": {"posters": True}},
    {"emergency": {"numbers": [{"name": "Puskesmas", "number": "0461 1"}]}}, {"screen": {"text_scale": 1.4}},
]  # fmt: skip


@pytest.mark.parametrize("values", ROUND)
def test_what_is_written_is_what_is_read(values: dict[str, Any]) -> None:
    assert tomllib.loads("\n".join(toml_of(values))) == values


def test_a_settings_file_outlives_its_way_through_the_desk(room: Newsroom) -> None:
    orders = KioskOrders(room.folder)
    orders.save_setting("a", {"groups": ["nelayan"]}, ROUND[0])
    found = orders.setting("a")
    assert found is not None
    assert (found.kind, dict(found.values)) == ("groups", ROUND[0])
