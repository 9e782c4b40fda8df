"""The technician's pages of the board's own things: how the picture is turned, where a finger is felt, where sound comes out.

Pure of Kivy. What is chosen lies on top of kiosk.toml (`kiosk.settings.overrides`); what could hide the way back is on trial first
(`kiosk.shell.tools.screen_trial`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol, cast

from msgspec.structs import replace

from kiosk.content.views.ports import BoardPort
from kiosk.content.views.service_views import Tool, ToolView
from kiosk.core.panel_touch import QUARTERS, TARGETS, Place, correction_from, on_panel
from kiosk.hardware.sound_outputs import AUTO, SoundOutput
from kiosk.shell.tools.board_words import BoardWords
from kiosk.shell.tools.screen_trial import ScreenTrial
from kiosk.shell.tools.tool_text import NO, YES

TOOLS = frozenset({Tool.TURN, Tool.TOUCH, Tool.SOUND})
TRY, LEFT, RIGHT = "try", "left ", "right "


class Outputs(Protocol):
    """Interface of kiosk.hardware.sound_outputs.SoundOutputs."""

    def list_outputs(self) -> None: ...
    def play_tone(self, device: str, side: str = "", /) -> None: ...
    def answer(self) -> tuple[str, object] | None: ...


class BoardTools:
    """Technician's pages of picture, touch and sound.

    *device* is the sound output by the settings. *keep* writes choices and raises OSError, *use* switches the voice to
    another output. *say* speaks a line; *monotonic* gives seconds.
    """

    def __init__(
        self,
        board: BoardPort,
        *,
        words: Callable[[], BoardWords],
        outputs: Outputs,
        device: str,
        keep: Callable[[Mapping[str, Any]], None],
        use: Callable[[str], None],
        say: Callable[[str], None],
        monotonic: Callable[[], float],
    ) -> None:
        self._board = board
        self._words = words
        self._outputs = outputs
        self._device = device
        self._keep = keep
        self._use = use
        self._say = say
        self.trial = ScreenTrial(board, keep=keep, monotonic=monotonic)
        self._found: tuple[SoundOutput, ...] | None = None
        self._touched: list[Place] = []

    @property
    def is_shown(self) -> bool:
        return self._board.tool is not None and self._board.tool.tool in TOOLS

    def _change_tool(self, **changes: object) -> None:
        if self._board.tool is not None and self.is_shown:
            self._board.tool = replace(self._board.tool, **changes)

    def open(self, tool: Tool) -> None:
        self.close()
        words = self._words()
        self._board.tool = ToolView(tool, heading=words.heading(tool))
        match tool:
            case Tool.TURN:
                self._change_tool(rows=words.turns(), chosen=str(self._board.rotation))
            case Tool.TOUCH:
                self._change_tool(told=words.touch_here(0))
            case Tool.SOUND:
                self._found = None
                self._change_tool(
                    chosen=self._device, busy=True, told=words.looking(), rows=words.outputs((), self._device)
                )
                self._outputs.list_outputs()

    def close(self) -> None:
        """Revert a change that nobody has confirmed, because the page is left."""
        self.trial.take_back()
        self._touched = []

    # touches

    def choose(self, value: str) -> None:
        view = self._board.tool
        if view is None:
            return
        match view.tool:
            case _ if view.seconds:
                if value == YES and self.trial.can_be_judged:
                    self._accept()
                elif value == NO:
                    self._take_back()
            case Tool.TURN if value == TRY:
                self.trial.start_trial(rotation=int(view.chosen))
                self._ask_if_readable()
            case Tool.TURN if value.isdigit() and int(value) in QUARTERS:
                self._change_tool(chosen=value, told="")
            case Tool.SOUND:
                self._choose_sound(view, value)

    def _ask_if_readable(self) -> None:
        self._change_tool(seconds=self.trial.seconds_left, told="")
        self._say(self._words().readable())

    def _accept(self) -> None:
        kept, words = self.trial.accept(), self._words()
        self._change_tool(seconds=0, told=words.kept() if kept else words.unkept(), tone="ok" if kept else "err")

    def _take_back(self) -> None:
        self.trial.take_back()
        self._show_as_before()

    def _show_as_before(self) -> None:
        view = self._board.tool
        chosen = str(self._board.rotation) if view is not None and view.tool is Tool.TURN else ""
        self._change_tool(seconds=0, chosen=chosen, page=0, told=self._words().as_before(), tone="warn")

    def touch(self, place: Place) -> None:
        """Note a touch on a cross at *place*, fractions of the panel as the panel reports them."""
        view = self._board.tool
        if view is None or view.tool is not Tool.TOUCH or view.seconds:
            return
        self._touched.append(place)
        number = len(self._touched)
        if number < len(TARGETS):
            self._change_tool(page=number, told=self._words().touch_here(number), tone="ink2")
            return
        meant = [on_panel(target, self._board.rotation) for target in TARGETS]
        found = correction_from(self._touched, meant)
        self._touched = []
        self._change_tool(page=0)
        if found is None:
            self._change_tool(told=self._words().touches_stray(), tone="err")
        else:
            self.trial.start_trial(touch=found)
            self._ask_if_readable()

    def _choose_sound(self, view: ToolView, value: str) -> None:
        if view.busy:
            return
        if value == YES:
            self._keep_sound(view.chosen)
        elif value == NO:
            self._change_tool(told=self._words().not_heard(), tone="warn", about="")
        else:
            side = next((each for each in (LEFT, RIGHT) if value.startswith(each)), "")
            device = value.removeprefix(side)
            if any(row.value == device and row.open for row in view.rows):
                self._tone(device, side)

    def _tone(self, device: str, side: str) -> None:
        self._change_tool(chosen=device, busy=True, about="", told=self._words().sounding(side.strip()), tone="ink2")
        self._outputs.play_tone(device, side.strip())

    def _keep_sound(self, device: str) -> None:
        words, kept = self._words(), True
        try:
            self._keep({"speech": {"device": device}})
        except OSError:
            kept = False
        self._device = device
        self._use(device)
        self._change_tool(told=words.kept() if kept else words.unkept(), tone="ok" if kept else "err", about="")

    # keys

    def step_card(self, step: int) -> None:
        """Choose the card before (*step* -1) or after (+1)."""
        view = self._board.tool
        if view is None or view.seconds or view.busy:
            return
        values = [row.value for row in view.rows if row.open]
        if view.tool in (Tool.TURN, Tool.SOUND) and values:
            place = values.index(view.chosen) + step if view.chosen in values else 0
            self._change_tool(chosen=values[place % len(values)], told="", about="")

    def press_main_key(self) -> None:
        """Press the page's main key: *Coba*, *Ya, pakai* or *Tes nada*."""
        view = self._board.tool
        if view is None:
            return
        if view.seconds or (view.tool is Tool.SOUND and view.about):
            self.choose(YES)
        elif view.tool is Tool.TURN:
            self.choose(TRY)
        elif view.tool is Tool.SOUND:
            self._choose_sound(view, view.chosen)

    def end_trial(self) -> bool:
        """End a trial and restore the former setting. Return whether there was a trial."""
        if self.trial.seconds_left:
            self._take_back()
            return True
        return False

    # time

    def check_trial(self) -> None:
        """Check whether a trial is over and whether results have come. Call this about once a second."""
        if self.trial.end_if_over():
            self._show_as_before()
        elif self.trial.seconds_left:
            self._change_tool(seconds=self.trial.seconds_left)
        answer = self._outputs.answer()
        if answer is not None:
            self.show_result(*answer)

    def show_result(self, kind: str, said: object) -> None:
        """Show the result *said* of a job of SoundOutputs: *kind* "outputs" for the list, "tone" for a test tone."""
        if self._board.tool is None or self._board.tool.tool is not Tool.SOUND:
            return
        words = self._words()
        if kind == "outputs":
            self._found = cast("tuple[SoundOutput, ...]", said)
            told = self._missing(words)
            rows = words.outputs(self._found, self._device)
            self._change_tool(busy=False, rows=rows, told=told, tone="warn" if told else "ink2")
        elif said:
            self._change_tool(busy=False, told=words.ask_if_heard(), tone="ink", about="heard?")
        else:
            self._change_tool(busy=False, told=words.not_heard(), tone="err")

    def _missing(self, words: BoardWords) -> str:
        known = {each.device for each in self._found or ()}
        gone = self._device != AUTO and self._device.startswith("plughw:") and self._device not in known
        return words.output_gone() if gone else ""
