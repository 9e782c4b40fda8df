"""Answer by SMS to the office that asks for the kiosk's state: content, sound, faults. No persons."""

from __future__ import annotations

import contextlib
import re
import time
import unicodedata
from collections.abc import Callable
from pathlib import Path

from content_cache.files import read_plain, write_whole
from content_cache.model.errors import StoreError
from content_cache.model.problems import msgid
from content_cache.store.store import Store
from kiosk.i18n.phrases import Phrases
from kiosk.installation import Installation

NAME = (
    "sms-sound"  # in the data folder: what the refresher knows of the sound, which the modem's process cannot ask for
)
_SOUNDS = {"ok": msgid("sound works"), "fault": msgid("NO SOUND"), "unknown": msgid("sound not tried today")}
_LOOK_S = 60.0
_LONGEST, _LONGEST_PLACE = 160, 40  # letters: one SMS, as [sms] monthly counts them


def status_text(installation: Installation) -> str:
    """Return the kiosk's state as one line in its language: age of the content, sound, failed sources."""
    words, moment = installation.words, installation.clock().read()
    last = installation.last_refresh()
    content = Phrases(words.translation).ago(last, moment.now) if last is not None else words("never fetched")
    sound = ""
    with contextlib.suppress(OSError, UnicodeDecodeError):
        sound = read_plain(installation.data / NAME, 20).decode()
    said = words(
        "{place}: content {content}; {sound}; sources failed: {count}",
        place=installation.settings.place.name[:_LONGEST_PLACE],
        content=content,
        sound=words(_SOUNDS.get(sound, _SOUNDS["unknown"])),
        count=_failed(installation),
    )
    return plain_letters(said)[:_LONGEST]


def plain_letters(text: str) -> str:
    """Return *text* in the basic GSM alphabet (3GPP TS 23.038, without its extension).

    One character outside of it would halve the room of an SMS.
    """
    bare = "".join(each for each in unicodedata.normalize("NFKD", text) if not unicodedata.combining(each))
    return re.sub(r"[^\n -Z_a-z]", "?", re.sub("[\u2018\u2019`]", "'", bare))


def _failed(installation: Installation) -> int:
    try:
        with Store.open(installation.data, read_only=True) as store:
            names = {source.name for source in installation.settings.sources}
            return sum(record.failures > 0 for record in store.sources() if record.name in names)
    except StoreError:
        return len(installation.settings.sources)


def keep_sound(data: Path, sound: Callable[[], str]) -> Callable[[], None]:
    """Return a step for the refresher that writes what *sound* returns whenever it has changed."""
    known, looked = [""], [-_LOOK_S]

    def tick() -> None:
        if time.monotonic() - looked[0] < _LOOK_S:
            return
        looked[0] = time.monotonic()
        now = sound()
        if now != known[0]:
            with contextlib.suppress(OSError):
                write_whole(data / NAME, now.encode(), 0o640)
                known[0] = now

    return tick
