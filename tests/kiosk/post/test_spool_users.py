"""The spool on a card: window and refresher are two users of one group, each with the limits of its unit."""

from __future__ import annotations

import pytest

from tests.support.users import appliance, may_be_others

OTHERS = may_be_others()
SPOOL = """
from datetime import UTC, datetime
from nacl.public import PrivateKey
from kiosk.core.edition_trust import PostKey
from kiosk.post.envelope import EnvelopeKind
from kiosk.post.spool import Spool
now = datetime(2026, 11, 28, tzinfo=UTC)
spool = Spool(Path.cwd(), PostKey("25a0f9710781", "6b" * 32), bytes(PrivateKey(b"f" * 32).public_key), now=lambda: now)
"""
ASKS = SPOOL + 'print(spool.put(EnvelopeKind.QUESTION, b"Kapan jalan diperbaiki?"))'
SENDS = (
    SPOOL
    + "print(len(spool.read(spool.waiting_envelopes()[0])) > 0, spool.put(EnvelopeKind.COUNTS, b''), spool.acknowledge(1))"
)
COUNTS = SPOOL + "print(spool.put(EnvelopeKind.COUNTS, b''))"
WINDOW, REFRESHER = "kiosk.service", "kiosk-refresher.service"


@pytest.mark.skipif(bool(OTHERS), reason=OTHERS)
def test_a_question_of_the_window_is_sent_by_the_refresher() -> None:
    with appliance() as card:
        assert card.says(WINDOW, ASKS) == ["1"]
        assert card.says(REFRESHER, SENDS) == ["True", "2", "1"]
        assert card.says(WINDOW, ASKS) == ["3"]


@pytest.mark.skipif(bool(OTHERS), reason=OTHERS)
def test_whichever_of_the_two_comes_first() -> None:
    with appliance() as card:
        assert card.says(REFRESHER, COUNTS) == ["1"]
        assert card.says(WINDOW, ASKS) == ["2"]
