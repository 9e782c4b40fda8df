"""What is said of the sample village, sentence by sentence: village_words.txt was read aloud and mended until a radio announcer
could have it as a script. What changes there changes what a village hears: read it whole before it is written anew."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from content_cache.alerts import Place, Standing
from content_cache.formats import read_feed
from content_cache.model.items import Alert, Announcement, Clarification, Event, Item, NewsItem
from content_cache.model.sources import Source
from content_cache.model.vocabulary import Category, Hazard, Provenance, Severity, Verdict
from content_cache.store.store import Store
from kiosk.content.repository import ContentRepository
from kiosk.content.views.shown import Bulletin, CalendarView
from kiosk.core.clock import Moment, Trust
from kiosk.demo.village import EVENTS, build_village
from kiosk.i18n.translation import Translation
from kiosk.narration.narrator import SpokenReadings
from kiosk.speech.utterance import Utterance
from tests.support.items import Stock

ZONE = "waktu indonesia tengah"
GOLDEN = Path(__file__).parent / "village_words.txt"


@pytest.fixture
def moment(now: datetime) -> Moment:
    return Moment(now, Trust.TRUSTED)


@pytest.fixture
def readings(tmp_path: Path) -> SpokenReadings:
    return SpokenReadings(Translation("id"), tmp_path, place="Bunga")


@pytest.fixture
def sample(stock: Stock, tmp_path: Path, now: datetime) -> ContentRepository:
    """The sample village as a kiosk has it after its first refresh, before the pictures came."""
    village = tmp_path / "village"
    build_village(village, now)
    for name, category, file in (
        ("KIM Desa Bunga", "berita", "feed.json"),
        ("Kalender Desa Bunga", "kegiatan", EVENTS),
    ):
        source = Source(name=name, url="/village", category=Category(category))
        stock(read_feed((village / file).read_bytes(), source, now=now).items, source=name)
    place = Place(-0.93, 122.79, "72.01.05", ("Desa Bunga",))
    return ContentRepository(lambda: Store.open(tmp_path, read_only=True), area="72.01.05", place=place)


def words(utterance: Utterance) -> list[str]:
    return [sentence.spoken for sentence in utterance.sentences]


def test_the_sample_village_is_read_as_an_announcer_would(
    sample: ContentRepository, readings: SpokenReadings, moment: Moment
) -> None:
    day = moment.now.date() + timedelta(days=4)
    calendar = CalendarView(
        day.replace(day=1), day, moment.now.date(), {}, tuple(sample.event_calendar.day_events(day, moment))
    )
    parts = [readings.bulletin(sample.views.bulletin(moment), moment), readings.day(calendar, moment)]
    parts += [readings.item(item, moment) for category in Category for item in sample.items(category, moment)]
    said = "".join(f"# {part.id}\n" + "".join(f"{line}\n" for line in words(part)) + "\n" for part in parts)
    assert said == GOLDEN.read_text(encoding="utf-8"), said
    assert not re.search(r"[\d·/&@<>\[\]()]|https?|titik dua", re.sub(r"^# .*", "", said, flags=re.MULTILINE))


def test_a_bulletin_has_the_alerts_that_stand_here(
    sample: ContentRepository, stock: Stock, moment: Moment, now: datetime
) -> None:
    stock([alert(now), replace(alert(now), id="far", geocodes=("99.99",))], source="BMKG")
    assert [standing.alert.id for standing in sample.views.bulletin(moment).alerts] == ["a"]


def test_a_bulletin_has_its_order(readings: SpokenReadings, moment: Moment, now: datetime) -> None:
    said = words(readings.bulletin(bulletin(now), moment))
    heads = [line for line in said if line in HEADS]
    assert heads == HEADS
    first = said.index("Peringatan yang berlaku.") + 1
    assert said[first : first + 3] == ["waspada.", "Berteduhlah di bangunan yang kokoh.", "Hujan lebat."]
    info = replace(alert(now), severity=Severity.INFO, hazard=Hazard.QUAKE, title="Gempa bumi", magnitude=4.1)
    told = words(readings.bulletin(bulletin(now, alerts=(Standing(info, Severity.INFO),)), moment))
    assert told[first : first + 2] == ["info.", "Gempa bumi magnitudo empat koma satu."]  # nothing is to be done


HEADS = [
    "Selamat pagi.",
    "Peringatan yang berlaku.",
    "Pengumuman penting.",
    "Hari ini ada satu kegiatan.",
    "Pengumuman.",
    "Berita utama.",
    "Demikian kabar desa.",
]


def alert(now: datetime) -> Alert:
    return Alert(
        id="a", source="BMKG", title="Hujan lebat", hazard=Hazard.RAIN, severity=Severity.WASPADA, published=now, effective=now,
        expires=now + timedelta(hours=2), sender="cuaca@bmkg.go.id", places=("Luwuk",), language="id", geocodes=("72.01",),
    )  # fmt: skip


def bulletin(now: datetime, **changes: Any) -> Bulletin:
    notices = [
        Announcement(id=f"p{rank}", source="Desa", title=f"Hal {rank}", text="Satu. Dua. Tiga.", priority=rank)
        for rank in (0, 2)
    ]
    event = Event(id="e", source="Desa", title="Rapat", starts=now, ends=now + timedelta(hours=1))
    news = NewsItem(id="n", source="Diskominfo", title="Kabar", provenance=Provenance.VERIFIED)
    whole: dict[str, Any] = {
        "alerts": (Standing(alert(now), Severity.WASPADA),), "announcements": tuple(notices), "events": (event,), "news": (news,),
    }  # fmt: skip
    return Bulletin(**(whole | changes))


def test_a_bulletin_ends_with_the_newest_hoax_check(readings: SpokenReadings, moment: Moment, now: datetime) -> None:
    check = Clarification(id="c", source="Diskominfo", title="Tautan bantuan itu palsu", verdict=Verdict.FALSE,
        claim="Pemerintah membagi uang.", summary="Tidak ada pendaftaran.", provenance=Provenance.VERIFIED)  # fmt: skip
    said = words(readings.bulletin(bulletin(now, check=check), moment))
    assert said[said.index("Cek hoaks.") :] == [
        "Cek hoaks.",
        "Ada kabar yang salah tentang hal berikut.",
        "Tautan bantuan itu palsu.",
        "Tidak ada pendaftaran.",
        "Dari Diskominfo, terverifikasi.",
        "Demikian kabar desa.",
    ]


def test_a_day_that_is_near_is_named_and_the_zone_is_said_once(
    readings: SpokenReadings, moment: Moment, now: datetime
) -> None:
    starts = now.replace(hour=19, minute=0) + timedelta(days=1)
    event = Event(id="e", source="Kalender Desa Bunga", title="Rapat", starts=starts, ends=starts + timedelta(hours=1),
        text="Pintu dibuka pukul 18.00 WITA.")  # fmt: skip
    assert words(readings.item(event, moment))[1:4] == [
        "Besok, Rabu, dua puluh lima November dua ribu dua puluh enam, pukul tujuh sampai delapan malam waktu indonesia tengah.",
        "Menurut Kalender Desa Bunga.",
        "Pintu dibuka pukul enam malam.",
    ]
    floor = words(readings.item(event, Moment(now, Trust.FLOOR, now)))
    assert floor[1].startswith("Rabu,"), "nobody knows what day it is"
    other = words(readings.item(replace(event, source="Kalender Luwuk"), moment))
    assert "Menurut Kalender Luwuk, belum dicek." in other


def test_everything_in_a_bulletin_says_who_says_it(readings: SpokenReadings, moment: Moment, now: datetime) -> None:
    said = words(readings.bulletin(bulletin(now), moment))
    assert said.count("Dari Desa, belum dicek.") == 2
    assert said.count("Menurut Desa, belum dicek.") == 1
    assert "Dari Diskominfo, terverifikasi." in said
    assert "Sumber: be em ka ge." in said


def test_without_a_summary_an_announcement_is_told_by_its_beginning(
    readings: SpokenReadings, moment: Moment, now: datetime
) -> None:
    said = words(readings.bulletin(bulletin(now), moment))
    assert said.count("Dua.") == 2
    assert "Tiga." not in said


def test_a_clock_that_is_not_trusted_says_no_date_and_no_today(readings: SpokenReadings, now: datetime) -> None:
    said = " ".join(words(readings.bulletin(bulletin(now), Moment(now, Trust.FLOOR, now))))
    assert "Selasa" not in said
    assert "Hari ini ada" not in said
    assert "Kabar." in said


def test_nothing_is_said_to_have_been_published_tomorrow(
    readings: SpokenReadings, moment: Moment, now: datetime
) -> None:
    """A blog that takes its hour for one of Greenwich dates the evening's news so; the screen says today, too."""
    item = NewsItem(id="n", source="Desa", title="Kabar", published=now + timedelta(hours=20))
    assert "Terbit Selasa, dua puluh empat November dua ribu dua puluh enam." in words(readings.item(item, moment))
    floor = Moment(now, Trust.FLOOR, now)
    assert "Terbit Rabu, dua puluh lima November dua ribu dua puluh enam." in words(readings.item(item, floor))


def test_a_day_without_events_says_so(readings: SpokenReadings, moment: Moment, now: datetime) -> None:
    said = words(readings.bulletin(bulletin(now, events=()), moment))
    assert "Hari ini tidak ada kegiatan." in said
    over = words(readings.bulletin(bulletin(now, events=(), all_over=True), moment))
    assert not any("kegiatan" in line for line in over), "there was one this morning"
    heard = now - timedelta(days=5)
    offline = words(readings.bulletin(bulletin(now, events=(), stale=True, last_heard=heard), moment))
    assert "Hari ini tidak ada kegiatan." not in offline, "nobody here can know it"
    assert "Menurut kabar Kamis, sembilan belas November, hari ini tidak ada kegiatan." in offline
    never = words(readings.bulletin(bulletin(now, events=(), stale=True), moment))
    assert not any("kegiatan" in line for line in never), "nor does who has never heard from anybody"
    empty = CalendarView(now.date().replace(day=1), now.date(), now.date(), {}, ())
    assert words(readings.day(empty, moment))[-1] == "Tidak ada kegiatan."


@pytest.mark.parametrize(
    ("starts", "ends", "when"),
    [
        (19, 24, "pukul tujuh malam sampai dua belas malam waktu indonesia tengah"),
        (21, 26, "pukul sembilan malam sampai dua dini hari waktu indonesia tengah"),
        (
            -3,
            2,
            "Senin, dua puluh tiga November dua ribu dua puluh enam, pukul sembilan malam sampai dua dini hari " + ZONE,
        ),
        (-16, 48, "sampai Rabu, dua puluh lima November"),
    ],
)
def test_what_ends_at_midnight_or_goes_over_it_has_no_day_too_many(
    readings: SpokenReadings, moment: Moment, now: datetime, starts: int, ends: int, when: str
) -> None:
    midnight = now.replace(hour=0, minute=0)
    first, last = (midnight + timedelta(hours=hours) for hours in (starts, ends))
    event = Event(id="e", source="Desa", title="Malam", starts=first, ends=last, place="Balai Desa")
    calendar = CalendarView(now.date().replace(day=1), now.date(), now.date(), {}, (event,))
    assert words(readings.day(calendar, moment))[-2] == f"{when}, di Balai Desa."


def test_a_day_that_is_read_tells_what_of_it_is_over(readings: SpokenReadings, moment: Moment, now: datetime) -> None:
    def at(hour: int) -> Event:
        starts = now.replace(hour=hour, minute=0)
        return Event(
            id=f"{hour}", source="Desa", title=f"Rapat {hour}", starts=starts, ends=starts + timedelta(hours=1)
        )

    def said(*hours: int, trust: Trust = Trust.TRUSTED) -> list[str]:
        events = tuple(map(at, hours))
        day = CalendarView(now.date().replace(day=1), now.date(), now.date(), {}, events)
        return words(readings.day(day, replace(moment, trust=trust)))

    some = said(7, 9)
    assert some[2] == "satu sudah selesai."
    assert some[4].startswith("Sudah selesai, pukul tujuh"), some
    assert some[6].startswith("pukul sembilan"), some
    every = said(6, 7)
    assert [line for line in every if "selesai" in line] == ["Semuanya sudah selesai."]
    assert [line for line in said(7) if "selesai" in line] == ["Sudah selesai."]
    assert not any("selesai" in line for line in said(6, 7, trust=Trust.FLOOR)), "nobody knows what time it is"
    (item,) = [line for line in words(readings.item(at(7), moment)) if "selesai" in line]
    assert item == "Sudah selesai."
    assert not any("selesai" in line for line in words(readings.item(at(9), moment)))


@pytest.mark.parametrize(
    ("first", "last", "all_day", "when"),
    [
        (0, 0, True, "sehari penuh"),
        (-1, 2, True, "sampai Kamis, dua puluh enam November"),
        (-1, 1, False, "sampai Rabu, dua puluh lima November"),
        (0, 1, False, "pukul sepuluh pagi waktu indonesia tengah, sampai Rabu, dua puluh lima November"),
        (0, 0, False, "pukul sepuluh pagi sampai sebelas siang waktu indonesia tengah"),
    ],
)
def test_a_day_is_said_once_and_only_longer_events_say_their_last(
    readings: SpokenReadings, moment: Moment, now: datetime, first: int, last: int, all_day: bool, when: str
) -> None:
    midnight = now.replace(hour=0, minute=0)
    starts = midnight + timedelta(days=first, hours=0 if all_day else 10)
    ends = midnight + (timedelta(days=last + 1) if all_day else timedelta(days=last, hours=11))
    event = Event(id="e", source="Desa", title="Pekan", starts=starts, ends=ends, all_day=all_day, place="Balai Desa")
    calendar = CalendarView(now.date().replace(day=1), now.date(), now.date(), {}, (event,))
    assert words(readings.day(calendar, moment))[3] == f"{when}, di Balai Desa."


def test_the_zone_and_a_source_that_all_have_are_said_once(
    readings: SpokenReadings, moment: Moment, now: datetime
) -> None:
    events = tuple(Event(id=str(n), source="Desa", title=f"Rapat {n}", starts=now) for n in range(3))
    said = words(readings.day(CalendarView(now.date(), now.date(), now.date(), {}, events), moment))
    assert sum("waktu indonesia tengah" in line for line in said) == 1
    assert [line for line in said if line.startswith("Menurut")] == [said[-1]]


def english(title: str) -> Item:
    return NewsItem(id=title, source="KIM", title=title, language="en", provenance=Provenance.VERIFIED)


@pytest.mark.clause("5.1.3.14")
def test_english_visitors_hear_english_where_all_of_it_is(tmp_path: Path, moment: Moment) -> None:
    readings = SpokenReadings(Translation("en"), tmp_path)
    whole = readings.bulletin(Bulletin(news=(english("Market opens"),)), moment)
    assert whole.language == "en"
    assert words(whole)[:3] == [
        "Good morning.",
        "Today is Tuesday, 24 November 2026, at 09:41 Central Indonesian Time.",
        "No events today.",
    ]
    assert words(whole)[-3:] == ["Market opens.", "From KIM, verified.", "That was the news of the village."]


@pytest.mark.clause("5.1.3.14")
def test_no_english_voice_reads_indonesian(tmp_path: Path, moment: Moment) -> None:
    readings = SpokenReadings(Translation("en"), tmp_path)
    mixed = readings.bulletin(
        Bulletin(news=(english("Market opens"), NewsItem(id="n", source="x", title="Kabar"))), moment
    )
    assert mixed.language == "id"
    assert words(mixed)[0] == "Selamat pagi."
    assert (
        readings.item(NewsItem(id="n", source="x", title="Harga 5 kg"), moment).sentences[0].spoken
        == "Harga lima kilogram."
    )
    assert readings.notices((english("One"), english("Two")), moment).language == "en"


def test_an_office_says_how_words_sound_but_not_in_a_warning(tmp_path: Path, moment: Moment) -> None:
    told = SpokenReadings(
        Translation("id"), tmp_path, {"Bunga": "bu-nga"}, editions={"Tsunami": "lomba", "Toili": "Toi-li", "Bunga": "x"}
    )
    words = " ".join(
        sentence.spoken
        for sentence in told.item(
            NewsItem(id="1", source="KIM", title="Latihan tsunami di Toili dan Bunga"), moment
        ).sentences
    )
    assert "lomba di Toi li dan bu nga" in words
    warning = Alert(id="2", source="KIM", title="Tsunami di Toili", hazard=Hazard.TSUNAMI, severity=Severity.AWAS)
    assert "lomba" not in " ".join(sentence.spoken for sentence in told.item(warning, moment).sentences)
    standing = Standing(warning, Severity.AWAS)
    bulletin = Bulletin(alerts=(standing,), announcements=(), events=(), news=())
    assert "lomba" not in " ".join(sentence.spoken for sentence in told.bulletin(bulletin, moment).sentences)


def test_whom_a_notice_is_for_is_said_after_its_title(readings: SpokenReadings, moment: Moment) -> None:
    notice = Announcement(
        id="1", source="KIM", title="Ombak tinggi", text="Tunda melaut.", groups=("nelayan", "ibu-hamil")
    )
    said = [sentence.spoken for sentence in readings.item(notice, moment).sentences]
    assert said[:3] == ["Pengumuman.", "Ombak tinggi.", "Untuk nelayan, ibu hamil."]
