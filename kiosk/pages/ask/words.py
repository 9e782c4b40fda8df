"""Words of the page on which a resident asks, written and spoken."""

from __future__ import annotations

from datetime import datetime

from content_cache.model.concerns import ConcernKind
from kiosk.content.views.questions import AskStep, AskView, Recipient
from kiosk.core.clock import Moment
from kiosk.i18n.concern_words import KIND_NAMES
from kiosk.i18n.phrases import Phrases
from kiosk.narration.page_words import PageWords
from kiosk.narration.question_words import QuestionWords


class AskWords(PageWords[AskView]):
    """Words of each step and its result."""

    def __init__(self, phrases: Phrases) -> None:
        super().__init__(phrases)
        self._n = phrases.translation.ngettext
        self.number = QuestionWords(phrases).spoken_number

    # single lines

    @property
    def prompt(self) -> str:
        return self._("Please speak after the tone.")

    def kinds(self) -> tuple[tuple[str, str, str], ...]:
        """Return icon, name and use of each kind, in their order."""
        icons = ("chat-circle-dots", "megaphone", "identification-card")
        return tuple(
            (icon, self._(name), self._(use)) for icon, (name, use) in zip(icons, KIND_NAMES.values(), strict=True)
        )

    def kind(self, kind: ConcernKind) -> str:
        """Return the name of *kind*."""
        return self.kinds()[[*ConcernKind].index(kind)][1]

    def title(self, view: AskView) -> str:
        """Return the title of the page: what is done here, or the chosen kind if it is no question."""
        return self.kind(view.kind) if view.kind is not ConcernKind.QUESTION else self._("Ask the village staff")

    @property
    def kind_heading(self) -> str:
        return self._("What do you bring?")

    def whom_heading(self, kind: ConcernKind) -> str:
        _ = self._
        return {
            ConcernKind.QUESTION: _("Whom is this question for?"),
            ConcernKind.COMPLAINT: _("Whom is this complaint for?"),
            ConcernKind.LETTER: _("Whom is this request for?"),
        }[kind]

    @property
    def choose_first(self) -> str:
        return self._("First choose whom it is for.")

    @property
    def write_first(self) -> str:
        return self._("Write your question first.")

    @property
    def cancelled(self) -> str:
        return self._("Cancelled. The recording is deleted.")

    @property
    def text_cancelled(self) -> str:
        return self._("Cancelled. What you wrote is deleted.")

    @property
    def not_kept(self) -> str:
        return self._("The question cannot be kept now. Ask the staff directly.")

    def full(self, span: str) -> str:
        if span == "hour":
            return self._("Many questions were asked this hour. Try again later.")
        return self._("Many questions were asked today. Try again tomorrow.")

    def why_not(self, why: str) -> str:
        _ = self._
        return {
            "silence": _("Nothing was heard. The recording is deleted."),
            "noise": _("Only noise was heard. Speak closer."),
            "quiet": _("The voice is not clear. Speak closer."),
            "short": _("Too short. Press, then speak."),
            "unfinished": _("The recording could not be finished. Ask again, or write it."),
        }.get(why) or _("There is no microphone. Ask the staff directly.")

    def who_hears(self, view: AskView) -> tuple[tuple[str, str], ...]:
        """Return pairs of icon and sentence: who hears the question, if known yet, what not to say, what is shown
        later, how long the voice is kept.
        """
        _ = self._
        kept = self._n(
            "The voice is deleted after {n} day at most.",
            "The voice is deleted after {n} days at most.",
            view.voice_days,
        )
        desk = _("Staff of the village desk who know its password hear it.")
        office = _("The village desk takes no questions yet: staff of the office hear it.")
        chosen = office if view.by_office else _("Only the staff you choose hear it.")
        mixed = view.chosen is None and any(each.hall for each in view.asked)
        return (
            *(() if mixed else (("ear", desk if view.to_hall else chosen),)),
            ("prohibit", _("Do not say your ID number, phone number, or other people's names.")),
            ("chat-circle-dots", _("Only text is shown later, without names.")),
            ("trash", kept.format(n=view.voice_days)),
        )

    def step_of_all(self, view: AskView) -> str:
        """Return which step *view* is at, such as "langkah 2 dari 3"."""
        place = {AskStep.KIND: 1, AskStep.WHOM: 1, AskStep.RECORD: 2, AskStep.WRITE: 2, AskStep.REVIEW: 3}.get(
            view.step, 3
        )
        return self._("step {n} of {all}").format(n=place, all=3)

    def for_whom(self, view: AskView) -> str:
        return self._("For {name}").format(name=view.whom) if view.whom else ""

    def number_of(self, kind: ConcernKind) -> str:
        """Return the label of the number, which is drawn beside it."""
        _ = self._
        told = {
            ConcernKind.QUESTION: _("Question number {n}"),
            ConcernKind.COMPLAINT: _("Complaint number {n}"),
            ConcernKind.LETTER: _("Request number {n}"),
        }
        return told[kind].format(n="").strip()

    def code_of(self, view: AskView) -> str:
        """Return the label for the secret code drawn beside it. It names the question, so that the two numbers are not confused."""
        _ = self._
        told = {
            ConcernKind.QUESTION: _("Secret code of question number {n}"),
            ConcernKind.COMPLAINT: _("Secret code of complaint number {n}"),
            ConcernKind.LETTER: _("Secret code of request number {n}"),
        }
        return told[view.kind].format(n=view.number)

    def usually(self, view: AskView) -> str:
        """Return when and where the answer comes, such as "Biasanya dijawab dalam 3 hari kerja.

        Jawaban diputar di sini: Warga bertanya, nomor 12."
        """
        where = self._("The answer is played here: Residents ask, number {n}.").format(n=view.number)
        if not view.answer_days:
            return where
        usual = self._n(
            "Usually answered within {n} working day.", "Usually answered within {n} working days.", view.answer_days
        )
        return f"{usual.format(n=view.answer_days)} {where}"

    def kept(self, view: AskView) -> str:
        """Return what happens to the stored question, such as "Pertanyaan disimpan. Dikirim saat ada internet." """
        return " ".join(self.kept_lines(view))

    def kept_lines(self, view: AskView) -> tuple[str, str]:
        """Return the two sentences of `kept`: that it is stored, and how it goes on."""
        _ = self._
        stored = {
            ConcernKind.QUESTION: _("The question is kept."),
            ConcernKind.COMPLAINT: _("The complaint is kept."),
            ConcernKind.LETTER: _("The request is kept."),
        }[view.kind]
        if view.to_hall:
            return stored, _("The village staff hear it at their desk.")
        return stored, _("It is sent when there is internet.") if view.waits else _("It is sent soon.")

    def code(self, kind: ConcernKind, number: int, secret: str, place: str, when: datetime) -> str:
        """Return what the QR code of the question holds, such as "Pertanyaan nomor 12, kode 483106, Bunga, 27 November 2026"."""
        told = self._("code {code}").format(code=secret) if secret else ""
        where = (self.number(number, kind), told, place, self.phrases.long_date(when.date()))
        return ", ".join(filter(None, where))

    def elsewhere(self, asked: Recipient) -> list[str]:
        """Return the lines about a recipient who is asked by another channel, such as "SP4N-LAPOR.

        Nomornya satu, tujuh, nol, delapan."
        """
        digits = ", ".join(digit for digit in asked.number if digit.isdigit())
        number = [self._("The number is {digits}.").format(digits=digits)] if digits else []
        about = [f"{asked.about}."] if asked.about else []
        code = self._("They are asked elsewhere. The code on the screen is for your phone.")
        return [f"{asked.name}.", *about, *number, code]

    @property
    def keep_code(self) -> str:
        return self._("A private answer opens with this code alone. Tell it to nobody.")

    # spoken

    def entry(self, view: AskView, moment: Moment) -> list[str]:
        """Return the lines for somebody who comes to the present step by the buttons."""
        match view.step:
            case AskStep.KIND:
                return [*filter(None, [view.told]), self.ask_heading, self.kind_heading]
            case AskStep.WHOM if view.chosen is None:
                return [*filter(None, [view.told]), f"{self.title(view)}.", self.whom_heading(view.kind)]
            case AskStep.WHOM:
                return [f"{self.for_whom(view)}.", *(words for _, words in self.who_hears(view))]
            case AskStep.WRITE:
                return [self._("Write your question on the screen.")]
        return []

    @property
    def ask_heading(self) -> str:
        return f"{self._('Ask the village staff')}."

    def page_lines(self, view: AskView, moment: Moment) -> list[str]:
        """Return all lines of the page, for somebody who has it read aloud."""
        match view.step:
            case AskStep.DONE:
                return self.done(view, secret=True)
            case AskStep.KIND:
                return [self.ask_heading, self.kind_heading, *(f"{name}: {use}." for _, name, use in self.kinds())]
            case AskStep.WHOM:
                names = [f"{each.name}: {each.about}." if each.about else f"{each.name}." for each in view.asked]
                whom = [self.whom_heading(view.kind), *names] if view.chosen is None else []
                return [self.ask_heading, *whom, *(words for _, words in self.who_hears(view))]
        return self.entry(view, moment)

    def focused(self, view: AskView, focus: str, moment: Moment | None = None) -> list[str]:
        """Return what the focused target is and what the listen key does there."""
        _, press = self._, self._("Press listen to choose.")
        kind, _colon, index = focus.partition(":")
        if kind == "kind" and index.isdigit() and int(index) < len(ConcernKind):
            _icon, name, use = self.kinds()[int(index)]
            return [f"{name}: {use}.", press]
        if kind == "to" and index.isdigit() and int(index) < len(view.asked):
            each = view.asked[int(index)]
            return [f"{each.name}: {each.about}." if each.about else f"{each.name}.", press]
        said = {
            "speak": [_("Speak: press listen, and speak after the tone. Press it again when you are done.")],
            "asked": [f"{_('Residents ask')}.", _("Press listen to open.")],
            "hear": [_("Press listen to hear your question.")],
            "send": [f"{_('Send')}: {self.for_whom(view)}.", press],
            "again": [f"{_('Record again')}.", press],
            "change": [f"{_('Ask somebody else')}.", press],
            "discard": [f"{_('Delete')}: {_('do not ask')}.", press],
        }
        return said.get(kind, [])

    def review(self, view: AskView, *, by_buttons: bool) -> list[str]:
        asked = [f"{self.for_whom(view)}.", self._("Listen first. Is it right?")]
        return [*asked, self._("Press listen to hear it, next to go on.")] if by_buttons else asked

    def done(self, view: AskView, *, secret: bool) -> list[str]:
        """Return the lines about a question that was sent. *secret*: include the code, which bystanders may hear."""
        digits = self._("Code: {digits}.").format(digits=", ".join(view.secret)) if secret and view.secret else ""
        code = [digits, self.keep_code] if digits else []
        return [f"{self.number(view.number, view.kind)}.", *code, self.kept(view), self.usually(view)]

    def hint(self, view: AskView, focus: str) -> list[str]:
        """Return what the focused target is once more, or the page's own hint if nothing has the focus."""
        return self.focused(view, focus) or super().hint(view, focus)
