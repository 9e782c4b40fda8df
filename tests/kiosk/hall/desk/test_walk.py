"""From the first page to the notice that the kiosk shows, as a phone without script walks it."""

from __future__ import annotations

import fcntl
import io
import json
import re
import threading
import time
import wave
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import av
import msgspec
import numpy
import pytest
from av.audio.stream import AudioStream
from PIL import Image

from content_cache.formats import read_feed
from content_cache.model.items import Alert, Announcement, Event, Item, Sheet
from content_cache.model.vocabulary import Provenance
from kiosk.hall.notices.notice import Notice, NoticeKind
from kiosk.hall.notices.store import MOST
from kiosk.i18n.dates import written_date
from kiosk.state.hall_sources import local_sources
from tests.support.desk import COOKIE, PHONE, PINS, TECHNICIAN, Hall, Phone
from tests.support.present import all_of, of, present

pytestmark = [
    pytest.mark.attack(
        "people",
        "the technician's PIN is read off a phone",
    ),
    pytest.mark.attack(
        "people",
        "names of staff are collected",
        "none before the login; an unknown name takes as long as a wrong PIN",
    ),
]


def shown(hall: Hall) -> list[Item]:
    """Return the items that the refresher reads from the desk's files for lists. The staff sheet has a test of its own
    (test_staff)."""
    items: list[Item] = []
    for source in local_sources(hall.data, "Bunga", "Asia/Makassar"):
        path = hall.notice_store.folder / source.url.rpartition("/")[2]
        items += read_feed(path.read_bytes(), source, url=str(path), now=hall.now).items
    return [item for item in items if not isinstance(item, Sheet)]


def test_first_notice(hall: Hall) -> None:
    """Four taps and three fields: Masuk, Tulis, Lihat dulu, Terbitkan; the name, the PIN and the title."""
    phone = hall.phone()
    phone.be_paired()
    phone.get("/")
    assert "Masuk" in phone.page
    assert "Sari" not in phone.page, "no name of staff before the login"
    phone.log_in()
    assert "Halo, Sari" in phone.page
    phone.write(isi="")
    assert "Begini di kios" in phone.page
    assert hall.notice_store.up(hall.now) == [], "a preview is not on the screen"
    phone.send("/terbit")
    assert "Yang sedang tampil: 1" in phone.page
    (item,) = shown(hall)
    assert isinstance(item, Announcement)
    assert (item.title, item.provenance, item.source) == ("Rapat desa malam ini", Provenance.KIM, "KIM Bunga")
    assert hall.taken == 1


def test_the_preview_says_what_the_kiosk_will_say(sari: Phone) -> None:
    sari.write(isi="Bawa KTP dan KK, pukul 19.30 WITA.")
    assert "Bawa ka te pe dan ka ka, pukul tujuh lewat tiga puluh menit malam" in sari.page


def test_what_was_pasted_from_a_chat_is_shown_line_by_line(sari: Phone) -> None:
    """ "Jam: 07.30 s.d. selesai Tempat: Balai Desa" stood in one row on the page that says how the kiosk shows it."""
    sari.write(judul="*PENTING* Kerja bakti", isi="*Jam*: 07.30\nTempat: Balai Desa")
    assert "<h2>PENTING Kerja bakti</h2>" in sari.page
    assert '<p class="lines">Jam: 07.30\nTempat: Balai Desa</p>' in sari.page
    style = sari.get("/gaya.css").text
    assert ".lines{white-space:pre-line}" in style
    assert "overflow-wrap:break-word" in style.partition("}")[2].partition("}")[0], (
        "a long link makes the page no wider"
    )


def test_event(hall: Hall, sari: Phone) -> None:
    sari.write(jenis="kegiatan", tanggal="5 September", jam="08.00", tempat="Balai Desa")
    sari.send("/terbit")
    (item,) = shown(hall)
    assert isinstance(item, Event)
    assert item.starts is not None
    assert (item.starts.isoformat(), item.place) == ("2026-09-05T08:00:00+08:00", "Balai Desa")


def test_tomorrow_is_kept_as_its_date_and_an_end_as_it_was_typed(hall: Hall, sari: Phone) -> None:
    """A form that is taken up again a day later would have meant another day."""
    sari.write(jenis="kegiatan", judul="Posyandu", isi="", tanggal="besok", jam="08.00-12.00", tempat="Balai Desa")
    written = written_date(hall.now.date() + timedelta(days=1), "EEEE, d MMMM y", "id")
    assert f"{written}, 08.00–12.00, Balai Desa" in sari.page
    preview = sari.page
    sari.get(present(re.search(r'href="(/tulis[^"]*)"', sari.page))[1].replace("&amp;", "&"))
    assert f'value="{written}"' in sari.page
    sari.page = preview
    sari.send("/terbit")
    (notice,) = hall.notice_store.up(hall.now)
    sari.get(f"/ubah/{notice.id}")
    assert 'id="selesai" name="selesai" placeholder="21.00" value="12.00"' in sari.page


def test_an_event_of_several_days_keeps_them_where_it_is_written_anew(hall: Hall, sari: Phone) -> None:
    sari.write(jenis="kegiatan", tanggal="5-7 September", jam="08.00", tempat="Balai Desa")
    sari.send("/terbit")
    (notice,) = hall.notice_store.up(hall.now)
    sari.get(f"/ubah/{notice.id}")
    assert 'value="5 September 2026 s.d. 7 September 2026"' in sari.page
    sari.send("/tulis", tempat="Lapangan")
    sari.send("/terbit")
    (item,) = shown(hall)
    assert isinstance(item, Event)
    assert item.starts is not None
    assert item.ends is not None
    assert (item.starts.isoformat(), item.ends.date().isoformat()) == ("2026-09-05T08:00:00+08:00", "2026-09-07")
    assert item.expires is not None
    assert item.expires.date().isoformat() == "2026-09-07"


def test_photo_and_recording(hall: Hall, sari: Phone, photo: Callable[[], tuple[io.BytesIO, str]]) -> None:
    sari.write(foto=photo(), suara=(io.BytesIO(tone("wav")), "rekaman.wav"))
    assert "Foto itu memperlihatkan apa" in sari.page
    sari.send("/tulis", kata0="Balai desa")
    sari.send("/terbit")
    (item,) = shown(hall)
    picture, recording = item.attachments
    assert (picture.type, picture.alt, recording.type) == ("image/jpeg", "Balai desa", "audio/wav")
    for attachment in (picture, recording):
        assert (hall.notice_store.folder / "media" / attachment.url.rpartition("/")[2]).is_file()
    assert not [path for path in hall.notice_store.drafts.iterdir() if path.suffix in (".jpg", ".wav")]


@pytest.mark.slow(cases=2)
@pytest.mark.parametrize(
    ("container", "codec"), [("ipod", "aac"), ("ogg", "libopus"), ("3gp", "aac"), ("mp3", "libmp3lame")]
)
def test_what_telephones_record(hall: Hall, sari: Phone, container: str, codec: str) -> None:
    sari.write(suara=(io.BytesIO(tone(container, codec)), f"rekaman.{container}"))
    sari.send("/terbit")
    (notice,) = hall.notice_store.up(hall.now)
    with wave.open(str(hall.notice_store.folder / "media" / notice.voice)) as sound:
        assert sound.getnchannels() == 1
        assert sound.getnframes() / sound.getframerate() == pytest.approx(1.0, abs=0.15)


def tone(container: str, codec: str = "pcm_s16le") -> bytes:
    """A second of 440 Hz."""
    out = io.BytesIO()
    with av.open(out, "w", format=container) as target:
        stream = of(AudioStream, target.add_stream(codec, rate=48_000))
        stream.layout = "mono"
        samples = (8_000 * numpy.sin(numpy.arange(48_000) * 440 * 2 * numpy.pi / 48_000)).astype(numpy.int16)
        frame = av.AudioFrame.from_ndarray(samples.reshape(1, -1), format="s16", layout="mono")
        frame.rate = 48_000
        resampler = av.AudioResampler(format=stream.format, layout="mono", rate=48_000)
        for ready in resampler.resample(frame):
            target.mux(stream.encode(ready))
        target.mux(stream.encode(None))
    return out.getvalue()


def test_change_and_withdraw(hall: Hall, sari: Phone) -> None:
    sari.write()
    sari.send("/terbit")
    (notice,) = hall.notice_store.up(hall.now)
    hall.later(minutes=5)
    sari.get(f"/ubah/{notice.id}")
    assert "Rapat desa malam ini" in sari.page
    sari.send("/tulis", jenis="pengumuman", judul="Rapat desa besok malam", isi="", sampai="besok")
    sari.send("/terbit")
    (item,) = shown(hall)
    assert (item.id, item.title) == (notice.id, "Rapat desa besok malam")
    sari.send(f"/tarik/{notice.id}")
    assert shown(hall) == []
    feed = json.loads((hall.notice_store.folder / "feed.json").read_text("utf-8"))
    assert feed["_kiosk"]["tombstones"] == [notice.id]
    assert [line["what"] for line in hall.notice_store.audit()] == ["tarik", "ubah", "terbit"]
    assert {line["who"] for line in hall.notice_store.audit()} == {"Sari"}


def test_a_word_that_is_mended_shortens_no_notice(hall: Hall, sari: Phone) -> None:
    """The form of one for 30 days had "until tomorrow night" chosen, and so it went with its mended word."""
    sari.write(sampai="sebulan")
    sari.send("/terbit")
    (notice,) = hall.notice_store.up(hall.now)
    hall.later(minutes=5)
    tomorrow = (hall.now + timedelta(days=1)).replace(hour=23, minute=59)
    for chosen, ends in (({}, notice.ends), ({"sampai": "besok"}, tomorrow)):
        sari.get(f"/ubah/{notice.id}")
        assert f"Seperti semula, sampai {notice.ends:%d-%m-%Y}" in sari.page
        sari.send("/tulis", isi="Pukul 20.30 di balai.", **chosen)
        sari.send("/terbit")
        (changed,) = hall.notice_store.up(hall.now)
        assert (changed.id, changed.text, changed.ends) == (notice.id, "Pukul 20.30 di balai.", ends)
    sari.get("/tulis")
    assert "Seperti semula" not in sari.page
    assert "Sampai kapan" in sari.send("/tulis", judul="Baru", sampai="tetap").text, "there is no end to keep"


def up(hall: Hall) -> list[tuple[str, str]]:
    return [(notice.title, notice.author) for notice in hall.notice_store.up(hall.now)]


@pytest.mark.parametrize("when", ["while Sari writes", "while Sari looks at hers"])
def test_of_two_who_change_a_notice_neither_is_lost_unread(hall: Hall, sari: Phone, when: str) -> None:
    """The second one put the first one's away, and nobody learnt of it: an hour that was mended was wrong again."""
    sari.write()
    sari.send("/terbit")
    (notice,) = hall.notice_store.up(hall.now)
    budi = hall.phone()
    budi.log_in("Budi")
    for phone in (sari, budi):
        phone.get(f"/ubah/{notice.id}")
    hall.later(minutes=5)
    if when == "while Sari looks at hers":
        sari.send("/tulis", judul="Rapat di gereja")
    budi.send("/tulis", judul="Rapat jam 20.30")
    budi.send("/terbit")
    hall.later(minutes=1)
    if when == "while Sari looks at hers":
        sari.send("/terbit")
    else:
        sari.send("/tulis", judul="Rapat di gereja")
    assert "Budi mengubah pengumuman ini pukul 09.46" in sari.page
    assert "<h2>Rapat jam 20.30</h2>" in sari.page
    assert 'value="Rapat di gereja"' in sari.page
    assert up(hall) == [("Rapat jam 20.30", "Budi")]
    sari.send("/tulis", judul="Rapat di gereja jam 20.30")
    assert "Begini di kios" in sari.page
    sari.send("/terbit")
    assert up(hall) == [("Rapat di gereja jam 20.30", "Sari")]
    sari.get(f"/ubah/{notice.id}")
    sari.send("/tulis", judul="Rapat di gereja jam 21")
    assert "Begini di kios" in sari.page, "one's own change is no other's"


@pytest.mark.parametrize("when", ["while she writes", "while she looks at it"])
def test_ones_own_older_form_is_told_as_ones_own(hall: Hall, sari: Phone, when: str) -> None:
    sari.write()
    sari.send("/terbit")
    (notice,) = hall.notice_store.up(hall.now)
    tablet = hall.phone()
    tablet.log_in()
    for phone in (sari, tablet):
        phone.get(f"/ubah/{notice.id}")
    hall.later(minutes=5)
    if when == "while she looks at it":
        sari.send("/tulis", judul="Rapat di gereja")
    tablet.send("/tulis", judul="Rapat jam 20.30")
    tablet.send("/terbit")
    sari.send(*(["/terbit"] if when == "while she looks at it" else ["/tulis"]))
    assert "Anda sendiri mengubah pengumuman ini pukul 09.46, di tab atau HP lain." in sari.page
    assert "Sari mengubah" not in sari.page
    assert "<h2>Rapat jam 20.30</h2>" in sari.page
    assert up(hall) == [("Rapat jam 20.30", "Sari")]


def test_a_second_tap_on_publish_is_no_other_person(hall: Hall, sari: Phone) -> None:
    """The first one is still being written to a slow card."""
    sari.write(isi="Ada kopi.")
    found = re.search(r'name="naskah" value="(kim-[0-9a-f]+)"', sari.page)
    assert found is not None
    ends = (hall.now + timedelta(days=1)).replace(hour=23, minute=59)
    first = Notice(
        id=found[1], kind=NoticeKind.ANNOUNCEMENT, title="Rapat desa malam ini", text="Ada kopi.", ends=ends, author="Sari",
        written=hall.now,
    )  # fmt: skip
    hall.notice_store.publish_notice(first, hall.now)
    sari.send("/terbit")
    assert "Yang sedang tampil: 1" in sari.page
    assert "mengubah" not in sari.page


def test_the_phones_own_key_leads_from_the_preview_to_the_same_draft(hall: Hall, sari: Phone) -> None:
    """It led to another one: what was mended there was published, and the first asked to be gone on with, to be published too."""
    sari.get("/tulis")
    form = sari.last
    sari.send("/tulis", judul="Rapat desa", isi="Pukul 19.30.")
    assert "Begini di kios" in sari.page
    sari.get(form)
    assert "Pukul 19.30." in sari.page
    sari.send("/tulis", isi="Pukul 20.00.")
    sari.send("/terbit")
    assert "Lanjutkan tulisan Anda?" not in sari.page
    (notice,) = hall.notice_store.up(hall.now)
    assert notice.text == "Pukul 20.00."
    sari.get(form)
    assert "Pukul" not in sari.page, "what is published is changed by its own key"
    sari.send("/tulis", judul="Kerja bakti", isi="")
    sari.send("/terbit")
    assert {each.title for each in hall.notice_store.up(hall.now)} == {"Rapat desa", "Kerja bakti"}


@pytest.mark.parametrize("when", ["while Sari writes", "while Sari looks at hers"])
def test_what_another_takes_down_is_not_up_again_unasked(hall: Hall, sari: Phone, when: str) -> None:
    sari.write(judul="Bagi beras jam 9")
    sari.send("/terbit")
    (notice,) = hall.notice_store.up(hall.now)
    sari.get(f"/ubah/{notice.id}")
    hall.later(minutes=5)
    if when == "while Sari looks at hers":
        sari.send("/tulis", isi="Bawa kupon.")
    hall.notice_store.withdraw_notice(notice.id, "Budi", hall.now)
    if when == "while Sari looks at hers":
        sari.send("/terbit")
    else:
        sari.send("/tulis", isi="Bawa kupon.")
    assert "Pengumuman ini ditarik sesudah Anda mulai." in sari.page
    assert "Bawa kupon." in sari.page
    assert up(hall) == []
    sari.send("/tulis", sampai="besok")
    sari.send("/terbit")
    assert up(hall) == [("Bagi beras jam 9", "Sari")]


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"sampai": "hari-ini"}, "Pilih sampai kapan."),
        ({"jenis": "kegiatan", "tanggal": "3 September", "jam": "17.30"}, "Tanggal 03-09-2026 sudah lewat."),
    ],
)
def test_a_notice_is_not_published_after_its_end(hall: Hall, sari: Phone, fields: dict[str, str], told: str) -> None:
    """Looked at before midnight, published after it; or a clock that was days behind was set meanwhile: it was over at once, and
    the desk said nothing."""
    hall.later(hours=14, minutes=10)
    sari.log_in()
    sari.write(**fields)
    assert "Begini di kios" in sari.page
    hall.later(minutes=15)
    sari.send("/terbit")
    assert told in sari.page
    assert hall.notice_store.notices() == []
    sari.send("/tulis", **({"sampai": "besok"} if "sampai" in fields else {"tanggal": "4 September"}))
    sari.send("/terbit")
    assert len(hall.notice_store.up(hall.now)) == 1


@pytest.mark.slow(cases=6)
@pytest.mark.parametrize(
    ("day", "hour", "starts"),
    [
        ("5 September", "19.30", "2026-09-05T19:30"),
        ("Sabtu, 5 September", "7 malam", "2026-09-05T19:00"),
        ("malam Minggu 5 September", "jam 8 malam", "2026-09-05T20:00"),
        ("2026-09-05", "19,30", "2026-09-05T19:30"),
        ("5/9/2026", "9", "2026-09-05T09:00"),
        ("5 September", "pukul 19.30 WITA", "2026-09-05T19:30"),
        ("17 Juli", "08:00", "2027-07-17T08:00"),
        ("Jumat, 5 September", "08.00", "05-09-2026 jatuh pada hari Sabtu, bukan Jumat."),
        ("2 September", "08.00", "Tanggal 02-09-2026 sudah lewat."),
        ("30-28 September", "08.00", "Tulis tanggalnya"),
        ("5 September", "25.00", "Tulis jamnya"),
        ("5 September", "24.00", "Tulis jamnya"),
        ("5 September 9999", "08.00", "lebih dari setahun lagi"),
        ("31 Desember 9999", "23.59", "lebih dari setahun lagi"),
        ("1 Januari 0000", "08.00", "Tulis tanggalnya"),
        ("1 Januari 0001", "08.00", "Tulis tanggalnya"),
        ("5 September", "9" * 10_000, "Tulis jamnya"),
    ],
)
def test_days_and_hours_as_people_type_them(hall: Hall, sari: Phone, day: str, hour: str, starts: str) -> None:
    sari.write(jenis="kegiatan", tanggal=day, jam=hour)
    if not starts.startswith("2"):
        assert starts in sari.page
        return
    sari.send("/terbit")
    (notice,) = hall.notice_store.up(hall.now)
    assert present(notice.starts).strftime("%Y-%m-%dT%H:%M") == starts


def test_a_word_of_this_mornings_event_is_mended_in_the_evening(hall: Hall, sari: Phone) -> None:
    sari.write(jenis="kegiatan", judul="Posyandu", tanggal="3 September", jam="10.00")
    sari.send("/terbit")
    (notice,) = hall.notice_store.up(hall.now)
    hall.later(hours=13)
    sari.log_in()
    sari.get(f"/ubah/{notice.id}")
    sari.send("/tulis", isi="Terima kasih.")
    sari.send("/terbit")
    assert [each.text for each in hall.notice_store.up(hall.now)] == ["Terima kasih."]
    sari.write(jenis="kegiatan", judul="Rapat", tanggal="3 September", jam="8")
    assert "Tanggal 03-09-2026 sudah lewat." in sari.page, "a new one at eight in the morning: the evening is meant"


def test_a_clock_that_nobody_vouches_for_is_told(hall: Hall, sari: Phone) -> None:
    for page in ("/", "/tulis"):
        hall.doubt = hall.now
        assert "menurutnya sekarang 03-09-2026, 09.41" in sari.get(page).text
        hall.doubt = None
        assert "menurutnya" not in sari.get(page).text


def test_it_is_taken_down_at_its_end(hall: Hall, sari: Phone) -> None:
    sari.write(sampai="hari-ini")
    sari.send("/terbit")
    (item,) = shown(hall)
    assert present(item.expires).isoformat() == "2026-09-03T23:59:00+08:00"
    hall.later(hours=15)
    sari.log_in()
    assert "Yang sedang tampil: 0" in sari.page


def test_darurat_takes_two(hall: Hall, sari: Phone) -> None:
    budi = next(person for person in hall.people.list_clerks() if person.name == "Budi")
    said = {"jenis": "darurat", "judul": "Banjir di Dusun Dua", "isi": "Naik ke tempat tinggi.", "sampai": "hari-ini"}
    sari.write(**said, saksi=budi.id, pin_saksi="000000")
    assert "PIN orang kedua salah." in sari.page
    sari.send("/terbit")
    assert shown(hall) == []
    own = next(person for person in hall.people.list_clerks() if person.name == "Sari")
    sari.write(**said, saksi=own.id, pin_saksi=PINS["Sari"])
    assert "Darurat perlu PIN orang kedua." in sari.page
    sari.write(**said, saksi=budi.id, pin_saksi=PINS["Budi"])
    sari.send("/terbit")
    (alert,) = shown(hall)
    assert isinstance(alert, Alert)
    assert (alert.title, str(alert.severity), str(alert.hazard)) == ("Banjir di Dusun Dua", "siaga", "banjir")
    (notice,) = hall.notice_store.up(hall.now)
    assert (notice.author, notice.second) == ("Sari", "Budi")
    sari.send(f"/tarik/{notice.id}")
    assert [alert.message for alert in all_of(Alert, shown(hall))] == ["Alert", "Cancel"]


def test_the_second_person_stays_chosen(hall: Hall, sari: Phone) -> None:
    """After a fault another one stood there: the right PIN was told to be wrong, and counted as a guess."""
    hall.people.add("Agus", "518264")
    hall.people.add("Zainal", "629375")
    second = next(person for person in hall.people.list_clerks() if person.name == "Zainal")
    sari.write(jenis="darurat", judul="", isi="Air naik.", saksi=second.id, pin_saksi="629375")
    assert "Tulis judulnya." in sari.page
    sari.send("/tulis", judul="Banjir di Dusun Dua", pin_saksi="629375")
    assert "Begini di kios" in sari.page
    sari.get(next(iter(re.findall(r'href="(/tulis\?lanjut=[^"]+)"', sari.page))).replace("&amp;", "&"))
    sari.send("/tulis", pin_saksi="629375")
    assert "Begini di kios" in sari.page


def test_two_people_read_of_a_darurat_what_the_kiosk_will_say(hall: Hall, sari: Phone) -> None:
    """They were shown an announcement that "the district has not checked"; the kiosk tells a warning with its steps."""
    budi = next(person for person in hall.people.list_clerks() if person.name == "Budi")
    said = {"jenis": "darurat", "judul": "Banjir di Dusun Dua", "isi": "Naik ke bukit.", "sampai": "hari-ini"}
    sari.write(**said, saksi=budi.id, pin_saksi=PINS["Budi"])
    page = sari.page.partition("Yang diucapkan")[2]
    assert "belum dicek" not in page
    assert "Pengumuman." not in page
    for told in ("peringatan.", "Banjir di Dusun Dua.", "Naik ke bukit."):
        assert f'<p class="says">{told}</p>' in page
    assert ">Darurat</p>" in sari.page
    found = re.search(r"/lihat/(kim-[0-9a-f]+)/layar.png", sari.page)
    assert found is not None
    screen = sari.get(found[0])
    assert screen.mimetype == "image/png"
    red, green, blue = numpy.asarray(Image.open(io.BytesIO(screen.data)).convert("RGB"))[240, 4].tolist()
    assert red - blue > 150, f"the orange of a warning, not the ground of an article: {red, green, blue}"


def test_all_faults_at_once(hall: Hall, sari: Phone) -> None:
    sari.write(jenis="kegiatan", judul="", isi="kata " * 700, tanggal="entah", jam="25.00")
    for told in ("Tulis judulnya.", "Isi paling panjang", "Tulis tanggalnya", "Tulis jamnya"):
        assert told in sari.page
    assert shown(hall) == []


def test_thirty_at_most(hall: Hall, sari: Phone) -> None:
    for number in range(30):
        sari.write(judul=f"Pengumuman {number}")
        sari.send("/terbit")
    sari.write(judul="Satu lagi")
    sari.send("/terbit")
    assert "Tarik satu dahulu." in sari.page
    assert len(shown(hall)) == 30


def test_a_full_shelf_takes_nothing_of_what_was_changed(hall: Hall, sari: Phone) -> None:
    """Show that a change is refused, and its text kept, when its notice is gone and thirty others fill the shelf."""
    sari.write(judul="Bagi beras")
    sari.send("/terbit")
    (notice,) = hall.notice_store.up(hall.now)
    sari.get(f"/ubah/{notice.id}")
    sari.send("/tulis", isi="Bawa kupon.")
    for name in ("notices.json", "notices.copy.json"):
        (hall.notice_store.folder / name).write_text("[]")
    for number in range(MOST):
        hall.notice_store.publish_notice(msgspec.structs.replace(notice, id=f"kim-{number}"), hall.now)
    answer = sari.send("/terbit")
    assert answer.status_code == 200
    assert "Sudah ada 30 pengumuman. Tarik satu dahulu." in sari.page
    sari.get("/")
    assert "Lanjutkan tulisan Anda?" in sari.page
    hall.notice_store.withdraw_notice("kim-0", "Budi", hall.now)
    sari.get(f"/lihat/{notice.id}")
    sari.send("/terbit")
    assert "Bawa kupon." in [each.text for each in hall.notice_store.up(hall.now)]
    assert "Lanjutkan tulisan Anda?" not in sari.page


def waiting_for(lock: Path) -> int:
    """Return how many of this process have the lock's file open and do not hold it: one does (proc(5), fd)."""
    opened = 0
    for handle in Path("/proc/self/fd").iterdir():
        with suppress(OSError):
            opened += handle.readlink() == lock
    return opened - 1


def test_two_taps_at_once_on_what_is_forgotten_publish_it_once(hall: Hall, sari: Phone) -> None:
    sari.write(judul="Bagi beras")
    sari.send("/terbit")
    (notice,) = hall.notice_store.up(hall.now)
    sari.get(f"/ubah/{notice.id}")
    sari.send("/tulis", isi="Bawa kupon.")
    for name in ("notices.json", "notices.copy.json"):
        (hall.notice_store.folder / name).write_text("[]")
    fields, told = {"tanda": sari.mark, "naskah": notice.id}, list[int]()

    def tap() -> None:
        phone = Phone(hall, hall.app.test_client(), sari.address)
        for name in (COOKIE, PHONE):
            cookie = present(sari.client.get_cookie(name, domain="kios.local"))
            phone.client.set_cookie(name, cookie.value, domain="kios.local")
        told.append(phone.ask("POST", "/terbit", data=fields).status_code)

    taps = [threading.Thread(target=tap) for _ in range(2)]
    lock = hall.notice_store.folder / ".lock"
    with lock.open("rb+") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        for each in taps:
            each.start()
        end = time.monotonic() + 60
        while waiting_for(lock) < 2:  # both have found what is to be published
            assert time.monotonic() < end
            time.sleep(0.01)
    for each in taps:
        each.join(60)
    assert told == [303, 303]
    assert [each.text for each in hall.notice_store.up(hall.now)] == ["Bawa kupon."]


def test_people_are_let_in_by_the_code_behind_the_technicians_pin(hall: Hall) -> None:
    phone = hall.phone()
    assert "Kode ini sudah lewat" in phone.get("/pasangkan/entah").text
    for pin, told in (("12", "PIN harus 6 sampai 12 angka."), ("123456", "mudah ditebak"), (TECHNICIAN, "Halo, Rini")):
        assert told in phone.pair("Rini", pin, "baru").text
    assert "Halo, Rini" in hall.phone().log_in("Rini", TECHNICIAN).text, "any PIN of six digits is a person's own"
    assert "Rini sudah terdaftar" in hall.phone().pair("Rini", "507294", "baru").text
    assert "Tidak ada yang terdaftar dengan nama Rani" in hall.phone().pair("Rani", "507294", "ganti").text
    other = hall.phone()
    assert "Halo, Rini" in other.pair("rini", "507294", "ganti").text
    assert phone.get("/tulis").status_code == 403, "under the old PIN all is over"
    assert phone.log_in("Rini", TECHNICIAN).status_code == 401
    assert "Halo, Rini" in phone.log_in("Rini", "507294").text


def test_counts(sari: Phone) -> None:
    sari.get("/hitungan")
    assert "<td>12</td><td>3</td><td>1</td>" in sari.page


def test_pages_are_small_and_need_no_script(sari: Phone) -> None:
    for path in (
        "/",
        "/tulis",
        "/tulis?jenis=kegiatan",
        "/tulis?jenis=darurat",
        "/pasangkan/x",
        "/hitungan",
        "/gaya.css",
    ):
        answer = sari.get(path)
        assert answer.status_code == (410 if path == "/pasangkan/x" else 200)
        assert len(answer.data) < 60_000
        assert b"<script" not in answer.data


def test_the_pages_speak_the_language_of_the_settings(tmp_path: Path) -> None:
    phone = Hall(tmp_path, language="en").phone()
    assert "To write, pair this phone first" in phone.get("/").text
    phone.log_in()
    first = phone.get("/").text
    assert '<html lang="en">' in first
    assert "Hello, Sari" in first
    wrong = phone.send("/tulis", judul="", sampai="hari-ini").text
    assert "Write its title." in wrong
    assert "Until tomorrow night" in wrong
    assert not {"Pengumuman", "pengumuman", "Judul", "Batal"} & set(wrong.replace("<", " ").replace(">", " ").split())
