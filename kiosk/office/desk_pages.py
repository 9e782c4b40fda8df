"""Overview pages: the home page, the lists of notices, the menu of phones, the history."""

from __future__ import annotations

from collections.abc import Sequence

from flask import g, render_template, request
from msgspec import Struct

from kiosk.office.desk import Desk
from kiosk.office.keys.cabinet import KeyCabinet
from kiosk.office.notices.listing import NoticeEntry
from kiosk.office.notices.notices import Notices
from kiosk.office.people.access_tables import WrongSeconds
from kiosk.office.people.rights import ANYBODY, MAY
from kiosk.office.publishing.edition_log import EditionLog
from kiosk.office.publishing.schedule import Schedule
from kiosk.office.settings.guide import SetupGuide
from kiosk.office.setup.telling import TellFile
from kiosk.office.telling.certificates import PublicCertificates
from kiosk.office.telling.memory import TellMemory
from kiosk.web.routes import Route

_SHOWN = 6
_PAGE = 50
_DEEDS = 200


class AdministratorNotes(Struct, frozen=True):
    """Sources of the faults that the home page tells administrators."""

    tell: TellFile
    told: TellMemory
    guide: SetupGuide
    certificates: PublicCertificates


class DeskPages:
    """Overview pages, for all who have logged in."""

    def __init__(
        self,
        desk: Desk,
        notices: Notices,
        record: EditionLog,
        cabinet: KeyCabinet,
        schedule: Schedule,
        notes: AdministratorNotes,
    ) -> None:
        self._desk = desk
        self._notices = notices
        self._record = record
        self._cabinet = cabinet
        self._schedule = schedule
        self._notes = notes
        self._wording = desk.wording
        self._wrong_seconds = WrongSeconds(desk.people.file)

    def routes(self) -> list[Route]:
        """Return the routes of these pages, each with the roles that may request it."""
        return [
            Route("GET", "/", self.show_desk, ANYBODY),
            Route("GET", "/kabar", self.notices, ANYBODY),
            Route("GET", "/lainnya", self.more, ANYBODY),
            Route("GET", "/riwayat", self.history, MAY["history"]),
        ]

    def show_desk(self) -> str:
        now = self._desk.clock()
        entries = self._notices.all(now)
        since = self._record.written_at()
        shown = [each for each in entries if each.is_on_show(now, since)]
        drafts = [each for each in entries if each.draft and not each.withdrawn]
        live = (each.as_of(now) for each in entries if each.live and not (each.expires and each.expires <= now))
        coming = sorted(
            (each for each in live if each.starts and (each.ends or each.starts) > now),
            key=lambda each: each.starts or now,
        )
        return render_template(
            "home.html",
            shown=shown[:_SHOWN],
            shown_count=len(shown),
            drafts=sorted(drafts, key=lambda each: not each.asked)[:_SHOWN],
            drafts_count=len(drafts),
            asked=sum(each.asked for each in drafts),
            coming=coming[:4],
            appointment=self._schedule.last_appointment(),
            lacks_key=self._schedule.lacks_key,
            missed=self._schedule.missed(now),
            last=next(iter(self._record.finished()), None),
            waiting=sum(each.waits(since) for each in entries) + len(self._still_out(entries, since)),
            history_fault=self._desk.history.fault,
            keys=self._cabinet.public,
            spare_here=self._cabinet.spare.here,
            names=self._names(),
            tell_fault=self._notes.tell.fault(),
            unfinished=[self._wording.words(each.title) for each in self._notes.guide.unfinished()],
            unsent=list(self._notes.told.unsent()),
            ending=self._notes.certificates.ending(now),
            now=now,
            wrong_seconds=self._wrong_seconds.of_person(g.person.id),
        )

    def notices(self) -> str:
        """Show a page of the list of notices. The query's `lihat` is `semua`, `saya` (one's own), `tampil`, `rancangan`
        or `ditarik`; `cari` has words of the title, `hal` the page number."""
        now = self._desk.clock()
        seen, wanted = request.args.get("lihat", "semua"), request.args.get("cari", "").strip().casefold()
        entries = self._notices.all(now)
        since = self._record.written_at()
        if seen != "semua":
            entries = [each for each in entries if _belongs(each, seen, g.person.id, since)]
        # kiosks still show a withdrawn notice until the next edition
        still = seen == "ditarik" and bool(self._still_out(entries, since))
        for word in wanted.split():
            entries = [each for each in entries if word in each.folded]
        page = _number_within(request.args.get("hal", ""), (len(entries) - 1) // _PAGE + 1)
        return render_template(
            "notices.html", entries=entries[(page - 1) * _PAGE : page * _PAGE], seen=seen, wanted=request.args.get("cari", ""),
            count=len(entries), page=page, pages=max((len(entries) - 1) // _PAGE + 1, 1), now=now, names=self._names(),
            still=still, since=since,
        )  # fmt: skip

    def _still_out(self, entries: Sequence[NoticeEntry], since: float) -> list[NoticeEntry]:
        """Return the withdrawn notices that kiosks still show: withdrawn after *since*, and still in the present
        edition. *since* is the time of the last edition of notices."""
        withdrawn = [each for each in entries if not each.live and each.withdrawn and each.changed > since > 0]
        out = self._record.published().items if withdrawn else {}
        return [each for each in withdrawn if each.item_id in out]

    def _names(self) -> dict[str, str]:
        return {person.id: person.name for person in self._desk.people.list_people()}

    def more(self) -> str:
        return render_template("more.html")

    def history(self) -> str:
        return render_template("history.html", deeds=self._desk.history.deeds(_DEEDS), fault=self._desk.history.fault)


def _belongs(entry: NoticeEntry, seen: str, person: str, since: float) -> bool:
    match seen:
        case "saya":
            return entry.noted.get("by") == person
        case "tampil":
            return entry.is_out(since)
        case "rancangan":
            return entry.draft and not entry.withdrawn
        case "ditarik":
            return entry.withdrawn and not entry.live
        case _:
            return True


def _number_within(text: str, most: int) -> int:
    return min(max(int(text), 1), max(most, 1)) if text.isascii() and text.isdigit() and len(text) < 6 else 1
