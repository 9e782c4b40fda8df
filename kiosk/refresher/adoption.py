"""Adoption of this kiosk by an office, in the refresher: its code, the office that a technician names, and what the office answers.

The window asks by requests of the kind OFFICE: `look` (somebody looks at the page), `new` (a new code), `find ADDRESS`, `take` and
`drop` (an acceptance that a stick has brought), `leave`. An acceptance by line is believed where the office's key is known: from
kiosk.toml, or from an address that a technician typed. One on a stick by an office that is not known waits until somebody here
has compared the four words.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from content_cache.files import clear_way, open_below, read_plain, write_whole
from content_cache.http.messages import Fetched, NotModified, Request
from content_cache.model.errors import CacheError
from content_cache.model.problems import Problem, problem
from content_cache.model.urls import host_of, ports_of
from content_cache.text.plain import clean_line
from kiosk.core.build import USER_AGENT
from kiosk.core.clock import Moment
from kiosk.core.identity import kiosk_id
from kiosk.installation import Installation
from kiosk.post.adoption import (
    FOLDER,
    MOST_ACCEPTANCE,
    SUFFIX,
    Acceptance,
    Introduction,
    compared_words,
    office_of,
    open_acceptance,
)
from kiosk.post.enrolment import make_code
from kiosk.post.envelope import key_text, parse_key
from kiosk.post.faults import PostCode, PostError
from kiosk.post.identity import own_key, public_of
from kiosk.settings import settings_from_tables
from kiosk.settings.adoption import Adoption, AdoptionState, adoption_file, digest_of_layers
from kiosk.settings.faults import SettingError
from kiosk.settings.parsers import post_url
from kiosk.state.memory import Memory
from kiosk.state.request_kinds import RequestKind

ARRIVED = "adoption.arrived"
"""File of the data folder: an acceptance as a stick has brought it."""
_DEADLINE_S = 30.0
_MOST_OFFER = 10_000  # bytes
_NAME = 80  # characters
_ENDS = frozenset({AdoptionState.ADOPTED, AdoptionState.OFFERED})
_log = logging.getLogger(__name__)
FetchOffer = Callable[[Request], Fetched | NotModified]


class _Offer(Struct, frozen=True):
    office: str
    key: str


class OfficeAnswer(Struct, frozen=True):
    """What the office answers to a kiosk that asks with a code of its own: *state* is "waiting", "refused" or "accepted".

    *reason* is the office's for a refusal, *sealed* the acceptance (`kiosk.post.adoption`).
    """

    state: str = ""
    reason: str = ""
    sealed: bytes = b""


class OfficeFound(Struct, frozen=True):
    """Result of asking an address: the office there, or why there is none."""

    url: str
    office: str = ""
    key: str = ""
    fault: Problem | None = None


def fetch_offer(request: Request) -> Fetched | NotModified:
    """Ask the office. Raise CacheError."""
    from content_cache.http.client import fetch  # where somebody typed an address

    return fetch(request)


class OfficeAdoption:
    """Adoption of one kiosk, used by the refresher's thread alone. *pool* asks an address that was typed."""

    def __init__(
        self,
        installation: Installation,
        memory: Memory,
        *,
        look: Callable[[], Moment] | None = None,
        pool: Executor | None = None,
        fetch: FetchOffer = fetch_offer,
    ) -> None:
        """Raise PostError if this kiosk has no key."""
        self._installation = installation
        self._memory = memory
        self._look = look or installation.clock().read
        self._pool = pool or ThreadPoolExecutor(1, thread_name_prefix="office")
        self._fetch = fetch
        self._key = own_key(installation.data)
        self._public = public_of(self._key)
        self._file = adoption_file(installation.data)
        self._adoption = self._file.read()
        self._asking: Future[OfficeFound] | None = None
        self._looked = False
        self.must_restart = False
        """Whether other settings hold than those that this process began with."""

    def close(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)

    @property
    def own_code(self) -> str:
        """Return the code by which this kiosk asks to be accepted, "" where it does not ask."""
        return self._adoption.code if self._adoption.state is AdoptionState.WAITING else ""

    def was_looked_at(self) -> bool:
        """Return whether somebody has opened the page since the last call, and so waits for an answer."""
        looked, self._looked = self._looked, False
        return looked

    def tick(self) -> None:
        """Do what the window asks, and take what a stick has brought. Never raises for either."""
        for request in self._memory.requests.pending(RequestKind.OFFICE):
            try:
                self._do_request(*request.argument.partition(" ")[::2])
            except (OSError, PostError) as error:
                _log.warning("office: %s", error)
            self._memory.requests.answer_request(request.id, "taken")
        if self._asking is not None and self._asking.done():
            found, self._asking = self._asking.result(), None
            self._note_office(found)
        self._take_arrived()

    def begin(self) -> None:
        """Ask the office of the settings to accept this kiosk, unless it does already. Raise OSError."""
        if self._adoption.state is AdoptionState.NONE or not self._adoption.code:
            self._renew()

    def take_answer(self, answer: OfficeAnswer) -> None:
        """Take what the office answers. It counts only while this kiosk asks."""
        if self._adoption.state not in (AdoptionState.WAITING, AdoptionState.REFUSED):
            return
        with suppress(OSError):
            match answer.state:
                case "refused":
                    reason = clean_line(answer.reason, 300)
                    self._keep(replace(self._adoption, state=AdoptionState.REFUSED, reason=reason, at=self._look().now))
                case "accepted":
                    self._accept(answer.sealed)
                case _:
                    return

    # what the window asks

    def _do_request(self, act: str, about: str) -> None:
        state = self._adoption.state
        self._looked = True
        if act == "look" and not self._installation.settings.post.code:
            self.begin()
        elif act == "new" and state not in _ENDS:
            self._renew()
        elif act == "find" and state not in _ENDS and self._asking is None:
            self._asking = self._pool.submit(self._ask, about)
        elif act == "take" and state is AdoptionState.OFFERED:
            self._keep(replace(self._adoption, state=AdoptionState.ADOPTED))
        elif (act == "drop" and state is AdoptionState.OFFERED) or (act == "leave" and state is AdoptionState.ADOPTED):
            self._ask_anew(
                "", "", ""
            )  # kiosk.toml's own office, if it names one, is asked by the process that begins anew

    def _renew(self) -> None:
        """Make a new code. Raise OSError."""
        post, own = self._installation.settings.post, self._adoption
        self._ask_anew(own.office, own.key or post.key, own.url or post.url)

    def _ask_anew(self, office: str, key: str, url: str) -> None:
        """Ask with a new code, the office *office* with *key* at *url*, or none yet. Raise OSError."""
        code = make_code()
        state = AdoptionState.WAITING if key else AdoptionState.NONE
        whom = parse_key(key, "office") if key else b""
        self._keep(
            Adoption(
                state,
                code,
                compared_words(self._public, code, whom),
                Introduction(self._key.kiosk, self._public, code).line,
                since=self._look().now,
                office=office,
                key=key,
                url=url,
            )
        )

    def _ask(self, typed: str) -> OfficeFound:
        """Return which office answers at the address *typed*, asked from the pool."""
        address = typed.strip().casefold()
        address = address if "://" in address else f"https://{address}"
        try:
            url = post_url(address)
            request = Request(
                url=f"{url}/post",
                deadline=_DEADLINE_S,
                max_bytes=_MOST_OFFER,
                user_agent=f"{USER_AGENT} ({self._key.kiosk})",
                private_host=host_of(url),
                private_ports=ports_of(url),
                authorities=self._installation.settings.network.authorities,
                may_redirect=False,
            )
            answer = self._fetch(request)
            body = answer.body if isinstance(answer, Fetched) and answer.complete else b""
            offer = msgspec.json.decode(body, type=_Offer)
            key = key_text(parse_key(offer.key, "office"), "office")
        except CacheError as error:
            return OfficeFound(typed, fault=error.problem)
        except SettingError as error:
            return OfficeFound(typed, fault=error.problems[0])
        except (PostError, msgspec.MsgspecError, RecursionError):
            return OfficeFound(typed, fault=problem(PostCode.NO_OFFICE_THERE, address=clean_line(typed, _NAME)))
        return OfficeFound(url, clean_line(offer.office, _NAME), key)

    def _note_office(self, found: OfficeFound) -> None:
        with suppress(OSError):
            if found.fault is not None:
                self._keep(replace(self._adoption, fault=found.fault))
            elif self._adoption.state not in _ENDS:
                self._ask_anew(found.office, found.key, found.url)

    # acceptances

    def _take_arrived(self) -> None:
        path = self._installation.data / ARRIVED
        try:
            content = read_plain(path, MOST_ACCEPTANCE)
        except FileNotFoundError:
            return
        except OSError as error:
            _log.warning("%s: %s", path, error)
            content = b""
        with suppress(OSError):
            clear_way(path)
            path.unlink(missing_ok=True)
            self._accept(content)

    def _accept(self, content: bytes) -> None:
        """Take the acceptance *content*, or note why it cannot be taken. Raise OSError."""
        if self._adoption.state is AdoptionState.ADOPTED:
            return
        try:
            self._keep(self._opened(content))
        except PostError as error:
            _log.warning("office: an acceptance is not taken: %s", error)
            self._keep(replace(self._adoption, fault=error.problem))

    def _opened(self, content: bytes) -> Adoption:
        """Return the adoption by the acceptance *content*. Raise PostError."""
        office = office_of(content)
        known = self._adoption.key or self._installation.settings.post.key
        if known and parse_key(known, "office") != office:
            raise PostError(PostCode.OTHER_OFFICE)
        accepted = open_acceptance(content, self._key.kiosk, bytes.fromhex(self._key.seed))
        if accepted.code != self._adoption.code:
            raise PostError(PostCode.OLD_CODE)
        return self._accepted(accepted, office, sure=bool(known))

    def _accepted(self, accepted: Acceptance, office: bytes, *, sure: bool) -> Adoption:
        """Return the adoption by *accepted*. Not *sure*: somebody must confirm the office. Raise PostError."""
        own, key = self._adoption, key_text(office, "office")
        try:
            adoption = replace(
                own,
                state=AdoptionState.ADOPTED,
                words=compared_words(self._public, own.code, office),
                introduction="",
                office=clean_line(accepted.office, _NAME),
                key=key,
                url=post_url(accepted.url),
                reason="",
                fault=None,
                at=accepted.at,
                place=clean_line(accepted.place, _NAME),
                area=accepted.area,
                sources=accepted.sources,
            )
            faults = settings_from_tables(adoption.tables).faults
        except SettingError as error:
            raise PostError(PostCode.SETTINGS_UNFIT, reason=str(error)) from error
        except Exception as error:
            raise PostError(PostCode.SETTINGS_UNFIT, reason=type(error).__name__) from error
        if faults:
            raise PostError(PostCode.SETTINGS_UNFIT, reason=str(faults[0]))
        return adoption if sure else replace(adoption, state=AdoptionState.OFFERED)

    def _keep(self, adoption: Adoption) -> None:
        """Store *adoption*. Raise OSError; then nothing has changed."""
        self._file.write(adoption)
        self._adoption = adoption
        self.must_restart = digest_of_layers(self._installation.data) != self._installation.settings.office


def keep_acceptance(installation: Installation, stick: Path) -> bool:
    """Copy the acceptance of this kiosk on the stick at *stick* into the data folder, for the refresher. Return whether
    there is one. Raise OSError."""
    try:
        with open_below(stick, f"{FOLDER}/{kiosk_id(installation.data)}{SUFFIX}") as file:
            content = file.read(MOST_ACCEPTANCE)
    except (FileNotFoundError, NotADirectoryError):
        return False
    write_whole(installation.data / ARRIVED, content, 0o660)
    return True
