"""Pages to record the prompts of a language that no voice speaks, sentence by sentence."""

from __future__ import annotations

from typing import BinaryIO, cast

from flask import abort, redirect, render_template, request, send_file
from werkzeug.wrappers.response import Response as AnyResponse

from content_cache.model.problems import Problem
from kiosk.hall.desk.login import PERSON, DeskContext, LoginPages
from kiosk.hall.desk.unfinished import UnfinishedNotices
from kiosk.hall.notices.faults import RefusedError
from kiosk.hall.notices.uploads import take_voice
from kiosk.i18n.local_languages import LOCAL_LANGUAGES
from kiosk.narration.recordable import Recordable, recordable
from kiosk.state.recorded_prompts import ENOUGH, RecordedPrompts
from kiosk.web.routes import Route

PATH = "/bahasa"


class LanguagePages:
    """Pages for people whom *login* knows."""

    def __init__(self, desk: DeskContext, login: LoginPages) -> None:
        self._desk = desk
        self._login = login
        self._recorded = RecordedPrompts(desk.notice_store.folder.parent)

    def routes(self) -> tuple[Route, ...]:
        """Return the routes of these pages, each with who may request it."""
        return (
            Route("GET", PATH, self.show_languages, PERSON),
            Route("GET", f"{PATH}/<language>", self.session_page, PERSON),
            Route("POST", f"{PATH}/<language>", self.take_recording, PERSON),
            Route("GET", f"{PATH}/<language>/<words>.wav", self.send_recording, PERSON),
        )

    def show_languages(self) -> str:
        """Show for each language how many sentences are recorded here or came with an edition, how many are missing, and how many
        words those have."""
        session, told = self._login.session(), []
        for language, name in LOCAL_LANGUAGES.items():
            done, theirs = self._recorded.recorded(language), self._recorded.neighbours(language)
            left = [each for each in recordable(language) if each.key not in done | theirs]
            words = sum(len(each.words.split()) for each in left)
            came = sum(each.key in theirs - done for each in recordable(language))
            told.append((language, name, len(recordable(language)) - len(left), len(left), words, came))
        return render_template("languages.html", session=session, languages=told, enough=ENOUGH)

    def session_page(self, language: str) -> str:
        """Show the sentence `kalimat`, else the first that is not recorded. Abort with 404 for an unknown language."""
        return self._session_page(language, request.args.get("kalimat", ""), None)

    def _session_page(self, language: str, asked: str, fault: Problem | None) -> str:
        session, sentences = self._login.session(), self._sentences(language)
        done, theirs = self._recorded.recorded(language), self._recorded.neighbours(language)
        left = [each for each in sentences if each.key not in done | theirs]
        now = next((each for each in sentences if each.key == asked), None) or next(iter(left), None)
        number = sentences.index(now) + 1 if now else 0
        after = next((each for each in (*sentences[number:], *sentences[:number]) if each in left), None)
        return render_template(
            "language.html", session=session, language=language, name=LOCAL_LANGUAGES[language], sentence=now, number=number,
            all=len(sentences), recorded=now is not None and now.key in done, after=after, left=len(left), fault=fault,
            came=now is not None and now.key in theirs - done,
        )  # fmt: skip

    def take_recording(self, language: str) -> AnyResponse | str:
        """Store the uploaded recording of the sentence `kalimat`; with `buang` delete its recording. Redirect to the
        sentence, which is played back."""
        words = request.form.get("kalimat", "")
        if words not in {each.key for each in self._sentences(language)}:
            abort(404)
        if request.form.get("buang"):
            self._recorded.delete_prompt(language, words)
        else:
            sent = request.files.get("suara")
            if sent is None or not sent.filename:
                return redirect(f"{PATH}/{language}?kalimat={words}", 303)
            store = self._desk.notice_store
            try:
                store.make_room(UnfinishedNotices(store.folder).files())
                name = take_voice(cast(BinaryIO, sent.stream), store.drafts)
                self._recorded.store_recording(language, words, store.drafts / name)
            except RefusedError as error:
                return self._session_page(language, words, error.problem)
        return redirect(f"{PATH}/{language}?kalimat={words}", 303)

    def send_recording(self, language: str, words: str) -> AnyResponse:
        path = self._recorded.find_prompt(language, words)
        if path is None:
            abort(404)
        return send_file(path, mimetype="audio/wav")

    def _sentences(self, language: str) -> tuple[Recordable, ...]:
        if language not in LOCAL_LANGUAGES:
            abort(404)
        return recordable(language)
