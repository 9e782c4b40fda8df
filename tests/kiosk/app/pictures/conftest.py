"""The village and the stage of the screens' tests."""

from __future__ import annotations

from tests.kiosk.ui.conftest import stage, village

__all__ = ["stage", "village"]
