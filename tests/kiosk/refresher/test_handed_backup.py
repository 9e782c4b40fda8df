"""A backup that the office hands on, and a kill right after it was restored."""

from __future__ import annotations

import hashlib
from pathlib import Path

from nacl.public import PrivateKey

from content_cache.http.messages import Fetched, Request
from kiosk.office.post.handing_on import hand_on
from kiosk.post.identity import public_of
from kiosk.refresher.handed_backup import BackupOffer, HandedBackup
from kiosk.refresher.weekly_backup import FOLDER
from tests.kiosk.hall.backup.village import Village
from tests.support.post_kiosk import AtOnce


def test_a_kill_after_the_restoration_leaves_it_told_as_restored(tmp_path: Path) -> None:
    office = PrivateKey.generate()
    old, new = Village(tmp_path / "lama", "Bunga").lived_in(), Village(tmp_path / "baru", "Bunga")
    made, target = old.back_up("", bytes(office.public_key)), tmp_path / "x.serahan"
    with made.path.open("rb") as file:
        hand_on(file, target, [bytes(office)], [(old.key.kiosk, public_of(old.key))], public_of(new.key))
    whole = target.read_bytes()
    offer = BackupOffer(hashlib.sha256(whole).hexdigest(), len(whole))

    def handed() -> HandedBackup:
        return HandedBackup(
            new.data, new.config, new.key, bytes(office.public_key), "http://kantor.test", fetch=piece, pool=AtOnce()
        )

    def piece(asked: Request) -> Fetched:
        return Fetched(url=asked.url, status=206, body=whole[asked.resume_at :], start=asked.resume_at)

    first = handed()
    first.take_offer(offer)
    first.advance(0.0)
    again = handed()
    assert [path.suffix for path in (new.data / FOLDER).iterdir()] == [".json"]
    assert again.restored == offer.sha256
    assert not again.advance(9_000.0)
    assert not again.advance(18_000.0)
    assert (again.restored, again.why) == (offer.sha256, "")
