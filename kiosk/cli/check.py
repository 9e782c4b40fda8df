"""`kiosk check`: a line for each part of the kiosk: ok, or what to do.

`--hardware` leaves `periksa-alat.json` in the data folder: `schema`, `code` (text of the QR code) and `tried`, a list of `name`,
`outcome` (`ok`, `fault`, `skipped`) and `told`.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from getpass import getpass
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from content_cache.alerts import region
from content_cache.jobs.captivity import what_holds
from content_cache.jobs.sandbox import MEMORY_BYTES, Bounds, run_bounded
from content_cache.media.films import read_film
from content_cache.media.pages import LIBRARY
from content_cache.model.errors import CacheError, StoreDiskError, StoreError, StoreFullError, StoreReadOnlyError
from content_cache.model.problems import msgid
from content_cache.model.sheets import SheetKind
from content_cache.model.trust import is_signed
from content_cache.ocr import tesseract
from content_cache.store.store import Store
from kiosk.broadcast.schedule_report import schedule
from kiosk.cli.desk import NO_FRONT
from kiosk.cli.extras import require
from kiosk.cli.screen import screen_name
from kiosk.cli.set_pin import set_pin
from kiosk.cli.translated_parser import Parser
from kiosk.core.clock import Trust
from kiosk.hall.notices.pairing import fingerprint
from kiosk.hardware import open_hardware
from kiosk.hardware.printer.client import SlipPrinter
from kiosk.i18n.phrases import Phrases
from kiosk.i18n.words import Words
from kiosk.installation import Installation, Refusal
from kiosk.refresher.neighbours.reach import missing
from kiosk.refresher.neighbours.rounds import signed_source
from kiosk.settings import Settings
from kiosk.settings.sms_sources import FOLDER as SMS_FOLDER
from kiosk.speech.errors import SpeechError
from kiosk.speech.playback.outputs import open_output
from kiosk.speech.problems import problem_of
from kiosk.speech.synthesis.voices import AUTO, VOICES_FOLDER, describe_voice, placed, setting_of_voice
from kiosk.state.hall_sources import FOLDER
from kiosk.state.sms_state import faults_of

_LEAST_FREE = 200_000_000
_FILM_S = 30.0  # seconds that the check of a film may take
_FULL = msgid("nearly full, what is stored is still shown; make room, or choose another folder with --data")
_READ_ONLY = msgid(
    "cannot be written, what is stored is still shown; check the memory card and the rights of the folder"
)
_CLOCK = {
    Trust.TRUSTED: msgid("the clock is right"),
    Trust.FLOOR: msgid(
        "the clock has not been set; the date is not certain until there is internet, or the staff sets it"
    ),
    Trust.UNKNOWN: msgid(
        "the clock has not been set, and there never was any content; connect the internet, or set it"
    ),
}
_READERS = {  # texts by whether Landlock and seccomp confine the reading process
    (True, True): msgid("what strangers send is read in a process that can reach nothing else"),
    (False, True): msgid(
        "what strangers send is read in a process that can change nothing, but can read this kiosk's files: "
        "this kernel has no Landlock"
    ),
    (True, False): msgid(
        "what strangers send is read in a process that can reach the network: this kernel has no seccomp, "
        "or libseccomp2 is not installed"
    ),
    (False, False): msgid(
        "what strangers send is read in a process that limits alone hold: this kernel has no Landlock, "
        "and no seccomp, or libseccomp2 is not installed"
    ),
}
_TEXTS = {
    True: msgid("the text in pictures is read by a machine (Tesseract)"),
    False: msgid("the text in pictures is not read: tesseract-ocr and tesseract-ocr-ind are not installed"),
}
_OUT_OF_ROOM = (StoreFullError, StoreReadOnlyError, StoreDiskError)  # getting content would not help


@dataclass(frozen=True, slots=True)
class Finding:
    """Finding of `kiosk check`, as `--json` prints it."""

    part: str
    """Part that was looked at, as the message of the catalogue."""
    ok: bool
    """True where nothing is to be done."""
    text: str
    """Finding in the technician's language; with a fault, what to do."""


def add_options(parser: Parser) -> None:
    _ = parser.words
    parser.add_argument("--json", action="store_true", help=_("as JSON"))
    parser.add_argument(
        "--hardware", action="store_true", help=_("try buttons, sensors, relays, lamp, voice and screen one by one")
    )
    parser.add_argument("--set-pin", action="store_true", help=_("change the staff PIN"))


def execute(asked: argparse.Namespace, installation: Installation) -> int:
    if asked.set_pin:
        return set_pin(installation, getpass)
    require("kiosk")
    if asked.hardware:
        from kiosk.cli.technician import check_hardware  # draws its result with an extra's library

        return check_hardware(installation, input)
    return print_findings(installation, as_json=asked.json)


def print_findings(installation: Installation, *, as_json: bool) -> int:
    """Print the findings of all parts, as text or JSON. Return 1 if anything is at fault, else 0."""
    findings = [finding for part in _PARTS for finding in part(installation)]
    if as_json:
        installation.print_json({"checks": [asdict(finding) for finding in findings]})
    else:
        for finding in findings:
            mark = "ok" if finding.ok else installation.words("WRONG")
            installation.out(f"{mark:5}  {installation.words(finding.part):11} {finding.text}")
    return 0 if all(finding.ok for finding in findings) else 1


def _settings(installation: Installation) -> Iterator[Finding]:
    where = str(installation.config or installation.words("built-in settings, without kiosk.toml"))
    if not installation.settings.faults:
        yield Finding(msgid("settings"), ok=True, text=where)
    for fault in installation.settings.faults:
        yield Finding(msgid("settings"), ok=False, text=f"{where}: {installation.words.problem(fault.problem)}")


def _store(installation: Installation) -> Iterator[Finding]:
    try:
        with Store.open(installation.data, read_only=True) as store:
            found = installation.words(
                "{count} items in {folder}", count=store.reader.count(), folder=str(installation.data)
            )
            yield Finding(msgid("content"), ok=True, text=found)
    except StoreError as error:
        told = installation.words.problem(error.problem)
        if not isinstance(error, _OUT_OF_ROOM):
            told = "; ".join((told, installation.words("get content with: kiosk refresh")))
        yield Finding(msgid("content"), ok=False, text=told)


def _disk(installation: Installation) -> Iterator[Finding]:
    state = os.statvfs(installation.data)
    free = state.f_bavail * state.f_frsize
    text = installation.words(
        "{megabytes} MB left in {folder}", megabytes=free // 1_000_000, folder=str(installation.data)
    )
    if state.f_flag & os.ST_RDONLY or not os.access(installation.data, os.W_OK):
        yield Finding(msgid("storage"), ok=False, text=f"{text}; {installation.words(_READ_ONLY)}")
    elif free < _LEAST_FREE or (state.f_files and not state.f_favail):
        yield Finding(msgid("storage"), ok=False, text=f"{text}; {installation.words(_FULL)}")
    else:
        yield Finding(msgid("storage"), ok=True, text=text)


def _readers(installation: Installation) -> Iterator[Finding]:
    try:
        holds = run_bounded(what_holds, "/etc/passwd", deadline=30.0)
        yield Finding(msgid("readers"), ok=holds[1], text=installation.words(_READERS[holds]))
    except CacheError as error:
        yield Finding(msgid("readers"), ok=False, text=installation.words.problem(error.problem))


def _picture_findings(installation: Installation) -> Iterator[Finding]:
    """Yield findings on optional parts, whose absence is no fault: text recognition in pictures, PDF documents."""
    yield Finding(msgid("pictures"), ok=True, text=installation.words(_TEXTS[tesseract.find() is not None]))
    if find_spec(LIBRARY) is None:
        text = msgid("documents (PDF) are not shown: pypdfium2 is not installed")
        yield Finding(msgid("documents"), ok=False, text=installation.words(text))


def _signs(installation: Installation) -> Iterator[Finding]:
    """Yield a finding for each sign-language film in the settings that cannot be shown."""
    for sign in installation.settings.emergency.signs:
        try:
            with Path(sign.film).open("rb") as film, TemporaryDirectory() as folder:
                read_film(film, Path(folder), bounded=Bounds(MEMORY_BYTES), seconds=_FILM_S)
        except OSError as error:
            yield Finding(msgid("sign language"), ok=False, text=f"{sign.film}: {error.strerror}")
        except CacheError as error:
            yield Finding(
                msgid("sign language"), ok=False, text=f"{sign.film}: {installation.words.problem(error.problem)}"
            )


def _clock_findings(installation: Installation) -> Iterator[Finding]:
    moment = installation.clock().read()
    zone = Phrases(installation.words.translation).zone(moment.now)
    text = f"{moment.now:%Y-%m-%d %H.%M} {zone}: {installation.words(_CLOCK[moment.trust])}"
    yield Finding(msgid("clock"), moment.trust is Trust.TRUSTED, text)


def _sources(installation: Installation) -> Iterator[Finding]:
    if not installation.settings.sources:
        text = installation.words("there is no [[source]] in kiosk.toml yet; see the example deploy/kiosk.toml")
        yield Finding(msgid("source"), ok=False, text=text)
        return
    try:
        with Store.open(installation.data, read_only=True) as store:
            known = {record.name: record for record in store.sources()}
    except StoreError:
        known = {}  # told by the line about the store
    moment = installation.clock().read()
    words, phrases = installation.words, Phrases(installation.words.translation)
    for source in installation.settings.sources:
        record = known.get(source.name)
        if record is None or record.last_success is None:
            error = record.last_error if record else None
            reason = words.problem(error) if error else words("never fetched")
            yield Finding(msgid("source"), ok=False, text=f"{source.name}: {reason}")
        else:
            ago = phrases.ago(record.last_success, moment.now)
            text = f"{source.name}: {ago}"
            if record.last_error:
                text += "; " + words("failed last: {error}", error=record.last_error)
            yield Finding(msgid("source"), not record.last_error, text)


def _region_findings(installation: Installation) -> Iterator[Finding]:
    """Yield the region whose warnings reach this kiosk, if any source may bring warnings."""
    area, words = installation.settings.place.area, installation.words
    if not any(source.alerts or is_signed(source) for source in installation.settings.sources):
        return
    if not area:
        text = words("[place] area is not set: a warning that names only the regency is not recognised")
    elif not region(area):
        text = words("[place] area {code} is no code of a regency", code=area)
    else:
        yield Finding(msgid("place"), ok=True, text=words("warnings for {region}", region=region(area)))
        return
    yield Finding(msgid("place"), ok=False, text=text)


def _sea(installation: Installation) -> Iterator[Finding]:
    """Yield whether the sources have the waters of the settings. A water is shown only if both names agree."""
    wanted, words = installation.settings.weather.sea, installation.words
    try:
        with Store.open(installation.data, read_only=True) as store:
            sheets = store.reader.sheets(published_by=None, expired_at=None)
    except StoreError:
        return  # told by the line about the store
    known = sorted({water.name for sheet in sheets if sheet.sheet is SheetKind.SEA for water in sheet.waters})
    lacking = [name for name in wanted if name.casefold() not in map(str.casefold, known)]
    part, told = msgid("sea"), ", ".join(known)
    if lacking:
        text = words("no source tells of {waters}; known are: {known}", waters=", ".join(lacking), known=told or "–")
        yield Finding(part, ok=False, text=text)
    elif known and not wanted:
        yield Finding(part, ok=False, text=words("[weather] sea names no water; known are: {known}", known=told))
    elif wanted:
        yield Finding(part, ok=True, text=", ".join(wanted))


def _schedule(installation: Installation) -> Iterator[Finding]:
    for is_well, text in schedule(installation.settings, installation.clock().read(), installation.words):
        yield Finding(msgid("schedule"), is_well, text)


def _sound_findings(installation: Installation) -> Iterator[Finding]:
    try:
        voice = placed(installation.settings.speech.voice, installation.data / VOICES_FOLDER)
        speaks, lacking = describe_voice(voice)
        name = "espeak-ng (id)" if speaks == "id" else setting_of_voice(speaks)
        text = installation.words("speaks with the voice {voice}", voice=name)
        if lacking is not None:
            text = f"{text}; {installation.words.problem(lacking)}"
        # a voice that was asked for by its folder and does not speak is a fault, though another speaks
        yield Finding(msgid("voice"), ok=lacking is None or voice == AUTO, text=text)
    except SpeechError as error:
        yield Finding(msgid("voice"), ok=False, text=installation.words.problem(problem_of(error)))
    speech = installation.settings.speech
    yield _loudspeaker(installation.words, msgid("loudspeaker"), speech.device, "device")
    if speech.horn_device not in {"", speech.device}:
        yield _loudspeaker(installation.words, msgid("horn"), speech.horn_device, "horn_device")


def _loudspeaker(words: Words, part: str, device: str, setting: str) -> Finding:
    try:
        open_output(device).close()
    except SpeechError as error:
        todo = words("check the cable and [speech] {setting}", setting=setting)
        return Finding(part, ok=False, text=f"{words.problem(problem_of(error))}; {todo}")
    return Finding(part, ok=True, text=words("{what} is ready", what=device))


def _gpio(installation: Installation) -> Iterator[Finding]:
    wired = _wired(installation.settings, installation.words)
    if not wired:
        yield Finding("GPIO", ok=True, text=installation.words("there is no button, sensor or relay in kiosk.toml"))
        return
    hardware = open_hardware(installation.settings, lambda _message: None)
    hardware.close()
    if not hardware.faults:
        text = installation.words(
            "ready: {wired}; try them one by one with: kiosk check --hardware", wired=", ".join(wired)
        )
        yield Finding("GPIO", ok=True, text=text)
    for fault in hardware.faults:
        yield Finding("GPIO", ok=False, text=installation.words.problem(fault))


def _lacking(installation: Installation, extra: str) -> str | None:
    """Return in words which modules of *extra* are not installed; None if all are."""
    try:
        require(extra)
    except Refusal as refusal:
        return refusal.in_words(installation.words)
    return None


def _printer(installation: Installation) -> Iterator[Finding]:
    """Yield whether the slip printer can be reached. Nothing where the settings name none."""
    settings, words = installation.settings.printer, installation.words
    if not settings.address:
        return
    if (lacking := _lacking(installation, "printer")) is not None:
        yield Finding(msgid("printer"), ok=False, text=lacking)
        return
    report = SlipPrinter(settings, lambda _message: None).run(None)
    if report.state.prints:
        yield Finding(msgid("printer"), ok=True, text=words("{address} is ready", address=settings.address))
        return
    told = words("it cannot print ({state}); check the cable, the paper and [printer] address", state=report.state)
    yield Finding(msgid("printer"), ok=False, text=told)


def _desk(installation: Installation) -> Iterator[Finding]:
    """Yield findings on the hall's desk: its program and its certificate. Nothing where the settings do not enable it."""
    desk, words = installation.settings.desk, installation.words
    if not desk.enabled:
        return
    if (lacking := _lacking(installation, "desk")) is not None:
        yield Finding(msgid("desk"), ok=False, text=lacking)
        return
    from kiosk.hall.desk.front import installed  # from an extra

    if not installed():
        yield Finding(msgid("desk"), ok=False, text=words(NO_FRONT, reason="nginx"))
        return
    printed = fingerprint(installation.data / FOLDER)
    certificate = f"SHA-256 {printed}" if printed else words("its certificate is made at the first start")
    yield Finding(
        msgid("desk"), ok=True, text=words("port {port}; {certificate}", port=desk.port, certificate=certificate)
    )


def _neighbours(installation: Installation) -> Iterator[Finding]:
    """Yield findings on the exchange of editions with kiosks near by. Nothing where the settings do not enable it."""
    settings, words = installation.settings, installation.words
    if not (settings.public.enabled and settings.public.neighbours):
        return
    lacking = missing()
    if lacking:
        text = words(
            "{programs} not found: no kiosk hears of another; install avahi-daemon and avahi-utils",
            programs=", ".join(lacking),
        )
        yield Finding(msgid("kiosks near by"), ok=False, text=text)
    if signed_source(installation) is None:
        text = words("no source has keys: no edition can be taken from another kiosk, or handed on")
        yield Finding(msgid("kiosks near by"), ok=False, text=text)
    elif not lacking:
        yield Finding(msgid("kiosks near by"), ok=True, text=words("they hear of this one, and it of them"))


def _sms(installation: Installation) -> Iterator[Finding]:
    """Yield findings on warnings by SMS. Nothing where the settings do not enable them."""
    settings, words = installation.settings, installation.words
    if not settings.sms.enabled:
        return
    if (lacking := _lacking(installation, "sms")) is not None:
        yield Finding("SMS", ok=False, text=lacking)
        return
    faults = faults_of(installation.data / SMS_FOLDER)
    for fault in faults:
        yield Finding("SMS", ok=False, text=words(fault))
    if not any(source.alert_keys for source in settings.sources):
        yield Finding("SMS", ok=False, text=words("no source has alert_keys: no warning by SMS can be verified"))
    elif not faults:
        yield Finding("SMS", ok=True, text=words("the modem is ready"))


def _wired(settings: Settings, words: Words) -> list[str]:
    """Return what is wired to which pin, such as "listen 6", "motion 4", "lamp 22"."""
    sensors, outputs = settings.sensors, settings.outputs
    named = {
        **settings.buttons,
        "motion": sensors.motion,
        "rotary": words("{first} and {second}", first=sensors.rotary[0], second=sensors.rotary[1])
        if sensors.rotary
        else None,
        "amplifier": outputs.amplifier,
        "horn": outputs.horn,
        "lamp": outputs.lamp,
    }
    return [f"{name} {pin}" for name, pin in named.items() if pin is not None]


def _screen(installation: Installation) -> Iterator[Finding]:
    screen = screen_name()
    yield Finding(
        msgid("screen"), bool(screen), screen or installation.words("there is no screen; check the cable, or DISPLAY")
    )


_PARTS: tuple[Callable[[Installation], Iterator[Finding]], ...] = (
    _settings,
    _store,
    _disk,
    _readers,
    _picture_findings,
    _signs,
    _clock_findings,
    _sources,
    _region_findings,
    _sea,
    _schedule,
    _sound_findings,
    _gpio,
    _printer,
    _screen,
    _desk,
    _neighbours,
    _sms,
)
