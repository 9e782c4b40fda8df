"""Teller of an office: looks what stands, and tells each recipient what that one does not know yet."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from kiosk.core.json_file import JsonFile
from kiosk.office.base.faults import OfficeError
from kiosk.office.base.periodic import call_periodically
from kiosk.office.setup.telling import TellKind, TellSettings
from kiosk.office.telling import digest
from kiosk.office.telling.digest import Digest, RecipientState
from kiosk.office.telling.events import EventWatch, OfficeState
from kiosk.office.telling.letters import LetterText, as_json, in_words
from kiosk.office.telling.ways import Context, letter_to, send_hook, send_mail
from kiosk.office.wording import PageWording

HOOK = "kait"
"""Name of the web hook among the recipients; all others are addresses."""
_LOOKS_EACH = timedelta(minutes=1)
_AT_ONCE = 8


class _Way(Struct, frozen=True):
    name: str
    kinds: tuple[TellKind, ...]
    send: Callable[[Digest | None, LetterText, datetime], None]


class Teller:
    """Memory of what was told lies in *private*. *sign* gives the office's name and the desk's address."""

    def __init__(
        self,
        private: Path,
        settings: Callable[[], TellSettings],
        watch: EventWatch,
        wording: PageWording,
        sign: Callable[[], tuple[str, str]],
        clock: Callable[[], datetime],
        *,
        context: Context = ssl.create_default_context,
    ) -> None:
        self._file = JsonFile(private / "diberitakan.json", dict[str, RecipientState])
        self._settings = settings
        self._watch = watch
        self._wording = wording
        self._sign = sign
        self._clock = clock
        self._context = context
        self._states = self._file.read()
        self._looked: datetime | None = None
        self._standing = OfficeState({}, frozenset())

    def states(self) -> Mapping[str, RecipientState]:
        """Return how telling fared, by address, the web hook as `HOOK`."""
        return dict(self._states)

    def tick(self) -> None:
        """Tell what is due. A recipient that cannot be reached holds up no other."""
        now, ways = self._clock(), {each.name: each for each in self._ways(self._settings())}
        for gone in [name for name in self._states if name not in ways]:
            del self._states[gone]
            self._keep()
        if not ways:
            return
        standing, due = self._look(now), []
        for way in ways.values():
            state = self._states.setdefault(way.name, RecipientState())
            if digest.follow(state, standing, way.kinds, now):
                self._keep()
            if (content := digest.due(state, now)) is not None:
                due.append((way, state, content))
        if due:
            with ThreadPoolExecutor(_AT_ONCE) as pool:
                for each in as_completed([pool.submit(self._tell, *one, now) for one in due]):
                    each.result()
                    self._keep()

    def try_out(self, name: str) -> None:
        """Send the recipient *name* a letter that says that it works. Raises OfficeError; KeyError for nobody's name."""
        way = next((each for each in self._ways(self._settings()) if each.name == name), None)
        if way is None:
            raise KeyError(name)
        words = self._wording.words
        text = words("This is a trial. Letters of the office's desk arrive here.")
        way.send(None, LetterText(f"{self._sign()[0]}: {words('Trial')}", f"{text}\n"), self._clock())

    def _look(self, now: datetime) -> OfficeState:
        """Return what stands. While a warning waits nothing else is looked for: a monitor that hangs would hold its letter up."""
        release = self._watch.release(now)
        if self._looked is None or not (release or timedelta(0) <= now - self._looked < _LOOKS_EACH):
            self._watch.sort_letters(now)
            self._standing, self._looked = self._watch.standing(now), now
        return replace(self._standing, events={**self._standing.events, **{each.key: each for each in release}})

    def _tell(self, way: _Way, state: RecipientState, content: Digest, now: datetime) -> None:
        try:
            way.send(content, in_words(content, self._wording, *self._sign()), now)
        except OfficeError as error:
            digest.failed(state, error.problem, now)
        else:
            digest.told(state, content, now)

    def _keep(self) -> None:
        with suppress(OSError):  # on a full disk this run alone remembers
            self._file.write(self._states)

    def _ways(self, settings: TellSettings) -> Iterator[_Way]:
        if (mail := settings.mail) is not None:
            for each in settings.recipients:

                def send(_digest: Digest | None, letter: LetterText, now: datetime, to: str = each.address) -> None:
                    send_mail(mail, letter_to(mail, to, letter.subject, letter.text, now), self._context)

                yield _Way(each.address, each.kinds, send)
        if (hook := settings.hook) is not None:

            def push(content: Digest | None, letter: LetterText, _now: datetime) -> None:
                send_hook(hook, as_json(content or Digest(()), letter))

            yield _Way(HOOK, tuple(TellKind), push)

    def keep_going(self, over: threading.Event) -> None:
        """Tell what is due until *over*."""
        call_periodically(self.tick, over, "nobody was told")
