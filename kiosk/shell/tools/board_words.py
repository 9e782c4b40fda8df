"""Words of the technician's pages of picture, touch and sound. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from kiosk.content.views.service_views import Tool, ToolRow
from kiosk.hardware.sound_outputs import AUTO, SoundOutput
from kiosk.i18n.phrases import Phrases

_ICONS = {"hdmi": "monitor", "usb": "usb", "jack": "speaker-high", "card": "speaker-high"}


class BoardWords:
    def __init__(self, phrases: Phrases) -> None:
        self._ = phrases.translation.gettext

    def heading(self, tool: Tool) -> str:
        _ = self._
        return {Tool.TURN: _("Turn the picture"), Tool.TOUCH: _("Correct the touch"), Tool.SOUND: _("Loudspeaker")}.get(
            tool, ""
        )

    def turns(self) -> tuple[ToolRow, ...]:
        _ = self._
        return (
            ToolRow("0", "", _("As usual")),
            ToolRow("90", "", _("Upright, to the right")),
            ToolRow("180", "", _("Upside down")),
            ToolRow("270", "", _("Upright, to the left")),
        )

    def readable(self) -> str:
        return self._("Can the screen be read? Fifteen seconds.")

    def as_before(self) -> str:
        return self._("The screen is as it was.")

    def kept(self) -> str:
        return self._("Used from now on.")

    def unkept(self) -> str:
        return self._("It holds until the kiosk is switched off: the memory card cannot be written.")

    # touch

    def touch_here(self, number: int) -> str:
        return self._("Touch the middle of the cross, {n} of 4.").format(n=number + 1)

    def touches_stray(self) -> str:
        return self._("These touches do not fit together. Begin again, slowly.")

    # sound

    def outputs(self, found: Iterable[SoundOutput], device: str) -> tuple[ToolRow, ...]:
        """Return a row for each of the outputs *found*.

        The automatic one is first, and *device* of the settings last if it is not among them.
        """
        _ = self._
        rows = [ToolRow(AUTO, "speaker-high", _("Automatic"), _("what is plugged in"))]
        rows += [ToolRow(each.device, _ICONS[each.kind], self._output_name(each), each.device) for each in found]
        if all(row.value != device for row in rows):
            gone = device.startswith("plughw:")
            rows.append(
                ToolRow(
                    device, "warning" if gone else "speaker-high", device, _("not found") if gone else "", open=not gone
                )
            )
        return tuple(rows)

    def _output_name(self, output: SoundOutput) -> str:
        _ = self._
        kinds = {"jack": _("Headphone socket"), "hdmi": _("HDMI (television)"), "usb": _("USB sound")}
        return kinds.get(output.kind, output.name)

    def looking(self) -> str:
        return self._("One moment …")

    def sounding(self, side: str) -> str:
        _ = self._
        return {"left": _("A tone on the left …"), "right": _("A tone on the right …")}.get(side, _("A tone …"))

    def ask_if_heard(self) -> str:
        return self._("Was the tone heard clearly?")

    def not_heard(self) -> str:
        return self._("Nothing is heard. Choose another output.")

    def output_gone(self) -> str:
        return self._("The chosen output is not there: sound comes out of another.")
