"""Reports to the service manager (sd_notify(3)): that the first screen is seen, and that the main thread still runs.

The manager restarts a kiosk that reports nothing for a minute, because nobody else notices a frozen screen.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping

_log = logging.getLogger(__name__)


class Watchdog:
    """Reporter to the service manager.

    *environment* names the manager's socket (NOTIFY_SOCKET). Without one, as on a laptop, nothing is reported.
    """

    def __init__(self, environment: Mapping[str, str]) -> None:
        address = environment.get("NOTIFY_SOCKET", "")
        self._address = f"\0{address[1:]}" if address.startswith("@") else address

    @property
    def managed(self) -> bool:
        """Return whether a service manager watches this kiosk."""
        return bool(self._address)

    def ready(self) -> None:
        """Tell the service manager that the first screen is shown."""
        self._notify_systemd("READY=1\nSTATUS=the first screen is shown")

    def alive(self) -> None:
        """Tell the service manager, if there is one, that the main thread still runs. Call it about once a second."""
        self._notify_systemd("WATCHDOG=1")

    def _notify_systemd(self, state: str) -> None:
        if not self._address:
            return
        import socket  # a laptop's kiosk never needs it

        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC | socket.SOCK_NONBLOCK) as line:
                line.sendto(state.encode(), self._address)
        except OSError as error:
            _log.warning("the service manager cannot be told %r: %s", state.partition("\n")[0], error)
