"""Directions of the office in its signed edition: settings laid over the kiosk's own, requests done once, rings for updates.

They count only from the store's verified edition of the first signed source in the settings.

Who runs with other values than those that hold begins anew by itself: the refresher at once, the window while nobody is there.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import msgspec
from msgspec.structs import replace

from content_cache.model.errors import CacheError
from content_cache.model.sources import Source
from content_cache.model.trust import is_signed, publisher_of
from content_cache.signing import kept_keys
from content_cache.store.store import Store
from kiosk.core.clock import Moment
from kiosk.installation import Installation
from kiosk.refresher.office_requests import OfficeRequests, PutBack
from kiosk.settings.adoption import digest_of_layers
from kiosk.settings.office_layer import MAY_SET, read_choices, read_layer, write_choices, write_layer
from kiosk.settings.office_rules import Me, directives_of, effective
from kiosk.settings.overrides import read_local
from kiosk.state.memory import Memory

_log = logging.getLogger(__name__)
_AGAIN_S = 60.0


def unheard(_number: int) -> None:
    """Ignore an acknowledged number, where nothing is sent to an office."""


@contextmanager
def _not_now() -> Iterator[None]:
    """Log an error of one direction and continue; the direction is tried again later."""
    try:
        yield
    except (CacheError, OSError) as error:
        _log.warning("what the office tells is not taken now: %s", error)
    except Exception:  # noqa: BLE001 -- a refresher that ended would never fetch the edition that puts it right
        _log.exception("what the office tells is not taken now")


class Directions:
    """Directions of the office to this kiosk.

    `follow_directions` does nothing until a minute has passed or `expire` was called for a new edition. *put* stores an
    envelope for the office; *acknowledge* is called with the last number that the office has.
    """

    def __init__(
        self,
        installation: Installation,
        store: Store,
        memory: Memory,
        identity: str,
        *,
        look: Callable[[], Moment],
        put: PutBack | None = None,
        acknowledge: Callable[[int], None] = unheard,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        settings = installation.settings
        self._installation = installation
        self._store = store
        self._look = look
        self._monotonic = monotonic
        self._me = Me(identity, settings.place.area, settings.place.groups)
        self._source = next((source for source in settings.sources if is_signed(source)), None)
        self._due = float("-inf")
        self._requests = OfficeRequests(memory, identity, installation.data, put)
        self._acknowledge = acknowledge
        self._rings: Mapping[str, Any] = {}
        self._other = False
        if self._source is not None and not store.edition(self._source.name).seq:
            self._requests.remember_loss(self._source.floor.seq, look().now)

    @property
    def must_restart(self) -> bool:
        """Return whether other settings of the office are in force than this process started with."""
        return self._other

    @property
    def rings(self) -> Mapping[str, Any]:
        """Return the rings of updates, by number of the update, as the edition has them."""
        return self._rings

    def expire(self) -> None:
        """Make the next `follow_directions` read the edition at once."""
        self._due = float("-inf")

    def follow_directions(self) -> None:
        """Apply the settings, rings, requests and acknowledgement of the stored edition.

        Never raises: a direction that fails is logged and does not stop the others.
        """
        if self._source is None or self._monotonic() < self._due:
            return
        self._due = self._monotonic() + _AGAIN_S
        with _not_now():
            told = self._trusted_directions(self._source)
            rings = told.get("rings")
            self._rings = rings if isinstance(rings, dict) else {}
            with _not_now():
                acks = told.get("acks")
                if isinstance(acks, dict) and type(acks.get(self._me.kiosk)) is int:
                    self._acknowledge(acks[self._me.kiosk])
            with _not_now():
                self._apply(told.get("settings"))
            self._requests.queue_requests(told.get("requests"), self._look())

    def _trusted_directions(self, source: Source) -> Mapping[str, Any]:
        """Return the directions of the stored edition. Raises CacheError.

        They are empty if the edition is by another publisher than the settings name, or by a key that was revoked since.
        """
        edition, folder = self._store.edition(source.name), self._installation.data
        revoked = {int.from_bytes(key, "little") for key in kept_keys.load_keys(source, folder).revoked}
        if edition.publisher != publisher_of(source) or edition.key_id in revoked:
            return {}
        try:
            told = msgspec.json.decode(self._store.directions(source.name) or "{}")
        except msgspec.DecodeError:
            return {}
        return told if isinstance(told, dict) else {}

    def _apply(self, listed: object) -> None:
        """Compute the office's settings in force from the edition's *listed* ones and write them if they changed.

        Refused settings are logged. Raises OSError.
        """
        data, moment = self._installation.data, self._look()
        directives, unfit = directives_of(listed)
        before, chosen = read_layer(data), read_choices(data)
        own = self._installation.settings
        now = moment.expired_at or moment.now
        layer = effective(directives, self._me, now=now, before=before, chosen=self._chosen(chosen, moment), own=own)
        layer = replace(layer, faults=(*unfit, *layer.faults))
        if layer != before:
            write_layer(data, layer)
            for fault in layer.faults:
                _log.warning("a setting of the office is refused: %s", fault)
        self._other = digest_of_layers(data) != own.office  # as a process that begins anew would read it

    def _chosen(self, choices: dict[str, datetime], moment: Moment) -> dict[str, datetime]:
        """Return when each setting in *choices* was chosen at this kiosk.

        A choice of the first run counts from when it was first seen. A choice in the future, made by a clock that was
        ahead, counts from now. Both times are stored only by a clock that cannot be ahead; any other counts each as chosen
        now.
        """
        local = read_local(self._installation.data, self._installation.config)
        keys = [f"{name}.{key}" for name, table in local.items() for key in table if key in MAY_SET.get(name, ())]
        now = moment.expired_at
        if now is None:
            return dict.fromkeys([*choices, *keys], moment.now)
        since = dict.fromkeys(keys, now) | {key: min(at, now) for key, at in choices.items()}
        if since != choices:
            write_choices(self._installation.data, since)
        return since
