"""Words of a technician's tools. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, tzinfo
from typing import Any

from kiosk.content.views.service_views import Tool, ToolRow
from kiosk.i18n.error_text import error_text
from kiosk.i18n.phrases import Phrases
from kiosk.state.request_kinds import RequestAnswer, RequestKind, RequestResult

AGAIN, WITHOUT, YES, NO = "\0again", "\0without", "yes", "no"
_MOST_LINES = 12


class ToolWords:
    """Words of the tools in one language."""

    def __init__(self, phrases: Phrases) -> None:
        self.phrases = phrases
        self._ = phrases.translation.gettext

    def heading(self, tool: Tool) -> str:
        _ = self._
        return {
            Tool.WIFI: _("Which Wi-Fi?"),
            Tool.PASSWORD: _("Password"),
            Tool.CLOCK: _("Set the clock"),
            Tool.PIN: _("New staff PIN"),
            Tool.MORE: _("Tools"),
            Tool.FAULTS: _("Last faults"),
            Tool.OFFICE: _("Set by the office"),
            Tool.UPDATE: _("Updates"),
        }.get(tool, "")

    def more(self, *, prints: bool) -> tuple[ToolRow, ...]:
        """Return the rows of all tools, with that of the printer if there is one."""
        _ = self._
        printer = ToolRow(Tool.PRINTER, "printer", _("Print a sample"))
        return (
            ToolRow(RequestKind.NETWORK, "network", _("Test the connection")),
            ToolRow(Tool.UPDATE, "package", _("Updates")),
            ToolRow(Tool.SOUND, "speaker-high", _("Loudspeaker")),
            *([printer] if prints else []),
            ToolRow(Tool.TURN, "monitor", _("Turn the picture")),
            ToolRow(Tool.TOUCH, "hand-tap", _("Correct the touch")),
            ToolRow(Tool.FAULTS, "warning", _("Last faults")),
            ToolRow(Tool.ADOPTION, "bank", _("Office")),
            ToolRow(Tool.OFFICE, "seal-check", _("Set by the office")),
            ToolRow(RequestKind.REPORT, "usb", _("Report to a USB stick")),
            ToolRow(Tool.BACKUP, "hard-drives", _("Backup")),
            ToolRow(Tool.PIN, "lock", _("Change the PIN")),
            ToolRow(RequestKind.REBOOT, "arrow-clockwise", _("Restart")),
            ToolRow(RequestKind.RESET, "gear", _("As it was delivered"), _("News and the PIN stay")),
        )

    def sure(self, want: RequestKind) -> str:
        _ = self._
        return {
            RequestKind.REBOOT: _("Restart the kiosk now?"),
            RequestKind.GO_BACK: _("Go back to the older program?"),
        }.get(want, _("Forget what was set on the screen?"))

    def yes_no(self) -> tuple[ToolRow, ...]:
        return ToolRow(YES, "check", self._("Yes")), ToolRow(NO, "x", self._("No"))

    # Wi-Fi

    def networks(self, found: Iterable[Mapping[str, Any]]) -> tuple[ToolRow, ...]:
        _ = self._
        rows = [
            ToolRow(
                str(each["name"]),
                "wifi-high",
                str(each["name"]),
                " · ".join(
                    filter(
                        None,
                        (
                            _("connected") if each["used"] else "",
                            f"{each['signal']} %",
                            "" if each["secured"] else _("without password"),
                        ),
                    )
                ),
                secured=bool(each["secured"]),
                open=bool(each["joinable"]),
            )
            for each in found
        ]
        return (*rows, self.again(), ToolRow(WITHOUT, "wifi-slash", _("Without internet")))

    def again(self) -> ToolRow:
        return ToolRow(AGAIN, "arrow-clockwise", self._("Look again"))

    def not_joinable(self) -> str:
        return self._("This kind of Wi-Fi cannot be joined here. Choose another.")

    def short_password(self) -> str:
        return self._("A Wi-Fi password has 8 characters or more.")

    def office(self, *, any_rows: bool, kept: bool = True) -> str:
        """Return the line below the office's settings: what a touch does, or (*kept* False) that it could not be stored."""
        if not kept:
            return self._("This cannot be kept: the memory card cannot be written.")
        touch = self._("Touch one to use the kiosk's own for 30 days.")
        return touch if any_rows else self._("The office has set nothing here.")

    # PIN

    def ask_pin(self) -> str:
        return self._("6 to 12 digits.")

    def pin_again(self) -> str:
        return self._("Once more, to be sure.")

    def unfit_pin(self) -> str:
        return self._("A PIN has 6 to 12 digits.")

    def pins_differ(self) -> str:
        return self._("The two are not the same. Begin again.")

    # progress and results

    def busy(self, want: RequestKind, about: str) -> str:
        _ = self._
        return {
            RequestKind.SCAN: _("Looking for Wi-Fi …"),
            RequestKind.WIFI: _("Connecting to {name} …").format(name=about),
            RequestKind.REPORT: _("The report is being written. Leave the stick in."),
        }.get(want, _("One moment …"))

    def none_found(self) -> str:
        return self._("No Wi-Fi found yet. Look again, or go on without internet.")

    def no_answer(self) -> str:
        return self._("Nothing answers. Restart the kiosk and try again.")

    def answer_words(self, want: RequestKind, answer: RequestAnswer, about: str) -> str:
        _ = self._
        if answer.result is RequestResult.DONE:
            return self._done(want, answer, about)
        return (
            {
                (RequestKind.WIFI, RequestResult.NOT_FOUND): _("This Wi-Fi is not in reach now."),
                (RequestKind.REPORT, RequestResult.NO_DEVICE): _("Plug in a USB stick, then try again."),
                (RequestKind.REPORT, RequestResult.NOT_FOUND): _(
                    "The USB stick cannot be read: it has to be formatted as FAT32 or exFAT."
                ),
                (RequestKind.CLOCK, RequestResult.SAME): _("The internet keeps the clock right."),
                (RequestKind.CLOCK, RequestResult.REFUSED): _("This date cannot be right."),
                (RequestKind.INTERNET, RequestResult.SAME): _("No Wi-Fi is used."),
                (RequestKind.GO_BACK, RequestResult.SAME): _("There is no older program."),
            }.get((want, answer.result))
            or {
                RequestResult.WRONG_PASSWORD: _("This password is not right."),
                RequestResult.NO_DEVICE: _("There is no Wi-Fi in this kiosk."),
                RequestResult.NO_ANSWER: _("The Wi-Fi does not answer: its signal may be weak."),
            }.get(answer.result)
            or " ".join(filter(None, (_("It did not work."), self._why(answer))))
        )

    def _why(self, answer: RequestAnswer) -> str:
        return error_text(answer.problem, self.phrases.translation) if answer.problem else ""

    def _done(self, want: RequestKind, answer: RequestAnswer, about: str) -> str:
        _ = self._
        match want:
            case RequestKind.NETWORK:
                return self._network(answer.data)
            case RequestKind.REPORT:
                return _("It is on the stick: {name}").format(name=answer.data.get("folder", ""))
            case RequestKind.WIFI:
                return _("Connected to {name}.").format(name=about)
            case RequestKind.FAULTS if not answer.data.get("faults"):
                return _("No faults since the kiosk was switched on.")
            case RequestKind.SCAN | RequestKind.FAULTS | RequestKind.SLOTS:
                return ""
        return {
            RequestKind.CLOCK: _("The clock has been set."),
            RequestKind.PIN: _("The new PIN holds from now on."),
            RequestKind.INTERNET: _("No Wi-Fi is used."),
            RequestKind.REBOOT: _("The kiosk restarts."),
            RequestKind.LOOK: _("It is looked for. What is found begins after the next start."),
            RequestKind.GO_BACK: _("Done. Restart the kiosk: the older program begins."),
            RequestKind.RESET: _("Done. Restart the kiosk to begin anew."),
        }.get(want, _("Done."))

    def _network(self, data: Mapping[str, Any]) -> str:
        _ = self._
        reach = {
            "full": _("The internet is in reach."),
            "limited": _("Connected, but the internet is not in reach."),
            "portal": _("This network asks for a login."),
        }.get(str(data.get("internet")), _("There is no connection."))
        parts = [
            str(data.get("wifi", "")),
            f"{data['signal']} %" if data.get("wifi") else "",
            *map(str, data.get("addresses", [])),
        ]
        return " · ".join(filter(None, (*parts, reach)))

    def faults(self, found: Iterable[Mapping[str, str]], zone: tzinfo | None) -> tuple[str, ...]:
        lines = []
        for each in list(found)[:_MOST_LINES]:
            at = datetime.fromisoformat(each["at"]).astimezone(zone)
            lines.append(f"{at:%d-%m} {self.phrases.time(at)}  {each['unit']}: {each['text']}")
        return tuple(lines)
