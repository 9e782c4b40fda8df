"""A kiosk without a window, made for one picture: its settings, its folder and what its store holds are those of the shot."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from msgspec.structs import replace

from content_cache.model.items import SEALED, Attachment
from content_cache.model.problems import problem
from content_cache.store.store import Store
from kiosk.appliance.faults import CardCode
from kiosk.content.answers import AnswerBook
from kiosk.content.sealed_answers import SealedAnswers
from kiosk.core.build import VERSION
from kiosk.core.clock import Clock
from kiosk.core.identity import kiosk_id
from kiosk.demo.questions import SAMPLE_QUESTIONS, note_asked, sample_answers
from kiosk.hardware.lamp import Lamp
from kiosk.installation import Installation
from kiosk.narration.read_aloud import ReadAloud
from kiosk.pictures.shots import Shot
from kiosk.pictures.stand_ins import CODE, FrozenStopwatch, RecordingVoice, Shredder, SilentTake, undecoded
from kiosk.settings import DeskSettings, Settings, TechnicianSettings
from kiosk.settings.faults import Fault, SettingCode
from kiosk.settings.office_layer import OfficeLayer, Row, write_choices, write_layer
from kiosk.settings.sections import EmergencySettings

if TYPE_CHECKING:  # whatever loads Kivy waits until its settings are made
    from kiosk.content.repository import ContentRepository
    from kiosk.control.controller import Controller
    from kiosk.ui.board import Board

PIN = "246810"  # of the kiosk that is pictured
CODED = {
    "code": "00",
    "refused": "000000",
    "opening": CODE,
    "opened": CODE,
}  # of answers: what is typed for a private one
_SET = OfficeLayer(
    rows=(
        Row("speech.quiet_hours", '["20:30-05:30"]', "pesisir", "group"),
        Row("speech.volume", "70", "semua", "all", "local", datetime(2026, 12, 21, tzinfo=UTC)),
        Row("update.ring", '"trial"', "percobaan", "kiosk", "asked"),
        Row("screen.text_scale", "1.4", "kecamatan", "area"),
    ),
    faults=(Fault(0, "semua: speech.rate", (problem(SettingCode.SILENCES),)),),
)
_FAULTS = (
    Fault(7, "speech.rat", (problem(SettingCode.UNKNOWN), problem(SettingCode.MEANT, word="rate"))),
    Fault(12, "buttons.listen", (problem(SettingCode.PIN_OF_CONSOLE, pin=14),)),
    Fault(0, "pin-baru.txt", (problem(CardCode.PIN_UNFIT),)),
)
_FIRST = ("faults", "first-run")  # screens that nobody goes to: a kiosk begins with them
_ASKED = ("ask", "answers")  # screens of residents' questions


@dataclass(frozen=True)
class PosedKiosk:
    """What a picture is drawn from, and the voice and the stopwatch that stand in for a visitor's."""

    board: Board
    controller: Controller
    repository: ContentRepository
    voice: RecordingVoice
    stopwatch: FrozenStopwatch
    clock: Clock


def open_kiosk(installation: Installation, shot: Shot, clock: Clock, stack: ExitStack) -> PosedKiosk:
    """The kiosk at its first screen; `stack` closes what it reads and removes the folders that it was given."""
    from kiosk.control.controller import Controller
    from kiosk.control.page import Kiosk
    from kiosk.i18n.translation import Translation
    from kiosk.narration.narrator import SpokenReadings
    from kiosk.pages.table import PAGES
    from kiosk.state.memory import Memory
    from kiosk.ui.board import Board

    settings = _settings(installation, shot)
    repository = _repository(installation, shot, stack)
    data = _folder(installation, shot, clock, stack)
    if shot.screen in _ASKED:
        _lay_answers(repository, shot, data, clock)
    memory = stack.enter_context(Memory(data))
    if shot.screen in _ASKED:
        note_asked(memory.questions, clock.read().now)
    questions = Shredder() if settings.questions.asked else None
    sealed = SealedAnswers(data, questions, decode=undecoded)
    stack.callback(sealed.close)
    board, voice, stopwatch = Board(), RecordingVoice(), FrozenStopwatch()

    def readings(language: str) -> SpokenReadings:
        return SpokenReadings(Translation(language), installation.data, installation.settings.speech.lexicon)

    kiosk = Kiosk(
        board=board,
        repository=repository,
        memory=memory,
        reader=ReadAloud(board, voice, rate=installation.settings.speech.rate, no_sound=lambda: ""),
        readings=readings,
        settings=settings,
        clock=clock,
        monotonic=stopwatch.seconds,
        tell=lambda _message: None,
        data=data,
        version=VERSION,
        size=lambda: shot.size,
        use_output=lambda _device: None,
        lamp=Lamp(),
        outbox=questions,
        record=SilentTake,
        sealed=sealed,
    )
    controller = Controller(
        kiosk,
        PAGES,
        button_guide=None,
        understood=lambda _alert: None,
        screen=shot.screen if shot.screen in _FIRST else "idle",
    )
    stack.callback(controller.navigation.leave_screen)  # what is done there ends before its folder does
    return PosedKiosk(board, controller, repository, voice, stopwatch, clock)


def _settings(installation: Installation, shot: Shot) -> Settings:
    own = installation.settings
    settings = replace(
        own,
        place=replace(own.place, language=shot.language or own.place.language),
        technician=TechnicianSettings(pin=PIN),
        questions=SAMPLE_QUESTIONS if shot.screen in _ASKED else own.questions,
        emergency=EmergencySettings() if shot.state == "empty" else own.emergency,
        faults=own.faults or (_FAULTS if shot.screen == "faults" else ()),
    )
    if shot.screen != "desk":
        return settings
    # no picture waits for a microphone, and none depends on this machine's network
    desk = DeskSettings(enabled=shot.state != "off", address="https://192.168.4.1:8080/", microphone="wav:/dev/null")
    return replace(settings, desk=desk)


def _repository(installation: Installation, shot: Shot, stack: ExitStack) -> ContentRepository:
    from kiosk.content.repository import ContentRepository

    if shot.state == "empty":
        nothing = Path(stack.enter_context(TemporaryDirectory(prefix="kiosk-empty-")))
        repository = ContentRepository(lambda: Store.open(nothing), area=installation.settings.place.area)
    else:
        repository = installation.repository()
    stack.callback(repository.close)
    return repository


def _folder(installation: Installation, shot: Shot, clock: Clock, stack: ExitStack) -> Path:
    """The kiosk's data: the installation's, or one of its own where the picture shows what this kiosk does not hold."""

    def own(purpose: str) -> Path:
        return Path(stack.enter_context(TemporaryDirectory(prefix=f"kiosk-{purpose}-")))

    now = clock.read().now
    if shot.screen in _ASKED:  # in no other are these numbers known
        return own("questions")
    if shot.state == "office":
        data = own("office")
        write_layer(data, _SET)
        write_choices(data, dict.fromkeys(("speech.volume", "update.ring"), now))
        return data
    if shot.screen == "desk":
        from kiosk.pictures.pose_desk import furnish

        data = own("desk")
        furnish(data, shot.state, now)
        return data
    return installation.data


def _lay_answers(repository: ContentRepository, shot: Shot, data: Path, clock: Clock) -> None:
    """The office's answers that the repository finds, the second of them a private one where the state asks for a code."""
    found = [] if shot.state == "empty" else sample_answers(clock.read().now, kiosk_id(data))
    if shot.state in CODED:
        found[1] = replace(found[1], private=True)
    if shot.state == "opening":
        (data / "suara.sealed").touch()
        box = Attachment("", SEALED, path="suara.sealed")
        found[1] = replace(found[1], sealed="AAAA", attachments=(box,))
    repository.answer_book = AnswerBook(lambda _moment: found)
