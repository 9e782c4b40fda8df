"""From an alert in the store to what the voice is asked to say, with a real store, memory and reader."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from content_cache.alerts import Place as AlertPlace
from content_cache.model.changes import compare
from content_cache.model.items import Alert
from content_cache.model.records import SourceRecord
from content_cache.model.vocabulary import Hazard, Severity, Verified
from content_cache.store.store import Store
from content_cache.tables.connect import STORE
from kiosk.broadcast.alert_sounder import AlertSounder
from kiosk.content.local_alerts import view_of
from kiosk.content.repository import ContentRepository
from kiosk.core.clock import Moment, Trust
from kiosk.core.messages import Ending
from kiosk.narration.read_aloud import ReadAloud
from kiosk.settings import PlaceSettings, Settings, SpeechSettings
from kiosk.speech.utterance import Manner, Prelude, Priority, Sentence, Utterance
from kiosk.state.memory import Memory
from tests.support.listening_voice import ListeningVoice

WITA = ZoneInfo("Asia/Makassar")
NOON = datetime(2026, 11, 24, 12, tzinfo=WITA)
HERE = "-1,122 -1,123 0,123 0,122 -1,122"
KILONGAN = Settings(
    place=PlaceSettings(name="Kilongan", area="72.01.05"), speech=SpeechSettings(volume=70, quiet_at_prayer=False)
)


def tsunami(identifier: str = "tsunami", **fields: object) -> Alert:
    said = Alert(
        id=identifier, identifier=identifier, sender="bmkg.go.id", source="BMKG", title="Tsunami",
        published=NOON, effective=NOON, expires=NOON + timedelta(hours=3), polygons=(HERE,), language="id",
        severity=Severity.AWAS, hazard=Hazard.TSUNAMI, places=("pantai Banggai",), verified=Verified.TLS,
    )  # fmt: skip
    return replace(said, **fields)


class Tower:
    """The bell in a kiosk that can be restarted. `uptime` is since the machine was switched on."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.uptime = timedelta(days=1)
        self.known: dict[str, Any] = {}
        self.settings = KILONGAN
        self.recording = False
        self.made_way = 0
        self.start()

    def start(self) -> None:
        self.voice = ListeningVoice()
        self.memory = Memory(self.folder)
        self.repository = ContentRepository(
            lambda: Store.open(self.folder, read_only=True),
            area="72.01.05",
            place=AlertPlace(-0.93, 122.79, "72.01.05"),
        )
        self.reader = ReadAloud(self, self.voice, rate=130, no_sound=lambda: "")  # type: ignore[arg-type]
        self.bell = AlertSounder(
            repository=self.repository,
            memory=self.memory,
            reader=self.reader,
            settings=self.settings,
            uptime=lambda: self.uptime,
            makes_way=self.make_way,
        )

    def make_way(self) -> None:
        self.made_way += 1

    def stop_kiosk(self) -> None:
        self.memory.close()
        self.repository.close()

    def receives(self, *alerts: Alert, at: datetime = NOON, withdrawn: Sequence[str] = ()) -> None:
        with Store.open(self.folder) as store:
            changes = compare(store.fingerprints("BMKG"), alerts, withdrawn)
            store.apply("BMKG", changes, SourceRecord(name="BMKG", url="https://bmkg.example/"), at)

    def rings(self, minutes: float, trust: Trust = Trust.TRUSTED, floor: datetime | None = None) -> str:
        """Look *minutes* after noon. Return what the bell begins, as "siren both 100 70", and speak it to its end."""
        said = len(self.voice.said)
        self.bell.sound_due_alert(Moment(NOON + timedelta(minutes=minutes), trust, floor), recording=self.recording)
        if len(self.voice.said) == said:
            return ""
        manner = self.voice.manners[-1]
        self.reader.on_speech(self.voice.end(self.voice.said[-1].id))
        return f"{manner.prelude} {manner.where} {manner.volume}"

    def glances(self, minutes: float) -> list[str]:
        """Look *minutes* after noon. Return the ids of what is spoken or waits."""
        self.bell.sound_due_alert(Moment(NOON + timedelta(minutes=minutes), Trust.TRUSTED), recording=self.recording)
        return [speech.utterance.id for speech in self.voice.speeches]

    @property
    def words(self) -> list[str]:
        return [sentence.spoken.lower() for sentence in self.voice.said[-1].sentences]

    # the board

    speaking: Any = None
    notice = ""


@pytest.fixture
def tower(tmp_path: Path) -> Iterator[Tower]:
    made = Tower(tmp_path)
    yield made
    made.stop_kiosk()


def test_awas_takes_both_loudspeakers_and_says_what_where_and_what_to_do(tower: Tower) -> None:
    tower.receives(tsunami())
    assert tower.rings(1) == "siren both 100"
    told = " ".join(tower.words)
    for part in ("awas", "tsunami", "pantai banggai", "lari ke tempat tinggi", "sumber", "b m k g"):
        assert part in told.replace("be em ka ge", "b m k g").replace("bmkg", "b m k g"), told


@pytest.mark.parametrize("severity", [Severity.AWAS, Severity.SIAGA])
def test_warning_that_no_loudspeaker_could_say_is_tried_again_at_once(tower: Tower, severity: Severity) -> None:
    tower.receives(tsunami(severity=severity))
    tower.bell.sound_due_alert(Moment(NOON + timedelta(minutes=1), Trust.TRUSTED))
    (name,) = {said.id for said in tower.voice.said}
    for number in range(6):
        tower.reader.on_speech(tower.voice.end(name, Ending.FAILED, "the player did not answer"))
        tower.bell.sound_due_alert(Moment(NOON + timedelta(minutes=1, seconds=number + 1), Trust.TRUSTED))
        tower.uptime += timedelta(seconds=30)
        tower.bell.sound_due_alert(Moment(NOON + timedelta(minutes=1, seconds=number + 1), Trust.TRUSTED))
        assert len(tower.voice.said) == number + 2
        assert tower.bell.unheard
    assert len(set(tower.voice.manners)) == 1, "with the same siren, or chimes"
    for message in tower.voice.reach(name, 0):
        tower.reader.on_speech(message)
    tower.bell.sound_due_alert(Moment(NOON + timedelta(minutes=1, seconds=20), Trust.TRUSTED))
    assert not tower.bell.unheard
    tower.reader.on_speech(tower.voice.end(name))
    assert tower.rings(1.5) == ""


def test_first_try_after_a_failure_does_not_wait(tower: Tower) -> None:
    tower.receives(tsunami())
    tower.bell.sound_due_alert(Moment(NOON + timedelta(minutes=1), Trust.TRUSTED))
    tower.reader.on_speech(tower.voice.end(tower.voice.said[-1].id, Ending.FAILED, "no device"))
    tower.bell.sound_due_alert(Moment(NOON + timedelta(minutes=1, seconds=1), Trust.TRUSTED))
    assert len(tower.voice.said) == 2


def test_through_a_horn_it_is_said_twice(tower: Tower) -> None:
    tower.receives(tsunami())
    tower.rings(1)
    once = tower.words
    assert "sekali lagi." not in once
    tower.settings = replace(KILONGAN, speech=replace(KILONGAN.speech, horn_device="horn"))
    tower.stop_kiosk()
    tower.start()
    assert tower.rings(2) == "siren both 100"
    twice = tower.words
    assert twice[: len(once)] == once
    assert twice[len(once)] == "sekali lagi."
    again = " ".join(twice[len(once) + 1 :])
    for part in ("tsunami", "awas", "pantai banggai", "pukul"):
        assert part in again, again
    assert "sumber" not in again


def test_it_rings_each_minute_until_it_is_understood_and_over_restarts(tower: Tower) -> None:
    tower.receives(tsunami())
    assert [bool(tower.rings(minute / 2)) for minute in range(2, 7)] == [True, False, True, False, True]
    tower.stop_kiosk()
    tower.start()
    assert not tower.rings(3.5)
    assert tower.rings(4)
    standing = tower.repository.warnings(Moment(NOON, Trust.TRUSTED))[0]
    tower.bell.understood(view_of(standing, "id"), Moment(NOON + timedelta(minutes=4.5), Trust.TRUSTED))
    assert [bool(tower.rings(minute)) for minute in (5, 18, 19)] == [False, False, True]


def test_mengerti_ends_what_is_being_said_of_it(tower: Tower) -> None:
    tower.receives(tsunami())
    moment = Moment(NOON + timedelta(minutes=1), Trust.TRUSTED)
    tower.bell.sound_due_alert(moment)
    assert tower.reader.priority is Priority.URGENT
    tower.bell.understood(view_of(tower.repository.warnings(moment)[0], "id"), moment)
    assert not tower.reader.speaking


def test_an_alert_for_another_place_is_not_heard(tower: Tower) -> None:
    tower.receives(tsunami(polygons=("-3,119 -3,120 -2,120 -2,119 -3,119",)))
    assert tower.rings(1) == ""


def test_late_it_tells_its_age_and_has_no_siren(tower: Tower) -> None:
    tower.receives(tsunami(), at=NOON + timedelta(hours=1))
    assert tower.rings(60) == "two-chimes both 100"
    assert any("dikeluarkan satu jam lalu" in sentence for sentence in tower.words), tower.words


def test_what_began_before_it_was_sent_is_not_late_for_that(tower: Tower) -> None:
    """A flood that rises since the morning: its onset says so (CAP 1.2, 3.2.2)."""
    tower.receives(tsunami(effective=NOON - timedelta(hours=4)))
    assert tower.rings(1) == "siren both 100"
    assert not any("dikeluarkan" in sentence for sentence in tower.words), tower.words


@pytest.mark.parametrize("behind", [2, 20])
def test_a_clock_that_is_behind_keeps_no_warning_back(tower: Tower, behind: int) -> None:
    """Show that a warning sounds though the kiosk's slow clock puts its time in the future."""
    sent = NOON + timedelta(hours=behind)
    tower.receives(tsunami(published=sent, effective=sent, expires=sent + timedelta(hours=3)))
    assert tower.rings(1) == "siren both 100"
    assert not any("dikeluarkan" in sentence for sentence in tower.words), tower.words


def test_what_the_kiosk_slept_through_is_late_too(tower: Tower) -> None:
    tower.receives(tsunami())  # in time, but the power failed at once
    assert tower.rings(60) == "two-chimes both 100"
    assert any("dikeluarkan satu jam lalu" in sentence for sentence in tower.words), tower.words


def test_a_drill_says_simulasi_first_and_on_the_horn_alone(tower: Tower) -> None:
    tower.receives(tsunami(status="Exercise"))
    assert tower.rings(1) == "chime horn 70"
    assert "simulasi" in tower.words[0]


def test_its_end_is_told_as_an_end_and_never_as_safety(tower: Tower) -> None:
    tower.receives(tsunami())
    tower.rings(1)
    cancel = tsunami(
        "batal", message="Cancel", references=("bmkg.go.id tsunami",), published=NOON + timedelta(minutes=9)
    )
    tower.receives(cancel, at=NOON + timedelta(minutes=9))
    assert tower.rings(10) == "chime both 100"
    assert "berakhir" in " ".join(tower.words)
    assert "aman" not in " ".join(tower.words).replace(".", " ").split()
    assert tower.rings(30) == ""


def test_what_runs_out_is_not_said_to_have_been_ended_by_its_issuer(tower: Tower) -> None:
    tower.receives(tsunami())
    tower.rings(1)
    assert tower.rings(181) == "chime both 100"
    told = " ".join(tower.words)
    assert "masa berlakunya sudah habis" in told.lower()
    assert "belum ada yang menyatakan aman" in told.lower()
    assert "diakhiri" not in told


def test_an_update_goes_on_where_its_forerunner_was(tower: Tower) -> None:
    tower.receives(tsunami())
    tower.rings(1)
    tower.receives(update("tsunami", "lagi", 1), at=NOON + timedelta(minutes=1))
    assert tower.rings(2) == "siren both 100"
    assert tower.memory.alerts.by_alert()["BMKG bmkg.go.id lagi"].times == 2


def test_by_a_wrong_clock_only_what_came_since_the_machine_was_switched_on_is_heard(tower: Tower) -> None:
    tower.receives(tsunami())
    floor = NOON - timedelta(hours=1)
    tower.uptime = timedelta(minutes=1)
    assert tower.rings(5, Trust.FLOOR, floor) == ""
    tower.uptime = timedelta(minutes=6)
    assert tower.rings(5.5, Trust.FLOOR, floor) == "siren both 100"


def test_by_a_clock_that_is_months_behind_the_siren_ends_when_the_warning_has_lasted(tower: Tower) -> None:
    sent = NOON + timedelta(days=90)
    tower.receives(tsunami(published=sent, effective=sent, expires=sent + timedelta(hours=3)))
    floor = NOON - timedelta(hours=1)
    assert tower.rings(1, Trust.FLOOR, floor) == "siren both 100"
    assert tower.rings(179, Trust.FLOOR, floor) == "siren both 100"
    assert tower.rings(181, Trust.FLOOR, floor) == "chime both 100"
    assert tower.rings(240, Trust.FLOOR, floor) == ""


def test_by_a_wrong_clock_what_is_signed_is_heard_unless_a_stick_brought_it_which_may_be_old(tower: Tower) -> None:
    tower.receives(tsunami(verified=Verified.SIGNATURE, by_stick=True))
    assert tower.rings(5, Trust.FLOOR, NOON - timedelta(hours=1)) == ""
    assert tower.rings(6) == "siren both 100"
    tower.receives(tsunami("lagi", verified=Verified.SIGNATURE))
    assert tower.rings(6.1, Trust.FLOOR, NOON - timedelta(hours=1)) == "siren both 100"


def test_by_a_wrong_clock_what_the_halls_own_desk_writes_is_heard(tower: Tower) -> None:
    tower.receives(tsunami(verified=Verified.NONE))
    assert tower.rings(5, Trust.FLOOR, NOON - timedelta(hours=1)) == "siren both 100"


def test_a_visitors_reading_is_interrupted_by_what_is_urgent_alone(tower: Tower) -> None:
    tower.receives(tsunami(severity=Severity.WASPADA))
    tower.reader.read(Utterance("berita", (Sentence("berita"),)))
    assert tower.rings(1) == ""
    tower.receives(tsunami(severity=Severity.SIAGA))
    assert tower.rings(2) == "two-chimes both 70"


def test_what_is_said_of_a_lesser_alert_makes_way_for_a_graver_one_and_not_the_other_way_round(tower: Tower) -> None:
    tower.receives(tsunami("gempa", severity=Severity.SIAGA))
    for minutes, said in ((1, 1), (1.5, 1)):
        tower.bell.sound_due_alert(Moment(NOON + timedelta(minutes=minutes), Trust.TRUSTED))
        assert len(tower.voice.said) == said
    tower.receives(tsunami("gempa", severity=Severity.SIAGA), tsunami())
    tower.bell.sound_due_alert(Moment(NOON + timedelta(minutes=2), Trust.TRUSTED))
    assert [manner.prelude for manner in tower.voice.manners] == [Prelude.TWO_CHIMES, Prelude.SIREN]
    tower.bell.sound_due_alert(
        Moment(NOON + timedelta(minutes=30), Trust.TRUSTED)
    )  # the siaga is due, the siren still sounds
    assert len(tower.voice.said) == 2
    assert len(tower.voice.speeches) == 1


def test_what_is_no_cap_message_has_a_name_of_its_own(tower: Tower) -> None:
    plain = replace(tsunami("satu"), identifier="", sender="")
    tower.receives(plain, replace(plain, id="dua", severity=Severity.SIAGA))
    assert [tower.rings(1), tower.rings(1.1)] == ["siren both 100", "two-chimes both 70"]


def test_a_read_out_begins_with_the_warnings_that_stand(tower: Tower) -> None:
    tower.receives(
        tsunami("ombak", severity=Severity.WASPADA, hazard=Hazard.WAVES),
        tsunami(),
        tsunami("kabar", severity=Severity.INFO, hazard=Hazard.VOLCANO),
    )
    warnings = tower.bell.opening_alerts(Moment(NOON, Trust.TRUSTED))
    assert warnings is not None
    told = " ".join(sentence.spoken.lower() for sentence in warnings.sentences)
    assert told.index("awas") < told.index("waspada")
    assert "gunung" not in told


def test_an_empty_store_rings_nothing(tower: Tower) -> None:
    assert tower.rings(0) == ""
    assert tower.bell.opening_alerts(Moment(NOON, Trust.TRUSTED)) is None


def cancelled(minutes: float) -> Alert:
    sent = NOON + timedelta(minutes=minutes)
    return tsunami("batal", message="Cancel", references=("bmkg.go.id tsunami",), published=sent)


def test_what_ends_while_it_is_being_said_is_not_said_to_its_end(tower: Tower) -> None:
    tower.receives(tsunami())
    tower.glances(1)
    tower.receives(tsunami(), cancelled(1.1), at=NOON + timedelta(minutes=1.1))
    assert len(tower.glances(1.2)) == 1
    assert len(tower.voice.said) == 2
    assert "berakhir" in " ".join(tower.words)
    tower.glances(1.3)
    assert len(tower.voice.said) == 2, "that it is over is told to its end"


def test_what_its_source_withdraws_is_not_said_to_its_end(tower: Tower) -> None:
    tower.receives(tsunami())
    assert tower.glances(1)
    tower.receives(withdrawn=["tsunami"])
    assert tower.glances(1.1) == []


def test_what_is_called_out_without_a_siren_and_withdrawn_is_not_said_to_its_end_either(tower: Tower) -> None:
    tower.receives(tsunami(severity=Severity.WASPADA, hazard=Hazard.VOLCANO))
    assert tower.glances(1)
    assert tower.reader.priority is Priority.SCHEDULED
    beside = Utterance("bulletin", (Sentence("Kabar desa."),))
    tower.reader.read(beside, Manner(Priority.SCHEDULED))
    tower.receives(withdrawn=["tsunami"])
    tower.glances(1.1)
    assert [speech.utterance for speech in tower.voice.speeches] == [beside]


def test_a_store_that_cannot_be_read_cuts_no_alarm_off(tower: Tower) -> None:
    tower.receives(tsunami())
    said = tower.glances(1)
    assert said
    tower.repository.close()
    whole = (tower.folder / STORE).read_bytes()
    (tower.folder / STORE).write_bytes(b"\0" * 4096)
    for beside in ("-wal", "-shm"):
        (tower.folder / f"{STORE}{beside}").unlink(missing_ok=True)
    assert tower.glances(1.1) == said
    (tower.folder / STORE).write_bytes(whole)


def update(of: str, name: str, minutes: float, **fields: Any) -> Alert:
    """Return an update that refers to alert *of* alone, since not every issuer names all before it."""
    sent = NOON + timedelta(minutes=minutes)
    sender = fields.get("sender", "bmkg.go.id")
    return tsunami(name, message="Update", references=(f"{sender} {of}",), published=sent, **fields)


def test_what_is_updated_every_few_seconds_is_heard_to_its_end_and_then_once_as_it_is_now(tower: Tower) -> None:
    row = [tsunami()]
    tower.receives(*row)
    (said,) = tower.glances(1)
    for number, before in enumerate(("tsunami", "1", "2"), 1):
        minutes = 1 + number / 20
        row.append(update(before, str(number), minutes, places=(f"Teluk {number}",)))
        tower.receives(*row, at=NOON + timedelta(minutes=minutes))
        assert tower.glances(minutes + 0.01) == [said]
    assert len(tower.voice.said) == 1
    tower.reader.on_speech(tower.voice.end(said))
    assert tower.rings(1.3) == "siren both 100"
    assert "teluk tiga" in " ".join(tower.words)
    assert tower.rings(1.4) == ""
    assert tower.made_way == 1, "it is the warning that was heard"


NEWER = [
    pytest.param({"severity": Severity.SIAGA}, {"severity": Severity.AWAS}, id="graver"),
    pytest.param({"hazard": Hazard.QUAKE}, {"hazard": Hazard.TSUNAMI}, id="a wave"),
    pytest.param({"hazard": Hazard.RAIN}, {"hazard": Hazard.FLOOD}, id="one from which people go away"),
    pytest.param(
        {"event": "Banjir", "hazard": Hazard.FLOOD, "instruction": "Waspada.", "sender": "bpbd", "author": "BPBD"},
        {
            "event": "Banjir",
            "hazard": Hazard.FLOOD,
            "instruction": "Segera mengungsi.",
            "sender": "bpbd",
            "author": "BPBD",
        },
        id="leave",
    ),
]


@pytest.mark.parametrize(("before", "after"), NEWER)
def test_what_is_graver_than_what_is_being_said_is_said_at_once_and_once(
    tower: Tower, before: dict[str, Any], after: dict[str, Any]
) -> None:
    """However often it says one and the other."""
    tower.receives(tsunami(**before))
    tower.glances(1)
    row, last = [tsunami(**before)], "tsunami"
    for number in range(1, 7):
        minutes = 1 + number / 20
        row.append(update(last, str(number), minutes, **(after if number % 2 else before)))
        last = str(number)
        tower.receives(*row, at=NOON + timedelta(minutes=minutes))
        assert len(tower.glances(minutes + 0.01)) == 1
    assert len(tower.voice.said) == 2


def test_what_is_no_alarm_any_more_is_not_said_to_its_end(tower: Tower) -> None:
    tower.receives(tsunami())
    tower.glances(1)
    tower.receives(tsunami(), update("tsunami", "lagi", 1.1, severity=Severity.WASPADA))
    tower.glances(1.2)
    assert [manner.prelude for manner in tower.voice.manners] == [Prelude.SIREN, Prelude.CHIME]
    assert len(tower.voice.speeches) == 1


def test_mengerti_counts_for_the_update_that_is_shown_while_its_forerunner_is_said(tower: Tower) -> None:
    tower.receives(tsunami())
    tower.glances(1)
    newer = update("tsunami", "lagi", 1.1)
    tower.receives(tsunami(), newer)
    tower.glances(1.2)
    (stands,) = tower.repository.warnings(Moment(NOON + timedelta(minutes=1.2), Trust.TRUSTED))
    tower.bell.understood(view_of(stands, "id"), Moment(NOON + timedelta(minutes=1.2), Trust.TRUSTED))
    assert tower.rings(1.3) == ""
    assert tower.rings(17) == "siren both 100"


def test_an_update_of_an_update_that_waited_for_a_microphone_waits_too(tower: Tower) -> None:
    tower.receives(tsunami(severity=Severity.SIAGA))
    tower.rings(1)
    tower.recording, row = True, [tsunami(severity=Severity.SIAGA)]
    for before, name, minutes in (("tsunami", "1", 5.0), ("1", "2", 6.0)):
        row.append(update(before, name, minutes, severity=Severity.SIAGA))
        tower.receives(*row, at=NOON + timedelta(minutes=minutes))
        assert tower.rings(minutes + 0.1) == ""
    assert tower.made_way == 1


def test_nothing_is_said_into_a_microphone_but_what_is_grave_and_new(tower: Tower) -> None:
    tower.recording = True
    tower.receives(tsunami(severity=Severity.WASPADA))
    assert tower.rings(1) == ""
    tower.receives(tsunami(severity=Severity.WASPADA), tsunami("gempa", severity=Severity.SIAGA))
    assert tower.rings(2) == "two-chimes both 70"
    assert tower.made_way == 1
    assert tower.rings(8) == "", "its repetition waits"
    tower.receives(tsunami("gempa"))
    assert tower.rings(8.1) == "siren both 100"
    assert tower.made_way == 2
    tower.recording = False
    assert tower.rings(9.2) == "siren both 100"
    assert tower.made_way == 2, "nothing makes way for what was heard"


def test_what_was_cut_off_before_it_was_said_is_said_again(tower: Tower) -> None:
    tower.receives(tsunami(severity=Severity.WASPADA))
    (said,) = tower.glances(1)
    assert tower.glances(1.1) == [said]
    tower.bell.unsaid(tower.reader.hush())
    assert tower.glances(1.2) == [said]
    tower.bell.unsaid(frozenset({"bulletin"}))
    tower.voice.stop()
    assert tower.glances(1.3) == [], "it was heard"


def test_an_update_of_a_warning_that_was_heard_makes_no_way(tower: Tower) -> None:
    tower.receives(tsunami(severity=Severity.SIAGA))
    tower.glances(1)
    assert tower.made_way == 1
    sent = NOON + timedelta(minutes=5)
    newer = update("tsunami", "lagi", 5, severity=Severity.SIAGA)
    tower.recording = True
    tower.receives(tsunami(severity=Severity.SIAGA), newer, at=sent)
    tower.glances(5.1)
    assert tower.made_way == 1


def test_of_two_that_nobody_has_heard_the_one_that_the_screen_shows_is_heard_first(tower: Tower) -> None:
    before = NOON - timedelta(minutes=2)
    early = tsunami("dulu", severity=Severity.SIAGA, places=("Batui",), published=before, effective=before)
    tower.receives(
        early, replace(early, id="baru", identifier="baru", published=NOON, effective=NOON, places=("Kintom",))
    )
    tower.rings(3)
    assert "kintom" in " ".join(tower.words)
    tower.rings(3.1)
    assert "batui" in " ".join(tower.words)
