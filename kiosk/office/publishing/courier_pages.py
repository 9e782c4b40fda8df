"""Pages for couriers, who go to a village without a line. They give the last edition as a file, and take the envelopes
that a phone brought back.

Both are open to all. An edition is public; envelopes are sealed to the office and signed by kiosks."""

from __future__ import annotations

from typing import BinaryIO, cast

from flask import abort, render_template, request, send_file
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers.response import Response as AnyResponse

from content_cache.model.errors import CacheError
from content_cache.model.problems import Problem
from kiosk.office.base.fault_answer import faults_shown
from kiosk.office.base.faults import OfficeError, full_disk_told
from kiosk.office.desk import Desk
from kiosk.office.door import COURIER
from kiosk.office.post.pages import MOST_OF_ADDRESS, PostLimits
from kiosk.office.post.reading import Receipt
from kiosk.office.post.records import EnrolOutcome
from kiosk.office.post.relay import Receiver
from kiosk.office.publishing.edition_log import EditionLog
from kiosk.office.publishing.edition_zip import EditionZip
from kiosk.web.rate_limit import network_of
from kiosk.web.routes import OPEN, Route

MOST_LETTERS = 5_000_000
"""Most bytes of envelopes from one phone. Kiosks hand out at most four million."""

_MOST_UNPACKED = 2 * MOST_LETTERS  # encrypted data can hardly be compressed


class CourierPages:
    """Pages for couriers, open to all, without a session."""

    def __init__(
        self, desk: Desk, record: EditionLog, packed: EditionZip, receiver: Receiver, limits: PostLimits
    ) -> None:
        self._desk = desk
        self._record = record
        self._zip = packed
        self._receiver = receiver
        self._limits = limits

    def routes(self) -> list[Route]:
        """Return the routes of these pages, each with the roles that may request it."""
        return [
            Route("GET", COURIER, self.show_courier, OPEN),
            Route("POST", COURIER, self.letters, OPEN),
            Route("GET", f"{COURIER}/edisi-<int(max=999999999999):number>.zip", self.edition, OPEN),
        ]

    def show_courier(self) -> str:
        return self._courier_page()

    def _courier_page(self, receipt: Receipt | None = None, fault: Problem | None = None) -> str:
        number, issued = self._record.newest()
        size = 0
        if number:
            try:
                size = self._zip.pack(number).stat().st_size
            except (CacheError, OfficeError):
                number = 0
        shown = {"number": number, "issued": issued, "size": size, "receipt": receipt, "fault": fault}
        return render_template("carry.html", **shown)

    def edition(self, number: int) -> AnyResponse:
        """Send the edition *number* as a ZIP. Abort with 404 unless it is the newest one and can be packed."""
        try:
            path = self._zip.pack(number)
        except (CacheError, OfficeError):
            abort(404)
        return send_file(path, mimetype="application/zip", as_attachment=True, download_name=path.name)

    def letters(self) -> str:
        """Receive the envelopes that a phone brought back, as if from a stick. Anybody may send here, so the limits are
        those of the network receiver."""
        now, size, name = self._desk.clock(), request.content_length or 0, network_of(request.remote_addr)
        request.max_content_length = MOST_LETTERS
        if size > MOST_LETTERS:
            raise RequestEntityTooLarge
        if not self._limits.count.add(name, size, MOST_OF_ADDRESS, now.date()):
            abort(429)
        tried: list[str] = []

        def enrols() -> bool:
            if self._limits.guard.claim_try(name) > 0:
                return False
            tried.append(name)
            return True

        sent = [(file.filename or "", cast(BinaryIO, file.stream)) for file in request.files.getlist("berkas")[:1]]
        with faults_shown(lambda fault: self._courier_page(fault=fault)), full_disk_told():
            bounds = self._limits.bounds(name, now.date(), enrols)._replace(most=_MOST_UNPACKED)
            receipt = self._receiver.receive_files(sent, now, bounds)
        if tried and EnrolOutcome.NO_CODE not in {each.code for each in receipt.refused}:
            self._limits.guard.put_back(name)  # only an unknown code counts as a guess
        return self._courier_page(receipt)
