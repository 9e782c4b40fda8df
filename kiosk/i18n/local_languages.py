"""Languages of the regency that no voice speaks: people of the hall record them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

LOCAL_LANGUAGES: Mapping[str, str] = MappingProxyType(
    {"bgz": "Banggai", "loe": "Saluan", "blz": "Balantak", "bdl": "Bajo"}
)
"""Names of languages in their own words, by code (ISO 639-3, as in BCP 47)."""
