"""WSGI app of the office's desk: its pages with their routes, and the headers and errors that all answers share."""

from __future__ import annotations

import errno
import hashlib
import ssl
from functools import cache
from pathlib import Path

from flask import Flask, Response, g, render_template, request, send_from_directory
from markupsafe import Markup
from werkzeug.exceptions import HTTPException, ServiceUnavailable
from werkzeug.wrappers.response import Response as AnyResponse

from content_cache.http.client import fetch
from content_cache.model.problems import msgid
from kiosk.i18n.translation import Translation
from kiosk.i18n.words import Words
from kiosk.office.backup.pages import BackupPages
from kiosk.office.base.faults import OfficeCode, OfficeError, no_room
from kiosk.office.calendars.pages import CalendarPages
from kiosk.office.context import OfficeContext
from kiosk.office.desk import Desk
from kiosk.office.desk_pages import AdministratorNotes, DeskPages
from kiosk.office.door import AccountPages
from kiosk.office.fleet.adoption_pages import AdoptionPages
from kiosk.office.fleet.fleet_pages import FleetPages
from kiosk.office.fleet.kiosk_pages import KioskPages
from kiosk.office.fleet.withdrawal_pages import WithdrawalPages
from kiosk.office.inbox.mail import try_mailbox
from kiosk.office.inbox.pages import InboxPages
from kiosk.office.notices.crop_pages import CropPages
from kiosk.office.notices.pasting_pages import PastingPages
from kiosk.office.notices.poster_pages import PosterPages
from kiosk.office.notices.preview_pages import PreviewPages
from kiosk.office.notices.writing_pages import WritingPages
from kiosk.office.post.pages import PostLimits, PostPages
from kiosk.office.publishing.courier_pages import CourierPages
from kiosk.office.publishing.key_pages import KeyPages
from kiosk.office.publishing.pages import EditionPages
from kiosk.office.questions.opensid_pages import OpenSIDPages
from kiosk.office.questions.pages import QuestionPages
from kiosk.office.recordings.pages import RecordingPages
from kiosk.office.settings.guide import SetupGuide
from kiosk.office.settings.guide_pages import GuidePages, within_step
from kiosk.office.settings.identity_pages import IdentityPages
from kiosk.office.settings.mailbox_pages import MailboxPages
from kiosk.office.settings.monitoring_pages import KioskReports, MonitoringPages
from kiosk.office.settings.place_pages import PlacePages
from kiosk.office.setup.monitor_programs import monitor_programs
from kiosk.office.setup.places import Places
from kiosk.office.sounds.hearing import HearingBusyError, get_ready_to_speak
from kiosk.office.sounds.pages import SoundPages
from kiosk.office.telling.pages import BrowserPages
from kiosk.office.telling.recipients import send_trials
from kiosk.office.telling.ways import Context
from kiosk.office.villages.pages import VillagePages
from kiosk.office.waiting_pages import WaitingPages
from kiosk.office.warnings.pages import WarningPages
from kiosk.office.wording import PageWording
from kiosk.web.error_messages import ERROR_MESSAGES
from kiosk.web.routes import OPEN, Route, add_routes

MOST_REQUEST = 70_000_000  # bytes: two films as phones make them
_STATIC = Path(__file__).parent / "static"
_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; font-src 'self';"
    " connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_MESSAGES = {
    **ERROR_MESSAGES,
    421: msgid("Open the desk by its own address."),
    503: msgid("The desk is busy. Try again in a moment."),
    500: msgid("The desk has made a mistake. What you typed is kept where it was saved; try again."),
}
_WRITTEN = ("judul", "kejadian", "isi", "langkah", "klaim", "pertanyaan", "jawaban")
"""Fields of all forms in which people write long texts."""
_NOT_YOUR_ROLE = msgid("Your role does not include this.")


def make_app(office: OfficeContext, *, mail_context: Context = ssl.create_default_context) -> Flask:
    """Return a new WSGI app with all pages of *office*. It shares no state with other apps. *mail_context* says which
    certificates a mail server may show."""
    app = Flask(__name__, template_folder="pages", static_folder=None)
    app.config.update(MAX_CONTENT_LENGTH=MOST_REQUEST, MAX_FORM_MEMORY_SIZE=1_000_000, MAX_FORM_PARTS=500)
    words = Words(Translation(office.language))
    wording = PageWording(words, office.notices.office, office.areas, office.clock)
    desk = Desk(
        folder=office.folder,
        office=office.notices.office,
        setup=office.setup,
        clock=office.clock,
        people=office.people,
        areas=office.areas,
        history=office.history,
        wording=wording,
    )
    notices, editions, cabinet, post = office.notices, office.editions, office.cabinet, office.post
    guide = SetupGuide(desk, cabinet)
    door = AccountPages(desk, office.seconds, guide.entry)
    inbox, sounds = InboxPages(desk, office.inbox, office.taking, office.watcher), SoundPages(desk, office.sounds)
    questions = QuestionPages(desk, notices, cabinet, post)
    recordings = RecordingPages(desk, office.recordings, post)
    limits = PostLimits(office.people.file, office.seconds)
    warnings = WarningPages(desk, editions, office.record, cabinet, office.warnings, door)
    waiting = WaitingPages(wording, warnings.awaited, questions.count, inbox.count)
    villages = VillagePages(
        desk,
        notices,
        office.sounds,
        lambda: [each.area for each in office.fleet.list_kiosks()],
        post.store.register,
    )
    kept_places = Places(office.folder, cabinet.folder)
    identity, places = IdentityPages(desk), PlacePages(desk, kept_places)
    key_pages = KeyPages(desk, cabinet, kept_places.public_address)
    kiosks = PostPages(
        desk, cabinet, post, office.receiver, limits, office.monitor_files.keep_cards, key_pages.source_table
    )
    notes = AdministratorNotes(office.tell, office.told, guide, office.certificates)
    pages = (
        door,
        waiting,
        DeskPages(desk, notices, office.record, cabinet, office.schedule, notes),
        WritingPages(desk, notices, office.polls, office.sounds, sounds, office.record.written_at),
        EditionPages(
            desk, notices, editions, office.record, office.zip, cabinet, office.schedule, office.note_published
        ),
        WithdrawalPages(desk, notices, editions, office.record, cabinet, office.fleet, office.note_published),
        key_pages,
        warnings,
        inbox,
        CalendarPages(desk, notices, office.calendars),
        FleetPages(desk, office.record, office.fleet, post, office.polls),
        KioskPages(desk, notices, office.fleet, post, office.orders, office.rings),
        PreviewPages(desk, notices, office.hearing, office.sounds),
        PosterPages(desk, notices),
        PastingPages(),
        sounds,
        recordings,
        questions,
        OpenSIDPages(desk, post, lambda: editions.out),
        kiosks,
        AdoptionPages(desk, post, office.orders, kiosks),
        CourierPages(desk, office.record, office.zip, office.receiver, limits),
        CropPages(desk, notices),
        villages,
        identity,
        places,
        GuidePages(desk, guide, {1: identity, 2: key_pages, 3: villages, 4: places, 5: door}),
        MailboxPages(desk, try_mailbox),
        MonitoringPages(
            desk,
            office.tell,
            office.monitor_files.renew,
            lambda: _reports(office),
            lambda settings: send_trials(settings, wording, _name(desk), office.clock(), mail_context),
            lambda: monitor_programs(fetch),
        ),
        BackupPages(desk, office.shelf, office.seconds),
        BrowserPages(desk, office.browsers),
    )
    app.before_request(door.let_in)
    app.after_request(_sealed)
    app.context_processor(lambda: {"wording": wording.for_a_page()})
    app.jinja_env.globals.update(
        _=words,
        plural=words.plural,
        language=words.translation.language,
        icon=_icon,
        version=_version,
        at=within_step,
        setup_steps=guide.steps,
        arrived=inbox.count,
        awaited=warnings.awaited,
        waiting_words=waiting,
        waiting_questions=questions.count,
        waiting_recordings=recordings.count_waiting,
        waiting_kiosks=kiosks.count_waiting,
        g=g,
    )
    app.jinja_env.globals["office_name"] = lambda: _name(desk)
    app.register_error_handler(HTTPException, _error_page)
    app.register_error_handler(OfficeError, _refused)
    app.register_error_handler(HearingBusyError, _busy)
    app.register_error_handler(OSError, _no_room)
    add_routes(
        app, [Route("GET", "/s/<name>", _static, OPEN), *(row for each in pages for row in each.routes())], door.guarded
    )
    return app


def warm_app(app: Flask) -> None:
    """Compile the templates and the rules of speech before the first request. Otherwise eight first visitors would each do it."""
    for name in app.jinja_env.list_templates():
        app.jinja_env.get_template(name)
    get_ready_to_speak()


def _static(name: str) -> AnyResponse:
    answer = send_from_directory(_STATIC, name, max_age=31_536_000 if request.args.get("v") else 3_600)
    answer.headers["Cache-Control"] = (
        "public, max-age=31536000, immutable" if request.args.get("v") else "public, max-age=3600"
    )
    if name.endswith(".woff2"):
        answer.headers["Content-Type"] = "font/woff2"
    if name.endswith(".webmanifest"):
        answer.headers["Content-Type"] = "application/manifest+json"
    return answer


@cache
def _version(name: str) -> str:
    """Return the URL of the static file *name*, with a hash of its content. Browsers may cache it for ever, for the URL
    changes with the file."""
    return f"/s/{name}?v={hashlib.sha256((_STATIC / name).read_bytes()).hexdigest()[:10]}"


def _name(desk: Desk) -> str:
    return desk.office().publisher or desk.office().title


def _reports(office: OfficeContext) -> KioskReports:
    kiosks, seen = office.fleet.list_kiosks(), office.fleet.last_snapshot()
    silent = sum(office.fleet.is_silent(each) for each in kiosks)
    return KioskReports(len(kiosks), silent, len(seen.kiosks) if seen else None, bool(seen and seen.fault))


@cache
def _icon(name: str) -> Markup:
    return Markup('<svg class="i" aria-hidden="true"><use href="{}#i-{}"/></svg>').format(_version("ikon.svg"), name)


def _sealed(answer: Response) -> Response:
    """Add the security headers to *answer*: a strict Content Security Policy, no frames, no sniffing. Forbid caching
    unless the page allows it."""
    answer.headers.setdefault("Content-Security-Policy", _POLICY)
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Referrer-Policy"] = "same-origin"
    answer.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    answer.headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(self)"
    if getattr(g, "secure", False):
        answer.headers["Strict-Transport-Security"] = "max-age=31536000"
    answer.headers.setdefault("Cache-Control", "no-store")
    return answer


def _refused(error: OfficeError) -> tuple[str, int]:
    """Return a page that tells an error which no page handles itself, such as an invalid name, and its status, 400 or 404."""
    missing = error.problem.code == OfficeCode.NO_SUCH_NOTICE.value
    return render_template("message.html", problem=error.problem, message=""), 404 if missing else 400


def _no_room(error: OSError) -> tuple[str, int]:
    """Return an error page with status 507 for a full, read-only or broken disk. Raise any other *error* again: it is a bug."""
    if error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO):
        raise error
    return _refused(OfficeError(no_room(error)))[0], 507


def _busy(_error: HearingBusyError) -> tuple[str, int, dict[str, str]]:
    return *_error_page(ServiceUnavailable()), {"Retry-After": "5"}


def _error_page(error: HTTPException) -> tuple[str, int]:
    code = error.code or 500
    message = _NOT_YOUR_ROLE if code == 403 and error.description == "role" else _MESSAGES.get(code, _MESSAGES[400])
    return render_template("message.html", message=message, problem=None, text=_typed() if code == 403 else ""), code


def _typed() -> str:
    """Return the long texts of a form whose session ended, so that they are not lost with the page. Return "" for a
    form from another site."""
    if request.method != "POST" or request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        return ""
    return "\n\n".join(filter(None, (request.form.get(name, "").strip() for name in _WRITTEN)))
