"""Groups of page rows in the list of services. Apart from the table of pages, because that is loaded before the first frame."""

from __future__ import annotations

from enum import Enum


class ServicePlace(Enum):
    """Group of a page's row: with today's pages, or with residents' questions, below the facts of the day."""

    TODAY = "today"
    QUESTIONS = "questions"
