"""The spool on a card: window and refresher are two users of one group, each with the limits of its unit."""

from __future__ import annotations

import pytest

from tests.support.users import appliance, may_be_others

OTHERS = may_be_others()
# as systemd/kiosk.service and systemd/kiosk-refresher.service have it: a UMask each, and RestrictSUIDSGID=yes
AS_A_UNIT = """
import os, sys, pyseccomp
from datetime import UTC, datetime
from pathlib import Path
rules = pyseccomp.SyscallFilter(pyseccomp.ALLOW)
for call, place in (("chmod", 1), ("fchmod", 1), ("fchmodat", 2), ("mkdir", 1), ("mkdirat", 2)):
    rules.add_rule(pyseccomp.ERRNO(1), call, pyseccomp.Arg(place, pyseccomp.MASKED_EQ, 0o2000, 0o2000))
rules.load()
from nacl.public import PrivateKey
from kiosk.core.edition_trust import PostKey
from kiosk.post.envelope import Kind
from kiosk.post.spool import Spool
os.umask(int(sys.argv[1], 8))
now = datetime(2026, 11, 28, tzinfo=UTC)
spool = Spool(Path.cwd(), PostKey("25a0f9710781", "6b" * 32), bytes(PrivateKey(b"f" * 32).public_key), now=lambda: now)
"""
ASKS = AS_A_UNIT + 'print(spool.put(Kind.QUESTION, b"Kapan jalan diperbaiki?"))'
SENDS = AS_A_UNIT + "print(len(spool.read(spool.waiting()[0])) > 0, spool.put(Kind.COUNTS, b''), spool.acknowledge(1))"
WINDOW, REFRESHER = "077", "007"


@pytest.mark.skipif(bool(OTHERS), reason=OTHERS)
def test_a_question_of_the_window_is_sent_by_the_refresher() -> None:
    pytest.importorskip("pyseccomp", reason="libseccomp is missing")
    with appliance() as card:
        assert card.python("kiosk", ASKS, WINDOW).split() == ["1"]
        assert card.python("kiosk-refresher", SENDS, REFRESHER).split() == ["True", "2", "1"]
        assert card.python("kiosk", ASKS, WINDOW).split() == ["3"]


@pytest.mark.skipif(bool(OTHERS), reason=OTHERS)
def test_whichever_of_the_two_comes_first() -> None:
    pytest.importorskip("pyseccomp", reason="libseccomp is missing")
    with appliance() as card:
        assert card.python("kiosk-refresher", AS_A_UNIT + "print(spool.put(Kind.COUNTS, b''))", REFRESHER).split() == [
            "1"
        ]
        assert card.python("kiosk", ASKS, WINDOW).split() == ["2"]
