"""WSGI app of the desk: its pages with their routes, and what all answers share: no script, and one page for all errors."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from flask import Flask, Response, render_template, send_file
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers.response import Response as AnyResponse

from content_cache.model.problems import msgid
from kiosk.hall.desk.board_page import BoardPage
from kiosk.hall.desk.draft_files import DraftFiles
from kiosk.hall.desk.emergency_pages import EmergencyPages
from kiosk.hall.desk.language_pages import LanguagePages
from kiosk.hall.desk.left_forms import LeftForms
from kiosk.hall.desk.login import DeskContext, LoginPages
from kiosk.hall.desk.preview import written_time
from kiosk.hall.desk.publish_pages import PublishPages
from kiosk.hall.desk.question_pages import HallQuestionPages
from kiosk.hall.desk.staff_pages import StaffPages
from kiosk.hall.desk.unfinished import UnfinishedNotices
from kiosk.hall.desk.write_pages import WritePages
from kiosk.hall.questions import HallQuestions
from kiosk.i18n.translation import Translation
from kiosk.i18n.words import Words
from kiosk.state.hall_sources import MOST_BYTES
from kiosk.web.error_messages import ERROR_MESSAGES
from kiosk.web.routes import OPEN, Route, add_routes

MOST_REQUEST = 2 * MOST_BYTES + 400_000  # bytes: photos, a recording, and what is written
_MESSAGES = {
    **ERROR_MESSAGES,
    421: msgid("Open the address that is written on the kiosk."),
}


def make_app(desk: DeskContext) -> Flask:
    """Return a new WSGI app of the desk. It shares no state with other apps."""
    app = Flask(__name__, template_folder="pages", static_folder=None)
    app.config.update(MAX_CONTENT_LENGTH=MOST_REQUEST, MAX_FORM_MEMORY_SIZE=400_000, MAX_FORM_PARTS=150)
    hall_questions = HallQuestions(desk.notice_store.folder.parent, stretch=desk.stretch)
    login = LoginPages(desk, LeftForms(desk.notice_store.folder, hall_questions))
    questions = HallQuestionPages(desk, login, hall_questions)
    unfinished = UnfinishedNotices(desk.notice_store.folder)
    files = DraftFiles(desk, login, unfinished)
    forms = WritePages(desk, login, unfinished, files)
    app.before_request(login.let_in)
    app.after_request(_sealed)
    words = Words(Translation(desk.language))
    app.jinja_env.globals.update(_=words, plural=words.plural, language=words.translation.language, doubt=desk.doubt)
    app.jinja_env.globals["event_time"] = partial(written_time, language=words.translation.language)
    app.register_error_handler(HTTPException, _error_page)
    pages = (
        login,
        BoardPage(desk, login, unfinished, questions),
        forms,
        files,
        PublishPages(desk, login, unfinished, forms),
        StaffPages(desk, login, files),
        EmergencyPages(desk, login, files),
        LanguagePages(desk, login),
        questions,
    )
    style = Route("GET", "/gaya.css", _style, OPEN)
    add_routes(app, [*(row for each in pages for row in each.routes()), style], login.guarded)
    return app


def _style() -> AnyResponse:
    answer = send_file(Path(__file__).parent / "pages" / "style.css", mimetype="text/css", max_age=3_600)
    answer.headers["Cache-Control"] = "private, max-age=3600"
    return answer


def _sealed(answer: Response) -> Response:
    """Add the security headers to *answer*: no script, no frame, nothing from elsewhere, nothing cached by the phone."""
    answer.headers["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'self'; img-src 'self'; media-src 'self'; form-action 'self'; base-uri 'none';"
        " frame-ancestors 'none'"
    )
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers.setdefault("Cache-Control", "no-store")
    return answer


def _error_page(error: HTTPException) -> tuple[str, int]:
    code = error.code or 500
    return _render_message(code), code


def _render_message(code: int) -> str:
    return render_template("told.html", message=_MESSAGES.get(code, _MESSAGES[400]), session=None)


def error_page(app: Flask, code: int) -> str:
    """Return the page of the status *code*, for errors that the server in front detects."""
    with app.test_request_context():
        return _render_message(code)
