"""Pages of one notice: written, saved while one types, given to an editor, made ready, withdrawn, merged with another's changes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import BinaryIO, cast
from urllib.parse import quote

from flask import Response, abort, g, jsonify, redirect, render_template, request, send_file
from msgspec import to_builtins
from werkzeug.wrappers.response import Response as AnyResponse

from content_cache.model.groups import spelled
from content_cache.model.problems import Problem
from content_cache.model.vocabulary import Category, Verdict
from content_cache.ocr import tesseract
from kiosk.office.base.fault_answer import faults_shown
from kiosk.office.base.faults import OfficeCode
from kiosk.office.desk import Desk
from kiosk.office.editions.folder import FolderNotice
from kiosk.office.notices import parts as of_parts
from kiosk.office.notices.advice import Advice, advice
from kiosk.office.notices.attachment_list import list_attachments
from kiosk.office.notices.attachments import MOST_FILES, TRIED, Attachments
from kiosk.office.notices.event_fields import Understood, examples, understood
from kiosk.office.notices.form import NoticeForm, stamp
from kiosk.office.notices.listing import NoticeEntry
from kiosk.office.notices.notices import Notices, OpenedNotice, Saved
from kiosk.office.notices.parts import BODY, Parts
from kiosk.office.notices.polls import Polls, Sums
from kiosk.office.notices.starters import STARTERS, starter_parts
from kiosk.office.notices.withdrawal import withdraw_noted
from kiosk.office.people.people import Person, Role
from kiosk.office.people.rights import MAY
from kiosk.office.sounds.hearing import sentences
from kiosk.office.sounds.pages import SoundPages
from kiosk.office.sounds.sounds import Sounds
from kiosk.web.routes import Route

_LASTS = timedelta(days=7)
_OF_ONE_DAY = ("publish_from", "expires", "starts", "ends", "repeats", "except", "also", "poll", "answers", "audio")
_CATEGORIES = (Category.NEWS, Category.ANNOUNCEMENT, Category.EVENT, Category.SERVICE, Category.CLARIFICATION)


class WritingPages:
    """Pages for those who write. All may read others' notices; editors may change them."""

    def __init__(
        self,
        desk: Desk,
        notices: Notices,
        polls: Polls,
        sounds: Sounds,
        sound_pages: SoundPages,
        written_at: Callable[[], float],
    ) -> None:
        self._desk = desk
        self._notices = notices
        self._written_at = written_at
        self._sounds = sounds
        self._polls = polls
        self._sound_pages = sound_pages
        self._wording = desk.wording
        self._words = desk.wording.words
        self._attachments = Attachments(desk.folder, notices.private, tesseract.find())
        self._notice_form = NoticeForm(desk, self._attachments)

    def routes(self) -> list[Route]:
        """Return the routes of these pages, each with the roles that may request it."""
        return [
            Route("GET", "/tulis", self.new_page, MAY["write"]),
            Route("GET", "/kabar/<path:name>", self.show_draft, MAY["write"]),
            Route("POST", "/salin/<path:name>", self.copy_notice, MAY["write"]),
            Route("POST", "/kabar/<path:name>", self.write, MAY["write"], keeps=True),
            Route("POST", "/simpan/<path:name>", self.autosave, MAY["write"], keeps=True),
            Route("POST", "/lampiran/<path:name>", self.attach, MAY["write"]),
            Route("GET", "/gambar/<path:name>", self.send_picture, MAY["write"]),
            Route("GET", "/berkas/<path:name>", self.send_attachment, MAY["write"]),
            Route("GET", "/gabung/<path:name>", self.merge_page, MAY["write"]),
            Route("POST", "/gabung/<path:name>", self.merge, MAY["write"]),
            Route("POST", "/minta/<path:name>", self.request_review, MAY["write"]),
            Route("POST", "/buang/<path:name>", self.throw_away, MAY["write"]),
            Route("POST", "/siap/<path:name>", self.ready, MAY["edit"]),
            Route("POST", "/tarik/<path:name>", self.withdraw_notice, MAY["edit"]),
            Route("POST", "/kembalikan/<path:name>", self.show_again, MAY["edit"]),
        ]

    # the form

    def new_page(self) -> str:
        """Show the form of a new notice, empty or with a starter, and an end in a week. Nothing is stored until it is
        first saved."""
        now = self._desk.clock()
        kind = request.args.get("jenis", "")
        parts = {"category": kind if kind in list(_CATEGORIES) else str(Category.ANNOUNCEMENT)}
        parts |= starter_parts(request.args.get("mulai", ""), self._words)
        parts["expires"] = stamp((now + _LASTS).replace(hour=18, minute=0))
        return self._form(OpenedNotice(self._notices.new_name("", now), parts, "", live=False, draft=False, noted={}))

    def copy_notice(self, name: str) -> AnyResponse:
        """Begin a new draft with the words, villages and pictures of the notice *name*, without its days, poll and recording."""
        now, opened = self._desk.clock(), self._notices.open(name)
        parts = {part: text for part, text in opened.parts.items() if part not in _OF_ONE_DAY}
        other = self._notices.new_name(parts.get("title", ""), now)
        self._notices.save_draft(other, "", parts, g.person.id, now)
        self._notices.commit_notice(
            other, g.person.name, self._words("writes “{title}”", title=parts.get("title") or other), now
        )
        return redirect(f"/kabar/{quote(other)}", 303)

    def show_draft(self, name: str) -> AnyResponse | str:
        opened = self._notices.open(name)
        if not may_change(opened):
            return self._read_only_page(opened)
        return self._form(opened, saved=request.args.get("tersimpan", ""))

    def _form(self, opened: OpenedNotice, *, fault: Problem | None = None, saved: str = "") -> str:
        now = self._desk.clock()
        others = self._others(opened.name)
        entry, since = self._entry(opened.name), self._written_at()
        notice, told = advice(self._notices, opened.name, opened.parts, now, self._desk.areas.names)
        office = self._desk.office()
        heard = (
            sentences(notice, office, now, self._sounds.everywhere())
            if notice is not None and opened.parts.get("title")
            else []
        )
        outlines, height = self._desk.areas.outlines
        chosen = opened.parts.get("areas", "").split()
        attached = list_attachments(opened.parts, self._desk.folder)
        return render_template(
            "write.html",
            opened=opened,
            values=self._notice_form.values(opened.parts),
            categories=_CATEGORIES,
            verdicts=list(Verdict),
            requirements=opened.parts.get("requirements", ""),
            attached=attached,
            weight=sum(max(one.size, 0) for one in attached),
            found={one["file"]: self._attachments.found_text(one["file"]) for one in of_parts.pictures(opened.parts)},
            reads=self._attachments.reads,
            chosen=chosen,
            groups=", ".join(opened.parts.get("groups", "").splitlines()),
            known_groups=sorted({spelled(each) for entry in self._notices.all(now) for each in entry.groups}),
            tree=self._desk.areas.tree(office.area),
            unknown=[code for code in chosen if code not in self._desk.areas.names],
            outlines=outlines,
            covers=_covers,
            height=height,
            advice=told if opened.live or opened.draft else (),  # an empty form has no faults yet
            heard=heard,
            others=others,
            fault=fault,
            saved=saved,
            author=office.publisher or office.title,
            may_publish=g.person.may({Role.EDITOR}),
            waits=entry is not None and entry.waits(since),
            is_out=entry is not None and entry.is_out(since),
            unmerged=self._notices.own_copy(opened.name, g.person.id) is not None,
            poll=self._poll(notice),
            understood=self._understood(notice),
            repeat_examples=examples(now),
            starters=STARTERS,
        )

    def _understood(self, notice: FolderNotice | None) -> Understood:
        """Return what is understood of the dates of an event; empty for a notice of another kind."""
        if notice is None or notice.category is not Category.EVENT:
            return Understood()
        return understood(notice, self._words, self._wording.zone, self._desk.clock())

    def _entry(self, name: str) -> NoticeEntry | None:
        """Return the notice *name* as lists have it; `None` if it was never saved."""
        return next((each for each in self._notices.all(self._desk.clock()) if each.name == name), None)

    def _read_only_page(self, opened: OpenedNotice) -> str:
        """Show the notice to a person who may only read it."""
        now = self._desk.clock()
        notice, _ = advice(self._notices, opened.name, opened.parts, now, {})
        heard = sentences(notice, self._desk.office(), now, self._sounds.everywhere()) if notice is not None else []
        return render_template("read.html", opened=opened, heard=heard, pictures=of_parts.pictures(opened.parts))

    def _poll(self, notice: FolderNotice | None) -> tuple[Sums | None, int]:
        """Return the result of the notice's poll, and the number of unopened envelopes with votes."""
        try:
            sums = self._polls.sums(notice, self._desk.areas.names) if notice is not None else None
            return sums, self._polls.unopened() if sums is not None else 0
        except OSError:  # the notice can be written without it
            return None, 0

    def write(self, name: str) -> AnyResponse | str:
        """Save the whole form as a draft, then do what its `lalu` says. If the session has ended, the text is saved
        before the login."""
        now, person = self._desk.clock(), g.person
        opened, mine, fault = self._typed(name)
        with faults_shown(lambda fault: self._form(_with(opened, mine), fault=fault)):
            saved = self._saved(opened, mine, now)
        if g.session is None:
            back = f"/gabung/{quote(name)}" if saved.conflicts else f"/kabar/{quote(name)}"
            return redirect(f"/masuk?aman={self._wording.clock(now)}&ke={quote(back)}", 303)
        if saved.conflicts:
            return redirect(f"/gabung/{quote(name)}", 303)
        self._notices.commit_notice(
            name, person.name, self._words("writes “{title}”", title=mine.get("title") or name), now
        )
        if fault is not None:
            return self._form(self._notices.open(name), fault=fault)
        match request.form.get("lalu", ""):
            case "bunyi":
                return self._mend_sound(name)
            case "minta":
                return self.request_review(name)
            case "siap":
                return self.ready(name) if person.may({Role.EDITOR}) else abort(403, "role")
            case _:
                part = (
                    "#b-gambar" if "naik" in request.form or any(key.endswith(":buang") for key in request.form) else ""
                )
                return redirect(f"/kabar/{quote(name)}?tersimpan={self._wording.clock(now)}{part}", 303)

    def _mend_sound(self, name: str) -> AnyResponse | str:
        """Set the sound of a word (`tulisan`, `ucapan`) for all notices, and return to the form. Abort with 403 if the
        person is no editor."""
        if not g.person.may({Role.EDITOR}):
            abort(403, "role")
        with faults_shown(lambda fault: self._form(self._notices.open(name), fault=fault)):
            self._sound_pages.mend_sound(request.form.get("tulisan", ""), request.form.get("ucapan", ""))
        return redirect(f"/kabar/{quote(name)}?tersimpan={self._wording.clock(self._desk.clock())}#b-dengar", 303)

    def autosave(self, name: str) -> AnyResponse:
        """Save the form that the page's script sends while somebody types. Answer JSON: the new version, others'
        changes, advice, and the sentences as they are read."""
        now = self._desk.clock()
        opened, mine, _ = self._typed(name, files=False)
        with faults_shown(lambda fault: _json({"fault": self._words.problem(fault)}, _status(fault))):
            saved = self._saved(opened, mine, now)
        if g.session is None:
            return _json({"ended": True, "saved": self._wording.clock(now), "version": saved.own}, 401)
        if saved.conflicts:
            return _json({"conflict": f"/gabung/{quote(name)}"}, 409)
        return _json(self._saved_answer(name, saved, now))

    def _saved(self, opened: OpenedNotice, mine: Parts, now: datetime) -> Saved:
        """Save *mine* as a draft. If the person may no longer change the notice, because an editor took it over, keep
        it as the person's copy. Raise OfficeError."""
        base, notices = request.form.get("dasar", ""), self._notices
        if may_change(opened):
            return notices.save_draft(opened.name, base, mine, g.person.id, now)
        notices.keep_copy(opened.name, g.person.id, mine, base)
        return Saved(opened.version, mine, conflicts=(BODY,))

    def _saved_answer(self, name: str, saved: Saved, now: datetime) -> dict[str, object]:
        notice, found = advice(self._notices, name, saved.parts, now, self._desk.areas.names)
        heard = sentences(notice, self._desk.office(), now, self._sounds.everywhere()) if notice is not None else []
        return {
            "version": saved.version,
            "own": saved.own,
            "saved": self._wording.clock(now),
            "merged": self._notice_form.merged(saved),
            "others": self._others(name),
            "heard": heard,
            "understood": to_builtins(self._understood(notice)),
            "read": self._notice_form.shown(saved.parts),
            "advice": [self._advice(each) for each in found],
        }

    def _advice(self, one: Advice) -> dict[str, object]:
        return {
            "part": one.part,
            "text": self._words.problem(one.problem),
            "serious": one.serious,
            "replace": list(one.replace or ()),
        }

    def _typed(self, name: str, *, files: bool = True) -> tuple[OpenedNotice, Parts, Problem | None]:
        """Return the notice as stored, the parts that the form makes of it, and the problem of an unfit attachment, if
        any. Abort with 403 if the person may not change it."""
        opened = self._notices.open_or_empty(name)
        known = self._notices.parts_of(request.form.get("dasar", ""))
        if not may_change(opened) and known is None:
            abort(403, "role")
        mine = self._notice_form.read(request.form, known or opened.parts)
        sent = request.files.getlist("lampiran") if files and may_change(opened) else []
        named = [(cast(BinaryIO, file.stream), file.filename) for file in sent if file.filename]
        fault = self._attachments.take_into(mine, named[:MOST_FILES])
        if not files or "gambar_ada" in request.form:
            self._notice_form.describe(mine, request.form)
        return opened, {part: value for part, value in mine.items() if value}, fault

    def attach(self, name: str) -> AnyResponse:
        """Store a file that the page's script sends, and put it into the draft. Answer JSON."""
        now = self._desk.clock()
        opened, mine, fault = self._typed(name)
        if fault is not None:
            return _json({"fault": self._words.problem(fault)}, _status(fault))
        with faults_shown(lambda fault: _json({"fault": self._words.problem(fault)}, _status(fault))):
            saved = self._saved(opened, mine, now)
        if saved.conflicts:
            return _json({"conflict": f"/gabung/{quote(name)}"}, 409)
        return _json({"version": saved.own, "page": f"/kabar/{quote(name)}#b-gambar"})

    def send_picture(self, name: str) -> AnyResponse:
        """Return a picture of the folder, small. Abort with 404 for any other file."""
        path = self._attachments.small(name)
        if path is None:
            abort(404)
        answer = send_file(path, max_age=3_600)
        answer.headers["Cache-Control"] = "private, max-age=3600"
        return answer

    def send_attachment(self, name: str) -> AnyResponse:
        """Return a stored film, recording or document whole. Abort with 404 for any other file."""
        path = self._attachments.whole_file(name)
        if path is None:
            abort(404)
        answer = send_file(path, mimetype=TRIED[path.suffix], conditional=True)
        answer.headers["Cache-Control"] = "private, no-cache"
        return answer

    # two people's

    def merge_page(self, name: str) -> AnyResponse | str:
        copy = self._notices.own_copy(name, g.person.id)
        if copy is None:
            return redirect(f"/kabar/{quote(name)}")
        opened = self._notices.open_or_empty(name)
        merged = self._notices.together(copy, opened)
        may = bool(opened.version) and may_change(opened)
        both = {part: (copy.parts.get(part, ""), opened.parts.get(part, "")) for part in of_parts.NAMES}
        shown = merged.conflicts if may else [part for part, (own, other) in both.items() if own != other]
        rows = [(part, *both[part]) for part in shown]
        by = self._desk.people.find_person(opened.noted.get("last", opened.noted.get("by", "")))
        return render_template("join.html", opened=opened, rows=rows, by=by, may=may)

    def merge(self, name: str) -> AnyResponse | str:
        """Save the merge of two people's texts with the choice made for each part, or save the own text as a new draft."""
        notices, now = self._notices, self._desk.clock()
        copy = notices.own_copy(name, g.person.id)
        if copy is None:
            return redirect(f"/kabar/{quote(name)}", 303)
        opened, alone = self._notices.open_or_empty(name), request.form.get("lalu") == "lain"
        if not alone and not (opened.version and may_change(opened)):
            abort(403, "role")
        with faults_shown(lambda fault: self._form(_with(opened, copy.parts), fault=fault)):
            if alone:
                other = notices.new_name(copy.parts.get("title", ""), now)
                notices.save_draft(other, "", copy.parts, g.person.id, now)
                notices.drop_copy(name, g.person.id)
                notices.commit_notice(
                    other, g.person.name, self._words("writes “{title}”", title=copy.parts.get("title") or other), now
                )
                return redirect(f"/kabar/{quote(other)}", 303)
            merged = notices.together(copy, opened)
            theirs = {
                part: opened.parts.get(part, "")
                for part in merged.conflicts
                if request.form.get(f"bagian:{part}") == "lain"
            }
            if merged.conflicts and request.form.get("dasar") != opened.version:
                return redirect(f"/gabung/{quote(name)}", 303)  # it has changed again: the choice was for another text
            saved = notices.save_draft(name, opened.version, {**merged.parts, **theirs}, g.person.id, now)
        if saved.conflicts:
            return redirect(f"/gabung/{quote(name)}", 303)
        notices.drop_copy(name, g.person.id)
        notices.commit_notice(
            name,
            g.person.name,
            self._words("puts two texts together: “{title}”", title=opened.parts.get("title", name)),
            now,
        )
        return redirect(f"/kabar/{quote(name)}", 303)

    # next steps

    def request_review(self, name: str) -> AnyResponse:
        """Mark the draft as waiting for an editor to read it. Abort with 403 if the person may not change it."""
        now, opened = self._desk.clock(), self._notices.open(name)
        if not may_change(opened):
            abort(403, "role")
        self._notices.save_draft(
            name, opened.version, opened.parts, g.person.id, now, noted={"asked": now.isoformat(timespec="minutes")}
        )
        self._notices.commit_notice(
            name, g.person.name, self._words("asks for a reader: “{title}”", title=opened.parts.get("title", name)), now
        )
        return redirect(f"/kabar?lihat=rancangan&minta={self._wording.clock(now)}", 303)

    def ready(self, name: str) -> AnyResponse | str:
        """Make the draft ready, so that the next edition has it. Show the form again if serious advice stands against it."""
        now, opened = self._desk.clock(), self._notices.open(name)
        _, found = advice(self._notices, name, opened.parts, now, self._desk.areas.names)
        serious = next((each.problem for each in found if each.serious), None)
        if serious is not None:
            return self._form(opened, fault=serious)
        with faults_shown(lambda fault: self._form(opened, fault=fault)):
            saved = self._notices.make_ready(name)
        if saved is not None and saved.conflicts:
            self._notices.keep_copy(name, g.person.id, opened.parts, opened.noted.get("of", ""))
            return redirect(f"/gabung/{quote(name)}", 303)
        self._notices.commit_notice(
            name, g.person.name, self._words("makes ready “{title}”", title=opened.parts.get("title", name)), now
        )
        return redirect("/terbitkan", 303)

    def withdraw_notice(self, name: str) -> AnyResponse:
        title = self._notices.live_title(name)
        withdraw_noted(self._notices, self._words, name, title, g.person.name, self._desk.clock())
        return redirect("/kabar?lihat=ditarik", 303)

    def show_again(self, name: str) -> AnyResponse | str:
        return self.ready(name)

    def throw_away(self, name: str) -> AnyResponse:
        now, opened = self._desk.clock(), self._notices.open(name)
        if not may_change(opened):
            abort(403, "role")
        self._notices.commit_notice(
            name, g.person.name, self._words("draft “{title}”", title=opened.parts.get("title", name)), now
        )
        self._notices.throw_away(name)
        self._notices.commit_notice(
            name,
            g.person.name,
            self._words("throws the draft “{title}” away", title=opened.parts.get("title", name)),
            now,
        )
        return redirect("/kabar?lihat=rancangan", 303)

    # small things

    def _others(self, name: str) -> list[str]:
        ids = self._notices.present(name, g.person.id)
        people = (self._desk.people.find_person(each) for each in ids)
        return [person.name.split(" ")[0] for person in people if person is not None]


def may_change(opened: OpenedNotice) -> bool:
    """Return whether the person of this request may change the notice. Editors may change all notices, others new ones
    and their own drafts."""
    person: Person = g.person
    new = not opened.live and not opened.draft
    return person.may({Role.EDITOR}) or new or (opened.draft and opened.noted.get("by") == person.id)


def _covers(chosen: Sequence[str], code: str) -> bool:
    """Return whether *code*, or an area that contains it, is among the *chosen* ones."""
    return any(code == each or code.startswith(f"{each}.") for each in chosen)


def _status(fault: Problem) -> int:
    return {OfficeCode.NO_ROOM.value: 507, OfficeCode.NO_SUCH_NOTICE.value: 404}.get(fault.code, 422)


def _with(opened: OpenedNotice, parts: Parts) -> OpenedNotice:
    return OpenedNotice(opened.name, parts, request.form.get("dasar", ""), opened.live, opened.draft, opened.noted)


def _json(told: dict[str, object], status: int = 200) -> Response:
    answer = jsonify(told)
    answer.status_code = status
    return answer
