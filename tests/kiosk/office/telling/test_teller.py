"""Who is told of what, and when: by real letters to a mail server on loopback and to a web hook, from the office's own files."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from msgspec.structs import replace

from kiosk.i18n.translation import Translation
from kiosk.i18n.words import Words
from kiosk.office.opening import teller_of, ways_of
from kiosk.office.setup.telling import LetterRecipient, MailServer, TellKind, TellSettings, WebHook
from kiosk.office.telling.events import EventWatch
from kiosk.office.telling.memory import TellMemory
from kiosk.office.telling.teller import Teller
from kiosk.office.warnings.warnings import new_warning
from kiosk.office.wording import PageWording
from tests.support.mail_server import PASSWORD, USER, MailHost, mail_host, trusting
from tests.support.newsroom import KEY_PASSWORD, Newsroom
from tests.support.posting import enrol, enrolled, report_health
from tests.support.web_hook import HookHost, hook_host

SITI, BUDI = "siti@kantor.example", "budi@kantor.example"
MANY = 50


@pytest.fixture
def host() -> Iterator[MailHost]:
    with mail_host() as found:
        yield found


@pytest.fixture
def hook() -> Iterator[HookHost]:
    with hook_host() as found:
        yield found


def settings(room: Newsroom, host: MailHost, *recipients: LetterRecipient, hook: str = "") -> None:
    mail = MailServer("localhost", USER, host.port, user=USER, password=PASSWORD)
    wanted = TellSettings(
        mail=mail if recipients else None, recipients=recipients, hook=WebHook(hook) if hook else None
    )
    room.office.tell.write_settings(wanted)


def begun(room: Newsroom) -> Teller:
    """Return the teller of a process that starts now, in which time passes as the office's clock goes."""
    told = TellMemory(room.folder / ".kantor")
    return teller_of(replace(room.office, told=told), trusting, lambda: room.now.timestamp())


def pass_time(
    room: Newsroom, teller: Teller, each: Callable[[], None] = lambda: None, step: float = 4, **span: float
) -> None:
    """Let time pass in steps of so many minutes, and look at each as the loop would."""
    over = room.now + timedelta(**span)
    while room.now < over:
        room.wait(minutes=step)
        each()
        teller.tell_due()


def propose(room: Newsroom) -> None:
    """Let a warning wait for its second person."""
    warning = new_warning(
        event="Tsunami", severity="awas", text="Air naik", steps="Lari", origin="BMKG", areas=("72.01",), hours="6",
        first="x", now=room.now, drill=False,
    )  # fmt: skip
    room.office.warnings.propose(warning)


def test_a_silent_kiosk_is_told_once_and_that_it_is_back(room: Newsroom, host: MailHost) -> None:
    settings(room, host, LetterRecipient(SITI))
    enrol(room.office, "0123456789ab")
    report_health(room.office, "0123456789ab", 1)
    room.wait(hours=44)
    teller = begun(room)
    pass_time(room, teller, hours=3)
    assert host.letters == []
    pass_time(room, teller, hours=2)
    (text,) = host.texts()
    assert "Kios diam: 1" in text
    assert "Bunga (0123456789ab)" in text
    pass_time(room, begun(room), hours=9)
    assert len(host.letters) == 1, "also after a restart"
    report_health(room.office, "0123456789ab", 2)
    pass_time(room, teller := begun(room), hours=2)
    assert "Sudah baik lagi: 1" in host.texts()[-1]
    pass_time(room, teller, hours=24)
    assert len(host.letters) == 2


def test_kiosks_behind_one_tower_make_few_letters(room: Newsroom, host: MailHost) -> None:
    settings(room, host, LetterRecipient(SITI))
    for n in range(MANY):
        enrol(room.office, f"{n:012x}")
        report_health(room.office, f"{n:012x}", 1)
        room.now += timedelta(hours=1) / MANY  # all of them within an hour, as reports come
    room.wait(hours=44)
    pass_time(room, begun(room), hours=6)
    assert len(host.letters) <= 3
    named = [
        int(line.rpartition(": ")[2]) for text in host.texts() for line in text.splitlines() if "Kios diam: " in line
    ]
    assert sum(named) == MANY
    assert all(len(text.splitlines()) < 40 for text in host.texts())


def test_a_dying_card_and_a_kiosk_without_sound_are_told_within_ten_minutes(room: Newsroom, host: MailHost) -> None:
    settings(room, host, LetterRecipient(SITI, (TellKind.CARD,)), LetterRecipient(BUDI, (TellKind.SOUND,)))
    for kiosk in ("0123456789ab", "ba9876543210", "aaaaaaaaaaaa"):
        enrol(room.office, kiosk)
    report_health(room.office, "0123456789ab", 1, card_errors=3)
    report_health(room.office, "ba9876543210", 1, loudspeaker="fault")
    report_health(room.office, "aaaaaaaaaaaa", 1, card_errors=0, loudspeaker="ok")
    pass_time(room, begun(room), minutes=10)
    (card,), (sound,) = host.texts(SITI), host.texts(BUDI)
    assert "0123456789ab" in card
    assert "ba9876543210" not in card
    assert "ba9876543210" in sound
    assert "aaaaaaaaaaaa" not in card + sound


def test_a_fault_that_comes_and_goes_makes_no_storm(room: Newsroom, host: MailHost) -> None:
    settings(room, host, LetterRecipient(SITI))
    enrol(room.office, "0123456789ab")
    count = iter(range(1, 10_000))
    teller = begun(room)

    def flaps() -> None:
        n = next(count)
        report_health(room.office, "0123456789ab", n, loudspeaker="fault" if n // 15 % 2 else "ok")

    pass_time(room, teller, flaps, hours=8)
    assert len(host.letters) == 1


def test_the_second_person_is_waited_for_at_once_and_without_the_warnings_words(room: Newsroom, host: MailHost) -> None:
    settings(room, host, LetterRecipient(SITI, (TellKind.SILENT,)), LetterRecipient(BUDI, (TellKind.RELEASE,)))
    teller = begun(room)
    teller.tell_due()
    propose(room)
    room.wait(seconds=5)
    teller.tell_due()
    (letter,) = host.letters
    assert str(letter["To"]) == BUDI
    assert "Peringatan menunggu orang kedua" in letter.get_content()
    assert "Tsunami" not in letter.as_string()
    pass_time(room, teller, hours=2)
    assert len(host.letters) == 1


def test_questions_are_told_as_they_wait_and_when_they_are_late(room: Newsroom, host: MailHost) -> None:
    settings(room, host, LetterRecipient(SITI, (TellKind.QUESTIONS,)))
    office = room.office
    office.cabinet.make_post(KEY_PASSWORD, KEY_PASSWORD)
    kiosk = enrolled(office)
    office.post.receive(kiosk.question(1), room.now)
    teller = begun(room)
    pass_time(room, teller, minutes=10)
    assert "1 pertanyaan menunggu" in host.texts()[-1]
    office.post.open(KEY_PASSWORD, room.now)
    room.wait(days=3)
    pass_time(room, teller, hours=3)
    assert "1 pertanyaan terlambat" in host.texts()[-1]
    assert len(host.letters) == 2
    assert "suara warga" not in "".join(host.texts())


@pytest.mark.attack(
    "people",
    "a mail server that is down or refuses: the others hear nothing, or one hears it again and again",
    "each recipient has a memory and a back-off of its own; what was not taken is told later, once",
)
def test_who_cannot_be_reached_holds_up_nobody_and_hears_it_later(
    room: Newsroom, host: MailHost, hook: HookHost
) -> None:
    settings(room, host, LetterRecipient(SITI), hook=hook.url)
    enrol(room.office, "0123456789ab")
    report_health(room.office, "0123456789ab", 1, card_errors=3)
    host.how = "refuses"
    teller = begun(room)
    pass_time(room, teller, hours=3)
    problem = teller.states()[SITI].problem
    assert problem is not None
    assert problem.code == "office_tell_failed"
    assert len([each for each in host.said if each.startswith(b"RCPT")]) < 14
    (body,) = hook.bodies
    said = json.loads(body)
    assert [each["kind"] for each in said["events"]] == ["card"]
    assert "Kartu" in said["text"]
    host.how = "well"
    pass_time(room, teller, hours=2)
    assert len(host.letters) == len(hook.bodies) == 1
    assert teller.states()[SITI].problem is None


def test_a_monitor_that_does_not_answer_makes_no_kiosk_well_and_is_told(room: Newsroom, host: MailHost) -> None:
    settings(room, host, LetterRecipient(SITI))
    enrol(room.office, "0123456789ab")
    report_health(room.office, "0123456789ab", 1, card_errors=3)
    pass_time(room, begun(room), minutes=10)
    with (room.folder / "office.toml").open("a", encoding="utf-8") as file:
        file.write('monitor = "http://127.0.0.1:1"\n')
    pass_time(room, begun(room), hours=3)
    _, second = host.texts()
    assert "Pemantauan tidak menjawab" in second
    assert "Sudah baik" not in second


def test_a_withdrawn_kiosk_is_told_no_more(room: Newsroom, host: MailHost) -> None:
    settings(room, host, LetterRecipient(SITI))
    enrol(room.office, "0123456789ab")
    report_health(room.office, "0123456789ab", 1, card_errors=3)
    teller = begun(room)
    pass_time(room, teller, minutes=10)
    room.office.post.store.register.withdraw_kiosk("0123456789ab", room.now)
    pass_time(room, teller, hours=4)
    assert len(host.letters) == 1


def test_a_desk_that_was_off_for_days_tells_of_no_silence_before_kiosks_could_report(
    room: Newsroom, host: MailHost
) -> None:
    settings(room, host, LetterRecipient(SITI))
    enrol(room.office, "0123456789ab")
    report_health(room.office, "0123456789ab", 1)
    room.wait(days=9)
    teller = begun(room)
    pass_time(room, teller, minutes=80)
    report_health(room.office, "0123456789ab", 2)
    pass_time(room, teller, hours=3)
    assert host.letters == []


def test_mistake_in_a_letter_is_one_recipients_and_is_remembered(
    room: Newsroom, host: MailHost, hook: HookHost, caplog: pytest.LogCaptureFixture
) -> None:
    settings(room, host, LetterRecipient(SITI), hook=hook.url)
    enrol(room.office, "0123456789ab")
    report_health(room.office, "0123456789ab", 1, card_errors=3)
    signed: list[str] = []

    def sign() -> tuple[str, str]:
        signed.append("")
        if len(signed) == 1:
            return "Kominfo", ""
        raise LookupError(f"no office: {PASSWORD}")

    def teller() -> Teller:
        office = room.office
        watch = EventWatch(
            office.fleet, office.areas, office.warnings, office.post, lambda: timedelta(days=3), room.now
        )
        wording = PageWording(Words(Translation("id")), office.notices.office, office.areas, office.clock)
        told = TellMemory(room.folder / ".kantor")
        return Teller(
            told,
            office.tell,
            watch,
            wording,
            sign,
            office.clock,
            partial(ways_of, office, trusting),
            monotonic=lambda: room.now.timestamp(),
        )

    pass_time(room, teller(), hours=2)
    pass_time(room, again := teller(), hours=1)
    assert len(host.letters) + len(hook.bodies) == 1
    assert len(signed) < 14
    failed = [state.problem.code for state in again.states().values() if state.problem is not None]
    assert failed == ["office_tell_unexpected"]
    assert "LookupError" in caplog.text
    assert PASSWORD not in caplog.text


def test_looking_that_fails_is_repeated_rarely_and_holds_up_no_warning(room: Newsroom, host: MailHost) -> None:
    settings(room, host, LetterRecipient(SITI))
    office, looks = room.office, []

    def late() -> timedelta:
        looks.append(room.now)
        raise LookupError

    watch = EventWatch(office.fleet, office.areas, office.warnings, office.post, late, room.now)
    wording = PageWording(Words(Translation("id")), office.notices.office, office.areas, office.clock)
    teller = Teller(
        office.told, office.tell, watch, wording, lambda: ("Kominfo", ""), office.clock,
        partial(ways_of, office, trusting), monotonic=lambda: room.now.timestamp(),
    )  # fmt: skip
    pass_time(room, teller, step=0.1, minutes=40)
    assert 3 < len(looks) < 10
    propose(room)
    pass_time(room, teller, step=0.1, minutes=1)
    assert "Peringatan menunggu orang kedua" in host.texts()[0]


def test_broken_settings_end_no_loop_and_lose_no_memory(room: Newsroom, host: MailHost) -> None:
    settings(room, host, LetterRecipient(SITI))
    enrol(room.office, "0123456789ab")
    report_health(room.office, "0123456789ab", 1, card_errors=3)
    pass_time(room, teller := begun(room), minutes=10)
    path = room.folder / ".kantor/kabari.json"
    good = path.read_bytes()
    for content in (b"{", good.replace(b'"localhost"', b'"local host"'), good.replace(b"siti@", b"siti@@")):
        path.write_bytes(content)
        pass_time(room, teller, minutes=8)
        pass_time(room, teller := begun(room), minutes=8)
        assert room.office.tell.fault() is not None
    path.write_bytes(good)
    pass_time(room, begun(room), hours=2)
    assert room.office.tell.fault() is None
    assert len(host.letters) == 1


def test_letters_that_fail_are_told_at_the_desk_to_who_looks_after_it(room: Newsroom, host: MailHost) -> None:
    settings(room, host, LetterRecipient(SITI), LetterRecipient(BUDI))
    enrol(room.office, "0123456789ab")
    report_health(room.office, "0123456789ab", 1, card_errors=3)
    host.how = "refuses"
    pass_time(room, teller := teller_of(room.office, trusting, lambda: room.now.timestamp()), minutes=9)
    fatma, anton = room.browser("Fatma Adam"), room.browser("Anton Djalil")
    fatma.get("/")
    assert f"Surat tidak sampai: {BUDI}, {SITI}. Suratnya tidak diterima: 550 tidak dikenal" in fatma.words
    assert "Dicoba lagi hari ini" in fatma.words
    assert SITI not in (anton.get("/"), anton.words)[1]
    host.how = "well"
    pass_time(room, teller, hours=2)
    assert "Surat tidak sampai" not in (fatma.get("/"), fatma.words)[1]


def test_fault_of_the_settings_is_told_at_the_desk(room: Newsroom) -> None:
    (room.folder / ".kantor/kabari.json").write_text('{"silent_days": "dua"}')
    fatma = room.browser("Fatma Adam")
    fatma.get("/")
    assert "kabari.json tidak dapat dibaca (Expected `int`, got `str` - at `$.silent_days`)" in fatma.words
    (room.folder / ".kantor/kabari.json").write_text('{"recipients": [{"address": "<b>a</b>"}]}')
    fatma.get("/")
    assert "<b>a</b> bukan alamat surat" in fatma.words


@pytest.mark.attack(
    "people",
    "a kiosk's name, or a kept memory, that holds lines of a letter's head or nonsense",
    "names are one line of text; a damaged memory is none",
)
def test_names_of_strangers_are_text_and_a_damaged_memory_is_none(room: Newsroom, host: MailHost) -> None:
    (Path(room.folder) / ".kantor/diberitakan.json").write_text('{"x": [')
    settings(room, host, LetterRecipient(SITI))
    enrol(room.office, "0123456789ab", "Desa\r\nBcc: jahat@evil.example", "")
    report_health(room.office, "0123456789ab", 1, card_errors=3)
    teller = begun(room)
    pass_time(room, teller, minutes=10)
    (letter,) = host.letters
    assert letter["Bcc"] is None
