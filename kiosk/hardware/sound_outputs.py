"""Sound outputs by ALSA's list, and a tone to find out by ear which one is which, and on which side."""

from __future__ import annotations

import re
import subprocess
import tempfile
import wave
from array import array
from collections.abc import Callable
from math import pi, sin
from pathlib import Path
from threading import Thread

from msgspec import Struct

AUTO = "auto"
_LISTED = re.compile(r"card \d+: (?P<card>[\w-]+) \[(?P<name>[^\]]*)\], device (?P<device>\d+): (?P<what>.*)")
_PATIENCE_S = 5.0
RATE_HZ, TONE_HZ, TONE_S = 48_000, 440, 2.0
_LOUD = 9_000  # amplitude of 32767: -11 dB
_FADE_S = 0.02  # no click at either end


class SoundOutput(Struct, frozen=True):
    """Sound output.

    *device* is what the settings take: by the card's name, because numbers change with what is plugged in. *kind*:
    "jack", "hdmi", "usb", or "card" for a board on the header.
    """

    device: str
    name: str
    kind: str


def outputs_in(listed: str) -> tuple[SoundOutput, ...]:
    """Return the playback devices in *listed*, the output of `aplay -l`."""
    found = []
    for line in listed.splitlines():
        row = _LISTED.match(line)
        if row is not None:
            device = f"plughw:CARD={row['card']},DEV={row['device']}"
            found.append(SoundOutput(device, row["name"].strip()[:40], _kind(f"{row['name']} {row['what']}".lower())))
    return tuple(found)


def _kind(words: str) -> str:
    for kind, marks in (("hdmi", ("hdmi", "displayport")), ("usb", ("usb",)), ("jack", ("headphone", "analog"))):
        if any(mark in words for mark in marks):
            return kind
    return "card"


def write_tone(path: Path, side: str) -> None:
    """Write a tone of 440 Hz and two seconds into the WAV file *path*, on *side* "left" or "right", or on both ("")."""
    whole, fade = int(RATE_HZ * TONE_S), int(RATE_HZ * _FADE_S)
    mono = array(
        "h",
        (
            int(_LOUD * min(1.0, n / fade, (whole - n) / fade) * sin(2 * pi * TONE_HZ * n / RATE_HZ))
            for n in range(whole)
        ),
    )
    both = array("h", bytes(4 * whole))
    if side != "right":
        both[::2] = mono
    if side != "left":
        both[1::2] = mono
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes(both.tobytes())


class SoundOutputs:
    """Work on sound outputs in a thread, one job at a time; `answer` returns its result later.

    *run* returns a program's output, or None if it failed.
    """

    def __init__(self, run: Callable[..., str | None] | None = None) -> None:
        self._run = run or _output_of
        self._answers: list[tuple[str, object]] = []
        self._thread: Thread | None = None

    def list_outputs(self) -> None:
        """Start to list the outputs; `answer` returns ("outputs", tuple of SoundOutput) later."""
        self._start_work("outputs", lambda: outputs_in(self._run("aplay", "-l") or ""))

    def play_tone(self, device: str, side: str = "") -> None:
        """Start to play a tone of two seconds on *device*, on *side* "left" or "right", or on both ("").

        `answer` later returns ("tone", whether the device played it). Does nothing while another job runs.
        """
        self._start_work("tone", lambda: self._toned(device, side))

    def answer(self) -> tuple[str, object] | None:
        return self._answers.pop(0) if self._answers else None

    def _start_work(self, name: str, work: Callable[[], object]) -> None:
        if self._thread is not None and self._thread.is_alive():
            return
        self._thread = Thread(target=lambda: self._answers.append((name, work())), name=name, daemon=True)
        self._thread.start()

    def _toned(self, device: str, side: str) -> bool:
        with tempfile.TemporaryDirectory(prefix="kiosk-tone-") as folder:
            path = Path(folder) / "tone.wav"
            write_tone(path, side)
            chosen = () if device == AUTO else ("-D", device)
            return self._run("aplay", "-q", *chosen, str(path)) is not None


def _output_of(*words: str) -> str | None:
    try:
        done = subprocess.run(
            words, stdin=subprocess.DEVNULL, capture_output=True, timeout=_PATIENCE_S, check=False, env=None
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else None
