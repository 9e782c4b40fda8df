"""`kiosk check` on a store and a disk that are not well: what is wrong and what to do, in Indonesian."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from content_cache.formats import read_feed
from content_cache.http.messages import Request
from content_cache.jobs.captivity import syscall_filter
from content_cache.jobs.messages import Question
from content_cache.model.changes import Changes
from content_cache.model.errors import CacheError
from content_cache.model.items import Sheet
from content_cache.model.records import SourceRecord
from content_cache.model.sheets import SheetKind, Water
from content_cache.model.sources import Source
from content_cache.refresh import outcomes
from content_cache.store.store import Store
from content_cache.tables.connect import STORE
from kiosk.cli.check import print_findings
from kiosk.hall.desk.certificate import certificate
from kiosk.installation import Installation
from kiosk.refresher.neighbours.reach import missing
from kiosk.settings import Settings
from kiosk.settings.sections import (
    DeskSettings,
    EmergencySettings,
    PlaceSettings,
    PublicSettings,
    SignSettings,
    WeatherSettings,
)
from tests.content_cache.asking import ask_here
from tests.content_cache.central.office import NEWS
from tests.content_cache.house import rss
from tests.content_cache.misbehaving import MisbehavingServer, Script, Silence, reply
from tests.faults.mounts import make_ext4, mounted, run, why_not
from tests.support import films
from tests.support.desk_server import needs_nginx

needs_mount = pytest.mark.skipif(bool(why_not()), reason=f"no file system can be made here: {why_not()}")


def findings(data: Path, settings: Settings | None = None) -> dict[str, tuple[bool, str]]:
    lines: list[str] = []
    print_findings(Installation(settings or Settings(), None, data, lines.append, lines.append), as_json=True)
    return {found["part"]: (found["ok"], found["text"]) for found in json.loads(lines[-1])["checks"]}


def test_a_damaged_store_is_told_with_what_to_do(tmp_path: Path) -> None:
    Store.open(tmp_path).close()
    (tmp_path / STORE).write_bytes(os.urandom(20_000))
    ok, text = findings(tmp_path)["content"]
    assert not ok
    assert text.startswith(f"{tmp_path / STORE}: berkas isi rusak")
    assert "kiosk refresh" in text


@needs_mount
def test_a_full_disk_and_one_that_is_read_only_are_told(tmp_path: Path) -> None:
    with mounted(make_ext4(tmp_path / "small.img", 8), tmp_path / "small") as data:
        Store.open(data).close()
        ok, text = findings(data)["storage"]
        assert (ok, "hampir penuh" in text) == (False, True)
        run("mount", "-o", "remount,ro", str(data))
        found = findings(data)
        assert (found["storage"][0], "tidak dapat ditulis" in found["storage"][1]) == (False, True)
        assert found["content"][0], "what is stored is read all the same"


@pytest.mark.parametrize(
    ("voice", "words"),
    [
        ("x", "suara 'x' tidak dikenal; pakai salah satu dari auto, mb-id1, id"),
        ("/nowhere", "/nowhere: tidak ada berkas .onnx di folder suara ini"),
    ],
)
def test_what_is_wrong_with_a_voice_is_told_in_indonesian(tmp_path: Path, voice: str, words: str) -> None:
    settings = replace(Settings(), speech=replace(Settings().speech, voice=voice, device="no-such-device"))
    found = findings(tmp_path, settings)
    assert words in found["voice"][1]
    assert found["loudspeaker"] == (
        False,
        "tidak ada perangkat suara 'no-such-device'; periksa kabel dan [speech] device",
    )


def test_the_line_about_the_voice_is_indonesian(tmp_path: Path) -> None:
    text = findings(tmp_path)["voice"][1]
    assert text.startswith("berbicara dengan suara ")
    assert "not installed" not in text


# --- what holds the readers

ELSEWHERE = """
import errno, json, sys
from pathlib import Path
import pyseccomp
if "landlock" in sys.argv[1]:  # from here on this kernel has none
    rules = pyseccomp.SyscallFilter(pyseccomp.ALLOW)
    rules.add_rule(pyseccomp.ERRNO(errno.ENOSYS), "landlock_create_ruleset")
    rules.load()
if "seccomp" in sys.argv[1]:  # nor is there a library
    sys.modules["seccomp"] = sys.modules["pyseccomp"] = None
from tests.kiosk.cli.test_check import findings
found = findings(Path(sys.argv[2]))["readers"]
print(json.dumps(found))
"""


@pytest.mark.slow(cases=1)
@pytest.mark.parametrize(
    ("lacking", "ok", "words"),
    [
        ("", True, "tidak dapat menjangkau apa pun"),
        ("landlock", True, "tidak dapat mengubah apa pun"),
        ("seccomp", False, "dapat menjangkau jaringan"),
        ("landlock, seccomp", False, "hanya dijaga oleh batas"),
    ],
)
def test_what_holds_the_readers_is_told(tmp_path: Path, lacking: str, ok: bool, words: str) -> None:
    """Show that `check` reports what holds the readers, and that it says so where the kernel lacks a means."""
    if syscall_filter() == b"":
        pytest.skip("this machine has no seccomp")
    command = [sys.executable, "-c", ELSEWHERE, lacking, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[3])
    found, text = json.loads(done.stdout)
    assert (found, words in text) == (ok, True), text


# --- sources, each after what really came of it

PAGE = b"<!DOCTYPE html><html><body>Silakan masuk</body></html>"
TORN = b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n" + rss("A", "B")[:-60]
SAID: dict[str, tuple[Script, str]] = {
    "baik": (reply(rss("A")), "baik: baru saja"),
    "kosong": (reply(b""), "umpannya kosong"),
    "hilang": (reply(status=404), "alamat tidak ada di server (HTTP 404)"),
    "tutup": (reply(status=410), "ditutup penerbitnya, isi lama tetap tampil"),
    "sibuk": (reply(status=503, headers={"Retry-After": "120"}), "server sedang sibuk (HTTP 503)"),
    "rusak": (reply(status=500), "server sedang bermasalah (HTTP 500)"),
    "portal": (reply(PAGE, content_type="text/html"), "jaringan minta masuk dulu"),
    "lambat": ((Silence(),), "sambungan terlalu lambat"),
    "besar": (reply(b"x" * 300_000), "terlalu besar"),
    "berkas": (reply(status=302, headers={"Location": "file:///etc/passwd"}), "tempat yang tidak boleh"),
    "terpotong": ((TORN,), "terakhir gagal: hanya sebagian yang sampai"),
    "bukan umpan": (reply(b"halo"), "bukan umpan berita"),
    "dibungkus": (reply(b"x", headers={"Content-Encoding": "zstd"}), "datanya rusak di jalan"),
    "putus": ((b"",), "memutus sambungan"),
    "tanpa judul": (reply(b'{"items": [{"id": "1"}]}'), "tidak ada isinya yang dapat dipakai"),
    "belum": (reply(rss("A")), "belum pernah diambil"),
}  # fmt: skip
ENGLISH = {"the", "is", "no", "not", "was", "answered", "of", "it", "within", "asked", "cannot", "came", "and", "this"}


@pytest.fixture
def server() -> Iterator[MisbehavingServer]:
    with closing(MisbehavingServer()) as made:
        yield made


def asked(source: Source) -> SourceRecord:
    """Return the record of a source after a request as the refresher makes it, in this process; the slow source has 0.5 s."""
    deadline = 0.5 if source.name == "lambat" else 10.0
    request = Request(url=source.url, deadline=deadline, max_bytes=200_000, user_agent="t", private_host="127.0.0.1")
    record, now = SourceRecord(name=source.name, url=source.url), datetime.now(UTC)
    try:
        answer = ask_here(Question(source=source, request=request, body_hash="", now=now), read_feed)
        if answer.error is not None:
            raise answer.error
    except CacheError as error:
        return outcomes.failed(source, record, error, now, jitter=0.0)
    return outcomes.succeeded(source, record, answer, now, kiosk_id="k")


def test_each_source_has_one_line_in_indonesian_that_says_what_came_of_it(
    server: MisbehavingServer, tmp_path: Path
) -> None:
    sources = tuple(
        Source(name=name, url=server.on(f"/{number}", script))
        for number, (name, (script, _)) in enumerate(SAID.items())
    )
    with Store.open(tmp_path) as store:
        for source in sources:
            if source.name != "belum":
                store.remember(asked(source))
    lines: list[str] = []
    installation = Installation(replace(Settings(), sources=sources), None, tmp_path, lines.append, lines.append)
    print_findings(installation, as_json=False)
    told = [line for line in lines if re.match(r"\w+ +sumber ", line)]
    assert len(told) == len(sources)
    for line, (name, (_, words)) in zip(told, SAID.items(), strict=True):
        assert words in line
        assert line.startswith("ok" if name == "baik" else "SALAH")
        assert not ENGLISH & set(line.split()), line


def test_a_source_that_failed_of_late_says_how_old_what_is_shown_is(server: MisbehavingServer, tmp_path: Path) -> None:
    source = Source(name="a", url=server.on("/feed", reply(status=500)))
    with Store.open(tmp_path) as store:
        store.remember(replace(asked(source), last_success=datetime.now(UTC) - timedelta(hours=3)))
    installation = Installation(replace(Settings(), sources=(source,)), None, tmp_path, print, print)
    lines: list[str] = []
    print_findings(replace(installation, out=lines.append), as_json=True)
    (found,) = [one for one in json.loads(lines[-1])["checks"] if one["part"] == "source"]
    assert found["ok"] is False
    assert found["text"].startswith("a: ")
    assert "terakhir gagal: server sedang bermasalah (HTTP 500)" in found["text"]


@pytest.mark.parametrize(
    ("named", "ok", "words"),
    [
        (("Selat Peleng", "Teluk Tolo"), False, "memberitakan Selat Peleng; yang dikenal: Laut Banda, Teluk Tolo"),
        ((), False, "[weather] sea belum menyebut perairan; yang dikenal: Laut Banda, Teluk Tolo"),
        (("TELUK TOLO",), True, "TELUK TOLO"),
    ],
)
def test_a_water_that_two_call_otherwise_is_told(tmp_path: Path, named: tuple[str, ...], ok: bool, words: str) -> None:
    now = datetime.now(UTC)
    waters = tuple(Water(name, now, now + timedelta(hours=12), 0.5, 1.0) for name in ("Teluk Tolo", "Laut Banda"))
    sheet = Sheet(id="laut", source="a", title="Laut", published=now, sheet=SheetKind.SEA, waters=waters)
    with Store.open(tmp_path) as store:
        store.apply("a", Changes(added=(sheet,)), SourceRecord(name="a"), now)
    settings = replace(Settings(), weather=WeatherSettings(sea=named))
    is_well, text = findings(tmp_path, settings)["sea"]
    assert (is_well, words in text) == (ok, True)


def test_where_nobody_has_a_water_there_is_no_line_of_it(tmp_path: Path) -> None:
    Store.open(tmp_path).close()
    assert "sea" not in findings(tmp_path)


@pytest.mark.slow(cases=2)
@pytest.mark.parametrize(
    ("area", "ok", "words"),
    [
        ("72.01.05", True, "peringatan untuk Banggai, Sulawesi Tengah"),
        ("72", True, "peringatan untuk Sulawesi Tengah"),
        ("93.01.02.2001", True, "peringatan untuk Merauke, Papua Selatan"),
        ("72.99.05", False, "[place] area 72.99.05 bukan kode kabupaten atau kota"),
        ("99.01", False, "[place] area 99.01 bukan kode kabupaten atau kota"),
        ("", False, "[place] area belum diisi: peringatan yang hanya menyebut kabupaten tidak dikenali"),
    ],
)
def test_for_which_region_warnings_are_heard_is_told(tmp_path: Path, area: str, ok: bool, words: str) -> None:
    Store.open(tmp_path).close()
    bmkg = Source(name="BMKG", url="https://a.example/autogempa.json", alerts=True)
    place = PlaceSettings(area=area)
    assert findings(tmp_path, Settings(place=place, sources=(bmkg,)))["place"] == (ok, words)
    news = Source(name="Kabar", url="https://a.example/feed")
    assert "place" not in findings(tmp_path, Settings(place=place, sources=(news,)))


def test_the_clock_and_the_disk_have_one_line_each(tmp_path: Path) -> None:
    Store.open(tmp_path).close()
    lines: list[str] = []
    print_findings(Installation(Settings(), None, tmp_path, lines.append, lines.append), as_json=False)
    (clock,) = [line for line in lines if re.match(r"\w+ +jam ", line)]
    (disk,) = [line for line in lines if re.match(r"\w+ +penyimpanan ", line)]
    assert re.search(r"\d{4}-\d\d-\d\d \d\d\.\d\d WITA: jam (?:tepat|belum disetel)", clock)
    assert re.search(r"sisa \d+ MB di ", disk)
    assert not ENGLISH & set(f"{clock} {disk}".split())


@needs_nginx
def test_signs_that_no_warning_could_show_are_told(tmp_path: Path) -> None:
    good, bad, gone = tmp_path / "gempa.mp4", tmp_path / "banjir.mp4", tmp_path / "tsunami.mp4"
    good.write_bytes(films.film(1.0))
    bad.write_bytes(films.film(0.2, size=(1920, 1080)))

    def told(hazard: str, film: Path) -> tuple[bool, str] | None:
        signs = (SignSettings(hazard=hazard, film=str(film)),)
        return findings(tmp_path, Settings(emergency=EmergencySettings(signs=signs))).get("sign language")

    assert told("gempa", good) is None
    assert told("banjir", bad) == (False, f"{bad}: gambar film lebih besar dari 640x360; beri tahu penerbitnya")
    missing = told("tsunami", gone)
    assert missing is not None
    assert (missing[0], str(gone) in missing[1]) == (False, True)


def test_a_desk_that_is_wanted_is_told_with_its_fingerprint(tmp_path: Path) -> None:
    assert "desk" not in findings(tmp_path)
    wanted = Settings(desk=DeskSettings(enabled=True))
    assert "pertama kali" in findings(tmp_path, wanted)["desk"][1]
    (tmp_path / "desk").mkdir()
    certificate(tmp_path / "desk", ("kios.local",))
    ok, text = findings(tmp_path, wanted)["desk"]
    assert ok
    assert re.fullmatch(r"port 8080; SHA-256 [0-9A-F]{64}", text)


def test_kiosks_near_by_are_told_where_they_are_wanted(tmp_path: Path) -> None:
    part = "kiosks near by"
    assert part not in findings(tmp_path, Settings(public=PublicSettings(enabled=True)))
    wanted = Settings(public=PublicSettings(enabled=True, neighbours=True))
    assert findings(tmp_path, wanted)[part] == (
        False,
        "tidak ada sumber dengan keys: edisi tidak dapat diambil dari kios lain atau diteruskan",
    )
    signed = Source(name="Kantor", url="https://kantor.invalid/", format="central", keys=(str(NEWS.public),))
    ok, text = findings(tmp_path, replace(wanted, sources=(signed,)))[part]
    assert ok is (missing() == [])
    assert missing() == [] or "pasang avahi-daemon dan avahi-utils" in text


def test_avahi_is_missing_where_its_programs_are(tmp_path: Path) -> None:
    assert "avahi-browse" in missing(str(tmp_path))
    (tmp_path / "avahi-browse").write_bytes(b"")
    (tmp_path / "avahi-browse").chmod(0o755)
    assert missing(str(tmp_path)) == ["avahi-daemon", "avahi-publish-service"]
