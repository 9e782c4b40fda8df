"""Conversion of an arrival to a draft, with its pictures and its source."""

from __future__ import annotations

import io
import json
import logging
import threading
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit
from weakref import WeakValueDictionary

from content_cache.http.client import fetch
from content_cache.http.messages import Fetched, Request
from content_cache.model.errors import CacheError
from content_cache.model.urls import host_of, ports_of
from content_cache.model.vocabulary import Category
from kiosk.core.build import USER_AGENT
from kiosk.i18n.words import Words
from kiosk.office.base.faults import OfficeError
from kiosk.office.inbox.inbox import Arrival, ArrivalBox
from kiosk.office.notices import parts as of_parts
from kiosk.office.notices.attachments import Attachments, TakenFile
from kiosk.office.notices.notices import Notices
from kiosk.office.notices.parts import Parts
from kiosk.office.setup.setup import Setup

log = logging.getLogger(__name__)

_DEADLINE_S = 20.0
_MOST_BYTES = 15_000_000


class ArrivalTaking:
    """Maker of drafts in the office's *notices*."""

    def __init__(self, notices: Notices, inbox: ArrivalBox, setup: Callable[[], Setup], words: Words) -> None:
        self._notices = notices
        self._inbox = inbox
        self._setup = setup
        self._words = words
        self._one_at_a_time = threading.Lock()
        self._locks: WeakValueDictionary[str, threading.Lock] = WeakValueDictionary()
        self._attachments = Attachments(notices.folder, notices.private)

    def make_draft(
        self, arrival: Arrival, person: str, who: str, now: datetime, *, hoax: bool = False, asked: bool = False
    ) -> str:
        """Make a draft of *arrival* for *person*, "" for nobody's, and return its name. With *hoax* it is a
        clarification; with *asked* it asks an editor to read it. Files that cannot be fetched or used are left out. A
        second call returns the same draft. Raise OfficeError for a disk without room."""
        with self._one_at_a_time:
            lock = self._locks.setdefault(arrival.id, threading.Lock())
        with lock:
            if self._inbox.find_waiting(arrival.id) is None and (taken := self._inbox.became(arrival.id)):
                return taken
            return self._drafted(arrival, person, who, now, hoax=hoax, asked=asked)

    def _drafted(self, arrival: Arrival, person: str, who: str, now: datetime, *, hoax: bool, asked: bool) -> str:
        parts: Parts = dict(arrival.parts) | {"title": arrival.title}
        if hoax:
            parts |= {"category": str(Category.CLARIFICATION), "claim": arrival.title}
        parts.setdefault("category", str(Category.NEWS))
        self._attach(arrival, parts)
        noted = {"from": arrival.source, "address": arrival.address, "came": arrival.came.isoformat(timespec="minutes")}
        if asked:
            noted["asked"] = now.isoformat(timespec="minutes")
        name = self._notices.new_name(arrival.title, now)
        self._notices.save_draft(name, "", parts, person, now, noted=noted)
        self._inbox.took(arrival.id, name)
        said = self._words(
            "takes over “{title}” from {source} ({address})",
            title=arrival.title,
            source=arrival.source,
            address=arrival.address or "–",
        )
        self._notices.commit_notice(name, who, said, now)
        return name

    def title(self, name: str) -> str:
        """Return the title of a draft or notice, or "" if it is gone."""
        try:
            return self._notices.open(name).parts.get("title", name)
        except OfficeError:
            return ""

    def _attach(self, arrival: Arrival, parts: Parts) -> None:
        of_arrival = self._inbox.attachments(arrival.id)
        for file in arrival.files:
            path = self._inbox.arrival_folder(arrival.id) / file
            if path.is_file():
                _add(parts, self._attachments.adopt(path, of_arrival.small(file)), "")
        for url, alt in arrival.remote:
            try:
                content = self._fetched(arrival, url)
                _add(parts, self._attachments.store_upload(io.BytesIO(content), _name_of(url)), alt)
            except (CacheError, OfficeError) as error:
                log.info("inbox: %s: %s", url, error)

    def _fetched(self, arrival: Arrival, url: str) -> bytes:
        """Fetch *url* for *arrival*. Private addresses are refused but for the host that office.toml names as its
        source. Raise FetchError."""
        watch = next((each for each in self._setup().watch if each.name == arrival.source), None)
        got = fetch(
            Request(
                url=url,
                deadline=_DEADLINE_S,
                max_bytes=_MOST_BYTES,
                user_agent=USER_AGENT,
                accept="image/*, application/pdf",
                private_host=host_of(watch.url) if watch else "",
                private_ports=ports_of(watch.url) if watch else (),
            )
        )
        return got.body if isinstance(got, Fetched) else b""


def _name_of(url: str) -> str:
    return PurePosixPath(unquote(urlsplit(url).path)).name or "gambar"


def _add(parts: Parts, taken: TakenFile, alt: str) -> None:
    if taken.part in of_parts.TABLES:
        entries: list[Mapping[str, str]] = [
            each for each in of_parts.pictures(parts, taken.part) if each["file"] != taken.file
        ]
        parts[taken.part] = json.dumps([*entries, {"file": taken.file, "alt": alt}], ensure_ascii=False)
    else:
        parts[taken.part] = taken.file
