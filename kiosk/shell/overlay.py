"""Base of what may lie over a page: the settings sheet, a QR code, a technician's tool. The uppermost one gets the keys."""

from __future__ import annotations

from abc import ABC, abstractmethod


class Overlay(ABC):
    """Layer over a page while it is shown, with the key handlers of a page."""

    @property
    @abstractmethod
    def shown(self) -> bool:
        """Return whether this overlay lies over the page."""

    @abstractmethod
    def why_idle(self, key: str) -> str:
        """Return why *key* ("previous", "listen", "next") does nothing now, as a message of the catalogue; "" where it acts."""

    @abstractmethod
    def step(self, direction: int) -> None:
        """Handle the key previous (*direction* -1) or next (+1)."""

    @abstractmethod
    def listen(self) -> None:
        """Handle the listen key."""

    @abstractmethod
    def back(self) -> None:
        """Go one step back in this overlay; from the first step close it."""
