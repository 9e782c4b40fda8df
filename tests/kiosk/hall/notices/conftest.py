"""The desk's hall: what it writes lies in the store of notices."""

from __future__ import annotations

from tests.kiosk.hall.desk.conftest import hall

__all__ = ["hall"]
