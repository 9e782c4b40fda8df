"""What others write: watched sites, taken over with where it is from; twice told, changed, taken back; hostile feeds; phones."""

from __future__ import annotations

import io
import json
import os
import threading
import time
import tracemalloc
from collections.abc import Iterator
from datetime import datetime, timedelta
from html import escape
from pathlib import Path

import pytest
from PIL import Image

from content_cache.formats.feed import MOST_ITEMS
from kiosk.office.base.faults import OfficeError
from kiosk.office.inbox.inbox import Arrival, ArrivalBox, ArrivalKind, arrival_id
from kiosk.office.inbox.watch import MOST_AT_ONCE, MOST_FIRST
from kiosk.office.notices.attachments import MOST_FILM, Attachments
from kiosk.office.setup.setup import read_setup
from tests.content_cache.misbehaving import MisbehavingServer, reply
from tests.support.newsroom import Browser, Newsroom

pytestmark = [
    pytest.mark.attack(
        "root and keys",
        "a site that the office watches is taken over: false news, 10,000 items, huge pictures, addresses of "
        "the office's network, markup",
        "drafts that a person takes or reads; ten at first, 50 at one time; pictures are fetched when one is "
        "taken, 15 MB, opened in captivity; the network's addresses are refused; markup is letters",
    ),
    pytest.mark.attack(
        "root and keys",
        "an administrator, or whoever has the password, makes the desk ask this machine's network",
        "what is typed lies on the web; only `office.toml` may name what is near",
    ),
    pytest.mark.attack(
        "root and keys",
        "another page sends the form that phones share by",
        "refused unless the browser says `Sec-Fetch-Site: none` or `same-origin`; with it a form changes "
        "one's own inbox and nothing else",
    ),
]


NOW = datetime.fromisoformat("2026-11-27T09:41:00+08:00")
Entry = tuple[str, str, str, datetime]
"""Its id, its title, its text (HTML) and when it was published."""

BLT: Entry = ("a1", "Penyaluran BLT tahap 4", "<p>Di balai desa, pukul 09.00.</p><ul><li>KTP</li><li>KK</li></ul>", NOW)


@pytest.fixture
def site() -> Iterator[MisbehavingServer]:
    served = MisbehavingServer()
    yield served
    served.close()


def feed(*entries: Entry, more: str = "") -> bytes:
    items = "".join(
        f"<item><guid isPermaLink='false'>{escape(key)}</guid><title>{escape(title)}</title>"
        f"<link>https://simpang.example/{escape(key)}</link><pubDate>{when:%a, %d %b %Y %H:%M:%S %z}</pubDate>"
        f"<description>{escape(text)}</description>{more}</item>"
        for key, title, text, when in entries
    )
    return f"<?xml version='1.0'?><rss version='2.0'><channel><title>S</title>{items}</channel></rss>".encode()


def jpeg(width: int, height: int) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "navy").save(out, "JPEG")
    return out.getvalue()


def watch(room: Newsroom, site: MisbehavingServer, body: bytes, *, trusted: bool = False, etag: str = "") -> None:
    path = room.folder / "office.toml"
    if "[[watch]]" not in path.read_text():
        with path.open("a", encoding="utf-8") as file:
            file.write(
                f'[[watch]]\nname = "OpenSID Simpang"\nurl = "{site.url}/feed"\ntrusted = {str(trusted).lower()}\n'
            )
    said = {"ETag": etag} if etag else {}
    site.on("/feed", reply(body, content_type="application/rss+xml", headers=said))


def look(room: Newsroom) -> None:
    room.wait(minutes=16)
    room.office.watcher.ask_due(wanted=True)


def titles(room: Newsroom, person: str = "anton") -> list[str]:
    return [each.title for each in room.office.inbox.list_arrivals(person)]


def drafts(room: Newsroom) -> list[Path]:
    return sorted(room.folder.glob("_*.md"))


def test_one_tap_makes_a_draft_that_says_where_it_is_from(
    room: Newsroom, anton: Browser, site: MisbehavingServer
) -> None:
    picture = f"<enclosure url='{site.url}/poster.jpg' type='image/jpeg' length='1'/>"
    site.on("/poster.jpg", reply(jpeg(400, 300), content_type="image/jpeg"))
    watch(room, site, feed(BLT, more=picture))
    look(room)
    anton.get("/kotak")
    assert "Penyaluran BLT tahap 4" in anton.words
    assert "Belum diperiksa" in anton.words
    arrival = room.office.inbox.list_arrivals("anton")[0]
    anton.submit(f"/kotak/{arrival.id}/ambil")
    (draft,) = drafts(room)
    text = draft.read_text()
    anton.follow()

    assert "Diambil dari OpenSID Simpang." in anton.words
    assert "https://simpang.example/a1" in anton.text
    for said in ("title: Penyaluran BLT tahap 4", "author: OpenSID Simpang", "link: https://simpang.example/a1"):
        assert said in text
    assert "Di balai desa, pukul 09.00.\n\n- KTP\n- KK" in text
    assert "by: anton" in text
    assert "came: 2026-11-27T09:57+08:00" in text
    assert (room.folder / "lampiran/poster.jpg").is_file()
    assert titles(room) == []
    fatma = room.browser("Fatma Adam")
    fatma.get("/riwayat")
    assert "mengambil “Penyaluran BLT tahap 4” dari OpenSID Simpang (https://simpang.example/a1)" in fatma.words


def test_it_is_asked_at_its_turn_with_its_etag_and_told_once(room: Newsroom, site: MisbehavingServer) -> None:
    site.validators["/feed"] = '"satu"'
    watch(room, site, feed(BLT), etag='"satu"')
    room.office.watcher.ask_due()
    room.office.watcher.ask_due()
    assert len(site.asked("/feed")) == 1
    look(room)
    assert site.asked("/feed")[1].headers["if-none-match"] == '"satu"'
    assert titles(room) == ["Penyaluran BLT tahap 4"]

    arrival = room.office.inbox.list_arrivals("anton")[0]
    room.office.taking.make_draft(arrival, "anton", "Anton", room.now)
    site.validators.clear()
    watch(room, site, feed(BLT))
    look(room)
    assert titles(room) == []


def test_it_is_looked_at_when_somebody_wants_it_and_by_itself(
    room: Newsroom, anton: Browser, site: MisbehavingServer
) -> None:
    watch(room, site, feed(BLT))
    anton.get("/kotak")
    anton.submit("/kotak/cek")
    room.office.watcher.wait_until_asked(60)
    assert len(site.asked("/feed")) == 1
    assert "Penyaluran BLT tahap 4" in anton.follow().get_data(as_text=True)

    room.wait(minutes=20)
    looking = threading.Thread(target=room.office.watcher.keep_going)
    looking.start()
    end = time.monotonic() + 60
    while len(site.asked("/feed")) < 2 and time.monotonic() < end:
        time.sleep(0.02)
    room.office.watcher.close()
    looking.join(60)
    assert not looking.is_alive()
    assert len(site.asked("/feed")) == 2


@pytest.mark.slow(cases=0)
def test_a_changed_one_comes_again_and_one_taken_back_is_told(room: Newsroom, site: MisbehavingServer) -> None:
    old = ("a0", "Lama", "Kabar lama", NOW - timedelta(days=3))
    watch(room, site, feed(BLT, old))
    look(room)
    taken = next(each for each in room.office.inbox.list_arrivals("rahma") if each.title != "Lama")
    name = room.office.taking.make_draft(taken, "rahma", "Rahma", room.now)
    watch(room, site, feed((*BLT[:2], "Ditunda sampai Senin.", NOW), old))
    look(room)
    rahma = room.browser("Rahma Lasaeo")
    rahma.get(f"/kotak?buka={taken.id}")
    assert "Diubah oleh sumbernya" in rahma.words
    assert "Ditunda sampai Senin." in rahma.words
    assert f'href="/kabar/{name}"' in rahma.text
    assert "Ditunda" not in (room.folder / f"_{name}.md").read_text()

    watch(room, site, feed(old))
    look(room)
    rahma = room.browser("Rahma Lasaeo")
    rahma.get(f"/kotak?buka={taken.id}")
    assert "Sumbernya menarik kabar ini." in rahma.words
    rahma.submit(f"/kotak/{taken.id}/buang")
    watch(room, site, feed())
    look(room)
    assert titles(room, "rahma") == ["Lama"]  # an empty feed takes nothing back


def test_the_own_site_makes_drafts_that_nobody_publishes(
    room: Newsroom, rahma: Browser, site: MisbehavingServer
) -> None:
    watch(room, site, feed(BLT), trusted=True)
    look(room)
    (draft,) = drafts(room)
    rahma.get("/kabar?lihat=rancangan")

    assert "asked:" in draft.read_text()
    assert "Minta dibaca" in rahma.words
    assert [name for name in room.files() if not name.startswith("_")] == []
    assert titles(room) == []


@pytest.mark.slow(cases=2)
@pytest.mark.parametrize(
    "words", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{7*7}}", "---\nid: x"]
)
def test_markup_of_others_stays_letters(room: Newsroom, anton: Browser, site: MisbehavingServer, words: str) -> None:
    watch(room, site, feed(("a1", f"Judul {words}", f"<p>Isi</p>{words}", NOW)))
    look(room)
    arrival = room.office.inbox.list_arrivals("anton")[0]
    for path in ("/kotak", "/", "/kotak/sumber"):
        anton.get(path)
        assert "<script>alert" not in anton.text
        assert "<img src=x" not in anton.text
        assert " style=" not in anton.text
    anton.get("/kotak")
    anton.submit(f"/kotak/{arrival.id}/ambil")
    anton.follow()
    assert "<script>alert" not in anton.text
    assert "<img src=x" not in anton.text
    assert len(drafts(room)) == 1


@pytest.mark.slow(cases=0)
def test_a_flood_of_news_is_bounded(room: Newsroom, site: MisbehavingServer) -> None:
    many = [(f"n{n}", f"Kabar {n}", "Isi", NOW) for n in range(10_000)]
    watch(room, site, feed(*many))
    look(room)
    assert len(titles(room)) == MOST_FIRST
    watch(room, site, feed(*many[MOST_ITEMS : MOST_ITEMS + 200]))
    look(room)
    assert len(titles(room)) == MOST_FIRST + MOST_AT_ONCE


def test_pictures_of_this_network_huge_ones_and_none_are_left_out(room: Newsroom, site: MisbehavingServer) -> None:
    site.on("/besar.jpg", reply(b"\xff\xd8\xff" + b"\0" * 1_000, content_type="image/jpeg", length=16_000_000))
    site.on("/bukan.jpg", reply(b"<html>masuk dulu</html>", content_type="image/jpeg"))
    urls = (
        "http://127.0.0.2:1/x.jpg",
        "http://169.254.169.254/x.jpg",
        f"{site.url}/besar.jpg",
        f"{site.url}/bukan.jpg",
    )
    more = "".join(f"<enclosure url='{url}' type='image/jpeg' length='1'/>" for url in urls)
    watch(room, site, feed(BLT, more=more))
    look(room)
    room.office.taking.make_draft(room.office.inbox.list_arrivals("anton")[0], "anton", "Anton", room.now)

    assert len(drafts(room)) == 1
    assert "lampiran" not in drafts(room)[0].read_text()


def test_what_is_no_feed_is_told_and_what_came_stays(room: Newsroom, site: MisbehavingServer) -> None:
    watch(room, site, feed(BLT))
    look(room)
    for body in (b"", b"<html><title>Masuk</title></html>", b"\xff" * 1_000):
        watch(room, site, body)
        look(room)
        assert room.office.watcher.statuses()[0].problem is not None
    watch(room, site, b"<rss><channel><item>")
    look(room)
    anton = room.browser("Anton Djalil")
    anton.get("/kotak")

    assert titles(room) == ["Penyaluran BLT tahap 4"]
    assert "Yang sudah masuk tetap ada di sini." in anton.words


def test_what_is_remembered_outlives_the_process(room: Newsroom, site: MisbehavingServer) -> None:
    watch(room, site, feed(BLT))
    look(room)
    again = ArrivalBox(room.folder / ".kantor")

    assert [each.title for each in again.list_arrivals("anton")] == ["Penyaluran BLT tahap 4"]
    (room.folder / f".kantor/kotak/{again.list_arrivals('anton')[0].id}/kiriman.json").write_bytes(b"\0rusak")
    assert ArrivalBox(room.folder / ".kantor").list_arrivals("anton") == []


def test_an_address_with_the_brackets_of_an_example_stops_no_desk(room: Newsroom) -> None:
    (room.folder / "office.toml").write_text('address = "https://[alamat]/"\nmonitor = "http://[alamat]:8428"\n')
    setup = read_setup(room.folder)
    assert setup.hosts == ("localhost", "127.0.0.1", "[::1]")
    assert setup.monitor == ""


@pytest.mark.slow(cases=3)
@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1/feed", "http://localhost/feed", "http://192.168.1.1/", "http://[::1]/", "http://169.254.169.254/",
     "http://0x7f.1/", "http://2130706433/", "http://router.local/", "http://router/", "https://a:b@situs.example/",
     "file:///etc/passwd", "gopher://situs.example/", "http://[::1", "https://situs.example/\nX: y", ""],
)  # fmt: skip
def test_no_address_of_this_network_can_be_typed(room: Newsroom, url: str) -> None:
    fatma = room.browser("Fatma Adam")
    fatma.get("/kotak/sumber")
    fatma.submit("/kotak/sumber", nama="Situs", alamat=url)

    assert read_setup(room.folder).watch == ()


def test_a_site_is_added_and_the_settings_stay(room: Newsroom) -> None:
    fatma = room.browser("Fatma Adam")
    before = (room.folder / "office.toml").read_text()
    fatma.get("/kotak/sumber")
    fatma.submit("/kotak/sumber", nama='Desa "Bunga"\n[mail]', alamat="https://bunga.invalid/feed")
    room.office.watcher.wait_until_asked(60)
    (added,) = read_setup(room.folder).watch

    assert (added.name, added.url, added.trusted) == ('Desa "Bunga" [mail]', "https://bunga.invalid/feed", False)
    assert (room.folder / "office.toml").read_text().startswith(before.rstrip())
    fatma.get("/kotak")
    assert 'Desa "Bunga" [mail]' in fatma.words


def test_a_writer_takes_and_an_editor_throws_away(
    room: Newsroom, anton: Browser, rahma: Browser, site: MisbehavingServer
) -> None:
    watch(room, site, feed(BLT))
    look(room)
    (arrival,) = room.office.inbox.list_arrivals("anton")
    anton.get("/kotak")
    assert anton.post(f"/kotak/{arrival.id}/buang", {"tanda": anton.token}).status_code == 403
    rahma.get("/kotak")
    rahma.submit(f"/kotak/{arrival.id}/ambil", lalu="hoaks")
    text = drafts(room)[0].read_text()

    assert "category: klarifikasi" in text
    assert "claim: Penyaluran BLT tahap 4" in text


# what phones share

PHONE = {"Sec-Fetch-Site": "none"}


def share(browser: Browser, headers: dict[str, str], **fields: object) -> int:
    return browser.post("/bagikan", fields, headers=headers, content_type="multipart/form-data").status_code


def test_what_is_shared_from_a_chat_has_no_signs_of_it(room: Newsroom, anton: Browser) -> None:
    """They came as "\\*PENTING\\*" into the text, and into the title as they were."""
    assert share(anton, PHONE, teks="*PENTING* Kerja bakti\n_Bawa sapu_") == 303
    (arrival,) = room.office.inbox.list_arrivals("anton")
    assert arrival.title == "PENTING Kerja bakti Bawa sapu"
    assert arrival.parts["body"].split() == ["PENTING", "Kerja", "bakti", "Bawa", "sapu"]


def test_a_poster_shared_from_a_phone_waits_for_that_person_alone(
    room: Newsroom, anton: Browser, rahma: Browser
) -> None:
    poster = (io.BytesIO(jpeg(300, 200)), "WhatsApp Image.jpeg")
    assert (
        share(anton, PHONE, judul="Vaksin hewan", teks="Senin <b>pagi</b>\nhttps://toili.example/1", berkas=poster)
        == 303
    )
    assert room.files() == []
    assert titles(room, "rahma") == []
    anton.follow()
    assert "Vaksin hewan" in anton.words
    (arrival,) = room.office.inbox.list_arrivals("anton")
    assert anton.get(f"/kotak/{arrival.id}/0").headers["Content-Type"] == "image/jpeg"
    assert rahma.get(f"/kotak/{arrival.id}/0").status_code == 404
    anton.get("/kotak")
    anton.submit(f"/kotak/{arrival.id}/ambil")
    text = drafts(room)[0].read_text()

    assert "file: lampiran/" in text
    assert "link: https://toili.example/1" in text
    assert "Senin \\<b>pagi\\</b>" in text


@pytest.mark.parametrize("headers", [{}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}])
def test_another_site_shares_nothing(room: Newsroom, anton: Browser, headers: dict[str, str]) -> None:
    assert share(anton, headers, judul="Jahat") == 403
    assert share(anton, headers | {"Origin": "https://jahat.example"}, judul="Jahat") == 403
    assert titles(room) == []


def test_the_phones_door_opens_no_other(room: Newsroom, anton: Browser) -> None:
    others = ("/bagikan", "/post", "/bawa")  # kiosks and couriers have no session: an envelope is signed
    for route in room.app.extensions["routes"].values():
        if route.method == "POST" and route.path not in others:
            path = route.path.replace("<path:name>", "catatan").replace("<int:number>", "1")
            assert anton.post(path, {"judul": "x"}, headers=PHONE).status_code == 403, route.path
    assert share(room.browser(), PHONE, judul="Tanpa sesi") == 303
    assert room.files() == []
    assert not (room.folder / ".kantor/kotak").exists()


def test_what_is_shared_over_the_end_of_a_session_is_kept(room: Newsroom, anton: Browser) -> None:
    room.wait(minutes=40)
    assert share(anton, PHONE, judul="Masih ada") == 303
    assert anton.page.headers["Location"].startswith("/masuk")
    assert titles(room) == ["Masih ada"]


def test_the_manifest_names_the_door_for_phones(room: Newsroom, anton: Browser) -> None:
    anton.get("/kotak")
    assert "manifest.webmanifest" in anton.text
    anton.get("/s/manifest.webmanifest")
    told = json.loads(anton.text)
    fields = told["share_target"]["params"]

    assert anton.page.headers["Content-Type"] == "application/manifest+json"
    assert told["share_target"]["action"] in [route.path for route in room.app.extensions["routes"].values()]
    assert {fields["title"], fields["text"], fields["url"], fields["files"][0]["name"]} == {
        "judul",
        "teks",
        "tautan",
        "berkas",
    }
    for icon in told["icons"]:
        assert anton.get(icon["src"]).status_code == 200


def test_the_inbox_holds_so_much_of_each_and_no_more(tmp_path: Path) -> None:
    inbox = ArrivalBox(tmp_path)
    for n in range(ArrivalKind.PHONE.most + 5):
        for box in ("hp:a", "hp:b"):
            inbox.put(
                Arrival(
                    id=arrival_id(box, str(n)),
                    kind=ArrivalKind.PHONE,
                    box=box,
                    source="a",
                    came=NOW + timedelta(minutes=n),
                    title=str(n),
                    parts={},
                )
            )

    assert len(inbox.list_arrivals("anton")) == 2 * ArrivalKind.PHONE.most
    assert {each.title for each in inbox.list_arrivals("anton")} == {
        str(n) for n in range(5, ArrivalKind.PHONE.most + 5)
    }
    assert sum(1 for _ in (tmp_path / "kotak").iterdir()) == 2 * ArrivalKind.PHONE.most


def test_two_taps_make_one_draft(room: Newsroom, anton: Browser) -> None:
    assert share(anton, PHONE, judul="Vaksin hewan", teks="Senin") == 303
    anton.follow()
    form, (arrival,) = anton.token, room.office.inbox.list_arrivals("anton")
    names = {room.office.taking.make_draft(arrival, "anton", "Anton", room.now) for _ in range(2)}
    anton.post(f"/kotak/{arrival.id}/ambil", {"tanda": form})

    assert len(drafts(room)) == 1
    assert anton.page.headers["Location"] == f"/kabar/{names.pop()}"


def test_a_film_is_never_whole_in_memory(tmp_path: Path) -> None:
    film = tmp_path / "film.mp4"
    with film.open("wb") as file:
        file.truncate(30_000_000)
    attachments = Attachments(tmp_path / "kantor", tmp_path / "kantor/.kantor")
    tracemalloc.start()
    try:
        with film.open("rb") as stream:
            first = attachments.store_upload(stream, "Pawai.mp4")
        assert attachments.adopt(film, None).file == "lampiran/film.mp4"
        assert tracemalloc.get_traced_memory()[1] < 10_000_000
    finally:
        tracemalloc.stop()
    with film.open("rb") as stream:
        again = attachments.store_upload(stream, "Pawai.mp4")
    os.truncate(film, MOST_FILM + 1)
    with film.open("rb") as stream, pytest.raises(OfficeError, match="office_upload_unfit"):
        attachments.store_upload(stream, "Lain.mp4")

    assert (first.file, again.file) == ("lampiran/pawai.mp4", "lampiran/pawai.mp4")
    assert sorted(path.name for path in (tmp_path / "kantor/lampiran").iterdir()) == ["film.mp4", "pawai.mp4"]
