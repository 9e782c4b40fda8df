"""What a technician does at a terminal: the wiring piece by piece, on mock pins, and the PIN."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from gpiozero import Device
from gpiozero.pins.mock import MockFactory
from msgspec.structs import replace
from PIL import Image

from kiosk.cli.check import print_findings
from kiosk.cli.set_pin import set_pin
from kiosk.cli.technician import check_hardware
from kiosk.installation import JSON_SCHEMA, Installation, Refusal
from kiosk.settings import OutputSettings, PlaceSettings, SensorSettings, Settings, SpeechSettings, load
from kiosk.settings.overrides import change, read_local
from kiosk.settings.pin import hash_pin, matches

PATIENCE_S = 30.0


@pytest.fixture
def pins() -> Iterator[MockFactory]:
    factory = Device.pin_factory = MockFactory()
    yield factory
    factory.reset()
    Device.pin_factory = None


class Bench:
    """A technician who does what the lines ask for: `hands` maps the beginning of a line to what is done."""

    def __init__(self, data: Path, settings: Settings) -> None:
        self.lines: list[str] = []
        self.questions: list[str] = []
        self.no: tuple[str, ...] = ()
        self.hands: dict[str, Callable[[], Any]] = {}
        self.installation = Installation(settings, None, data, self._read, self._read)

    def _read(self, line: str) -> None:
        self.lines.append(line)
        for beginning, do in self.hands.items():
            if line.startswith(beginning):
                threading.Timer(0.02, do).start()  # a hand comes after the eyes

    def answer(self, question: str) -> str:
        self.questions.append(question)
        return "t" if any(word in question for word in self.no) else "y"

    def check(self, corners: Callable[[], list[str]] = list, patience_s: float = PATIENCE_S) -> int:
        return check_hardware(self.installation, self.answer, corners=corners, patience_s=patience_s)

    @property
    def tried(self) -> dict[str, tuple[str, str]]:
        kept = json.loads((self.installation.data / "periksa-alat.json").read_text("utf-8"))
        return {each["name"]: (each["outcome"], each["told"]) for each in kept["tried"]}


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(
        tmp_path,
        Settings(
            place=PlaceSettings(name="Balai Desa Bunga"),
            speech=replace(SpeechSettings(), voice="silent", device=f"wav:{tmp_path / 'sound.wav'}"),
            buttons={"listen": 6, "next": 13},
            verbs={"listen": "listen", "next": "next"},
            sensors=SensorSettings(motion=4, rotary=(23, 24)),
            outputs=OutputSettings(amplifier=27, lamp=22),
        ),
    )


def turn(pins: MockFactory, *, right: bool) -> None:
    first, second = (pins.pin(23), pins.pin(24)) if right else (pins.pin(24), pins.pin(23))
    for pin, level in ((first, "low"), (second, "low"), (first, "high"), (second, "high")):
        getattr(pin, f"drive_{level}")()


def tap(pins: MockFactory, number: int) -> None:
    pins.pin(number).drive_low()
    pins.pin(number).drive_high()


def test_each_thing_is_tried_and_the_result_is_a_code(bench: Bench, pins: MockFactory) -> None:
    states: list[tuple[str, int]] = []
    speech = replace(bench.installation.settings.speech, voice="id", rate=300)
    bench.installation = replace(bench.installation, settings=replace(bench.installation.settings, speech=speech))
    bench.hands = {
        'Tekan tombol "listen"': lambda: tap(pins, 6),
        'Tekan tombol "next"': lambda: tap(pins, 13),
        "Lambaikan tangan": lambda: pins.pin(4).drive_high(),
        "Putar kenop volume ke kanan": lambda: turn(pins, right=True),
        "Putar kenop volume ke kiri": lambda: turn(pins, right=False),
    }
    answer = bench.answer

    def looking(question: str) -> str:
        states.append((question.partition("GPIO ")[2], pins.pin(27).state + 2 * pins.pin(22).state))
        return answer(question)

    bench.answer = looking  # type: ignore[method-assign]
    assert bench.check() == 0
    assert {outcome for outcome, _ in bench.tried.values()} == {"ok"}
    assert list(bench.tried) == [
        "listen",
        "next",
        "sensor gerak",
        "kenop ke kanan",
        "kenop ke kiri",
        "relai pengeras dalam",
        "lampu",
        "suara",
        "layar sentuh",
    ]
    assert states[:2] == [("27) [y/t] ", 1), ("22) [y/t] ", 2)]  # on while it is asked about, and off after it
    assert (bench.installation.data / "sound.wav").stat().st_size > 20_000
    kept = json.loads((bench.installation.data / "periksa-alat.json").read_text("utf-8"))
    assert kept["schema"] == JSON_SCHEMA
    code = kept["code"]
    assert code.startswith("KIOS\nBalai Desa Bunga\n")
    assert "listen=ok" in code
    with Image.open(bench.installation.data / "periksa-alat.png") as picture:
        assert min(picture.size) > 200
    assert any("█" in line and "▄" in line for line in bench.lines)  # the code, on the terminal too


@pytest.mark.slow(cases=0)
@pytest.mark.parametrize(
    ("no", "told"), [((), ""), (("dipahami",), 'setel [speech] horn_profile = "flat"')], ids=["shaped", "as it is"]
)
def test_a_horn_is_heard_as_it_is_and_shaped(bench: Bench, tmp_path: Path, no: tuple[str, ...], told: str) -> None:
    horn = tmp_path / "horn.wav"
    speech = replace(
        SpeechSettings(),
        voice="id",
        rate=300,
        device=f"fast-wav:{tmp_path / 'sound.wav'}",
        horn_device=f"fast-wav:{horn}",
    )
    bench.installation = replace(bench.installation, settings=Settings(speech=speech))
    bench.no = no
    assert bench.check() == 0
    assert bench.tried["corong"] == ("ok", told)
    spoken = [line for line in bench.lines if line.startswith(("Corong berbunyi", "Sekali lagi, disetel"))]
    assert len(spoken) == 2
    assert horn.stat().st_size > 20_000


@pytest.mark.slow(cases=0)
def test_a_horn_that_is_not_there_is_a_fault(bench: Bench, tmp_path: Path) -> None:
    speech = replace(SpeechSettings(), voice="silent", device="null", horn_device=f"wav:{tmp_path / 'no' / 'horn.wav'}")
    bench.installation = replace(bench.installation, settings=Settings(speech=speech))
    assert bench.check() == 1
    assert bench.tried["corong"][0] == "fault"


def test_faults_are_told_with_what_to_do(bench: Bench, pins: MockFactory) -> None:
    bench.no = ("lampu",)
    bench.hands = {
        'Tekan tombol "listen"': lambda: tap(pins, 13),  # swapped
        "Lambaikan tangan": lambda: pins.pin(4).drive_high(),
        "Putar kenop volume ke kanan": lambda: turn(pins, right=False),
        "Putar kenop volume ke kiri": lambda: turn(pins, right=False),
    }

    def no_screen() -> list[str]:
        raise OSError("tidak ada layar")

    assert bench.check(no_screen, patience_s=0.5) == 1
    tried = bench.tried
    assert tried["listen"] == ("fault", 'yang terasa "next" (GPIO 13); kabelnya mungkin tertukar')
    assert tried["next"][0] == "fault"
    assert "periksa kabel" in tried["next"][1]
    assert tried["kenop ke kanan"] == ("fault", "terbaca ke arah sebaliknya; tukar kedua pin")
    assert tried["kenop ke kiri"][0] == "ok"
    assert tried["lampu"][0] == "fault"
    assert tried["layar sentuh"] == ("skipped", "tidak ada layar")


def test_without_pins_the_voice_and_the_screen_are_tried_all_the_same(bench: Bench) -> None:
    bench.installation = replace(
        bench.installation, settings=replace(bench.installation.settings, buttons={}, sensors=SensorSettings())
    )
    started = time.monotonic()
    assert bench.check() == 1
    assert time.monotonic() - started < PATIENCE_S
    assert "layar sentuh tetap jalan" in bench.tried["GPIO"][1]
    assert bench.tried["suara"][0] == "ok"


def test_corners_that_were_missed_are_named_and_nobody_at_the_terminal_is_a_no(bench: Bench) -> None:
    def nobody(_question: str) -> str:
        raise EOFError

    bench.installation = replace(
        bench.installation, settings=replace(Settings(), speech=bench.installation.settings.speech)
    )
    assert check_hardware(bench.installation, nobody, corners=lambda: ["kiri atas"]) == 1
    assert bench.tried["layar sentuh"] == ("fault", "tidak kena: kiri atas; periksa panel dan kalibrasi")
    assert bench.tried["suara"][0] == "fault"
    assert any("Tidak ada tombol" in line for line in bench.lines)


def test_the_short_check_names_what_is_wired(bench: Bench, pins: MockFactory) -> None:  # noqa: ARG001 -- pins can be had
    print_findings(bench.installation, as_json=False)
    line = next(line for line in bench.lines if "GPIO" in line)
    assert line.startswith("ok")
    for wired in (
        "listen 6",
        "next 13",
        "motion 4",
        "rotary 23 dan 24",
        "amplifier 27",
        "lamp 22",
        "kiosk check --hardware",
    ):
        assert wired in line


# the PIN


def typing(*answers: str) -> Callable[[str], str]:
    left = iter(answers)
    return lambda _question: next(left)


def test_the_pin_is_kept_as_a_hash_and_wins_over_kiosk_toml(tmp_path: Path) -> None:
    config = tmp_path / "kiosk.toml"
    config.write_text('[technician]\npin = "1111"\n', "utf-8")
    lines: list[str] = []
    assert (
        set_pin(Installation(load(config), config, tmp_path, lines.append, lines.append), typing("246810", "246810"))
        == 0
    )
    assert "246810" not in "".join(lines) + (tmp_path / "settings.local.toml").read_text("utf-8")
    assert matches("246810", load(config, tmp_path).technician.pin)
    assert not matches("1111", load(config, tmp_path).technician.pin)


@pytest.mark.parametrize("typed", [("12", ""), ("abcd", ""), ("246810", "246811"), ("", "")])
def test_a_pin_that_is_not_one_changes_nothing(tmp_path: Path, typed: tuple[str, str]) -> None:
    installation = Installation(Settings(), None, tmp_path, print, print)
    with pytest.raises(Refusal, match="the old PIN holds"):
        set_pin(installation, typing(*typed))
    assert read_local(tmp_path, None) == {}


def test_a_pin_that_nobody_types_is_refused(tmp_path: Path) -> None:
    def nobody(_question: str) -> str:
        raise EOFError

    with pytest.raises(Refusal, match="terminal"):
        set_pin(Installation(Settings(), None, tmp_path, print, print), nobody)


def test_where_root_keeps_the_pin_a_process_sets_none(tmp_path: Path) -> None:
    config = tmp_path / "kiosk.toml"
    config.write_text("", "utf-8")
    (tmp_path / "kiosk.toml.kept").write_text('{"technician": {"pin": ""}}')
    with pytest.raises(Refusal, match="pin-baru"):
        set_pin(Installation(load(config), config, tmp_path, print, print), typing("246810", "246810"))
    change(tmp_path, config, {"technician": {"pin": hash_pin("246810")}})  # as a process that was taken over would
    assert load(config, tmp_path).technician.pin == ""
