"""Withdrawal of a notice, with its entries in the history."""

from __future__ import annotations

from datetime import datetime

from kiosk.i18n.words import Words
from kiosk.office.notices.notices import Notices


def withdraw_noted(notices: Notices, words: Words, name: str, title: str, who: str, now: datetime) -> None:
    """Withdraw the live notice *name*, and record in the history that *who* did. *title* is the title that was on show.
    Raise OfficeError."""
    notices.commit_notice(name, who, words("on show: “{title}”", title=title), now)
    notices.withdraw_to_draft(name, now)
    notices.commit_notice(name, who, words("withdraws “{title}”", title=title), now)
