"""Files of a draft: photos, films, documents and recordings, uploaded in a form, read by OCR, sent back to the page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import BinaryIO, cast

from flask import abort, g, request, send_file
from werkzeug.wrappers.response import Response as AnyResponse

from content_cache.model.problems import Problem, problem
from content_cache.ocr.draft import draft_of
from kiosk.hall.desk import attaching
from kiosk.hall.desk.attaching import AttachmentCard
from kiosk.hall.desk.login import PERSON, DeskContext, LoginPages
from kiosk.hall.desk.unfinished import UnfinishedNotices
from kiosk.hall.notices.faults import NoticeCode, RefusedError
from kiosk.hall.notices.notice import MOST_ATTACHED, PICTURE_TEXT_LIMIT, Attached
from kiosk.hall.notices.store import beside
from kiosk.hall.notices.uploads import take_attached
from kiosk.web.routes import Route


class DraftFiles:
    """Files of drafts, for people whom *login* knows. Files that *unfinished* forms name are never removed to make room."""

    def __init__(self, desk: DeskContext, login: LoginPages, unfinished: UnfinishedNotices) -> None:
        self._desk = desk
        self._login = login
        self._unfinished = unfinished

    def routes(self) -> tuple[Route, ...]:
        """Return the routes of these pages, each with who may request it."""
        return (Route("GET", "/berkas/<name>", self.send_file, PERSON),)

    def attached(self, faults: dict[str, Problem]) -> tuple[tuple[Attached, ...], bool]:
        """Return the attachments of the form, kept and newly sent, and whether any is new. Lost or refused files are
        added to *faults*."""
        store = self._desk.notice_store
        named = attaching.of_form(request.form)
        films = self._desk.films
        # first the originals of films: they are deleted once the film is there
        kept = [each for each in named if films.waits(each.file) or store.find_file(each.file) is not None]
        for lost in (each for each in named if each not in kept):
            faults["foto"] = films.fault(lost.file) or problem(NoticeCode.PHOTO_GONE)
        sent = [file for file in request.files.getlist("foto") if file.filename]
        if len(kept) + len(sent) > MOST_ATTACHED:
            faults["foto"] = problem(NoticeCode.TOO_MANY_PHOTOS, most=MOST_ATTACHED)
        streams = [cast(BinaryIO, file.stream) for file in sent[: MOST_ATTACHED - len(kept)]]
        if streams:
            try:
                store.make_room(self._needed(named))
            except RefusedError as error:
                faults["foto"], streams = error.problem, []
        taken: list[Attached] = []
        for one in take_attached(streams, store.drafts, films=True) if streams else ():
            if isinstance(one, RefusedError):
                faults["foto"] = one.problem
            else:
                taken.append(one)
                self.reading(one)
        both = {each.file: each for each in (*taken, *kept)}  # the same picture sent again is that picture
        ordered = dict.fromkeys(each.file for each in (*kept, *taken))
        return tuple(both[name] for name in ordered), bool(taken)

    def taken(self, name: str, take: Callable[..., str], faults: dict[str, Problem]) -> str:
        sent = request.files.get(name)
        if sent is None or not sent.filename:
            return ""
        try:
            self._desk.notice_store.make_room(self._needed(attaching.of_form(request.form)))
            return take(sent.stream, self._desk.notice_store.drafts)
        except RefusedError as error:
            faults[name] = error.problem
            return ""

    def _needed(self, named: Sequence[Attached]) -> set[str]:
        """Return the files that must stay: those of this form, of unfinished forms, and of notices in preview."""
        looked_at = {name for draft in (g.session or g.faded).drafts.values() for name in draft.notice.files}
        return self._unfinished.files() | looked_at | {each.file for each in named} | {request.form.get("rekaman", "")}

    def reading(self, each: Attached) -> bool:
        if each.is_film:
            return self._desk.films.making(each.file)
        return each.text is None and not each.pages and self._desk.texts.reading(each.file)

    def to_be_looked_at(self, each: Attached) -> bool:
        """Return whether *each* is a film still being made, or a picture whose OCR text nobody has checked."""
        if each.is_film:
            return self.reading(each)
        found = self._desk.texts.text_of(each.file) if each.text is None else None
        return found is not None and bool(found.blocks)

    def card(self, each: Attached) -> AttachmentCard:
        if each.is_film:
            return AttachmentCard(each, state="making" if self.reading(each) else "film")
        found = self._desk.texts.text_of(each.file)
        text = each.text if each.text is not None else draft_of(found)[:PICTURE_TEXT_LIMIT] if found else ""
        state = "reading" if self.reading(each) else "" if found is None else "found" if found.blocks else "none"
        size = attaching.size_of(self._desk.notice_store.find_file(each.file))
        return AttachmentCard(each, text, state, tuple(attaching.doubts_of(text, found)), *size)

    def send_file(self, name: str) -> AnyResponse:
        """Send a picture of a draft or notice, the first page of a document, or a film. With `kecil` send the small
        picture if there is one, or the still of a film. Abort with 404 for any other name."""
        store = self._desk.notice_store
        if not attaching.FILE.fullmatch(name):
            abort(404)
        small = beside(store.drafts / name)[0]
        wants_small = name.endswith(".pdf") or request.args.get("kecil")
        found = small if wants_small and small.is_file() else store.find_file(name)
        if found is None or found.suffix == ".pdf":
            abort(404)
        return send_file(found)
