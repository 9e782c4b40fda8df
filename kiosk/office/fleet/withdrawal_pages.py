"""Immediate withdrawal of one notice: a small edition without it, while all other changes wait."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from urllib.parse import quote

from flask import g, redirect, render_template, request
from werkzeug.wrappers.response import Response as AnyResponse

from content_cache.model.problems import Problem
from content_cache.signing.keyring import KeyRole
from kiosk.office.base.fault_answer import faults_shown
from kiosk.office.base.faults import OfficeCode, OfficeError
from kiosk.office.desk import Desk
from kiosk.office.fleet.fleet import Fleet
from kiosk.office.fleet.item_spread import first_edition, spread_of
from kiosk.office.keys.cabinet import KeyCabinet
from kiosk.office.notices.notices import Notices
from kiosk.office.notices.withdrawal import withdraw_noted
from kiosk.office.people.rights import MAY
from kiosk.office.publishing.edition_log import EditionLog
from kiosk.office.publishing.records import EditionProgress
from kiosk.office.publishing.run import Editions
from kiosk.web.routes import Route


class WithdrawalPages:
    """Pages of an immediate withdrawal, for those who may publish."""

    def __init__(
        self,
        desk: Desk,
        notices: Notices,
        editions: Editions,
        record: EditionLog,
        cabinet: KeyCabinet,
        fleet: Fleet,
        note_published: Callable[[EditionProgress], None],
    ) -> None:
        self._desk = desk
        self._notices = notices
        self._editions = editions
        self._record = record
        self._cabinet = cabinet
        self._fleet = fleet
        self._note_published = note_published
        self._words = desk.wording.words

    def routes(self) -> list[Route]:
        """Return the routes of these pages, each with the roles that may request it."""
        return [
            Route("GET", "/tarik-sekarang/<path:name>", self.show_withdrawal, MAY["publish"]),
            Route("POST", "/tarik-sekarang/<path:name>", self.withdraw_edition_item, MAY["publish"]),
        ]

    def show_withdrawal(self, name: str) -> AnyResponse | str:
        return self._page(name, None)

    def _page(self, name: str, fault: Problem | None) -> AnyResponse | str:
        opened, item_id, now = self._notices.open(name), self._notices.item_id(name), self._desk.clock()
        edition = self._record.published()
        item = edition.items.get(item_id)
        if item is None:  # no kiosk has it: the form's own key is enough
            return redirect(f"/kabar/{quote(name)}", 303)
        role, since = self._editions.role_without(item_id, now), self._record.written_at()
        areas = item["_kiosk"].get("areas", ())
        first = first_edition(self._editions.out, item_id, self._record.brought(item_id))
        return render_template(
            "withdraw.html",
            opened=opened,
            title=item["title"],
            text=item.get("content_text", ""),
            areas=areas,
            number=edition.seq,
            spread=spread_of(self._fleet.list_kiosks(), areas, first, self._fleet.is_silent),
            waiting=sum(each.waits(since) and each.name != name for each in self._notices.all(now)),
            warns=role is KeyRole.ALERT,
            is_open=self._cabinet.is_open(role),
            fault=fault,
        )

    def withdraw_edition_item(self, name: str) -> AnyResponse | str:
        """Withdraw the notice *name* from the folder, and publish the last edition without it. Nothing changes if the
        password is wrong, or if a warning was released meanwhile."""
        now, who, item_id = self._desk.clock(), g.person.name, self._notices.item_id(name)
        with faults_shown(lambda fault: self._page(name, fault)):
            item = self._record.published().items.get(item_id)
            if item is None:
                raise OfficeError(OfficeCode.NOT_OUT)
            key = self._cabinet.unlock_key(self._editions.role_without(item_id, now), request.form.get("sandi", ""))
            take_out = partial(self._take_out, name, str(item["title"]), who)
            edition = self._editions.publish_without(
                who, key, item_id, now, take_out=take_out, done=self._note_published
            )
        return redirect(f"/terbitkan/{edition.number}", 303)

    def _take_out(self, name: str, title: str, who: str) -> None:
        """Withdraw the notice from the folder, if it is still live there, and record who did. Raise OfficeError."""
        if self._notices.has(name)[0]:
            withdraw_noted(self._notices, self._words, name, title, who, self._desk.clock())
