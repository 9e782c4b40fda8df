"""`kiosk check`: a line for each part of the kiosk: ok, or what to do."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass

from content_cache import (
    Store,
    StoreDamagedError,
    StoreDiskError,
    StoreError,
    StoreFullError,
    StoreReadOnlyError,
)
from kiosk.broadcast.schedule_report import schedule
from kiosk.cli.run import screen_name
from kiosk.core.clock import Trust
from kiosk.hardware import open_hardware
from kiosk.i18n.error_text import explain
from kiosk.i18n.explain_sound import explain_sound
from kiosk.i18n.phrases import Phrases
from kiosk.i18n.translation import Translation
from kiosk.installation import Call, told
from kiosk.settings import Settings
from kiosk.speech.errors import SpeechError, one_line
from kiosk.speech.playback.outputs import open_output
from kiosk.speech.synthesis.voices import AUTO, describe_voice

_LEAST_FREE = 200_000_000
_GET_CONTENT = "ambil isi dengan: kiosk refresh"
_FULL = "hampir penuh, isi lama tetap tampil; kosongkan ruang atau pilih folder lain dengan --data"
_READ_ONLY = "tidak dapat ditulis, isi lama tetap tampil; periksa kartu memori dan izin folder"
_STORE_FAULTS = {
    StoreFullError: "penyimpanan penuh; kosongkan ruang, isi baru masuk lagi dengan sendirinya",
    StoreReadOnlyError: _READ_ONLY,
    StoreDiskError: "kartu memori melaporkan kesalahan; kalau terulang, ganti kartu",
    StoreDamagedError: f"berkas isi rusak; diperbaiki saat penyegar dijalankan lagi; {_GET_CONTENT}",
}


@dataclass(frozen=True, slots=True)
class Finding:
    part: str
    ok: bool
    text: str


def check(call: Call, *, as_json: bool) -> int:
    """1 if anything is at fault."""
    findings = [finding for part in _PARTS for finding in part(call)]
    if as_json:
        call.print_json({"checks": [asdict(finding) for finding in findings]})
    else:
        for finding in findings:
            call.out(f"{'ok   ' if finding.ok else 'SALAH'}  {finding.part:11} {finding.text}")
    return 0 if all(finding.ok for finding in findings) else 1


def _settings(call: Call) -> Iterator[Finding]:
    where = str(call.config or "pengaturan bawaan, tanpa kiosk.toml")
    if not call.settings.faults:
        yield Finding("pengaturan", ok=True, text=where)
    for fault in call.settings.faults:
        yield Finding("pengaturan", ok=False, text=f"{where}: {fault}")


def _store(call: Call) -> Iterator[Finding]:
    try:
        with Store.open(call.data, read_only=True) as store:
            yield Finding("isi", ok=True, text=f"{store.count()} isi di {call.data}")
    except StoreError as error:
        todo = next((words for kind, words in _STORE_FAULTS.items() if isinstance(error, kind)), "")
        yield Finding("isi", ok=False, text=f"{call.data}: {todo}" if todo else f"{told(error)}; {_GET_CONTENT}")


def _disk(call: Call) -> Iterator[Finding]:
    state = os.statvfs(call.data)
    free = state.f_bavail * state.f_frsize
    text = f"sisa {free // 1_000_000} MB di {call.data}"
    if state.f_flag & os.ST_RDONLY or not os.access(call.data, os.W_OK):
        yield Finding("penyimpanan", ok=False, text=f"{text}; {_READ_ONLY}")
    elif free < _LEAST_FREE or (state.f_files and not state.f_favail):
        yield Finding("penyimpanan", ok=False, text=f"{text}; {_FULL}")
    else:
        yield Finding("penyimpanan", ok=True, text=text)


def _clock(call: Call) -> Iterator[Finding]:
    moment = call.clock().read()
    zone = Phrases(Translation("id")).zone(moment.now)
    words = {
        Trust.TRUSTED: "jam tepat",
        Trust.FLOOR: "jam belum disetel; tanggal belum pasti sampai ada internet atau disetel petugas",
        Trust.UNKNOWN: "jam belum disetel dan belum pernah ada isi; sambungkan internet atau setel jam",
    }
    text = f"{moment.now:%Y-%m-%d %H.%M} {zone}: {words[moment.trust]}"
    yield Finding("jam", moment.trust is Trust.TRUSTED, text)


def _sources(call: Call) -> Iterator[Finding]:
    if not call.settings.sources:
        yield Finding("sumber", ok=False, text="belum ada [[source]] di kiosk.toml; lihat contoh deploy/kiosk.toml")
        return
    try:
        with Store.open(call.data, read_only=True) as store:
            known = {record.name: record for record in store.sources()}
    except StoreError:
        known = {}  # told by the line about the store
    moment = call.clock().read()
    phrases = Phrases(Translation("id"))
    for source in call.settings.sources:
        record = known.get(source.name)
        if record is None or record.last_success is None:
            reason = explain(record.last_error) if record and record.last_error else "belum pernah diambil"
            yield Finding("sumber", ok=False, text=f"{source.name}: {reason}")
        else:
            ago = phrases.ago(record.last_success, moment.now)
            error = f"; terakhir gagal: {explain(record.last_error)}" if record.last_error else ""
            yield Finding("sumber", not record.last_error, f"{source.name}: {ago}{error}")


def _schedule(call: Call) -> Iterator[Finding]:
    for is_well, text in schedule(call.settings, call.clock().read()):
        yield Finding("jadwal", is_well, text)


def _sound(call: Call) -> Iterator[Finding]:
    try:
        voice = call.settings.speech.voice
        lines = describe_voice(voice)
        # a voice that was asked for by its folder and does not speak is a fault, though another speaks
        yield Finding("suara", ok=len(lines) == 1 or voice == AUTO, text="; ".join(map(explain_sound, lines)))
    except SpeechError as error:
        yield Finding("suara", ok=False, text=explain_sound(one_line(error)))
    speech = call.settings.speech
    yield _loudspeaker("pengeras", speech.device, "device")
    if speech.horn_device not in {"", speech.device}:
        yield _loudspeaker("corong", speech.horn_device, "horn_device")


def _loudspeaker(part: str, device: str, setting: str) -> Finding:
    try:
        open_output(device).close()
    except SpeechError as error:
        return Finding(part, ok=False, text=f"{explain_sound(one_line(error))}; periksa kabel dan [speech] {setting}")
    return Finding(part, ok=True, text=f"{device} siap")


def _gpio(call: Call) -> Iterator[Finding]:
    wired = _wired(call.settings)
    if not wired:
        yield Finding("GPIO", ok=True, text="tidak ada tombol, sensor, atau relai di kiosk.toml")
        return
    hardware = open_hardware(call.settings, lambda _message: None)
    hardware.close()
    if not hardware.faults:
        yield Finding(
            "GPIO", ok=True, text=f"siap: {', '.join(wired)}; coba satu per satu dengan: kiosk check --hardware"
        )
    for fault in hardware.faults:
        yield Finding("GPIO", ok=False, text=fault)


def _wired(settings: Settings) -> list[str]:
    """ "listen 6", "motion 4", "lamp 22" """
    sensors, outputs = settings.sensors, settings.outputs
    named = {
        **settings.buttons,
        "motion": sensors.motion,
        "rotary": " dan ".join(map(str, sensors.rotary)) if sensors.rotary else None,
        "amplifier": outputs.amplifier,
        "horn": outputs.horn,
        "lamp": outputs.lamp,
    }
    return [f"{name} {pin}" for name, pin in named.items() if pin is not None]


def _screen(_call: Call) -> Iterator[Finding]:
    screen = screen_name()
    yield Finding("layar", bool(screen), screen or "tidak ada layar; periksa kabel atau DISPLAY")


_PARTS: tuple[Callable[[Call], Iterator[Finding]], ...] = (
    _settings,
    _store,
    _disk,
    _clock,
    _sources,
    _schedule,
    _sound,
    _gpio,
    _screen,
)
