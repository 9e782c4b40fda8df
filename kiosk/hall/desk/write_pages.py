"""Pages to write or change a notice: its form with all faults. Typed text is stored before anything else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from flask import abort, g, redirect, render_template, request
from msgspec.structs import replace
from werkzeug.wrappers.response import Response as AnyResponse

from content_cache.model.problems import Problem, problem
from content_cache.ocr.draft import likely_title
from kiosk.hall.desk import attaching
from kiosk.hall.desk.draft_files import DraftFiles
from kiosk.hall.desk.drafts import Previewed
from kiosk.hall.desk.faults import DeskCode, PersonError
from kiosk.hall.desk.login import PERSON, DeskContext, LoginPages
from kiosk.hall.desk.unfinished import DRAFT, UnfinishedNotices
from kiosk.hall.notices.event_times import with_day
from kiosk.hall.notices.notice import (
    KEPT,
    LOOPS,
    MOST_ATTACHED,
    TITLE_LIMIT,
    UNTIL,
    Attached,
    Form,
    Notice,
    NoticeKind,
    changed,
    from_form,
)
from kiosk.hall.notices.store import new_id
from kiosk.hall.notices.uploads import take_voice
from kiosk.i18n.dates import written_date
from kiosk.i18n.translation import FALLBACK
from kiosk.web.routes import Route
from kiosk.web.sessions import Session

MEANWHILE = "sejak"
"""Field of the form with the version of the notice that it was filled with. It is also the key of the message that
others changed it."""

_MOST_FAULTS = 60  # forms


class WritePages:
    """Pages for people whom *login* knows."""

    def __init__(self, desk: DeskContext, login: LoginPages, unfinished: UnfinishedNotices, files: DraftFiles) -> None:
        self._desk = desk
        self._login = login
        self._unfinished = unfinished
        self._files = files
        self._faults: dict[tuple[str, str], Mapping[str, Problem]] = {}

    def routes(self) -> tuple[Route, ...]:
        """Return the routes of these pages, each with who may request it."""
        return (
            Route("GET", "/tulis", self.write_page, PERSON),
            Route("POST", "/tulis", self.write, PERSON, keeps=True),
            Route("GET", "/ubah/<notice_id>", self.change_page, PERSON),
            Route("POST", "/buang", self.throw_away, PERSON),
        )

    def write_page(self) -> AnyResponse | str:
        """Show an empty form, or the unfinished one named in `lanjut`. While OCR reads its pictures show a page that
        waits, unless `langsung`. The address has the draft's id, so that the phone's back key leads from the preview to
        this draft."""
        kind, draft = request.args.get("jenis", NoticeKind.ANNOUNCEMENT), request.args.get("lanjut", "")
        if not draft:
            return redirect(f"/tulis?{urlencode({'lanjut': new_id(), 'jenis': kind})}", 303)
        kept = self._unfinished.find_unfinished(self._login.person().id, draft, self._desk.clock())
        if kept is None:
            is_new = DRAFT.fullmatch(draft) and self._desk.notice_store.find_notice(draft) is None
            return self.form_page(draft if is_new else new_id(), Form({"jenis": str(kind), "sampai": "besok"}))
        waits = [each.file for each in kept.attached if self._files.reading(each)]
        if waits and not request.args.get("langsung"):
            return render_template(
                "wait.html",
                session=g.session,
                draft=draft,
                left=len(waits),
                all=sum(not each.pages for each in kept.attached),
                films=any(each.is_film for each in kept.attached if each.file in waits),
            )
        failed = {each.file: fault for each in kept.attached if (fault := self._desk.films.fault(each.file))}
        faults = dict(self._faults.get((self._login.session().csrf, draft), {}))
        faults |= {"foto": next(iter(failed.values()))} if failed else {}
        attached = [each for each in kept.attached if each.file not in failed]
        return self.form_page(draft, Form(kept.values, faults), attached, kept.voice)

    def change_page(self, notice_id: str) -> str:
        notice = self._desk.notice_store.find_notice(notice_id)
        if notice is None or notice.over(self._desk.clock()):
            abort(404)
        return self.form_page(notice.id, filled(notice), notice.attached, notice.voice)

    def form_page(
        self,
        draft: str,
        form: Form,
        attached: Sequence[Attached] = (),
        voice: str = "",
        meanwhile: Notice | None = None,
    ) -> str:
        """Return the page of the form of *draft*. *meanwhile* is the notice as somebody else changed it, shown beside the form."""
        others = [person for person in self._desk.people.list_clerks() if person.id != self._login.person().id]
        before = self._desk.notice_store.find_notice(draft)
        cards = [self._files.card(each) for each in attached]
        if cards and not form.values.get("judul"):
            titles = (
                likely_title(found, TITLE_LIMIT) for each in attached if (found := self._desk.texts.text_of(each.file))
            )
            form = replace(form, values={**form.values, "judul": next(filter(None, titles), "")})
        return render_template(
            "write.html", session=self._login.session(), form=form, until=UNTIL, loops=LOOPS, others=others, draft=draft,
            kept=before.ends if before is not None and not before.over(self._desk.clock()) else None,
            cards=cards, voice=voice, most=MOST_ATTACHED, able=self._desk.texts.able, meanwhile=meanwhile,
        )  # fmt: skip

    def write(self) -> AnyResponse | str:
        """Take the submitted form: redirect to the preview, back to the form with its faults, or to the page that waits
        for OCR. The text is stored first. After the end of a session it is only stored."""
        session: Session[Previewed] = g.session or g.faded or self._login.session()
        person, now = self._login.person(session), self._desk.clock()
        draft = request.form.get("naskah", "")
        if not DRAFT.fullmatch(draft):
            draft = new_id()
        begun_as = draft
        found, faults = self._desk.notice_store.find_notice(draft), dict[str, Problem]()
        before = found if found is not None and not found.over(now) else None
        if before is None and found is not None:
            draft = new_id()
        attached, new = self._files.attached(faults)
        kept_voice = request.form.get("rekaman", "")
        voice = self._files.taken("suara", take_voice, faults) or (
            kept_voice if attaching.SOUND.fullmatch(kept_voice) else ""
        )
        typed = with_day(request.form, now)
        kept = self._unfinished.store_notice(person.id, draft, typed, now, attached, voice)
        if kept and draft != begun_as:
            self._unfinished.delete_notice(person.id, begun_as)
        if g.session is None:
            return redirect("/?aman=1", 303) if kept else self._login.not_kept()
        looked = attaching.looked_at(request.form)
        again = new or request.form.get("lagi") or any(map(self._files.to_be_looked_at, attached))
        if again and not faults:
            return redirect(f"/tulis?lanjut={draft}", 303)
        notice, form = from_form(typed, draft, person.name, now, before=before)
        faults = {**form.faults, **faults}
        since, began = (before.form_version if before else ""), request.form.get("sejak", "")
        if found is not None and began and began != found.form_version:
            return self.overtaken(draft, form, faults, found, attached, voice)
        settled = attaching.settled(attached, looked, faults)
        second = self._second(faults) if request.form.get("jenis") == NoticeKind.EMERGENCY else ""
        if notice is None or faults:
            if kept:
                return self._again(session, draft, faults)
            return self.form_page(draft, replace(form, faults=faults), attached, voice)
        self._faults.pop((session.csrf, draft), None)
        notice = replace(notice, attached=settled, voice=voice, second=second)
        session.preview(Previewed(changed(before, notice, now) if before else notice, since))
        return redirect(f"/lihat/{draft}", 303)

    def _again(self, session: Session[Previewed], draft: str, faults: Mapping[str, Problem]) -> AnyResponse:
        """Redirect to the form with *faults*, under an address of its own. A phone caches no page of this desk: after
        the direct answer to a form its back key would show an error of the browser."""
        self._faults = dict([*self._faults.items()][-_MOST_FAULTS:]) | {(session.csrf, draft): faults}
        return redirect(f"/tulis?{urlencode({'lanjut': draft, 'langsung': '1'})}", 303)

    def overtaken(
        self,
        draft: str,
        form: Form,
        faults: Mapping[str, Problem],
        meanwhile: Notice,
        attached: Sequence[Attached],
        voice: str,
    ) -> str:
        """Return the form with a message that the notice was changed or withdrawn meanwhile, and that version beside
        it. Sending the form then replaces that version."""
        now = self._desk.clock()
        over = meanwhile.over(now)
        time = f"{(meanwhile.changed or meanwhile.written).astimezone(now.tzinfo):%H.%M}"
        if over:
            told = problem(DeskCode.GONE_MEANWHILE)
        elif meanwhile.author == self._login.person().name:
            told = problem(DeskCode.CHANGED_YOURSELF, time=time)
        else:
            told = problem(DeskCode.CHANGED_MEANWHILE, name=meanwhile.author, time=time)
        values = {**form.values, "sejak": "" if over else meanwhile.form_version}
        form = Form(values, {**faults, MEANWHILE: told})
        return self.form_page(draft, form, attached, voice, meanwhile)

    def throw_away(self) -> AnyResponse:
        """Discard the draft that the form names, with its unfinished copy, and redirect to the first page."""
        self._login.done()
        draft = request.form.get("naskah", "")
        self._login.session().drafts.pop(draft, None)
        self._unfinished.delete_notice(self._login.person().id, draft)
        return redirect("/", 303)

    def _second(self, faults: dict[str, Problem]) -> str:
        """Return the name of the second person, whose PIN the form has too; "" with the problem in *faults*
        otherwise."""
        try:
            return self._login.second(DeskCode.SECOND_NEEDED)
        except PersonError as error:
            faults["saksi"] = error.problem
            return ""


def filled(notice: Notice) -> Form:
    """Return the form filled with a published notice."""
    values = {
        "jenis": str(notice.kind), "judul": notice.title, "isi": notice.text, "tempat": notice.place,
        "penting": "ya" if notice.urgent else "", "sampai": KEPT, "sejak": notice.form_version,
        "putar": next((name for name, (_, terms) in LOOPS.items() if terms == notice.loop), ""),
    }  # fmt: skip
    if notice.starts is not None:
        day = written_date(notice.starts.date(), "d MMMM y", FALLBACK)
        if notice.last_day is not None:
            day += f" s.d. {written_date(notice.last_day, 'd MMMM y', FALLBACK)}"
        closes = f"{notice.closes:%H.%M}" if notice.closes is not None else ""
        values |= {"tanggal": day, "jam": f"{notice.starts:%H.%M}", "selesai": closes}
    return Form(values)
