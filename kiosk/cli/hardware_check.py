"""`kiosk check --hardware`: goes with a technician from button to button, to sensors, relays, lamp, voice and screen.

What comes of it is a line each, a file in the data folder, and a QR code that a phone can take along: no secret is in it.
"""

from __future__ import annotations

import json
import queue
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Protocol

import segno
from msgspec.structs import replace

from content_cache.model.problems import msgid
from kiosk.core.build import build_date
from kiosk.core.messages import ButtonPressed, Ending, Message, MotionSeen, SpeechEnded, VolumeTurned
from kiosk.hardware import LAMP, Hardware, open_hardware
from kiosk.installation import JSON_SCHEMA, Installation
from kiosk.speech.playback.relays import Relays
from kiosk.speech.scheduling.speaker import Speaker
from kiosk.speech.synthesis.voices import VOICES_FOLDER, placed
from kiosk.speech.utterance import AS_ASKED, Manner, Sentence, Utterance, Where

NAME = "periksa-alat"
PATIENCE_S = 20.0
_OUTCOMES = {"ok": msgid("ok"), "fault": msgid("WRONG"), "skipped": msgid("skipped")}


@dataclass(frozen=True, slots=True)
class HardwareResult:
    """Result of one trial. *outcome* is ok, fault or skipped; *told* is what the technician should know."""

    name: str
    outcome: str
    told: str = ""


class TechnicianPrompt(Protocol):
    """Terminal at which the technician sits."""

    def tell(self, line: str) -> None: ...

    def ask(self, question: str) -> bool:
        """Ask *question* and return whether the answer was yes."""


Corners = Callable[[], list[str]]
"""Function that shows a mark in each corner of the screen and returns the names of those that were not hit. Raises OSError
without a screen."""


class HardwareCheck:
    """Check of the wiring with a technician. *corners* tries the touch screen; *patience_s* is how long a press is waited for."""

    def __init__(
        self,
        installation: Installation,
        technician: TechnicianPrompt,
        corners: Corners,
        *,
        patience_s: float = PATIENCE_S,
    ) -> None:
        self._installation = installation
        self._technician = technician
        self._corners = corners
        self._patience_s = patience_s
        self._heard: queue.SimpleQueue[Message] = queue.SimpleQueue()
        self._ = installation.words

    def run(self) -> list[HardwareResult]:
        """Try all hardware that the settings name, one after the other, and return the results."""
        hardware = open_hardware(self._installation.settings, self._heard.put)
        try:
            tried = []
            for each in self._steps(hardware):
                tried.append(each)
                outcome = self._(_OUTCOMES[each.outcome])
                self._technician.tell(f"  {outcome:5}  {each.name}{': ' if each.told else ''}{each.told}")
            return tried
        finally:
            hardware.close()

    def _steps(self, hardware: Hardware) -> Iterator[HardwareResult]:
        for fault in hardware.faults:
            yield HardwareResult("GPIO", "fault", self._.problem(fault))
        yield from self._buttons()
        yield from self._sensors()
        yield from self._outputs(hardware)
        yield self._voice(hardware)
        yield from self._horn(hardware)
        yield self._screen()

    # inputs

    def _buttons(self) -> Iterator[HardwareResult]:
        for name, pin in self._installation.settings.buttons.items():
            self._technician.tell(self._('Press the button "{name}" (GPIO {pin}) …', name=name, pin=pin))
            yield self._wait_for(name, ButtonPressed(name), self._other_button)

    def _other_button(self, message: Message) -> str:
        if not isinstance(message, ButtonPressed):
            return ""
        pin = self._installation.settings.buttons.get(message.name, 0)
        return self._('"{name}" was felt (GPIO {pin}); the cables may be swapped', name=message.name, pin=pin)

    def _sensors(self) -> Iterator[HardwareResult]:
        sensors = self._installation.settings.sensors
        if sensors.motion is not None:
            self._technician.tell(
                self._("Wave a hand in front of the motion sensor (GPIO {pin}) …", pin=sensors.motion)
            )
            yield self._wait_for(self._("motion sensor"), MotionSeen())
        if sensors.rotary is not None:
            for steps, asked, name in (
                (+1, self._("Turn the volume knob to the right …"), self._("knob to the right")),
                (-1, self._("Turn the volume knob to the left …"), self._("knob to the left")),
            ):
                self._technician.tell(asked)
                yield self._wait_for(name, VolumeTurned(steps), self._other_way)

    def _wait_for(self, name: str, wanted: Message, instead: Callable[[Message], str] = lambda _: "") -> HardwareResult:
        end = time.monotonic() + self._patience_s
        hint = ""
        while (left := end - time.monotonic()) > 0:
            try:
                message = self._heard.get(timeout=left)
            except queue.Empty:
                break
            if message == wanted:
                return HardwareResult(name, "ok", hint)
            hint = instead(message) or hint
        nothing = self._(
            "not felt within {seconds} seconds; check the cable and the number of the pin",
            seconds=round(self._patience_s),
        )
        return HardwareResult(name, "fault", hint or nothing)

    # outputs

    def _outputs(self, hardware: Hardware) -> Iterator[HardwareResult]:
        _ = self._
        names = {"amplifier": _("relay of the inner loudspeaker"), "horn": _("relay of the horn"), LAMP: _("lamp")}
        for name, called in names.items():
            pin = getattr(self._installation.settings.outputs, name)
            if pin is None:
                continue
            hardware.switch(name, True)
            question = (
                _("Is the lamp on?") if name == LAMP else _("Does the {relay} click, or is its light on?", relay=called)
            )
            seen = self._technician.ask(f"{question} (GPIO {pin})")
            hardware.switch(name, False)
            todo = _("check the cable, the number of the pin and the power supply")
            yield HardwareResult(called, "ok" if seen else "fault", "" if seen else todo)

    def _voice(self, hardware: Hardware) -> HardwareResult:
        self._technician.tell(self._("The kiosk speaks now …"))
        name = self._("voice")
        if unheard := self._unheard(hardware, AS_ASKED):
            return HardwareResult(name, "fault", unheard)
        heard = self._technician.ask(self._("Can the voice be heard clearly?"))
        todo = self._("check the cable, the volume and [speech] device")
        return HardwareResult(name, "ok" if heard else "fault", "" if heard else todo)

    def _horn(self, hardware: Hardware) -> Iterator[HardwareResult]:
        """Try the horn on its own sound device: with a flat profile, then with the horn's."""
        settings = self._installation.settings.speech
        if settings.horn_device in {"", settings.device}:
            return
        name = self._("horn")
        for profile, told in (
            ("flat", self._("The horn speaks as it is …")),
            ("horn", self._("And once more, shaped for a horn …")),
        ):
            self._technician.tell(told)
            if unheard := self._unheard(hardware, Manner(where=Where.HORN), profile):
                yield HardwareResult(name, "fault", unheard)
                return
        better = "horn" if self._technician.ask(self._("Was the second one better understood?")) else "flat"
        todo = self._('set [speech] horn_profile = "{profile}"', profile=better)
        yield HardwareResult(name, "ok", "" if better == settings.horn_profile else todo)

    def _unheard(self, hardware: Hardware, manner: Manner, profile: str = "flat") -> str:
        """Say the test sentence in *manner* with the horn profile *profile*.

        Return why it was not said to its end, "" if it was.
        """
        settings = self._installation.settings
        speech = replace(
            settings.speech,
            voice=placed(settings.speech.voice, self._installation.data / VOICES_FOLDER),
            horn_device=settings.speech.horn_device if manner.where is Where.HORN else "",
            horn_profile=profile,
        )
        speaker = Speaker(
            speech,
            tell=self._heard.put,
            cache_dir=self._installation.data / "speech",
            relays=Relays(hardware.switch, settings.outputs.relays, time.monotonic),
        )
        try:
            spoken = self._("This is a test of the voice of the kiosk. One, two, three.")
            speaker.say(Utterance(NAME, (Sentence(spoken),), language=self._.translation.language), manner)
            ended = self._speech_end()
            instead = speaker.faults.get(manner.where, "")  # the other loudspeaker spoke in its place
        finally:
            speaker.close()
        if instead or (ended is not None and ended.ending is Ending.DONE):
            return instead
        return ended.reason if ended else self._("did not come to an end; check [speech] device")

    def _speech_end(self) -> SpeechEnded | None:
        end = time.monotonic() + self._patience_s + 10
        while (left := end - time.monotonic()) > 0:
            try:
                message = self._heard.get(timeout=left)
            except queue.Empty:
                return None
            if isinstance(message, SpeechEnded):
                return message
        return None

    def _screen(self) -> HardwareResult:
        name = self._("touch screen")
        self._technician.tell(self._("Touch the marks on the screen, one by one …"))
        try:
            missed = self._corners()
        except OSError as error:
            return HardwareResult(name, "skipped", str(error))
        if missed:
            told = self._("not hit: {corners}; check the panel and its calibration", corners=", ".join(missed))
            return HardwareResult(name, "fault", told)
        return HardwareResult(name, "ok")

    def _other_way(self, message: Message) -> str:
        return self._("read the other way round; swap the two pins") if isinstance(message, VolumeTurned) else ""


def code_of(installation: Installation, tried: list[HardwareResult]) -> str:
    """Return the text of the QR code: place, version, time, and each outcome. It names no person and holds no secret."""
    moment = installation.clock().read()
    built = build_date()
    parts = [
        installation.words("KIOSK"),
        installation.settings.place.name or "-",
        f"v {built:%Y-%m-%d}" if built else "v -",
        f"{moment.now:%Y-%m-%d %H.%M}{'' if moment.relative else '?'}",
        *(f"{each.name}={installation.words(_OUTCOMES[each.outcome])}" for each in tried),
    ]
    return "\n".join(parts)


def write_result(installation: Installation, tried: list[HardwareResult]) -> list[Path]:
    """Write the results and their QR code into the data folder and return the files. Raises OSError."""
    result = installation.data / f"{NAME}.json"
    result.write_text(
        json.dumps(
            {"schema": JSON_SCHEMA, "code": code_of(installation, tried), "tried": [asdict(each) for each in tried]},
            ensure_ascii=False,
            indent=1,
        ),
        "utf-8",
    )
    picture = installation.data / f"{NAME}.png"
    segno.make(code_of(installation, tried), error="m", micro=False).save(str(picture), scale=8, border=4)
    return [result, picture]
