"""Words about residents' questions that several pages use. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from content_cache.model.concerns import ConcernKind, ConcernStage
from content_cache.model.items import Answer
from kiosk.i18n.concern_words import STAGES
from kiosk.i18n.phrases import Phrases


class QuestionWords:
    """Words about questions in the language of *phrases*."""

    def __init__(self, phrases: Phrases) -> None:
        self._phrases = phrases
        self._ = phrases.translation.gettext
        self._n = phrases.translation.ngettext

    def spoken_number(self, number: int, kind: ConcernKind = ConcernKind.QUESTION) -> str:
        _ = self._
        told = {
            ConcernKind.QUESTION: _("Question number {n}"),
            ConcernKind.COMPLAINT: _("Complaint number {n}"),
            ConcernKind.LETTER: _("Request number {n}"),
        }
        return told[kind].format(n=number)

    def answered(self, numbers: Iterable[int]) -> str:
        """Return that questions *numbers* are answered, such as "Pertanyaan nomor 12 sudah dijawab."; "" for none."""
        told = [str(number) for number in numbers]
        if not told:
            return ""
        return self._n(
            "Question number {numbers} has been answered.", "Questions number {numbers} have been answered.", len(told)
        ).format(numbers=", ".join(told))

    @property
    def not_opened(self) -> str:
        return self._("This answer cannot be opened at this kiosk. Ask the staff.")

    @property
    def opening(self) -> str:
        """Return the notice on a private answer whose recording is still being decrypted."""
        return self._("The recording is being opened. Wait a moment.")

    @property
    def not_arrived(self) -> str:
        return self._("The recording has not arrived yet.")

    @property
    def not_played(self) -> str:
        return self._("The recording cannot be opened at this kiosk. Ask the staff.")

    @property
    def closed(self) -> str:
        return self._("This answer was closed. Go back and open it with its code.")

    def stage(self, stage: ConcernStage) -> str:
        """Return how far a complaint or a request has come, such as "Sedang dikerjakan"."""
        return self._(STAGES[stage])

    def by(self, answer: Answer) -> str:
        """Return who answers, such as "Kepala Desa menjawab"."""
        return self._("{name} answers").format(name=answer.said_by)
