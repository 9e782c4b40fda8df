"""The public pages: what they hold, how they turn, what a guest of the hall's Wi-Fi may ask for; by a real nginx."""

from __future__ import annotations

import os
import re
import tempfile
import threading
import time
import urllib.error
import urllib.request
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import av
import lxml.html
import pypdfium2
import pytest
from PIL import Image

from content_cache.model.attachments import Attachment
from content_cache.model.blocks import Block, BlockKind
from content_cache.model.changes import Changes
from content_cache.model.items import Alert, Announcement, Answer, Clarification, Event, NewsItem, Occurrence, Service
from content_cache.model.vocabulary import Hazard, Provenance, Severity, Verdict
from content_cache.store.store import Store
from kiosk.content.phone_site import CURRENT
from kiosk.installation import Installation
from kiosk.refresher.site import builder
from kiosk.refresher.site.builder import SiteContent, WrittenSite, current, write_site
from kiosk.refresher.site.keeping import EVERY_S, LEAST_S, SiteKeeper
from kiosk.refresher.site.publishing import build, speak
from kiosk.refresher.site.voices import FOLDER
from kiosk.refresher.site.words import MOST_WORDS, words_of
from kiosk.settings import load
from tests.support.public_site import HAS_NGINX, served

NOW = datetime(2026, 11, 27, 9, 41, tzinfo=ZoneInfo("Asia/Makassar"))
EVIL = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'"


@pytest.fixture
def village(tmp_path: Path) -> Installation:
    """A store with one of each kind, some of them hostile."""
    config, data = tmp_path / "kiosk.toml", tmp_path / "data"
    config.write_text(
        '[place]\nname = "Balai Desa Bunga"\narea = "72.01.05"\n'
        '[emergency]\nnumbers = [{ name = "Puskesmas", number = "0461 000 118" }]\n'
        'points = [{ name = "Lapangan SD 1", direction = "ke arah bukit" }]\n'
        f'[[source]]\nname = "Desa"\nurl = "{tmp_path / "kabar.json"}"\nalerts = true\n'
    )
    installation = Installation(load(config), config, data, print, print)
    media = data / "media"
    media.mkdir(parents=True)
    (media / "a.jpg").write_bytes(b"gambar")
    for n in (1, 2):
        Image.new("RGB", (300, 400), "white").save(media / f"b{n}.jpg")
    (media / "c.wav").write_bytes(b"RIFF" + bytes(40))
    pictures = (
        Attachment("https://x/a.jpg", "image/jpeg", alt=f"Poster {EVIL}", path="media/a.jpg", thumbnail="media/a.jpg"),
        Attachment("https://x/b.pdf", "application/pdf", pages=3),
        *(Attachment("https://x/b.pdf", "image/jpeg", path=f"media/b{n}.jpg", page=n) for n in (1, 2)),
        Attachment("https://x/c.wav", "audio/wav", path="media/c.wav"),
        Attachment("https://x/d.jpg", "image/jpeg", alt="Belum datang"),
    )
    items = (
        NewsItem(
            id="1", source="Desa", title=f"Pupuk datang {EVIL}", published=NOW, attachments=pictures,
            provenance=Provenance.VERIFIED,
            blocks=(Block(BlockKind.PARAGRAPH, f"Pupuk bersubsidi. {EVIL}"), Block(BlockKind.HEADING, "Harga"),
                    Block(BlockKind.ITEM, "tabel", rows=(("Barang", "Harga"), ("Urea", f"112 {EVIL}")))),
        ),
        Announcement(id="2", source="Desa", title="Air mati", text="Tampunglah air.", expires=NOW + timedelta(days=1)),
        Service(id="3", source="Desa", title="KTP baru", requirements=("KK asli",), hours="08.00-12.00", place="Kantor camat"),
        Clarification(id="4", source="Desa", title="Tsunami tidak bisa diramal", claim="Nanti ada tsunami", verdict=Verdict.FALSE),
        Event(id="5", source="Desa", title="Posyandu Melati", place="Balai",
              occurrences=(Occurrence(NOW + timedelta(hours=2), NOW + timedelta(hours=4)),)),
        Answer(id="a1", source="Desa", title="Kapan jalan diperbaiki?", text="Bulan depan.", author="Kades", kiosk="k", number=1),
        Answer(id="a2", source="Desa", title="Rahasia dua", text="Hanya untuk penanya.", kiosk="k", number=2, private=True),
        Announcement(id="6", source="Desa", title="Nanti", text="Belum.", publish_from=NOW + timedelta(days=1)),
        Announcement(id="7", source="Desa", title="Desa lain", text="Bukan kita.", areas=("72.01.06",)),
    )  # fmt: skip
    with Store.open(data) as store:
        store.apply("Desa", Changes(added=items), None, NOW)
    return installation


def pages(installation: Installation, out: Path, now: datetime = NOW) -> WrittenSite:
    return build(installation, out, installation.clock(now).read())


def text(out: Path, path: str) -> str:
    return (out / CURRENT / path).read_text("utf-8")


def words(out: Path, path: str) -> str:
    return " ".join(str(lxml.html.fromstring(text(out, path)).xpath("string(//main)")).split())


def test_a_visitor_finds_what_the_kiosk_shows_and_no_more(village: Installation, tmp_path: Path) -> None:
    out = tmp_path / "site"
    pages(village, out)
    assert "Pupuk datang" in words(out, "berita.html")
    assert "Air mati" in words(out, "pengumuman.html")
    assert "Nanti" not in words(out, "pengumuman.html")
    assert "Desa lain" not in words(out, "pengumuman.html")
    assert "Posyandu Melati" in words(out, "kegiatan.html")
    assert "0461 000 118" in words(out, "darurat.html")
    assert "Lapangan SD 1" in words(out, "darurat.html")
    whole = "".join(path.read_text("utf-8") for path in (out / CURRENT / "k").iterdir())
    assert all(told in whole for told in ("KK asli", "SALAH", "Nanti ada tsunami", "Urea"))
    assert "Bukan kita" not in whole
    assert "Kapan jalan diperbaiki?" in words(out, "warga-bertanya.html")
    assert "Bulan depan." in whole
    everything = "".join(path.read_text("utf-8") for path in (out / CURRENT).rglob("*.html"))
    assert "Rahasia dua" not in everything
    assert "Hanya untuk penanya" not in everything
    kept = {path.suffix: path for path in (out / CURRENT / "media").iterdir()}
    assert sorted(kept) == [".jpg", ".pdf", ".wav"]
    with pypdfium2.PdfDocument(kept[".pdf"]) as document:
        assert len(document) == 2, "its pages, as the kiosk drew them"
    assert f'href="/media/{kept[".pdf"].name}" download' in whole
    assert "Pupuk datang" in words(out, "cari/pupuk.html")
    assert "Pupuk datang" in words(out, "cari/Rabuk.html"), "as a village says it, and as a telephone writes it"
    assert 'href="/cari/pupuk.html"' in text(out, "cari.html")


def test_nothing_that_an_office_or_a_stranger_writes_becomes_markup(village: Installation, tmp_path: Path) -> None:
    out = tmp_path / "site"
    pages(village, out)
    for path in (out / CURRENT).rglob("*.html"):
        page: Any = lxml.html.fromstring(path.read_text("utf-8"))
        assert page.xpath("//script | //*[@onerror] | //iframe") == []
        assert all(link.startswith(("/", "#", "tel:")) for link in page.xpath("//@href | //@src | //@action"))
        (policy,) = page.xpath("//meta[@http-equiv]/@content")
        assert "default-src 'none'" in policy
        assert "script" not in policy


def test_a_warning_stands_on_every_page_until_it_ends(village: Installation, tmp_path: Path) -> None:
    out, ends = tmp_path / "site", NOW + timedelta(hours=3)
    warning = Alert(
        id="w", source="Desa", title="Gelombang tinggi", text="Jangan melaut.", hazard=Hazard.WAVES,
        severity=Severity.SIAGA, priority=3,
        published=NOW, effective=NOW, expires=ends, areas=("72.01.05",), geocodes=("72.01.05",),
    )  # fmt: skip
    with Store.open(village.data) as store:
        store.apply("Desa", Changes(added=(warning,)), None, NOW)
    pages(village, out)
    assert all('class="pita"' in text(out, path) for path in ("index.html", "berita.html", "cari/pupuk.html"))
    assert "PERINGATAN" in words(out, "darurat.html")
    pages(village, out, ends + timedelta(days=3))
    assert 'class="pita"' not in text(out, "index.html")


def test_an_empty_kiosk_has_pages_too(tmp_path: Path) -> None:
    config = tmp_path / "kiosk.toml"
    config.write_text('[place]\nname = "Bunga"\n')
    installation = Installation(load(config), config, tmp_path / "data", print, print)
    pages(installation, tmp_path / "site")
    assert "112" in words(tmp_path / "site", "darurat.html")
    assert "belum tersambung" in words(tmp_path / "site", "darurat.html")


def test_the_name_of_the_pages_goes_below_the_time_rather_than_in_pieces(village: Installation, tmp_path: Path) -> None:
    """Beside it, in letters twice as large, stood "I", "n" and "fo Desa" (seen in Chromium at 360 pixels)."""
    out = tmp_path / "site"
    pages(village, out)
    (rule,) = re.findall(r"^header b\{(.*?)\}", text(out, "gaya.css"), re.MULTILINE)
    assert {"word-wrap:normal", "overflow-wrap:normal"} <= set(rule.split(";"))


def test_what_recurs_is_told_with_its_next_day_and_nothing_is_of_today(village: Installation, tmp_path: Path) -> None:
    out, weeks = tmp_path / "site", [NOW + timedelta(days=1 + 7 * n) for n in range(3)]
    again = Event(id="r", source="Desa", title="Timbang balita", place="Balai",
                  occurrences=tuple(Occurrence(each, each + timedelta(hours=1)) for each in weeks))  # fmt: skip
    with Store.open(village.data) as store:
        store.apply("Desa", Changes(added=(again,)), None, NOW)
    pages(village, out)
    page = next(path for path in (out / CURRENT / "k").iterdir() if "Timbang balita" in path.read_text("utf-8"))
    assert "28 Nov" in page.read_text("utf-8")
    assert "28 Nov" in words(out, "index.html")
    for path in (out / CURRENT).rglob("*.html"):
        told = str(lxml.html.fromstring(path.read_text("utf-8")).xpath("string()")).lower()
        assert not re.search(r"hari ini|besok|kemarin|menit lalu|baru saja", told), path.name


def test_a_long_text_is_cut_and_says_so(village: Installation, tmp_path: Path) -> None:
    out = tmp_path / "site"
    blocks = tuple(Block(BlockKind.PARAGRAPH, "Kata " * 200) for _ in range(60))
    with Store.open(village.data) as store:
        store.apply(
            "Desa", Changes(added=(NewsItem(id="l", source="Desa", title="Panjang", blocks=blocks),)), None, NOW
        )
    pages(village, out)
    assert "dapat dibaca di kios" in "".join(path.read_text("utf-8") for path in (out / CURRENT / "k").iterdir())
    assert max(path.stat().st_size for path in (out / CURRENT).rglob("*.html")) <= 30_000


def test_what_is_read_aloud_once_is_heard_on_its_page(village: Installation, tmp_path: Path) -> None:
    """Show that a text read aloud once can be heard on its page, and that a gone text's sound is deleted."""
    out = tmp_path / "site"
    moment = village.clock(NOW).read()
    pages(village, out)
    assert speak(village, moment, most=1) == 1
    pages(village, out)
    page = next(
        path.read_text("utf-8") for path in (out / CURRENT / "k").iterdir() if "Tampunglah air" in path.read_text()
    )
    source = re.search(r'<audio controls preload="none" src="/(media/[0-9a-f]{32}[.]ogg)">', page)
    assert source is not None
    with av.open(str(out / CURRENT / source[1])) as sound:
        (stream,) = sound.streams.audio
        assert (stream.codec_context.name, stream.codec_context.sample_rate) == ("opus", 48_000)
        assert sum(frame.samples for frame in sound.decode(stream)) > 48_000
    (made,) = (village.data / FOLDER).iterdir()
    assert made.stat().st_size < 200_000
    with Store.open(village.data) as store:
        store.apply("Desa", Changes(withdrawn=("2",)), None, NOW)
    assert speak(village, moment, most=0) == 0
    assert list((village.data / FOLDER).iterdir()) == []


# --- turning


@pytest.mark.slow(cases=0)
def test_only_what_changed_is_written_anew(village: Installation, tmp_path: Path) -> None:
    out = tmp_path / "site"
    first = pages(village, out)
    assert pages(village, out) == WrittenSite(first.folder, first.pages, 0)
    with Store.open(village.data) as store:
        store.apply(
            "Desa", Changes(added=(Announcement(id="8", source="Desa", title="Rapat", text="Malam ini."),)), None, NOW
        )
    third = pages(village, out)
    assert third.folder != first.folder
    assert 0 < third.anew < third.pages
    assert current(out) == third.folder
    assert first.folder.is_dir(), "who reads it just now goes on"


def test_a_guest_sees_the_old_or_the_new_pages_and_never_neither(tmp_path: Path) -> None:
    out, over = tmp_path / "site", threading.Event()
    seen: list[int] = []
    odd: list[str] = []

    def look() -> None:
        while not over.is_set():
            try:
                seen.append(int((out / CURRENT / "a.html").read_bytes()))
            except (OSError, ValueError) as error:
                odd.append(repr(error))

    write_site(SiteContent({"a.html": b"0"}, {}), out)
    guest = threading.Thread(target=look)
    guest.start()
    for number in range(1, 60):
        write_site(SiteContent({"a.html": b"%d" % number}, {}), out)
        while not odd and seen[-1:] != [number]:  # who reads is one turn behind at most
            time.sleep(0.001)
    over.set()
    guest.join()
    assert odd == []
    assert seen == sorted(seen)
    assert len(list(out.glob("v-*"))) == 2


def test_broken_off_the_old_ones_stand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "site"
    write_site(SiteContent({"a.html": b"1"}, {}), out)

    def full(*_: object) -> bool:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(builder, "_write_page", full)  # a disk that fills up
        with pytest.raises(OSError, match="No space"):
            write_site(SiteContent({"a.html": b"2"}, {}), out)
    assert (out / CURRENT / "a.html").read_bytes() == b"1"
    assert [path.name for path in out.iterdir() if path.name.startswith(".")] == []


def test_they_follow_the_store_and_the_clock_but_not_at_every_turn() -> None:
    moment, revision, built = [0.0], [1], []

    def make() -> WrittenSite:
        built.append(moment[0])
        return WrittenSite(Path(), 1, 1)

    keeper = SiteKeeper(make, lambda: revision[0], lambda: moment[0])
    for seconds, moved in ((0, 0), (10, 1), (LEAST_S, 0), (2 * LEAST_S + 5, 0), (EVERY_S + 2 * LEAST_S, 0)):
        moment[0], revision[0] = float(seconds), revision[0] + moved
        keeper.renew_site()
        keeper.close()
    assert built == [0.0, LEAST_S, EVERY_S + 2 * LEAST_S]


# --- words


def test_words_are_those_that_find_something() -> None:
    items = [
        NewsItem(id=str(n), source="x", title=f"Panen raya ke {n}", text="Petani untung. Pupuk tiba.") for n in range(3)
    ]
    items.append(NewsItem(id="x", source="x", title="SIM keliling", text="Bawa KTP."))
    check = Clarification(id="c", source="a", title="Itu keliru", claim="Air galon beracun", verdict=Verdict.FALSE)
    assert words_of([check])["galon"] == (check,), "whoever looks for a rumour types what goes round"
    found = words_of(items)
    assert [item.id for item in found["sim"]] == ["x"]
    assert len(found["pupuk"]) == 3
    assert "ktp" not in found, "one text alone is not worth a page"
    assert "yang" not in found
    many = [
        NewsItem(
            id=str(n), source="x", title=f"kata{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}{chr(97 + n // 676)} lain"
        )
        for n in range(900)
    ]
    hostile = NewsItem(id="e", source="x", title=f"{EVIL} ../../etc")
    assert len(words_of(many)) <= MOST_WORDS
    assert all(re.fullmatch("[a-z]{3,24}", word) for word in words_of([*items, hostile, *many]))


# --- the server


OUTSIDE = (
    "/../rahasia.html", "/%2e%2e/rahasia.html", "/..%2frahasia.html", "/../v-lain/lain.html", "/.hidden", "/k/", "/media/",
    "/cari?q=..%2f..%2frahasia", "/cari?q=%00", "/cari/../../rahasia.html", "//etc/passwd", "/kiosk.sqlite",
)  # fmt: skip


def ask(url: str, method: str = "GET", body: bytes | None = None) -> tuple[int, str, dict[str, str]]:
    request = urllib.request.Request(url, data=body, method=method)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, answer.read().decode("utf-8", "replace"), dict(answer.headers)
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode("utf-8", "replace"), dict(error.headers)


@pytest.mark.skipif(not HAS_NGINX, reason="nginx is not installed")
def test_the_server_gives_the_pages_and_nothing_else(village: Installation, tmp_path: Path) -> None:
    with tempfile.TemporaryDirectory() as place:
        srv = Path(place)
        srv.chmod(0o755)
        out = srv / "info-desa"
        before = os.umask(0o007)  # as the refresher's unit has it
        try:
            out.mkdir(mode=0o755)
            out.chmod(0o755)  # as the technician has made it
            pages(village, out)
        finally:
            os.umask(before)
        (srv / "rahasia.html").write_text("rahasia", "utf-8")
        (out / "v-lain").mkdir()
        (out / "v-lain/lain.html").write_text("rahasia", "utf-8")
        _guest(out, tmp_path)


def _guest(out: Path, place: Path) -> None:
    with served(out, place, place / "nobody") as (base, _, _):
        code, home, headers = ask(f"{base}/")
        assert (code, headers["X-Content-Type-Options"]) == (200, "nosniff")
        assert "Info Desa" in home
        assert "Pupuk datang" in ask(f"{base}/cari?q=Pupuk+bersubsidi")[1]
        missed = ask(f"{base}/cari?q=tidakada")[1]
        assert "Tidak ditemukan. Coba satu kata lain." in missed
        assert 'href="/cari/pupuk.html"' in missed
        assert ask(f"{base}/cari?q=")[1] == ask(f"{base}/cari")[1] == ask(f"{base}/cari.html")[1]
        assert "Tidak ditemukan" not in ask(f"{base}/cari.html")[1]
        assert ask(f"{base}/media/a.jpg")[0] == 200
        assert "sudah tidak ada" in ask(f"{base}/k/000000000000.html")[1]
        for path in OUTSIDE:
            code, told, _ = ask(f"{base}{path}")
            assert "rahasia" not in told
            assert "root:" not in told
            assert code in (200, 400, 403, 404)
        before = {path: path.stat().st_mtime_ns for path in out.rglob("*")}
        for method in ("POST", "PUT", "DELETE", "PATCH"):
            assert ask(f"{base}/index.html", method, b"x")[0] in (403, 404, 405)
        assert ask(f"{base}/index.html", "POST", b"x" * 100_000)[0] in (404, 405, 413)
        assert {path: path.stat().st_mtime_ns for path in out.rglob("*")} == before
