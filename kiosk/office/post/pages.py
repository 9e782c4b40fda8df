"""Pages of kiosks at the desk: the receiver of their posts, their enrolment codes, the list of kiosks, and
withdrawal."""

from __future__ import annotations

import base64
import os
import threading
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from types import MappingProxyType

from flask import Response, g, jsonify, redirect, render_template, request, send_file
from werkzeug.exceptions import NotFound, RequestEntityTooLarge
from werkzeug.wrappers.response import Response as AnyResponse

from content_cache.model.problems import Problem, problem
from content_cache.text.plain import clean_line
from kiosk.office.base.database import OfficeDatabase
from kiosk.office.base.faults import OfficeCode
from kiosk.office.desk import Desk
from kiosk.office.door import RECEIVER, qr
from kiosk.office.keys.cabinet import POST, KeyCabinet
from kiosk.office.people.access_file import ENROL
from kiosk.office.people.access_tables import TryTable
from kiosk.office.people.rights import ANYBODY, MAY
from kiosk.office.post.cards import (
    CardLabel,
    MadeCard,
    RowError,
    archive,
    base_faults,
    label_link,
    labels_page,
    settings_text,
    stations_of,
)
from kiosk.office.post.inbox import PostInbox, post_public
from kiosk.office.post.newcomers import OfficeTerms
from kiosk.office.post.reading import PostBounds
from kiosk.office.post.records import EnrolCode, EnrolOutcome
from kiosk.office.post.register import CODE_DAYS, CODE_LASTS, MOST_CODES, plain_code
from kiosk.office.post.relay import Receiver
from kiosk.office.setup.setup import quoted
from kiosk.post.adoption import Introduction
from kiosk.post.envelope import key_text
from kiosk.web.rate_limit import RateLimiter, network_of
from kiosk.web.routes import OPEN, Route

PAGE = "/pendaftaran"
MOST_BYTES = 1_000_000
"""Most bytes of one request: three questions of a minute."""

MOST_OF_KIOSK, MOST_OF_ADDRESS = 50_000_000, 500_000_000
"""Most bytes a day: a kiosk's whole spool, and that of some kiosks behind one line."""

MOST_ASK = 100
"""Most kiosks a day of one address that begin to wait until the post is opened: many villages may share an address."""

_SHOWN = 300
_STATUS = MappingProxyType({"too_much": 429, "unreadable": 400, "replaced": 410})
_ASKS = b'"kind":"enrol"'


class ByteCount:
    """Count of today's bytes by name. It is in memory: a restart resets it."""

    def __init__(self) -> None:
        self._one_at_a_time = threading.Lock()
        self._day = date.min
        self._bytes: Counter[str] = Counter()

    def add(self, name: str, size: int, most: int, today: date) -> bool:
        """Add *size* to the count of *name* and return true, unless it would exceed *most* today."""
        with self._one_at_a_time:
            if self._day != today:
                self._day = today
                self._bytes.clear()
            if self._bytes[name] + size > most:
                return False
            self._bytes[name] += size
            return True


class PostLimits:
    """Daily limits for addresses and kiosks, and the limit of tried codes by address. They hold for every way in."""

    def __init__(self, tries: OfficeDatabase, seconds: Callable[[], float]) -> None:
        self.count = ByteCount()
        self.guard = RateLimiter(TryTable(tries, ENROL), seconds)

    def bounds(self, name: str, today: date, enrols: Callable[[], bool] = lambda: True) -> PostBounds:
        """Return the limits for envelopes from the address *name*."""
        return PostBounds(
            lambda kiosk, more: self.count.add(kiosk, more, MOST_OF_KIOSK, today),
            lambda more: self.count.add(f"asks {name}", more, MOST_ASK, today),
            enrols,
        )


class PostPages:
    """Receiver of posts, open to all, and the pages for those who look after kiosks. *keep_tokens* lets the monitor know the
    report tokens of new cards, by their codes. *source_table* returns the `[[source]]` table that all kiosks share."""

    def __init__(
        self,
        desk: Desk,
        cabinet: KeyCabinet,
        post: PostInbox,
        receiver: Receiver,
        limits: PostLimits,
        keep_tokens: Callable[[Mapping[str, str]], None],
        source_table: Callable[[], str],
    ) -> None:
        self._desk = desk
        self._cabinet = cabinet
        self._post = post
        self._receiver = receiver
        self._words = desk.wording.words
        self._limits = limits
        self._keep_tokens = keep_tokens
        self._source_table = source_table

    def routes(self) -> list[Route]:
        """Return the routes of these pages, each with the roles that may request it."""
        return [
            Route("POST", RECEIVER, self.receive, OPEN),
            Route("GET", RECEIVER, self.offer, OPEN),
            Route("GET", f"{RECEIVER}/<kiosk>/<sha256>", self.send_handed, OPEN),
            Route("GET", "/pendaftaran", self.show_post, MAY["kiosks"]),
            Route("POST", "/pendaftaran", self.make_code, MAY["kiosks"]),
            Route("POST", "/pendaftaran/hapus", self.drop_codes, MAY["kiosks"]),
            Route("POST", "/pendaftaran/kartu", self.make_cards, MAY["kiosks"]),
            Route("POST", "/pendaftaran/cabut", self.withdraw_kiosk, MAY["kiosks"]),
            Route("GET", "/kartu/<code>", self.lead_to_kiosk, ANYBODY),
        ]

    def receive(self) -> AnyResponse:
        """Receive the envelopes in the request's body. `taken` in the answer lists the numbers stored on the disk.
        Answer 400 for no envelope, 403 for an unknown kiosk or key, 507 without room. Answer 413 for a body that is too
        large, 429 beyond the daily limits."""
        now, size, name = self._desk.clock(), request.content_length or 0, network_of(request.remote_addr)
        request.max_content_length = MOST_BYTES
        if size > MOST_BYTES:
            raise RequestEntityTooLarge
        if not self._limits.count.add(name, size, MOST_OF_ADDRESS, now.date()):
            return _json_answer({"fault": "too_much"}, 429)
        body = request.get_data()
        asks = _ASKS in body
        if asks and (wait := self._limits.guard.claim_try(name)) > 0:
            answer = _json_answer({"fault": "too_often"}, 429)
            answer.headers["Retry-After"] = str(int(wait) + 1)
            return answer
        try:
            bounds = self._limits.bounds(name, now.date())
            receipt = self._receiver.receive(body, now, bounds.room, bounds.asks)
        except OSError:
            return _json_answer({"fault": "no_room"}, 507)
        codes = [each.code for each in receipt.refused]
        if asks and EnrolOutcome.NO_CODE not in codes:
            self._limits.guard.put_back(name)  # only an unknown code counts as a guess
        told: dict[str, object] = {"taken": [n for _, n in receipt.taken], "refused": []}
        for each in receipt.answers:
            sealed = base64.b64encode(each.sealed).decode()
            told["adoption"] = {"state": str(each.state), "reason": each.reason, "sealed": sealed}
        if codes and not receipt.taken and not receipt.answers:
            return _json_answer(told | {"fault": codes[0]}, _STATUS.get(codes[0], 403))
        for kiosk in {kiosk for kiosk, _ in receipt.taken}:
            if handed := self._post.backups.handed_to(kiosk):
                told["backup"] = {"sha256": handed.sha256, "size": handed.size}
        return _json_answer(told, 200)

    def offer(self) -> AnyResponse:
        """Tell a kiosk, whose technician typed this address, whose office it is and to which key it may seal. Answer 404 before
        there is a key."""
        if not (key := self.post_key()):
            raise NotFound
        return _json_answer({"office": self.terms().name, "key": key}, 200)

    def count_waiting(self) -> int:
        """Return how many kiosks wait to be accepted."""
        return len(self._post.store.newcomers.waiting(self._desk.clock()))

    def terms(self) -> OfficeTerms:
        """Return what each kiosk gets from this office when it is accepted."""
        office = self._desk.office()
        return OfficeTerms(office.publisher or office.title, self._desk.setup().address, self._source_table())

    def send_handed(self, kiosk: str, sha256: str) -> AnyResponse:
        """Send the backup that was handed on to *kiosk*, in pieces if asked. Its name is told to that kiosk alone, whose key
        opens it."""
        file = self._post.backups.open_handed(kiosk, sha256)
        if file is None:
            raise NotFound
        size = os.fstat(file.fileno()).st_size
        answer = send_file(file, mimetype="application/octet-stream", etag=False)
        answer.set_etag(sha256)
        answer.content_length = size
        return answer.make_conditional(request.environ, accept_ranges=True, complete_length=size)

    # for those who look after kiosks

    def show_post(self) -> str:
        return self.post_page()

    def post_page(self, made: tuple[EnrolCode, ...] = (), fault: Problem | None = None) -> str:
        """Return the page, with the codes that were just *made* and the *fault* of what was tried."""
        store = self._post.store
        kiosks, sought = store.register.kiosks(), request.args.get("cari", "").strip().casefold()
        shown = [each for each in kiosks if sought in f"{each.place} {each.area} {each.id}".casefold()]
        codes = self._codes(sought)
        return render_template(
            "enrolment.html",
            kiosks=sorted(shown, key=lambda each: not each.doubtful)[:_SHOWN],
            count=len(kiosks),
            doubtful=[each for each in kiosks if each.doubtful],
            asking=store.register.count_asking(),
            waiting=store.newcomers.waiting(self._desk.clock()),
            introduction=lambda one: Introduction(one.kiosk, one.key, one.code).line,
            codes=codes[:_SHOWN],
            unused=len(codes),
            made=[(each, qr(self.settings_table(each.code)), self.settings_table(each.code)) for each in made],
            fault=fault,
            key=self.post_key(),
            villages=self._desk.areas.names,
            base=self._source_table(),
            lasts=CODE_LASTS.days,
            days=CODE_DAYS,
        )

    def make_code(self) -> str:
        """Make an enrolment code for one kiosk in the village `daerah`, and show it."""
        area, place = clean_line(request.form.get("daerah", ""), 13), clean_line(request.form.get("tempat", ""), 60)
        place = place or self._desk.areas.names.get(area, area)
        if not place:
            return self.post_page(fault=problem(OfficeCode.NO_NAME))
        try:
            made = self._post.store.register.make_codes([(place, area)], self._desk.clock())
        except ValueError:
            return self.post_page(fault=problem(OfficeCode.MANY_CODES, most=MOST_CODES))
        self._log_change(self._words("makes a code for a kiosk: {place}", place=place))
        return self.post_page(tuple(made))

    def make_cards(self) -> AnyResponse | str:
        """Send a ZIP with a kiosk.toml, a code and a label for each village of the uploaded table."""
        sent, base = request.files.get("tabel"), request.form.get("dasar", "").replace("\r\n", "\n")[:20_000]
        try:
            table, known = sent.read(MOST_BYTES) if sent is not None else b"", self._desk.areas.names
            stations = stations_of(table, known, sure=bool(request.form.get("yakin")))
        except RowError as error:
            return self.post_page(fault=error.problem)
        if wrong := base_faults(base, stations):
            return self.post_page(fault=problem(OfficeCode.CARD_BASE, *wrong))
        days = next((each for each in CODE_DAYS if request.form.get("berlaku") == str(each)), CODE_LASTS.days)
        try:
            codes = self._post.store.register.make_codes(
                [(each.name, each.area) for each in stations], self._desk.clock(), timedelta(days=days)
            )
        except ValueError:
            return self.post_page(fault=problem(OfficeCode.MANY_CODES, most=MOST_CODES))
        self._log_change(self._words("makes {n} cards for kiosks", n=len(stations)))
        cards = [
            MadeCard(each, code.code, settings_text(each, base, self.settings_table(code.code)), code.until)
            for each, code in zip(stations, codes, strict=True)
        ]
        if tokens := {each.code: each.station.token for each in cards if each.station.token}:
            self._keep_tokens(tokens)
        address = self._desk.setup().address
        note = self._words("until {day}", day=self._desk.wording.written_day(codes[0].until.date()))
        labels = (
            CardLabel(n, each.station.name, each.station.area, each.code, note, qr(label_link(address, each.code)))
            for n, each in enumerate(cards, 1)
        )
        answer = Response(
            archive(cards, labels_page(self._words("Labels of cards"), labels)), mimetype="application/zip"
        )
        answer.headers["Content-Disposition"] = "attachment; filename=kartu-kios.zip"
        return answer

    def lead_to_kiosk(self, code: str) -> AnyResponse:
        """Lead whoever scans a card's label to the page of its kiosk; before the code is used, to the code."""
        found = self._post.store.register.find_code(clean_line(code, 20))
        if found is None:
            raise NotFound
        return redirect(f"/kios/{found.kiosk}" if found.kiosk else f"{PAGE}?cari={found.code}")

    def drop_codes(self) -> AnyResponse:
        """Delete the unused code `kode`; with `semua` all unused codes that match the search `cari`."""
        codes = [plain_code(request.form.get("kode", ""))]
        if request.form.get("semua"):
            codes = [each.code for each in self._codes(request.form.get("cari", "").strip().casefold())]
            self._log_change(self._words("drops {n} codes of kiosks", n=len(codes)))
        self._post.store.register.drop_codes(codes)
        return redirect(PAGE, 303)

    def _codes(self, sought: str) -> list[EnrolCode]:
        codes = self._post.store.register.codes(self._desk.clock())
        return [each for each in codes if sought in f"{each.place} {each.area} {each.code}".casefold()]

    def withdraw_kiosk(self) -> AnyResponse:
        """Withdraw the kiosk `id`: no further envelope of it is accepted."""
        kiosk = clean_line(request.form.get("id", ""), 12)
        if self._post.store.register.find_kiosk(kiosk) is not None:
            self._post.store.register.withdraw_kiosk(kiosk, self._desk.clock())
            self._log_change(self._words("withdraws the kiosk {kiosk}", kiosk=kiosk))
        return redirect(PAGE, 303)

    def post_key(self) -> str:
        """Return the post's key as written in kiosks' settings, "" where there is none yet."""
        return post_key(self._cabinet)

    def settings_table(self, code: str) -> str:
        """Return the `[post]` table for a kiosk's settings, with its enrolment *code*."""
        address = self._desk.setup().address.rstrip("/")
        lines = ["[post]", f"key = {quoted(self.post_key())}", f"code = {quoted(code)}"]
        return "\n".join([lines[0], f"url = {quoted(address)}", *lines[1:]] if address else lines)

    def _log_change(self, said: str) -> None:
        self._desk.record_deed(g.person.name, said)


def post_key(cabinet: KeyCabinet) -> str:
    """Return the value of `[post] key` in a kiosk's settings; "" if the office has no post key yet."""
    public = cabinet.public(POST)
    return key_text(post_public(public), "office") if public else ""


def _json_answer(told: dict[str, object], status: int) -> Response:
    answer = jsonify({"schema": 1, **told})
    answer.status_code = status
    return answer
