"""Pages on which phones ask: what is told where a question is not taken, and the receipt of one that was."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from msgspec import Struct

from content_cache.model.concerns import ConcernKind
from kiosk.content.views.questions import Recipient
from kiosk.hall.question_box import hall_of, reachable
from kiosk.i18n.concern_words import HEADINGS
from kiosk.i18n.translation import Translation
from kiosk.i18n.words import Words
from kiosk.installation import Installation
from kiosk.post.faults import PostError
from kiosk.post.spool import Spool
from kiosk.web.courier.asking import MOST_PHOTO_SENT, MOST_TEXT, AskOutcome

_PAGES = Path(__file__).parent / "pages"


class PhoneReceipt(Struct, frozen=True):
    """Receipt of a question by phone: its *number*, its *kind*, the *code* of a private answer, *whom* it is for and whether
    that is the hall itself."""

    number: int
    kind: ConcernKind
    code: str
    whom: str
    to_hall: bool


def phone_recipients(installation: Installation) -> tuple[Recipient, ...]:
    """Return whom a phone may ask now; nobody where the settings want no questions by phone."""
    public, asked = installation.settings.public, installation.settings.questions
    spool = spool_of(installation) if public.questions and public.courier else None
    return by_phone(reachable(asked, spool, hall_of(asked, installation.data))) if spool is not None else ()


def by_phone(recipients: Iterable[Recipient]) -> tuple[Recipient, ...]:
    """Return those who are not asked elsewhere, in the order of the form."""
    return tuple(each for each in recipients if not each.elsewhere)


def spool_of(installation: Installation) -> Spool | None:
    """Return the outgoing queue, or None if this kiosk has no key of its own."""
    try:
        return installation.spool()
    except PostError:
        return None


def receipt_page(receipt: PhoneReceipt, place: str, language: str) -> str:
    """Return the page with the number and the code. No file holds it: it is the answer to the phone that asked."""
    words = Words(Translation(language))
    env = Environment(loader=FileSystemLoader(_PAGES), autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    heading = words(HEADINGS[receipt.kind], number=receipt.number)
    shown = {"_": words, "language": language, "place": place, "asked": receipt, "heading": heading}
    return env.get_template("asked.html").render(shown)


def why_not(outcome: AskOutcome, _: Words) -> tuple[str, str]:
    """Return why a question is not taken, in two sentences: what happened, and what to do."""
    back = _("Go back: what you wrote is still there.")
    return {
        AskOutcome.EMPTY: (_("Nothing was written."), back),
        AskOutcome.TOO_LONG: (_("It is too long."), _("At most {n} letters. {back}", n=MOST_TEXT, back=back)),
        AskOutcome.PHOTO: (
            _("This photo cannot be read."),
            _("Take it as JPEG (iPhone: Most Compatible), or send it without. {back}", back=back),
        ),
        AskOutcome.TOO_LARGE: (
            _("The photo is too large."),
            _("At most {n} MB. {back}", n=MOST_PHOTO_SENT // 1_000_000, back=back),
        ),
        AskOutcome.MANY: (_("Many have asked by phone."), _("Try again later, or ask at the kiosk.")),
        AskOutcome.BUSY: (_("The kiosk is busy."), _("Wait a minute, then send it again.")),
        AskOutcome.SHUT: (_("The kiosk takes no questions now."), _("Ask the staff of the hall.")),
    }[outcome]
