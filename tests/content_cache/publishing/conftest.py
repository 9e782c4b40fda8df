"""An office's computer, as for the tests of the central feed."""

from __future__ import annotations

from tests.content_cache.central.conftest import office

__all__ = ["office"]
