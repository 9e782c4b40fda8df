"""Pages to preview a notice as the kiosk will show and say it, to publish it, and to withdraw it."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from datetime import datetime

from flask import abort, redirect, render_template, request, send_file
from msgspec.structs import replace
from werkzeug.wrappers.response import Response as AnyResponse

from content_cache.model.problems import problem
from kiosk.hall.desk import preview
from kiosk.hall.desk.drafts import Previewed
from kiosk.hall.desk.login import PERSON, DeskContext, LoginPages
from kiosk.hall.desk.unfinished import UnfinishedNotices
from kiosk.hall.desk.write_pages import WritePages, filled
from kiosk.hall.notices.event_times import day_past
from kiosk.hall.notices.faults import NoticeCode
from kiosk.hall.notices.notice import Form, Notice
from kiosk.hall.notices.store import MOST, NoticeChangedError, ShelfFullError, new_id
from kiosk.web.routes import Route


class PublishPages:
    """Pages for people whom *login* knows. A notice with faults goes back to its form, one of *forms*."""

    def __init__(self, desk: DeskContext, login: LoginPages, unfinished: UnfinishedNotices, forms: WritePages) -> None:
        self._desk = desk
        self._login = login
        self._unfinished = unfinished
        self._forms = forms

    def routes(self) -> tuple[Route, ...]:
        """Return the routes of these pages, each with who may request it."""
        return (
            Route("GET", "/lihat/<draft_id>", self.preview, PERSON),
            Route("GET", "/lihat/<draft_id>/layar.png", self.screen, PERSON),
            Route("GET", "/lihat/<draft_id>/suara.wav", self.voice, PERSON),
            Route("POST", "/terbit", self.publish_notice, PERSON),
            Route("GET", "/tarik/<notice_id>", self.withdraw_page, PERSON),
            Route("POST", "/tarik/<notice_id>", self.withdraw_notice, PERSON),
        )

    def _draft(self, draft_id: str) -> Previewed:
        draft = self._login.session().drafts.get(draft_id)
        if draft is None:
            abort(redirect("/"))
        return draft

    def preview(self, draft_id: str) -> str:
        draft, now = self._draft(draft_id).notice, self._desk.clock()
        spoken = preview.spoken_sentences(draft, self._desk.village, self._desk.notice_store.folder.parent, now)
        return render_template("preview.html", session=self._login.session(), notice=draft, spoken=spoken)

    def screen(self, draft_id: str) -> AnyResponse:
        draft, store = self._draft(draft_id).notice, self._desk.notice_store
        out = store.drafts / f"layar.{draft.id}.png"  # two people may look at theirs at one time
        files = [path for each in draft.attached if (path := store.find_file(each.file)) is not None]
        if not preview.screen(draft, self._desk.village, files, out, self._desk.clock()):
            abort(404)
        return send_file(out, mimetype="image/png")

    def voice(self, draft_id: str) -> AnyResponse:
        draft = self._draft(draft_id).notice
        recorded = self._desk.notice_store.find_file(draft.voice) if draft.voice else None
        out = recorded or self._desk.notice_store.drafts / f"suara.{draft.id}.wav"
        if recorded is None and not preview.voice(draft, self._desk.village, out, self._desk.clock()):
            abort(404)
        return send_file(out, mimetype="audio/wav")

    def publish_notice(self) -> AnyResponse | str:
        draft, session = self._draft(request.form.get("naskah", "")), self._login.session()
        notice, now = draft.notice, self._desk.clock()
        kept = self._unfinished.find_unfinished(self._login.person().id, draft.id, now)
        form = Form(kept.values) if kept is not None else filled(notice)
        if notice.over(now):  # it ended during the preview, or the clock was set
            past = notice.starts and {"tanggal": day_past(notice.last_day or notice.starts.date())}
            form = replace(form, faults=past or {"sampai": problem(NoticeCode.NO_UNTIL)})
            return self._forms.form_page(draft.id, form, notice.attached, notice.voice)
        try:
            meanwhile = self._put_up(draft, now)
        except ShelfFullError:
            return render_template("full.html", most=MOST, session=session)
        if meanwhile is not None:
            to = draft.id
            if meanwhile.over(now):
                to = new_id()
                self._unfinished.rename(self._login.person().id, draft.id, to, now)
            return self._forms.overtaken(to, form, {}, meanwhile, notice.attached, notice.voice)
        session.drafts.pop(draft.id, None)
        self._unfinished.delete_notice(self._login.person().id, draft.id)
        self._desk.taken()
        return redirect("/", 303)

    def _put_up(self, draft: Previewed, now: datetime) -> Notice | None:
        """Publish *draft*. Return `None`, or the notice as someone else changed it meanwhile, which then stays. Raise
        ShelfFullError."""
        try:
            self._desk.notice_store.publish_notice(draft.notice, now, since=draft.since)
        except NoticeChangedError as error:
            if error.meanwhile is not None:
                return error.meanwhile if error.meanwhile != draft.notice else None  # else it was tapped twice
            # it was withdrawn so long ago that it is forgotten; the id by content makes two taps one notice
            again = replace(draft.notice, id=f"kim-{hashlib.sha256(repr(draft.notice).encode()).hexdigest()[:16]}")
            with suppress(NoticeChangedError):
                self._desk.notice_store.publish_notice(again, now, since="")
        return None

    def withdraw_page(self, notice_id: str) -> str:
        """Show the question whether to withdraw the notice. Abort with 404 if it is not shown any more."""
        session, notice = self._login.session(), self._desk.notice_store.find_notice(notice_id)
        if notice is None or notice.over(self._desk.clock()):
            abort(404)
        return render_template("withdraw.html", session=session, notice=notice)

    def withdraw_notice(self, notice_id: str) -> AnyResponse:
        """Withdraw the notice. A second tap, or one after another person's, has the same result."""
        store, who = self._desk.notice_store, self._login.person().name
        if store.withdraw_notice(notice_id, who, self._desk.clock()):
            self._desk.taken()
        elif store.find_notice(notice_id) is None:
            abort(404)
        return redirect("/", 303)
