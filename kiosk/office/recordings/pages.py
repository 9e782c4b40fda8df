"""Pages of recordings in local languages: heard, accepted for an area or refused, and withdrawn."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import groupby

from flask import Response, abort, g, redirect, render_template, request
from msgspec import Struct
from werkzeug.wrappers.response import Response as AnyResponse

from content_cache.model.problems import Problem
from kiosk.i18n.local_languages import LOCAL_LANGUAGES
from kiosk.office.base.fault_answer import faults_shown
from kiosk.office.base.faults import OfficeError
from kiosk.office.desk import Desk
from kiosk.office.people.rights import MAY
from kiosk.office.post.inbox import PostInbox
from kiosk.office.post.recordings import PromptRecording
from kiosk.office.recordings.recordings import HallRecordings, words_of
from kiosk.web.routes import Route

PATH = "/rekaman"
_SHOWN = 3  # groups of one village and language
_MOST_CHOSEN = 200


class ShownRecording(Struct, frozen=True):
    """Recording as the page shows it. `known` is the place whose recording of this sentence is in use, "" for none."""

    id: int
    words: str
    known: str = ""


class RecordingGroup(Struct, frozen=True):
    """Recordings of one village in one language. `district` is the name of its district, "" where none is known."""

    place: str
    language: str
    district: str
    rows: Sequence[ShownRecording]


class RecordingPages:
    """Pages for editors, because residents of other villages hear what is accepted."""

    def __init__(self, desk: Desk, recordings: HallRecordings, post: PostInbox) -> None:
        self._desk = desk
        self._recordings = recordings
        self._post = post
        self._words = desk.wording.words

    def routes(self) -> list[Route]:
        """Return the routes of these pages, each with the roles that may request it."""
        return [
            Route("GET", PATH, self.show_recordings, MAY["edit"]),
            Route("POST", PATH, self.decide_recordings, MAY["edit"]),
            Route("GET", "/suara/rekaman/<int(min=1, max=999999999):number>", self.send_prompt_sound, MAY["edit"]),
        ]

    def count_waiting(self) -> int:
        """Return the number for the menu."""
        try:
            return self._recordings.store.count_waiting()
        except OSError:  # the menu stands without it
            return 0

    def show_recordings(self) -> str:
        return self._recordings_page(None)

    def _recordings_page(self, fault: Problem | None) -> str:
        now = self._desk.clock()
        with suppress(OSError, OfficeError):  # on a full disk what is here is shown
            self._post.sort(now)
            if gone := self._recordings.drop_gone():
                self._desk.record_deed("", self._words("takes out recordings that a hall has taken away"), gone)
        store = self._recordings.store
        used = store.recordings("accepted")
        known = {(one.language, one.words): one.place for one in used}
        waiting = [*_groups(store.recordings("waiting"), known, self._district)]
        return render_template(
            "recordings.html",
            waiting=waiting[:_SHOWN],
            left=max(len(waiting) - _SHOWN, 0),
            used=[*_groups(used, {}, self._scope)],
            sealed=self._post.store.count_unread("prompt"),
            languages=LOCAL_LANGUAGES,
            fault=fault,
        )

    def _district(self, one: PromptRecording) -> str:
        code = self._recordings.district_of(one)
        return self._desk.areas.names.get(code, code)

    def _scope(self, one: PromptRecording) -> str:
        return self._desk.areas.names.get(one.area, one.area)

    def decide_recordings(self) -> AnyResponse | str:
        """Accept the recordings `pilih` for their district, or with `lingkup` of `semua` for all kiosks; refuse or withdraw them by
        `tolak`."""
        chosen = [
            int(each) for each in request.form.getlist("pilih")[:_MOST_CHOSEN] if each.isascii() and each.isdecimal()
        ]
        now, who = self._desk.clock(), g.person
        with faults_shown(self._recordings_page):
            if request.form.get("tolak"):
                files = self._recordings.refuse_recordings(chosen, person=who.id, now=now)
                told = self._words.plural("refuses {n} recording", "refuses {n} recordings", len(chosen))
            else:
                everywhere = request.form.get("lingkup") == "semua"
                files = self._recordings.accept_recordings(chosen, everywhere=everywhere, person=who.id, now=now)
                told = self._words.plural("accepts {n} recording", "accepts {n} recordings", len(files))
        if files or (chosen and request.form.get("tolak")):
            self._desk.record_deed(who.name, told, files)
        return redirect(PATH, 303)

    def send_prompt_sound(self, number: int) -> AnyResponse:
        """Send a recording, which browsers treat as nothing but sound. Abort with 404 where there is none."""
        sound = self._recordings.sound(number)
        if sound is None:
            abort(404)
        answer = Response(sound, mimetype="audio/ogg")
        answer.headers["Content-Disposition"] = "inline"
        return answer.make_conditional(request.environ, accept_ranges=True, complete_length=len(sound))


def _groups(
    recordings: Iterable[PromptRecording], known: dict[tuple[str, str], str], named: Callable[[PromptRecording], str]
) -> Iterator[RecordingGroup]:
    """Yield the recordings by kiosk, language and area.

    *known* has the place by language and words, *named* gives the name of the area.
    """
    for (_, language, _area), group in groupby(recordings, lambda one: (one.kiosk, one.language, one.area)):
        rows = [*group]
        shown = [ShownRecording(one.id, words_of(one), known.get((one.language, one.words), "")) for one in rows]
        yield RecordingGroup(rows[0].place, language, named(rows[0]), shown)
