"""The stage of the user interface's tests, for the pages' screens."""

from tests.kiosk.ui.conftest import stage, village

__all__ = ["stage", "village"]
