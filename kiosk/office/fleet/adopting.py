"""Adopting of a kiosk that has introduced itself: it gets its place, and what it needs to take this office's editions."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from msgspec import Struct

from kiosk.office.base.faults import OfficeCode, OfficeError
from kiosk.office.fleet.kiosk_orders import KioskOrders
from kiosk.office.fleet.replacing import KioskReplacing
from kiosk.office.post.inbox import PostInbox
from kiosk.office.post.newcomers import Newcomer, NewcomerState, OfficeTerms
from kiosk.office.post.records import EnrolOutcome
from kiosk.post.adoption import Acceptance
from kiosk.settings.faults import SettingError
from kiosk.settings.parsers import post_url

RINGS = ("trial", "hold")
"""Rings of updates that differ from the usual one."""


class KioskSpot(Struct, frozen=True):
    """KioskSpot that a kiosk gets: the name of its place, the code of its area, the ring of its updates ("" for the usual one),
    and the dead kiosk that it replaces ("" for none), whose place it then gets."""

    place: str
    area: str
    ring: str = ""
    replaces: str = ""


class KioskAdopting:
    """Adopting in one office."""

    def __init__(
        self, post: PostInbox, orders: KioskOrders, replacing: KioskReplacing, clock: Callable[[], datetime]
    ) -> None:
        self._post = post
        self._orders = orders
        self._replacing = replacing
        self._clock = clock

    def adopt(self, newcomer: Newcomer, spot: KioskSpot, terms: OfficeTerms) -> list[str]:
        """Accept *newcomer* for *spot*. Return the files of the office's folder that have changed.

        Raise OfficeError where the post is shut, the kiosk shows another code by now, another key has its name, or the kiosk
        to be replaced still reports; OSError.
        """
        register, now = self._post.store.register, self._clock()
        place, area = spot.place, spot.area
        if spot.replaces:
            dead = self._replacing.check_dead(spot.replaces)
            place, area = dead.place, dead.area
        accepted = Acceptance(
            newcomer.kiosk, newcomer.code, terms.name, now, _receiver(terms), place, area, _sources(terms.source_table)
        )
        sealed = self._post.sealed_acceptance(newcomer, accepted)
        with self._post.store.file.together():
            became = register.adopt(newcomer.kiosk, newcomer.key, place, area, now)
            if became is not EnrolOutcome.KNOWN:
                raise OfficeError(
                    OfficeCode.KIOSK_OTHER_KEY if became is EnrolOutcome.OTHER_KEY else OfficeCode.KIOSKS_FULL
                )
            if not self._post.store.newcomers.decide(newcomer, NewcomerState.ACCEPTED, sealed=sealed):
                raise OfficeError(OfficeCode.NEWCOMER_GONE)
        files = self._replacing.replace(spot.replaces, newcomer.kiosk) if spot.replaces else []
        return [*files, *self._put_into_ring(newcomer.kiosk, spot.ring)]

    def refuse(self, newcomer: Newcomer, reason: str) -> None:
        """Refuse *newcomer*, whose screen shows *reason*. Raise OfficeError where it shows another code by now, OSError."""
        if not self._post.store.newcomers.decide(newcomer, NewcomerState.REFUSED, reason=reason):
            raise OfficeError(OfficeCode.NEWCOMER_GONE)

    def _put_into_ring(self, kiosk: str, ring: str) -> list[str]:
        """Add *kiosk* to the setting of *ring*. Return the changed files."""
        if ring not in RINGS:
            return []
        name = f"gelombang-{ring}"
        before = self._orders.setting(name)
        kiosks = before.whom.get("kiosks", []) if before is not None else []
        return [self._orders.save_setting(name, {"kiosks": sorted({*kiosks, kiosk})}, {"update": {"ring": ring}})]


def _receiver(terms: OfficeTerms) -> str:
    """Return where kiosks send their post, "" where no kiosk could."""
    with suppress(SettingError):
        return post_url(terms.address.rstrip("/"))
    return ""


def _sources(table: str) -> tuple[dict[str, object], ...]:
    """Return the sources in *table*, without those that have no address yet."""
    found = tomllib.loads(table).get("source", [])
    return tuple(each for each in found if each.get("url"))
