"""The village crier: what it starts, for whom, and what a week of power cuts, prayers and visitors leaves of the schedule."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from content_cache.model.attachments import Attachment
from content_cache.model.items import Announcement, Item
from content_cache.model.vocabulary import Category
from kiosk.broadcast.quiet_hours import quiet_of
from kiosk.broadcast.readouts import ReadoutService
from kiosk.content.calendar import EventCalendar
from kiosk.content.views.shown import Bulletin
from kiosk.core.clock import Moment, Trust
from kiosk.core.messages import Ending, SpeechPaused, SpeechStarted
from kiosk.narration.read_aloud import ReadAloud
from kiosk.settings import PlaceSettings, ReadoutSettings, Settings, SpeechSettings
from kiosk.speech.utterance import Manner, Prelude, Priority, Sentence, Utterance, Where
from kiosk.state.database import Database
from kiosk.state.memory import Memory
from tests.support.listening_voice import ListeningVoice

WITA = ZoneInfo("Asia/Makassar")
MONDAY = datetime(2026, 11, 23, tzinfo=WITA)
WEEK = 7 * 24 * 60
VILLAGE = Settings(
    place=PlaceSettings(name="Desa Bunga", area="72.01.05"),
    speech=SpeechSettings(volume=70),
    readouts=(
        ReadoutSettings(at=time(7)),
        ReadoutSettings(at=time(18)),
        ReadoutSettings(at=time(12), days=(0, 4), what="pengumuman"),
    ),
)


def at(hours: int, minutes: int = 0, trust: Trust = Trust.TRUSTED) -> Moment:
    return Moment(MONDAY + timedelta(hours=hours, minutes=minutes), trust)


def notice(number: int, seen: datetime, **changes: object) -> Announcement:
    made = Announcement(id=f"p{number}", source="Desa", title=f"Pengumuman {number}", priority=2, seen_first=seen)
    return replace(made, **changes)


@dataclass
class Shelf:
    """The contents that a test lays out; moves on when it is told so."""

    announcements: list[Item] = field(default_factory=list)
    moved: int = 0
    begun_anew: bool = False

    def version(self) -> int:
        return self.moved

    @property
    def views(self) -> Shelf:
        return self

    def write(self, announcements: list[Item]) -> None:
        self.announcements = announcements
        self.moved += 1

    def has_item(self, item: Item) -> bool:
        return self.begun_anew or self.item(item.id, item.source) is not None

    def item(self, name: str, source: str) -> Item | None:
        return next((each for each in self.announcements if (each.id, each.source) == (name, source)), None)

    def items(self, category: Category | None, moment: Moment, **_: object) -> list[Item]:
        wanted = self.announcements if category is Category.ANNOUNCEMENT else []
        return [item for item in wanted if item.seen_first is not None and item.seen_first <= moment.now]

    @property
    def event_calendar(self) -> EventCalendar:
        return EventCalendar(lambda *_: [])

    def bulletin(self, moment: Moment) -> Bulletin:
        return Bulletin(tuple(self.items(Category.ANNOUNCEMENT, moment)), (), ())


class Words:
    """Readings of one sentence each."""

    def item(self, item: Item, moment: Moment) -> Utterance:  # noqa: ARG002
        return say(item.id)

    def notices(self, items: Sequence[Item], moment: Moment) -> Utterance:  # noqa: ARG002
        return say("notices")

    def bulletin(self, bulletin: Bulletin, moment: Moment) -> Utterance:  # noqa: ARG002
        return say("bulletin")


def say(name: str) -> Utterance:
    return Utterance(name, (Sentence(name), Sentence(name)))


class Lamp:
    speaking: object = None
    slow = False
    notice = ""


Warnings = Callable[[Moment], Utterance | None]


class House:
    """A kiosk that can be switched off and on: the folder and the shelf stay."""

    def __init__(self, folder: Path, setting: Settings = VILLAGE, *, warnings: Warnings = lambda _: None) -> None:
        self.folder, self.setting, self.notice_store, self.warnings = folder, setting, Shelf(), warnings
        self.readings: Callable[[str], Words] = lambda _: Words()
        self.start()

    def start(self) -> None:
        self.memory = Memory(self.folder)
        self.voice: Any = self.make_voice()
        self.reader = ReadAloud(Lamp(), self.voice, rate=130, no_sound=lambda: "")  # type: ignore[arg-type]
        self.caller = ReadoutService(
            repository=self.notice_store,  # type: ignore[arg-type]
            memory=self.memory,
            reader=self.reader,
            readings=self.readings,  # type: ignore[arg-type]
            settings=self.setting,
            warnings=self.warnings,
        )

    def make_voice(self) -> Any:
        return ListeningVoice()

    def restart(self) -> None:
        self.memory.close()
        self.start()

    def speaks(self) -> bool:
        return bool(self.reader.speaking)

    def hears(self) -> list[str]:
        return [utterance.subject for utterance in self.voice.said]

    def speech_ends(self, ending: Ending = Ending.DONE) -> None:
        """End the current speech with *ending*."""
        self.reader.on_speech(self.voice.end(self.reader.saying, ending))


@pytest.fixture
def house(tmp_path: Path) -> Any:
    made = House(tmp_path)
    yield made
    made.memory.close()


def test_the_village_hears_it_on_the_horn_with_a_chime_at_its_own_volume(house: House) -> None:
    house.caller.start_due_readout(at(7))
    assert house.voice.manners[0] == Manner(Priority.SCHEDULED, Where.HORN, Prelude.CHIME, 70)


def test_recordings_in_several_languages_take_turns(house: House) -> None:
    """Show that recordings alternate where the kiosk itself begins, called out or alone in a category; prepared ones do
    not count."""
    asked: list[str] = []

    def readings(language: str) -> Words:
        asked.append(language)
        return Words()

    house.readings = readings
    house.restart()
    sounds = tuple(
        Attachment(f"https://a.id/{code}.mp3", "audio/mpeg", path=f"media/{code}.wav", language=code)
        for code in ("blz", "id")
    )
    house.notice_store.announcements = [notice(1, at(11).now, attachments=sounds)]
    house.caller.start_due_readout(at(11, 1))
    house.speech_ends()
    assert asked == ["id"]
    assert [*house.caller.coming(at(11, 30))] != []
    house.caller.start_due_readout(at(12))
    house.speech_ends()
    house.caller.start_due_readout(at(4 * 24 + 12))
    assert [code for code in asked if code != "id"] == ["blz"]
    assert asked[-1] == "id", "the place's own is first again"


def test_without_a_chime_in_the_settings_there_is_none(tmp_path: Path) -> None:
    house = House(tmp_path, replace(VILLAGE, speech=SpeechSettings(chime=False)))
    house.caller.start_due_readout(at(7))
    assert house.voice.manners[0].prelude is Prelude.NONE
    house.memory.close()


def test_a_visitor_who_listens_is_not_interrupted_and_nothing_is_skipped(house: House) -> None:
    house.reader.read(say("berita"))
    house.notice_store.announcements = [notice(1, at(6, 50).now)]
    for minute in range(50):  # longer than there is for catching up
        house.caller.start_due_readout(at(7, minute))
    assert house.hears() == ["berita"]
    house.speech_ends()
    house.caller.start_due_readout(at(7, 50))
    assert house.hears() == ["berita", "p1"]
    house.speech_ends()
    house.caller.start_due_readout(at(7, 51))
    house.speech_ends()
    house.caller.start_due_readout(at(7, 52))
    assert house.hears() == ["berita", "p1", "bulletin"]


def test_a_visitor_who_only_looks_at_the_screen_does_not_hold_up_an_announcement(house: House) -> None:
    house.notice_store.announcements = [notice(1, at(10).now)]
    house.caller.start_due_readout(at(10))
    assert house.hears() == ["p1"]


def test_what_maghrib_cuts_off_is_read_from_its_beginning_afterwards(house: House) -> None:
    silence = quiet_of(VILLAGE.speech, VILLAGE.place)
    late = replace(VILLAGE, readouts=(ReadoutSettings(at=time(17, 36)),))  # two minutes before the silence
    house.setting = late
    house.restart()
    house.caller.start_due_readout(at(17, 36))
    name = house.voice.said[0].id
    house.reader.on_speech(SpeechStarted(name))
    ends = silence.end_of_quiet(at(17, 43).now)
    assert ends is not None
    house.caller.start_due_readout(at(17, 38))
    assert not house.reader.speaking
    house.caller.start_due_readout(Moment(ends - timedelta(seconds=1), Trust.TRUSTED))
    assert house.hears() == ["bulletin"]
    house.restart()
    house.caller.start_due_readout(Moment(ends, Trust.TRUSTED))
    assert house.hears() == ["bulletin"]
    assert len(house.voice.said[0].sentences) == 2


def test_an_announcement_that_the_night_cuts_off_is_made_in_the_morning(house: House) -> None:
    house.notice_store.announcements = [notice(1, at(20, 59).now)]
    house.caller.start_due_readout(at(20, 59))
    house.caller.start_due_readout(at(21))
    assert not house.speaks()
    for minute in range(9 * 60):
        house.caller.start_due_readout(at(21, minute))
        if house.speaks():
            break
    assert house.hears() == ["p1", "p1"]
    assert minute == 8 * 60 + 30


def test_what_waits_below_a_visitors_reading_is_hushed_when_that_ends_in_a_silence(house: House) -> None:
    house.notice_store.announcements = [notice(1, at(20, 59).now)]
    house.caller.start_due_readout(at(20, 59))
    house.reader.on_speech(SpeechPaused(house.voice.said[0].id))
    house.reader.read(say("berita"))
    house.caller.start_due_readout(at(21))
    assert house.reader.priority is Priority.ASKED  # what somebody asks for is read at any hour
    house.speech_ends()
    house.caller.start_due_readout(at(21, 1))
    assert not house.reader.speaking


def test_a_silence_that_cuts_off_a_warning_does_not_bring_back_an_announcement_that_was_heard(house: House) -> None:
    house.notice_store.announcements = [notice(1, at(20, 58).now)]
    house.caller.start_due_readout(at(20, 58))
    house.speech_ends()
    house.reader.read(say("alert"), Manner(Priority.SCHEDULED))
    house.caller.start_due_readout(at(21))
    assert not house.reader.speaking
    house.caller.start_due_readout(at(29, 30))
    assert house.hears() == ["p1", "alert"]


def test_what_made_way_for_a_warning_does_not_go_on_after_it_and_is_made_anew(house: House) -> None:
    house.caller.start_due_readout(at(7))
    house.reader.read(say("alert"), Manner(Priority.URGENT))
    house.caller.make_way()  # it waits below the warning
    assert [speech.utterance.id for speech in house.voice.speeches] == ["alert"]
    house.caller.start_due_readout(at(7, 1))
    house.speech_ends()
    house.caller.start_due_readout(at(7, 2))
    assert house.hears() == ["bulletin", "alert", "bulletin"]
    house.speech_ends()
    house.caller.make_way()
    house.caller.start_due_readout(at(7, 4))
    assert house.hears() == ["bulletin", "alert", "bulletin"], "one that was heard to its end is not"


class Told(Words):
    """Readings of each item's text, sentence by sentence."""

    def item(self, item: Item, moment: Moment) -> Utterance:  # noqa: ARG002
        return Utterance(item.id, tuple(Sentence(each) for each in (item.title, *item.text.split("/"))))

    def notices(self, items: Sequence[Item], moment: Moment) -> Utterance:
        each = [sentence for item in items for sentence in self.item(item, moment).sentences]
        return Utterance(" ".join(item.id for item in items), (Sentence(f"{len(items)}"), *each))

    def bulletin(self, bulletin: Bulletin, moment: Moment) -> Utterance:
        return replace(self.notices(bulletin.announcements, moment), id="bulletin")


def left_to_say(house: House) -> list[str]:
    """Return the sentences still to be spoken of all that sounds and waits."""
    return [
        sentence.spoken
        for speech in house.voice.speeches
        for sentence in speech.utterance.sentences[max(speech.playing, 0) :]
    ]


def test_a_notice_that_is_taken_back_while_it_is_called_out_is_said_no_more(house: House) -> None:
    house.notice_store.announcements = [notice(1, at(8).now)]
    house.caller.start_due_readout(at(8))
    house.voice.reach("p1", 0)
    house.reader.read(say("alert"), Manner(Priority.SCHEDULED))
    house.caller.start_due_readout(at(8, 1))
    assert [speech.utterance.id for speech in house.voice.speeches] == ["p1", "alert"]
    house.notice_store.write([])
    house.caller.start_due_readout(at(8, 1))
    assert [speech.utterance.id for speech in house.voice.speeches] == ["alert"], "no warning is silenced by it"


def test_a_notice_that_is_put_right_while_it_is_called_out_is_said_from_its_beginning(house: House) -> None:
    house.readings = lambda _: Told()
    house.restart()
    first = notice(1, at(8).now, text="Kamis/Bawa KTP")
    house.notice_store.announcements = [first]
    house.caller.start_due_readout(at(8))
    house.voice.reach("p1", 2)
    house.notice_store.write([replace(first, updated=at(8).now)])
    house.caller.start_due_readout(at(8, 1))
    assert left_to_say(house) == ["Bawa KTP"], "another date of its words is nothing new"
    house.notice_store.write([replace(first, text="Jumat/Bawa KTP")])
    house.caller.start_due_readout(at(8, 1))
    assert left_to_say(house) == ["Pengumuman 1", "Jumat", "Bawa KTP"]
    assert house.voice.manners[-1] == house.voice.manners[0], "on the horn, with its chime"
    house.notice_store.write([])
    house.caller.start_due_readout(at(8, 1))
    assert left_to_say(house) == [], "what was put right can be taken back, too"


@pytest.mark.parametrize(
    ("place", "gone", "left"),
    [
        (1, "b", "a aa c cc"),
        (2, "c", "aa b bb"),
        (3, "b", "c cc"),
        (4, "b", "c cc"),
        (4, "a", "bb c cc"),
        (6, "c", ""),
        (6, "a", "cc"),
        (2, "abc", ""),
    ],
)
@pytest.mark.parametrize("hour", [7, 12])
def test_of_several_that_are_read_out_the_rest_goes_on(
    house: House, hour: int, place: int, gone: str, left: str
) -> None:
    house.readings = lambda _: Told()
    house.restart()
    every: list[Item] = [notice(n, at(6).now, title=title, text=title * 2, priority=0) for n, title in enumerate("abc")]
    house.notice_store.announcements = every
    house.caller.start_due_readout(at(hour))
    (name,) = house.hears()
    house.voice.reach(name, place)
    house.notice_store.write([each for each in every if each.title not in gone])
    house.caller.start_due_readout(at(hour, 1))
    assert [each for each in left_to_say(house) if not each.isdigit()] == left.split()
    if left:
        assert (house.voice.manners[-1].prelude, house.voice.manners[-1].where) == (Prelude.NONE, Where.HORN)


def test_while_the_store_is_begun_anew_nothing_is_taken_for_taken_back(house: House) -> None:
    house.notice_store.announcements = [notice(1, at(8).now)]
    house.caller.start_due_readout(at(8))
    house.notice_store.begun_anew = True
    house.notice_store.write([])
    house.caller.start_due_readout(at(8, 1))
    assert [speech.utterance.id for speech in house.voice.speeches] == ["p1"]


def test_while_a_siren_comes_back_a_read_out_waits_however_long_and_what_is_important_does_not(house: House) -> None:
    for minute in range(50):  # longer than there is for catching up
        house.caller.start_due_readout(at(7, minute), alarming=True)
    assert house.hears() == []
    house.notice_store.announcements = [notice(1, at(7, 49).now)]
    house.caller.start_due_readout(at(7, 50), alarming=True)
    assert house.hears() == ["p1"]
    house.speech_ends()
    house.caller.start_due_readout(at(7, 51))
    assert house.hears() == ["p1", "bulletin"]


def test_an_emergency_of_a_news_feed_breaks_no_silence(house: House) -> None:
    house.notice_store.announcements = [notice(1, at(22).now, priority=3)]
    house.caller.start_due_readout(at(22))
    assert house.hears() == []


def test_at_night_a_visitors_reading_is_lowered_and_around_a_prayer_it_is_not(house: House) -> None:
    for moment in (at(12), at(17, 43), at(20, 59), at(21), at(23), at(29), at(29, 30), at(30)):
        house.caller.start_due_readout(moment)
    assert house.voice.ceilings == [40, None]


def test_a_clock_that_is_not_trusted_lowers_nothing(house: House) -> None:
    house.caller.start_due_readout(at(23))
    house.caller.start_due_readout(at(23, trust=Trust.FLOOR))
    assert house.voice.ceilings == [40, None]


@pytest.mark.parametrize("trust", [Trust.FLOOR, Trust.UNKNOWN])
def test_nothing_is_called_out_by_a_clock_that_is_not_trusted(house: House, trust: Trust) -> None:
    house.notice_store.announcements = [notice(1, at(7).now)]
    house.caller.start_due_readout(at(7, trust=trust))
    assert house.hears() == []


def test_a_category_without_items_is_not_called_out_and_counts_as_made(house: House) -> None:
    house.caller.start_due_readout(at(12))
    house.caller.start_due_readout(at(12, 10))
    assert house.hears() == []
    house.notice_store.announcements = [notice(1, at(12, 11).now, priority=0)]
    house.caller.start_due_readout(at(12, 12))
    assert house.hears() == []


def test_a_list_begins_with_the_warnings_that_stand_and_they_are_called_out_without_one(tmp_path: Path) -> None:
    for number, items in enumerate(([], [notice(1, MONDAY, priority=0)])):
        folder = tmp_path / str(number)
        folder.mkdir()
        setting = replace(VILLAGE, readouts=(ReadoutSettings(at=time(9), what="pengumuman"),))
        house = House(folder, setting, warnings=lambda _: say("waspada"))
        house.notice_store.announcements = list(items)
        house.caller.start_due_readout(at(9))
        spoken = [sentence.spoken for sentence in house.voice.said[0].sentences]
        assert spoken == ["waspada"] * 2 + (["notices"] * 2 if items else [])
        house.memory.close()


def test_a_changed_announcement_is_called_out_again_only_for_new_words_with_a_new_date(house: House) -> None:
    first = notice(1, at(8).now, updated=at(8).now, text="Air mati pukul 8.")
    versions = [
        first,
        replace(first, updated=at(9).now),  # a feed that dates its items anew each hour
        replace(first, text="Air mati pukul 08.00."),  # a slip mended
        replace(first, updated=at(10).now, text="Air mati sampai besok."),
    ]
    for number, version in enumerate(versions):
        house.notice_store.announcements = [version]
        house.notice_store.moved += 1
        house.caller.start_due_readout(at(8, number))
        if house.reader.speaking:
            house.speech_ends()
    assert house.hears() == ["p1", "p1"]


def test_a_full_disk_makes_nobody_repeat_an_announcement(house: House) -> None:
    house.notice_store.announcements = [notice(1, at(8).now)]
    with closing(Database(house.folder)) as database:
        database.execute("CREATE TRIGGER full BEFORE INSERT ON announced BEGIN SELECT RAISE(ABORT, 'disk full'); END")
    for minute in range(3):
        house.caller.start_due_readout(at(8, minute))
        if house.reader.speaking:
            house.speech_ends()
    assert house.hears() == ["p1"]


# a week

Cut = tuple[int, int, int, int]
"""A power cut: in which two hours of the week, at which minute of them, for how many minutes, and for how many minutes after
it the clock is not trusted."""

cuts = st.lists(
    st.tuples(st.integers(0, 83), st.integers(0, 119), st.integers(0, 10), st.integers(0, 3)),
    max_size=30, unique_by=lambda cut: cut[0],
)  # fmt: skip
visits = st.lists(st.tuples(st.integers(0, WEEK), st.integers(1, 8)), max_size=40)
arrivals = st.lists(st.integers(0, WEEK - 36 * 60), max_size=12)


@pytest.mark.slow(cases=0)
@settings(max_examples=12, deadline=None)
@given(cuts=cuts, visits=visits, arrivals=arrivals)
def test_a_week_of_power_cuts_visitors_and_prayers(
    cuts: list[Cut], visits: list[tuple[int, int]], arrivals: list[int]
) -> None:
    """Each read-out once a day, each announcement once, nothing in a silence. What silence cut off counts when made anew."""
    with tempfile.TemporaryDirectory() as folder:
        heard, in_silence = live_through(House(Path(folder)), cuts, visits, arrivals)
    assert in_silence == []
    made = Counter(name for _, name in heard)
    assert {name: made[name] for name in made if name.startswith("p")} == {f"p{n}": 1 for n in range(len(arrivals))}
    bulletins = Counter((day, "early" if hour < 12 else "late") for (day, hour), name in heard if name == "bulletin")
    assert bulletins == {(day, when): 1 for day in range(7) for when in ("early", "late")}
    lists = Counter(day for (day, _), name in heard if name == "notices")
    assert set(lists) <= {0, 4}
    assert set(lists.values()) <= {1}


def live_through(
    house: House, cuts: list[Cut], visits: list[tuple[int, int]], arrivals: list[int]
) -> tuple[list[tuple[tuple[int, int], str]], list[datetime]]:
    """(what was called out and not cut off by silence, with its (day, hour); the moments at which something scheduled sounded
    in a silence), minute by minute."""
    quiet = quiet_of(VILLAGE.speech, VILLAGE.place)
    house.notice_store.announcements = [
        notice(n, MONDAY + timedelta(minutes=minute)) for n, minute in enumerate(arrivals)
    ]
    dark = {120 * slot + minute: (length, unsure) for slot, minute, length, unsure in cuts}
    visitors = dict(visits)
    heard: list[tuple[tuple[int, int], str]] = []
    in_silence: list[datetime] = []
    off_until = unsure_until = ends = -1
    for minute in range(WEEK):
        if minute in dark:
            off_until = minute + dark[minute][0]
            unsure_until = off_until + dark[minute][1]
            house.restart()
        if minute < off_until:
            continue
        if minute >= ends and house.reader.speaking:
            house.speech_ends()
            ends = minute + 1
        if minute in visitors and house.reader.priority is not Priority.SCHEDULED:
            house.reader.read(say("berita"))
            ends = minute + visitors[minute]
        now = MONDAY + timedelta(minutes=minute)
        said = len(house.voice.said)
        called = house.reader.priority is Priority.SCHEDULED
        house.caller.start_due_readout(Moment(now, Trust.FLOOR if minute < unsure_until else Trust.TRUSTED))
        if called and not house.reader.speaking:
            heard.pop()  # silence cut it off
        if len(house.voice.said) > said:
            heard.append(((minute // 1440, now.hour), house.voice.said[-1].subject))
            ends = minute + 2
        if house.reader.priority is Priority.SCHEDULED and quiet.end_of_quiet(now) is not None:
            in_silence.append(now)
    house.memory.close()
    return heard, in_silence
