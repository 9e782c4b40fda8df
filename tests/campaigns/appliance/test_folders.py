"""The table of folders in systemd/README.md, held by the units' own users: each makes its own, every unit tries to get in."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.deploy.markdown import ROOT, sections
from tests.support.users import GROUP, NUMBERS, Appliance, appliance, may_be_others

OTHERS = may_be_others()
pytestmark = pytest.mark.skipif(bool(OTHERS), reason=OTHERS)
USERS = {
    "root": "kiosk-provision.service",
    "kiosk": "kiosk.service",
    "kiosk-refresher": "kiosk-refresher.service",
    "kiosk-desk": "kiosk-desk.service",
    "kiosk-sms": "kiosk-sms.service",
    "kiosk-faults": "kiosk-faults.service",
    "kiosk-courier": "kiosk-courier.service",
    "kiosk-public": "kiosk-public.service",
}
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in sections((ROOT / "systemd/README.md").read_text("utf-8"))["Folders and their users"].splitlines()
    if line.startswith("| `/")
]
PLACE = {row[0]: row[0].split("`")[1] for row in ROWS}
DESK = 'from kiosk.hall.notices.store import NoticeStore\nNoticeStore(Path.cwd(), "Bunga")\n'
POST = """
from datetime import UTC, datetime
from nacl.public import PrivateKey
from kiosk.core.edition_trust import PostKey
from kiosk.post.envelope import EnvelopeKind
from kiosk.post.spool import Spool
office = bytes(PrivateKey(b"f" * 32).public_key)
Spool(Path.cwd(), PostKey("25a0f9710781", "6b" * 32), office, now=lambda: datetime.now(UTC)).put(EnvelopeKind.COUNTS, b"")
"""
OF_THE_DESK = """
from datetime import UTC, datetime
from kiosk.hall.desk.certificate import certificate
from kiosk.hall.desk.unfinished import UnfinishedNotices
certificate(Path("desk"), ["balai.local"])
UnfinishedNotices(Path("desk")).store_notice("a", "kim-0123456789abcdef", {}, datetime.now(UTC), (), "")
"""
MADE = (
    ("kiosk-refresher", 'from content_cache.media.drafts import FileDraft\nFileDraft(Path("media")).close()'),
    ("kiosk", 'from kiosk.speech.synthesis.cache import SoundCache\nSoundCache(Path("speech"))'),
    ("kiosk-desk", OF_THE_DESK),
)
TRIES = """
import tempfile
for place in sys.argv[2:]:
    folder, can = Path(sys.argv[1] + place), ""
    try:
        os.listdir(folder)
        can = "read"
        tempfile.TemporaryFile(dir=folder).close()
        can = "write"
    except OSError: pass
    print(f"{place}:{can}")
"""


@pytest.fixture(scope="module", params=["kiosk.service", "kiosk-refresher.service"])
def card(request: pytest.FixtureRequest) -> Iterator[Appliance]:
    """All folders are there; those of whoever comes first were made by this unit."""
    with appliance() as made:
        made.says(str(request.param), DESK + POST)
        for user, script in MADE:
            made.says(USERS[user], script)
        sms = ["--reuid=kiosk-sms", "--regid=kiosk-data", "--clear-groups", "/usr/bin/install", "-d", "-m", "2750"]
        unit = (Path(__file__).parents[3] / "systemd/kiosk-sms.service").read_text()
        assert f"/usr/bin/setpriv {' '.join(sms)} /var/lib/kiosk/sms\n" in unit
        sms[:2] = [f"--reuid={NUMBERS['kiosk-sms']}", f"--regid={GROUP}"]
        subprocess.run(["setpriv", *sms, str(made.folders.data / "sms")], check=True)
        yield made


@pytest.mark.slow(cases=1)
def test_each_is_made_by_whom_and_with_the_mode_that_is_told(card: Appliance) -> None:
    for name, made_by, mode, *_ in ROWS:
        there = Path(f"{card.folders.root}{PLACE[name]}").stat()
        assert f"{there.st_mode & 0o7777:04o}" == mode, name
        if made_by.startswith("`"):
            assert there.st_uid == NUMBERS[made_by.strip("`")], name


@pytest.mark.slow(cases=1)
def test_who_may_write_and_who_may_read_is_as_told(card: Appliance) -> None:
    can: dict[str, dict[str, set[str]]] = {
        place: {"write": set(), "read": set(), "": set()} for place in PLACE.values()
    }
    for user, unit in USERS.items():
        for told in card.says(unit, TRIES, str(card.folders.root), *PLACE.values()):
            place, _, how = told.rpartition(":")
            can[place][how].add(user)
    for name, _, _, write, read in ROWS:
        found = can[PLACE[name]]
        assert found["write"] == named(write), f"{name}: may write"
        assert found["read"] == named(read) - found["write"], f"{name}: may only read"


def named(cell: str) -> set[str]:
    """The users of a cell: names, and "all others", but for some."""
    some, others, but = cell.partition("all others")
    names = set(re.findall(r"`([a-z-]+)`", some)) | ({"root"} if re.search(r"\broot\b", some) else set())
    return names | (set(USERS) - set(re.findall(r"`([a-z-]+)`", but)) if others else set())
