"""The short form of `killing`, and a control that shows that it would notice."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.hall.notices.notice import Attached, Notice, NoticeKind
from kiosk.hall.notices.store import NoticeStore
from tests.kiosk.hall.desk import killing


def test_a_power_cut_leaves_a_notice_whole_or_not_at_all() -> None:
    assert killing.kill(8) > 8


@pytest.mark.parametrize("harm", ["photo", "lost", "torn"])
def test_the_check_notices(tmp_path: Path, harm: str) -> None:
    notice_store = NoticeStore(tmp_path, "Bunga")
    (notice_store.drafts / "a.jpg").write_bytes(b"a.jpg" * 2_000)
    notice = Notice(id="kim-1", kind=NoticeKind.ANNOUNCEMENT, title="Rapat", ends=killing.NOW + timedelta(days=1),
                    attached=(Attached("a.jpg"),),
                    author="Sari", written=killing.NOW)  # fmt: skip
    notice_store.publish_notice(notice, killing.NOW)
    killing.check(tmp_path, ["terbit kim-1 a.jpg"])
    if harm == "photo":
        (notice_store.folder / "media" / "a.jpg").write_bytes(b"a.jpg")
    elif harm == "lost":
        for name in ("notices.json", "notices.copy.json"):
            (notice_store.folder / name).unlink()
    else:
        whole = (notice_store.folder / "notices.json").read_text("utf-8")
        (notice_store.folder / "notices.json").write_text(whole[:-20], "utf-8")
    with pytest.raises(AssertionError):
        killing.check(tmp_path, ["terbit kim-1 a.jpg"])
