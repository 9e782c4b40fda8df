"""A kiosk with a modem: its two processes, and the bell of its window, which looks at the store as often as that does."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from content_cache.alerts import Place
from content_cache.formats.sms.message import SmsMessage, made
from content_cache.model.vocabulary import Hazard, Severity
from content_cache.signing.keys import SecretKey
from content_cache.store.store import Store
from kiosk.broadcast.alert_sounder import AlertSounder
from kiosk.content.repository import ContentRepository
from kiosk.core.clock import Moment, Trust
from kiosk.narration.read_aloud import ReadAloud
from kiosk.settings import PlaceSettings, Settings, SpeechSettings
from kiosk.speech.utterance import Prelude
from kiosk.state.memory import Memory
from tests.campaigns.sms.modem_manager import Modem, ModemManager
from tests.support.listening_voice import ListeningVoice

ALERT, NEWS, SPARE, STRANGER = (SecretKey.generate(name) for name in ("alert", "news", "spare", ""))
GATEWAY, NAMED, OFFICE = "+6281111", "+62812700", "+62813900"
GLANCE_S = 0.25  # kiosk.app.window


class Bell:
    """What the village hears: of each warning when it was first sounded, and with which sound."""

    speaking: Any = None
    notice = ""

    def __init__(self, data: Path) -> None:
        self.voice = ListeningVoice()
        self.memory = Memory(data)
        place = Place(-0.93, 122.79, "72.01.05")
        self.repository = ContentRepository(lambda: Store.open(data, read_only=True), area="72.01.05", place=place)
        self.reader = ReadAloud(self, self.voice, rate=130, no_sound=lambda: "")  # type: ignore[arg-type]
        self.sounder = AlertSounder(
            repository=self.repository,
            memory=self.memory,
            reader=self.reader,
            settings=Settings(
                place=PlaceSettings(name="Kilongan", area="72.01.05"),
                speech=SpeechSettings(volume=70, quiet_at_prayer=False, quiet_hours=()),
            ),
        )
        self.heard: dict[str, tuple[float, Prelude]] = {}
        self._version = -1

    def close(self) -> None:
        self.memory.close()
        self.repository.close()

    def glance(self) -> None:
        version = self.repository.version()
        if version == self._version:
            return
        self._version = version
        while True:
            said = len(self.voice.said)
            self.sounder.sound_due_alert(Moment(datetime.now(UTC), Trust.TRUSTED, None))
            if len(self.voice.said) == said:
                return
            last = self.voice.said[-1]
            self.heard.setdefault(last.id, (time.monotonic(), self.voice.manners[-1].prelude))
            self.reader.on_speech(self.voice.end(last.id))

    def of(self, number: int) -> tuple[float, Prelude] | None:
        return next((what for name, what in self.heard.items() if name.endswith(f" sms-{number}")), None)

    def wait(self, holds: Callable[[], object], seconds: float = 20.0) -> bool:
        """Glances on until it holds."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.glance()
            if holds():
                return True
            time.sleep(GLANCE_S)
        return False


class Hall:
    """Starts the listener and the refresher over `folder`."""

    def __init__(self, folder: Path, manager: ModemManager, *, more: str = "") -> None:
        self.data = folder / "data"
        self.data.mkdir()
        self.config = folder / "kiosk.toml"
        self.config.write_text(
            f"""[place]
name = "Kilongan"
area = "72.01.05"
[sms]
enabled = true
numbers = ["{NAMED}"]
office = "{OFFICE}"
monthly = 5
[[source]]
name = "Banggai"
url = "terbit"
format = "central"
every = "12h"
keys = ["{NEWS.public} news", "{SPARE.public} spare"]
alert_keys = ["{ALERT.public} alert"]
alerts = true
{more}"""
        )
        self._environment = {**os.environ, "DBUS_SYSTEM_BUS_ADDRESS": manager.address}
        self.manager = manager
        self._logs = folder
        self.known = 0  # the number of the last warning that was right
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        for name, words in (("listen", ["sms", "listen"]), ("refresh", ["refresh", "--keep-going"])):
            self.start(name, words)
        self.bell = Bell(self.data)

    def start(self, name: str, words: list[str]) -> None:
        with (self._logs / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                [sys.executable, "-m", "kiosk", "--config", self.config, "--data", self.data, *words],
                env=self._environment,
                stdout=log,
                stderr=log,
            )

    def stop(self, name: str) -> None:
        process = self.processes.pop(name)
        process.terminate()
        process.wait(30)

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "kiosk", "--config", str(self.config), "--data", str(self.data), *words]
        return subprocess.run(command, env=self._environment, capture_output=True, text=True, timeout=60, check=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.bell.close()
        for name in list(self.processes):
            self.stop(name)

    @property
    def modem(self) -> Modem:
        assert self.manager.modem
        return self.manager.modem

    def text(self, text: str, sender: str = GATEWAY, **named: Any) -> None:
        self.manager.run(self.modem.text, sender, text, **named)

    def binary(self, user_data: bytes, sender: str = GATEWAY) -> None:
        self.manager.run(self.modem.binary, sender, user_data)

    def is_ready(self) -> bool:
        """Both processes stand: the refresher hears the bell's pipe."""
        try:
            os.close(os.open(self.data / "sms" / "bell", os.O_WRONLY | os.O_NONBLOCK))
        except OSError:
            return False
        return (self.data / "content.sqlite").exists()


def warning(number: int, dice: random.Random, key: SecretKey = ALERT, **fields: Any) -> tuple[SmsMessage, bytes]:
    """One that concerns the place."""
    said = {
        "number": number,
        "issued": datetime.now(UTC).replace(second=0, microsecond=0),
        "minutes": dice.choice((60, 240, 1440)),
        "severity": dice.choice((Severity.AWAS, Severity.SIAGA)),
        "hazard": dice.choice(list(Hazard)),
        "area": dice.choice(("", "72", "7201", "720105", "7201052003")),
        "text": dice.choice(
            ("Naik ke bukit", "Air naik di Sungai Bunga; jauhi jembatan lama.", "احذر من الفيضان", "é" * 55)
        ),
        **fields,
    }
    message = SmsMessage(**said)
    return message, made(message, key)
