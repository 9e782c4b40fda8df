"""Switch of one's own account: which of a person's browsers tell of what waits while no page of the desk is open."""

from __future__ import annotations

import threading

from flask import Response, g, jsonify, request

from content_cache.model.problems import Problem
from kiosk.office.base.fault_answer import faults_shown
from kiosk.office.base.faults import OfficeCode, OfficeError, full_disk_told
from kiosk.office.desk import Desk
from kiosk.office.people.push_table import PushSubscription
from kiosk.office.people.rights import ANYBODY
from kiosk.office.telling.push import ACCOUNT, LONGEST_ENDPOINT, BrowserPush
from kiosk.office.telling.vapid import POINT_BYTES, SECRET_BYTES, from_base64url
from kiosk.web.routes import Route

PATH = f"{ACCOUNT}/peramban"


class BrowserPages:
    """JSON for the script of the account page, which subscribes its browser and ends that."""

    def __init__(self, desk: Desk, browsers: BrowserPush) -> None:
        self._desk = desk
        self._browsers = browsers
        self._one_at_a_time = threading.Lock()

    def routes(self) -> list[Route]:
        """Return the routes of these pages, each with the roles that may request it."""
        return [
            Route("GET", PATH, self.subscriptions, ANYBODY),
            Route("POST", PATH, self.subscribe, ANYBODY),
            Route("POST", f"{PATH}/lepas", self.unsubscribe, ANYBODY),
        ]

    def subscriptions(self) -> Response:
        """Return the office's public key as `kunci`, and the marks of the person's browsers as `peramban`."""
        with faults_shown(self._told), full_disk_told():
            return jsonify(
                kunci=self._browsers.key.public(), peramban=self._browsers.table.marks_of(g.person.id), salah=""
            )

    def subscribe(self) -> Response:
        """Subscribe the browser of the form: `alamat` is its endpoint, `kunci` its key, `rahasia` its secret. One trial
        message at a time is sent."""
        form = request.form
        one = PushSubscription(
            g.person.id,
            form.get("alamat", "")[: LONGEST_ENDPOINT + 1],
            from_base64url(form.get("kunci", ""), POINT_BYTES),
            from_base64url(form.get("rahasia", ""), SECRET_BYTES),
            self._desk.clock(),
        )
        with faults_shown(self._told), full_disk_told():
            if not self._one_at_a_time.acquire(blocking=False):
                raise OfficeError(OfficeCode.TELL_BUSY)
            try:
                self._browsers.subscribe(one, self._desk.clock())
            finally:
                self._one_at_a_time.release()
        return self.subscriptions()

    def unsubscribe(self) -> Response:
        """Forget the person's browser with the mark `peramban`, all of their browsers without it."""
        mark = request.form.get("peramban", "")
        with faults_shown(self._told), full_disk_told():
            if mark:
                self._browsers.table.remove(g.person.id, mark)
            else:
                self._browsers.table.remove_all_of(g.person.id)
        return self.subscriptions()

    def _told(self, fault: Problem) -> Response:
        return jsonify(kunci="", peramban=[], salah=self._desk.wording.words.problem(fault))
