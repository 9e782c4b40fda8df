"""Office whose post is open, and a kiosk that it knows."""

from __future__ import annotations

import pytest

from tests.support.newsroom import KEY_PASSWORD, Newsroom, make_shared_keys
from tests.support.posting import PostingKiosk, enrolled


@pytest.fixture
def office(room: Newsroom) -> Newsroom:
    """Return an office with all its keys and its post open."""
    make_shared_keys(room.office.cabinet)
    room.office.post.open(KEY_PASSWORD, room.now)
    return room


@pytest.fixture
def kiosk(office: Newsroom) -> PostingKiosk:
    return enrolled(office.office)
