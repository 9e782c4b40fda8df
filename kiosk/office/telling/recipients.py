"""Ways to each recipient of the settings, and a trial of all of them."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from msgspec import Struct

from kiosk.office.base.faults import OfficeCode, OfficeError
from kiosk.office.setup.telling import TellKind, TellSettings, TrialLetter
from kiosk.office.telling.digest import Digest
from kiosk.office.telling.letters import LetterText, as_json
from kiosk.office.telling.memory import HOOK
from kiosk.office.telling.ways import MOST_S, Context, letter_to, send_hook, send_mail
from kiosk.office.wording import PageWording

AT_ONCE = 8
"""Recipients that are told at the same time."""
_TRIAL_S = 15.0


class TellWay(Struct, frozen=True):
    """Way to one recipient: a mail address, `HOOK`, or a browser of *person*. *kinds* are the kinds of events for that
    recipient. *send* raises OfficeError."""

    name: str
    kinds: tuple[TellKind, ...]
    send: Callable[[Digest, LetterText, datetime], None]
    person: str = ""


def ways_to(
    settings: TellSettings, context: Context = ssl.create_default_context, most_s: float = MOST_S
) -> Iterator[TellWay]:
    """Yield the ways of *settings*; each ends within *most_s* seconds."""
    if (mail := settings.mail) is not None:
        for each in settings.recipients:

            def send(_digest: Digest, letter: LetterText, now: datetime, to: str = each.address) -> None:
                send_mail(mail, letter_to(mail, to, letter.subject, letter.text, now), context, most_s)

            yield TellWay(each.address, each.told_of, send)
    if (hook := settings.hook) is not None:

        def push(content: Digest, letter: LetterText, _now: datetime) -> None:
            send_hook(hook, as_json(content, letter), most_s)

        yield TellWay(HOOK, tuple(TellKind), push)


def send_trials(
    settings: TellSettings,
    wording: PageWording,
    office: str,
    now: datetime,
    context: Context = ssl.create_default_context,
    most_s: float = _TRIAL_S,
) -> list[TrialLetter]:
    """Send a trial letter to everybody in *settings*, and return the results. Raise OfficeError if there is nobody."""
    words = wording.words
    letter = LetterText(
        f"{office}: {words('Trial')}", f"{words('This is a trial. Letters of the office desk arrive here.')}\n"
    )

    def send(way: TellWay) -> TrialLetter:
        try:
            way.send(Digest(()), letter, now)
        except OfficeError as error:
            return TrialLetter(way.name, error.problem)
        return TrialLetter(way.name)

    ways = list(ways_to(settings, context, most_s))
    if not ways:
        raise OfficeError(OfficeCode.TELL_NOBODY)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(send, ways))
