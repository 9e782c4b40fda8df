"""Child process that plays: `python -m kiosk.speech.playback.child --device auto`.

Lines of JSON in:
{"do": "open", "hold": 90}: open the device ahead, and keep it open so many seconds;
{"do": "begin", "token": 1, "percent": 80, "lead_in": 0.3, "times": 1.2}: silence for `lead_in` seconds first, longer if the
device needs it; sentences take `times` times as long as their files;
{"do": "sound", "token": 1, "index": 0, "path": "/…/x.wav", "pause": 0.25, "skip": 0}, index < 0 for no sentence;
{"do": "end", "token": 1} when no more will come; {"do": "stop"}; {"do": "volume", "percent": 80}.
Lines of JSON out:
{"event": "sound", "token": 1, "index": 0} when it is heard;
{"event": "ended", "token": 1, "ending": "done" | "stopped" | "failed", "reason": "one line"}.
It ends when its input does. It loads the standard library and sounddevice only, since it runs whenever the kiosk speaks; for a
roof horn numpy too.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import json
import os
import queue
import sys
import threading
import time
from array import array
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import IO, Any, Protocol

from kiosk.speech.errors import DeviceError, SoundError, one_line
from kiosk.speech.playback.devices import known_cards
from kiosk.speech.playback.outputs import Output, get_ready, open_output
from kiosk.speech.playback.portaudio_output import look_again
from kiosk.speech.playback.sample_queue import FADE_S, Mark, SoundQueue
from kiosk.speech.playback.sample_reader import SoundReader
from kiosk.speech.wav import silence

AHEAD_S = 1.5  # decoded ahead, for times when the processor is busy with other things
LINGER_S = 5.0  # the device stays open so long after the last sound
DEAD_S = 2.0  # a device that pulls nothing for so long is gone, whatever it says
TURN_S = 0.05
QUIT_S = 0.3


class Shaping(Protocol):
    """Filter of a sound: samples in, samples out, the rest at the end of each file."""

    def process(self, block: array[int]) -> array[int]: ...
    def flush(self) -> array[int]: ...


class Player:
    """Player of one utterance at a time.

    All methods are called from one thread; *emit* may be called from any. Where *device* is missing, *instead* is
    tried, unless it is "". The event "instead" says why, with an empty reason when the device is back.
    """

    def __init__(
        self,
        device: str,
        emit: Callable[[dict[str, Any]], None],
        profile: Callable[[int], Shaping] | None = None,
        instead: str = "",
    ) -> None:
        self._device = device
        self._instead = instead if instead != device else ""
        self._missing = ""
        self._make_profile = profile
        self._profile: Shaping | None = None
        self._times = 1.0
        self._shapings: Sequence[Shaping] = ()  # filters of the sound that is being read
        self._emit = emit
        self._volume = 1.0
        self._output: Output | None = None
        self._queue = SoundQueue(1)
        self._waiting: deque[dict[str, Any]] = deque()
        self._reader: SoundReader | None = None
        self._pause_s = 0.0
        self._token: int | None = None
        self._open_until = 0.0
        self._ready_at = 0.0  # the device may swallow earlier sound
        self._cards = known_cards()
        self._quitting = False

    def handle(self, command: dict[str, Any]) -> None:
        match command.get("do"):
            case "open":
                self._hold(float(command["hold"]))
            case "begin":
                self._times = float(command.get("times", 1.0))
                self._begin_utterance(int(command["token"]), float(command["percent"]), float(command["lead_in"]))
            case "sound" | "end" if command["token"] == self._token:
                self._waiting.append(command)
            case "stop":
                self._stop()
            case "quit":
                self._stop()
                self._quitting = True
            case "volume":
                self._set_volume(float(command["percent"]))

    def decode_step(self) -> float | None:
        """Decode a little and look after the device.

        Return the seconds until the next call is needed, or None: not before the next command. Raise SystemExit once the
        player was told to quit and is quiet.
        """
        if self._quitting and not self._queue.stopping:
            self._close()
            raise SystemExit
        if self._output is None:
            return None
        if self._queue.unpulled_s > DEAD_S or not self._output.alive:
            self._fail("the sound device takes no more sound")
            self._close()  # reported first: with a card that was pulled out this may hang
            return TURN_S
        if self._queue.stopping:
            return FADE_S / 4
        if self._token is not None:
            self._keep_open(LINGER_S)
        try:
            hungry = self._queue.frames < AHEAD_S * self._output.rate_hz
            if hungry and self._decode(self._output):
                return 0.0
        except (SoundError, KeyError, TypeError, ValueError) as error:
            self._fail(one_line(error))
        if self._queue.empty and time.monotonic() > self._open_until:
            self._close()
        return TURN_S if self._token is not None else 4 * TURN_S

    def _hold(self, seconds: float) -> None:
        """Open the device and keep it open for *seconds*.

        Never raises: a fault of the device is reported when something is to be heard.
        """
        with contextlib.suppress(DeviceError):
            if self._token is None:
                self._open_device()
            self._keep_open(seconds)

    def _keep_open(self, seconds: float) -> None:
        self._open_until = max(self._open_until, time.monotonic() + seconds)

    def _begin_utterance(self, token: int, percent: float, lead_in_s: float) -> None:
        self._stop()
        self._token = token
        try:
            self._open_device()
        except DeviceError as error:
            self._fail(one_line(error))
            return
        self._set_volume(percent)
        silent_s = max(lead_in_s, self._ready_at - time.monotonic())
        if silent_s > 0:
            # not into the queue at once: a stop may still be fading there, and would discard it with the rest
            self._waiting.append({"do": "silence", "seconds": silent_s})

    def _open_device(self) -> None:
        """Open the device unless it is open. If a card came or went meanwhile, all devices are listed again."""
        cards = known_cards()
        if cards != self._cards:
            self._cards = cards
            self._close()
            look_again()
        if self._output is None or not self._output.alive:
            self._close()
            output = self._open_output()
            self._queue = SoundQueue(output.rate_hz, volume=self._volume)
            self._profile = self._make_profile(output.rate_hz) if self._make_profile is not None else None
            output.start(self._queue.fill)
            self._output = output
            self._ready_at = time.monotonic() + output.lead_in_s
            self._keep_open(LINGER_S)

    def _open_output(self) -> Output:
        missing = ""
        try:
            output = open_output(self._device)
        except DeviceError as error:
            if not self._instead:
                raise
            try:
                output, missing = open_output(self._instead), one_line(error)
            except DeviceError:
                raise error from None  # report the intended device
        if missing != self._missing:
            self._missing = missing
            self._emit({"event": "instead", "reason": missing})
        return output

    def _set_volume(self, percent: float) -> None:
        self._volume = _factor(percent)
        self._queue.fade_to(self._volume)

    def _decode(self, output: Output) -> bool:
        """Do one step; return False when there is nothing to do."""
        if self._reader is not None:
            block = self._reader.read()
            if not block:
                self._reader.close()
                self._reader = None
                for shaping in self._shapings:
                    block = shaping.process(block) + shaping.flush()
                block += silence(self._pause_s, output.rate_hz)
            else:
                for shaping in self._shapings:
                    block = shaping.process(block)
            self._queue.add(block)
            return True
        if not self._waiting or self._token is None:
            return False
        command, token = self._waiting.popleft(), self._token
        if command["do"] == "silence":
            self._queue.add(silence(command["seconds"], output.rate_hz))
            return True
        if command["do"] == "end":
            self._queue.add(Mark(lambda: self._done(token)))
            return True
        self._reader = SoundReader(Path(command["path"]), output.rate_hz, skip_s=float(command.get("skip", 0.0)))
        self._pause_s = float(command.get("pause", 0.0))
        index = int(command["index"])
        self._shapings = tuple(self._shapings_of(index, output.rate_hz))
        self._queue.add(Mark(lambda: self._emit({"event": "sound", "token": token, "index": index})))
        return True

    def _shapings_of(self, index: int, rate_hz: int) -> Iterator[Shaping]:
        """Yield the filters for sound *index*. A chime or a person's recording (index below 0) is not stretched."""
        if self._times != 1.0 and index >= 0:
            yield importlib.import_module("kiosk.speech.playback.stretch").Stretch(rate_hz, self._times)
        if self._profile is not None:
            yield self._profile

    def _done(self, token: int) -> None:
        if self._token == token:
            self._token = None
        self._emit({"event": "ended", "token": token, "ending": "done", "reason": ""})

    def _stop(self) -> None:
        token, self._token = self._token, None
        self._drop()
        if token is not None:
            self._queue.stop(lambda: self._emit({"event": "ended", "token": token, "ending": "stopped", "reason": ""}))

    def _fail(self, reason: str) -> None:
        token, self._token = self._token, None
        self._drop()
        self._queue.clear()
        if token is not None:
            self._emit({"event": "ended", "token": token, "ending": "failed", "reason": reason})

    def _drop(self) -> None:
        self._waiting.clear()
        if self._reader is not None:
            self._reader.close()
            self._reader = None
            if self._profile is not None:
                self._profile.flush()

    def _close(self) -> None:
        if self._output is not None:
            self._output.close()
            self._output = None
        self._queue.clear()


def _factor(percent: float) -> float:
    """Return the factor for a volume in percent: loudness goes roughly with the square of the factor."""
    return (min(100.0, max(0.0, percent)) / 100) ** 2


def read_commands(stream: IO[str], commands: queue.SimpleQueue[str]) -> None:
    """Fill the queue with lines of the input; when it ends, end the process: with a fade, or without if the device
    blocks that."""
    for line in stream:
        commands.put(line)
    commands.put('{"do": "quit"}')
    time.sleep(QUIT_S)
    os._exit(0)


def write_events(stream: IO[str], events: queue.SimpleQueue[dict[str, Any]]) -> None:
    """Write events from a thread of their own: the device's thread may not wait for a pipe."""
    while True:
        stream.write(json.dumps(events.get()) + "\n")
        stream.flush()


def _profile(name: str) -> Callable[[int], Shaping] | None:
    if name == "flat":
        return None
    made: Callable[[int], Shaping] = importlib.import_module("kiosk.speech.playback.horn_profile").HornProfile
    return made


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="kiosk.speech.playback.child")
    parser.add_argument("--device", default="auto")
    parser.add_argument("--instead", default="")
    parser.add_argument("--profile", choices=("flat", "horn"), default="flat")
    chosen = parser.parse_args(arguments)
    commands: queue.SimpleQueue[str] = queue.SimpleQueue()
    events: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
    threading.Thread(target=read_commands, args=(sys.stdin, commands), daemon=True).start()
    threading.Thread(target=write_events, args=(sys.stdout, events), daemon=True).start()
    player = Player(chosen.device, events.put, _profile(chosen.profile), chosen.instead)
    get_ready(chosen.device)
    wait: float | None = None
    while True:
        try:
            player.handle(json.loads(commands.get(timeout=wait)))
        except queue.Empty:
            pass  # nothing asked: time to decode
        except (ValueError, KeyError, TypeError) as error:
            events.put({"event": "refused", "reason": one_line(error)})
        wait = player.decode_step()


if __name__ == "__main__":
    main()
