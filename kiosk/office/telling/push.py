"""Web push: a message to a browser that a person subscribed, by the push service of its maker (RFC 8030).

The message says that something waits, and nothing of what. Its endpoint was typed by a browser, so it is a stranger's
address: only https on the usual port, and never a machine of this network."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import datetime
from urllib.parse import urlsplit

from msgspec import Struct

from content_cache.http.client import post
from content_cache.http.messages import Request
from content_cache.model.errors import CacheError, HttpStatusError
from content_cache.model.urls import host_of, is_secure, ports_of
from kiosk.core.build import USER_AGENT
from kiosk.i18n.words import Words
from kiosk.office.base.faults import OfficeCode, OfficeError
from kiosk.office.people.people import People
from kiosk.office.people.push_table import PushSubscription, PushTable
from kiosk.office.people.rights import MAY
from kiosk.office.setup.sources import is_public
from kiosk.office.setup.telling import TellKind
from kiosk.office.telling.digest import QUESTIONS_REST, Digest
from kiosk.office.telling.letters import PAGES, LetterText
from kiosk.office.telling.memory import PUSH
from kiosk.office.telling.recipients import TellWay
from kiosk.office.telling.vapid import SECRET_BYTES, VapidKey, encrypt_push, is_browser_key
from kiosk.office.telling.ways import MOST_S

LONGEST_ENDPOINT = 1_000
ACCOUNT = "/akun"
_TRIAL_S = 10.0
_GONE = (404, 410)


class PushNetwork(Struct, frozen=True):
    """Network of push services: *near* is the one endpoint base that may lie on this machine, and *authorities* the
    certificates (PEM) to trust besides the usual ones. Both are "" but where the desk is tried with a push service of its own."""

    near: str = ""
    authorities: str = ""

    def admits(self, endpoint: str) -> bool:
        """Return whether a message may be sent to *endpoint*, as far as its text tells. What its host name resolves to
        is checked when it is connected to."""
        if not endpoint.isascii() or len(endpoint) > LONGEST_ENDPOINT or not is_secure(endpoint):
            return False
        if self.near and endpoint.startswith(f"{self.near}/"):
            return True
        return is_public(endpoint) and urlsplit(endpoint).port in (None, 443)


class PushMessage(Struct, frozen=True):
    """Message to a browser: its *text*, and the *path* of the page that it leads to. Of the same *topic* only the newest
    is delivered. The push service keeps it for *holds_s* seconds."""

    text: str
    path: str
    topic: str
    holds_s: float
    urgent: bool = False


class BrowserPush:
    """Sender of messages to the subscribed browsers of an office's *people*. *contact* returns an address of the
    office, "" if unknown."""

    def __init__(
        self, people: People, key: VapidKey, words: Words, contact: Callable[[], str], network: PushNetwork
    ) -> None:
        self.key = key
        self.table = PushTable(people.file)
        self._people = people
        self._words = words
        self._contact = contact
        self._network = network

    def ways(self) -> Iterator[TellWay]:
        """Yield the way to each browser of people whom a waiting warning or question concerns. Raise OSError."""
        for one in self.table.subscriptions():
            person = self._people.find_person(one.person)
            if person is None:
                continue
            release = (TellKind.RELEASE,) if person.may(MAY["warn"]) else ()
            questions = (TellKind.QUESTIONS,) if person.may(MAY["questions"]) else ()

            def send(digest: Digest, _letter: LetterText, now: datetime, to: PushSubscription = one) -> None:
                self._send(to, _message_of(digest, self._words, now), now)

            yield TellWay(f"{PUSH} {one.person} {one.endpoint_mark[:16]}", release + questions, send, one.person)

    def subscribe(self, one: PushSubscription, now: datetime) -> None:
        """Send a trial message to a browser, and store it if its push service takes that. Raise OfficeError, OSError."""
        if not self._network.admits(one.endpoint) or len(one.auth) != SECRET_BYTES or not is_browser_key(one.p256dh):
            raise OfficeError(OfficeCode.PUSH_UNFIT)
        trial = PushMessage(self._words("This browser tells you from now on"), ACCOUNT, "percobaan", _TRIAL_S)
        if not self._is_taken(one, trial, now, _TRIAL_S):
            raise OfficeError(OfficeCode.PUSH_UNFIT)
        self.table.add(one)

    def _send(self, to: PushSubscription, message: PushMessage, now: datetime) -> None:
        if not self._is_taken(to, message, now, MOST_S):
            self.table.remove(to.person, to.endpoint_mark)

    def _is_taken(self, to: PushSubscription, message: PushMessage, now: datetime, most_s: float) -> bool:
        """Send *message* to one browser. Return False if its push service does not know it any more (RFC 8030, 7.3).
        Raise OfficeError."""
        if not self._network.admits(to.endpoint):  # in a file that somebody edited
            raise OfficeError(OfficeCode.PUSH_UNFIT)
        headers = {
            "Authorization": self.key.authorization(to.endpoint, self._contact(), now),
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(max(int(message.holds_s), 0)),
            "Urgency": "high" if message.urgent else "normal",
            "Topic": message.topic,
        }
        request = Request(
            url=to.endpoint,
            deadline=most_s,
            max_bytes=0,
            user_agent=f"{USER_AGENT} office",
            private_host=host_of(self._network.near),
            private_ports=ports_of(self._network.near),
            authorities=self._network.authorities,
        )
        content = json.dumps({"text": message.text, "path": message.path}, ensure_ascii=False).encode()
        try:
            post(request, encrypt_push(content, to.p256dh, to.auth), headers)
        except HttpStatusError as error:
            if error.status in _GONE:
                return False
            raise OfficeError(OfficeCode.PUSH_FAILED, error.problem) from error
        except CacheError as error:
            raise OfficeError(OfficeCode.PUSH_FAILED, error.problem) from error
        return True


def _message_of(digest: Digest, words: Words, now: datetime) -> PushMessage:
    """Return what *digest* is for a browser: that something waits. A warning holds until it lapses."""
    lines = [words("A warning waits to be approved")] if digest.urgent else []
    if any(each.kind is TellKind.QUESTIONS for each in digest.new):
        lines.append(words("Residents' questions wait"))
    if not digest.urgent:
        return PushMessage("\n".join(lines), PAGES[TellKind.QUESTIONS], "pertanyaan", QUESTIONS_REST.total_seconds())
    lapses = min((each.at for each in digest.new if each.kind is TellKind.RELEASE and each.at), default=now)
    holds = (lapses - now).total_seconds()
    return PushMessage("\n".join(lines), PAGES[TellKind.RELEASE], "peringatan", holds, urgent=True)
