"""All that lies behind the PIN: the pad, the technician's page and tools, and the notices that the hall makes at the kiosk."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from kiosk.content.repository import ContentRepository
from kiosk.core.clock import Clock
from kiosk.core.messages import Tell
from kiosk.core.network import own_address
from kiosk.hall.notices.as_item import Village, as_item
from kiosk.hall.notices.notice import Notice
from kiosk.hall.notices.pairing import Pairing
from kiosk.hall.notices.store import NoticeStore, remove_interrupted
from kiosk.hall.notices.usb_staging import staged
from kiosk.hall.recording.session import Recording
from kiosk.hardware.sound_outputs import SoundOutputs
from kiosk.i18n.phrases import Phrases, village
from kiosk.i18n.translation import FALLBACK, Translation
from kiosk.narration.read_aloud import ReadAloud
from kiosk.service.board_tools import BoardTools
from kiosk.service.board_words import BoardWords
from kiosk.service.notice_editor import NoticeEditor
from kiosk.service.office_settings import OfficeSettings
from kiosk.service.pin_pad import PAD, PinEntry
from kiosk.service.self_tests import PageTests
from kiosk.service.status import Status
from kiosk.service.tool_text import ToolWords
from kiosk.service.tools import ToolDesk
from kiosk.service.update_words import UpdateWords
from kiosk.settings import Settings
from kiosk.settings.overrides import change, forget_choices
from kiosk.speech.utterance import Utterance
from kiosk.state.hall_sources import FOLDER
from kiosk.state.memory import Memory
from kiosk.viewmodel.ports import BoardPort, Readings
from kiosk.viewmodel.service_views import StatusView, Tool


class ServiceMenu:
    """`data` is the data folder; `readings` gives what to say in a language, `say` speaks lines under a name; `tell` is the
    inbox's.

    For the page: `stuck` are the buttons that are not listened to, `size` is the screen's in px, `version` the program's.
    `config` is the kiosk.toml if there is one; `use_output` has the voice go to another sound device from now on.
    `go_status` turns to the screen of the pad and the page, `go_home` away from it. `monotonic` gives seconds.
    """

    def __init__(
        self,
        board: BoardPort,
        settings: Settings,
        repository: ContentRepository,
        memory: Memory,
        reader: ReadAloud,
        clock: Clock,
        monotonic: Callable[[], float],
        *,
        data: Path,
        config: Path | None,
        use_output: Callable[[str], None],
        readings: Callable[[str], Readings],
        say: Callable[[str, list[str]], None],
        tell: Tell,
        stuck: Callable[[], frozenset[str]],
        size: Callable[[], tuple[int, int]],
        version: str,
        go_status: Callable[[], None],
        go_home: Callable[[], None],
    ) -> None:
        self._board = board
        self._settings = settings
        self._repository = repository
        self._clock = clock
        self._data = data
        self._stuck = stuck
        self._size = size
        self._version = version
        self.tests = PageTests(board, memory, now=lambda: clock.read().now, say=say)
        self.pad = PinEntry(
            board,
            kept=settings.technician.pin,
            enter=go_status,
            leave=go_home,
            monotonic=monotonic,
            wrong=memory.pin_tries.of(PAD),
            keep_wrong=partial(memory.pin_tries.keep, PAD),
            gather=self._gather,
            acts={"refresh": self.tests.refresh, "sound": self.tests.sound, "screen": self.tests.screen}
            | {str(tool): partial(self._open_tool, tool) for tool in (Tool.WIFI, Tool.CLOCK, Tool.MORE)},
        )
        self.tools = ToolDesk(
            board,
            ask=lambda kind, argument: memory.requests.ask(kind, clock.read().now, argument),
            answer=memory.requests.answer_to,
            now=clock.read,
            words=lambda: ToolWords(self._phrases()),
            new_pin=self.pad.new_pin,
            forget=lambda: forget_choices(data),
            monotonic=monotonic,
            office=OfficeSettings(data, lambda: clock.read().now),
            updates=lambda: UpdateWords(self._phrases(), version=version, ring=settings.update.ring),
            board_tools=BoardTools(
                board,
                words=lambda: BoardWords(self._phrases()),
                outputs=SoundOutputs(),
                device=settings.speech.device,
                keep=partial(change, data, config),
                use=use_output,
                say=lambda line: say("board", [line]),
                monotonic=monotonic,
            ),
        )
        place, desk = (
            Village(village(settings.place.name), settings.place.timezone, dict(settings.speech.lexicon)),
            settings.desk,
        )

        def read(notice: Notice) -> None:
            reader.read(readings(FALLBACK).item(as_item(notice, place), clock.read()), resume=False)

        remove_interrupted(data)
        self.notices = NoticeEditor(
            self.pad,
            memory,
            notice_store=lambda: NoticeStore(data, place.name),
            now=clock.read,
            language=lambda: board.language,
            record=lambda path: Recording(desk.microphone, path, tell),
            play=lambda path: reader.read(Utterance("recording", (), recording=path), resume=False),
            read=read,
            hush=reader.leave,
            pairing=Pairing(data / FOLDER, lambda: desk.address or own_address(desk.port), lambda: clock.read().now),
            enabled=desk.enabled,
        )

    def _gather(self) -> StatusView:
        """The technician's page as it is now."""
        status = Status(self._settings, self._data, self._phrases(), self._version)
        return status.view(
            self._clock.read(),
            self._repository.sources(),
            volume=round(self._board.volume),
            stuck=self._stuck(),
            size=self._size(),
            asked=self.tests.answer(),
        )

    def _open_tool(self, tool: Tool) -> str:
        self.tools.open(tool)
        return ""

    def _phrases(self) -> Phrases:
        return Phrases(Translation(self._board.language))

    def leave(self) -> None:
        """The screen is being left: all is locked, and nothing stays of what was being done. Of a recording that is told."""
        if self.notices.recorded:
            told = Translation(self._board.language).gettext("Cancelled. The recording is deleted.")
            self._board.notice_icon, self._board.notice = "trash", told
        self.tools.close()
        self.notices.close()
        self.pad.close()

    def attended(self) -> bool:
        """Asked about once a second: is somebody looking after the kiosk? No visitor is asked whether he is still there."""
        self.tools.watch()
        stays = self.pad.stays()
        if self.pad.shown and not stays:
            self.tools.close()  # the page has locked
        return stays

    def staged(self) -> int:
        """How many notices a USB stick left for the PIN."""
        return staged(self._data / FOLDER)
