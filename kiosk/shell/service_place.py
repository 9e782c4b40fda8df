"""Where a page's row stands in the list of services. By itself, for the table of pages is loaded before the first frame."""

from __future__ import annotations

from enum import Enum


class ServicePlace(Enum):
    """With the pages of today, or with those of residents' questions, below what is read of the day."""

    TODAY = "today"
    QUESTIONS = "questions"
