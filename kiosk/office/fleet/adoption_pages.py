"""Pages on which the office accepts a kiosk that has introduced itself, by line, by a stick, or by a picture of its QR code."""

from __future__ import annotations

from urllib.parse import quote, unquote

from flask import Response, g, redirect, render_template, request
from msgspec import Struct
from werkzeug.exceptions import NotFound
from werkzeug.wrappers.response import Response as AnyResponse

from content_cache.model.problems import Problem, problem
from content_cache.text.plain import clean_line
from kiosk.i18n.setting_words import plain_value
from kiosk.office.base.fault_answer import faults_shown
from kiosk.office.base.faults import OfficeCode, OfficeError
from kiosk.office.desk import Desk
from kiosk.office.fleet.adopting import RINGS, KioskAdopting, KioskSpot
from kiosk.office.fleet.kiosk_orders import KioskOrders
from kiosk.office.fleet.replacing import KioskReplacing
from kiosk.office.people.rights import MAY
from kiosk.office.post.inbox import PostInbox
from kiosk.office.post.newcomers import Newcomer, NewcomerState
from kiosk.office.post.pages import PAGE, PostPages
from kiosk.office.post.records import EnvelopeWay
from kiosk.post.adoption import ACCEPT_PATH, SUFFIX, Introduction, compared_words, parse_introduction
from kiosk.post.enrolment import Enrolment
from kiosk.post.faults import EnvelopeError
from kiosk.web.routes import Route

_MOST_FILE = 10_000
_REASON = 200


class TypedAcceptance(Struct, frozen=True):
    """What was typed on the page: whether the words were compared, and where the kiosk stands."""

    same: bool = False
    spot: KioskSpot = KioskSpot("", "")
    reason: str = ""


class AdoptionPages:
    """Pages for those who look after kiosks."""

    def __init__(self, desk: Desk, post: PostInbox, orders: KioskOrders, pages: PostPages) -> None:
        self._desk = desk
        self._post = post
        self._pages = pages
        self._replacing = KioskReplacing(post, orders, desk.clock)
        self._adopting = KioskAdopting(post, orders, self._replacing, desk.clock)
        self._words = desk.wording.words

    def routes(self) -> list[Route]:
        """Return the routes of these pages, each with the roles that may request it."""
        return [
            Route("POST", f"{PAGE}/cari", self.find_kiosk, MAY["kiosks"]),
            Route("GET", ACCEPT_PATH, self.show, MAY["kiosks"]),
            Route("POST", ACCEPT_PATH, self.accept_kiosk, MAY["kiosks"]),
            Route("POST", f"{PAGE}/tolak", self.refuse, MAY["kiosks"]),
            Route("GET", f"{ACCEPT_PATH}/<kiosk>", self.send_acceptance, MAY["kiosks"]),
        ]

    def find_kiosk(self) -> AnyResponse | str:
        """Lead to the kiosk of a typed code, of the text of a QR code, or of the file that a stick has brought."""
        sent = request.files.get("berkas")
        typed = clean_line(request.form.get("kode", ""), 300)
        text = sent.read(_MOST_FILE).decode("utf-8", "replace") if sent is not None and sent.filename else typed
        try:
            return redirect(address_of(parse_introduction(unquote(text))), 303)
        except EnvelopeError as error:
            code = "".join(each for each in typed.upper() if each.isalnum())
            found = [each for each in self._post.store.newcomers.waiting(self._desk.clock()) if each.code == code]
            if found and code:
                return redirect(address_of(_introduction(found[0])), 303)
            fault = problem(OfficeCode.NEWCOMER_UNKNOWN, code=typed[:20]) if typed else error.problem
            return self._pages.post_page(fault=fault)

    def show(self) -> str:
        """Show the kiosk of the introduction in the address. Nothing is noted before somebody accepts it."""
        return self._adoption_page(self._newcomer(request.args.get("perkenalan", "")))

    def _newcomer(self, text: str) -> Newcomer:
        """Return the kiosk of an introduction, noted or not. Raise NotFound where the text is none."""
        try:
            told = parse_introduction(text)
        except EnvelopeError:
            raise NotFound from None
        known, now = self._post.store.newcomers.newcomer(told.kiosk, told.key), self._desk.clock()
        if known is not None and known.code == told.code:
            return known
        words = compared_words(told.key, told.code)
        return Newcomer(told.kiosk, told.key, told.code, words, "", EnvelopeWay.STICK, now, now)

    def _adoption_page(
        self, newcomer: Newcomer, typed: TypedAcceptance | None = None, fault: Problem | None = None
    ) -> str:
        post = self._post
        waiting = post.store.newcomers.waiting(self._desk.clock())
        accepted = newcomer.state is NewcomerState.ACCEPTED
        return render_template(
            "adopt.html",
            one=newcomer,
            typed=typed or TypedAcceptance(),
            fault=fault,
            introduction=_introduction(newcomer).line,
            doubled=any(each.code == newcomer.code and each.key != newcomer.key for each in waiting),
            villages=self._desk.areas.names,
            dead=self._replacing.dead(),
            rings=[(ring, plain_value(ring, "update.ring", self._words)) for ring in RINGS],
            shut=not post.is_open,
            shown=post.shown_words(newcomer.sealed, newcomer) if accepted and newcomer.sealed else "",
        )

    def accept_kiosk(self) -> AnyResponse | str:
        """Accept the kiosk, for the place that was typed."""
        newcomer, form = self._newcomer(request.form.get("perkenalan", "")), request.form
        area = clean_line(form.get("daerah", ""), 13)
        place = clean_line(form.get("tempat", ""), 60) or self._desk.areas.names.get(area, "")
        spot = KioskSpot(place, area, form.get("gelombang", ""), clean_line(form.get("ganti", ""), 12))
        typed = TypedAcceptance(form.get("sama") == "ya", spot)
        with faults_shown(lambda fault: self._adoption_page(newcomer, typed, fault)):
            if not typed.same:
                raise OfficeError(OfficeCode.WORDS_NOT_COMPARED)
            if not (spot.place or spot.replaces):
                raise OfficeError(OfficeCode.NO_NAME)
            self._note(newcomer)
            files = self._adopting.adopt(newcomer, spot, self._pages.terms())
        said = self._words(
            "accepts the kiosk {kiosk} for {place}", kiosk=newcomer.kiosk, place=spot.place or spot.replaces
        )
        self._desk.record_deed(g.person.name, said, files)
        return redirect(address_of(_introduction(newcomer)), 303)

    def refuse(self) -> AnyResponse | str:
        """Refuse the kiosk, for the reason that was typed."""
        newcomer = self._newcomer(request.form.get("perkenalan", ""))
        reason = clean_line(request.form.get("alasan", ""), _REASON)
        with faults_shown(lambda fault: self._adoption_page(newcomer, TypedAcceptance(reason=reason), fault)):
            self._note(newcomer)
            self._adopting.refuse(newcomer, reason)
        self._desk.record_deed(g.person.name, self._words("refuses the kiosk {kiosk}", kiosk=newcomer.kiosk))
        return redirect(PAGE, 303)

    def _note(self, newcomer: Newcomer) -> None:
        """Note a kiosk that came by a stick or a picture. Raise OfficeError where too many wait, OSError."""
        said = Enrolment(newcomer.kiosk, newcomer.key, newcomer.code, own=True, machine=newcomer.machine)
        if self._post.introduce(said, newcomer.way, self._desk.clock()) is None:
            raise OfficeError(OfficeCode.KIOSKS_FULL)

    def send_acceptance(self, kiosk: str) -> Response:
        """Send the acceptance of *kiosk*, for the folder `kantor` of a stick."""
        known = self._post.store.register.find_kiosk(clean_line(kiosk, 12))
        newcomer = self._post.store.newcomers.newcomer(known.id, known.key) if known is not None else None
        if newcomer is None or not newcomer.sealed:
            raise NotFound
        answer = Response(newcomer.sealed, mimetype="application/octet-stream")
        answer.headers["Content-Disposition"] = f"attachment; filename={newcomer.kiosk}{SUFFIX}"
        return answer


def address_of(introduction: Introduction) -> str:
    """Return the path of the page on which the kiosk of *introduction* is accepted."""
    return f"{ACCEPT_PATH}?perkenalan={quote(introduction.line, safe='')}"


def _introduction(newcomer: Newcomer) -> Introduction:
    return Introduction(newcomer.kiosk, newcomer.key, newcomer.code)
