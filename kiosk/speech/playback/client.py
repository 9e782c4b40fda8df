"""Client of the player child, for the dispatcher."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from kiosk.speech.child_process import Child, Line
from kiosk.speech.errors import PlayerGoneError, SpeechError, one_line
from kiosk.speech.playback.devices import other_way

MODULE = "kiosk.speech.playback.child"
FLAT = "flat"


class Playback:
    """Client that starts the player on first need.

    *later* queues calls for the dispatcher's thread: events come by it. *profile* filters the sound: "flat" leaves it,
    "horn" is for a horn. *instead* is a device to use where *device* is missing.

    `on_event` and `on_gone` are set by the dispatcher. Events of a child that was killed or replaced are ignored.
    """

    def __init__(
        self,
        device: str,
        later: Callable[[Callable[[], Any]], None],
        command: str = MODULE,
        *,
        profile: str = FLAT,
        instead: str = "",
    ) -> None:
        self._device = device
        self._instead = instead
        self._is_aside = False
        self._profile = profile
        self._later = later
        self._command = command
        self._child: Child | None = None
        self._number = object()
        self.on_event: Callable[[Line], None] = _ignore
        self.on_gone: Callable[[], None] = lambda: None

    def start(self) -> None:
        """Start the player unless it runs. Raise SpeechError."""
        if self._child is not None and self._child.alive:
            return
        self.kill()
        number = object()
        self._number = number
        device = other_way(self._device) if self._is_aside else self._device
        arguments = ["--device", device, "--profile", self._profile, "--instead", self._instead]
        self._child = Child(
            self._command,
            arguments,
            lambda line: self._later(lambda: self._event(number, line)),
            lambda: self._later(lambda: self._gone(number)),
        )

    def use(self, device: str) -> None:
        """Use another device from the next start on."""
        self._device, self._is_aside = device, False
        self.end_child()

    def turn_aside(self) -> None:
        """Kill the player, and use the other way of playing from the next start on: a player that hangs would hang again."""
        self._is_aside = not self._is_aside
        self.kill()

    def send(self, line: Line) -> None:
        """Send a command. Raise PlayerGoneError if the player has ended: a new one would not know its context."""
        try:
            if self._child is None or not self._child.alive:
                raise PlayerGoneError("the player has ended")
            self._child.send(line)
        except SpeechError as error:
            self.kill()
            raise PlayerGoneError(one_line(error)) from error

    def open(self, hold_s: float) -> None:
        """Start the player and let it open its device in advance, for *hold_s* seconds. Raise SpeechError."""
        self.start()
        self.send({"do": "open", "hold": hold_s})

    def begin_utterance(self, token: int, percent: float, lead_in_s: float, times: float) -> None:
        """Begin an utterance; start the player if need be.

        Sentences take *times* times as long as their files. Raise SpeechError.
        """
        self.start()
        self.send({"do": "begin", "token": token, "percent": percent, "lead_in": lead_in_s, "times": times})

    def play_sound(self, token: int, index: int, path: Path, pause_s: float, skip_s: float) -> None:
        self.send({"do": "sound", "token": token, "index": index, "path": str(path), "pause": pause_s, "skip": skip_s})

    def end_utterance(self, token: int) -> None:
        self.send({"do": "end", "token": token})

    def stop(self) -> None:
        """Stop the sound. Raise PlayerGoneError if the player has ended, and the sound with it."""
        self.send({"do": "stop"})

    def set_sound_volume(self, percent: float) -> None:
        """Set the volume of the current sound. Raise PlayerGoneError."""
        self.send({"do": "volume", "percent": percent})

    def end_child(self) -> None:
        """End the player while nothing is to be played; the next sound starts another."""
        child, self._child = self._child, None
        if child is not None:
            child.terminate()

    def kill(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            child.kill()

    @property
    def pid(self) -> int | None:
        return self._child.pid if self._child is not None else None

    def _event(self, number: object, line: Line) -> None:
        if self._child is not None and number is self._number:
            self.on_event(line)

    def _gone(self, number: object) -> None:
        if self._child is not None and number is self._number:
            self.kill()
            self.on_gone()


def _ignore(line: Line) -> None:
    """Ignore an event that comes before a handler is set."""
    del line
