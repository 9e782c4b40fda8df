"""States in which the prices are pictured."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import ClassVar

from tests.gallery.posing import Poses


class PricesPoses(Poses):
    """States in which the prices are pictured."""

    page = "prices"
    states: ClassVar[Mapping[str, tuple[str, ...]]] = MappingProxyType({page: ("normal", "empty", "stale", "speaking")})
