"""What may lie over a page: the settings sheet, a code for phones, a technician's tool. The uppermost one has the keys."""

from __future__ import annotations

from abc import ABC, abstractmethod


class Overlay(ABC):
    """Something that lies over a page while it is shown, with the verbs of a page."""

    @property
    @abstractmethod
    def shown(self) -> bool:
        """Whether it lies over the page."""

    @abstractmethod
    def why_idle(self, key: str) -> str:
        """Return why *key* ("previous", "listen", "next") does nothing now, as a message of the catalogue; "" where it acts."""

    @abstractmethod
    def step(self, direction: int) -> None:
        """Do what previous (-1) and next (+1) are for."""

    @abstractmethod
    def listen(self) -> None:
        """Do what Listen is for."""

    @abstractmethod
    def back(self) -> None:
        """Go one step back, or away."""
