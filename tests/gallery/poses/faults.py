"""The page of faults as it is pictured."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import ClassVar

from msgspec.structs import replace

from content_cache.model.problems import problem
from kiosk.appliance.faults import CardCode
from kiosk.settings import Settings
from kiosk.settings.faults import Fault, SettingCode
from tests.gallery.posing import Poses

_FAULTS = (
    Fault(7, "speech.rat", (problem(SettingCode.UNKNOWN), problem(SettingCode.MEANT, word="rate"))),
    Fault(12, "buttons.listen", (problem(SettingCode.PIN_OF_CONSOLE, pin=14),)),
    Fault(0, "pin-baru.txt", (problem(CardCode.PIN_UNFIT),)),
)


class FaultsPoses(Poses):
    """The page of faults as it is pictured."""

    page = "faults"
    states: ClassVar[Mapping[str, tuple[str, ...]]] = MappingProxyType({page: ("normal",)})
    begins = True

    def settings(self, own: Settings) -> Settings:
        """Lay faults of each kind into settings that have none."""
        return own if own.faults else replace(own, faults=_FAULTS)
