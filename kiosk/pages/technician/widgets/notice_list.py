"""First step of the notice editor: keys to make a notice, the notices in force, how a phone reaches the desk, and the counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from kivy.clock import Clock
from kivy.uix.widget import Widget

from kiosk.pages.technician.view import DeskNotice, DeskView
from kiosk.pages.technician.widgets.notice_widgets import (
    CountCell,
    CountsCard,
    CountsTable,
    DeskButton,
    DeskColumn,
    DeskTold,
    NoticeRow,
    PhoneCard,
    StickRow,
    Ways,
)
from kiosk.ui.primitives.box import Box
from kiosk.ui.primitives.text import OneLine
from kiosk.ui.screens.screen import Screen

if TYPE_CHECKING:
    from kiosk.pages.technician.notice_editor import NoticeEditor

_SHARES = (0.94, 0.96, 1.25, 0.85)  # widths of the columns of counts, whose words differ in length


def phone_lines(address: str) -> str:
    """Return the lines to compare with the phone's browser: host and port of *address*, and the first 8 bytes of
    its certificate's SHA-256 fingerprint.
    """
    host, _, printed = address.removeprefix("https://").partition("#sha256=")
    begins = ":".join(printed[at : at + 2] for at in range(0, min(len(printed), 16), 2))
    return "\n".join(part for part in (host.partition("/")[0], begins and f"SHA-256 {begins}") if part)


class NoticePage(Protocol):
    """Page on which the list stands: its view, its actions, and its screen."""

    @property
    def screen(self) -> Screen: ...
    @property
    def view(self) -> DeskView: ...
    @property
    def verbs(self) -> NoticeEditor: ...
    def button(self, words: str, icon: str, act: Any, *, kind: str = ..., way: bool = ...) -> DeskButton: ...


class DeskFront(Box):
    """List of as many notices and days as there is room for; rebuilt when the room changes. *told* is the page's message line."""

    def __init__(self, page: NoticePage) -> None:
        self._page, self._tr, self._theme = page, page.screen.tr, page.screen.theme
        theme, verbs, _ = self._theme, page.verbs, self._tr._
        super().__init__(
            orientation="vertical" if theme.portrait else "horizontal",
            spacing=theme.space.s4 if not theme.compact else theme.space.s2,
        )
        self._view = page.view
        self._again = Clock.create_trigger(lambda _: self.fill(self._view), -1)
        ways = Ways()
        ways.add_widget(page.button(_("Write"), "note-pencil", verbs.write, kind="primary", way=True))
        ways.add_widget(page.button(_("Record a voice"), "microphone", verbs.speak, way=True))
        self.told = DeskTold()
        self._heading = OneLine(role="card_title" if not theme.compact else "number_text")
        self._list = DeskColumn(orientation="vertical", spacing=theme.space.s2)
        self._list.fbind("height", self._again)
        left = DeskColumn(orientation="vertical", spacing=theme.space.s3 if not theme.compact else theme.space.s2)
        left.add_widget(ways)
        if self._view.waiting:
            self._stick = StickRow(page=page)
            left.add_widget(self._stick)
        for part in (self.told, self._heading, self._list):
            left.add_widget(part)
        right = DeskColumn(orientation="vertical", spacing=theme.space.s3 if not theme.compact else theme.space.s2)
        self._phone, self._counts = PhoneCard(), CountsCard()
        right.add_widget(self._phone)
        right.add_widget(self._counts)
        self._counts.fbind("height", self._again)
        right.size_hint_x = 1 if theme.portrait else 0.67 if theme.compact else 0.62
        right.size_hint_y = 1.1 if theme.portrait else 1
        self.add_widget(left)
        self.add_widget(right)

    def fill(self, view: DeskView) -> None:
        """Show *view*. Whether it has the row of a USB stick was decided when this list was built."""
        self._view = view
        _, n = self._tr._, self._tr.phrases.translation.ngettext
        if view.waiting:
            words = n("{count} notice on the USB stick", "{count} notices on the USB stick", view.waiting)
            self._stick.words = words.format(count=view.waiting)
        self._heading.words = _("Up now: {n}").format(n=len(view.notices))
        self._phone.address = view.address
        self._phone.shown = phone_lines(view.address)
        self._phone.told = (
            _("By phone, on the hall's Wi-Fi") if view.address
            else _("The kiosk is in no network.") if view.enabled
            else _("The desk for phones is off: enabled = true in [desk].")
        )  # fmt: skip
        self._show_rows(view)
        self._days(view)

    def _show_rows(self, view: DeskView) -> None:
        theme, _ = self._theme, self._tr._
        row, gap = self._row_height(), self._list.spacing
        places = max(0, int((self._list.height + gap) // (row + gap)))
        self._list.clear_widgets()
        for notice in view.notices[:places]:
            self._list.add_widget(self._notice_row(notice, row))
        self._list.add_widget(Widget())
        more = len(view.notices) - places
        if more > 0 and not theme.compact:
            self._heading.words += " · " + _("the others on a phone")

    def _row_height(self) -> float:
        theme = self._theme
        return float(theme.size.status_button + 2 * theme.space.s1)

    def _notice_row(self, notice: DeskNotice, height: float) -> NoticeRow:
        _ = self._tr._
        return NoticeRow(
            key=notice.id, page=self._page, title=notice.title, told=notice.told, urgent=notice.urgent, asked=notice.asked,
            act=_("Sure?") if notice.asked else _("Take down"), height=height, size_hint_y=None,
        )  # fmt: skip

    def _days(self, view: DeskView) -> None:
        _, phrases, theme = self._tr._, self._tr.phrases, self._theme
        card = self._counts
        card.clear_widgets()
        line, room = theme.styles["bar_meta"].line * 1.2, card.height - 2 * card.padding[1]
        places = min(int(room // line) - 1, len(view.counts))
        if places < 1:
            return
        table = CountsTable()
        rows = [("", _("Read"), _("Heard"), _("In vain"))]
        rows += [
            (phrases.short_date(count.day), str(count.read), str(count.heard), str(count.sought))
            for count in view.counts[:places]
        ]
        for number, row in enumerate(rows):
            for words, share in zip(row, _SHARES, strict=True):
                cell = CountCell(words=words, tone="ink" if number else "ink2", size_hint_x=share)
                cell.halign = "left" if share == _SHARES[0] else "right"
                table.add_widget(cell)
        table.height = min(room, (places + 1) * line * 1.5)
        card.add_widget(table)
        card.add_widget(Widget())
