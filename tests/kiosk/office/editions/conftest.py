"""An office's computer, and a village that reads what it publishes, as for the tests of the central feed."""

from __future__ import annotations

from tests.content_cache.central.conftest import office, village

__all__ = ["office", "village"]
