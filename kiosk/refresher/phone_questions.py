"""Questions, complaints and requests from phones' pages: the photo decoded in captivity, all sealed as the kiosk's own are.

A photo is written anew in memory, without what the telephone noted in it, at most 640 pixels wide or high. What came lies
in the door's folder until it is answered, and nowhere after that but in the sealed envelope."""

from __future__ import annotations

import hashlib
import json
import logging
from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from content_cache.files import in_memory, read_plain
from content_cache.jobs.sandbox import MEMORY_BYTES, Bounds
from content_cache.media.convert import ConvertTask, convert
from content_cache.media.drafts import check
from content_cache.model.concerns import read_kind
from content_cache.model.errors import CacheError, Code, FormatError
from content_cache.text.plain import clean_text
from kiosk.content.views.questions import MOST_TEXT, AskStep, AskView
from kiosk.hall.question_box import QuestionBox, hall_of
from kiosk.i18n.phrases import village
from kiosk.installation import Installation
from kiosk.post.question_photo import MOST_PHOTO, photo_type
from kiosk.post.spool import Spool
from kiosk.refresher.site.ask_pages import PhoneReceipt, by_phone, receipt_page, spool_of
from kiosk.state.question_log import QuestionLog
from kiosk.web.courier.asking import MOST_ASKED, AskOutcome, PhoneQuestion, unpack_question

_log = logging.getLogger(__name__)
_DEADLINE_S = 60.0
_REMEMBERED = 50  # questions whose page is shown again when the phone sends the same once more
_REMEMBERED_FOR = timedelta(minutes=5)  # by then a page that broke off was loaded again


class PhoneQuestions:
    """Taker of questions from phones. *log* limits how many; *now* is the kiosk's time."""

    def __init__(self, installation: Installation, log: QuestionLog, now: Callable[[], datetime]) -> None:
        self._installation = installation
        self._log = log
        self._now = now
        self._taken: OrderedDict[str, tuple[datetime, bytes]] = OrderedDict()

    def answer_phone(self, path: Path) -> bytes:
        """Take the question in the file *path*, and return the answer to the phone as JSON: `why`, or a `page`.

        The page, which has the secret code, is shown again to the same phone alone, and for five minutes.
        """
        try:
            content = read_plain(path, MOST_ASKED)
        except OSError:
            return _answer(AskOutcome.BUSY)
        mark, now = hashlib.sha256(content).hexdigest(), self._now()
        at, page = self._taken.get(mark, (None, b""))
        if at is not None and timedelta() <= now - at < _REMEMBERED_FOR:  # the phone has loaded its page again
            return page
        asked = unpack_question(content)
        if asked is not None and len(asked.text) > MOST_TEXT:
            return _answer(AskOutcome.TOO_LONG)
        if asked is None or not (text := clean_text(asked.text, MOST_TEXT).strip()):
            return _answer(AskOutcome.EMPTY)
        answer = self._take_question(asked, text)
        if answer.startswith(b'{"why": ""') and asked.sender:
            self._taken[mark] = (now, answer)
            while len(self._taken) > _REMEMBERED:
                self._taken.popitem(last=False)
        return answer

    def _take_question(self, asked: PhoneQuestion, text: str) -> bytes:
        now, box, spool = self._now(), *_box_of(self._installation, self._log)
        recipients = by_phone(box.asked())
        chosen = int(asked.whom) if asked.whom.isascii() and asked.whom.isdigit() else 0
        if spool is None or not chosen < len(recipients):
            return _answer(AskOutcome.SHUT)
        if self._log.full_for_phones(now):
            return _answer(AskOutcome.MANY)
        try:
            photo = written_anew(asked.photo) if asked.photo else b""
        except (CacheError, OSError) as error:
            _log.info("a photo by phone is not taken: %s", error)
            return _answer(AskOutcome.PHOTO)
        place = self._installation.settings.place
        view = AskView(recipients, AskStep.REVIEW, chosen, read_kind(asked.kind), text=text)
        number = box.seal_question(view, b"", place.language, now, photo)
        if not number:
            return _answer(AskOutcome.BUSY)
        self._log.note_phone(number, now)
        receipt = PhoneReceipt(number, view.kind, box.code(number), view.whom, view.to_hall)
        page = receipt_page(receipt, village(place.name), place.language)
        return _answer(None, page)


def _box_of(installation: Installation, log: QuestionLog) -> tuple[QuestionBox, Spool | None]:
    asked, spool = installation.settings.questions, spool_of(installation)
    return QuestionBox(asked, log, spool, hall_of(asked, installation.data)), spool


def written_anew(photo: bytes) -> bytes:
    """Return the photo decoded in a bounded child and written anew, small, without its metadata. Raise CacheError, OSError."""
    with in_memory(photo) as coming, in_memory() as going, in_memory() as small:
        task = ConvertTask(coming=coming.fileno(), going=going.fileno(), small=small.fileno())
        handed = (task.coming, task.going, task.small)
        (made,) = Bounds(MEMORY_BYTES)(_DEADLINE_S, convert, (task,), handed=handed)
        if made.error is not None:
            raise FormatError(Code.UNDECODABLE)
        file, ending = (small, ".jpg") if small.seek(0, 2) else (going, made.ending)
        check(file, ending)
        file.seek(0)
        content = file.read(MOST_PHOTO + 1)
    if len(content) > MOST_PHOTO or not photo_type(content):
        raise FormatError(Code.UNDECODABLE)
    return content


def _answer(why: AskOutcome | None, page: str = "") -> bytes:
    return json.dumps({"why": str(why or ""), "page": page}, ensure_ascii=False).encode()
