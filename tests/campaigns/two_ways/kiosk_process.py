"""Kiosks as the walk handles them: their process, their commands, their ears and the files that they leave."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from content_cache.signing.keyring import KeyRole
from kiosk.core.children import OWN_MODULES
from kiosk.office.context import OfficeContext
from kiosk.office.post.pages import post_key
from kiosk.speech.wav import FULL_SCALE, read_mono
from tests.campaigns.two_ways.living import LAMP, PINS
from tests.walks.hearing import RATE_HZ

ROOT = Path(__file__).parents[3]
PATIENCE_S = 90.0
WHOM = "Puskesmas Melati Harapan"
_ANSWERS_S = 10.0  # until a key is answered by the voice: few are by none


class Kiosk:
    """`environment` is what its processes get besides; `within` is put before the command that runs it. Its loudspeaker is a file,
    written at the pace of the `device`, or in real time: "wav"."""

    def __init__(
        self,
        folder: Path,
        name: str,
        settings: str,
        environment: Mapping[str, str] | None = None,
        *,
        voice: str = "id",
        device: str = "quick-wav",
        within: Sequence[str] = (),
    ) -> None:
        self.folder, self.name = folder / name, name
        self.data = self.folder / "data"
        self.config = self.folder / "kiosk.toml"
        self.sound = self.folder / "loudspeaker.wav"
        self.microphone = self.folder / "microphone.wav"
        self.environment = dict(os.environ) | dict(environment or {})
        self.data.mkdir(parents=True)
        buttons = "".join(f"{button} = {pin}\n" for button, pin in PINS.items())
        self.config.write_text(
            f'{settings}[speech]\nvoice = "{voice}"\ndevice = "{device}:{self.sound}"\nquiet_hours = []\nquiet_at_prayer = false\n'
            f'[desk]\nmicrophone = "wav:{self.microphone}"\n[buttons]\n{buttons}[outputs]\nlamp = {LAMP}\n'
            f'[[questions.for]]\nname = "{WHOM}"\nicon = "first-aid"\n[[questions.for]]\nname = "Kepala Desa"\n',
            "utf-8",
        )
        self.state: dict[str, Any] = {}
        self.said: list[str] = []
        self.utterances: list[
            dict[str, Any]
        ] = []  # of each its sentences, and the files of those that are spoken already
        self._within = within
        self._process: subprocess.Popen[str] | None = None

    # its process

    def start(self, *words: str) -> None:
        command = [
            *self._within,
            sys.executable,
            "-m",
            "tests.campaigns.two_ways.living",
            str(self.config),
            str(self.data),
            *words,
        ]
        log = (self.folder / "kiosk.log").open("a")
        self._process = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True,
            env=self.environment | {"SDL_VIDEODRIVER": "offscreen"},
        )  # fmt: skip
        threading.Thread(target=self._listen, args=(self._process,), daemon=True).start()
        self.until(lambda: self.state.get("screen"))

    def _listen(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        for line in process.stdout:
            try:
                told = json.loads(line)
            except ValueError:
                continue
            with (self.folder / "trace.log").open("a") as trace:
                trace.write(f"{time.monotonic():.2f} {line}")
            if "said" in told:
                self.said.append(told["said"] or f"<{told['recording']}>")
                self.utterances.append(told)
                self.state = self.state | {"speaks": True}
            else:
                self.state = told

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def stop(self) -> None:
        if self._process is not None:
            assert self._process.stdin is not None
            self._process.stdin.close()
            try:
                self._process.wait(30)
            except subprocess.TimeoutExpired:
                self._process.kill()
            self._process = None
            self.state = {}

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run `kiosk` with *words* in a process of its own, as a technician or a unit does."""
        call = [
            sys.executable,
            *OWN_MODULES,
            "-m",
            "kiosk",
            "--config",
            str(self.config),
            "--data",
            str(self.data),
            *words,
        ]
        return subprocess.run(
            call, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False, timeout=300
        )

    # hands

    def _send(self, **command: object) -> None:
        assert self._process is not None
        assert self._process.stdin is not None
        with (self.folder / "trace.log").open("a") as trace:
            trace.write(f"{time.monotonic():.2f} {command}\n")
        self._process.stdin.write(json.dumps(command) + "\n")
        self._process.stdin.flush()

    def press(self, *buttons: str) -> None:
        """One after another, each when the voice has ended, as somebody does who cannot see."""
        for button in buttons:
            self.quiet()
            said = len(self.said)
            self._send(press=button)
            self.until(partial(self._has_said_more, said), _ANSWERS_S)  # a busy computer takes its time
            time.sleep(0.6)
        self.quiet()

    def _has_said_more(self, than: int) -> bool:
        return len(self.said) > than

    def tap(self, button: str) -> None:
        """At once."""
        self.touch(button)
        time.sleep(0.4)

    def touch(self, button: str, seconds: float = 0.15) -> float:
        """At once, without waiting for what comes of it. Returns when it was let go."""
        self._send(press=button, seconds=seconds)
        return time.monotonic() + seconds

    def type(self, text: str) -> None:
        """It is read back."""
        self._send(type=text)
        self.until(lambda: text in self.said[-1])
        self.quiet()

    def look_for(self, text: str) -> None:
        """Type on the search, until it says what it found."""
        self.quiet()
        said = len(self.said)
        self._send(seek=text)
        self.until(partial(self._has_said_more, said))
        self.quiet()

    def picture(self, path: Path) -> None:
        self._send(picture=str(path))
        time.sleep(0.5)

    def until(self, holds: Callable[[], object], seconds: float = PATIENCE_S) -> bool:
        """Whether it came to hold."""
        end = time.monotonic() + seconds
        while not holds():
            if time.monotonic() > end or (self._process is not None and self._process.poll() is not None):
                return False
            time.sleep(0.05)
        return True

    def quiet(self) -> None:
        """The voice has ended."""
        self.until(lambda: not self.state.get("speaks"))

    def seek(self, words: str, most: int = 15) -> bool:
        """Press the next key, at most *most* times, until the voice says *words*. Return whether it did; press nothing
        if it just has."""
        for _ in range(most):
            if self.said and words in self.said[-1]:
                return True
            self.press("next")
        return False

    # what it leaves

    @property
    def id(self) -> str:
        return (self.data / "kiosk-id").read_text("ascii").strip()

    @property
    def waiting(self) -> list[str]:
        return sorted(path.name for path in (self.data / "post").glob("*.amplop"))

    def hears_itself_say(self, words: str) -> float:
        """Return how alike the sentence by `kiosk say` and its best match in the loudspeaker's sound are, from 0 to 1."""
        made = self.folder / "sentence.wav"
        done = self.command("say", words, "--out", str(made))
        assert done.returncode == 0, done.stderr
        return likeness(self.sound, made)


def settings_of(office: OfficeContext, area: str, url: str, code: str, post: str = "") -> str:
    """Return the kiosk.toml of a village's kiosk. *url* is the address of the editions, *post* that of the receiver."""
    public = {role: office.cabinet.public(role) for role in KeyRole}
    return (
        f'[place]\nname = "Desa Melati"\narea = "{area}"\n[[source]]\nname = "Diskominfo Contoh"\nformat = "central"\n'
        f'url = "{url}"\nevery = "15m"\ntexts_from_pictures = false\n'
        f'keys = ["{public[KeyRole.NEWS]} news", "{public[KeyRole.SPARE]} spare"]\n'
        f'alert_keys = ["{public[KeyRole.ALERT]} alert"]\n'
        f'[post]\nurl = "{post}"\nkey = "{post_key(office.cabinet)}"\ncode = "{code}"\n'
    )


def likeness(played: Path, made: Path) -> float:
    """Return how alike *made* and its best match in *played* are: the correlation of their spectra in 24 bands every 10
    ms.

    The same words by the same voice have 0.9 and more, other words of the same length 0.7 at most.
    """
    whole, piece = spectra(samples(played)), spectra(samples(made))
    sounding = np.flatnonzero(piece.max(axis=1) > piece.max() - 5)
    piece = piece[sounding[0] : sounding[-1] + 1]
    if len(whole) < len(piece):
        return 0.0
    piece = piece - piece.mean()
    windows = np.lib.stride_tricks.sliding_window_view(whole, len(piece), axis=0)
    count = piece.size
    best = 0.0
    for start in range(0, len(windows), 500):
        some = windows[start : start + 500]
        product = np.einsum("ibk,kb->i", some, piece, optimize=True)
        spread = (some**2).sum(axis=(1, 2)) - some.sum(axis=(1, 2)) ** 2 / count
        best = max(best, float((product / np.sqrt(np.maximum(spread, 1.0) * (piece**2).sum())).max()))
    return best


def spectra(wave: Any) -> Any:
    """Return the logarithm of the power in 24 bands from 100 to 6000 Hz, a row for every 10 ms."""
    size, hop = RATE_HZ // 40, RATE_HZ // 100
    if len(wave) < size:
        return np.zeros((0, 24), np.float32)
    frames = np.lib.stride_tricks.sliding_window_view(wave, size)[::hop] * np.hanning(size).astype(np.float32)
    power = np.abs(np.fft.rfft(frames, axis=1)) ** 2
    edges = np.geomspace(100, 6_000, 25) * size / RATE_HZ
    bands = [power[:, int(low) : max(int(high), int(low) + 1)].mean(axis=1) for low, high in pairwise(edges)]
    return np.log(np.stack(bands, axis=1) + 1e-6).astype(np.float32)


def samples(path: Path) -> Any:
    if not path.exists():
        return np.zeros(0, np.float32)
    return np.array(read_mono(path, RATE_HZ), dtype=np.float32) / np.float32(FULL_SCALE)
