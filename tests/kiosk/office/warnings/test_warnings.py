"""A warning from the office: two people, the emergency key, a drill that says so, the end, and nothing that holds it up."""

from __future__ import annotations

import json
import os
import re
import threading
import time
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
import pyotp
import pytest

from content_cache.alerts import Place, concerns
from content_cache.formats import read_feed
from content_cache.formats.sms.message import number_at, open_message, parse
from content_cache.formats.sms.parts import PartBox
from content_cache.model.items import Alert
from content_cache.model.sources import Source
from content_cache.model.vocabulary import Hazard, Severity
from content_cache.signing.keyring import Held, Keyring, KeyRole
from content_cache.signing.keys import PublicKey, SecretKey
from kiosk.office.base.faults import OfficeCode, OfficeError
from kiosk.office.editions.previous import Previous, in_folder
from kiosk.office.people.people import Role, new_secret
from kiosk.office.publishing.deliveries import Deliveries
from kiosk.office.publishing.edition_log import EditionLog
from kiosk.office.publishing.records import EditionProgress, TargetStep
from kiosk.office.publishing.run import Editions, Enclosures
from kiosk.office.setup.setup import EditionTarget
from kiosk.office.warnings.warnings import OfficeWarning, ReleasedWarning, message, new_warning, sms_of
from tests.kiosk.office.notices.test_writing import publish
from tests.support.newsroom import KEY_PASSWORD, PASSWORD, Browser, Newsroom

pytestmark = pytest.mark.attack(
    "people",
    "one person alone, or with a wrong code, releases a warning",
    "it waits for a second person of the role, and lapses after 15 minutes",
)


NOW = datetime(2026, 11, 24, 9, 41, tzinfo=ZoneInfo("Asia/Makassar"))
FORM = {
    "kejadian": "Banjir bandang Sungai Batui",
    "tingkat": "awas",
    "isi": "Air naik satu meter.",
    "langkah": "Naik ke tempat tinggi.\nJangan menyeberang.",
    "asal": "BPBD Banggai",
    "jam": "6",
    "dibaca": "ya",
    "daerah": ["72.01.05", "72.01.06"],
}


@pytest.fixture
def emergency(room: Newsroom, rahma: Browser) -> Browser:
    """Hendra, of the role Emergency, with his code set up; Fatma is the other one. The keys are made."""
    room.office.people.set_roles("fatma", {Role.EMERGENCY, Role.ADMINISTRATOR})
    for person in ("hendra", "fatma"):
        secret = new_secret()
        totp = pyotp.TOTP(secret)
        room.office.people.set_code(person, secret, totp.generate_otp(_step(totp) - 1))
    publish_once(rahma)
    hendra = room.browser()
    hendra.log_in("hendra", PASSWORD, code_of(room, "hendra"))
    return hendra


def _step(totp: pyotp.TOTP) -> int:
    return totp.timecode(datetime.now().astimezone())


def code_of(room: Newsroom, person: str) -> str:
    """The code of now; or of the next step, where this one was used."""
    found = room.office.people.find_person(person)
    assert found is not None
    totp = pyotp.TOTP(found.totp)
    return totp.generate_otp(max(_step(totp), found.step + 1))


def publish_once(editor: Browser) -> None:
    editor.write("Kabar", "Isi", lalu="siap")
    publish(editor)


def released(browser: Browser, second: str = "fatma", **fields: str) -> Browser:
    room = browser.room
    browser.get("/darurat")
    data = {"nama": second, "sandi": PASSWORD, "kode": code_of(room, second), "kunci": KEY_PASSWORD, "dibaca": "ya"}
    browser.submit("/darurat/lepas", **{**data, **fields})
    room.office.editions.wait_until_done(30)
    return browser


def alerts(room: Newsroom) -> list[Alert]:
    """Return the alerts of the published edition as a kiosk reads them."""
    out = room.folder / ".kantor/terbit"
    feed = json.loads((out / "feed.json").read_bytes())
    found = []
    for listed in feed["_kiosk"]["files"]:
        source = Source(
            name="Kantor", url="https://kantor.example/", format="cap", alerts=True, timezone="Asia/Makassar"
        )
        read = read_feed((out / listed["name"]).read_bytes(), source, url=source.url, now=room.now)
        found += [item for item in read.items if isinstance(item, Alert)]
    return found


def published(room: Newsroom) -> Previous:
    return in_folder(room.folder / ".kantor/terbit")


def test_two_people_release_a_warning(room: Newsroom, emergency: Browser) -> None:
    emergency.get("/darurat")
    emergency.submit("/darurat", **FORM)
    emergency.follow()
    assert "Menunggu orang kedua" in emergency.words
    assert alerts(room) == []
    released(emergency)

    (alert,) = alerts(room)
    assert (alert.severity, alert.hazard, alert.status, alert.message) == (
        Severity.AWAS,
        Hazard.FLOOD,
        "Actual",
        "Alert",
    )
    assert alert.geocodes == ("72.01.05", "72.01.06")
    assert alert.places == ("Luwuk", "Luwuk Timur"), "it is read aloud: nobody knows a village by its code"
    assert alert.author == "BPBD Banggai"
    edition = in_folder(room.folder / ".kantor/terbit")
    key = room.office.cabinet.public(KeyRole.ALERT)
    assert key is not None
    assert (edition.seq, edition.key_id) == (2, key.id)
    assert [item["title"] for item in edition.items.values()] == ["Kabar"]
    emergency.get("/darurat")
    assert "1 peringatan berlaku" in emergency.words


def test_what_waits_to_go_out_waits_over_a_warning(emergency: Browser, rahma: Browser) -> None:
    rahma.get("/")
    assert "0siap terbit" in rahma.words
    rahma.write("Kabar dua", "Isi", lalu="siap")
    emergency.get("/darurat")
    emergency.submit("/darurat", **FORM)
    emergency.follow()
    released(emergency)
    rahma.get("/")
    assert "1siap terbit" in rahma.words


@pytest.mark.slow(cases=3)
@pytest.mark.parametrize("hours", ["", "0", "73", "-1", "6.5", "٦", "9" * 5_000])
def test_hours_that_are_none_are_told(room: Newsroom, emergency: Browser, hours: str) -> None:
    emergency.get("/darurat")
    emergency.submit("/darurat", **{**FORM, "jam": hours})
    assert emergency.page.status_code == 200
    assert "72" in str(emergency.page.data.decode().partition('id="ringkasan"')[2].partition("</div>")[0])
    assert room.office.warnings.waiting_warning(room.now) is None


@pytest.mark.slow(cases=2)
@pytest.mark.parametrize(
    ("second", "fields", "told"),
    [
        ("hendra", {}, "Harus orang lain."),
        ("rahma", {"kode": ""}, "Harus orang lain."),
        ("fatma", {"sandi": "bukan sandinya"}, "Nama, sandi, atau kode tidak cocok."),
        ("fatma", {"kode": ""}, "Ketik juga kode 6 angka."),
        ("fatma", {"kunci": "salah"}, "Sandi kunci salah. Tidak ada yang terbit."),
        ("fatma", {"dibaca": ""}, "Centang bahwa Anda sudah membaca"),
        ("fatma", {"peringatan": "lain"}, "Tidak ada orang kedua dalam 15 menit."),
    ],
)
def test_nothing_goes_out_without_a_second_person(
    room: Newsroom, emergency: Browser, second: str, fields: dict[str, str], told: str
) -> None:
    emergency.get("/darurat")
    emergency.submit("/darurat", **FORM)
    emergency.get("/darurat")
    data = {"nama": second, "sandi": PASSWORD, "kunci": KEY_PASSWORD, "dibaca": "ya"}
    code = code_of(room, second) if second != "rahma" else ""
    emergency.submit("/darurat/lepas", **{**data, "kode": code, **fields})

    assert told in emergency.words
    assert alerts(room) == []
    assert not list((room.folder / "peringatan").glob("*"))


def test_villages_lie_folded_in_their_districts(emergency: Browser) -> None:
    """Show that villages are folded by district: unfolded, 300 of them put the release key fourteen metres down on a phone."""
    emergency.get("/darurat")
    folded = re.compile(r"<details( open)?><summary>(\d) desa<")
    assert folded.findall(emergency.text) == [("", "2"), ("", "1")]
    emergency.submit("/darurat", **{**FORM, "daerah": ["72.01.05.2004"], "dibaca": None})
    assert "Centang bahwa Anda sudah membaca" in emergency.words
    assert folded.findall(emergency.text) == [(" open", "2"), ("", "1")]
    assert emergency.form("/darurat")["daerah"] == "72.01.05.2004"


def test_a_wrong_code_leaves_the_second_persons_name(emergency: Browser) -> None:
    emergency.get("/darurat")
    emergency.submit("/darurat", **FORM)
    emergency.follow()
    emergency.submit("/darurat/lepas", nama="fatma", sandi=PASSWORD, kode="000000", kunci=KEY_PASSWORD, dibaca="ya")
    assert emergency.form("/darurat/lepas")["nama"] == "fatma"


@pytest.mark.parametrize("area", ["\x01", "99.99", "<b>", "72.01.05.9999", "x" * 5_000])
def test_a_warning_is_for_areas_that_there_are(room: Newsroom, emergency: Browser, area: str) -> None:
    emergency.get("/darurat")
    emergency.submit("/darurat", **{**FORM, "daerah": ["72.01.05", area]})

    assert "tidak ada di daftar desa" in emergency.words
    assert room.office.warnings.waiting_warning(room.now) is None


def test_the_second_person_sees_on_every_page_that_a_warning_waits(room: Newsroom, emergency: Browser) -> None:
    fatma = room.browser()
    fatma.log_in("fatma", PASSWORD, code_of(room, "fatma"))
    told = "Sebuah peringatan menunggu Anda sebagai orang kedua"
    fatma.get("/kabar")
    assert told not in fatma.words
    emergency.get("/darurat")
    emergency.submit("/darurat", **FORM)
    for path in ("/", "/kabar", "/desa"):
        fatma.get(path)
        assert told in fatma.words
        assert "Gugur pukul 09.56" in fatma.words
    for person in (emergency, room.browser("Rahma Lasaeo")):  # who wrote it, and who may not release it
        person.get("/")
        assert told not in person.words
    room.wait(minutes=16)
    fatma.get("/")
    assert told not in fatma.words


def test_it_lapses_after_a_quarter_of_an_hour(room: Newsroom, emergency: Browser) -> None:
    emergency.get("/darurat")
    emergency.submit("/darurat", **FORM)
    emergency.get("/darurat")
    form = emergency.form("/darurat/lepas")
    room.wait(minutes=16)
    emergency.post(
        "/darurat/lepas",
        {
            **form,
            "nama": "fatma",
            "sandi": PASSWORD,
            "kode": code_of(room, "fatma"),
            "kunci": KEY_PASSWORD,
            "dibaca": "ya",
        },
    )

    assert "Tidak ada orang kedua" in emergency.words
    assert alerts(room) == []


def test_a_drill_says_so_and_is_ended_by_two(room: Newsroom, emergency: Browser) -> None:
    emergency.get("/darurat?latihan=ya")
    emergency.submit("/darurat", **FORM)
    released(emergency)
    (drill,) = alerts(room)
    assert drill.drill

    emergency.get("/darurat")
    emergency.submit("/darurat/akhiri")
    emergency.follow()
    assert "Akhir dari" in emergency.words
    assert [alert.message for alert in alerts(room)] == ["Alert"]
    released(emergency)
    assert sorted(alert.message for alert in alerts(room)) == ["Alert", "Cancel"]
    cancel = next(alert for alert in alerts(room) if alert.message == "Cancel")
    assert cancel.references == (f"{drill.sender} {drill.identifier}",)
    emergency.get("/darurat")
    assert "Tidak ada peringatan kantor yang berlaku" in emergency.words


def test_a_folder_with_a_fault_does_not_hold_a_warning_up(room: Newsroom, emergency: Browser) -> None:
    (room.folder / "rusak.md").write_bytes(b"\xff\xfe tanpa kepala")
    (room.folder / "tanpa-judul.md").write_text("---\ncategory: berita\n---\nIsi")
    emergency.get("/darurat")
    emergency.submit("/darurat", **FORM)
    released(emergency)

    assert len(alerts(room)) == 1
    assert [item["title"] for item in in_folder(room.folder / ".kantor/terbit").items.values()] == ["Kabar"]


def test_while_it_stands_editions_take_the_emergency_key_and_keep_it(
    room: Newsroom, emergency: Browser, rahma: Browser
) -> None:
    emergency.get("/darurat")
    emergency.submit("/darurat", **FORM)
    released(emergency)
    publish_once(rahma)
    alert = room.office.cabinet.public(KeyRole.ALERT)
    news = room.office.cabinet.public(KeyRole.NEWS)
    assert alert is not None
    assert news is not None
    assert len(alerts(room)) == 1
    assert (published(room).key_id, published(room).seq, len(published(room).items)) == (alert.id, 3, 2)

    room.wait(hours=7)
    again = room.browser("Rahma Lasaeo")
    publish_once(again)
    assert (published(room).key_id, published(room).seq, len(published(room).items)) == (news.id, 4, 3)
    assert alerts(room) == []
    assert not list((room.folder / "peringatan").glob("*.xml"))


def test_a_day_after_its_end_the_everyday_key_is_enough(room: Newsroom, emergency: Browser, rahma: Browser) -> None:
    emergency.get("/darurat")
    emergency.submit("/darurat", **{**FORM, "jam": "72"})
    released(emergency)
    emergency.get("/darurat")
    emergency.submit("/darurat/akhiri")
    emergency.get("/darurat")
    released(emergency)
    publish_once(rahma)
    assert sorted(alert.message for alert in alerts(room)) == ["Alert", "Cancel"]

    room.wait(hours=25)
    publish_once(room.browser("Rahma Lasaeo"))
    news = room.office.cabinet.public(KeyRole.NEWS)
    assert news is not None
    assert published(room).key_id == news.id
    assert alerts(room) == []


@pytest.mark.parametrize("fault", ["the folder", "the disk"])
def test_one_that_cannot_be_written_waits_for_its_second_person_again(
    room: Newsroom, emergency: Browser, fault: str
) -> None:
    out = room.folder / ".kantor/terbit"
    if fault == "the disk":
        (out / "alerts").write_bytes(b"where the folder of warnings has to be")
    emergency.get("/darurat")
    emergency.submit("/darurat", **FORM)
    if fault == "the folder":
        (room.folder / "peringatan").write_bytes(b"")
    released(emergency)
    emergency.get("/darurat")
    assert "Menunggu orang kedua" in emergency.words
    assert room.office.warnings.list_standing(room.now) == []
    assert alerts(room) == []

    (out / "alerts").unlink(missing_ok=True)
    if fault == "the folder":
        (room.folder / "peringatan").unlink()
    released(emergency)
    assert len(alerts(room)) == 1
    assert len(room.office.warnings.list_standing(room.now)) == 1


def test_warning_that_a_target_lacks_is_told_to_be_tried_again(room: Newsroom, emergency: Browser) -> None:
    with (room.folder / "office.toml").open("a", encoding="utf-8") as file:
        file.write('[[target]]\nname = "awan"\nurl = "webdav+http://kantor@127.0.0.1:9/www"\n')
    emergency.get("/darurat")
    emergency.submit("/darurat", **FORM)
    released(emergency)
    emergency.get("/darurat/2")
    assert "Dicoba lagi" in emergency.words
    assert "Kirim lagi" not in emergency.words, "for editors"


def test_a_clock_that_was_wrong_once_is_named(room: Newsroom) -> None:
    now = room.now
    room.now = now.replace(year=2035)
    publish_once(room.browser("Rahma Lasaeo"))
    room.now = now
    editor = room.browser("Rahma Lasaeo")
    editor.write("Kabar lain", "Isi", lalu="siap")
    editor.get("/terbitkan")
    editor.submit("/terbitkan", sandi=KEY_PASSWORD)

    assert "Tidak ada yang terbit: " in editor.words
    assert editor.words.count("2035") > 1


def test_a_warning_waits_for_no_upload(room: Newsroom, emergency: Browser, rahma: Browser) -> None:
    sent: list[int] = []
    begun = threading.Event()

    def send(out: Path, _target: EditionTarget, _key: PublicKey, step: TargetStep) -> None:
        """The first one is a line that never ends."""
        sent.append(in_folder(out).seq)
        for _ in range(1_000 if len(sent) == 1 else 0):
            begun.set()
            step.check_not_superseded()
            time.sleep(0.02)

    old = room.office
    deliveries = Deliveries(lambda: room.folder / old.setup().out, send, old.clock)
    record = EditionLog(room.folder / ".kantor", lambda: room.folder / old.setup().out)
    editions = Editions(room.folder, record, old.cabinet, old.warnings.clear_over, old.setup, deliveries, Enclosures())
    room.office = msgspec.structs.replace(old, editions=editions, record=record)
    room.open()
    with (room.folder / "office.toml").open("a", encoding="utf-8") as file:
        file.write('[[target]]\nname = "situs"\nurl = "sftp://situs.example/"\n')
    again(room, rahma).write("Kabar lain", "Isi", lalu="siap")
    rahma.get("/terbitkan")
    rahma.submit("/terbitkan", sandi=KEY_PASSWORD, ke="situs")
    assert begun.wait(30)
    again(room, emergency).get("/darurat")
    emergency.submit("/darurat", **FORM)
    released(emergency)

    assert (sent, published(room).seq, len(alerts(room))) == ([2, 3], 3, 1)
    (overtaken,) = old.record.finished()[1].steps
    assert overtaken.problem is not None
    assert overtaken.problem.code == OfficeCode.OVERTAKEN.value
    assert [(each.number, each.steps[0].state) for each in record.finished()[:2]] == [(3, "verified"), (2, "failed")]
    emergency.get("/darurat/3")
    assert emergency.page.status_code == 200


@pytest.mark.parametrize(("areas", "names"), [((), ()), (("72.01",), ()), (("72.01", "73"), ("Kabupaten Banggai", ""))])
def test_a_warning_is_for_whom_it_says_with_and_without_names(areas: tuple[str, ...], names: tuple[str, ...]) -> None:
    warning = new_warning(
        event="Banjir", severity="awas", text="", steps="", origin="BPBD", areas=areas, hours="6", first="hendra", now=NOW,
        drill=False, names=names,
    )  # fmt: skip
    source = Source(name="Kantor", url="https://kantor.example/", format="cap", alerts=True)
    (alert,) = read_feed(message(warning, NOW, "kantor", None), source, url=source.url, now=NOW).items
    assert isinstance(alert, Alert)
    assert concerns(alert, Place(-0.93, 122.79, "72.01.05", ("Kilongan",)))
    assert concerns(alert, Place(-6.2, 106.8, "31.71", ("Gambir",))) is (not areas)


def test_a_warning_waits_for_no_plan(room: Newsroom, rahma: Browser) -> None:
    publish_once(rahma)
    editions, cabinet = room.office.editions, room.office.cabinet
    path = room.folder / "peringatan/x.xml"
    path.parent.mkdir()
    warning = new_warning(
        event="Banjir", severity="awas", text="", steps="", origin="BPBD", areas=("72.01",), hours="6", first="hendra",
        now=room.now, drill=False,
    )  # fmt: skip
    path.write_bytes(message(warning, room.now, "kantor", None))
    slow, told = room.folder / "lambat.md", []
    os.mkfifo(slow)

    def publish_slowly() -> None:
        try:
            editions.begin_edition(
                "Rahma", cabinet.unlock_key(KeyRole.ALERT, KEY_PASSWORD), [], room.now, sure=True, done=_nothing
            )
        except OfficeError as error:
            told.append(error.problem.code)

    def warn() -> None:
        editions.warn("Hendra", cabinet.unlock_key(KeyRole.ALERT, KEY_PASSWORD), path, room.now, done=_nothing)

    publishing = threading.Thread(target=publish_slowly, daemon=True)
    publishing.start()
    pipe = _once_read(slow)
    warning_goes = threading.Thread(target=warn, daemon=True)
    warning_goes.start()
    warning_goes.join(30)
    editions.wait_until_done(30)
    assert (len(alerts(room)), published(room).seq) == (1, 2)

    os.write(pipe, b"---\ntitle: Lambat\n---\nIsi")
    os.close(pipe)
    publishing.join(30)
    assert told == [OfficeCode.BUSY.value]
    assert published(room).seq == 2


def _nothing(_edition: EditionProgress) -> None:
    """Nobody is told."""


def _once_read(pipe: Path) -> int:
    """Opened for writing, as soon as somebody reads it."""
    for _ in range(1_000):
        with suppress(OSError):
            return os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
        time.sleep(0.02)
    pytest.fail("nobody reads it")


def again(room: Newsroom, browser: Browser) -> Browser:
    """The same browser, at the desk that began anew."""
    cookies = {name: browser.client.get_cookie(name, domain="127.0.0.1") for name in ("kantor", "kenal")}
    browser.client = room.app.test_client()
    for name, cookie in cookies.items():
        browser.client.set_cookie(name, cookie.value if cookie else "", domain="127.0.0.1")
    return browser


def test_guessing_elsewhere_does_not_keep_the_second_person_from_releasing(room: Newsroom, emergency: Browser) -> None:
    emergency.get("/darurat")
    emergency.submit("/darurat", **FORM)
    thief = room.browser()
    for n in range(6):
        thief.log_in("fatma", f"salah sekali {n}")
    assert "Terlalu sering salah" in thief.words
    released(emergency)

    assert len(alerts(room)) == 1


def test_markup_in_a_warning_is_text(room: Newsroom, emergency: Browser) -> None:
    emergency.get("/darurat")
    emergency.submit("/darurat", **{**FORM, "kejadian": "Banjir </event><status>Actual", "isi": "<b>&x;</b>]]>"})
    released(emergency)

    (alert,) = alerts(room)
    assert alert.status == "Actual"
    assert alert.hazard is Hazard.FLOOD
    assert "</event>" not in alert.event


def test_warning_is_shown_as_sms_that_kiosks_take(room: Newsroom, emergency: Browser) -> None:
    """Show the warning's SMS texts and its end's, with a rising number, and that kiosks accept them."""
    emergency.get("/darurat")
    emergency.submit("/darurat", **FORM)
    released(emergency)
    (first,) = room.office.warnings.sent()
    emergency.get("/darurat")
    assert all(line in emergency.text for line in first.sms)
    emergency.submit("/darurat/akhiri", peringatan=first.warning.id)
    released(emergency)
    end = room.office.warnings.sent()[0]
    alert = room.office.cabinet.public(KeyRole.ALERT)
    assert alert is not None
    keys, box = Keyring((Held(alert, KeyRole.ALERT),)), PartBox()
    said = [open_message(whole, keys) for sent in (first, end) for line in sent.sms for whole in box.take_text(line)]
    number = said[0].number
    assert number == number_at(said[0].issued)  # a folder from a backup gives none anew
    assert [(one.number, one.replaces, one.cancel, one.area) for one in said] == [
        (number, 0, False, "7201"),
        (said[1].number, number, True, "7201"),
    ]
    assert said[1].number > number
    assert said[0].text == "Banjir bandang Sungai Batui. Naik ke tempat tinggi."
    assert said[1].text == first.warning.id  # by it kiosks end what came in full
    (listed,) = alerts(room)[:1]
    assert (listed.hazard, listed.severity) == (said[0].hazard, said[0].severity)


def warning_of(**fields: object) -> OfficeWarning:
    said = {"event": "Banjir", "severity": "awas", "text": "", "steps": "", "origin": "BPBD", "areas": ("72.01.05.2001",),
            "hours": "6", "first": "siti", "now": NOW, "drill": False}  # fmt: skip
    return new_warning(**(said | fields))  # type: ignore[arg-type]


def test_sms_says_a_step_whole_or_not_at_all() -> None:
    """ "Jangan lewat jembatan …" cut short says another thing."""
    key = SecretKey.generate()
    for step, told in (("Naik.", "Banjir. Naik."), ("Jangan menyeberang " * 5, "Banjir")):
        box = PartBox()
        lines = sms_of(warning_of(steps=step), 1, NOW, 0, key)
        (content,) = [whole for line in lines for whole in box.take_text(line)]
        assert parse(content).text == told


def test_each_warning_that_stands_has_its_sms_and_says_where_they_are_heard() -> None:
    one, two = warning_of(), warning_of(areas=("72.01.05.2001", "72.01.06.2001"), hours="1")
    sent = [ReleasedWarning(one, "budi", NOW), ReleasedWarning(two, "budi", NOW)]
    assert [each.wider for each in sent] == [None, ("72.01",)]
    assert ReleasedWarning(warning_of(areas=()), "budi", NOW).wider is None
    assert ReleasedWarning(warning_of(areas=("72.01", "73.01")), "budi", NOW).wider == ()
    assert [each.is_told(NOW + timedelta(hours=2)) for each in sent] == [True, False]
