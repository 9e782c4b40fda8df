"""The office's desk as a WSGI app: the table of its routes with who may ask for each, and what all answers have in common."""

from __future__ import annotations

import errno
import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

from flask import Flask, Response, g, render_template, request, send_from_directory
from markupsafe import Markup
from msgspec import Struct
from werkzeug.exceptions import HTTPException, ServiceUnavailable
from werkzeug.wrappers.response import Response as AnyResponse

from content_cache.model.problems import msgid
from kiosk.i18n.translation import Translation
from kiosk.i18n.words import Words
from kiosk.office.calendar_pages import CalendarPages
from kiosk.office.context import ANYBODY, MAY, OfficeContext
from kiosk.office.courier_pages import CourierPages
from kiosk.office.crop_pages import CropPages
from kiosk.office.desk_pages import DeskPages
from kiosk.office.door import COURIER, GATE, LOGIN, OPEN, RECEIVER, SHARED, Door
from kiosk.office.edition_pages import EditionPages
from kiosk.office.faults import OfficeCode, OfficeError
from kiosk.office.fleet_pages import FleetPages
from kiosk.office.hearing import HearingBusyError, get_ready_to_speak
from kiosk.office.inbox_pages import InboxPages
from kiosk.office.kiosk_pages import KioskPages
from kiosk.office.people import Role
from kiosk.office.post_pages import PostLimits, PostPages
from kiosk.office.preview_pages import PreviewPages
from kiosk.office.question_pages import QuestionPages
from kiosk.office.sound_pages import SoundPages
from kiosk.office.warning_pages import WarningPages
from kiosk.office.wording import Wording
from kiosk.office.writing_pages import WritingPages

MOST_REQUEST = 70_000_000  # bytes: two films as phones make them
_STATIC = Path(__file__).parent / "static"
_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; font-src 'self';"
    " connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_MESSAGES = {
    400: msgid("This request is not understood. Go back and try again."),
    403: msgid("This page has expired. Log in again."),
    404: msgid("There is no such page."),
    405: msgid("There is no such page."),
    413: msgid("The file is too large."),
    421: msgid("Open the desk by its own address."),
    429: msgid("Wrong too often. Wait a moment, then try again."),
    503: msgid("The desk is busy. Try again in a moment."),
    500: msgid("The desk has made a mistake. What you typed is kept where it was saved; try again."),
}
_WRITTEN = ("judul", "kejadian", "isi", "langkah", "klaim", "pertanyaan", "jawaban")
"""Fields in which people write for longer than a line takes, of all forms."""
_NOT_YOUR_ROLE = msgid("Your role does not include this.")


class Route(Struct, frozen=True):
    """`who` may ask for it: some roles, or OPEN for everybody; one that `keeps` what was typed also when the session has ended."""

    method: str
    path: str
    view: Callable[..., AnyResponse | str]
    who: str | frozenset[Role]
    keeps: bool = False


def routes(
    door: Door,
    desk: DeskPages,
    writing: WritingPages,
    editions: EditionPages,
    warnings: WarningPages,
    inbox: InboxPages,
    months: CalendarPages,
    fleet: FleetPages,
    one_kiosk: KioskPages,
    preview: PreviewPages,
    sounds: SoundPages,
    questions: QuestionPages,
    post: PostPages,
    courier: CourierPages,
    crop: CropPages,
) -> list[Route]:
    """All of them."""
    hear, kiosks = MAY["questions"], MAY["kiosks"]
    take, sources, calendars = (MAY[what] for what in ("take", "sources", "calendars"))
    one = "/tanya/<int(max=999999999):who>/<int(max=9007199254740991):n>"
    write, edit, publish, people = (MAY[what] for what in ("write", "edit", "publish", "people"))
    return [
        Route("GET", "/s/<name>", _static, OPEN),
        Route("GET", GATE, door.gate, OPEN),
        Route("GET", LOGIN, door.login_page, OPEN),
        Route("POST", LOGIN, door.log_in, OPEN),
        Route("GET", "/undangan/<token>", door.invited_page, OPEN),
        Route("POST", "/undangan/<token>", door.accept, OPEN),
        Route("POST", "/keluar", door.log_out, ANYBODY),
        Route("GET", "/akun", door.account_page, ANYBODY),
        Route("POST", "/akun", door.account, ANYBODY),
        Route("POST", "/akun/salah", door.have_read, ANYBODY),
        Route("GET", "/akun/kode", door.code_page, ANYBODY),
        Route("POST", "/akun/kode", door.code, ANYBODY),
        Route("GET", "/", desk.home, ANYBODY),
        Route("GET", "/kabar", desk.notices, ANYBODY),
        Route("GET", "/desa", fleet.page, ANYBODY),
        Route("GET", "/desa.csv", fleet.table, ANYBODY),
        Route("GET", "/kios/<kiosk>", one_kiosk.page, ANYBODY),
        Route("GET", "/kios/<kiosk>/gambar", one_kiosk.picture, ANYBODY),
        Route("GET", "/kios/<kiosk>/catatan", one_kiosk.log, MAY["ask kiosks"]),
        Route("POST", "/kios/<kiosk>/minta", one_kiosk.ask, MAY["ask kiosks"]),
        Route("POST", "/kios/<kiosk>/batal", one_kiosk.cancel, MAY["ask kiosks"]),
        Route("GET", "/setelan", one_kiosk.settings_page, MAY["see settings"]),
        Route("POST", "/setelan", one_kiosk.save, MAY["settings"]),
        Route("POST", "/setelan/buang", one_kiosk.remove, MAY["settings"]),
        Route("POST", "/setelan/gelombang", one_kiosk.ring, MAY["settings"]),
        Route("GET", "/lainnya", desk.more, ANYBODY),
        Route("GET", "/orang", door.people_page, people),
        Route("POST", "/orang", door.invite, people),
        Route("GET", "/orang/<person_id>", door.person_page, people),
        Route("POST", "/orang/<person_id>", door.change_person, people),
        Route("GET", "/riwayat", desk.history, MAY["history"]),
        Route("GET", "/tulis", writing.new_page, write),
        Route("GET", "/kabar/<path:name>", writing.page, write),
        Route("POST", "/kabar/<path:name>", writing.write, write, keeps=True),
        Route("POST", "/simpan/<path:name>", writing.autosave, write, keeps=True),
        Route("POST", "/lampiran/<path:name>", writing.attach, write),
        Route("GET", "/gambar/<path:name>", writing.picture, write),
        Route("GET", "/potong/<path:name>", crop.page, write),
        Route("POST", "/potong/<path:name>", crop.crop, write),
        Route("GET", "/gabung/<path:name>", writing.merge_page, write),
        Route("POST", "/gabung/<path:name>", writing.merge, write),
        Route("GET", "/suara", preview.sound, write),
        Route("GET", "/ucapan", sounds.page, edit),
        Route("POST", "/ucapan", sounds.change, edit),
        Route("GET", "/layar/<path:name>", preview.screen, write),
        Route("POST", "/minta/<path:name>", writing.ask, write),
        Route("POST", "/buang/<path:name>", writing.throw_away, write),
        Route("POST", "/siap/<path:name>", writing.ready, edit),
        Route("POST", "/tarik/<path:name>", writing.withdraw, edit),
        Route("POST", "/kembalikan/<path:name>", writing.show_again, edit),
        Route("GET", "/kotak", inbox.page, ANYBODY),
        Route("POST", "/kotak/cek", inbox.check, take | sources),
        Route("GET", "/kotak/sumber", inbox.sources_page, take | sources),
        Route("POST", "/kotak/sumber", inbox.add, sources),
        Route("GET", "/kotak/<arrival>/<int:number>", inbox.picture, ANYBODY),
        Route("POST", "/kotak/<arrival>/ambil", inbox.take, take),
        Route("POST", "/kotak/<arrival>/buang", inbox.throw_away, ANYBODY),
        Route("POST", SHARED, inbox.share, ANYBODY, keeps=True),
        Route("GET", "/kalender", months.page, ANYBODY),
        Route("POST", "/kalender/pindah/<path:name>", months.move, write),
        Route("POST", "/kalender/masuk", months.take_in, calendars),
        Route("POST", "/kalender/lagi", months.look_again, calendars),
        Route("POST", "/kalender/buang", months.take_out, calendars),
        Route("GET", "/terbitkan", editions.page, publish),
        Route("POST", "/terbitkan", editions.publish, publish),
        Route("POST", "/terbitkan/batal", editions.cancel, publish),
        Route("GET", "/terbitkan/<int:number>", editions.progress, publish),
        Route("POST", "/terbitkan/<int:number>/segera", editions.hurry, publish),
        Route("GET", "/terbitkan/<int:number>/flash-disk.zip", editions.stick, publish),
        Route("GET", "/darurat", warnings.page, ANYBODY),
        Route("POST", "/darurat", warnings.write, MAY["warn"]),
        Route("POST", "/darurat/orang", warnings.confirm_person, MAY["warn"]),
        Route("POST", "/darurat/lepas", warnings.release, MAY["warn"]),
        Route("POST", "/darurat/batal", warnings.cancel, MAY["warn"]),
        Route("POST", "/darurat/akhiri", warnings.end, MAY["warn"]),
        Route("GET", "/darurat/<int:number>", warnings.progress, MAY["warn"]),
        Route("POST", RECEIVER, post.receive, OPEN),
        Route("GET", COURIER, courier.page, OPEN),
        Route("POST", COURIER, courier.letters, OPEN),
        Route("GET", f"{COURIER}/edisi-<int(max=999999999999):number>.zip", courier.edition, OPEN),
        Route("GET", "/tanya", questions.page, hear),
        Route("POST", "/tanya/buka", questions.open, hear),
        Route("POST", "/tanya/bawa", questions.bring, MAY["bring"]),
        Route("GET", one, questions.one, hear),
        Route("POST", one, questions.answer, hear, keeps=True),
        Route("POST", f"{one}/rekaman", questions.record, hear, keeps=True),
        Route("GET", f"{one}/suara", questions.sound, hear),
        Route("GET", "/pendaftaran", post.page, kiosks),
        Route("POST", "/pendaftaran", post.make, kiosks),
        Route("POST", "/pendaftaran/hapus", post.drop, kiosks),
        Route("POST", "/pendaftaran/kartu", post.make_cards, MAY["kiosks"]),
        Route("POST", "/pendaftaran/cabut", post.withdraw, kiosks),
        Route("GET", "/kunci", editions.keys_page, publish),
        Route("POST", "/kunci", editions.make_keys, publish),
        Route("POST", "/kunci/pos", editions.make_post_key, publish),
    ]


def make_app(office: OfficeContext) -> Flask:
    """Nothing of it lives outside the app that is returned."""
    app = Flask(__name__, template_folder="pages", static_folder=None)
    app.config.update(MAX_CONTENT_LENGTH=MOST_REQUEST, MAX_FORM_MEMORY_SIZE=1_000_000, MAX_FORM_PARTS=500)
    words = Words(Translation(office.language))
    door = Door(office, words)
    wording = Wording(office, words)
    inbox, sounds = InboxPages(office, wording), SoundPages(office, wording)
    questions = QuestionPages(office, wording)
    limits = PostLimits(office)
    table = routes(
        door,
        DeskPages(office, wording),
        WritingPages(office, wording, sounds),
        EditionPages(office, wording),
        WarningPages(office, wording, door),
        inbox,
        CalendarPages(office, wording),
        FleetPages(office, wording),
        KioskPages(office, wording),
        PreviewPages(office),
        sounds,
        questions,
        PostPages(office, wording, limits),
        CourierPages(office, limits),
        CropPages(office, wording),
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
        arrived=inbox.count,
        waiting_questions=questions.count,
        g=g,
    )
    app.jinja_env.globals["office_name"] = lambda: office.notices.office().publisher or office.notices.office().title
    app.register_error_handler(HTTPException, _error_page)
    app.register_error_handler(OfficeError, _refused)
    app.register_error_handler(HearingBusyError, _busy)
    app.register_error_handler(OSError, _no_room)
    for route in table:
        app.add_url_rule(
            route.path,
            endpoint=f"{route.method} {route.path}",
            view_func=door.guarded(route.view, route.who, keeps=route.keeps),
            methods=[route.method],
        )
    app.extensions["routes"] = tuple(table)
    return app


def get_ready(app: Flask) -> None:
    """Compile its pages and what a notice is spoken by: eight who open their first page at once would each do it."""
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
    """The address of a file of ours: another one when it changes, so that browsers may keep it for ever."""
    return f"/s/{name}?v={hashlib.sha256((_STATIC / name).read_bytes()).hexdigest()[:10]}"


@cache
def _icon(name: str) -> Markup:
    return Markup('<svg class="i" aria-hidden="true"><use href="{}#i-{}"/></svg>').format(_version("ikon.svg"), name)


def _sealed(answer: Response) -> Response:
    """No frame, no script but ours, nothing from elsewhere; and no page kept by the browser."""
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
    """Show an error that no page handles itself, such as an invalid name or a full disk. Return the page and its status."""
    missing = error.problem.code == OfficeCode.NO_SUCH_NOTICE.value
    return render_template("pesan.html", problem=error.problem, message=""), 404 if missing else 400


def _no_room(error: OSError) -> tuple[str, int]:
    """On a disk that takes nothing more. Any other is a mistake of ours."""
    if error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO):
        raise error
    return _refused(OfficeError(OfficeCode.NO_ROOM, reason=error.strerror or str(error)))[0], 507


def _busy(_error: HearingBusyError) -> tuple[str, int, dict[str, str]]:
    return *_error_page(ServiceUnavailable()), {"Retry-After": "5"}


def _error_page(error: HTTPException) -> tuple[str, int]:
    code = error.code or 500
    message = _NOT_YOUR_ROLE if code == 403 and error.description == "role" else _MESSAGES.get(code, _MESSAGES[400])
    return render_template("pesan.html", message=message, problem=None, text=_typed() if code == 403 else ""), code


def _typed() -> str:
    """Return the text of a form whose session ended, so that it is not lost with the page; "" for a form from another site."""
    if request.method != "POST" or request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        return ""
    return "\n\n".join(filter(None, (request.form.get(name, "").strip() for name in _WRITTEN)))
