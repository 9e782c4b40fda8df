"""Lines of the page of backups: sticks, sizes, days, and the question before a restore. Pure."""

from __future__ import annotations

from datetime import datetime

from content_cache.model.problems import Problem
from kiosk.content.views.service_views import ToolRow
from kiosk.hall.backup.kiosk_head import Opener
from kiosk.hall.backup.stick_orders import LastBackup, StickBackup, StickState
from kiosk.i18n.error_text import error_text
from kiosk.i18n.phrases import Phrases

SAVE, LOOK, RESTART, END, YES, NO = "\0save", "\0look", "\0restart", "\0end", "\0yes", "\0no"
"""Values of rows. All other values are file names."""
_GIGA, _MEGA, _KILO = 1_000_000_000, 1_000_000, 1_000


class StickTexts:
    """Lines in the language of *phrases*. Days are told in the zone of *now*."""

    def __init__(self, phrases: Phrases, now: datetime) -> None:
        self._phrases = phrases
        self._ = phrases.translation.gettext
        self._now = now

    def size(self, number: int) -> str:
        """Return *number* bytes in words, such as "1,2 MB"."""
        unit, name = next(((u, n) for u, n in ((_GIGA, "GB"), (_MEGA, "MB")) if number >= u), (_KILO, "kB"))
        return f"{number / unit:.1f} {name}".replace(".", ",")

    def day(self, made: datetime) -> str:
        """Return the day, year and time of *made* in the local zone."""
        local = made.astimezone(self._now.tzinfo)
        return f"{self._phrases.short_date(local.date())} {local.year}, {self._phrases.time(local)}"

    def stick(self, state: StickState) -> str:
        """Return the size of the plugged stick and its free space."""
        return self._("{size}, {free} free").format(size=self.size(state.capacity), free=self.size(state.free))

    def last(self, last: LastBackup | None) -> str:
        """Return when this kiosk was last backed up."""
        if last is None:
            return self._("No backup of this kiosk yet.")
        return self._("Last backup: {day}, {size}").format(day=self.day(last.made), size=self.size(last.size))

    def front(self, found: tuple[StickBackup, ...], *, plugged: bool) -> tuple[ToolRow, ...]:
        """Return the rows of the first step: what can be done with the backups *found* and the stick."""
        _ = self._
        look = ToolRow(LOOK, "arrow-clockwise", _("Look again"))
        if not plugged:
            return (look,)
        save = ToolRow(
            SAVE, "usb", _("Save a backup onto this stick"), _("Notices, recordings, people, choices, counts")
        )
        return (save, *(self._backup(each) for each in found), look)

    def _backup(self, each: StickBackup) -> ToolRow:
        _ = self._
        whose = "" if each.own else _("another kiosk's")
        how = {Opener.KEY: "", Opener.WORDS: _("opens by six words"), Opener.OFFICE: _("only the office opens it")}
        told = " · ".join(filter(None, (self.day(each.made), self.size(each.size), whose, how[each.opener])))
        words = _("Bring back: {place}").format(place=each.place)
        return ToolRow(each.file, "arrow-counter-clockwise", words, told)

    def sure(self, each: StickBackup, *, older: bool) -> tuple[str, tuple[str, ...], tuple[ToolRow, ...]]:
        """Return heading, lines and rows of the question before the backup *each* replaces the data here."""
        _ = self._
        lines = [f"{each.place} · {self.day(each.made)} · {self.size(each.size)}"]
        if not each.own:
            lines.append(_("It is another kiosk's. This one takes its place."))
        if older:
            lines.append(_("Here is something newer. It goes."))
        rows = ToolRow(YES, "check", _("Yes, bring it back")), ToolRow(NO, "x", _("No"))
        return _("Bring this backup back?"), tuple(lines), rows

    def saved(self, state: StickState) -> tuple[str, tuple[str, ...]]:
        """Return heading and lines about the backup that was written."""
        _ = self._
        each = state.saved
        about = f"{each.file} · {self.size(each.size)}" if each is not None else ""
        files = self._phrases.translation.ngettext("{n} file", "{n} files", state.files).format(n=state.files)
        if not state.words:
            return _("The backup is done. The stick may be pulled out."), (about, files)
        words = _("Another kiosk opens it by these words. Write them down: they are shown this once.")
        return _("The backup is done. The stick may be pulled out."), (about, words)

    def restored(self, state: StickState) -> tuple[str, tuple[str, ...]]:
        """Return heading and lines about the backup that was restored."""
        each = state.saved
        about = f"{each.place} · {self.day(each.made)}" if each is not None else ""
        return self._("All is back. Restart the kiosk now."), (about,)

    def problem(self, found: Problem) -> str:
        """Return *found* as a line with a capital."""
        line = error_text(found, self._phrases.translation)
        return line[:1].upper() + line[1:]
