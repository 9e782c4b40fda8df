"""Kiosk whose post goes to a real receiver, and whose seconds pass by hand."""

from __future__ import annotations

from concurrent.futures import Executor, Future
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from content_cache.http.client import exchange
from content_cache.http.messages import Request
from content_cache.model.errors import Code, UnreachableError
from content_cache.store.store import Store
from kiosk.core.clock import Moment, Trust
from kiosk.core.identity import kiosk_id
from kiosk.installation import Installation
from kiosk.post.envelope import EnvelopeKind
from kiosk.refresher.adoption import OfficeAdoption
from kiosk.refresher.post_sender import EVERY_S, PostSender
from kiosk.settings import Settings
from kiosk.settings.sections import NetworkSettings, PlaceSettings, PostSettings
from kiosk.state.memory import Memory
from tests.support.post_office import PostOffice


class AtOnce(Executor):
    """What the pool would do in its thread is done before `submit` returns."""

    def submit(self, fn: Any, /, *args: Any, **named: Any) -> Future[Any]:
        done: Future[Any] = Future()
        done.set_result(fn(*args, **named))
        return done


class Kiosk:
    """A refresher's post, whose seconds pass by hand; `line` says whether anything gets through."""

    def __init__(self, data: Path, office: PostOffice, *, url: str | None = None, megabytes: int = 50) -> None:
        data.mkdir(exist_ok=True)
        post = PostSettings(office.url if url is None else url, office.key, office.code)
        settings = Settings(
            place=PlaceSettings("Desa Bunga", "72.01.05"), post=post, network=NetworkSettings(daily_megabytes=megabytes)
        )
        self.installation = Installation(settings, None, data, lambda _line: None, lambda _line: None)
        self.data, self.office = data, office
        self.id = kiosk_id(data)
        self.store, self.memory = Store.open(data), Memory(data)
        self.spool = self.installation.spool()
        self.seconds, self.line = 0.0, True
        self.begin()

    def begin(self) -> None:
        """Make the sender anew, as after a restart."""
        self.sender = PostSender(
            self.installation, self.store, self.memory, OfficeAdoption(self.installation, self.memory),
            send=self._send, look=lambda: Moment(self.now, Trust.TRUSTED), pool=AtOnce(), monotonic=lambda: self.seconds,
        )  # fmt: skip

    @property
    def now(self) -> datetime:
        return datetime(2026, 11, 27, 9, tzinfo=UTC) + timedelta(seconds=self.seconds)

    def _send(self, request: Request, body: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
        if not self.line:
            raise UnreachableError(Code.NO_ROUTE, host="office")
        return exchange(request, body, headers)

    def run(self, seconds: float, step: float = EVERY_S) -> None:
        for _ in range(int(seconds / step)):
            self.sender.send_due()
            self.seconds += step

    def acknowledge(self) -> None:
        self.sender.acknowledge(self.office.acknowledged(self.id))

    @property
    def waiting(self) -> list[EnvelopeKind]:
        return [each.kind for each in self.spool.waiting_envelopes()]

    def close(self) -> None:
        self.store.close()
        self.memory.close()
